"""What was printed for a past date prints again the same, whatever changed since."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Letter, MandateRole, Person, Profession, Seat, SeatState, Section
from cpr_desk.domain.letter_kinds import CANCELLATION
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.domain.minutes import Part
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.office.letters import packaged_text
from cpr_desk.services import mandates, presidency
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.services.mandates import EndMandate
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.minutes import save_passages
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import PersonRow
from tests.factories import INSTALLED, person
from tests.prepared import seat_members

TITULAR, SUBSTITUTE = MandateRole
MEETING, ISSUED, LATER = date(2022, 3, 10), date(2022, 2, 20), date(2022, 6, 1)

_OTHERWISE = (
    DocumentKind.ADHESIONS,
    DocumentKind.CPTS_FILE,
    DocumentKind.DIALOGUE,
    DocumentKind.SCALES,
    DocumentKind.PRESIDENCY,
    DocumentKind.PRESENCES,
)
"""What tells another thing than the composition on its day: register, accord, years to come, who attended."""
PRINTED = [kind for kind in DocumentKind if kind not in _OTHERWISE]
_OF_NO_DAY = (
    ExportKind.ADHESIONS,
    ExportKind.DEADLINES,
    ExportKind.DISPATCHES,
    ExportKind.ATTENDANCE,
    ExportKind.JOURNAL,
)
EXPORTED = [kind for kind in ExportKind if kind not in _OF_NO_DAY]


@pytest.fixture
def request_of(db: Database, commission: Commission) -> Request:
    """Return what to print of a meeting that was held in a commission that had already changed once."""
    seat_members(db, commission)
    first = composition_at(db, commission.id, INSTALLED)
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        titular = first.of(section)[0].titular
        assert titular
        presidency.name_section_president(db, commission.id, section, titular.person, INSTALLED)
    letter = Letter(date(2021, 8, 20), "2021-31")
    came = Designation(TITULAR, person("Perrig Lanvaux", civility="Mme"), date(2021, 9, 1), None, letter)
    mandates.designate(db, seat(first.seats, "SNAO").id, came)
    meeting = plan_meeting(
        db, PlanMeeting(commission.id, MEETING, starts=time(14), place="Salle Loire", agenda=from_lines("Calendrier"))
    )
    save_passages(db, meeting, {(meeting.agenda[-1].id, Part.DECISION): "La date est retenue."})
    return Request(commission.id, DocumentKind.COMPOSITION, MEETING, ISSUED, meeting.id, since=INSTALLED)


def seat(seats: tuple[Seat, ...], organisation: str) -> Seat:
    return next(each for each in seats if each.organisation == organisation)


def change_everything(db: Database, commission: Commission) -> None:
    """Replace, swap, end, weigh, move, close and add, and give each section another president, after the meeting."""
    now = composition_at(db, commission.id, MEETING)
    came = Designation(
        TITULAR, person("Mahaut Ollivaud-Kersaint"), LATER, None, Letter(LATER, "2022-9"), EndReason.RESIGNATION
    )
    mandates.designate(db, seat(now.seats, "CSMF").id, came)
    mandates.swap_holders(db, seat(now.seats, "FNO").id, LATER)
    leaving = seat(now.seats, "FNP").titular
    assert leaving
    mandates.end_mandate(db, EndMandate(leaving.mandate_id, LATER, EndReason.DEATH))
    social, professional = now.of(Section.SOCIAL), now.of(Section.PROFESSIONAL)
    mandates.change_votes(db, social[0].id, 1, LATER, commission.rules)
    mandates.arrange_seats(db, [each.id for each in professional[::-1]], LATER)
    mandates.arrange_seats(db, [each.id for each in social[::-1]], LATER)
    union = SeatState(
        Section.PROFESSIONAL, 1, 1, profession=Profession("medecins", "Médecins"), organisation="UFML",
        titular=Person(0, "Anaïg", "Lebreton"),
    )  # fmt: skip
    closed = (seat(now.seats, "CDF").id, social[-1].id, now.of(Section.CONSULTATIVE)[0].id)
    revise_composition(db, ReviseComposition(commission.id, date(2022, 9, 1), (union,), closed))
    later = composition_at(db, commission.id, date(2022, 9, 1))
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        other = next(each.titular for each in later.of(section)[1:] if each.titular)
        presidency.name_section_president(db, commission.id, section, other.person, date(2022, 10, 1))


@pytest.mark.parametrize("kind", PRINTED)
def test_a_document_of_a_past_date_prints_as_it_was(
    db: Database, commission: Commission, request_of: Request, kind: DocumentKind
) -> None:
    tried = packaged_text(CANCELLATION) if kind is DocumentKind.CANCELLATIONS else None  # as if it were cancelled
    wanted = replace(request_of, kind=kind, meeting_id=request_of.meeting_id if kind.of_meeting else 0, draft=tried)
    before = documents.render(db, wanted)
    change_everything(db, commission)

    assert documents.render(db, wanted) == before
    if not kind.of_meeting:
        assert documents.render(db, replace(wanted, at=date(2023, 1, 1))) != before


@pytest.mark.parametrize("kind", EXPORTED)
def test_a_workbook_of_a_past_date_is_written_as_it_was(
    db: Database, commission: Commission, request_of: Request, kind: ExportKind, tmp_path: Path
) -> None:
    wanted = Export(commission.id, kind, MEETING, ISSUED, request_of.since)
    exports.export(db, wanted, tmp_path / "before.xlsx")
    change_everything(db, commission)
    exports.export(db, wanted, tmp_path / "after.xlsx")
    exports.export(db, replace(wanted, at=date(2023, 1, 1)), tmp_path / "today.xlsx")

    assert (tmp_path / "after.xlsx").read_bytes() == (tmp_path / "before.xlsx").read_bytes()
    assert (tmp_path / "today.xlsx").read_bytes() != (tmp_path / "before.xlsx").read_bytes()


def test_a_name_that_was_corrected_is_right_on_old_documents_too(
    db: Database, commission: Commission, request_of: Request
) -> None:
    before = documents.render(db, request_of)
    member = seat(composition_at(db, commission.id, MEETING).seats, "CSMF").titular
    assert member
    with db.unit_of_work("Corriger un nom") as session:
        session.get_one(PersonRow, member.person.id).last_name = "Abgrall-Le Bris"

    assert documents.render(db, request_of) != before
