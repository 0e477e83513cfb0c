from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from cpr_desk.domain.claims import ClaimLine
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.indemnities import Basis, Rate
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import Indemnity, Organisation
from cpr_desk.errors import UserError
from cpr_desk.services import indemnities, undo
from cpr_desk.services.organisations import change_organisation
from cpr_desk.services.session import arrive, close_session, open_session, remove_stay, session_of
from cpr_desk.storage.database import Database
from tests.services.convening import MEETING_ON, convened_commission

NAMES = ("Basile Abgrall", "Aubin Tréhorel", "Garance Frémaudière")
"""A titular doctor, a titular of the social section, a substitute of the nurses whose titular is away."""


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 6, 10, hour, minute)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return a meeting that three members attended, closed."""
    found = convened_commission(db, commission)
    open_session(db, found, at(14))
    session = session_of(db, found)
    ids = {holding.person.name: holding.person.id for _, _, holding in session.composition.holdings()}
    arrive(db, session, [ids[name] for name in NAMES], at(14))
    close_session(db, found, at(16))
    return found


def lines(db: Database, meeting: Meeting) -> dict[str, ClaimLine]:
    return {line.person.name: line for line in indemnities.sheet_of(db, meeting).lines}


def euros(db: Database, meeting: Meeting) -> list[tuple[str, Decimal | None]]:
    return [(line.person.name, line.claim.amount) for line in indemnities.sheet_of(db, meeting).lines]


def test_rates_are_kept_by_profession_and_day(db: Database, meeting: Meeting) -> None:
    doctors = indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), Decimal("75.50"), source=" avenant  9 "))
    everybody = indemnities.save_rate(db, Rate("", date(2021, 1, 1), None, Decimal(60)))
    later = indemnities.save_rate(db, replace(doctors, id=0, since=date(2022, 1, 1), half_day=Decimal(80)))

    assert [rate.id for rate in indemnities.rates(db)] == [everybody.id, later.id, doctors.id]
    assert indemnities.rates(db)[2].source == "avenant 9"
    with pytest.raises(UserError, match="commence déjà le 01/01/2022"):
        indemnities.save_rate(db, replace(doctors, since=date(2022, 1, 1)))
    indemnities.remove_rate(db, later)
    step = undo.history(db).undo
    assert step
    assert step.label == "retirer le tarif d’indemnité de médecins au 01/01/2022"
    undo.undo(db, step)
    assert len(indemnities.rates(db)) == 3
    assert "medecins" in {each.code for each in indemnities.professions(db)}
    assert meeting.on == MEETING_ON


def test_the_claims_are_proposed_then_kept_and_follow_the_rates_when_calculated_again(
    db: Database, meeting: Meeting
) -> None:
    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), None, Decimal(150)))

    assert euros(db, meeting) == [("Aubin Tréhorel", 0), ("Basile Abgrall", 150), ("Garance Frémaudière", None)]
    assert not indemnities.sheet_of(db, meeting).is_kept
    indemnities.calculate(db, meeting)
    nurse = lines(db, meeting)["Garance Frémaudière"]
    typed = replace(nurse.claim, travel=Decimal("32.40"), travel_note=" voiture,  58 km ")
    indemnities.change_claim(db, meeting, nurse.person, typed)
    indemnities.save_rate(db, Rate("", date(2021, 1, 1), Decimal(60)))
    assert lines(db, meeting)["Garance Frémaudière"].claim.amount is None

    sheet = indemnities.calculate(db, meeting)
    assert sheet.is_kept
    kept = lines(db, meeting)["Garance Frémaudière"].claim
    assert (kept.basis, kept.amount, kept.travel, kept.travel_note) == (
        Basis.HALF_DAY, Decimal(60), Decimal("32.40"), "voiture, 58 km",
    )  # fmt: skip
    step = undo.history(db).undo
    assert step
    assert step.label == "recalculer les indemnités du jeudi 10 juin 2021"


def test_a_basis_chosen_by_hand_stays_until_it_is_taken_back(db: Database, meeting: Meeting) -> None:
    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), Decimal(75), Decimal(150)))
    doctor = lines(db, meeting)["Basile Abgrall"]
    indemnities.change_claim(db, meeting, doctor.person, replace(doctor.claim, basis=Basis.HALF_DAY))
    indemnities.calculate(db, meeting)

    assert lines(db, meeting)["Basile Abgrall"].claim.amount == 75
    indemnities.remove_claim(db, meeting, doctor.person)
    assert lines(db, meeting)["Basile Abgrall"].claim.amount == 150


def test_the_indemnity_goes_where_the_organisation_says(db: Database, meeting: Meeting) -> None:
    indemnities.save_rate(db, Rate("", date(2021, 1, 1), None, Decimal(60)))
    change_organisation(db, Organisation(0, "CSMF", indemnity=Indemnity.ORGANISATION))
    change_organisation(db, Organisation(0, "SNIIL", indemnity=Indemnity.NONE))

    found = lines(db, meeting)
    assert (found["Basile Abgrall"].payee, found["Basile Abgrall"].claim.amount) == ("CSMF", Decimal(60))
    assert (found["Garance Frémaudière"].payee, found["Garance Frémaudière"].claim.amount) == ("", Decimal(0))


def test_who_is_no_longer_noted_as_present_stays_to_be_looked_at(db: Database, meeting: Meeting) -> None:
    indemnities.calculate(db, meeting)
    session = session_of(db, meeting)
    gone = lines(db, meeting)["Basile Abgrall"]
    remove_stay(db, session, next(stay for stay in session.presence.stays if stay.person_id == gone.id))
    indemnities.calculate(db, meeting)

    assert lines(db, meeting)["Basile Abgrall"].attendee is None
    assert any("Basile Abgrall" in words for words in indemnities.sheet_of(db, meeting).warnings)


def test_nothing_is_calculated_without_attendance(db: Database, commission: Commission) -> None:
    meeting = convened_commission(db, commission)

    with pytest.raises(UserError, match="Aucune présence"):
        indemnities.calculate(db, meeting)
    assert indemnities.sheet_of(db, meeting).lines == ()


def test_the_ceiling_counts_every_meeting_of_the_year(db: Database, commission: Commission, meeting: Meeting) -> None:
    from cpr_desk.services.meetings import PlanMeeting, plan_meeting

    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), None, Decimal(30_000)))
    indemnities.calculate(db, meeting)
    second = plan_meeting(db, PlanMeeting(commission.id, date(2021, 9, 9)))
    open_session(db, second, datetime(2021, 9, 9, 14))  # noqa: DTZ001 - the clock on the wall
    session = session_of(db, second)
    doctor = next(seat.titular.person.id for seat in session.composition.of(Section.PROFESSIONAL) if seat.titular)
    arrive(db, session, [doctor], datetime(2021, 9, 9, 14))  # noqa: DTZ001 - the clock on the wall

    (line,) = indemnities.sheet_of(db, second).lines
    assert (line.year.indemnities, line.year.ceiling) == (Decimal(60_000), Decimal(41_136))
    assert "dépassent le plafond" in indemnities.sheet_of(db, second).warnings[0]
