"""The session of the autumn in the demonstration: who came, what was voted, the minutes as they were signed."""

from datetime import date, datetime, time, timedelta

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.ballots import Vote, question_on
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Seat, Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.voting import Choice, Method, electors_of, in_bulk, mail_electors
from cpr_desk.office import minutes as printed
from cpr_desk.services import ballots, decisions, minutes, session
from cpr_desk.services.instance import Database

_NO = Choice.AGAINST
_MADE, _SIGNED = date(2025, 12, 1), (date(2025, 12, 5), date(2025, 12, 9))
_TEXTS = {
    "État des lieux des adhésions": (
        (
            "La direction présente l’état des adhésions. Les deux sections demandent :"
            "\n- un suivi par département ;\n- la liste des projets **sans avancée depuis six mois**."
        ),
        "",
        "Le secrétariat joint ces deux tableaux à la prochaine convocation.",
    ),
    "Suivi des contrats et difficultés de mise en œuvre": (
        (
            "Deux contrats approchent de leur terme. La section professionnelle souhaite que le renouvellement soit "
            "préparé trois mois avant l’échéance."
        ),
        "La commission demande que les deux dialogues de gestion se tiennent avant la fin du mois de janvier.",
        "La caisse et l’agence fixent les dates avec les deux CPTS.",
    ),
    "Questions diverses": ("Aucune question n’est posée.", "", ""),
}
"""Exchanges, decision and actions of some items, by their titles."""


def hold(db: Database, commission: Commission, meeting: Meeting) -> None:
    """Let a meeting be held: people come and go, two votes are taken, decisions recorded, minutes signed."""
    _attend(db, meeting)
    _vote(db, meeting)
    session.close_session(db, meeting, _at(meeting, 16, 40))
    if proposed := decisions.proposals_of(db, meeting):
        decisions.record_decisions(db, meeting, proposed, _MADE)
    for item in meeting.agenda:
        parts = (Part.DISCUSSION, Part.DECISION, Part.ACTION)
        for part, text in zip(parts, _TEXTS.get(item.title, ("", "", "")), strict=True):
            if text:
                minutes.save_passages(db, meeting, {(item.id, part): text})
    printed.keep_version(db, commission.id, meeting.id, _MADE)
    for section, on in zip((Section.SOCIAL, Section.PROFESSIONAL), _SIGNED, strict=True):
        name = minutes.proposed_signatory(db, commission.id, section, on)
        if name:
            minutes.sign(db, meeting, section, name, on, on)


def answer(db: Database, meeting: Meeting) -> None:
    """Let the members answer a written consultation: nearly all do, two against, one after the closing day."""
    (item,) = meeting.agenda
    electors = mail_electors(session.session_of(db, meeting).composition)
    choices = in_bulk(electors[1:], {}, Choice.FOR) | dict.fromkeys([each.seat_id for each in electors[-3:-1]], _NO)
    opened = meeting.opens_on or meeting.on
    days = {seat: opened + timedelta(days=1 + place % 9) for place, seat in enumerate(choices)}
    days[electors[-1].seat_id] = meeting.on + timedelta(days=2)
    counted_on = meeting.on + timedelta(days=3)
    vote = Vote(item.id, question_on(item), Method.MAIL, _at(meeting, 0), choices=choices,
                answered_on=days)  # fmt: skip
    ballots.enter_answers(db, meeting, vote, counted_on)
    decisions.record_decisions(db, meeting, decisions.proposals_of(db, meeting), counted_on)


def _at(meeting: Meeting, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(meeting.on, time(hour, minute))


def _attend(db: Database, meeting: Meeting) -> None:
    """Note who came: most titulars, some substitutes, a proxy, one late, one gone early, two on screen."""
    session.open_session(db, meeting, _at(meeting, 14, 30))
    seats = [seat for seat in session.session_of(db, meeting).composition.seats if seat.titular]
    social = [seat for seat in seats if seat.section is Section.SOCIAL]
    professional = [seat for seat in seats if seat.section is Section.PROFESSIONAL]
    giver, holder = social[1], social[2]
    absent, replaced, late = social[3], next(seat for seat in professional if seat.substitute), professional[-1]
    apart = {seat.id for seat in (giver, absent, replaced, late)}
    there = [_titular(seat) for seat in seats if seat.id not in apart]
    session.arrive(db, session.session_of(db, meeting), there[2:], _at(meeting, 14, 25))
    session.arrive(db, session.session_of(db, meeting), there[:2], _at(meeting, 14, 25), remote=True)
    if replaced.substitute:
        session.arrive(db, session.session_of(db, meeting), [replaced.substitute.person.id], _at(meeting, 14, 28))
    session.excuse(db, session.session_of(db, meeting), [_titular(giver), _titular(replaced)], True)
    session.excuse(db, session.session_of(db, meeting), [_titular(absent)], False)
    proxy = Proxy(giver.id, _titular(giver), _titular(holder), _at(meeting, 14), reference="reçu par courriel")
    session.give_proxy(db, session.session_of(db, meeting), proxy)
    session.arrive(db, session.session_of(db, meeting), [_titular(late)], _at(meeting, 15, 5))
    session.leave(db, session.session_of(db, meeting), [_titular(professional[-2])], _at(meeting, 16, 10))


def _titular(seat: Seat) -> int:
    assert seat.titular is not None  # noqa: S101 - filtered by the caller
    return seat.titular.person.id


def _vote(db: Database, meeting: Meeting) -> None:
    """Take a vote by show of hands, then one by name in which the sections differ."""
    known = {item.title: item for item in meeting.agenda}
    impact, calendar = known.get("Impact des missions des CPTS sur l’offre de soins"), known.get("Calendrier")
    if impact:
        _take(db, meeting, impact, "Avis favorable sur le bilan des missions", Method.HANDS, _at(meeting, 15, 40))
    if calendar:
        asked = "Retenir le premier jeudi de juin pour la prochaine réunion"
        _take(db, meeting, calendar, asked, Method.NAMED, _at(meeting, 16, 20), Choice.AGAINST)


def _take(
    db: Database, meeting: Meeting, item: Item, question: str, method: Method, at: datetime, some: Choice | None = None
) -> None:
    """Let everybody vote for, but for the last three seats of each section."""
    electors = electors_of(session.session_of(db, meeting).floor(at))
    choices = in_bulk(electors, {}, Choice.FOR)
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        last = [each.seat_id for each in electors if each.section is section][-3:]
        choices |= dict.fromkeys(last, some or Choice.ABSTAIN)
    ballots.record_vote(db, meeting, Vote(item.id, question, method, at, choices=choices))
