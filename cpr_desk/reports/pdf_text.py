"""Text for platypus: embedded fonts, styles, and fragments, which need no markup. Lengths in points."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

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


def fragments(inlines: Iterable[Inline], setting: ParagraphStyle, *, bold: bool = False) -> list[ParaFrag]:
    """Return runs as platypus has them once parsed from markup; `bold` is for those without a face of their own."""
    look = {"fontSize": setting.fontSize, "textColor": setting.textColor, "rise": 0, "link": [], "us_lines": []}
    runs = (inline if isinstance(inline, Run) else Run(inline, bold) for inline in inlines)
    return [ParaFrag(**look, **stretch) for run in runs for stretch in _stretches(run)]


def _stretches(run: Run) -> Iterator[dict[str, Any]]:
    """Yield what stands on one line in one font, and the line feeds."""
    font = BOLD if run.bold else ITALIC if run.italic else REGULAR
    # Platypus breaks lines at a narrow non-breaking space, not at the ordinary one.
    for number, line in enumerate(clean(run.text).replace("\u202f", "\xa0").split("\n")):
        if number:
            yield {"fontName": font, "text": "", "lineBreak": True}
        if _has_glyphs(font, line):
            yield {"fontName": font, "text": line}
            continue
        for own, chars in groupby(line, lambda char: ord(char) in _glyphs(font)):
            yield {"fontName": font if own else FALLBACK, "text": "".join(chars)}


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
    return Paragraph(None, setting, bullet or None, fragments(inlines, setting, bold=bold))
