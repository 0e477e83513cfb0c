"""The scales of a data folder, as an IT service meets them on the command line."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.services import reference
from cpr_desk.services.scales import save_scale
from cpr_desk.storage.database import open_database
from tests.e2e.test_cli import Desk
from tests.services.test_scales import further


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a data folder with an avenant 3 from 01/09/2024, and a corrected avenant 2."""
    made = Desk(tmp_path / "données")
    assert made("init", "--region", "52", "--installed", "2021-02-04").code == 0
    db = open_database(made.folder)
    save_scale(db, further(date(2024, 9, 1)), date(2024, 6, 1), correcting=False)
    packaged = reference.packaged_scales()["avenant-2"]
    line = replace(packaged.lines[0], amounts=tuple(amount + 1 for amount in packaged.lines[0].amounts))
    corrected = replace(packaged, lines=(line, *packaged.lines[1:]), printed=())
    save_scale(db, corrected, date(2024, 6, 1), correcting=True)
    db.close()
    return made


def test_funding_follows_the_scales_of_the_data_folder(desk: Desk, tmp_path: Path) -> None:
    added = desk("funding", "--population", 29_999, "--scale", "avenant-3", "--crisis", "--json").json
    assert (added["scale"], added["size"], added["total"]) == ("avenant-3", 1, "297500.00")
    assert desk("funding", "--population", 30_000, "--scale", "avenant-3", "--json").json["size"] == 2
    corrected = desk("funding", "--population", 10, "--scale", "avenant-2", "--crisis", "--json").json
    assert corrected["total"] == "287501.00"
    elsewhere = Desk(tmp_path / "autre")
    assert elsewhere("funding", "--population", 10, "--crisis", "--json").json["total"] == "287500.00"
    unknown = elsewhere("funding", "--population", 10, "--scale", "avenant-3")
    assert unknown.code == 1
    assert "avenant-3" in unknown.err
    assert not elsewhere.folder.exists()


def test_the_summary_counts_sizes_by_the_scale_of_the_day(desk: Desk, tmp_path: Path) -> None:
    register = tmp_path / "registre.csv"
    register.write_text(
        "Code;Nom;Département;Étape;Population\nC1;CPTS des Prés;Sarthe;En réflexion;35000\n", encoding="utf-8-sig"
    )
    assert desk("import", "adhesions", register, "--date", "2024-01-05").code == 0
    before = desk("adhesions", "summary", "--date", "2024-08-31", "--json").json["by_size"]
    after = desk("adhesions", "summary", "--date", "2024-09-01", "--json").json["by_size"]

    assert (before["1"], after.get("1", 0), after["2"]) == (1, 0, 1)


def test_the_scale_in_force_is_printed(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "sortie"
    written = desk("documents", "scales", "--date", "2024-10-01", "--out", out, "--json")

    assert written.code == 0, written.err
    assert [Path(file).suffix for file in written.json["files"]] == [".pdf"]
