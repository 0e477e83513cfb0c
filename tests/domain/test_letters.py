"""The wording of letters: what each line may hold, and what is said of one that is wrong."""

import pytest

from cpr_desk.domain import letter_kinds
from cpr_desk.domain.letters import (
    LONGEST,
    Letter,
    LetterField,
    LetterPart,
    faults,
    fields_of,
    part_at,
    read,
    stretches,
)

APPEL, SIEGE = LetterField("appel", "Madame"), LetterField("siege", "son siège")
LETTER = Letter("essai", "Essai", (LetterPart("début", "au début", (APPEL, SIEGE)), LetterPart("fin", "à la fin")))
SOUND = "# Un essai\n\n[début]\nBonjour {appel},\nvotre **siège** : {siege}.\n\nEt {{accolades}}.\n[fin]\n"


def told(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.words.replace("\u00a0", " ")) for each in faults(LETTER, text)]


def test_a_sound_text_has_no_fault_and_its_paragraphs_are_read() -> None:
    assert faults(LETTER, SOUND) == ()
    assert read(SOUND) == {
        "début": ("Bonjour {appel}, votre **siège**\u00a0: {siege}.", "Et {{accolades}}."),
        "fin": (),
    }


def test_doubled_braces_print_one_and_values_may_hold_anything() -> None:
    made = list(stretches("{{{appel}}} **gras {siege}**", {"appel": "{x}", "siege": "**"}))
    assert made == [("{{x}} ", False), ("gras **", True)]


def test_blanks_that_do_not_break_stay_as_typed() -> None:
    assert read("[fin]\nà 14\u00a0h   précises") == {"fin": ("à 14\u00a0h précises",)}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "[début]\nBonjour {apel}\n[fin]",
            2,
            "« {apel} » n’existe pas dans la partie [début]. Vouliez-vous écrire « {appel} » ?",
        ),
        ("[début]\nBonjour {xyz}\n[fin]", 2, "Champs de cette partie : {appel} et {siege}."),
        ("[début]\n[fin]\n{appel}", 3, "Cette partie n’a pas de champ."),
        (
            "[début]\nBonjour {appel\n[fin]",
            2,
            "un champ entier, comme « {appel} », ou « {{ » pour imprimer l’accolade.",
        ),
        ("[début]\nBonjour appel}\n[fin]", 2, "une accolade « } » est seule."),
        ("[début]\nOui **non\nsi\n\n**bien** sûr\n[fin]", 2, "le gras n’est pas refermé."),
        (
            "[début]\n[milieu]\nok {quoi}\n[fin]",
            2,
            "[milieu] n’existe pas dans cette lettre. Parties possibles : [début] et [fin].",
        ),
        ("[debut]\n[début]\n[fin]", 1, "Vouliez-vous écrire « [début] » ?"),
        ("[début]\n[fin]\n[début]", 3, "la partie [début] est écrite deux fois. Gardez-en une seule."),
        ("[début]\noui", 2, "il manque la partie [fin]. Ajoutez la ligne [fin] ; laissée sans texte, cette partie"),
        ("Bonjour\n[début]\n[fin]", 1, "ce texte est avant la première partie."),
        ("[début]\nun mot\n[fin\n[fin]", 3, "un crochet n’est pas refermé."),
        ("", 1, "le texte n’a aucune partie."),
        ("[début]\n[fin]\n" + "x" * LONGEST, 3, "le texte compte plus de 50000 caractères."),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(text: str, line: int, words: str) -> None:
    ((at, sentence),) = told(text)
    assert at == line
    assert sentence.startswith(f"Ligne {line} : ")
    assert words in sentence


def test_faults_come_in_the_order_of_the_lines_with_their_texts() -> None:
    found = faults(LETTER, "avant\n[début]\n} {quoi}\n[fin]\n**")
    assert [(each.line, each.text) for each in found] == [(1, "avant"), (3, "} {quoi}"), (3, "} {quoi}"), (5, "**")]


def test_the_fields_that_paragraphs_name_are_known_whatever_their_braces() -> None:
    assert fields_of(["Le {jour}, à {heure}.", "**{jour}** et {{rien}}"]) == {"jour", "heure"}


def test_the_part_of_a_line_is_known() -> None:
    assert [part_at(SOUND, line) for line in (1, 3, 5, 8)] == ["", "début", "début", "fin"]


def test_letters_parts_and_fields_are_known_by_their_names() -> None:
    convocation = letter_kinds.letter(letter_kinds.CONVOCATION)
    part = convocation.part("titulaire")
    assert part
    assert "siege" in {each.name for each in part.fields}
    assert convocation.part("inconnue") is None
