"""Open the database file: schema version, upgrade behind a backup, connections, faults said in French."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cpr_desk import paths
from cpr_desk.domain.french import typeset
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.storage import journal

HEAD = "0005"
"""The schema revision this programme works with (a test holds it to the migrations)."""


class Database:
    """An open database; every write goes through `unit_of_work`."""

    def __init__(self, file: Path, who: str) -> None:
        self.file = file
        self.who = who
        self.carried_out: list[journal.Written] = []
        """The use cases carried out since it was opened, here and nowhere else: what this window may undo."""
        self._binaries: dict[str, bytes] = {}
        self._copies: TemporaryDirectory[str] | None = None
        self.engine = _engine(file)
        # Writers queue from their first reading on: what a use case read still holds when it writes.
        self._writing = self.engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def unit_of_work(self, label: str) -> Iterator[Session]:
        """Run one use case: commit it with its journal entry, or leave nothing.

        `label` is the French name of the use case, « Convoquer la réunion du 4 février 2021 ».
        """
        with _said_in_french(self.file), Session(self._writing, expire_on_commit=False) as session:
            journal.watch(session, self._binaries)
            yield session
            written = journal.write_entry(session, label, self.who)
            session.commit()
        if written:
            self.carried_out.append(written)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent state; nothing is ever written."""
        with _said_in_french(self.file), Session(self.engine, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Release the file, and remove what was handed out to be looked at."""
        self.engine.dispose()
        if self._copies:
            self._copies.cleanup()
            self._copies = None

    def copies_folder(self) -> Path:
        """Return a new empty folder for a copy to look at; what another program holds open stays when it closes."""
        if self._copies is None:
            self._copies = TemporaryDirectory(prefix="cpr-desk-", ignore_cleanup_errors=True)
        return Path(mkdtemp(dir=self._copies.name))


def open_database(data_dir: Path, who: str = "") -> Database:
    """Open the database of a data folder, creating or upgrading it.

    Raises UserError for a newer schema, EnvironmentFault for a folder or file that cannot be used.
    """
    file = paths.database_file(data_dir)
    with _said_in_french(file):
        data_dir.mkdir(parents=True, exist_ok=True)
        version = schema_version(file)
        if version != HEAD:
            _upgrade(file, version)
        return Database(file, who)


def schema_version(file: Path) -> str | None:
    """Read the schema revision with one cheap query; None for a database yet to be made.

    Raises sqlite3.DatabaseError where the file is no database of ours.
    """
    if not file.exists() or file.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(file)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if _VERSION in tables else None
    if row is None and tables - {_VERSION}:
        raise _not_ours()
    return str(row[0]) if row else None


_VERSION = "alembic_version"


def _not_ours() -> sqlite3.DatabaseError:
    fault = sqlite3.DatabaseError("a database of another program")
    fault.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return fault


def _upgrade(file: Path, version: str | None) -> None:
    from cpr_desk.storage import migrate  # Alembic is imported only when there is work for it

    if version is not None:
        if version not in migrate.revisions():
            raise UserError(
                "Cette base de données a été enregistrée par une version plus récente de CPR Desk.",
                "Installez cette version plus récente, ou choisissez un autre dossier de données.",
            )
        backup_to(file, file.with_name(f"{file.stem}-avant-{version}.sqlite"))
    migrate.upgrade(file)


def backup_to(file: Path, target: Path) -> None:
    """Copy a database through SQLite's backup, then check the copy."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    if answer != "ok":
        raise EnvironmentFault(
            "La copie de sauvegarde de la base de données est illisible.",
            "Vérifiez le disque avant de continuer. Rien n’a été modifié.",
        )


def verify(file: Path) -> list[str]:
    """Return what is wrong with a database file, in French; empty when all is well."""
    if not file.exists():
        return [f"La base de données {file.name} n’existe pas dans ce dossier."]
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA query_only = ON")
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        version = schema_version(file)
    except sqlite3.Error as fault:
        return [typeset(str(_translated(fault, file) or _fault(_DAMAGED, file)))]
    problems = [f"Structure du fichier endommagée : {line}" for line in found]
    problems += [f"La table {row[0]} contient une ligne sans référence (n° {row[1]})." for row in orphans]
    if version != HEAD:
        problems.append(f"Le schéma est en version {version or 'inconnue'} au lieu de {HEAD}.")
    return [typeset(problem) for problem in problems]


def _engine(file: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(file)))

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # or pysqlite begins at the first write only: readings would not agree
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


@contextmanager
def _said_in_french(file: Path) -> Iterator[None]:
    """Turn the faults of the file system and of SQLite into sentences that say what to do."""
    try:
        yield
    except (OSError, sqlite3.Error, DBAPIError) as fault:
        if said := _translated(fault.orig if isinstance(fault, DBAPIError) else fault, file):
            raise said from fault
        raise


def _translated(fault: BaseException | None, file: Path) -> EnvironmentFault | None:
    """Say what the machine refused, None where the programme itself is at fault.

    Faults are told apart by number: the words of a system are in its own language.
    """
    if isinstance(fault, OSError):
        return _fault(_SYSTEM.get(fault.errno or 0, _UNUSABLE), file)
    words = _SQLITE.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
    if words is _SILENT and _is_full(file.parent):
        words = _FULL
    return _fault(words, file) if words else None


def _is_full(folder: Path) -> bool:
    """Return whether no room is left: SQLite then fails to open its journal as if the disk did not answer."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def _fault(words: tuple[str, str], file: Path) -> EnvironmentFault:
    what, what_to_do = words
    return EnvironmentFault(what.format(name=file.name, folder=file.parent), what_to_do)


_LEAST_ROOM = 100_000  # bytes: the shared index of the write-ahead journal takes 32,768 at once
_UNUSABLE = (
    "Le dossier de données {folder} ne peut pas être utilisé.",
    "Vérifiez qu’il existe, que c’est bien un dossier et que vous avez le droit d’y écrire, ou choisissez-en un autre.",
)
_READ_ONLY = (
    "Le dossier de données {folder} est en lecture seule.",
    "Choisissez un dossier où vous pouvez écrire, ou demandez ce droit à votre service informatique.",
)
_FULL = (
    "Le disque est plein, l’enregistrement n’a pas eu lieu.",
    "Libérez de la place, puis recommencez. Ce qui était déjà enregistré est intact.",
)
_BUSY = (
    "La base de données est occupée par un autre programme.",
    "Fermez l’autre fenêtre de CPR Desk, puis recommencez.",
)
_DAMAGED = (
    "Le fichier {name} est endommagé ou n’est pas une base de CPR Desk.",
    "Remplacez-le par une sauvegarde, ou choisissez un autre dossier de données. Le fichier n’a pas été modifié.",
)
_SILENT = (
    "Le disque ou le réseau qui porte le dossier de données {folder} ne répond pas.",
    "Vérifiez qu’il est branché et accessible, puis recommencez. Ce qui était déjà enregistré est intact.",
)
_SYSTEM = {
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.ENOSPC: _FULL,
    errno.EIO: _SILENT,
}
_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: _UNUSABLE,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _SILENT,
}
