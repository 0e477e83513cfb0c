import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cpr_desk.reports import folder_parts
from cpr_desk.reports.document import Document, Letterhead, Look, paragraph
from cpr_desk.reports.folder import Folder, Paper, Parts, Point, Reason, merge
from tests.reports.reading import fonts, pages

AGENDA = Document(
    "Ordre du jour",
    "réunion ordinaire du 4 février 2021",
    Letterhead("Commission d’essai", ("Secrétariat", "1 rue du Port, 49000 Angers")),
    (paragraph("Ordre du jour", look=Look.TITLE), paragraph("Bilan des adhésions")),
    notice="Document de travail.",
    author="Secrétariat",
)
RED = (200, 30, 30)


def drawn(*lines: str, size: tuple[float, float] = A4, **settings: Any) -> bytes:
    """Return a PDF with one line of text a page."""
    stream = BytesIO()
    canvas = Canvas(stream, size, **settings)
    for line in lines:
        canvas.drawString(60, size[1] / 2, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def turned(data: bytes, turn: int) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        page.rotate(turn)
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pictured(image: Image.Image, kind: str, **settings: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **settings)
    return stream.getvalue()


def cornered(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Return a white picture with a red corner at its top left."""
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=RED if mode == "RGB" else 0)
    return image


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str, bytes], Paper]:
    def put(name: str, data: bytes) -> Paper:
        file = tmp_path / sha256(name.encode() + data).hexdigest()  # as papers are kept: no ending tells what they are
        file.write_bytes(data)
        return Paper(name, file)

    return put


PaperMaker = Callable[[str, bytes], Paper]


def bound(*papers: Paper, title: str = "Bilan des adhésions") -> Folder:
    return merge(Parts(AGENDA, "2021-1", (Point("3", title, papers),)))


def reasons(folder: Folder) -> list[Reason]:
    return [left.reason for left in folder.left_out]


def pixels(pdf: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[page].render(scale=0.5).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


def is_red(colour: Any) -> bool:
    return bool(colour[0] > 150 and colour[1] < 90 and colour[2] < 90)


def test_the_agenda_comes_first_then_each_item_with_its_papers_under_one_numbering(paper: PaperMaker) -> None:
    folder = merge(
        Parts(
            AGENDA,
            "2021-1",
            (
                Point("1", "Ouverture"),
                Point("2", "Bilan", (paper("Bilan.pdf", drawn("un", "deux")), paper("Carte.pdf", drawn("carte")))),
            ),
        )
    )
    found = pages(folder.pdf)

    assert [f"Réunion 2021-1 · Page {n}/6" in page.replace("\xa0", " ") for n, page in enumerate(found, 1)] == [
        True
    ] * 6
    assert ["Bilan des adhésions" in found[0], "un" in found[3], "deux" in found[4], "carte" in found[5]] == [True] * 4
    assert "Aucune pièce n’est jointe à ce point." in found[1]
    assert "Bilan.pdf pages 4 à 5" in found[2].replace("\n", " ")
    assert "Carte.pdf page 6" in found[2].replace("\n", " ")
    assert not folder.left_out


def test_our_own_sheets_bear_one_number_and_that_of_the_folder(paper: PaperMaker) -> None:
    found = pages(bound(paper("Bilan.pdf", drawn("un"))).pdf)

    assert [page.count("Page") for page in found] == [1, 1, 1]


def test_bookmarks_name_items_and_under_them_their_papers(paper: PaperMaker) -> None:
    folder = bound(paper("Bilan.pdf", drawn("un")), paper("Budget.xlsx", b"PK\3\4"))

    document = pypdfium2.PdfDocument(folder.pdf)
    try:
        marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    finally:
        document.close()
    assert marks == [
        (0, "Ordre du jour", 0),
        (0, "Point\xa03 – Bilan des adhésions", 1),
        (1, "Bilan.pdf", 2),
        (1, "Budget.xlsx (pièce non réunie)", 3),
    ]


def test_the_folder_says_what_it_is_and_opens_on_its_bookmarks(paper: PaperMaker) -> None:
    data = bound(paper("Bilan.pdf", drawn("un"))).pdf

    document = pypdfium2.PdfDocument(data)
    try:
        metadata = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    assert {key: metadata[key] for key in metadata if key != "Producer"} == {
        "Title": "Dossier de réunion – réunion ordinaire du 4 février 2021",
        "Author": "Secrétariat",
        "Subject": "réunion ordinaire du 4 février 2021",
        "Creator": "CPR Desk",
    }
    assert str(PdfReader(BytesIO(data)).root_object["/Lang"]) == "fr-FR"
    assert PdfReader(BytesIO(data)).page_mode == "/UseOutlines"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_keep_size_and_turn_and_the_number_stands_at_the_right_of_the_foot(paper: PaperMaker, turn: int) -> None:
    for size in (A4, landscape(A3), (400, 200)):
        data = bound(paper("Plan.pdf", turned(drawn("", size=size), turn))).pdf
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[2]
            shown = size if turn in (0, 180) else size[::-1]
            assert page.get_size() == pytest.approx(shown, abs=0.1)
            ink = page.render(scale=2).to_pil().convert("L").point(lambda value: 255 * (value < 128)).getbbox()
        finally:
            document.close()
        assert ink is not None
        assert ink[0] > shown[0] * 2 - 300  # at two pixels a point
        assert shown[0] * 2 - 54 < ink[2] < shown[0] * 2 - 44
        assert shown[1] * 2 - 42 < ink[1] < ink[3] < shown[1] * 2 - 20


def test_a_page_cropped_or_measured_in_larger_units_bears_its_number_where_it_is_seen(paper: PaperMaker) -> None:
    writer = PdfWriter(clone_from=BytesIO(drawn("a", "b")))
    writer.pages[0].cropbox = RectangleObject((100, 200, 500, 700))
    writer.pages[1][NameObject("/UserUnit")] = FloatObject(2)
    document = pypdfium2.PdfDocument(bound(paper("Plan.pdf", saved(writer))).pdf)
    try:
        cropped = document[2].get_textpage().get_text_bounded(left=400, bottom=200, right=500, top=230)
        large = document[3].get_textpage().get_text_bounded(left=500, bottom=0, right=A4[0], top=15)
    finally:
        document.close()
    assert "Page" in cropped
    assert "Page" in large


def test_a_page_without_any_content_or_resources_bears_its_number(paper: PaperMaker) -> None:
    writer = PdfWriter()
    writer.add_blank_page(*A4)

    assert "Page\xa03/3" in pages(bound(paper("Blanc.pdf", saved(writer))).pdf)[2].replace(" ", "\xa0")


def locked() -> bytes:
    return drawn("secret", encrypt=StandardEncryption("ouvre", ownerPassword="maitre"))


def not_to_print() -> bytes:
    return drawn("secret", encrypt=StandardEncryption("", ownerPassword="maitre", canPrint=0))


def without_a_page() -> bytes:
    return saved(PdfWriter())


def dynamic() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(drawn("Please wait…")))
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): TextStringObject("<xdp/>")}
    )
    return saved(writer)


def of_fewer_pages_than_it_says() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(drawn("un", "deux")))
    kids: Any = writer.root_object["/Pages"]
    del kids["/Kids"][1]
    return saved(writer)


WHOLE = drawn(*(f"page {number}" for number in range(20)))
PHOTO = pictured(Image.effect_noise((300, 200), 50).convert("RGB"), "JPEG")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("Vide.pdf", b"", Reason.EMPTY),
        ("Secret.pdf", locked(), Reason.ENCRYPTED),
        ("Interdit.pdf", not_to_print(), Reason.NOT_TO_PRINT),
        ("Coupé.pdf", WHOLE[: len(WHOLE) // 2], Reason.DAMAGED),
        ("Début.pdf", WHOLE[:200], Reason.DAMAGED),
        ("Faux.pdf", b"%PDF-1.4\nrien\n%%EOF", Reason.DAMAGED),
        ("Page.pdf", b"<html>Erreur 404</html>", Reason.DAMAGED),
        ("Sans page.pdf", without_a_page(), Reason.NO_PAGE),
        ("Lacune.pdf", of_fewer_pages_than_it_says(), Reason.DAMAGED),
        ("Formulaire.pdf", dynamic(), Reason.DYNAMIC),
        ("Photo.jpg", PHOTO[: len(PHOTO) // 2], Reason.DAMAGED),
        ("Photo.png", b"\x89PNG\r\n\x1a\n\0\0", Reason.DAMAGED),
        ("Note.docx", b"PK\3\4", Reason.OFFICE),
        ("Budget.XLSX", b"PK\3\4", Reason.OFFICE),
        ("Photo.heic", b"\0\0\0\x18ftypheic", Reason.FORMAT),
        ("Archive.zip", b"PK\3\4", Reason.FORMAT),
    ],
)
def test_a_paper_that_cannot_be_bound_is_named_and_a_sheet_in_its_place_says_why(
    paper: PaperMaker, name: str, data: bytes, reason: Reason
) -> None:
    folder = bound(paper("Avant.pdf", drawn("avant")), paper(name, data), paper("Après.pdf", drawn("après")))

    found = pages(folder.pdf)
    assert [(left.point.number, left.paper.name, left.reason) for left in folder.left_out] == [("3", name, reason)]
    assert ["avant" in found[2], "après" in found[4], len(found)] == [True, True, 5]
    sheet = " ".join(found[3].split())
    assert "Pièce non réunie" in sheet
    assert f"Pièce : {name}" in sheet.replace("\xa0", " ")
    assert reason.words.replace("\xa0", " ") in sheet.replace("\xa0", " ")
    assert "Cette pièce est à consulter à part." in sheet
    assert f"{name} à consulter à part" in " ".join(found[1].split())


def test_a_paper_gone_from_the_disk_is_missing(tmp_path: Path) -> None:
    assert reasons(bound(Paper("Perdu.pdf", tmp_path / "Perdu.pdf"))) == [Reason.MISSING]


def test_a_paper_of_500_megabytes_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "Film.pdf"
    with file.open("wb") as stream:
        stream.write(b"%PDF-")
        stream.truncate(500 * 2**20)

    assert reasons(bound(Paper("Film.pdf", file))) == [Reason.TOO_LARGE]


def test_a_picture_of_too_many_pixels_is_left_out(paper: PaperMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert reasons(bound(paper("Plan.png", pictured(Image.new("1", (100, 100)), "PNG")))) == [Reason.TOO_LARGE]


def test_every_reason_is_told_in_sentences() -> None:
    for reason in Reason:
        assert reason.words.endswith(".")
        assert reason.what_to_do.endswith(".")
    assert folder_parts.LARGEST == 100 * 2**20


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


def armed() -> bytes:
    """Return a PDF that links, runs a script, carries a file, and has a filled field and a bookmark."""
    stream = BytesIO()
    canvas = Canvas(stream, A4)
    canvas.drawString(60, 400, "texte")
    canvas.linkURL("https://exemple.fr/piege", (60, 390, 200, 420))
    canvas.acroForm.textfield(name="champ", value="Rempli", x=60, y=300, width=200, height=30)
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=BytesIO(stream.getvalue()))
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('bonjour')")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.add_attachment("piege.exe", b"MZ piege")
    writer.add_outline_item(title="Leur signet", page_number=0)
    return saved(writer)


def test_nothing_that_acts_is_carried_along_and_what_was_filled_in_still_shows(paper: PaperMaker) -> None:
    data = bound(paper("Bilan.pdf", armed())).pdf

    plain = PdfWriter(clone_from=BytesIO(data))
    for mark in (
        b"JavaScript",
        b"/JS",
        b"exemple.fr",
        b"piege",
        b"/Annots",
        b"/AcroForm",
        b"/EmbeddedFile",
        b"Leur signet",
    ):
        assert mark not in data, mark
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(plain.root_object)
    found = pages(data)[2]
    assert "texte" in found
    assert "Rempli" in found


def test_a_paper_bound_twice_and_the_same_parts_make_the_same_file(paper: PaperMaker) -> None:
    papers = [paper("Bilan.pdf", armed()), paper("Photo.jpg", PHOTO)] * 2

    assert bound(*papers).pdf == bound(*papers).pdf


def test_our_sheets_share_their_fonts_however_many_they_are(paper: PaperMaker) -> None:
    gone = [paper(f"Note {number}.docx", b"PK\3\4") for number in range(60)]
    folder = bound(*gone)

    assert len(folder.left_out) == 60
    assert folder.pdf.count(b"/FontFile2") <= 5
    assert all("+" in name for name in fonts(folder.pdf))
    assert len(folder.pdf) < 400_000


def test_sixty_pictures_are_bound(paper: PaperMaker) -> None:
    folder = bound(*(paper(f"Photo {number}.jpg", PHOTO) for number in range(60)))

    assert not folder.left_out
    found = pages(folder.pdf)
    assert "pages" not in found[1]
    places = [f"Photo {number}.jpg page {number + 4}" for number in range(60)]
    assert all(place in " ".join(" ".join(found[1:3]).split()) for place in places)


def test_progress_only_grows_and_ends_at_its_total(paper: PaperMaker) -> None:
    told: list[tuple[int, int]] = []
    papers = (
        paper("Bilan.pdf", drawn("un", "deux", "trois")),
        paper("Note.docx", b"PK\3\4"),
        paper("Photo.jpg", PHOTO[: len(PHOTO) // 2]),
        paper("Fax.png", pictured(cornered((30, 40)), "PNG")),
    )
    merge(Parts(AGENDA, "2021-1", (Point("1", "Bilan", papers),)), lambda done, total: told.append((done, total)))

    known = [step for step in told if step[1]]
    assert told[: len(papers)] == [(0, 0)] * len(papers)
    assert {total for _, total in known} == {13}
    assert [done for done, _ in known] == sorted(done for done, _ in known)
    assert known[0] == (0, 13)
    assert known[-1] == (13, 13)


@pytest.mark.parametrize("at", range(12))
def test_it_can_be_cancelled_at_any_page(paper: PaperMaker, at: int) -> None:
    papers = (paper("Bilan.pdf", drawn("un", "deux")), paper("Photo.jpg", PHOTO))
    told = 0

    def cancel(_done: int, _total: int) -> None:
        nonlocal told
        told += 1
        if told > at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merge(Parts(AGENDA, "2021-1", (Point("1", "Bilan", papers),)), cancel)
    assert told == at + 1


def test_a_meeting_without_any_item_is_its_agenda() -> None:
    told: list[tuple[int, int]] = []
    folder = merge(Parts(AGENDA, "2021-1", ()), lambda done, total: told.append((done, total)))

    assert len(pages(folder.pdf)) == 1
    assert told[-1] == (1, 1)


def test_a_name_of_any_length_is_printed_whole(paper: PaperMaker) -> None:
    name = "Rapport " * 40 + "fin.docx"
    gone = Paper(name, paper("Note.docx", b"PK\3\4").file)
    found = pages(bound(gone, title="Un titre " * 60).pdf)

    assert all("fin.docx" in page for page in found[1:])


def test_a_folder_of_many_papers_names_the_right_pages_though_its_list_takes_several(paper: PaperMaker) -> None:
    papers = [paper(f"Pièce {number:03}.pdf", drawn(f"contenu{number:03}")) for number in range(120)]
    found = pages(bound(*papers).pdf)
    listed = " ".join(" ".join(page for page in found if "Dans ce dossier" in page).split())

    for number in range(120):
        place = next(index for index, page in enumerate(found, 1) if f"contenu{number:03}" in page)
        assert f"Pièce {number:03}.pdf page {place}" in listed


def test_the_values_of_a_folder_load_no_renderer() -> None:
    code = (
        "import sys, cpr_desk.reports.folder_parts\n"
        "sys.exit(bool({'reportlab', 'pypdf', 'pypdfium2', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
