from datetime import date

import pytest

from cpr_desk.domain.adhesion import Adhesion, Stage, Step
from cpr_desk.domain.areas import Weighed, held_by, map_source, settled, sharing, source_words, survey, weigh
from cpr_desk.domain.dossier import Area, Dossier, Figure
from cpr_desk.domain.french import typeset
from cpr_desk.domain.region_map import Plotted
from tests.domain.gazetteers import GAZETTEER, LOIRE, THRESHOLDS, codes
from tests.domain.maps import squared

SINCE = date(2025, 3, 1)
DAY = date(2026, 11, 22)


def plotted(own: int, *held: str, stage: Stage = Stage.SIGNED) -> Plotted:
    return Plotted(own, f"CPTS {own}", stage, held)


def dossier(*figures: Figure, year: int = 2026, **people: int) -> Dossier:
    area = Area(SINCE, year, tuple((code.removeprefix("c"), count) for code, count in people.items()))
    own = Adhesion(1, "44-01", "CPTS 1", "44", Step.SIGNED)
    return Dossier(own, areas=(area,), figures=figures)


def weighed(one: Dossier, *others: Plotted) -> Weighed:
    found = weigh(one, others, GAZETTEER, THRESHOLDS, LOIRE)
    assert found
    return found


def plain(sentences: list[str]) -> list[str]:
    return [sentence.replace("\u202f", " ") for sentence in sentences]


def test_communes_are_settled_once_by_name_and_as_they_are_today() -> None:
    assert codes(list(settled(("44143", "44109", "44143", "49069", "99999"), GAZETTEER))) == ["44109", "49126", "44143"]
    assert codes(list(settled(("75101", "75056"), GAZETTEER))) == ["75056"]
    assert codes(list(settled(("75114", "75101"), GAZETTEER))) == ["75114", "75101"]
    assert settled((), GAZETTEER) == ()


def test_a_cpts_without_territory_has_nothing_to_weigh() -> None:
    own = Adhesion(1, "44-01", "CPTS 1", "44", Step.SIGNED)

    assert weigh(Dossier(own), (), GAZETTEER, THRESHOLDS, LOIRE) is None


@pytest.mark.parametrize(
    ("people", "size"), [(39_999, 1), (40_000, 2), (79_999, 2), (80_000, 3), (174_999, 3), (175_000, 4)]
)
def test_the_size_follows_the_inhabitants_stored(people: int, size: int) -> None:
    assert weighed(dossier(c44109=people)).coverage.size == size


def test_a_territory_keeps_the_inhabitants_of_its_own_year() -> None:
    found = weighed(dossier(year=2025, c44143=42_000, c49069=16_000))

    assert found.coverage.population == 58_000
    assert [each.name for each in found.coverage.communes] == ["Orée d’Anjou", "Rezé"]
    assert plain(found.coverage.sentences())[0] == typeset(
        "58 000 habitants : somme des populations légales de 2 communes (données de 2025)."
    )
    assert found.renewal.codes == ("44143", "49126")
    assert found.renewal.changes


def test_a_commune_that_is_no_more_is_named_by_what_is_known() -> None:
    found = weighed(dossier(c49031=900, c99999=5))

    assert [each.name for each in found.coverage.communes] == ["99999", "Bocé"]


def test_the_population_that_counts_is_told() -> None:
    summed = Figure(SINCE, 43_000, source_words(2026, 1))
    by_hand = Figure(date(2026, 2, 4), 45_000, "Recensement communal")

    nothing, none = weighed(dossier(c44143=43_000)), weighed(dossier(Figure(SINCE, members=3), c44143=43_000))
    assert nothing.counted_words() == none.counted_words() == ("Aucune population ne compte encore pour cette CPTS.")
    same = weighed(dossier(summed, c44143=43_000))
    assert (same.is_counted, same.by_hand) == (True, False)
    assert same.counted_words() == "La population qui compte est cette somme."
    other = weighed(dossier(summed, by_hand, c44143=43_000))
    assert (other.is_counted, other.by_hand) == (False, True)
    assert plain([other.counted_words()]) == [
        typeset(
            "La population qui compte est une autre : 45 000 habitants (Recensement communal), depuis le 04/02/2026, "
            "2 000 habitants de plus que la somme des communes (43 000)."
        )
    ]
    assert "habitants, depuis" in plain([weighed(dossier(Figure(SINCE, 50_000), c44143=43_000)).counted_words()])[0]


def test_overlaps_with_the_others_are_named_and_those_between_others_left_out() -> None:
    found = weighed(dossier(c44109=320_000), plotted(1, "44109"), plotted(2, "44109", "44143"), plotted(3, "44143"))

    assert [(each.first.id, each.second.id, codes(list(each.communes))) for each in found.shared] == [(1, 2, ["44109"])]


def test_communes_of_another_region_are_told_apart() -> None:
    assert codes(list(weighed(dossier(c44109=1, c15141=2)).away)) == ["15141"]


def test_a_source_says_how_many_communes_and_which_year() -> None:
    assert source_words(2026, 12) == "Insee, populations légales (données de 2026), 12 communes"


def test_a_survey_tells_what_is_held_shared_and_free() -> None:
    found = survey(
        DAY,
        (
            plotted(1, "44109", "44143"),
            plotted(2, "44143", stage=Stage.LETTER),
            plotted(3, stage=Stage.REFLECTION),
            plotted(4, "44162", stage=Stage.ABANDONED),
            plotted(5, "99999"),
        ),
        GAZETTEER,
        ("44",),
    )

    assert [(each.cpts.id, each.communes, each.population) for each in found.held] == [(1, 2, 363_000), (2, 1, 43_000)]
    assert [each.id for each in found.without] == [3, 5]
    assert codes(list(found.reach.free)) == ["44162", "44190", "44100"]
    assert plain(found.sentences("de la région")) == [
        typeset("2 CPTS ont un territoire : 2 communes de la région, 363 000 habitants, soit 81,9 % de la population."),
        typeset("3 communes ne sont dans aucune CPTS : 80 400 habitants."),
        typeset("1 commune est dans plusieurs CPTS ; chaque habitant n’est compté qu’une fois."),
        typeset("2 CPTS n’ont pas encore de territoire : CPTS 3 et CPTS 5."),
    ]


def test_a_survey_of_a_whole_region_says_no_more_than_there_is() -> None:
    held = survey(DAY, (plotted(1, "15141", "15031"),), GAZETTEER, ("15",))
    assert plain(held.sentences("de la région")) == [
        typeset("1 CPTS a un territoire : 2 communes de la région, 1 000 habitants, soit 100 % de la population.")
    ]
    one = survey(DAY, (plotted(1, "15141"),), GAZETTEER, ("15",))
    assert plain(one.sentences("de la région"))[1] == typeset("1 commune n’est dans aucune CPTS : 200 habitants.")
    none = survey(DAY, (), GAZETTEER, ("15",))
    assert none.reach.share == 0
    assert none.sentences("de la région")[0] == "Aucune CPTS n’a encore de territoire."


def test_the_source_of_a_map_names_both_of_its_data() -> None:
    assert map_source(GAZETTEER, squared("44109")) == typeset(
        "Populations : Insee, populations légales (données de 2026). Contours : IGN, 2024, Licence Ouverte 2.0."
    )


def test_what_other_cpts_hold_already_is_told_for_each_of_them() -> None:
    held = held_by((plotted(2, "75056", "44109"), plotted(3, "44109")), GAZETTEER)

    assert held["75101"] == ("CPTS 2",)
    assert plain(sharing(("44109", "75114", "44143"), held, GAZETTEER)) == [
        typeset("Déjà dans la CPTS 2 : Nantes (44) et Paris 14e Arrondissement (75), 2 405 000 habitants."),
        typeset("Déjà dans la CPTS 3 : Nantes (44), 320 000 habitants."),
    ]
    assert sharing(("44143",), held, GAZETTEER) == []
