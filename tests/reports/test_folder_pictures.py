"""Scans and photographs in the folder."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.reports.papers import PHOTO, PaperMaker, bound, cornered, is_red, pictured, pixels


@pytest.mark.parametrize("kind", ["BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("size", [(300, 500), (500, 300)])
def test_a_picture_is_fitted_on_a_sheet_that_lies_as_it_does(
    paper: PaperMaker, kind: str, size: tuple[int, int]
) -> None:
    data = bound(paper("Image", pictured(cornered(size), kind))).pdf

    shown = pixels(data, 2)
    assert (shown.width > shown.height) == (size[0] > size[1])
    box = shown.point(lambda value: 255 * (value < 100)).convert("L").getbbox()
    assert box is not None
    assert box[0] < shown.width / 3
    assert box[1] < shown.height / 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_as_its_exif_says(paper: PaperMaker, orientation: int) -> None:
    size = (1200, 800)
    turns = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    image = cornered(size)
    for step in turns.get(orientation, []):
        image = image.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = pixels(bound(paper("Photo.jpg", pictured(image, "JPEG", exif=exif))).pdf, 2)

    assert shown.width > shown.height
    assert is_red(shown.getpixel((shown.width // 4, shown.height // 4)))
    assert not is_red(shown.getpixel((shown.width * 3 // 4, shown.height // 4)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_any_depth_print_on_white(paper: PaperMaker, mode: str) -> None:
    if mode == "I;16":
        image = Image.new(mode, (200, 200), 65_535)
        image.paste(0, (0, 0, 60, 60))
    else:
        image = cornered((200, 200), "L").convert(mode)
    if mode in ("LA", "RGBA"):
        image.putalpha(Image.new("L", image.size, 0))
    shown = pixels(bound(paper("Image.png", pictured(image, "PNG"))).pdf, 2).convert("L")

    transparent = mode in ("LA", "RGBA")
    dark = shown.crop((0, 0, shown.width, shown.height - 30)).point(lambda value: 255 * (value < 60)).getbbox()
    assert (dark is None) is transparent
    assert shown.getpixel((shown.width // 2, shown.height // 2)) == 255


def test_a_photograph_in_inks_is_printed_in_colours(paper: PaperMaker) -> None:
    data = pictured(cornered((1200, 800)).convert("CMYK"), "JPEG")
    shown = pixels(bound(paper("Presse.jpg", data)).pdf, 2)

    assert is_red(shown.getpixel((shown.width // 4, shown.height // 4)))


def test_a_scan_of_several_pages_gives_as_many(paper: PaperMaker) -> None:
    data = pictured(cornered((300, 400)), "TIFF", save_all=True, append_images=[cornered((400, 300))] * 2)
    folder = bound(paper("Fax.tif", data))

    sizes = [page.mediabox for page in PdfReader(BytesIO(folder.pdf)).pages][2:]
    assert [size.width > size.height for size in sizes] == [False, True, True]


def test_a_large_photograph_is_made_no_finer_than_print_shows(paper: PaperMaker) -> None:
    photo = Image.effect_noise((4000, 3000), 40).convert("RGB")
    data = pictured(photo, "JPEG", quality=95)
    folder = bound(paper("Photo.jpg", data))

    assert len(folder.pdf) < len(data) * 0.75


def test_a_small_jpeg_goes_in_as_it_is(paper: PaperMaker) -> None:
    assert PHOTO[-2000:] in bound(paper("Photo.jpg", PHOTO)).pdf
