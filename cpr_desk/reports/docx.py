"""Documents to Word: the model that the PDF print, as a file that a secretary edits. A4, letterhead, page x/y.

Output depends on the documents alone, so that the same data make the same file.
"""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Length, Mm, Pt

from cpr_desk.domain.french import NBSP
from cpr_desk.reports.document import AddressBlock, Document, Letterhead
from cpr_desk.reports.docx_blocks import add
from cpr_desk.reports.docx_table import bare_table, border
from cpr_desk.reports.docx_text import (
    ACCENT,
    COMMISSION,
    FOOT,
    HAIRLINE,
    NOTICE,
    REACH,
    SPACE,
    add_styles,
    clean,
    element,
    set_height,
    write,
    write_field,
    xml,
)
from cpr_desk.reports.pdf import document_name, read_logo

_A4 = Mm(210), Mm(297)
_MARGIN, _TOP, _FOOT = Mm(20), Mm(12), Mm(10)
_BOTTOM = Mm(24)
_BELOW_RULE = Pt(16)
_WINDOW = Mm(50)
"""Where the address begins, from the top of the sheet (La Poste: between 45 and 80 mm once folded in three)."""

_LOGO = Mm(42), Mm(20)
_LONGEST_PROPERTY = 255
_SCHEMA = "http://schemas.microsoft.com/office/word"
_LETTERS = {COMMISSION: (Pt(6.6), Pt(16.5)), REACH: (Pt(4.6), Pt(11.5))}
"""Usual width of a character and height of a line, which tell how tall a letterhead becomes."""


def render(documents: Sequence[Document]) -> bytes:
    """Render documents one after the other into a single Word file, each with its own page numbers.

    Raises UserError when a logo is no image, ValueError without any document, TypeError for a block without a layout.
    """
    if not documents:
        raise ValueError("no document to render")
    word = docx.Document()
    _prepare(word, documents[0].language)
    add_styles(word)
    total = "NUMPAGES" if len(documents) == 1 else "SECTIONPAGES"
    for number, document in enumerate(documents):
        section = _section(word, document, first=not number)
        width = Length(_size(document)[0] - 2 * _MARGIN)
        before = documents[number - 1] if number else None
        _stationery(section, document, width, total, before)
        for block in document.blocks:
            add(block, word, width)
    _describe(word, documents)
    stream = BytesIO()
    word.save(stream)
    return _undated(stream.getvalue())


def _prepare(word: WordDocument, language: str) -> None:
    """Set the language of the spelling, leave the compatibility mode, and drop what the empty model brings."""
    for tag in xml(word.styles).iter(qn("w:lang")):
        for side in ("val", "eastAsia"):
            tag.set(qn(f"w:{side}"), language)
    settings = xml(word.settings)
    for tag in settings.findall(qn("w:themeFontLang")):
        tag.set(qn("w:val"), language)
    for old in settings.findall(qn("w:compat")):
        for child in old:
            old.remove(child)
        old.append(element("compatSetting", name="compatibilityMode", uri=_SCHEMA, val=15))
    relations = word.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _size(document: Document) -> tuple[Length, Length]:
    return _A4[::-1] if document.landscape else _A4


def _section(word: WordDocument, document: Document, *, first: bool) -> Section:
    """Open the pages of a document: they count from 1, and the first bears the letterhead."""
    if first:
        section = word.sections[0]
    else:
        section = word.add_section(WD_SECTION.NEW_PAGE)
        word.paragraphs[-1].style = SPACE  # it holds the end of the document before
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _size(document)
    section.left_margin = section.right_margin = section.top_margin = _MARGIN
    section.bottom_margin, section.header_distance, section.footer_distance = _BOTTOM, _TOP, _FOOT
    section.different_first_page_header_footer = True
    settings = xml(word).body.find(qn("w:sectPr"))  # those of the section at the end
    for old in settings.findall(qn("w:pgNumType")):
        settings.remove(old)
    settings.find(qn("w:pgMar")).addnext(element("pgNumType", start=1))
    return section


def _stationery(section: Section, document: Document, width: Length, total: str, before: Document | None) -> None:
    """Fill headers and footers, unless the document before has the same: Word then takes its own."""
    if before is None or _head(before) != _head(document):
        section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
        _letterhead(section.first_page_header, document, width)
    if before is None or _names(before) != _names(document):
        for footer in (section.first_page_footer, section.footer):
            footer.is_linked_to_previous = False  # or else the text would go into that of the document before
            _footer(footer, document, width, total)


def _head(document: Document) -> tuple[Letterhead, bool, bool]:
    return document.letterhead, _is_letter(document), document.landscape


def _names(document: Document) -> tuple[str, str, bool]:
    name = " – ".join(part for part in (document.title, document.subject) if part)
    names = " · ".join(part for part in (document.letterhead.title, name) if part)
    return document.notice, names, document.landscape


def _is_letter(document: Document) -> bool:
    return isinstance(next(iter(document.blocks), None), AddressBlock)


def _letterhead(header: _Header, document: Document, width: Length) -> None:
    """Write logo, commission and secretariat above a rule, and below it what brings an address into the window."""
    head = document.letterhead
    logo = _logo(head.logo) if head.logo else None
    left = Length(logo[1] + Mm(6)) if logo else Length(0)
    widths = [left, Length(width - left)] if logo else [width]
    gap = header.paragraphs[0]
    table = bare_table(header.add_table(1, len(widths), width), widths)
    xml(table).addnext(xml(gap))
    *picture, names = table.rows[0].cells
    lines = [(head.title, COMMISSION), *((line, REACH) for line in head.lines)]
    for number, (text, style) in enumerate(lines):
        paragraph = names.add_paragraph() if number else names.paragraphs[0]
        paragraph.style = style
        write(paragraph, (text,))
    names.paragraphs[-1].paragraph_format.space_after = Pt(7)
    for cell in table.rows[0].cells:
        border(cell, ("bottom", 1.25, ACCENT))
    height = sum(_height(text, style, widths[-1]) for text, style in lines)
    if logo:
        picture[0].paragraphs[0].add_run().add_picture(logo[0], *logo[1:])
        height = max(height, logo[2])
    gap.style = SPACE
    spare = _WINDOW - _TOP - height - Pt(7) if _is_letter(document) else 0
    set_height(gap, Length(max(_BELOW_RULE, spare)))


def _height(text: str, style: str, width: Length) -> int:
    letter, line = _LETTERS[style]
    return -(-max(1, len(text)) * letter // width) * line


def _logo(data: bytes) -> tuple[BytesIO, Length, Length]:
    """Return a logo with the width and height that it is printed at."""
    picture, stream = read_logo(data), BytesIO()
    picture.save(stream, "PNG")
    stream.seek(0)
    scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height)
    return stream, Length(round(picture.width * scale)), Length(round(picture.height * scale))


def _footer(footer: _Footer, document: Document, width: Length, total: str) -> None:
    """Write the notice, and below a rule the name of commission and document, with page x/y at its right."""
    notice, names, _ = _names(document)
    line = footer.paragraphs[0]
    if notice:
        write(line, (notice,)).style = NOTICE
        line = footer.add_paragraph()
    line.style = FOOT
    rule = element("pBdr")
    rule.append(element("top", val="single", sz=4, space=4, color=HAIRLINE))
    xml(line).get_or_add_pPr().append(rule)
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    write(line, (names,)).add_run(f"\tPage{NBSP}")
    write_field(line, "PAGE")
    line.add_run("/")
    write_field(line, total)


def _describe(word: WordDocument, documents: Sequence[Document]) -> None:
    """Write the metadata, and none of those of the empty model."""
    first = documents[0]
    title = document_name(first) if len(documents) == 1 else f"{first.title} – {first.subject}"
    properties = word.core_properties
    properties.title, properties.subject, properties.author, properties.last_modified_by = (
        clean(text)[:_LONGEST_PROPERTY] for text in (title, first.subject, first.author, first.author)
    )
    properties.language, properties.comments, properties.keywords = first.language, "", ""
    for dated in ("created", "modified"):
        for old in xml(properties).findall(qn(f"dcterms:{dated}")):
            xml(properties).remove(old)


def _undated(data: bytes) -> bytes:
    """Return the archive with all its members at the first date that the format knows."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as dated, ZipFile(stream, "w", ZIP_DEFLATED) as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), dated.read(name), ZIP_DEFLATED)
    return stream.getvalue()
