"""From the blocks of a document to the flowables of platypus; each kind of block is registered below."""

from functools import singledispatch

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepInFrame, KeepTogether, PageBreak, Preformatted, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus.doctemplate import NullActionFlowable

from cpr_desk.reports.document import (
    AddressBlock,
    AgendaLine,
    Block,
    BulletList,
    Chart,
    CutSheet,
    Facts,
    Heading,
    KeyFigures,
    Look,
    Map,
    NumberedAgenda,
    Paragraph,
    Signatures,
    Table,
)
from cpr_desk.reports.document import (
    PageBreak as NewPage,
)
from cpr_desk.reports.document import (
    Spacer as Space,
)
from cpr_desk.reports.pdf_map import drawing, legend_table
from cpr_desk.reports.pdf_slips import slips_table
from cpr_desk.reports.pdf_table import DataTable, bars_table, data_table, facts_table, figures_table, signatures_table
from cpr_desk.reports.pdf_text import ACCENT, BOLD, GREY, REGULAR, flowing, fragments, prints_on_one_line, style

_LETTER_COLUMN = 85 * mm
"""Where the right half of a letter begins, after the left margin: 105 mm from the edge, inside the window."""

_LOOKS = {
    Look.TITLE: style(18, 23, ACCENT, spaceBefore=4, spaceAfter=2, keepWithNext=1),
    Look.SUBTITLE: style(11.5, 16, GREY, spaceAfter=12, keepWithNext=1),
    # Platypus would try at each word of a letter whether narrower blanks save a line, which is slow.
    Look.BODY: style(10, 14, spaceAfter=6, spaceShrinkage=0),
    Look.ASIDE: style(10, 14, spaceAfter=10, leftIndent=_LETTER_COLUMN),
    Look.SMALL: style(8.5, 11.5, GREY, spaceAfter=5),
}
_HEADINGS = {
    1: style(13, 17, ACCENT, spaceBefore=14, spaceAfter=5, keepWithNext=1),
    2: style(10.5, 14, spaceBefore=9, spaceAfter=3, keepWithNext=1),
}
_ADDRESS = style(10.5, 14, spaceAfter=14, leftIndent=_LETTER_COLUMN)
_CHART = style(10, 14, spaceBefore=10, spaceAfter=4, keepWithNext=1)
_BULLET = style(10, 14, spaceAfter=1.5, leftIndent=14, bulletIndent=3)
_TOP_ITEM = style(10, 13.5, spaceBefore=2, spaceAfter=1, leftIndent=20, bulletFontName=BOLD)
_AFTER_LIST, _AFTER_BODY = 7.5, 6


class Title(Text):  # type: ignore[misc] # reportlab has no types
    """A heading, which becomes a bookmark where it is drawn."""

    def __init__(self, heading: Heading) -> None:
        setting = _HEADINGS[heading.level]
        super().__init__(None, setting, frags=fragments((heading.text,), setting, bold=True))
        self.heading = heading

    def draw(self) -> None:
        """Draw the text and leave the bookmark."""
        _, top = self.canv.absolutePosition(0, self.height)
        self.canv.bookmark(self.heading.text, self.heading.level, top)
        super().draw()


class Shared(Flowable):  # type: ignore[misc] # reportlab has no types
    """Blocks that several documents have in common, drawn once as a form; where they do not fit, they flow."""

    def __init__(self, name: str, blocks: tuple[Block, ...], width: float) -> None:
        super().__init__()
        self.name, self.blocks = name, blocks
        content = flowables(blocks, width) or [Spacer(0, 0)]
        self.spaceBefore, self.spaceAfter = content[0].getSpaceBefore(), content[-1].getSpaceAfter()
        self.keepWithNext = content[-1].getKeepWithNext()
        self.box = KeepInFrame(width, 0, content, mode="error")
        self.width, self.height = self.box.wrapOn(None, width, 1e6)

    def split(self, width: float, _height: float) -> list[Flowable]:
        """Let the blocks flow."""
        return [NullActionFlowable(), *flowables(self.blocks, width)]

    def draw(self) -> None:
        """Draw the form, making it the first time."""
        if not self.canv.hasForm(self.name):
            self.canv.beginForm(self.name, -20, -20, self.width + 20, self.height + 20)
            self.box.drawOn(self.canv, 0, 0)
            self.canv.endForm()
        self.canv.doForm(self.name)


def flowables(blocks: tuple[Block, ...], width: float) -> list[Flowable]:
    """Lay blocks out on a width; a table begins where its headings and its first rows find room together."""
    flow: list[Flowable] = []
    for block in blocks:
        if isinstance(block, Map):
            flow.append(KeepTogether([*_headings(flow), *flowables_of(block, width)]))
            continue
        for flowable in flowables_of(block, width):
            if isinstance(flowable, DataTable):
                _open(flow, flowable, width)
            if isinstance(block, Signatures):
                _hold(flow, flowable, width)
            flow.append(flowable)
    return flow


def _headings(flow: list[Flowable]) -> list[Flowable]:
    """Take the headings of what follows away from the end: platypus does not keep them with what is kept together."""
    start = len(flow)
    while start and flow[start - 1].getKeepWithNext():
        start -= 1
    taken = flow[start:]
    del flow[start:]
    return taken


def _open(flow: list[Flowable], table: DataTable, width: float) -> None:
    """Break the page before the headings of a table where they would be left alone; KeepTogether moves whole tables."""
    start = len(flow)
    needed = table.head(width)
    while start and flow[start - 1].getKeepWithNext():
        start -= 1
        flow[start].keepWithNext = 0
        needed += flow[start].wrap(width, 0)[1] + flow[start].getSpaceAfter()
    if start < len(flow):
        room = CondPageBreak(needed)
        room.spaceBefore, flow[start].spaceBefore = flow[start].getSpaceBefore(), 0
        flow.insert(start, room)


def _hold(flow: list[Flowable], boxes: Flowable, width: float) -> None:
    """Keep rooms to sign, with their headings, on the page of the last words before them, or of a table of few rows."""
    start = len(flow)
    while start and flow[start - 1].getKeepWithNext():
        start -= 1
    last = flow[start - 1] if start else None
    if isinstance(last, Text) or (isinstance(last, DataTable) and last.is_whole):
        last.keepWithNext = 1
    if isinstance(last, DataTable) and last.is_whole:
        opening = next((each for each in reversed(flow[:start]) if isinstance(each, CondPageBreak)), None)
        if opening:
            opening.height += sum(each.wrap(width, 0)[1] + each.getSpaceAfter() for each in (*flow[start:], boxes))
            opening.height += sum(each.getSpaceBefore() for each in (*flow[start:], boxes))


@singledispatch
def flowables_of(block: Block, width: float) -> list[Flowable]:
    """Lay one block out on a width."""
    raise TypeError(f"no layout for {type(block).__name__} on {width}")


@flowables_of.register
def _(block: Paragraph, _width: float) -> list[Flowable]:
    text = flowing(block.inlines, _LOOKS[block.look], bold=block.look is Look.TITLE)
    if block.keep:
        text.keepWithNext = 1
    return [text]


@flowables_of.register
def _(block: Heading, _width: float) -> list[Flowable]:
    return [Title(block)]


@flowables_of.register
def _(block: Space, _width: float) -> list[Flowable]:
    return [Spacer(0, block.height * mm)]


@flowables_of.register
def _(_block: NewPage, _width: float) -> list[Flowable]:
    return [PageBreak()]


@flowables_of.register
def _(block: AddressBlock, width: float) -> list[Flowable]:
    address, room = "\n".join(block.lines), width - _LETTER_COLUMN
    if all(prints_on_one_line(line, REGULAR, _ADDRESS.fontSize, room) for line in block.lines):
        return [Preformatted(address, _ADDRESS)]  # each letter has its own, and breaking lines is slow
    return [flowing((address,), _ADDRESS)]


@flowables_of.register
def _(block: Facts, width: float) -> list[Flowable]:
    return [facts_table(block.pairs, width)] if block.pairs else []


@flowables_of.register
def _(block: BulletList, _width: float) -> list[Flowable]:
    return _ended([flowing(inlines, _BULLET, bullet="•") for inlines in block.items])


@flowables_of.register
def _(block: NumberedAgenda, _width: float) -> list[Flowable]:
    return _ended([flowable for line in block.items for flowable in _line(line)])


def _line(line: AgendaLine) -> list[Flowable]:
    """Lay out an item and what stands under it, which its title never leaves."""
    setting = _item(line.level)
    laid = [flowing((line.text,), setting, bold=not line.level, bullet=line.number)]
    if line.note:
        note = style(8.5, 11.5, GREY, spaceAfter=2, leftIndent=setting.leftIndent)
        laid.append(flowing((line.note,), note))
    for part in line.body:
        if isinstance(part, BulletList):
            indents = {"leftIndent": setting.leftIndent + 11, "bulletIndent": setting.leftIndent}
            laid += [flowing(each, style(9.5, 13, spaceAfter=1.5, **indents), bullet="•") for each in part.items]
        else:
            text = style(9.5, 13, spaceAfter=3, leftIndent=setting.leftIndent, keepWithNext=int(part.keep))
            laid.append(flowing(part.inlines, text))
    for flowable in laid[:-1][:2]:
        flowable.keepWithNext = 1
    if line.body:
        laid[-1].spaceAfter = _AFTER_BODY
    return laid


def _item(level: int) -> ParagraphStyle:
    """Return the style of an item of an agenda: the first level is bold and stands apart."""
    if not level:
        return _TOP_ITEM
    return style(10, 13, spaceAfter=1, leftIndent=14 + 30 * level, bulletIndent=26 * level - 6)


def _ended(items: list[Flowable]) -> list[Flowable]:
    """Set a list apart from what follows."""
    for last in items[-1:]:
        last.spaceAfter = _AFTER_LIST
    return items


@flowables_of.register
def _(block: KeyFigures, width: float) -> list[Flowable]:
    return [figures_table(block.figures[start : start + 4], width) for start in range(0, len(block.figures), 4)]


@flowables_of.register
def _(block: Signatures, width: float) -> list[Flowable]:
    return [signatures_table(block, width)]


@flowables_of.register
def _(block: CutSheet, width: float) -> list[Flowable]:
    return [slips_table(block.slips, width)]


@flowables_of.register
def _(block: Table, width: float) -> list[Flowable]:
    return [data_table(block, width)]


@flowables_of.register
def _(block: Chart, width: float) -> list[Flowable]:
    bars = block.bars()
    return [flowing((block.title,), _CHART, bold=True), *([bars_table(bars, width)] if bars else [])]


@flowables_of.register
def _(block: Map, width: float) -> list[Flowable]:
    source = flowing((block.source,), _LOOKS[Look.SMALL])
    laid = [flowing((block.title,), _CHART, bold=True), drawing(block.drawing, width, block.height * mm)]
    return [*laid, *legend_table(block.drawing.legend, width), source]
