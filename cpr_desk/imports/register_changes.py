"""Compare a register file with the register: which CPTS it adds and which it changes. It ends none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.beside_adhesion import NOTHING_BESIDE, Beside, new_beside
from cpr_desk.domain.french import date_digits, euros, integer, listing, plural, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.imports.cells import key
from cpr_desk.imports.problems import Problem
from cpr_desk.imports.proposals import Part, Proposal, Status
from cpr_desk.imports.questions import NO_ANSWERS, Answers, still_open
from cpr_desk.imports.register_beside import beside_parts, with_population
from cpr_desk.imports.register_columns import Field
from cpr_desk.imports.register_lines import RegisterFile, RegisterLine
from cpr_desk.imports.register_matching import match_register

Missions = tuple[tuple[str, date | None], ...]
_PATH = tuple(Step)
# Capitals and accents alone do not rename a CPTS or a person.
_FOLDED = frozenset((Field.NAME, Field.CONTACT, Field.POPULATION_SOURCE))
_SPECIAL = frozenset((Field.STEP, Field.STEP_SINCE, Field.SIZE, Field.MISSIONS))


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """What happens to one CPTS: `adhesion` is what the register should hold, `current` what it holds (None: nothing).

    `adhesion` has the id of `current`, or 0; `beside` is what the file says beside it that is new.
    """

    status: Status
    line: RegisterLine
    current: Adhesion | None
    adhesion: Adhesion
    parts: tuple[Part, ...]
    beside: Beside = NOTHING_BESIDE


RegisterProposal = Proposal[RegisterChange]
NOBODY: Mapping[int, Beside] = {}


def propose_register(
    file: RegisterFile,
    current: Sequence[Adhesion],
    answers: Answers = NO_ANSWERS,
    beside: Mapping[int, Beside] = NOBODY,
) -> RegisterProposal:
    """Match each line by its code, then by département and name, and say what changes.

    A blank cell never erases what the register holds, and a CPTS that the file does not name stays as it is:
    reading a file that was already applied proposes nothing. A new one whose name is like one that the file does not
    name is asked about: it is never added twice without a word. `beside` is what is known beside the adhesions, by id.
    """
    matched = match_register(file.lines, current, answers)
    changes: list[RegisterChange] = []
    undated: list[Problem] = []
    for index, line in enumerate(file.lines):
        before = matched.found.get(index)
        given = replace(line, given=line.given - {Field.NAME}) if index in matched.kept else line
        after = _merged(given, before) if before else line.adhesion
        known = beside.get(before.id, NOTHING_BESIDE) if before else NOTHING_BESIDE
        new = new_beside(line.beside, known)
        if new.effect_on and not after.signed_on:
            message = "La date d’effet n’est pas reprise : la date de signature du contrat n’est pas connue."
            undated.append(Problem(line.sheet, line.row, "", after.name, message))
            new = replace(new, effect_on=None)
        after = with_population(after, new, stated=Field.POPULATION in line.given)
        status = Status.CHANGED if before else Status.ADDED
        parts = (*_differences(before, after), *beside_parts(new, known, status))
        if parts:
            changes.append(RegisterChange(status, line, before, after, parts, new))
    return RegisterProposal(
        tuple(changes),
        len(file.lines) - len(changes),
        (*file.problems, *matched.problems),
        (*file.warnings, *undated, *matched.warnings, *_absent(len(current) - len(matched.found))),
        matched.questions,
        still_open(matched.questions, answers),
    )


def _absent(count: int) -> Iterator[Problem]:
    if count:
        verb = "n’est pas dans le fichier : elle reste telle quelle"
        verbs = "ne sont pas dans le fichier : elles restent telles quelles"
        yield Problem(
            "", 0, "", "", typeset(f"{plural(count, 'CPTS', 'CPTS')} du registre {verbs if count > 1 else verb}.")
        )


def _merged(line: RegisterLine, before: Adhesion) -> Adhesion:
    """Return the register's own values, completed and corrected by those that the line gives."""
    new = line.adhesion
    values: dict[str, Any] = {
        name.value: getattr(new, name)
        for name in line.given - _SPECIAL
        if not (name in _FOLDED and key(getattr(before, name)) == key(getattr(new, name)))
    }
    step = new.step
    if Field.STEP not in line.given or step.stage is before.stage:
        # Dates alone, or the name of a stage, show the least that was reached: they never send a CPTS back on its path.
        step = max(new.step, before.step, key=_PATH.index)
    values["step"] = step
    if Field.STEP_SINCE in line.given:
        values["step_since"] = new.step_since
    elif step is before.step:
        values["step_since"] = before.step_since or (new.step_since if step is new.step else None)
    else:
        values["step_since"] = new.step_since
    if Field.POPULATION in line.given or (Field.SIZE in line.given and before.population is None):
        values["size"] = new.size
    if Field.MISSIONS in line.given:
        values["missions"] = _missions(before.missions, dict(new.missions))
    return replace(before, **values)


def _missions(before: Missions, after: dict[str, date | None]) -> Missions:
    """Return the stored missions completed by those of the file, in the order of the accord."""
    stored = dict(before)
    days = stored | {code: day or stored.get(code) for code, day in after.items()}
    if days == stored:
        return before
    order = {mission.value: rank for rank, mission in enumerate(Mission)}
    return tuple(sorted(days.items(), key=lambda mission: order.get(mission[0], len(order))))


def _differences(before: Adhesion | None, after: Adhesion) -> Iterator[Part]:
    """Yield each field that changes; of a new CPTS, each one that is filled."""
    for name in Field:
        old = getattr(before, name) if before else None
        new = getattr(after, name)
        if before is None and new not in (None, "", ()):
            yield Part(Status.ADDED, name.label, "", _shown(new))
        elif before is not None and old != new:
            yield Part(Status.CHANGED, name.label, _shown(old), _shown(new))


def _shown(value: object) -> str:
    match value:
        case None | "" | ():
            return "rien"
        case Step() | SizeClass():
            return value.label
        case date():
            return date_digits(value)
        case Decimal():
            return euros(value)
        case int():
            return integer(value)
        case tuple():
            return listing(Mission(code).label + (f" ({date_digits(day)})" if day else "") for code, day in value)
        case _:
            return str(value)
