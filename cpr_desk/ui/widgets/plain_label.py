"""Words from the data on a page: never taken for rich text, on as many lines as they need."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_LONG_WORD = re.compile(r"\S{32,}")
_PIECE = re.compile(r"\S{16}(?=\S)")
_MAY_BREAK = "\u200b"


class PlainLabel(QLabel):
    """Breaks words too long for a line, unless `selectable`: what is copied must be what is stored."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, selectable: bool = False) -> None:
        super().__init__(parent, wordWrap=True)
        self._selectable = selectable
        self.setTextFormat(Qt.TextFormat.PlainText)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.setMinimumWidth(1)
        self.say(text)

    def say(self, text: str) -> None:
        """Show a text; a selectable one that is cut is whole in the tooltip."""
        long = _LONG_WORD.search(text) is not None
        self.setText(text if self._selectable else breakable(text))
        self.setAccessibleName(text)
        self.setToolTip(text if self._selectable and long else "")


def breakable(text: str) -> str:
    """Return a text whose long words may be broken, by marks that nobody sees."""
    return _LONG_WORD.sub(lambda word: _PIECE.sub(lambda piece: piece[0] + _MAY_BREAK, word[0]), text)
