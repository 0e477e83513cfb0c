"""« Marquer comme envoyé »: a version, a day, a channel, to all who wait for it or to those chosen."""

from collections.abc import Collection
from enum import Enum, auto
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.dispatch import Channel, Issue, Recipient, unreachable
from cpr_desk.domain.dispatch_register import Register
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import dispatch
from cpr_desk.services.dispatch import RecordDispatch
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.issue import some, version_words
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class Whom(Enum):
    """To whom a version left."""

    WAITING = auto()
    CHOSEN = auto()
    ALL = auto()


class MarkSentDialog(FormDialog):
    """One dispatch of many; `saved` carries the order that was recorded."""

    def __init__(
        self, desk: Desk, meeting: Meeting, register: Register, chosen: Collection[int], parent: QWidget | None = None
    ) -> None:
        """`chosen` are the persons selected in the list."""
        super().__init__(self.tr("Marquer comme envoyé"), self.tr("Marquer comme envoyé"), parent, width=640)
        self._desk, self._meeting, self._register = desk, meeting, register
        self._all = tuple(line.recipient for line in register.lines if line.is_recipient)
        self._chosen = tuple(each for each in self._all if each.person.id in chosen)
        self.version = QComboBox(self)
        for each in sorted(register.issues, key=lambda issue: issue.id, reverse=True):
            words = version_words(each.kind, each.number)
            day = date_digits(each.issued_on)
            self.version.addItem(self.tr("{version}, éditée le {day}").format(version=words, day=day), each)
        self.whom = QComboBox(self)
        self.sent_on = DateEdit(self)
        self.sent_on.set_day(desk.today())
        self.channel = QComboBox(self)
        for channel in Channel:
            self.channel.addItem(capital(channel.label), channel)
        self.reference = QLineEdit(self, maxLength=100)
        self._day_field = Field(self.tr("Date d’envoi"), self.sent_on, required=True, check=self._check_day)
        self._reference_field = Field(
            self.tr("Numéro de recommandé"), self.reference,
            help_line=self.tr("Un numéro par personne{nbsp}: « Corriger l’envoi… » ensuite").format(nbsp=NBSP),
        )  # fmt: skip
        self.form = Form(self)
        self.form.add(Field(self.tr("Version envoyée"), self.version), Field(self.tr("Destinataires"), self.whom))
        self.form.add(self._day_field, Field(self.tr("Canal"), self.channel))
        self.form.add(self._reference_field)
        self.missing = PlainLabel(parent=self)
        self.what_happens = PlainLabel(parent=self)
        self.body.addWidget(self.form)
        self.body.addWidget(self.missing)
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self._offer_whom()
        self.version.currentIndexChanged.connect(lambda _row: self._offer_whom())
        for box in (self.whom, self.channel):
            box.currentIndexChanged.connect(lambda _row: self._announce())
        self.sent_on.changed.connect(lambda _day: self._announce())
        self._announce()
        self.start()

    def recipients(self) -> tuple[Recipient, ...]:
        """Return those to whom it left."""
        whom = self.whom.currentData()
        if whom is Whom.CHOSEN:
            return self._chosen
        return self._all if whom is Whom.ALL else self._register.waiting(self._version().kind)

    def typed(self) -> Any:
        return (
            self.version.currentText(), self.whom.currentText(), self.sent_on.text(), self.channel.currentText(),
            self.reference.text(),
        )  # fmt: skip

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> RecordDispatch:
        day = self.sent_on.day()
        assert day is not None  # noqa: S101 - is_valid asks for it
        registered = self._channel() is Channel.REGISTERED
        order = RecordDispatch(
            self._version(), day, self._channel(), tuple(each.person.id for each in self.recipients()),
            self.reference.text() if registered else "",
        )  # fmt: skip
        dispatch.record_dispatch(self._desk.db, self._meeting, order, self._desk.today())
        self._desk.refresh()
        return order

    def _version(self) -> Issue:
        found: Issue = self.version.currentData()
        return found

    def _channel(self) -> Channel:
        return Channel(self.channel.currentData())

    def _offer_whom(self) -> None:
        """Offer who waits for the version first, or the selection where somebody chose several."""
        waiting = self._register.waiting(self._version().kind)
        self.whom.blockSignals(True)
        self.whom.clear()
        for whom, words, to in (
            (Whom.WAITING, self.tr("Ceux à qui rien n’est envoyé ({count})"), waiting),
            (Whom.CHOSEN, self.tr("Ceux choisis dans la liste ({count})"), self._chosen),
            (Whom.ALL, self.tr("Tous ({count})"), self._all),
        ):
            if to:
                self.whom.addItem(words.format(count=len(to)), whom)
        if len(self._chosen) > 1:
            self.whom.setCurrentIndex(max(self.whom.findData(Whom.CHOSEN), 0))
        self.whom.blockSignals(False)
        self._announce()

    def _announce(self) -> None:
        to, channel, day = self.recipients(), self._channel(), self.sent_on.day()
        self._reference_field.setVisible(channel is Channel.REGISTERED)
        lacking = [each.person.name for each in unreachable(to, channel)]
        words = self.tr("La fiche n’a pas l’adresse que demande ce canal{nbsp}: {names}.")
        self.missing.say(words.format(nbsp=NBSP, names=some(lacking)) if lacking else "")
        self.missing.setVisible(bool(lacking))
        self._day_field.set_help(date_words(day) if day else "")
        told = [
            self.tr("{version}{nbsp}: {count} au registre.").format(
                version=version_words(self._version().kind, self._version().number),
                nbsp=NBSP, count=plural(len(to), self.tr("envoi")))
        ]  # fmt: skip
        weighed = self._register.proof_of(self._version().kind)
        if day and weighed:
            limit = date_digits(weighed.deadline.latest)
            words = self.tr("Dans les délais (limite le {day}).") if day <= weighed.deadline.latest else self.tr(
                "Hors délai{nbsp}: la limite était le {day}.")  # fmt: skip
            told.append(words.format(day=limit, nbsp=NBSP))
        self.what_happens.say(" ".join(told))

    def _check_day(self) -> str:
        day = self.sent_on.day()
        return self.tr("Ce jour n’est pas encore passé.") if day and day > self._desk.today() else ""
