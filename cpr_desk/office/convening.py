"""Print what convenes a meeting and keep it as a version: what is registered is, byte for byte, what was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.dispatch import Issue, IssueKind
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Progress, Request
from cpr_desk.services import agenda, issues, meetings
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document
    from cpr_desk.reports.pdf import Rendered
    from cpr_desk.reports.preview import PdfPages

PRINTED = {
    IssueKind.CONVOCATION: DocumentKind.CONVOCATIONS,
    IssueKind.AGENDA: DocumentKind.AGENDA,
    IssueKind.CANCELLATION: DocumentKind.CANCELLATIONS,
}
"""The document of each kind that is issued."""

Written = Callable[[Sequence["Document"], "Rendered"], object]
"""Handed the letters and their pages before they are kept."""


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """What to issue for a meeting; `without_opinions` says why an agenda leaves without those of the presidents."""

    commission_id: int
    meeting_id: int
    kind: IssueKind
    issued_on: date
    without_opinions: str = ""

    @property
    def request(self) -> Request:
        """The document to print."""
        return Request(
            self.commission_id, PRINTED[self.kind], self.issued_on, self.issued_on, self.meeting_id,
            without_opinions=self.without_opinions,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issued:
    """The version kept, and the files written in the folder."""

    version: Issue
    files: tuple[Path, ...]


def missing_opinions(db: Database, meeting_id: int) -> tuple[str, ...]:
    """Return what an agenda lacks to leave as the règlement wants it, one French sentence each."""
    return agenda.readiness_of(db, meeting_id).missing


def issue(db: Database, order: IssueOrder, folder: Path, progress: Progress | None = None) -> Issued:
    """Print, write into a folder, and keep as a version.

    Raises UserError for an agenda without items, or without opinions when no reason is given, and where there is
    nothing to print.
    """
    files: list[Path] = []

    def write(letters: "Sequence[Document]", rendered: "Rendered") -> None:
        files.extend(documents.write(db, order.request, letters, rendered, folder))

    version = keep(db, order, progress, write)
    return Issued(version, tuple(files))


def keep(
    db: Database, order: IssueOrder, progress: Progress | None = None, written: Written = lambda *_printed: None
) -> Issue:
    """Print and keep as a version; `written` is handed what was printed before it is kept. Raises as `issue`."""
    from cpr_desk.reports import pdf

    reason = _reason(db, order) if order.kind is IssueKind.AGENDA else ""
    meeting = meetings.find_meeting(db, order.commission_id, order.meeting_id)
    letters = documents.build(db, order.request)
    rendered = pdf.render(letters, progress)
    written(letters, rendered)
    facts = issues.facts_of(meeting, order.kind)
    whose = [
        (letter.addressee_id, pages)
        for letter, pages in zip(letters, rendered.pages, strict=True)
        if letter.addressee_id
    ]
    return issues.issue(db, meeting, order.kind, rendered.pdf, order.issued_on, facts, reason, letters=whose)


def kept_pages(db: Database, version: Issue) -> "PdfPages":
    """Return the pages of a version as it left. Raises UserError when its file is gone or was changed."""
    from cpr_desk.reports.preview import PdfPages

    return PdfPages(issues.content_of(db, version))


def _reason(db: Database, order: IssueOrder) -> str:
    """Return why an agenda leaves without opinions, empty when it has both."""
    if not agenda.agenda_of(db, order.meeting_id):
        raise UserError("L’ordre du jour est vide.", "Écrivez-le avant de l’envoyer.")
    lacking = missing_opinions(db, order.meeting_id)
    if lacking and not order.without_opinions.strip():
        raise UserError(
            f"L’ordre du jour n’a pas les avis que demande le règlement. {' '.join(lacking)}",
            "Recueillez ces avis, ou indiquez pourquoi il est envoyé sans eux.",
        )
    return order.without_opinions if lacking else ""
