"""Mail drafts and calendar files, from the meeting chosen in the window to what a mail program reads."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import meetings, recipients
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.storage.database import Database
from cpr_desk.ui import files, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.mail_drafts import MailDraftsDialog
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import person
from tests.services.convening import moved
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import TODAY, desk_on_demonstration
from tests.ui.driving import beside, click, open_dialog, shown

Act = Callable[[], None]


@pytest.fixture
def desk(db: Database) -> Desk:
    return desk_on_demonstration(db)


@pytest.fixture
def meeting(desk: Desk) -> Meeting:
    found = meetings.next_meeting(desk.db, desk.commission.id, TODAY)
    assert found
    return found


@pytest.fixture
def tab(desk: Desk, meeting: Meeting, qtbot: QtBot) -> DispatchTab:
    page = shown(MeetingsPage, desk, qtbot)
    page.panel.select(meeting.id)
    made = page.detail.show_tab("dispatches")
    assert isinstance(made, DispatchTab)
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that is chosen whenever one is asked for."""
    chosen = tmp_path / "envois"
    chosen.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(chosen))
    return chosen


def said(tab: DispatchTab) -> str:
    return tab.messages.text().replace("\u00a0", " ")


def wait_for(tab: DispatchTab, qtbot: QtBot, act: Act) -> str:
    """Act, wait for what the page says of it, and return it."""
    tab.messages.clear()
    act()
    qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=60_000)
    return said(tab)


def issue(tab: DispatchTab, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger)
    wait_for(tab, qtbot, lambda: click(qtbot, dialog, "Éditer…"))


def opened(tab: DispatchTab, dialogs: Dialogs) -> MailDraftsDialog:
    return open_dialog(dialogs, tab, MailDraftsDialog, tab._mail.drafts.trigger)


def test_from_the_version_kept_to_drafts_that_open(
    tab: DispatchTab, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs, *, folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    db = tab.desk.db
    recipients.add_recipient(db, meeting, person("Anaïg Le Bihan"), Capacity.GUEST, "point 2")
    tab.desk.refresh()
    assert not tab._mail.drafts.isEnabled()
    assert "Éditez d’abord les convocations" in tab._mail.drafts.toolTip()
    issue(tab, dialogs, qtbot)
    dialog = opened(tab, dialogs)
    to = [each for each in recipients.recipients_of(db, meeting) if each.person.email]
    offered = dialog.carried.text(), dialog.missing.text().replace("\u00a0", " ")
    told = wait_for(tab, qtbot, lambda: click(qtbot, dialog, "Écrire les brouillons…"))
    drafts = folder / f"Courriels - convocation version 1 - {meeting.on.isoformat()}"
    shown_folders: list[Path] = []
    monkeypatch.setattr(files, "open_with_system", shown_folders.append)
    click(qtbot, tab.messages, "Ouvrir le dossier")

    assert offered[0].startswith(f"{len(to)} brouillons, un par destinataire, avec sa lettre en PDF.")
    assert "Les suppléants, informés seulement, ne reçoivent pas ce fichier." in offered[0]
    assert "Sans adresse électronique utilisable" in offered[1]
    assert "Anaïg Le Bihan" in told
    assert told.startswith(f"{len(to)} brouillons écrits dans le dossier « {drafts.name} ».")
    assert shown_folders == [drafts]
    assert len(list(drafts.glob("*.eml"))) == len(to)
    for each in to:
        (file,) = drafts.glob(f"??? {each.person.name}.eml")
        message = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        letter, *others = [part.get_payload(decode=True) for part in message.iter_attachments()]
        assert isinstance(letter, bytes)
        assert [who.addr_spec for who in message["To"].addresses] == [each.person.email]
        assert each.person.last_name in "".join(page.extract_text() for page in PdfReader(BytesIO(letter)).pages)
        assert len(others) == (each.capacity is not Capacity.SUBSTITUTE)
        for content in others:
            assert isinstance(content, bytes)
            assert IcsCalendarStream.calendar_from_ics(content.decode()).events[0].uid == meeting.uid


def test_a_meeting_that_changed_is_issued_again_before_it_is_mailed(
    tab: DispatchTab, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs, folder: Path
) -> None:
    issue(tab, dialogs, qtbot)
    moved(tab.desk.db, meeting, time(9))
    tab.desk.refresh()
    dialog = opened(tab, dialogs)
    click(qtbot, dialog, "Écrire les brouillons…")

    assert dialog.isVisible()
    assert "ne dit plus ce qui est prévu" in beside(dialog.version)
    assert "Éditez de nouveau les convocations." in beside(dialog.version)
    assert not dialog.carried.isVisible()
    assert not list(folder.glob("Courriels*"))
    click(qtbot, dialog, "Annuler")


def test_giving_up_two_hundred_drafts_leaves_nothing(
    tab: DispatchTab, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs, folder: Path
) -> None:
    for number in range(200 - len(recipients.recipients_of(tab.desk.db, meeting))):
        guest = person(f"Invité Numéro{number:03d}", email=f"g{number}@exemple.fr")
        recipients.add_recipient(tab.desk.db, meeting, guest, Capacity.GUEST, "auditeur")
    tab.desk.refresh()
    issue(tab, dialogs, qtbot)
    dialog = opened(tab, dialogs)
    before = set(tasks._running)
    click(qtbot, dialog, "Écrire les brouillons…")
    (task,) = tasks._running - before
    qtbot.waitUntil(lambda: task._latest[0] > 3, timeout=30_000)
    with qtbot.waitSignal(task.finished, timeout=30_000):
        task.cancel()

    qtbot.waitUntil(lambda: not [*folder.glob("~*"), *folder.glob("Courriels*")], timeout=30_000)
    assert "brouillons" not in said(tab)


def test_the_calendar_file_is_written_from_the_menu_and_takes_a_cancelled_meeting_away(
    tab: DispatchTab, meeting: Meeting, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    file = folder / "réunion.ics"

    def answer(_parent: object, _title: str, name: str, *_filters: object) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    told = wait_for(tab, qtbot, tab._mail.calendar.trigger)
    planned = IcsCalendarStream.calendar_from_ics(file.read_text(encoding="utf-8"))
    cancel_meeting(tab.desk.db, meeting, "Grève", TODAY)
    tab.desk.refresh()
    wait_for(tab, qtbot, tab._mail.calendar.trigger)
    cancelled = IcsCalendarStream.calendar_from_ics(file.read_text(encoding="utf-8"))

    assert told == "Le fichier « réunion.ics » est enregistré."
    assert asked[0] == asked[1]
    assert asked[0].endswith(".ics")
    assert (planned.method, cancelled.method) == ("PUBLISH", "CANCEL")
    assert [each.events[0].sequence for each in (planned, cancelled)] == [meeting.sequence, meeting.sequence + 1]
    assert {each.events[0].uid for each in (planned, cancelled)} == {meeting.uid}
    assert meeting.starts
    local = datetime.combine(meeting.on, meeting.starts, tzinfo=UTC)
    starts = planned.events[0].dtstart
    assert isinstance(starts, datetime)
    assert (local - starts).total_seconds() in (3600, 7200)


def test_the_calendar_file_is_written_from_the_documents_too(
    tab: DispatchTab, meeting: Meeting, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "réunion.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(file), ""))
    detail = tab.page.detail  # type: ignore[attr-defined]
    documents = detail.show_tab("documents")
    name = "Enregistrer\u00a0: Fichier de calendrier (Outlook, agenda)"
    button = next(each for each in documents.findChildren(QPushButton) if each.accessibleName() == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(file.exists, timeout=20_000)

    found = IcsCalendarStream.calendar_from_ics(file.read_text(encoding="utf-8"))
    assert found.events[0].uid == meeting.uid
