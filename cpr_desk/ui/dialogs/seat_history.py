"""The life of a seat, event by event, to read, copy and print."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Seat
from cpr_desk.office.histories import seat_history_pages
from cpr_desk.services import history
from cpr_desk.ui import files, previewing, theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.icons import icon, on_accent
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.models.history import event_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight
from cpr_desk.ui.widgets.table_view import TableView

_FIRST_SIZE = QSize(980, 560)


class SeatHistoryDialog(KeyboardDialog):
    """Everything that happened to a seat, the oldest first."""

    def __init__(self, desk: Desk, state: UiState, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._state, self._seat = desk, state, seat
        found = history.seat_history(desk.db, seat.id)
        self._label = found.label
        self.setWindowTitle(self.tr("Historique du siège"))
        self.messages = MessageBar(self)
        title = QLabel(found.label, self, wordWrap=True)
        title.setFont(theme.font(theme.TextSize.TITLE, bold=True))
        count = QLabel(french.plural(len(found.events), self.tr("événement"), self.tr("événements")), self)
        count.setProperty("muted", True)
        model = TableModel(event_columns(), found.events, parent=self)
        self.view = TableView(model, state, "seat_history", self)
        self.view.setAccessibleName(self.tr("Événements du siège"))
        paper = theme.primary(QPushButton(on_accent("printer"), self.tr("Imprimer…"), self))
        paper.clicked.connect(lambda _checked: self._print())
        copy = QPushButton(icon("copy"), self.tr("Copier le tableau"), self)
        copy.clicked.connect(lambda _checked: self._copy())
        close = QPushButton(self.tr("Fermer"), self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        for button in (copy, paper, close):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        for part in (self.messages, title, count):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))
        self.view.setFocus()

    def _copy(self) -> None:
        self.view.copy()
        self.messages.say(
            Weight.SUCCESS, self.tr("Le tableau est copié, prêt à coller dans un classeur ou une lettre.")
        )

    def _print(self) -> None:
        desk, seat = self._desk, self._seat
        title = self.tr("Historique du siège – {label}").format(label=self._label)
        previewing.look_at(
            self,
            self._state,
            title,
            f"{title}.pdf",
            lambda progress: seat_history_pages(desk.db, desk.commission.id, seat.id, desk.today(), progress),
            self._written,
            lambda failure: self.messages.say_error(as_user_error(failure)),
        )

    def _written(self, file: Path) -> None:
        sentence = self.tr("Le fichier « {name} » est enregistré.").format(name=file.name)
        self.messages.say(
            Weight.SUCCESS, french.typeset(sentence), self.tr("Ouvrir"), lambda: files.open_with_system(file)
        )
