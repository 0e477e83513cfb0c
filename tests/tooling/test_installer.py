"""What makes the setup program for Windows: locks, files that may ship, what is missing on a machine."""

import sys
from pathlib import Path

import pytest
from PIL import Image

from scripts.installer import build, readback, steps, suite, wine
from scripts.installer.workstation import Failure


def test_the_lock_of_the_windows_tests_adds_to_what_is_frozen_and_keeps_the_hashes() -> None:
    frozen = wine.LOCK.read_text(encoding="utf-8")
    wanted = suite.windows_lock(suite.DEV.read_text(encoding="utf-8"), frozen)

    names = {suite.name(entry) for entry in suite.entries(wanted)}
    assert {"pytest", "hypothesis", "colorama", "coverage"} <= names
    assert not names & {suite.name(entry) for entry in suite.entries(frozen)}
    assert all("--hash=sha256:" in entry for entry in suite.entries(wanted))
    assert " ; " not in wanted


def frozen_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, *files: str) -> None:
    """Make a frozen program of these files in a folder."""
    monkeypatch.setattr(build, "DIST", folder)
    monkeypatch.setattr(build, "FROZEN", folder / "CPRDesk")
    for file in files:
        target = folder / "CPRDesk" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(1000))


def test_the_list_of_the_files_is_written_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen_folder(tmp_path, monkeypatch, "_internal/python311.dll", "CPRDesk.exe")

    build.check_frozen()

    written = (tmp_path / f"CPRDesk-{build.version()}-files.txt").read_text(encoding="utf-8")
    assert written == "CPRDesk.exe\n_internal/python311.dll\n"


def test_what_stands_in_for_windows_under_wine_never_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen_folder(tmp_path, monkeypatch, "CPRDesk.exe", "_internal/ICUUC.dll")

    with pytest.raises(build.Stop, match=r"ICUUC\.dll ne sert qu’à Wine"):
        build.check_frozen()


def test_a_program_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen_folder(tmp_path, monkeypatch, "CPRDesk.exe")
    monkeypatch.setattr(build, "LARGEST_INSTALLED", 999)

    with pytest.raises(build.Stop, match="pèse 1\u202f000 octets"):
        build.check_frozen()


def test_files_are_signed_where_there_is_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, signer = tmp_path / "CPRDesk.exe", tmp_path / "signe.py"
    file.write_text("programme", encoding="ascii")
    signer.write_text("import sys; open(sys.argv[1], 'a').write(', signé')", encoding="utf-8")

    build.sign([file])
    assert file.read_text(encoding="utf-8") == "programme"
    monkeypatch.setenv(build.SIGNER, f"{Path(sys.executable).as_posix()} -X utf8 {signer.as_posix()}")
    build.sign([file])
    assert file.read_text(encoding="utf-8") == "programme, signé"
    monkeypatch.setenv(build.SIGNER, f"{Path(sys.executable).as_posix()} {tmp_path.as_posix()}/rien.py")
    with pytest.raises(build.Stop, match=r"CPRDesk\.exe n’a pas été signé"):
        build.sign([file])


def test_a_silent_setup_program_never_waits_for_an_answer() -> None:
    lines = (build.ROOT / "scripts" / "installer" / "cpr-desk.nsi").read_text(encoding="utf-8").splitlines()
    asking = [place for place, line in enumerate(lines) if "MessageBox " in line]

    assert len(asking) > 5
    assert all(" /SD " in lines[place] or "IfSilent" in lines[place - 1] for place in asking)


def test_an_msi_replaces_those_of_other_versions() -> None:
    package = (build.ROOT / "scripts" / "installer" / "cpr-desk.wxs").read_text(encoding="utf-8")

    assert f'UpgradeCode="{build.UPGRADES}"'.casefold() in package.casefold()
    assert build.product("0.1.0") == build.product("0.1.0") != build.product("0.1.1")


def test_missing_tools_are_told_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda tool: None if tool in ("wine", "makensis") else tool)

    assert {"wine wine64", "nsis"} <= set(wine.missing_packages())


@pytest.mark.parametrize(("shade", "words"), [(200, ""), (203, ""), (120, "écart de 75"), (None, "est vide")], ids=str)
def test_a_picture_far_from_its_reference_is_told(
    shade: int | None, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readback, "GOLDEN", tmp_path / "golden")
    known = Image.new("L", (40, 20), 200)
    known.paste(0, (10, 5, 20, 10))
    (tmp_path / "pages").mkdir()
    known.save(tmp_path / "pages" / "1-dashboard.png")
    readback.compare(tmp_path / "pages", accept=True)
    seen = Image.new("L", (40, 20), shade if shade is not None else 200)
    if shade is not None:
        seen.paste(0, (10, 5, 20, 10))
    seen.save(tmp_path / "pages" / "1-dashboard.png")

    if words:
        with pytest.raises(Failure, match=words):
            readback.compare(tmp_path / "pages", accept=False)
    else:
        assert readback.compare(tmp_path / "pages", accept=False) == "1 pages"


def test_a_page_without_a_picture_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readback, "GOLDEN", tmp_path / "golden")
    Image.new("L", (4, 4)).save(tmp_path / "1-dashboard.png")
    readback.compare(tmp_path, accept=True)
    (tmp_path / "1-dashboard.png").rename(tmp_path / "2-commission.png")

    with pytest.raises(Failure, match=r"1-dashboard\.png, 2-commission\.png"):
        readback.compare(tmp_path, accept=False)


def test_the_readme_names_the_packages_of_the_tools() -> None:
    readme = (wine.ROOT / "README.md").read_text(encoding="utf-8")

    assert f"apt-get install {' '.join(wine.TOOLS.values())}" in readme


def test_a_step_of_the_proof_says_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    def proven() -> str:
        """Le programme s’ouvre."""
        return "6 pages"

    def left_out() -> str:
        """Le disque est plein."""
        raise steps.NotTried("il faut être root")

    def failed() -> str:
        """Le menu le propose."""
        raise Failure("Il ne le propose pas.")

    assert [steps.attempt(step) for step in (proven, left_out, failed)] == [
        steps.Outcome.PROVEN,
        steps.Outcome.LEFT_OUT,
        steps.Outcome.FAILED,
    ]
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["réussi", "non", "ÉCHEC"]
    assert told[0].endswith("Le programme s’ouvre : 6 pages")
    assert told[1].endswith("Le disque est plein : il faut être root")
    assert told[2].endswith("Le menu le propose : Il ne le propose pas.")
