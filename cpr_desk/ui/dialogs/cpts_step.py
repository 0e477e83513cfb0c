"""Record a step of a CPTS, or correct one: its day, who took it, a comment; an exception with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from cpr_desk.domain.adhesion import PATH, Step, StepTaken
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.file_pieces import missing_for
from cpr_desk.domain.french import date_digits, listing
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.path import Verdict, judge_step, next_step
from cpr_desk.services import path
from cpr_desk.ui import files
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_change import CptsChangeDialog, text_box
from cpr_desk.ui.icons import icon
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field
from cpr_desk.ui.widgets.plain_label import PlainLabel

_CHOICES = (*PATH[:-1], Step.ABANDONED)
"""The steps recorded here; those of a contract are recorded with it."""
_LONGEST_COMMENT = 2000


class StepDialog(CptsChangeDialog):
    """`step` None records a new one, `wanted` `on` a day unless one says otherwise; the files joined are in `files`."""

    def __init__(
        self,
        desk: Desk,
        state: UiState,
        dossier: Dossier,
        step: StepTaken | None = None,
        wanted: Step | None = None,
        on: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Corriger une étape") if step else self.tr("Ajouter une étape")
        verb = self.tr("Corriger") if step else self.tr("Enregistrer l’étape")
        super().__init__(desk, dossier, title, verb, parent)
        self._state, self._before = state, step
        self.files: list[Path] = []
        self.step_id = 0
        self.step, self.day = QComboBox(self.inside), DateEdit(self.inside)
        self.author = QLineEdit(step.author if step else "", self.inside, maxLength=200)
        self.comment = text_box(step.comment if step else "", self.inside)
        self.exception = QLineEdit(step.exception if step else "", self.inside, maxLength=500)
        self._fill(wanted, on)
        self._lay_out()
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        wanted = self._wanted()
        if wanted is None:
            return ()
        verdict = self._verdict(wanted)
        return verdict.refusals if self._stays(wanted) else verdict.against(wanted)

    def sentence(self) -> str:
        wanted = self._wanted()
        if wanted is None:
            return ""
        verdict = self._verdict(wanted)
        told = list(verdict.warnings)
        if lacking := missing_for(self.dossier, wanted.step, wanted.on):
            told.append(self.tr("Il manque au dossier {pieces}.").format(pieces=listing(lacking)))
        return " ".join(told)

    def announce(self) -> None:
        """Ask for the reason of an exception where the rules would not have the step."""
        self._name_comment()
        wanted = self._wanted()
        objected = wanted is not None and bool(self._verdict(wanted).objections)
        self._exception.setVisible(objected or bool(self.exception.text()))
        super().announce()

    def carry_out(self) -> str:
        wanted = self._wanted()
        assert wanted is not None  # noqa: S101 - the day is required
        told = self.tr("L’étape « {step} » du {day} est enregistrée.")
        if self._before:
            path.correct_step(self.desk.db, self.dossier, wanted, self.desk.today())
            told = self.tr("L’étape « {step} » du {day} est corrigée.")
        else:
            self.step_id = path.add_step(self.desk.db, self.dossier, wanted, self.desk.today())
        return told.format(step=wanted.step.label, day=date_digits(wanted.on))

    def typed(self) -> Any:
        return *super().typed(), *self.files

    def _fill(self, wanted: Step | None, on: date | None) -> None:
        for each in [self._before.step] if self._before else _CHOICES:
            self.step.addItem(each.label, each)
        following = wanted or next_step(self.dossier.steps)
        self.step.setCurrentIndex(max(0, self.step.findData(self._before.step if self._before else following)))
        self.step.setEnabled(self._before is None)
        self.day.set_day(self._before.on if self._before else on or self.desk.today())

    def _lay_out(self) -> None:
        self._step_field = self.field(self.tr("Étape"), self.step, Fault.STEP, required=True)
        self._day_field = self.field(self.tr("Le"), self.day, Fault.SINCE, required=True)
        self._comment = self.field(self.tr("Commentaire"), self.comment, Fault.REASON, check=self._too_long)
        who = self.tr("Qui l’a franchie ou l’a décidée, par exemple l’ARS")
        reason = self.tr("Une étape que l’ordre habituel ne permet pas s’enregistre avec son motif")
        self._exception = Field(self.tr("Motif de l’exception"), self.exception, help_line=reason)
        self.form.add(self._step_field, self._day_field, stretches=(1, 1))
        self.form.add(self._exception)
        self.form.add(Field(self.tr("Auteur"), self.author, help_line=who))
        self.form.add(self._comment)
        if self._before is None:
            self._offer_files()

    def _offer_files(self) -> None:
        row = QWidget(self.inside)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        join = QPushButton(icon("plus"), self.tr("Joindre une pièce…"), row)
        join.setAutoDefault(False)
        self._joined = PlainLabel(self.tr("Aucune pièce jointe"), row)
        join.clicked.connect(self._join)
        line.addWidget(join)
        line.addWidget(self._joined, 1)
        self.form.add_widget(row)

    def _join(self) -> None:
        title = self.tr("Joindre une pièce")
        self.files += files.choose_several(self, self._state, title, files.attachable())
        if self.files:
            self._joined.say(", ".join(file.name for file in self.files))

    def _name_comment(self) -> None:
        abandoned = Step(self.step.currentData()) is Step.ABANDONED
        self._comment.set_label(self.tr("Motif de l’abandon") if abandoned else self.tr("Commentaire"))

    def _too_long(self) -> str:
        if len(self.comment.toPlainText()) <= _LONGEST_COMMENT:
            return ""
        return self.tr("Ce texte compte plus de {most} caractères.").format(most=_LONGEST_COMMENT)

    def _wanted(self) -> StepTaken | None:
        day = self.day.day()
        if day is None:
            return None
        told = StepTaken(
            Step(self.step.currentData()), day, self.author.text(), self.comment.toPlainText(), self.exception.text()
        )
        return replace(told, id=self._before.id) if self._before else told

    def _verdict(self, wanted: StepTaken) -> Verdict:
        return judge_step(self.dossier.steps, wanted, self.desk.today())

    def _stays(self, wanted: StepTaken) -> bool:
        return self._before is not None and self._before.on == wanted.on
