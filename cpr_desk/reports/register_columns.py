"""The columns of the register for the ARS: every field of a CPTS, and what it means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.contract import Contract, next_anniversary
from cpr_desk.domain.contract_changes import last_day
from cpr_desk.domain.french import NBSP, date_digits, integer, listing
from cpr_desk.domain.mission_course import MissionCourse
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of
from cpr_desk.domain.standing import CptsStanding
from cpr_desk.reports.document import Cell, Column, Kind

_Read = Callable[[CptsStanding], Cell]
_TEXT, _COUNT, _DAY, _EUROS = Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.EUROS


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the register, and how it is read from a CPTS."""

    column: Column
    read: _Read


def fields(state: RegionalState) -> tuple[Field, ...]:
    """Return every field as a column with its definition.

    Of several columns of one kind, the one that a register is taken in by comes first: a file that is read back takes
    the first.
    """
    return (
        *_identity(state),
        *_area(state),
        *_path(),
        *_contract(),
        *_missions(),
        *_follow_up(),
        *_money(state),
        *_contact(),
    )


def _field(header: str, kind: Kind, note: str, read: _Read, *, one_line: bool = False) -> Field:
    return Field(Column(header, kind=kind, note=note, one_line=one_line), read)


def _identity(state: RegionalState) -> Iterator[Field]:
    names = state.departments
    yield _field("Code", _TEXT, "Identifiant de la CPTS pour l’ARS, unique au registre.", lambda s: s.adhesion.code)
    yield _field(
        "CPTS",
        _TEXT,
        "Nom de la communauté professionnelle territoriale de santé.",
        lambda s: s.adhesion.name,
    )
    yield _field("Département", _TEXT, "Code INSEE du département du siège.", lambda s: s.adhesion.department)
    yield _field("Nom du département", _TEXT, "Nom du département.", lambda s: names.get(s.adhesion.department))
    yield _field("Étape", _TEXT, "Étape comptée à la synthèse, définie plus bas.", lambda s: s.adhesion.stage.label)
    yield _field("Situation", _TEXT, "Situation précise à l’intérieur de l’étape.", lambda s: s.adhesion.step.label)
    yield _field("Depuis le", _DAY, "Date d’entrée dans la situation.", lambda s: s.adhesion.step_since)
    yield _field("Population", _COUNT, "Habitants retenus pour la CPTS.", lambda s: s.adhesion.population)
    yield _field(
        "Source de la population", _TEXT, "Origine du nombre d’habitants.", lambda s: s.adhesion.population_source
    )
    yield _field("Taille", _COUNT, sizes_definition(state.thresholds), lambda s: _size(s.adhesion.size))
    yield _field("Membres", _COUNT, "Nombre de membres de la CPTS.", lambda s: s.adhesion.members)


def sizes_definition(thresholds: Thresholds) -> str:
    """Return the four sizes in words."""
    first, second, third = (integer(threshold) for threshold in thresholds)
    return (
        f"Taille donnée par la population{NBSP}: 1 sous {first} habitants, 2 de {first} à moins de {second}, 3 de "
        f"{second} à moins de {third}, 4 à partir de {third}."
    )


def _size(size: SizeClass | None) -> int | None:
    return size.value if size else None


def _path() -> Iterator[Field]:
    yield _field("Lettre d’intention", _DAY, "Date de la lettre d’intention.", lambda s: s.adhesion.letter_on)
    yield _field(
        "Projet transmis", _DAY, "Date d’envoi du projet de santé à l’ARS.", lambda s: s.adhesion.project_sent_on
    )
    yield _field(
        "Projet validé", _DAY, "Date de validation du projet de santé.", lambda s: s.adhesion.project_validated_on
    )
    yield _field(
        "Contrat signé", _DAY, "Date de signature du contrat tripartite (ACI).", lambda s: s.adhesion.signed_on
    )


def _missions() -> Iterator[Field]:
    for mission in Mission:
        note = f"{mission.full_label}{NBSP}: date de démarrage, «{NBSP}prévue{NBSP}» si elle n’a pas démarré."
        yield _field(mission.label, _DAY, note, _mission_reader(mission))
    for mission in Mission:
        note = "Date du déploiement complet de la mission."
        yield _field(f"{mission.label} – déployée le", _DAY, note, _deployment_reader(mission))
    for mission in Mission:
        note = "Dernier taux d’atteinte connu de la mission\u00a0; son année de contrat est à la feuille Missions."
        yield _field(f"{mission.label} – taux", Kind.SHARE, note, _rate_reader(mission))


def _mission_reader(mission: Mission) -> _Read:
    def read(standing: CptsStanding) -> Cell:
        missions = dict(standing.adhesion.missions)
        return (missions[mission.value] or "prévue") if mission.value in missions else None

    return read


def _money(state: RegionalState) -> Iterator[Field]:
    year = state.at.year
    yield _field(
        "Versé",
        _EUROS,
        "Total des paiements enregistrés, en euros.",
        lambda s: s.paid if s.dossier.payments else None,
    )
    yield _field(
        f"Versé en {year}",
        _EUROS,
        f"Paiements enregistrés en {year}, jusqu’à la date de l’état.",
        lambda s: s.paid_in(year) if s.dossier.payments else None,
    )
    yield _field(
        "Dû",
        _EUROS,
        "Sommes échues à la date de l’état, calculées selon les barèmes et détaillées à la feuille «\u00a0Sommes "
        "dues\u00a0». Une part variable dont les résultats sont attendus y compte pour son maximum.",
        lambda s: s.due if s.dues else None,
    )
    yield _field(
        f"Dû en {year}",
        _EUROS,
        f"Sommes échues en {year}, jusqu’à la date de l’état.",
        lambda s: s.due_in(year) if s.dues else None,
    )
    yield _field(
        "Reste à payer",
        _EUROS,
        "Dû moins versé\u00a0; négatif si davantage a été versé que ce qui est échu.",
        lambda s: s.balance if s.dues or s.dossier.payments else None,
    )


def _contact() -> Iterator[Field]:
    yield _field("Contact", _TEXT, "Personne à joindre.", lambda s: s.adhesion.contact)
    yield _field("Courriel", _TEXT, "Adresse de courriel du contact.", lambda s: s.adhesion.email)
    yield _field("Téléphone", _TEXT, "Téléphone du contact.", lambda s: s.adhesion.phone)
    yield _field("Commentaire", _TEXT, "Remarques du secrétariat.", lambda s: s.adhesion.comment)
    yield _field(
        "Association", _TEXT, "Association loi 1901 qui porte la CPTS.", lambda s: s.dossier.association or None
    )
    yield _field(
        "Association déclarée le", _DAY, "Date de déclaration de l’association.", lambda s: s.dossier.association_on
    )


def _area(state: RegionalState) -> Iterator[Field]:
    yield _field(
        "Communes",
        _COUNT,
        "Nombre de communes du territoire, dont la liste est à la feuille «\u00a0Communes\u00a0».",
        lambda s: len(s.dossier.area.codes) if s.dossier.area else None,
    )
    yield _field(
        "Communes du territoire",
        _TEXT,
        "Noms des communes, avec leur département.",
        lambda s: place_names(state, s.dossier.area.codes) if s.dossier.area else None,
        one_line=True,
    )
    yield _field(
        "Territoire fixé le",
        _DAY,
        "Depuis quand ce territoire est retenu.",
        lambda s: s.dossier.area.since if s.dossier.area else None,
    )
    yield _field(
        "Habitants des communes",
        _COUNT,
        "Somme des populations légales des communes du territoire.",
        lambda s: s.area_population,
    )
    yield _field(
        "Taille d’après les communes",
        _COUNT,
        "Taille que donne la somme des populations des communes.",
        lambda s: _size(size_of(s.area_population, state.thresholds)) if s.area_population is not None else None,
    )


def place_names(state: RegionalState, codes: tuple[str, ...]) -> str:
    """Return the names of communes by their INSEE codes, the code where no name is known."""
    return ", ".join(sorted(state.places.get(code, code) for code in codes))


def _contract() -> Iterator[Field]:
    yield _field(
        "Taille retenue au contrat",
        _COUNT,
        "Taille retenue à la signature ou par la dernière révision\u00a0; une révision compte à partir de "
        "l’anniversaire suivant.",
        lambda s: _size(s.retained.size) if s.retained else None,
    )
    yield _field(
        "Taille retenue le",
        _DAY,
        "Date de la signature ou de la révision.",
        lambda s: s.retained.on if s.retained else None,
    )
    yield _field("Négociation ouverte le", _DAY, "Début de la négociation de l’ACI.", _step_reader(Step.NEGOTIATION))
    yield _of_contract("Prise d’effet", _DAY, "Date d’effet du contrat.", lambda c, _: c.starts_on)
    yield _of_contract(
        "Prochain anniversaire",
        _DAY,
        "Premier anniversaire du contrat après la date de l’état, tant qu’il est en vigueur.",
        lambda c, at: next_anniversary(c.starts_on, at) if c.in_force(at) else None,
    )
    yield _of_contract("Terme", _DAY, "Fin du contrat, sauf nouveau renouvellement.", lambda c, _: c.term)
    yield _of_contract("Avenants", _COUNT, "Nombre d’avenants en vigueur.", lambda c, _: len(c.amendments))
    yield _of_contract(
        "Dernier avenant",
        _DAY,
        "Date d’effet du dernier avenant.",
        lambda c, _: c.amendments[-1].on if c.amendments else None,
    )
    yield _of_contract(
        "Renouvelé le",
        _DAY,
        "Date d’effet du dernier renouvellement.",
        lambda c, _: c.renewals[-1].on if c.renewals else None,
    )
    yield _of_contract("Suspendu", _TEXT, "Suspension en cours à la date de l’état.", _suspension)
    yield _of_contract("Fin du contrat", _DAY, "Dernier jour du contrat terminé.", lambda c, _: c.ended_on)
    yield _of_contract("Motif de la fin", _TEXT, "Comment le contrat s’est terminé.", lambda c, _: _end(c))


def _follow_up() -> Iterator[Field]:
    yield _field(
        "Retards de mission",
        _TEXT,
        "Missions dont le démarrage ou le déploiement a dépassé sa limite.",
        lambda s: listing(each.mission.label for each in s.missions if _is_late(s, each)) or None,
        one_line=True,
    )
    yield _field("Dernier dialogue tenu", _DAY, "Dialogue de gestion tenu en dernier.", lambda s: s.last_dialogue)
    yield _field(
        "Prochain dialogue avant le",
        _DAY,
        "Limite du premier dialogue de gestion qui n’a pas été tenu.",
        lambda s: s.next_dialogue.limit if s.next_dialogue else None,
    )
    yield _field(
        "En retard",
        _TEXT,
        "Tout ce qui a dépassé sa date\u00a0: missions, dialogues, terme, versements.",
        lambda s: " ".join(task.words for task in s.late) or None,
        one_line=True,
    )


def _is_late(standing: CptsStanding, course: MissionCourse) -> bool:
    return standing.in_force and course.progress.is_late


def _deployment_reader(mission: Mission) -> _Read:
    def read(standing: CptsStanding) -> Cell:
        state = standing.dossier.mission(mission)
        return state.deployed_on if state else None

    return read


def _rate_reader(mission: Mission) -> _Read:
    def read(standing: CptsStanding) -> Cell:
        known = standing.last_rate(mission)
        return float(known[1]) if known else None

    return read


def _step_reader(step: Step) -> _Read:
    def read(standing: CptsStanding) -> Cell:
        return max((each.on for each in standing.dossier.steps if each.step is step), default=None)

    return read


def _of_contract(header: str, kind: Kind, note: str, read: Callable[[Contract, date], Cell]) -> Field:
    return _field(header, kind, note, lambda s: read(s.dossier.contract, s.at) if s.dossier.contract else None)


def _suspension(contract: Contract, at: date) -> Cell:
    running = [each for each in contract.suspensions if each.on <= at and (each.until is None or at <= each.until)]
    if not running:
        return None
    planned = running[-1].planned_words(min(at, last_day(contract)))
    return ", ".join(filter(None, (f"depuis le {date_digits(running[-1].on)}", planned)))


def _end(contract: Contract) -> Cell:
    reason = f"{NBSP}: {contract.end_reason}" if contract.end_reason else ""
    return f"{contract.end_kind.label}{reason}" if contract.end_kind else None
