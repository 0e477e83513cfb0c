"""What the folder of a meeting is made of, and what it could not hold, as values."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cpr_desk.domain.french import NBSP
from cpr_desk.reports.document import Document

LARGEST = 100 * 2**20
"""Bytes of a paper. A folder is sent by mail and held in memory; what is larger is read apart."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file attached to an item of the agenda, under the name that people know."""

    name: str
    file: Path


@dataclass(frozen=True, slots=True)
class Point:
    """An item of the agenda with its papers, numbered as on the agenda: « 3 », « 3.1 »."""

    number: str
    title: str
    papers: tuple[Paper, ...] = ()

    @property
    def label(self) -> str:
        """« Point 3 – Bilan des adhésions »."""
        return f"Point{NBSP}{self.number} – {self.title}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is bound, in order; `reference` of the meeting is printed at the foot of each page.

    The sheets take the letterhead, notice, author and language of the agenda.
    """

    agenda: Document
    reference: str
    points: tuple[Point, ...]


class Reason(Enum):
    """Why a paper is left out, as its sheet prints it, and what the secretariat may do about it."""

    MISSING = (
        "Le fichier n’a pas pu être lu sur le disque.",
        "Il a été supprimé, déplacé ou protégé. Joignez-le de nouveau à ce point.",
    )
    EMPTY = ("Le fichier est vide.", "Joignez le bon fichier à ce point.")
    TOO_LARGE = (
        f"Le fichier est trop volumineux (plus de {LARGEST // 2**20}{NBSP}Mo, ou image démesurée).",
        "Joignez une version réduite, ou remettez-le à part.",
    )
    ENCRYPTED = (
        "Le fichier est protégé par un mot de passe.",
        "Demandez à son auteur une version sans mot de passe, puis joignez-la à ce point.",
    )
    NOT_TO_PRINT = (
        "L’auteur du fichier en a interdit l’impression.",
        "Demandez-lui une version qui peut être imprimée, puis joignez-la à ce point.",
    )
    DYNAMIC = (
        "Le fichier est un formulaire dynamique, que seul Adobe Acrobat affiche.",
        "Ouvrez-le dans Adobe Acrobat, imprimez-le en PDF, puis joignez ce PDF à ce point.",
    )
    DAMAGED = (
        "Le fichier est endommagé ou incomplet.",
        "Demandez-le de nouveau à son auteur, ou ouvrez-le et enregistrez-le en PDF, puis joignez ce PDF à ce point.",
    )
    NO_PAGE = ("Le fichier ne contient aucune page.", "Joignez le bon fichier à ce point.")
    OFFICE = (
        "Le fichier est un document bureautique (Word, Excel, texte…), qui ne peut pas être réuni à un PDF.",
        "Enregistrez-le en PDF, puis joignez ce PDF à ce point, ou remettez-le à part.",
    )
    FORMAT = (
        "Ce format de fichier ne peut pas être réuni à un PDF.",
        "Enregistrez-le en PDF, en JPEG ou en PNG, puis joignez-le à ce point, ou remettez-le à part.",
    )

    @property
    def words(self) -> str:
        """Why, in a sentence."""
        return self.value[0]

    @property
    def what_to_do(self) -> str:
        """What the secretariat may do."""
        return self.value[1]


class Unreadable(Exception):
    """A paper that cannot be bound, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.words)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that the folder could not hold; a sheet stands in its place."""

    point: Point
    paper: Paper
    reason: Reason


@dataclass(frozen=True, slots=True)
class Folder:
    """The bound PDF, and the papers that it could not hold."""

    pdf: bytes
    left_out: tuple[LeftOut, ...]
