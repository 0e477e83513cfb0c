"""A foreign paper as a PDF of plain pages. PDFium reads it: it copes with what the world calls a PDF.

Annotations and filled fields are drawn into the page as they would print; links, actions, scripts and attached files
stay behind, since only pages are copied into a new file.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pypdfium2
from pypdf import PdfReader
from pypdfium2 import raw

from cpr_desk.domain.papers import media_type_of
from cpr_desk.reports import folder_pictures
from cpr_desk.reports.folder_parts import LARGEST, Paper, Reason, Unreadable
from cpr_desk.reports.pdfium import PDFIUM

_HEAD, _TAIL = 1024, 8192
"""Where the marks of a PDF stand: its first bytes, its last ones; scanners and mail put others around them."""

_MAY_PRINT = 1 << 2
"""Bit 3 of the permissions (ISO 32000-1, table 22)."""

Step = Callable[[], None]


def count_pages(paper: Paper) -> int:
    """Return how many pages a paper has. Raises Unreadable."""
    data = _read(paper)
    if not _is_pdf(data):
        return folder_pictures.count(data)
    with _opened(data) as document, PDFIUM:
        return len(document)


def as_pdf(paper: Paper, step: Step) -> bytes:
    """Return a paper as a PDF of nothing but pages, calling `step` after each. Raises Unreadable."""
    data = _read(paper)
    return _flat(data, step) if _is_pdf(data) else folder_pictures.as_pdf(data, step)


def _read(paper: Paper) -> bytes:
    """Return the content of what could be bound, judged by what it holds before the name that people know."""
    try:
        size = paper.file.stat().st_size
        data = paper.file.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Unreadable(Reason.MISSING) from error
    if size > LARGEST:
        raise Unreadable(Reason.TOO_LARGE)
    if not data:
        raise Unreadable(Reason.EMPTY)
    if _is_pdf(data) or folder_pictures.is_picture(data):
        return data
    kind = media_type_of(paper.name)
    if kind is None:
        raise Unreadable(Reason.FORMAT)
    raise Unreadable(Reason.DAMAGED if kind == "application/pdf" or kind.startswith("image/") else Reason.OFFICE)


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF and close it again; whoever touches it in between holds the lock.

    A file cut short could open without its last pages: it is damaged, whatever PDFium makes of it.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise Unreadable(Reason.DAMAGED)
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(_refusal(data, error.err_code)) from error
    try:
        with PDFIUM:
            _judge(document)
            document.init_forms()
        yield document
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Reason.DAMAGED) from error
    finally:
        with PDFIUM:
            document.close()


def _refusal(data: bytes, code: int | None) -> Reason:
    """Return why PDFium opened nothing; without a page it opens nothing either, and leaves the code of another file."""
    if _has_no_page(data):
        return Reason.NO_PAGE
    return Reason.ENCRYPTED if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) else Reason.DAMAGED


def _has_no_page(data: bytes) -> bool:
    try:
        reader = PdfReader(BytesIO(data))
        pages = 1 if reader.is_encrypted else len(reader.pages)
    except Exception:  # noqa: BLE001 - what a damaged file makes pypdf raise has no common class
        return False
    return not pages


def _judge(document: pypdfium2.PdfDocument) -> None:
    if not raw.FPDF_GetDocPermissions(document) & _MAY_PRINT:
        raise Unreadable(Reason.NOT_TO_PRINT)
    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        raise Unreadable(Reason.DYNAMIC)


def _flat(data: bytes, step: Step) -> bytes:
    with _opened(data) as document:
        for number in range(len(document)):
            with PDFIUM:
                _flatten(document[number])
            step()
        with PDFIUM:
            return _copied(document)


def _flatten(page: pypdfium2.PdfPage) -> None:
    """Draw what the page would print of its annotations and fields into the page itself."""
    try:
        if raw.FPDFPage_Flatten(page, raw.FLAT_PRINT) == raw.FLATTEN_FAIL:
            raise Unreadable(Reason.DAMAGED)
    finally:
        page.close()


def _copied(document: pypdfium2.PdfDocument) -> bytes:
    """Return a new file with all the pages, imported at once so that they go on sharing their fonts."""
    stream = BytesIO()
    target = pypdfium2.PdfDocument.new()
    try:
        target.import_pages(document)
        target.save(stream)
    finally:
        target.close()
    return stream.getvalue()
