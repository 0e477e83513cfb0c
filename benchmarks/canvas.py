"""The floor of the letters: the text of a finished PDF, drawn again by a bare reportlab canvas without any layout."""

import ctypes
from collections import Counter
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cpr_desk import paths


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters of one font on one line; lengths in points."""

    font: str
    size: float
    x: float
    y: float
    text: str


Page = tuple[TextRun, ...]


def runs_of(pdf: bytes) -> list[Page]:
    """Return the runs of text of each page, in the order they are drawn."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [_runs(page.get_textpage()) for page in document]
    document.close()
    for font in {run.font for page in pages for run in page}:
        pdfmetrics.registerFont(TTFont(font, str(paths.resources_dir() / "fonts" / f"{font}.ttf")))
    return pages


def _runs(page: pypdfium2.PdfTextPage) -> Page:
    runs: list[TextRun] = []
    for index in range(page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(page, index))
        if pdfium.FPDFText_IsGenerated(page, index) and char in "\r\n":
            continue
        font, size, x, y = _setting(page, index)
        last = runs[-1] if runs else None
        if last and (last.font, last.size) == (font, size) and abs(last.y - y) < 0.01:
            runs[-1] = TextRun(font, size, last.x, last.y, last.text + char)
        elif font:
            runs.append(TextRun(font, size, x, y, char))
    return tuple(runs)


def _setting(page: pypdfium2.PdfTextPage, index: int) -> tuple[str, float, float, float]:
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page, index, name, len(name), flags)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, index, x, y)
    return name.value.decode().rpartition("+")[2], pdfium.FPDFText_GetFontSize(page, index), x.value, y.value


def draw(pages: list[Page]) -> bytes:
    """Draw the pages again: what stands on every one as one form, the rest line by line."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=1)
    uses = Counter(run for page in pages for run in set(page) if _is_stationery(run))
    fixed = [run for run, count in uses.items() if count == len(pages)]
    canvas.beginForm("stationery")
    _draw(canvas, fixed)
    canvas.endForm()
    for page in pages:
        canvas.doForm("stationery")
        _draw(canvas, [run for run in page if run not in fixed])
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _is_stationery(run: TextRun) -> bool:
    return not 90 < run.y < A4[1] - 130


def _draw(canvas: Canvas, runs: list[TextRun]) -> None:
    text = canvas.beginText()
    setting = ("", 0.0)
    for run in runs:
        if (run.font, run.size) != setting:
            setting = (run.font, run.size)
            text.setFont(*setting)
        text.setTextOrigin(run.x, run.y)
        text.textOut(run.text)
    canvas.drawText(text)
