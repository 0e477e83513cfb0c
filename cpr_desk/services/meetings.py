"""Use cases on meetings: plan one, change it, write its agenda, know its deadlines."""

from dataclasses import dataclass
from datetime import date, time

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.deadlines import MeetingDeadlines, meeting_deadlines
from cpr_desk.domain.french import date_words
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.errors import UserError
from cpr_desk.services.holidays import holidays_of
from cpr_desk.storage import meetings
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow, MeetingRow

AGENDA_TEMPLATES: dict[MeetingKind, str] = {
    MeetingKind.INSTALLATION: (
        "Installation de la commission\n- Composition\n- Présidence\n- Vice-présidence\n- Règlement intérieur "
        "(annexe 5 de l’accord)\n- Missions de la commission\nPrésentation de l’ACI\nÉtat des lieux des adhésions\n"
        "Présentation et échange sur le dispositif d’accompagnement des CPTS\nCalendrier\nQuestions diverses"
    ),
    MeetingKind.ORDINARY: (
        "Approbation du relevé de décisions de la réunion précédente\nComposition de la commission\n"
        "État des lieux des adhésions\nSuivi des contrats et difficultés de mise en œuvre\n"
        "Impact des missions des CPTS sur l’offre de soins\nCalendrier\nQuestions diverses"
    ),
    MeetingKind.EXTRAORDINARY: "Objet de la réunion extraordinaire\nQuestions diverses",
    MeetingKind.WRITTEN: "Objet de la consultation écrite",
}
"""An agenda to start from, as `domain.agenda.from_lines` reads it (installation: the one of 04/02/2021, S3)."""


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


def plan_meeting(db: Database, order: PlanMeeting) -> Meeting:
    """Plan a meeting and number it within its year.

    Raises UserError when another meeting stands on that day, or the commission did not exist that year.
    """
    return _write(db, None, order, f"Prévoir la réunion du {date_words(order.on)}")


def change_meeting(db: Database, meeting_id: int, order: PlanMeeting) -> Meeting:
    """Change a meeting; moved to another year, it takes the next number there. Raises UserError as `plan_meeting`."""
    return _write(db, meeting_id, order, f"Modifier la réunion du {date_words(order.on)}")


def _write(db: Database, meeting_id: int | None, order: PlanMeeting, label: str) -> Meeting:
    with db.unit_of_work(label) as session:
        installed = session.get_one(CommissionRow, order.commission_id).installed_on.year
        if order.on.year < installed:
            raise UserError(
                f"La commission n’est installée qu’en {installed} : elle ne peut pas se réunir en {order.on.year}.",
                "Choisissez une date plus tardive, ou corrigez la date d’installation dans les paramètres.",
            )
        if set(meetings.on_day(session, order.commission_id, order.on)) - {meeting_id}:
            raise UserError(
                f"Une réunion est déjà prévue le {date_words(order.on)}.",
                "Choisissez un autre jour, ou modifiez la réunion existante.",
            )
        row = session.get_one(MeetingRow, meeting_id) if meeting_id else MeetingRow(commission_id=order.commission_id)
        if row.year != order.on.year:
            row.number = meetings.next_number(session, order.commission_id, order.on.year)
            row.year = order.on.year
        row.held_on, row.kind, row.mode, row.starts = order.on, order.kind, order.mode, order.starts
        row.place, row.link = order.place.strip(), order.link.strip()
        session.add(row)
        session.flush()
        meetings.replace_agenda(session, row.id, order.agenda)
    return find_meeting(db, order.commission_id, row.id)


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
    """Return the first meeting from today on."""
    return next((m for m in list_meetings(db, commission_id) if m.on >= today), None)


def deadlines_of(commission: Commission, meeting_on: date) -> MeetingDeadlines:
    """Return both deadlines of a meeting under the commission's rules and holidays."""
    return meeting_deadlines(meeting_on, commission.rules, holidays_of(commission.rules.holiday_territory))
