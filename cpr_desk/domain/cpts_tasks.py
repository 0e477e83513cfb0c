"""What is due next in the file of a CPTS, and what is late: path, missions, dialogues, contract, payments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.contract_changes import last_day
from cpr_desk.domain.dialogues import expected
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import date_digits, euros, plural, typeset
from cpr_desk.domain.funding import NOTHING, accompaniment_limit
from cpr_desk.domain.mission_course import expected_of
from cpr_desk.domain.path import Silence, tacit_validation
from cpr_desk.domain.scale import GrantKind, Scale, scale_in_force
from cpr_desk.domain.statement import LineState, Statement

TERM_NEAR = timedelta(days=183)
"""How long before its term a contract asks to be renewed (our default)."""
NEAR = timedelta(days=31)
"""How long before its day anything else asks to be done (our default)."""


class TaskKind(StrEnum):
    """What is to be done."""

    TACIT_VALIDATION = "tacit_validation"
    ACCOMPANIMENT = "accompaniment"
    MISSION_START = "mission_start"
    MISSION_DEPLOYMENT = "mission_deployment"
    DIALOGUE = "dialogue"
    SUSPENSION = "suspension"
    TERM = "term"
    PAYMENT = "payment"
    POPULATION = "population"
    AREA = "area"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            TaskKind.TACIT_VALIDATION: "Accord tacite",
            TaskKind.ACCOMPANIMENT: "Contrat d’accompagnement",
            TaskKind.MISSION_START: "Démarrage d’une mission",
            TaskKind.MISSION_DEPLOYMENT: "Déploiement d’une mission",
            TaskKind.DIALOGUE: "Dialogue de gestion",
            TaskKind.SUSPENSION: "Suspension du contrat",
            TaskKind.TERM: "Terme du contrat",
            TaskKind.PAYMENT: "Versement",
            TaskKind.POPULATION: "Population inconnue",
            TaskKind.AREA: "Territoire inconnu",
        }[self]

    @property
    def tab(self) -> str:
        """The key of the tab of the file where it is done."""
        return {
            TaskKind.TACIT_VALIDATION: "path",
            TaskKind.ACCOMPANIMENT: "path",
            TaskKind.MISSION_START: "missions",
            TaskKind.MISSION_DEPLOYMENT: "missions",
            TaskKind.DIALOGUE: "dialogues",
            TaskKind.SUSPENSION: "contract",
            TaskKind.TERM: "contract",
            TaskKind.PAYMENT: "funding",
            TaskKind.POPULATION: "area",
            TaskKind.AREA: "area",
        }[self]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do by a day (None: as soon as one can), in a French sentence without its CPTS."""

    kind: TaskKind
    on: date | None
    words: str

    def late(self, today: date) -> bool:
        """Whether the day is past. A tacit validation is never late: from its day on it is there to be recorded."""
        return self.on is not None and self.on < today and self.kind is not TaskKind.TACIT_VALIDATION

    def near(self, today: date) -> bool:
        """Whether it is time to think of it: at once without a day, else a month before, half a year for a term."""
        margin = TERM_NEAR if self.kind is TaskKind.TERM else NEAR
        return self.on is None or self.on <= today + margin


def tasks(dossier: Dossier, account: Statement, scales: Sequence[Scale], today: date) -> tuple[Task, ...]:
    """Return what is left to do for a CPTS whose account of that day is known.

    The earliest comes first, what has no day at the end. Of what is over nothing is left but its money.
    """
    if not dossier.adhesion.stage.is_open:
        return tuple(_of_money(dossier, account))
    found = (
        *_of_path(dossier, scales, today),
        *_of_contract(dossier, scales, today),
        *_of_money(dossier, account),
        *_of_facts(dossier),
    )
    return tuple(sorted(found, key=lambda each: (each.on is None, each.on or date.max)))


def _of_path(dossier: Dossier, scales: Sequence[Scale], today: date) -> Iterator[Task]:
    tacit = tacit_validation(dossier, scales, today)
    if tacit and tacit.state in (Silence.RUNNING, Silence.ACCEPTED):
        yield _task(TaskKind.TACIT_VALIDATION, tacit.on, tacit.words)
    given = next((each for each in dossier.grants if each.kind is GrantKind.ACCOMPANIMENT), None)
    if given and dossier.adhesion.stage is not Stage.SIGNED:
        limit = accompaniment_limit(scale_in_force(scales, given.on), given.on)
        if limit:
            yield _task(TaskKind.ACCOMPANIMENT, limit, f"L’ACI est à signer avant le {date_digits(limit)}.")


def _of_contract(dossier: Dossier, scales: Sequence[Scale], today: date) -> Iterator[Task]:
    """Yield what a contract asks for; past its end or its term, the last dialogues and to say what became of it."""
    contract = dossier.contract
    if contract is None or dossier.adhesion.stage is not Stage.SIGNED:
        return
    if today <= last_day(contract):
        yield from _of_missions(dossier, contract, scales)
        yield from _of_suspension(contract, today)
    yield from _dialogues(dossier, scales, today)
    if contract.ended_on:
        yield _task(TaskKind.TERM, contract.ended_on, f"Le contrat prend fin le {date_digits(contract.ended_on)}.")
    else:
        words = f"Le contrat arrive à son terme le {date_digits(contract.term)}, sauf renouvellement."
        yield _task(TaskKind.TERM, contract.term, words)


def _of_suspension(contract: Contract, today: date) -> Iterator[Task]:
    """Yield the planned end of a suspension that nobody lifted: it lasts until then, whatever was planned."""
    running = contract.running_suspension
    if running is None or running.planned_until is None:
        return
    day = date_digits(running.planned_until)
    words = f"La suspension du contrat est prévue jusqu’au {day} : à lever ou à prolonger."
    if running.planned_until < today:
        words = f"Suspension dont la fin prévue est passée ({day}) : à lever, ou sa fin prévue à repousser."
    yield _task(TaskKind.SUSPENSION, running.planned_until, words)


def _of_missions(dossier: Dossier, contract: Contract, scales: Sequence[Scale]) -> Iterator[Task]:
    for state in dossier.missions:
        awaited = expected_of(state.mission, contract, scales)
        limits = awaited.limits if awaited else None
        name = state.mission.label
        if limits and limits.start and state.started_on is None:
            words = f"La mission « {name} » est à démarrer avant le {date_digits(limits.start)}."
            yield _task(TaskKind.MISSION_START, limits.start, words)
        if limits and limits.deployment and state.started_on and state.deployed_on is None:
            words = f"La mission « {name} » est à déployer entièrement avant le {date_digits(limits.deployment)}."
            yield _task(TaskKind.MISSION_DEPLOYMENT, limits.deployment, words)


def _dialogues(dossier: Dossier, scales: Sequence[Scale], today: date) -> Iterator[Task]:
    """Yield the yearly dialogues that are left: one for each year that is over, and the next one."""
    for each in expected(dossier, scales, today):
        year, ends, limit = each.known.year, each.opens_on, each.limit
        if year and ends and limit and each.known.held_on is None:
            words = f"Le dialogue de l’année {year} est à tenir entre le {date_digits(ends)} et le "
            yield _task(TaskKind.DIALOGUE, limit, f"{words}{date_digits(limit)}.")


def _of_money(dossier: Dossier, account: Statement) -> Iterator[Task]:
    if account.unmatched and account.lines:
        count = plural(len(account.unmatched), "versement enregistré est", "versements enregistrés sont")
        yield _task(TaskKind.PAYMENT, None, f"{count} à rattacher à une ligne de l’échéancier.")
    # A register that follows no payment is late with none; while some wait for their line, nobody can tell.
    if account.unmatched or not dossier.payments:
        return
    back = [line for line in account.lines if line.state is LineState.RECOVER]
    if back:
        whole = euros(-sum((line.left for line in back), NOTHING))
        yield _task(TaskKind.PAYMENT, back[0].due.due_on, f"{whole} à reprendre sur les avances versées.")
    owed = [line for line in account.lines if line.state in _OWED and line.left > 0 and not line.due.expected]
    if not owed:
        return
    total, first = euros(sum((line.left for line in owed), NOTHING)), owed[0].due
    if len(owed) == 1:
        words = f"{total} à verser : {first.label}, {first.kind.label}, {first.of_year.label}."
    else:
        words = f"{total} à verser en {len(owed)} lignes, la première depuis le {date_digits(first.due_on)}."
    yield _task(TaskKind.PAYMENT, first.due_on, words)


_OWED = (LineState.LATE, LineState.DUE, LineState.PART)


def _of_facts(dossier: Dossier) -> Iterator[Task]:
    if dossier.adhesion.stage is Stage.REFLECTION:
        return
    if dossier.area is None:
        yield _task(TaskKind.AREA, None, "Les communes du territoire ne sont pas indiquées.")
    if dossier.adhesion.population is None:
        yield _task(TaskKind.POPULATION, None, "La population n’est pas indiquée : la taille ne peut pas s’en déduire.")


def _task(kind: TaskKind, on: date | None, words: str) -> Task:
    return Task(kind, on, typeset(words))


def pressing(found: Iterable[Task], today: date) -> tuple[Task, ...]:
    """Return what is late, or near enough to be thought of."""
    return tuple(each for each in found if each.near(today))
