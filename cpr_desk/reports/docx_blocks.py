"""From the blocks of a document to paragraphs and tables of Word; each kind of block is registered below."""

from functools import singledispatch

from docx.document import Document
from docx.shared import Length, Mm, Pt

from cpr_desk.reports import document as model
from cpr_desk.reports.document import Block, Look
from cpr_desk.reports.docx_table import data_table, facts_table, figures_table, signatures_table
from cpr_desk.reports.docx_text import (
    ADDRESS,
    ASIDE,
    BULLET,
    CAPTION,
    HEADINGS,
    NORMAL,
    SMALL,
    SPACE,
    SUBTITLE,
    TITLE,
    clean,
    level_style,
    set_height,
    write,
)

_LOOKS = {Look.TITLE: TITLE, Look.SUBTITLE: SUBTITLE, Look.BODY: NORMAL, Look.ASIDE: ASIDE, Look.SMALL: SMALL}
_AFTER_TABLE, _AFTER_LIST = Pt(8), Pt(6)
_CARDS = 4
_SLIPS = 2
_HANGING = Pt(14)
"""From a bullet to its text."""


@singledispatch
def add(block: Block, word: Document, width: Length) -> None:
    """Add a block at the end of a document, on a width."""
    raise TypeError(f"no layout for {type(block).__name__} on {width} in {word}")


@add.register
def _(block: model.Paragraph, word: Document, _width: Length) -> None:
    paragraph = write(word.add_paragraph(style=_LOOKS[block.look]), block.inlines)
    if block.keep:
        paragraph.paragraph_format.keep_with_next = True


@add.register
def _(block: model.Heading, word: Document, _width: Length) -> None:
    write(word.add_paragraph(style=HEADINGS[block.level]), (block.text,))


@add.register
def _(block: model.Spacer, word: Document, _width: Length) -> None:
    _space(word, Mm(block.height))


@add.register
def _(_block: model.PageBreak, word: Document, _width: Length) -> None:
    word.add_paragraph(style=SPACE).paragraph_format.page_break_before = True


@add.register
def _(block: model.AddressBlock, word: Document, _width: Length) -> None:
    write(word.add_paragraph(style=ADDRESS), ("\n".join(block.lines),))


@add.register
def _(block: model.Facts, word: Document, width: Length) -> None:
    if block.pairs:
        facts_table(word, block.pairs, width)
        _space(word, _AFTER_TABLE)


@add.register
def _(block: model.BulletList, word: Document, _width: Length) -> None:
    for inlines in block.items:
        write(word.add_paragraph(style=BULLET), inlines)
    _space(word, _AFTER_LIST)


@add.register
def _(block: model.NumberedAgenda, word: Document, _width: Length) -> None:
    """Write numbers as text: the domain decides them, and Word would count anew."""
    for item in block.items:
        style = level_style(word, item.level)
        paragraph = word.add_paragraph(style=style)
        paragraph.add_run(f"{clean(item.number)}\t")
        write(paragraph, (item.text,))
        _detail(item, word, word.styles[style].paragraph_format.left_indent)
    _space(word, _AFTER_LIST)


def _detail(item: model.AgendaLine, word: Document, indent: Length | None) -> None:
    """Write what stands under the title of an item, as far from the margin."""
    below = [write(word.add_paragraph(style=SMALL), (item.note,))] if item.note else []
    for part in item.body:
        if isinstance(part, model.BulletList):
            for inlines in part.items:
                bullet = write(word.add_paragraph(style=BULLET), inlines).paragraph_format
                bullet.left_indent, bullet.first_line_indent = Length((indent or 0) + _HANGING), Length(-_HANGING)
        else:
            below.append(write(word.add_paragraph(style=NORMAL), part.inlines))
            below[-1].paragraph_format.keep_with_next = part.keep or None
    for paragraph in below:
        paragraph.paragraph_format.left_indent = indent


@add.register
def _(block: model.KeyFigures, word: Document, width: Length) -> None:
    for start in range(0, len(block.figures), _CARDS):
        figures_table(word, block.figures[start : start + _CARDS], width)
        _space(word, _AFTER_TABLE)


@add.register
def _(block: model.Signatures, word: Document, width: Length) -> None:
    _space(word, _AFTER_TABLE)
    signatures_table(word, block.boxes, width)
    _space(word, _AFTER_TABLE)


@add.register
def _(block: model.CutSheet, word: Document, width: Length) -> None:
    for start in range(0, len(block.slips), _SLIPS):
        slips = block.slips[start : start + _SLIPS]
        figures_table(word, [(slip.figure, "\n".join((slip.caption, *slip.boxes))) for slip in slips], width)
        _space(word, _AFTER_TABLE)


@add.register
def _(block: model.Table, word: Document, width: Length) -> None:
    data_table(word, block, width)
    _space(word, _AFTER_TABLE)


@add.register
def _(block: model.Chart, word: Document, width: Length) -> None:
    """Write the figures that the bars stand for: they can be read, and edited."""
    write(word.add_paragraph(style=CAPTION), (block.title,))
    columns = block.table.columns
    rows = tuple(model.Row(bar) for bar in block.bars())
    data_table(word, model.Table((columns[block.category], columns[block.value]), rows), width)
    _space(word, _AFTER_TABLE)


@add.register
def _(block: model.Map, word: Document, width: Length) -> None:
    """Write the legend, and where the map is to be seen."""
    write(word.add_paragraph(style=CAPTION), (block.title,))
    numbered = any(key.number is not None for key in block.drawing.legend)
    columns = (*((model.Column("N°", 0.5, model.Kind.INTEGER),) if numbered else ()), model.Column("Légende", 4))
    rows = tuple(model.Row((*((key.number,) if numbered else ()), key.label)) for key in block.drawing.legend)
    data_table(word, model.Table(columns, rows), width)
    elsewhere = f"La carte elle-même figure dans la version PDF de ce document. {block.source}"
    write(word.add_paragraph(style=SMALL), (elsewhere,))


def _space(word: Document, height: Length) -> None:
    set_height(word.add_paragraph(style=SPACE), height)
