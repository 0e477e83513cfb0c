"""Use cases on indemnities: rates of the professions, what each person who attended is paid."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cpr_desk.domain.claims import Attendee, ClaimLine, ClaimSheet, attendees, profession_of, propose, recalculated
from cpr_desk.domain.composition import Person, Profession, Seat
from cpr_desk.domain.french import date_digits, date_words, squeeze
from cpr_desk.domain.indemnities import Ceiling, Claim, Rate, amount_of, rate_at, refuse_rate, year_total
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import (
    EffectiveIndemnity,
    Indemnity,
    Organisation,
    designator_key,
    effective_indemnity,
)
from cpr_desk.domain.sitting import Session
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.session import session_of
from cpr_desk.storage import indemnities as store
from cpr_desk.storage import organisations
from cpr_desk.storage import session as sessions
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import IndemnityRateRow, IndemnityRow

ALL_OTHERS = "toutes les autres professions"


def professions(db: Database) -> tuple[Profession, ...]:
    """Return the professions that may have a rate of their own, in the order of the official table."""
    with db.reading() as session:
        return store.professions(session)


def rates(db: Database) -> tuple[Rate, ...]:
    """Return every rate, profession by profession, the last begun first."""
    with db.reading() as session:
        return store.rates(session)


def save_rate(db: Database, rate: Rate) -> Rate:
    """Store a rate, new or known by its id. Raises UserError as `domain.refuse_rate`."""
    if told := " ".join(refuse_rate(rates(db), rate)):
        raise UserError(told, "Complétez le tarif, ou modifiez celui qui existe.")
    with db.unit_of_work(f"Enregistrer le tarif d’indemnité de {_called(db, rate)}") as session:
        row = store.write_rate(session, replace(rate, source=squeeze(rate.source)))
        session.flush()
        return replace(rate, id=row.id)


def remove_rate(db: Database, rate: Rate) -> None:
    """Take back a rate that was recorded by mistake; what was calculated with it stays as it is."""
    with db.unit_of_work(f"Retirer le tarif d’indemnité de {_called(db, rate)}") as session:
        session.delete(session.get_one(IndemnityRateRow, rate.id))


def _called(db: Database, rate: Rate) -> str:
    labels = {each.code: each.label.lower() for each in professions(db)}
    return f"{labels.get(rate.profession, ALL_OTHERS)} au {date_digits(rate.since)}"


def sheet_of(db: Database, meeting: Meeting) -> ClaimSheet:
    """Return what each person who attended is paid: as kept, else as the rates propose it now."""
    desk = _Desk.of(db, meeting)
    return ClaimSheet(tuple(desk.lines()))


def calculate(db: Database, meeting: Meeting) -> ClaimSheet:
    """Store a claim for everybody who attended, and take basis and amount of those known again.

    Travel, notes and a basis chosen by hand stay as they are. Raises UserError when nobody attended.
    """
    desk = _Desk.of(db, meeting)
    if not desk.attended:
        raise UserError("Aucune présence n’est notée pour cette réunion.", "Notez d’abord qui était présent.")
    verb = "Recalculer" if desk.kept else "Calculer"
    with db.unit_of_work(f"{verb} les indemnités du {date_words(meeting.on)}") as session:
        for line in desk.lines():
            if line.attendee:
                profession = profession_of(line.attendee.seat)
                proposed = propose(desk.session, line.attendee, line.to, desk.rates)
                kept = recalculated(line.claim, proposed, desk.rates, profession) if line.is_kept else proposed
                store.write_claim(session, kept)
    return sheet_of(db, meeting)


def change_claim(db: Database, meeting: Meeting, person: Person, claim: Claim) -> None:
    """Store basis, travel and notes typed for a person; the amount follows the rate of the day."""
    desk = _Desk.of(db, meeting)
    line = next(each for each in desk.lines() if each.person.id == person.id)
    wanted = replace(claim, travel_note=squeeze(claim.travel_note), note=squeeze(claim.note), id=line.claim.id)
    if claim.basis is not line.claim.basis:
        code = profession_of(line.attendee.seat) if line.attendee else ""
        wanted = replace(wanted, by_hand=True, amount=amount_of(desk.rates, code, claim.basis, meeting.on))
    with db.unit_of_work(f"Modifier l’indemnité de {person.courteous_name}") as session:
        store.write_claim(session, wanted)


def remove_claim(db: Database, meeting: Meeting, person: Person) -> None:
    """Take back the claim of somebody; who attended has the proposed one again."""
    with db.unit_of_work(f"Retirer l’indemnité de {person.courteous_name}") as session:
        for claim in store.claims(session, [meeting.id]):
            if claim.person_id == person.id:
                session.delete(session.get_one(IndemnityRow, claim.id))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Everything that the claims of a meeting depend on, read once."""

    session: Session
    attended: tuple[Attendee, ...]
    rates: tuple[Rate, ...]
    kept: dict[int, Claim]
    of_year: tuple[Claim, ...]
    ceilings: tuple[Ceiling, ...]
    organisations: dict[str, Organisation]
    by_profession: dict[str, Indemnity | None]
    people: dict[int, Person]

    @classmethod
    def of(cls, db: Database, meeting: Meeting) -> "_Desk":
        """Read what is stored."""
        session = session_of(db, meeting)
        with db.reading() as reading:
            kept = {claim.person_id: claim for claim in store.claims(reading, [meeting.id])}
            return cls(
                session,
                attendees(session),
                store.rates(reading),
                kept,
                store.claims_of_year(reading, meeting.on.year),
                reference.ceilings(),
                organisations.every(reading),
                organisations.profession_indemnities(reading),
                {each.id: each for each in sessions.people(reading, kept)},
            )

    def lines(self) -> Iterator[ClaimLine]:
        """Yield a line for everybody who attended and may be paid or repaid, then those kept without attendance."""
        came = {each.person.id for each in self.attended}
        for each in self.attended:
            to = self._to(each.seat)
            claim = self.kept.get(each.person.id) or propose(self.session, each, to, self.rates)
            if claim.id or each.seat.section.votes or to.indemnity is not Indemnity.NONE:
                yield self._line(each.person, claim, to, each, each.seat)
        seats = {holding.person.id: seat for seat, _, holding in self.session.composition.holdings()}
        for number, claim in self.kept.items():
            if number not in came:
                seat = seats.get(number)
                to = self._to(seat) if seat else EffectiveIndemnity(Indemnity.MEMBER, "hors de la composition")
                yield self._line(self.people[number], claim, to, None, seat)

    def _line(
        self, person: Person, claim: Claim, to: EffectiveIndemnity, attendee: Attendee | None, seat: Seat | None
    ) -> ClaimLine:
        others = [each for each in self.of_year if each.person_id == person.id and each.meeting_id != claim.meeting_id]
        year = year_total([*others, claim], claim.held_on.year, self.ceilings)
        profession = seat.profession.label if seat and seat.profession else ""
        rate = rate_at(self.rates, profession_of(seat) if seat else "", claim.held_on)
        represents = seat.represents if seat else ""
        return ClaimLine(person, claim, to, year, attendee, profession, represents, rate.source if rate else "")

    def _to(self, seat: Seat) -> EffectiveIndemnity:
        known = self.organisations.get(designator_key(seat.represents))
        chosen = self.by_profession.get(profession_of(seat))
        return effective_indemnity(seat.section, known.indemnity if known else None, chosen)
