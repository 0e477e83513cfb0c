"""Where things are: packaged files, user data, logs. The only place that asks whether we are frozen."""

import sys
from pathlib import Path

APP_NAME = "CPR Desk"
DATABASE_NAME = "cpr-desk.sqlite"


def _packaged(name: str) -> Path:
    """Find a packaged folder in a frozen program, a wheel (inside the package) or a checkout (beside it)."""
    package = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for folder in (frozen / name, package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name)


def resources_dir() -> Path:
    """Return the folder of icons, fonts, translations and templates."""
    return _packaged("resources")


def reference_dir() -> Path:
    """Return the folder of dated, sourced data files (scales, organisations, territories)."""
    return _packaged("db") / "reference"


def migrations_dir() -> Path:
    """Return the folder of the Alembic migrations."""
    return _packaged("db") / "migrations"


def default_data_dir() -> Path:
    """Return the platform's place for this user's data (under %LOCALAPPDATA% on Windows)."""
    from platformdirs import user_data_path  # a start with --data-dir never needs it

    return user_data_path(APP_NAME, appauthor=False)


def database_file(data_dir: Path) -> Path:
    """Return the database of a data folder."""
    return data_dir / DATABASE_NAME


def pieces_dir(data_dir: Path) -> Path:
    """Return the folder of the files kept beside the database, each under its hash."""
    return data_dir / "pieces"


def window_memory(data_dir: Path) -> Path:
    """Return the file where the window remembers its pages, sizes and columns."""
    return data_dir / "fenetre.json"


def logs_dir(data_dir: Path) -> Path:
    """Return the folder of log files, beside the data."""
    return data_dir / "journaux"
