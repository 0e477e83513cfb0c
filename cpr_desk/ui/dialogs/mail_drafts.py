"""« Brouillons de courriel »: which version leaves by mail, to whom, with what, and who is written to otherwise."""

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QComboBox, QWidget

from cpr_desk import clock
from cpr_desk.domain.dispatch import Issue, IssueKind
from cpr_desk.domain.french import NBSP, plural, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.papers import size_words
from cpr_desk.office import meeting_mail
from cpr_desk.office.meeting_mail import LARGEST_MAIL, MailOrder, Plan
from cpr_desk.ui import files
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.issue import some, version_words
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class WantedDrafts(NamedTuple):
    """What to send, and into which folder the drafts go."""

    order: MailOrder
    folder: Path


class MailDraftsDialog(FormDialog):
    """Choose the version; `saved` carries a `WantedDrafts`, to be carried out in the background."""

    def __init__(self, desk: Desk, state: UiState, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Brouillons de courriel"), self.tr("Écrire les brouillons…"), parent, width=640)
        self._desk, self._state, self._meeting = desk, state, meeting
        self._folder = Path()
        versions = meeting_mail.last_versions(desk.db, meeting)
        self._offered = [(each, meeting_mail.plan(desk.db, meeting, each)) for each in versions]
        self.version = QComboBox(self)
        for each in versions:
            self.version.addItem(version_words(each.kind, each.number))
        self._field = Field(self.tr("Document à envoyer"), self.version)
        self.carried, self.missing, self.what_happens = (PlainLabel(parent=self) for _ in range(3))
        form = Form(self)
        form.add(self._field)
        self.body.addWidget(form)
        self.body.addWidget(self.carried)
        self.body.addWidget(self.missing)
        self.body.addStretch()
        self.what_happens.say(
            self.tr(
                "Chaque brouillon s’ouvre dans Outlook ou Thunderbird, prêt à relire et à envoyer{nbsp}: CPR Desk "
                "n’envoie rien. Marquez ensuite les documents comme envoyés."
            ).format(nbsp=NBSP)
        )
        self.foot.insertWidget(0, self.what_happens)
        self.version.currentIndexChanged.connect(lambda _row: self._announce())
        self.version.setCurrentIndex(self._likeliest())
        self._announce()
        self.start()

    def chosen(self) -> tuple[Issue, Plan]:
        """Return the version to send, and to whom it would go."""
        return self._offered[self.version.currentIndex()]

    def typed(self) -> Any:
        """Nothing is typed here: what is chosen anew costs no question."""
        return None

    def is_valid(self) -> bool:
        refusal = self.chosen()[1].refusal
        self._field.set_error(typeset(str(refusal)) if refusal else "")
        if refusal:
            self.version.setFocus()
        return refusal is None

    def accept(self) -> None:
        """Ask for the folder before the dialog closes: giving that up loses nothing."""
        if self.is_valid() and (
            folder := files.choose_folder(self, self._state, self.tr("Choisir le dossier des brouillons"))
        ):
            self._folder = folder
            super().accept()

    def write(self) -> WantedDrafts:
        order = MailOrder(self._desk.commission.id, self._meeting.id, self.chosen()[0], clock.now())
        return WantedDrafts(order, self._folder)

    def _likeliest(self) -> int:
        """Return the place of the version issued last, of those that may leave."""
        places = [(plan.refusal is None, version.id, place) for place, (version, plan) in enumerate(self._offered)]
        return max(places)[2]

    def _announce(self) -> None:
        version, plan = self.chosen()
        self.is_valid()
        self.carried.say("" if plan.refusal else " ".join(self._carried(version.kind, plan)))
        self.carried.setVisible(plan.refusal is None)
        self.missing.say("\n".join(left_aside(plan)))
        self.missing.setVisible(bool(self.missing.text()))

    def _carried(self, kind: IssueKind, plan: Plan) -> list[str]:
        drafts = plural(len(plan.to), self.tr("brouillon"))
        if kind is IssueKind.AGENDA:
            return [
                self.tr("{drafts}, un par destinataire, avec l’ordre du jour en PDF.").format(drafts=drafts),
                self.tr(
                    "Si des pièces sont jointes aux points, le dossier de réunion l’accompagne tant que le courriel "
                    "ne dépasse pas {most}{nbsp}; au-delà, l’ordre du jour part seul et le courriel le dit."
                ).format(most=size_words(LARGEST_MAIL), nbsp=NBSP),
            ]
        told = [self.tr("{drafts}, un par destinataire, avec sa lettre en PDF.").format(drafts=drafts)]
        if plan.calendars:
            calendar = (
                self.tr("{count} y trouvent aussi le fichier de calendrier qui retire la réunion de leur agenda.")
                if kind is IssueKind.CANCELLATION
                else self.tr(
                    "{count} y trouvent aussi le fichier de calendrier de la réunion, avec un rappel la veille."
                )
            )
            told.append(calendar.format(count=plural(plan.calendars, self.tr("destinataire"))))
        told.append(self.tr("Les suppléants, informés seulement, ne reçoivent pas ce fichier."))
        return told


def left_aside(plan: Plan) -> list[str]:
    """Return who gets no draft and why, one French sentence a reason."""
    told = []
    for who, words in (
        (plan.without_mail, "Sans adresse électronique utilisable : {names}. À envoyer par un autre canal."),
        (plan.without_letter, "Sans lettre dans cette version : {names}. Éditez de nouveau les convocations."),
    ):
        if who:
            told.append(typeset(words.format(names=some([each.person.name for each in who]))))
    return told
