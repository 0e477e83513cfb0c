"""Slow work away from the window: one call runs it in a thread, shows its progress, lets it be cancelled."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cpr_desk import logs
from cpr_desk.ui.messages import as_user_error, show_error
from cpr_desk.ui.widgets.progress_panel import ProgressPanel, ProgressRow

PATIENCE_MS: Final = 300
"""Work shorter than this shows no progress: a flash would only disturb."""

T = TypeVar("T")

_log = logging.getLogger(__name__)
_running: set["Task"] = set()
_retired: set["Task"] = set()
"""Delivered, but perhaps still held by their thread, which must not be the last to let go of a Qt object."""


class Cancelled(Exception):
    """The person gave the work up; raised inside `work` by its progress call."""


Progress = Callable[[int, int], None]
"""progress(done, total): say how far the work is; total 0 means unknown. Raises Cancelled."""


class Task(QObject):
    """One running work. `finished` comes once, after its result, failure or cancellation was delivered."""

    finished = Signal()
    has_result = Signal(object)
    has_failed = Signal(object)
    was_cancelled = Signal()
    _progressed = Signal(int, int)

    def __init__(
        self,
        parent: QWidget,
        label: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None,
    ) -> None:
        super().__init__()
        self.work = work
        self._parent: QWidget | None = parent
        self._label = label
        self._done = done
        self._failed = failed
        self._stop = Event()
        self.released = Event()
        self._row: ProgressRow | None = None
        self._latest = (0, 0)
        parent.destroyed.connect(self._orphan)
        self.has_result.connect(self._deliver)
        self.has_failed.connect(self._deliver_failure)
        self.was_cancelled.connect(self._end)
        self._progressed.connect(self._show_progress)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        self._patience.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next progress call; its result, if it comes after all, is dropped."""
        self._stop.set()

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is, from its thread."""
        if self._stop.is_set():
            raise Cancelled
        self._progressed.emit(done, total)

    def _appear(self) -> None:
        if self._parent is not None:
            self._row = ProgressPanel.of(self._parent).add(self._label, self.cancel)
            self._row.show_progress(*self._latest)

    def _show_progress(self, done: int, total: int) -> None:
        self._latest = (done, total)
        if self._row is not None:
            self._row.show_progress(done, total)

    def _deliver(self, result: object) -> None:
        self._end_row()
        try:
            if self._parent is not None and not self._stop.is_set():
                self._done(result)
        finally:
            self._end()

    def _deliver_failure(self, failure: Exception) -> None:
        self._end_row()
        try:
            if self._parent is None or self._stop.is_set():
                _log.info("failure of a cancelled task dropped: %s", type(failure).__name__)
            elif self._failed is not None:
                self._failed(failure)
            else:
                logs.record_fault(failure)
                show_error(self._parent.window(), as_user_error(failure))
        finally:
            self._end()

    def _end_row(self) -> None:
        self._patience.stop()
        if self._row is not None:
            self._row.end()
            self._row = None

    def _end(self) -> None:
        self._end_row()
        _running.discard(self)
        _retired.add(self)
        self.finished.emit()

    def _orphan(self) -> None:
        self._parent = None
        row, self._row = self._row, None
        if row is not None and isValid(row):  # the window may stay when one of its pages goes
            row.end()
        self._patience.stop()
        self._stop.set()


def run(
    parent: QWidget,
    label: str,
    work: Callable[[Progress], T],
    done: Callable[[T], object],
    failed: Callable[[Exception], object] | None = None,
) -> Task:
    """Run `work(progress)` in a thread and hand its result to `done` in the window's thread.

    `label` names the work to the person (« Préparation des convocations »); after 300 ms it shows with progress
    and « Annuler ». Without `failed` an error is shown in French. When `parent` dies the work is cancelled and
    nothing is delivered. `work` must open its own session and touch no widget.
    """
    _let_go()
    task = Task(parent, label, work, done, failed)
    _running.add(task)
    held = [task]
    QThreadPool.globalInstance().start(lambda: _carry_out(held))
    return task


def _carry_out(held: list[Task]) -> None:
    """Run in the thread, and hold nothing of the task when it says so."""
    task = held.pop()
    released = task.released
    _work(task)
    del task
    released.set()


def _work(task: Task) -> None:
    """Touch nothing but the task's signals."""
    try:
        result = task.work(task.report)
    except Cancelled:
        task.was_cancelled.emit()
    except Exception as failure:  # noqa: BLE001 - whatever happened is delivered to the window's thread
        task.has_failed.emit(failure)
    else:
        task.has_result.emit(result)


def _let_go() -> None:
    """Drop the tasks that their threads have dropped."""
    _retired.difference_update([task for task in _retired if task.released.is_set()])


def any_running() -> bool:
    """Return whether some work has yet to deliver."""
    return bool(_running)


def finish_all() -> None:
    """Cancel whatever runs and wait for its threads; for the end of the program."""
    for task in list(_running):
        task.cancel()
    QThreadPool.globalInstance().waitForDone()
    _running.clear()
    _let_go()
