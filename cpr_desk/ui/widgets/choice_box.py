"""A choice among values, each under its words."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget


def choice_box(entries: Iterable[tuple[str, Any]], parent: QWidget | None = None) -> QComboBox:
    """Return a closed list of (words, value); `currentData` is the value chosen."""
    made = QComboBox(parent)
    for words, value in entries:
        made.addItem(words, value)
    return made
