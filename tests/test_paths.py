import sys
from pathlib import Path

import pytest

from cpr_desk import paths


def test_a_checkout_finds_its_packaged_files() -> None:
    assert (paths.reference_dir() / "scales").is_dir()
    assert (paths.migrations_dir() / "env.py").is_file()
    assert (paths.resources_dir() / "templates").is_dir()


def test_a_wheel_finds_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "cpr_desk"
    (package / "db" / "reference").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))

    assert paths.reference_dir() == package / "db" / "reference"


def test_a_frozen_program_finds_them_where_it_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert paths.resources_dir() == tmp_path / "resources"


def test_a_mutilated_installation_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "cpr_desk" / "paths.py"))

    with pytest.raises(FileNotFoundError, match="resources"):
        paths.resources_dir()


def test_the_data_lie_in_a_folder_of_the_user_named_after_the_programme() -> None:
    folder = paths.default_data_dir()

    assert folder.is_absolute()
    assert folder.name == paths.APP_NAME
    assert {f(folder).parent for f in (paths.database_file, paths.logs_dir, paths.window_memory)} == {folder}
