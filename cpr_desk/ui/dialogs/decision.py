"""A decision or an opinion: what was decided on which item, who follows it and until when."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain.agenda import ItemKind, numbers
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.french import NBSP, capital, fold, squeeze
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import decisions, register
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.choice_edit import ChoiceEdit
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

_TEXT_HEIGHT, _NOTE_HEIGHT = 120, 64


class DecisionDialog(FormDialog):
    """Record one (`decision` None) or change one; `saved` carries it as it is stored."""

    def __init__(
        self, desk: Desk, meeting: Meeting, decision: Decision | None = None, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Enregistrer une décision ou un avis")
        if decision:
            title = self.tr("Modifier {what}").format(what=decisions.named(decision))
        super().__init__(title, self.tr("Enregistrer"), parent, width=640)
        self._desk, self._meeting = desk, meeting
        self._before = decision or Decision(DecisionKind.DECISION, 0, 0, "", meeting.on, meeting.id)
        known = register.adhesions_at(desk.db, desk.commission.id, desk.today())
        self._cpts = {fold(each.name): each.id for each in known}
        self._names = {each.id: each.name for each in known}
        self._make_controls([each.name for each in known])
        self._fill()
        self._lay_out()
        self.item.currentIndexChanged.connect(lambda _row: self._propose())
        self.start()

    def typed(self) -> Decision:
        return replace(
            self._before,
            kind=DecisionKind(self.kind.currentData()),
            item_id=self.item.currentData(),
            text=self.text.toPlainText().strip(),
            cpts_id=self._cpts.get(fold(self.cpts.currentText())),
            responsible=squeeze(self.responsible.text()),
            due_on=self.due_on.day(),
            done_on=self.done_on.day(),
            note=self.note.toPlainText().strip(),
        )

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> Any:
        db, today, wanted = self._desk.db, self._desk.today(), self.typed()
        if self._before.id:
            stored = decisions.change_decision(db, wanted, today)
        else:
            (stored,) = decisions.record_decisions(db, self._meeting, [wanted], today)
        self._desk.refresh()
        return stored

    def _make_controls(self, names: list[str]) -> None:
        self.kind: QComboBox = choice_box([(capital(kind.label), kind) for kind in DecisionKind], self)
        agenda = self._meeting.agenda
        entries = [(f"{n}. {each.title}", each.id) for n, each in zip(numbers(agenda), agenda, strict=True)]
        self.item = choice_box([(self.tr("Hors ordre du jour"), None), *entries], self)
        self.text, self.note = QPlainTextEdit(self), QPlainTextEdit(self)
        for edit, height in ((self.text, _TEXT_HEIGHT), (self.note, _NOTE_HEIGHT)):
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(height)
        self.cpts = ChoiceEdit(names, self.tr("Aucune"), self)
        self.responsible = QLineEdit(self, maxLength=200)
        self.due_on, self.done_on = DateEdit(self), DateEdit(self)

    def _fill(self) -> None:
        before = self._before
        self.kind.setCurrentIndex(self.kind.findData(before.kind))
        self.item.setCurrentIndex(max(0, self.item.findData(before.item_id)))
        for choice in (self.kind, self.item):
            choice.setEnabled(not before.id)
        self.text.setPlainText(before.text)
        self.note.setPlainText(before.note)
        self.cpts.setCurrentText(self._names.get(before.cpts_id or 0, ""))
        self.responsible.setText(before.responsible)
        self.due_on.set_day(before.due_on)
        self.done_on.set_day(before.done_on)

    def _lay_out(self) -> None:
        self.form = Form(self)
        kept = self.tr("Le numéro, la nature et le point ne changent plus.") if self._before.id else ""
        self.form.add(
            Field(self.tr("Nature"), self.kind),
            Field(self.tr("Point de l’ordre du jour"), self.item, help_line=kept),
            stretches=(1, 3),
        )
        self.form.add(Field(self.tr("Ce que la commission a décidé"), self.text, required=True, check=self._check_text))
        self.form.add(Field(self.tr("CPTS concernée"), self.cpts, check=self._check_cpts))
        self.form.add(
            Field(self.tr("Suivi par"), self.responsible),
            Field(self.tr("Échéance"), self.due_on, check=lambda: self._not_before(self.due_on.day())),
            Field(self.tr("Fait le"), self.done_on, check=self._check_done),
            stretches=(2, 1, 1),
        )
        self.form.add(Field(self.tr("Observation"), self.note, check=self._check_note))
        self.body.addWidget(self.form)

    def _propose(self) -> None:
        """Propose the kind and the CPTS of the item chosen."""
        item = next((each for each in self._meeting.agenda if each.id == self.item.currentData()), None)
        if item is None:
            return
        kind = DecisionKind.OPINION if item.kind is ItemKind.OPINION else DecisionKind.DECISION
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.cpts.setCurrentText(self._names.get(item.cpts_id or 0, ""))

    def _check_text(self) -> str:
        return self._too_long(self.text, decisions.LONGEST_TEXT)

    def _check_note(self) -> str:
        return self._too_long(self.note, decisions.LONGEST_NOTE)

    def _too_long(self, edit: QPlainTextEdit, longest: int) -> str:
        if len(edit.toPlainText().strip()) <= longest:
            return ""
        return self.tr("Raccourcissez ce texte{nbsp}: {longest} caractères au plus.").format(nbsp=NBSP, longest=longest)

    def _check_cpts(self) -> str:
        name = fold(self.cpts.currentText())
        return "" if not name or name in self._cpts else self.tr("Aucune CPTS du registre ne porte ce nom.")

    def _not_before(self, day: date | None) -> str:
        if day and day < self._before.taken_on:
            return self.tr("Cette date précède la décision.")
        return ""

    def _check_done(self) -> str:
        day = self.done_on.day()
        return self.tr("Cette date est à venir.") if day and day > self._desk.today() else self._not_before(day)
