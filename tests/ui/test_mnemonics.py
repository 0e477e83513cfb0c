"""Alt and a letter do one thing: what a page offers at the same time never shares a letter, nor takes a menu's."""

from collections import Counter
from datetime import date

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.state import UiState
from tests.factories import adhesion
from tests.services.convening import MEETING_ON, convened_commission
from tests.ui.driving import shown


@pytest.mark.parametrize("tab", ["session", "votes", "minutes", "follow-up"])
def test_no_letter_is_asked_twice_on_the_day_of_the_meeting(
    tab: str, db: Database, commission: Commission, qtbot: QtBot
) -> None:
    convened_commission(db, commission)
    page = shown(MeetingsPage, Desk(db, lambda: MEETING_ON), qtbot)
    page.detail.show_tab(tab)
    assert asked_twice(page, qtbot) == {}


@pytest.mark.parametrize("tab", ["missions", "dialogues"])
def test_no_letter_is_asked_twice_in_the_file_of_a_cpts(
    tab: str, db: Database, commission: Commission, qtbot: QtBot
) -> None:
    signed_on = date(2022, 3, 15)
    known = adhesion(step=Step.SIGNED, step_since=signed_on, signed_on=signed_on, missions=(("acces", None),))
    own = save_adhesion(db, commission.id, known, signed_on)
    page = shown(CptsPage, Desk(db, lambda: MEETING_ON), qtbot)
    page.open_file(own, tab)
    assert asked_twice(page, qtbot) == {}


def asked_twice(page: Page, qtbot: QtBot) -> dict[str, int]:
    """Return the letters that menus and buttons of a page share."""
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    menus = [action.text() for action in window.menuBar().actions()]
    buttons = [button.text() for button in page.findChildren(QAbstractButton) if button.isVisibleTo(page)]
    letters = Counter(QKeySequence.mnemonic(text).toString() for text in [*menus, *buttons] if "&" in text)
    return {letter: count for letter, count in letters.items() if count > 1}
