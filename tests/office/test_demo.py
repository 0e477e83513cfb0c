"""The demonstration shows what a commission lives, and is the same whenever it is made on one day."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import EventKind
from cpr_desk.domain.cpts_tasks import TaskKind
from cpr_desk.domain.dispatch import Channel, IssueKind
from cpr_desk.domain.dispatch_register import Outcome
from cpr_desk.domain.file_pieces import PieceCode, missing_for, received_on
from cpr_desk.domain.meeting_timeline import Mark
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import AgendaState
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.office import convening, demo, demo_meetings
from cpr_desk.services import agenda, commission, dispatch, issues, meetings, papers
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.instance import Database
from cpr_desk.services.meeting_timelines import timeline_of
from cpr_desk.services.regional import state_at
from cpr_desk.storage.database import open_database
from tests.prepared import copied

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demonstration, made once."""
    folder = tmp_path_factory.mktemp("demonstration")
    db = open_database(folder, "Maud")
    assert copied(db, demo.fill, TODAY)
    db.close()
    return folder


@pytest.fixture
def shown(filled: Path, db: Database, tmp_path: Path) -> Database:
    """Return a copy of the demonstration in place of the empty database."""
    db.close()
    folder = shutil.copytree(filled, tmp_path / "copie")
    return open_database(folder, "Maud")


def the_commission(db: Database) -> Commission:
    return commission.the_commission(db)


def meeting_on(db: Database, day: date) -> Meeting:
    return next(each for each in meetings.list_meetings(db, the_commission(db).id) if each.on == day)


def test_a_moved_meeting_was_convened_twice_by_several_channels(shown: Database) -> None:
    meeting = meeting_on(shown, demo_meetings.AUTUMN)
    register = dispatch.register_of(shown, meeting)
    sent = [each for line in register.lines for each in line.sent]
    outcomes = {register.outcome(each) for each in sent}
    shown.close()

    assert len(meeting.moves) == 1
    assert [len(register.issues_of(kind)) for kind in (IssueKind.CONVOCATION, IssueKind.AGENDA)] == [2, 1]
    assert {each.channel for each in sent} >= {Channel.EMAIL, Channel.REGISTERED, Channel.HAND}
    assert outcomes == {Outcome.IN_TIME, Outcome.RETURNED, Outcome.REPLACED}
    assert register.convocation.is_regular
    assert register.agenda.is_regular
    assert sum(each.acknowledged_on is not None for each in sent) == 3
    assert sum(bool(each.scans) for each in sent) == 4


def test_a_meeting_is_cancelled_and_a_consultation_was_convened_late_for_one(shown: Database) -> None:
    known = meetings.list_meetings(shown, the_commission(shown).id)
    (cancelled,) = (each for each in known if each.is_cancelled)
    (written,) = (each for each in known if each.is_written)
    assert [each.reference for each in known] == ["2021-1", "2025-1", "2025-2", "2025-3", "2027-1"]
    told = dispatch.register_of(shown, cancelled)
    proven = dispatch.register_of(shown, written).convocation
    shown.close()

    assert len(told.issues_of(IssueKind.CANCELLATION)) == 1
    assert all(line.of(IssueKind.CANCELLATION) for line in told.lines)
    assert len(proven.late) == 1


def test_the_next_meeting_is_being_prepared(shown: Database) -> None:
    upcoming = meetings.next_meeting(shown, the_commission(shown).id, TODAY)
    assert upcoming
    ready = agenda.readiness_of(shown, upcoming.id)
    joined = papers.papers_of(shown, upcoming.id)
    there = [papers.file_of(shown, paper) for each in joined.values() for paper in each]
    shown.close()

    assert upcoming.convened_on is None
    assert ready.state is AgendaState.TO_VALIDATE
    assert len(ready.missing) == 1
    assert len(joined) == 2
    assert all(there)
    assert len({item.kind for item in upcoming.agenda}) > 2


def test_every_version_opens_and_every_mark_of_the_timeline_is_seen(shown: Database) -> None:
    marks = set()
    for meeting in meetings.list_meetings(shown, the_commission(shown).id):
        marks |= {event.mark for event in timeline_of(shown, meeting, TODAY)}
        for version in issues.issues_of(shown, meeting):
            assert len(convening.kept_pages(shown, version).sizes()) > 0
    shown.close()

    assert marks == set(Mark)


def test_the_same_day_makes_the_same_documents(filled: Path, tmp_path: Path) -> None:
    again = open_database(tmp_path, "Maud")
    demo.fill(again, TODAY)
    first = open_database(filled, "Maud")
    digests = [
        [
            each.sha256
            for meeting in meetings.list_meetings(db, the_commission(db).id)
            for each in issues.issues_of(db, meeting)
        ]
        for db in (first, again)
    ]
    first.close()
    again.close()

    assert len(digests[0]) == 7
    assert digests[0] == digests[1]


def test_before_the_meetings_of_2025_none_of_their_life_is_told(db: Database) -> None:
    demo.fill(db, date(2025, 1, 10))

    assert all(issues.issues_of(db, each) == () for each in meetings.list_meetings(db, the_commission(db).id))


def test_the_contracts_live_are_paid_and_leave_something_to_do(shown: Database) -> None:
    state = state_at(shown, the_commission(shown), TODAY)
    shown.close()
    told = [own.dossier for own in state.in_force]
    events = {event.kind for own in told if own.contract for event in own.contract.events}

    assert len(told) == 7
    assert events == set(EventKind)
    assert all(own.contract and own.contract.cpts_party and own.association for own in told)
    assert {own.retained.size for own in state.in_force if own.retained} == set(SizeClass)
    assert (sum(each.late for each in state.missions), state.dialogues.late) == (1, 1)
    assert 0 < state.money.left < state.money.paid / 10
    assert {task.kind for own in state.in_force for task in own.late} >= {TaskKind.PAYMENT, TaskKind.DIALOGUE}
    assert any(own.indicators for own in told)
    assert all(own.areas for own in told)


def test_nothing_of_a_contract_is_told_before_it_happens(db: Database) -> None:
    day = date(2021, 6, 30)
    demo.fill(db, day)
    state = state_at(db, the_commission(db), day)

    assert {each.adhesion.code for each in state.in_force} >= {"44-01", "72-01"}
    assert all(payment.paid_on <= day for own in state.standings for payment in own.dossier.payments)
    assert not any(own.dossier.crises for own in state.standings)


def test_what_the_file_of_a_cpts_holds_came_with_the_step_that_needed_it(shown: Database) -> None:
    known = snapshot_at(shown, the_commission(shown), TODAY).dossiers
    shown.close()

    for dossier in known:
        first = {each.step: each.on for each in reversed(dossier.steps)}
        assert not missing_for(dossier, Step.LETTER_VALIDATED, TODAY) or Step.LETTER_VALIDATED not in first
        assert received_on(dossier, PieceCode.PROJECT) == first.get(
            Step.PROJECT_SENT, first.get(Step.PROJECT_VALIDATED)
        )
