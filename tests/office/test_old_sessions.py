"""What was printed of a session prints again the same, to the byte, whatever changed since."""

from datetime import date, datetime
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.ballots import Vote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.voting import Choice, Method, electors_of, in_bulk
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import indemnities, presidency
from cpr_desk.services import session as sessions
from cpr_desk.services.ballots import record_vote
from cpr_desk.services.composition import composition_at
from cpr_desk.services.decisions import proposals_of, record_decisions
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.minutes import save_passages
from tests.factories import INSTALLED
from tests.office.test_old_documents import change_everything
from tests.prepared import seat_members

HELD, ISSUED = date(2022, 3, 10), date(2022, 3, 20)
OF_SESSION = [
    kind
    for kind in DocumentKind
    if kind.of_meeting and kind not in (DocumentKind.CANCELLATIONS, DocumentKind.NO_QUORUM, DocumentKind.DISPATCHES)
]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2022, 3, 10, hour, minute)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return a meeting held: a proxy, a vote by name, its decision, a text of the minutes, indemnities."""
    seat_members(db, commission)
    seats = composition_at(db, commission.id, HELD)
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        titular = seats.of(section)[0].titular
        assert titular
        presidency.name_section_president(db, commission.id, section, titular.person, INSTALLED)
    items = (Item("Calendrier", kind=ItemKind.VOTE), Item("Programme", kind=ItemKind.DECISION))
    made = plan_meeting(db, PlanMeeting(commission.id, HELD, starts=at(14).time(), agenda=items))
    sessions.open_session(db, made, at(14))
    there = [seat.titular.person.id for seat in seats.seats if seat.titular and seat.section.votes]
    giver = next(seat for seat in seats.of(Section.SOCIAL) if seat.titular and not seat.substitute)
    holder = seats.of(Section.SOCIAL)[3].titular
    assert giver.titular
    assert holder
    there.remove(giver.titular.person.id)
    sessions.arrive(db, sessions.session_of(db, made), there, at(14))
    proxy = Proxy(giver.id, giver.titular.person.id, holder.person.id, at(14), reference="Courriel")
    sessions.give_proxy(db, sessions.session_of(db, made), proxy)
    electors = electors_of(sessions.session_of(db, made).floor(at(15)))
    choices = in_bulk(electors, {}, Choice.FOR)
    record_vote(db, made, Vote(made.agenda[-2].id, "Adopter ?", Method.NAMED, at(15), choices=choices))
    record_decisions(db, made, proposals_of(db, made), HELD)
    save_passages(db, made, {(made.agenda[-1].id, Part.DECISION): "Le programme est arrêté."})
    sessions.close_session(db, made, at(16))
    indemnities.calculate(db, made)
    return made


@pytest.mark.parametrize("kind", OF_SESSION)
def test_a_document_of_a_session_prints_as_it_was(
    db: Database, commission: Commission, meeting: Meeting, kind: DocumentKind
) -> None:
    wanted = Request(commission.id, kind, HELD, ISSUED, meeting.id)
    before = documents.render(db, wanted)
    change_everything(db, commission)

    assert documents.render(db, wanted) == before


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_the_attendance_of_a_session_is_written_as_it_was(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path, ending: str
) -> None:
    wanted = Export(commission.id, ExportKind.ATTENDANCE, HELD, ISSUED, meeting_id=meeting.id)
    before, after = (tmp_path / f"{name}.{ending}" for name in ("before", "after"))
    exports.export(db, wanted, before)
    change_everything(db, commission)
    exports.export(db, wanted, after)

    assert after.read_bytes() == before.read_bytes()
