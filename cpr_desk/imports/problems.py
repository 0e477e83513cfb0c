"""What an import found: problems stop it, warnings only inform. Both say where in the workbook, and how to mend."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    `row` is the spreadsheet's own number, 0 when the whole sheet or file is meant; `column` is the header as
    typed, or the column's letter.
    """

    sheet: str
    row: int
    column: str
    value: str
    message: str

    @property
    def place(self) -> str:
        """« feuille Section sociale, ligne 7, colonne Voix », as far as it is known."""
        parts = (
            f"feuille {self.sheet}" if self.sheet else "",
            f"ligne {self.row}" if self.row else "",
            f"colonne {self.column}" if self.column else "",
        )
        return ", ".join(part for part in parts if part)


@dataclass(slots=True)
class Findings:
    """The problems and warnings gathered while a file is read."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
