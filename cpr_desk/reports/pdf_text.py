"""Text on paper: the embedded fonts, and lines that wrap. Lengths in points.

A short wrapper of our own instead of platypus: no markup to escape in people's names, glyphs borrowed from a second
font, and pages known before they are drawn, so that page x/y needs one pass.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cpr_desk import paths
from cpr_desk.reports.document import Inline, Run

REGULAR, BOLD, ITALIC, FALLBACK = "Lato-Regular", "Lato-Bold", "Lato-Italic", "DejaVuSans"
_SUBSTITUTES = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x200B, 0xFEFF]),
    9: " ",
    10: "\n",
    0x2011: "-",
}
"""Control characters vanish; Lato has no non-breaking hyphen."""

_TOKENS = re.compile(r"\n| +|[^ \n-]*-+|[^ \n-]+")
"""Only the ordinary blank and the hyphen let a line break: non-breaking spaces stay inside words."""


_FONT_OF = attrgetter("font")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Characters in one font; `width` for a size of one point."""

    font: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to draw; `width` for a size of one point."""

    fragments: tuple[Fragment, ...]
    width: float


@cache
def register_fonts() -> None:
    """Make the packaged fonts known to reportlab, once."""
    rl_config.useA85 = 0  # bytes as they are: a fifth smaller
    folder = paths.resources_dir() / "fonts"
    for name in (REGULAR, BOLD, ITALIC, FALLBACK):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


@cache
def _glyphs(font: str) -> frozenset[int]:
    register_fonts()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def face(run: Run) -> str:
    """Return the font of a run."""
    return BOLD if run.bold else ITALIC if run.italic else REGULAR


@lru_cache(maxsize=50_000)
def measured(font: str, text: str) -> Line:
    """Measure a text, borrowing from the fallback font the characters that the font lacks."""
    if _glyphs(font).issuperset(map(ord, text)):
        width = pdfmetrics.stringWidth(text, font, 1)
        return Line((Fragment(font, text, width),), width)
    pieces = [Fragment(font if ord(char) in _glyphs(font) else FALLBACK, char, 0) for char in text]
    joined = tuple(replace(piece, width=pdfmetrics.stringWidth(piece.text, piece.font, 1)) for piece in _joined(pieces))
    return Line(joined, sum(piece.width for piece in joined))


def clean(text: str) -> str:
    """Drop what cannot be printed."""
    return text.translate(_SUBSTITUTES)


def text_width(text: str, font: str, size: float) -> float:
    """Return the width of a text on one line."""
    return size * measured(font, clean(text)).width


def _words(inlines: Iterable[Inline]) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        run = inline if isinstance(inline, Run) else Run(inline)
        font = face(run)
        for word in _TOKENS.findall(clean(run.text)):
            yield font, word


def wrap(inlines: Iterable[Inline], size: float, width: float) -> list[Line]:
    """Break runs into lines no wider than `width`; a word too long for a line is cut between characters."""
    setter = _Setter(width / size)
    for font, word in _words(inlines):
        setter.add(font, word)
    return setter.finish()


class _Setter:
    """The line being filled. Blanks wait for the word after them, so that none ends a line.

    Tokens that touch each other without a blank or a hyphen (« **vous**, ») are kept on one line.
    """

    def __init__(self, room: float) -> None:
        self.room = room
        self.lines: list[Line] = []
        self.line: list[Fragment] = []
        self.line_width = 0.0
        self.word: list[Fragment] = []
        self.word_width = 0.0
        self.blank: Line | None = None

    def add(self, font: str, word: str) -> None:
        """Take one word, blank or line feed."""
        if word[0] == " ":
            self._place_word()
            self.blank = measured(font, " ")
        elif word == "\n":
            self._place_word()
            self._end_line()
        else:
            found = measured(font, word)
            self.word += found.fragments
            self.word_width += found.width
            if word[-1] == "-":
                self._place_word()

    def finish(self) -> list[Line]:
        """Return all lines; at least one, perhaps empty."""
        self._place_word()
        if self.line or not self.lines:
            self._end_line()
        return self.lines

    def _place_word(self) -> None:
        if not self.word:
            return
        if self.line:
            blank = self.blank.width if self.blank else 0
            if self.line_width + blank + self.word_width > self.room:
                self._end_line()
            elif self.blank:
                self.line += self.blank.fragments
                self.line_width += blank
        if self.word_width > self.room:
            self._cut_word()
        else:
            self.line += self.word
            self.line_width += self.word_width
        self.word, self.word_width, self.blank = [], 0.0, None

    def _cut_word(self) -> None:
        for fragment in self.word:
            for char in fragment.text:
                piece = measured(fragment.font, char)
                if self.line and self.line_width + piece.width > self.room:
                    self._end_line()
                self.line += piece.fragments
                self.line_width += piece.width

    def _end_line(self) -> None:
        self.lines.append(Line(_joined(self.line), self.line_width))
        self.line, self.line_width, self.blank = [], 0.0, None


def _joined(pieces: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """Merge neighbours of one font: fewer operators on the page, whole words for who copies the text."""
    return tuple(
        Fragment(font, "".join(piece.text for piece in run), sum(piece.width for piece in run))
        for font, run in ((font, list(same)) for font, same in groupby(pieces, key=_FONT_OF))
    )


def draw_line(canvas: Any, line: Line, x: float, y: float, size: float) -> None:
    """Draw a line with its baseline at y."""
    if not line.fragments:
        return
    text = canvas.beginText(x, y)
    for fragment in line.fragments:
        text.setFont(fragment.font, size)
        text.textOut(fragment.text)
    canvas.drawText(text)
