"""Take in workbooks: a preview of what would change, then all of it or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.beside_adhesion import Beside
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, MandateRole, Person, SeatState, Section
from cpr_desk.domain.french import NBSP, typeset
from cpr_desk.domain.likeness import Sameness
from cpr_desk.domain.mandates import EndReason
from cpr_desk.errors import UserError
from cpr_desk.office import importing_payments
from cpr_desk.office.importing_payments import PaymentsPreview, preview_payments
from cpr_desk.services import column_matches, composition, composition_import, persons, reference, register
from cpr_desk.services.column_matches import Listed
from cpr_desk.services.composition_import import TakeInComposition
from cpr_desk.services.dossiers import besides, snapshot_at
from cpr_desk.services.instance import Database
from cpr_desk.services.register import Progress, TakeInRegister

__all__ = [
    "NO_DECISIONS",
    "CompositionPreview",
    "Decisions",
    "PaymentsPreview",
    "Preview",
    "RegisterPreview",
    "preview_payments",
]

if TYPE_CHECKING:
    from cpr_desk.imports.columns import FileColumn
    from cpr_desk.imports.composition import CompositionFile, CompositionProposal
    from cpr_desk.imports.composition_changes import EndKey
    from cpr_desk.imports.composition_persons import Answers, Resemblance
    from cpr_desk.imports.problems import Problem
    from cpr_desk.imports.questions import Question
    from cpr_desk.imports.reference import Reference
    from cpr_desk.imports.register import RegisterFile, RegisterProposal


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decides on a preview: who is who, which ends to apply, and why these mandates end.

    `replies` answer the questions of a register or of payments, by key; `matching`: payments are put to the lines
    they likely pay.
    """

    answers: "Answers" = field(default_factory=dict)
    ends: "frozenset[EndKey]" = frozenset()
    reason: EndReason = EndReason.TERM
    replies: Mapping[str, str] = field(default_factory=dict)
    matching: bool = True


NO_DECISIONS = Decisions()


@dataclass(frozen=True, slots=True)
class CompositionPreview:
    """What a composition workbook would change from a day on; `refusal` says why that day does not suit."""

    file: Path
    on: date
    proposal: "CompositionProposal"
    read: "CompositionFile"
    current: Composition
    known: tuple[Person, ...]
    refusal: UserError | None = None


@dataclass(frozen=True, slots=True)
class RegisterPreview:
    """What a register workbook would change, as known on a day."""

    file: Path
    on: date
    proposal: "RegisterProposal"
    read: "RegisterFile"
    current: tuple[Adhesion, ...]
    beside: Mapping[int, Beside]

    @property
    def columns(self) -> "tuple[FileColumn, ...]":
        """What its columns were taken for."""
        return self.read.columns


Preview = CompositionPreview | RegisterPreview | PaymentsPreview


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
    current = composition.composition_at(db, commission.id, on)
    known = tuple(each.person for each in persons.known_persons(db))
    preview = CompositionPreview(file, on, propose_composition(read, current, known), read, current, known)
    return decide_composition(db, commission, preview, NO_DECISIONS)


def decide(db: Database, commission: Commission, preview: Preview, made: Decisions) -> Preview:
    """Return the preview as the decisions make it, and whether the day then suits; nothing is written."""
    if isinstance(preview, CompositionPreview):
        return decide_composition(db, commission, preview, made)
    if isinstance(preview, PaymentsPreview):
        return importing_payments.decide(db, commission, preview, made.replies, matching=made.matching)
    from cpr_desk.imports.register import propose_register

    return replace(preview, proposal=propose_register(preview.read, preview.current, made.replies, preview.beside))


def decide_composition(
    db: Database, commission: Commission, preview: CompositionPreview, made: Decisions
) -> CompositionPreview:
    """Return the preview of a composition as the decisions make it."""
    from cpr_desk.imports.composition import propose_composition

    proposal = propose_composition(preview.read, preview.current, preview.known, made.answers)
    decided = replace(preview, proposal=proposal)
    refusal = None
    if not proposal.problems:
        refusal = composition_import.rehearse(db, _order(commission, decided, made))
    return replace(decided, refusal=refusal)


def every_end(preview: CompositionPreview, reason: EndReason) -> Decisions:
    """Return the decision to end all that the file no longer holds."""
    ends = (change.end for change in preview.proposal.changes)
    return Decisions(ends=frozenset(end for end in ends if end), reason=reason)


def left_to_confirm(preview: CompositionPreview, made: Decisions) -> "tuple[Problem, ...]":
    """Return what nobody decided, for those who see no preview: ends that are not applied, names that are only near."""
    from cpr_desk.imports.problems import Problem

    proposal = preview.proposal
    told = []
    for change in proposal.changes:
        if change.seat and change.end and change.end not in made.ends:
            part = change.parts[0]
            message = f"{change.seat.label} : {part.remark} Rien n’a été terminé : confirmez-le."
            told.append(Problem("", 0, "", part.before, typeset(message)))
    for case in proposal.resemblances:
        if case.person.name != case.other.name and case.key not in made.answers:
            taken = "deux personnes" if case.proposed is Sameness.OTHER else "une seule personne"
            message = f"{case.person.name} ressemble à {case.other.name}, {case.where} ({case.reason.label}) : "
            told.append(
                Problem(
                    case.line.sheet, case.line.row, "", case.person.name, typeset(f"{message}repris comme {taken}.")
                )
            )
    return tuple(told)


def retained_by(question: "Question", made: Decisions) -> str:
    """Return the answer that holds, empty while the question is open."""
    from cpr_desk.imports.questions import retained

    return retained(question, made.replies)


def everyone_of(preview: Preview) -> list[tuple[str, str]]:
    """Return every CPTS that payments may be said to be for, as (value of an answer, words)."""
    from cpr_desk.imports.payment_names import everyone

    known = preview.known if isinstance(preview, PaymentsPreview) else ()
    return [(choice.value, choice.words) for choice in everyone(known)]


def listed_in(preview: Preview) -> Listed:
    """Return whose columns a file was read by."""
    return Listed.PAYMENTS if isinstance(preview, PaymentsPreview) else Listed.REGISTER


def replies_to(preview: Preview, similar: str) -> dict[str, str]:
    """Return the replies of those who see no preview: a name like one CPTS alone is it (« same »), or not (« new »)."""
    replies = {}
    for question in preview.proposal.open:
        values = [choice.value for choice in question.choices]
        if similar == "new":
            replies[question.key] = values[-1]
        elif similar and len({value.rstrip("+") for value in values[:-1]}) == 1:
            replies[question.key] = values[0]
    return replies


def taken_for(preview: Preview, made: Decisions) -> "Iterator[Problem]":
    """Yield what was taken for granted without an answer of a person, and what was left out."""
    for question in preview.proposal.questions:
        answer = retained_by(question, made)
        words = next((choice.words for choice in question.choices if choice.value == answer), "")
        if words:
            yield replace(question.problem, message=f"{question.said} Retenu{NBSP}: {words}.")


def carried_over(before: CompositionPreview, made: Decisions, preview: CompositionPreview) -> Decisions:
    """Return what was decided on a file, as far as it still holds once the file was mended and read again."""
    said = {_case(case): made.answers[case.key] for case in before.proposal.resemblances if case.key in made.answers}
    cases = preview.proposal.resemblances
    return replace(made, answers={case.key: said[_case(case)] for case in cases if _case(case) in said})


def _case(case: "Resemblance") -> tuple[str, ...]:
    return (case.person.name, case.other.name, case.line.label, case.key[1])


def preview_register(db: Database, commission: Commission, file: Path, on: date) -> RegisterPreview:
    """Read a register workbook as its columns were matched before, and compare it with the register on a day.

    Nothing is written. Raises UserError when the file holds no register at all.
    """
    from cpr_desk.imports.register import propose_register, read_register
    from cpr_desk.imports.register_columns import MEANINGS

    departments = reference.departments_of(commission)
    said = column_matches.column_matches(db, commission.id)
    matching = {header: MEANINGS.get(code) for header, code in said.items()}
    thresholds = reference.scale_at(db, on).thresholds
    read = read_register(file, departments, thresholds, matching, reference.gazetteer())
    current = register.adhesions_at(db, commission.id, on)
    told = any(line.beside for line in read.lines)
    beside = besides(snapshot_at(db, commission, on), reference.gazetteer()) if told else {}
    return RegisterPreview(file, on, propose_register(read, current, beside=beside), read, current, beside)


def column_meanings(listed: Listed = Listed.REGISTER) -> dict[str, str]:
    """Return the French name of all that a column may hold, by the code that is remembered."""
    from cpr_desk.imports.payment_columns import PAYMENT_MEANINGS
    from cpr_desk.imports.register_columns import MEANINGS, Beyond, Field

    if listed is Listed.PAYMENTS:
        return {code: meaning.label for code, meaning in PAYMENT_MEANINGS.items()}
    return {
        code: meaning.label if isinstance(meaning, Field | Beyond) else f"Mission «{NBSP}{meaning.label}{NBSP}»"
        for code, meaning in MEANINGS.items()
    }


def apply(
    db: Database, commission: Commission, preview: Preview, progress: Progress, made: Decisions = NO_DECISIONS
) -> None:
    """Write what a preview announced, and of its ends those decided on, whole or not at all.

    Raises UserError when the file has problems or leaves a question open, or the composition changes on a later day.
    """
    if preview.proposal.problems:
        raise UserError(
            f"Le fichier {preview.file.name} contient des erreurs : rien n’a été importé.",
            "Corrigez les lignes signalées dans le classeur, enregistrez-le, puis recommencez.",
        )
    if preview.proposal.open:
        raise UserError(
            f"Le fichier {preview.file.name} laisse des questions ouvertes : rien n’a été importé.",
            typeset("Répondez aux questions de l’onglet « À vérifier », puis importez."),
        )
    if isinstance(preview, CompositionPreview):
        composition_import.take_in_composition(db, _order(commission, preview, made))
        return
    if isinstance(preview, PaymentsPreview):
        importing_payments.take_in(db, commission, preview)
        return
    adhesions = tuple(change.adhesion for change in preview.proposal.changes)
    beside = tuple(change.beside for change in preview.proposal.changes)
    label = f"Importer le registre {preview.file.name}"
    register.take_in_register(db, TakeInRegister(commission.id, adhesions, preview.on, label, beside), progress)


def _order(commission: Commission, preview: CompositionPreview, made: Decisions) -> TakeInComposition:
    """Return the seats as the preview and the decisions make them; a seat that stays keeps who is not ended."""
    proposal = preview.proposal
    states: dict[tuple[int, int], SeatState] = {}
    closed = []
    for number, change in enumerate(proposal.changes):
        seat, place = change.seat, (change.seat.id, 0) if change.seat else (0, number)
        if change.line:
            states[place] = replace(change.line, seat_id=seat.id if seat else None)
        elif seat and change.end in made.ends:
            if change.role is None:
                closed.append(seat.id)
            else:
                states[place] = _vacated(states.get(place) or SeatState.of(seat), change.role)
    for seat in preview.current.seats:
        if seat.id in proposal.moved and seat.id not in closed:
            state = states.get((seat.id, 0)) or SeatState.of(seat)
            states[seat.id, 0] = replace(state, position=proposal.moved[seat.id])
    seats = tuple(_recorded(state, proposal.records) for state in states.values())
    label = f"Importer la composition {preview.file.name}"
    return TakeInComposition(commission.id, preview.on, seats, tuple(closed), made.reason, label)


def _vacated(state: SeatState, role: MandateRole) -> SeatState:
    return replace(state, titular=None) if role is MandateRole.TITULAR else replace(state, substitute=None)


def _recorded(state: SeatState, records: Mapping[int, Person]) -> SeatState:
    """Return the state with the records that the import leaves: one person may sit on several seats."""
    titular, substitute = (person and records.get(person.id, person) for person in (state.titular, state.substitute))
    return replace(state, titular=titular, substitute=substitute)


def write_template(what: str, file: Path, commission: Commission | None = None) -> None:
    """Write the model workbook to fill in, « composition », « adhesions » or « payments », for a commission or for any.

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
    elif what == "payments":
        data = template.payments_template()
    else:
        own = reference.departments_of(commission) if commission else reference.department_names()
        data = template.register_template(own)
    write_atomically(file, data)
