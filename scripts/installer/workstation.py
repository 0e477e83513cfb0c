"""A Windows workstation under Wine, as the secretary Hélène has it: French settings, an accent in her name."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.installer import wine

USER = "Hélène"
NAME = "CPR Desk"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
_OURS = "cpr desk"


class Failure(Exception):
    """Say in French what is not as it should be."""


class Workstation:
    """A prefix of its own; Windows paths begin with « C: », those of Linux lie under `drive`."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.prefix = folder
        self.drive = folder / "drive_c"
        wine.make_prefix(folder, USER=USER)
        self.home = self.drive / "users" / USER
        for link in [path for path in self.home.iterdir() if path.is_symlink()]:
            link.unlink()  # Wine's « Documents » is the home folder of whoever proves
            link.mkdir()
        self.data = self.home / "AppData" / "Local" / NAME
        self.programs = self.home / "AppData" / "Local" / "Programs" / NAME

    def windows(self, path: Path) -> str:
        """Return how Windows names a file of this workstation."""
        if path.is_relative_to(self.drive):
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        return wine.windows_path(path)

    def run(self, program: Path, *words: object, seconds: int = 300) -> tuple[int, str]:
        """Run a program; return its exit code and what it said."""
        given = [self.windows(word) if isinstance(word, Path) else str(word) for word in words]
        return wine.run([self.windows(program), *given], prefix=self.prefix, variables={"USER": USER}, seconds=seconds)

    def expect(self, code: int, program: Path, *words: object, seconds: int = 300) -> str:
        """Run a program that must answer with an exit code; return what it said. Raises Failure."""
        got, said = self.run(program, *words, seconds=seconds)
        if got != code:
            raise Failure(f"{program.name} {' '.join(map(str, words))} : code {got} au lieu de {code}. {said[-1500:]}")
        return said

    @contextmanager
    def running(self, program: Path, *words: object) -> Iterator[None]:
        """Keep a program open meanwhile."""
        given = [self.windows(word) if isinstance(word, Path) else str(word) for word in words]
        process = subprocess.Popen(
            ["wine", self.windows(program), *given],
            env=wine.environment(self.prefix, USER=USER),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            wine.run(["taskkill", "/f", "/im", program.name], prefix=self.prefix, variables={"USER": USER})
            process.communicate(timeout=60)

    def install(self, setup: Path, *switches: str, code: int = 0) -> None:
        """Run a setup program silently and wait for its end. Raises Failure.

        A folder after /D= goes without quotation marks, which Wine would put around a word with a blank.
        """
        self.expect(code, setup, "/S", *(word for switch in switches for word in switch.split(" ")))
        wine.finish(self.prefix)

    def uninstall(self, folder: Path, *switches: str) -> None:
        """Run the uninstaller of a folder silently, and wait for the copy of itself that works. Raises Failure."""
        self.expect(0, folder / "Desinstaller.exe", "/S", *switches)
        wine.finish(self.prefix)

    def trace(self) -> set[str]:
        """Return the files, folders and keys of the registry that are ours, data and documents left aside."""
        wine.finish(self.prefix)
        kept = (self.data, self.home / "Documents")
        files = {
            str(path.relative_to(self.drive))
            for path in self.drive.rglob("*")
            if _OURS
            in str(path.relative_to(self.drive)).casefold().replace("cprdesk", _OURS).replace("cpr-desk", _OURS)
            and not any(path.is_relative_to(folder) for folder in kept)
        }
        keys = {
            line
            for name in ("user.reg", "system.reg")
            for line in (self.prefix / name).read_text(encoding="utf-8", errors="replace").splitlines()
            if line.startswith("[") and _OURS in line.casefold()
        }
        return files | keys

    def registered(self, name: str, root: str = "HKCU") -> str:
        """Return what Windows' list of programs says of ours. Raises Failure when it says nothing."""
        code, said = wine.run(
            ["reg", "query", rf"{root}\{UNINSTALL}\{NAME}", "/v", name], prefix=self.prefix, variables={"USER": USER}
        )
        words = said.split(None)
        if code or "REG_" not in said:
            raise Failure(f"La liste des programmes ne dit pas {name}.")
        kind = next(number for number, word in enumerate(words) if word.startswith("REG_"))
        return " ".join(words[kind + 1 :])


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of a size (« 3m ») on a folder; only root may."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        _unmount(folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Forbid writing into a folder, to root too."""
    if os.geteuid():
        subprocess.run(["chmod", "--recursive", "a-w", str(folder)], check=True)
        try:
            yield
        finally:
            subprocess.run(["chmod", "--recursive", "u+w", str(folder)], check=True)
        return
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        _unmount(folder)


def may_mount() -> bool:
    """Return whether this user may mount a disk."""
    asked = subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True)
    return os.geteuid() == 0 and asked.returncode == 0


def _unmount(folder: Path) -> None:
    for _ in range(20):
        if subprocess.run(["umount", str(folder)], check=False, capture_output=True).returncode == 0:
            return
        time.sleep(0.5)  # a program that ends still holds it
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
