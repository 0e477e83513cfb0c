"""The tables of the state of the adhesions, which the workbook and the PDF share: counts, missions, money, changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.french import date_digits
from cpr_desk.domain.regional import Count, RegionalState
from cpr_desk.domain.regional_changes import RegionalChange, compared
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.reports.document import Band, Chart, Column, Kind, Row, Table
from cpr_desk.reports.table_rows import cell_run

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Pair:
    """The state told, and the one it is compared with; None: with none."""

    state: RegionalState
    before: RegionalState | None = None


def size_words(size: SizeClass | None) -> str:
    """Return « Taille 3 », or « Taille inconnue »."""
    return size.label if size else "Taille inconnue"


def department_words(code: str, state: RegionalState) -> str:
    """Return « 44 Loire-Atlantique », the code alone where nothing is known of it."""
    return f"{code} {state.departments[code]}" if code in state.departments else code


def stage_table(pair: Pair) -> Table:
    """Return the counts by stage, every stage even at 0."""
    return _counts("Étape", "Étapes", pair, lambda state: state.by_stage, lambda stage: stage.label)


def department_table(pair: Pair) -> Table:
    """Return the counts by département."""
    return _counts(
        "Département",
        "Départements",
        pair,
        lambda state: state.by_department,
        lambda code: department_words(code, pair.state),
    )


def size_table(pair: Pair) -> Table:
    """Return the counts by size of the population."""
    return _counts("Taille", "Tailles", pair, lambda state: state.by_size, size_words)


def _counts(
    header: str,
    name: str,
    pair: Pair,
    of: Callable[[RegionalState], Mapping[_Key, Count]],
    words: Callable[[_Key], str],
) -> Table:
    """Return counts with their shares, the counts of the state compared, and a total."""
    now, was = of(pair.state), of(pair.before) if pair.before else {}
    keys = [*now, *(key for key in was if key not in now)]
    total = sum(each.cpts for each in now.values())
    nothing = Count(0, 0)

    def row(label: str, count: Count, old: Count, *, is_total: bool = False) -> Row:
        share = count.cpts / total if total else 0.0
        former = (old.cpts,) if pair.before else ()
        return Row((label, count.cpts, share, *former, count.population), is_total=is_total)

    rows = [row(words(key), now.get(key, nothing), was.get(key, nothing)) for key in keys]
    rows.append(row("Total", _sum(now), _sum(was), is_total=True))
    former = (Column(f"CPTS au {date_digits(pair.before.at)}", 1.7, Kind.INTEGER),) if pair.before else ()
    return Table(
        (
            Column(header, 4),
            Column("CPTS", 1.2, Kind.INTEGER),
            Column("Part des CPTS", 1.5, Kind.SHARE),
            *former,
            Column("Population", 2, Kind.INTEGER),
        ),
        tuple(rows),
        name=name,
        compact=True,
    )


def _sum(counts: Mapping[_Key, Count]) -> Count:
    return Count(sum(each.cpts for each in counts.values()), sum(each.population for each in counts.values()))


def signed(difference: Decimal | float | None) -> str:
    """Return « +2 », « −1 », « = »; « – » where one of the two is not known."""
    if difference is None:
        return "–"
    if not difference:
        return "="
    words = cell_run(difference if difference > 0 else -difference).text
    return f"{'+' if difference > 0 else '−'}{words}"


def retained_table(state: RegionalState) -> Table:
    """Return the contracts in force by the size retained."""
    rows = [Row((size_words(size), count)) for size, count in state.by_retained_size.items()]
    rows.append(Row(("Total", len(state.in_force)), is_total=True))
    return Table(
        (Column("Taille retenue au contrat", 4), Column("Contrats", 1.4, Kind.INTEGER)),
        tuple(rows),
        name="Tailles retenues",
        compact=True,
    )


def missions_table(state: RegionalState) -> Table:
    """Return the missions of the contracts in force."""
    rows = [Row((each.mission.label, each.planned, each.started, each.deployed, each.late)) for each in state.missions]
    sums = (sum(getattr(each, part) for each in state.missions) for part in ("planned", "started", "deployed", "late"))
    rows.append(Row(("Total", *sums), is_total=True))
    return Table(
        (
            Column("Mission", 4),
            Column("À démarrer", 1.3, Kind.INTEGER),
            Column("Démarrées", 1.3, Kind.INTEGER),
            Column("dont déployées", 1.3, Kind.INTEGER),
            Column("En retard", 1.2, Kind.INTEGER),
        ),
        tuple(rows),
        name="Bilan des missions",
        compact=True,
    )


def dialogues_table(state: RegionalState) -> Table:
    """Return the yearly dialogues of the contracts in force."""
    counts = state.dialogues
    waiting = counts.due - counts.held - counts.late
    rows = (
        Row(("Tenus", counts.held)),
        Row(("À tenir, dans leur délai", waiting)),
        Row(("En retard", counts.late)),
        Row(("Total", counts.due), is_total=True),
    )
    return Table(
        (Column("Dialogues annuels", 4), Column("Nombre", 1.4, Kind.INTEGER)), rows, name="Dialogues", compact=True
    )


def money_table(state: RegionalState) -> Table:
    """Return what is due and was paid by calendar year."""
    totals = [*((each.label, each.sum) for each in state.years), ("Total", state.money)]
    rows = tuple(
        Row((label, own.due, own.expected, own.paid, own.left, own.to_come), is_total=label == "Total")
        for label, own in totals
    )
    euros = Kind.EUROS
    return Table(
        (
            Column("Année civile", 1.2),
            Column("Dû", 1.6, euros),
            Column("dont résultats attendus", 1.6, euros),
            Column("Versé", 1.6, euros),
            Column("Reste à payer", 1.6, euros),
            Column("À échoir", 1.6, euros),
        ),
        rows,
        name="Financement par année",
        compact=True,
    )


def comparison_table(before: RegionalState, state: RegionalState) -> Table:
    """Return the same figures on two days, with what was gained, in words."""
    rows = tuple(
        Row((each.label, _shown(each.before), _shown(each.after), signed(each.difference)))
        for each in compared(before, state)
    )
    days = (date_digits(before.at), date_digits(state.at))
    columns = (Column("", 4), *(Column(f"Au {day}", 1.7) for day in days), Column("Écart", 1.5))
    return Table(columns, rows, name="Comparaison", compact=True)


_COMPARED = ((int, Kind.INTEGER, "Nombres"), (float, Kind.SHARE, "Parts"), (Decimal, Kind.EUROS, "Montants"))


def comparison_tables(before: RegionalState, state: RegionalState) -> tuple[Table, ...]:
    """Return the same figures as numbers, a table for each kind of them."""
    found = compared(before, state)
    days = (date_digits(before.at), date_digits(state.at))
    tables = []
    for kind_of, kind, name in _COMPARED:
        own = [each for each in found if isinstance(each.after if each.after is not None else each.before, kind_of)]
        rows = tuple(Row((each.label, each.before, each.after, each.difference)) for each in own)
        columns = (Column(name, 4), *(Column(f"Au {day}", 2, kind) for day in days), Column("Écart", 2, kind))
        tables.append(Table(columns, rows, name=f"Comparaison {name}"))
    return tuple(table for table in tables if table.rows)


def _shown(figure: Decimal | float | None) -> str:
    return "–" if figure is None else cell_run(figure).text


def changes_rows(found: Sequence[RegionalChange]) -> tuple[Row | Band, ...]:
    """Return the changes under the name of their kind: code, name, before, after, day."""
    rows: list[Row | Band] = []
    for kind in dict.fromkeys(each.kind for each in found):
        own = [each for each in found if each.kind is kind]
        rows.append(Band(f"{kind.label} ({len(own)})"))
        rows += [
            Row((each.cpts.adhesion.code, each.cpts.adhesion.name, each.before, each.after, each.on)) for each in own
        ]
    return tuple(rows)


def count_charts(tables: Sequence[Table]) -> list[Chart]:
    """Return a chart of the numbers of CPTS for the tables by stage, département and size."""
    titles = ("Nombre de CPTS par étape", "Nombre de CPTS par département", "Nombre de CPTS par taille")
    return [Chart(title, table, 0, 1) for title, table in zip(titles, tables, strict=True)]


def money_chart(table: Table) -> Chart:
    """Return a chart of what was paid by year."""
    return Chart("Versé par année civile", table, 0, 3)


STAGES = {
    Stage.REFLECTION: "Projet en réflexion, sans lettre d’intention.",
    Stage.LETTER: "Lettre d’intention déposée ou validée, ou projet de santé transmis et pas encore validé.",
    Stage.PROJECT_VALIDATED: "Projet de santé validé par l’ARS, expressément ou tacitement.",
    Stage.NEGOTIATION: "Contrat en cours de négociation entre la CPTS, l’ARS et l’Assurance maladie.",
    Stage.SIGNED: "Contrat tripartite signé ou renouvelé, en vigueur.",
    Stage.TERMINATED: "Contrat arrivé à son terme ou résilié.",
    Stage.ABANDONED: "Projet abandonné avant la signature.",
}
"""What each stage means."""
