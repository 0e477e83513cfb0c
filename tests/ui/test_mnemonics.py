"""Alt and a letter do one thing: what a page offers at the same time never shares a letter, nor takes a menu's."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.state import UiState
from tests.services.convening import MEETING_ON, convened_commission
from tests.ui.driving import shown


@pytest.mark.parametrize("tab", ["session", "votes", "minutes", "follow-up"])
def test_no_letter_is_asked_twice_on_the_day_of_the_meeting(
    tab: str, db: Database, commission: Commission, qtbot: QtBot
) -> None:
    convened_commission(db, commission)
    page = shown(MeetingsPage, Desk(db, lambda: MEETING_ON), qtbot)
    page.detail.show_tab(tab)
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    menus = [action.text() for action in window.menuBar().actions()]
    buttons = [button.text() for button in page.findChildren(QAbstractButton) if button.isVisibleTo(page)]
    letters = Counter(QKeySequence.mnemonic(text).toString() for text in [*menus, *buttons] if "&" in text)
    assert {letter: count for letter, count in letters.items() if count > 1} == {}
