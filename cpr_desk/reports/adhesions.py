"""The state of the adhesions for a meeting: sentences, tables, charts, map, what is late, what changed."""

from collections.abc import Iterator, Sequence

from cpr_desk.domain.adhesion import Stage, Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.cpts_tasks import Task
from cpr_desk.domain.french import date_words, day_words, integer, percent, plural
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.regional_changes import changes
from cpr_desk.domain.standing import CptsStanding
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    Column,
    Document,
    Heading,
    KeyFigures,
    Kind,
    Look,
    Map,
    Row,
    Table,
    paragraph,
)
from cpr_desk.reports.regional_tables import (
    Pair,
    changes_rows,
    comparison_table,
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

_LISTED = 50
"""Changes or late things listed one by one; beyond, the workbook lists them."""


def adhesions_report(
    commission: Commission, state: RegionalState, before: RegionalState | None = None, drawn: Map | None = None
) -> Document:
    """Return the state of the adhesions, compared with another day and with a map where these are given."""
    compared = f", comparé au {day_words(before.at)}" if before else ""
    return Document(
        title="État des adhésions",
        subject=f"au {day_words(state.at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("État des adhésions à l’ACI", look=Look.TITLE),
            paragraph(f"Au {date_words(state.at)}{compared}", look=Look.SUBTITLE),
            _figures(commission, state),
            *(paragraph(each) for each in sentences(commission, state)),
            paragraph(f"{COUNTED_ONCE} {COVERED}", look=Look.SMALL),
            *(_evolution(before, state) if before else ()),
            *_counts(Pair(state, before)),
            *((Heading("Carte des territoires"), drawn) if drawn else ()),
            *(_contracts(state) if state.in_force else ()),
            *_late(state),
            *(_money(state) if state.years else ()),
            *((Heading("Liste des CPTS"), _list(state)) if state.standings else ()),
        ),
        author=wording.author(commission),
    )


def _figures(commission: Commission, state: RegionalState) -> KeyFigures:
    summary = state.summary
    share = percent(summary.coverage) if summary.coverage is not None else "–"
    return KeyFigures(
        (
            (integer(summary.total), "CPTS au registre"),
            (integer(summary.by_stage[Stage.SIGNED]), "contrats en vigueur"),
            (integer(summary.population_covered), "habitants couverts par un contrat"),
            (share, f"de la population {commission.kind.of_territory}"),
        )
    )


def _evolution(before: RegionalState, state: RegionalState) -> Iterator[Block]:
    found = changes(before, state) if before.standings else ()
    yield Heading(f"Évolution depuis le {day_words(before.at)}")
    yield paragraph(change_sentence(before, found))
    if before.standings:
        yield comparison_table(before, state)
    if found:
        columns = (
            Column("Code", 1.2),
            Column("CPTS", 3),
            Column("Avant", 2.2),
            Column("Après", 2.6),
            Column("Le", 1.3, Kind.DATE),
        )
        yield Heading("Ce qui a changé", 2)
        yield Table(columns, changes_rows(found[:_LISTED]), compact=True)
        yield from _left_out(len(found) - _LISTED, "changement")


def _left_out(count: int, what: str) -> Iterator[Block]:
    if count > 0:
        yield paragraph(f"Et {plural(count, f'autre {what}', f'autres {what}s')}, au classeur.", look=Look.SMALL)


def _counts(pair: Pair) -> Iterator[Block]:
    tables = (stage_table(pair), department_table(pair), size_table(pair))
    for title, table, chart in zip(
        ("Par étape", "Par département", "Par taille"), tables, count_charts(tables), strict=True
    ):
        if pair.state.standings or title == "Par étape":
            yield Heading(title)
            yield table
            yield chart


def _contracts(state: RegionalState) -> Iterator[Block]:
    yield Heading("Contrats, missions et dialogues de gestion")
    yield retained_table(state)
    yield missions_table(state)
    yield dialogues_table(state)


def _late(state: RegionalState) -> Iterator[Block]:
    if not state.standings:
        return
    yield Heading("Ce qui est en retard")
    late = [(own, tasks) for own in state.standings for tasks in _by_kind(own)]
    if not late:
        yield paragraph("Rien n’est en retard à cette date.")
        return
    rows: list[Row | Band] = []
    for own, tasks in late[:_LISTED]:
        named = Band(f"{own.adhesion.code} – {own.adhesion.name}")
        if named not in rows:
            rows.append(named)
        more = f" Et {plural(len(tasks) - 1, 'autre')}." if len(tasks) > 1 else ""
        rows.append(Row((tasks[0].kind.label, f"{tasks[0].words}{more}", tasks[0].on)))
    columns = (Column("Objet", 2.2), Column("Ce qui est à faire", 6), Column("Depuis le", 1.3, Kind.DATE))
    yield Table(columns, tuple(rows), compact=True)
    yield from _left_out(len(late) - _LISTED, "retard")


def _by_kind(standing: CptsStanding) -> list[list[Task]]:
    """Return what is late of a CPTS, kind by kind, the earliest first."""
    kinds = dict.fromkeys(task.kind for task in standing.late)
    return [[task for task in standing.late if task.kind is kind] for kind in kinds]


def _money(state: RegionalState) -> Iterator[Block]:
    table = money_table(state)
    yield Heading("Financement par année civile")
    yield table
    if state.money.expected:
        yield paragraph(EXPECTED, look=Look.SMALL)
    yield money_chart(table)


def _list(state: RegionalState) -> Table:
    """Return the CPTS under the name of their stage, by département and name."""
    rows: list[Row | Band] = []
    for stage in Stage:
        own = (a for a in state.adhesions if a.stage is stage)
        standing = sorted(own, key=lambda a: (a.department, a.name))
        if standing:
            rows.append(Band(f"{stage.label} ({len(standing)})"))
        rows += [
            Row(
                (
                    a.code,
                    a.name,
                    state.departments.get(a.department, a.department),
                    a.step.label if len(_steps(stage)) > 1 else "",
                    a.step_since,
                    a.population,
                    a.size.value if a.size else None,
                )
            )
            for a in standing
        ]
    return Table(
        (
            Column("Code", 1.3),
            Column("CPTS", 2.9),
            Column("Département", 1.9),
            Column("Situation", 2.7),
            Column("Depuis le", 1.35, Kind.DATE),
            Column("Population", 1.3, Kind.INTEGER),
            Column("Taille", 0.8, Kind.INTEGER),
        ),
        tuple(rows),
        compact=True,
    )


def _steps(stage: Stage) -> Sequence[Step]:
    return [step for step in Step if step.stage is stage]
