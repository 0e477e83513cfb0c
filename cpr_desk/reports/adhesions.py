"""The state of the adhesions: the workbook for the ARS and the PDF for the meeting, from the same counts."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.adhesion import Adhesion, Stage, Step, Summary
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP, date_digits, date_words, day_words, integer, percent, plural
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.sizes import SizeClass, Thresholds
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    KeyFigures,
    Kind,
    Look,
    Row,
    Sheet,
    Table,
    Workbook,
    paragraph,
)

COVERED = (
    "La population couverte est celle des CPTS dont le contrat est en vigueur à la date de l’état. Les lettres "
    "d’intention et les projets n’y entrent pas."
)
COUNTED_ONCE = f"Chaque CPTS est comptée une seule fois, à l’étape qu’elle a atteinte{NBSP}: les étapes s’excluent."


@dataclass(frozen=True, slots=True)
class State:
    """The register at a date: its rows, their counts, names of départements by INSEE code, thresholds of the sizes."""

    adhesions: Sequence[Adhesion]
    summary: Summary
    departments: Mapping[str, str]
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the register, and how it is read from an adhesion."""

    column: Column
    read: Callable[[Adhesion], Cell]


def adhesions_workbook(commission: Commission, state: State, issued_on: date) -> Workbook:
    """Return the workbook for the ARS: register, synthesis, definitions."""
    fields = _fields(state)
    register = Table(
        tuple(field.column for field in fields),
        tuple(Row(tuple(field.read(adhesion) for field in fields)) for adhesion in state.adhesions),
        name="Registre",
    )
    tables = _counts(state)
    dated = f"État au {date_digits(state.summary.at)}"
    return Workbook(
        title=f"Adhésions à l’ACI – {commission.name}",
        subject=dated,
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=(
            Sheet("Registre", f"Registre des adhésions – {commission.name}", (dated,), (register,)),
            Sheet(
                "Synthèse",
                f"Synthèse des adhésions – {commission.name}",
                (dated, _coverage(commission, state.summary), COUNTED_ONCE, COVERED),
                tables,
                tuple(_charts(tables)),
            ),
            Sheet(
                "Définitions",
                "Définitions",
                (
                    f"{dated}, établi le {date_digits(issued_on)}.",
                    f"Source{NBSP}: registre tenu par {wording.author(commission)}.",
                ),
                (_definitions(fields),),
            ),
        ),
    )


def adhesions_report(commission: Commission, state: State) -> Document:
    """Return the state of the adhesions for a meeting."""
    summary = state.summary
    stage_table, department_table, size_table = _counts(state)
    charts = _charts((stage_table, department_table, size_table))
    return Document(
        title="État des adhésions",
        subject=f"au {day_words(summary.at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("État des adhésions à l’ACI", look=Look.TITLE),
            paragraph(f"Au {date_words(summary.at)}", look=Look.SUBTITLE),
            KeyFigures(
                (
                    (integer(summary.total), "CPTS au registre"),
                    (integer(summary.by_stage[Stage.SIGNED]), "contrats en vigueur"),
                    (integer(summary.population_covered), "habitants couverts par un contrat"),
                    (_share_words(summary.coverage), f"de la population {commission.kind.of_territory}"),
                )
            ),
            paragraph(f"{COUNTED_ONCE} {COVERED}", look=Look.SMALL),
            Heading("Par étape"),
            stage_table,
            charts[0],
            Heading("Par département"),
            department_table,
            Heading("Par taille"),
            size_table,
            Heading("Liste des CPTS"),
            _list(state),
        ),
        author=wording.author(commission),
    )


def _share_words(share: float | None) -> str:
    return percent(share) if share is not None else "–"


def _coverage(commission: Commission, summary: Summary) -> str:
    covered = f"Population couverte{NBSP}: {plural(summary.population_covered, 'habitant')}"
    if summary.coverage is None or summary.population_region is None:
        return f"{covered} (population {commission.kind.of_territory} non renseignée)."
    inhabitants = integer(summary.population_region)
    share = percent(summary.coverage)
    return f"{covered}, soit {share} des {inhabitants} habitants {commission.kind.of_territory}."


def _counts(state: State) -> tuple[Table, Table, Table]:
    summary = state.summary
    by_department = _population(state.adhesions, lambda a: a.department)
    by_size = _population(state.adhesions, lambda a: a.size)
    return (
        _count(
            "Étape",
            "Étapes",
            [(stage.label, count, summary.population_by_stage[stage]) for stage, count in summary.by_stage.items()],
        ),
        _count(
            "Département",
            "Départements",
            [(_department(code, state), count, by_department[code]) for code, count in summary.by_department.items()],
        ),
        _count(
            "Taille",
            "Tailles",
            [(size_words(size), count, by_size[size]) for size, count in summary.by_size.items()],
        ),
    )


def _population(adhesions: Sequence[Adhesion], key: Callable[[Adhesion], Hashable]) -> Counter[Hashable]:
    inhabitants: Counter[Hashable] = Counter()
    for adhesion in adhesions:
        inhabitants[key(adhesion)] += adhesion.population or 0
    return inhabitants


def _count(header: str, name: str, lines: Sequence[tuple[str, int, int]]) -> Table:
    """Return counts with their shares and a total."""
    total = sum(count for _, count, _ in lines)
    rows = [Row((label, count, count / total if total else 0.0, people)) for label, count, people in lines]
    rows.append(Row(("Total", total, 1.0 if total else 0.0, sum(people for _, _, people in lines)), is_total=True))
    return Table(
        (
            Column(header, 4),
            Column("CPTS", 1.2, Kind.INTEGER),
            Column("Part des CPTS", 1.5, Kind.SHARE),
            Column("Population", 2, Kind.INTEGER),
        ),
        tuple(rows),
        name=name,
    )


def _charts(tables: Sequence[Table]) -> list[Chart]:
    titles = ("Nombre de CPTS par étape", "Nombre de CPTS par département", "Nombre de CPTS par taille")
    return [Chart(title, table, 0, 1) for title, table in zip(titles, tables, strict=True)]


def size_words(size: SizeClass | None) -> str:
    """Return « Taille 3 », or « Taille inconnue »."""
    return size.label if size else "Taille inconnue"


def _department(code: str, state: State) -> str:
    return f"{code} {state.departments[code]}" if code in state.departments else code


def _list(state: State) -> Table:
    """Return the CPTS under the name of their stage, by name."""
    rows: list[Row | Band] = []
    for stage in Stage:
        standing = sorted((a for a in state.adhesions if a.stage is stage), key=lambda a: (a.department, a.name))
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
    )


def _steps(stage: Stage) -> list[Step]:
    return [step for step in Step if step.stage is stage]


def _fields(state: State) -> tuple[_Field, ...]:
    """Return every field of an adhesion as a column, with its definition."""
    text, count, day = Kind.TEXT, Kind.INTEGER, Kind.DATE
    known: tuple[tuple[str, Kind, str, Callable[[Adhesion], Cell]], ...] = (
        ("Code", text, "Identifiant de la CPTS pour l’ARS, unique au registre.", lambda a: a.code),
        ("CPTS", text, "Nom de la communauté professionnelle territoriale de santé.", lambda a: a.name),
        ("Département", text, "Code INSEE du département du siège.", lambda a: a.department),
        ("Nom du département", text, "Nom du département.", lambda a: state.departments.get(a.department)),
        ("Étape", text, "Étape comptée à la synthèse, définie plus bas.", lambda a: a.stage.label),
        ("Situation", text, "Situation précise à l’intérieur de l’étape.", lambda a: a.step.label),
        ("Depuis le", day, "Date d’entrée dans la situation.", lambda a: a.step_since),
        ("Population", count, "Habitants du territoire (population légale INSEE).", lambda a: a.population),
        ("Source de la population", text, "Origine du nombre d’habitants.", lambda a: a.population_source),
        ("Taille", count, _sizes_definition(state.thresholds), lambda a: a.size.value if a.size else None),
        ("Membres", count, "Nombre de membres de la CPTS.", lambda a: a.members),
        ("Lettre d’intention", day, "Date de la lettre d’intention.", lambda a: a.letter_on),
        ("Projet transmis", day, "Date d’envoi du projet de santé à l’ARS.", lambda a: a.project_sent_on),
        ("Projet validé", day, "Date de validation du projet de santé.", lambda a: a.project_validated_on),
        ("Contrat signé", day, "Date de signature du contrat tripartite (ACI).", lambda a: a.signed_on),
        *((mission.label, day, _mission_definition(mission), _mission_reader(mission)) for mission in Mission),
        ("Versé", Kind.EUROS, "Total des paiements enregistrés, en euros.", lambda a: a.paid),
        ("Contact", text, "Personne à joindre.", lambda a: a.contact),
        ("Courriel", text, "Adresse de courriel du contact.", lambda a: a.email),
        ("Téléphone", text, "Téléphone du contact.", lambda a: a.phone),
        ("Commentaire", text, "Remarques du secrétariat.", lambda a: a.comment),
    )
    return tuple(_Field(Column(header, kind=kind, note=note), read) for header, kind, note, read in known)


def _sizes_definition(thresholds: Thresholds) -> str:
    first, second, third = (integer(threshold) for threshold in thresholds)
    return (
        f"Taille retenue{NBSP}: 1 sous {first} habitants, 2 de {first} à moins de {second}, 3 de {second} à moins de "
        f"{third}, 4 à partir de {third}."
    )


def _mission_definition(mission: Mission) -> str:
    return f"{mission.full_label}{NBSP}: date de démarrage, «{NBSP}prévue{NBSP}» si elle n’a pas démarré."


def _mission_reader(mission: Mission) -> Callable[[Adhesion], Cell]:
    def read(adhesion: Adhesion) -> Cell:
        missions = dict(adhesion.missions)
        return (missions[mission.value] or "prévue") if mission.value in missions else None

    return read


_STAGES = {
    Stage.REFLECTION: "Projet en réflexion, sans lettre d’intention.",
    Stage.LETTER: "Lettre d’intention déposée ou validée, ou projet de santé transmis et pas encore validé.",
    Stage.PROJECT_VALIDATED: "Projet de santé validé par l’ARS, expressément ou tacitement.",
    Stage.NEGOTIATION: "Contrat en cours de négociation entre la CPTS, l’ARS et l’Assurance maladie.",
    Stage.SIGNED: "Contrat tripartite signé ou renouvelé, en vigueur.",
    Stage.TERMINATED: "Contrat arrivé à son terme ou résilié.",
    Stage.ABANDONED: "Projet abandonné avant la signature.",
}


def _definitions(fields: Sequence[_Field]) -> Table:
    rows = [Row(("Colonne", field.column.header, field.column.note)) for field in fields]
    rows += [Row(("Étape", stage.label, words)) for stage, words in _STAGES.items()]
    rows += [
        Row(
            (
                "Synthèse",
                "Population",
                "Somme des populations de la ligne, une population inconnue comptant 0.",
            )
        ),
        Row(("Synthèse", "Part des CPTS", "Nombre de CPTS de la ligne rapporté au total du registre.")),
        Row(("Synthèse", "Population couverte", COVERED)),
    ]
    return Table((Column("Objet"), Column("Terme"), Column("Définition")), tuple(rows), name="Définitions")
