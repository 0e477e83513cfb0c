"""Freeze CPR Desk for Windows and pack its setup program; on Linux under Wine. Called by `python dev.py installer`.

`dist/` then holds `CPRDesk/` (what is installed), `CPRDesk-<version>-setup.exe`, its SHA-256 and the list of its files;
made on Linux, `CPRDesk-<version>.msi` too.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from scripts.installer import wine  # noqa: E402 - the line above says where it is

DIST = ROOT / "dist"
FROZEN = DIST / "CPRDesk"
LARGEST_SETUP, LARGEST_INSTALLED = 45_000_000, 140_000_000
"""Bytes that the setup program and the installed one may take."""
SIGNER = "CPR_DESK_SIGN"
"""The variable that holds the command which signs the file named after it."""
UPGRADES = uuid.UUID("9E0B6C2F-52C6-4E0B-9D4B-3C1E9A7F4D52")
"""What all versions of the MSI have in common (`UpgradeCode` in cpr-desk.wxs)."""


class Stop(Exception):
    """Say in French why the building ends here."""


def version() -> str:
    """Return the version of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def setup_file() -> Path:
    """Return where the setup program goes."""
    return DIST / f"CPRDesk-{version()}-setup.exe"


def msi_file() -> Path:
    """Return where the MSI goes."""
    return DIST / f"CPRDesk-{version()}.msi"


def build() -> list[Path]:
    """Freeze, pack and check; return what was packed. Raises Stop."""
    freeze()
    check_frozen()
    sign(FROZEN.glob("*.exe"))
    packed = [pack(setup_file(), version())]
    size = packed[0].stat().st_size
    if size > LARGEST_SETUP:
        raise Stop(f"{packed[0].name} pèse {_bytes(size)}, au lieu de {_bytes(LARGEST_SETUP)} au plus.")
    if os.name != "nt":  # wixl is for Linux
        packed.append(pack_msi(msi_file(), version()))
    sign(packed)
    for file in packed:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        file.with_name(f"{file.name}.sha256").write_text(f"{digest}  {file.name}\n", encoding="ascii")
    return packed


def sign(files: Iterable[Path]) -> None:
    """Sign files with the command of CPR_DESK_SIGN, where there is a certificate. Raises Stop."""
    for file in files if (command := os.environ.get(SIGNER)) else ():
        if subprocess.run([*shlex.split(command, posix=os.name != "nt"), str(file)], check=False).returncode:
            raise Stop(f"{file.name} n’a pas été signé : voyez la commande de {SIGNER}.")


def _bytes(count: int) -> str:
    return f"{count:_} octets".replace("_", "\u202f")


def freeze() -> None:
    """Make `dist/CPRDesk` with PyInstaller; the same sources give the same list of files."""
    shutil.rmtree(FROZEN, ignore_errors=True)
    options = ["--noconfirm", "--log-level=WARN"]
    # Without it the order of sets, and with it the archive, differs from one time to the next.
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": _commit_time()}
    if os.name == "nt":
        command = [sys.executable, "-m", "PyInstaller", *options, "build_installer.spec"]
        code = subprocess.run(command, cwd=ROOT, env={**os.environ, **fixed}, check=False).returncode
    else:
        wine.prepare()
        spec = wine.windows_path(ROOT / "build_installer.spec")
        folders = [
            f"--distpath={wine.windows_path(DIST)}",
            f"--workpath={wine.windows_path(ROOT / 'build' / 'frozen')}",
        ]
        command = [wine.windows_path(wine.PYTHON), "-X", "utf8", "-m", "PyInstaller", *options, *folders, spec]
        code, said = wine.run(command, variables=fixed)
        if code:
            sys.stderr.write(said[-3000:])
    if code:
        raise Stop("PyInstaller a échoué ; ses derniers mots sont ci-dessus.")


def _commit_time() -> str:
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "0"


def check_frozen() -> None:
    """Refuse what must never be shipped, and what is too large; write the list of the files."""
    files = sorted(file for file in FROZEN.rglob("*") if file.is_file())
    stand_ins = {f"{name}.dll" for name in wine.STAND_INS}
    if wrong := [file.name for file in files if file.name.casefold() in stand_ins]:
        raise Stop(f"{', '.join(wrong)} ne sert qu’à Wine et ne doit pas être livré.")
    total = sum(file.stat().st_size for file in files)
    if total > LARGEST_INSTALLED:
        raise Stop(f"Le programme installé pèse {_bytes(total)}, au lieu de {_bytes(LARGEST_INSTALLED)} au plus.")
    names = [file.relative_to(FROZEN).as_posix() for file in files]
    (DIST / f"CPRDesk-{version()}-files.txt").write_text("\n".join(names) + "\n", encoding="utf-8")


def pack(target: Path, numbered: str, folder: Path = FROZEN, *, quick: bool = False) -> Path:
    """Pack a frozen folder as the version given; `quick` does not compress, for the proof. Raises Stop."""
    maker = shutil.which("makensis") or _nsis()
    panel = draw_panel(target.with_suffix(".bmp"))
    defined: dict[str, object] = {"VERSION": numbered, "FROZEN": folder, "PANEL": panel, "OUTPUT": target}
    if quick:
        defined["QUICK"] = 1
    if command := os.environ.get(SIGNER):
        defined["SIGN"] = command
    words = [f"-D{name}={value}" for name, value in defined.items()]
    script = ROOT / "scripts" / "installer" / "cpr-desk.nsi"
    done = subprocess.run([maker, "-V2", "-INPUTCHARSET", "UTF8", *words, str(script)], check=False)
    panel.unlink()
    if done.returncode:
        raise Stop("NSIS a échoué ; ses derniers mots sont ci-dessus.")
    return target


def draw_panel(target: Path) -> Path:
    """Draw what stands beside the words of the setup program, for screens of up to 200 %: our icon without its edge."""
    icon = Image.open(ROOT / "resources" / "icons" / "cpr-desk.ico").convert("RGB").crop((28, 28, 228, 228))
    panel = Image.new("RGB", (328, 628), icon.getpixel((2, 2)))
    panel.paste(icon, (64, 100))
    panel.save(target)
    return target


def product(numbered: str) -> str:
    """Return the code by which Windows knows a version of the MSI."""
    return str(uuid.uuid5(UPGRADES, numbered)).upper()


def pack_msi(target: Path, numbered: str, folder: Path = FROZEN) -> Path:
    """Pack a frozen folder as an MSI of the version given. Raises Stop."""
    files = sorted(file.relative_to(folder.parent).as_posix() for file in folder.rglob("*") if file.is_file())
    listed = target.with_suffix(".wxs")
    asked = "--directory-ref=ProgramFiles64Folder --component-group=Program --var=var.FROM --win64 --prefix="
    heat = ["wixl-heat", *asked.split()]
    found = subprocess.run(heat, input="\n".join(files), capture_output=True, text=True, check=True).stdout
    listed.write_text(found, encoding="utf-8")
    defined = {"VERSION": numbered, "PRODUCT": product(numbered), "FROM": ".", "Win64": "yes"}
    words = [f"--define={name}={value}" for name, value in defined.items()]
    script = ROOT / "scripts" / "installer" / "cpr-desk.wxs"
    command = ["wixl", "--arch=x64", *words, f"--output={target}", str(script), str(listed)]
    done = subprocess.run(command, cwd=folder.parent, check=False)  # wixl knows relative paths alone
    listed.unlink()
    if done.returncode:
        raise Stop("wixl a échoué ; ses derniers mots sont ci-dessus.")
    return target


def _nsis() -> str:
    """Return where NSIS installs itself on Windows."""
    for folder in ("ProgramFiles(x86)", "ProgramFiles"):
        found = Path(os.environ.get(folder, "")) / "NSIS" / "makensis.exe"
        if found.is_file():
            return str(found)
    raise Stop("NSIS est introuvable : installez-le (https://nsis.sourceforge.io), puis recommencez.")


def main() -> int:
    """Build, or say why not."""
    if os.name != "nt" and (packages := wine.missing_packages()):
        print(f"Il manque des outils. Installez :\n\n    sudo apt-get install {' '.join(packages)}")
        return 1
    try:
        packed = build()
    except Stop as stop:
        print(stop)
        return 1
    for file in packed:
        print(file.with_name(f"{file.name}.sha256").read_text(encoding="ascii"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
