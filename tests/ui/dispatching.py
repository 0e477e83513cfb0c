"""The tab of the dispatches of a meeting as tests drive it: shown, read, and letters issued, marked, pasted."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.widgets.sendings_table import NUMBER
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

TODAY = date(2021, 6, 2)
"""After the limit of the convocation (26/05/2021), before that of the agenda (05/06/2021)."""


def dispatch_tab(db: Database, meeting: Meeting, qtbot: QtBot) -> DispatchTab:
    """Show the page on the meeting, the dispatches in front, with the commission of the official table."""
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    made = page.detail.show_tab("dispatches")
    assert isinstance(made, DispatchTab)
    return made


def cell(tab: DispatchTab, name: str, key: str) -> str:
    """Return what the table says of a person in a column."""
    column = next(column for column in tab._model.columns if column.key == key)
    rows = [tab._model.row(number) for number in range(tab._model.rowCount())]
    return column.text(next(row for row in rows if row.person.name == name))


def choose(tab: DispatchTab, *names: str) -> None:
    """Select persons in the table."""
    rows = [tab._model.row(number) for number in range(tab._model.rowCount())]
    tab.panel.view.select_identities({row.id for row in rows if row.person.name in names})
    tab.commands.refresh()


def said(tab: DispatchTab) -> str:
    return tab.messages.text().replace("\u00a0", " ")


def proofs(tab: DispatchTab) -> list[tuple[str, str]]:
    """Return both proofs as they are read: the word of the badge, then the sentence."""
    return [(row.badge.accessibleName(), row.words.accessibleName().replace("\u00a0", " ")) for row in tab.proofs]


def mark(tab: DispatchTab, dialogs: Dialogs, qtbot: QtBot, day: date, channel: str, number: str = "") -> None:
    """Mark the version offered as sent."""
    dialog = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    type_in(qtbot, dialog.sent_on, f"{day:%d/%m/%Y}")
    dialog.channel.setCurrentText(channel)
    if number:
        paste(qtbot, dialog, 0, number)
    click(qtbot, dialog, "Marquer comme envoyé")


def paste(qtbot: QtBot, dialog: MarkSentDialog, row: int, text: str, column: int = NUMBER) -> None:
    """Paste what was copied from a workbook, from a cell on."""
    QGuiApplication.clipboard().setText(text)
    dialog.each.setCurrentCell(row, column, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.keyClick(dialog.each, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def edit(
    tab: DispatchTab, dialogs: Dialogs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch, reason: str = ""
) -> None:
    """Issue the convocations, or the agenda with a reason, into a folder, and wait for it."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    dialog = open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger)
    if reason:
        dialog.kind.setCurrentText("Ordre du jour")
        type_in(qtbot, dialog.reason, reason)
    tab.messages.clear()
    click(qtbot, dialog, "Éditer…")
    qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=30_000)
