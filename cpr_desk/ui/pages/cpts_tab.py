"""A tab of the file of a CPTS: its territory, its path, its contract, its money."""

from cpr_desk.domain.dossier import Dossier
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.detail_tabs import DetailTab
from cpr_desk.ui.state import UiState


class CptsTab(DetailTab):
    """Fill it and override `show_dossier`; told of the CPTS each time it comes up.

    `at` is the day shown; `editable` is False while it is past: no command may then change anything.
    """

    editable = True

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self.at = desk.today()

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the file of a CPTS: as it is stored now, or as it was on the past day chosen."""
        raise NotImplementedError
