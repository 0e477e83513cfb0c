"""Meetings called off and restored, and consultations that nobody attends: what their documents say."""

from datetime import date, time
from pathlib import Path

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.errors import UserError
from cpr_desk.office import convening, documents
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import dispatch
from cpr_desk.services.meeting_changes import cancel_meeting, restore_meeting
from cpr_desk.services.meetings import PlanMeeting, find_meeting, plan_meeting
from cpr_desk.services.recipients import recipients_of
from cpr_desk.storage.database import Database
from tests.reports import reading
from tests.services.convening import LAST_DAY, MEETING_ON, TODAY, convened_commission, issued, moved, send

TOLD = date(2021, 5, 28)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    made = convened_commission(db, commission)
    send(db, made, issued(db, made))
    return find_meeting(db, commission.id, made.id)


def letters(db: Database, commission: Commission, meeting: Meeting, folder: Path) -> list[str]:
    """Issue the convocations and return the text of each letter, in the order of the recipients."""
    order = IssueOrder(commission.id, meeting.id, IssueKind.CONVOCATION, date(2021, 6, 1))
    files = convening.issue(db, order, folder).files
    return [reading.text(file.read_bytes()).replace("\u00a0", " ") for file in files[1:]]


def test_whoever_was_told_of_a_cancellation_reads_that_the_meeting_is_restored(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    off = cancel_meeting(db, meeting, "salle inondée", TOLD)
    first, second, *_others = recipients_of(db, meeting)
    version = issued(db, off, b"%PDF off", IssueKind.CANCELLATION)
    send(db, off, version, TOLD, (first, second))
    lost = next(line for line in dispatch.register_of(db, off).lines if line.id == second.person.id).sent[-1]
    dispatch.mark_returned(db, [lost], TOLD, TODAY)
    restored = restore_meeting(db, off)
    told = letters(db, commission, restored, tmp_path / "restored")
    dispatch_again = issued(db, restored, b"%PDF again")
    send(db, restored, dispatch_again, date(2021, 6, 2))
    later = letters(db, commission, restored, tmp_path / "later")
    said = "dont l’annulation vous a été annoncée le 28 mai 2021 est rétablie. Cette lettre annule et remplace celles"

    assert [said in text for text in told] == [True, *[False] * (len(told) - 1)]
    assert not any("rétablie" in text for text in later)


def test_a_meeting_restored_at_another_hour_says_once_what_it_replaces(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    off = cancel_meeting(db, meeting, "salle inondée", TOLD)
    send(db, off, issued(db, off, b"%PDF off", IssueKind.CANCELLATION), TOLD, recipients_of(db, meeting)[:1])
    later = moved(db, restore_meeting(db, off), time(16))
    restored, other, *_others = letters(db, commission, later, tmp_path)

    assert (restored.count("annule et remplace"), restored.count("rétablie")) == (1, 1)
    assert (other.count("annule et remplace"), other.count("rétablie")) == (1, 0)


def test_the_letter_of_a_cancelled_meeting_names_what_comes_after_it_not_before(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 6, 8)))
    off = cancel_meeting(db, meeting, "salle inondée", TOLD)

    def letter() -> str:
        request = Request(commission.id, DocumentKind.CANCELLATIONS, TOLD, TOLD, off.id)
        return reading.text(documents.render(db, request)).replace("\u00a0", " ")

    before = letter()
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 9, 9)))
    assert "se réunira ensuite" not in before
    assert "réunion ordinaire du jeudi 9 septembre 2021" in letter()


@pytest.mark.parametrize("kind", [DocumentKind.ATTENDANCE, DocumentKind.PROXIES])
def test_a_written_consultation_has_neither_attendance_sheet_nor_proxies(
    db: Database, commission: Commission, meeting: Meeting, kind: DocumentKind
) -> None:
    order = PlanMeeting(commission.id, date(2021, 7, 1), MeetingKind.WRITTEN, opens_on=date(2021, 6, 28))
    written = plan_meeting(db, order)

    assert kind.suits(meeting)
    assert not kind.suits(written)
    with pytest.raises(UserError, match="ni feuille d’émargement, ni pouvoirs"):
        documents.build(db, Request(commission.id, kind, MEETING_ON, LAST_DAY, written.id))
