"""The wording of letters put on paper: the packaged texts, and parts filled with values (`domain.letters`)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from cpr_desk import paths
from cpr_desk.domain import letters
from cpr_desk.domain.french import NBSP, listing
from cpr_desk.domain.letters import Wording
from cpr_desk.errors import UserError
from cpr_desk.reports.document import BulletList, Inline, Paragraph, bold

_ENDS = (".", "…", "?", "!")
"""What ends a sentence as well as a full stop does."""


@cache
def packaged_text(name: str) -> str:
    """Return the text of a template that comes with the program, as people edit it."""
    return (paths.resources_dir() / "templates" / f"{name}.txt").read_text(encoding="utf-8")


@cache
def packaged(name: str) -> Wording:
    """Read a template that comes with the program."""
    return letters.read(packaged_text(name))


def fill(wording: Wording, part: str, fields: Mapping[str, str], *, keep: bool = False) -> tuple[Paragraph, ...]:
    """Return the paragraphs of one part, its fields replaced; none where the part is empty.

    `keep`: the last one never stands alone at the head of a page. Raises UserError in French when the part is missing
    or names a field that does not exist.
    """
    _refuse_unknown(wording, part, fields)
    filled = [Paragraph(_inlines(each, fields)) for each in wording[part]]
    if filled and keep:
        filled[-1] = replace(filled[-1], keep=True)
    return tuple(filled)


def fill_list(wording: Wording, part: str, fields: Mapping[str, str]) -> tuple[BulletList, ...]:
    """Return one part as a list, its items parted by semicolons and ended by a full stop; raises as `fill`."""
    _refuse_unknown(wording, part, fields)
    parts = [item.strip() for paragraph in wording[part] for item in paragraph.split(";")]
    items = [item for item in parts if item]
    if not items:
        return ()
    *others, last = items
    ended = [*(f"{item}{NBSP};" for item in others), last if last.rstrip("*").endswith(_ENDS) else f"{last}."]
    return (BulletList(tuple(_inlines(item, fields) for item in ended)),)


def _refuse_unknown(wording: Wording, part: str, fields: Mapping[str, str]) -> None:
    if part not in wording:
        raise UserError(f"Le modèle ne contient pas la partie [{part}].", "Rétablissez cette partie dans le modèle.")
    if unknown := sorted(letters.fields_of(wording[part]) - fields.keys()):
        names = listing(f"«{NBSP}{{{name}}}{NBSP}»" for name in unknown)
        known = listing(f"{{{name}}}" for name in sorted(fields))
        raise UserError(
            f"Le modèle, partie [{part}], nomme un champ inconnu{NBSP}: {names}.",
            f"Corrigez-le{NBSP}; champs possibles{NBSP}: {known}.",
        )


def _inlines(paragraph: str, fields: Mapping[str, str]) -> tuple[Inline, ...]:
    return tuple(bold(text) if strong else text for text, strong in letters.stretches(paragraph, fields))
