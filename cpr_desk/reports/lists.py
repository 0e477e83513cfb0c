"""Plain lists for Excel: the deadlines of the meetings, the journal."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.deadlines import Deadline, MeetingDeadlines
from cpr_desk.domain.french import WEEKDAYS, date_digits
from cpr_desk.domain.meetings import Meeting
from cpr_desk.reports import wording
from cpr_desk.reports.document import Column, Kind, Row, Sheet, Table, Workbook

_DEADLINE_COLUMNS = (
    Column("Réunion", 1, Kind.DATE),
    Column("Numéro"),
    Column("Échéance", 2),
    Column("Date limite", 1, Kind.DATE),
    Column("Jour"),
    Column("Date conseillée", 1, Kind.DATE),
    Column("Décompte", 6),
    Column("Source", 4),
)
_JOURNAL_COLUMNS = (
    Column("Date", 1, Kind.DATE),
    Column("Heure"),
    Column("Auteur", 2),
    Column("Action", 6),
    Column("Lignes touchées", 1, Kind.INTEGER),
)


def deadlines_workbook(
    commission: Commission, deadlines: Iterable[tuple[Meeting, MeetingDeadlines]], issued_on: date
) -> Workbook:
    """Return both deadlines of every meeting, with their reasoning."""
    rows = tuple(
        Row(_deadline(meeting, limit)) for meeting, both in deadlines for limit in (both.convocation, both.agenda)
    )
    return _list(commission, "Échéances des réunions", Table(_DEADLINE_COLUMNS, rows, name="Echeances"), issued_on)


def _deadline(meeting: Meeting, limit: Deadline) -> tuple[str | date, ...]:
    weekday = WEEKDAYS[limit.latest.weekday()]
    return (
        meeting.on,
        meeting.reference,
        limit.kind.label,
        limit.latest,
        weekday,
        limit.advised,
        limit.explanation,
        limit.source,
    )


def journal_workbook(
    commission: Commission, entries: Sequence[tuple[datetime, str, str, int]], issued_on: date, *, shared: bool = False
) -> Workbook:
    """Return the journal: (local time, author, action, rows touched) of each entry; `shared` by several commissions."""
    rows = tuple(Row((at.date(), f"{at:%H:%M}", who, label, count)) for at, who, label, count in entries)
    remark = ("Ce journal réunit toutes les commissions du dossier de données.",) if shared else ()
    table = Table(_JOURNAL_COLUMNS, rows, name="Journal")
    return _list(commission, "Journal des modifications", table, issued_on, remark)


def _list(commission: Commission, title: str, table: Table, issued_on: date, remarks: tuple[str, ...] = ()) -> Workbook:
    intro = (f"{commission.name}, le {date_digits(issued_on)}", *remarks)
    return Workbook(
        title=f"{title} – {commission.name}",
        subject=title,
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=(Sheet(table.name, title, intro, (table,)),),
    )
