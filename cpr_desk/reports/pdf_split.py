"""One file a person from a PDF of many documents: its pages are copied, nothing is laid out twice."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import pypdfium2

from cpr_desk.reports.document import Document
from cpr_desk.reports.pdf import Rendered, cover
from cpr_desk.reports.pdfium import PDFIUM


def split(rendered: Rendered, documents: Sequence[Document]) -> Iterator[bytes]:
    """Yield the PDF of each document, in order."""
    return extract(rendered.pdf, zip(documents, rendered.pages, strict=True))


def extract(pdf: bytes, parts: Iterable[tuple[Document, Sequence[int]]]) -> Iterator[bytes]:
    """Yield a PDF of some pages of another one, counted from 0, each named by a document in its metadata."""
    with PDFIUM:
        source = pypdfium2.PdfDocument(pdf)
    try:
        for document, pages in parts:
            yield _extract(source, pages, cover(document))
    finally:
        with PDFIUM:
            source.close()


def _extract(source: pypdfium2.PdfDocument, pages: Sequence[int], cover: bytes) -> bytes:
    """Put the pages in the place of the only one of a cover: pdfium copies pages, but cannot write a title."""
    stream = BytesIO()
    with PDFIUM:
        target = pypdfium2.PdfDocument(cover)
        try:
            target.import_pages(source, list(pages))
            del target[0]
            target.save(stream)
        finally:
            target.close()
    return stream.getvalue()
