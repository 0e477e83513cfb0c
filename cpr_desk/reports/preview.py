"""The pages of a PDF as pictures, for the preview in the window."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2


class PdfPages:
    """A PDF held in memory, its pages drawn on demand."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._document = pypdfium2.PdfDocument(pdf)

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the width and height of every page, in points."""
        return [self._document.get_page_size(page) for page in range(len(self._document))]

    def png(self, page: int, dpi: float) -> bytes:
        """Return one page, counted from 0, as a PNG at that resolution."""
        drawn = BytesIO()
        self._document[page].render(scale=dpi / 72).to_pil().save(drawn, "PNG", compress_level=1)
        return drawn.getvalue()
