"""One file a person from a PDF of many documents: its pages are copied, nothing is laid out twice."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import pypdfium2

from cpr_desk.reports.document import Document
from cpr_desk.reports.pdf import Rendered, document_name
from cpr_desk.reports.pdfium import PDFIUM

_TRAILER = re.compile(rb"/Root (\d+ 0 R)\s*/Info (\d+) 0 R\s*/Size (\d+).*?startxref\s+(\d+)", re.DOTALL)
_BOM = b"\xfe\xff"
"""Says that a text string is UTF-16, high byte first."""


def split(rendered: Rendered, documents: Sequence[Document]) -> Iterator[bytes]:
    """Yield the PDF of each document, in order."""
    with PDFIUM:
        source = pypdfium2.PdfDocument(rendered.pdf)
    try:
        for document, pages in zip(documents, rendered.pages, strict=True):
            yield _titled(_extract(source, pages, document.language), document)
    finally:
        with PDFIUM:
            source.close()


def _extract(source: pypdfium2.PdfDocument, pages: range, language: str) -> bytes:
    stream = BytesIO()
    with PDFIUM:
        target = pypdfium2.PdfDocument.new()
        try:
            target.import_pages(source, list(pages))
            pypdfium2.raw.FPDFCatalog_SetLanguage(target, _wide(language))
            target.save(stream)
        finally:
            target.close()
    return stream.getvalue()


def _wide(text: str) -> "ctypes.Array[ctypes.c_ushort]":
    encoded = f"{text}\0".encode("utf-16-le")
    return (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)


def _titled(pdf: bytes, document: Document) -> bytes:
    """Append title, author and subject (ISO 32000-1, 7.5.6): pdfium writes the time and its own name there."""
    found = _TRAILER.search(pdf, pdf.rindex(b"trailer"))
    if found is None:
        raise ValueError("unknown trailer")
    root, info, size, previous = (group.decode() for group in found.groups())
    fields = {
        "Title": document_name(document),
        "Author": document.author,
        "Subject": document.subject,
        "Creator": "CPR Desk",
    }
    words = "".join(f"/{key} <{(_BOM + value.encode('utf-16-be')).hex()}>" for key, value in fields.items())
    entry = f"{info} 0 obj\n<<{words}>>\nendobj\n"
    index = (
        f"xref\n{info} 1\n{len(pdf):010d} 00000 n \n"
        f"trailer\n<</Root {root}/Info {info} 0 R/Size {size}/Prev {previous}>>\n"
        f"startxref\n{len(pdf) + len(entry)}\n%%EOF\n"
    )
    return pdf + entry.encode("ascii") + index.encode("ascii")
