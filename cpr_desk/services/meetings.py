"""Use cases on meetings: plan one, change it, write its agenda, know its deadlines."""

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple
from uuid import uuid4

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission, Rules
from cpr_desk.domain.deadlines import MeetingDeadlines, last_working_day, meeting_deadlines
from cpr_desk.domain.french import date_words, squeeze
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.quorum import second_meeting_limit
from cpr_desk.errors import UserError
from cpr_desk.services.holidays import holidays_of
from cpr_desk.storage import agenda as agendas
from cpr_desk.storage import commissions, meetings
from cpr_desk.storage.database import Database
from cpr_desk.storage.held import refuse_new_day
from cpr_desk.storage.models import CommissionRow, MeetingRow

AGENDA_TEMPLATES: dict[MeetingKind, str] = {
    MeetingKind.INSTALLATION: (
        "Installation de la commission\n- Composition\n- Présidence\n- Vice-présidence\n- Règlement intérieur "
        "(annexe 5 de l’accord)\n- Missions de la commission\nPrésentation de l’ACI\nÉtat des lieux des adhésions\n"
        "Présentation et échange sur le dispositif d’accompagnement des CPTS\nCalendrier\nQuestions diverses"
    ),
    MeetingKind.ORDINARY: (
        "Composition de la commission\n"
        "État des lieux des adhésions\nSuivi des contrats et difficultés de mise en œuvre\n"
        "Impact des missions des CPTS sur l’offre de soins\nCalendrier\nQuestions diverses"
    ),
    MeetingKind.EXTRAORDINARY: "Objet de la réunion extraordinaire\nQuestions diverses",
    MeetingKind.WRITTEN: "Objet de la consultation écrite",
}
"""An agenda to start from, as `domain.agenda.from_lines` reads it (installation: the one of 04/02/2021, S3).

The approval of the last minutes comes by itself, when there was a meeting before.
"""


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    """A meeting to plan; an empty agenda stays empty."""

    commission_id: int
    on: date
    kind: MeetingKind = MeetingKind.ORDINARY
    mode: MeetingMode = MeetingMode.IN_PERSON
    starts: time | None = None
    place: str = ""
    link: str = ""
    agenda: tuple[Item, ...] = ()
    ends: time | None = None
    opens_on: date | None = None
    joint_with: str = ""
    urgent_president_on: date | None = None
    urgent_vice_president_on: date | None = None
    second_of: int | None = None
    """The meeting without quorum that a new one follows."""


def plan_meeting(db: Database, order: PlanMeeting) -> Meeting:
    """Plan a meeting and number it within its year.

    Raises UserError when another meeting stands on that day, or the commission did not exist that year.
    """
    return _write(db, None, order, f"Prévoir la réunion du {date_words(order.on)}")


def change_meeting(db: Database, meeting_id: int, order: PlanMeeting) -> Meeting:
    """Change a meeting; moved to another year, it takes the next number there.

    Raises UserError as `plan_meeting`, where the convocation issued tells another day, hour or place, and for another
    day of a meeting that was held.
    """
    return _write(db, meeting_id, order, f"Modifier la réunion du {date_words(order.on)}")


def _write(db: Database, meeting_id: int | None, order: PlanMeeting, label: str) -> Meeting:
    with db.unit_of_work(label) as session:
        commission = commissions.commission_of(session.get_one(CommissionRow, order.commission_id))
        refuse_day(meetings.day(session, order.commission_id, order.on), meeting_id)
        row = session.get_one(MeetingRow, meeting_id) if meeting_id else _founded(order)
        _refuse_impossible(order, commission.rules, (row.urgent_president_on, row.urgent_vice_president_on))
        if meeting_id in meetings.convened_on(session, order.commission_id):
            _refuse_untold_move(row, order)
        written = order.kind is MeetingKind.WRITTEN
        if meeting_id and (row.held_on, row.kind is MeetingKind.WRITTEN) != (order.on, written):
            refuse_new_day(session, row.id)
        before = _entry(row)
        meetings.set_day(session, row, order.on)
        row.kind, row.mode, row.starts, row.ends = order.kind, order.mode, order.starts, order.ends
        row.opens_on = order.opens_on if written else None
        row.place, row.link = ("", "") if written else (order.place.strip(), order.link.strip())
        row.joint_with = squeeze(order.joint_with)
        row.urgent_president_on = order.urgent_president_on
        row.urgent_vice_president_on = order.urgent_vice_president_on
        session.add(row)
        if meeting_id and _entry(row) != before:
            row.sequence += 1
        session.flush()
        meetings.replace_agenda(session, row.id, order.agenda)
        if order.second_of and not meeting_id:
            agendas.take_papers(session, order.second_of, row.id)
    return find_meeting(db, order.commission_id, row.id)


def _founded(order: PlanMeeting) -> MeetingRow:
    return MeetingRow(commission_id=order.commission_id, uid=str(uuid4()), sequence=0, second_of=order.second_of)


def _entry(row: MeetingRow) -> tuple[object, ...]:
    """Return what the calendar entry of a meeting tells."""
    when = (row.held_on, row.starts, row.ends, row.opens_on)
    return (*when, row.place, row.link, row.kind, row.mode, row.joint_with)


def refuse_day(day: meetings.Day, meeting_id: int | None) -> None:
    """Raise UserError where the commission does not exist yet that year, or has another meeting that day."""
    if day.on.year < day.installed_on.year:
        installed = day.installed_on.year
        raise UserError(
            f"La commission n’est installée qu’en {installed} : elle ne peut pas se réunir en {day.on.year}.",
            "Choisissez une date plus tardive, ou corrigez la date d’installation dans les paramètres.",
        )
    if set(day.meetings) - {meeting_id}:
        raise UserError(
            f"Une réunion est déjà prévue le {date_words(day.on)}.",
            "Choisissez un autre jour, ou modifiez la réunion existante.",
        )


def refuse_opening(opens_on: date | None, closes_on: date) -> None:
    """Raise UserError where a consultation would close before it opens."""
    if opens_on and opens_on > closes_on:
        raise UserError(
            f"La consultation s’ouvrirait le {date_words(opens_on)}, après sa clôture le {date_words(closes_on)}.",
            "Choisissez une ouverture qui précède la clôture.",
        )


def _refuse_impossible(order: PlanMeeting, rules: Rules, agreed_before: tuple[date | None, date | None]) -> None:
    """Refuse what the rules do not admit; agreements recorded under earlier rules stay."""
    if order.kind is MeetingKind.WRITTEN:
        if order.opens_on is None:
            raise UserError(
                "Une consultation écrite a une date d’ouverture.", "Indiquez-la : la date de la réunion est sa clôture."
            )
        refuse_opening(order.opens_on, order.on)
    agreed = (order.urgent_president_on, order.urgent_vice_president_on)
    if not any(agreed):
        return
    if not all(agreed):
        raise UserError(
            "Une convocation en urgence demande deux accords, du président et du vice-président.",
            "Indiquez la date de chacun, ou aucune.",
        )
    if any(day > order.on for day in agreed if day):
        raise UserError("Un accord est daté d’après la réunion.", "Vérifiez les dates des deux accords.")
    if not rules.urgent_allowed and agreed != agreed_before:
        raise UserError(
            "Les règles de cette commission n’admettent pas la convocation en urgence.",
            "Changez-les dans Paramètres, Règles, si le règlement applicable l’admet.",
        )


def _refuse_untold_move(row: MeetingRow, order: PlanMeeting) -> None:
    told = (row.held_on, row.starts, row.ends, row.place, row.opens_on)
    wanted = (order.on, order.starts, order.ends, order.place.strip(), order.opens_on)
    if told != wanted:
        raise UserError(
            "La convocation de cette réunion est déjà éditée : son jour, son heure et son lieu y figurent.",
            "Utilisez « Déplacer… », qui garde l’historique et demande une nouvelle convocation.",
        )


def list_meetings(db: Database, commission_id: int) -> tuple[Meeting, ...]:
    """Return every meeting, oldest first."""
    with db.reading() as session:
        return tuple(meetings.meetings(session, commission_id))


def find_meeting(db: Database, commission_id: int, meeting_id: int) -> Meeting:
    """Return one meeting. Raises UserError when there is none of that id."""
    for meeting in list_meetings(db, commission_id):
        if meeting.id == meeting_id:
            return meeting
    raise UserError(
        f"La réunion n° {meeting_id} n’existe pas.", "« cpr-desk meeting list » donne les numéros des réunions."
    )


def next_meeting(db: Database, commission_id: int, today: date) -> Meeting | None:
    """Return the first meeting from today on that is not cancelled."""
    return next((m for m in list_meetings(db, commission_id) if m.on >= today and not m.is_cancelled), None)


def meetings_of_others(db: Database, commission_id: int) -> tuple[tuple[str, Meeting], ...]:
    """Return the meetings of the other commissions of the database that are not cancelled, each with their name."""
    with db.reading() as session:
        return tuple(
            (row.name, meeting)
            for row in commissions.every(session)
            if row.id != commission_id
            for meeting in meetings.meetings(session, row.id)
            if not meeting.is_cancelled
        )


class SecondMeeting(NamedTuple):
    """The last day of a second meeting, and the day proposed: the last working day not after it."""

    limit: date
    proposed: date


def second_meeting_days(commission: Commission, held_on: date) -> SecondMeeting:
    """Return when the second meeting after one without quorum is to be held at the latest (domain.md §3.15)."""
    limit = second_meeting_limit(held_on, commission.rules.second_meeting_months)
    return SecondMeeting(limit, last_working_day(limit, holidays_of(commission.rules.holiday_territory)))


def deadlines_of(commission: Commission, meeting_on: date) -> MeetingDeadlines:
    """Return both deadlines of a meeting under the commission's rules and holidays."""
    return meeting_deadlines(meeting_on, commission.rules, holidays_of(commission.rules.holiday_territory))
