"""What keeps the money of a CPTS from being computed, or computed whole, and in which tab of its file it is mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.crises import crisis_refusal
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import date_digits, listing, typeset
from cpr_desk.domain.grants import unmet
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import contracts
from cpr_desk.domain.scale import Condition, GrantKind, Part, Scale, scale_in_force
from cpr_desk.domain.schedule import Signed, members_at, size_at
from cpr_desk.domain.signed import ContractYear, last_day, years_of


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing or that pays nothing, in a French sentence; `tab` is the key of where it is mended."""

    words: str
    tab: str


def gaps(dossier: Dossier, scales: Sequence[Scale], at: date) -> tuple[Gap, ...]:
    """Return what the account of a CPTS lacks on a day, nothing when it is whole."""
    told = [*_of_contracts(dossier, scales, at), *_of_grants(dossier, scales)]
    return tuple(Gap(typeset(gap.words), gap.tab) for gap in told)


def _of_contracts(dossier: Dossier, scales: Sequence[Scale], at: date) -> Iterator[Gap]:
    if not dossier.contracts:
        yield Gap("Aucun contrat n’est signé : rien n’est dû au titre de l’ACI.", "path")
    signed = contracts(dossier, scales)
    for contract, known in zip(dossier.contracts, signed, strict=True):
        if known is None:
            on = date_digits(contract.signed_on)
            yield Gap(f"La population du {on} n’est pas connue : sans taille, rien ne se calcule.", "area")
    if signed and (last := signed[-1]):
        yield from _of_last(last, scales, at)


def _of_last(signed: Signed, scales: Sequence[Scale], at: date) -> Iterator[Gap]:
    if signed.term and signed.term <= at and signed.ended_on is None:
        words = f"Le contrat est arrivé à son terme le {date_digits(signed.term)} : rien n’est dû au-delà."
        yield Gap(f"{words} Enregistrez son renouvellement ou sa fin.", "contract")
    if not any(on <= at for on in signed.missions.values()):
        yield Gap("Aucune mission n’a démarré : seul le fonctionnement est dû.", "missions")
    years = [(year, scale_in_force(scales, year.since)) for year in years_of(signed, at)]
    yield from _of_results(signed, years, at)
    yield from _of_plan(signed, years, at)
    yield from _of_members(signed, years)
    for crisis in signed.crises:
        if refusal := crisis_refusal(signed, crisis, scales):
            what = crisis.label or "Crise sanitaire"
            yield Gap(f"{what} du {date_digits(crisis.declared_on)} : rien n’est dû, {refusal}.", "funding")


_Years = Sequence[tuple[ContractYear, Scale]]


def _of_results(signed: Signed, years: _Years, at: date) -> Iterator[Gap]:
    told = []
    for year, scale in years:
        lines = [line for line in scale.lines if line.part is Part.VARIABLE]
        weighed = {line.mission for line in lines if line.condition is not Condition.CRISIS}
        begun = {mission for mission, on in signed.missions.items() if on <= last_day(signed, year)}
        known = {mission for mission, number in signed.results if number == year.number}
        missing = [mission.label for mission in Mission if mission in (weighed & begun) - known]
        if missing and year.settled_on <= at:
            told.append(f"année {year.number} ({listing(missing)})")
    if told:
        words = f"Résultats à saisir : {listing(told)}. Le volet variable y est compté à son maximum."
        yield Gap(words, "missions")


def _of_plan(signed: Signed, years: _Years, at: date) -> Iterator[Gap]:
    begun, written = signed.missions.get(Mission.CRISES), signed.plan_written_on
    without = [
        str(year.number)
        for year, scale in years
        if any(line.condition is Condition.PLAN_FIRST for line in scale.lines)
        and begun
        and begun <= min(year.until, at)
        and (written is None or written > min(year.until, at))
    ]
    if without:
        words = "Le plan de réponse aux crises n’est pas rédigé : son volet fixe n’est pas dû pour"
        yield Gap(f"{words} {_numbered(without)}.", "missions")


def _of_members(signed: Signed, years: _Years) -> Iterator[Gap]:
    without = [
        str(year.number)
        for year, scale in years
        if scale.bonus and size_at(signed, year.since) == scale.bonus.size and members_at(signed, year.until) is None
    ]
    if without:
        words = "Le nombre de membres n’est pas connu : la majoration ne se calcule pas pour"
        yield Gap(f"{words} {_numbered(without)}.", "summary")


def _numbered(years: Sequence[str]) -> str:
    return f"l’année {years[0]}" if len(years) == 1 else f"les années {listing(years)}"


def _of_grants(dossier: Dossier, scales: Sequence[Scale]) -> Iterator[Gap]:
    signed_on = dossier.contracts[0].signed_on if dossier.contracts else None
    for each in dossier.grants:
        scale = scale_in_force(scales, each.on)
        grant = scale.grant(each.kind)
        accompaniment = each.kind is GrantKind.ACCOMPANIMENT
        tab = "path" if accompaniment else "funding"
        if grant is None:
            day = date_digits(each.on)
            yield Gap(f"{each.kind.label} du {day} : le barème « {scale.label} » ne le prévoit pas.", tab)
        elif accompaniment and dossier.size_on(each.on, scale.thresholds) is None:
            yield Gap(f"{each.kind.label} : la population n’est pas connue, le montant ne se calcule pas.", "area")
        elif not accompaniment and signed_on is None:
            yield Gap(f"{each.kind.label} : rien n’est dû sans contrat signé.", "path")
        elif (reason := unmet(grant, signed_on)) and not each.comment:
            yield Gap(f"{each.kind.label} : {reason}.", tab)
