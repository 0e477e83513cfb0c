import pytest

from cpr_desk.errors import UserError
from cpr_desk.reports import templates
from cpr_desk.reports.document import Paragraph, bold

WORDING = "# commentaire\n[début]\nMonsieur **{nom}**,\nbonjour : {nom}.\n\n[fin]\nSalutations"


def test_fields_are_replaced_words_in_bold_and_blanks_made_french() -> None:
    filled = templates.fill(templates.parse(WORDING), "début", {"nom": "Tréguier"})
    assert filled == Paragraph(("Monsieur ", bold("Tréguier"), ", bonjour\xa0: Tréguier."))


def test_a_value_is_never_read_as_a_field_nor_as_bold() -> None:
    filled = templates.fill(templates.parse("[a]\nNom {nom} fin"), "a", {"nom": "{x} **y**"})
    assert filled == Paragraph(("Nom {x} **y** fin",))


def test_an_unknown_field_is_said_with_those_that_exist() -> None:
    with pytest.raises(UserError, match=r"\[début\].*\{nom\}") as raised:
        templates.fill(templates.parse(WORDING), "début", {"prenom": "x"})
    assert "{prenom}" in raised.value.what_to_do


def test_a_missing_part_is_said() -> None:
    with pytest.raises(UserError, match=r"\[milieu\]"):
        templates.fill(templates.parse(WORDING), "milieu", {})
