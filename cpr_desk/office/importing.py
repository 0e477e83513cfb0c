"""Take in workbooks: a preview of what would change, then all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import MandateRole, Person, SeatState, Section
from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.services import column_matches, composition, reference, register
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database
from cpr_desk.services.register import Progress, TakeInRegister

if TYPE_CHECKING:
    from cpr_desk.imports.composition import CompositionProposal, SeatChange, SeatLine
    from cpr_desk.imports.reference import Reference
    from cpr_desk.imports.register import RegisterProposal
    from cpr_desk.imports.register_columns import RegisterColumn


@dataclass(frozen=True, slots=True)
class CompositionPreview:
    """What a composition workbook would change from a day on."""

    file: Path
    on: date
    proposal: "CompositionProposal"


@dataclass(frozen=True, slots=True)
class RegisterPreview:
    """What a register workbook would change, as known on a day, and what its columns were taken for."""

    file: Path
    on: date
    proposal: "RegisterProposal"
    columns: "tuple[RegisterColumn, ...]"


Preview = CompositionPreview | RegisterPreview


@cache
def organisations() -> "Reference":
    """Return the professions, unions and bodies that the official table names."""
    from cpr_desk.imports.reference import Reference

    return reference.organisations(Reference.parse)


def effective_day(db: Database, commission: Commission, today: date) -> date:
    """Return the day from which an import holds by default: the installation until both sections sit, else today.

    The two tables may come in two files: the second must not install its section years after the first.
    """
    current = composition.composition_at(db, commission.id, today)
    sitting = all(current.of(section) for section in Section if section.votes)
    return today if sitting else min(commission.installed_on, today)


def preview_composition(db: Database, commission: Commission, file: Path, on: date) -> CompositionPreview:
    """Read a composition workbook and compare it with the composition on a day; nothing is written.

    Raises UserError when the file is no workbook at all; what is wrong inside it is in the proposal.
    """
    from cpr_desk.imports.composition import propose_composition, read_composition

    read = read_composition(file, organisations(), commission.rules)
    return CompositionPreview(file, on, propose_composition(read, composition.composition_at(db, commission.id, on)))


def preview_register(db: Database, commission: Commission, file: Path, on: date) -> RegisterPreview:
    """Read a register workbook as its columns were matched before, and compare it with the register on a day.

    Nothing is written. Raises UserError when the file holds no register at all.
    """
    from cpr_desk.imports.register import propose_register, read_register
    from cpr_desk.imports.register_columns import MEANINGS

    departments = reference.departments_of(commission)
    said = column_matches.column_matches(db, commission.id)
    matching = {header: MEANINGS.get(code) for header, code in said.items()}
    read = read_register(file, departments, reference.scale_at(on).thresholds, matching)
    proposal = propose_register(read, register.adhesions_at(db, commission.id, on))
    return RegisterPreview(file, on, proposal, read.columns)


def column_meanings() -> dict[str, str]:
    """Return the French name of all that a column of a register may hold, by the code that is remembered."""
    from cpr_desk.imports.register_columns import MEANINGS, Field

    return {
        code: meaning.label if isinstance(meaning, Field) else f"Mission «{NBSP}{meaning.label}{NBSP}»"
        for code, meaning in MEANINGS.items()
    }


def apply(db: Database, commission: Commission, preview: Preview, progress: Progress) -> None:
    """Write what a preview announced, whole or not at all. Raises UserError when the file has problems."""
    if preview.proposal.problems:
        raise UserError(
            f"Le fichier {preview.file.name} contient des erreurs : rien n’a été importé.",
            "Corrigez les lignes signalées dans le classeur, enregistrez-le, puis recommencez.",
        )
    if isinstance(preview, RegisterPreview):
        adhesions = tuple(change.adhesion for change in preview.proposal.changes)
        label = f"Importer le registre {preview.file.name}"
        register.take_in_register(db, TakeInRegister(commission.id, adhesions, preview.on, label), progress)
        return
    changes = preview.proposal.changes
    composition.revise_composition(
        db,
        ReviseComposition(
            commission.id,
            preview.on,
            tuple(_state(change, change.line) for change in changes if change.line),
            tuple(change.seat.id for change in changes if change.seat and not change.line),
            f"Importer la composition {preview.file.name}",
        ),
    )


def _state(change: "SeatChange", line: "SeatLine") -> SeatState:
    return replace(
        line,
        seat_id=change.seat.id if change.seat else None,
        titular=_person(change, line, MandateRole.TITULAR),
        substitute=_person(change, line, MandateRole.SUBSTITUTE),
    )


def _person(change: "SeatChange", line: "SeatLine", role: MandateRole) -> Person | None:
    """Return whom the line names; who stays keeps the stored record, completed by what the line gives."""
    named = line.person(role)
    holding = change.seat.holder(role) if change.seat and role not in change.replaced else None
    return holding.person.completed_by(named) if named and holding else named


def write_template(what: str, file: Path, commission: Commission | None = None) -> None:
    """Write the model workbook to fill in, « composition » or « adhesions », for a commission or for any.

    Raises UserError when the file is not named as the workbook it is: Excel would refuse to open it.
    """
    from cpr_desk.imports import template
    from cpr_desk.reports.files import write_atomically

    if file.suffix.lower() != ".xlsx":
        raise UserError(
            f"Le classeur modèle ne s’écrit pas dans un fichier « {file.name} ».",
            "Donnez un nom de fichier qui se termine par .xlsx.",
        )
    if what == "composition":
        data = template.composition_template(organisations())
    else:
        own = reference.departments_of(commission) if commission else reference.department_names()
        data = template.register_template(own)
    write_atomically(file, data)
