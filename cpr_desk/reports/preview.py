"""The pages of a PDF as pictures, for the preview in the window and for the printer."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from cpr_desk.reports.pdfium import PDFIUM


class PdfPages:
    """A PDF held in memory, its pages drawn on demand, from any thread.

    It is opened anew for each answer: a document left open may be closed by the garbage collector, outside the lock.
    """

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the width and height of every page, in points."""
        with PDFIUM, pypdfium2.PdfDocument(self.pdf) as document:
            return [document.get_page_size(page) for page in range(len(document))]

    def png(self, page: int, dpi: float) -> bytes:
        """Return one page, counted from 0, as a PNG at that resolution."""
        with PDFIUM, pypdfium2.PdfDocument(self.pdf) as document:
            picture = document[page].render(scale=dpi / 72).to_pil()
        drawn = BytesIO()
        picture.save(drawn, "PNG", compress_level=1)
        return drawn.getvalue()
