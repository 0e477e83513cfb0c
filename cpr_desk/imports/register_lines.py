"""What a register file says, line by line."""

from dataclasses import dataclass

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.beside_adhesion import NOTHING_BESIDE, Beside
from cpr_desk.imports.columns import FileColumn
from cpr_desk.imports.problems import Problem
from cpr_desk.imports.register_columns import Field


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One CPTS as the file gives it, and where. `given` names the fields it fills itself; others may be deduced."""

    adhesion: Adhesion
    sheet: str
    row: int
    given: frozenset[Field]
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """The CPTS of a file and its columns; with one problem, nothing of it may be imported."""

    lines: tuple[RegisterLine, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    columns: tuple[FileColumn, ...] = ()
