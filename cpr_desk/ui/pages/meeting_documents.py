"""The documents of the meeting chosen: looked at, saved, printed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from cpr_desk.domain import french
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.ui import files, printing, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.pdf_preview import PageImages


class DocumentsTab(MeetingTab):
    """Three buttons for each document."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting_id = 0
        card = Card(self.tr("Documents"), "printer")
        for kind in (kind for kind in DocumentKind if kind.of_meeting):
            self._add(card, kind)
        column = self.scrolling_column()
        column.addWidget(card)
        column.addStretch()

    def show_meeting(self, meeting: Meeting) -> None:
        self._meeting_id = meeting.id

    def _add(self, card: Card, kind: DocumentKind) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for verb, act in (
            (self.tr("Aperçu"), self._preview),
            (self.tr("Enregistrer…"), self._save),
            (self.tr("Imprimer…"), self._print),
        ):
            button = QPushButton(verb, card)
            button.setAccessibleName(f"{verb.removesuffix('…')}{NBSP}: {kind.label}")
            button.clicked.connect(partial(act, kind))
            row.addWidget(button)
        row.addStretch()
        card.body.addWidget(QLabel(kind.label, card))
        card.body.addLayout(row)

    def _request(self, kind: DocumentKind) -> Request:
        today = self.desk.today()
        return Request(self.desk.commission.id, kind, today, today, self._meeting_id)

    def _preview(self, kind: DocumentKind) -> None:
        def show(pages: PageImages) -> None:
            PreviewDialog(kind.label, pages, lambda: self._save(kind), self).open()

        self._prepare(kind, show)

    def _print(self, kind: DocumentKind) -> None:
        self._prepare(kind, lambda pages: printing.print_document(self, kind.label, pages))

    def _prepare(self, kind: DocumentKind, done: Callable[[PageImages], object]) -> None:
        db, request = self.desk.db, self._request(kind)
        label = self.tr("Préparation{nbsp}: {kind}").format(nbsp=NBSP, kind=kind.label)
        tasks.run(self, label, lambda progress: documents.preview_pages(db, request, progress), done,
                  self.say_failure)  # fmt: skip

    def _save(self, kind: DocumentKind) -> None:
        db, request = self.desk.db, self._request(kind)
        folder = files.choose_folder(self, self.state, self.tr("Choisir le dossier des documents"))
        if folder:
            label = self.tr("Enregistrement{nbsp}: {kind}").format(nbsp=NBSP, kind=kind.label)
            tasks.run(self, label, lambda progress: documents.produce(db, request, folder, progress),
                      lambda written: self._say_written(folder, written), self.say_failure)  # fmt: skip

    def _say_written(self, folder: Path, written: list[Path]) -> None:
        count = french.plural(len(written), self.tr("fichier enregistré"), self.tr("fichiers enregistrés"))
        sentence = self.tr("{count} dans le dossier « {folder} ».").format(count=count, folder=folder.name)
        self.messages.say(
            Weight.SUCCESS, french.typeset(sentence), self.tr("Ouvrir le dossier"),
            lambda: files.open_with_system(folder),
        )  # fmt: skip
