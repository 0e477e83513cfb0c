"""Documents to PDF by platypus: A4, letterhead drawn once, page x/y in one pass, bookmarks, embedded fonts.

Output depends on the documents alone, so that the same data print the same file.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    NextPageTemplate,
    PageTemplate,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.reports.document import AddressBlock, Block, Document, Heading, Letterhead, PageBreak, Paragraph, italic
from cpr_desk.reports.pdf_blocks import Shared, flowables
from cpr_desk.reports.pdf_table import bare_table
from cpr_desk.reports.pdf_text import ACCENT, GREY, HAIRLINE, REGULAR, flowing, register_fonts, style

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_MARGIN = 20 * mm
_TOP = 12 * mm
_BELOW_RULE = 16
_FOOT = 13 * mm
_DESCENT = 2.6
"""From the bottom of the last line at the foot up to its baseline."""

NUMBER_FORM = "number"
"""How the names of the forms begin that hold « Page 1/2 », for who binds the pages into another file."""

_NAME = style(12, 16.5, ACCENT)
_REACH = style(8.5, 11.5, GREY)
_NAMES = style(7.5, 10, GREY, rightIndent=42)
"""Beside them stands « Page 10/12 »."""

_NOTICE = style(8, 10)
_LOGO = (42 * mm, 20 * mm)
_LOGO_PIXELS = (840, 400)
_WINDOW = 50 * mm
"""Where the address begins, from the top of the sheet (La Poste: between 45 and 80 mm once folded in three)."""

Progress = Callable[[int, int], None]
"""Called with documents done and in all; an exception from it cancels."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, and which of its pages (from 0) belong to each document; `pdf_split` makes one file of each."""

    pdf: bytes
    pages: tuple[range, ...]


def render(documents: Sequence[Document], progress: Progress | None = None) -> Rendered:
    """Render documents one after the other into a single PDF, each with its own page numbers.

    Raises UserError when a logo is no image, ValueError without any document, and whatever `progress` raises.
    """
    if not documents:
        raise ValueError("no document to render")
    register_fonts()
    press = _Press(documents, progress or (lambda _done, _total: None))
    press.build(press.story(), canvasmaker=_Canvas)
    press.progress(len(documents), len(documents))
    ends = [*press.starts[1:], press.page]
    return Rendered(press.filename.getvalue(), tuple(map(range, press.starts, ends)))


class _Canvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that bookmarks, and that writes page x/y once it knows y: the foot of each page is a form drawn last."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.bookmarks = 0
        self.feet: list[tuple[int, int, float]] = []

    def _make_preamble(self) -> None:
        """Name no Helvetica at the top of each page: every font of our files is embedded."""
        self._preamble = "1 0 0 1 0 0 cm"

    def bookmark(self, text: str, level: int, top: float) -> None:
        """Leave a bookmark at a height of the page."""
        self.bookmarks += 1
        self.bookmarkHorizontalAbsolute(f"b{self.bookmarks}", top)
        self.addOutlineEntry(text, f"b{self.bookmarks}", level)

    def number(self, document: int, page: int) -> None:
        """Reserve the number of a page of a document."""
        self.doForm(f"{NUMBER_FORM}{len(self.feet)}")
        self.feet.append((document, page, self._pagesize[0]))

    def save(self) -> None:
        """Write the numbers of the pages, then the file; pages that read alike share one form."""
        totals = Counter(document for document, _, _ in self.feet)
        objects = self._doc.idToObjectNumberAndVersion
        drawn: dict[tuple[str, float], Any] = {}
        for index, (document, page, width) in enumerate(self.feet):
            name, words = f"{NUMBER_FORM}{index}", f"Page{NBSP}{page}/{totals[document]}"
            reference = self._doc.getXObjectName(name)
            if (words, width) in drawn:
                objects[reference] = drawn[words, width]
                continue
            self.beginForm(name, width / 2, 0, width, 2 * _FOOT)
            self.setFillColor(GREY)
            self.setFont(REGULAR, _NAMES.fontSize)
            self.drawRightString(width - _MARGIN, _FOOT, words)
            self.endForm()
            drawn[words, width] = objects[reference]
        super().save()


class _Press(BaseDocTemplate):  # type: ignore[misc] # reportlab has no types
    """One PDF being written. Stationery, and runs of blocks that documents have in common, are drawn once."""

    def __init__(self, documents: Sequence[Document], progress: Progress) -> None:
        first = documents[0]
        title = document_name(first) if len(documents) == 1 else f"{first.title} – {first.subject}"
        super().__init__(BytesIO(), **_metadata(first, title))
        self.documents, self.progress = documents, progress
        self.starts: list[int] = []
        self.uses = Counter(block for document in documents for block in set(document.blocks))
        self.shared: dict[tuple[float, tuple[Block, ...]], Shared] = {}
        self.stationery: dict[tuple[object, ...], _Stationery] = {}

    def story(self) -> list[Flowable]:
        """Return all documents as flowables."""
        story: list[Flowable] = []
        for document in self.documents:
            stationery = self._stationery(document)
            if story:
                story += [NextPageTemplate(stationery.forms[0]), NewPage()]
            address = isinstance(next(iter(document.blocks), None), AddressBlock)
            story.append(Spacer(0, max(0, stationery.top - stationery.size[1] + _WINDOW) if address else 0))
            story += self._flow(document.blocks, stationery.room)
        return story

    def _flow(self, blocks: tuple[Block, ...], width: float) -> Iterator[Flowable]:
        for uses, run in self._runs(blocks):
            if uses == 1:
                yield from flowables(run, width)
                continue
            key = width, run
            if key not in self.shared:
                self.shared[key] = Shared(f"shared{len(self.shared)}", run, width)
            yield copy(self.shared[key])  # platypus marks what it lays out

    def _runs(self, blocks: tuple[Block, ...]) -> Iterator[tuple[int, tuple[Block, ...]]]:
        """Yield the blocks by runs that as many documents have, and how many; what cannot be a form is used once."""
        uses: list[int] = []
        for number, block in enumerate(blocks):
            before = blocks[number - 1] if number else None
            if isinstance(before, Paragraph) and before.keep:
                uses.append(uses[-1])
            else:
                uses.append(1 if isinstance(block, Heading | PageBreak) else self.uses[block])
        for count, run in groupby(zip(uses, blocks, strict=True), key=itemgetter(0)):
            yield count, tuple(block for _, block in run)

    def _stationery(self, document: Document) -> "_Stationery":
        key = (document.letterhead, document.title, document.subject, document.notice, document.landscape)
        if key not in self.stationery:
            self.stationery[key] = _Stationery(document, len(self.stationery))
            self.addPageTemplates(self.stationery[key].templates())
        return self.stationery[key]

    def beforePage(self) -> None:  # noqa: N802 - platypus calls it so
        """Begin the next document where the page that opens is a first one."""
        if not self.pageTemplate.is_first:
            self.progress(len(self.starts) - 1, len(self.documents))  # a long document can be given up too
            return
        done = len(self.starts)
        self.progress(done, len(self.documents))
        self.starts.append(self.page - 1)
        if len(self.documents) > 1:
            self.canv.showOutline()
        self.canv.bookmark(self.documents[done].label, 0, self.pageTemplate.pagesize[1])

    def afterPage(self) -> None:  # noqa: N802 - platypus calls it so
        """Put its number on the page that ends."""
        self.canv.number(len(self.starts), self.page - self.starts[-1])


class _Stationery:
    """What all pages of a document carry, drawn once as two forms, and the frames that it leaves for the text."""

    def __init__(self, document: Document, number: int) -> None:
        self.forms = f"first{number}", f"following{number}"
        self.size = landscape(A4) if document.landscape else A4
        self.room = self.size[0] - 2 * _MARGIN
        self.head, self.foot = _letterhead(document.letterhead, self.room), _foot(document, self.room)
        self.top = self.size[1] - _TOP - self.head.wrap(self.room, 0)[1] - _BELOW_RULE
        self.bottom = _FOOT - _DESCENT + self.foot.wrap(self.room, 0)[1] + 10

    def templates(self) -> list[PageTemplate]:
        """Return the first page and the following ones."""
        first, following = (
            PageTemplate(
                form, Frame(_MARGIN, self.bottom, self.room, top - self.bottom, 0, 0, 0, 0),
                onPage=self._open, pagesize=self.size, autoNextPageTemplate=self.forms[1],
            )
            for form, top in zip(self.forms, (self.top, self.size[1] - _MARGIN), strict=True)
        )  # fmt: skip
        first.is_first, following.is_first = True, False
        return [first, following]

    def _open(self, canvas: Any, press: _Press) -> None:
        """Draw the stationery of the page that begins, making its form the first time."""
        form = press.pageTemplate.id
        if not canvas.hasForm(form):
            canvas.beginForm(form, 0, 0, *self.size)
            if form == self.forms[0]:
                self.head.wrapOn(canvas, self.room, 0)
                self.head.drawOn(canvas, _MARGIN, self.top + _BELOW_RULE)
            self.foot.wrapOn(canvas, self.room, 0)
            self.foot.drawOn(canvas, _MARGIN, _FOOT - _DESCENT)
            canvas.endForm()
        canvas.doForm(form)


def _letterhead(head: Letterhead, width: float) -> Flowable:
    """Return logo, commission, secretariat and a rule."""
    names = [flowing((head.title,), _NAME, bold=True), *(flowing((line,), _REACH) for line in head.lines)]
    logo = _logo(head.logo) if head.logo else None
    left = logo.drawWidth + 6 * mm if logo else 0
    return bare_table(
        [[logo or "", names]], [left, width - left],
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7), ("LINEBELOW", (0, 0), (-1, -1), 1.2, ACCENT),
    )  # fmt: skip


def _logo(data: bytes) -> Any:
    picture, stream = read_logo(data), BytesIO()
    picture.save(stream, "PNG")
    scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height)
    return Image(stream, picture.width * scale, picture.height * scale)


def read_logo(data: bytes) -> "Picture":
    """Return the logo, reduced to what print needs. Raises UserError when the bytes are no readable image."""
    from PIL import Image as Pillow

    try:
        image = Pillow.open(BytesIO(data))
        image.thumbnail(_LOGO_PIXELS)
        return image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        raise UserError(
            "Le logo du secrétariat est illisible ou endommagé.",
            f"Choisissez une autre image (PNG ou JPEG) dans Paramètres{NBSP}› Secrétariat, ou retirez le logo.",
        ) from error


def _foot(document: Document, width: float) -> Flowable:
    """Return the notice, and below a rule the name of commission and document; the page number comes at its right."""
    name = " – ".join(part for part in (document.title, document.subject) if part)
    names = " · ".join(part for part in (document.letterhead.title, name) if part)
    notice = [flowing((italic(document.notice),), _NOTICE)] if document.notice else ""
    return bare_table(
        [[notice], [flowing((names,), _NAMES)]], [width],
        ("BOTTOMPADDING", (0, 0), (-1, 0), 5), ("TOPPADDING", (0, 1), (-1, 1), 5.6),
        ("LINEABOVE", (0, 1), (-1, 1), 0.5, HAIRLINE),
        rowHeights=[None if notice else 0, None],
    )  # fmt: skip


def cover(document: Document) -> bytes:
    """Return an empty page with the metadata of a document."""
    stream = BytesIO()
    SimpleDocTemplate(stream, **_metadata(document, document_name(document))).build([Spacer(0, 0)], canvasmaker=_Canvas)
    return stream.getvalue()


def _metadata(document: Document, title: str) -> dict[str, Any]:
    return {
        "title": title, "author": document.author, "subject": document.subject, "creator": "CPR Desk",
        "lang": document.language, "displayDocTitle": True, "pagesize": A4, "invariant": 1, "pageCompression": 1,
    }  # fmt: skip


def document_name(document: Document) -> str:
    """Return the title that metadata give a document."""
    return " – ".join(part for part in (document.title, document.subject, document.addressee) if part)
