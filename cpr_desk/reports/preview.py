"""The pages of a PDF as pictures, for the preview in the window and for the printer."""

from collections.abc import Sequence
from io import BytesIO
from threading import RLock

import pypdfium2

_PDFIUM = RLock()
"""PDFium serves one thread at a time, whatever the document; the window draws while a task prints."""


class PdfPages:
    """A PDF held in memory, its pages drawn on demand, from any thread."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with _PDFIUM:
            with _PDFIUM:
            self._document = pypdfium2.PdfDocument(pdf)

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the width and height of every page, in points."""
        with _PDFIUM:
            with _PDFIUM:
            return [self._document.get_page_size(page) for page in range(len(self._document))]

    def png(self, page: int, dpi: float) -> bytes:
        """Return one page, counted from 0, as a PNG at that resolution."""
        drawn = BytesIO()
        with _PDFIUM:
            sheet = self._document[page]
            picture = sheet.render(scale=dpi / 72).to_pil()
            sheet.close()
        picture.save(drawn, "PNG", compress_level=1)
        return drawn.getvalue()

    def __del__(self) -> None:
        with _PDFIUM:
            self._document.close()
