"""A meeting with everything a certificate may have to tell, and the odd ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from cpr_desk.domain.agenda import Item, ItemKind, Verdict
from cpr_desk.domain.attendance import Presence, Stay
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.certificate import Evidence
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.deadlines import meeting_deadlines
from cpr_desk.domain.dispatch import (
    Capacity,
    Channel,
    Dispatch,
    Issue,
    IssueKind,
    RecipientChange,
    recipients,
)
from cpr_desk.domain.dispatch_register import Register, register
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, Move
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.presidency import chair_at
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.domain.voting import Choice, Elector, Method, electors_of, mail_electors
from tests.factories import person, seed_composition
from tests.reports.sample import PRESIDENCY

HELD = date(2024, 6, 11)
"""In the year of an exception to the alternation, which leaves the chair of the professional section vacant no more."""

COMPOSITION = seed_composition(HELD)
GUEST = RecipientChange(
    person("Perrig Lanvaux de Kerouartz-Penmarc’h", id=900, civility="Mme"), Capacity.EXPERT, "présente le point 2"
)
LEFT_OUT = RecipientChange(person("Aubin Tréhorel", id=1, civility="M."), None, "mandat contesté")
MEETING = Meeting(
    5,
    2,
    MeetingKind.ORDINARY,
    MeetingMode.MIXED,
    HELD,
    time(14),
    "Salle Loire, 9 rue des Écluses, 44000 Nantes",
    agenda=(
        Item("Calendrier de 2025", id=1, kind=ItemKind.DECISION),
        Item("Avenant au contrat de la CPTS Presqu’île", id=2, kind=ItemKind.OPINION),
        Item("Questions diverses", id=3),
    ),
    moves=(Move(date(2024, 5, 2), date(2024, 6, 4), time(14), "Salle Erdre", "salle prise"),),
)
OPINIONS = (
    Opinion(Section.SOCIAL, date(2024, 5, 20), date(2024, 5, 27), Verdict.AGREED),
    Opinion(Section.PROFESSIONAL, date(2024, 5, 20), None),
)
LIMITS = meeting_deadlines(HELD, Rules(), lambda _day: None)


def at(hour: int, minute: int = 0) -> datetime:
    """Return an hour of the session."""
    return datetime(2024, 6, 11, hour, minute)  # noqa: DTZ001 - the clock on the wall


def issue(kind: IssueKind, number: int, on: date, without: str = "") -> Issue:
    """Return a version kept; all tell the same."""
    return Issue(kind, number, on, f"{kind.value}{number}".encode().hex().ljust(64, "0"), 48_213, {}, without, number)


CONVOCATION, AGENDA = IssueKind.CONVOCATION, IssueKind.AGENDA
ISSUES = (
    issue(CONVOCATION, 1, date(2024, 5, 14)),
    issue(AGENDA, 1, date(2024, 6, 3), "le second avis n’est pas parvenu à temps"),
)


def _sent(changes: tuple[RecipientChange, ...]) -> Iterator[Dispatch]:
    for place, to in enumerate(recipients(COMPOSITION, changes)):
        on = date(2024, 5, 28) if place == 3 else date(2024, 5, 15 + place % 3)
        channel = Channel.LETTER if place % 9 == 0 else Channel.EMAIL
        returned = date(2024, 5, 22) if place == 9 else None
        if place != 5:
            yield Dispatch(to, 1, on, channel, returned_on=returned, id=place)
            yield Dispatch(to, 1, date(2024, 6, 4), Channel.EMAIL, id=100 + place, kind=AGENDA)


def sent_register(*, is_cancelled: bool = False) -> Register:
    """Return what was sent: one late, one returned, one forgotten."""
    changes = (GUEST, LEFT_OUT)
    return register(recipients(COMPOSITION, changes), _sent(changes), ISSUES, LIMITS, is_cancelled=is_cancelled)


def stays() -> tuple[Stay, ...]:
    """Everybody comes at two; eight professional titulars leave at half past three."""
    found = []
    leaving = [seat.titular.person.id for seat in COMPOSITION.of(Section.PROFESSIONAL) if seat.titular][:8]
    for seat in COMPOSITION.seats:
        if seat.section.votes and seat.titular:
            number = seat.titular.person.id
            found.append(Stay(number, at(13, 55), at(15, 30) if number in leaving else None, id=number))
    return tuple(found)


def ballot(session: Session, moment: datetime, item: int, question: str, **facts: object) -> Ballot:
    """Return a vote as it was taken, the social section for, three of the others against."""
    electors = electors_of(session.floor(moment))
    quorum = session.quorum(moment)
    made = Ballot(item, question, Method.HANDS, moment, electors, quorum.words, quorum.is_reached, id=item)
    return replace(made, choices=_choices(electors), **facts)  # type: ignore[arg-type]


def _choices(electors: tuple[Elector, ...]) -> dict[int, Choice]:
    against = [each.seat_id for each in electors if each.section is Section.PROFESSIONAL][:3]
    return {each.seat_id: Choice.AGAINST if each.seat_id in against else Choice.FOR for each in electors}


def held() -> Session:
    """Return the session, with a vote, one without quorum, one annulled."""
    sitting = Sitting(at(14), at(16, 30), 20, "la présidente est empêchée", "Maud Esnault")
    rules = Rules()
    people = tuple(holding.person for _, _, holding in COMPOSITION.holdings())
    session = Session(MEETING, COMPOSITION, rules, sitting, Presence(stays()), (), people)
    ballots = (
        ballot(
            session, at(14, 40), 1, "Adoptez-vous le calendrier\u00a0?", annulled_at=at(14, 50), annul_reason="erreur"
        ),
        ballot(session, at(14, 50), 1, "Adoptez-vous le calendrier proposé\u00a0?"),
        ballot(session, at(15, 45), 2, "Avis favorable à l’avenant", without_quorum="urgence pour la CPTS"),
    )
    return replace(session, ballots=ballots)


FULL = Evidence(held(), sent_register(), OPINIONS, (), (LEFT_OUT,), chair_at(PRESIDENCY, HELD), date(2024, 6, 12))
COMING = replace(
    FULL,
    session=Session(replace(MEETING, moves=()), COMPOSITION, Rules()),
    register=register(recipients(COMPOSITION), (), (), LIMITS),
    opinions=(Opinion(Section.SOCIAL), Opinion(Section.PROFESSIONAL)),
    left_out=(),
    at=date(2024, 5, 2),
)
CANCELLED = replace(
    COMING,
    session=replace(
        COMING.session, meeting=replace(MEETING, cancelled_on=date(2024, 6, 5), cancel_reason="salle inondée")
    ),
    register=sent_register(is_cancelled=True),
)


def consulted() -> Session:
    """Return a written consultation: the social section answered."""
    meeting = replace(MEETING, kind=MeetingKind.WRITTEN, opens_on=date(2024, 6, 3), starts=None, place="", moves=())
    electors = mail_electors(COMPOSITION)
    answered = {each.seat_id: Choice.FOR for each in electors if each.section is Section.SOCIAL}
    late = electors[-1].seat_id
    vote = Ballot(
        2,
        "Avis favorable",
        Method.MAIL,
        at(18),
        electors,
        "Quorum non atteint.",
        has_quorum=False,
        choices={**answered, late: Choice.AGAINST},
        answered_on={late: date(2024, 6, 12)},
        id=1,
    )
    return Session(meeting, COMPOSITION, Rules(), ballots=(vote,))


def ordinary() -> Evidence:
    """Return an ordinary meeting with three votes, all in order."""
    meeting = replace(MEETING, moves=())
    session = replace(FULL.session, meeting=meeting, sitting=Sitting(at(14), at(15, 20)), ballots=())
    votes = tuple(ballot(session, at(14, 10 * n), 1, f"Question n° {n} de cette séance") for n in (1, 2, 3))
    to = recipients(COMPOSITION)
    sent = [each for each in _sent(()) if each.sent_on != date(2024, 5, 28) and not each.returned_on]
    found = register(to, sent, [replace(each, without_opinions="") for each in ISSUES], LIMITS)
    chair = replace(FULL.chair, mention="") if FULL.chair else None
    return replace(FULL, session=replace(session, ballots=votes), register=found, left_out=(), chair=chair)


WRITTEN = replace(FULL, session=consulted())
