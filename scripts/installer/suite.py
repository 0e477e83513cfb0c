"""The tests of what touches files, run by the Python of Windows under Wine: storage, paths, imports, documents."""

import re
import shutil
import zipfile

from scripts.installer import wine
from scripts.installer.workstation import Failure, Workstation

DEV = wine.ROOT / "requirements" / "dev.txt"
PACKAGES = wine.CACHE / "tests"
PYTHON = wine.CACHE / "python-of-tests" / "python.exe"
"""The same Python, which also sees the packages of the tests and this checkout, as do the processes they start."""
TESTS = ("tests/storage", "tests/reports", "tests/imports", "tests/test_paths.py", "tests/test_logs.py")
_UNUSED = {"build", "hatchling", "import-linter", "librt", "grimp", "mypy", "mypy-extensions", "ruff"}
"""Tools that no test here imports."""
_OPTIONS = ("-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--basetemp=C:\\tests")


def run(pc: Workstation) -> str:
    """Run the tests; return the last line of pytest, which counts them. Raises Failure with the tests that failed."""
    prepare()
    _make_python()
    code, said = pc.run(PYTHON, "-X", "utf8", "-m", "pytest", *_OPTIONS, *TESTS, seconds=1200)
    lines = said.strip().splitlines()
    if code:
        wrong = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        (wine.CACHE / "tests.log").write_text(said, encoding="utf-8")
        raise Failure("\n    ".join([lines[-1] if lines else "pytest n’a rien dit", *wrong[:40]]))
    return lines[-1].strip("= ")


def prepare() -> None:
    """Bring the packages of the tests, unless they are there as the lock says."""
    lock = PACKAGES / "lock.txt"
    wanted = windows_lock(DEV.read_text(encoding="utf-8"), wine.LOCK.read_text(encoding="utf-8"))
    if lock.is_file() and lock.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(PACKAGES, ignore_errors=True)
    PACKAGES.mkdir(parents=True)
    asked = wine.CACHE / "tests.txt"
    asked.write_text(wanted, encoding="utf-8")
    wheels = wine.CACHE / "downloads" / "tests"
    wine.download(asked, wheels, wine.WHEELS)
    for wheel in sorted(wheels.iterdir()):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(PACKAGES)
    lock.write_text(wanted, encoding="utf-8")


def _make_python() -> None:
    PYTHON.parent.mkdir(parents=True, exist_ok=True)
    source = wine.PYTHON.parent
    for file in (wine.PYTHON, *source.glob("python3*.dll"), *source.glob("vcruntime*.dll")):
        shutil.copy(file, PYTHON.parent)
    seen = (wine.ROOT, source / "Lib" / "std", source, source / "Lib" / "site-packages", PACKAGES)
    lines = [wine.windows_path(folder) for folder in seen]
    (PYTHON.parent / "python311._pth").write_text("\n".join(lines) + "\n", encoding="utf-8")


def windows_lock(dev: str, frozen: str) -> str:
    """Return what Windows needs of the lock of the tests, beside what is frozen; `pip` would judge as on Linux."""
    known = {name(entry) for entry in entries(frozen)} | _UNUSED
    kept = [entry for entry in entries(dev) if name(entry) not in known]
    return "\n".join(re.sub(r" ;[^\\]*", " ", entry) for entry in kept) + "\n"


def entries(lock: str) -> list[str]:
    """Return the requirements of a lock file, each with its hashes."""
    return re.split(r"\n(?=\S)", lock.strip())


def name(entry: str) -> str:
    """Return the package that a requirement names."""
    return entry.partition("==")[0]
