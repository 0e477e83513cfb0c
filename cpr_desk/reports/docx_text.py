"""Text for Word: the styles that a secretary finds in the gallery, runs, fields, and the XML that python-docx lacks.

Built-in styles keep the English name that the format gives them: a French Word shows Titre, Sous-titre, Titre 1.
"""

import re
from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from cpr_desk.reports.document import Inline, Run

FONT = "Calibri"
"""Every Word has it; Lato, which our PDF embed, would be replaced by a font that nobody chose."""

INK, ACCENT, GREY = RGBColor(0x1A, 0x1C, 0x21), RGBColor(0x1C, 0x3A, 0x66), RGBColor(0x54, 0x59, 0x61)
HAIRLINE, TINT = "B3BAC4", "ECF0F5"
LETTER_COLUMN = Mm(85)
"""Where the right half of a letter begins, after the left margin: 105 mm from the edge, inside the window."""

NORMAL, TITLE, SUBTITLE = "Normal", "Title", "Subtitle"
HEADINGS = {1: "Heading 1", 2: "Heading 2"}
BULLET, FOOT = "List Bullet", "Footer"
ASIDE, SMALL, ADDRESS, CAPTION = "En retrait", "Petit texte", "Destinataire", "Titre de graphique"
COMMISSION, REACH, NOTICE = "Commission", "Coordonnées", "Mention de confidentialité"
CELL, COLUMN, FIGURE, SIGNED = "Tableau", "En-tête de colonne", "Chiffre clé", "Signature"
SPACE = "Espace"
"""Of a height given each time: white space, and what must stand between two tables or after the last one."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


_PLAIN = {
    "space_before": Pt(0),
    "space_after": Pt(0),
    "line_spacing": 1.0,
    "keep_with_next": False,
    "keep_together": False,
    "widow_control": True,
}


def xml(thing: Any) -> Any:
    """Return the XML of a part of a document, for what python-docx has no words for."""
    return thing._element  # noqa: SLF001 - its manual sends there


def element(name: str, /, **attributes: object) -> Any:
    """Return an element of WordprocessingML: `element("shd", fill="ECF0F5")`."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def twips(length: float) -> int:
    """Return a length of python-docx in twentieths of a point."""
    return round(length / Pt(1) * 20)


def clean(text: str) -> str:
    """Drop what XML cannot hold; a line feed stays, a tab is a blank."""
    return _UNPRINTABLE.sub("", text.replace("\t", " "))


def write(paragraph: Paragraph, inlines: Iterable[Inline], *, bold: bool | None = None) -> Paragraph:
    """Write runs into a paragraph; `bold` is for those without a face of their own."""
    for inline in inlines:
        run = inline if isinstance(inline, Run) else Run(inline)
        written = paragraph.add_run(clean(run.text))
        written.bold = True if run.bold else bold
        written.italic = True if run.italic else None
    return paragraph


def write_field(paragraph: Paragraph, code: str) -> None:
    """Write a field, which Word computes when it lays the page out."""
    for part in ("begin", "instrText", "separate", "", "end"):
        run = paragraph.add_run("" if part else "1")
        if part == "instrText":
            instruction = element(part)
            instruction.text = f" {code} "
            xml(run).append(instruction)
        elif part:
            xml(run).append(element("fldChar", fldCharType=part))


def set_height(paragraph: Paragraph, height: Length) -> Paragraph:
    """Give an empty paragraph a height of its own."""
    paragraph.paragraph_format.line_spacing = Length(max(height, Pt(1)))
    return paragraph


def add_styles(document: Document) -> None:
    """Give the built-in styles our looks, and add our own."""
    _style(document, NORMAL, 10.5, space_after=Pt(6), line_spacing=1.08)
    _style(document, TITLE, 18, ACCENT, bold=True, space_before=Pt(4), space_after=Pt(2), keep_with_next=True)
    _style(document, SUBTITLE, 11.5, GREY, space_after=Pt(12), keep_with_next=True)
    _style(document, HEADINGS[1], 13, ACCENT, bold=True, space_before=Pt(14), space_after=Pt(5), keep_with_next=True)
    _style(document, HEADINGS[2], 11, INK, bold=True, space_before=Pt(9), space_after=Pt(3), keep_with_next=True)
    _style(document, BULLET, 10.5, space_after=Pt(1.5))
    _style(document, FOOT, 8, GREY).paragraph_format.tab_stops.clear_all()  # those of a Letter sheet
    _style(document, ASIDE, 10.5, space_after=Pt(10), left_indent=LETTER_COLUMN)
    _style(document, ADDRESS, 11, space_after=Pt(14), left_indent=LETTER_COLUMN, keep_together=True)
    _style(document, SMALL, 9, GREY, space_after=Pt(5))
    _style(document, CAPTION, 10.5, bold=True, space_before=Pt(10), space_after=Pt(4), keep_with_next=True)
    _style(document, COMMISSION, 12.5, ACCENT, bold=True, line_spacing=Pt(16.5))
    _style(document, REACH, 9, GREY, line_spacing=Pt(11.5))
    _style(document, NOTICE, 8.5, italic=True, space_after=Pt(3))
    _style(document, CELL, 9, space_before=Pt(2), space_after=Pt(2))
    _style(document, COLUMN, 9, ACCENT, bold=True, space_before=Pt(2), space_after=Pt(2), keep_with_next=True)
    _style(document, FIGURE, 18, ACCENT, bold=True, space_before=Pt(4))
    _style(document, SIGNED, 10.5, keep_with_next=True)
    _style(document, SPACE, 1, line_spacing=Pt(1))


def level_style(document: Document, level: int) -> str:
    """Return the style of an item of an agenda, made on first use: the first level is bold and stands apart."""
    name = f"Point de niveau {level + 1}"
    if name not in document.styles:
        left = Pt(22 + 28 * level)
        made = _style(
            document, name, 10.5, bold=not level, space_before=Pt(0 if level else 2), space_after=Pt(1),
            left_indent=left, first_line_indent=-Pt(30 if level else 22),
        )  # fmt: skip
        made.paragraph_format.tab_stops.add_tab_stop(left)
    return name


def _style(
    document: Document,
    name: str,
    size: float,
    colour: RGBColor = INK,
    *,
    bold: bool = False,
    italic: bool = False,
    **form: Any,
) -> ParagraphStyle:
    """Set a style, made where Word has none of that name; `form`: its paragraph, by the names of python-docx."""
    styles = document.styles
    known = name in styles
    style: Any = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style, style.quick_style = styles[NORMAL], True
    properties = xml(style).get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")) + properties.findall(qn("w:spacing")):
        properties.remove(old)  # the theme's font, and letters set apart
    properties.insert(0, element("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT))
    for border in xml(style).get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, italic, colour
    for key, value in (_PLAIN | form).items():
        setattr(style.paragraph_format, key, value)
    return style  # type: ignore[no-any-return] # styles of all kinds share one list
