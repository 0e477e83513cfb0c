"""The dates of a mission: planned, started, deployed; for crises the day its plan was first written."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from cpr_desk.domain.dossier import Dossier, MissionState
from cpr_desk.domain.french import date_digits, listing
from cpr_desk.domain.mission_course import (
    MissionCourse,
    MissionFault,
    chosen_words,
    day_to_choose,
    doubt_mission,
    refuse_mission,
)
from cpr_desk.domain.missions import Mission
from cpr_desk.services import missions, reference
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class MissionDatesDialog(FormDialog):
    """What the accord expects is told beside each date; it blocks nothing. `saved` carries the mission."""

    def __init__(self, desk: Desk, dossier: Dossier, course: MissionCourse, parent: QWidget | None = None) -> None:
        title = self.tr("Dater la mission «\u00a0{mission}\u00a0»").format(mission=course.mission.label)
        super().__init__(title, self.tr("Enregistrer les dates"), parent, width=620)
        self._desk, self._dossier, self._course = desk, dossier, course
        self._scales = tuple(reference.scales(desk.db).values())
        self.chosen, self.planned, self.started, self.deployed, self.written = (DateEdit(self) for _ in range(5))
        state = course.state
        days = (state.chosen_on, state.planned_on, state.started_on, state.deployed_on, state.plan_written_on)
        edits = (self.chosen, self.planned, self.started, self.deployed, self.written)
        for edit, day in zip(edits, days, strict=True):
            edit.set_day(day)
        if course.expected:
            told = PlainLabel(course.expected.words, self)
            told.setProperty("muted", True)
            self.body.addWidget(told)
        self._fields = {
            MissionFault.CHOSEN: Field(self.tr("Choisie le"), self.chosen),
            MissionFault.PLANNED: Field(self.tr("Démarrage prévu"), self.planned),
            MissionFault.STARTED: Field(self.tr("Démarrée le"), self.started),
            MissionFault.DEPLOYED: Field(self.tr("Déployée entièrement le"), self.deployed),
            MissionFault.PLAN_WRITTEN: Field(self.tr("Plan rédigé pour la première fois le"), self.written),
        }
        self._form = Form(self)
        self._form.add(self._fields[MissionFault.CHOSEN], self._fields[MissionFault.PLANNED])
        self._form.add(self._fields[MissionFault.STARTED], self._fields[MissionFault.DEPLOYED])
        self._form.add(self._fields[MissionFault.PLAN_WRITTEN])
        self._fields[MissionFault.PLAN_WRITTEN].setVisible(state.mission is Mission.CRISES)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        for edit in edits:
            edit.changed.connect(lambda _day: self._explain())
        self._explain()
        self.start()

    def typed(self) -> Any:
        return self.chosen.text(), self.planned.text(), self.started.text(), self.deployed.text(), self.written.text()

    def is_valid(self) -> bool:
        if not self._form.validate():
            return False
        refusals = refuse_mission(self._wanted(), self._desk.today())
        for each in refusals:
            self._fields[each.field].set_error(each.words)
        if refusals:
            self._fields[refusals[0].field].control.setFocus()
        return not refusals

    def write(self) -> Mission:
        missions.date_mission(
            self._desk.db, self._desk.commission, self._dossier.id, self._wanted(), self._desk.today()
        )  # fmt: skip
        self._desk.refresh()
        return self._course.mission

    def _wanted(self) -> MissionState:
        return replace(
            self._course.state,
            chosen_on=self.chosen.day(),
            planned_on=self.planned.day(),
            started_on=self.started.day(),
            deployed_on=self.deployed.day(),
            plan_written_on=self.written.day(),
        )

    def _explain(self) -> None:
        """Write beside each date what is doubtful about it, else what the accord expects."""
        usual = self._usual()
        doubts = doubt_mission(self._wanted(), self._dossier.contract, self._scales)
        for field, shown in self._fields.items():
            told = " ".join(each.words for each in doubts if each.field is field)
            shown.set_help(told or usual.get(field, ""))

    def _usual(self) -> dict[MissionFault, str]:
        by = self.tr("Au plus tard le {day}.")
        limits = {
            MissionFault.STARTED: self._course.start_limit,
            MissionFault.DEPLOYED: self._course.deployment_limit,
        }
        told = {field: by.format(day=date_digits(day)) for field, day in limits.items() if day}
        return {
            **told,
            MissionFault.CHOSEN: chosen_words(replace(self._course.state, chosen_on=None)),
            MissionFault.PLANNED: self.tr("Tant qu’elle n’a pas démarré."),
            MissionFault.PLAN_WRITTEN: self.tr(
                "Cette année-là paie la rédaction du plan, les suivantes sa mise à jour."
            ),
        }


class ChooseMissionsDialog(FormDialog):
    """Which missions to add to a contract, socle first. `saved` carries those chosen."""

    def __init__(self, desk: Desk, dossier: Dossier, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Choisir des missions"), self.tr("Ajouter les missions"), parent, width=520)
        self._desk, self._dossier = desk, dossier
        scale = reference.scale_at(desk.db, desk.today())
        self.boxes: dict[Mission, QCheckBox] = {}
        for terms in scale.missions:
            if dossier.mission(terms.mission) is None:
                words = f"{terms.mission.full_label} ({terms.kind_label})"
                box = self.boxes[terms.mission] = QCheckBox(words, self)
                box.setChecked(terms.core)
                self.body.addWidget(box)
        self._note = PlainLabel(
            self.tr("Les missions socle sont celles de tout contrat. Rien n’est dû avant le démarrage."), self
        )
        self._note.setProperty("muted", True)
        self.body.addWidget(self._note)
        self.day = DateEdit(self)
        self.day.set_day(day_to_choose(dossier, desk.today()))
        help_line = self.tr("À la signature, ou par l’avenant qui les apporte")
        self._form = Form(self)
        self._form.add(
            Field(self.tr("Choisies le"), self.day, required=True, help_line=help_line, check=self._day_problem)
        )
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return *(box.isChecked() for box in self.boxes.values()), self.day.text()

    def is_valid(self) -> bool:
        if not self._chosen():
            self._note.say(self.tr("Cochez au moins une mission."))
            self._note.setProperty("error", True)
            self._note.style().polish(self._note)
        return self._form.validate() and bool(self._chosen())

    def write(self) -> str:
        desk = self._desk
        missions.choose_missions(desk.db, desk.commission, self._dossier.id, self._chosen(), self.day.day())
        desk.refresh()
        return listing(mission.label for mission in self._chosen())

    def _day_problem(self) -> str:
        refusals = refuse_mission(MissionState(Mission.ACCES, chosen_on=self.day.day()), self._desk.today())
        return " ".join(each.words for each in refusals)

    def _chosen(self) -> list[Mission]:
        return [mission for mission, box in self.boxes.items() if box.isChecked()]
