"""The missions of the demonstration: deployed or late, measured by indicators, spoken of in dialogues de gestion."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dialogues import Expected, Standing
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier, YearIndicator
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.signed import contract_years, year_of
from cpr_desk.services import dialogues, indicators, missions
from cpr_desk.services.dialogues import RecordDialogue
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.instance import Database

_MEASURED = 3
"""How many CPTS have indicators: the others show what an empty grid asks for."""
_TO_DEPLOY, _TO_WRITE, _TO_MEET, _MARGIN = (timedelta(days=days) for days in (320, 60, 40, 10))
_NATIONAL = ((41_200, 44_000, 43_100), (12, 9, 10), (18, 15, 17), (22, 30, 27), (0, 1500, 1268))
"""Start, target and result of the national indicators of accès aux soins, in the order of the accord."""
_LOCAL = (
    Indicator("Patients inclus dans le parcours insuffisance cardiaque", "patients", Decimal(2), Decimal(0)),
    Indicator("Délai de consultation après une hospitalisation", "jours", Decimal(1), Decimal(21)),
)
_LOCAL_VALUES = ((0, 150, 128), (21, 10, 14))
_VALUES: Mapping[Mission, Sequence[tuple[int, int, int]]] = {Mission.ACCES: _NATIONAL, Mission.PARCOURS: _LOCAL_VALUES}
_PLANS = {
    Mission.ACCES: "- Accueil des demandes de la journée\n- Plages réservées chez les médecins et les infirmiers\n"
    "- Lien avec le service d’accès aux soins",
    Mission.CRISES: "Le plan est relu chaque automne avec les établissements et les communes.\n"
    "- Alerte par message aux membres, relais par commune\n- Créneaux réservés et lieu de repli\n"
    "- Suivi des patients fragiles par les infirmiers et les pharmaciens",
}
_ATTENDEES = "La présidence de la CPTS\nL’agence régionale de santé\nL’Assurance maladie"
_CONCLUSIONS = {
    DialogueKind.SIGNATURE: "Territoire, taille et calendrier des missions sont arrêtés.",
    DialogueKind.MISSION: "Les indicateurs et leurs cibles sont arrêtés.",
    DialogueKind.YEARLY: "Les résultats sont partagés, les cibles de l’année suivante fixées.",
}


def live(db: Database, commission: Commission, today: date) -> None:
    """Let the contracts in force live: dates of missions, dialogues, indicators of the first CPTS."""
    for place, dossier in enumerate(_under_contract(db, commission, today)):
        _deploy(db, commission, dossier, today, but_one=place == 0)
        if place < _MEASURED:
            _measure(db, commission, dossier, today)
    for place, dossier in enumerate(_under_contract(db, commission, today)):
        _meet(db, commission, dossier, today, but_last=place == 1)


def _under_contract(db: Database, commission: Commission, today: date) -> list[Dossier]:
    snapshot = snapshot_at(db, commission, today)
    return [each for each in snapshot.dossiers if each.contract and each.contract.in_force(today)]


def _deploy(db: Database, commission: Commission, dossier: Dossier, today: date, *, but_one: bool) -> None:
    """Deploy what began long enough ago, but for one mission that is late, and write the plans."""
    begun = [each for each in dossier.missions if each.started_on]
    for state in begun:
        started = state.started_on or today
        late = but_one and state.mission is Mission.PREVENTION
        deployed = started + _TO_DEPLOY if started + _TO_DEPLOY <= today and not late else None
        wanted = replace(state, planned_on=started - _MARGIN, deployed_on=deployed)
        if state.mission is Mission.CRISES and started + _TO_WRITE <= today:
            wanted = replace(wanted, plan_written_on=started + _TO_WRITE)
        missions.date_mission(db, commission, dossier.id, wanted, today)
        if state.mission in _PLANS:
            missions.save_plan(db, commission, dossier.id, state.mission, _PLANS[state.mission])


def _meet(db: Database, commission: Commission, dossier: Dossier, today: date, *, but_last: bool) -> None:
    """Hold what was due, plan what is due now; of one CPTS the last yearly dialogue is late."""
    due = dialogues.dialogues_of(db, dossier, today)
    late = [each for each in due if each.standing(today) is Standing.LATE]
    left = [each for each in late if each.known.kind is DialogueKind.YEARLY][-1:] if but_last else []
    for each in due:
        wanted = None if each in left else _met(each, today)
        if wanted:
            dialogues.record_dialogue(db, commission, RecordDialogue(dossier.id, wanted), today)


def _met(due: Expected, today: date) -> Dialogue | None:
    standing, kind = due.standing(today), due.known.kind
    if standing is Standing.LATE and due.opens_on:
        held = due.opens_on + _TO_MEET if kind is DialogueKind.YEARLY else due.opens_on
        return replace(due.known, held_on=held, attendees=_ATTENDEES, conclusions=_CONCLUSIONS[kind])
    if standing is Standing.DUE and due.limit:
        planned = max(due.limit - _MARGIN, today)
        return replace(due.known, planned_on=planned, notes="- Taux à retenir\n- Population et taille")
    return None


def _measure(db: Database, commission: Commission, dossier: Dossier, today: date) -> None:
    """Follow indicators in the last year that is over, and take them up in the year under way."""
    contract = dossier.contract
    now = year_of(contract.starts_on, today, contract.first_year).number if contract else 1
    years = contract_years(contract.starts_on, today, contract.first_year) if contract else ()
    for year in (each for each in years if each.number == now - 1):
        indicators.add_national(db, commission, dossier.id, Mission.ACCES, year.number, year.since)
        for each in _LOCAL:
            wanted = YearIndicator(Mission.PARCOURS, year.number, each)
            indicators.save_indicator(db, commission, dossier.id, wanted)
        _fill(db, commission, dossier.id, today, year.number)
        for mission in _VALUES:
            indicators.copy_year(db, commission, dossier.id, mission, now)


def _fill(db: Database, commission: Commission, cpts: int, today: date, year: int) -> None:
    (dossier,) = snapshot_at(db, commission, today, [cpts]).dossiers
    for mission, told in _VALUES.items():
        own = [each for each in dossier.indicators if (each.mission, each.year) == (mission, year)]
        for each, (start, target, result) in zip(own, told, strict=True):
            start_at, aim, reached = Decimal(start), Decimal(target), Decimal(result)
            filled = replace(each.indicator, start=start_at, target=aim, result=reached)
            indicators.save_indicator(db, commission, cpts, replace(each, indicator=filled))
