"""The documents of the meeting chosen: looked at, saved, printed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import documents, letter_preview, meeting_files
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import meetings
from cpr_desk.ui import files, printing, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages import meeting_mail
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.pdf_preview import PageImages


class DocumentsTab(MeetingTab):
    """The buttons of each document: look, save, print; for Word, and bound with the papers, where that makes sense."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting_id, self._day = 0, desk.today()
        self._rows: dict[DocumentKind, QWidget] = {}
        card = Card(self.tr("Documents"), "printer")
        for kind in (kind for kind in DocumentKind if kind.of_meeting):
            self._add(card, kind)
        calendar = self.tr("Fichier de calendrier (Outlook, agenda)")
        self._add_row(card, calendar, [self._button(self.tr("Enregistrer…"), calendar, self._save_calendar)])
        column = self.scrolling_column()
        column.addWidget(card)
        column.addStretch()

    def show_meeting(self, meeting: Meeting) -> None:
        self._meeting_id, self._day = meeting.id, meeting.on
        for kind, row in self._rows.items():
            row.setVisible(kind.suits(meeting))

    def _add(self, card: Card, kind: DocumentKind) -> None:
        buttons = [
            self._button(verb, kind.label, partial(act, kind))
            for verb, act in (
                (self.tr("Aperçu"), self._preview),
                (self.tr("Enregistrer…"), self._save),
                (self.tr("Imprimer…"), self._print),
            )
        ]
        if kind in meeting_files.IN_WORD:
            buttons.append(self._button(self.tr("Word…"), kind.label, partial(self._save_word, kind)))
        if kind is DocumentKind.AGENDA:
            buttons.append(self._button(self.tr("Dossier…"), self.tr("Dossier de réunion"), self._save_folder))
        if letter := letter_preview.LETTER_OF.get(kind):
            buttons.append(self._button(self.tr("Modifier le texte…"), kind.label, partial(self._edit_text, letter)))
        self._rows[kind] = self._add_row(card, kind.label, buttons)

    def _add_row(self, card: Card, label: str, buttons: list[QPushButton]) -> QWidget:
        whole = QWidget(card)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        row = ActionRow(whole)
        row.set_buttons(buttons)
        column.addWidget(QLabel(label, whole))
        column.addWidget(row)
        card.body.addWidget(whole)
        return whole

    def _save_calendar(self) -> None:
        desk = self.desk
        meeting_mail.ask_calendar(self, meetings.find_meeting(desk.db, desk.commission.id, self._meeting_id))

    def _edit_text(self, letter: str) -> None:
        """Open the settings on the wording, previewed with this meeting."""
        self.page.go_to.emit(f"settings/letters/{letter}/{self._meeting_id}")

    def _button(self, verb: str, what: str, act: Callable[[], object]) -> QPushButton:
        made = QPushButton(verb, self)
        made.setAccessibleName(f"{verb.removesuffix('…')}{NBSP}: {what}")
        made.clicked.connect(lambda _checked: act())
        return made

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

    def _save_word(self, kind: DocumentKind) -> None:
        db, request = self.desk.db, self._request(kind)
        title = self.tr("Enregistrer pour Word")
        name = f"{kind.label} {self._day.isoformat()}.docx"
        if file := files.choose_to_save(self, self.state, title, name, (files.WORD,)):
            tasks.run(self, title, lambda _progress: meeting_files.write_word(db, request, file), self._say_file,
                      self.say_failure)  # fmt: skip

    def _save_folder(self) -> None:
        db, request = self.desk.db, self._request(DocumentKind.AGENDA)
        title = self.tr("Enregistrer le dossier de réunion")
        name = self.tr("Dossier de réunion {day}.pdf").format(day=self._day.isoformat())
        if file := files.choose_to_save(self, self.state, title, name, (files.PDF,)):
            tasks.run(self, title, lambda progress: meeting_files.write_folder(db, request, file, progress),
                      lambda left_out: self._say_bound(file, left_out), self.say_failure)  # fmt: skip

    def _say_file(self, file: Path) -> None:
        sentence = french.typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self.messages.say(Weight.SUCCESS, sentence, self.tr("Ouvrir"), lambda: files.open_with_system(file))

    def _say_bound(self, file: Path, left_out: tuple[meeting_files.Omission, ...]) -> None:
        if not left_out:
            self._say_file(file)
            return
        told = self.tr("Le dossier « {name} » est enregistré, sans {papers}. {why} {what_to_do}").format(
            name=file.name,
            papers=french.listing(f"« {each.name} »" for each in left_out),
            why=left_out[0].why,
            what_to_do=left_out[0].what_to_do,
        )
        self.messages.say(Weight.WARNING, french.typeset(told), self.tr("Ouvrir"), lambda: files.open_with_system(file))

    def _say_written(self, folder: Path, written: list[Path]) -> None:
        count = french.plural(len(written), self.tr("fichier enregistré"), self.tr("fichiers enregistrés"))
        sentence = self.tr("{count} dans le dossier « {folder} ».").format(count=count, folder=folder.name)
        self.messages.say(
            Weight.SUCCESS, french.typeset(sentence), self.tr("Ouvrir le dossier"),
            lambda: files.open_with_system(folder),
        )  # fmt: skip
