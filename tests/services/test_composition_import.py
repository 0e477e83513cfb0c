"""Taking in a composition whole, and rehearsing it."""

from datetime import date, timedelta

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import MandateRole, Profession, SeatState, Section
from cpr_desk.domain.mandates import EndReason
from cpr_desk.services import journal
from cpr_desk.services.composition import composition_at
from cpr_desk.services.composition_import import TakeInComposition, rehearse, take_in_composition
from cpr_desk.services.persons import known_persons
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person

DOCTORS = Profession("medecins", "Médecins", 1)


def state(organisation: str, name: str, number: int) -> SeatState:
    holder = person(name, id=number)
    return SeatState(Section.PROFESSIONAL, 1, 1, None, DOCTORS, organisation, titular=holder)


def order(commission: Commission, *seats: SeatState, on: date = INSTALLED) -> TakeInComposition:
    return TakeInComposition(commission.id, on, seats, (), EndReason.TERM, "Importer la composition")


def test_a_rehearsal_writes_nothing_and_says_what_would_be_refused(db: Database, commission: Commission) -> None:
    wanted = order(commission, state("CSMF", "Ana Roux", -1))
    before = len(journal.entries(db))
    assert rehearse(db, wanted) is None
    assert (known_persons(db), len(journal.entries(db))) == ((), before)
    take_in_composition(db, wanted)
    refusal = rehearse(db, order(commission, state("CSMF", "Ana Roux", -1), on=INSTALLED - timedelta(days=1)))
    assert refusal
    assert "déjà enregistrée" in str(refusal)


def test_each_negative_number_is_one_new_person_whatever_the_name(db: Database, commission: Commission) -> None:
    seats = [state(union, "Ana Roux", number) for union, number in (("CSMF", -1), ("SML", -2), ("FMF", -1))]
    take_in_composition(db, order(commission, *seats))
    held = composition_at(db, commission.id, INSTALLED).seats
    ids = {seat.organisation: holding.person.id for seat in held if (holding := seat.holder(MandateRole.TITULAR))}
    assert len(known_persons(db)) == 2
    assert ids["CSMF"] == ids["FMF"] != ids["SML"]
