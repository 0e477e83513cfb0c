"""Papers that the folder cannot hold: named, and a sheet in their place says why."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from reportlab.lib.pdfencrypt import StandardEncryption

from cpr_desk.reports import folder_parts
from cpr_desk.reports.folder import Paper, Reason
from tests.reports.papers import PHOTO, PaperMaker, bound, drawn, pictured, reasons, saved
from tests.reports.reading import pages


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
        ("Liste.csv", b"a;b", Reason.OFFICE),
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
