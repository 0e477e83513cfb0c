"""The exports: workbooks for Excel, or the PDF of the same data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.difference_lines import lines
from cpr_desk.errors import UserError
from cpr_desk.office import documents, funding, indemnities, regional, registers
from cpr_desk.office.documents import DocumentKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition, decisions, history, journal, meetings, organisations
from cpr_desk.services.instance import Database
from cpr_desk.services.register import Progress

if TYPE_CHECKING:
    from cpr_desk.reports.document import Workbook


class ExportKind(StrEnum):
    """What can be exported."""

    ADHESIONS = "adhesions"
    COMPOSITION = "composition"
    DIFFERENCES = "differences"
    ADDRESSES = "addresses"
    DEADLINES = "deadlines"
    DISPATCHES = "dispatches"
    ATTENDANCE = "attendance"
    DECISIONS = "decisions"
    FUNDING = "funding"
    PAYMENTS = "payments"
    JOURNAL = "journal"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            ExportKind.ADHESIONS: "Registre des adhésions pour l’ARS",
            ExportKind.COMPOSITION: "Composition de la commission",
            ExportKind.DIFFERENCES: "Évolution de la composition",
            ExportKind.ADDRESSES: "Liste d’adresses (publipostage)",
            ExportKind.DEADLINES: "Échéances des réunions",
            ExportKind.DISPATCHES: "Registre des envois",
            ExportKind.ATTENDANCE: "Présences et indemnités",
            ExportKind.DECISIONS: "Registre des décisions et avis",
            ExportKind.FUNDING: "Financement des CPTS",
            ExportKind.PAYMENTS: "Versements aux CPTS",
            ExportKind.JOURNAL: "Journal des modifications",
        }[self]


_PRINTED = {
    ExportKind.ADHESIONS: DocumentKind.ADHESIONS,
    ExportKind.COMPOSITION: DocumentKind.COMPOSITION,
    ExportKind.DIFFERENCES: DocumentKind.DIFFERENCES,
    ExportKind.DISPATCHES: DocumentKind.DISPATCHES,
    ExportKind.DECISIONS: DocumentKind.DECISIONS,
    ExportKind.ATTENDANCE: DocumentKind.PRESENCES,
    ExportKind.FUNDING: DocumentKind.FUNDING,
    ExportKind.PAYMENTS: DocumentKind.PAYMENTS,
}


@dataclass(frozen=True, slots=True)
class Export:
    """What to export of a commission, in which state, written on which day; `since` as in a `Request`.

    The register of dispatches and the attendance are those of the meeting `meeting_id`, of all when it is 0; the
    attendance those of the meetings of a `year`, of all when it is 0. The money is that of the CPTS `cpts_id`, of all
    when it is 0.
    """

    commission_id: int
    kind: ExportKind
    at: date
    issued_on: date
    since: date | None = None
    meeting_id: int = 0
    year: int = 0
    cpts_id: int = 0


def export(db: Database, wanted: Export, file: Path, progress: Progress | None = None) -> int:
    """Write an export; the ending of the file chooses Excel or PDF. Return the number of lines of data.

    Nothing is written once `progress` raised.
    """
    from cpr_desk.reports.files import write_atomically

    tell = progress or (lambda _done, _total: None)
    rows, workbook = build(db, wanted, progress)
    ending = file.suffix.lower()
    if ending == ".xlsx":
        from cpr_desk.reports import xlsx

        content = xlsx.render(workbook, tell)
        tell(0, 0)  # the last moment to give up
        write_atomically(file, content)
        return rows
    if ending == ".pdf" and wanted.kind in _PRINTED:
        request = documents.Request(
            wanted.commission_id,
            _PRINTED[wanted.kind],
            wanted.at,
            wanted.issued_on,
            wanted.meeting_id,
            wanted.since,
            year=wanted.year,
            cpts_id=wanted.cpts_id,
        )
        content = documents.render(db, request, progress)
        tell(0, 0)
        write_atomically(file, content)
        return rows
    endings = ".xlsx ou .pdf" if wanted.kind in _PRINTED else ".xlsx"
    raise UserError(
        f"L’export « {wanted.kind.label} » ne s’écrit pas dans un fichier « {file.name} ».",
        f"Donnez un nom de fichier qui se termine par {endings}.",
    )


def build(db: Database, wanted: Export, progress: Progress | None = None) -> "tuple[int, Workbook]":
    """Gather the data of an export: number of lines, workbook."""
    commission = commissions.the_commission(db, wanted.commission_id)
    if wanted.kind is ExportKind.ADHESIONS:
        return regional.workbook(db, commission, wanted.at, wanted.since, wanted.issued_on, progress)
    if wanted.kind is ExportKind.COMPOSITION:
        from cpr_desk.reports.composition import composition_workbook

        members = composition.composition_at(db, commission.id, wanted.at)
        return len(members.seats), composition_workbook(commission, members, wanted.issued_on)
    if wanted.kind is ExportKind.DIFFERENCES:
        from cpr_desk.reports.differences import differences_workbook

        found = history.differences_up_to(db, commission.id, wanted.since, wanted.at)
        return len(lines(found)), differences_workbook(commission, found, wanted.issued_on)
    if wanted.kind is ExportKind.ADDRESSES:
        from cpr_desk.reports.contacts import addresses_workbook

        members = composition.composition_at(db, commission.id, wanted.at)
        reached = organisations.correspondents(db, commission.id, wanted.at)
        book = addresses_workbook(commission, members, reached, wanted.issued_on)
        return sum(1 for _ in members.holdings()), book
    if wanted.kind is ExportKind.DEADLINES:
        from cpr_desk.reports.lists import deadlines_workbook

        planned = [each for each in meetings.list_meetings(db, commission.id) if not each.is_cancelled]
        limits = [(meeting, meetings.deadlines_of(commission, meeting.on)) for meeting in planned]
        return 2 * len(limits), deadlines_workbook(commission, limits, wanted.issued_on)
    if wanted.kind is ExportKind.DISPATCHES:
        return registers.workbook(db, commission, wanted.meeting_id, wanted.issued_on)
    if wanted.kind is ExportKind.ATTENDANCE:
        return indemnities.presences(db, commission, wanted.at, wanted.issued_on, wanted.meeting_id, wanted.year)
    if wanted.kind is ExportKind.DECISIONS:
        from cpr_desk.reports.decisions import decisions_workbook

        known = decisions.register_at(db, commission, wanted.at)
        return len(known), decisions_workbook(commission, known, wanted.at)
    if wanted.kind in (ExportKind.FUNDING, ExportKind.PAYMENTS):
        write = funding.funding_export if wanted.kind is ExportKind.FUNDING else funding.payments_export
        return write(db, commission, wanted.at, wanted.issued_on, wanted.cpts_id)
    from cpr_desk.reports.lists import journal_workbook

    entries = [(entry.at.astimezone(), entry.who, entry.label, entry.rows) for entry in journal.entries(db)]
    return len(entries), journal_workbook(
        commission, entries, wanted.issued_on, shared=len(commissions.list_commissions(db)) > 1
    )
