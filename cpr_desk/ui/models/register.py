"""The register of CPTS as a table: its columns, and the source that filters and sorts by an index in memory."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.adhesion import Adhesion, Stage
from cpr_desk.domain.cpts_facts import Alert, CptsFacts
from cpr_desk.domain.french import date_digits
from cpr_desk.domain.register_filter import RegisterFilter
from cpr_desk.services import reference, register
from cpr_desk.services.register_facts import facts_at
from cpr_desk.services.register_index import RegisterIndex
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
    """Gives the register as it stood on `at`, by identifiers then by pages of rows, of what `asked` keeps.

    Facts take long to compute: those computed last serve to filter and sort until `take_facts` brings newer ones;
    shown are only current ones, which `facts` reads by pages as long as the others are missing.
    """

    def __init__(self, desk: Desk, at: date) -> None:
        self._desk = desk
        self.at = at
        self.asked = RegisterFilter()
        self._read: RegisterIndex | None = None
        self._rows: dict[int, Adhesion] = {}
        self._facts: dict[int, CptsFacts] = {}

    @property
    def total(self) -> int:
        """How many CPTS the register has on the day."""
        return self.index.total

    @property
    def index(self) -> RegisterIndex:
        """The index of the register on the day."""
        if self._read is None:
            self._read = self._desk.facts.index(self._desk.commission.id, self.at)
            self._read.take_facts(self._desk.facts.latest(self._desk.commission.id, self.at))
        return self._read

    def read_again(self) -> None:
        """Forget what was read: the data or the day may have changed."""
        self._read = None
        self._rows.clear()
        self._facts.clear()

    def take_facts(self, facts: Mapping[int, CptsFacts]) -> bool:
        """Filter, sort and show by these facts from now on; return whether they are not those it had."""
        news = self.index.facts is not facts
        if news:
            self.index.take_facts(facts)
        self._facts.update(facts)
        return news

    def ids(self, filter_text: str, sort_column: str, descending: bool) -> Sequence[int]:
        """Return the CPTS to show, by name unless a column is chosen."""
        return self.index.ids(filter_text, sort_column or "name", descending=descending, asked=self.asked)

    def rows(self, ids: Sequence[int]) -> Sequence[Adhesion]:
        """Return the adhesions of these identifiers, in their order."""
        if missing := [each for each in ids if each not in self._rows]:
            read = register.adhesions_at(self._desk.db, self._desk.commission.id, self.at, missing)
            self._rows.update((row.id, row) for row in read)
        return [self._rows[each] for each in ids]

    def facts(self, row: Adhesion) -> CptsFacts:
        """Return the facts of a row, read with those of the other rows that lack them."""
        if row.id not in self._facts:
            missing = [each for each in self._rows if each not in self._facts]
            self._facts.update(facts_at(self._desk.db, self._desk.commission, self.at, missing))
        return self._facts[row.id]


def columns(facts: Callable[[Adhesion], CptsFacts] | None = None) -> tuple[Column[Adhesion], ...]:
    """Return the columns; each key is one by which the register can be sorted. Those of the `facts` wait hidden."""
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
        *(_fact_columns(facts) if facts else ()),
    )


def _fact_columns(facts: Callable[[Adhesion], CptsFacts]) -> tuple[Column[Adhesion], ...]:
    tr = QCoreApplication.translate
    of_facts = partial(Column[Adhesion], shown=False)

    def alerts(row: Adhesion) -> str:
        own = facts(row).alerts
        return ", ".join(alert.label for alert in Alert if alert in own)

    def task(row: Adhesion) -> str:
        found = facts(row).next_task
        if found is None:
            return ""
        return f"{date_digits(found.on)}, {found.kind.label}" if found.on else found.kind.label

    def pressing(row: Adhesion) -> str:
        return "\n".join(each.words for each in facts(row).pressing)

    def started(row: Adhesion) -> str:
        own = facts(row)
        return (
            tr("Register", "{started} sur {all}").format(started=own.started, all=own.missions) if own.missions else ""
        )

    def anniversary(row: Adhesion) -> date | None:
        return facts(row).anniversary

    return (
        of_facts("late", tr("Register", "À surveiller"), alerts, tooltip=alerts, width=190),
        of_facts("next_task", tr("Register", "Prochaine tâche"), task, tooltip=pressing, width=220),
        of_facts("retained", tr("Register", "Taille retenue"), lambda row: facts(row).retained, Kind.INT, width=110),
        of_facts("anniversary", tr("Register", "Anniversaire"), anniversary, Kind.DATE, width=96),
        of_facts("term", tr("Register", "Terme"), lambda row: facts(row).term, Kind.DATE, width=86),
        of_facts("due", tr("Register", "Dû"), lambda row: facts(row).due, Kind.EUROS, width=110),
        of_facts("paid", tr("Register", "Versé"), lambda row: facts(row).paid, Kind.EUROS, width=110),
        of_facts("balance", tr("Register", "Solde"), lambda row: facts(row).balance, Kind.EUROS, width=110),
        of_facts("started", tr("Register", "Missions démarrées"), started, width=140),
        of_facts("communes", tr("Register", "Communes"), lambda row: facts(row).communes, Kind.INT, width=90),
    )


def contact_words(row: Adhesion) -> str:
    """Return who to reach and how, a line each."""
    return "\n".join(part for part in (row.contact, row.email, row.phone) if part)
