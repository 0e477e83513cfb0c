import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpr_desk import logs, paths
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.services import instance
from cpr_desk.storage.database import HEAD, Database


@pytest.fixture(autouse=True)
def no_log_left() -> Iterator[None]:
    yield
    logs.stop_log()


def test_a_folder_is_opened_for_a_person_and_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "maud")
    db = instance.open_data(tmp_path / "new")
    described = instance.data_folder(db)
    db.close()

    assert (db.who, described.folder, described.schema) == ("maud", tmp_path / "new", HEAD)
    assert described.size > 0
    assert instance.verify(tmp_path / "new") == []


def test_without_folder_the_data_lie_in_the_place_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "default_data_dir", lambda: tmp_path)
    instance.open_data(None).close()

    assert paths.database_file(tmp_path).exists()
    assert instance.verify(None) == []
    instance.open_existing(None).close()


def test_a_session_without_name_is_unknown_in_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    db = instance.open_data(tmp_path)
    db.close()

    assert db.who == "inconnu"


def test_an_existing_folder_is_asked_for_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ne contient pas de données de CPR Desk"):
        instance.open_existing(tmp_path / "lost")
    assert not (tmp_path / "lost").exists()


def test_the_log_is_there_before_the_database_is_opened(db: Database) -> None:
    db.close()
    db.file.write_bytes(b"x" * 4096)

    with pytest.raises(EnvironmentFault, match="est endommagé"):
        instance.open_data(db.file.parent)
    logs.record_fault(ValueError())
    assert (paths.logs_dir(db.file.parent) / "cpr-desk.log").exists()
