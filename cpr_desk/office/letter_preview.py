"""The wording of a letter tried with real data before it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain import letter_kinds
from cpr_desk.errors import UserError
from cpr_desk.office import convocations, documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.preview import PdfPages

LETTER_OF = {
    DocumentKind.CONVOCATIONS: letter_kinds.CONVOCATION,
    DocumentKind.AGENDA: letter_kinds.AGENDA,
    DocumentKind.CANCELLATIONS: letter_kinds.CANCELLATION,
    DocumentKind.REMINDERS: letter_kinds.REMINDER,
}
"""The wording that each printed document uses."""
_KIND_OF = {name: kind for kind, name in LETTER_OF.items()} | {letter_kinds.COPY: DocumentKind.CONVOCATIONS}


@dataclass(frozen=True, slots=True)
class Trial:
    """A text to try for a letter, with the data of a meeting (0: none) and one of its recipients, by place."""

    commission_id: int
    letter: str
    text: str
    today: date
    meeting_id: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """The pages of the letter, and the names of all who would receive it."""

    pages: "PdfPages"
    names: Sequence[str]


def is_previewed(letter: str) -> bool:
    """Return whether a letter is printed, hence can be looked at."""
    return letter in _KIND_OF


def needs_meeting(letter: str) -> bool:
    """Return whether a letter belongs to a meeting."""
    return is_previewed(letter) and _KIND_OF[letter].of_meeting


def preview(db: Database, trial: Trial, progress: Callable[[int, int], None] | None = None) -> Tried:
    """Return the letter to one recipient. Raises UserError for a wrong text, and where there are no data to show."""
    from cpr_desk.reports import pdf
    from cpr_desk.reports.preview import PdfPages

    if needs_meeting(trial.letter) and not trial.meeting_id:
        raise UserError("Aucune réunion n’est enregistrée.", "Prévoyez-en une pour voir cette lettre.")
    request = Request(
        trial.commission_id,
        _KIND_OF[trial.letter],
        trial.today,
        trial.today,
        trial.meeting_id,
        draft=trial.text,
    )
    made = convocations.tried_copies(db, request) if trial.letter == letter_kinds.COPY else documents.build(db, request)
    one = made[min(trial.place, len(made) - 1)]
    return Tried(PdfPages(pdf.render([one], progress).pdf), tuple(each.addressee for each in made if each.addressee))
