"""« Marquer comme envoyé »: a version, a day, a channel, to those who wait for it or were chosen; then what differs."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import Enum, auto
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from cpr_desk.domain.dispatch import Channel, Issue, Recipient
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
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.sendings_table import SendingsTable


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
        super().__init__(self.tr("Marquer comme envoyé"), self.tr("Marquer comme envoyé"), parent, width=820)
        self._desk, self._meeting, self._register = desk, meeting, register
        self._selected = chosen
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
        self.each = SendingsTable(desk.today, dispatch.registered_letters(desk.db, meeting), self)
        self._day_field = Field(self.tr("Date d’envoi"), self.sent_on, required=True, check=self._check_day)
        self.form = Form(self)
        self.form.add(Field(self.tr("Version envoyée"), self.version), Field(self.tr("Destinataires"), self.whom))
        self.form.add(self._day_field, Field(self.tr("Canal"), self.channel))
        self.missing = PlainLabel(parent=self)
        self.what_happens = PlainLabel(parent=self)
        self.body.addWidget(self.form)
        self.body.addWidget(self.missing)
        self.body.addWidget(PlainLabel(self.tr(
            "Par personne, si l’envoi diffère{nbsp}: canal, date, numéro de recommandé. Une colonne copiée d’Excel se "
            "colle (Ctrl+V) à partir de la case choisie.").format(nbsp=NBSP), self))  # fmt: skip
        self.body.addWidget(self.each, 1)
        self.foot.insertWidget(0, self.what_happens)
        self._offer_whom()
        self.version.currentIndexChanged.connect(lambda _row: self._offer_whom())
        for box in (self.whom, self.channel):
            box.currentIndexChanged.connect(lambda _row: self._announce())
        self.sent_on.changed.connect(lambda _day: self._announce())
        self.each.edited.connect(self._say)
        self.each.cut.connect(self._say_cut)
        self._announce()
        self.start()

    def recipients(self) -> tuple[Recipient, ...]:
        """Return those to whom it left."""
        whom: Whom = self.whom.currentData() or Whom.WAITING
        return self._offered()[whom]

    def typed(self) -> Any:
        return (
            self.version.currentText(), self.whom.currentText(), self.sent_on.text(), self.channel.currentText(),
            self.each.typed(),
        )  # fmt: skip

    def is_valid(self) -> bool:
        if not self.form.validate():
            return False
        if fault := self.each.fault():
            self.messages.say(Weight.ERROR, fault)
            self.each.setFocus()
        return not fault

    def write(self) -> RecordDispatch:
        day = self.sent_on.day()
        assert day is not None  # noqa: S101 - is_valid asks for it
        to = tuple(each.person.id for each in self.recipients())
        order = RecordDispatch(self._version(), day, self._channel(), to, apart=self.each.apart())
        dispatch.record_dispatch(self._desk.db, self._meeting, order, self._desk.today())
        self._desk.refresh()
        return order

    def _offered(self) -> dict[Whom, tuple[Recipient, ...]]:
        """Return who may be marked: of a cancellation whoever was convened, members or not any more."""
        every = self._register.audience(self._version().kind)
        return {
            Whom.WAITING: self._register.waiting(self._version().kind),
            Whom.CHOSEN: tuple(each for each in every if each.person.id in self._selected),
            Whom.ALL: every,
        }

    def _version(self) -> Issue:
        found: Issue = self.version.currentData()
        return found

    def _channel(self) -> Channel:
        return Channel(self.channel.currentData())

    def _offer_whom(self) -> None:
        """Offer who waits for the version first, or the selection where somebody chose several."""
        offered = self._offered()
        self.whom.blockSignals(True)
        self.whom.clear()
        for whom, words in (
            (Whom.WAITING, self.tr("Ceux à qui rien n’est envoyé ({count})")),
            (Whom.CHOSEN, self.tr("Ceux choisis dans la liste ({count})")),
            (Whom.ALL, self.tr("Tous ({count})")),
        ):
            if offered[whom]:
                self.whom.addItem(words.format(count=len(offered[whom])), whom)
        if len(offered[Whom.CHOSEN]) > 1:
            self.whom.setCurrentIndex(max(self.whom.findData(Whom.CHOSEN), 0))
        self.whom.blockSignals(False)
        self._announce()

    def _announce(self) -> None:
        day = self.sent_on.day()
        self.each.show_to(self.recipients(), self._channel(), date_digits(day) if day else "")
        self._day_field.set_help(date_words(day) if day else "")
        self._say()

    def _say_cut(self, over: int) -> None:
        lines = plural(over, self.tr("ligne collée n’a"), self.tr("lignes collées n’ont"))
        self.messages.say(Weight.WARNING, self.tr("{lines} pas trouvé de personne{nbsp}: vérifiez la liste.").format(
            lines=lines, nbsp=NBSP))  # fmt: skip

    def _say(self) -> None:
        to = self.recipients()
        lacking = [each.person.name for each, channel in self.each.channels() if not channel.reaches(each.person)]
        words = self.tr("La fiche n’a pas l’adresse que demande ce canal{nbsp}: {names}.")
        self.missing.say(words.format(nbsp=NBSP, names=some(lacking)) if lacking else "")
        self.missing.setVisible(bool(lacking))
        told = [
            self.tr("{version}{nbsp}: {count} au registre.").format(
                version=version_words(self._version().kind, self._version().number),
                nbsp=NBSP, count=plural(len(to), self.tr("envoi")))
        ]  # fmt: skip
        weighed = self._register.proof_of(self._version().kind)
        if (days := self.each.days()) and weighed:
            told.append(self._weigh(days, weighed.deadline.latest))
        if lettered := self.each.without_number():
            words = self.tr("{count} sans numéro.")
            told.append(words.format(count=plural(lettered, self.tr("lettre recommandée"), self.tr(
                "lettres recommandées"))))  # fmt: skip
        self.what_happens.say(" ".join(told))

    def _weigh(self, days: Sequence[date], latest: date) -> str:
        late = sum(day > latest for day in days)
        limit = date_digits(latest)
        if not late:
            return self.tr("Dans les délais (limite le {day}).").format(day=limit)
        if late == len(days):
            return self.tr("Hors délai{nbsp}: la limite était le {day}.").format(day=limit, nbsp=NBSP)
        words = self.tr("{count} hors délai{nbsp}: la limite était le {day}.")
        return words.format(count=plural(late, self.tr("envoi")), day=limit, nbsp=NBSP)

    def _check_day(self) -> str:
        day = self.sent_on.day()
        return self.tr("Ce jour n’est pas encore passé.") if day and day > self._desk.today() else ""
