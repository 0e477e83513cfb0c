"""The records that may be one person's, to be looked at two by two."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Person
from cpr_desk.domain.persons import Double
from cpr_desk.services import persons
from cpr_desk.ui import theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.dialogs.person_merge import MergeDialog
from cpr_desk.ui.models.persons import double_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import MessageBar
from cpr_desk.ui.widgets.table_panel import TablePanel

_FIRST_SIZE = QSize(1080, 520)


class DoublesDialog(KeyboardDialog):
    """Pairs of records, the likeliest first; each is merged, or said to be two persons."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Doublons possibles"))
        self._desk = desk
        self.messages = MessageBar(self)
        words = self.tr(
            "Ces noms se ressemblent. Vous seul savez s’il s’agit d’une même personne : fusionnez alors ses deux "
            "fiches. Sinon, dites-le : elles ne seront plus proposées."
        )
        invitation = QLabel(french.typeset(words), self, wordWrap=True)
        self._model: TableModel[Double] = TableModel(
            double_columns(desk.today()), identity=lambda double: double.ids, parent=self
        )
        empty = EmptyState("circle-check", self.tr("Aucun doublon"), self.tr("Aucun nom n’en rappelle un autre."))
        self.panel = TablePanel(
            self._model, state, "doubles", self.tr("paire de fiches"), self.tr("paires de fiches"), empty, self
        )
        self.merge = theme.primary(QPushButton(self.tr("Fusionner…"), self))
        self.apart = QPushButton(self.tr("Ce sont deux personnes"), self)
        close = QPushButton(self.tr("Fermer"), self)
        for button in (self.merge, self.apart, close):
            button.setAutoDefault(False)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        buttons.addWidget(self.apart)
        buttons.addWidget(self.merge)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.messages)
        column.addWidget(invitation)
        column.addWidget(self.panel, 1)
        column.addLayout(buttons)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))
        self.panel.view.chosen.connect(self._refresh)
        # Enter goes on to the dialogs above the table: it must not find the button « Fusionner » of the one it opens.
        self.panel.view.opened.connect(lambda _double: QTimer.singleShot(0, self, self._merge))
        self.merge.clicked.connect(lambda _checked: self._merge())
        self.apart.clicked.connect(lambda _checked: self._keep_apart())
        desk.changed.connect(self._reload)
        self._reload()
        self.panel.view.setFocus()

    def _reload(self) -> None:
        db = self._desk.db
        self._model.set_rows(persons.doubles(db, persons.known_persons(db)))
        if self._model.rowCount() and not self.panel.view.selected_rows():
            self.panel.view.select_identities({self._model.identity(0)})
        self._refresh()

    def _chosen(self) -> Double | None:
        rows: list[Double] = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _refresh(self) -> None:
        for button in (self.merge, self.apart):
            button.setEnabled(self._chosen() is not None)

    def _merge(self) -> None:
        if double := self._chosen():
            dialog = MergeDialog(self._desk, double.one, double.other, self)
            dialog.saved.connect(self._say_merged)
            dialog.open()

    def _keep_apart(self) -> None:
        if double := self._chosen():
            persons.keep_apart(self._desk.db, double)
            self._desk.refresh()
            words = self.tr("{one} et {other} sont deux personnes.")
            names = {"one": double.one.person.courteous_name, "other": double.other.person.courteous_name}
            self._desk.say_saved(self.messages, words.format(**names))

    def _say_merged(self, person: Person) -> None:
        words = self.tr("Les deux fiches de {name} n’en font plus qu’une.")
        self._desk.say_saved(self.messages, words.format(name=person.courteous_name))
