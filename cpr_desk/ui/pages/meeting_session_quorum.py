"""What follows a session without quorum: the statement, its page, the second meeting."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cpr_desk.domain.french import NBSP, date_words, time_words, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.quorum import Quorum
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import session as sessions
from cpr_desk.ui import files, previewing
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.session_keeper import SessionKeeper
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.message_bar import Weight


class NoQuorum(QObject):
    """The commands of the tab « Séance » for a session that may not deliberate."""

    def __init__(self, desk: Desk, state: UiState, keeper: SessionKeeper, tab: MeetingTab) -> None:
        super().__init__(tab)
        self._desk, self._state, self._keeper, self._tab = desk, state, keeper, tab
        self.actions: list[QAction] = []

    def commands(self, quorum: Callable[[], Quorum | None]) -> tuple[Command, ...]:
        """Return the commands; `quorum` tells the one shown."""
        tr = self.tr

        def lacks() -> bool:
            known, held = quorum(), self._keeper.sitting
            return known is not None and held is not None and held.constat_at is None and not known.is_reached

        def stated() -> bool:
            held = self._keeper.sitting
            return held is not None and held.constat_at is not None

        first = tr("Constatez d’abord l’absence de quorum.")
        reached = tr("Le quorum est atteint, ou la séance n’est pas ouverte.")
        return (
            Command(tr("Constater l’absence de &quorum"), self.state_it, "scale", enabled=lacks, unless=reached),
            Command(tr("&Imprimer le constat…"), self.preview, "printer", enabled=stated, unless=first),
            Command(tr("Convoquer la &seconde réunion…"), self.convene, "calendar-days", enabled=stated, unless=first),
            Command(tr("&Retirer le constat"), self.withdraw, "undo-2", enabled=stated, unless=first),
        )

    def state_it(self) -> None:
        """State that the quorum is not reached at the hour of entry, and offer to print it."""
        keeper = self._keeper
        at = keeper.at
        if keeper.carry_out(lambda: sessions.state_no_quorum(self._desk.db, keeper.session, at)):
            words = self.tr("L’absence de quorum est constatée à {hour}. La seconde réunion peut être convoquée.")
            told = words.format(hour=time_words(at.time()))
            self._tab.messages.say(Weight.SUCCESS, told, self.tr("Imprimer le constat…"), self.preview)

    def withdraw(self) -> None:
        """Take the statement back."""
        keeper = self._keeper
        if keeper.carry_out(lambda: sessions.withdraw_constat(self._desk.db, keeper.session)):
            self._tab.say_saved(self.tr("Le constat d’absence de quorum est retiré."))

    def preview(self) -> None:
        """Show the page of the statement."""
        db, today, meeting = self._desk.db, self._desk.today(), self._keeper.session.meeting
        request = Request(self._desk.commission.id, DocumentKind.NO_QUORUM, today, today, meeting.id)
        kind = DocumentKind.NO_QUORUM
        previewing.look_at(
            self._tab, self._state, kind.label, f"{kind.label} {meeting.on.isoformat()}.pdf",
            lambda progress: documents.preview_pages(db, request, progress), self._say_written, self._tab.say_failure,
        )  # fmt: skip

    def convene(self) -> None:
        """Plan the second meeting, prepared from the first."""
        dialog = MeetingDialog(self._desk, None, self._tab, after=self._keeper.session.meeting)
        dialog.saved.connect(self._say_planned)
        dialog.open()

    def _say_planned(self, meeting: Meeting) -> None:
        words = self.tr("La seconde réunion est prévue le {day}{nbsp}: éditez ses convocations.")
        self._tab.say_saved(words.format(day=date_words(meeting.on), nbsp=NBSP))

    def _say_written(self, file: Path) -> None:
        words = typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self._tab.messages.say(Weight.SUCCESS, words, self.tr("Ouvrir"), lambda: files.open_with_system(file))
