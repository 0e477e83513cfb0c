"""Read rendered files back, as plain values."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2

from cpr_desk.reports.document import Paragraph


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def text(pdf: bytes) -> str:
    """Return the whole text, its lines joined."""
    return " ".join(" ".join(pages(pdf)).split())


def typing_faults(document: Any) -> list[str]:
    """Return what French typography forbids in a document: a blank that breaks before a sign, a straight apostrophe."""
    wrong = re.compile(r".?(?:[ \n][:;!?»%€]|«[ \n]|(?<=\w)'(?=\w)).?")
    return [fault[0] for text in texts(document) for fault in wrong.finditer(text)]


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a document; the runs of a paragraph are one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Paragraph):
        yield "".join(run if isinstance(run, str) else run.text for run in value.inlines)
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))


def pdf_facts(pdf: bytes) -> dict[str, Any]:
    """Return what a golden file keeps of a PDF: pages, fonts, metadata, bookmarks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        metadata = document.get_metadata_dict()
        return {
            "metadata": {key: metadata[key] for key in ("Title", "Author", "Subject", "Creator")},
            "language": re.findall(rb"/Lang\s*\(([^)]*)\)", pdf)[0].decode(),
            "fonts": fonts(pdf),
            "bookmarks": [f"{'  ' * item.level}{item.get_title()}" for item in document.get_toc()],
            "sizes": [[round(side) for side in page.get_size()] for page in document],
            "pages": [page.split("\n") for page in pages(pdf)],
        }
    finally:
        document.close()


def fonts(pdf: bytes) -> list[str]:
    """Return the names of the fonts, each with the mark of a subset."""
    return sorted({name.decode() for name in re.findall(rb"/BaseFont\s*/(\S+)", pdf)})


def xlsx_facts(data: bytes) -> dict[str, Any]:
    """Return what a golden file keeps of a workbook."""
    book = openpyxl.load_workbook(BytesIO(data))
    properties = book.properties
    return {
        "properties": [properties.title, properties.subject, properties.creator, str(properties.created)],
        "sheets": {sheet.title: _sheet_facts(sheet) for sheet in book.worksheets},
    }


def _sheet_facts(sheet: Any) -> dict[str, Any]:
    return {
        "cells": [
            f"{cell.coordinate} {cell.data_type} {cell.number_format} {_shown(cell.value)}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ],
        "widths": {letter: column.width for letter, column in sorted(sheet.column_dimensions.items())},
        "tables": {table.name: [table.ref, table.autoFilter.ref] for table in sheet.tables.values()},
        "frozen": sheet.freeze_panes,
        "print": [
            sheet.page_setup.orientation,
            sheet.page_setup.fitToWidth,
            sheet.page_setup.fitToHeight,
            sheet.print_title_rows,
            sheet.print_title_cols,
            sheet.print_area,
            sheet.oddHeader.left.text,
            sheet.oddHeader.right.text,
            sheet.oddFooter.left.text,
            sheet.oddFooter.right.text,
        ],
        "charts": [_chart_facts(chart.series[0]) for chart in sheet._charts],
    }


def _chart_facts(series: Any) -> list[str]:
    category = series.cat.strRef or series.cat.numRef
    return [category.f, series.val.numRef.f]


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
