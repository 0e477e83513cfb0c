"""The workbook of the register for the ARS: a line a CPTS, a mission, a payment; synthesis, comparison, definitions."""

from collections.abc import Iterator, Sequence
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP, date_digits
from cpr_desk.domain.mission_course import MissionCourse
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.regional_changes import changes
from cpr_desk.domain.schedule import Due
from cpr_desk.domain.standing import CptsStanding
from cpr_desk.domain.statement import Line, Payment
from cpr_desk.reports import wording
from cpr_desk.reports.document import Cell, Column, Kind, Row, Sheet, Table, Workbook
from cpr_desk.reports.regional_tables import (
    STAGES,
    Pair,
    comparison_tables,
    count_charts,
    department_table,
    dialogues_table,
    missions_table,
    money_chart,
    money_table,
    retained_table,
    size_table,
    stage_table,
)
from cpr_desk.reports.regional_words import COUNTED_ONCE, COVERED, EXPECTED, change_sentence, sentences
from cpr_desk.reports.register_columns import fields

_TEXT, _COUNT, _DAY, _EUROS, _SHARE = Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.EUROS, Kind.SHARE
_WHO = (
    Column("Code", note="Identifiant de la CPTS pour l’ARS."),
    Column("CPTS", note="Nom de la CPTS."),
    Column("Département", note="Code INSEE du département du siège."),
)


def adhesions_workbook(
    commission: Commission, state: RegionalState, issued_on: date, before: RegionalState | None = None
) -> Workbook:
    """Return the workbook for the ARS, compared with another day where one is given."""
    dated = f"État au {date_digits(state.at)}"
    tables = {
        "Registre": _register(state),
        "Missions": _missions(state),
        "Versements": _payments(state),
        "Sommes dues": _dues(state),
        "Communes": _communes(state),
    }
    lists = [Sheet(name, f"{_TITLES[name]} – {commission.name}", (dated,), (table,)) for name, table in tables.items()]
    compared = list(_comparison(commission, state, before)) if before else []
    return Workbook(
        title=f"Adhésions à l’ACI – {commission.name}",
        subject=dated,
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=(
            *lists,
            _synthesis(commission, Pair(state, before)),
            *compared,
            _definitions(commission, state, issued_on, tables),
        ),
    )


_TITLES = {
    "Registre": "Registre des adhésions",
    "Missions": "Missions des contrats",
    "Versements": "Versements enregistrés",
    "Sommes dues": "Sommes dues et à échoir",
    "Communes": "Communes des territoires",
}


def _register(state: RegionalState) -> Table:
    known = fields(state)
    rows = tuple(Row(tuple(field.read(standing) for field in known)) for standing in state.standings)
    return Table(tuple(field.column for field in known), rows, name="Registre")


def _who(standing: CptsStanding) -> tuple[Cell, ...]:
    adhesion = standing.adhesion
    return adhesion.code, adhesion.name, adhesion.department


def _missions(state: RegionalState) -> Table:
    columns = (
        *_WHO,
        Column("Mission", note="Mission du contrat."),
        Column("Nature", note="Socle ou optionnelle, selon le barème en vigueur."),
        Column("Choisie le", kind=_DAY, note="Jour noté, sinon la signature, l’avenant qui l’apporte ou le démarrage."),
        Column("Prévue le", kind=_DAY, note="Démarrage prévu par la CPTS."),
        Column("À démarrer avant le", kind=_DAY, note="Limite de démarrage."),
        Column("Démarrée le", kind=_DAY, note="Démarrage effectif."),
        Column("À déployer avant le", kind=_DAY, note="Limite du déploiement complet."),
        Column("Déployée le", kind=_DAY, note="Déploiement complet effectif."),
        Column("Avancement", note="Où en est la mission à la date de l’état."),
        Column("Plan de crise rédigé le", kind=_DAY, note="Première rédaction du plan de réponse aux crises."),
        Column("Année du taux", kind=_COUNT, note="Année de contrat du dernier taux connu."),
        Column("Taux d’atteinte", kind=_SHARE, note="Dernier taux retenu, ou calculé d’après les indicateurs."),
        Column("Plan d’action", note="Actions prévues ou menées.", one_line=True),
    )
    rows = tuple(_mission_row(own, each) for own in state.standings for each in own.missions)
    return Table(columns, rows, name="Missions")


def _mission_row(own: CptsStanding, course: MissionCourse) -> Row:
    state = course.state
    year, rate = own.last_rate(course.mission) or (None, None)
    return Row(
        (
            *_who(own),
            course.mission.label,
            course.expected.terms.kind_label if course.expected else None,
            state.known_on,
            state.planned_on,
            course.start_limit,
            state.started_on,
            course.deployment_limit,
            state.deployed_on,
            course.progress.label,
            state.plan_written_on,
            year,
            None if rate is None else float(rate),
            state.plan or None,
        )
    )


def _payments(state: RegionalState) -> Table:
    columns = (
        *_WHO,
        Column("Versé le", kind=_DAY, note="Date du versement."),
        Column("Année civile", kind=Kind.YEAR, note="Année du versement ou de l’échéance."),
        Column("Montant", kind=_EUROS, note="Somme versée\u00a0; négative pour une reprise."),
        Column("Libellé", note="Objet du versement."),
        Column("Référence", note="Référence du paiement."),
        Column("Ligne payée", note="Ligne des sommes dues que le versement solde, vide s’il reste à rapprocher."),
        Column("Échéance payée", kind=_DAY, note="Date à laquelle cette ligne était due."),
    )
    rows = tuple(row for own in state.standings for row in _payment_rows(own))
    return Table(columns, rows, name="Versements")


def _payment_rows(own: CptsStanding) -> Iterator[Row]:
    matched = [(payment, line.due) for line in own.account.lines for payment in line.payments]
    every: list[tuple[Payment, Due | None]] = [*matched, *((payment, None) for payment in own.account.unmatched)]
    for payment, due in sorted(every, key=lambda each: (each[0].paid_on, each[0].id)):
        paid = f"{due.label}, {due.kind.label}" if due else None
        day = due.due_on if due else None
        words = (payment.label or None, payment.reference or None, paid, day)
        yield Row((*_who(own), payment.paid_on, payment.paid_on.year, payment.amount, *words))


def _dues(state: RegionalState) -> Table:
    columns = (
        *_WHO,
        Column("Échéance", kind=_DAY, note="Date à laquelle la somme est due."),
        Column("Année civile", kind=Kind.YEAR, note="Année du versement ou de l’échéance."),
        Column("Année de contrat", kind=_COUNT, note="Année que la somme rémunère\u00a0; 0 avant le contrat."),
        Column("Ligne", note="Ligne du barème."),
        Column("Nature", note="Avance, solde, sur résultats, versement unique…"),
        Column("Dû", kind=_EUROS, note="Montant dû."),
        Column("Versé", kind=_EUROS, note="Versements rapprochés de cette ligne."),
        Column("Reste", kind=_EUROS, note="Dû moins versé\u00a0; négatif si trop versé."),
        Column("Situation", note="Payé, en retard, à venir… «\u00a0Résultats attendus\u00a0»\u00a0: montant maximal."),
        Column("Calcul", note="Étapes du calcul.", one_line=True),
    )
    rows = tuple(_due_row(own, line) for own in state.standings for line in own.account.lines)
    return Table(columns, rows, name="Sommes dues")


def _due_row(own: CptsStanding, line: Line) -> Row:
    due = line.due
    days = (due.due_on, due.due_on.year, due.of_year.number)
    words = (due.label, due.kind.label)
    return Row((*_who(own), *days, *words, due.amount, line.paid, line.left, line.state.label, due.words))


def _communes(state: RegionalState) -> Table:
    columns = (
        *_WHO,
        Column("Code INSEE", note="Code INSEE de la commune."),
        Column("Commune", note="Nom de la commune, avec son département."),
        Column("Habitants", kind=_COUNT, note="Population légale de la commune dans les données retenues."),
        Column("Données de", kind=Kind.YEAR, note="Millésime des données."),
        Column("Au territoire depuis le", kind=_DAY, note="Date du territoire retenu."),
    )
    rows = tuple(
        Row((*_who(own), code, state.places.get(code), people, area.year, area.since))
        for own in state.standings
        if (area := own.dossier.area)
        for code, people in area.populations
    )
    return Table(columns, rows, name="Communes")


def _synthesis(commission: Commission, pair: Pair) -> Sheet:
    state = pair.state
    counts = (stage_table(pair), department_table(pair), size_table(pair))
    money = money_table(state)
    tables = (*counts, retained_table(state), missions_table(state), dialogues_table(state), money)
    return Sheet(
        "Synthèse",
        f"Synthèse des adhésions – {commission.name}",
        (*sentences(commission, state), COUNTED_ONCE, COVERED, EXPECTED),
        tables,
        (*count_charts(counts), money_chart(money)),
    )


def _comparison(commission: Commission, state: RegionalState, before: RegionalState) -> Iterator[Sheet]:
    days = f"Du {date_digits(before.at)} au {date_digits(state.at)}"
    found = changes(before, state) if before.standings else ()
    sentence = change_sentence(before, found)
    figures = comparison_tables(before, state)
    yield Sheet("Comparaison", f"Comparaison de deux dates – {commission.name}", (days, sentence), figures)
    columns = (
        Column("Changement", note="Nature du changement."),
        *_WHO,
        Column("Avant", note="À la première date."),
        Column("Après", note="À la seconde date."),
        Column("Le", kind=_DAY, note="Jour du changement, s’il est connu."),
    )
    rows = tuple(Row((each.kind.label, *_who(each.cpts), each.before, each.after, each.on)) for each in found)
    table = Table(columns, rows, name="Changements")
    yield Sheet("Changements", f"Ce qui a changé – {commission.name}", (days, sentence), (table,))


def _definitions(commission: Commission, state: RegionalState, issued_on: date, tables: dict[str, Table]) -> Sheet:
    rows = [
        Row((name, column.header, column.note))
        for name, table in tables.items()
        for column in table.columns
        if name == "Registre" or column not in _WHO
    ]
    rows += [Row(("Étape", stage.label, words)) for stage, words in STAGES.items()]
    rows += [Row(("Synthèse", *each)) for each in _SYNTHESIS]
    table = Table((Column("Objet"), Column("Terme"), Column("Définition")), tuple(rows), name="Définitions")
    scale = f"Barème en vigueur à cette date{NBSP}: {state.scale.label}."
    intro: Sequence[str] = (
        f"État au {date_digits(state.at)}, établi le {date_digits(issued_on)}.",
        f"Source{NBSP}: registre tenu par {wording.author(commission)}. {scale}",
    )
    return Sheet("Définitions", "Définitions", tuple(intro), (table,))


_SYNTHESIS = (
    ("Population", "Somme des populations de la ligne, une population inconnue comptant 0."),
    ("Part des CPTS", "Nombre de CPTS de la ligne rapporté au total du registre."),
    ("Population couverte", COVERED),
    ("Projets de santé validés", "CPTS dont le projet est validé, contrats signés compris."),
    ("Taille retenue au contrat", "Contrats en vigueur par taille retenue à la signature ou par révision."),
    ("Dialogues annuels", "Un dialogue par année de contrat écoulée, à tenir dans les deux mois de l’anniversaire."),
    ("À échoir", "Sommes dont l’échéance suit la date de l’état, pour les années de contrat commencées cette année."),
    ("Résultats attendus", EXPECTED),
)
