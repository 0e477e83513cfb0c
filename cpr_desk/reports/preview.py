"""The pages of a PDF as pictures, for the preview in the window and for the printer."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from cpr_desk.reports.pdfium import PDFIUM


class PdfPages:
    """A PDF held in memory, its pages drawn on demand, from any thread."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with PDFIUM:
            self._document = pypdfium2.PdfDocument(pdf)

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the width and height of every page, in points."""
        with PDFIUM:
            return [self._document.get_page_size(page) for page in range(len(self._document))]

    def png(self, page: int, dpi: float) -> bytes:
        """Return one page, counted from 0, as a PNG at that resolution."""
        with PDFIUM:
            sheet = self._document[page]
            picture = sheet.render(scale=dpi / 72).to_pil()
            sheet.close()
        drawn = BytesIO()
        picture.save(drawn, "PNG", compress_level=1)
        return drawn.getvalue()

    def __del__(self) -> None:
        with PDFIUM:
            self._document.close()
