from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.attendance import Exercise, Presence, Stay
from cpr_desk.domain.claims import ClaimLine, ClaimSheet, attendees, propose, recalculated
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Profession, Section
from cpr_desk.domain.indemnities import NOTHING, Basis, Claim, Rate, YearTotal
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.organisations import EffectiveIndemnity, Indemnity, effective_indemnity
from cpr_desk.domain.sitting import Session, Sitting
from tests.domain.sessions import COMMISSION, DAY, at, holding, presence, seat, there

MEETING = Meeting(3, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, DAY)
SESSION = Session(MEETING, COMMISSION, Rules(), Sitting(at(14), at(16, 30)))
PAID = effective_indemnity(Section.PROFESSIONAL)
RATES = (Rate("", DAY, Decimal(60)), Rate("medecins", DAY, Decimal(75), Decimal("150.50")))


def came(*stays: Stay) -> Session:
    return replace(SESSION, presence=presence(stays))


def test_whoever_came_is_named_once_with_the_seat_sat_for_and_the_hours() -> None:
    left = Stay(4, at(14), at(15), id=9)
    back = Stay(4, at(15, 30), remote=True, id=10)
    found = attendees(came(*there(1, 13, 14, 99), left, back))

    told = [(each.person.id, each.seat.id, each.exercise, each.remote) for each in found]
    assert told == [
        (1, 1, Exercise.TITULAR, False),
        (13, 3, Exercise.SUBSTITUTE, False),
        (4, 4, Exercise.TITULAR, False),
        (14, 4, Exercise.SUBSTITUTE, False),
    ]
    assert found[2].hours.replace("\u00a0", " ") == "14 h – 16 h 30"


def test_a_substitute_beside_the_titular_and_a_consultative_voice_used_no_votes() -> None:
    urps = Composition(DAY, (*COMMISSION.seats[:-1], replace(COMMISSION.seats[-1], titular=holding(8))))
    beside, voice = attendees(replace(came(*there(1, 11, 8)), composition=urps))[1:]

    assert (beside.capacity, voice.capacity) == ("suppléant, titulaire présent", "voix consultative")
    assert propose(SESSION, beside, PAID, RATES).basis is Basis.NONE
    chosen = EffectiveIndemnity(Indemnity.MEMBER, "choix fait pour l’organisation")
    assert propose(SESSION, voice, chosen, RATES).amount == 60
    assert attendees(came(*there(1)))[0].capacity == "titulaire"


def test_who_sits_for_votes_on_a_later_seat_is_named_by_that_one() -> None:
    seats = (
        seat(1, Section.PROFESSIONAL, 1, 1, 2),
        replace(seat(2, Section.PROFESSIONAL, 1, 2), profession=Profession("medecins", "Médecins")),
    )
    _, second = attendees(replace(came(*there(1, 2)), composition=Composition(DAY, seats)))

    assert (second.seat.id, second.exercise) == (2, Exercise.TITULAR)
    assert propose(SESSION, second, PAID, RATES) == Claim(3, 2, DAY, Basis.SESSION, Decimal("150.50"))


def test_the_departure_is_unknown_while_the_session_is_open() -> None:
    (first,) = attendees(replace(came(*there(1)), sitting=Sitting(at(14))))
    (alone,) = attendees(replace(came(*there(1)), sitting=None))

    assert first.left_at is None
    assert alone.hours == "14\u00a0h"


def test_nothing_is_proposed_where_no_indemnity_is_paid_and_no_amount_where_no_rate_is_known() -> None:
    (first,) = attendees(came(*there(1)))

    nobody = effective_indemnity(Section.SOCIAL)
    assert propose(SESSION, first, nobody, RATES) == Claim(3, 1, DAY, Basis.NONE, NOTHING)
    assert propose(SESSION, first, PAID, ()).amount is None


def test_calculating_again_keeps_what_was_typed() -> None:
    typed = Claim(3, 1, DAY, Basis.NONE, NOTHING, Decimal(42), "train", "à vérifier", id=5)
    proposed = Claim(3, 1, DAY, Basis.SESSION, Decimal(60))

    assert recalculated(typed, proposed, RATES, "") == replace(typed, basis=Basis.SESSION, amount=Decimal(60))
    chosen = replace(typed, basis=Basis.HALF_DAY, by_hand=True)
    assert recalculated(chosen, proposed, RATES, "medecins").amount == 75


def line(claim: Claim, to: EffectiveIndemnity = PAID, ceiling: int | None = 1000) -> ClaimLine:
    known = None if ceiling is None else Decimal(ceiling)
    year = YearTotal(2021, claim.amount or NOTHING, claim.travel, known)
    (attendee,) = attendees(came(*there(4)))
    return ClaimLine(attendee.person, claim, to, year, attendee, "Médecins", "CSMF")


def test_a_line_says_who_is_paid_and_what_to_look_at() -> None:
    paid = line(Claim(3, 4, date(2021, 2, 4), Basis.SESSION, Decimal(2000), id=1))
    to_union = replace(paid, to=EffectiveIndemnity(Indemnity.ORGANISATION, "choix"))
    unknown = line(Claim(3, 4, DAY, Basis.SESSION, None), ceiling=None)
    travels = line(Claim(3, 4, DAY, Basis.NONE, NOTHING, Decimal(12), id=2), effective_indemnity(Section.SOCIAL))

    assert (paid.payee, to_union.payee, travels.payee) == ("Mme Ana Nom4", "CSMF", "Mme Ana Nom4")
    assert replace(travels, claim=Claim(3, 4, DAY, Basis.NONE, NOTHING)).payee == ""
    assert (paid.id, paid.is_kept, unknown.is_kept) == (4, True, False)
    assert (paid.is_due, unknown.is_due, travels.is_due) == (True, True, True)
    assert not replace(travels, claim=Claim(3, 4, DAY, Basis.NONE, NOTHING)).is_due
    assert "dépassent" in paid.doubts[0]
    assert "Aucun tarif" in unknown.doubts[0]
    assert "présence" in replace(travels, attendee=None).doubts[0]


def test_a_sheet_adds_up_and_warns_once() -> None:
    paid = line(Claim(3, 4, DAY, Basis.SESSION, Decimal(2000), Decimal(5), id=1))
    unknown = line(Claim(3, 4, DAY, Basis.SESSION, None), ceiling=None)
    gone = replace(line(Claim(3, 4, DAY, Basis.NONE, NOTHING, id=2)), attendee=None)
    sheet = ClaimSheet((paid, unknown, gone))

    assert (sheet.total(lambda claim: claim.amount), sheet.total(lambda claim: claim.travel)) == (
        Decimal(2000),
        Decimal(5),
    )
    assert [words for words in sheet.warnings if "dépassent" in words or "présence" in words or "tarif" in words] == [
        *sheet.warnings
    ]
    assert len(sheet.warnings) == 3
    assert not sheet.is_kept
    assert ClaimSheet((paid, gone)).is_kept
    early = line(Claim(3, 4, DAY, Basis.SESSION, Decimal(10), id=1), ceiling=None)
    assert "n’est pas connu" in ClaimSheet((early,)).warnings[0]
    assert ClaimSheet(()).warnings == ()
    assert isinstance(SESSION.presence, Presence)
