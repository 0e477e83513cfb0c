"""Pieces of a page: each knows its height, can be cut at a sensible place, and draws itself. Lengths in points.

A piece is immutable once made, so that one laid-out paragraph serves all letters that contain it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from cpr_desk.reports.document import Inline, KeyFigures, Run, Signatures
from cpr_desk.reports.pdf_text import BOLD, Line, draw_line, text_width, wrap

MM = 72 / 25.4
Colour = tuple[float, float, float]
INK: Colour = (0.10, 0.11, 0.13)
ACCENT: Colour = (0.11, 0.23, 0.40)
GREY: Colour = (0.33, 0.35, 0.38)
HAIRLINE: Colour = (0.70, 0.73, 0.77)
TINT: Colour = (0.925, 0.94, 0.96)


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set, and the white space around it; `keep`: it stays with what follows."""

    size: float
    leading: float
    colour: Colour = INK
    before: float = 0
    after: float = 0
    keep: bool = False


def draw_lines(canvas: Any, lines: Sequence[Line], at: tuple[float, float], setting: Setting) -> None:
    """Draw lines under each other as one text object, the first with its baseline there."""
    x, y = at
    canvas.setFillColorRGB(*setting.colour)
    text = canvas.beginText(x, y)
    font = ""
    for line in lines:
        text.setTextOrigin(x, y)
        for fragment in line.fragments:
            if fragment.font != font:
                font = fragment.font
                text.setFont(font, setting.size)
            text.textOut(fragment.text)
        y -= setting.leading
    canvas.drawText(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What every piece has: white space around it, whether it stays with the next, where it must begin.

    `begins` is a distance from the top of the page; `bookmark` a text and its level.
    """

    before: float = 0
    after: float = 0
    keep: bool = False
    begins: float = 0
    bookmark: tuple[str, int] | None = None

    @property
    def height(self) -> float:
        """Its whole height."""
        return 0

    @property
    def head(self) -> float:
        """The least height that must fit where it begins."""
        return self.height

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""

    def split(self, room: float, *, force: bool) -> "tuple[Piece, Piece] | None":
        """Cut it so that the first part fits; None when it cannot be. `force`: the page is empty, cut anywhere."""
        return None


@dataclass(frozen=True, slots=True)
class TextPiece(Piece):
    """Lines of text, with an optional lead (bullet, number, label) on the first one."""

    lines: tuple[Line, ...]
    setting: Setting
    indent: float = 0
    lead: Line | None = None
    lead_indent: float = 0

    @property
    def height(self) -> float:
        """All its lines."""
        return len(self.lines) * self.setting.leading

    @property
    def head(self) -> float:
        """Two lines, or three where a third one would be left alone."""
        count = len(self.lines)
        return (count if count <= 3 else 2) * self.setting.leading

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw the lead and the lines."""
        size, leading = self.setting.size, self.setting.leading
        baseline = top - (leading + size) / 2 + 0.2 * size
        if self.lead:
            draw_lines(canvas, (self.lead,), (x + self.lead_indent, baseline), self.setting)
        draw_lines(canvas, self.lines, (x + self.indent, baseline), self.setting)

    def split(self, room: float, *, force: bool) -> tuple[Piece, Piece] | None:
        """Cut between lines, two at least on each side."""
        fitting = int(room / self.setting.leading + 1e-6)
        if not force:
            fitting = min(fitting, len(self.lines) - 2)
            if fitting < 2:
                return None
        if not 0 < fitting < len(self.lines):
            return None
        first = replace(self, lines=self.lines[:fitting], after=0, keep=False)
        return first, replace(self, lines=self.lines[fitting:], lead=None, before=0, bookmark=None, begins=0)


def text_piece(inlines: Sequence[Inline], setting: Setting, width: float, indent: float = 0) -> TextPiece:
    """Wrap a paragraph between `indent` and `width`."""
    lines = tuple(wrap(inlines, setting.size, width - indent))
    return TextPiece(lines, setting, indent, before=setting.before, after=setting.after, keep=setting.keep)


def led_piece(lead: Inline, body: TextPiece, lead_indent: float = 0) -> TextPiece:
    """Put a lead (bullet, number, label) before the first line of a paragraph."""
    room = max(body.indent - lead_indent, body.setting.size)
    return replace(body, lead=wrap((lead,), body.setting.size, room)[0], lead_indent=lead_indent)


_CAPTION = Setting(8.5, 11, GREY)
_TITLE = Setting(10, 14)
_SIGNED = Setting(10, 13)


@dataclass(frozen=True, slots=True)
class SpacePiece(Piece):
    """White space, swallowed at the top of a page."""

    space: float

    @property
    def height(self) -> float:
        """The white space."""
        return self.space


@dataclass(frozen=True, slots=True)
class BreakPiece(Piece):
    """The end of a page."""


@dataclass(frozen=True, slots=True)
class FiguresPiece(Piece):
    """A row of at most four cards."""

    cards: tuple[tuple[str, tuple[Line, ...]], ...]
    width: float
    card_height: float

    GAP: ClassVar[float] = 8
    PADDING: ClassVar[float] = 9
    FIGURE: ClassVar[float] = 18

    @property
    def height(self) -> float:
        """One card."""
        return self.card_height

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw the cards from left to right."""
        width = (self.width - self.GAP * (len(self.cards) - 1)) / len(self.cards)
        for figure, lines in self.cards:
            canvas.setFillColorRGB(*TINT)
            canvas.rect(x, top - self.card_height, width, self.card_height, stroke=0, fill=1)
            canvas.setFillColorRGB(*ACCENT)
            canvas.rect(x, top - self.card_height, 2, self.card_height, stroke=0, fill=1)
            inner = width - 2 * self.PADDING
            size = min(self.FIGURE, self.FIGURE * inner / max(1, text_width(figure, BOLD, self.FIGURE)))
            (line,) = wrap((Run(figure, bold=True),), size, 2 * inner)
            draw_line(canvas, line, x + self.PADDING, top - self.PADDING - 14, size)
            draw_lines(canvas, lines, (x + self.PADDING, top - self.PADDING - 29), _CAPTION)
            x += width + self.GAP


def figure_pieces(block: KeyFigures, width: float) -> list[Piece]:
    """Lay key figures out by rows of four."""
    pieces: list[Piece] = []
    for start in range(0, len(block.figures), 4):
        figures = block.figures[start : start + 4]
        inner = (width - FiguresPiece.GAP * (len(figures) - 1)) / len(figures) - 2 * FiguresPiece.PADDING
        cards = tuple((figure, tuple(wrap((label,), 8.5, inner))) for figure, label in figures)
        height = 2 * FiguresPiece.PADDING + 22 + 11 * max(len(lines) for _, lines in cards)
        pieces.append(FiguresPiece(cards, width, height, before=4, after=FiguresPiece.GAP))
    return pieces


@dataclass(frozen=True, slots=True)
class ChartPiece(Piece):
    """Horizontal bars, each with its label at the left and its value at its end; legible without colour."""

    title: tuple[Line, ...]
    bars: tuple[tuple[tuple[Line, ...], int, Line], ...]
    width: float

    LABELS: ClassVar[float] = 0.30
    BAR: ClassVar[float] = 10
    STEP: ClassVar[float] = 11

    @property
    def height(self) -> float:
        """The title and the bars."""
        return 14 * len(self.title) + 4 + sum(self._bar_height(lines) for lines, _, _ in self.bars)

    def _bar_height(self, lines: tuple[Line, ...]) -> float:
        return self.STEP * len(lines) + 6

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw the title, then each bar with its words."""
        draw_lines(canvas, self.title, (x, top - 10), _TITLE)
        y = top - 14 * len(self.title) - 4
        start = x + self.width * self.LABELS
        longest = max((value for _, value, _ in self.bars if value > 0), default=1)
        room = self.width * (1 - self.LABELS) - 50
        bottom = y - sum(self._bar_height(lines) for lines, _, _ in self.bars)
        for lines, value, shown in self.bars:
            length = room * max(0, value) / longest
            middle = y - self._bar_height(lines) / 2
            canvas.setFillColorRGB(*INK)
            for number, line in enumerate(lines):
                above = (len(lines) - 1) / 2 - number
                baseline = middle - 3 + above * self.STEP
                draw_line(canvas, line, start - 6 - line.width * 8.5, baseline, 8.5)
            draw_line(canvas, shown, start + length + 4, middle - 3, 8.5)
            canvas.setFillColorRGB(*ACCENT)
            canvas.rect(start, middle - self.BAR / 2, length, self.BAR, stroke=0, fill=1)
            y -= self._bar_height(lines)
        canvas.setStrokeColorRGB(*GREY)
        canvas.setLineWidth(0.6)
        canvas.line(start, bottom, start, top - 14 * len(self.title) - 4)


def chart_piece(title: str, bars: Sequence[tuple[str, int, str]], width: float) -> ChartPiece:
    """Lay a bar chart out from labels, values and the words for the values."""
    labels = width * ChartPiece.LABELS - 8
    laid = tuple((tuple(wrap((label,), 8.5, labels)), value, wrap((word,), 8.5, 200)[0]) for label, value, word in bars)
    return ChartPiece(tuple(wrap((Run(title, bold=True),), 10, width)), laid, width, before=10, after=10)


@dataclass(frozen=True, slots=True)
class SignaturesPiece(Piece):
    """Room to sign. One signatory signs at the right without a frame, several in frames side by side."""

    boxes: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], ...]
    width: float

    ROOM: ClassVar[float] = 18 * MM
    ROOM_IN_LETTER: ClassVar[float] = 14 * MM
    GAP: ClassVar[float] = 14
    PADDING: ClassVar[float] = 6

    @property
    def height(self) -> float:
        """Caption, room to sign, name."""
        room = self.ROOM if len(self.boxes) > 1 else self.ROOM_IN_LETTER
        return 2 * self.PADDING + room + 13 * max(len(caption) + len(name) for caption, name in self.boxes)

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw the boxes from left to right."""
        alone = len(self.boxes) == 1
        width = signature_width(len(self.boxes), self.width)
        x += self.width - width if alone else 0
        for caption, name in self.boxes:
            if not alone:
                canvas.setStrokeColorRGB(*GREY)
                canvas.setLineWidth(0.6)
                canvas.rect(x, top - self.height, width, self.height)
            inset = 0 if alone else self.PADDING
            draw_lines(canvas, caption, (x + inset, top - self.PADDING - 9), _SIGNED)
            below = top - self.height + self.PADDING + 13 * len(name) - 9
            draw_lines(canvas, name, (x + inset, below), _SIGNED)
            x += width + self.GAP


def signature_width(count: int, width: float) -> float:
    """Return the width of one box among `count`."""
    if count == 1:
        return width / 2
    return (width - SignaturesPiece.GAP * (count - 1)) / count


def signatures_piece(block: Signatures, width: float) -> SignaturesPiece:
    """Lay signature boxes out."""
    inner = signature_width(len(block.boxes), width) - 2 * SignaturesPiece.PADDING
    boxes = tuple(
        (
            tuple(wrap((box.caption,), 10, inner)),
            tuple(wrap((Run(box.name, bold=True),), 10, inner)) if box.name else (),
        )
        for box in block.boxes
    )
    return SignaturesPiece(boxes, width, before=10, after=6)
