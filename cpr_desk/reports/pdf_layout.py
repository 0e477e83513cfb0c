"""From blocks to pages: each block becomes pieces, the pieces fill pages. Lengths in points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch

from cpr_desk.domain.french import integer
from cpr_desk.reports.document import (
    AddressBlock,
    Block,
    BulletList,
    Chart,
    Facts,
    Heading,
    Inline,
    KeyFigures,
    Look,
    NumberedAgenda,
    PageBreak,
    Paragraph,
    Run,
    Signatures,
    Spacer,
    Table,
)
from cpr_desk.reports.pdf_pieces import (
    ACCENT,
    GREY,
    INK,
    MM,
    BreakPiece,
    Piece,
    Setting,
    SpacePiece,
    chart_piece,
    figure_pieces,
    led_piece,
    signatures_piece,
    text_piece,
)
from cpr_desk.reports.pdf_table import table_piece
from cpr_desk.reports.pdf_text import BOLD, text_width

_SETTINGS = {
    Look.TITLE: Setting(18, 23, ACCENT, before=4, after=2, keep=True),
    Look.SUBTITLE: Setting(11.5, 16, GREY, after=12, keep=True),
    Look.BODY: Setting(10, 14, INK, after=7),
    Look.ASIDE: Setting(10, 14, INK, after=12),
    Look.SMALL: Setting(8.5, 11.5, GREY, after=5),
}
_HEADINGS = {
    1: Setting(13, 17, ACCENT, before=14, after=5, keep=True),
    2: Setting(10.5, 14, INK, before=9, after=3, keep=True),
}
_ITEM = Setting(10, 14, INK, after=1.5)
_TOP_ITEM = Setting(10, 14, INK, before=3, after=1.5)
_FACT = Setting(10, 14, INK, after=1)
_ADDRESS = Setting(10.5, 14.5, INK, after=18)
_LETTER_COLUMN = 85 * MM
"""Where the right half of a letter begins, after the left margin: 105 mm from the edge, inside the window."""

_WINDOW = 50 * MM
"""Where the address begins, from the top of the sheet (La Poste: between 45 and 80 mm once folded in three)."""

_FACT_NAMES = 92.0
"""Least width of the names of facts."""


@singledispatch
def pieces_of(block: Block, width: float) -> list[Piece]:
    """Lay one block out on a width; each kind of block is registered below."""
    raise TypeError(f"no layout for {type(block).__name__} on {width}")


@pieces_of.register
def _(block: Paragraph, width: float) -> list[Piece]:
    setting = _SETTINGS[block.look]
    if block.keep:
        setting = replace(setting, keep=True)
    inlines: Sequence[Inline] = block.inlines
    if block.look is Look.TITLE:
        inlines = [Run(inline, bold=True) if isinstance(inline, str) else inline for inline in inlines]
    return [text_piece(inlines, setting, width, _LETTER_COLUMN if block.look is Look.ASIDE else 0)]


@pieces_of.register
def _(block: Heading, width: float) -> list[Piece]:
    piece = text_piece((Run(block.text, bold=True),), _HEADINGS[block.level], width)
    return [replace(piece, bookmark=(block.text, block.level))]


@pieces_of.register
def _(block: Spacer, width: float) -> list[Piece]:  # noqa: ARG001 - white space has no width
    return [SpacePiece(block.height * MM)]


@pieces_of.register
def _(block: PageBreak, width: float) -> list[Piece]:  # noqa: ARG001 - neither has the end of a page
    return [BreakPiece()]


@pieces_of.register
def _(block: AddressBlock, width: float) -> list[Piece]:
    return [replace(text_piece(("\n".join(block.lines),), _ADDRESS, width, _LETTER_COLUMN), begins=_WINDOW)]


@pieces_of.register
def _(block: Facts, width: float) -> list[Piece]:
    names = max((text_width(name, BOLD, _FACT.size) + 10 for name, _ in block.pairs), default=0)
    indent = min(max(_FACT_NAMES, names), width / 2)
    rows = [led_piece(Run(name, bold=True), text_piece((value,), _FACT, width, indent)) for name, value in block.pairs]
    return [*rows, SpacePiece(7)]


@pieces_of.register
def _(block: BulletList, width: float) -> list[Piece]:
    return [*(led_piece("•", text_piece(item, _ITEM, width, 14), 3) for item in block.items), SpacePiece(7)]


@pieces_of.register
def _(block: NumberedAgenda, width: float) -> list[Piece]:
    pieces: list[Piece] = []
    for item in block.items:
        top = item.level == 0
        body = text_piece((Run(item.text, bold=top),), _TOP_ITEM if top else _ITEM, width, 20 + 26 * item.level)
        pieces.append(led_piece(Run(item.number, bold=top), body, 0 if top else 26 * item.level - 6))
    return [*pieces, SpacePiece(7)]


@pieces_of.register
def _(block: KeyFigures, width: float) -> list[Piece]:
    return figure_pieces(block, width)


@pieces_of.register
def _(block: Signatures, width: float) -> list[Piece]:
    return [signatures_piece(block, width)]


@pieces_of.register
def _(block: Table, width: float) -> list[Piece]:
    return [table_piece(block, width)]


@pieces_of.register
def _(block: Chart, width: float) -> list[Piece]:
    return [chart_piece(block.title, [(label, value, integer(value)) for label, value in block.bars()], width)]


@dataclass(frozen=True, slots=True)
class Frame:
    """The room for text on a page: x of its left edge, y of top and bottom, width; `sheet` is the paper's height."""

    left: float
    top: float
    bottom: float
    width: float
    sheet: float


@dataclass(slots=True)
class Page:
    """What stands on a page: pieces with the y of their tops."""

    placed: list[tuple[Piece, float]] = field(default_factory=list)


def paginate(pieces: Iterable[Piece], first: Frame, following: Frame) -> list[Page]:
    """Fill pages with pieces: headings stay with what follows, nothing is cut where it need not be."""
    filler = _Filler(first, following)
    waiting = list(pieces)
    for index, piece in enumerate(waiting):
        filler.add(piece, _needed(waiting, index))
    return filler.pages


def _needed(pieces: Sequence[Piece], index: int) -> float:
    """Return the height that must be left for a piece to begin here, with those that it may not be parted from."""
    needed = 0.0
    while index + 1 < len(pieces) and pieces[index].keep:
        following = pieces[index + 1]
        needed += pieces[index].height + max(pieces[index].after, following.before)
        index += 1
    return needed + pieces[index].head


class _Filler:
    """The page being filled, from the top down."""

    def __init__(self, first: Frame, following: Frame) -> None:
        self.frame = first
        self.following = following
        self.pages = [Page()]
        self.y = first.top
        self.gap = 0.0

    @property
    def is_empty(self) -> bool:
        return not self.pages[-1].placed

    def add(self, piece: Piece, needed: float) -> None:
        if isinstance(piece, BreakPiece):
            self._turn()
            return
        top = self._top_of(piece)
        if not self.is_empty and needed > top - self.frame.bottom and needed <= self._page_height:
            self._turn()
            top = self.y
        self._place(piece, top)

    @property
    def _page_height(self) -> float:
        return self.following.top - self.following.bottom

    def _top_of(self, piece: Piece) -> float:
        gap = 0 if self.is_empty else max(self.gap, piece.before)
        top = self.y - gap
        return min(top, self.frame.sheet - piece.begins) if piece.begins else top

    def _place(self, piece: Piece, top: float) -> None:
        """Put the piece there, cutting it over as many pages as it takes."""
        while piece.height > top - self.frame.bottom + 0.01:
            parts = piece.split(top - self.frame.bottom, force=self.is_empty)
            if parts:
                self._put(parts[0], top)
                piece = parts[1]
            elif self.is_empty:
                break
            self._turn()
            top = self.y
        if isinstance(piece, SpacePiece) and self.is_empty:
            return
        self._put(piece, top)

    def _put(self, piece: Piece, top: float) -> None:
        self.pages[-1].placed.append((piece, top))
        self.y = top - piece.height
        self.gap = piece.after

    def _turn(self) -> None:
        self.pages.append(Page())
        self.frame = self.following
        self.y = self.frame.top
        self.gap = 0.0
