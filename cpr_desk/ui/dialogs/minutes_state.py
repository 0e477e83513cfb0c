"""What becomes of the minutes: signed by the section presidents, approved, opened again for a reason."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.french import NBSP, date_digits, date_words, listing, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Minutes, refuse_approval, refuse_signature
from cpr_desk.errors import UserError
from cpr_desk.services import minutes
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel

_REASON_HEIGHT = 64
_LONGEST_NAME, _LONGEST_REASON = 400, 500


class SignDialog(FormDialog):
    """The day and the name for each section that has not signed; a day left empty leaves its signature to come.

    A signature recorded by mistake is ticked to be taken back.
    """

    def __init__(self, desk: Desk, meeting: Meeting, known: Minutes, parent: QWidget) -> None:
        super().__init__(self.tr("Signatures du relevé"), self.tr("Enregistrer les signatures"), parent, width=560)
        self._desk, self._meeting, self._known = desk, meeting, known
        self._form = Form(self)
        last = known.last
        if last:
            told = self.tr(
                "Version {number} du {day}. Le nom proposé est celui de la présidence de section à cette date."
            )
            self._form.add_widget(PlainLabel(told.format(number=last.number, day=date_digits(last.made_on)), self))
        self.days: dict[Section, DateEdit] = {}
        self.names: dict[Section, QLineEdit] = {}
        self.takes_back: dict[Section, QCheckBox] = {}
        self._fields: dict[Section, Field] = {}
        for section in VOTING:
            self._add(section)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        typed = [(day.text(), self.names[section].text()) for section, day in self.days.items()]
        return *typed, *self._taken_back()

    def is_valid(self) -> bool:
        right = self._form.validate()
        for section, field in self._fields.items():
            field.set_error(field.error() or self._refusal(section))
            right = right and not field.error()
        if right and not self._taken_back() and not any(day.day() for day in self.days.values()):
            self._ask_for_one()
            return False
        return right

    def _ask_for_one(self) -> None:
        first = next(iter(self._fields.values()), None)
        if first is None:
            asked = self.tr("Cochez la signature à retirer, ou fermez avec « Annuler ».")
            self.messages.say(Weight.WARNING, typeset(asked))
            next(iter(self.takes_back.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first.set_error(self.tr("Indiquez au moins une date de signature."))
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self) -> str:
        """Store, and return what was done."""
        signed = {
            section: (self.names[section].text(), signed_on)
            for section, day in self.days.items()
            if (signed_on := day.day())
        }
        taken_back = self._taken_back()
        minutes.sign_together(self._desk.db, self._meeting, signed, self._desk.today(), taken_back)
        self._desk.refresh()
        return " ".join(self._told(signed, taken_back))

    def _told(self, signed: Collection[Section], taken_back: Collection[Section]) -> Iterator[str]:
        done = (
            (signed, self.tr("La signature {whose} est notée."), self.tr("Les signatures {whose} sont notées.")),
            (
                taken_back,
                self.tr("La signature {whose} est retirée."),
                self.tr("Les signatures {whose} sont retirées."),
            ),
        )
        for sections, one, many in done:
            if sections:
                whose = listing(self.tr("de la {section}").format(section=each.label.lower()) for each in sections)
                yield (one if len(sections) == 1 else many).format(whose=whose)

    def _taken_back(self) -> list[Section]:
        return [section for section, box in self.takes_back.items() if box.isChecked()]

    def _refusal(self, section: Section) -> str:
        day = self.days[section].day()
        if day is None:
            return ""
        told = refuse_signature(self._known, section, self.names[section].text(), day, self._desk.today())
        return next(iter(told), "")

    def _add(self, section: Section) -> None:
        self._form.add_widget(SectionTitle(section.label, self))
        done = next((each for each in self._known.in_force if each.section is section), None)
        if done:
            told = self.tr("Signé par {name} le {day}.").format(name=done.name, day=date_digits(done.signed_on))
            self._form.add_widget(PlainLabel(told, self))
            self.takes_back[section] = QCheckBox(self.tr("Retirer cette signature, notée par erreur"), self)
            self.takes_back[section].setAccessibleName(
                self.tr("Retirer la signature de la {section}").format(section=section.label.lower())
            )
            self._form.add_widget(self.takes_back[section])
            return
        day, name = DateEdit(self), QLineEdit(self, maxLength=_LONGEST_NAME)
        self.days[section], self.names[section] = day, name
        name.setText(minutes.proposed_signatory(self._desk.db, self._desk.commission.id, section, self._desk.today()))
        self._fields[section] = Field(self.tr("Signé le"), day)
        self._form.add(self._fields[section], Field(self.tr("Par"), name), stretches=(1, 2))
        day.changed.connect(lambda _day, section=section: self._propose(section))

    def _propose(self, section: Section) -> None:
        """Name who presides the section that day, unless another name was typed."""
        if (day := self.days[section].day()) and not self.names[section].isModified():
            found = minutes.proposed_signatory(self._desk.db, self._desk.commission.id, section, day)
            self.names[section].setText(found or self.names[section].text())


class ApproveDialog(FormDialog):
    """The day of the approval; a later meeting whose vote approved the minutes is proposed."""

    def __init__(self, desk: Desk, meeting: Meeting, known: Minutes, parent: QWidget) -> None:
        super().__init__(self.tr("Approbation du relevé"), self.tr("Approuver le relevé"), parent, width=560)
        self._desk, self._meeting, self._known = desk, meeting, known
        self.approved_in = minutes.proposed_approval(desk.db, meeting)
        self.day = DateEdit(self)
        self.day.set_day(self.approved_in.on if self.approved_in else desk.today())
        self._field = Field(self.tr("Approuvé le"), self.day, required=True, check=self._check)
        self._form = Form(self)
        for sentence in self._sentences():
            self._form.add_widget(PlainLabel(sentence, self))
        self._form.add(self._field)
        self.body.addWidget(self._form)
        self.start()

    def typed(self) -> Any:
        return self.day.text()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> None:
        approved_on = self._day()
        here = self.approved_in if self.approved_in and self.approved_in.on == approved_on else None
        minutes.approve(self._desk.db, self._meeting, approved_on, self._desk.today(), here)
        self._desk.refresh()

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the day."""
        self._field.set_error(str(error))

    def _day(self) -> date:
        day = self.day.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        return day

    def _check(self) -> str:
        day = self.day.day()
        told = refuse_approval(self._known, self._meeting.on, day, self._desk.today()) if day else ()
        return next(iter(told), "")

    def _sentences(self) -> tuple[str, ...]:
        told = [self.tr("Le relevé approuvé ne se modifie plus, sauf à le rouvrir avec un motif.")]
        if self.approved_in:
            voted = self.tr("La réunion du {day} l’a approuvé par un vote.")
            told.insert(0, voted.format(day=date_words(self.approved_in.on)))
        if self._known.unsigned:
            lacking = " et ".join(section.label.lower() for section in self._known.unsigned)
            told.append(
                self.tr("Attention{nbsp}: la signature manque encore, {whose}.").format(nbsp=NBSP, whose=lacking)
            )
        return tuple(told)


class UnlockDialog(FormDialog):
    """The reason, which the minutes keep."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget) -> None:
        super().__init__(self.tr("Rouvrir le relevé"), self.tr("Rouvrir le relevé"), parent, width=560)
        self._desk, self._meeting = desk, meeting
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(_REASON_HEIGHT)
        self._field = Field(
            self.tr("Motif"), self.reason, required=True, check=self._check,
            help_line=self.tr("Il est imprimé dans le relevé, et le journal le garde."),
        )  # fmt: skip
        self._form = Form(self)
        told = self.tr(
            "Ce relevé est approuvé. Rouvert, il devra être édité, signé et approuvé de nouveau s’il change."
        )
        self._form.add_widget(PlainLabel(told, self))
        self._form.add(self._field)
        self.body.addWidget(self._form)
        self.start()

    def typed(self) -> Any:
        return self.reason.toPlainText()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> None:
        minutes.unlock(self._desk.db, self._meeting, self.reason.toPlainText(), self._desk.today())
        self._desk.refresh()

    def _check(self) -> str:
        too_long = self.tr("Un motif compte {most} caractères au plus.").format(most=_LONGEST_REASON)
        return too_long if len(self.reason.toPlainText()) > _LONGEST_REASON else ""
