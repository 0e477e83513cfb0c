"""One person whole: how to write to them, and every role, past and present."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.persons import KnownPerson, missing_details
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.models.persons import RoleLine, role_columns, role_lines
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import ActionButton, SectionTitle
from cpr_desk.ui.widgets.icon_label import IconLabel
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_view import TableView

_LEAST_WIDTH = 320
_LEAST_TABLE = 160


class PersonCard(QWidget):
    """Shows the person chosen in the list; its table of roles is copied with Ctrl+C and printed by `print_`."""

    def __init__(self, today: date, state: UiState, print_: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._name = PlainLabel(parent=self)
        self._name.setFont(theme.font(theme.TextSize.TITLE, bold=True))
        self._facts = PlainLabel(parent=self, selectable=True)
        self._missing_mark = IconLabel("triangle-alert", Tone.URGENT, parent=self)
        self._missing = PlainLabel(parent=self)
        self._model: TableModel[RoleLine] = TableModel(role_columns(today), parent=self)
        self._count = SectionTitle("", self)
        self.view = TableView(self._model, state, "person_roles", self)
        self.view.setAccessibleName(self.tr("Rôles de la personne"))
        self.view.setMinimumHeight(_LEAST_TABLE)
        missing = QHBoxLayout()
        missing.setSpacing(Space.S)
        missing.addWidget(self._missing_mark, 0, Qt.AlignmentFlag.AlignTop)
        missing.addWidget(self._missing, 1)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(ActionButton(print_, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        column.addLayout(missing)
        column.addSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def show_person(self, known: KnownPerson) -> None:
        """Show a person."""
        person = known.person
        place = f"{person.postcode} {person.city}".strip()
        facts = (person.profession, person.email, person.phone, person.address, place)
        self._name.say(person.courteous_name)
        self._facts.say("\n".join(fact for fact in facts if fact))
        self._facts.setVisible(any(facts))
        missing = missing_details(person)
        self._missing.say(
            self.tr("À compléter{nbsp}: {details}.").format(nbsp=french.NBSP, details=french.listing(missing))
        )
        for widget in (self._missing_mark, self._missing):
            widget.setVisible(bool(missing))
        self._model.set_rows(role_lines(known))
        roles = french.plural(len(known.roles), self.tr("rôle"), self.tr("rôles"))
        self._count.setText(roles if known.roles else self.tr("Aucun rôle, ni aujourd’hui ni par le passé"))
