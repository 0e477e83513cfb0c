"""The page of the commission: a sheet for its composition, and others for its persons, organisations and presidency."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_evolution import EvolutionSheet
from cpr_desk.ui.pages.commission_organisations import OrganisationsSheet
from cpr_desk.ui.pages.commission_persons import PersonsSheet
from cpr_desk.ui.pages.commission_presidency import PresidencySheet
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.front_tabs import FrontTabs


class CommissionPage(Page):
    """Sheets in tabs; each is built at its first visit. `begin` takes « sheet » or « sheet/work »."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__("Commission", parent)
        self._state = state
        self._built: dict[str, Sheet] = {}
        self.tabs = FrontTabs(self)
        self.tabs.setAccessibleName(self.tr("Parties de la commission"))
        self._factories: dict[str, Callable[[], Sheet]] = {}
        self._frames: dict[str, QVBoxLayout] = {}
        self._add_sheet("seats", self.tr("Composition"), lambda: SeatsSheet(desk, state, self))
        self._add_sheet("persons", self.tr("Personnes"), lambda: PersonsSheet(desk, state, self))
        self._add_sheet("organisations", self.tr("Organisations"), lambda: OrganisationsSheet(desk, state, self))
        self._add_sheet("presidency", self.tr("Présidence"), lambda: PresidencySheet(desk, state, self))
        self._add_sheet("evolution", self.tr("Évolution"), lambda: EvolutionSheet(desk, state, self))
        self.body.addWidget(self.tabs, 1)
        self._show_sheet(0)
        self.tabs.currentChanged.connect(self._show_sheet)
        desk.changed.connect(self.reload)

    def sheet(self, key: str) -> Sheet:
        """Return a sheet, built if need be."""
        if key not in self._built:
            self._built[key] = made = self._factories[key]()
            self._frames[key].addWidget(made)
        return self._built[key]

    @property
    def seats(self) -> SeatsSheet:
        """The sheet of the composition."""
        sheet = self.sheet("seats")
        assert isinstance(sheet, SeatsSheet)  # noqa: S101 - as declared above
        return sheet

    def show_sheet(self, key: str) -> Sheet:
        """Bring a sheet to the front and return it."""
        self.tabs.setCurrentIndex(list(self._factories).index(key))
        return self.sheet(key)

    def reload(self) -> None:
        self._front().reload()

    def begin(self, work: str) -> None:
        key, _, rest = work.partition("/")
        if key in self._factories:
            self.show_sheet(key).begin(rest)
        else:
            self.show_sheet("seats").begin(work)

    def _add_sheet(self, key: str, title: str, factory: Callable[[], Sheet]) -> None:
        tab = QWidget(self.tabs)
        self._frames[key] = QVBoxLayout(tab)
        self._frames[key].setContentsMargins(0, 0, 0, 0)
        self._factories[key] = factory
        self.tabs.addTab(tab, title)

    def _front(self) -> Sheet:
        return self.sheet(list(self._factories)[self.tabs.currentIndex()])

    def _show_sheet(self, _index: int) -> None:
        front = self._front()
        self.header.set_actions(front.primary, front.secondary)
        front.reload()
