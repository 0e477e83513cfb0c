"""A secretary before the window on the day of a meeting: keys and typing only, as the clock on the wall goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.session_list import SessionLine
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.session_proxy import ProxyDialog
from cpr_desk.ui.dialogs.vote import VoteDialog
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.pages.meeting_documents import DocumentsTab
from cpr_desk.ui.pages.meeting_follow_up import FollowUpTab
from cpr_desk.ui.pages.meeting_minutes import MinutesTab
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.pages.meeting_votes import VotesTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog, shown, type_in

Keys, Held = Qt.Key, Qt.KeyboardModifier
D = TypeVar("D", bound=QDialog)
T = TypeVar("T", bound=MeetingTab)
_TABS = {
    "Séance": SessionTab, "Votes": VotesTab, "Relevé": MinutesTab, "Suites": FollowUpTab, "Documents": DocumentsTab
}  # fmt: skip


@dataclass
class Secretary:
    """Who sits at the keyboard; `moment` is what the clock on the wall shows."""

    db: Database
    qtbot: QtBot
    dialogs: Dialogs
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    moment: datetime
    page: MeetingsPage = field(init=False)

    def __post_init__(self) -> None:
        desk = Desk(self.db, lambda: self.moment.date(), now=lambda: self.moment)  # noqa: PLW0108 - the moment changes
        self.page = shown(MeetingsPage, desk, self.qtbot)

    def at(self, hour: int, minute: int = 0, on: date | None = None) -> None:
        """Let the clock go on."""
        self.moment = datetime.combine(on or self.moment.date(), time(hour, minute))
        self.page._desk.refresh()

    def choose(self, meeting: Meeting) -> None:
        self.page.panel.select(meeting.id)

    # Going about -------------------------------------------------------------------------------------------------

    def tab(self, kind: type[T]) -> T:
        """Go to a tab with the arrows."""
        bar = self.page.detail.tabBar()
        titles = [bar.tabText(number) for number in range(bar.count())]
        wanted = titles.index(next(title for title, each in _TABS.items() if each is kind))
        bar.setFocus()
        while bar.currentIndex() != wanted:
            self.qtbot.keyClick(bar, Keys.Key_Right if bar.currentIndex() < wanted else Keys.Key_Left)
        made = self.page.detail.tab(list(self.page.detail._factories)[wanted])
        assert isinstance(made, kind)
        return made

    def push(self, owner: QWidget, verb: str) -> None:
        """Press the button of a verb with the space bar."""
        buttons = [each for each in owner.findChildren(QPushButton) if each.text().replace("&", "") == verb]
        button = next(each for each in buttons if each.isVisibleTo(owner))
        assert button.isEnabled(), verb
        self.qtbot.keyClick(button, Keys.Key_Space)

    def menu(self, menu: QMenu, verb: str) -> None:
        """Choose a command of a menu by the letter underlined."""
        action = next(each for each in menu.actions() if each.text().replace("&", "") == verb)
        assert action.isEnabled(), verb
        letter = action.text().partition("&")[2][0].upper()
        same = [each for each in menu.actions() if f"&{letter}" in each.text().upper()]
        assert same == [action], f"{letter} is the letter of several commands"
        menu.popup(QPoint())
        self.qtbot.keyClick(menu, Keys[f"Key_{letter}"])

    def asked(self, owner: QWidget, kind: type[D], act: Callable[[], object]) -> D:
        """Do what asks something in a dialog, and return it."""
        return open_dialog(self.dialogs, owner, kind, act)

    def save(self, dialog: QDialog) -> None:
        """Press the verb of a dialog from the keyboard."""
        button = dialog.save_button  # type: ignore[attr-defined]
        button.setFocus()
        self.qtbot.keyClick(button, Keys.Key_Space)
        assert not dialog.isVisible(), [label.accessibleName() for label in dialog.findChildren(QWidget)]

    def pick(self, box: QComboBox, words: str) -> None:
        """Choose in a list with the arrows."""
        wanted = next(row for row in range(box.count()) if box.itemText(row).startswith(words))
        while box.currentIndex() != wanted:
            self.qtbot.keyClick(box, Keys.Key_Down if box.currentIndex() < wanted else Keys.Key_Up)

    # The session -------------------------------------------------------------------------------------------------

    @property
    def session(self) -> SessionTab:
        return self.tab(SessionTab)

    def open_session(self) -> None:
        """Take the hour proposed."""
        self.push(self.session, "Ouvrir la séance")

    def close_session(self) -> None:
        tab = self.session
        menu = tab._more.menu()
        assert isinstance(menu, QMenu)
        self.menu(menu, "Clore la séance")

    def roll(self, noted: dict[str, str], otherwise: str) -> None:
        """Go down the list and note each line by its key: those named by theirs, the others by one."""
        tab = self.session
        left = dict(noted)
        tab.table.clearSelection()
        tab.table.begin()
        lines = [row for row in map(tab.model.row, range(tab.model.rowCount())) if isinstance(row, SessionLine)]
        for line in lines:
            (hand,) = tab.chosen()
            if hand.id != line.id:
                assert not line.places, "only seats that nobody holds are passed over"
                continue
            name = line.titular.person.last_name if line.titular else ""
            key = left.pop(name, otherwise if line.titular and line.seat and line.seat.section.votes else "")
            self.qtbot.keyClick(tab.table, Keys[f"Key_{key}"] if key else Keys.Key_Down)
            if key and tab.chosen() and tab.chosen()[0].id == line.id and line is not lines[-1]:
                self.qtbot.keyClick(tab.table, Keys.Key_Down)
        assert not left

    def seek(self, name: str) -> SessionLine:
        """Find a line by a name, as Ctrl+F does."""
        tab = self.session
        self.qtbot.keyClick(tab.table, Keys.Key_F, Held.ControlModifier)
        type_in(self.qtbot, tab.seek, name)
        self.qtbot.keyClick(tab.seek, Keys.Key_Return)
        (line,) = tab.chosen()
        assert name in [place.person.last_name for place in line.places] + [line.guest and line.guest.person.last_name]
        return line

    def note(self, name: str, key: str, *, shift: bool = False) -> str:
        """Note something of one person, and return what the page says of it."""
        tab = self.session
        self.seek(name)
        self.qtbot.keyClick(tab.table, Keys[f"Key_{key}"], Held.ShiftModifier if shift else Held.NoModifier)
        said = plain(f"{tab.messages.text()} {tab.status.text()}")
        self.qtbot.keyClick(tab.table, Keys.Key_Escape)
        return said

    def give_proxy(self, giver: str, holder: str, reference: str) -> None:
        tab = self.session
        self.seek(giver)
        dialog = self.asked(tab, ProxyDialog, lambda: self.qtbot.keyClick(tab.table, Keys.Key_O))
        self.pick(dialog.holder, holder)
        type_in(self.qtbot, dialog.reference, reference)
        self.save(dialog)
        self.qtbot.keyClick(tab.table, Keys.Key_Escape)

    # Votes -------------------------------------------------------------------------------------------------------

    def begin_vote(self, title: str) -> VoteDialog:
        """Take the line of an item (its last one) in hand with the arrows, and vote with Enter."""
        tab = self.tab(VotesTab)
        self.take_item(title)
        return self.asked(tab, VoteDialog, lambda: self.qtbot.keyClick(tab.panel.view, Keys.Key_Return))

    def take_item(self, title: str) -> None:
        tab = self.tab(VotesTab)
        view = tab.panel.view
        view.setFocus()
        model = view.model()
        assert isinstance(model, TableModel)
        rows = [model.row(number) for number in range(model.rowCount())]
        wanted = max(place for place, row in enumerate(rows) if row.item.title == title)
        while view.currentIndex().row() != wanted:
            self.qtbot.keyClick(view, Keys.Key_Down if view.currentIndex().row() < wanted else Keys.Key_Up)
        line = tab.chosen()
        assert line
        assert line.item.title == title

    def all_for(self, dialog: VoteDialog) -> None:
        self.qtbot.keyClick(dialog.table, Keys.Key_P, Held.ShiftModifier | Held.ControlModifier)

    def choice(self, dialog: VoteDialog, name: str, key: str) -> None:
        """Note the choice of one person, found by name."""
        type_in(self.qtbot, dialog.filter, name)
        self.qtbot.keyClick(dialog.filter, Keys.Key_Down)
        (elector,) = dialog.table.in_hand()
        assert name in elector.name
        self.qtbot.keyClick(dialog.table, Keys[f"Key_{key}"])
        type_in(self.qtbot, dialog.filter, "")

    def make_secret(self, dialog: VoteDialog) -> None:
        self.pick(dialog.method, "À bulletin secret")

    def papers(self, dialog: VoteDialog, *numbers: str) -> None:
        """Type the count of papers cell after cell, as read aloud; Enter goes on."""
        dialog.papers.begin()
        for number in numbers:
            cell = dialog.focusWidget()
            assert isinstance(cell, QLineEdit)
            type_in(self.qtbot, cell, number)
            self.qtbot.keyClick(cell, Keys.Key_Return)

    def record(self, dialog: VoteDialog) -> Ballot:
        with self.qtbot.waitSignal(dialog.saved) as heard:
            self.qtbot.keyClick(dialog.table, Keys.Key_Return, Held.ControlModifier)
        ballot = (heard.args or [None])[0]
        assert isinstance(ballot, Ballot)
        return ballot

    # Minutes and papers ------------------------------------------------------------------------------------------

    def write(self, title: str, part: Part, text: str) -> None:
        """Write a text of the minutes on the point of a title."""
        tab = self.tab(MinutesTab)
        while title not in tab.outline.currentItem().text():
            row = tab.outline.currentRow()
            self.qtbot.keyClick(tab.outline, Keys.Key_Down)
            assert tab.outline.currentRow() > row, title
        edit = tab.panel.editors[part].edit
        edit.setFocus()
        type_text(self.qtbot, edit, text)
        self.qtbot.keyClick(edit, Keys.Key_S, Held.ControlModifier)
        tab.panel.keep()
        self.qtbot.keyClick(tab.outline, Keys.Key_Home)

    def keep_version(self, number: int) -> None:
        tab = self.tab(MinutesTab)
        self.push(tab, "Éditer une version")
        self.qtbot.waitUntil(lambda: f"Version {number}" in tab.words.text(), timeout=30_000)

    def paper(self, kind: str) -> bytes:
        """Save a document from the tab « Documents », and return the one file of all."""
        tab, into = self.tab(DocumentsTab), self.folder / kind
        self.monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(into))
        tab.messages.clear()
        named = f"Enregistrer\u00a0: {kind}"
        button = next(each for each in tab.findChildren(QPushButton) if each.accessibleName() == named)
        self.qtbot.keyClick(button, Keys.Key_Space)
        # By its name: what was said of another file may come after the line is cleared.
        self.qtbot.waitUntil(lambda: kind in tab.messages.text(), timeout=30_000)
        (file, *_) = into.glob("*.pdf")
        return file.read_bytes()

    def read(self, kind: str) -> str:
        """Return the text of a document saved."""
        return plain(reading.text(self.paper(kind)))

    def saved_as(self, name: str, act: Callable[[], object]) -> Path:
        """Do what writes a file, and return it once it is whole."""
        file = self.folder / name
        self.folder.mkdir(exist_ok=True)
        self.monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(file), ""))
        act()
        self.qtbot.waitUntil(file.exists, timeout=30_000)
        return file


def type_text(qtbot: QtBot, edit: QPlainTextEdit, text: str) -> None:
    """Type into a text, key by key; Qt simulates no key for accents, which are inserted."""
    for letter in text:
        if letter.isascii():
            qtbot.keyClicks(edit, letter)
        else:
            edit.insertPlainText(letter)


def plain(text: str) -> str:
    """Return a text with ordinary blanks."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def cells(file: Path, sheet: str) -> list[tuple[object, ...]]:
    """Return the lines of a sheet."""
    return [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(file)[sheet].iter_rows()]
