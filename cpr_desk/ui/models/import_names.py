"""The table of the names to confirm before an import: may be one person, may be two."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.composition import MandateRole
from cpr_desk.domain.french import typeset
from cpr_desk.domain.likeness import Sameness
from cpr_desk.office.importing import CompositionPreview, Decisions
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column

PlaceKey = tuple[int, MandateRole]


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name of the file beside the one it is like, and what is decided of them."""

    id: PlaceKey
    name: str
    place: str
    other: str
    where: str
    reason: str
    answer: Sameness
    can_correct: bool
    decided: bool


def name_rows(preview: CompositionPreview, made: Decisions) -> list[NameRow]:
    """Return the names to confirm, those decided too: one may think again."""
    return [
        NameRow(
            case.key,
            case.person.courteous_name,
            f"{case.line.label} ({case.key[1].label})",
            case.other.courteous_name,
            case.where,
            case.reason.label,
            made.answers.get(case.key, case.proposed),
            case.can_correct,
            case.key in made.answers,
        )
        for case in preview.proposal.resemblances
    ]


def name_columns() -> tuple[Column[NameRow], ...]:
    """Return the columns of the names to confirm."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Import", text)

    looks = {True: icon("circle-check", Tone.DONE), False: icon("circle-help", Tone.URGENT)}

    def decision(row: NameRow) -> str:
        if row.decided:
            return row.answer.label
        if row.answer is Sameness.OTHER:
            return typeset(tr("Même personne ? Sinon, deux fiches"))
        return typeset(tr("Proposé : la même personne"))

    return (
        Column("name", tr("Nom dans le fichier"), lambda row: row.name, tooltip=lambda row: row.name, width=150),
        Column("place", tr("Place"), lambda row: row.place, tooltip=lambda row: row.place, width=170),
        Column("other", tr("Ressemble à"), lambda row: row.other, tooltip=lambda row: row.other, width=150),
        Column("where", tr("Qui est"), lambda row: row.where, tooltip=lambda row: row.where, width=170),
        Column("reason", tr("Pourquoi"), lambda row: row.reason, tooltip=lambda row: row.reason, width=170),
        Column("decision", tr("Décision"), decision, tooltip=decision, icon=lambda row: looks[row.decided], width=200),
    )
