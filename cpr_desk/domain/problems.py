"""What a control finds: a rule that is not met, how grave that is, and where to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from cpr_desk.domain.commission import Certainty

S3 = "Règles de composition présentées à l’installation de la CPR des Pays de la Loire, 04/02/2021"


class Severity(StrEnum):
    """How much a problem matters: `error` breaks a rule, `warning` may cost a quorum, `info` is to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The French word."""
        return {Severity.ERROR: "À corriger", Severity.WARNING: "À surveiller", Severity.INFO: "À savoir"}[self]


class Remedy(StrEnum):
    """The place where a problem is mended."""

    IMPORT = "import"
    ALLOCATION = "allocation"
    VOTES = "votes"
    ADD_SEAT = "add_seat"
    CLOSE_SEATS = "close_seats"
    DESIGNATE = "designate"
    REMINDERS = "reminders"
    MANDATE = "mandate"
    PERSON = "person"
    PRESIDENCY = "presidency"

    @property
    def label(self) -> str:
        """The French verb of the button that goes there."""
        return {
            Remedy.IMPORT: "Importer la composition…",
            Remedy.ALLOCATION: "Répartir les voix…",
            Remedy.VOTES: "Changer les voix…",
            Remedy.ADD_SEAT: "Ajouter un siège…",
            Remedy.CLOSE_SEATS: "Fermer les sièges…",
            Remedy.DESIGNATE: "Désigner…",
            Remedy.REMINDERS: "Relancer les désignations…",
            Remedy.MANDATE: "Corriger le mandat…",
            Remedy.PERSON: "Compléter les coordonnées…",
            Remedy.PRESIDENCY: "Ouvrir la présidence",
        }[self]


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that is not met: what happens, what to do and where, the rule's source, the seats and persons concerned.

    `remedy` None: nothing has to be done.
    """

    rule: str
    severity: Severity
    message: str
    mend: str
    source: str
    certainty: Certainty = Certainty.TEXT
    seats: tuple[int, ...] = ()
    remedy: Remedy | None = None
    persons: tuple[int, ...] = ()
