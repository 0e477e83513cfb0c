import errno
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from inspect import unwrap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from cpr_desk import paths
from cpr_desk.domain.commission import Commission
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.storage import database, migrate
from cpr_desk.storage.database import HEAD, Database, open_database, schema_version, verify
from cpr_desk.storage.models import OrganisationRow


def save(db: Database, name: str, fault: Exception | None = None, pragma: str = "PRAGMA user_version") -> None:
    with db.unit_of_work("Ajouter") as session:
        session.execute(text(pragma))
        session.add(OrganisationRow(name=name))
        session.flush()
        if fault:
            raise fault


def names(db: Database) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(OrganisationRow.name).order_by(OrganisationRow.id)))


def run(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def miscount_free_pages(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.seek(36)  # the number of free pages, in the header of the file
        stream.write(b"\0\0\0\5")


def sqlite_fault(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("words in any language")
    fault.sqlite_errorcode = code
    return fault


def test_a_new_folder_gets_a_database_of_today(tmp_path: Path) -> None:
    folder = tmp_path / "L'Haÿ-les-Roses" / "CPR 100 %"
    open_database(folder).close()

    assert schema_version(paths.database_file(folder)) == HEAD
    assert verify(paths.database_file(folder)) == []


def test_an_empty_file_is_a_database_yet_to_be_made(tmp_path: Path) -> None:
    paths.database_file(tmp_path).touch()
    open_database(tmp_path).close()

    assert schema_version(paths.database_file(tmp_path)) == HEAD


def test_a_saved_use_case_is_read_after_reopening(db: Database) -> None:
    save(db, "CSMF")
    db.close()
    again = open_database(db.file.parent)

    assert names(again) == ["CSMF"]
    again.close()


def test_a_use_case_that_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(UserError):
        save(db, "CSMF", UserError("Non."))

    assert names(db) == []


def test_the_database_is_set_for_safety(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_engine", unwrap(database._engine))  # as the program has it, the disk waited for
    db = open_database(tmp_path)
    with db.reading() as session:
        pragmas = ("foreign_keys", "journal_mode", "synchronous")
        found = [session.execute(text(f"PRAGMA {pragma}")).scalar_one() for pragma in pragmas]
    db.close()

    assert found == [1, "wal", 2]  # 2: FULL


def test_references_are_enforced(db: Database) -> None:
    with pytest.raises(IntegrityError), db.unit_of_work("Ajouter") as session:
        session.execute(text("INSERT INTO journal_row (entry_id, table_name, row_id) VALUES (99, 'x', 1)"))


def test_a_reading_sees_one_state_whatever_is_saved_meanwhile(db: Database) -> None:
    with db.reading() as session:
        before = session.scalars(select(OrganisationRow.name)).all()
        save(db, "CSMF")
        assert session.scalars(select(OrganisationRow.name)).all() == before == []

    assert names(db) == ["CSMF"]


def test_two_writers_queue_from_their_first_reading_on(db: Database) -> None:
    with db.engine.connect() as pooled:
        pooled.exec_driver_sql("PRAGMA busy_timeout = 0")  # the second one gives up at once
    other = open_database(db.file.parent)
    with other.unit_of_work("Ajouter") as first:
        first.scalars(select(OrganisationRow)).all()
        with (
            pytest.raises(EnvironmentFault, match="occupée par un autre programme"),
            db.unit_of_work("Ajouter") as second,
        ):
            second.scalars(select(OrganisationRow)).all()
        first.add(OrganisationRow(name="CSMF"))
    other.close()

    assert names(db) == ["CSMF"]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(db: Database) -> None:
    db.close()
    run(db.file, "UPDATE alembic_version SET version_num = '9999'")
    before = db.file.read_bytes()

    with pytest.raises(UserError, match=r"version plus récente de CPR Desk\. Installez cette version"):
        open_database(db.file.parent)
    assert db.file.read_bytes() == before
    assert len(list(db.file.parent.glob("*.sqlite"))) == 1


def test_an_older_database_is_upgraded_behind_a_backup(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    save(db, "CSMF")
    db.close()
    steps: list[Path] = []
    monkeypatch.setattr(database, "HEAD", "newer")
    monkeypatch.setattr(migrate, "upgrade", steps.append)
    open_database(db.file.parent).close()
    backup = db.file.with_name(f"cpr-desk-avant-{HEAD}.sqlite")

    assert steps == [db.file]
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT name FROM organisation").fetchall() == [("CSMF",)]


def test_a_backup_that_cannot_be_read_back_stops_the_upgrade(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    db.close()
    miscount_free_pages(db.file)
    monkeypatch.setattr(database, "HEAD", "newer")

    with pytest.raises(EnvironmentFault, match=r"est illisible\. .* Rien n’a été modifié"):
        open_database(db.file.parent)
    assert schema_version(db.file) == HEAD


@pytest.mark.parametrize("content", [b"CPR;votes\n" * 200, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = paths.database_file(tmp_path)
    file.write_bytes(content)

    with pytest.raises(EnvironmentFault, match=r"cpr-desk\.sqlite est endommagé .* sauvegarde"):
        open_database(tmp_path)
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = paths.database_file(tmp_path)
    run(file, "CREATE TABLE photos (id INTEGER)")
    before = file.read_bytes()

    with pytest.raises(EnvironmentFault, match="n’est pas une base de CPR Desk"):
        open_database(tmp_path)
    assert file.read_bytes() == before


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("", encoding="utf-8")

    with pytest.raises(EnvironmentFault, match="Vérifiez qu’il existe, que c’est bien un dossier"):
        open_database(folder)


def test_a_database_that_is_a_folder_is_said(tmp_path: Path) -> None:
    paths.database_file(tmp_path).mkdir()

    with pytest.raises(EnvironmentFault, match="ne peut pas être utilisé"):
        open_database(tmp_path)


@pytest.mark.parametrize(("free", "said"), [(0, "Le disque est plein"), (10**9, "ne répond pas")])
def test_a_full_disk_is_told_from_a_silent_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    def refuse(_file: Path) -> str:
        raise sqlite_fault(sqlite3.SQLITE_IOERR)

    def usage(_folder: Path) -> SimpleNamespace:
        return SimpleNamespace(free=free)

    monkeypatch.setattr(database, "schema_version", refuse)
    monkeypatch.setattr(shutil, "disk_usage", usage)

    with pytest.raises(EnvironmentFault, match=said):
        open_database(tmp_path)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (PermissionError(errno.EACCES, "Accès refusé"), "est en lecture seule"),
        (OSError(errno.EROFS, "…"), "est en lecture seule"),
        (OSError(errno.ENOSPC, "Espace insuffisant sur le disque"), "Le disque est plein"),
        (OSError(errno.EIO, "…"), "ne répond pas"),
        (OSError("sans numéro"), "ne peut pas être utilisé"),
        (sqlite_fault(sqlite3.SQLITE_CANTOPEN), "ne peut pas être utilisé"),
    ],
)
def test_a_folder_that_refuses_is_said_whatever_the_language_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    def refuse(_file: Path) -> str:
        raise fault

    monkeypatch.setattr(database, "schema_version", refuse)

    with pytest.raises(EnvironmentFault, match=said) as found:
        open_database(tmp_path)
    assert found.value.what_to_do


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_READONLY, "est en lecture seule"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "est en lecture seule"),
        (sqlite3.SQLITE_FULL, "Le disque est plein, l’enregistrement n’a pas eu lieu"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "occupée par un autre programme"),
        (sqlite3.SQLITE_IOERR_WRITE, "ne répond pas"),
        (sqlite3.SQLITE_CORRUPT, "est endommagé"),
    ],
)
def test_a_save_that_the_machine_refuses_is_said_and_keeps_what_was_saved(db: Database, code: int, said: str) -> None:
    save(db, "CSMF")
    with pytest.raises(EnvironmentFault, match=said):
        save(db, "SML", OperationalError("INSERT", None, sqlite_fault(code)))

    assert names(db) == ["CSMF"]


def test_a_full_disk_stops_a_save_and_keeps_what_was_saved(db: Database) -> None:
    save(db, "CSMF")
    with pytest.raises(EnvironmentFault, match="Le disque est plein"):
        save(db, "SML" * 50_000, pragma="PRAGMA max_page_count = 1")  # no page may be added: full to SQLite

    assert names(db) == ["CSMF"]
    assert verify(db.file) == []


def test_a_fault_of_the_programme_is_not_blamed_on_the_machine(db: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"), db.reading() as session:
        session.execute(text("SELECT 1 FROM nonsense"))


def test_a_sound_database_has_nothing_to_say(db: Database, commission: Commission) -> None:
    assert commission.id
    assert verify(db.file) == []


def forget_schema(file: Path) -> None:
    run(file, "DELETE FROM alembic_version")


def older_schema(file: Path) -> None:
    run(file, "UPDATE alembic_version SET version_num = '0000'")


def lose_a_reference(file: Path) -> None:
    run(file, "PRAGMA foreign_keys = OFF", "INSERT INTO journal_row (entry_id, table_name, row_id) VALUES (9, 'x', 1)")


def write_over(file: Path) -> None:
    file.write_bytes(b"x" * 5000)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (forget_schema, "n’est pas une base de CPR Desk"),
        (older_schema, f"Le schéma est en version 0000 au lieu de {HEAD}."),
        (lose_a_reference, "La table journal_row contient une ligne sans référence (n° 1)."),
        (miscount_free_pages, "Structure du fichier endommagée\u00a0: "),
        (write_over, "est endommagé"),
        (Path.unlink, "n’existe pas dans ce dossier"),
        (Path.touch, ""),
    ],
)
def test_a_damage_is_found_by_the_verification(
    empty_data: Path, tmp_path: Path, damage: Callable[[Path], Any], said: str
) -> None:
    file = Path(shutil.copy(paths.database_file(empty_data), tmp_path))
    damage(file)
    problems = verify(file)

    assert (not problems) if not said else any(said in problem for problem in problems)
