from collections.abc import Mapping
from dataclasses import replace

from cpr_desk.domain.communes import Former
from cpr_desk.domain.french import typeset
from cpr_desk.domain.renewal import Renewal, renew
from cpr_desk.domain.sizes import SizeClass
from tests.domain.gazetteers import GAZETTEER, THRESHOLDS


def renewed(stored: Mapping[str, int], year: int = 2022) -> Renewal:
    return renew(stored, year, GAZETTEER, THRESHOLDS)


def told(renewal: Renewal) -> list[str]:
    return [line.replace("\u202f", " ") for line in renewal.sentences(GAZETTEER)]


def test_a_territory_of_the_same_figures_changes_nothing() -> None:
    renewal = renewed({"44143": 43_000, "44162": 50_000}, 2026)

    assert not renewal.changes
    assert renewal.codes == ("44143", "44162")
    assert told(renewal) == []


def test_new_populations_are_told_with_the_new_size() -> None:
    renewal = renewed({"44143": 42_000, "44190": 38_500})

    assert renewal.changes
    assert not renewal.changes_ground
    assert [(commune.code, before) for commune, before in renewal.populations] == [("44143", 42_000), ("44190", 38_500)]
    assert renewal.sizes == (SizeClass.SIZE_3, SizeClass.SIZE_2)
    assert told(renewal) == [
        typeset("Population : de 80 500 à 71 000 habitants (−9 500), données de 2026 au lieu de 2022."),
        "Taille 2 au lieu de taille 3.",
    ]


def test_shifts_that_even_out_are_still_changes() -> None:
    renewal = renewed({"44143": 43_001, "44190": 27_999})

    assert (renewal.before, renewal.after) == (71_000, 71_000)
    assert renewal.changes
    assert told(renewal) == []


def test_communes_that_merged_among_themselves_become_one() -> None:
    renewal = renewed({"49031": 1_000, "49067": 2_000, "49018": 9_000})

    assert renewal.codes == ("49018",)
    assert [merger.brings for merger in renewal.merged] == [(), ()]
    assert renewal.changes_ground
    assert told(renewal) == [
        "Bocé fait partie de Baugé-en-Anjou (49) depuis 2023.",
        "Clefs fait partie de Baugé-en-Anjou (49) depuis 2023.",
    ]


def test_a_merger_that_brings_other_ground_is_to_be_verified() -> None:
    renewal = renewed({"49031": 1_000})

    assert renewal.merged[0].brings == ("49067", "49018")
    assert told(renewal)[1] == typeset(
        "Baugé-en-Anjou (49) comprend aussi Clefs et le reste de la commune, hors du territoire jusqu’ici : à vérifier."
    )


def test_a_merger_of_before_the_stored_year_brings_nothing_new() -> None:
    assert renewed({"49031": 1_000, "49018": 9_000}, 2024).merged[0].brings == ()


def test_a_merger_of_an_unknown_year_is_told_without_it() -> None:
    assert told(renewed({"49101": 100, "49018": 11_900}, 2026))[0] == "49101 fait partie de Baugé-en-Anjou (49)."


def test_a_commune_under_a_new_number_brings_nothing() -> None:
    renewal = renewed({"49069": 16_500}, 2024)

    assert renewal.codes == ("49126",)
    assert renewal.restored == ()
    assert renewal.merged[0].brings == ()
    assert told(renewal) == [typeset("Orée d’Anjou (49) porte un autre numéro depuis 2025 : 49126.")]


def test_a_commune_taken_out_of_another_stays_in_the_territory() -> None:
    renewal = renewed({"15141": 1_000}, 2024)

    assert renewal.codes == ("15141", "15031")
    assert (renewal.before, renewal.after) == (1_000, 1_000)
    assert [(commune.code, before) for commune, before in renewal.populations] == [("15141", 1_000), ("15031", None)]
    assert told(renewal) == [
        typeset("Celles (15) n’est plus dans Neussargues (15) depuis 2025 : elle reste au territoire.")
    ]


def test_a_commune_taken_out_before_the_stored_year_was_left_out_on_purpose() -> None:
    assert renewed({"15141": 800}, 2025).codes == ("15141",)


def test_a_code_that_nothing_is_known_of_is_to_be_removed() -> None:
    renewal = renewed({"44143": 43_000, "99999": 10})

    assert renewal.gone == ("99999",)
    assert renewal.codes == ("44143",)
    assert told(renewal)[0] == typeset("Sans commune connue en 2026, à retirer : 99999.")


def test_a_commune_numbered_anew_long_ago_counts_as_a_commune_of_the_stored_year() -> None:
    further = replace(GAZETTEER, former={**GAZETTEER.former, "49999": Former("49999", "Drain", "49126", 2026)})

    assert renew({"49999": 1}, 2025, further, THRESHOLDS).merged[0].brings == ("49126",)
