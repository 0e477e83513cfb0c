"""What a secretary does to the seats of the composition, as their tests do it."""

from datetime import date

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QAction

from cpr_desk.domain.composition import MandateRole, Seat, Section
from cpr_desk.services import composition as compositions
from cpr_desk.ui.pages.commission_seats import SeatsSheet

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
TITULAR, SUBSTITUTE = MandateRole


def action(page: SeatsSheet, words: str) -> QAction:
    """Return a command by the beginning of its text."""
    return next(each for each in page.actions() if each.text().replace("&", "").startswith(words))


def seats(page: SeatsSheet, section: Section, on: date = TODAY) -> tuple[Seat, ...]:
    return compositions.composition_at(page._desk.db, page._desk.commission.id, on).of(section)


def select(page: SeatsSheet, section: Section, row: int, column: int = 0) -> Seat:
    page.tables.setCurrentIndex(list(Section).index(section))
    view = page.tables._panels[section].view
    view.selectRow(row)
    flag = QItemSelectionModel.SelectionFlag.NoUpdate
    view.selectionModel().setCurrentIndex(view.model().index(row, column), flag)
    seat = page.tables.selected()
    assert seat
    return seat


def names(seat: Seat) -> list[str]:
    return [holding.person.name if (holding := seat.holder(role)) else "" for role in MandateRole]
