"""The three official tables of the composition: columns over the seats of a section."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from cpr_desk.domain.composition import Holding, MandateRole, Seat, Section
from cpr_desk.domain.french import capital
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel

ItemRole = Qt.ItemDataRole
_VACANT = {
    MandateRole.TITULAR: ("triangle-alert", Tone.URGENT),
    MandateRole.SUBSTITUTE: ("hourglass", Tone.NEUTRAL),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("composition", text)


class SeatsModel(TableModel[Seat]):
    """The seats of one section. The first column says its value once for the rows that share it, as on paper."""

    def __init__(self, section: Section, parent: QObject | None = None) -> None:
        super().__init__(columns_of(section), parent=parent)
        self._grouped = section is not Section.SOCIAL
        self._roles = {
            number: MandateRole(column.key) for number, column in enumerate(self.columns) if column.key in _ROLE_KEYS
        }

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = ItemRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ItemRole.AccessibleTextRole:
            return self.columns[index.column()].text(self.row(index.row()))
        if role == ItemRole.DisplayRole and self._repeats(index.row(), index.column()):
            return ""
        if role == ItemRole.ForegroundRole and (holds := self._roles.get(index.column())):
            vacant = self.row(index.row()).holder(holds) is None
            return QColor(theme.colours().ink(_VACANT[holds][1])) if vacant else None
        return super().data(index, role)

    def _repeats(self, row: int, column: int) -> bool:
        if not self._grouped or column != 0 or row == 0:
            return False
        value = self.columns[0].value
        return bool(value(self.row(row)) == value(self.row(row - 1)))


_ROLE_KEYS = {role.value for role in MandateRole}


def columns_of(section: Section) -> tuple[Column[Seat], ...]:
    """Return the columns of the official table of a section, then those one may add."""
    titular = _holder(MandateRole.TITULAR, _tr("Titulaire"))
    substitute = _holder(MandateRole.SUBSTITUTE, _tr("Suppléant"))
    official: dict[Section, tuple[Column[Seat], ...]] = {
        Section.SOCIAL: (
            Column("votes", _tr("Voix"), lambda seat: seat.votes, Kind.INT, width=64),
            Column("regime", _tr("Régime"), lambda seat: seat.regime.label if seat.regime else None, width=120),
        ),
        Section.PROFESSIONAL: (
            Column("profession", _tr("Profession"), _profession, width=172),
            Column("organisation", _tr("Syndicat"), lambda seat: seat.organisation or None, width=92),
        ),
        Section.CONSULTATIVE: (
            Column("organisation", _tr("Organisme"), lambda seat: seat.organisation or None, width=184),
        ),
    }
    return (*official[section], titular, substitute, *_details())


def _profession(seat: Seat) -> str | None:
    return seat.profession.label if seat.profession else None


def _holder(role: MandateRole, header: str) -> Column[Seat]:
    def name(seat: Seat) -> str:
        holding = seat.holder(role)
        return holding.person.courteous_name if holding else _tr("à désigner")

    def order(seat: Seat) -> tuple[bool, str]:
        holding = seat.holder(role)
        return (holding is None, f"{holding.person.last_name} {holding.person.first_name}" if holding else "")

    def mark(seat: Seat) -> QIcon | None:
        return None if seat.holder(role) else icon(*_VACANT[role])

    def tip(seat: Seat) -> str:
        holding = seat.holder(role)
        return _card(holding) if holding else ""

    return Column(role.value, header, name, sort_key=order, tooltip=tip, icon=mark, width=196)


def _card(holding: Holding) -> str:
    person = holding.person
    place = f"{person.postcode} {person.city}".strip()
    lines = (person.courteous_name, person.email, person.phone, person.address, place)
    return "\n".join(line for line in lines if line)


def _details() -> tuple[Column[Seat], ...]:
    def of(role: MandateRole, read: Callable[[Holding], Any]) -> Callable[[Seat], Any]:
        def value(seat: Seat) -> Any:
            holding = seat.holder(role)
            return (read(holding) or None) if holding else None

        return value

    made: list[Column[Seat]] = []
    for role, whose in ((MandateRole.TITULAR, _tr("titulaire")), (MandateRole.SUBSTITUTE, _tr("suppléant"))):
        for key, header, kind, read in (
            ("email", _tr("Courriel du {role}"), Kind.TEXT, lambda holding: holding.person.email),
            ("phone", _tr("Téléphone du {role}"), Kind.TEXT, lambda holding: holding.person.phone),
            ("since", _tr("{role} depuis le"), Kind.DATE, lambda holding: holding.since),
        ):
            title = capital(header.format(role=whose))
            made.append(Column(f"{role.value}_{key}", title, of(role, read), kind, width=170, shown=False))
    return tuple(made)
