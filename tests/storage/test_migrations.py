import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CheckConstraint, Table

from cpr_desk import paths
from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.french import squeeze
from cpr_desk.services.column_matches import remember_columns
from cpr_desk.services.commission import create_commission
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage import migrate
from cpr_desk.storage.database import HEAD, open_database, schema_version, verify
from cpr_desk.storage.models import Base
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, adhesion
from tests.prepared import seat_members

REVISIONS = migrate.revisions()


@contextmanager
def connected(file: Path) -> Iterator[Connection]:
    with create_engine(f"sqlite:///{file}", poolclass=NullPool).connect() as connection:
        yield connection


@pytest.fixture
def migrated(empty_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(paths.database_file(empty_data), tmp_path))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return a database with something in every main table."""
    db = open_database(tmp_path / "filled", "Maud")
    commission = create_commission(db, PAYS_DE_LA_LOIRE)
    seat_members(db, commission)
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 11, 18), agenda=from_lines("Calendrier\n- Dates")))
    save_adhesion(db, commission.id, adhesion(population=88_000, missions=(("acces", None),)), INSTALLED)
    remember_columns(db, commission.id, {"territoire": "name"})
    db.close()
    return db.file


def revision_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else "base"


def checks(connection: Connection, table: Table) -> dict[str, str]:
    found = inspect(connection).get_check_constraints(table.name)
    return {str(check["name"]): squeeze(check["sqltext"]) for check in found}


def declared_checks(connection: Connection, table: Table) -> dict[str, str]:
    compiled = {
        str(check.name): str(check.sqltext.compile(connection, compile_kwargs={"literal_binds": True}))
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    return {name: squeeze(text.replace(f"{table.name}.", "")) for name, text in compiled.items()}


def test_the_programme_works_with_the_last_revision() -> None:
    assert REVISIONS[-1] == HEAD


def test_the_migrations_lead_to_the_models(migrated: Path) -> None:
    with connected(migrated) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_the_checks_of_the_migrations_are_those_of_the_models(migrated: Path, table: Table) -> None:
    with connected(migrated) as connection:
        assert checks(connection, table) == declared_checks(connection, table)


def test_each_step_goes_down_and_up_again_on_a_database_with_data(filled: Path) -> None:
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        migrate.downgrade(filled, revision)
        assert revision_of(filled) == revision
    for revision in REVISIONS:
        migrate.upgrade(filled, revision)
        assert revision_of(filled) == revision

    assert verify(filled) == []


def test_going_down_leaves_no_table_behind(migrated: Path) -> None:
    migrate.downgrade(migrated, "base")

    with connected(migrated) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_a_step_that_fails_leaves_the_schema_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    (broken / "env.py").write_text((paths.migrations_dir() / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    (broken / "versions" / "0001_broken.py").write_text(
        'from alembic import op\nrevision = "0001"\ndown_revision = None\n'
        'def upgrade():\n    op.execute("CREATE TABLE half (id INTEGER)")\n    op.execute("CREATE NONSENSE")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(paths, "migrations_dir", lambda: broken)
    file = tmp_path / "broken.sqlite"

    with pytest.raises(Exception, match="NONSENSE"):
        migrate.upgrade(file)
    assert schema_version(file) is None
