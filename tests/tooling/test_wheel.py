import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

import dev


def variables(**more: str) -> dict[str, str]:
    """Return an environment in which neither this checkout nor the measure of its coverage is known."""
    return {name: value for name, value in dev.environment(**more).items() if not name.startswith("COVERAGE")}


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without a network and return the folder it unpacks to."""
    built, folder = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("unpacked")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(dev.ROOT)]
    build = subprocess.run(command, env=variables(), cwd=built, check=False, capture_output=True, text=True)
    assert build.returncode == 0, build.stdout + build.stderr
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("folder", ["resources", "db"])
def test_the_wheel_holds_every_packaged_file(unpacked: Path, folder: str) -> None:
    packaged = files_below(dev.ROOT / folder)

    assert packaged
    assert files_below(unpacked / "cpr_desk" / folder) == packaged


def test_the_wheel_holds_the_program_its_licence_and_nothing_else(unpacked: Path) -> None:
    [information] = unpacked.glob("*.dist-info")

    assert {path.name for path in unpacked.iterdir()} == {"cpr_desk", information.name}
    metadata = message_from_string((information / "METADATA").read_text(encoding="utf-8"))
    assert metadata["License-Expression"] == "EUPL-1.2"
    assert (information / "licenses" / "LICENSE").read_bytes() == (dev.ROOT / "LICENSE").read_bytes()


@pytest.mark.parametrize("command", [["--help"], ["self-test"]])
def test_the_program_runs_from_an_empty_folder_with_the_wheel_alone(
    unpacked: Path, tmp_path: Path, command: list[str]
) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "cpr_desk", *command],
        env=variables(PYTHONPATH=str(unpacked), QT_QPA_PLATFORM="offscreen"),
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert process.returncode == 0, process.stderr
    assert process.stdout
    assert not list(tmp_path.iterdir())
