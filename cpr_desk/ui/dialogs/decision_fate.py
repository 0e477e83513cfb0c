"""What became of decisions: carried out on a day, or one withdrawn, with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import NBSP, date_digits, plural
from cpr_desk.services import decisions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_TOLD = 5
"""Decisions told one by one; more are counted."""


class _FateDialog(FormDialog):
    """A day on which something became of some decisions: not before they were taken, nor to come."""

    def __init__(
        self, desk: Desk, chosen: Sequence[Decision], title: str, verb: str, caption: str, parent: QWidget | None
    ) -> None:
        super().__init__(title, verb, parent, width=520)
        self._desk, self._chosen = desk, chosen
        self.day = DateEdit(self)
        self.day.set_day(desk.today())
        self.form = Form(self)
        told = [f"{each.reference}. {each.text}" for each in chosen[:_TOLD]]
        if len(chosen) > _TOLD:
            told.append(self.tr("Et {others}.").format(others=plural(len(chosen) - _TOLD, self.tr("autre"))))
        self.body.addWidget(PlainLabel("\n".join(told), self))
        self.form.add(Field(caption, self.day, required=True, check=self._check_day))
        self.body.addWidget(self.form)
        self.body.addStretch()

    def is_valid(self) -> bool:
        return self.form.validate()

    def _day(self) -> date:
        day = self.day.day()
        assert day is not None  # noqa: S101 - is_valid asks for it
        return day

    def _check_day(self) -> str:
        day, last = self.day.day(), max(each.taken_on for each in self._chosen)
        if day and day > self._desk.today():
            return self.tr("Cette date est à venir.")
        if day and day < last:
            return self.tr("La décision date du {day}.").format(day=date_digits(last))
        return ""


class DoneDialog(_FateDialog):
    """Note decisions as carried out; `saved` carries the sentence that says so."""

    def __init__(self, desk: Desk, chosen: Sequence[Decision], parent: QWidget | None = None) -> None:
        super().__init__(
            desk, chosen, self.tr("Noter comme fait"), self.tr("Noter comme fait"), self.tr("Fait le"), parent
        )
        self.start()

    def typed(self) -> Any:
        return self.day.text()

    def write(self) -> str:
        decisions.mark_done(self._desk.db, self._chosen, self._day(), self._desk.today())
        self._desk.refresh()
        if len(self._chosen) == 1:
            return self.tr("{reference}{nbsp}: suite faite.").format(reference=self._chosen[0].reference, nbsp=NBSP)
        return self.tr("Suite faite pour {count}.").format(count=decisions.counted(self._chosen))


class WithdrawDialog(_FateDialog):
    """Withdraw a decision: it keeps its number; `saved` carries the sentence that says so."""

    def __init__(self, desk: Desk, decision: Decision, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, [decision], self.tr("Retirer {what}").format(what=decisions.named(decision)), self.tr("Retirer"),
            self.tr("Retrait le"), parent,
        )  # fmt: skip
        self._decision = decision
        self.reason = QLineEdit(self, maxLength=500)
        self.form.add(Field(self.tr("Motif"), self.reason, required=True))
        told = self.tr("Le numéro reste attribué{nbsp}: la numérotation de l’année ne compte ainsi aucun trou.")
        self.foot.insertWidget(0, PlainLabel(told.format(nbsp=NBSP), self))
        self.start()

    def typed(self) -> Any:
        return self.day.text(), self.reason.text()

    def write(self) -> str:
        decisions.withdraw(self._desk.db, self._decision, self.reason.text(), self._day(), self._desk.today())
        self._desk.refresh()
        words = self.tr("{reference}{nbsp}: retrait enregistré, le numéro reste attribué.")
        return words.format(reference=self._decision.reference, nbsp=NBSP)
