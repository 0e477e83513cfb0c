"""Papers of a meeting for the folder: drawn, pictured, turned; and what became of them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cpr_desk.reports.document import Document, Letterhead, Look, paragraph
from cpr_desk.reports.folder import Folder, Paper, Parts, Point, Reason, merge

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


PHOTO = pictured(Image.effect_noise((300, 200), 50).convert("RGB"), "JPEG")
