"""Prove the setup program under Wine: install, use, upgrade, remove. Called by `python dev.py installer --prove`.

Options: `--setup FILE` proves another one, `--only WORD` the steps whose name holds a word, `--accept` takes the
pictures of the pages as the new references.
"""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from cpr_desk.storage import migrate  # noqa: E402 - the line above says where it is
from scripts.installer import build, readback, suite, wine, workstation  # noqa: E402 - the line above says where they are
from scripts.installer.steps import NotTried, Outcome, Step, attempt, check_says, json_in, wait_until  # noqa: E402
from scripts.installer.workstation import Failure, Workstation  # noqa: E402

PROOF = wine.CACHE / "proof"
OLDER = "0.0.9"
ELSEWHERE = "Programmes d’Hélène"
START_MENU = Path("Microsoft", "Windows", "Start Menu", "Programs", "CPR Desk.lnk")
REFUSED = 1603 & 0xFF
"""What `msiexec` answers when a condition of the package is not met; Linux keeps its last eight bits."""


class Proof:
    """The steps on a workstation; each is a method whose docstring is the name of what is proven, in French."""

    def __init__(self, name: str, setup: Path, *, accept: bool) -> None:
        self.setup = setup
        self.accept = accept
        self.pc = Workstation(PROOF / name)
        self.console = self.pc.programs / "cpr-desk.exe"
        self.older = PROOF / f"CPRDesk-{OLDER}-setup.exe"
        self.before = self.pc.trace()

    def french_settings(self) -> str:
        """Le poste a les réglages français, et une utilisatrice Hélène."""
        probe = (
            "import locale, getpass; "
            "print(locale.setlocale(0, ''), locale.localeconv()['decimal_point'], getpass.getuser())"
        )
        said = self.pc.expect(0, wine.PYTHON, "-X", "utf8", "-c", probe).split()
        if said[-2:] != [",", workstation.USER]:
            raise Failure(f"Le poste répond : {' '.join(said)}.")
        return " ".join(said)

    def older_version(self) -> str:
        """Une version antérieure s’installe en silence, et des données y sont saisies."""
        folder = PROOF / "older"
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "--archive", "--link", str(build.FROZEN), str(folder)], check=True)
        (folder / "_internal" / "ancien.txt").write_text("de la version antérieure", encoding="utf-8")
        changed = folder / "_internal" / "LICENSE"
        changed.unlink()
        changed.write_text("autre dans la version antérieure", encoding="utf-8")
        build.pack(self.older, OLDER, folder, quick=True)
        shutil.rmtree(folder)
        self.pc.install(self.older)
        if self.pc.registered("DisplayVersion") != OLDER:
            raise Failure("La version antérieure n’est pas inscrite.")
        self.pc.expect(0, self.console, "init", "--region", "52", "--installed", "04/02/2021")
        self.pc.expect(0, self.console, "meeting", "new", "--date", "14/01/2027", "--time", "14:00")
        if not (self.pc.data / "cpr-desk.sqlite").is_file():
            raise Failure("Les données ne sont pas dans le dossier de l’utilisatrice.")
        if not (self.pc.home / "AppData" / "Roaming" / START_MENU).is_file():
            raise Failure("Le menu Démarrer ne propose pas le programme.")
        migrate.downgrade(self.pc.data / "cpr-desk.sqlite", migrate.revisions()[-2])
        return str(self.pc.windows(self.pc.data))

    def full_disk(self) -> str:
        """Une mise à jour sans place sur le disque laisse la version antérieure en état."""
        if not workstation.may_mount():
            raise NotTried("il faut être root pour monter un petit disque")
        with workstation.small_disk(PROOF / "disk", "200m") as disk:
            target = disk / "CPR Desk"
            before = self._files(self.pc.programs)
            self.pc.install(self.older, f"/D={wine.windows_path(target)}")
            self.pc.install(self.setup, code=2)
            if "CPR Desk 0" not in self.pc.expect(0, target / "cpr-desk.exe", "--version"):
                raise Failure("Le programme ne démarre plus.")
            if not (target / "_internal" / "ancien.txt").is_file():
                raise Failure("La version antérieure n’a pas été remise.")
            self.pc.uninstall(target)
            self._nothing_left_in(target)
        self.pc.install(self.older, f"/D={self.pc.windows(self.pc.programs)}")
        if before != self._files(self.pc.programs):
            raise Failure("La version antérieure a changé.")
        return ""

    def upgrade(self) -> str:
        """La mise à jour garde les données, qu’une copie précède, et n’oublie aucun ancien fichier."""
        self.pc.install(self.setup)
        self._is_the_program(self.pc.programs)
        if self.pc.registered("DisplayVersion") != build.version():
            raise Failure("La nouvelle version n’est pas inscrite.")
        listed = json.loads(self.pc.expect(0, self.console, "meeting", "list", "--json"))
        if "2027-01-14" not in json.dumps(listed):
            raise Failure(f"La réunion saisie n’y est plus : {listed}.")
        if not list(self.pc.data.glob("cpr-desk-avant-*.sqlite")):
            raise Failure("Les données ont été converties sans copie.")
        self.pc.expect(0, self.console, "verify")
        size = int(self.pc.registered("EstimatedSize"), 16) // 1024
        return f"{size} Mio installés"

    def downgrade(self) -> str:
        """Une version antérieure est refusée (code 3)."""
        self.pc.install(self.older, code=3)
        return ""

    def while_open(self) -> str:
        """L’installation et la désinstallation sont refusées tant que le programme est ouvert (code 4)."""
        log = self.pc.data / "journaux" / "cpr-desk.log"
        with self.pc.running(self.pc.programs / "CPRDesk.exe"):
            wait_until(lambda: log.is_file() and "window painted" in log.read_text(encoding="utf-8"))
            self.pc.expect(4, self.setup, "/S")
            folder = self.pc.windows(self.pc.programs)
            self.pc.expect(4, self.pc.programs / "Desinstaller.exe", "/S", *f"_?={folder}".split(" "))
        if not self.console.is_file():
            raise Failure("Le programme ouvert a été retiré.")
        return ""

    def installation(self) -> str:
        """Le programme s’installe en silence sur un poste neuf."""
        self.pc.install(self.setup)
        return str(self.pc.windows(self.pc.programs))

    def self_test(self) -> str:
        """Le programme installé réussit son essai complet."""
        steps = json.loads(json_in(self.pc.expect(0, self.console, "self-test", "--json")))["steps"]
        return f"{len(steps)} essais"

    def demonstration(self) -> str:
        """La démonstration s’écrit, et ses PDF et classeurs se lisent sur Linux."""
        folder = self.pc.home / "Documents" / "Démonstration d’Hélène"
        self.pc.expect(0, self.console, "demo", "--no-window", "--out", folder)
        self.pc.expect(0, self.console, "--data-dir", folder, "verify")
        return readback.documents(folder)

    def pictures(self) -> str:
        """Chaque page de la fenêtre ressemble à sa référence."""
        folder = PROOF / "pages"
        shutil.rmtree(folder, ignore_errors=True)
        self.pc.expect(0, self.console, "self-test", "--pictures", folder)
        return readback.compare(folder, accept=self.accept)

    def no_variables(self) -> str:
        """Sans %APPDATA% ni %LOCALAPPDATA%, les données sont trouvées."""
        script = self.pc.drive / "sans.cmd"
        lines = ["@set APPDATA=", "@set LOCALAPPDATA=", f'@"{self.pc.windows(self.console)}" %*']
        script.write_bytes("\r\n".join([*lines, ""]).encode("cp850"))
        said = self.pc.expect(
            0, self.pc.drive / "windows" / "system32" / "cmd.exe", "/c", "C:\\sans.cmd", "meeting", "list"
        )
        script.unlink()
        if "14 janvier 2027" not in said:
            raise Failure(f"Les données n’ont pas été trouvées : {said}")
        return ""

    def program_read_only(self) -> str:
        """Le programme marche dans un dossier en lecture seule."""
        if os.geteuid() == 0 and not workstation.may_mount():
            raise NotTried("root écrit partout où il ne peut pas monter de disque")
        with workstation.read_only(self.pc.programs):
            self._use(self.console)
        return ""

    def data_disk_full(self) -> str:
        """Sur un disque plein, le message le dit et rien n’est perdu."""
        if not workstation.may_mount():
            raise NotTried("il faut être root pour monter un petit disque")
        with workstation.small_disk(self.pc.drive / "plein", "2m") as disk:
            self.pc.expect(0, self.console, "--data-dir", disk, "init", "--region", "52", "--installed", "04/02/2021")
            (disk / "reste").write_bytes(bytes(shutil.disk_usage(disk).free))
            said = self.pc.expect(
                1, self.console, "--data-dir", disk, "export", "composition", "--out", disk / "composition.xlsx"
            )
            check_says(said, "disque est plein")
            said = self.pc.expect(1, self.console, "--data-dir", disk, "meeting", "new", "--date", "14/01/2027")
            check_says(said, "disque est plein")
            (disk / "reste").unlink()
            self.pc.expect(0, self.console, "--data-dir", disk, "verify")
        return ""

    def open_in_excel(self) -> str:
        """Un classeur ouvert dans Excel n’est pas remplacé, et le message le dit."""
        file = self.pc.home / "Documents" / "Composition.xlsx"
        self.pc.expect(0, self.console, "export", "composition", "--out", file)
        kept = file.read_bytes()
        with self._held(file):
            said = self.pc.expect(1, self.console, "export", "composition", "--out", file)
        check_says(said, "ouvert dans un autre programme")
        if file.read_bytes() != kept or list(file.parent.glob("~*")):
            raise Failure("Le classeur a changé, ou il en reste une copie.")
        return ""

    def long_paths(self) -> str:
        """Un chemin de plus de 260 caractères est accepté."""
        folder = self.pc.home.joinpath("Documents", *(f"dossier au nom long, numéro {number}" for number in range(10)))
        self.pc.expect(0, self.console, "--data-dir", folder, "init", "--region", "52", "--installed", "04/02/2021")
        self.pc.expect(0, self.console, "--data-dir", folder, "export", "composition", "--out", folder / "C.xlsx")
        return f"{len(self.pc.windows(folder / 'C.xlsx'))} caractères"

    def tests(self) -> str:
        """Les tests des données, des imports et des documents passent avec le Python de Windows."""
        return suite.run(self.pc)

    def uninstall(self) -> str:
        """La désinstallation ne laisse que les données."""
        self.pc.uninstall(self.pc.programs)
        self._only_data()
        if not (self.pc.data / "cpr-desk.sqlite").is_file():
            raise Failure("Les données ont disparu.")
        return ""

    def elsewhere(self) -> str:
        """Le programme s’installe et marche dans un dossier « Programmes d’Hélène »."""
        target = self.pc.drive / ELSEWHERE
        self.pc.install(self.setup, f"/D={self.pc.windows(target)}")
        self._use(target / "cpr-desk.exe")
        (target / "à moi.txt").write_text("un fichier de l’utilisatrice", encoding="utf-8")
        self._leave_alone(self.pc.drive / "Un autre programme")
        self.pc.install(self.setup, f"/D={self.pc.windows(self.pc.programs)}")
        if (target / "CPRDesk.exe").exists() or (target / "_internal").exists():
            raise Failure("Le programme est resté dans le dossier quitté.")
        self.pc.install(self.setup, f"/D={self.pc.windows(target)}")
        self.pc.uninstall(target)
        if [path.name for path in target.iterdir()] != ["à moi.txt"]:
            raise Failure(f"Le dossier contient {sorted(path.name for path in target.iterdir())}.")
        shutil.rmtree(target)
        self._only_data()
        return ""

    def _leave_alone(self, folder: Path) -> None:
        """Refuse a folder where another program has what ours would replace."""
        (folder / "_internal").mkdir(parents=True)
        (folder / "_internal" / "autre.dll").touch()
        self.pc.install(self.setup, f"/D={self.pc.windows(folder)}", code=2)
        if self._files(folder) != {"_internal/autre.dll"}:
            raise Failure("Le programme d’autrui a été modifié.")
        shutil.rmtree(folder)

    def everybody(self) -> str:
        """Le programme s’installe pour tous les utilisateurs (/AllUsers)."""
        target = self.pc.drive / "Program Files" / workstation.NAME
        self.pc.install(self.setup, "/AllUsers")
        if self.pc.registered("InstallLocation", "HKLM") != self.pc.windows(target):
            raise Failure("Le programme n’est pas inscrit pour tous.")
        if not (self.pc.drive / "ProgramData" / START_MENU).is_file():
            raise Failure("Le menu Démarrer de tous ne propose pas le programme.")
        self.pc.expect(0, target / "cpr-desk.exe", "verify")
        self._msi(REFUSED, "/i", build.msi_file())
        self.pc.uninstall(target, "/AllUsers")
        self._only_data()
        return ""

    def msi(self) -> str:
        """Le MSI s’installe, met à jour, refuse une version antérieure, exclut l’autre installation et se retire."""
        older = build.pack_msi(PROOF / f"CPRDesk-{OLDER}.msi", OLDER)
        programs = self.pc.drive / "Program Files" / "CPRDesk"
        self._msi(0, "/i", older)
        self._msi(0, "/i", build.msi_file())
        self._is_the_program(programs)
        self._msi(REFUSED, "/i", older)
        self.pc.install(self.setup, "/AllUsers", code=5)
        self._is_the_program(programs)
        self.pc.expect(0, programs / "cpr-desk.exe", "verify")
        self._msi(0, "/x", build.msi_file())
        self._only_data()
        return ""

    def data_elsewhere(self) -> str:
        """/DONNEES retire les données du poste, mais pas un dossier choisi ailleurs."""
        elsewhere = self.pc.home / "Documents" / "Données déplacées"
        self.pc.install(self.setup)
        self.pc.expect(0, self.console, "--data-dir", elsewhere, "init", "--region", "52", "--installed", "04/02/2021")
        self.pc.uninstall(self.pc.programs, "/DONNEES")
        if self.pc.data.exists():
            raise Failure("Les données sont encore là.")
        if not (elsewhere / "cpr-desk.sqlite").is_file():
            raise Failure("Des données choisies ailleurs ont été retirées.")
        self._only_data()
        return ""

    def _msi(self, code: int, action: str, file: Path) -> None:
        self.pc.expect(code, self.pc.drive / "windows" / "system32" / "msiexec.exe", action, file, "/qn")
        wine.finish(self.pc.prefix)

    def _use(self, console: Path) -> None:
        """Read, check and print the data of the user."""
        papers = self.pc.home / "Documents" / "Essai"
        self.pc.expect(0, console, "verify")
        self.pc.expect(0, console, "documents", "composition", "--out", papers)
        self.pc.expect(0, console, "export", "journal", "--out", papers / "Journal.xlsx")
        readback.documents(papers)
        shutil.rmtree(papers)

    @contextmanager
    def _held(self, file: Path) -> Iterator[None]:
        """Hold a file as Excel does: others may read it, not write it."""
        hold = (
            "import ctypes, sys, time; k = ctypes.WinDLL('kernel32'); k.CreateFileW.restype = ctypes.c_void_p;"
            "k.CreateFileW(sys.argv[1], 0xC0000000, 1, None, 3, 0, None); open(sys.argv[2], 'w'); time.sleep(120)"
        )
        held = PROOF / "held"
        held.unlink(missing_ok=True)
        with self.pc.running(wine.PYTHON, "-c", hold, file, held):
            wait_until(held.exists)
            yield

    def _files(self, folder: Path) -> set[str]:
        return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}

    def _is_the_program(self, folder: Path) -> None:
        wanted = self._files(build.FROZEN)
        if self._files(folder) - {"Desinstaller.exe"} != wanted:
            raise Failure("Les fichiers installés ne sont pas ceux du programme.")
        _same, differ, unread = filecmp.cmpfiles(folder, build.FROZEN, wanted, shallow=False)
        if differ or unread:
            raise Failure(f"Des fichiers ne sont pas ceux du programme : {sorted([*differ, *unread])[:5]}.")

    def _nothing_left_in(self, folder: Path) -> None:
        if folder.exists():
            raise Failure(f"Il reste {sorted(self._files(folder))[:5]}.")

    def _only_data(self) -> None:
        if left := self.pc.trace() - self.before:
            raise Failure(f"Il reste {sorted(left)[:5]}.")


def installing(proof: Proof) -> list[Step]:
    """Return what comes and goes on one workstation, in order: each step leaves what the next one needs."""
    return [
        proof.french_settings,
        proof.older_version,
        proof.full_disk,
        proof.upgrade,
        proof.downgrade,
        proof.while_open,
        proof.no_variables,
        proof.program_read_only,
        proof.data_disk_full,
        proof.open_in_excel,
        proof.long_paths,
        proof.uninstall,
        proof.elsewhere,
        proof.everybody,
        proof.msi,
        proof.data_elsewhere,
    ]


def using(proof: Proof) -> list[Step]:
    """Return what is long, for another workstation."""
    return [proof.tests, proof.installation, proof.self_test, proof.demonstration, proof.pictures]


def main() -> int:
    """Prove on two workstations at a time; a step that fails does not keep the next ones from being tried."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--setup", type=Path, default=build.setup_file())
    reader.add_argument("--accept", action="store_true")
    reader.add_argument("--only", default="")
    options = reader.parse_args()
    if packages := wine.missing_packages():
        print(f"Il manque des outils. Installez :\n\n    sudo apt-get install {' '.join(packages)}")
        return 1
    wine.prepare()

    def run(name: str, steps: Callable[[Proof], list[Step]]) -> list[Outcome]:
        """Return how the steps of a workstation end."""
        proof = Proof(name, options.setup.absolute(), accept=options.accept)
        return [attempt(step) for step in steps(proof) if options.only in step.__name__]

    with ThreadPoolExecutor() as lanes:
        outcomes = [*chain.from_iterable(lanes.map(run, ("installing", "using"), (installing, using)))]
    done = Counter(outcomes)
    if left := done[Outcome.LEFT_OUT]:
        print(f"Essais non faits : {left}.")
    if not done[Outcome.PROVEN] or done[Outcome.FAILED]:
        print("Des essais ont échoué." if done[Outcome.FAILED] else "Rien n’a été essayé.")
        return 1
    print("Le programme d’installation est prouvé.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
