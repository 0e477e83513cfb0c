"""The three official tables of the composition, in tabs, with their totals."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import MandateRole, Seat, Section
from cpr_desk.domain.controls import Controls
from cpr_desk.domain.french import NBSP
from cpr_desk.ui import theme
from cpr_desk.ui.models.composition import SeatsModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel


class SeatTables(QTabWidget):
    """A tab for each section. `opened` brings the seat double-clicked, `chosen` says that the selection moved."""

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Sections de la commission"))
        self._models: dict[Section, SeatsModel] = {}
        self._panels: dict[Section, TablePanel] = {}
        self._totals: dict[Section, QLabel] = {}
        for section in Section:
            self._add_tab(section, state)
        self.currentChanged.connect(lambda _tab: self.chosen.emit())
        self.setMinimumHeight(300)

    def show_controls(self, controls: Controls) -> None:
        """Show the composition that was checked, and its totals."""
        totals = (_social_total(controls), _professional_total(controls), _consultative_total(controls))
        for number, section in enumerate(Section):
            seats = controls.composition.of(section)
            self._models[section].set_rows(seats)
            self._totals[section].setText(totals[number])
            self.setTabText(number, f"{section.label} ({len(seats)})")

    def set_compact(self, *, compact: bool) -> None:
        """Leave the totals to the key figures, which say the same, and the height to the rows."""
        for total in self._totals.values():
            total.setVisible(not compact)

    def section(self) -> Section:
        """Return the section in view."""
        return list(Section)[self.currentIndex()]

    def selected(self) -> Seat | None:
        """Return the seat selected in the tab in view, None unless there is exactly one."""
        rows = self.selected_seats()
        return rows[0] if len(rows) == 1 else None

    def selected_seats(self) -> tuple[Seat, ...]:
        """Return the seats selected in the tab in view."""
        return tuple(self._panels[self.section()].view.selected_rows())

    def role(self) -> MandateRole:
        """Return the place meant in the selected seat: the column in hand, else the one that is empty."""
        panel = self._panels[self.section()]
        current = panel.view.currentIndex()
        key = self._models[self.section()].columns[current.column()].key if current.isValid() else ""
        for role in reversed(MandateRole):
            if key.startswith(role.value):
                return role
        seat = self.selected()
        held_alone = seat is not None and seat.titular is not None and seat.substitute is None
        return MandateRole.SUBSTITUTE if held_alone else MandateRole.TITULAR

    def select_seats(self, ids: set[int]) -> None:
        """Select these seats in every table and open the first tab that has one."""
        first: int | None = None
        for number, section in enumerate(Section):
            panel = self._panels[section]
            model = self._models[section]
            if ids and len(model.lines_of(set(ids))) < len(ids) and model.filter_text:
                panel.filter.clear()
            panel.view.select_identities(set(ids))
            if first is None and model.lines_of(set(ids)):
                first = number
        if first is not None and not self._models[self.section()].lines_of(set(ids)):
            self.setCurrentIndex(first)

    def set_context_actions(self, actions: list[QAction]) -> None:
        """Offer these actions on a right click in each table."""
        for panel in self._panels.values():
            panel.set_context_actions(actions)

    def _add_tab(self, section: Section, state: UiState) -> None:
        model = SeatsModel(section, self)
        nothing = EmptyState("users", self.tr("Aucun siège dans cette section à cette date"))
        panel = TablePanel(
            model, state, f"commission/{section.value}", self.tr("siège"), self.tr("sièges"), nothing, self
        )
        panel.view.setAccessibleName(section.label)
        panel.view.opened.connect(self.opened)
        panel.view.chosen.connect(self.chosen)
        total = QLabel(self, wordWrap=True)
        total.setFont(theme.font(bold=True))
        total.setContentsMargins(Space.S, 0, Space.S, 0)
        sheet = QWidget(self)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(panel, 1)
        column.addWidget(total)
        self._models[section], self._panels[section], self._totals[section] = model, panel, total
        self.addTab(sheet, section.label)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SeatTables", text)


def _social_total(controls: Controls) -> str:
    social = controls.social
    return _tr("Total{nbsp}: {votes} voix, dont régime général {general} ({share}) et MSA {msa} ({rest})").format(
        nbsp=NBSP,
        votes=social.votes,
        general=social.general_votes,
        share=french.percent(social.general_share),
        msa=social.agricultural_votes,
        rest=french.percent(social.agricultural_share),
    )


def _professional_total(controls: Controls) -> str:
    figures = controls.professional
    return _tr("Total{nbsp}: {seats}, {votes} voix, {designated}").format(
        nbsp=NBSP,
        seats=french.plural(figures.seats, "siège"),
        votes=figures.votes,
        designated=french.plural(figures.designated, "titulaire désigné", "titulaires désignés"),
    )


def _consultative_total(controls: Controls) -> str:
    seats = controls.composition.of(Section.CONSULTATIVE)
    return _tr("Total{nbsp}: {seats}, sans droit de vote").format(nbsp=NBSP, seats=french.plural(len(seats), "siège"))
