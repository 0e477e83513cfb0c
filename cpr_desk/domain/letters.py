"""The wording of letters as text that people edit: its parts, fields and bold words, and what is wrong with it.

A line `[part]` opens a part; blank lines part its paragraphs; `{field}` is replaced; `**words**` are bold; `{{` and
`}}` print a brace; lines that begin with `#` are comments. A part left empty prints nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from cpr_desk.domain.french import NBSP, listing, squeeze, typeset

LONGEST = 50_000
"""Characters that a text may have."""
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")
_BLANKS = re.compile(r"[ \t]+")
"""Ordinary blanks: those that do not break stay as they were typed."""
_BOLD = "**"

Wording = Mapping[str, tuple[str, ...]]
"""The paragraphs of each part."""


@dataclass(frozen=True, slots=True)
class LetterField:
    """What a part may name between braces, and the French words that explain what takes its place."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of a letter: when it is printed, in French, and what it may name."""

    name: str
    words: str
    fields: tuple[LetterField, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter whose wording a commission may change; `name` is that of its packaged text."""

    name: str
    label: str
    parts: tuple[LetterPart, ...]

    def part(self, name: str) -> LetterPart | None:
        """Return a part by its name."""
        return next((each for each in self.parts if each.name == name), None)


@dataclass(frozen=True, slots=True)
class LetterFault:
    """What is wrong with a line, counted from 1, and what to do about it, in French."""

    line: int
    text: str
    what: str
    what_to_do: str

    @property
    def words(self) -> str:
        """« Ligne 12 : le champ « {x} » n’existe pas. Écrivez… »."""
        return typeset(f"Ligne {self.line} : {self.what} {self.what_to_do}")


@dataclass(slots=True)
class _Section:
    """A part as it stands in a text: its name, the line of its heading, its numbered lines."""

    name: str
    line: int
    body: list[tuple[int, str]] = field(default_factory=list)

    def paragraphs(self) -> Iterator[list[tuple[int, str]]]:
        paragraph: list[tuple[int, str]] = []
        for number, text in [*self.body, (0, "")]:
            if text.strip():
                paragraph.append((number, text))
            elif paragraph:
                yield paragraph
                paragraph = []


def read(text: str) -> Wording:
    """Cut a text into its parts and paragraphs, its blanks made French; `faults` tells whether it is sound."""
    _, *sections = _sections(text)
    return {
        section.name: tuple(
            typeset(_BLANKS.sub(" ", " ".join(line for _, line in paragraph)).strip())
            for paragraph in section.paragraphs()
        )
        for section in sections
    }


def stretches(paragraph: str, values: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a paragraph, fields replaced, each with whether it is bold.

    Values are put in last: they may hold any character. Raises KeyError for a field without value.
    """

    def written(found: re.Match[str]) -> str:
        return found[0][0] if found[0] in ("{{", "}}") else values[found[1]] if found[1] is not None else found[0]

    for number, stretch in enumerate(paragraph.split(_BOLD)):
        if told := _TOKEN.sub(written, stretch):
            yield told, bool(number % 2)


def fields_of(paragraphs: Iterable[str]) -> frozenset[str]:
    """Return the fields that paragraphs name."""
    return frozenset(found[1] for each in paragraphs for found in _TOKEN.finditer(each) if found[1] is not None)


def part_at(text: str, line: int) -> str:
    """Return the name of the part that holds a line, counted from 1; empty before the first."""
    return next((section.name for section in reversed(_sections(text)) if section.line <= line), "")


def faults(letter: Letter, text: str) -> tuple[LetterFault, ...]:
    """Return what is wrong with the wording of a letter, in the order of its lines; empty when it may be kept."""
    lines = text.splitlines() or [""]
    if len(text) > LONGEST:
        what = f"le texte compte plus de {LONGEST} caractères."
        return (LetterFault(len(lines), lines[-1], what, "Raccourcissez-le."),)
    before, *sections = _sections(text)
    if not sections:
        what_to_do = "Revenez au modèle, ou écrivez chaque partie sous son nom entre crochets."
        return (LetterFault(1, lines[0], "le texte n’a aucune partie.", what_to_do),)
    found = [*_before(before), *_headings(letter, sections), *_missing(letter, sections, len(lines))]
    for section in sections:
        part = letter.part(section.name)
        for number, line in section.body:
            found += [(number, *fault) for fault in _in_line(part, line)]
        found += _bold(section)
    return tuple(LetterFault(number, lines[number - 1], *told) for number, *told in sorted(found, key=_line_of))


_Found = tuple[int, str, str]
"""A line, what is wrong with it, what to do."""


def _line_of(found: _Found) -> int:
    return found[0]


def _sections(text: str) -> list[_Section]:
    """Return what stands before the first part, then the parts."""
    sections = [_Section("", 0)]
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.startswith("[") and bare.endswith("]"):
            sections.append(_Section(squeeze(bare[1:-1]), number))
        elif not line.startswith("#"):
            sections[-1].body.append((number, line))
    return sections


def _before(section: _Section) -> Iterator[_Found]:
    for number, line in section.body:
        if line.strip():
            yield number, "ce texte est avant la première partie.", "Placez-le sous le nom d’une partie."
            return


def _headings(letter: Letter, sections: Sequence[_Section]) -> Iterator[_Found]:
    known = [part.name for part in letter.parts]
    seen: Counter[str] = Counter()
    for section in sections:
        seen[section.name] += 1
        if section.name not in known:
            near = _near(section.name, known, "[{}]")
            what_to_do = near or f"Parties possibles : {listing(f'[{name}]' for name in known)}."
            yield section.line, f"la partie [{section.name}] n’existe pas dans cette lettre.", what_to_do
        elif seen[section.name] > 1:
            yield section.line, f"la partie [{section.name}] est écrite deux fois.", "Gardez-en une seule."


def _missing(letter: Letter, sections: Sequence[_Section], last: int) -> Iterator[_Found]:
    written = {section.name for section in sections}
    for part in letter.parts:
        if part.name not in written:
            what_to_do = f"Ajoutez la ligne [{part.name}]{NBSP}; laissée sans texte, cette partie n’imprime rien."
            yield last, f"il manque la partie [{part.name}].", what_to_do


def _in_line(part: LetterPart | None, line: str) -> Iterator[tuple[str, str]]:
    known = [each.name for each in part.fields] if part else []
    if line.strip().startswith("[") and "]" not in line:
        yield "un crochet n’est pas refermé.", "Terminez le nom de la partie par « ] »."
    for found in _TOKEN.finditer(line):
        if found[0] in ("{", "}"):
            yield (
                f"une accolade « {found[0]} » est seule.",
                f"Écrivez un champ entier, comme « {{appel}} », ou « {found[0] * 2} » pour imprimer l’accolade.",
            )
        elif part and found[1] is not None and found[1] not in known:
            possible = f"Champs de cette partie : {listing(f'{{{name}}}' for name in known)}."
            what_to_do = _near(found[1], known, "{{{}}}") or (possible if known else "Cette partie n’a pas de champ.")
            yield f"le champ « {found[0]} » n’existe pas dans la partie [{part.name}].", what_to_do


def _bold(section: _Section) -> Iterator[_Found]:
    for paragraph in section.paragraphs():
        marks = [number for number, line in paragraph for _ in range(line.count(_BOLD))]
        if len(marks) % 2:
            yield marks[-1], "le gras n’est pas refermé.", "Mettez « ** » avant et après les mots en gras."


def _near(name: str, known: Sequence[str], pattern: str) -> str:
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.7)
    return f"Vouliez-vous écrire « {pattern.format(near[0])} » ?" if near else ""
