"""What the program wrote under Windows, read on Linux: documents, workbooks, pictures of its pages."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from scripts.installer import wine
from scripts.installer.workstation import Failure

GOLDEN = wine.ROOT / "tests" / "golden" / "windows"
_FARTHEST = 4.0
"""Mean difference (0 to 255) that a picture may have with its reference.

The same page on another system differs by less than 3, one without its style sheet by 8 and more.
"""


def documents(folder: Path) -> str:
    """Read every PDF and workbook below a folder; return how many. Raises Failure for one that is empty or damaged."""
    papers, books = sorted(folder.rglob("*.pdf")), sorted(folder.rglob("*.xlsx"))
    if not papers or not books:
        raise Failure(f"{folder.name} : aucun PDF ou aucun classeur.")
    pages = sum(_pages(paper) for paper in papers)
    numbers = sum(_numbers(book) for book in books)
    if not numbers:
        raise Failure("Aucun classeur ne contient de nombre : les montants seraient du texte.")
    return f"{len(papers)} PDF ({pages} pages), {len(books)} classeurs ({numbers} nombres et dates)"


def _pages(file: Path) -> int:
    """Return the number of pages of a PDF that says what wrote it, each with text in fonts of its own."""
    import pypdf
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    information = pypdf.PdfReader(file).metadata
    if not information or not information.title:
        raise Failure(f"{file.name} n’a pas de titre.")
    if not all(text.strip() for text in texts) or "\ufffd" in "".join(texts):
        raise Failure(f"{file.name} a une page sans texte, ou dont le texte ne se lit pas.")
    return len(texts)


def _numbers(file: Path) -> int:
    """Return how many cells hold a real number or date."""
    import openpyxl

    book = openpyxl.load_workbook(file)
    try:
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    finally:
        book.close()
    if not any(cell.value is not None for cell in cells):
        raise Failure(f"{file.name} est vide.")
    return sum(cell.data_type in "nd" and cell.value is not None for cell in cells)


def compare(folder: Path, *, accept: bool) -> str:
    """Compare the pictures of a folder with the references, or make them the references. Raises Failure."""
    pictures = sorted(folder.glob("*.png"))
    if accept:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for picture in pictures:
            _small(picture).save(GOLDEN / picture.name, optimize=True)
        return f"{len(pictures)} références remplacées : regardez-les avant de les garder"
    if missing := {file.name for file in GOLDEN.glob("*.png")} ^ {file.name for file in pictures}:
        raise Failure(f"Pages en plus ou en moins : {', '.join(sorted(missing))}.")
    faults = list(_differences(pictures))
    if faults:
        raise Failure(f"{' ; '.join(faults)} (images dans {folder}).")
    return f"{len(pictures)} pages"


def _differences(pictures: list[Path]) -> Iterator[str]:
    for picture in pictures:
        seen, known = _small(picture), Image.open(GOLDEN / picture.name).convert("L")
        if seen.size != known.size:
            yield f"{picture.name} : {seen.size} au lieu de {known.size}"
            continue
        extrema = seen.getextrema()
        if extrema[0] == extrema[1]:
            yield f"{picture.name} est vide"
        elif (far := ImageStat.Stat(ImageChops.difference(seen, known)).mean[0]) > _FARTHEST:
            yield f"{picture.name} : écart de {far:.1f} avec la référence"


def _small(picture: Path) -> Image.Image:
    """Return a picture in grey at half its size, where a shade more or less beside a letter no longer counts."""
    image = Image.open(picture).convert("L")
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
