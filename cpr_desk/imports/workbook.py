"""Open a workbook or a .csv, whatever its state, as grids of values; or say in French what to do."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from cpr_desk.domain.french import NBSP, integer
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.imports import archive
from cpr_desk.imports.archive import DamagedArchive, Extent
from cpr_desk.imports.cells import Cell, Row, column_letter

MAX_BYTES = 50_000_000
MAX_ROWS = 20_000
MAX_CELLS = 5_000_000
MAX_UNPACKED = 500_000_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAVE_AS_XLSX = "Ouvrez-le dans Excel ou LibreOffice, enregistrez-le au format .xlsx, puis recommencez."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's values from cell A1 on; `merged` holds ((top, left), (bottom, right)), counted from 0, inclusive."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def open_workbook(source: Path | bytes) -> tuple[Sheet, ...]:
    """Return the visible sheets of an .xlsx or .csv, given by its path or its content.

    The older .xls is refused: a damaged one can hang or kill the reader, and its error values look like empty cells.
    Raises UserError (what the file is) or EnvironmentFault (what the disk refused), in French.
    """
    if isinstance(source, bytes):
        name, suffix, data = "importé", "", source
    else:
        name, suffix, data = source.name, source.suffix.lower(), _content(source)
    if not data.strip():
        raise UserError(_file(name, "est vide."), "Choisissez un autre fichier, ou remplissez le classeur modèle.")
    if data.startswith(_OLE):
        raise _older_format(data, name)
    if data.startswith(b"PK\x03\x04"):
        try:
            return _workbook(data, name)
        except (DamagedArchive, calamine.CalamineError) as error:
            raise UserError(
                _file(name, "est abîmé et ne peut pas être lu."),
                "Ouvrez-le dans Excel, qui saura peut-être le réparer, et enregistrez-le sous un autre nom.",
            ) from error
    if suffix in ("", *_TEXT_SUFFIXES):
        return (Sheet(Path(name).stem, _text_rows(data, name)),)
    raise _not_a_workbook(name)


def _file(name: str, what: str) -> str:
    return f"Le fichier «{NBSP}{name}{NBSP}» {what}"


def _not_a_workbook(name: str) -> UserError:
    return UserError(_file(name, "n’est ni un classeur .xlsx ni un fichier .csv."), _SAVE_AS_XLSX)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(f"«{NBSP}{path.name}{NBSP}» est un dossier.", "Choisissez un classeur .xlsx ou .csv.")
        if path.stat().st_size > MAX_BYTES:
            raise UserError(
                _file(name=path.name, what=f"est trop gros (plus de {MAX_BYTES // 1_000_000}{NBSP}Mo)."),
                "Copiez le tableau seul dans un nouveau classeur, puis importez ce classeur.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(_file(path.name, "n’existe pas."), "Vérifiez son nom et son dossier.") from None
    except PermissionError as error:
        raise EnvironmentFault(
            _file(path.name, "est ouvert dans un autre programme, ou protégé."),
            "Si Excel l’a ouvert, fermez-le dans Excel, puis recommencez.",
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            _file(path.name, "n’a pas pu être lu."),
            "Vérifiez que le disque ou le dossier partagé est accessible, puis recommencez.",
        ) from error


def _older_format(data: bytes, name: str) -> UserError:
    """Explain a file of the older kind: an .xls, or the envelope of a workbook with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UserError(
            _file(name, "est protégé par un mot de passe."),
            "Ouvrez-le dans Excel, retirez le mot de passe (Fichier, Informations, Protéger le classeur), "
            "enregistrez-le, puis recommencez.",
        )
    return UserError(_file(name, "est dans un ancien format d’Excel."), _SAVE_AS_XLSX)


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    if not archive.is_xlsx(data):
        raise _not_a_workbook(name)
    if archive.unpacked_size(data) > MAX_UNPACKED:
        raise _too_large(name)
    extents = archive.survey(data, MAX_ROWS)
    for sheet, extent in extents.items():
        _check_size(name, sheet, extent.rows, extent.columns)
    with calamine.load_workbook(io.BytesIO(data)) as book:
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is calamine.SheetVisibleEnum.Visible and sheet.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        return tuple(_sheet(book.get_sheet_by_name(title), extents.get(title), name) for title in visible)


def _sheet(sheet: calamine.CalamineSheet, extent: Extent | None, name: str) -> Sheet:
    _check_size(name, sheet.name, sheet.total_height, sheet.total_width)
    rows = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), error in (extent.errors if extent else {}).items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return Sheet(sheet.name, tuple(rows), tuple(sheet.merged_cell_ranges or ()))


def _value(cell: Cell) -> Cell:
    """Give back what was typed: Excel keeps every number as a float, every day as an instant."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date()
    return cell


def _check_size(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise _too_large(name, f"la feuille «{NBSP}{sheet}{NBSP}» est remplie au-delà de la ligne {integer(MAX_ROWS)}")
    if rows * columns > MAX_CELLS:
        place = f"colonne {column_letter(columns - 1)}"
        raise _too_large(name, f"la feuille «{NBSP}{sheet}{NBSP}» est remplie jusqu’à la {place}")


def _too_large(name: str, why: str = "son contenu est démesuré") -> UserError:
    return UserError(
        _file(name, f"est trop grand{NBSP}: {why}."),
        "Vérifiez que c’est le bon fichier, supprimez les lignes et colonnes inutiles après le tableau "
        "(y compris celles qui ne contiennent qu’un espace), puis recommencez.",
    )


def _text_rows(data: bytes, name: str) -> tuple[Row, ...]:
    text = _decoded(data, name)
    if text[:4].lower() == "sep=" and len(text) > 4:
        # Excel writes its separator on a first line of its own; it is kept, blank, to count the rows as Excel does.
        delimiter, text = text[4], text[5:]
    else:
        delimiter = _delimiter(text)
    rows: list[Row] = []
    used = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            used += any(cell and not cell.isspace() for cell in row)
            if used > MAX_ROWS:
                raise _too_large(name, f"il compte plus de {integer(MAX_ROWS)} lignes")
            rows.append(row)
    except csv.Error as error:
        raise _not_a_workbook(name) from error
    return tuple(rows)


def _decoded(data: bytes, name: str) -> str:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "")
    if not encoding and b"\0" in data:
        raise _not_a_workbook(name)
    for candidate in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise _not_a_workbook(name)


def _delimiter(text: str) -> str:
    """Choose the separator that divides the most lines; « Nom, Prénom » must not beat the semicolon."""
    lines = list(islice(io.StringIO(text, newline=""), 200))

    def divided(delimiter: str) -> int:
        return sum(len(row) > 1 for row in _parsed(lines, delimiter))

    return max(";\t,", key=divided)


def _parsed(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return
