import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cpr_desk import __version__, logs, paths
from cpr_desk.domain.french import parse_date


@pytest.fixture(autouse=True)
def no_log_left() -> Iterator[None]:
    yield
    logs.stop_log()


def log_of(data_dir: Path) -> Path:
    return paths.logs_dir(data_dir) / "cpr-desk.log"


def fault_about(name: str) -> ValueError:
    with pytest.raises(ValueError, match=name) as found:
        int(name)
    return found.value


def test_a_fault_leaves_its_kind_and_place_but_no_personal_data(tmp_path: Path) -> None:
    logs.start_log(tmp_path)
    logs.record_fault(fault_about("Solène Marzac"))
    written = log_of(tmp_path).read_text(encoding="utf-8")

    assert "ERROR ValueError" in written
    assert "test_logs.py:" in written
    assert "fault_about" in written
    assert "Marzac" not in written
    assert str(Path(__file__).parent) not in written


def test_a_start_leaves_the_version_and_the_moment(tmp_path: Path) -> None:
    logs.start_log(tmp_path)
    logs.record_start(datetime(2027, 1, 14, 9, 5, tzinfo=UTC))

    written = log_of(tmp_path).read_text(encoding="utf-8")
    assert f"INFO CPR Desk {__version__}, window painted 2027-01-14T09:05:00.000+00:00" in written


def test_a_file_of_ours_is_told_from_its_namesakes(tmp_path: Path) -> None:
    logs.start_log(tmp_path)
    with pytest.raises(ValueError, match="demain") as found:
        parse_date("demain")
    logs.record_fault(found.value)
    written = log_of(tmp_path).read_text(encoding="utf-8")

    assert "  domain/french.py:" in written
    assert "demain" not in written


@pytest.mark.parametrize(
    ("filename", "module"),
    [
        (r"C:\Users\Maud Esnault\AppData\cpr_desk\ui\pages\cpts.py", "ui/pages/cpts.py"),
        (r"C:\Users\Maud Esnault\Python311\Lib\json\decoder.py", "decoder.py"),
        ("<frozen runpy>", "<frozen runpy>"),
    ],
)
def test_no_folder_of_a_person_is_logged(filename: str, module: str) -> None:
    assert logs._module(filename) == module


def test_messages_of_every_module_reach_the_log(tmp_path: Path) -> None:
    logs.start_log(tmp_path)
    logging.getLogger("cpr_desk.ui.messages").error("place")

    assert "ERROR place" in log_of(tmp_path).read_text(encoding="utf-8")


def test_a_new_folder_takes_the_log_over(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    logs.start_log(first)
    logs.start_log(second)
    logs.record_fault(fault_about("x"))

    assert not log_of(first).exists()
    assert log_of(second).exists()


def test_a_fault_before_the_log_starts_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    logs.record_fault(fault_about("x"))

    assert capfd.readouterr() == ("", "")


def test_a_refused_log_stops_nothing_and_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data_dir = tmp_path / "file"
    data_dir.write_text("", encoding="utf-8")
    logs.start_log(data_dir)
    logs.record_fault(fault_about("x"))

    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_any_more_stops_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log_of(tmp_path).mkdir(parents=True)  # a folder stands where the file should be
    logs.start_log(tmp_path)
    logs.record_fault(fault_about("x"))

    assert capfd.readouterr() == ("", "")
