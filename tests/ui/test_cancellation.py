"""A convened meeting called off in the window: its letters printed, sent, registered; nothing left to do."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office.documents import DocumentKind
from cpr_desk.services import dispatch, issues, recipients
from cpr_desk.services.instance import Database
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.overview import overview
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog
from cpr_desk.ui.pages.dashboard import DashboardPage
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.reports import reading
from tests.services.convening import convened_commission, issued, send
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog, shown

TODAY = date(2021, 6, 2)
CANCELLATION = IssueKind.CANCELLATION


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def called_off(db: Database, meeting: Meeting, convened: int) -> Meeting:
    """Convene the first recipients, then call the meeting off."""
    if convened:
        send(db, meeting, issued(db, meeting), to=recipients.recipients_of(db, meeting)[:convened])
    return cancel_meeting(db, meeting, "salle inondée", TODAY)


def page_on(db: Database, meeting: Meeting, qtbot: QtBot) -> tuple[MeetingsPage, DispatchTab]:
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("dispatches")
    assert isinstance(tab, DispatchTab)
    return page, tab


def listed(page: MeetingsPage) -> str:
    column = next(each for each in page._model.columns if each.key == "next")
    return column.text(page._model.row(0))


def test_the_letters_of_a_cancelled_meeting_are_edited_sent_and_registered(
    db: Database, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = called_off(db, meeting, 3)
    page, tab = page_on(db, off, qtbot)
    before = (listed(page), tab.cancellation.words.text().replace("\u00a0", " "), tab._issue.text())
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path))
    edit = open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger)
    offered = [edit.kind.itemText(row) for row in range(edit.kind.count())]
    told = edit.what_happens.text()
    edit.accept()
    qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=20_000)
    mark = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    whom = mark.whom.itemText(0)
    mark.accept()
    (version,) = [each for each in issues.issues_of(db, off) if each.kind is CANCELLATION]
    register = dispatch.register_of(db, off)

    assert before == (
        "Annulation à envoyer",
        "Annulation : à envoyer à 3 personnes, sur 3 convoquées.",
        "&Éditer les annulations…",
    )
    assert offered == ["Lettres d’annulation"]
    assert told.startswith("3 lettres, une par personne")
    assert whom == "Ceux à qui rien n’est envoyé (3)"
    assert "Motif de cette annulation" in reading.text(issues.content_of(db, version))
    assert [len(line.of(CANCELLATION)) for line in register.lines].count(1) == 3
    assert tab.cancellation.badge.accessibleName() == "Envoyée"
    assert listed(page) == ""


def test_who_was_convened_shows_what_is_to_be_sent(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    _, tab = page_on(db, called_off(db, meeting, 1), qtbot)
    columns = {column.key: column for column in tab.panel.view.shown_columns()}
    told = [columns["cancellation"].text(tab._model.row(row)) for row in range(tab._model.rowCount())]
    convened = [columns["convocation"].text(tab._model.row(row)) for row in range(tab._model.rowCount())]

    assert (told[0], set(told[1:])) == ("à envoyer", {""})
    assert set(convened[1:]) == {""}


def test_of_a_meeting_nobody_was_convened_to_there_is_nothing_to_send(
    db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    page, tab = page_on(db, called_off(db, meeting, 0), qtbot)

    assert not tab._issue.isEnabled()
    assert tab.cancellation.isHidden()
    assert listed(page) == ""


def test_the_documents_of_a_meeting_have_its_cancellation_once_it_is_cancelled(
    db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    page, _ = page_on(db, meeting, qtbot)
    tab = page.detail.show_tab("documents")
    words = DocumentKind.CANCELLATIONS.label

    def offered() -> bool:
        return any(label.isVisibleTo(tab) and label.text() == words for label in tab.findChildren(QLabel))

    before = offered()
    called_off(db, meeting, 3)
    page.reload()

    assert not before
    assert offered()


@pytest.mark.parametrize(("convened", "remark"), [(1, "1 personne convoquée, pas encore prévenue."),
                                                  (3, "3 personnes convoquées, pas encore prévenues.")])  # fmt: skip
def test_the_dashboard_names_a_cancellation_to_send(
    db: Database, commission: Commission, meeting: Meeting, qtbot: QtBot, convened: int, remark: str
) -> None:
    called_off(db, meeting, convened)
    page = shown(lambda desk, _state: DashboardPage(desk), Desk(db, lambda: TODAY), qtbot)
    page.show_overview(overview(db, commission, TODAY))
    words = [label.text() for label in page.meeting.findChildren(QLabel) if label.isVisible()]

    assert "Annulation à envoyer, réunion ordinaire du 10 juin 2021" in words
    assert remark in words
