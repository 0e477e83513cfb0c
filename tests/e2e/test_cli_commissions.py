"""Several commissions in one data folder, as an IT service works on them."""

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.test_cli import Answer, Desk
from tests.imports import books

REGIONAL = "Commission paritaire régionale – Pays de la Loire"
LOCAL = "Commission paritaire locale – Sarthe"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a CPR (n° 1), a CPL (n° 2) and the CPN (n° 3), made once: tests work on copies."""
    desk = Desk(tmp_path_factory.mktemp("founded") / "données de l’été")
    assert desk("init", "--region", "52", "--installed", "2021-02-04").code == 0
    added = desk("init", "--add", "--kind", "cpl", "--department", "sarthe", "--installed", "2022-03-01", "--json")
    assert added.code == 0, added.err
    assert added.json["commission"] == {
        "id": 2,
        "kind": "cpl",
        "name": LOCAL,
        "region": "52",
        "installed": "2022-03-01",
    }
    assert desk("init", "--add", "--kind", "cpn", "--installed", "2019-10-01").code == 0
    return desk.folder


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(founded, tmp_path / "données")))


def chosen(desk: Desk, number: int) -> Desk:
    """Return the same folder with `--commission` before every command."""

    class Chosen(Desk):
        def __call__(self, *words: object) -> Answer:
            return super().__call__("--commission", number, *words)

    return Chosen(desk.folder)


def test_the_oldest_is_used_and_said_when_none_is_chosen(desk: Desk) -> None:
    answer = desk("presidency", "--from", "2022", "--to", "2022", "--json")

    assert answer.json["years"][0]["president_section"] == "professional"
    assert "la n° 1, Commission paritaire régionale – Pays de la Loire, est utilisée" in answer.err.replace(
        "\u00a0", " "
    )
    assert "n° 2, Commission paritaire locale – Sarthe et n° 3, Commission paritaire nationale" in answer.err


def test_a_commission_is_chosen_before_the_command(desk: Desk, tmp_path: Path) -> None:
    local = chosen(desk, 2)
    answer = local("presidency", "--from", "2022", "--to", "2022", "--json")
    assert answer.json["years"][0]["president_section"] == "social"
    assert answer.err == ""

    assert local("meeting", "new", "--date", "2026-06-02", "--json").json["number"] == 1
    assert chosen(desk, 1)("meeting", "list", "--json").json["meetings"] == []
    file = tmp_path / "Composition.xlsx"
    file.write_bytes(books.official())
    assert local("import", "composition", file).code == 0
    assert [chosen(desk, n)("check", "--json").json["professional"]["seats"] for n in (1, 2)] == [0, 35]
    out = tmp_path / "composition.pdf"
    assert local("export", "composition", "--out", out, "--json").json["rows"] == 54
    assert out.read_bytes().startswith(b"%PDF")
    files = local("documents", "agenda", "--meeting", 1, "--out", tmp_path / "out", "--json").json["files"]
    assert [Path(file).name for file in files] == [f"Ordre du jour 2026-06-02 – {LOCAL}.pdf"]


def test_coverage_is_of_the_territory(desk: Desk) -> None:
    regions, department, country = (
        chosen(desk, number)("adhesions", "summary", "--json").json["population_region"] for number in (1, 2, 3)
    )

    assert department < regions < country


def test_deadlines_follow_the_commission_chosen(desk: Desk) -> None:
    assert chosen(desk, 3)("deadlines", "2026-06-02", "--json").code == 0
    lost = chosen(Desk(desk.folder / "nulle part"), 3)("deadlines", "2026-06-02")
    assert (lost.code, "ne contient pas de données" in lost.err) == (1, True)


def test_a_commission_that_does_not_exist_is_an_error_that_names_the_others(desk: Desk) -> None:
    answer = chosen(desk, 9)("check")

    assert answer.code == 1
    assert "n° 9" in answer.err
    assert REGIONAL in answer.err
    assert LOCAL in answer.err


def test_a_second_commission_needs_to_be_asked_for(desk: Desk) -> None:
    plain = desk("init", "--kind", "cpl", "--department", "85", "--installed", "2022-03-01")
    twice = desk("init", "--add", "--kind", "cpl", "--department", "72", "--installed", "2023-03-01")
    named = desk("init", "--add", "--kind", "cpl", "--department", "72", "--installed", "2023-03-01", "--name", "CPL 2")

    assert (plain.code, "contient déjà une commission" in plain.err) == (1, True)
    assert (twice.code, "contient déjà cette commission" in twice.err) == (1, True)
    assert named.code == 0


def test_each_kind_asks_for_its_territory_and_names_its_secretariat(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "neuf")
    for words, missing in ((["--kind", "cpl", "--region", "52"], "--department"), ([], "--region")):
        answer = desk("init", *words, "--installed", "2021-02-04")
        assert (answer.code, f"il manque\u00a0: {missing}" in answer.err.replace(" :", "\u00a0:")) == (2, True)
    assert desk("init", "--kind", "cpl", "--department", "999", "--installed", "2021-02-04").code == 1
    assert desk("init", "--kind", "cpn", "--installed", "2019-10-01", "--json").code == 0
    with_office = desk(
        "init", "--add", "--kind", "cpl", "--department", "974", "--secretariat", "CGSS de La Réunion",
        "--installed", "2021-02-04", "--json",
    )  # fmt: skip
    assert json.loads(with_office.out)["commission"]["region"] == "04"
