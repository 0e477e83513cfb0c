"""`documents` from the command line: every kind of the contract, the folder with what it lacks, refusals."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cpr_desk.cli.parser import DOCUMENT_KINDS, FOLDER
from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Rules
from cpr_desk.services import papers
from cpr_desk.services.commission import change_rules, the_commission
from cpr_desk.services.meetings import find_meeting
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import open_database
from tests.e2e.test_cli import Desk
from tests.factories import adhesion
from tests.imports import books
from tests.reports import reading

CONTRACT = ("convocations", "agenda", "attendance", "proxies", "minutes", "certificate", "folder")
"""Kinds of the contract."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return the command line on the commission of the official table, with one meeting."""
    made = Desk(tmp_path / "données")
    composition = tmp_path / "Composition.xlsx"
    composition.write_bytes(books.official())
    for words in (
        ("init", "--region", "52", "--installed", "2021-02-04"),
        ("import", "composition", composition),
        ("meeting", "new", "--date", "2021-02-04", "--time", "14:00", "--kind", "installation"),
    ):
        assert made(*words).code == 0
    return made


def test_every_kind_of_the_contract_is_written(desk: Desk, tmp_path: Path) -> None:
    assert set(CONTRACT) <= {*DOCUMENT_KINDS, FOLDER}
    for kind in CONTRACT:
        made = desk("documents", kind, "--meeting", 1, "--out", tmp_path / kind, "--json")
        assert made.code == 0, made.err
        assert made.json["files"]
        assert all(Path(file).read_bytes().startswith(b"%PDF") for file in made.json["files"])


def test_the_register_is_written_compared_with_a_day_and_a_cpts_by_its_code(desk: Desk, tmp_path: Path) -> None:
    db = open_database(desk.folder)
    for code in ("44-01", "44-02"):
        known = adhesion(code, name=f"CPTS {code}", step=Step.LETTER_DEPOSITED, step_since=date(2021, 3, 15))
        save_adhesion(db, the_commission(db).id, known, date(2021, 3, 15))
    db.close()
    days = ("--date", "2021-12-31", "--json")
    state = desk("documents", "adhesions", "--since", "2021-02-28", "--out", tmp_path, *days)
    one = desk("documents", "cpts-file", "--cpts", "44-02", "--out", tmp_path, *days)
    every = desk("documents", "cpts-file", "--out", tmp_path, *days)
    book = desk("export", "adhesions", "--since", "2021-03-31", "--out", tmp_path / "registre.xlsx", *days)
    wrong = desk("documents", "adhesions", "--since", "2021-12-31", "--out", tmp_path, *days)

    assert "comparé au 28 février 2021" in reading.text(Path(state.json["files"][0]).read_bytes())
    assert [Path(file).name for file in one.json["files"]] == ["Fiche CPTS 44-02 2021-12-31.pdf"]
    assert [Path(file).name for file in every.json["files"][1:]] == ["001 CPTS 44-01.pdf", "002 CPTS 44-02.pdf"]
    assert openpyxl.load_workbook(book.json["file"])["Changements"]["A3"].value.endswith("rien n’a changé au registre.")
    assert (wrong.code, desk("documents", "cpts-file", "--cpts", "9", "--out", tmp_path).code) == (1, 1)


def test_the_map_of_the_register_is_written_for_a_day(desk: Desk, tmp_path: Path) -> None:
    made = desk("documents", "map", "--date", "2026-11-22", "--out", tmp_path, "--json")

    assert made.code == 0, made.err
    (file,) = map(Path, made.json["files"])
    assert file.name == "Carte des CPTS 2026-11-22.pdf"
    assert "communes ne sont dans aucune CPTS" in reading.text(file.read_bytes())


def test_the_money_of_a_cpts_is_printed_and_exported_by_its_code(desk: Desk, tmp_path: Path) -> None:
    signed_on = date(2021, 3, 15)
    db = open_database(desk.folder)
    known = adhesion("CPTS-001", step=Step.SIGNED, step_since=signed_on, signed_on=signed_on, population=39_999)
    save_adhesion(db, 1, known, signed_on)
    db.close()
    day = ("--date", "2022-06-01")
    made = desk("documents", "funding", "--cpts", "CPTS-001", *day, "--out", tmp_path, "--json")
    (file,) = map(Path, made.json["files"])
    assert "Fonctionnement de la communauté professionnelle" in reading.text(file.read_bytes())

    workbook = tmp_path / "financement.xlsx"
    told = desk("export", "funding", "--cpts", "CPTS-001", *day, "--out", workbook, "--json")
    assert (told.code, told.json["rows"]) == (0, 3)
    assert desk("export", "funding", *day, "--out", workbook.with_suffix(".pdf")).code == 0
    assert desk("export", "payments", *day, "--out", workbook, "--json").json["rows"] == 0
    refused = desk("export", "funding", "--cpts", "CPTS-404", *day, "--out", workbook)
    assert (refused.code, "CPTS-404" in refused.err) == (1, True)


def test_proxies_are_one_file_and_one_a_titular_with_a_blank_form(desk: Desk, tmp_path: Path) -> None:
    merged, *forms = map(
        Path, desk("documents", "proxies", "--meeting", 1, "--out", tmp_path / "out", "--json").json["files"]
    )

    assert merged.name == "Pouvoirs 2021-02-04.pdf"
    assert forms[0].parent.name == "Pouvoirs 2021-02-04 - un par titulaire"
    assert len(forms) == 13 + 19 + 1
    assert forms[-1].name == "033 formulaire vierge.pdf"
    assert "☐ section sociale" in reading.text(forms[-1].read_bytes())


def test_without_proxies_in_the_rules_there_is_no_form(desk: Desk, tmp_path: Path) -> None:
    db = open_database(desk.folder)
    change_rules(db, the_commission(db).id, Rules(proxies_received=0))
    db.close()
    refused = desk("documents", "proxies", "--meeting", 1, "--out", tmp_path / "out", "--json")

    assert (refused.code, refused.out) == (1, "")
    assert "Les règles de cette commission n’admettent aucun pouvoir." in refused.err
    assert not (tmp_path / "out").exists()


def test_the_folder_is_bound_and_what_it_lacks_is_told(desk: Desk, tmp_path: Path) -> None:
    db = open_database(desk.folder)
    item = find_meeting(db, the_commission(db).id, 1).agenda[0]
    sheet = tmp_path / "Suivi.xlsx"
    sheet.write_bytes(b"PK classeur")
    papers.attach(db, item.id, [sheet])
    db.close()
    made = desk("documents", "folder", "--meeting", 1, "--out", tmp_path / "out", "--json")
    (file,) = made.json["files"]

    assert made.code == 0
    assert Path(file).name == "Dossier de réunion 2021-02-04.pdf"
    assert "Pièce jointe : Suivi.xlsx" in reading.text(Path(file).read_bytes())
    assert [left["name"] for left in made.json["left_out"]] == ["Suivi.xlsx"]
    assert "Hors du dossier\u00a0: «\u00a0Suivi.xlsx\u00a0». Le fichier est un document bureautique" in made.err
    assert Path(file).name in desk("documents", "folder", "--meeting", 1, "--out", tmp_path / "out").out


def test_a_folder_needs_a_meeting_and_an_agenda(desk: Desk, tmp_path: Path) -> None:
    bare = desk("documents", "folder", "--meeting", 9, "--out", tmp_path)
    unnamed = desk("documents", "folder", "--out", tmp_path)

    assert (bare.code, unnamed.code) == (1, 2)
    assert "n° 9 n’existe pas" in bare.err.replace("\u00a0", " ")
    assert "--meeting N" in unnamed.err


def test_the_paper_of_a_dialogue_is_of_one_cpts_or_of_all(desk: Desk, tmp_path: Path) -> None:
    db = open_database(desk.folder)
    signed = adhesion(step=Step.SIGNED, step_since=date(2022, 3, 15), signed_on=date(2022, 3, 15), population=39_999)
    save_adhesion(db, the_commission(db).id, signed, date(2022, 3, 15))
    db.close()
    words = ("documents", "dialogue", "--date", "2024-04-20", "--out", tmp_path / "out")
    every = desk(*words, "--json")
    one = desk(*words, "--cpts", "CPTS-001", "--dialogue", "signature", "--json")

    assert [Path(file).name for file in every.json["files"]] == [
        "Dossier de dialogue de gestion 2024-04-20.pdf",
        "001 CPTS CPTS-001.pdf",
    ]
    (file,) = one.json["files"]
    assert Path(file).name == "Dossier de dialogue de gestion CPTS-001 2024-04-20.pdf"
    assert "Dialogue à la signature" in reading.text(Path(file).read_bytes())
    unknown, odd = desk(*words, "--cpts", "CPTS-999"), desk(*words, "--cpts", "CPTS-001", "--dialogue", "yearly-9")
    assert (unknown.code, odd.code) == (1, 1)
    assert "n’a le code CPTS-999" in unknown.err
    assert "yearly-9" in odd.err
