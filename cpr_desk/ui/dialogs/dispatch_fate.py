"""What came of a sending: mail that came back, an acknowledgement; for all the persons chosen at once."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from cpr_desk.domain.dispatch import Dispatch, IssueKind
from cpr_desk.domain.dispatch_register import RegisterLine
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words
from cpr_desk.services import dispatch
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.issue import some
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class Fate(Enum):
    """What is recorded."""

    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"


class DispatchFateDialog(FormDialog):
    """The last sending of a kind to each person chosen; `saved` carries those sendings."""

    def __init__(self, desk: Desk, fate: Fate, lines: Sequence[RegisterLine], parent: QWidget | None = None) -> None:
        returned = fate is Fate.RETURNED
        title = self.tr("Courrier revenu") if returned else self.tr("Accusé de réception")
        super().__init__(title, self.tr("Enregistrer"), parent, width=520)
        self._desk, self._fate, self._lines = desk, fate, lines
        self.kind = QComboBox(self)
        for kind in IssueKind:
            if any(line.last(kind) for line in lines):
                self.kind.addItem(capital(kind.label), kind)
        self.day = DateEdit(self)
        self.day.set_day(desk.today())
        self._day_field = Field(
            self.tr("Revenu le") if returned else self.tr("Accusé reçu le"), self.day, required=True,
            check=self._check_day,
        )  # fmt: skip
        self.form = Form(self)
        self.form.add(Field(self.tr("Envoi"), self.kind), self._day_field)
        self.what_happens = PlainLabel(parent=self)
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self.kind.currentIndexChanged.connect(lambda _row: self._announce())
        self.day.changed.connect(lambda _day: self._announce())
        self._announce()
        self.start()

    def sent(self) -> tuple[Dispatch, ...]:
        """Return the sendings concerned."""
        found = (line.last(IssueKind(self.kind.currentData())) for line in self._lines)
        return tuple(each for each in found if each)

    def typed(self) -> Any:
        return self.kind.currentText(), self.day.text()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> tuple[Dispatch, ...]:
        day, sent = self._day(), self.sent()
        mark = dispatch.mark_returned if self._fate is Fate.RETURNED else dispatch.mark_acknowledged
        mark(self._desk.db, sent, day, self._desk.today())
        self._desk.refresh()
        return sent

    def _day(self) -> date:
        day = self.day.day()
        assert day is not None  # noqa: S101 - is_valid asks for it
        return day

    def _announce(self) -> None:
        names = some([each.recipient.person.courteous_name for each in self.sent()])
        told = (
            self.tr("{names}{nbsp}: cet envoi compte comme non fait, il faut écrire de nouveau.")
            if self._fate is Fate.RETURNED
            else self.tr("{names}{nbsp}: l’accusé de réception est gardé au registre.")
        )
        self.what_happens.say(told.format(names=names, nbsp=NBSP))
        day = self.day.day()
        self._day_field.set_help(date_words(day) if day else "")

    def _check_day(self) -> str:
        day = self.day.day()
        if day and day > self._desk.today():
            return self.tr("Ce jour n’est pas encore passé.")
        last = max((each.sent_on for each in self.sent()), default=None)
        if day and last and day < last:
            return self.tr("L’envoi date du {day}.").format(day=date_digits(last))
        return ""
