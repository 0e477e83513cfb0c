"""Prepare the checkout and start CPR Desk or its checks; the standard library is all it needs.

The packages go to `.venv`, from the hashed lock files of `requirements/`; a stamp tells what is there, so that a second
start installs nothing. Older Pythons can parse this file, and are told that they are too old.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

USAGE = """\
Usage : python dev.py COMMANDE [options]

  demo   crée une région inventée et tous ses documents, puis ouvre la fenêtre
         (--out DOSSIER, --no-window)
  run    ouvre CPR Desk, ou exécute une de ses commandes (run --help)
  test   vérifie tout : style, types, règles d’import, tests, couverture ;
         avec des options de pytest, les tests choisis, sans la couverture
  bench  mesure les temps et les compare aux objectifs
  installer [--prove]
         fait le programme d’installation de Windows dans dist/, et l’essaie
  lock   refait les fichiers de requirements/ (demande uv ; --upgrade met à jour)"""

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "dev-stamp.json"
RUNTIME, DEV = "requirements/runtime.txt", "requirements/dev.txt"  # the second holds the first
INSTALLER = "requirements/installer.txt"  # what is frozen for Windows, and what freezes it; holds the first too

STYLE = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"]),
)
TYPES: tuple[str, list[str]] = ("mypy", ["-m", "mypy"])
TOLD_AT_THE_END: dict[str, Any] = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "encoding": "utf-8",
    "errors": "replace",
}
TRACED = ["-m", "coverage", "run", "-m", "pytest", "--numprocesses=auto", "--dist=worksteal"]
# Tracing doubles the time of a test. The tests of the domain cover it by themselves, before the others fill its caches;
# of the others tests/conftest.py has one in three traced, which is enough to prove the floor.
COVERED_TESTS = (
    ("coverage erase", ["-m", "coverage", "erase"]),
    ("tests du domaine", [*TRACED, "tests/domain"]),
    ("coverage combine", ["-m", "coverage", "combine", "--quiet"]),
    ("domaine couvert à 100 %", ["-m", "coverage", "report", "--include=cpr_desk/domain/*", "--fail-under=100"]),
    ("autres tests", [*TRACED, "--ignore=tests/domain"]),
    ("coverage combine", ["-m", "coverage", "combine", "--quiet", "--append"]),
    ("reste couvert à 85 %", ["-m", "coverage", "report", "--omit=cpr_desk/domain/*", "--fail-under=85"]),
)

PIP_FAILURES = {
    "DO NOT MATCH THE HASHES": "Un paquet reçu n’est pas celui que requirements/ attend ; il n’a pas été installé."
    " Recommencez ; si l’erreur revient, prévenez les auteurs : le dépôt de paquets a peut-être été altéré.",
    "No space left|Errno 28|WinError 112": "Le disque est plein : libérez 1 Go, puis recommencez.",
    "connection broken|Connection error|timed out|ProxyError|name resolution|SSLError|HTTP error": "Le dépôt de paquets"
    " de Python ne répond pas : vérifiez la connexion et les réglages de pip (proxy, certificat), puis recommencez.",
    "No matching distribution found": "Un paquet manque pour cette machine : il faut Windows ou Linux (glibc) sur un"
    " processeur 64 bits.",
}

# Starts Qt without a screen, then loads the plug-in of the screen: what misses is named, nothing is shown.
QT_PROBE = """
import ctypes, sys
from PySide6 import QtCore, QtWidgets
QtWidgets.QApplication([])
plugins = QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath)
for name in sys.argv[1:]:
    ctypes.CDLL(f"{plugins}/platforms/libq{name}.so")
"""
# All that Qt asks of a bare system, so that one command is enough (README, « System libraries »).
QT_PACKAGES = {
    "debian": "apt-get install libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0"
    " libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
    "fedora": "dnf install libglvnd-egl libglvnd-glx glib2 dbus-libs fontconfig libxkbcommon"
    " libxkbcommon-x11 libX11-xcb xcb-util-cursor xcb-util-image xcb-util-keysyms xcb-util-renderutil xcb-util-wm",
    "suse": "zypper install libglvnd libglib-2_0-0 libdbus-1-3 libfontconfig1 libxkbcommon0"
    " libxkbcommon-x11-0 libX11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0",
    "arch": "pacman -S --needed libglvnd glib2 dbus fontconfig libxkbcommon libxkbcommon-x11"
    " xcb-util-cursor xcb-util-image xcb-util-keysyms xcb-util-renderutil xcb-util-wm",
}


class Stop(Exception):
    """Say in French why the command ends here, and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code: 0 done, 1 it failed, 2 usage, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows pipe may lack ’
    command = arguments[0] if arguments else "--help"
    if command not in COMMANDS:
        say(USAGE)
        return 0 if command in ("-h", "--help") else 2
    try:
        refuse_other_pythons(sys.version_info[:2], sys.maxsize)
        return COMMANDS[command](list(arguments[1:]))
    except Stop as stop:
        say(str(stop))
        return 1
    except OSError as fault:
        say(f"La machine refuse : {fault}. Vérifiez les droits sur {ROOT}, puis recommencez.")
        return 1
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    """Make the demo region; where Qt cannot start, say how to mend it and go on without the window."""
    prepare(RUNTIME)
    try:
        check_qt([] if "--no-window" in arguments else screen_plugins(os.name, os.environ))
    except Stop as stop:
        say(f"{stop}\n\nLa démonstration continue sans la fenêtre.")
        arguments = [*arguments, "--no-window"]
    return run_module("cpr_desk", ["demo", *arguments])


def run(arguments: list[str]) -> int:
    """Open the program, or run one of its commands."""
    prepare(RUNTIME)
    if not arguments:
        check_qt(screen_plugins(os.name, os.environ))
    return run_module("cpr_desk", arguments)


def test(arguments: list[str]) -> int:
    """Run every check even when one fails; with arguments for pytest, coverage would mean nothing and is left out."""
    prepare(DEV)
    check_qt([])
    tests = (("pytest", ["-m", "pytest", *arguments]),) if arguments else COVERED_TESTS
    lines: list[str] = []
    failed: list[str] = []

    def check(name: str, command: list[str], **options: Any) -> None:
        start = time.monotonic()
        done = subprocess.run([str(PYTHON), *command], cwd=ROOT, env=variables, check=False, **options)
        lines.append(f"{'ÉCHEC ' if done.returncode else 'réussi'} {time.monotonic() - start:6.1f} s  {name}")
        if done.returncode:
            failed.append(name)
        if done.stdout:
            say(f"── {name}\n{done.stdout}")

    variables = environment(QT_QPA_PLATFORM="offscreen")
    with ThreadPoolExecutor(max_workers=1) as beside:  # mypy is long and keeps one core busy: the tests have the others
        types = beside.submit(check, *TYPES, **TOLD_AT_THE_END)
        for name, command in (*STYLE, *tests):
            say(f"── {name}")
            check(name, command)
        types.result()
    say("\n".join(["", *lines, "", f"Échec : {', '.join(failed)}." if failed else "Tout est vérifié."]))
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Measure the program against its floors and goals."""
    prepare(RUNTIME)
    check_qt([])
    return run_module("benchmarks", arguments)


def installer(arguments: list[str]) -> int:
    """Make the setup program for Windows, on Linux under Wine; `--prove` tries it."""
    if arguments not in ([], ["--prove"]):
        raise Stop("« installer » ne connaît que l’option --prove.")
    prepare(INSTALLER if os.name == "nt" else RUNTIME)
    scripts = ["build.py", *(["prove.py"] if arguments else [])]
    for script in scripts:
        command = [str(PYTHON), str(ROOT / "scripts" / "installer" / script)]
        code = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
        if code:
            return abs(code)
    return 0


def lock(arguments: list[str]) -> int:
    """Make the lock files again, for every supported Python on Windows and Linux, and for the setup program.

    They name no host.
    """
    uv = shutil.which("uv")
    if uv is None:
        raise Stop("uv est introuvable : installez-le (« python -m pip install uv »), puis recommencez.")
    form = "--python-version=3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet"
    everywhere, windows = "--universal", "--python-platform=x86_64-pc-windows-msvc"
    held = f"--constraint={RUNTIME}"
    locks = (
        (RUNTIME, [everywhere]),
        (DEV, [everywhere, "--group=dev", held]),
        (INSTALLER, [windows, "--group=installer", held]),
    )
    for target, extra in locks:
        command = [uv, "pip", "compile", "pyproject.toml", *form.split(), *extra, f"--output-file={target}", *arguments]
        if subprocess.run(command, cwd=ROOT, env=environment(), check=False, stdout=subprocess.DEVNULL).returncode:
            raise Stop(f"{target} n’a pas été refait : le message de uv, ci-dessus, dit pourquoi.")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "run": run,
    "test": test,
    "bench": bench,
    "installer": installer,
    "lock": lock,
}


def say(text: str) -> None:
    """Print at once, so that the lines of the commands started here follow in order."""
    print(text, flush=True)


def refuse_other_pythons(version: tuple[int, ...], maxsize: int) -> None:
    """Stop on a Python for which the packages are not locked."""
    if (3, 11) <= version < (3, 14) and maxsize > 2**32:
        return
    this = ".".join(map(str, version)) + ("" if maxsize > 2**32 else " 32-bit")
    raise Stop(
        f"CPR Desk demande Python 3.11, 3.12 ou 3.13 en 64 bits ; celui-ci est Python {this}.\n"
        f"CPR Desk needs a 64-bit Python 3.11, 3.12 or 3.13; this is Python {this}.\n"
        "Par exemple : python3.11 dev.py … (Windows : py -3.11 dev.py …)"
    )


def environment(**more: str) -> dict[str, str]:
    """Return the caller's variables without those that would change how Python runs here, and with `more`."""
    # PYTHONPATH would add other packages, PYTHONOPTIMIZE drop the asserts of the tests, and PYTHONDONTWRITEBYTECODE
    # make each start compile everything again.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, **more}


def run_module(module: str, arguments: Sequence[str]) -> int:
    """Run a module of this checkout in the caller's folder, so that the paths given are the caller's."""
    command = [str(PYTHON), "-m", module, *arguments]
    return abs(subprocess.run(command, env=environment(PYTHONPATH=str(ROOT)), check=False).returncode)


def prepare(lock_file: str) -> None:
    """Bring `.venv` to what the lock file says; a stamp that agrees means that there is nothing to do."""
    locks = {name: digest(name) for name in (RUNTIME, DEV, INSTALLER)}
    current = {"python": f"{sys.version} {sys.base_prefix} {VENV}", **locks}
    stamp = read_stamp()
    if (
        not PYTHON.exists()
        or "python" not in stamp
        or any(stamp.get(key, current[key]) != current[key] for key in current)
    ):
        stamp = {}  # made by another Python, moved, interrupted, or holding what the lock files no longer say
    if lock_file in stamp:
        return
    say("Préparation de .venv : téléchargement et installation des paquets (300 Mo, la première fois seulement)…")
    STAMP.unlink(missing_ok=True)
    if not stamp:
        make_venv()
    install(lock_file)
    write_stamp({key: current[key] for key in current if key in stamp or key in ("python", RUNTIME, lock_file)})


def digest(lock_file: str) -> str:
    """Return the SHA-256 of a lock file."""
    return hashlib.sha256((ROOT / lock_file).read_bytes()).hexdigest()


def read_stamp() -> dict[str, Any]:
    """Return what `.venv` holds, nothing when that is unknown."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, Any]) -> None:
    """Record what `.venv` holds."""
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def make_venv() -> None:
    """Make an empty `.venv` in place of any other."""
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop("Ce Python n’a pas le module venv. Debian et Ubuntu : sudo apt-get install python3-venv")
    made = capture([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise Stop(
            f"Le dossier .venv n’a pas pu être fait. Fermez CPR Desk s’il est ouvert, vérifiez que {ROOT} n’est pas en"
            f" lecture seule, puis recommencez.\n{tail(made)}"
        )


def install(lock_file: str) -> None:
    """Install exactly the files whose hashes the lock file gives; nothing is built here."""
    options = "--quiet --disable-pip-version-check --no-input --require-hashes --only-binary=:all: --requirement"
    pip = capture([str(PYTHON), "-m", "pip", "install", *options.split(), str(ROOT / lock_file)])
    if pip.returncode:
        raise Stop(f"{pip_failure(pip.stderr)}\n{tail(pip)}")


def pip_failure(output: str) -> str:
    """Return in French what pip's output means."""
    known = (sentence for pattern, sentence in PIP_FAILURES.items() if re.search(pattern, output))
    return next(known, "L’installation des paquets a échoué ; pip en dit ceci :")


def screen_plugins(system: str, variables: Mapping[str, str]) -> list[str]:
    """Return the plug-in of Qt to try for the window; Windows and Wayland desktops have all that theirs asks for."""
    x11 = system != "nt" and variables.get("DISPLAY") and not variables.get("WAYLAND_DISPLAY")
    return ["xcb"] if x11 else []


def check_qt(plugins: list[str]) -> None:
    """Stop with the missing library and the command that brings it when Qt cannot start; ask once for each lock."""
    stamp = read_stamp()
    if {"offscreen", *plugins} <= set(stamp.get("qt", [])):
        return
    probe = capture([str(PYTHON), "-c", QT_PROBE, *plugins], QT_QPA_PLATFORM="offscreen")
    if probe.returncode:
        raise Stop(qt_failure(probe.stderr, linux_families()))
    write_stamp({**stamp, "qt": ["offscreen", *plugins]})


def linux_families() -> list[str]:
    """Return the name of this distribution, then those it is like."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".split()


def qt_failure(output: str, families: Sequence[str]) -> str:
    """Return in French why Qt did not start, and the command that mends it on this system."""
    missing = re.search(r"(\S+\.so[.\d]*): cannot open shared object file", output)
    if missing is None:
        advice = " Installez « Microsoft Visual C++ Redistributable » (x64)." if "DLL load failed" in output else ""
        return f"Qt ne démarre pas.{advice}\n{output.strip()[-1000:]}"
    known = [QT_PACKAGES[family] for family in families if family in QT_PACKAGES]
    command = f"sudo {known[0]}" if known else f"le paquet de votre système qui contient {missing[1]}"
    return f"Qt ne démarre pas : il manque la bibliothèque système {missing[1]}. Installez :\n\n    {command}"


def capture(command: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command quietly and keep what it said."""
    variables = environment(**more)
    return subprocess.run(
        command, cwd=ROOT, env=variables, check=False, capture_output=True, encoding="utf-8", errors="replace"
    )


def tail(process: subprocess.CompletedProcess[str]) -> str:
    """Return the last lines a command said, indented."""
    return "\n".join(f"    {line}" for line in (process.stdout + process.stderr).strip().splitlines()[-8:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
