"""Scans and photographs as pages of A4: upright, as large as the page allows, no finer than print shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cpr_desk.reports.folder_parts import Reason, Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
_MARKS = (b"BM", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_MARGIN = 10 * mm
_FOOT = 12 * mm
"""Free below the picture, where the number of the page stands."""

_DPI = 250
"""Small print stays legible, and a photograph of 12 megapixels weighs a quarter."""

_COARSEST = 100
"""A small picture is not blown up beyond this many pixels an inch."""

_LONGEST = round((A4[1] - _MARGIN - _FOOT) / 72 * _DPI)
_MOST = _LONGEST, _LONGEST
_QUALITY = 85
_FEW_COLOURS = 32
"""A drawing or a black-and-white scan, which JPEG would blur and not shrink."""


class BareCanvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas whose pages name no Helvetica: every font of our files is embedded."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


def bare_canvas(stream: BytesIO, size: tuple[float, float]) -> BareCanvas:
    """Return a canvas that writes the same file for the same pages."""
    rl_config.useA85 = 0  # bytes as they are: a fifth smaller
    return BareCanvas(stream, size, invariant=1, pageCompression=1)


def is_picture(data: bytes) -> bool:
    """Return whether the first bytes are those of a picture we read."""
    return data.startswith(_MARKS) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def count(data: bytes) -> int:
    """Return how many pages a picture has: a fax or a scan in TIFF may have several. Raises Unreadable."""
    with _opened(data) as picture:
        return _frames(picture)


def as_pdf(data: bytes, step: Callable[[], None]) -> bytes:
    """Return a picture as a PDF, a page for each of its own, calling `step` after each. Raises Unreadable."""
    stream = BytesIO()
    canvas = bare_canvas(stream, A4)
    with _opened(data) as picture:
        for number in range(_frames(picture)):
            _draw(canvas, _page(data, picture, number))
            step()
    canvas.save()
    return stream.getvalue()


@contextmanager
def _opened(data: bytes) -> "Iterator[Picture]":
    from PIL import Image

    with _guarded():
        picture = Image.open(BytesIO(data), formats=_FORMATS)
    with picture:
        yield picture


@contextmanager
def _guarded() -> Iterator[None]:
    """Tell any failure of Pillow as one of the file: what a damaged one makes it raise has no common class."""
    from PIL import Image

    try:
        yield
    except (Image.DecompressionBombError, MemoryError) as error:
        raise Unreadable(Reason.TOO_LARGE) from error
    except Exception as error:
        raise Unreadable(Reason.DAMAGED) from error


def _frames(picture: "Picture") -> int:
    """Count pages; the frames of an animation and the previews beside a photograph are none."""
    with _guarded():
        return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def _page(data: bytes, picture: "Picture", number: int) -> Any:
    """Return what reportlab draws: the JPEG itself where it is fit to print, or else the picture made so."""
    from PIL import Image, ImageOps

    with _guarded():
        picture.seek(number)
        upright = picture.getexif().get(0x0112, 1) == 1
        if picture.format == "JPEG" and upright and picture.mode in ("L", "RGB") and max(picture.size) <= _LONGEST:
            picture.load()  # a JPEG cut short is told now
            return ImageReader(BytesIO(data))
        picture.draft("RGB", _MOST)
        page = _plain(ImageOps.exif_transpose(picture))
        if page.getcolors(_FEW_COLOURS):
            return ImageReader(page)
        page.thumbnail(_MOST, Image.Resampling.LANCZOS)
        stream = BytesIO()
        page.save(stream, "JPEG", quality=_QUALITY)
        return ImageReader(stream)


def _plain(picture: "Picture") -> "Picture":
    """Return a picture in grey or in colours, on white where it is transparent."""
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits a pixel
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


def _draw(canvas: BareCanvas, drawn: Any) -> None:
    width, height = drawn.getSize()
    page = landscape(A4) if width > height else A4
    room = page[0] - 2 * _MARGIN, page[1] - _MARGIN - _FOOT
    scale = min(room[0] / width, room[1] / height, 72 / _COARSEST)
    left, bottom = (page[0] - width * scale) / 2, _FOOT + (room[1] - height * scale) / 2
    canvas.setPageSize(page)
    canvas.drawImage(drawn, left, bottom, width * scale, height * scale)
    canvas.showPage()
