import pytest

from cpr_desk.domain.commune_lists import Entry, Reading, read_list
from cpr_desk.domain.french import typeset
from tests.domain.gazetteers import GAZETTEER, LOIRE, codes


def only(text: str, *, postcodes: bool = False) -> Entry:
    [entry] = read_list(GAZETTEER, text, LOIRE, postcodes=postcodes).entries
    return entry


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("44109", "44109"),
        ("Nantes", "44109"),
        ("  nantes ", "44109"),
        ("44109 Nantes", "44109"),
        ("44100 Nantes", "44109"),
        ("Nantes (44)", "44109"),
        ("44 Nantes", "44109"),
        ("Nantes\t44\t320 000", "44109"),
        ("44109\t44000\tNantes", "44109"),
        ("Loire-Atlantique;44109;Nantes", "44109"),
        ("Mans (Le)", "72181"),
        ("mans", "72181"),
        ("Le Mans 72", "72181"),
        ("St-Herblain", "44162"),
        ("Paris 14e", "75114"),
        ("paris 1", "75101"),
        ("44230", "44190"),
        ("Rezé\t42919", "44143"),
        ("42919 Rezé", "44143"),
        ("1001", "01001"),
        ("1400", "01001"),
        ("1001\tL'Abergement Clémenciat", "01001"),
        ("Mamers;1001", "72180"),
        ("saint denis", "97411"),
    ],
)
def test_an_entry_is_understood_however_it_is_typed(typed: str, code: str) -> None:
    entry = only(typed)

    assert (entry.reading, codes(entry.communes)) == (Reading.FOUND, [code])
    assert entry.is_taken


def test_codes_may_stand_on_one_line() -> None:
    pasted = read_list(GAZETTEER, "44109 44143, 44162;44109\n\n44190", LOIRE)

    assert codes(pasted.communes) == ["44109", "44143", "44162", "44190"]
    assert [entry.line for entry in pasted.entries] == [1, 1, 1, 1, 3]
    assert pasted.open == ()


def test_the_titles_of_a_workbook_are_no_commune() -> None:
    pasted = read_list(GAZETTEER, "Code INSEE\tNom de la commune\n44109\tNantes")

    assert codes(pasted.communes) == ["44109"]
    assert len(pasted.entries) == 1


def test_a_whole_epci_is_taken_by_its_name_or_its_number() -> None:
    for typed in ("Nantes Métropole", "244400404"):
        entry = only(typed)
        assert codes(entry.communes) == ["44109", "44143", "44162"]
        assert (entry.typed, entry.note) == (typed, typeset("EPCI : Nantes Métropole"))


@pytest.mark.parametrize(
    ("typed", "code", "note"),
    [
        ("49031", "49018", "Bocé fait partie de Baugé-en-Anjou (49) depuis 2023"),
        ("Bocé", "49018", "Bocé fait partie de Baugé-en-Anjou (49) depuis 2023"),
        ("49031 Bocé", "49018", "Bocé fait partie de Baugé-en-Anjou (49) depuis 2023"),
        ("49101", "49018", "49101 fait partie de Baugé-en-Anjou (49)"),
        ("Champtoceaux (49)", "49126", "Champtoceaux fait partie de Orée d’Anjou (49)"),
        ("49069", "49126", "Orée d’Anjou (49) porte un autre numéro depuis 2025 : 49126"),
    ],
)
def test_what_merged_since_is_the_commune_of_today_and_says_so(typed: str, code: str, note: str) -> None:
    entry = only(typed)

    assert (entry.reading, codes(entry.communes)) == (Reading.MERGED, [code])
    assert entry.note == typeset(note)
    assert entry.is_taken


def test_namesakes_are_left_to_choose_from() -> None:
    entry = only("Saint-Aubin")

    assert (entry.reading, codes(entry.communes)) == (Reading.AMBIGUOUS, ["49301", "72999"])
    assert entry.note == typeset("2 communes ont ce nom : Saint-Aubin (49) et Saint-Aubin (72)")
    assert not entry.is_taken
    assert codes(only("Saint-Aubin (72)").communes) == ["72999"]
    assert codes(read_list(GAZETTEER, "Saint-Aubin", ("49",)).communes) == ["49301"]


def test_a_code_and_a_name_that_disagree_are_both_shown() -> None:
    entry = only("44109\tRezé")

    assert (entry.reading, codes(entry.communes)) == (Reading.AMBIGUOUS, ["44109", "44143"])
    assert "ne désignent pas la même commune" in entry.note


def test_words_that_are_no_commune_do_not_hide_a_code() -> None:
    assert codes(only("44109;Pays de la Loire").communes) == ["44109"]


def test_a_postcode_that_is_also_an_insee_code_is_said_to_be_so() -> None:
    entry = only("44100")

    assert codes(entry.communes) == ["44100"]
    assert entry.note == typeset("lu comme code INSEE ; c’est aussi le code postal de Nantes")
    assert codes(only("44100", postcodes=True).communes) == ["44109"]
    assert codes(only("44109", postcodes=True).communes) == ["44109"]


def test_a_postcode_of_several_communes_is_left_to_choose_from() -> None:
    entry = only("15170")

    assert (entry.reading, codes(entry.communes)) == (Reading.AMBIGUOUS, ["15141", "15031"])


@pytest.mark.parametrize("typed", ["99999", "Atlantide", "12", "44 Atlantide", "99999 Atlantide", "1999"])
def test_what_nothing_is_known_of_is_unknown(typed: str) -> None:
    entry = only(typed)

    assert (entry.reading, entry.communes, entry.note) == (Reading.UNKNOWN, (), "")


def test_a_slip_of_the_finger_is_not_taken_but_proposed() -> None:
    entry = only("Saint-Herblin")

    assert (entry.reading, codes(entry.communes)) == (Reading.UNKNOWN, ["44162"])
    assert entry.note == typeset("voulez-vous dire Saint-Herblain (44) ?")
    assert read_list(GAZETTEER, "Saint-Herblin", LOIRE).open == (entry,)


def test_a_long_list_of_candidates_is_shortened() -> None:
    many = {f"0100{n}": GAZETTEER.communes["49301"]._replace(code=f"0100{n}", name="Beaulieu") for n in range(7)}
    country = type(GAZETTEER)(2026, "", 2021, many, {}, {}, (), {})

    [entry] = read_list(country, "Beaulieu").entries

    assert entry.note.endswith("Beaulieu (01) et 3 autres")


def test_every_reading_has_words() -> None:
    assert [each.label for each in Reading] == [
        "Trouvée",
        "Devenue une autre commune",
        "Plusieurs communes possibles",
        "Introuvable",
    ]
