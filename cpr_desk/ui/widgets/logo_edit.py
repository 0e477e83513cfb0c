"""The logo of the secretariat: seen as it will print, chosen, removed."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.errors import UserError
from cpr_desk.ui import files, theme
from cpr_desk.ui.colours import LIGHT
from cpr_desk.ui.icons import icon
from cpr_desk.ui.logo import read_logo
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize

_ROOM = QSize(260, 120)


class LogoEdit(QWidget):
    """`changed` comes when another picture, or none, is chosen; nothing is stored here."""

    changed = Signal()

    def __init__(self, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._logo: bytes | None = None
        self._sheet = _Sheet(self)
        self.choose_button = QPushButton(icon("image"), self.tr("Choisir une image…"), self)
        self.choose_button.clicked.connect(self._choose)
        self.remove_button = QPushButton(icon("trash-2"), self.tr("Retirer"), self)
        self.remove_button.setAccessibleName(self.tr("Retirer le logo"))
        self.remove_button.clicked.connect(lambda: self.set_logo(None))
        self.note = QLabel(self, wordWrap=True)
        self.note.setFont(theme.font(TextSize.SMALL))
        self._help = self.tr("PNG ou JPEG, sur fond blanc ou transparent. Il figure en tête des courriers.")
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._sheet)
        column.addLayout(buttons)
        column.addWidget(self.note)
        self.set_logo(None)

    def logo(self) -> bytes | None:
        """Return the picture as PNG or JPEG bytes, None without one."""
        return self._logo

    def set_logo(self, logo: bytes | None) -> None:
        """Show a picture, or none."""
        changed = logo != self._logo
        self._logo = logo
        self._sheet.show_picture(logo)
        self.remove_button.setEnabled(logo is not None)
        self._say(self._help, error=False)
        if changed:
            self.changed.emit()

    def take_file(self, file: Path) -> None:
        """Take the picture of a file; what is no picture, or too large, is refused under the buttons."""
        try:
            self.set_logo(read_logo(file))
        except UserError as refusal:
            self._say(str(refusal), error=True)

    def _choose(self) -> None:
        pictures = self.tr("Images") + " (*.png *.jpg *.jpeg)"
        if file := files.choose_to_open(self, self._state, self.tr("Choisir le logo"), pictures):
            self.take_file(file)

    def _say(self, sentence: str, *, error: bool) -> None:
        self.note.setText(sentence)
        self.note.setProperty("muted", not error)
        self.note.setProperty("error", error)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)


class _Sheet(QWidget):
    """White paper with the picture on it, in light and dark mode alike: that is what will print."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self.setFixedSize(_ROOM)

    def show_picture(self, content: bytes | None) -> None:
        self._picture = QPixmap()
        if content:
            self._picture.loadFromData(content)
        words = self.tr("Logo du secrétariat") if content else self.tr("Aucun logo")
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setPen(colours.border)
            painter.setBrush(Qt.GlobalColor.white)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            if self._picture.isNull():
                painter.setPen(LIGHT.muted)
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Aucun logo"))
                return
            inside = self.rect().adjusted(Space.M, Space.M, -Space.M, -Space.M)
            room = self._picture.size().scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = inside
            place.setSize(room.boundedTo(self._picture.size()))
            place.moveCenter(self.rect().center())
            painter.drawPixmap(place, self._picture)
