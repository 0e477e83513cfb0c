"""The documents of a meeting and of the commission: gathered from the services, rendered by the reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.office import (
    agendas,
    cancellations,
    certificates,
    convocations,
    dialogues,
    funding,
    indemnities,
    minutes,
    regional,
    registers,
    reminders,
)
from cpr_desk.office.document_kinds import DocumentKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import (
    composition,
    decisions,
    history,
    meetings,
    presidency,
    recipients,
    reference,
    register,
    scales,
    territories,
)
from cpr_desk.services import session as sessions
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document
    from cpr_desk.reports.pdf import Rendered
    from cpr_desk.reports.preview import PdfPages

__all__ = [
    "DocumentKind",
    "Progress",
    "Request",
    "build",
    "file_name",
    "has",
    "preview_pages",
    "produce",
    "render",
    "save",
    "write",
]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What to print for a commission: `at` is the state of what is printed; `meeting_id` names the meeting, if any.

    `since` is the day that the differences start from, and that a state of the adhesions is compared with, a year
    before `at` unless said otherwise. Reminders go to `organisations`, some by their keys (none named: all with an
    empty seat that votes), and ask for an answer by a day (none given: in time for the next convocation).
    `without_opinions` says why an agenda leaves without those of the section presidents; none given: what was said
    when it was issued. `draft` is a wording of the letter to try in place of the one in use. `item_id` names the
    item of an extract, 0 each on which something was decided. The attendance is that of the meetings of a `year`,
    of all when it is 0. `cpts_id` names the CPTS of a document of one, 0 each that has such a document; `dialogue`
    is the key of one of its dialogues, the next one unless given.
    """

    commission_id: int
    kind: DocumentKind
    at: date
    issued_on: date
    meeting_id: int = 0
    since: date | None = None
    organisations: tuple[str, ...] = ()
    answer_by: date | None = None
    without_opinions: str = ""
    draft: str | None = None
    year: int = 0
    item_id: int = 0
    cpts_id: int = 0
    dialogue: str = ""


def build(db: Database, request: Request) -> "Sequence[Document]":
    """Gather the data of a request and build its documents. Raises UserError when there is nothing to print."""
    commission = commissions.the_commission(db, request.commission_id)
    if request.kind is DocumentKind.DISPATCHES:
        return registers.documents(db, commission, request.meeting_id, request.issued_on)
    if request.kind is DocumentKind.PRESENCES:
        return indemnities.presences_documents(db, commission, request.at, request.meeting_id, request.year)
    if request.kind.of_meeting:
        return _of_meeting(db, commission, request)
    if request.kind is DocumentKind.REMINDERS:
        return reminders.letters(db, commission, request)
    if request.kind is DocumentKind.DECISIONS:
        from cpr_desk.reports.decisions import decisions_register

        return [decisions_register(commission, decisions.register_at(db, commission, request.at), request.at)]
    if request.kind is DocumentKind.CONTACTS:
        from cpr_desk.reports.contacts import directory

        return [directory(commission, composition.composition_at(db, commission.id, request.at))]
    if request.kind is DocumentKind.COMPOSITION:
        from cpr_desk.reports.composition import composition_report

        return [composition_report(commission, composition.composition_at(db, commission.id, request.at))]
    if request.kind is DocumentKind.DIFFERENCES:
        from cpr_desk.reports.differences import differences_report

        return [differences_report(commission, history.differences_up_to(db, commission.id, request.since, request.at))]
    if request.kind is DocumentKind.PRESIDENCY:
        from cpr_desk.reports.presidency import presidency_ledger

        first = commission.installed_on.year
        years = presidency.ledger_of(db, commission.id, first, max(request.at.year, first) + 5)
        return [presidency_ledger(commission, years, presidency.presidency_of(db, commission.id).presidents)]
    return _of_register(db, commission, request)


def _of_register(db: Database, commission: Commission, request: Request) -> "Sequence[Document]":
    """Return what is printed of the CPTS."""
    if request.kind is DocumentKind.DIALOGUE:
        return dialogues.documents(db, commission, request.at, request.cpts_id, request.dialogue)
    if request.kind is DocumentKind.FUNDING:
        return funding.documents(db, commission, request.at, request.cpts_id)
    if request.kind is DocumentKind.PAYMENTS:
        return [funding.payments(db, commission, request.at, request.cpts_id)]
    if request.kind is DocumentKind.MAP:
        return [_map(db, commission, request.at)]
    if request.kind is DocumentKind.SCALES:
        from cpr_desk.reports.scale import scale_sheet

        known = scales.known_at(db, request.at)
        return [scale_sheet(commission, known.scale, known.until, known.origin_words)]
    if request.kind is DocumentKind.CPTS_FILE:
        return regional.cpts_files(db, commission, request.at, request.cpts_id)
    return [regional.report(db, commission, request.at, request.since)]


def _map(db: Database, commission: Commission, at: date) -> "Document":
    from cpr_desk.reports.territories import Ground, territories_report

    view = territories.region_view(db, commission, at)
    ground = Ground(view.survey, view.map, view.source, reference.departments_of(commission))
    return territories_report(commission, ground)


def _of_meeting(db: Database, commission: Commission, request: Request) -> "Sequence[Document]":
    meeting = meetings.find_meeting(db, commission.id, request.meeting_id)
    if request.kind is DocumentKind.CONVOCATIONS:
        return convocations.documents(db, commission, meeting, request)
    if request.kind is DocumentKind.AGENDA:
        return [agendas.document(db, commission, meeting, request)]
    if request.kind is DocumentKind.CANCELLATIONS:
        return cancellations.documents(db, commission, meeting, request)
    if request.kind is DocumentKind.MINUTES:
        return [minutes.document(db, commission, meeting, request.issued_on)]
    if request.kind is DocumentKind.EXTRACT:
        return minutes.extracts(db, commission, meeting, request.issued_on, request.item_id)
    if request.kind is DocumentKind.CERTIFICATE:
        return [certificates.document(db, commission, meeting, request.issued_on)]
    if meeting.is_written:
        raise UserError(
            "Une consultation écrite ne se tient pas : elle n’a ni feuille d’émargement, ni pouvoirs.",
            "Choisissez une réunion qui se tient en présence ou en visioconférence.",
        )
    return _of_session(db, commission, meeting, request)


def _of_session(db: Database, commission: Commission, meeting: Meeting, request: Request) -> "Sequence[Document]":
    """Return what is printed for those who sit together, before, during or after."""
    from cpr_desk.reports import attendance, tally

    if request.kind is DocumentKind.INDEMNITIES:
        return indemnities.statements(db, commission, meeting, request.issued_on)
    members = composition.composition_at(db, commission.id, meeting.on)
    if request.kind is DocumentKind.TALLIES:
        return tally.tally_forms(commission, meeting, members)
    if request.kind is DocumentKind.BALLOTS:
        return tally.ballot_papers(commission, meeting, members)
    if request.kind is DocumentKind.PROXIES:
        return _proxies(commission, meeting, members)
    chair = presidency.chair_on(db, commission.id, meeting.on)
    presidents = agendas.section_presidents(db, commission, meeting.on)
    if request.kind is DocumentKind.NO_QUORUM:
        from cpr_desk.reports.no_quorum import no_quorum

        limit = meetings.second_meeting_days(commission, meeting.on).limit
        return [no_quorum(commission, sessions.session_of(db, meeting), limit, chair, presidents)]
    to = recipients.recipients_of(db, meeting)
    return [attendance.attendance_sheet(commission, meeting, members, chair, presidents, to)]


def _proxies(commission: Commission, meeting: Meeting, members: Composition) -> "Sequence[Document]":
    from cpr_desk.reports.proxy import proxies

    if not commission.rules.proxies_received:
        raise UserError(
            "Les règles de cette commission n’admettent aucun pouvoir.",
            "Changez-les dans Paramètres, Règles, si le règlement applicable en admet.",
        )
    return proxies(commission, meeting, members)


def has(db: Database, kind: DocumentKind, commission: Commission, meeting: Meeting) -> bool:
    """Return whether a meeting has a document: it suits it, and an extract finds something decided."""
    decided = kind is not DocumentKind.EXTRACT or minutes.has_extracts(db, commission, meeting)
    return decided and kind.suits(meeting)


def render(db: Database, request: Request, progress: Progress | None = None) -> bytes:
    """Return a request as one PDF."""
    from cpr_desk.reports import pdf

    return pdf.render(build(db, request), progress).pdf


def preview_pages(db: Database, request: Request, progress: Progress | None = None) -> "PdfPages":
    """Return the pages of a request, to look at before printing."""
    from cpr_desk.reports.preview import PdfPages

    return PdfPages(render(db, request, progress))


def save(pdf: bytes, file: Path) -> Path:
    """Write a document that was looked at, as it is, and return the file."""
    from cpr_desk.reports.files import write_atomically

    write_atomically(file, pdf)
    return file


def produce(db: Database, request: Request, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write a request into a folder and return the files: one PDF, and one a letter where it is of letters."""
    from cpr_desk.reports import pdf

    documents = build(db, request)
    return write(db, request, documents, pdf.render(documents, progress), folder)


def write(
    db: Database, request: Request, documents: "Sequence[Document]", rendered: "Rendered", folder: Path
) -> list[Path]:
    """Write documents that were laid out into a folder and return the files, as `produce`."""
    from cpr_desk.reports import pdf_split
    from cpr_desk.reports.files import safe_name, write_atomically

    name = safe_name(file_name(db, request))
    merged = folder / f"{name}.pdf"
    write_atomically(merged, rendered.pdf)
    files = [merged]
    if request.kind.apart and not request.cpts_id:
        names = [f"{number:03d} {safe_name(document.addressee)}.pdf" for number, document in enumerate(documents, 1)]
        apart = _apart(folder / f"{name} - {request.kind.apart}", names)
        for own, letter in zip(names, pdf_split.split(rendered, documents), strict=True):
            write_atomically(apart / own, letter)
            files.append(apart / own)
    return files


def _apart(folder: Path, names: Sequence[str]) -> Path:
    """Return the folder, or one beside it: letters of an earlier issue must not be sent among those of this one."""
    folders = (folder if number == 1 else folder.with_name(f"{folder.name} ({number})") for number in count(1))
    return next(found for found in folders if {file.name for file in found.glob("*.pdf")} <= set(names))


def file_name(db: Database, request: Request, label: str = "") -> str:
    """Return the name of a file; where there are several commissions it says whose, for they may meet on one day.

    `label` takes the place of the name of the kind; a document of one CPTS bears its code.
    """
    if request.kind.of_meeting:
        day = meetings.find_meeting(db, request.commission_id, request.meeting_id).on
    else:
        day = request.at
    known = commissions.list_commissions(db)
    whose = [f" – {each.name}" for each in known if len(known) > 1 and each.id == request.commission_id]
    named = [label or request.kind.label]
    if request.cpts_id:
        named += [each.code for each in register.adhesions_at(db, request.commission_id, day, [request.cpts_id])]
    return "".join((f"{' '.join(named)} {day.isoformat()}", *whose))
