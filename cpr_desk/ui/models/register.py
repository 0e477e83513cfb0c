"""The register of CPTS as a table: its columns, and the source that filters and sorts by an index in memory."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.adhesion import Adhesion, Stage
from cpr_desk.services import reference, register
from cpr_desk.services.register_index import RegisterIndex, index_at
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind

STAGE_LOOKS: Mapping[Stage, tuple[str, Tone]] = {
    Stage.REFLECTION: ("circle-help", Tone.NEUTRAL),
    Stage.LETTER: ("mail", Tone.UPCOMING),
    Stage.PROJECT_VALIDATED: ("file-text", Tone.UPCOMING),
    Stage.NEGOTIATION: ("hourglass", Tone.URGENT),
    Stage.SIGNED: ("circle-check", Tone.DONE),
    Stage.TERMINATED: ("history", Tone.NEUTRAL),
    Stage.ABANDONED: ("x", Tone.NEUTRAL),
}
"""Icon and tone of each stage; the word always stands beside them."""


class RegisterSource:
    """Gives the register as it stood on `at`, by identifiers then by pages of rows."""

    def __init__(self, desk: Desk, at: date) -> None:
        self._desk = desk
        self.at = at
        self._index: RegisterIndex | None = None
        self._rows: dict[int, Adhesion] = {}

    def read_again(self) -> None:
        """Forget what was read: the data or the day may have changed."""
        self._index = None
        self._rows.clear()

    def ids(self, filter_text: str, sort_column: str, descending: bool) -> Sequence[int]:
        """Return the CPTS to show, by name unless a column is chosen."""
        if self._index is None:
            self._index = index_at(self._desk.db, self._desk.commission.id, self.at)
        return self._index.ids(filter_text, sort_column or "name", descending=descending)

    def rows(self, ids: Sequence[int]) -> Sequence[Adhesion]:
        """Return the adhesions of these identifiers, in their order."""
        if missing := [each for each in ids if each not in self._rows]:
            read = register.adhesions_at(self._desk.db, self._desk.commission.id, self.at, missing)
            self._rows.update((row.id, row) for row in read)
        return [self._rows[each] for each in ids]


def columns() -> tuple[Column[Adhesion], ...]:
    """Return the columns; each key is one by which the register can be sorted."""
    tr = QCoreApplication.translate
    names = reference.department_names()
    looks: dict[Stage, QIcon] = {stage: icon(*look) for stage, look in STAGE_LOOKS.items()}

    def department(row: Adhesion) -> str:
        return f"{row.department} – {names[row.department]}" if row.department in names else row.department

    return (
        Column("code", tr("Register", "Code"), lambda row: row.code, width=72),
        Column("name", tr("Register", "Nom"), lambda row: row.name, tooltip=lambda row: row.name, width=194),
        Column("department", tr("Register", "Département"), department, tooltip=department, width=140),
        Column(
            "step",
            tr("Register", "Étape"),
            lambda row: row.step.label,
            icon=lambda row: looks[row.stage],
            tooltip=lambda row: row.step.label,
            width=184,
        ),
        Column("step_since", tr("Register", "Depuis"), lambda row: row.step_since, Kind.DATE, width=86),
        Column("population", tr("Register", "Population"), lambda row: row.population, Kind.INT, width=86),
        Column("size", tr("Register", "Taille"), lambda row: row.size, Kind.INT, width=60),
        Column("members", tr("Register", "Membres"), lambda row: row.members, Kind.INT, width=80),
        Column("signed_on", tr("Register", "Signature"), lambda row: row.signed_on, Kind.DATE, width=86),
        Column("contact", tr("Register", "Contact"), lambda row: row.contact, tooltip=contact_words, width=100),
    )


def contact_words(row: Adhesion) -> str:
    """Return who to reach and how, a line each."""
    return "\n".join(part for part in (row.contact, row.email, row.phone) if part)
