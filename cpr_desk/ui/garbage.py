"""Collect garbage in the window's thread alone.

Python collects cycles in whichever thread allocates. In a worker, that deletes widgets under the window's feet; in the
middle of an event, under Qt's own. Both end the program. So automatic collection is off, and a timer does it.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

PERIOD_MS: Final = 1000


class Collector(QObject):
    """Takes over from the automatic collection for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> None:
    """Collect the oldest generation whose threshold is passed, as Python would; call it from the window's thread."""
    for generation, (count, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if count > threshold:
            gc.collect(generation)
            return
