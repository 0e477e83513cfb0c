import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.ui import tasks
from cpr_desk.ui.garbage import collect_due


class Cycle:
    """Refers to itself, so that only a collection ends it, and tells in which thread that was."""

    def __init__(self, ends: list[int]) -> None:
        self.own = self
        self._ends = ends

    def __del__(self) -> None:
        self._ends.append(threading.get_ident())


@pytest.fixture
def generations() -> Iterator[None]:
    """Make a collection due at once, whatever was allocated before."""
    known = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    yield
    gc.set_threshold(*known)


@pytest.mark.usefixtures("generations")
def test_a_worker_that_allocates_collects_nothing(qtbot: QtBot) -> None:
    ends: list[int] = []
    page = QWidget()
    qtbot.addWidget(page)
    Cycle(ends)

    def allocate(_progress: tasks.Progress) -> list[list[int]]:
        return [[number] for number in range(20_000)]

    with qtbot.waitSignal(tasks.run(page, "Calcul", allocate, len).finished):
        pass
    assert not gc.isenabled()
    for _ in range(3):
        collect_due()
    assert ends == [threading.get_ident()]


def test_a_finished_task_is_let_go_in_the_windows_thread(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    task = tasks.run(page, "Calcul", lambda _progress: 1, bool)
    ends: list[int] = []
    weakref.finalize(task, lambda: ends.append(threading.get_ident()))
    with qtbot.waitSignal(task.finished):
        pass
    del task
    tasks.finish_all()
    gc.collect()

    assert ends == [threading.get_ident()]


def test_nothing_is_collected_before_it_is_due() -> None:
    gc.collect()
    ends: list[int] = []
    Cycle(ends)
    collect_due()
    assert ends == []
    gc.collect()
    assert len(ends) == 1
