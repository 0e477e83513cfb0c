"""Files in every state a secretary may bring."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.imports import workbook
from cpr_desk.imports.workbook import MAX_ROWS, open_workbook
from tests.imports.books import csv_text, official, saved, xlsx

GRID: list[list[object]] = [["Voix", "Nom"], [3, "Élodie Nuñez"]]
OFFICIAL = official()
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def refused(source: Path | bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        open_workbook(source)
    assert caught.value.what_to_do
    return caught.value


def test_values_come_as_they_were_typed() -> None:
    row: list[object] = ["texte", 3, 2.5, True, date(2021, 2, 4), datetime(2021, 2, 4, 14, 30)]  # noqa: DTZ001 - Excel knows no zone
    sheet = open_workbook(xlsx(("Feuille", [row])))[0]
    assert sheet.name == "Feuille"
    assert list(sheet.rows[0]) == row
    assert [type(value) for value in sheet.rows[0]] == [str, int, float, bool, date, datetime]


def test_an_instant_at_midnight_is_a_day() -> None:
    book = Workbook()
    book.active["A1"] = datetime(2021, 2, 4)  # noqa: DTZ001
    book.active["A1"].number_format = "dd/mm/yyyy hh:mm"
    assert open_workbook(saved(book))[0].rows[0] == [date(2021, 2, 4)]


def test_rows_are_counted_from_the_top_of_the_sheet() -> None:
    book = Workbook()
    book.active["C4"] = "ici"
    assert open_workbook(saved(book))[0].rows[3][2] == "ici"


def test_merged_cells_are_told() -> None:
    data = xlsx(("F", [["a"], [""], ["b"]]), merged=["A1:A2"])
    assert open_workbook(data)[0].merged == (((0, 0), (1, 0)),)


def test_an_error_value_is_seen_where_it_stands() -> None:
    book = Workbook()
    book.active["B2"], book.active["B3"] = "#REF!", "fin"
    second = book.create_sheet("Autre")
    second["A1"] = "#N/A"
    first, other = open_workbook(saved(book))
    assert first.rows[1][1] == "#REF!"
    assert other.rows[0][0] == "#N/A"


def test_hidden_sheets_and_charts_are_left_out() -> None:
    book = Workbook()
    book.active["A1"] = "visible"
    book.create_sheet("Listes").sheet_state = "hidden"
    book.create_chartsheet("Graphique")
    assert [sheet.name for sheet in open_workbook(saved(book))] == ["Sheet"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_in_any_usual_encoding_and_separator(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "composition.csv"
    file.write_bytes(csv_text(GRID, delimiter).encode(encoding))
    (sheet,) = open_workbook(file)
    assert sheet.name == "composition"
    assert [list(row) for row in sheet.rows] == [["Voix", "Nom"], ["3", "Élodie Nuñez"]]


def test_a_comma_inside_the_cells_does_not_beat_the_semicolon() -> None:
    text = "Titulaire;Suppléant\r\nDurand, Paul;Martin, Anne\r\nPetit, Léa;\r\n"
    assert list(open_workbook(text.encode())[0].rows[1]) == ["Durand, Paul", "Martin, Anne"]


def test_the_separator_line_of_excel_is_obeyed_and_keeps_its_row() -> None:
    rows = open_workbook(b"sep=|\r\na|b;c\r\n")[0].rows
    assert [list(row) for row in rows] == [[], ["a", "b;c"]]


def test_a_line_break_inside_quotes_stays_in_its_cell() -> None:
    assert open_workbook(b'a;"b\r\nc"\r\nd;e\r\n')[0].rows[1] == ["d", "e"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.xlsx", b"", "vide"),
        ("blanc.csv", b" \r\n \r\n", "vide"),
        ("lettre.xlsx", b"Bonjour, ceci est une lettre.", "ni un classeur .xlsx ni un fichier .csv"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "ni un classeur .xlsx ni un fichier .csv"),
        ("texte.csv", b"\xff\xfe\x00", "ni un classeur .xlsx ni un fichier .csv"),
        ("octets.csv", b"a;b\r\n\x81\x8d;c", "ni un classeur .xlsx ni un fichier .csv"),
        ("ancien.xls", OLE, "ancien format"),
        ("secret.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    error = refused(file)
    assert name in error.what
    assert words in error.what


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("lettre.txt", "Bonjour")
    assert "ni un classeur" in refused(stream.getvalue()).what


def test_a_csv_with_an_endless_cell_is_refused() -> None:
    assert "ni un classeur" in refused(b'a;"' + b"x" * 200_000).what


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    assert "dossier" in refused(tmp_path).what
    assert "n’existe pas" in refused(tmp_path / "absent.xlsx").what


@pytest.mark.parametrize(("failure", "words"), [(PermissionError(), "ouvert"), (OSError(5, "E/S"), "pas pu être lu")])
def test_what_the_disk_refuses_is_a_fault_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError, words: str
) -> None:
    file = tmp_path / "c.xlsx"
    file.write_bytes(xlsx(("F", GRID)))

    def refuse(_: Path) -> bytes:
        raise failure

    monkeypatch.setattr(Path, "read_bytes", refuse)
    error = refused(file)
    assert isinstance(error, EnvironmentFault)
    assert words in error.what


def test_a_file_locked_by_excel_says_to_close_it_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "c.xlsx"
    file.write_bytes(b"PK")

    def locked(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", locked)
    assert "fermez-le dans Excel" in refused(file).what_to_do


def test_a_file_too_heavy_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_BYTES", 1_000_000)
    file = tmp_path / "gros.xlsx"
    with file.open("wb") as stream:
        stream.truncate(1_000_001)
    assert "trop gros (plus de 1\u00a0Mo)" in refused(file).what


def test_200_000_rows_of_csv_are_refused() -> None:
    data = b"44;CPTS;1;2;3;4\r\n" * 200_000
    assert "plus de 20\u202f000 lignes" in refused(data).what


def test_200_000_rows_of_xlsx_are_refused() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>2</v></c></row>' % (n, n, n) for n in range(1, 200_001)
    )
    data = with_sheet(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    assert "au-delà de la ligne 20\u202f000" in refused(data).what


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(open_workbook(b"a;b\r\n" * MAX_ROWS + b";\r\n" * 10)[0].rows) == MAX_ROWS + 10


def test_a_blank_typed_in_the_last_cell_of_the_sheet_does_not_exhaust_the_memory() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD19999"] = "a", " "
    assert "colonne XFD" in refused(saved(book)).what
    book.active["XFD1048576"] = " "
    assert "au-delà de la ligne" in refused(saved(book)).what


def test_a_row_that_is_only_formatted_far_below_does_not_count() -> None:
    book = Workbook()
    book.active["A1"] = "a"
    book.active["A1048576"].number_format = "0.00"
    assert len(open_workbook(saved(book))[0].rows) == 1


def test_an_archive_that_swells_beyond_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)
    assert "démesuré" in refused(OFFICIAL).what


def test_a_bogus_number_of_texts_does_not_kill_the_program() -> None:
    texts = b'<sst uniqueCount="99999999999999"><si><t>a</t></si></sst>'
    assert "abîmé" in refused(with_part("xl/sharedStrings.xml", texts)).what


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_but_never_breaks_the_program(data: st.DataObject) -> None:
    content = bytearray(OFFICIAL)
    for place in data.draw(st.lists(st.integers(4, len(content) - 1), min_size=1, max_size=5)):
        content[place] ^= data.draw(st.integers(1, 255))
    with suppress(UserError):
        assert isinstance(open_workbook(bytes(content[: data.draw(st.integers(5, len(content)))])), tuple)


def with_sheet(content: bytes) -> bytes:
    return with_part("xl/worksheets/sheet1.xml", content)


def with_part(name: str, content: bytes) -> bytes:
    """Return a one-sheet workbook with one of its parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(("F", [["a"]])))) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return stream.getvalue()
