"""« Éditer les convocations »: what is printed and kept as a version, for whom, and what is missing before."""

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.dispatch import Channel, IssueKind, Recipient, unreachable
from cpr_desk.domain.french import NBSP, capital, listing, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import convening
from cpr_desk.office.convening import PRINTED, IssueOrder
from cpr_desk.services import dispatch, issues, recipients
from cpr_desk.ui import files
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_NAMED = 6
"""Names that a sentence lists before it counts the others."""
_LONGEST_REASON = 500


class WantedIssue(NamedTuple):
    """What to issue, and into which folder."""

    order: IssueOrder
    folder: Path


class IssueDialog(FormDialog):
    """Convocations or agenda, or the letters of a cancelled meeting.

    `saved` carries a `WantedIssue`, to be carried out in the background.
    """

    def __init__(self, desk: Desk, state: UiState, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Éditer et enregistrer"), self.tr("Éditer…"), parent, width=640)
        self._desk, self._state, self._meeting = desk, state, meeting
        self._folder = Path()
        self._audience = recipients.audience_of(desk.db, meeting, desk.today())
        self._informed = dispatch.register_of(desk.db, meeting).audience(IssueKind.CANCELLATION)
        self._known = issues.issues_of(desk.db, meeting)
        self._lacking = convening.missing_opinions(desk.db, meeting.id)
        self.kind = QComboBox(self)
        for kind in (kind for kind in PRINTED if PRINTED[kind].is_issued_for(meeting)):
            self.kind.addItem(PRINTED[kind].label, kind)
        self.reason = QLineEdit(self, maxLength=_LONGEST_REASON)
        self._reason_field = Field(
            self.tr("Envoyer l’ordre du jour sans ces avis, parce que"), self.reason, required=True,
            help_line=self.tr("Conservé au registre et imprimé sur le certificat de régularité"),
        )  # fmt: skip
        self._form = Form(self)
        self._form.add(Field(self.tr("Document"), self.kind, check=self._check_kind))
        self.opinions = PlainLabel(parent=self)
        moving = () if meeting.is_cancelled else (*self._audience.leaving, *self._audience.arriving)
        self.coming_and_going = PlainLabel("\n".join(moving), self)
        self.missing = PlainLabel("\n".join(self._missing_addresses()), self)
        self.what_happens = PlainLabel(parent=self)
        self._form.add_widget(self.opinions)
        self._form.add(self._reason_field)
        self.body.addWidget(self._form)
        for label in (self.coming_and_going, self.missing):
            label.setVisible(bool(label.text()))
            self.body.addWidget(label)
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self.kind.currentIndexChanged.connect(lambda _row: self._announce())
        self._announce()
        self.start()

    def chosen(self) -> IssueKind:
        """Return what is to be issued."""
        return IssueKind(self.kind.currentData())

    def typed(self) -> Any:
        return self.kind.currentText(), self.reason.text()

    def is_valid(self) -> bool:
        return self._form.validate()

    def accept(self) -> None:
        """Ask for the folder before the dialog closes: giving that up loses nothing."""
        self.messages.clear()
        if self.is_valid() and (
            folder := files.choose_folder(self, self._state, self.tr("Choisir le dossier des documents"))
        ):
            self._folder = folder
            super().accept()

    def write(self) -> WantedIssue:
        desk, needs_reason = self._desk, self._needs_reason()
        reason = self.reason.text().strip() if needs_reason else ""
        order = IssueOrder(desk.commission.id, self._meeting.id, self.chosen(), desk.today(), reason)
        return WantedIssue(order, self._folder)

    def _check_kind(self) -> str:
        empty = self.chosen() is IssueKind.AGENDA and not self._meeting.agenda
        return self.tr("L’ordre du jour est vide{nbsp}: écrivez-le d’abord.").format(nbsp=NBSP) if empty else ""

    def _needs_reason(self) -> bool:
        return self.chosen() is IssueKind.AGENDA and bool(self._lacking)

    def _announce(self) -> None:
        kind, count = self.chosen(), len(self._to())
        self._reason_field.setVisible(self._needs_reason())
        self.opinions.say(" ".join(self._lacking) if self._needs_reason() else "")
        self.opinions.setVisible(self._needs_reason())
        number = sum(each.kind is kind for each in self._known)
        told = [
            self.tr("{letters}, une par personne, et un fichier de toutes, à imprimer.").format(
                letters=plural(count, self.tr("lettre")))
            if kind is not IssueKind.AGENDA
            else self.tr("Un fichier, le même pour {count}.").format(count=plural(count, self.tr("destinataire"))),
            self.tr("Le fichier est conservé avec son empreinte{nbsp}: il fera foi de ce qui a été envoyé.").format(
                nbsp=NBSP),
        ]  # fmt: skip
        if number:
            told.append(
                self.tr("La version {number} reste au registre{nbsp}; un contenu identique n’en fait pas une "
                        "nouvelle.").format(number=number, nbsp=NBSP)
            )  # fmt: skip
        self.what_happens.say(" ".join(told))

    def _to(self) -> tuple[Recipient, ...]:
        return self._informed if self._meeting.is_cancelled else self._audience.recipients

    def _missing_addresses(self) -> list[str]:
        to = self._to()
        found = []
        for channel, words in (
            (Channel.EMAIL, self.tr("Sans adresse électronique{nbsp}: {names}.")),
            (Channel.LETTER, self.tr("Sans adresse postale complète{nbsp}: {names}.")),
        ):
            names = [each.person.name for each in unreachable(to, channel)]
            if names:
                found.append(words.format(nbsp=NBSP, names=some(names)))
        return found


def some(names: list[str]) -> str:
    """Return the first names and the number of the others, « A, B et 12 autres »."""
    if len(names) <= _NAMED:
        return listing(names)
    return listing((*names[:_NAMED], plural(len(names) - _NAMED, "autre")))


def version_words(kind: IssueKind, number: int) -> str:
    """Return « Convocation, version 2 »."""
    return f"{capital(kind.label)}, version{NBSP}{number}"
