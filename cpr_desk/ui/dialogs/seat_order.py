"""Put the rows of an official table in another order from a day on; older tables keep theirs."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.composition import Seat, Section
from cpr_desk.errors import UserError
from cpr_desk.services import composition as compositions
from cpr_desk.services import mandates
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class SeatOrderDialog(FormDialog):
    """The professions (with their unions), the lines or the bodies of a section, moved by buttons, keys or mouse."""

    def __init__(self, desk: Desk, section: Section, on: date, parent: QWidget | None = None) -> None:
        title = self.tr("Changer l’ordre du tableau")
        super().__init__(f"{title} – {section.label}", self.tr("Changer l’ordre"), parent, width=520)
        self._desk = desk
        self._section = section
        self._seats: dict[int, Seat] = {}
        self.since = DateEdit(self)
        self.since.set_day(on)
        self._since_field = Field(
            self.tr("À compter du"), self.since, required=True,
            help_line=self.tr("Les tableaux imprimés pour une date antérieure gardent leur ordre"),
        )  # fmt: skip
        self.rows = QListWidget(self)
        self.rows.setAccessibleName(self.tr("Ordre du tableau"))
        self.rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rows.setMinimumHeight(240)
        self.up = self._button("chevron-up", self.tr("Monter"), "Alt+Up")
        self.down = self._button("chevron-down", self.tr("Descendre"), "Alt+Down")
        self._what_happens = PlainLabel(parent=self)
        self._form = Form(self)
        self._form.add(self._since_field)
        self._lay_out()
        self._read(on)
        self.since.changed.connect(self._change_day)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.rows.model().rowsMoved.connect(lambda *_moved: self._announce())
        self.start()

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        return (self.since.text(), self._order())

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> list[int]:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        mandates.arrange_seats(self._desk.db, self._order(), day)
        self._desk.refresh()
        return self._order()

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: a seat changes later."""
        self._since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, picture: str, words: str, keys: str) -> QPushButton:
        made = QPushButton(icon(picture), words, self)
        made.setAutoDefault(False)
        made.setShortcut(QKeySequence(keys))
        made.setToolTip(f"{words} ({made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        return made

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(Space.S)
        for button in (self.up, self.down):
            buttons.addWidget(button)
        buttons.addStretch()
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.rows, 1)
        row.addLayout(buttons)
        self.body.addWidget(self._form)
        self.body.addLayout(row, 1)
        self.foot.insertWidget(0, self._what_happens)

    def _change_day(self, day: date | None) -> None:
        if day:
            self._read(day)

    def _read(self, day: date) -> None:
        composition = compositions.composition_at(self._desk.db, self._desk.commission.id, day)
        groups: dict[Hashable, list[Seat]] = {}
        for seat in composition.of(self._section):
            groups.setdefault(_group(seat), []).append(seat)
        self.rows.clear()
        for seats in groups.values():
            item = QListWidgetItem(_words(seats), self.rows)
            item.setData(Qt.ItemDataRole.UserRole, [seat.id for seat in seats])
        self._first_order = self._order()
        self.rows.setCurrentRow(0)
        self._announce()

    def _order(self) -> list[int]:
        rows = (self.rows.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.rows.count()))
        return [seat_id for ids in rows for seat_id in ids]

    def _move(self, step: int) -> None:
        row = self.rows.currentRow()
        if 0 <= row + step < self.rows.count():
            self.rows.insertItem(row + step, self.rows.takeItem(row))
            self.rows.setCurrentRow(row + step)
            self._announce()

    def _announce(self) -> None:
        day = self.since.day()
        if day is None or self._order() == self._first_order:
            self._what_happens.say(self.tr("Rien ne change pour l’instant."))
            return
        told = self.tr("L’ordre de la {section} change à compter du {day}, celui d’avant reste imprimé comme il était.")
        self._what_happens.say(told.format(section=self._section.label.lower(), day=french.date_words(day)))


def _group(seat: Seat) -> Hashable:
    """Return what moves as one: a profession with its unions; a line or a body moves alone."""
    return seat.profession or (seat.id if seat.section is Section.SOCIAL else seat.organisation)


def _words(seats: list[Seat]) -> str:
    first = seats[0]
    if first.section is Section.SOCIAL:
        held = first.titular.person.name if first.titular else "à désigner"
        return f"{first.represents}, {french.plural(first.votes, 'voix', 'voix')} – {held}"
    if first.profession:
        return f"{first.profession.label} ({french.plural(len(seats), 'siège')})"
    return first.represents
