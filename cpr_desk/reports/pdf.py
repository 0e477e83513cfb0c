"""Documents to PDF: A4, letterhead drawn once, page x/y in one pass, bookmarks, embedded fonts; then one file a person.

Output depends on the documents alone, so that the same data print the same file.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.reports.document import Block, Document, Letterhead, Run
from cpr_desk.reports.pdf_layout import Frame, Page, paginate, pieces_of
from cpr_desk.reports.pdf_pieces import ACCENT, GREY, HAIRLINE, MM, Piece, Setting, draw_lines
from cpr_desk.reports.pdf_text import REGULAR, register_fonts, wrap

if TYPE_CHECKING:
    from PIL.Image import Image

A4 = (210 * MM, 297 * MM)
_MARGIN = 20 * MM
_FOOT = 13 * MM
_LOGO = (42 * MM, 20 * MM)
_LOGO_PIXELS = (840, 400)
_NAME = Setting(12, 16.5, ACCENT)
_REACH = Setting(8.5, 11.5, GREY)
_FOOT_NAMES = Setting(7.5, 10, GREY)
_NOTICE = Setting(8, 10)
_PAGE_NUMBER = 42
"""Room left at the foot for « Page 10/12 »."""

_BLEED = 20
"""Room around a shared piece, whose form would clip an accent or a descender."""

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
    press = _Press(documents)
    ranges = []
    for done, document in enumerate(documents):
        if progress:
            progress(done, len(documents))
        ranges.append(press.print(document))
    if progress:
        progress(len(documents), len(documents))
    return Rendered(press.finish(), tuple(ranges))


class _Canvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that names no Helvetica at the top of each page: every font of our files is embedded."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


@dataclass(frozen=True, slots=True)
class _Stationery:
    """What all pages of a document carry: names of the forms, and the frames they leave."""

    first_form: str
    following_form: str
    first: Frame
    following: Frame


class _Press:
    """One PDF being written. Laid-out blocks and stationery are shared by the documents that have them in common."""

    def __init__(self, documents: Sequence[Document]) -> None:

        register_fonts()
        first = documents[0]
        self.stream = BytesIO()
        self.canvas: Any = _Canvas(self.stream, pagesize=A4, invariant=1, pageCompression=1, lang=first.language)
        self.canvas.setTitle(document_name(first) if len(documents) == 1 else f"{first.title} – {first.subject}")
        self.canvas.setAuthor(first.author)
        self.canvas.setSubject(first.subject)
        self.canvas.setCreator("CPR Desk")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        if len(documents) > 1:
            self.canvas.showOutline()
        self.laid: dict[tuple[Block, float], list[Piece]] = {}
        uses = Counter(block for document in documents for block in document.blocks)
        self.shared_blocks = {block for block, count in uses.items() if count > 1}
        self.shared: dict[int, str] = {}
        self.stationery: dict[tuple[object, ...], _Stationery] = {}
        self.printed = 0
        self.bookmarks = 0

    def print(self, document: Document) -> range:
        """Add a document and return its pages."""
        stationery = self._stationery(document)
        pieces = [piece for block in document.blocks for piece in self._pieces(block, stationery.first.width)]
        pages = paginate(pieces, stationery.first, stationery.following)
        size = _size(document)
        for number, page in enumerate(pages, 1):
            self.canvas.setPageSize(size)
            self.canvas.doForm(stationery.first_form if number == 1 else stationery.following_form)
            if number == 1:
                self._bookmark(document.label, 0, size[1])
            self._draw(page, stationery.first.left)
            self._number(f"Page{NBSP}{number}/{len(pages)}", size[0])
            self.canvas.showPage()
        self.printed += len(pages)
        return range(self.printed - len(pages), self.printed)

    def finish(self) -> bytes:
        """Close the file and return it."""
        self.canvas.save()
        return self.stream.getvalue()

    def _pieces(self, block: Block, width: float) -> list[Piece]:
        key = (block, width)
        if key not in self.laid:
            self.laid[key] = pieces_of(block, width)
            if block in self.shared_blocks:
                for piece in self.laid[key]:
                    self._share(piece, width)
        return self.laid[key]

    def _share(self, piece: Piece, width: float) -> None:
        """Draw a piece once, as a form, for all the pages that will show it."""
        name = f"piece{len(self.shared)}"
        self.canvas.beginForm(name, -_BLEED, -piece.height - _BLEED, width + _BLEED, _BLEED)
        piece.draw(self.canvas, 0, 0)
        self.canvas.endForm()
        self.shared[id(piece)] = name

    def _draw(self, page: Page, left: float) -> None:
        for piece, top in page.placed:
            if piece.bookmark:
                self._bookmark(*piece.bookmark, top + piece.before)
            if form := self.shared.get(id(piece)):
                self.canvas.saveState()
                self.canvas.translate(left, top)
                self.canvas.doForm(form)
                self.canvas.restoreState()
            else:
                piece.draw(self.canvas, left, top)

    def _bookmark(self, text: str, level: int, top: float) -> None:
        self.bookmarks += 1
        key = f"b{self.bookmarks}"
        self.canvas.bookmarkHorizontalAbsolute(key, top)
        self.canvas.addOutlineEntry(text, key, level)

    def _number(self, text: str, width: float) -> None:
        self.canvas.setFillColorRGB(*GREY)
        self.canvas.setFont(REGULAR, _FOOT_NAMES.size)
        self.canvas.drawRightString(width - _MARGIN, _FOOT, text)

    def _stationery(self, document: Document) -> _Stationery:
        key = (document.letterhead, document.title, document.subject, document.notice, document.landscape)
        if key not in self.stationery:
            self.stationery[key] = self._draw_stationery(document, len(self.stationery))
        return self.stationery[key]

    def _draw_stationery(self, document: Document, number: int) -> _Stationery:
        width, height = _size(document)
        forms = f"first{number}", f"following{number}"
        self.canvas.beginForm(forms[0], 0, 0, width, height)
        top = _draw_letterhead(self.canvas, document.letterhead, width, height)
        bottom = _draw_foot(self.canvas, document, width)
        self.canvas.endForm()
        self.canvas.beginForm(forms[1], 0, 0, width, height)
        _draw_foot(self.canvas, document, width)
        self.canvas.endForm()
        room = width - 2 * _MARGIN
        return _Stationery(
            *forms,
            Frame(_MARGIN, top, bottom, room, height),
            Frame(_MARGIN, height - _MARGIN, bottom, room, height),
        )


def document_name(document: Document) -> str:
    """Return the title that metadata give a document."""
    return " – ".join(part for part in (document.title, document.subject, document.addressee) if part)


def _size(document: Document) -> tuple[float, float]:
    return (A4[1], A4[0]) if document.landscape else A4


def _draw_letterhead(canvas: Any, head: Letterhead, width: float, height: float) -> float:
    """Draw logo, commission, secretariat and a rule; return the y where text may begin."""
    top = height - 12 * MM
    left, lowest = _MARGIN, top
    if head.logo:
        logo_width, lowest = _draw_logo(canvas, head.logo, top)
        left += logo_width + 6 * MM
    room = width - _MARGIN - left
    y = top
    for run, setting in ((Run(head.title, bold=True), _NAME), *((Run(line), _REACH) for line in head.lines)):
        lines = wrap((run,), setting.size, room)
        draw_lines(canvas, lines, (left, y - setting.size), setting)
        y -= setting.leading * len(lines)
    y = min(y, lowest) - 7
    canvas.setStrokeColorRGB(*ACCENT)
    canvas.setLineWidth(1.2)
    canvas.line(_MARGIN, y, width - _MARGIN, y)
    return y - 16


def _draw_logo(canvas: Any, data: bytes, top: float) -> tuple[float, float]:
    from reportlab.lib.utils import ImageReader

    image = read_logo(data)
    scale = min(_LOGO[0] / image.width, _LOGO[1] / image.height)
    width, height = image.width * scale, image.height * scale
    canvas.drawImage(ImageReader(image), _MARGIN, top - height, width, height, mask="auto")
    return width, top - height


def read_logo(data: bytes) -> "Image":
    """Return the logo, reduced to what print needs. Raises UserError when the bytes are no readable image."""
    from PIL import Image

    try:
        image = Image.open(BytesIO(data))
        image.thumbnail(_LOGO_PIXELS)
        return image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(
            "Le logo du secrétariat est illisible ou endommagé.",
            f"Choisissez une autre image (PNG ou JPEG) dans Paramètres{NBSP}› Secrétariat, ou retirez le logo.",
        ) from error


def _draw_foot(canvas: Any, document: Document, width: float) -> float:
    """Draw the name of commission and document, and the notice above a rule; return the y where text must end."""
    room = width - 2 * _MARGIN
    names = " · ".join(part for part in (document.letterhead.title, _name_on_page(document)) if part)
    lines = wrap((names,), _FOOT_NAMES.size, room - _PAGE_NUMBER)
    y: float = _FOOT + _FOOT_NAMES.leading * (len(lines) - 1)
    draw_lines(canvas, lines, (_MARGIN, y), _FOOT_NAMES)
    y += 13
    canvas.setStrokeColorRGB(*HAIRLINE)
    canvas.setLineWidth(0.5)
    canvas.line(_MARGIN, y, width - _MARGIN, y)
    if document.notice:
        notice = wrap((Run(document.notice, italic=True),), _NOTICE.size, room)
        draw_lines(canvas, notice, (_MARGIN, y + 5 + _NOTICE.leading * (len(notice) - 1)), _NOTICE)
        y += 5 + _NOTICE.leading * len(notice)
    return y + 10


def _name_on_page(document: Document) -> str:
    return " – ".join(part for part in (document.title, document.subject) if part)
