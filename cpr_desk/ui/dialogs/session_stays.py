"""Every coming and going of a person in the session: corrected, added, removed."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from cpr_desk.domain.attendance import Stay
from cpr_desk.domain.composition import Person
from cpr_desk.services import session as sessions
from cpr_desk.ui import theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_hours import HourEdit
from cpr_desk.ui.session_keeper import SessionKeeper
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel


class _StayRow:
    """The fields of one stay; none of them holds it once it is removed."""

    def __init__(self, stay: Stay | None, seats: dict[int, str], parent: QWidget) -> None:
        self.stay = stay
        self.removed = False
        self.arrived = HourEdit(stay.arrived_at.time() if stay else None, parent)
        self.left = HourEdit(stay.left_at.time() if stay and stay.left_at else None, parent)
        self.left.setPlaceholderText("")
        self.remote = QCheckBox(parent.tr("À distance"), parent)
        self.remote.setChecked(bool(stay and stay.remote))
        self.seat = QComboBox(parent)
        self.seat.addItem(parent.tr("Selon la règle"), None)
        for number, label in seats.items():
            self.seat.addItem(label, number)
        if stay and stay.seat_id:
            self.seat.setCurrentIndex(max(self.seat.findData(stay.seat_id), 0))
        self.seat.setVisible(len(seats) > 1)
        self.remove = QPushButton(parent.tr("Retirer"), parent)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return self.arrived, self.left, self.remote, self.seat, self.remove

    @property
    def typed(self) -> tuple[object, ...]:
        return self.removed, self.arrived.text(), self.left.text(), self.remote.isChecked(), self.seat.currentData()


class StaysDialog(FormDialog):
    """A line a stay. An hour past midnight is one of the next day."""

    def __init__(self, desk: Desk, keeper: SessionKeeper, person: Person, parent: QWidget | None = None) -> None:
        title = self.tr("Présence de {name}").format(name=person.courteous_name)
        super().__init__(title, self.tr("Enregistrer les heures"), parent, width=680)
        self._desk, self._keeper, self._person = desk, keeper, person
        seats = keeper.session.composition.seats
        self._seats = {
            seat.id: seat.label for seat in seats if seat.substitute and seat.substitute.person.id == person.id
        }
        self.rows: list[_StayRow] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.S)
        heads = (self.tr("Arrivée"), self.tr("Départ"), "", self.tr("Siège") if len(self._seats) > 1 else "")
        for column, words in enumerate(heads):
            label = QLabel(words, self)
            label.setFont(theme.font(bold=True))
            self._grid.addWidget(label, 0, column)
        hint = self.tr("Sans heure de départ, la personne reste jusqu’à la clôture. Une heure après minuit est celle "
                       "du lendemain.")  # fmt: skip
        self.add = QPushButton(self.tr("Ajouter un passage"), self)
        self.add.clicked.connect(lambda _checked: self.add_row(None))
        self.body.addWidget(PlainLabel(hint, self))
        self.body.addLayout(self._grid)
        self.body.addWidget(self.add)
        self.body.addStretch()
        for stay in sorted(keeper.session.presence.stays, key=lambda each: each.arrived_at):
            if stay.person_id == person.id:
                self.add_row(stay)
        if not self.rows:
            self.add_row(None)
        self.start()

    def add_row(self, stay: Stay | None) -> None:
        """Add the fields of one stay, new for None."""
        row = _StayRow(stay, self._seats, self)
        number = len(self.rows) + 1
        named = (self.tr("Arrivée {n}"), self.tr("Départ {n}"), "", self.tr("Siège {n}"), self.tr("Retirer {n}"))
        for column, (widget, name) in enumerate(zip(row.widgets, named, strict=True)):
            self._grid.addWidget(widget, number, column)
            if name:
                widget.setAccessibleName(name.format(n=number))
        row.remove.clicked.connect(lambda _checked: self._remove(row))
        self.rows.append(row)
        if stay is None and self.isVisible():
            row.arrived.setFocus()

    def typed(self) -> Any:
        return tuple(row.typed for row in self.rows if row.stay or any(row.typed[:3]))

    def is_valid(self) -> bool:
        faults = [fault for row in self._wanted() for fault in self._faults(row)]
        if faults:
            self.messages.say(Weight.ERROR, faults[0])
        return not faults

    def write(self) -> Person:
        stays = [self._stay(row) for row in self._wanted()]
        sessions.write_stays(self._desk.db, self._keeper.session, self._person.id, stays)
        return self._person

    def _wanted(self) -> list[_StayRow]:
        return [row for row in self.rows if not row.removed and (row.stay or row.arrived.text() or row.left.text())]

    def _faults(self, row: _StayRow) -> list[str]:
        if not row.arrived.text().strip():
            row.arrived.setFocus()
            return [self.tr("Indiquez l’heure d’arrivée, ou retirez ce passage.")]
        wrong = [(field, fault) for field in (row.arrived, row.left) if (fault := field.fault())]
        for field, _fault in wrong[:1]:
            field.setFocus()
        return [fault for _field, fault in wrong]

    def _stay(self, row: _StayRow) -> Stay:
        arrived, left = row.arrived.moment(), row.left.moment()
        assert arrived is not None  # noqa: S101 - checked
        known = row.stay or Stay(self._person.id, self._keeper.moment(arrived))
        return replace(
            known,
            arrived_at=self._keeper.moment(arrived),
            left_at=self._keeper.moment(left) if left else None,
            remote=row.remote.isChecked(),
            seat_id=row.seat.currentData(),
        )

    def _remove(self, row: _StayRow) -> None:
        row.removed = True
        for widget in row.widgets:
            widget.hide()
