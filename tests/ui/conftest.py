"""What tests of the window share: the application as people get it, and no dialog that nobody expected."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cpr_desk import logs
from cpr_desk.ui import tasks
from cpr_desk.ui.application import speak_french, theme_of
from cpr_desk.ui.garbage import Collector, collect_due
from cpr_desk.ui.opening import Opening
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Theme
from tests.ui.demonstration import TODAY


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["cpr-desk"]


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Theme:
    """The theme in force, made once for the session."""
    known = qapp.findChild(Theme)
    if known:
        return known
    Collector(qapp)
    qapp.setApplicationDisplayName("CPR Desk")
    speak_french(qapp)
    return Theme(qapp)


class Dialogs(QObject):
    """Answers the dialogs a test expects, in order; refuses and reports any other."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: list[Callable[[QDialog], object]] = []
        self.unexpected: list[str] = []

    def answer(self, act: Callable[[QDialog], object]) -> None:
        """Expect one more dialog; `act` looks at it and closes it."""
        self._answers.append(act)

    @property
    def awaited(self) -> int:
        """How many expected dialogs did not come."""
        return len(self._answers)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QDialog) and event.type() == QEvent.Type.Show:  # in this order: it sees every event
            if self._answers:
                act = self._answers.pop(0)
                QTimer.singleShot(0, watched, lambda: act(watched))
            else:
                self.unexpected.append(f"{type(watched).__name__} « {watched.windowTitle()} »")
                QTimer.singleShot(0, watched, watched.reject)
        return False


@pytest.fixture(autouse=True)
def dialogs(qapp: QApplication) -> Iterator[Dialogs]:
    """Fail a test in which a dialog came that nobody expected, or one did not come."""
    watch = Dialogs()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)
    tasks.finish_all()
    collect_due()
    assert not watch.unexpected
    assert not watch.awaited


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Opening]]:
    """Yield what opens the window on a folder, as `app.main` does; everything is closed at the end."""
    opened: list[Opening] = []

    def open_on(folder: Path, state: UiState | None = None, commission_id: int | None = None) -> Opening:
        opening = Opening(folder, state or UiState(), lambda: TODAY, theme_of(qapp))
        qtbot.addWidget(opening.window)
        opened.append(opening)
        opening.start(commission_id)
        return opening

    yield open_on
    for opening in opened:
        assert opening.window.close()
        opening.close()
    logs.stop_log()
