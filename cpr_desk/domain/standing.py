"""A CPTS weighed on a day: how far its missions are, which dialogues it owes, what it is owed, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Adhesion, Stage
from cpr_desk.domain.cpts_tasks import Task
from cpr_desk.domain.dialogues import Expected, expected
from cpr_desk.domain.dialogues import Standing as DialogueStanding
from cpr_desk.domain.dossier import DialogueKind, Dossier, SizeFixed
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.mission_course import MissionCourse, courses
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.schedule import Due
from cpr_desk.domain.statement import Statement

_WAITING = (DialogueStanding.TO_COME, DialogueStanding.DUE, DialogueStanding.PLANNED, DialogueStanding.LATE)


@dataclass(frozen=True, slots=True)
class CptsStanding:
    """A CPTS on a day: its file, its account, what is left to do.

    `retained` is the size that was fixed last for its contract.
    """

    dossier: Dossier
    account: Statement
    tasks: tuple[Task, ...] = ()
    missions: tuple[MissionCourse, ...] = ()
    dialogues: tuple[Expected, ...] = ()
    retained: SizeFixed | None = None

    @property
    def at(self) -> date:
        """The day."""
        return self.account.at

    @property
    def adhesion(self) -> Adhesion:
        """What the register shows of it."""
        return self.dossier.adhesion

    @property
    def in_force(self) -> bool:
        """Whether its contract is."""
        return self.adhesion.stage is Stage.SIGNED

    @property
    def area_population(self) -> int | None:
        """The inhabitants of its communes; None while they are not known."""
        area = self.dossier.area
        return sum(people for _, people in area.populations) if area else None

    @property
    def late(self) -> tuple[Task, ...]:
        """What is late, the earliest first."""
        return tuple(task for task in self.tasks if task.late(self.at))

    @property
    def yearly(self) -> tuple[Expected, ...]:
        """The yearly dialogues of the years of contract that are over."""
        return tuple(
            each
            for each in self.dialogues
            if each.known.kind is DialogueKind.YEARLY and each.opens_on and each.opens_on <= self.at
        )

    @property
    def next_dialogue(self) -> Expected | None:
        """The dialogue whose limit comes first among those not held; None when none is left, or without a contract."""
        if not self.in_force:
            return None
        waiting = (each for each in self.dialogues if each.limit and each.standing(self.at) in _WAITING)
        return next(waiting, None)

    @property
    def last_dialogue(self) -> date | None:
        """The day of the last dialogue that was held."""
        return max((each.held_on for each in self.dossier.dialogues if each.held_on), default=None)

    def last_rate(self, mission: Mission) -> tuple[int, Decimal] | None:
        """Return the last rate known of a mission, with its year of contract."""
        known = {each.year for each in self.dossier.indicators if each.mission is mission}
        known |= {each.year for each in self.dossier.rates if each.mission is mission}
        for year in sorted(known, reverse=True):
            if (rate := self.dossier.rate(mission, year)) is not None:
                return year, rate
        return None

    @property
    def dues(self) -> tuple[Due, ...]:
        """What falls due in the years of contract that begin by the end of the calendar year, by day."""
        return tuple(line.due for line in self.account.lines)

    @property
    def due(self) -> Decimal:
        """What fell due up to the day, in euros."""
        return self.account.due

    @property
    def paid(self) -> Decimal:
        """What was paid up to the day, in euros, whatever for."""
        return self.account.paid

    @property
    def balance(self) -> Decimal:
        """What is left to pay of what fell due; negative when more was paid."""
        return self.account.balance

    def due_in(self, year: int) -> Decimal:
        """Return what fell due in a calendar year, up to the day."""
        return sum((due.amount for due in self.dues if due.due_on.year == year and due.due_on <= self.at), NOTHING)

    def paid_in(self, year: int) -> Decimal:
        """Return what was paid in a calendar year, up to the day."""
        return sum((each.amount for each in self.dossier.payments if each.paid_on.year == year), NOTHING)


def weigh(dossier: Dossier, account: Statement, tasks: tuple[Task, ...], scales: Sequence[Scale]) -> CptsStanding:
    """Return a CPTS weighed on the day of its account, given its file and what is left to do as of that day."""
    contract, at = dossier.contract, account.at
    sizes: tuple[SizeFixed, ...] = ()
    if contract:
        sizes = dossier.retained_sizes(scale_in_force(scales, contract.signed_on).thresholds)
    return CptsStanding(
        dossier,
        account,
        tasks,
        courses(dossier, scales, at),
        expected(dossier, scales, at),
        sizes[-1] if sizes else None,
    )
