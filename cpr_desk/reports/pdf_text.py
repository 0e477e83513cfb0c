"""Text for platypus: embedded fonts, styles, and markup that takes no name for a tag. Lengths in points."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

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


@cache
def register_fonts() -> None:
    """Make the packaged fonts known to reportlab, once."""
    rl_config.useA85 = 0  # bytes as they are: a fifth smaller
    folder = paths.resources_dir() / "fonts"
    for name in (REGULAR, BOLD, ITALIC, FALLBACK):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD)
    pdfmetrics.registerFontFamily(FALLBACK, FALLBACK, FALLBACK, FALLBACK, FALLBACK)


@cache
def _glyphs(font: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def clean(text: str) -> str:
    """Drop what cannot be printed."""
    return text.translate(_SUBSTITUTES)


def _has_glyphs(font: str, text: str) -> bool:
    return _glyphs(font).issuperset(map(ord, text))


def prints_on_one_line(text: str, font: str, size: float, width: float) -> bool:
    """Return whether a text fits a width as it is, in one font."""
    return _has_glyphs(font, text) and pdfmetrics.stringWidth(text, font, size) <= width


def text_width(text: str, font: str, size: float) -> float:
    """Return the width of a text on one line."""
    return float(pdfmetrics.stringWidth(clean(text), font, size))


def markup(inlines: Iterable[Inline], *, bold: bool = False) -> str:
    """Return runs as the markup of a platypus paragraph; `bold` is for those without a face of their own."""
    return "".join(_marked(inline if isinstance(inline, Run) else Run(inline, bold)) for inline in inlines)


def _marked(run: Run) -> str:
    font = BOLD if run.bold else ITALIC if run.italic else REGULAR
    # Platypus breaks lines at a narrow non-breaking space, not at the ordinary one.
    text = clean(run.text).replace("\u202f", "\xa0")
    if not _has_glyphs(font, text.replace("\n", "")):
        text = "".join(_borrowed(own, "".join(chars)) for own, chars in groupby(text, lambda char: _is_own(font, char)))
    else:
        text = escape(text)
    text = text.replace("\n", "<br/>")
    return f"<b>{text}</b>" if run.bold else f"<i>{text}</i>" if run.italic else text


def _is_own(font: str, char: str) -> bool:
    return char == "\n" or ord(char) in _glyphs(font)


def _borrowed(own: bool, text: str) -> str:
    return escape(text) if own else f'<font name="{FALLBACK}">{escape(text)}</font>'


INK = Color(0.10, 0.11, 0.13)
ACCENT = Color(0.11, 0.23, 0.40)
GREY = Color(0.33, 0.35, 0.38)
HAIRLINE = Color(0.70, 0.73, 0.77)
TINT = Color(0.925, 0.94, 0.96)


def style(size: float, leading: float, colour: Color = INK, **more: Any) -> ParagraphStyle:
    """Return a style in the font of our documents, that leaves no line alone at a page's end."""
    bullet = {"bulletFontName": REGULAR, "bulletFontSize": size}
    return ParagraphStyle(
        "", fontName=REGULAR, fontSize=size, leading=leading, textColor=colour, allowWidows=0, **(bullet | more)
    )


def flowing(inlines: tuple[Inline, ...], setting: ParagraphStyle, *, bold: bool = False, bullet: str = "") -> Paragraph:
    """Return runs as a paragraph of platypus."""
    return Paragraph(markup(inlines, bold=bold), setting, bulletText=bullet or None)
