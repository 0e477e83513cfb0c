"""The command line as an IT service runs it: exit codes, JSON, files; the first of its kind in a process of its own."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cpr_desk.cli import main
from cpr_desk.cli.parser import DOCUMENT_KINDS, EXPORT_KINDS
from cpr_desk.domain.composition import Section
from cpr_desk.domain.presidency import PresidencyException
from cpr_desk.office import demo
from cpr_desk.office.documents import DocumentKind
from cpr_desk.office.exports import ExportKind
from cpr_desk.services import presidency
from cpr_desk.services.column_matches import remember_columns
from cpr_desk.services.commission import the_commission
from cpr_desk.storage.database import Database, open_database
from tests.factories import person
from tests.imports import books
from tests.prepared import copied


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    folder: Path

    def __call__(self, *words: object) -> Answer:
        """Run a command here, on streams as a Windows pipe has them; a process each would start for a second."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="\n") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(["--data-dir", str(self.folder), *map(str, words)])
            except SystemExit as stop:
                code = int(stop.code or 0)
        return _answer(code, *(_written(stream) for stream in (out, err)))

    def process(self, *words: object) -> Answer:
        """Run a command as an IT service does."""
        command = [sys.executable, "-m", "cpr_desk", "--data-dir", str(self.folder), *map(str, words)]
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            timeout=120,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "cp1252", "QT_QPA_PLATFORM": "offscreen"},  # as a pipe on Windows
            cwd=Path(__file__).parents[2],
        )
        return _answer(done.returncode, done.stdout, done.stderr)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    told = stream.buffer
    assert isinstance(told, io.BytesIO)
    return told.getvalue().decode("utf-8")


def _answer(code: int, out: str, err: str) -> Answer:
    assert "Traceback" not in err + out
    return Answer(code, out, err)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "données de l’été")


@pytest.fixture
def commission(desk: Desk) -> Desk:
    assert desk("init", "--region", "52", "--installed", "2021-02-04").code == 0
    return desk


@pytest.fixture
def official(tmp_path: Path) -> Path:
    file = tmp_path / "Composition CPR.xlsx"
    file.write_bytes(books.official())
    return file


def test_the_composition_typed_as_on_the_slides_gives_their_figures(commission: Desk, official: Path) -> None:
    taken = commission("import", "composition", official, "--json")
    assert taken.code == 0, taken.err
    assert taken.json["added"] == 13 + 35 + 6
    assert taken.json["problems"] == []

    check = commission("check", "--date", "04/02/2021", "--json").json
    assert check["date"] == "2021-02-04"
    assert check["social"] == {
        "seats": 13,
        "votes": 35,
        "general_votes": 28,
        "agricultural_votes": 7,
        "general_share": 0.8,
        "agricultural_share": 0.2,
    }
    assert check["professional"] == {"seats": 35, "votes": 35, "designated": 19}
    assert check["parity"] is True
    assert check["vacant_titulars"] == 16
    assert check["unrepresented_professions"] == ["Sages-femmes", "Opticiens"]
    assert {"rule", "severity", "message", "source"} <= set(check["problems"][0])


def test_importing_the_same_file_twice_changes_nothing(commission: Desk, official: Path) -> None:
    commission("import", "composition", official)
    again = commission("import", "composition", official, "--json").json
    assert (again["added"], again["changed"], again["ended"], again["unchanged"]) == (0, 0, 0, 54)


def test_ends_are_reported_and_applied_only_when_asked_for(commission: Desk, official: Path, tmp_path: Path) -> None:
    commission("import", "composition", official)
    table = [list(row) for row in books.PROFESSIONAL]
    table[1][2] = ""
    file = tmp_path / "sans M. Delaunay ni la FNAA.xlsx"
    file.write_bytes(books.xlsx(("Professionnelle", table[:-1])))
    told = commission("import", "composition", file, "--date", "2022-03-01", "--json").json
    assert (told["ended"], told["ends_applied"], told["changed"]) == (2, 0, 0)
    assert [line["value"] for line in told["warnings"] if line["value"]] == ["Victor Delaunay", "vacant"]
    assert commission("check", "--date", "2022-03-01", "--json").json["professional"] == {
        "seats": 35,
        "votes": 35,
        "designated": 19,
    }
    words = commission("import", "composition", file, "--date", "2022-03-01", "--end-missing", "--dry-run")
    assert "2 fins." in words.out
    ended = ("import", "composition", file, "--date", "2022-03-01", "--end-missing", "--end-reason", "resignation")
    assert commission(*ended, "--json").json["ends_applied"] == 2
    again = commission(*ended, "--json").json
    assert (again["ended"], again["ends_applied"]) == (0, 0)
    assert commission("check", "--date", "2022-03-01", "--json").json["professional"]["seats"] == 34
    assert commission(*ended[:-1], "swapped").code == 2


def test_a_dry_run_writes_nothing(commission: Desk, official: Path) -> None:
    assert commission("import", "composition", official, "--dry-run", "--json").json["added"] == 54
    assert commission("check", "--json").json["social"]["seats"] == 0


def test_a_wrong_cell_stops_the_whole_import_and_says_where(commission: Desk, tmp_path: Path) -> None:
    social = [list(row) for row in books.SOCIAL]
    social[3][0] = 7
    file = tmp_path / "faux.xlsx"
    file.write_bytes(books.xlsx(("Sociale", social)))
    answer = commission("import", "composition", file, "--json")
    assert answer.code == 1
    (problem,) = answer.json["problems"]
    assert (problem["sheet"], problem["row"], problem["column"], problem["value"]) == ("Sociale", 4, "Voix", "7")
    assert commission("check", "--json").json["social"]["seats"] == 0


def test_the_two_tables_in_two_files_begin_on_the_same_day(commission: Desk, tmp_path: Path) -> None:
    for name, grid in (("sociale", books.SOCIAL), ("professionnelle", books.PROFESSIONAL)):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(books.csv_text(grid).encode("cp1252"))
        assert commission("import", "composition", file, "--json").json["date"] == "2021-02-04"
    assert commission("check", "--date", "2021-02-04", "--json").json["parity"] is True


def test_a_composition_is_never_added_a_second_time_before_itself(commission: Desk, official: Path) -> None:
    assert commission("import", "composition", official).code == 0
    again = commission("import", "composition", official, "--date", "2021-01-01", "--json")
    assert (again.code, again.out) == (1, "")
    assert "04/02/2021 est déjà enregistrée" in again.err
    tried = commission("import", "composition", official, "--date", "2021-01-01", "--dry-run")
    assert (tried.code, tried.err) == (1, again.err)
    assert commission("check", "--date", "2021-01-01", "--json").json["social"]["seats"] == 0
    assert commission("check", "--date", "2021-02-04", "--json").json["social"]["seats"] == 13


def test_the_deadlines_of_the_meeting_of_4_february_2021(desk: Desk) -> None:
    answer = desk.process("deadlines", "2021-02-04", "--json").json
    assert answer["convocation"]["latest"] == "2021-01-20"
    assert answer["convocation"]["weekday"] == "mercredi"
    assert answer["agenda"]["latest"] == "2021-01-30"
    assert answer["agenda"]["weekday"] == "samedi"
    assert answer["agenda"]["advised"] == "2021-01-29"
    assert "jour de la réunion non compté" in answer["agenda"]["explanation"]
    clear = desk("deadlines", "4/2/21", "--counting", "clear", "--json").json
    assert (clear["convocation"]["latest"], clear["agenda"]["latest"]) == ("2021-01-19", "2021-01-29")
    assert not desk.folder.exists(), "asking for deadlines creates no data"


def test_the_social_section_presides_first_then_they_alternate(commission: Desk) -> None:
    years = commission("presidency", "--from", 2021, "--to", 2023, "--json").json["years"]
    assert [(y["year"], y["president_section"], y["vice_president_section"]) for y in years] == [
        (2021, "social", "professional"),
        (2022, "professional", "social"),
        (2023, "social", "professional"),
    ]


def test_the_ledger_tells_exceptions_vacancies_and_who_acts(commission: Desk) -> None:
    db = open_database(commission.folder)
    number = the_commission(db).id
    for section, name, until in (("social", "Aubin Tréhorel", date(2023, 3, 14)), ("professional", "Diane Doré", None)):
        president = person(name, civility="Mme")
        presidency.name_section_president(db, number, Section(section), president, date(2021, 2, 4), until)
    presidency.write_exception(db, number, PresidencyException(2022, Section.SOCIAL, "accord"))
    db.close()
    ordinary, excepted, vacant = commission("presidency", "--from", 2021, "--to", 2023, "--json").json["years"]
    assert (ordinary["president"], ordinary["vice_president"]) == ("Aubin Tréhorel", "Diane Doré")
    assert ordinary["exception"] is None
    assert [ordinary[key] for key in ("vacancies", "acting", "mentions")] == [[], [], []]
    assert (excepted["president_section"], excepted["exception"]) == ("social", "accord")
    assert vacant["vacancies"] == [{"section": "social", "from": "2023-03-15", "to": "2023-12-31"}]
    assert vacant["acting"] == [{"president": "Diane Doré", "from": "2023-03-15", "to": "2023-12-31"}]
    said = commission("presidency", "--from", 2021, "--to", 2023).out.replace("\u00a0", " ")
    assert "2023 : présidence section sociale (Mme Aubin Tréhorel jusqu’au 14 mars, puis vacance" in said
    assert "Motif : accord." in said
    assert "la vice-présidence assure l’intérim, Mme Diane Doré (règle par défaut" in said


@pytest.mark.parametrize(
    ("scale", "population", "total"),
    [
        ("aci-2019", 39_999, "220000.00"),
        ("aci-2019", 40_000, "287000.00"),
        ("aci-2019", 80_000, "370000.00"),
        ("aci-2019", 175_000, "450000.00"),
        ("avenant-2", 39_999, "287500.00"),
        ("avenant-2", 79_999, "382500.00"),
        ("avenant-2", 174_999, "487500.00"),
        ("avenant-2", 220_000, "580000.00"),
    ],
)
def test_a_full_year_sums_to_the_printed_total(desk: Desk, scale: str, population: int, total: str) -> None:
    answer = desk("funding", "--population", population, "--scale", scale, "--crisis", "--json").json
    assert answer["total"] == total
    assert sum(float(line["amount"]) for line in answer["lines"]) == float(total)


def test_bonus_and_additional_amounts_stand_apart(desk: Desk) -> None:
    answer = desk(
        "funding", "--population", 180_000, "--crisis", "--members", 100, "--joined", "29/09/2022", "--json"
    ).json
    assert (answer["size"], answer["total"], answer["bonus"], answer["additional"]) == (
        4,
        "580000.00",
        "49000.00",
        "67500.00",
    )


def test_a_meeting_its_documents_and_the_exports(commission: Desk, official: Path, tmp_path: Path) -> None:
    commission("import", "composition", official)
    meeting = commission(
        "meeting", "new", "--date", "2021-02-04", "--time", "14:00", "--kind", "installation", "--json"
    )
    assert meeting.json["number"] == 1
    listed = commission("meeting", "list", "--json").json["meetings"][0]
    assert (listed["id"], listed["status"], listed["end"]) == (meeting.json["id"], "held", None)
    expected = {"convocations": 1 + 59, "agenda": 1, "attendance": 1, "dispatches": 1, "tallies": 1, "ballots": 1}
    for kind, files in {**expected, "indemnities": 1 + 1}.items():
        made = commission("documents", kind, "--meeting", meeting.json["id"], "--out", tmp_path / kind, "--json")
        assert len(made.json["files"]) == files
        assert all(Path(file).read_bytes().startswith(b"%PDF") for file in made.json["files"])
    for kind, files in (("reminders", 1 + 15), ("contacts", 1), ("composition", 1)):
        made = commission("documents", kind, "--date", "2021-02-04", "--out", tmp_path / kind, "--json")
        assert len(made.json["files"]) == files
    for kind in EXPORT_KINDS:
        made = commission("export", kind, "--out", tmp_path / f"{kind}.xlsx", "--json")
        assert made.code == 0, made.err
        assert Path(made.json["file"]).read_bytes().startswith(b"PK")
    assert commission("export", "composition", "--out", tmp_path / "composition.pdf", "--json").json["rows"] == 54
    one = ("--meeting", meeting.json["id"], "--out", tmp_path / "registre.pdf", "--json")
    assert commission("export", "dispatches", *one).json["rows"] == 59
    year = ("--year", 2021, "--out", tmp_path / "présences.pdf", "--json")
    assert commission("export", "attendance", *year).json["rows"] == 0


def test_a_consultation_is_planned_with_its_opening_and_a_meeting_with_its_end(commission: Desk) -> None:
    late = commission("meeting", "new", "--date", "2021-02-04", "--time", "22:00", "--end", "00:30", "--json")
    refused = commission("meeting", "new", "--date", "2021-03-04", "--kind", "written")
    written = commission(
        "meeting", "new", "--date", "2021-03-04", "--kind", "written", "--opens", "2021-02-20", "--json"
    )

    assert (late.json["end"], written.json["opens"]) == ("00:30", "2021-02-20")
    assert refused.code == 1
    assert "a une date d’ouverture" in refused.err


def test_what_changed_since_a_day_is_exported_and_printed(commission: Desk, official: Path, tmp_path: Path) -> None:
    commission("import", "composition", official, "--date", "2021-02-04")
    out = tmp_path / "changes.xlsx"

    def rows(*since: str) -> int:
        return int(
            commission("export", "differences", "--date", "2021-02-05", "--out", out, "--json", *since).json["rows"]
        )

    assert rows("--since", "2021-02-04") == 0
    assert rows() == rows("--since", "2020-02-05") > 54
    made = commission(
        "documents", "differences", "--date", "2021-02-05", "--since", "2021-02-04", "--out", tmp_path, "--json"
    )
    assert [Path(file).name for file in made.json["files"]] == ["Évolution de la composition 2021-02-05.pdf"]


def test_the_documents_of_a_meeting_need_its_number(commission: Desk, tmp_path: Path) -> None:
    refused = commission("documents", "agenda", "--out", tmp_path)
    assert refused.code == 2
    assert "--meeting N" in refused.err


def test_the_exported_composition_imports_again_without_change(
    commission: Desk, official: Path, tmp_path: Path
) -> None:
    commission("import", "composition", official)
    commission("export", "composition", "--out", tmp_path / "export.xlsx")
    again = commission("import", "composition", tmp_path / "export.xlsx", "--json").json
    assert (again["added"], again["changed"], again["ended"], again["problems"]) == (0, 0, 0, [])


def test_the_demonstration_writes_everything_and_counts_its_adhesions(tmp_path: Path) -> None:
    folder = tmp_path / "démo"
    desk = Desk(folder)
    made = desk.process("demo", "--out", folder, "--no-window", "--json")
    assert made.code == 0, made.err
    assert all(Path(file).stat().st_size > 0 for file in made.json["files"])
    summary = desk("adhesions", "summary", "--json").json
    assert summary["total"] == 28
    assert summary["by_stage"] == {
        "reflection": 5,
        "letter": 11,
        "project_validated": 3,
        "negotiation": 2,
        "signed": 7,
        "terminated": 0,
        "abandoned": 0,
    }
    assert sum(summary["by_department"].values()) == sum(summary["by_size"].values()) == 28
    assert 0 < summary["population_covered"] < summary["population_region"]
    assert desk("verify", "--json").json == {"ok": True, "problems": []}
    assert desk("demo", "--out", folder, "--no-window").code == 1


def test_the_register_exported_for_the_ars_imports_again_without_change(db: Database, tmp_path: Path) -> None:
    assert copied(db, demo.fill, date(2026, 11, 22))
    desk = Desk(db.file.parent)
    exported = tmp_path / "registre.xlsx"
    assert desk("export", "adhesions", "--out", exported, "--json").json["rows"] == 28
    again = desk("import", "adhesions", exported, "--json")
    assert again.code == 0, again.out
    assert (again.json["added"], again.json["changed"], again.json["unchanged"]) == (0, 0, 28)


def test_the_self_test_passes(desk: Desk) -> None:
    answer = desk.process("self-test", "--json")
    assert answer.json["ok"] is True, answer.json["steps"]
    assert answer.code == 0


def test_the_model_of_the_composition_lists_the_official_seats_without_anybody(
    commission: Desk, tmp_path: Path
) -> None:
    model = tmp_path / "modèle.xlsx"
    assert commission("template", "composition", model, "--json").json == {"file": str(model)}
    assert commission("import", "composition", model, "--json").json["problems"] == []
    check = commission("check", "--date", "2021-02-04", "--json").json
    assert (check["professional"]["seats"], check["professional"]["designated"]) == (35, 0)


def test_the_unfilled_model_of_the_register_adds_nothing(commission: Desk, tmp_path: Path) -> None:
    model = tmp_path / "modèle.xlsx"
    assert commission("template", "adhesions", model).code == 0
    answer = commission("import", "adhesions", model, "--json").json
    assert (answer["added"], answer["changed"], answer["unchanged"], answer["problems"]) == (0, 0, 0, [])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["check"], 1, "ne contient pas de données"),
        (["verify"], 1, "n’existe pas dans ce dossier"),
        (["init", "--region", "Atlantide", "--installed", "2021-02-04"], 1, "Atlantide"),
        (["init", "--region", "52", "--installed", "29/02/2023"], 2, "n’existe pas au calendrier"),
        (["init", "--region", "52"], 2, "il manque"),
        (["deadlines", "demain"], 2, "n’est pas une date"),
        (["funding", "--population", "-1"], 1, "négative"),
        (["funding", "--population", "10", "--members", "-3"], 1, "négatif"),
        (["funding", "--population", "10", "--missions", "magie"], 1, "magie"),
        (["presidency", "--to", "99999"], 2, "n’est pas une année"),
        (["template", "composition", "modèle.csv"], 1, "se termine par .xlsx"),
        (["fondre"], 2, "est inconnu"),
    ],
)
def test_what_is_wrong_is_said_in_french_with_its_exit_code(desk: Desk, words: list[str], code: int, said: str) -> None:
    answer = desk(*words)
    assert answer.code == code
    assert said in answer.err + answer.out


def test_the_exit_code_and_the_sentence_reach_who_started_the_process(desk: Desk) -> None:
    for word, code in (("check", 1), ("fondre", 2)):
        here, alone = desk(word), desk.process(word)
        assert alone.code == code
        assert (alone.out, alone.err) == (here.out, here.err)


def test_columns_matched_once_work_on_the_command_line(commission: Desk, tmp_path: Path) -> None:
    file = tmp_path / "suivi.csv"
    file.write_text("Territoire;Dépt;Statut\nSud;44;En réflexion\n", encoding="utf-8")
    asked = commission("import", "adhesions", file, "--json")
    assert asked.code == 1
    assert "nom de la CPTS" in asked.json["problems"][0]["message"]
    db = open_database(commission.folder)
    remember_columns(db, the_commission(db).id, {"territoire": "name"})
    db.close()
    taken = commission("import", "adhesions", file, "--json")
    assert (taken.code, taken.json["added"], taken.json["problems"]) == (0, 1, [])
    assert commission("adhesions", "summary", "--json").json["total"] == 1


def test_the_command_line_offers_every_document_and_every_export() -> None:
    assert list(DocumentKind) == [DocumentKind(kind) for kind in DOCUMENT_KINDS]
    assert list(ExportKind) == [ExportKind(kind) for kind in EXPORT_KINDS]


def test_a_program_without_console_answers_in_silence(tmp_path: Path) -> None:
    code = (
        "import sys; from cpr_desk.cli import main; sys.stdout = sys.stderr = None; "
        f"sys.exit(main(['--data-dir', {str(tmp_path)!r}, 'deadlines', '2021-02-04']))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0


def test_a_second_commission_is_refused(commission: Desk) -> None:
    answer = commission("init", "--region", "53", "--installed", "2021-02-04")
    assert answer.code == 1
    assert "contient déjà une commission" in answer.err


def test_a_file_that_is_no_workbook_gets_a_sentence(commission: Desk, tmp_path: Path) -> None:
    for name, content in (("photo.xlsx", b"\x89PNG\r\n"), ("vide.xlsx", b""), ("texte.pdf", b"%PDF-1.4")):
        file = tmp_path / name
        file.write_bytes(content)
        answer = commission("import", "composition", file)
        assert (answer.code, answer.out) == (1, "")
        assert name in answer.err


def test_a_data_folder_that_is_a_file_gets_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "fichier"
    file.write_text("x")
    answer = Desk(file)("init", "--region", "52", "--installed", "2021-02-04")
    assert answer.code == 1
    assert "dossier" in answer.err


def test_the_help_is_in_french(desk: Desk) -> None:
    answer = desk.process("--help")
    assert answer.code == 0
    assert "commandes" in answer.out
    assert "show this help" not in answer.out
