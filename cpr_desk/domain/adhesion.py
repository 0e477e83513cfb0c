"""The path of a CPTS to its contract, and what the register says of it at a date."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.french import date_digits, listing, typeset
from cpr_desk.domain.sizes import SizeClass


def the_cpts(name: str) -> str:
    """Return « la CPTS du Layon », from a name that says « CPTS » or does not."""
    return f"la CPTS {name.removeprefix('CPTS ')}"


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
    `missions` holds mission codes with the day each started (None: planned); `letter_on` dates the letter itself, even
    when its validation came later.
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
    """The count at a date: numbers of CPTS and of inhabitants.

    `population_covered` counts contracts in force; `population_projects` every open project, contracts included;
    `population_region` is that of the commission's territory.
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
        """The share of the territory's inhabitants under a contract in force, from 0 to 1."""
        return self.population_covered / self.population_region if self.population_region else None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step reached on a day; `author` took it, `exception` says why although the rules would not have it."""

    step: Step
    on: date
    author: str = ""
    comment: str = ""
    exception: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Transition:
    """What the rules say of a new step, in French: `refusals` stop it, `warnings` ask to look twice."""

    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing stops the step."""
        return not self.refusals


PATH = (
    Step.REFLECTION,
    Step.LETTER_DEPOSITED,
    Step.LETTER_VALIDATED,
    Step.PROJECT_SENT,
    Step.PROJECT_VALIDATED,
    Step.NEGOTIATION,
    Step.SIGNED,
)
"""The steps that lead to the contract, in their order."""
_UNDER_CONTRACT = (Step.SIGNED, Step.RENEWED)


def check_transition(history: Sequence[StepTaken], step: Step, on: date) -> Transition:
    """Judge a new step after those of the history (domain.md §4.21); every objection is collected.

    The path goes forward; skipping steps, or starting again after an end, is allowed with a warning. A project is
    abandoned only before the signature, a contract renewed or terminated only after it. A CPTS that enters the
    register may enter it at any step. Example: from « Lettre d’intention validée », « Contrat renouvelé » is refused.
    """
    if not history:
        return Transition(warnings=_entry_warnings(step))
    current = max(reversed(history), key=lambda taken: taken.on)  # of one day, the last given
    refusals = []
    if on < current.on:
        refusals.append(
            f"La date du {date_digits(on)} précède celle de l’étape en cours, « {current.step.label} » depuis le "
            f"{date_digits(current.on)}. Corrigez la date."
        )
    refusals += _order_refusals(current.step, step)
    return Transition(
        tuple(typeset(refusal) for refusal in refusals),
        () if refusals else tuple(typeset(warning) for warning in _order_warnings(current, step)),
    )


def _entry_warnings(step: Step) -> tuple[str, ...]:
    if step in (Step.RENEWED, Step.TERMINATED):
        return (typeset("La signature du contrat n’est pas au registre : ajoutez sa date."),)
    return ()


def _order_refusals(current: Step, step: Step) -> list[str]:
    if step is current and step is not Step.RENEWED:
        return [f"La CPTS est déjà à l’étape « {step.label} »."]
    if step in (Step.RENEWED, Step.TERMINATED) and current not in _UNDER_CONTRACT:
        return [f"« {step.label} » demande un contrat en cours : enregistrez d’abord la signature."]
    if step is Step.ABANDONED and current not in PATH[:-1]:
        return ["Un projet ne s’abandonne qu’avant la signature. Après elle, enregistrez la fin du contrat."]
    if step in PATH and current in _UNDER_CONTRACT:
        return [f"Le contrat est signé : « {step.label} » n’est plus possible avant sa fin."]
    if step in PATH and current in PATH and PATH.index(step) < PATH.index(current):
        return [
            f"« {step.label} » vient avant « {current.label} ». Pour réparer une erreur de saisie, corrigez l’étape."
        ]
    return []


def _order_warnings(current: StepTaken, step: Step) -> list[str]:
    if not current.step.stage.is_open:
        return [f"« {current.step.label} » depuis le {date_digits(current.on)} : la CPTS reprend le parcours."]
    if step not in PATH:
        return []
    skipped = PATH[PATH.index(current.step) + 1 : PATH.index(step)]
    return [f"Étapes non renseignées : {listing(f'« {missing.label} »' for missing in skipped)}."] if skipped else []


def summarise(adhesions: Iterable[Adhesion], at: date, population_region: int | None) -> Summary:
    """Count the register as it stood on a day; `adhesions` are its rows of that day.

    Every stage and every size is a key, even at 0; the size None counts the CPTS whose size is unknown. Departments
    are in the order of their codes. An unknown population counts as 0 inhabitant.
    """
    rows = list(adhesions)
    inhabitants: Counter[Stage] = Counter()
    for row in rows:
        inhabitants[row.stage] += row.population or 0
    stages, sizes = Counter(row.stage for row in rows), Counter(row.size for row in rows)
    departments = Counter(row.department for row in rows)
    return Summary(
        at=at,
        total=len(rows),
        by_stage={stage: stages[stage] for stage in Stage},
        by_department=dict(sorted(departments.items())),
        by_size={size: sizes[size] for size in (*SizeClass, None)},
        population_by_stage={stage: inhabitants[stage] for stage in Stage},
        population_covered=inhabitants[Stage.SIGNED],
        population_projects=sum(inhabitants[stage] for stage in Stage if stage.is_open),
        population_region=population_region,
    )
