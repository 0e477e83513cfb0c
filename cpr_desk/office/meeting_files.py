"""What leaves with a meeting beside its printed documents: Word versions, agenda and papers bound in one folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cpr_desk.domain.agenda import numbers
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import meetings, papers
from cpr_desk.services.instance import Database

Progress = Callable[[int, int], None]

FOLDER = "Dossier de réunion"
"""What the folder is called, in the window and on the disk."""
IN_WORD = (
    DocumentKind.CONVOCATIONS,
    DocumentKind.AGENDA,
    DocumentKind.PROXIES,
    DocumentKind.CANCELLATIONS,
    DocumentKind.MINUTES,
    DocumentKind.EXTRACT,
    DocumentKind.CERTIFICATE,
)
"""The documents of a meeting that may be had for Word."""


@dataclass(frozen=True, slots=True)
class Omission:
    """A paper that the folder could not hold, why, and what to do about it."""

    name: str
    why: str
    what_to_do: str


def write_word(db: Database, request: Request, file: Path) -> Path:
    """Write a document as an editable Word file and return the file. Raises UserError when there is none to write."""
    from cpr_desk.reports import docx
    from cpr_desk.reports.files import write_atomically

    write_atomically(file, docx.render(documents.build(db, request)))
    return file


def produce_folder(
    db: Database, request: Request, folder: Path, progress: Progress | None = None
) -> tuple[Path, tuple[Omission, ...]]:
    """Write the folder of a meeting under its own name, as `write_folder`, and return the file with what it lacks."""
    from cpr_desk.reports.files import safe_name

    file = folder / f"{safe_name(documents.file_name(db, request, FOLDER))}.pdf"
    return file, write_folder(db, request, file, progress)


def write_folder(db: Database, request: Request, file: Path, progress: Progress | None = None) -> tuple[Omission, ...]:
    """Bind a folder into a file, as `bind_folder`, and return the papers that it could not hold."""
    from cpr_desk.reports.files import write_atomically

    pdf, left_out = bind_folder(db, request, progress)
    write_atomically(file, pdf)
    return left_out


def bind_folder(db: Database, request: Request, progress: Progress | None = None) -> tuple[bytes, tuple[Omission, ...]]:
    """Bind the agenda of a meeting and its papers into one PDF; return it with the papers that it could not hold.

    Raises UserError while the agenda has no item.
    """
    from cpr_desk.reports import folder
    from cpr_desk.reports.folder_parts import Paper, Parts, Point

    meeting = meetings.find_meeting(db, request.commission_id, request.meeting_id)
    if not meeting.agenda:
        raise UserError("L’ordre du jour est vide.", "Écrivez-le, puis joignez les pièces à ses points.")
    joined = papers.papers_of(db, meeting.id)
    absent = db.file.with_name("pièce absente")
    points = tuple(
        Point(number, item.title, tuple(Paper(p.name, papers.file_of(db, p) or absent) for p in joined[item.id]))
        for number, item in zip(numbers(meeting.agenda), meeting.agenda, strict=True)
        if joined.get(item.id)
    )
    (agenda,) = documents.build(db, request)
    bound = folder.merge(Parts(agenda, meeting.reference, points), progress)
    left_out = (Omission(out.paper.name, out.reason.words, out.reason.what_to_do) for out in bound.left_out)
    return bound.pdf, tuple(left_out)
