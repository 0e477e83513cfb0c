"""What the register tells of a CPTS beside its adhesion: what waits, the contract's days, the account, in one value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.contract import next_anniversary
from cpr_desk.domain.cpts_tasks import Task, TaskKind
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.schedule import Signed, size_at
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Statement


class Alert(StrEnum):
    """What a register is gone through for: what is late, or not known."""

    TACIT_VALIDATION = "tacit_validation"
    ACCOMPANIMENT = "accompaniment"
    MISSION = "mission"
    DIALOGUE = "dialogue"
    SUSPENSION = "suspension"
    TERM_PAST = "term_past"
    TERM_NEAR = "term_near"
    PAYMENT = "payment"
    AREA = "area"
    POPULATION = "population"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Alert.TACIT_VALIDATION: "Accord tacite acquis",
            Alert.ACCOMPANIMENT: "Accompagnement dépassé",
            Alert.MISSION: "Mission en retard",
            Alert.DIALOGUE: "Dialogue en retard",
            Alert.SUSPENSION: "Suspension à lever",
            Alert.TERM_PAST: "Contrat échu",
            Alert.TERM_NEAR: "Contrat bientôt à son terme",
            Alert.PAYMENT: "Versement en retard",
            Alert.AREA: "Territoire à indiquer",
            Alert.POPULATION: "Population à indiquer",
        }[self]

    @property
    def is_late(self) -> bool:
        """Whether a day is past, not only near, and not only something unknown."""
        return self not in (Alert.TERM_NEAR, Alert.AREA, Alert.POPULATION)


_LATE = {
    TaskKind.ACCOMPANIMENT: Alert.ACCOMPANIMENT,
    TaskKind.MISSION_START: Alert.MISSION,
    TaskKind.MISSION_DEPLOYMENT: Alert.MISSION,
    TaskKind.DIALOGUE: Alert.DIALOGUE,
    TaskKind.SUSPENSION: Alert.SUSPENSION,
    TaskKind.TERM: Alert.TERM_PAST,
    TaskKind.PAYMENT: Alert.PAYMENT,
}
_UNKNOWN = {TaskKind.AREA: Alert.AREA, TaskKind.POPULATION: Alert.POPULATION}


@dataclass(frozen=True, slots=True)
class CptsFacts:
    """One CPTS on a day: its alerts, the tasks that press (earliest first), its contract and account in euros.

    `retained` is the size that counts for the contract. Days and amounts are None without a contract, `paid` while
    nothing was paid, `communes` while no territory is known.
    """

    alerts: frozenset[Alert] = frozenset()
    pressing: tuple[Task, ...] = ()
    next_task: Task | None = None
    retained: SizeClass | None = None
    anniversary: date | None = None
    term: date | None = None
    due: Decimal | None = None
    paid: Decimal | None = None
    balance: Decimal | None = None
    missions: int = 0
    started: int = 0
    communes: int | None = None


def alerts_of(tasks: Iterable[Task], today: date) -> frozenset[Alert]:
    """Return what is late or unknown among the tasks of a CPTS; a contract is near its term half a year before."""
    return frozenset(_alerts(tasks, today))


def _alerts(tasks: Iterable[Task], today: date) -> Iterator[Alert]:
    for task in tasks:
        if task.kind in _UNKNOWN:
            yield _UNKNOWN[task.kind]
        elif task.kind is TaskKind.TACIT_VALIDATION:
            if task.on and task.on <= today:
                yield Alert.TACIT_VALIDATION
        elif task.late(today):
            yield _LATE[task.kind]
        elif task.kind is TaskKind.TERM and task.near(today):
            yield Alert.TERM_NEAR


def facts_of(
    dossier: Dossier, signed: Signed | None, account: Statement | None, tasks: tuple[Task, ...], today: date
) -> CptsFacts:
    """Return the facts of a CPTS on a day, from its file, contract, account and tasks of that day."""
    contract = dossier.contract
    running = contract if contract and contract.in_force(today) else None
    paid = sum((each.amount for each in dossier.payments), NOTHING) if dossier.payments else None
    return CptsFacts(
        alerts=alerts_of(tasks, today),
        pressing=tuple(each for each in tasks if each.near(today)),
        next_task=tasks[0] if tasks else None,
        retained=size_at(signed, today) if signed else None,
        anniversary=next_anniversary(running.starts_on, today) if running else None,
        term=running.term if running else None,
        due=account.due if account else None,
        paid=paid,
        balance=account.balance if account else None,
        missions=len(dossier.missions),
        started=sum(each.started_on is not None for each in dossier.missions),
        communes=len(dossier.area.populations) if dossier.area else None,
    )
