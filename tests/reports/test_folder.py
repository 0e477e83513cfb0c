import subprocess
import sys
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from cpr_desk.reports.folder import Paper, Parts, Point, merge
from tests.reports.papers import (
    AGENDA,
    PHOTO,
    PaperMaker,
    bound,
    cornered,
    drawn,
    pictured,
    saved,
    turned,
)
from tests.reports.reading import fonts, pages


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
