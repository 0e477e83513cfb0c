"""A barème: the amounts, sizes and delays of the accord from a day on, read from a dated data file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.contract import ContractTerms
from cpr_desk.domain.french import euros, typeset
from cpr_desk.domain.missions import Mission, MissionTerms
from cpr_desk.domain.record import Fault, Faults, Record
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of


class Part(StrEnum):
    """What a line pays for."""

    RUNNING = "running"
    FIXED = "fixed"
    VARIABLE = "variable"
    UNSCHEDULED = "unscheduled"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Part.RUNNING: "Fonctionnement",
            Part.FIXED: "Volet fixe",
            Part.VARIABLE: "Volet variable",
            Part.UNSCHEDULED: "Soins non programmés",
        }[self]


class Plan(StrEnum):
    """What the CPTS did in the year about its plan for grave health crises."""

    FIRST = "first"
    UPDATE = "update"
    NONE = "none"


class Condition(StrEnum):
    """When a line is due."""

    ALWAYS = "always"
    PLAN_FIRST = "plan_first"
    PLAN_UPDATE = "plan_update"
    CRISIS = "crisis"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Condition.ALWAYS: "chaque année",
            Condition.PLAN_FIRST: "l’année où le plan de crise est rédigé",
            Condition.PLAN_UPDATE: "les années suivantes (mise à jour du plan)",
            Condition.CRISIS: "quand une crise est déclenchée",
        }[self]

    def met(self, plan: Plan, *, crisis: bool) -> bool:
        """Return whether the year meets the condition."""
        return {
            Condition.ALWAYS: True,
            Condition.PLAN_FIRST: plan is Plan.FIRST,
            Condition.PLAN_UPDATE: plan is Plan.UPDATE,
            Condition.CRISIS: crisis,
        }[self]


@dataclass(frozen=True, slots=True)
class Rule:
    """Why an amount is what it is: a French sentence, the document it stands in, and how sure it is."""

    text: str
    source: str
    certainty: Certainty = Certainty.TEXT

    @property
    def words(self) -> str:
        """The sentence, with the notice that a default rule needs wherever its effect shows."""
        return f"{self.text} ({DEFAULT_RULE_NOTICE})" if self.certainty.is_default else self.text

    @classmethod
    def parse(cls, record: Record, source: str) -> "Rule":
        """Read « rule », « source » and « certainty » of an entry; `source` stands in for a missing one."""
        return cls(
            typeset(record.text("rule")),
            typeset(record.text("source", source)),
            record.choice("certainty", Certainty, Certainty.TEXT),
        )


Amounts = tuple[Decimal, ...]
"""Euros for tailles 1 to 4."""


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """One line of the table; `mission` is None for the fonctionnement."""

    code: str
    label: str
    mission: Mission | None
    part: Part
    condition: Condition
    amounts: Amounts
    rule: Rule

    def amount(self, size: SizeClass) -> Decimal:
        """Return the euros for a size."""
        return self.amounts[size - 1]

    @classmethod
    def parse(cls, record: Record, source: str) -> "ScaleLine":
        """Read one entry of « lines »."""
        return cls(
            record.text("code"),
            typeset(record.text("label")),
            record.optional_choice("mission", Mission),
            record.choice("part", Part),
            record.choice("condition", Condition, Condition.ALWAYS),
            record.numbers("amounts", len(SizeClass)),
            Rule.parse(record, source),
        )


class GrantKind(StrEnum):
    """The amounts paid once beside the yearly table."""

    ADDITIONAL = "additional"
    COVID = "covid"
    ACCOMPANIMENT = "accompaniment"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            GrantKind.ADDITIONAL: "Financement additionnel du fonctionnement",
            GrantKind.COVID: "Dérogation Covid-19 au titre de 2021",
            GrantKind.ACCOMPANIMENT: "Contrat d’accompagnement",
        }[self]


@dataclass(frozen=True, slots=True)
class Grant:
    """An amount paid once.

    `joined_before`: the adhesion must be earlier than that day. `months`: the delay left to sign the ACI.
    """

    kind: GrantKind
    amounts: Amounts
    rule: Rule
    joined_before: date | None
    months: int | None

    def amount(self, size: SizeClass) -> Decimal:
        """Return the euros for a size."""
        return self.amounts[size - 1]

    @classmethod
    def parse(cls, record: Record, source: str) -> "Grant":
        """Read one entry of « grants »."""
        return cls(
            record.choice("kind", GrantKind),
            record.numbers("amounts", len(SizeClass)),
            Rule.parse(record, source),
            record.optional_day("joined_before"),
            record.optional_whole("months"),
        )


@dataclass(frozen=True, slots=True)
class Bonus:
    """A majoration: `rate` (0.10) of the base for CPTS of that size with at least so many members."""

    label: str
    size: SizeClass
    members: int
    rate: Decimal
    rule: Rule

    @classmethod
    def parse(cls, record: Record, source: str) -> "Bonus":
        """Read « bonus »."""
        size = record.whole("size")
        if size not in set(SizeClass):
            record.refuse("size", "une taille de 1 à 4 était attendue")
        return cls(
            typeset(record.text("label")),
            SizeClass(size) if size in set(SizeClass) else SizeClass.SIZE_4,
            record.whole("members"),
            record.number("rate"),
            Rule.parse(record, source),
        )


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A total that the source prints, of one mission or of all lines: what is typed must add up to it."""

    mission: Mission | None
    amounts: Amounts

    @classmethod
    def parse(cls, record: Record) -> "PrintedTotal":
        """Read one entry of « printed_totals »."""
        return cls(record.optional_choice("mission", Mission), record.numbers("amounts", len(SizeClass)))


@dataclass(frozen=True, slots=True)
class Scale:
    """Everything the accord fixes by size and by date; `in_force_from` is the first day it applies.

    `note` says why that day; `also_in` names other documents that print the same amounts.
    """

    code: str
    label: str
    in_force_from: date
    source: str
    thresholds: Thresholds
    contract: ContractTerms
    missions: tuple[MissionTerms, ...]
    lines: tuple[ScaleLine, ...]
    bonus: Bonus | None = None
    grants: tuple[Grant, ...] = ()
    printed: tuple[PrintedTotal, ...] = ()
    note: str = ""
    also_in: tuple[str, ...] = ()

    @classmethod
    def parse(cls, value: object) -> "Scale":
        """Read a scale file's content.

        Raises Faults, French sentences that say all that is wrong and where, also when the lines do not add up to the
        totals printed in the source: an amount was then mistyped.
        """
        found: list[Fault] = []
        record = Record.of(value, "Le barème", (), found)
        source = typeset(record.text("source"))
        bonus = record.optional_record("bonus")
        scale = cls(
            record.text("code"),
            typeset(record.text("label")),
            record.day("in_force_from"),
            source,
            _thresholds(record),
            ContractTerms.parse(record.record("contract")),
            tuple(MissionTerms.parse(mission) for mission in record.records("missions")),
            tuple(ScaleLine.parse(line, source) for line in record.records("lines")),
            Bonus.parse(bonus, source) if bonus else None,
            tuple(Grant.parse(grant, source) for grant in record.optional_records("grants")),
            tuple(PrintedTotal.parse(total) for total in record.optional_records("printed_totals")),
            typeset(record.optional_text("in_force_note")),
            tuple(map(typeset, record.texts("also_printed_in"))),
        )
        if found or (found := [*inconsistencies(scale)]):
            raise Faults(found)
        return scale

    def size_of(self, population: int) -> SizeClass:
        """Return the size class of a number of inhabitants by this scale's thresholds."""
        return size_of(population, self.thresholds)

    def grant(self, kind: GrantKind) -> Grant | None:
        """Return a grant, None when the scale does not provide it."""
        return next((grant for grant in self.grants if grant.kind is kind), None)

    def terms(self, mission: Mission) -> MissionTerms | None:
        """Return what the scale says of a mission, None when it does not know it (crises before avenant 2)."""
        return next((terms for terms in self.missions if terms.mission is mission), None)

    def maximum(self, size: SizeClass, mission: Mission | None = None) -> Decimal:
        """Return the most a size, or one of its missions, gives: plan first written, and a crisis."""
        return sum(
            (
                line.amount(size)
                for line in self.lines
                if mission in (None, line.mission) and line.condition.met(Plan.FIRST, crisis=True)
            ),
            Decimal(0),
        )


def scale_in_force(scales: Iterable[Scale], on: date) -> Scale:
    """Return the scale that applies on a day, the oldest one before any is in force.

    Raises ValueError when there is none at all.
    """
    ordered = sorted(scales, key=lambda scale: scale.in_force_from)
    if not ordered:
        raise ValueError("Aucun barème n’est disponible.")
    return next((scale for scale in reversed(ordered) if scale.in_force_from <= on), ordered[0])


def inconsistencies(scale: Scale) -> Iterator[Fault]:
    """Yield what does not hold together in a scale, whatever each amount is."""
    second, third, fourth = scale.thresholds
    if not 0 < second < third < fourth:
        yield Fault(("thresholds",), "Les seuils doivent être trois nombres d’habitants croissants.")
    codes = [line.code for line in scale.lines]
    known = {terms.mission for terms in scale.missions}
    for place, line in enumerate(scale.lines):
        if line.code in codes[:place]:
            yield _at("lines", place, "code", words=f"Le barème a plusieurs lignes de code « {line.code} ».")
        if line.mission and line.mission not in known:
            told = f"La ligne « {line.label} » du barème a une mission absente de « missions »."
            yield _at("lines", place, "mission", words=told)
    missions = [terms.mission for terms in scale.missions]
    for place, mission in enumerate(missions):
        if mission in missions[:place]:
            yield _at("missions", place, "code", words=f"La mission « {mission.label} » est deux fois dans le barème.")
    kinds = [grant.kind for grant in scale.grants]
    for place, kind in enumerate(kinds):
        if kind in kinds[:place]:
            yield _at("grants", place, "kind", words=f"« {kind.label} » est deux fois dans le barème.")
    yield from _against_print(scale)


def _against_print(scale: Scale) -> Iterator[Fault]:
    for place, total in enumerate(scale.printed):
        of = f", {total.mission.label}" if total.mission else ""
        for size, printed in zip(SizeClass, total.amounts, strict=True):
            if (found := scale.maximum(size, total.mission)) != printed:
                yield _at(
                    "printed_totals",
                    place,
                    "amounts",
                    size - 1,
                    words=f"{size.label}{of} : le total imprimé est {euros(printed)}, les lignes font {euros(found)}.",
                )


def _at(*path: str | int, words: str) -> Fault:
    return Fault(path, typeset(words))


def _thresholds(record: Record) -> Thresholds:
    numbers = record.numbers("thresholds", len(SizeClass) - 1)
    if any(number % 1 for number in numbers):
        record.refuse("thresholds", "trois nombres d’habitants croissants étaient attendus")
    second, third, fourth = map(int, numbers)
    return second, third, fourth
