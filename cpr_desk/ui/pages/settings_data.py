"""Paramètres › Données: where they are, whether they are sound, which version reads them; how the window looks."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cpr_desk import __version__
from cpr_desk.domain.french import NBSP, integer
from cpr_desk.errors import UserError
from cpr_desk.services import instance
from cpr_desk.ui import files, tasks
from cpr_desk.ui.application import theme_of
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.theme import Appearance, Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight


class DataPanel(QWidget):
    """Nothing here waits for « Enregistrer »: it shows, checks, and changes the look at once."""

    def __init__(self, desk: Desk, messages: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self.folder = _value(self)
        self.weight = _value(self)
        self.verify_button = QPushButton(icon("circle-check"), self.tr("Vérifier la base de données"), self)
        self.verify_button.clicked.connect(self._verify)
        self.open_button = QPushButton(icon("folder-open"), self.tr("Ouvrir le dossier"), self)
        self.open_button.clicked.connect(self._open)
        self.appearances = {
            Appearance.SYSTEM: QRadioButton(self.tr("Comme le système"), self),
            Appearance.LIGHT: QRadioButton(self.tr("Claire"), self),
            Appearance.DARK: QRadioButton(self.tr("Sombre"), self),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.L, Space.S, Space.L)
        column.setSpacing(Space.L)
        for card in (self._data_card(), self._appearance_card(), self._program_card()):
            column.addWidget(card)
        column.addStretch(1)

    def reload(self) -> None:
        """Read the size of the data and the look again."""
        facts = instance.data_folder(self._desk.db)
        self.folder.setText(str(facts.folder))
        self.weight.setText(size_in_words(facts.size))
        self.schema.setText(facts.schema)
        if theme := theme_of(_application()):
            self.appearances[theme.appearance].setChecked(True)

    def _data_card(self) -> Card:
        card = Card(self.tr("Dossier de données"), "folder-open", self)
        lines = _lines()
        lines.addRow(_caption(self.tr("Dossier"), self), self.folder)
        lines.addRow(_caption(self.tr("Taille"), self), self.weight)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.verify_button)
        buttons.addStretch()
        card.body.addLayout(lines)
        card.body.addLayout(buttons)
        return card

    def _appearance_card(self) -> Card:
        card = Card(self.tr("Apparence"), "sun-moon", self)
        row = QHBoxLayout()
        row.setSpacing(Space.XL)
        theme = theme_of(_application())
        for appearance, button in self.appearances.items():
            row.addWidget(button)
            if theme:
                button.clicked.connect(partial(theme.choose, appearance))
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _program_card(self) -> Card:
        card = Card(self.tr("Programme"), "info", self)
        self.version, self.schema = _value(self), _value(self)
        self.version.setText(__version__)
        lines = _lines()
        lines.addRow(_caption(self.tr("Version de CPR Desk"), self), self.version)
        lines.addRow(_caption(self.tr("Version de la base de données"), self), self.schema)
        card.body.addLayout(lines)
        return card

    def _verify(self) -> None:
        self.verify_button.setEnabled(False)
        folder = self._desk.db.file.parent
        tasks.run(
            self,
            self.tr("Vérification de la base de données"),
            lambda _progress: instance.verify(folder),
            self._tell,
            self._tell_failure,
        )

    def _tell(self, problems: list[str]) -> None:
        self.verify_button.setEnabled(True)
        if problems:
            self._messages.say(Weight.ERROR, " ".join(problems))
        else:
            self._messages.say(Weight.SUCCESS, self.tr("La base de données est en bon état."))

    def _tell_failure(self, failure: Exception) -> None:
        self.verify_button.setEnabled(True)
        self._messages.say_error(as_user_error(failure))

    def _open(self) -> None:
        folder = self._desk.db.file.parent
        if not files.open_with_system(folder):
            self._messages.say_error(
                UserError(
                    self.tr("Le dossier n’a pas pu être ouvert."),
                    self.tr("Copiez son chemin dans votre gestionnaire de fichiers."),
                )
            )


def size_in_words(size: int) -> str:
    """Return « 1,4 Mo », « 512 ko » for a number of bytes (decimal units, as file managers count)."""
    if size < 1_000_000:
        return f"{integer(-(-size // 1000))}{NBSP}ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{NBSP}Mo"


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - a widget lives in one
    return app


def _lines() -> QFormLayout:
    lines = QFormLayout()
    lines.setHorizontalSpacing(Space.XL)
    lines.setVerticalSpacing(Space.S)
    return lines


def _caption(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("muted", True)
    return label


def _value(parent: QWidget) -> QLabel:
    label = QLabel(parent, wordWrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
