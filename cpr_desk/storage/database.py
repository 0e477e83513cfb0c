"""Open the database file: schema version, upgrade behind a backup, connections, faults said in French."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from cpr_desk import paths
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.storage import journal

HEAD = "0001"
"""The schema revision this programme works with (a test holds it to the migrations)."""


class Database:
    """An open database; every write goes through `unit_of_work`."""

    def __init__(self, file: Path, who: str) -> None:
        self.file = file
        self.who = who
        self.engine = _engine(file)

    @contextmanager
    def unit_of_work(self, label: str) -> Iterator[Session]:
        """Run one use case: commit it with its journal entry, or leave nothing.

        `label` is the French name of the use case, « Convoquer la réunion du 4 février 2021 ».
        """
        with _said_in_french(self.file), Session(self.engine, expire_on_commit=False) as session:
            journal.watch(session)
            yield session
            journal.write_entry(session, label, self.who)
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent state; nothing is ever written."""
        with _said_in_french(self.file), Session(self.engine, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Release the file."""
        self.engine.dispose()


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

    Raises sqlite3.DatabaseError where the file is no database.
    """
    if not file.exists() or file.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(file)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return str(row[0]) if row else None


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
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        version = schema_version(file)
    except sqlite3.DatabaseError:
        return ["Le fichier n’est pas une base de données lisible. Restaurez une sauvegarde."]
    problems = [f"Structure du fichier endommagée : {line}" for line in found]
    problems += [f"La table {row[0]} contient une ligne sans référence (n° {row[1]})." for row in orphans]
    if version != HEAD:
        problems.append(f"Le schéma est en version {version or 'inconnue'} au lieu de {HEAD}.")
    return problems


def _engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


@contextmanager
def _said_in_french(file: Path) -> Iterator[None]:
    """Turn the faults of the file system and of SQLite into sentences that say what to do."""
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        if said := _translated(fault, file):
            raise said from fault
        raise


def _translated(fault: Exception, file: Path) -> EnvironmentFault | None:
    said = str(getattr(fault, "orig", fault)).lower()
    for words, what, what_to_do in _FAULTS:
        if any(word in said for word in words):
            return EnvironmentFault(what.format(name=file.name, folder=file.parent), what_to_do)
    if isinstance(fault, OSError):
        return EnvironmentFault(
            f"Le dossier de données {file.parent} ne peut pas être utilisé.",
            "Vérifiez qu’il existe et que vous avez le droit d’y écrire, ou choisissez-en un autre.",
        )
    return None


_FAULTS = (
    (
        ("readonly", "read-only", "permission denied", "unable to open database"),
        "Le dossier de données {folder} est en lecture seule.",
        "Choisissez un dossier où vous pouvez écrire, ou demandez ce droit à votre service informatique.",
    ),
    (
        ("disk is full", "no space left", "database or disk is full"),
        "Le disque est plein, l’enregistrement n’a pas eu lieu.",
        "Libérez de la place, puis recommencez. Ce qui était déjà enregistré est intact.",
    ),
    (
        ("database is locked",),
        "La base de données est occupée par un autre programme.",
        "Fermez l’autre fenêtre de CPR Desk, puis recommencez.",
    ),
    (
        ("not a database", "malformed", "disk i/o error"),
        "Le fichier {name} est endommagé ou n’est pas une base de CPR Desk.",
        "Remplacez-le par une sauvegarde, ou choisissez un autre dossier de données. Le fichier n’a pas été modifié.",
    ),
)
