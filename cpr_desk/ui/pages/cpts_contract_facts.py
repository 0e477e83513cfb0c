"""What the tab of the contract says of it, of what happened to it, of its sizes and of its years, as facts in a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind, next_anniversary
from cpr_desk.domain.contract_changes import YearDates, last_day, size_words
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.dossier import SizeFixed
from cpr_desk.domain.french import capital, date_digits, integer, listing, plural, since_until, typeset
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.fact_list import Act, Fact

Acts = tuple[tuple[str, Callable[[], object]], ...]
"""Verbs with what they do."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContractTab", text)


def of_contract(contract: Contract, at: date) -> list[Fact]:
    """Return what was signed and how it stands."""
    years = plural(contract.years, _tr("an"))
    signed = _tr("Signé le {day} pour {years}").format(day=date_digits(contract.signed_on), years=years)
    told = [
        _tr("Prend effet le {day}").format(day=date_digits(contract.starts_on)) if contract.effect_on else "",
        _tr("Terme le {day}, dernier jour le {last}").format(
            day=date_digits(contract.term), last=date_digits(last_day(contract))
        ),
        _next(contract, at),
        _parties(contract),
        contract.comment,
    ]
    return [Fact(_badge(contract, at), signed, typeset("\n".join(filter(None, told))))]


def _badge(contract: Contract, at: date) -> tuple[Tone, str, str]:
    if contract.ended_on and contract.ended_on < at:
        return Tone.NEUTRAL, "x", _tr("Terminé")
    if contract.suspended(at):
        return Tone.URGENT, "hourglass", _tr("Suspendu")
    if at < contract.starts_on:
        return Tone.UPCOMING, "clock", _tr("Signé, effet à venir")
    if contract.term <= at:
        return Tone.LATE, "octagon-alert", _tr("Terme dépassé")
    return Tone.DONE, "circle-check", _tr("En cours")


def _next(contract: Contract, at: date) -> str:
    if not contract.in_force(at):
        return ""
    day = next_anniversary(contract.starts_on, at)
    return _tr("Prochain anniversaire le {day}").format(day=date_digits(day))


def _parties(contract: Contract) -> str:
    named = [
        (_tr("CPTS : {name}"), contract.cpts_party),
        (_tr("ARS : {name}"), contract.ars_party),
        (_tr("Assurance maladie : {name}"), contract.insurance_party),
    ]
    told = [words.format(name=name) for words, name in named if name]
    missing = [words.split(" : ")[0] for words, name in named if not name]
    if missing:
        told.append(_tr("signataire à indiquer : {parties}").format(parties=listing(missing)))
    return capital(" ; ".join(told))


def of_life(
    contract: Contract,
    known: Mapping[int, Decision],
    at: date,
    acts: Callable[[ContractEvent], Acts],
    end_acts: Acts,
) -> list[Fact]:
    """Return what happened to a contract in the order of time, its end last; nothing happened is said too."""
    events = sorted(contract.events, key=lambda each: each.known_on)
    found = [_event(each, contract, known, at, acts(each)) for each in events]
    if contract.ended_on:
        found.append(_end(contract, contract.ended_on, known, at, end_acts))
    return found or [Fact((Tone.NEUTRAL, "info", _tr("Rien")), _tr("Aucun avenant, renouvellement ni suspension"))]


def _event(event: ContractEvent, contract: Contract, known: Mapping[int, Decision], at: date, acts: Acts) -> Fact:
    last = last_day(contract)
    effect = _tr("Effet le {day}").format(day=date_digits(event.on))
    signed = date_digits(event.known_on)
    title = {
        EventKind.AMENDMENT: _tr("Avenant du {day}").format(day=signed),
        EventKind.RENEWAL: _tr("Renouvellement du {day}").format(day=signed),
        EventKind.SUSPENSION: _tr("Suspension {span}").format(span=since_until(event.on, event.until)),
    }[event.kind]
    told = [
        event.label,
        "" if event.kind is EventKind.SUSPENSION or event.on == event.known_on else effect,
        capital(event.planned_words(min(at, last))),
        event.comment,
        _opinion(event.decision_id, known),
        "" if event.id else _tr("Le parcours seul l’indique : corrigez le contrat pour l’y ajouter."),
    ]
    state = State.UPCOMING if event.known_on > at else State.DONE
    badge = (state.tone, state.icon_name, capital(event.kind.label))
    if event.kind is EventKind.SUSPENSION:
        tone = Tone.NEUTRAL if min(event.until or last, last) < at else Tone.URGENT
        badge = (tone, "hourglass", capital(event.kind.label))
    return Fact(badge, title, typeset("\n".join(filter(None, told))), acts=_made(acts))


def _end(contract: Contract, on: date, known: Mapping[int, Decision], at: date, acts: Acts) -> Fact:
    kind = contract.end_kind
    told = [
        capital(kind.label) if kind else _tr("Le parcours seul indique cette fin : précisez-la."),
        contract.end_reason,
        _opinion(contract.end_decision_id, known),
    ]
    if kind is not EndKind.EXPIRY and contract.end_decision_id is None:
        told.append(_tr("Aucun avis de la commission n’est encore lié à cette fin."))
    word = _tr("Fin à venir") if on >= at else _tr("Fin")
    title = _tr("Fin du contrat, dernier jour le {day}").format(day=date_digits(on))
    return Fact((Tone.NEUTRAL, "x", word), title, typeset("\n".join(filter(None, told))), acts=_made(acts))


def _opinion(decision_id: int | None, known: Mapping[int, Decision]) -> str:
    decision = known.get(decision_id or 0)
    if decision is None:
        return ""
    told = _tr("{reference} du {day} : {text}").format(
        reference=decision.reference, day=date_digits(decision.taken_on), text=decision.text
    )
    return f"{capital(decision.kind.label)} {told}" + (f" ({decision.words})" if decision.withdrawn_on else "")


def of_sizes(
    contract: Contract, sizes: Sequence[SizeFixed], scales: Sequence[Scale], acts: Callable[[SizeFixed], Acts]
) -> list[Fact]:
    """Return the sizes retained with what each changed; one that follows from the population says so."""
    return list(_sizes(contract, sizes, scales, acts)) or [
        Fact(
            (Tone.URGENT, "triangle-alert", _tr("Inconnue")),
            _tr("Aucune taille n’est connue"),
            _tr("Indiquez la population ou la taille : le financement en dépend."),
        )
    ]


def _sizes(
    contract: Contract, sizes: Sequence[SizeFixed], scales: Sequence[Scale], acts: Callable[[SizeFixed], Acts]
) -> Iterator[Fact]:
    before: SizeClass | None = None
    for each in sizes:
        told = [size_words(contract, scale_in_force(scales, each.on), before, each)]
        if each.population is not None:
            told.append(_tr("Population retenue : {count} habitants").format(count=integer(each.population)))
        if not each.id:
            told.append(_tr("Déduite de ce que le registre sait à la signature : elle n’a pas été retenue."))
        told.append(each.comment)
        badge = (Tone.DONE, "circle-check", each.size.label) if each.id else (Tone.UPCOMING, "info", each.size.label)
        title = _tr("Retenue le {day}").format(day=date_digits(each.on))
        yield Fact(badge, title, typeset("\n".join(filter(None, told))), acts=_made(acts(each)))
        before = each.size


def of_years(years: Sequence[YearDates], at: date) -> list[Fact]:
    """Return the years of a contract, each with the dialogue that follows it."""
    return [_year(each, at) for each in years]


def _year(known: YearDates, at: date) -> Fact:
    year = known.year
    limit = date_digits(known.dialogue_limit) if known.dialogue_limit else ""
    if known.held_on:
        state, word = State.DONE, _tr("Dialogue tenu")
        told = _tr("Dialogue tenu le {day}").format(day=date_digits(known.held_on))
    elif known.dialogue_limit is None:
        badge = (Tone.NEUTRAL, "x", _tr("Sans dialogue"))
        return Fact(badge, capital(year.label), _tr("Le contrat prend fin avant l’anniversaire"))
    elif known.dialogue_limit < at:
        state, word = State.LATE, _tr("Dialogue en retard")
        told = _tr("Dialogue attendu avant le {limit}").format(limit=limit)
    elif year.settled_on <= at:
        state, word = State.URGENT, _tr("Dialogue à tenir")
        told = _tr("Dialogue à tenir avant le {limit}").format(limit=limit)
    else:
        state, word = State.UPCOMING, _tr("À venir")
        told = _tr("Anniversaire le {day}, dialogue à tenir avant le {limit}").format(
            day=date_digits(year.settled_on), limit=limit
        )
    return Fact((state.tone, state.icon_name, word), capital(year.label), typeset(told))


def _made(acts: Acts) -> tuple[Act, ...]:
    return tuple(Act(verb, run) for verb, run in acts)
