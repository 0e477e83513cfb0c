"""Bind pages into one PDF with bookmarks, and stamp the number of each at its foot. Lengths in points.

Of a foreign page only what draws it is kept. Pypdf binds, since PDFium writes no bookmarks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.colors import white

from cpr_desk.domain.french import NBSP
from cpr_desk.reports.folder_pictures import bare_canvas
from cpr_desk.reports.pdf import NUMBER_FORM, Rendered
from cpr_desk.reports.pdf_text import INK, REGULAR, register_fonts, text_width

_KEPT = frozenset("/Type /MediaBox /CropBox /Rotate /UserUnit /Contents /Resources /Group".split())
"""No annotations, hence no links; no actions; no thumbnails, private data or marks of a structure left behind."""

_NUMBER = f"/FormXob.{NUMBER_FORM}"
"""What reportlab calls the page numbers of `pdf.render`: those of the folder stand in their stead."""

_STAMP = "/CprDeskStamp"
_SIZE = 6.5
_EDGE = 14.0
"""From the foot of the page to the baseline, 5 mm: below the foot of most papers, above what printers cannot reach."""

_SIDE = 24.0
_HALO = 1.6
"""White around the letters, which keeps them legible on a photograph and hides next to nothing."""

Pages = Sequence[PageObject]


@dataclass(frozen=True, slots=True)
class Quire:
    """Pages that a bookmark names; `level` 1 stands under the last of level 0."""

    name: str
    level: int
    pages: Pages


@dataclass(frozen=True, slots=True)
class About:
    """What the metadata say, and the mention beside the number of each page."""

    title: str
    subject: str
    author: str
    language: str
    mention: str


def length(pdf: bytes) -> int:
    """Return how many pages a PDF of ours has."""
    return len(PdfReader(BytesIO(pdf)).pages)


def foreign_pages(pdf: bytes) -> Pages:
    """Return the pages of a paper, made harmless."""
    return [_drawing(page) for page in PdfReader(BytesIO(pdf)).pages]


def own_pages(rendered: Rendered) -> Iterator[Pages]:
    """Yield the pages of each of our documents, without the number that they bear in it."""
    pages = foreign_pages(rendered.pdf)
    for page in pages:
        forms: Any = cast("DictionaryObject", page["/Resources"]).get("/XObject", {})
        for name in forms:
            if name.startswith(_NUMBER):
                forms[name].set_data(b"")
    for part in rendered.pages:
        yield [pages[number] for number in part]


def _drawing(page: PageObject) -> PageObject:
    for key in set(page) - _KEPT:
        del page[key]
    return page


def bind(quires: Sequence[Quire], about: About, progress: Callable[[int, int], None]) -> bytes:
    """Bind pages in order, calling `progress` after each with those bound and all; what it raises cancels."""
    total = sum(len(quire.pages) for quire in quires)
    writer = PdfWriter()
    stamps = _Stamps(writer, [f"{about.mention} · Page{NBSP}{number}/{total}" for number in range(1, total + 1)])
    above: IndirectObject | None = None
    done = 0
    for quire in quires:
        first = done
        for page in quire.pages:
            stamps.put(writer.add_page(page), done)
            done += 1
            progress(done, total)
        mark = writer.add_outline_item(title=quire.name, page_number=first, parent=above if quire.level else None)
        above = above if quire.level else mark
    _describe(writer, about)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _describe(writer: PdfWriter, about: About) -> None:
    writer.add_metadata(
        {"/Title": about.title, "/Author": about.author, "/Subject": about.subject, "/Creator": "CPR Desk"}
    )
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(about.language)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})


class _Stamps:
    """The words at the foot of each page as forms, which share one font."""

    def __init__(self, writer: PdfWriter, words: Sequence[str]) -> None:
        self.width = max((text_width(line, REGULAR, _SIZE) for line in words), default=0) + 2 * _HALO
        self.height = 2 * _SIZE
        self.writer = writer
        self.opening = self._added(b"q\n")
        self.pages = PdfReader(BytesIO(self._drawn(words))).pages

    def _drawn(self, words: Sequence[str]) -> bytes:
        """Return a PDF with one stamp a page, its words at the right."""
        stream = BytesIO()
        register_fonts()
        canvas = bare_canvas(stream, (self.width, self.height))
        for line in words:
            canvas.setFont(REGULAR, _SIZE)
            canvas.setStrokeColor(white)
            canvas.setFillColor(INK)
            canvas.setLineWidth(_HALO)
            canvas.setLineJoin(1)
            left = self.width - _HALO - text_width(line, REGULAR, _SIZE)
            for mode in (1, 0):  # the halo, then the letters
                canvas.drawString(left, _SIZE / 2, line, mode=mode)
            canvas.showPage()
        canvas.save()
        return stream.getvalue()

    def put(self, page: PageObject, number: int) -> None:
        """Stamp a bound page, whose own drawing is closed off first so that it moves nothing."""
        stamp = self.pages[number]
        words = cast("StreamObject", stamp["/Contents"]).get_data()
        resources = _copy(page, "/Resources")
        forms = _copy(resources, "/XObject")
        forms[NameObject(_STAMP)] = self._added(
            words,
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Form"),
            BBox=ArrayObject([NumberObject(0), NumberObject(0), FloatObject(self.width), FloatObject(self.height)]),
            Resources=stamp["/Resources"].clone(self.writer),
        )
        resources[NameObject("/XObject")] = forms
        page[NameObject("/Resources")] = resources  # its own: pages may share theirs
        closing = f"\nQ q {_matrix(page, self.width)} cm {_STAMP} Do Q\n".encode()
        drawing = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
        content = drawing.get_object()
        before = content if isinstance(content, ArrayObject) else [drawing]
        page[NameObject("/Contents")] = ArrayObject([self.opening, *before, self._added(closing)])

    def _added(self, data: bytes, **entries: PdfObject) -> IndirectObject:
        """Add a stream to the file."""
        stream = DecodedStreamObject()
        stream.set_data(data)
        stream.update({NameObject(f"/{name}"): value for name, value in entries.items()})
        return self.writer._add_object(stream)  # noqa: SLF001 - as the manual of pypdf does: there is no other way


def _copy(holder: DictionaryObject, key: str) -> DictionaryObject:
    """Return a copy of a dictionary that another holds, its references left as they are; an empty one without it."""
    return DictionaryObject(cast("DictionaryObject", holder[key]).items()) if key in holder else DictionaryObject()


def _matrix(page: PageObject, width: float) -> str:
    """Return where the stamp goes: at the right of the foot of the page as it is shown, whatever its turn and size."""
    box, turn = page.cropbox, page.rotation % 360
    left, bottom, right, top = (float(side) for side in (box.left, box.bottom, box.right, box.top))
    unit = float(page.get("/UserUnit", 1))
    shown = (right - left if turn in (0, 180) else top - bottom) * unit
    scale = min(1.0, shown / (width + 2 * _SIDE)) / unit
    along = shown / unit - (width + _SIDE) * scale
    up = (_EDGE - _SIZE / 2) * scale
    a, b, x, y = {
        0: (scale, 0.0, left + along, bottom + up),
        90: (0.0, scale, right - up, bottom + along),
        180: (-scale, 0.0, right - along, top - up),
        270: (0.0, -scale, left + up, top - along),
    }[turn]
    return f"{a:.4f} {b:.4f} {-b:.4f} {a:.4f} {x:.2f} {y:.2f}"
