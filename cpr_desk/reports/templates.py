"""The wording of letters, kept in text files that people can edit: parts, fields and bold words.

A file holds `[part]` headings, each followed by one paragraph; `{field}` is replaced, `**words**` are bold, lines that
begin with `#` are comments.
"""

import re
from collections.abc import Mapping
from functools import cache

from cpr_desk import paths
from cpr_desk.domain.french import NBSP, listing, squeeze, typeset
from cpr_desk.errors import UserError
from cpr_desk.reports.document import Inline, Paragraph, bold

_HEADING = re.compile(r"\[([^\]\n]+)\]")
_FIELD = re.compile(r"\{(\w*)\}")

Template = Mapping[str, str]
"""The paragraph of each part."""


@cache
def packaged(name: str) -> Template:
    """Read a template that comes with the program."""
    return parse((paths.resources_dir() / "templates" / f"{name}.txt").read_text(encoding="utf-8"))


def parse(text: str) -> Template:
    """Cut a template into its parts."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    _, *found = _HEADING.split(lines)
    return {part: typeset(squeeze(body)) for part, body in zip(found[::2], found[1::2], strict=True)}


def fill(template: Template, part: str, fields: Mapping[str, str]) -> Paragraph:
    """Return one part as a paragraph, its fields replaced.

    Raises UserError in French when the part is missing or names a field that does not exist.
    """
    if part not in template:
        raise UserError(f"Le modèle ne contient pas la partie [{part}].", "Rétablissez cette partie dans le modèle.")
    wording = template[part]
    if unknown := sorted({name for name in _FIELD.findall(wording) if name not in fields}):
        names = listing(f"«{NBSP}{{{name}}}{NBSP}»" for name in unknown)
        known = listing(f"{{{name}}}" for name in sorted(fields))
        raise UserError(
            f"Le modèle, partie [{part}], nomme un champ inconnu{NBSP}: {names}.",
            f"Corrigez-le{NBSP}; champs possibles{NBSP}: {known}.",
        )
    return Paragraph(tuple(_inlines(wording, fields)))


def _inlines(wording: str, fields: Mapping[str, str]) -> list[Inline]:
    """Every second stretch between ** is bold. Values are put in afterwards: they may hold any character."""
    stretches = (_FIELD.sub(lambda found: fields[found[1]], part) for part in wording.split("**"))
    return [bold(text) if number % 2 else text for number, text in enumerate(stretches) if text]
