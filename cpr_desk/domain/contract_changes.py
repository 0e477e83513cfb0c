"""What may be recorded of a contract: signature, amendments, renewals, suspensions, end, sizes (domain.md §4.24)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.contract import Contract, ContractEvent, ContractTerms, EndKind, EventKind, next_anniversary
from cpr_desk.domain.dossier import Dialogue, DialogueKind, SizeFixed
from cpr_desk.domain.french import NBSP, capital, date_digits, euros, since_until, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import Part, Scale
from cpr_desk.domain.schedule import ContractYear, contract_years
from cpr_desk.domain.sizes import SizeClass

EARLIEST_EFFECT, LATEST_EFFECT = 6, 12
"""Months by which what is signed may take effect before, or after, its signature (D: beyond, a date is mistyped)."""
_ONE_DAY = timedelta(days=1)
_YEARS = range(1, 21)


def last_day(contract: Contract) -> date:
    """Return the last day of a contract: that of its end, else the eve of its term."""
    return contract.ended_on or contract.term - _ONE_DAY


def _steps_since(contract: Contract, steps: Iterable[StepTaken]) -> Iterator[StepTaken]:
    """Yield the steps that follow a signature, up to the next one."""
    for each in steps:
        if each.on >= contract.signed_on and each.id != contract.step_id:
            if each.step is Step.SIGNED:
                return
            yield each


def end_step(contract: Contract, steps: Iterable[StepTaken]) -> StepTaken | None:
    """Return the step that ends a contract on the path, None while there is none before the next signature."""
    return next((each for each in _steps_since(contract, steps) if each.step is Step.TERMINATED), None)


def told_by_path(contract: Contract, steps: Iterable[StepTaken]) -> Contract:
    """Return a contract with what the path alone tells: renewals (without `id`), and its end, without its kind.

    The last day is the eve of « Contrat terminé »; a renewal takes effect at the term, whenever it was signed.
    """
    own = tuple(_steps_since(contract, steps))
    known = {each.known_on for each in contract.renewals}
    for each in own:
        if each.step is Step.RENEWED and each.on not in known:
            renewal = ContractEvent(EventKind.RENEWAL, contract.term, signed_on=each.on)
            contract = replace(contract, events=(*contract.events, renewal))
    step = end_step(contract, own)
    if contract.ended_on or step is None:
        return contract
    return replace(contract, ended_on=max(step.on - _ONE_DAY, contract.starts_on))


def numbered(contracts: Iterable[Contract]) -> tuple[Contract, ...]:
    """Return the contracts of a CPTS, oldest first, with the years of each counted on from those of the one before.

    What is kept by year of contract (indicators, rates, dialogues) then belongs to one contract (D).
    Example: after a contract of 15/03/2021 ended on 30/06/2022, the first year of the next one is year 3.
    """
    found: list[Contract] = []
    for contract in contracts:
        first = 1
        if found:
            former = found[-1]
            last = min(last_day(former), contract.starts_on - _ONE_DAY)
            begun = [year for year in contract_years(former.starts_on, last) if year.since < last]
            first = former.first_year + max(len(begun), 1)
        found.append(replace(contract, first_year=first))
    return tuple(found)


def sizes_of(contract: Contract, contracts: Iterable[Contract], sizes: Iterable[SizeFixed]) -> tuple[SizeFixed, ...]:
    """Return the sizes retained for a contract: from its signature to the next one."""
    following = min((each.signed_on for each in contracts if each.signed_on > contract.signed_on), default=date.max)
    return tuple(each for each in sizes if contract.signed_on <= each.on < following)


def refuse_signature(
    others: Sequence[Contract], wanted: Contract, today: date, revised: Sequence[SizeFixed] = ()
) -> tuple[Refusal, ...]:
    """Return every reason not to record a contract, or to correct it so.

    `others` are the other contracts of the CPTS: two never run at once, the former ends first. What happened to the
    contract stays within it, the sizes `revised` after its signature too.
    """
    return (
        *_to_come(wanted.signed_on, today),
        *_effect(wanted.signed_on, wanted.starts_on),
        *_length(wanted),
        *_overlaps(others, wanted),
        *_outside(wanted),
        *_revised_before(revised, wanted),
    )


def _to_come(day: date, today: date) -> Iterator[Refusal]:
    if day > today:
        yield Refusal(Fault.SINCE, "Cette date est à venir.", "Une signature s’enregistre une fois donnée.")


def _effect(signed_on: date, effect_on: date) -> Iterator[Refusal]:
    first, last = add_months(signed_on, -EARLIEST_EFFECT), add_months(signed_on, LATEST_EFFECT)
    if effect_on < first:
        what = f"L’effet précède la signature de plus de {EARLIEST_EFFECT} mois ({DEFAULT_RULE_NOTICE})."
        yield Refusal(Fault.EFFECT, what, f"Choisissez une date à partir du {date_digits(first)}.")
    if effect_on > last:
        what = f"L’effet suit la signature de plus de {LATEST_EFFECT} mois ({DEFAULT_RULE_NOTICE})."
        yield Refusal(Fault.EFFECT, what, f"Choisissez une date jusqu’au {date_digits(last)}.")


def _length(wanted: Contract) -> Iterator[Refusal]:
    if wanted.years not in _YEARS:
        what = f"Un contrat dure de {_YEARS[0]} à {_YEARS[-1]} ans."
        yield Refusal(Fault.YEAR, what, "Corrigez sa durée (5 ans selon l’accord).")


def _overlaps(others: Sequence[Contract], wanted: Contract) -> Iterator[Refusal]:
    for other in others:
        if other.starts_on <= (wanted.ended_on or date.max) and wanted.starts_on <= (other.ended_on or date.max):
            if other.ended_on:
                until = f"court du {date_digits(other.starts_on)} au {date_digits(other.ended_on)}"
            else:
                until = f"court depuis le {date_digits(other.starts_on)}, sans fin enregistrée"
            what = f"Le contrat signé le {date_digits(other.signed_on)} {until}{NBSP}: les deux se chevauchent."
            yield Refusal(Fault.SINCE, what, "Enregistrez d’abord sa fin, ou corrigez la date.")


def _outside(wanted: Contract) -> Iterator[Refusal]:
    for event in wanted.events:
        if event.on < wanted.starts_on:
            what = f"{capital(event.kind.label)} du {date_digits(event.on)}{NBSP}: le contrat ne courait pas encore."
            yield Refusal(Fault.EFFECT, what, "Corrigez d’abord cette date, ou celle du contrat.")
    if wanted.ended_on and wanted.ended_on < wanted.starts_on:
        what = f"Le contrat a pris fin le {date_digits(wanted.ended_on)}, avant de prendre effet."
        yield Refusal(Fault.EFFECT, what, "Corrigez d’abord sa fin, ou cette date.")


def _revised_before(revised: Sequence[SizeFixed], wanted: Contract) -> Iterator[Refusal]:
    for size in revised:
        if size.on <= wanted.signed_on:
            what = f"Une taille est révisée le {date_digits(size.on)}, qui ne suivrait plus la signature."
            yield Refusal(Fault.SINCE, what, "Corrigez d’abord la date de cette révision, ou celle-ci.")


def refuse_event(contract: Contract, wanted: ContractEvent, today: date) -> tuple[Refusal, ...]:
    """Return every reason not to record an event, or to correct it so (by its `id`)."""
    others = replace(contract, events=tuple(each for each in contract.events if not wanted.id or each.id != wanted.id))
    judge = {
        EventKind.AMENDMENT: _refuse_amendment,
        EventKind.RENEWAL: _refuse_renewal,
        EventKind.SUSPENSION: _refuse_suspension,
    }[wanted.kind]
    return tuple(judge(others, wanted, today))


def _refuse_amendment(contract: Contract, wanted: ContractEvent, today: date) -> Iterator[Refusal]:
    signed_on = wanted.signed_on or wanted.on
    yield from _signed_within(contract, signed_on, today)
    if not wanted.label.strip():
        yield Refusal(Fault.LABEL, "Un avenant a un objet.", "Indiquez ce qu’il change.")
    if not contract.starts_on <= wanted.on <= last_day(contract):
        what = f"Cet avenant prendrait effet hors du contrat, qui court {_span(contract)}."
        yield Refusal(Fault.EFFECT, what, "Corrigez la date, ou renouvelez d’abord le contrat.")
    else:
        yield from _effect(signed_on, wanted.on)


def _refuse_renewal(contract: Contract, wanted: ContractEvent, today: date) -> Iterator[Refusal]:
    signed_on = wanted.signed_on or wanted.on
    yield from _signed_within(contract, signed_on, today)
    if contract.ended_on:
        what = f"Ce contrat a pris fin le {date_digits(contract.ended_on)}."
        yield Refusal(Fault.SINCE, what, "Enregistrez la signature d’un nouveau contrat.")
    elif signed_on < add_months(contract.term, -12 * contract.years):
        what = f"Le contrat est déjà renouvelé{NBSP}: il court jusqu’au {date_digits(last_day(contract))}."
        yield Refusal(Fault.SINCE, what, "Corrigez le renouvellement enregistré, ou la date.")


def _refuse_suspension(contract: Contract, wanted: ContractEvent, today: date) -> Iterator[Refusal]:
    for fault, end in ((Fault.UNTIL, wanted.until), (Fault.PLANNED, wanted.planned_until)):
        if end and end < wanted.on:
            yield Refusal(fault, "La suspension se terminerait avant d’avoir commencé.", "Corrigez l’une des dates.")
    if wanted.until and wanted.until >= today:
        yield Refusal(Fault.UNTIL, "Cette levée est à venir.", "Indiquez plutôt la fin prévue, et la levée ensuite.")
    if not wanted.label.strip():
        yield Refusal(Fault.REASON, "Une suspension a un motif.", "Indiquez-le en quelques mots.")
    last = last_day(contract)
    if not contract.starts_on <= wanted.on <= last:
        what = f"Cette suspension serait hors du contrat, qui court {_span(contract)}."
        yield Refusal(Fault.SINCE, what, "Corrigez la date.")
    else:
        for fault, end in ((Fault.UNTIL, wanted.until), (Fault.PLANNED, wanted.planned_until)):
            if end and end > last:
                what = f"Le contrat se termine le {date_digits(last)}."
                yield Refusal(fault, what, "Choisissez ce jour ou un jour qui précède, ou laissez la date vide.")
    for other in contract.suspensions:
        if other.on <= (wanted.until or date.max) and wanted.on <= (other.until or date.max):
            what = f"Le contrat est déjà suspendu {since_until(other.on, other.until)}{NBSP}: les deux se chevauchent."
            yield Refusal(Fault.SINCE, what, "Terminez d’abord cette suspension, ou corrigez les dates.")


def _signed_within(contract: Contract, signed_on: date, today: date) -> Iterator[Refusal]:
    yield from _to_come(signed_on, today)
    if signed_on < contract.signed_on:
        what = f"Le contrat n’est signé que le {date_digits(contract.signed_on)}."
        yield Refusal(Fault.SINCE, what, "Corrigez la date.")


def _span(contract: Contract) -> str:
    return f"du {date_digits(contract.starts_on)} au {date_digits(last_day(contract))}"


def refuse_resumption(contract: Contract, on: date, today: date) -> tuple[Refusal, ...]:
    """Return every reason not to let the contract run again from a day on: its suspension ends the day before."""
    running = contract.running_suspension
    if running is None:
        return (Refusal(Fault.SINCE, "Le contrat n’est pas suspendu.", "Actualisez la page (F5) pour le voir."),)
    if on <= running.on:
        what = f"La suspension n’a commencé que le {date_digits(running.on)}."
        return (Refusal(Fault.SINCE, what, "Choisissez un jour qui suit, ou effacez la suspension."),)
    advice = f"Choisissez un jour jusqu’au {date_digits(min(today, last_day(contract)))}."
    found = refuse_event(contract, replace(running, until=on - _ONE_DAY), today)
    return tuple(replace(each, what_to_do=advice) if each.fault is Fault.UNTIL else each for each in found)


def suspension_words(wanted: ContractEvent) -> str:
    """Say what a suspension does: its days are not financed until it is lifted, which no text says (D)."""
    planned = f", {wanted.planned_words(wanted.on)}" if wanted.planned_until and wanted.until is None else ""
    until = "" if wanted.until else " jusqu’à sa levée"
    return typeset(
        f"Le contrat est suspendu {since_until(wanted.on, wanted.until)}{planned} : ces jours ne sont pas financés"
        f"{until}. L’accord ne fixe pas les effets d’une suspension ({DEFAULT_RULE_NOTICE})."
    )


def renewal_words(contract: Contract, signed_on: date) -> str:
    """Say what a renewal signed on a day does, before the term or after it."""
    term, until = contract.term, _anniversary_after(contract)
    span = f"jusqu’au {date_digits(until - _ONE_DAY)}"
    if signed_on <= term:
        return typeset(f"Signé avant son terme du {date_digits(term)}, le contrat continue sans interruption {span}.")
    return typeset(
        f"Le contrat était arrivé à son terme le {date_digits(term)} : signé après, le renouvellement court tout de "
        f"même depuis ce jour, {span} ({DEFAULT_RULE_NOTICE})."
    )


def _anniversary_after(contract: Contract) -> date:
    return replace(contract, events=(*contract.events, ContractEvent(EventKind.RENEWAL, contract.term))).term


def realigned(contract: Contract) -> Contract:
    """Return a contract whose dates were corrected with its renewals on the terms that they follow now."""
    kept = replace(contract, events=())
    events = []
    for each in contract.events:
        renews = each.kind is EventKind.RENEWAL
        events.append(replace(each, on=kept.term) if renews else each)
        kept = replace(kept, events=(*kept.events, each)) if renews else kept
    return replace(contract, events=tuple(events))


def refuse_end(contract: Contract, ended_on: date, kind: EndKind, reason: str) -> tuple[Refusal, ...]:
    """Return every reason not to record the end of a contract; `ended_on` is its last day."""
    return tuple(_refuse_end(replace(contract, ended_on=None), ended_on, kind, reason))


def _refuse_end(contract: Contract, ended_on: date, kind: EndKind, reason: str) -> Iterator[Refusal]:
    expiry = last_day(contract)
    if ended_on < contract.starts_on:
        what = f"Le contrat ne prend effet que le {date_digits(contract.starts_on)}."
        yield Refusal(Fault.UNTIL, what, "S’il a été saisi par erreur, effacez-le.")
    if kind is EndKind.EXPIRY and ended_on != expiry:
        what = f"Le contrat arrive à son terme le {date_digits(contract.term)}{NBSP}: son dernier jour est la veille."
        yield Refusal(Fault.UNTIL, what, f"Indiquez le {date_digits(expiry)}, ou choisissez une résiliation.")
    elif ended_on > expiry:
        what = f"Le contrat se termine de lui-même le {date_digits(expiry)}."
        yield Refusal(Fault.UNTIL, what, "Enregistrez l’arrivée au terme, ou d’abord le renouvellement.")
    if kind is not EndKind.EXPIRY and not reason.strip():
        yield Refusal(Fault.REASON, "Une résiliation a un motif.", "Indiquez-le en quelques mots.")
    for event in (*contract.amendments, *contract.suspensions):
        if event.on > ended_on:
            what = f"{capital(event.kind.label)} du {date_digits(event.on)}{NBSP}: ce serait après la fin du contrat."
            yield Refusal(Fault.UNTIL, what, "Retirez-le d’abord, ou corrigez la date.")


def refuse_size(contract: Contract, sizes: Sequence[SizeFixed], wanted: SizeFixed, today: date) -> tuple[Refusal, ...]:
    """Return every reason not to retain a size for the contract on a day, or to correct it so (by its `id`)."""
    return tuple(_refuse_size(contract, sizes, wanted, today))


def _refuse_size(contract: Contract, sizes: Sequence[SizeFixed], wanted: SizeFixed, today: date) -> Iterator[Refusal]:
    if wanted.on > today:
        yield Refusal(Fault.SINCE, "Cette date est à venir.", "Une taille s’enregistre une fois retenue.")
    if any(each.on == wanted.on and each.id != wanted.id for each in sizes):
        yield Refusal(Fault.SINCE, "Une taille est déjà retenue ce jour-là.", "Corrigez-la, ou changez la date.")
    if wanted.on < contract.signed_on:
        what = f"La première taille se retient à la signature, le {date_digits(contract.signed_on)}."
        yield Refusal(Fault.SINCE, what, "Choisissez ce jour ou un jour qui suit.")
    elif wanted.on > last_day(contract):
        what = f"Le contrat se termine le {date_digits(last_day(contract))}."
        yield Refusal(Fault.SINCE, what, "Choisissez une date antérieure.")


def size_effect(contract: Contract, on: date) -> date:
    """Return the day from which a size retained on a day counts: the next anniversary (D, domain.md §4.25).

    A size retained on an anniversary counts at once, that of the signature from the effect of the contract.
    """
    if on <= contract.starts_on:
        return contract.starts_on
    return next_anniversary(contract.starts_on, on - _ONE_DAY)


def size_words(contract: Contract, scale: Scale, before: SizeClass | None, wanted: SizeFixed) -> str:
    """Say from when a size counts and what it changes to a year of fonctionnement."""
    on = date_digits(size_effect(contract, wanted.on))
    if wanted.on <= contract.signed_on:
        told = f"{wanted.size.label} à la signature, pour la première année de contrat."
    elif before == wanted.size:
        told = f"La taille ne change pas ({wanted.size.label.lower()})."
    else:
        told = f"La {wanted.size.label.lower()} compte à partir de l’anniversaire du {on} ({DEFAULT_RULE_NOTICE})."
        line = next(each for each in scale.lines if each.part is Part.RUNNING)
        if before:
            told += f" {line.label} : {euros(line.amount(wanted.size))} par an au lieu de {euros(line.amount(before))}."
    if wanted.population is not None and scale.size_of(wanted.population) != wanted.size:
        own = scale.size_of(wanted.population).label.lower()
        told += f" Cette population correspond à la {own} : une autre est retenue."
    return typeset(told)


@dataclass(frozen=True, slots=True)
class YearDates:
    """A year of contract and the dialogue that follows it: its last day, and when it was held.

    A contract that ended before an anniversary has no dialogue after that one: `dialogue_limit` is None.
    """

    year: ContractYear
    dialogue_limit: date | None
    held_on: date | None = None


def year_dates(contract: Contract, terms: ContractTerms, dialogues: Sequence[Dialogue]) -> tuple[YearDates, ...]:
    """Return the years of a contract with the limits of their dialogues (domain.md §4.27); none begins on the last day.

    Example: signed on 29/02/2024, the first year ends on 27/02/2025 and its dialogue is held by 28/04/2025.
    """
    held = {each.year: each.held_on for each in dialogues if each.kind is DialogueKind.YEARLY}
    last = last_day(contract)
    return tuple(
        YearDates(year, terms.dialogue_limit(year.settled_on) if year.until <= last else None, held.get(year.number))
        for year in contract_years(contract.starts_on, last, contract.first_year)
        if year.since < last or year.since == contract.starts_on
    )
