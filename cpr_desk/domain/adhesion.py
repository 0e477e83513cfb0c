"""The path of a CPTS to its contract, and what the register says of it at a date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.sizes import SizeClass


class Stage(StrEnum):
    """The exclusive stages that reports count (domain.md §4.21; codes of the command line)."""

    REFLECTION = "reflection"
    LETTER = "letter"
    PROJECT_VALIDATED = "project_validated"
    NEGOTIATION = "negotiation"
    SIGNED = "signed"
    TERMINATED = "terminated"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Stage.REFLECTION: "En réflexion",
            Stage.LETTER: "Lettre d’intention",
            Stage.PROJECT_VALIDATED: "Projet de santé validé",
            Stage.NEGOTIATION: "Négociation de l’ACI",
            Stage.SIGNED: "Contrat signé",
            Stage.TERMINATED: "Contrat terminé",
            Stage.ABANDONED: "Abandonné",
        }[self]

    @property
    def is_open(self) -> bool:
        """Whether the project or contract is alive."""
        return self not in (Stage.TERMINATED, Stage.ABANDONED)


class Step(StrEnum):
    """The finer steps inside the stages, in the order of the path."""

    REFLECTION = "reflection"
    LETTER_DEPOSITED = "letter_deposited"
    LETTER_VALIDATED = "letter_validated"
    PROJECT_SENT = "project_sent"
    PROJECT_VALIDATED = "project_validated"
    NEGOTIATION = "negotiation"
    SIGNED = "signed"
    RENEWED = "renewed"
    TERMINATED = "terminated"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Step.REFLECTION: "En réflexion",
            Step.LETTER_DEPOSITED: "Lettre d’intention déposée",
            Step.LETTER_VALIDATED: "Lettre d’intention validée",
            Step.PROJECT_SENT: "Projet de santé transmis",
            Step.PROJECT_VALIDATED: "Projet de santé validé",
            Step.NEGOTIATION: "Négociation de l’ACI",
            Step.SIGNED: "Contrat signé",
            Step.RENEWED: "Contrat renouvelé",
            Step.TERMINATED: "Contrat terminé",
            Step.ABANDONED: "Abandonné",
        }[self]

    @property
    def stage(self) -> Stage:
        """The exclusive stage it counts in: a project sent but not yet validated still counts as a letter."""
        return {
            Step.REFLECTION: Stage.REFLECTION,
            Step.LETTER_DEPOSITED: Stage.LETTER,
            Step.LETTER_VALIDATED: Stage.LETTER,
            Step.PROJECT_SENT: Stage.LETTER,
            Step.PROJECT_VALIDATED: Stage.PROJECT_VALIDATED,
            Step.NEGOTIATION: Stage.NEGOTIATION,
            Step.SIGNED: Stage.SIGNED,
            Step.RENEWED: Stage.SIGNED,
            Step.TERMINATED: Stage.TERMINATED,
            Step.ABANDONED: Stage.ABANDONED,
        }[self]


@dataclass(frozen=True, slots=True)
class Adhesion:
    """One CPTS as the register shows it at a date.

    `code` identifies it for the ARS (free text, unique in the register); `department` is the INSEE code;
    `population` counts inhabitants; `paid` is euros recorded as paid. Dates are None while unknown.
    `missions` holds mission codes with the day each started (None: planned).
    """

    id: int
    code: str
    name: str
    department: str
    step: Step
    step_since: date | None = None
    population: int | None = None
    population_source: str = ""
    size: SizeClass | None = None
    members: int | None = None
    letter_on: date | None = None
    project_sent_on: date | None = None
    project_validated_on: date | None = None
    signed_on: date | None = None
    missions: tuple[tuple[str, date | None], ...] = ()
    contact: str = ""
    email: str = ""
    phone: str = ""
    comment: str = ""
    paid: Decimal | None = None

    @property
    def stage(self) -> Stage:
        """The exclusive stage."""
        return self.step.stage


@dataclass(frozen=True, slots=True)
class Summary:
    """The regional count at a date: numbers of CPTS and of inhabitants.

    `population_covered` counts contracts in force; `population_projects` every open project, contracts included.
    """

    at: date
    total: int
    by_stage: dict[Stage, int]
    by_department: dict[str, int]
    by_size: dict[SizeClass | None, int]
    population_by_stage: dict[Stage, int]
    population_covered: int
    population_projects: int
    population_region: int | None

    @property
    def coverage(self) -> float | None:
        """The share of the region's inhabitants under a contract in force, from 0 to 1."""
        return self.population_covered / self.population_region if self.population_region else None
