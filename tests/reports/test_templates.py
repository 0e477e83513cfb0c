import re

import pytest

from cpr_desk import paths
from cpr_desk.domain.letter_kinds import LETTERS
from cpr_desk.domain.letters import Letter, faults, read
from cpr_desk.errors import UserError
from cpr_desk.reports import templates
from cpr_desk.reports.document import BulletList, Paragraph, bold

WORDING = "# commentaire\n[début]\nMonsieur **{nom}**,\nbonjour : {nom}.\n\nSecond.\n[fin]\nSalutations\n[vide]\n"


def test_fields_are_replaced_words_in_bold_and_blanks_made_french() -> None:
    filled = templates.fill(read(WORDING), "début", {"nom": "Tréguier"})
    assert filled == (Paragraph(("Monsieur ", bold("Tréguier"), ", bonjour\xa0: Tréguier.")), Paragraph(("Second.",)))


def test_an_empty_part_prints_nothing() -> None:
    assert templates.fill(read(WORDING), "vide", {}, keep=True) == ()
    assert templates.fill_list(read(WORDING), "vide", {}) == ()


def test_the_last_paragraph_may_be_kept_with_what_follows() -> None:
    kept = templates.fill(read(WORDING), "début", {"nom": "x"}, keep=True)
    assert [each.keep for each in kept] == [False, True]


def test_a_list_is_parted_by_semicolons() -> None:
    made = templates.fill_list(read("[a]\n**un** ; deux {n} ;"), "a", {"n": "2"})
    assert made == (BulletList(((bold("un"), "\u00a0;"), ("deux 2.",))),)
    assert templates.fill_list(read("[a]\nun ; deux."), "a", {}) == (BulletList((("un\u00a0;",), ("deux.",))),)


@pytest.mark.parametrize("last", ["lesquels\u00a0?", "à suivre…", "merci\u00a0!", "fin."])
def test_a_last_item_that_ends_as_a_sentence_gets_no_full_stop(last: str) -> None:
    assert templates.fill_list(read(f"[a]\nun ; {last}"), "a", {}) == (BulletList((("un\u00a0;",), (last,))),)
    assert templates.fill_list(read(f"[a]\n**{last}**"), "a", {}) == (BulletList(((bold(last),),)),)


def test_a_value_is_never_read_as_a_field_nor_as_bold() -> None:
    filled = templates.fill(read("[a]\nNom {nom} fin"), "a", {"nom": "{x} **y**"})
    assert filled == (Paragraph(("Nom {x} **y** fin",)),)


def test_an_unknown_field_is_said_with_those_that_exist() -> None:
    with pytest.raises(UserError, match=r"\[début\].*\{nom\}") as raised:
        templates.fill(read(WORDING), "début", {"prenom": "x"})
    assert "{prenom}" in raised.value.what_to_do


def test_a_missing_part_is_said() -> None:
    with pytest.raises(UserError, match=r"\[milieu\]"):
        templates.fill(read(WORDING), "milieu", {})


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_every_packaged_text_passes_its_own_check(letter: Letter) -> None:
    assert faults(letter, templates.packaged_text(letter.name)) == ()
    assert list(templates.packaged(letter.name)) == [part.name for part in letter.parts]


def test_every_packaged_text_is_that_of_a_letter() -> None:
    packaged = {file.stem for file in (paths.resources_dir() / "templates").glob("*.txt")}
    assert packaged == {letter.name for letter in LETTERS}


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_every_packaged_text_is_typeset_as_french_is(letter: Letter) -> None:
    for paragraph in (each for part in templates.packaged(letter.name).values() for each in part):
        assert not set("'\"") & set(paragraph)
        assert "..." not in paragraph
        assert not re.search(r"[^\u00a0](?=[:;!?»])|«(?!\u00a0)", paragraph.replace("**", ""))
