"""What is left to do for the CPTS of a register, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.cpts_tasks import Task
from cpr_desk.domain.funding import NOTHING
from cpr_desk.services import register
from cpr_desk.services.register import Progress
from cpr_desk.services.register_facts import RegisterFacts
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class CptsTask:
    """A task and its CPTS."""

    cpts_id: int
    name: str
    task: Task


@dataclass(frozen=True, slots=True)
class Todo:
    """The first of the tasks that press on a day, how many there are, and how many CPTS have an alert that is late.

    `due` and `paid` are the euros that fell due and were paid up to the day, over the register.
    """

    at: date
    first: tuple[CptsTask, ...]
    total: int
    late: int
    due: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def others(self) -> int:
        """How many tasks there are beside the first ones."""
        return self.total - len(self.first)


def todo(
    db: Database, facts: RegisterFacts, commission: Commission, today: date, shown: int, progress: Progress
) -> Todo:
    """Return what presses, by day; what has no day comes last. For a thread of its own, as `RegisterFacts.read`."""
    known = facts.read(commission, today, progress)
    every = [(task.on or date.max, cpts, task) for cpts, own in known.items() for task in own.pressing]
    first = sorted(every, key=lambda each: each[:2])[:shown]
    names = {
        row.id: row.name for row in register.adhesions_at(db, commission.id, today, {cpts for _, cpts, _ in first})
    }
    late = sum(any(alert.is_late for alert in own.alerts) for own in known.values())
    lines = tuple(CptsTask(cpts, names[cpts], task) for _, cpts, task in first if cpts in names)
    due = sum((own.due for own in known.values() if own.due is not None), NOTHING)
    paid = sum((own.paid for own in known.values() if own.paid is not None), NOTHING)
    return Todo(today, lines, len(every), late, due, paid)
