"""The opinions of both section presidents on an agenda: asked, given, on what version."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from cpr_desk.domain.agenda import Verdict, agenda_hash
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import RULE, Opinion, refuse_opinion
from cpr_desk.services import agenda
from cpr_desk.ui import theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class _Fields:
    """The controls of one section."""

    section: Section
    asked: DateEdit
    given: DateEdit
    verdict: QComboBox
    comment: QLineEdit
    confirmed: QCheckBox
    given_field: Field
    verdict_field: Field


class OpinionsDialog(FormDialog):
    """Two groups of fields, one a section; `saved` carries nothing."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Avis des présidents de section"), self.tr("Enregistrer les avis"), parent, width=680)
        self._desk = desk
        self._meeting = meeting
        rule = PlainLabel(RULE, self)
        rule.setProperty("muted", True)
        self.body.addWidget(rule)
        self._form = Form(self)
        version = agenda_hash(meeting.agenda)
        known = agenda.opinions_of(desk.db, meeting.id)
        self.sections = tuple(self._add(opinion, version) for opinion in known)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return [
            (each.asked.text(), each.given.text(), each.verdict.currentIndex(), each.comment.text(),
             each.confirmed.isChecked())
            for each in self.sections
        ]  # fmt: skip

    def is_valid(self) -> bool:
        right = self._form.validate()
        for each in self.sections:
            each.given_field.set_error(each.given_field.error() or self._refusal(each))
            if each.given_field.error() and right:
                each.given.setFocus(Qt.FocusReason.OtherFocusReason)
                right = False
        return right

    def write(self) -> None:
        confirmed = {each.section for each in self.sections if each.confirmed.isChecked()}
        wanted = [_opinion(each) for each in self.sections]
        agenda.record_opinions(self._desk.db, self._meeting.id, wanted, self._desk.today(), confirmed)
        self._desk.refresh()

    def _refusal(self, each: _Fields) -> str:
        return next(iter(refuse_opinion(_opinion(each), self._desk.today())), "")

    def _add(self, opinion: Opinion, version: str) -> _Fields:
        asked, given = DateEdit(self), DateEdit(self)
        asked.set_day(opinion.asked_on)
        given.set_day(opinion.given_on)
        verdict = QComboBox(self)
        verdict.addItem(self.tr("Pas encore donné"), None)
        for each in Verdict:
            verdict.addItem(capital(each.label), each)
        verdict.setCurrentIndex(1 + list(Verdict).index(opinion.verdict) if opinion.verdict else 0)
        comment = QLineEdit(self, maxLength=_LONGEST_COMMENT)
        comment.setText(opinion.comment)
        confirmed = QCheckBox(self.tr("L’avis vaut aussi pour l’ordre du jour tel qu’il est aujourd’hui"), self)
        title = QLabel(capital(f"présidence de la {opinion.section.label.lower()}"), self)
        title.setFont(theme.font(bold=True))
        self._form.add_widget(title)
        fields = _Fields(
            opinion.section, asked, given, verdict, comment, confirmed,
            Field(self.tr("Donné le"), given), Field(self.tr("Avis"), verdict),
        )  # fmt: skip
        self._form.add(
            Field(self.tr("Demandé le"), asked), fields.given_field, fields.verdict_field, stretches=(1, 1, 2)
        )
        self._form.add(Field(self.tr("Remarques"), comment))
        outdated = bool(opinion.given_on) and opinion.agenda_hash != version
        if outdated:
            words = self.tr("Avis donné sur une version antérieure{nbsp}: l’ordre du jour a changé depuis.")
            self._form.add_widget(PlainLabel(words.format(nbsp=NBSP), self))
            self._form.add_widget(confirmed)
        confirmed.setVisible(outdated)
        for control in (asked, given):
            control.textChanged.connect(lambda _text: fields.given_field.set_error(""))
        verdict.currentIndexChanged.connect(lambda _place: fields.given_field.set_error(""))
        return fields


def _opinion(each: _Fields) -> Opinion:
    chosen = each.verdict.currentData()
    verdict = Verdict(chosen) if chosen else None
    return Opinion(each.section, each.asked.day(), each.given.day(), verdict, each.comment.text())
