"""What leaves by mail for the meeting chosen: the commands for its drafts and its calendar file."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cpr_desk import clock
from cpr_desk.domain.french import NBSP, listing, plural, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import meeting_mail
from cpr_desk.office.meeting_mail import Drafts
from cpr_desk.ui import files, tasks
from cpr_desk.ui.actions import Command, CommandSet, separator
from cpr_desk.ui.dialogs.mail_drafts import MailDraftsDialog, WantedDrafts, left_aside
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.widgets.message_bar import Weight


class MailCommands(QObject):
    """« Brouillons de courriel… » and « Calendrier… » of a tab, for the meeting that it is told."""

    def __init__(self, tab: MeetingTab, commands: CommandSet) -> None:
        super().__init__(tab)
        self._tab = tab
        self._meeting: Meeting | None = None
        self._was_issued = False
        tr = self.tr
        self.drafts = commands.add(
            Command(tr("&Brouillons de courriel…"), self._open_drafts, "mail", "Ctrl+Shift+M",
                    tr("Écrire un courriel par destinataire, avec sa lettre et le fichier de calendrier"),
                    lambda: self._was_issued,
                    tr("Éditez d’abord les convocations{nbsp}: un courriel porte une version conservée.").format(
                        nbsp=NBSP))
        )  # fmt: skip
        self.calendar = commands.add(
            Command(tr("Ca&lendrier…"), self.ask_calendar, "calendar-days",
                    tip=tr("Écrire la réunion, ou son annulation, dans un fichier de calendrier (.ics)"),
                    enabled=lambda: self._meeting is not None)
        )  # fmt: skip

    @property
    def actions(self) -> tuple[QAction, ...]:
        """What a menu offers, parted from the rest."""
        return self.drafts, self.calendar, separator(self._tab)

    def show_meeting(self, meeting: Meeting, *, was_issued: bool) -> None:
        """Take the meeting chosen; `was_issued` says whether a version of anything is kept."""
        self._meeting, self._was_issued = meeting, was_issued

    def ask_calendar(self) -> None:
        """Ask where to write the calendar file of the meeting, and write it."""
        if self._meeting:
            ask_calendar(self._tab, self._meeting)

    def _open_drafts(self) -> None:
        if self._meeting:
            dialog = MailDraftsDialog(self._tab.desk, self._tab.state, self._meeting, self._tab)
            dialog.saved.connect(self._write)
            dialog.open()

    def _write(self, wanted: WantedDrafts) -> None:
        db = self._tab.desk.db
        tasks.run(self._tab, self.tr("Préparation des courriels"),
                  lambda progress: meeting_mail.write_drafts(db, wanted.order, wanted.folder, progress),
                  self._say_drafts, self._tab.say_failure)  # fmt: skip

    def _say_drafts(self, written: Drafts) -> None:
        told = [
            self.tr("{drafts} dans le dossier « {folder} ».").format(
                drafts=plural(len(written.plan.to), self.tr("brouillon écrit"), self.tr("brouillons écrits")),
                folder=written.folder.name),
            *left_aside(written.plan),
        ]  # fmt: skip
        if written.too_large:
            words = self.tr(
                "Le dossier de réunion ({size}) est trop volumineux pour un courriel : transmettez-le à part."
            )
            told.append(words.format(size=written.too_large))
        if written.left_out:
            words = self.tr("Le dossier joint ne contient pas {papers}.")
            told.append(words.format(papers=listing(f"« {each.name} »" for each in written.left_out)))
        weight = Weight.SUCCESS if len(told) == 1 else Weight.WARNING
        self._tab.messages.say(
            weight, typeset(" ".join(told)), self.tr("Ouvrir le dossier"),
            lambda: files.open_with_system(written.folder),
        )  # fmt: skip


def ask_calendar(tab: MeetingTab, meeting: Meeting) -> None:
    """Ask where to write the calendar file of a meeting, and write it."""
    title, name = tab.tr("Enregistrer le fichier de calendrier"), meeting_mail.calendar_name(meeting)
    if file := files.choose_to_save(tab, tab.state, title, name, (files.CALENDAR,)):
        db, commission_id, meeting_id = tab.desk.db, tab.desk.commission.id, meeting.id
        tasks.run(tab, title,
                  lambda _progress: meeting_mail.write_calendar(db, commission_id, meeting_id, clock.now(), file),
                  lambda written: _say_calendar(tab, written), tab.say_failure)  # fmt: skip


def _say_calendar(tab: MeetingTab, file: Path) -> None:
    words = typeset(tab.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
    tab.messages.say(Weight.SUCCESS, words, tab.tr("Ouvrir le dossier"), lambda: files.open_with_system(file.parent))
