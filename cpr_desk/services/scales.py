"""Use cases on the scales: add one, correct one, see before what that changes, go back to the packaged one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import NBSP, date_digits, plural, squeeze
from cpr_desk.domain.record import Fault
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.scale_effects import Effect, Effects, Weighing
from cpr_desk.domain.scale_rules import refuse_scale
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import dossiers, reference, register
from cpr_desk.storage import scales as store
from cpr_desk.storage.database import Database

Progress = Callable[[int, int], None]
"""Told (done, total); may raise to cancel."""

_BATCH = 100
"""CPTS weighed between two tellings of the progress."""
_ONE_DAY = timedelta(days=1)


class Origin(StrEnum):
    """Where a scale comes from."""

    PACKAGED = "packaged"
    CORRECTED = "corrected"
    OWN = "own"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Origin.PACKAGED: "fourni avec le programme",
            Origin.CORRECTED: "fourni, corrigé ici",
            Origin.OWN: "ajouté ici",
        }[self]


@dataclass(frozen=True, slots=True)
class KnownScale:
    """A scale in the list: `until` is its last day (None: the last scale), `changed_on` when it was changed here."""

    scale: Scale
    origin: Origin
    until: date | None
    changed_on: date | None = None
    comment: str = ""

    @property
    def id(self) -> str:
        """What names it."""
        return self.scale.code

    @property
    def origin_words(self) -> str:
        """Where it comes from, with the day it was changed here: « ajouté ici le 04/02/2024 »."""
        return f"{self.origin.label} le {date_digits(self.changed_on)}" if self.changed_on else self.origin.label


def known_scales(db: Database) -> tuple[KnownScale, ...]:
    """Return every scale, the oldest first."""
    with db.reading() as session:
        own = store.own_scales(session)
    every = list(reference.scales(db).values())
    ends = [following.in_force_from - _ONE_DAY for _, following in pairwise(every)]
    return tuple(_known(scale, until, own.get(scale.code)) for scale, until in zip(every, [*ends, None], strict=True))


def known_at(db: Database, day: date) -> KnownScale:
    """Return the scale in force on a day, the first one before it began."""
    known = {each.id: each for each in known_scales(db)}
    return known[scale_in_force([each.scale for each in known.values()], day).code]


def _known(scale: Scale, until: date | None, own: store.OwnScale | None) -> KnownScale:
    if own is None:
        return KnownScale(scale, Origin.PACKAGED, until)
    origin = Origin.CORRECTED if scale.code in reference.packaged_scales() else Origin.OWN
    return KnownScale(scale, origin, until, own.changed_on, own.comment)


def refusals(db: Database, scale: Scale, *, correcting: bool) -> tuple[Fault, ...]:
    """Return every reason why a scale may not be recorded; `correcting` replaces the one of the same code."""
    known = reference.scales(db)
    others = [each for each in known.values() if not (correcting and each.code == scale.code)]
    first = min(each.in_force_from for each in reference.packaged_scales().values())
    return refuse_scale(scale, others, first)


def save_scale(db: Database, scale: Scale, today: date, *, correcting: bool, comment: str = "") -> None:
    """Add a scale, or correct the one of its code. Raises UserError with all that keeps it from being recorded."""
    verb = "Corriger" if correcting else "Ajouter"
    with db.unit_of_work(f"{verb} le barème «{NBSP}{scale.label}{NBSP}»") as session:
        if found := refusals(db, scale, correcting=correcting):
            raise UserError(" ".join(fault.words for fault in found), "Corrigez le barème, puis recommencez.")
        store.write(session, scale, today, squeeze(comment))


def without(db: Database, code: str) -> tuple[Scale, ...]:
    """Return the scales as they are once a correction, or a scale added here, is given up."""
    known = dict(reference.scales(db))
    packaged = reference.packaged_scales().get(code)
    if packaged:
        known[code] = packaged
    else:
        known.pop(code, None)
    return tuple(known.values())


def with_scale(db: Database, scale: Scale) -> tuple[Scale, ...]:
    """Return the scales as they are once one is added, or corrected."""
    return tuple({**reference.scales(db), scale.code: scale}.values())


def give_up(db: Database, code: str, today: date, progress: Progress) -> None:
    """Go back to the packaged scale, or remove one that was added here.

    Payments stay whatever happens; they keep a scale that was added: UserError when lines that it weighs were paid.
    """
    known = reference.scale(db, code)
    packaged = code in reference.packaged_scales()
    if not packaged:
        _refuse_paid(db, known, today, progress)
    verb = "Rétablir le barème d’origine" if packaged else "Supprimer le barème"
    with db.unit_of_work(f"{verb} «{NBSP}{known.label}{NBSP}»") as session:
        store.remove(session, code)


def _refuse_paid(db: Database, scale: Scale, today: date, progress: Progress) -> None:
    after = without(db, scale.code)
    for each in commissions.list_commissions(db):
        paid = [effect for effect in effects(db, each, after, scale, today, progress).changed if paid_lines(effect)]
        if paid:
            more = f" et de {plural(len(paid) - 1, 'autre CPTS', 'autres CPTS')}" if len(paid) > 1 else ""
            raise UserError(
                f"Des versements de {paid[0].name}{more} dépendent du barème «{NBSP}{scale.label}{NBSP}».",
                "Corrigez ce barème au lieu de le supprimer, ou reportez la date à partir de laquelle il s’applique.",
            )


def paid_lines(effect: Effect) -> int:
    """Return how many paid lines a change touches."""
    return effect.orphans + effect.repriced


def others(db: Database, commission: Commission) -> tuple[str, ...]:
    """Return the names of the other commissions of the database: the same scales weigh their CPTS."""
    return tuple(each.name for each in commissions.list_commissions(db) if each.id != commission.id)


def effects(
    db: Database, commission: Commission, after: Sequence[Scale], changed: Scale, today: date, progress: Progress
) -> Effects:
    """Return what other scales would change for each CPTS of a commission; `changed` is the one that is written.

    The sizes of the register are compared on the day it begins, when that is to come.
    """
    before = tuple(reference.scales(db).values())
    weighing = Weighing(
        before,
        after,
        today,
        max(today, changed.in_force_from),
        commission.rules.bonus_includes_running,
    )
    found = [weighing.effects(batch) for batch in _batches(db, commission, today, progress)]
    return Effects(sum(each.looked_at for each in found), tuple(effect for each in found for effect in each.changed))


def _batches(db: Database, commission: Commission, today: date, progress: Progress) -> Iterator[Iterable[Dossier]]:
    ids = [each.id for each in register.adhesions_at(db, commission.id, today)]
    for start in range(0, len(ids), _BATCH):
        progress(start, len(ids))
        yield dossiers.snapshot_at(db, commission, today, ids[start : start + _BATCH]).dossiers
    progress(len(ids), len(ids))
