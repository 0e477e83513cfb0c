import errno
from pathlib import Path

import pytest

from cpr_desk.errors import EnvironmentFault
from cpr_desk.reports.files import safe_name, write_atomically


def refuse(monkeypatch: pytest.MonkeyPatch, method: str, error: OSError) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, method, fail)


def test_a_file_is_written_whole_in_a_new_folder(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "été.pdf", b"data")
    assert (tmp_path / "a" / "b" / "été.pdf").read_bytes() == b"data"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["été.pdf"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"old")
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"


def test_a_file_open_elsewhere_is_said_and_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    refuse(monkeypatch, "replace", PermissionError(errno.EACCES, "in use"))
    with pytest.raises(EnvironmentFault, match=r"a\.xlsx.*ouvert dans un autre programme") as raised:
        write_atomically(file, b"new")
    assert "Fermez-le" in raised.value.what_to_do
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_read_only_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, "open", PermissionError(errno.EACCES, "read-only"))
    with pytest.raises(EnvironmentFault, match="pas le droit d’écrire"):
        write_atomically(tmp_path / "a.pdf", b"data")


def test_a_full_disk_is_said_and_nothing_half_done_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFault, match="disque est plein"):
        write_atomically(tmp_path / "a.pdf", b"data")
    assert not list(tmp_path.iterdir())


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(EnvironmentFault, match=r"a\.pdf"):
        write_atomically(tmp_path / "a.pdf", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="pas pu être enregistré"):
        write_atomically(tmp_path / "a" / "b.pdf", b"data")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Convocation – Mme Anaïs d’Œuvre", "Convocation – Mme Anaïs d’Œuvre"),
        ('a/b\\c:d*e?"f<g>h|i', "a b c d e f g h i"),
        ("fin. ", "fin"),
        ("CON", "_CON"),
        ("con.pdf", "_con.pdf"),
        ("", "_"),
        ("con .pdf", "_con .pdf"),
        ("COM¹", "_COM¹"),
        ("conout$", "_conout$"),
        ("Constance", "Constance"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_name_becomes_one_that_windows_accepts(text: str, name: str) -> None:
    assert safe_name(text) == name
