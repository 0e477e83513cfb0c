"""Options, guards and databases that all tests share."""

import os
import shutil
from collections.abc import Generator, Iterator
from functools import wraps
from pathlib import Path
from zlib import crc32

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event

from cpr_desk import paths
from cpr_desk.domain.commission import Commission
from cpr_desk.services.commission import create_commission
from cpr_desk.storage import database
from cpr_desk.storage.database import Database, open_database
from tests.factories import PAYS_DE_LA_LOIRE

# A machine that is slow, or busy, makes no test fail.
settings.register_profile("any machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


MEASURED = 3
"""One test in so many is traced for the coverage, by its name: tracing doubles its time, and this proves the floor."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace all tests of the domain, of which every branch is covered, and a share of the others."""
    tracer = Coverage.current()
    if tracer is None or item.nodeid.startswith("tests/domain/") or crc32(item.nodeid.encode()) % MEASURED == 0:
        return (yield)
    tracer.stop()
    children = os.environ.pop(_CHILDREN, None)
    try:
        return (yield)
    finally:
        if children is not None:
            os.environ[_CHILDREN] = children
        tracer.start()


_CHILDREN = "COVERAGE_PROCESS_CONFIG"
"""What makes coverage start in the processes that a test starts."""


@pytest.fixture(scope="session", autouse=True)
def quick_databases() -> Iterator[None]:
    """Open databases that share what SQLAlchemy compiled and do not wait for the disk; the rest is the program's.

    Each test opens a database, as people do once a day, and a third of a short one went into compiling the same
    statements again: they depend on the schema and the dialect alone. And no test cuts the power of the machine.
    """
    made = database._engine
    known = made(Path(":memory:"))
    known.connect().close()

    @wraps(made)  # `unwrap` gives back the engine of the program
    def quick(file: Path) -> Engine:
        engine = made(file)
        engine.dialect = known.dialect
        engine._compiled_cache = known._compiled_cache
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_engine", quick)
        yield
    known.dispose()


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an empty database, made once: tests work on copies."""
    folder = tmp_path_factory.mktemp("empty")
    open_database(folder).close()
    return folder


@pytest.fixture
def db(empty_data: Path, tmp_path: Path) -> Iterator[Database]:
    """Yield an empty database of its own, opened by « Maud »."""
    folder = tmp_path / ("données n° 1 (50 %) #" + ("" if os.name == "nt" else "?"))  # which Windows forbids
    folder.mkdir()
    shutil.copy(paths.database_file(empty_data), folder)
    opened = open_database(folder, "Maud")
    yield opened
    opened.close()


@pytest.fixture
def commission(db: Database) -> Commission:
    """Return the commission of Pays de la Loire, founded in `db` on 04/02/2021."""
    return create_commission(db, PAYS_DE_LA_LOIRE)
