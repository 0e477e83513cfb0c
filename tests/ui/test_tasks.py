from threading import Event

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.errors import UserError
from cpr_desk.ui import tasks
from cpr_desk.ui.widgets.progress_panel import ProgressPanel
from tests.ui.conftest import Dialogs

WAIT_S = 10


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    return made


def test_the_result_comes_to_the_window_s_thread(qtbot: QtBot, window: QMainWindow) -> None:
    seen: list[object] = []
    threads: list[QThread] = []

    def work(progress: tasks.Progress) -> int:
        threads.append(QThread.currentThread())
        progress(1, 2)
        return 42

    task = tasks.run(window, "Calcul", work, lambda result: seen.append((result, QThread.currentThread())))
    with qtbot.waitSignal(task.finished):
        pass
    assert seen == [(42, QApplication.instance().thread())]  # type: ignore[union-attr]
    assert threads[0] is not QApplication.instance().thread()  # type: ignore[union-attr]


def test_a_failure_is_delivered_to_who_asked_for_it(qtbot: QtBot, window: QMainWindow) -> None:
    failures: list[Exception] = []

    def work(_progress: tasks.Progress) -> None:
        raise UserError("Le classeur est vide.", "Choisissez-en un autre.")

    task = tasks.run(window, "Import", work, lambda _result: None, failures.append)
    with qtbot.waitSignal(task.finished):
        pass
    assert [str(failure) for failure in failures] == ["Le classeur est vide. Choisissez-en un autre."]


def test_a_failure_nobody_asked_for_is_shown_in_french(qtbot: QtBot, window: QMainWindow, dialogs: Dialogs) -> None:
    texts: list[str] = []

    def read(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        box.reject()

    def work(_progress: tasks.Progress) -> None:
        raise ZeroDivisionError("une valeur privée")

    dialogs.answer(read)
    task = tasks.run(window, "Calcul", work, lambda _result: texts.append("fini"))
    with qtbot.waitSignal(task.finished):
        pass
    assert texts == ["CPR Desk a rencontré une difficulté imprévue."]


def test_long_work_shows_its_progress_and_can_be_cancelled(qtbot: QtBot, window: QMainWindow) -> None:
    cancelled = Event()
    results: list[object] = []

    def work(progress: tasks.Progress) -> str:
        progress(3, 10)
        assert cancelled.wait(WAIT_S)
        progress(4, 10)
        return "trop tard"

    task = tasks.run(window, "Convocations", work, results.append)
    panel = ProgressPanel.of(window)
    qtbot.waitUntil(panel.isVisible)
    button = panel.findChild(QPushButton)
    assert button is not None
    assert button.accessibleName() == "Annuler\u00a0: Convocations"
    with qtbot.waitSignal(task.finished):
        button.click()
        cancelled.set()
    assert results == []
    assert not panel.isVisible()


def test_a_result_that_comes_after_cancelling_is_dropped(qtbot: QtBot, window: QMainWindow) -> None:
    go = Event()
    results: list[object] = []

    def work(_progress: tasks.Progress) -> bool:
        return go.wait(WAIT_S)

    task = tasks.run(window, "Calcul", work, results.append)
    task.cancel()
    with qtbot.waitSignal(task.finished):
        go.set()
    assert results == []


def test_nothing_is_delivered_to_a_page_that_died(qtbot: QtBot, window: QMainWindow) -> None:
    go = Event()
    results: list[object] = []
    page = QWidget(window)

    def work(_progress: tasks.Progress) -> bool:
        return go.wait(WAIT_S)

    task = tasks.run(page, "Calcul", work, results.append)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    with qtbot.waitSignal(task.finished):
        go.set()
    assert results == []


def test_a_page_that_dies_takes_its_progress_away(qtbot: QtBot, window: QMainWindow) -> None:
    page = QWidget(window)
    go_on = Event()
    task = tasks.run(page, "Calcul", lambda _progress: go_on.wait(WAIT_S), lambda _result: None)
    qtbot.waitUntil(lambda: any(panel.isVisible() for panel in window.findChildren(ProgressPanel)))
    page.deleteLater()
    qtbot.waitUntil(lambda: not any(panel.isVisible() for panel in window.findChildren(ProgressPanel)))
    with qtbot.waitSignal(task.finished):
        go_on.set()


def test_the_progress_panel_stays_in_its_corner(window: QMainWindow) -> None:
    panel = ProgressPanel.of(window)
    row = panel.add("Sauvegarde", lambda: None)
    before = window.width() - panel.geometry().right()
    window.resize(1000, 500)
    assert window.width() - panel.geometry().right() == before
    assert ProgressPanel.of(window) is panel
    row.end()
    assert not panel.isVisible()
