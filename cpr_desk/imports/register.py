"""Read a register of CPTS adhesions, whatever its columns are called."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.cpts_names import bare_name
from cpr_desk.domain.french import date_digits, listing, plural, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.sizes import Thresholds, size_of
from cpr_desk.errors import UserError
from cpr_desk.imports.asides import is_aside, lone_text
from cpr_desk.imports.cells import Cell, key, says_nothing, text_of
from cpr_desk.imports.columns import SheetRow
from cpr_desk.imports.nearest import suggestion
from cpr_desk.imports.problems import Findings, Problem
from cpr_desk.imports.register_beside import read_beside
from cpr_desk.imports.register_changes import (
    RegisterChange,
    RegisterProposal,
    propose_register,
)
from cpr_desk.imports.register_columns import Field, Matching, RegisterTable, find_registers, register_columns
from cpr_desk.imports.register_lines import RegisterFile, RegisterLine
from cpr_desk.imports.register_values import (
    department_named,
    department_spellings,
    read_count,
    read_day,
    read_euros,
    read_mission,
    read_missions,
    read_size,
    read_step,
)
from cpr_desk.imports.workbook import open_workbook

__all__ = [
    "RegisterChange",
    "RegisterFile",
    "RegisterLine",
    "RegisterProposal",
    "propose_register",
    "read_register",
]

_READERS: Mapping[Field, Callable[[Cell], object]] = {
    Field.STEP: read_step,
    Field.STEP_SINCE: read_day,
    Field.POPULATION: read_count,
    Field.SIZE: read_size,
    Field.MEMBERS: read_count,
    Field.LETTER_ON: read_day,
    Field.PROJECT_SENT_ON: read_day,
    Field.PROJECT_VALIDATED_ON: read_day,
    Field.SIGNED_ON: read_day,
    Field.PAID: read_euros,
}
_DATED_STEPS = (
    (Field.SIGNED_ON, Step.SIGNED),
    (Field.PROJECT_VALIDATED_ON, Step.PROJECT_VALIDATED),
    (Field.PROJECT_SENT_ON, Step.PROJECT_SENT),
    (Field.LETTER_ON, Step.LETTER_DEPOSITED),
)
_SAID_APART = (
    (
        re.compile(r"\bavenants?\b"),
        "Les avenants ne sont pas repris : saisissez-les dans l’onglet « Contrat » du dossier de chaque CPTS.",
    ),
    (
        re.compile(r"\b(nb|nbre|nombre) (de )?communes\b"),
        "Le nombre de communes n’est pas repris : il est compté d’après la liste des communes de chaque territoire.",
    ),
)
_MOST_TITLES = 12
_MANY = 20
"""Départements from which a message no longer lists them."""
_PATH = tuple(Step)
_ORDERED_DATES = (Field.LETTER_ON, Field.PROJECT_SENT_ON, Field.PROJECT_VALIDATED_ON, Field.SIGNED_ON)


def read_register(
    source: Path | bytes,
    departments: Mapping[str, str],
    thresholds: Thresholds,
    matching: Matching | None = None,
    gazetteer: Gazetteer | None = None,
) -> RegisterFile:
    """Read the adhesions of a workbook, with every problem, each at its place.

    `departments` maps the INSEE codes of the commission's départements to their names; `thresholds` are those of
    the scale in force; `matching` says what columns hold where their titles do not, or say it wrongly;
    `gazetteer` are the communes of the country, without which no territory is read.
    Raises UserError or EnvironmentFault, in French, when the file cannot be read.
    """
    matching = matching or {}
    tables = find_registers(open_workbook(source), matching)
    if not tables:
        raise UserError(
            "Aucun registre des CPTS n’a été trouvé dans le fichier.",
            typeset(
                "Il faut une ligne d’en-têtes avec au moins le nom de la CPTS et une autre colonne, par exemple "
                "« Département ». Le classeur modèle montre la forme attendue."
            ),
        )
    reader = _Reader(departments, thresholds, gazetteer)
    for table in tables:
        reader.read(table)
    return RegisterFile(
        tuple(reader.lines),
        tuple(reader.findings.problems),
        tuple(reader.findings.warnings),
        register_columns(tables, matching),
    )


@dataclass(slots=True)
class _Reader:
    """Read tables one after the other, and keep what tells two CPTS apart."""

    departments: Mapping[str, str]
    thresholds: Thresholds
    gazetteer: Gazetteer | None
    findings: Findings = field(default_factory=Findings)
    lines: list[RegisterLine] = field(default_factory=list)
    _spellings: dict[str, str] = field(default_factory=dict)
    _above: str = ""
    _blocks: bool = False
    _carried: int = 0
    _unplaced: bool = False
    _codes: dict[str, RegisterLine] = field(default_factory=dict)
    _names: dict[tuple[str, str], RegisterLine] = field(default_factory=dict)

    def read(self, table: RegisterTable) -> None:
        """Read one table."""
        self._spellings = department_spellings(self.departments)
        if Field.NAME not in table.columns:
            self._lacks(table, Field.NAME, "le nom de la CPTS")
            return
        for pattern, message in _SAID_APART:
            if any(pattern.search(key(title)) for title in table.ignored):
                self._about(table, message)
        if table.ignored:
            titles = [f"« {title} »" for title in table.ignored]
            more = [f"{len(titles) - _MOST_TITLES} autres"] if len(titles) > _MOST_TITLES + 1 else []
            columns = listing(titles[:_MOST_TITLES] + more if more else titles)
            self._about(table, f"Ces colonnes ne sont pas reprises, leur titre est inconnu ou en double : {columns}.")
        if Field.STEP not in table.columns:
            self._about(table, "Aucune colonne ne donne l’étape : elle est déduite des dates de chaque CPTS.")
        plan = [
            (name, column, _READERS.get(name, text_of))
            for name, column in table.columns.items()
            if name is not Field.MISSIONS
        ]
        self._above, self._carried, self._blocks = "", 0, self._in_blocks(table)
        self._unplaced = False
        for number in range(table.header + 1, len(table.sheet.rows)):
            entry = _Entry(table.sheet, table.header, number, self.findings, {}, table, plan)
            if is_aside(entry.row):
                continue
            lone = lone_text(entry.row)
            if lone and (band := department_named(lone, self._spellings)):
                self._above = band
            elif lone and not department_named(table.sheet.name, self._spellings):
                message = "Cette ligne n’a qu’une cellule remplie : elle n’est pas reprise."
                self.findings.warnings.append(Problem(table.sheet.name, number + 1, "", lone, typeset(message)))
            else:
                self._line(entry)
        if self._carried:
            text = f"{plural(self._carried, 'CPTS', 'CPTS')} sans département : celui nommé au-dessus est repris."
            self._about(table, f"{text} Vérifiez l’aperçu.")
        if self._unplaced:
            self._lacks(table, Field.DEPARTMENT, "le département")

    def _in_blocks(self, table: RegisterTable) -> bool:
        """Return whether each département is named once, so that a blank cell continues the one above."""
        column = table.columns.get(Field.DEPARTMENT, -1)
        cells = [row[column] for row in table.sheet.rows[table.header + 1 :] if 0 <= column < len(row)]
        codes = [code for cell in cells if (code := department_named(text_of(cell), self._spellings))]
        return len(codes) == len(set(codes))

    def _about(self, table: RegisterTable, message: str) -> None:
        self.findings.warnings.append(Problem(table.sheet.name, table.header + 1, "", "", typeset(message)))

    def _lacks(self, table: RegisterTable, name: Field, words: str) -> None:
        """Report a column without which no CPTS can be told from another."""
        message = (
            f"Aucune colonne n’est reconnue comme donnant {words}. Dites laquelle avec « Colonnes… » dans la fenêtre "
            f"d’import, ou écrivez « {name.label} » en titre dans le classeur."
        )
        self.findings.problems.append(Problem(table.sheet.name, table.header + 1, "", "", typeset(message)))

    def _line(self, entry: "_Entry") -> None:
        values = entry.values()
        values[Field.DEPARTMENT] = self._department(entry, values)
        given = frozenset(name for name, value in values.items() if value not in (None, "", ()))
        if Field.NAME not in given:
            entry.problem_of(Field.NAME, "Le nom de la CPTS manque. Écrivez-le, ou videz la ligne.")
        if not {Field.NAME, Field.DEPARTMENT} <= given:
            return
        self._deduce(entry, values)
        values[Field.CODE] = values.get(Field.CODE) or _derived_code(values[Field.DEPARTMENT], values[Field.NAME])
        adhesion = Adhesion(id=0, **values)
        beside = read_beside(entry, entry.table, self.gazetteer, self.departments)
        line = RegisterLine(adhesion, entry.table.sheet.name, entry.number + 1, given, beside)
        if self._is_first(entry, line):
            self.lines.append(line)

    def _department(self, entry: "_Entry", values: Mapping[Field, Any]) -> str:
        """Return the INSEE code; a sheet, a band or a block that names a département speaks for rows without one."""
        typed = values.get(Field.DEPARTMENT, "")
        if not typed:
            code = department_named(entry.table.sheet.name, self._spellings)
            if not code and self._above:
                self._carried += 1
                return self._above
            if not code and values.get(Field.NAME) and Field.DEPARTMENT not in entry.table.columns:
                self._unplaced = True  # said once for the table, not on every line
            elif not code and values.get(Field.NAME):
                entry.problem_of(Field.DEPARTMENT, "Le département manque. Écrivez son nom ou son code.")
            return code
        code = department_named(typed, self._spellings)
        self._above = code if self._blocks else ""
        if not code:
            known = listing(f"{label} ({number})" for number, label in self.departments.items())
            choices = (
                f"Choisissez parmi : {known}." if len(self.departments) < _MANY else "Vérifiez son nom ou son code."
            )
            near = suggestion(typed, self.departments.values())
            message = f"Ce département n’est pas du territoire de la commission. {near} {choices}".replace("  ", " ")
            entry.problem_of(Field.DEPARTMENT, message)
        return code

    def _deduce(self, entry: "_Entry", values: dict[Field, Any]) -> None:
        """Complete the step and the size from what the line gives, and warn where it contradicts itself."""
        reached = next((step for dated, step in _DATED_STEPS if values.get(dated)), Step.REFLECTION)
        step = values.get(Field.STEP)
        if step is None:
            step = values[Field.STEP] = reached
            if Field.STEP in entry.table.columns:
                entry.warn_of(Field.STEP, f"L’étape manque : d’après les dates, « {step.label} » est retenue.")
        elif _PATH.index(reached) > _PATH.index(step) or (step is Step.ABANDONED and reached is Step.SIGNED):
            message = (
                f"L’étape « {step.label} » contredit les dates, qui mènent à « {reached.label} ». Elle est gardée."
            )
            entry.warn_of(Field.STEP, message)
        if not values.get(Field.STEP_SINCE):
            values[Field.STEP_SINCE] = next((values.get(dated) for dated, own in _DATED_STEPS if own is step), None)
        dates = [(name, values[name]) for name in _ORDERED_DATES if values.get(name)]
        for (earlier, before), (later, after) in pairwise(dates):
            if before > after:
                message = (
                    f"Cette date précède celle de « {entry.title(earlier)} » ({date_digits(before)}). Vérifiez-les."
                )
                entry.warn_of(later, message)
        self._size(entry, values)

    def _size(self, entry: "_Entry", values: dict[Field, Any]) -> None:
        if (population := values.get(Field.POPULATION)) is None:
            return
        computed, typed = size_of(population, self.thresholds), values.get(Field.SIZE)
        if typed and typed is not computed:
            message = f"La population donne {computed.label}, qui est retenue au lieu de {typed.label}."
            entry.warn_of(Field.SIZE, message)
        values[Field.SIZE] = computed

    def _is_first(self, entry: "_Entry", line: RegisterLine) -> bool:
        """Report a CPTS that the file holds twice."""
        adhesion = line.adhesion
        same_name = self._names.setdefault((adhesion.department, bare_name(adhesion.name)), line)
        same_code = self._codes.setdefault(key(adhesion.code), line)
        told_apart = Field.CODE in line.given & same_name.given and same_code is line
        if same_name is not line and told_apart:
            message = f"Une autre CPTS, ligne {same_name.row}, porte ce nom : leurs codes les distinguent."
            entry.warn_of(Field.NAME, message)
        elif same_name is not line:
            message = f"Cette CPTS est déjà ligne {same_name.row} (feuille {same_name.sheet}). Gardez une seule ligne."
            entry.problem_of(Field.NAME, message)
        elif same_code is not line:
            message = f"Ce code est déjà celui de « {same_code.adhesion.name} », ligne {same_code.row}."
            entry.problem_of(Field.CODE, message)
        return same_code is line and (same_name is line or told_apart)


@dataclass(frozen=True, slots=True)
class _Entry(SheetRow):
    """One row of a register."""

    table: RegisterTable
    plan: Sequence[tuple[Field, int, Callable[[Cell], Any]]]

    def values(self) -> dict[Field, Any]:
        """Return the value of each field whose cell is filled and can be read."""
        values: dict[Field, Any] = {}
        for name, column, reader in self.plan:
            cell = self.cell(column)
            if cell != "" and not (reader is not text_of and says_nothing(cell)):
                value = self.read(column, reader)
                if value not in (None, ""):
                    values[name] = value
        values[Field.MISSIONS] = self._missions()
        return values

    def title(self, name: Field) -> str:
        """Return the header of a field's column as typed."""
        return self.table.title(self.table.columns[name])

    def problem_of(self, name: Field, message: str) -> None:
        """Report what stops the import."""
        self.problem(self.table.columns.get(name), message)

    def warn_of(self, name: Field, message: str) -> None:
        """Report what a person should look at."""
        self.warn(self.table.columns.get(name), message)

    def _missions(self) -> tuple[tuple[str, date | None], ...]:
        """Return the missions of the list and of the columns of single missions, in the order of the accord."""
        missions: dict[str, date | None] = {}
        column = self.table.columns.get(Field.MISSIONS)
        if column is not None and (read := self.read(column, read_missions)):
            missions, unknown = read
            for words in unknown:
                near = suggestion(words, (label for each in Mission for label in (each.label, each.full_label)))
                self.warn(column, f"La mission « {words} » n’est pas reconnue : elle n’est pas reprise. {near}".strip())
        for mission, own in self.table.missions.items():
            if chosen := self.read(own, read_mission):
                missions[mission.value] = chosen.day or missions.get(mission.value)
        return tuple((mission.value, missions[mission.value]) for mission in Mission if mission.value in missions)


def _derived_code(department: str, name: str) -> str:
    """Return a code that the same CPTS gets from any file: 44-nord-estuaire."""
    return f"{department}-{bare_name(name).replace(' ', '-')}"
