"""What the file of a CPTS must hold, piece by piece, and what is still missing for a step (domain.md §4.23)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpr_desk.domain.adhesion import PATH, Step
from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.dossier import Dossier, FilePaper
from cpr_desk.domain.french import NBSP, date_digits, plural

_GUIDE = "Guide du représentant des usagers, fiche CPTS, France Assos Santé"
ASSOCIATION_SINCE = date(2022, 5, 14)
"""From when a CPTS must be an association loi 1901 (S4, A)."""


class PieceCode(StrEnum):
    """The pieces of the checklist, as `FilePaper.code` names them."""

    LETTER = "letter"
    PROJECT = "project"
    STATUTES = "statutes"
    AREA = "area"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the file: the step that needs it, and from which day on it is required at all.

    `named` is its name inside a sentence: « la lettre d’intention ».
    """

    code: PieceCode
    label: str
    named: str
    needed_for: Step
    source: str = _GUIDE
    certainty: Certainty = Certainty.TEXT
    required_from: date = date.min


PIECES = (
    Piece(
        PieceCode.LETTER,
        "Lettre d’intention",
        "la lettre d’intention",
        Step.LETTER_DEPOSITED,
        certainty=Certainty.DEFAULT,
    ),
    Piece(PieceCode.PROJECT, "Projet de santé", "le projet de santé", Step.PROJECT_SENT),
    Piece(
        PieceCode.STATUTES,
        "Statuts de l’association loi 1901",
        "les statuts de l’association loi 1901",
        Step.SIGNED,
        required_from=ASSOCIATION_SINCE,
    ),
    Piece(PieceCode.AREA, "Territoire", "le territoire", Step.SIGNED),
    Piece(
        PieceCode.MEMBERS,
        "Liste des membres avec leur statut",
        "la liste des membres avec leur statut",
        Step.SIGNED,
    ),
)


class Standing(StrEnum):
    """How a piece stands."""

    RECEIVED = "received"
    MISSING = "missing"
    NOT_REQUIRED = "not_required"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            Standing.RECEIVED: "reçue",
            Standing.MISSING: "manquante",
            Standing.NOT_REQUIRED: "non exigée",
        }[self]


@dataclass(frozen=True, slots=True)
class PieceState:
    """A piece, how it stands, and the papers received for it; `words` say since when, or why it is not needed."""

    piece: Piece
    standing: Standing
    papers: tuple[FilePaper, ...] = ()
    words: str = ""


def checklist(dossier: Dossier, at: date) -> tuple[PieceState, ...]:
    """Return how each piece of the file stands on a day.

    A territory that the register holds commune by commune needs no paper. The statutes are not required of a contract
    signed before 14/05/2022.
    """
    return tuple(_state(dossier, piece, at) for piece in PIECES)


def _state(dossier: Dossier, piece: Piece, at: date) -> PieceState:
    papers = papers_of(dossier, piece.code)
    if papers:
        day = received_on(dossier, piece.code)
        words = f"reçue le {date_digits(day)}" if day else "reçue, sans date"
        return PieceState(piece, Standing.RECEIVED, papers, words)
    if piece.code is PieceCode.AREA and dossier.area:
        communes = plural(len(dossier.area.codes), "commune")
        words = f"au registre depuis le {date_digits(dossier.area.since)}{NBSP}: {communes}"
        return PieceState(piece, Standing.RECEIVED, words=words)
    if (dossier.contract.signed_on if dossier.contract else at) < piece.required_from:
        return PieceState(piece, Standing.NOT_REQUIRED, words=f"exigée depuis le {date_digits(piece.required_from)}")
    return PieceState(piece, Standing.MISSING)


def papers_of(dossier: Dossier, code: PieceCode) -> tuple[FilePaper, ...]:
    """Return the papers received for a piece."""
    return tuple(each for each in dossier.papers if each.code == code)


def received_on(dossier: Dossier, code: PieceCode) -> date | None:
    """Return the day on which a piece was received whole: the last one known of its papers."""
    return max((each.received_on for each in papers_of(dossier, code) if each.received_on), default=None)


def missing_for(dossier: Dossier, step: Step, at: date) -> tuple[str, ...]:
    """Return what the file still lacks for a step of the path: pieces, the name of the association for the contract.

    Each is named as inside a sentence: « il manque la lettre d’intention et le projet de santé ».
    """
    return tuple(_missing_for(dossier, step, at))


def _missing_for(dossier: Dossier, step: Step, at: date) -> Iterator[str]:
    for state in checklist(dossier, at):
        needed = step in PATH and PATH.index(state.piece.needed_for) <= PATH.index(step)
        if needed and state.standing is Standing.MISSING:
            yield state.piece.named
    if step is Step.SIGNED and at >= ASSOCIATION_SINCE and not dossier.association:
        yield "le nom de l’association qui porte la CPTS"
