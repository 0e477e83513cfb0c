"""Run the Alembic migrations, configured in code; imported only when there is work for it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from cpr_desk import paths


def _config(file: Path | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations_dir()).replace("%", "%%"))
    config.attributes["file"] = file
    return config


def revisions() -> list[str]:
    """Return every known revision, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def upgrade(file: Path, revision: str = "head") -> None:
    """Bring a database file to a revision, creating it if need be; all steps or none."""
    command.upgrade(_config(file), revision)


def downgrade(file: Path, revision: str) -> None:
    """Take a database file back to an earlier revision (used by tests, « base » for none)."""
    command.downgrade(_config(file), revision)
