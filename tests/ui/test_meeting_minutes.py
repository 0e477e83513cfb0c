"""The minutes of a meeting, written as a secretary writes them: point by point, at the keyboard, with a power cut."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Vote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Part, State
from cpr_desk.domain.voting import Choice, Method, electors_of, in_bulk
from cpr_desk.services import minutes
from cpr_desk.services.ballots import record_vote
from cpr_desk.services.composition import composition_at
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.presidency import name_section_president
from cpr_desk.services.session import arrive, open_session, session_of
from cpr_desk.storage.database import Database, open_database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.minutes_state import ApproveDialog, SignDialog, UnlockDialog
from cpr_desk.ui.dialogs.minutes_versions import VersionsDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.dashboard import DashboardPage
from cpr_desk.ui.pages.meeting_minutes import MinutesTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.factories import INSTALLED
from tests.prepared import seat_members
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

HELD, TODAY = date(2021, 6, 10), date(2021, 6, 20)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 6, 10, hour, minute)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Hold a meeting: everybody is there, the calendar is adopted by a show of hands."""
    seat_members(db, commission)
    seats = composition_at(db, commission.id, HELD)
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        titular = seats.of(section)[0].titular
        assert titular
        name_section_president(db, commission.id, section, titular.person, INSTALLED)
    items = (Item("État des lieux"), Item("Calendrier", kind=ItemKind.DECISION))
    held = plan_meeting(db, PlanMeeting(commission.id, HELD, agenda=items))
    open_session(db, held, at(14))
    everybody = [seat.titular.person.id for seat in seats.seats if seat.titular and seat.section.votes]
    arrive(db, session_of(db, held), everybody, at(14))
    choices = in_bulk(electors_of(session_of(db, held).floor(at(15))), {}, Choice.FOR)
    record_vote(db, held, Vote(held.agenda[1].id, "Se réunir le 9 décembre ?", Method.HANDS, at(15), choices=choices))
    return held


@pytest.fixture
def tab(db: Database, meeting: Meeting, qtbot: QtBot) -> MinutesTab:
    assert meeting.id
    return shown_tab(db, qtbot)


def shown_tab(db: Database, qtbot: QtBot) -> MinutesTab:
    page = shown(MeetingsPage, Desk(db, lambda: TODAY, now=lambda: datetime(2021, 6, 20, 14, 5)), qtbot)  # noqa: DTZ001
    made = page.detail.show_tab("minutes")
    assert isinstance(made, MinutesTab)
    return made


def editor(tab: MinutesTab, part: Part) -> QPlainTextEdit:
    return tab.panel.editors[part].edit


def write(qtbot: QtBot, tab: MinutesTab, row: int, part: Part, text: str) -> None:
    """Go to a point and type, without leaving the text."""
    tab.outline.setCurrentRow(row)
    editor(tab, part).setFocus()
    qtbot.keyClicks(editor(tab, part), text)


def stored(tab: MinutesTab, meeting: Meeting, row: int, part: Part) -> str:
    item = meeting.agenda[row - 1].id if 0 < row <= len(meeting.agenda) else None
    return minutes.minutes_of(tab.desk.db, meeting.id).passages.get((item, part), "")


def test_the_outline_shows_the_points_and_the_data_of_each(tab: MinutesTab) -> None:
    lines = [tab.outline.item(row).text() for row in range(tab.outline.count())]
    assert lines == ["Ouverture de la séance", "1. État des lieux", "2. Calendrier", "Clôture de la séance"]
    assert "Séance ouverte à 14\u00a0h." in tab.panel.facts.text()
    assert editor(tab, Part.OPENING).isVisible()
    assert not editor(tab, Part.DECISION).isVisible()

    tab.outline.setCurrentRow(2)
    assert "Vote à main levée, à 15\u00a0h. Adopté" in tab.panel.facts.text()
    assert "Section sociale\u00a0: pour 35\u00a0voix".replace("\u00a0voix", " voix") in tab.panel.facts.text()
    assert editor(tab, Part.DECISION).isVisible()
    assert not editor(tab, Part.OPENING).isVisible()
    assert tab.badge.accessibleName() == "À rédiger"
    assert "au plus tard le samedi 10 juillet 2021 (règle par défaut" in tab.words.text()


def test_one_types_goes_on_by_keyboard_and_what_is_left_is_stored(
    tab: MinutesTab, meeting: Meeting, qtbot: QtBot
) -> None:
    tab.window().activateWindow()
    write(qtbot, tab, 1, Part.DISCUSSION, "On echange.")
    qtbot.keyClick(editor(tab, Part.DISCUSSION), Key.Key_Down, CTRL)

    assert tab.outline.currentRow() == 2
    assert stored(tab, meeting, 1, Part.DISCUSSION) == "On echange."
    assert editor(tab, Part.DISCUSSION).toPlainText() == ""
    assert tab.saved.text() == "Enregistré à 14\u00a0h\u00a005"
    assert tab.outline.item(1).text().endswith("✓")
    qtbot.keyClicks(editor(tab, Part.DISCUSSION), "Suite.")
    qtbot.keyClick(editor(tab, Part.DISCUSSION), Key.Key_S, CTRL)
    assert stored(tab, meeting, 2, Part.DISCUSSION) == "Suite."
    qtbot.keyClick(editor(tab, Part.DISCUSSION), Key.Key_Up, CTRL)
    qtbot.keyClick(editor(tab, Part.DISCUSSION), Key.Key_Up, CTRL)
    assert tab.outline.currentRow() == 0
    qtbot.keyClicks(editor(tab, Part.OPENING), "Bonjour.")
    tab.outline.setCurrentRow(3)
    assert editor(tab, Part.CLOSING).toPlainText() == ""
    assert stored(tab, meeting, 0, Part.OPENING) == "Bonjour."

    tab.desk.undo_last()
    assert stored(tab, meeting, 0, Part.OPENING) == ""
    assert stored(tab, meeting, 2, Part.DISCUSSION) == "Suite."


def test_the_vote_proposes_the_decision_and_never_writes_over_a_text(
    tab: MinutesTab, meeting: Meeting, qtbot: QtBot
) -> None:
    tab.outline.setCurrentRow(1)
    assert not tab.panel.propose.isEnabled()
    tab.outline.setCurrentRow(2)
    click(qtbot, tab, "Proposer d’après le vote")

    told = editor(tab, Part.DECISION).toPlainText()
    assert told.startswith("Sur la question « Se réunir le 9 décembre ? », la commission se prononce pour : 54 voix")
    assert not tab.panel.propose.isEnabled()
    tab.outline.setCurrentRow(1)
    assert stored(tab, meeting, 2, Part.DECISION) == told
    tab.outline.setCurrentRow(2)
    assert not tab.panel.propose.isEnabled()


def test_what_is_typed_is_kept_aside_every_few_seconds_without_leaving_the_text(
    tab: MinutesTab, meeting: Meeting, qtbot: QtBot
) -> None:
    write(qtbot, tab, 1, Part.ACTION, "Relancer")
    assert minutes.draft_of(tab.desk.db, meeting) is None

    with qtbot.waitSignal(tab.panel.typed, timeout=6000):
        pass
    draft = minutes.draft_of(tab.desk.db, meeting)
    assert draft is not None
    assert dict(draft.passages) == {(meeting.agenda[0].id, Part.ACTION): "Relancer"}
    assert stored(tab, meeting, 1, Part.ACTION) == ""
    assert tab.offer.isHidden(), "it is our own draft, nothing is to be offered"
    tab.desk.refresh()
    assert tab.offer.isHidden()
    assert editor(tab, Part.ACTION).toPlainText() == "Relancer"
    tab.outline.setCurrentRow(0)
    assert minutes.draft_of(tab.desk.db, meeting) is None


_CRASH = """
import os, sys
from datetime import datetime
from pathlib import Path
from cpr_desk.domain.minutes import Part
from cpr_desk.services import commission, meetings, minutes
from cpr_desk.storage.database import open_database
db = open_database(Path(sys.argv[1]))
(meeting,) = meetings.list_meetings(db, commission.the_commission(db).id)
changes = {(meeting.agenda[0].id, Part.DISCUSSION): "Un debat coupe net"}
minutes.keep_draft(db, meeting, changes, datetime(2021, 6, 20, 11, 7))
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def after_a_crash(db: Database, meeting: Meeting, qtbot: QtBot) -> Iterator[MinutesTab]:
    """Show the minutes after a process that had kept a draft aside was killed."""
    db.close()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", _CRASH, str(db.file.parent)], check=False, env=environment, timeout=60)
    again = open_database(db.file.parent, "Maud")
    assert meeting.id
    yield shown_tab(again, qtbot)
    again.close()


def test_after_a_crash_the_draft_is_offered_and_taken_up(
    after_a_crash: MinutesTab, meeting: Meeting, qtbot: QtBot
) -> None:
    tab = after_a_crash
    assert "Un texte tapé le 20/06/2021 à 11\u00a0h\u00a007 n’a pas été enregistré" in tab.offer.text()
    tab.outline.setCurrentRow(1)
    assert editor(tab, Part.DISCUSSION).isReadOnly()

    click(qtbot, tab.offer, "Reprendre")
    assert stored(tab, meeting, 1, Part.DISCUSSION) == "Un debat coupe net"
    assert editor(tab, Part.DISCUSSION).toPlainText() == "Un debat coupe net"
    assert not editor(tab, Part.DISCUSSION).isReadOnly()
    assert tab.offer.isHidden()


def test_a_draft_may_be_left_aside(after_a_crash: MinutesTab, meeting: Meeting, qtbot: QtBot) -> None:
    tab = after_a_crash
    click(qtbot, tab.offer, "Écarter")

    assert tab.offer.isHidden()
    assert minutes.draft_of(tab.desk.db, meeting) is None
    tab.outline.setCurrentRow(1)
    assert not editor(tab, Part.DISCUSSION).isReadOnly()


def issue(tab: MinutesTab, meeting: Meeting, qtbot: QtBot, number: int) -> None:
    click(qtbot, tab, "Éditer une version")
    qtbot.waitUntil(lambda: len(minutes.minutes_of(tab.desk.db, meeting.id).versions) == number, timeout=20_000)
    qtbot.waitUntil(lambda: f"Version {number}" in tab.words.text(), timeout=20_000)


def take_one_back(tab: MinutesTab, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs) -> None:
    """Take back a signature, then the other while the first is noted again, and undo both."""
    mistaken = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Signatures…"))
    mistaken.accept()
    assert mistaken.isVisible(), "nothing was ticked"
    assert mistaken.messages.text() == typeset("Cochez la signature à retirer, ou fermez avec « Annuler ».")
    mistaken.takes_back[Section.SOCIAL].setChecked(True)
    mistaken.accept()
    assert minutes.minutes_of(tab.desk.db, meeting.id).unsigned == (Section.SOCIAL,)
    assert tab.messages.text() == "La signature de la section sociale est retirée."
    both = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Signatures…"))
    type_in(qtbot, both.days[Section.SOCIAL], "20/06/2021")
    both.takes_back[Section.PROFESSIONAL].setChecked(True)
    both.accept()
    told = "La signature de la section sociale est notée. La signature de la section professionnelle est retirée."
    assert tab.messages.text() == told
    tab.desk.undo_last()
    tab.desk.undo_last()
    assert minutes.minutes_of(tab.desk.db, meeting.id).unsigned == ()


def test_a_version_is_issued_goes_out_of_date_is_compared_signed_approved_locked_and_reopened(
    tab: MinutesTab, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    write(qtbot, tab, 2, Part.DECISION, "La date est retenue.")
    issue(tab, meeting, qtbot, 1)
    assert tab.badge.accessibleName() == "À signer"
    write(qtbot, tab, 2, Part.DECISION, " Sans reserve.")
    tab.outline.setCurrentRow(0)
    assert "Le texte est en avance sur cette version." in tab.words.text()
    assert not tab.buttons["sign"].isEnabled()
    compared = open_dialog(dialogs, tab, VersionsDialog, lambda: click(qtbot, tab, "Versions…"))
    assert "[− retenue.] [+ retenue. Sans reserve.]" in compared.told.toPlainText()
    compared.reject()
    issue(tab, meeting, qtbot, 2)

    signing = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Signatures…"))
    assert signing.names[Section.SOCIAL].text() == "Aubin Tréhorel"
    signing.accept()
    assert signing.isVisible(), "no day was typed"
    type_in(qtbot, signing.days[Section.SOCIAL], "21/06/2021")
    signing.accept()
    assert signing.isVisible(), "that day is to come"
    type_in(qtbot, signing.days[Section.SOCIAL], "20/06/2021")
    type_in(qtbot, signing.days[Section.PROFESSIONAL], "20/06/2021")
    signing.accept()
    assert tab.messages.text() == "Les signatures de la section sociale et de la section professionnelle sont notées."
    assert tab.badge.accessibleName() == "Signé, à approuver"
    take_one_back(tab, meeting, qtbot, dialogs)

    approving = open_dialog(dialogs, tab, ApproveDialog, lambda: click(qtbot, tab, "Approuver…"))
    type_in(qtbot, approving.day, "01/06/2021")
    approving.accept()
    assert approving.isVisible(), "before the meeting"
    type_in(qtbot, approving.day, "20/06/2021")
    approving.accept()
    assert minutes.minutes_of(tab.desk.db, meeting.id).state is State.APPROVED
    tab.outline.setCurrentRow(2)
    assert editor(tab, Part.DECISION).isReadOnly()
    assert not tab.buttons["version"].isEnabled()

    unlocking = open_dialog(dialogs, tab, UnlockDialog, lambda: click(qtbot, tab, "Rouvrir…"))
    unlocking.accept()
    assert unlocking.isVisible(), "no reason was typed"
    unlocking.reason.setPlainText("Un nom est faux")
    unlocking.accept()
    assert "Rouvert le 20/06/2021\u00a0: Un nom est faux." in tab.words.text()
    assert not editor(tab, Part.DECISION).isReadOnly()


def test_no_version_is_kept_of_a_meeting_to_come_or_called_off(tab: MinutesTab, meeting: Meeting) -> None:
    assert tab.buttons["version"].isEnabled()
    coming = plan_meeting(tab.desk.db, PlanMeeting(tab.desk.commission.id, TODAY + timedelta(days=40)))
    tab.show_meeting(coming)
    assert not tab.buttons["version"].isEnabled()
    tab.show_meeting(replace(meeting, cancelled_on=TODAY))
    assert not tab.buttons["version"].isEnabled()


def test_a_version_is_opened_as_it_was_kept(tab: MinutesTab, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs) -> None:
    write(qtbot, tab, 1, Part.DISCUSSION, "On echange.")
    issue(tab, meeting, qtbot, 1)
    compared = open_dialog(dialogs, tab, VersionsDialog, lambda: click(qtbot, tab, "Versions…"))
    assert "Les textes sont les mêmes." in compared.told.toPlainText()

    dialogs.answer(lambda preview: preview.reject())
    click(qtbot, compared, "Ouvrir la première version")
    qtbot.waitUntil(lambda: not dialogs.awaited, timeout=20_000)
    compared.reject()


def test_the_extract_of_the_point_and_the_word_file_come_from_the_tab(
    tab: MinutesTab, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.outline.setCurrentRow(1)
    extract = next(button for button in tab.findChildren(QPushButton) if button.text() == "Extrait du point")
    assert not extract.isEnabled()
    tab.outline.setCurrentRow(2)
    seen: list[str] = []

    def look(preview: object) -> None:
        assert isinstance(preview, PreviewDialog)
        seen.append(preview.windowTitle())
        preview.reject()

    dialogs.answer(look)
    click(qtbot, tab, "Extrait du point")
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    file = tmp_path / "releve.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(file), ""))
    click(qtbot, tab, "Word…")
    qtbot.waitUntil(file.exists, timeout=20_000)


def test_the_dashboard_leads_to_the_minutes_to_write(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    page = shown(lambda desk, _state: DashboardPage(desk), Desk(db, lambda: TODAY), qtbot)
    wanted = "Relevé de décisions à rédiger, réunion ordinaire du 10 juin 2021"
    qtbot.waitUntil(lambda: any(each.text() == wanted for each in page.findChildren(LinkRow)))
    row = next(each for each in page.findChildren(LinkRow) if each.text() == wanted)

    with qtbot.waitSignal(page.go_to) as asked:
        row.click()
    assert asked.args == [f"meetings/minutes/{meeting.id}"]
    meetings = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    meetings.begin(f"minutes/{meeting.id}")
    assert meetings.detail.tabText(meetings.detail.currentIndex()) == "Relevé"
