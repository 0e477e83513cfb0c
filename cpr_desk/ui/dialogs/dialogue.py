"""A dialogue de gestion: planned and prepared, then held, with who came and what was agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from cpr_desk.domain.dialogues import (
    DialogueFault,
    Expected,
    SizeRevision,
    doubt_dialogue,
    refuse_dialogue,
    topics,
)
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.scale import Scale
from cpr_desk.services import dialogues
from cpr_desk.services.dialogues import RecordDialogue
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_TALL, _LOW = 96, 60


class DialogueDialog(FormDialog):
    """`held` proposes the day of today as the one it was held. `saved` carries whether it newly was."""

    def __init__(
        self,
        desk: Desk,
        dossier: Dossier,
        due: Expected,
        scales: Sequence[Scale],
        parent: QWidget | None = None,
        *,
        held: bool = False,
    ) -> None:
        super().__init__(due.label, self.tr("Enregistrer le dialogue"), parent, width=660)
        self._desk, self._dossier, self._due, self._scales = desk, dossier, due, tuple(scales)
        known, today = due.known, desk.today()
        self.planned, self.held = DateEdit(self), DateEdit(self)
        self.notes, self.attendees, self.conclusions = (QPlainTextEdit(self) for _ in range(3))
        self.revise = QCheckBox(self)
        self._revision_words = PlainLabel(parent=self)
        self.planned.set_day(known.planned_on)
        usual = known.planned_on if known.planned_on and known.planned_on <= today else today
        self.held.set_day(known.held_on or (usual if held else None))
        for edit, text, height in ((self.notes, known.notes, _TALL), (self.attendees, known.attendees, _LOW),
                                   (self.conclusions, known.conclusions, _TALL)):  # fmt: skip
            edit.setPlainText(text)
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(height)
        asked = f"{NBSP}; ".join(f"{each[:1].lower()}{each[1:]}" for each in topics(known.kind))
        about = PlainLabel(f"{due.rule}\n{self.tr('À traiter')}{NBSP}: {asked}.", self)
        about.setProperty("muted", True)
        self.body.addWidget(about)
        self._fill_form()
        self.body.addStretch(1)
        for day in (self.planned, self.held):
            day.changed.connect(lambda _day: self._explain())
        self._explain()
        self.start()

    def _fill_form(self) -> None:
        form = self._form = Form(self)
        planned, held = Field(self.tr("Prévu le"), self.planned), Field(self.tr("Tenu le"), self.held)
        notes = Field(self.tr("Préparation"), self.notes,
                      help_line=self.tr("Imprimée dans le dossier du dialogue."))  # fmt: skip
        attendees = Field(self.tr("Participants"), self.attendees,
                          help_line=self.tr("Une personne par ligne, avec qui elle représente."))  # fmt: skip
        conclusions = Field(self.tr("Conclusions"), self.conclusions)
        self._fields = {
            DialogueFault.PLANNED: planned,
            DialogueFault.HELD: held,
            DialogueFault.TEXT: notes,
            DialogueFault.CONCLUSIONS: conclusions,
        }
        form.add(planned, held)
        for field in (notes, attendees, conclusions):
            form.add(field)
        form.add_widget(self.revise)
        form.add_widget(self._revision_words)
        self.body.addWidget(form)

    def typed(self) -> Any:
        texts = (self.notes, self.attendees, self.conclusions)
        return (
            self.planned.text(), self.held.text(), *(each.toPlainText() for each in texts), self.revise.isChecked()
        )  # fmt: skip

    def is_valid(self) -> bool:
        if not self._form.validate():
            return False
        refusals = refuse_dialogue(self._wanted(), self._desk.today())
        for each in refusals:
            self._fields[each.field].set_error(each.words)
        if refusals:
            self._fields[refusals[0].field].control.setFocus()
        return not refusals

    def write(self) -> bool:
        wanted = self._wanted()
        revised = self._revision(wanted.held_on) if self.revise.isChecked() and not self.revise.isHidden() else None
        order = RecordDialogue(self._dossier.id, wanted, revised)
        dialogues.record_dialogue(self._desk.db, self._desk.commission, order, self._desk.today())
        self._desk.refresh()
        return wanted.held_on is not None and self._due.known.held_on is None

    def _wanted(self) -> Dialogue:
        return replace(
            self._due.known,
            planned_on=self.planned.day(),
            held_on=self.held.day(),
            notes=self.notes.toPlainText(),
            attendees=self.attendees.toPlainText(),
            conclusions=self.conclusions.toPlainText(),
        )

    def _revision(self, on: date | None) -> SizeRevision | None:
        return dialogues.revision_of(self._dossier, self._scales, on) if on else None

    def _explain(self) -> None:
        """Write beside each date what is doubtful about it; propose the revision of the size as of the day held."""
        due = replace(self._due, known=self._wanted())
        doubts = doubt_dialogue(due)
        for field in (DialogueFault.PLANNED, DialogueFault.HELD):
            self._fields[field].set_help(" ".join(each.words for each in doubts if each.field is field))
        day = self.held.day()
        revision = self._revision(day or self._desk.today())
        yearly = self._due.known.kind is DialogueKind.YEARLY and revision is not None
        self._revision_words.setVisible(yearly)
        self.revise.setVisible(yearly and day is not None and revision is not None and revision.changes)
        if revision:
            self._revision_words.say(revision.words)
            self.revise.setText(self.tr("&Retenir la {size}").format(size=revision.proposed.label.lower()))
