"""Open a data folder for a person, as every entry to the programme does."""

import getpass
from dataclasses import dataclass
from pathlib import Path

from cpr_desk import logs, paths
from cpr_desk.errors import UserError
from cpr_desk.storage import database, pieces
from cpr_desk.storage.database import Database

__all__ = ["DataFolder", "Database", "data_folder", "open_data", "open_existing", "open_if_any", "verify"]


def open_data(data_dir: Path | None) -> Database:
    """Open (or create) the data folder and its log. Raises UserError with what to do."""
    folder = data_dir or paths.default_data_dir()
    logs.start_log(folder)
    return database.open_database(folder, _user())


def open_existing(data_dir: Path | None) -> Database:
    """Open a data folder that must hold a database already. Raises UserError when it does not."""
    folder = data_dir or paths.default_data_dir()
    if not paths.database_file(folder).exists():
        raise UserError(
            f"Le dossier {folder} ne contient pas de données de CPR Desk.",
            "Vérifiez le dossier, ou créez la commission : ouvrez la fenêtre, ou lancez « cpr-desk init ».",
        )
    return open_data(folder)


def open_if_any(data_dir: Path | None) -> Database | None:
    """Open a data folder for what also works without one; None when it holds no database."""
    folder = data_dir or paths.default_data_dir()
    return open_data(folder) if paths.database_file(folder).exists() else None


def verify(data_dir: Path | None) -> list[str]:
    """Return what is wrong with the database of a data folder and with the files kept beside it, in French."""
    file = paths.database_file(data_dir or paths.default_data_dir())
    return database.verify(file) or pieces.verify(file)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """What can be said of the data folder: its size in bytes (database only), the revision of its schema."""

    folder: Path
    size: int
    schema: str


def data_folder(db: Database) -> DataFolder:
    """Describe the folder of an open database."""
    files = [file for file in db.file.parent.glob(f"{db.file.name}*") if file.is_file()]
    return DataFolder(db.file.parent, sum(file.stat().st_size for file in files), database.HEAD)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "inconnu"
