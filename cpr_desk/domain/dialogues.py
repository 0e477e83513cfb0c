"""The dialogues de gestion of a contract: which are due, by when, what to speak of, what they change (domain.md §4.27).

Both the CPTS and its partners must be able to check each limit: a line says where it comes from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.contract import Contract, anniversary, next_anniversary
from cpr_desk.domain.contract_changes import last_day
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier
from cpr_desk.domain.french import NBSP, capital, date_digits, integer, plural, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.schedule import Kind, schedule, total
from cpr_desk.domain.signed import ContractYear, Signed, Since, contract_years, year_of
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of

SOURCE = "ACI des CPTS, dialogues de gestion ; Guide du représentant des usagers, fiche CPTS, France Assos Santé"
LONGEST_TEXT, LONGEST_ATTENDEES = 20_000, 2000
_ONE_DAY = timedelta(days=1)
_AT_SIGNATURE = typeset(f"À la signature du contrat : territoire, taille, calendrier ({SOURCE}).")
_AT_START = typeset(f"Au démarrage de chaque mission : indicateurs et cibles ({SOURCE}).")


class Standing(StrEnum):
    """How a dialogue stands on a day."""

    TO_COME = "to_come"
    DUE = "due"
    PLANNED = "planned"
    LATE = "late"
    HELD = "held"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            Standing.TO_COME: "à venir",
            Standing.DUE: "à tenir",
            Standing.PLANNED: "prévu",
            Standing.LATE: "en retard",
            Standing.HELD: "tenu",
        }[self]


@dataclass(frozen=True, slots=True)
class Expected:
    """A dialogue that the accord expects, or one that was recorded besides: when, why, and what is known of it.

    `opens_on` is the first day it makes sense, `limit` the last (None: no limit is known yet). `known` has id 0 while
    nobody planned or held it.
    """

    known: Dialogue
    opens_on: date | None
    limit: date | None
    rule: str
    is_expected: bool = True

    @property
    def key(self) -> str:
        """What names it on the command line and in a request: « signature », « mission-acces », « yearly-2 »."""
        return key_of(self.known) if self.is_expected else f"n{self.known.id}"

    @property
    def label(self) -> str:
        """« Dialogue annuel, année 2 »."""
        return label_of(self.known)

    def standing(self, today: date) -> Standing:
        """Return how it stands on a day."""
        if self.known.held_on and self.known.held_on <= today:
            return Standing.HELD
        if self.limit and self.limit < today:
            return Standing.LATE
        if self.known.planned_on and self.known.planned_on >= today:
            return Standing.PLANNED
        return Standing.DUE if self.opens_on and self.opens_on <= today else Standing.TO_COME

    def words(self, today: date) -> str:
        """Return when it was held or is to be, and how late, in a French sentence."""
        return typeset(f"{capital(', '.join(self._told(self.standing(today))))}.")

    def _told(self, standing: Standing) -> Iterator[str]:
        held, planned, limit = self.known.held_on, self.known.planned_on, self.limit
        if standing is Standing.HELD and held:
            late = f", {plural((held - limit).days, 'jour')} après la limite" if limit and held > limit else ""
            yield f"tenu le {date_digits(held)}{late}"
            return
        if planned:
            yield f"prévu le {date_digits(planned)}"
        if limit is None:
            if self.is_expected:
                yield "à tenir au démarrage de la mission"
            elif not planned:
                yield "sans date"
        elif self.opens_on != limit:
            yield f"à tenir entre le {date_digits(self.opens_on or limit)} et le {date_digits(limit)}"
        else:
            yield f"à tenir le {date_digits(limit)}"
        if standing is Standing.LATE:
            yield "en retard"


def key_of(dialogue: Dialogue) -> str:
    """Return what names a dialogue among those of its CPTS."""
    which = (dialogue.mission.value if dialogue.mission else None, dialogue.year)
    return "-".join(str(part) for part in (dialogue.kind.value, *which) if part is not None)


def label_of(dialogue: Dialogue) -> str:
    """Return « Dialogue à la signature », « Dialogue de démarrage : Prévention », « Dialogue annuel, année 2 »."""
    if dialogue.kind is DialogueKind.MISSION and dialogue.mission:
        return f"Dialogue de démarrage{NBSP}: {dialogue.mission.label}"
    if dialogue.kind is DialogueKind.YEARLY and dialogue.year:
        return f"Dialogue annuel, année {dialogue.year}"
    return f"Dialogue {dialogue.kind.label}"


def topics(kind: DialogueKind) -> tuple[str, ...]:
    """Return what a dialogue is about, in French (domain.md §4.27, A)."""
    return {
        DialogueKind.SIGNATURE: (
            "Le territoire de la communauté",
            "Sa taille, d’après la population couverte",
            "Le calendrier de démarrage et de déploiement des missions",
        ),
        DialogueKind.MISSION: (
            "Les indicateurs de la mission, avec leur unité et leur poids",
            "La valeur de départ et la cible de chacun",
            "Les moyens engagés et le plan d’action",
        ),
        DialogueKind.YEARLY: (
            "Les résultats de l’année et le taux d’atteinte de chaque mission",
            "L’intensité des moyens engagés",
            "La révision de la taille",
            "Les indicateurs et les cibles de l’année suivante",
        ),
    }[kind]


def expected(dossier: Dossier, scales: Sequence[Scale], today: date) -> tuple[Expected, ...]:
    """Return the dialogues of the last contract, by limit: those expected, and any other that was recorded.

    One at the signature, one at the start of each mission, and one a year within the two months that follow the
    anniversary (A). Example: signed on 29/02/2024, the first year is spoken of from 28/02/2025 to 28/04/2025. Beyond
    its end, or its term while nobody renewed it, nothing more is expected of a contract.
    """
    contract = dossier.contract
    if contract is None:
        return ()
    due = [_of_signature(contract), *_of_missions(dossier, contract, today), *_of_years(contract, scales, today)]
    left = [each for each in dossier.dialogues if not _of_former(each, dossier.contracts)]
    found = [_matched(each, left) for each in due]
    besides = "Enregistré en plus de ceux que l’accord attend."
    found += [
        Expected(each, None, None, besides, is_expected=False)
        for each in dossier.dialogues
        if each in left or _of_former(each, dossier.contracts)
    ]
    return tuple(sorted(found, key=_day))


def _of_former(dialogue: Dialogue, contracts: Sequence[Contract]) -> bool:
    """Return whether a dialogue at the signature was that of a contract which the last one followed."""
    if dialogue.kind is not DialogueKind.SIGNATURE or len(contracts) == 1:
        return False
    return (dialogue.held_on or dialogue.planned_on or date.max) <= last_day(contracts[-2])


def _day(dialogue: Expected) -> tuple[bool, date]:
    day = dialogue.limit or dialogue.known.held_on or dialogue.known.planned_on
    return day is None, day or date.max


def _of_signature(contract: Contract) -> Expected:
    signed = contract.signed_on
    return Expected(Dialogue(DialogueKind.SIGNATURE), signed, signed, _AT_SIGNATURE)


def _of_missions(dossier: Dossier, contract: Contract, today: date) -> Iterator[Expected]:
    """Yield the missions that started, and those that still can."""
    for state in dossier.missions:
        began = state.started_on
        if began is None and today > last_day(contract):
            continue
        yield Expected(Dialogue(DialogueKind.MISSION, state.mission), began, began, _AT_START)


def _of_years(contract: Contract, scales: Sequence[Scale], today: date) -> Iterator[Expected]:
    """Yield the years that have begun, but one that the end of the contract cuts short.

    None begins on the term of a contract, be it the first or that of a renewal: the next renewal brings its years.
    """
    last = last_day(contract)
    for year in contract_years(contract.starts_on, min(today, last), contract.first_year):
        if year.until > last:  # no anniversary is reached
            return
        ends = year.settled_on
        terms = scale_in_force(scales, ends).contract
        yearly = Dialogue(DialogueKind.YEARLY, year=year.number)
        yield Expected(yearly, ends, terms.dialogue_limit(ends), _yearly_rule(terms.dialogue_months))


@cache
def _yearly_rule(within: int) -> str:
    months = plural(within, "mois", "mois")
    return typeset(f"Dans les {months} qui suivent l’anniversaire : résultats, taille ({SOURCE}).")


def _matched(due: Expected, left: list[Dialogue]) -> Expected:
    """Return what is due with what is recorded of it, which leaves `left`: the one held last, else planned last."""
    own = [each for each in left if key_of(each) == due.key]
    if not own:
        return due
    best = max(own, key=lambda each: (each.held_on or date.min, each.planned_on or date.min, each.id))
    left.remove(best)
    return replace(due, known=best)


def next_one(found: Sequence[Expected], today: date) -> Expected | None:
    """Return the dialogue to prepare: the first planned, else the first due, last late, first to come, last held."""
    by_standing: dict[Standing, list[Expected]] = {}
    for each in found:
        by_standing.setdefault(each.standing(today), []).append(each)
    for standing, place in (
        (Standing.PLANNED, 0), (Standing.DUE, 0), (Standing.LATE, -1), (Standing.TO_COME, 0), (Standing.HELD, -1)
    ):  # fmt: skip
        if standing in by_standing:
            return by_standing[standing][place]
    return None


class DialogueFault(StrEnum):
    """The field of a dialogue that is at fault."""

    HELD = "held_on"
    PLANNED = "planned_on"
    CONCLUSIONS = "conclusions"
    TEXT = "notes"


@dataclass(frozen=True, slots=True)
class DialogueRemark:
    """What is wrong, or only doubtful, with a field of a dialogue, in French."""

    field: DialogueFault
    words: str


def refuse_dialogue(dialogue: Dialogue, today: date) -> tuple[DialogueRemark, ...]:
    """Return every reason why a dialogue may not be recorded so."""
    return tuple(DialogueRemark(field, typeset(words)) for field, words in _refusals(dialogue, today))


def _refusals(dialogue: Dialogue, today: date) -> Iterator[tuple[DialogueFault, str]]:
    if dialogue.held_on and dialogue.held_on > today:
        day = date_digits(dialogue.held_on)
        yield DialogueFault.HELD, f"Le {day} est à venir : notez-le comme date prévue jusque-là."
    if dialogue.held_on is None and (dialogue.conclusions.strip() or dialogue.attendees.strip()):
        yield DialogueFault.HELD, "Un dialogue qui a des participants ou des conclusions a été tenu : dites quel jour."
    if len(dialogue.notes) > LONGEST_TEXT or len(dialogue.attendees) > LONGEST_ATTENDEES:
        yield DialogueFault.TEXT, f"La préparation compte {integer(LONGEST_TEXT)} caractères au plus."
    if len(dialogue.conclusions) > LONGEST_TEXT:
        yield DialogueFault.CONCLUSIONS, f"Les conclusions comptent {integer(LONGEST_TEXT)} caractères au plus."


def doubt_dialogue(due: Expected) -> tuple[DialogueRemark, ...]:
    """Return what is worth a second look in a dialogue that may be recorded."""
    return tuple(DialogueRemark(field, typeset(words)) for field, words in _doubts(due))


def _doubts(due: Expected) -> Iterator[tuple[DialogueFault, str]]:
    held, planned, yearly = due.known.held_on, due.known.planned_on, due.known.kind is DialogueKind.YEARLY
    for field, day in ((DialogueFault.PLANNED, None if held else planned), (DialogueFault.HELD, held)):
        if day and yearly and due.opens_on and day < due.opens_on:
            yield field, f"Ce jour précède l’anniversaire du contrat, le {date_digits(due.opens_on)}."
        if day and due.limit and day > due.limit:
            yield field, f"Ce jour suit la limite, le {date_digits(due.limit)}."


@dataclass(frozen=True, slots=True)
class SizeRevision:
    """What the population known on a day makes of the size retained: it counts from `effect_on` (our default, D)."""

    now: SizeClass
    proposed: SizeClass
    population: int
    effect_on: date

    @property
    def changes(self) -> bool:
        """Whether the size would not stay the same."""
        return self.now is not self.proposed

    @property
    def words(self) -> str:
        """The proposal in French sentences."""
        count = plural(self.population, "habitant")
        if not self.changes:
            return f"La population connue ({count}) reste dans la {self.now.label.lower()}{NBSP}: pas de révision."
        return typeset(
            f"La population connue ({count}) est celle d’une {self.proposed.label.lower()}, la taille retenue est la "
            f"{self.now.label.lower()}. Une révision compterait à partir du {date_digits(self.effect_on)}, prochain "
            f"anniversaire ({DEFAULT_RULE_NOTICE})."
        )


def size_revision(dossier: Dossier, thresholds: Thresholds, on: date) -> SizeRevision | None:
    """Return what a revision on a day would do to the size retained; None without contract, size or population.

    Example: signed on 15/03/2021, revised on 20/04/2023, it counts from 15/03/2024; on the anniversary itself, at once.
    """
    contract, population = dossier.contract, dossier.population_on(on)
    sizes = [each for each in dossier.retained_sizes(thresholds) if each.on <= on]
    if contract is None or population is None or not sizes:
        return None
    effect = next_anniversary(contract.starts_on, on - _ONE_DAY)
    return SizeRevision(sizes[-1].size, size_of(population, thresholds), population, effect)


def year_spoken_of(contract: Contract, due: Expected, at: date) -> ContractYear:
    """Return the year of contract that a dialogue looks at: its own, that of the mission’s start, else the first."""
    if due.known.year:
        passed = max(due.known.year - contract.first_year, 0)
        begins = anniversary(contract.starts_on, contract.starts_on.year + passed)
        return list(contract_years(contract.starts_on, begins, contract.first_year))[-1]
    day = due.limit or at if due.known.mission else contract.starts_on
    return year_of(contract.starts_on, day, contract.first_year)


def missions_spoken_of(dossier: Dossier, due: Expected, year: ContractYear) -> tuple[Mission, ...]:
    """Return the missions whose indicators a dialogue looks at: its own; yearly, those that had begun by its end.

    Crises are paid without any result to reach: they have indicators only where somebody gave them some.
    """
    if due.known.mission:
        return (due.known.mission,)
    if due.known.kind is not DialogueKind.YEARLY:
        return ()
    begun = (each.mission for each in dossier.missions if each.started_on and each.started_on <= year.until)
    return tuple(each for each in begun if each is not Mission.CRISES or dossier.indicators_of(each, year.number))


def revised_year(signed: Signed, scales: Sequence[Scale], revision: SizeRevision) -> tuple[Decimal, Decimal]:
    """Return the euros of the year that begins when a revision counts, at the most: as things are, and revised."""
    then = replace(signed, sizes=(*signed.sizes, Since(revision.effect_on, revision.proposed)))
    now, revised = (
        total(due for due in schedule(each, scales, revision.effect_on) if due.of_year.since == revision.effect_on)
        for each in (signed, then)
    )
    return now, revised


def at_stake(signed: Signed, scales: Sequence[Scale], year: ContractYear) -> dict[Mission, Decimal]:
    """Return by mission the euros that its rate of a year of contract decides, at the most (100 %)."""
    found: dict[Mission, Decimal] = {}
    for due in schedule(replace(signed, results={}), scales, year.since):
        if due.mission and due.kind is Kind.RESULTS and due.of_year == year:
            found[due.mission] = found.get(due.mission, Decimal(0)) + due.amount
    return found
