"""What finds, filters, counts and sorts the CPTS of a day in memory: each change then costs a few milliseconds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.cpts_facts import CptsFacts
from cpr_desk.domain.french import fold
from cpr_desk.domain.register_filter import UNKNOWN_SIZE, Facet, RegisterFilter
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of
from cpr_desk.services import reference
from cpr_desk.storage import queries
from cpr_desk.storage.database import Database

_STAGES = tuple(step.stage for step in Step)
_SIZES = {size: str(size.value) for size in SizeClass}
_NO_SORT = ("id", "folded", "stated_size")

FACT_SORTS: Mapping[str, Callable[[CptsFacts], Any]] = {
    "late": lambda facts: sum(alert.is_late for alert in facts.alerts),
    "next_task": lambda facts: facts.next_task.on if facts.next_task else None,
    "retained": lambda facts: facts.retained,
    "anniversary": lambda facts: facts.anniversary,
    "term": lambda facts: facts.term,
    "due": lambda facts: facts.due,
    "paid": lambda facts: facts.paid,
    "balance": lambda facts: facts.balance,
    "started": lambda facts: facts.started,
    "communes": lambda facts: facts.communes,
}
"""What the register can be sorted by once the facts of its CPTS are known."""


class RegisterIndex:
    """The CPTS of a day, by name.

    A set of CPTS is a number whose bit n says whether line n is in it: filters are then combined, and counted, at once.
    """

    def __init__(self, keys: Mapping[str, Sequence[Any]], thresholds: Thresholds) -> None:
        self._keys = keys
        self._ids: Sequence[int] = keys["id"]
        self._thresholds = thresholds
        self.facts: Mapping[int, CptsFacts] | None = None
        self._orders: dict[tuple[str, bool], list[int]] = {}
        self.sorts = tuple(name for name in keys if name not in _NO_SORT)

    @property
    def total(self) -> int:
        """How many CPTS there are."""
        return len(self._ids)

    @property
    def everybody(self) -> frozenset[int]:
        """All CPTS, in no order: what another thread may ask, for nothing is kept of it."""
        return frozenset(self._ids)

    @property
    def has_facts(self) -> bool:
        """Whether alerts can be filtered and counted."""
        return self.facts is not None

    def take_facts(self, facts: Mapping[int, CptsFacts] | None) -> None:
        """Filter and sort by these facts; they may know nothing of a CPTS added since they were computed."""
        self.facts = facts
        self.__dict__.pop("_alerts", None)
        self._orders = {by: order for by, order in self._orders.items() if by[0] not in FACT_SORTS}

    def ids(
        self,
        filter_text: str = "",
        sort: str = "name",
        *,
        descending: bool = False,
        asked: RegisterFilter | None = None,
    ) -> Sequence[int]:
        """Return the CPTS that a filter keeps and whose folded text holds every word, by one key then by name.

        Alerts ask nothing as long as the facts are not known.
        """
        texts, lines = self._keys["folded"], self._order(sort, descending=descending)
        if asked is not None and asked.facets:
            kept = format(self._kept(asked), f"0{self.total}b")[::-1]
            lines = [line for line in lines if kept[line] == "1"]
        for word in fold(filter_text).split():
            lines = [line for line in lines if word in texts[line]]
        return list(map(self._ids.__getitem__, lines))

    def counts(self, facet: Facet, filter_text: str, asked: RegisterFilter) -> Mapping[str, int]:
        """Return how many CPTS each code of a facet would show, under the text and the other facets."""
        kept = self._kept(asked.choosing(facet, ()))
        words = fold(filter_text).split()
        if words:
            texts = self._keys["folded"]
            kept &= _mask(
                (line for line in range(self.total) if all(word in texts[line] for word in words)), self.total
            )
        return {code: (mask & kept).bit_count() for code, mask in self._masks(facet).items()}

    def _kept(self, asked: RegisterFilter) -> int:
        kept = (1 << self.total) - 1
        for facet in asked.facets:
            if facet is Facet.ALERT and not self.has_facts:
                continue
            masks = self._masks(facet)
            chosen = 0
            for code in asked.of(facet):
                chosen |= masks.get(code, 0)
            kept &= chosen
        return kept

    def _masks(self, facet: Facet) -> Mapping[str, int]:
        return {
            Facet.STAGE: lambda: self._stages,
            Facet.DEPARTMENT: lambda: self._departments,
            Facet.SIZE: lambda: self._sizes,
            Facet.ALERT: lambda: self._alerts,
        }[facet]()

    @cached_property
    def _stages(self) -> Mapping[str, int]:
        return _masks([(_STAGES[rank].value,) for rank in self._keys["step"]])

    @cached_property
    def _departments(self) -> Mapping[str, int]:
        return _masks([(code,) for code in self._keys["department"]])

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        @cache
        def code(population: int, stated: int | None) -> tuple[str]:
            if population >= 0:
                return (_SIZES[size_of(population, self._thresholds)],)
            return (str(stated) if stated else UNKNOWN_SIZE,)

        return _masks(list(map(code, self._keys["population"], self._keys["stated_size"])))

    @cached_property
    def _alerts(self) -> Mapping[str, int]:
        facts, none = self.facts or {}, CptsFacts()
        return _masks([facts.get(each, none).alerts for each in self._ids])

    def _order(self, sort: str, *, descending: bool) -> Sequence[int]:
        order = self._orders.get((sort, descending))
        if order is None:
            order = sorted(range(self.total), key=self._key(sort), reverse=descending)
            self._orders[sort, descending] = order
        return order

    def _key(self, sort: str) -> Callable[[int], Any]:
        if sort not in FACT_SORTS:
            return self._keys[sort].__getitem__
        value, facts, none = FACT_SORTS[sort], self.facts or {}, CptsFacts()
        values = [value(facts.get(each, none)) for each in self._ids]
        return lambda line: (values[line] is not None, values[line])


def _masks(codes: Sequence[tuple[str, ...] | frozenset[str]]) -> Mapping[str, int]:
    """Return the lines that have each code: those whose codes are the same are gone through at once."""
    alike: dict[tuple[str, ...] | frozenset[str], list[int]] = {}
    for line, own in enumerate(codes):
        alike.setdefault(own, []).append(line)
    found: dict[str, int] = {}
    for same, lines in alike.items():
        mask = _mask(lines, len(codes))
        for code in same:
            found[str(code)] = found.get(str(code), 0) | mask
    return found


def _mask(lines: Iterable[int], total: int) -> int:
    digits = bytearray(b"0" * total)
    for line in lines:
        digits[total - 1 - line] = 49  # « 1 »
    return int(bytes(digits) or b"0", 2)


def index_at(db: Database, commission_id: int, at: date) -> RegisterIndex:
    """Read the index of the register on a day."""
    thresholds = reference.scale_at(db, at).thresholds
    with db.reading() as session:
        return RegisterIndex(queries.register_index(session, commission_id, at), thresholds)
