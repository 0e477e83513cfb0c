"""Find the tables of a composition on the sheets of a workbook, however their headers were worded."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import zip_longest

from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import typeset
from cpr_desk.imports.asides import lone_text
from cpr_desk.imports.cells import Cell, Row, column_letter, key, text_of
from cpr_desk.imports.problems import Problem
from cpr_desk.imports.reference import Reference
from cpr_desk.imports.workbook import Sheet

HELP_SHEET = "Mode d’emploi"


class Role(Enum):
    """What a column of a composition holds."""

    VOTES = auto()
    REGIME = auto()
    PROFESSION = auto()
    ORGANISATION = auto()
    TITULAR = auto()
    TITULAR_FIRST_NAME = auto()
    TITULAR_CIVILITY = auto()
    TITULAR_EMAIL = auto()
    TITULAR_PHONE = auto()
    SUBSTITUTE = auto()
    SUBSTITUTE_FIRST_NAME = auto()
    SUBSTITUTE_CIVILITY = auto()
    SUBSTITUTE_EMAIL = auto()
    SUBSTITUTE_PHONE = auto()


_KEY_WORDS = (
    (re.compile(r"(nb|nbre|nombre)?( de)? ?(voix|votes?|poids)\b.*"), Role.VOTES),
    (re.compile(r"(le )?(regime|caisse)s?\b.*"), Role.REGIME),
    (re.compile(r"professions?\b.*"), Role.PROFESSION),
    (
        re.compile(
            r"(nom de l )?(organisation|organisme|syndicat|federation|union|structure|instance|institution|"
            r"association|organe|entite)s?\b.*"
        ),
        Role.ORGANISATION,
    ),
)
_HOLDER = re.compile(r"(noms?( et)?( prenoms?)?|prenoms?( et)? noms?|membres?|representante?s?|membres? designes?)")
_DETAILS = (
    (re.compile(r"\b(mails?|courriels?|emails?|adresse electronique|messagerie)\b"), "EMAIL"),
    (re.compile(r"\b(tel|telephones?|portable|mobile)\b"), "PHONE"),
    (re.compile(r"\bcivilite"), "CIVILITY"),
    (re.compile(r"\bprenoms?\b"), "FIRST_NAME"),
)
_PART = re.compile(rf"{_HOLDER.pattern}|prenoms?|civilites?|(e ?)?mails?|courriels?|tel|telephones?|portable|mobile")
_NOT_A_HEADER = re.compile(r"\d|\bnon\b")
_LONGEST_HEADER = 45
_SIDE_BY_SIDE = (
    "Deux colonnes de titulaires sont côte à côte. Placez les tableaux l’un sous l’autre ou sur deux feuilles."
)
_UNTITLED = (
    "Cette colonne n’a pas de titre et complète peut-être les noms à sa gauche. "
    "Écrivez au-dessus des deux ce qu’elles contiennent : « Nom du titulaire », « Prénom du titulaire », « Remarque »…"
)
KEY_ROLES = {
    Section.SOCIAL: (Role.REGIME, Role.VOTES),
    Section.PROFESSIONAL: (Role.PROFESSION, Role.ORGANISATION),
    Section.CONSULTATIVE: (Role.ORGANISATION,),
}
_TITLES = (
    (re.compile(r"(.*\b(section|college|membres)\b.*\bsocia(le?|les|ux)\b.*)|socia(le?|les|ux)"), Section.SOCIAL),
    (
        re.compile(r"(.*\b(section|college|membres)\b.*\bprofessionnel(le|s|les)?\b.*)|professionnel(le|s|les)?"),
        Section.PROFESSIONAL,
    ),
    (re.compile(r".*\bconsultati(f|ve)s?\b.*"), Section.CONSULTATIVE),
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one section: from `first` to `end`, excluded, counted from 0; columns by what they hold."""

    sheet: Sheet
    section: Section
    first: int
    end: int
    columns: dict[Role, int]
    headers: dict[int, str]
    filled: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def cell(self, row: int, role: Role) -> Cell:
        """Return the value of a row for a role; the empty text when there is no such column."""
        column = self.columns.get(role, -1)
        cells = self.sheet.rows[row]
        value = cells[column] if 0 <= column < len(cells) else ""
        return self.filled.get((row, column), "") if value == "" else value

    def problem(self, row: int, role: Role, message: str) -> Problem:
        """Place a finding on the cell of a row."""
        column = self.columns.get(role)
        value = text_of(self.cell(row, role))
        return Problem(self.sheet.name, row + 1, self._header(column), value, message)

    def _header(self, column: int | None) -> str:
        return "" if column is None else self.headers.get(column) or column_letter(column)


@dataclass(frozen=True, slots=True)
class _Header:
    """A header, from `row` to `first` excluded, its words, what its columns hold, where its table ends; its title."""

    sheet: Sheet
    row: int
    first: int
    end: int
    words: Row
    roles: list[Role | None]
    title: Section | None


def find_tables(sheets: Sequence[Sheet], reference: Reference) -> tuple[list[Table], list[Problem]]:
    """Return the tables in reading order, and the problems of tables that cannot be told apart."""
    tables: list[Table] = []
    problems: list[Problem] = []
    for sheet in sheets:
        if key(sheet.name) == key(HELP_SHEET):
            continue
        for header in _headers(sheet):
            if header.roles.count(Role.TITULAR) > 1:
                problems.append(Problem(sheet.name, header.row + 1, "", "", _SIDE_BY_SIDE))
            tables.append(_table(header, reference))
            problems += _untitled(tables[-1])
    return tables, problems


def section_title(text: str) -> Section | None:
    """Return the one section that a title names, None when it names none or several."""
    words = key(text)
    named = [section for pattern, section in _TITLES if pattern.fullmatch(words)]
    return named[0] if len(named) == 1 else None


def _header_roles(row: Row) -> list[Role | None]:
    """Return what each column of a header row holds, or an empty list if the row is no header."""
    roles: list[Role | None] = []
    holder = "TITULAR"
    for cell in row:
        role = _role(key(cell), holder) if isinstance(cell, str) and cell else None
        if role and role.name in ("TITULAR", "SUBSTITUTE"):
            holder = role.name
        roles.append(role)
    if Role.TITULAR not in roles:
        roles = [
            Role.TITULAR if role is None and isinstance(cell, str) and _HOLDER.fullmatch(key(cell)) else role
            for role, cell in zip(roles, row, strict=True)
        ]
    known = set(roles) - {None}
    keys = {Role.VOTES, Role.REGIME, Role.PROFESSION, Role.ORGANISATION, Role.SUBSTITUTE}
    return roles if Role.TITULAR in known and known & keys else []


def _role(words: str, holder: str) -> Role | None:
    if not words or len(words) > _LONGEST_HEADER or _NOT_A_HEADER.search(words):
        return None
    titular, substitute = "titul" in words, "suppl" in words
    if titular and substitute:
        return None
    if titular or substitute:
        holder = "SUBSTITUTE" if substitute else "TITULAR"
    for pattern, detail in _DETAILS:
        if pattern.search(words) and not (detail == "FIRST_NAME" and re.search(r"\bnoms?\b", words)):
            return Role[f"{holder}_{detail}"]
    if titular or substitute:
        return Role[holder]
    return next((role for pattern, role in _KEY_WORDS if pattern.fullmatch(words)), None)


def _headers(sheet: Sheet) -> Iterator[_Header]:
    found: list[tuple[int, int, Row, list[Role | None]]] = []
    for row, cells in enumerate(sheet.rows):
        if (found and row < found[-1][1]) or not (roles := _header_roles(cells)):
            continue
        if joined := _joined(cells, sheet.rows[row + 1] if row + 1 < len(sheet.rows) else ()):
            found.append((row, row + 2, joined, _header_roles(joined)))
        else:
            found.append((row, row + 1, cells, roles))
    after = 0
    for rank, (row, first, words, roles) in enumerate(found, 1):
        end = found[rank][0] if rank < len(found) else len(sheet.rows)
        yield _Header(sheet, row, first, end, words, roles, _title_before(sheet, after, row))
        after = first


def _joined(upper: Row, lower: Row) -> list[Cell]:
    """Join a header typed on two rows, « Titulaire » above « Nom | Prénom »; an empty list if the lower is none."""
    parts = [text_of(cell) for cell in lower]
    is_key = [any(pattern.fullmatch(key(part)) for pattern, _ in _KEY_WORDS) for part in parts]
    is_part = [_PART.fullmatch(key(part)) is not None for part in parts]
    if not any(is_part) or not all(not part or a or b for part, a, b in zip(parts, is_key, is_part, strict=True)):
        return []
    joined: list[Cell] = []
    group = ""
    for above, part, alone in zip_longest(upper, parts, is_key, fillvalue=""):
        group = text_of(above) or group
        joined.append(part if alone else f"{group} {part}" if part else above)
    return joined


def _untitled(table: Table) -> Iterator[Problem]:
    """Report a column without a title beside the names: half of each name would be lost without a word."""
    for role in (Role.TITULAR, Role.SUBSTITUTE):
        beside = table.columns.get(role, -2) + 1
        if beside < 1 or table.headers.get(beside) or beside in table.columns.values():
            continue
        rows = [
            row for row in table.sheet.rows[table.first : table.end] if beside <= len(row) and text_of(row[beside - 1])
        ]
        texts = [text for row in rows if beside < len(row) and any(map(str.isalpha, text := text_of(row[beside])))]
        if len(rows) <= 2 * len(texts) > 2:
            yield Problem(table.sheet.name, table.first, column_letter(beside), texts[0], typeset(_UNTITLED))


def _title_before(sheet: Sheet, after: int, header: int) -> Section | None:
    """Return the section named by the nearest title above the header, else by the sheet's name."""
    titles = (section_title(lone_text(row)) for row in reversed(sheet.rows[after:header]))
    return next((title for title in titles if title), section_title(sheet.name))


def _table(header: _Header, reference: Reference) -> Table:
    columns: dict[Role, int] = {}
    for index, role in enumerate(header.roles):
        if role:
            columns.setdefault(role, index)
    titles = {index: text_of(cell) for index, cell in enumerate(header.words)}
    rows = header.sheet.rows[header.first : header.end]
    section = _section(columns, header.title, rows, reference)
    if section is Section.SOCIAL and Role.REGIME not in columns and Role.ORGANISATION in columns:
        columns[Role.REGIME] = columns.pop(Role.ORGANISATION)
    for role in KEY_ROLES[section]:
        if role not in columns and (found := _unnamed(role, columns, titles, rows, reference)) is not None:
            columns[role] = found
    return Table(
        header.sheet, section, header.first, header.end, columns, titles, _merged_values(header.sheet, columns)
    )


def _section(columns: dict[Role, int], title: Section | None, rows: Sequence[Row], reference: Reference) -> Section:
    """Tell which section a table is: by its own columns, its title, or what it holds."""
    if Role.PROFESSION in columns:
        return Section.PROFESSIONAL
    if Role.REGIME in columns:
        return Section.SOCIAL
    if title:
        return title
    if Role.VOTES in columns:
        return Section.SOCIAL
    # Each text counts once: « RAS » down a column of remarks is no régime agricole on every line.
    texts = {text_of(cell) for row in rows for cell in row if isinstance(cell, str) and cell}
    known = {
        Section.CONSULTATIVE: sum(reference.body(text) is not None for text in texts),
        Section.PROFESSIONAL: sum(bool(reference.profession(text) or reference.professions_of(text)) for text in texts),
        Section.SOCIAL: sum(reference.regime(text) is not None for text in texts),
    }
    return max(known, key=lambda section: known[section])


def _fits(role: Role, reference: Reference) -> Callable[[str], bool]:
    """Return the test that a text is a plausible value for a key column."""
    return {
        Role.VOTES: lambda text: re.fullmatch(r"\d{1,2}( voix)?", text) is not None,
        Role.REGIME: lambda text: reference.regime(text) is not None,
        Role.PROFESSION: lambda text: reference.profession(text) is not None,
        Role.ORGANISATION: lambda text: reference.body(text) is not None or bool(reference.professions_of(text)),
    }[role]


def _unnamed(
    role: Role, columns: dict[Role, int], titles: dict[int, str], rows: Sequence[Row], reference: Reference
) -> int | None:
    """Find the column of a role that no header names: by what it holds, else the first without a header."""
    fits = _fits(role, reference)
    scores: dict[int, int] = {}
    for index, title in titles.items():
        texts = [text for row in rows if index < len(row) and (text := text_of(row[index]))]
        # A column with a header of its own may well number the lines: it never counts the votes.
        if texts and index not in columns.values() and not (title and role is Role.VOTES):
            scores[index] = sum(map(fits, texts))
    if any(scores.values()):
        return max(scores, key=lambda index: scores[index])
    blank = [index for index in scores if not titles[index] and index < columns[Role.TITULAR]]
    return blank[0] if blank and role is not Role.VOTES else None


def _merged_values(sheet: Sheet, columns: dict[Role, int]) -> dict[tuple[int, int], Cell]:
    """Repeat down a merged cell of a key column what its first row holds; a person is never repeated."""
    indexes = {columns[role] for role in _KEY_WORDS_ROLES if role in columns}
    return {
        (row, left): sheet.rows[top][left]
        for (top, left), (bottom, _) in sheet.merged
        if left in indexes and top < len(sheet.rows) and left < len(sheet.rows[top])
        for row in range(top + 1, min(bottom + 1, len(sheet.rows)))
    }


_KEY_WORDS_ROLES = tuple(role for _, role in _KEY_WORDS)
