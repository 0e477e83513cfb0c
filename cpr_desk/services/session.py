"""Use cases on the session: open it, note who comes and goes, proxies, close it.

Each is committed before it answers: what the window shows as noted survives a power cut.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cpr_desk.domain.attendance import Excuse, Presence, Proxy, Stay, refuse_proxy, refuse_stay
from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import recipients
from cpr_desk.domain.french import NBSP, date_words, plural, squeeze, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.session_list import Noted
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.errors import UserError
from cpr_desk.storage import commissions, dispatch, seats
from cpr_desk.storage import session as sessions
from cpr_desk.storage.approval import work_on
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow, MeetingRow, PersonRow, ProxyRow, SittingRow, StayRow
from cpr_desk.storage.noting import noting
from cpr_desk.storage.persons import find_or_add_person, person_of


def session_of(db: Database, meeting: Meeting) -> Session:
    """Return a meeting with who may sit in it and everything noted, as it stands in the database."""
    with db.reading() as reading:
        commission_id = reading.get_one(MeetingRow, meeting.id).commission_id
        commission = commissions.commission_of(reading.get_one(CommissionRow, commission_id))
        composition = seats.composition_at(reading, commission_id, meeting.on)
        presence = sessions.presence_of(reading, meeting.id)
        sitting = sessions.sitting_of(reading, meeting.id)
        named = {holding.person.id for _, _, holding in composition.holdings()}
        named |= {stay.person_id for stay in presence.stays} | {each.person_id for each in presence.excuses}
        named |= {sitting.chair_id} if sitting and sitting.chair_id else set()
        return Session(
            meeting,
            composition,
            commission.rules,
            sitting,
            presence,
            sessions.ballots_of(reading, meeting.id),
            sessions.people(reading, named),
        )


def as_noted(db: Database, session: Session) -> Session:
    """Return a session with what is noted now: who sits in it, its rules and its votes are not read again."""
    with db.reading() as reading:
        presence = sessions.presence_of(reading, session.meeting.id)
        sitting = sessions.sitting_of(reading, session.meeting.id)
        named = {stay.person_id for stay in presence.stays} | {each.person_id for each in presence.excuses}
        named |= {sitting.chair_id} if sitting and sitting.chair_id else set()
        new = named - {person.id for person in session.people}
        people = (*session.people, *sessions.people(reading, new)) if new else session.people
    return replace(session, presence=presence, sitting=sitting, people=people)


def guests_of(db: Database, session: Session) -> tuple[Person, ...]:
    """Return who receives the papers without a seat: guests and experts, expected in the session."""
    seated = {holding.person.id for _, _, holding in session.composition.holdings()}
    with db.reading() as reading:
        to = recipients(session.composition, dispatch.recipient_changes(reading, session.meeting.id))
    return tuple(each.person for each in to if each.person.id not in seated)


def open_session(db: Database, meeting: Meeting, at: datetime) -> None:
    """Open the session. Raises UserError when it is open already or the meeting was cancelled."""
    if meeting.is_cancelled:
        raise UserError("Cette réunion est annulée.", "Rétablissez-la avant d’ouvrir la séance.")
    with work_on(db, meeting.id, f"Ouvrir la séance du {date_words(meeting.on)}") as session:
        if sessions.sitting_row(session, meeting.id):
            raise UserError("La séance est déjà ouverte.", "Actualisez la page (F5) pour la voir.")
        session.add(SittingRow(meeting_id=meeting.id, opened_at=at))


def change_sitting(db: Database, meeting: Meeting, wanted: Sitting, label: str) -> None:
    """Write when the session opened and closed, who chairs it and why. Raises UserError where that makes no sense."""
    if wanted.closed_at and wanted.closed_at < wanted.opened_at:
        raise UserError("La séance serait close avant d’être ouverte.", "Vérifiez les deux heures.")
    if wanted.chair_id and not wanted.chair_reason.strip():
        raise UserError(
            "La séance est présidée par une autre personne que celle que désigne l’alternance.",
            "Indiquez pourquoi : le relevé de décisions le dit.",
        )
    with work_on(db, meeting.id, label) as session:
        row = _opened(sessions.sitting_row(session, meeting.id))
        row.opened_at, row.closed_at = wanted.opened_at, wanted.closed_at
        row.chair_id, row.chair_reason = wanted.chair_id, squeeze(wanted.chair_reason)
        row.secretary, row.constat_at = squeeze(wanted.secretary), wanted.constat_at


def state_no_quorum(db: Database, session: Session, at: datetime) -> None:
    """State that the quorum is not reached, and when. Raises UserError when it is, or none is asked."""
    if session.quorum(at).is_reached:
        raise UserError(
            f"Le quorum est atteint à {time_words(at.time())} : il n’y a pas d’absence de quorum à constater.",
            "Vérifiez les présences notées et l’heure de saisie.",
        )
    with work_on(db, session.meeting.id, f"Constater l’absence de quorum du {date_words(session.meeting.on)}") as work:
        _opened(sessions.sitting_row(work, session.meeting.id)).constat_at = at


def withdraw_constat(db: Database, session: Session) -> None:
    """Take the statement back: the quorum was reached after all."""
    with work_on(
        db, session.meeting.id, f"Retirer le constat d’absence de quorum du {date_words(session.meeting.on)}"
    ) as work:
        _opened(sessions.sitting_row(work, session.meeting.id)).constat_at = None


def close_session(db: Database, meeting: Meeting, at: datetime) -> None:
    """Close the session: who is still there leaves with it. Raises UserError when it is closed already."""
    with work_on(db, meeting.id, f"Clore la séance du {date_words(meeting.on)}") as session:
        row = _opened(sessions.sitting_row(session, meeting.id))
        if row.closed_at:
            told = f"La séance est déjà close, à {time_words(row.closed_at.time())}."
            raise UserError(told, f"Pour corriger cette heure, ouvrez «{NBSP}Présidence et secrétariat…{NBSP}».")
        if at < row.opened_at:
            raise UserError("La séance serait close avant d’être ouverte.", "Vérifiez l’heure de clôture.")
        row.closed_at = at


def _opened(row: SittingRow | None) -> SittingRow:
    if row is None:
        raise UserError("La séance n’est pas ouverte.", "Ouvrez-la d’abord.")
    return row


def arrive(
    db: Database,
    session: Session,
    people: Iterable[int],
    at: datetime,
    *,
    remote: bool = False,
    seat_id: int | None = None,
) -> None:
    """Note the arrival of persons; who was excused no longer is. Raises UserError as `domain.refuse_stay`."""
    wanted = [Stay(person, at, None, remote, seat_id) for person in people]
    for stay in wanted:
        _refuse(refuse_stay(session.presence, stay), session, stay.person_id)
    coming = [stay.person_id for stay in wanted]
    with noting(db, session, f"Noter l’arrivée de {_named(session, coming)}", coming) as work:
        for stay in wanted:
            sessions.write_stay(work, session.meeting.id, stay)
            sessions.set_excuse(work, session.meeting.id, stay.person_id, None)


def leave(db: Database, session: Session, people: Iterable[int], at: datetime) -> None:
    """Note the departure of persons who are there; who came at that very minute was never there."""
    leaving = [stay for person in people if (stay := session.presence.stay_of(person, at))]
    gone = [stay.person_id for stay in leaving]
    with noting(db, session, f"Noter le départ de {_named(session, gone)}", gone) as work:
        for stay in leaving:
            if stay.arrived_at == at:
                work.delete(work.get_one(StayRow, stay.id))
            else:
                sessions.write_stay(work, session.meeting.id, replace(stay, left_at=at))


def correct_stay(db: Database, session: Session, stay: Stay) -> None:
    """Change when somebody came or left, how, or for which seat. Raises UserError as `domain.refuse_stay`."""
    _refuse(refuse_stay(session.presence, stay), session, stay.person_id)
    with noting(db, session, f"Corriger la présence de {_named(session, [stay.person_id])}", [stay.person_id]) as work:
        sessions.write_stay(work, session.meeting.id, stay)


def remove_stay(db: Database, session: Session, stay: Stay) -> None:
    """Take back a stay that was noted by mistake."""
    with noting(db, session, f"Retirer la présence de {_named(session, [stay.person_id])}", [stay.person_id]) as work:
        work.delete(work.get_one(StayRow, stay.id))


def write_stays(db: Database, session: Session, person_id: int, wanted: Sequence[Stay]) -> None:
    """Bring the stays of somebody to these: changed, added (id 0), removed. Raises UserError as `refuse_stay`."""
    told = [replace(stay, id=stay.id or -number) for number, stay in enumerate(wanted, 1)]
    whole = Presence(stays=tuple(told))
    _refuse(dict.fromkeys(why for stay in told for why in refuse_stay(whole, stay)), session, person_id)
    kept = {stay.id for stay in wanted}
    with noting(db, session, f"Corriger la présence de {_named(session, [person_id])}", [person_id]) as work:
        for stay in session.presence.stays:
            if stay.person_id == person_id and stay.id not in kept:
                work.delete(work.get_one(StayRow, stay.id))
        for stay in wanted:
            sessions.write_stay(work, session.meeting.id, stay)
        if wanted:
            sessions.set_excuse(work, session.meeting.id, person_id, None)


def sit_for(db: Database, session: Session, person_id: int, seat_id: int, at: datetime) -> None:
    """Let a substitute who is there sit for another of the seats held, from a moment on."""
    stay = session.presence.stay_of(person_id, at)
    if stay is None:
        arrive(db, session, [person_id], at, seat_id=seat_id)
        return
    with noting(db, session, f"Changer de siège{NBSP}: {_named(session, [person_id])}", [person_id]) as work:
        if stay.arrived_at == at:
            sessions.write_stay(work, session.meeting.id, replace(stay, seat_id=seat_id))
            return
        sessions.write_stay(work, session.meeting.id, replace(stay, left_at=at))
        sessions.write_stay(
            work, session.meeting.id, replace(stay, arrived_at=at, left_at=stay.left_at, seat_id=seat_id, id=0)
        )


def take_back(db: Database, session: Session, noted: Noted) -> None:
    """Take back what was noted by mistake; of a stay that ended, the departure first."""
    if isinstance(noted, Excuse):
        excuse(db, session, [noted.person_id], None)
    elif isinstance(noted, Proxy):
        revoke_proxy(db, session, noted, noted.given_at)
    elif noted.left_at:
        wanted = replace(noted, left_at=None)
        _refuse(refuse_stay(session.presence, wanted), session, noted.person_id)
        with noting(
            db, session, f"Retirer le départ de {_named(session, [noted.person_id])}", [noted.person_id]
        ) as work:
            sessions.write_stay(work, session.meeting.id, wanted)
    else:
        remove_stay(db, session, noted)


def excuse(db: Database, session: Session, people: Iterable[int], excused: bool | None) -> None:
    """Note persons as excused (True), absent (False), or expected again (None)."""
    wanted = list(people)
    doing = {True: "Excuser", False: "Noter l’absence de", None: "Attendre de nouveau"}[excused]
    with noting(db, session, f"{doing} {_named(session, wanted)}", wanted) as work:
        for person in wanted:
            sessions.set_excuse(work, session.meeting.id, person, excused)


def give_proxy(db: Database, session: Session, proxy: Proxy) -> None:
    """Record a proxy. Raises UserError as `domain.refuse_proxy`, every reason at once."""
    at = max(proxy.given_at, session.sitting.opened_at) if session.sitting else proxy.given_at
    _refuse(refuse_proxy(session.composition, session.presence, session.rules, proxy, at=at), session, proxy.giver_id)
    people = [proxy.giver_id, proxy.holder_id]
    with noting(db, session, f"Enregistrer le pouvoir de {_named(session, people[:1])}", people, proxies=True) as work:
        sessions.write_proxy(work, session.meeting.id, proxy)


def revoke_proxy(db: Database, session: Session, proxy: Proxy, at: datetime) -> None:
    """Take a proxy back from a moment on; taken back at the minute it was given, it never was."""
    giver = [proxy.giver_id]
    with noting(db, session, f"Retirer le pouvoir de {_named(session, giver)}", giver, proxies=True) as work:
        if at <= proxy.given_at:
            work.delete(work.get_one(ProxyRow, proxy.id))
        else:
            sessions.write_proxy(work, session.meeting.id, replace(proxy, revoked_at=at))


def add_guest(db: Database, session: Session, person: Person, at: datetime, *, remote: bool = False) -> Person:
    """Note the arrival of somebody who does not sit: a guest, an expert; a new name is stored. Returns the person."""
    with noting(db, session, f"Noter l’arrivée de {person.courteous_name}", [person.id]) as work:
        row = work.get_one(PersonRow, person.id) if person.id else find_or_add_person(work, person)
        work.flush()
        stay = Stay(row.id, at, None, remote)
        _refuse(refuse_stay(session.presence, stay), session, row.id)
        sessions.write_stay(work, session.meeting.id, stay)
        return person_of(row)


def _refuse(reasons: Iterable[str], session: Session, person_id: int) -> None:
    if told := " ".join(reasons):
        raise UserError(f"{_named(session, [person_id])}{NBSP}: {told}", "Vérifiez les heures et les noms.")


def _named(session: Session, people: list[int]) -> str:
    """Return « Mme Le Goff », or « 12 personnes » when naming them all would be too long."""
    names = [each.courteous_name for number in people if (each := session.person(number))]
    return names[0] if len(people) == 1 and names else plural(len(people), "personne")
