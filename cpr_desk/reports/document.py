"""The document model: what a document says, in order. Builders fill it, renderers lay it out; nothing here draws.

Imports the standard library only, so that building a document costs nothing before it is rendered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpr_desk.domain.region_map import RegionMap


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Inline = str | Run
"""A plain text is an upright run."""


def bold(text: str) -> Run:
    """Return a bold run."""
    return Run(text, bold=True)


def italic(text: str) -> Run:
    """Return an italic run."""
    return Run(text, italic=True)


class Look(Enum):
    """The part a paragraph plays; renderers choose size, colour and place."""

    TITLE = auto()
    SUBTITLE = auto()
    BODY = auto()
    ASIDE = auto()
    SMALL = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that wraps; a line feed forces a new line. ASIDE stands in the right half of a letter.

    `keep`: never at the foot of a page without what follows.
    """

    inlines: tuple[Inline, ...]
    look: Look = Look.BODY
    keep: bool = False


def paragraph(*inlines: Inline, look: Look = Look.BODY) -> Paragraph:
    """Return a paragraph from its runs."""
    return Paragraph(inlines, look)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which becomes a bookmark and stays with what follows. Level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Spacer:
    """White space, in millimetres."""

    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """The recipient, printed where a window envelope shows it."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are worth, one a line: « Date : … », « Lieu : … »."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items led by a bullet."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One numbered item; `level` 0 for the top. `note` and `body` stand under its title, when and how, what about."""

    number: str
    text: str
    level: int = 0
    note: str = ""
    body: tuple[Paragraph | BulletList, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedAgenda:
    """Numbered, nested items."""

    items: tuple[AgendaLine, ...]


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Pairs of a figure and what it counts, shown large, side by side."""

    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Who signs: a caption above the room to sign, a name below."""

    caption: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room to sign, side by side; alone, it stands at the right like the end of a letter.

    `compact`: less room, for what should hold on one page.
    """

    boxes: tuple[SignatureBox, ...]
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper to cut out: a caption, a figure shown large, boxes to tick."""

    caption: str
    figure: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutSheet:
    """Slips of one size side by side, with lines to cut along."""

    slips: tuple[Slip, ...]


class Kind(Enum):
    """What a column holds; it decides alignment in PDF and number format in Excel."""

    TEXT = auto()
    INTEGER = auto()
    YEAR = auto()
    EUROS = auto()
    SHARE = auto()
    DATE = auto()
    SIGNATURE = auto()


Cell = str | Run | int | float | Decimal | date | None
"""Decimal is euros, float a share between 0 and 1; None is unknown or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `weight` is its share of the width, `note` the definition of what it holds.

    `one_line`: in a workbook a long text does not wrap, so that the rows stay low.
    """

    header: str
    weight: float = 1
    kind: Kind = Kind.TEXT
    note: str = ""
    one_line: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells; a total is set apart and stays out of filters."""

    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A line across the table that names the rows below it. Documents only, not workbooks."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows. Rows stay whole and the header repeats on each page.

    `grouped`: rows that follow each other with the same first cell form a group, named once and kept together.
    `row_height`: least height of a row in millimetres, for signatures. `compact`: small print, to hold on one page.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row | Band, ...]
    grouped: bool = False
    row_height: float = 0
    name: str = ""
    compact: bool = False

    def groups(self) -> Iterator[tuple[Row | Band, ...]]:
        """Yield the rows that belong together: one by one unless the table is grouped."""
        if not self.grouped:
            yield from ((row,) for row in self.rows)
            return
        for _, rows in groupby(self.rows, key=lambda row: row.cells[0] if isinstance(row, Row) else row):
            yield tuple(rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one column of a table, by category; totals are left out."""

    title: str
    table: Table
    category: int
    value: int

    def bars(self) -> list[tuple[str, int | Decimal]]:
        """Return the label and the length of each bar, in the order of the table."""
        rows = [row for row in self.table.rows if isinstance(row, Row) and not row.is_total]
        return [(str(row.cells[self.category]), _number(row.cells[self.value])) for row in rows]


def _number(cell: Cell) -> int | Decimal:
    return cell if isinstance(cell, int | Decimal) else 0


@dataclass(frozen=True, slots=True)
class Map:
    """A map as wide as the page, with its legend below and the source of its contours; `height`: most millimetres."""

    title: str
    drawing: "RegionMap"
    source: str
    height: float = 150


Block = (
    Paragraph
    | Heading
    | Spacer
    | PageBreak
    | AddressBlock
    | Facts
    | BulletList
    | NumberedAgenda
    | KeyFigures
    | Signatures
    | CutSheet
    | Table
    | Chart
    | Map
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the commission, and the lines that name and reach its secretariat. `logo`: bytes of a PNG or JPEG."""

    title: str
    lines: tuple[str, ...] = ()
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document for one reader.

    `title` and `subject` name it on each page and in its metadata; `addressee` tells apart the documents of one
    file, and `addressee_id` says who that is in the database (0: nobody known there); `notice` is printed at the foot
    of each page.
    """

    title: str
    subject: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    addressee: str = ""
    notice: str = ""
    author: str = ""
    language: str = "fr-FR"
    landscape: bool = False
    addressee_id: int = 0

    @property
    def label(self) -> str:
        """What names the document among others: bookmark, file name."""
        return " – ".join(part for part in (self.title, self.addressee) if part)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a title, lines of introduction, then tables under each other; the header of a sole table is frozen.

    Without a title the table begins in the first row, where a mail merge looks for the names of its fields. `leading`:
    how many first columns say what a row is, repeated on paper where the others go on beside.
    """

    name: str
    title: str
    intro: tuple[str, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    leading: int = 2


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook; `issued_on` dates it in its properties."""

    title: str
    subject: str
    author: str
    issued_on: date
    sheets: tuple[Sheet, ...]
