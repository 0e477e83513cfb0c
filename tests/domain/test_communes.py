import pytest

from cpr_desk.domain.commune_search import Match, nearest, search, search_epcis
from cpr_desk.domain.communes import EpciKind, Former, inhabitants
from cpr_desk.domain.french import fold, fold_all
from tests.domain.gazetteers import GAZETTEER, LOIRE, codes


@pytest.mark.parametrize(("code", "department"), [("44109", "44"), ("2A004", "2A"), ("97411", "974")])
def test_a_commune_knows_its_department_by_its_code(code: str, department: str) -> None:
    assert GAZETTEER.communes["44109"]._replace(code=code).department == department


def test_namesakes_are_told_apart_by_their_department() -> None:
    assert [each.label for each in GAZETTEER.communes.values() if each.name == "Saint-Aubin"] == [
        "Saint-Aubin (49)",
        "Saint-Aubin (72)",
    ]


def test_every_kind_of_group_has_a_name() -> None:
    assert EpciKind("MET69").label == "Métropole de Lyon"
    assert len({kind.label for kind in EpciKind}) == 6


def test_many_names_fold_as_each_of_them_does() -> None:
    names = ["L’Haÿ-les-Roses", "Œuilly", " Sainte‑Anne ", "", "SAINT - Lô", "Besse-et-Saint-Anastaise"]

    assert fold_all(names) == [fold(name) for name in names]
    assert fold_all([]) == []


def test_an_epci_gives_its_communes_and_no_arrondissement() -> None:
    assert codes(GAZETTEER.members("244400404")) == ["44109", "44143", "44162"]
    assert codes(GAZETTEER.members("200054781")) == ["75056"]
    assert GAZETTEER.members("999999999") == ()


def test_a_code_that_is_no_more_leads_to_the_commune_of_today() -> None:
    holder = GAZETTEER.current("49069")

    assert holder is not None
    assert (holder.code, holder.name) == ("49126", "Orée d’Anjou")
    assert GAZETTEER.current("00000") is None


def test_the_ground_is_counted_by_its_parts_each_once() -> None:
    ground = GAZETTEER.ground(("75114", "75056", "49031", "49018", "00000"))

    assert codes(ground) == ["75114", "75101", "49018"]
    assert inhabitants(ground) == 2_112_000


def test_a_department_has_the_arrondissements_instead_of_the_town() -> None:
    assert codes(GAZETTEER.of_departments(("75", "974"))) == ["75101", "75114", "97411"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("nantes", ["44109"]),
        ("NÁNTES", ["44109"]),
        ("St Herblain", ["44162"]),
        ("st-sebastien s/loire", ["44190"]),
        ("mans", ["72181"]),
        ("ma", ["72181", "72180"]),
        ("saint", ["44162", "44190", "72999", "49301", "97411"]),
        ("herb", ["44162"]),
        ("erblain", ["44162"]),
        ("bocé", ["49018"]),
        ("baugé", ["49018"]),
        ("champto", ["49126"]),
        ("aug", ["49018"]),
        ("paris 14", ["75114"]),
        ("atlantide", []),
    ],
)
def test_a_commune_is_found_by_any_part_of_its_name_or_of_its_old_name(typed: str, found: list[str]) -> None:
    assert codes(search(GAZETTEER, typed, LOIRE)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("44109", ["44109"]),
        ("44100", ["44100", "44109"]),
        ("4410", ["44109", "44100"]),
        ("72000", ["72181"]),
        ("49101", ["49018"]),
        ("2a", []),
    ],
)
def test_a_commune_is_found_by_the_first_figures_of_its_code_or_postcode(typed: str, found: list[str]) -> None:
    assert codes(search(GAZETTEER, typed, LOIRE)) == found


def test_home_comes_first_and_the_list_is_short() -> None:
    assert codes(search(GAZETTEER, "saint", ("974",)))[0] == "97411"
    assert codes(search(GAZETTEER, "saint", LOIRE, limit=2)) == ["44162", "44190"]


def test_a_match_by_an_old_name_says_so() -> None:
    [match] = search(GAZETTEER, "bocé")

    assert match.note == "comprend Bocé, ancienne commune"
    assert Match(GAZETTEER.communes["44109"]).note == ""
    assert Former("49101", "", "49018").label == "49101"


def test_the_own_name_answers_before_an_old_one() -> None:
    [match] = search(GAZETTEER, "bauge en")

    assert match.former is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("nantes", ["244400404"]),
        ("saint hilaire", ["200067635"]),
        ("métropole", ["244400404", "200054781"]),
        ("200054781", ["200054781"]),
        ("atlantide", []),
    ],
)
def test_an_epci_is_found_by_its_name_or_its_number(typed: str, found: list[str]) -> None:
    assert [each.code for each in search_epcis(GAZETTEER, typed, LOIRE)] == found


def test_a_slip_of_the_finger_has_a_nearest_name_at_home() -> None:
    assert codes(nearest(GAZETTEER, "Saint-Herblin", LOIRE)) == ["44162"]
    assert nearest(GAZETTEER, "Saint-Herblin", ("75",)) == []


def test_the_first_words_of_a_name_are_a_commune_one_may_mean() -> None:
    assert codes(nearest(GAZETTEER, "St Sébastien", LOIRE)) == ["44190"]
    assert codes(nearest(GAZETTEER, "Saint", LOIRE)) == ["44162", "44190", "72999"]
    assert nearest(GAZETTEER, "", LOIRE) == []
