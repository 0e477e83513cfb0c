"""The file of one CPTS whole, on a day: who it is, where, how far, what it signed, does, is paid, and was told."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from cpr_desk.domain import money
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.decisions import Listed
from cpr_desk.domain.dialogues import Standing as DialogueStanding
from cpr_desk.domain.dialogues import label_of
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import (
    NBSP,
    capital,
    date_digits,
    date_words,
    day_words,
    euros,
    integer,
    percent,
    plural,
    typeset,
)
from cpr_desk.domain.indicators import Indicator, number_typed
from cpr_desk.domain.mission_course import MissionCourse
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.standing import CptsStanding
from cpr_desk.domain.statement import LineState
from cpr_desk.reports import wording
from cpr_desk.reports.cpts_file_contract import of_contract, of_path
from cpr_desk.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Kind,
    Look,
    Map,
    Row,
    Table,
    bold,
    paragraph,
)
from cpr_desk.reports.marked import marked
from cpr_desk.reports.regional_tables import department_words, size_words
from cpr_desk.reports.regional_words import EXPECTED

_ACROSS = 3
_UNSETTLED = (LineState.LATE, LineState.PART, LineState.OVERPAID, LineState.RECOVER)
_MONEY = (
    Column("", 3),
    Column("Dû", 1.3, Kind.EUROS),
    Column("Versé", 1.3, Kind.EUROS),
    Column("Reste à payer", 1.3, Kind.EUROS),
    Column("À échoir", 1.3, Kind.EUROS),
)


def cpts_file(
    commission: Commission, state: RegionalState, decisions: Sequence[Listed], drawn: Map | None = None
) -> Document:
    """Return the file of the one CPTS of a state, given the decisions and opinions of the commission."""
    (own,) = state.standings
    adhesion = own.adhesion
    return Document(
        title="Fiche CPTS",
        subject=f"{adhesion.name} au {day_words(state.at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(adhesion.name, look=Look.TITLE),
            paragraph(f"Fiche au {date_words(state.at)}", look=Look.SUBTITLE),
            KeyFigures(tuple(_figures(own))),
            Facts(tuple(_identity(own, state))),
            *_todo(own),
            *_territory(own, state, drawn),
            *of_path(own),
            *of_contract(own, {each.decision.id: each.decision.cited for each in decisions}),
            *_missions(own),
            *_indicators(own),
            *_dialogues(own),
            *_money(own),
            *_decisions([each for each in decisions if each.decision.cpts_id == own.dossier.id]),
        ),
        addressee=adhesion.name,
        addressee_id=adhesion.id,
        author=wording.author(commission),
    )


def _figures(own: CptsStanding) -> Iterator[tuple[str, str]]:
    adhesion = own.adhesion
    yield _or_dash(adhesion.population), "habitants"
    size = own.retained.size if own.retained else adhesion.size
    yield size_words(size), "retenue au contrat" if own.retained else "d’après la population"
    yield _or_dash(adhesion.members), "membres"
    yield euros(own.paid), f"versés au {date_digits(own.at)}"


def _or_dash(number: int | None) -> str:
    return "–" if number is None else integer(number)


def _identity(own: CptsStanding, state: RegionalState) -> Iterator[tuple[str, str]]:
    adhesion, dossier = own.adhesion, own.dossier
    since = f", depuis le {date_digits(adhesion.step_since)}" if adhesion.step_since else ""
    given = next((each.on for each in dossier.grants if each.kind is GrantKind.ACCOMPANIMENT), None)
    declared = f"déclarée le {date_digits(dossier.association_on)}" if dossier.association_on else ""
    pairs = (
        ("Code", adhesion.code),
        ("Département", department_words(adhesion.department, state)),
        ("Étape", f"{adhesion.step.label}{since}"),
        ("Source de la population", adhesion.population_source),
        ("Association", ", ".join(part for part in (dossier.association, declared) if part)),
        ("Contrat d’accompagnement", f"conclu le {date_digits(given)}" if given else ""),
        ("Contact", " · ".join(part for part in (adhesion.contact, adhesion.phone, adhesion.email) if part)),
        ("Commentaire", adhesion.comment),
    )
    return ((f"{name}{NBSP}:", typeset(value)) for name, value in pairs if value)


def _todo(own: CptsStanding) -> Iterator[Block]:
    tasks = [task for task in own.tasks if task.near(own.at)]
    if tasks:
        yield Heading("À faire")
        rows = (Row((bold("En retard") if task.late(own.at) else "", task.words, task.on)) for task in tasks)
        columns = (Column("", 1.1), Column("Ce qui est à faire", 6.4), Column("Avant le", 1.2, Kind.DATE))
        yield Table(columns, tuple(rows), compact=True)


def _territory(own: CptsStanding, state: RegionalState, drawn: Map | None) -> Iterator[Block]:
    yield Heading("Territoire")
    area = own.dossier.area
    if area is None or own.area_population is None:
        yield paragraph("Les communes du territoire ne sont pas indiquées.")
        return
    count, people = plural(len(area.codes), "commune"), plural(own.area_population, "habitant")
    told = f"Territoire de {count}, {people}, fixé le {date_digits(area.since)} (données de {area.year})."
    stated = own.adhesion.population
    if stated is not None and stated != own.area_population:
        told += f" La population qui compte est une autre{NBSP}: {plural(stated, 'habitant')}."
    yield paragraph(told)
    named = sorted((state.places.get(code, code), people) for code, people in area.populations)
    rows = []
    for start in range(0, len(named), _ACROSS):
        line = [cell for pair in named[start : start + _ACROSS] for cell in pair]
        rows.append(Row((*line, *([None] * (2 * _ACROSS - len(line))))))
    yield Table((Column("Commune", 2), Column("Habitants", 0.9, Kind.INTEGER)) * _ACROSS, tuple(rows), compact=True)
    if drawn:
        yield drawn
        numbers = (f"{each.number}{NBSP}: {each.cpts.name}" for each in drawn.drawing.cpts)
        yield paragraph(f"{'. '.join(numbers)}.", look=Look.SMALL)


def _progress(course: MissionCourse, *, in_force: bool) -> Cell:
    word = capital(course.progress.label)
    return bold(word) if course.progress.is_late and in_force else word


def _missions(own: CptsStanding) -> Iterator[Block]:
    if not own.missions:
        return
    yield Heading("Missions")
    rows = tuple(
        Row(
            (
                each.mission.label,
                each.expected.terms.kind_label if each.expected else "",
                each.state.planned_on,
                each.start_limit,
                each.state.started_on,
                each.deployment_limit,
                each.state.deployed_on,
                _progress(each, in_force=own.in_force),
            )
        )
        for each in own.missions
    )
    columns = (
        Column("Mission", 2.6),
        Column("Nature", 1.2),
        Column("Prévue le", 1.2, Kind.DATE),
        Column("À démarrer avant le", 1.2, Kind.DATE),
        Column("Démarrée le", 1.2, Kind.DATE),
        Column("À déployer avant le", 1.2, Kind.DATE),
        Column("Déployée le", 1.2, Kind.DATE),
        Column("État", 1.5),
    )
    yield Table(columns, rows, compact=True)
    for each in own.missions:
        if each.state.plan:
            yield Heading(f"Plan d’action{NBSP}: {each.mission.label}", 2)
            yield from marked(each.state.plan)


def _indicators(own: CptsStanding) -> Iterator[Block]:
    dossier = own.dossier
    kept = {(each.mission, each.year) for each in dossier.rates}
    pairs = kept | {(each.mission, each.year) for each in dossier.indicators}
    if not pairs:
        return
    yield Heading("Indicateurs et taux d’atteinte")
    missions = [mission for mission in Mission if any(mission is each for each, _ in pairs)]
    years = sorted({year for _, year in pairs})
    rows = [
        Row((mission.label, *(_rate(dossier, (mission, year), pairs, kept) for year in years))) for mission in missions
    ]
    yield Table((Column("Taux de la mission", 3), *(Column(f"Année {year}", 1) for year in years)), tuple(rows))
    yield paragraph(
        typeset("Taux calculé d’après les indicateurs et leurs poids ; * : taux retenu par décision."), look=Look.SMALL
    )
    rows = [
        Row((f"{each.mission.label}, année {each.year}", *_indicator_cells(each.indicator)))
        for each in sorted(dossier.indicators, key=lambda each: (each.year, missions.index(each.mission)))
    ]
    number = Kind.INTEGER
    columns = (
        Column("Mission et année", 2.2),
        Column("Indicateur", 4),
        Column("Poids", 0.8, number),
        Column("Départ", 0.9, number),
        Column("Cible", 0.9, number),
        Column("Résultat", 1, number),
        Column("Atteint à", 1, number),
    )
    if rows:
        yield Table(columns, tuple(rows), grouped=True, compact=True)


def _rate(
    dossier: Dossier,
    pair: tuple[Mission, int],
    pairs: Collection[tuple[Mission, int]],
    kept: Collection[tuple[Mission, int]],
) -> str:
    if pair not in pairs:
        return ""
    return f"{_share(dossier.rate(*pair))}{' *' if pair in kept else ''}"


def _indicator_cells(indicator: Indicator) -> tuple[str, ...]:
    label = f"{indicator.label} ({indicator.unit})" if indicator.unit else indicator.label
    numbers = (indicator.weight, indicator.start, indicator.target, indicator.result)
    return (label, *(number_typed(each) for each in numbers), _share(indicator.rate))


def _share(rate: Decimal | None) -> str:
    return "–" if rate is None else percent(rate)


def _dialogues(own: CptsStanding) -> Iterator[Block]:
    told = [each for each in own.dialogues if each.known.id or each.standing(own.at) is not DialogueStanding.TO_COME]
    if not told:
        return
    yield Heading("Dialogues de gestion")
    rows = tuple(
        Row(
            (
                label_of(each.known),
                each.limit,
                each.known.held_on,
                capital(each.standing(own.at).label),
                typeset(" ".join(each.known.conclusions.split())),
            )
        )
        for each in told
    )
    columns = (
        Column("Dialogue", 2.6),
        Column("Avant le", 1.2, Kind.DATE),
        Column("Tenu le", 1.2, Kind.DATE),
        Column("État", 1.1),
        Column("Conclusions", 4),
    )
    yield Table(columns, rows, compact=True)


def _money(own: CptsStanding) -> Iterator[Block]:
    account = own.account
    if not account.lines and not account.unmatched:
        return
    yield Heading("Financement")
    told = f"Échu au {date_digits(own.at)}{NBSP}: {euros(own.due)}. Versé{NBSP}: {euros(own.paid)}. "
    yield paragraph(f"{told}Reste à payer{NBSP}: {euros(own.balance)}.")
    for title, totals in (
        ("Par année de contrat", money.by_contract_year([account])),
        ("Par année civile", money.by_civil_year([account])),
        ("Par ligne du barème", money.by_line([account])),
    ):
        yield Heading(title, 2)
        sums = [(each.label, each.sum) for each in totals]
        rows = [Row((capital(label), part.due, part.paid, part.left, part.to_come)) for label, part in sums]
        whole = money.grand_total(totals)
        rows.append(Row(("Total", whole.due, whole.paid, whole.left, whole.to_come), is_total=True))
        yield Table(_MONEY, tuple(rows), compact=True)
    late = [line for line in account.lines if line.state in _UNSETTLED]
    if late and own.dossier.payments:
        yield Heading("À régulariser", 2)
        rows = [Row((line.due.label, line.state.label, line.due.due_on, line.due.amount, line.left)) for line in late]
        columns = (
            Column("Ligne", 3.6),
            Column("Situation", 1.8),
            Column("Échéance", 1.2, Kind.DATE),
            Column("Dû", 1.3, Kind.EUROS),
            Column("Reste", 1.3, Kind.EUROS),
        )
        yield Table(columns, tuple(rows), compact=True)
    if any(line.due.expected for line in account.lines):
        yield paragraph(EXPECTED, look=Look.SMALL)


def _decisions(taken: Sequence[Listed]) -> Iterator[Block]:
    yield Heading("Avis et décisions de la commission")
    if not taken:
        yield paragraph("La commission n’a encore rendu ni avis ni décision sur cette CPTS.")
        return
    rows = tuple(
        Row(
            (
                each.decision.reference,
                each.decision.taken_on,
                typeset(each.decision.text),
                f"Retrait le {date_digits(each.decision.withdrawn_on)}" if each.decision.withdrawn_on else "",
            )
        )
        for each in taken
    )
    columns = (Column("Numéro", 1.3), Column("Le", 1.2, Kind.DATE), Column("Texte", 5.5), Column("Suite", 1.5))
    yield Table(columns, rows, compact=True)
