"""Payments taken in from the command line, as a scheduled task does."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.e2e.test_cli import Desk

REGISTER = (
    "Code;Nom;Département;Date de signature;Population\n"
    "44-01;CPTS Sèvre et Logne;44;15/03/2022;39999\n"
    "49-01;CPTS du Choletais;Maine et Loire;15/03/2022;90000\n"
    "49-02;CPTS Nord;49;;\n53-02;CPTS Nord;53;;\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "données")
    assert made("init", "--region", "52", "--installed", "2021-02-04").code == 0
    file = tmp_path / "registre.csv"
    file.write_text(REGISTER, encoding="utf-8-sig")
    assert made("import", "adhesions", file).code == 0
    return made


def listed(folder: Path, *rows: str) -> Path:
    file = folder / "versements.csv"
    file.write_text("CPTS;Date;Montant;Libellé;Référence\n" + "\n".join(rows), encoding="utf-8-sig")
    return file


def test_payments_are_announced_recorded_and_not_added_twice(desk: Desk, tmp_path: Path) -> None:
    file = listed(tmp_path, "44-01;01/04/2022;50 000,00 €;Fonctionnement;M1", "DU CHOLETAIS;2/4/22;-30,5;Indu;M2")
    announced = desk("import", "payments", file, "--dry-run", "--json").json
    assert (announced["dry_run"], announced["added"], announced["unchanged"]) == (True, 2, 0)
    taken = desk("import", "payments", file, "--json")
    assert (taken.code, taken.json["added"], taken.json["problems"], taken.json["warnings"]) == (0, 2, [], [])
    again = desk("import", "payments", file, "--json").json
    assert (again["added"], again["changed"], again["ended"], again["unchanged"]) == (0, 0, 0, 2)
    out = tmp_path / "versements.xlsx"
    assert desk("export", "payments", "--out", out, "--json").json["rows"] == 2
    assert desk("import", "payments", out, "--json").json["added"] == 0


def test_a_doubtful_name_stops_the_import_unless_it_was_said_what_to_do(desk: Desk, tmp_path: Path) -> None:
    near = listed(tmp_path, "CPTS du Cholletais;01/04/2022;10;;")
    stopped = desk("import", "payments", near, "--json")
    (problem,) = stopped.json["problems"]
    assert (stopped.code, problem["row"], problem["value"]) == (1, 2, "CPTS du Cholletais")
    assert "CPTS du Choletais (49-01, Maine-et-Loire)" in problem["message"]
    same = desk("import", "payments", near, "--similar", "same", "--json")
    assert (same.code, same.json["added"]) == (0, 1)
    assert "Retenu" in same.json["warnings"][0]["message"]
    two = listed(tmp_path, "CPTS Nord;01/04/2022;10;;")
    assert desk("import", "payments", two, "--similar", "same").code == 1
    left = desk("import", "payments", two, "--similar", "new", "--json")
    assert (left.code, left.json["added"]) == (0, 0)


def test_a_register_that_names_a_cpts_otherwise_does_not_add_it_twice(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "suivi.csv"
    file.write_text("Nom;Dépt;Statut\nCPTS du Cholletais;49;Contrat signé\n", encoding="utf-8-sig")
    stopped = desk("import", "adhesions", file, "--json")
    assert stopped.code == 1
    assert "ressemble à une CPTS du registre" in stopped.json["problems"][0]["message"]
    assert desk("import", "adhesions", file, "--similar", "same", "--json").json["unchanged"] == 1
    added = desk("import", "adhesions", file, "--similar", "new", "--json").json
    assert added["added"] == 1
    assert desk("import", "adhesions", file, "--json").json["unchanged"] == 1


def test_bad_amounts_and_days_are_told_at_their_cells(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in (
        ["CPTS", "Date", "Montant"],
        ["44-01", date(2199, 1, 1), 10],
        ["44-01", date(2022, 1, 1), 10**12],
        ["44-01", date(2022, 1, 1), "=1/0"],
        ["44-01", "hier", 0],
    ):
        sheet.append(row)
    sheet["C4"].data_type = "e"
    sheet["C4"].value = "#DIV/0!"
    file = tmp_path / "mauvais.xlsx"
    book.save(file)
    found = desk("import", "payments", file, "--json")
    assert found.code == 1
    places = {(each["row"], each["column"]) for each in found.json["problems"]}
    assert {(3, "Montant"), (4, "Montant"), (5, "Date")} <= places


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"PK\x03\x04 abime", "est abîmé"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"a;b\n1;2\n", "Aucune liste de versements"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(desk: Desk, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / ("autre.csv" if content.startswith(b"a;") else "autre.xlsx")
    file.write_bytes(content)
    answer = desk("import", "payments", file)
    assert (answer.code, said in answer.err) == (1, True)


def test_the_model_workbook_of_payments_is_written(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "modèle.xlsx"
    assert desk("template", "payments", file, "--json").json == {"file": str(file)}
    assert {"Versements", "Mode d’emploi"} <= set(load_workbook(file).sheetnames)
