"""Open a data folder in the window: its pages, the first start, or what prevents it and what to do.

Nothing here imports SQLAlchemy at the start: the frame is painted first, the data come behind it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cpr_desk import logs
from cpr_desk.errors import UserError
from cpr_desk.ui import files, messages, tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.page import Page, PageSpec
from cpr_desk.ui.start import show_then_load
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Theme
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight

_COMMISSION = "window/commission"
"""Where the choice among the commissions of the folder at home is remembered."""

if TYPE_CHECKING:
    from cpr_desk.domain.commission import Commission
    from cpr_desk.services.instance import Database
    from cpr_desk.ui.desk import Desk
    from cpr_desk.ui.dialogs.first_start import Beginning


def page_specs(desk: "Desk", state: UiState) -> list[PageSpec]:
    """Declare the pages over a desk, in the order of the navigation; each module is imported at the first visit."""

    def dashboard() -> Page:
        from cpr_desk.ui.pages.dashboard import DashboardPage

        return DashboardPage(desk)

    def commission() -> Page:
        from cpr_desk.ui.pages.commission import CommissionPage

        return CommissionPage(desk, state)

    def meetings() -> Page:
        from cpr_desk.ui.pages.meetings import MeetingsPage

        return MeetingsPage(desk, state)

    def cpts() -> Page:
        from cpr_desk.ui.pages.cpts import CptsPage

        return CptsPage(desk, state)

    def reports() -> Page:
        from cpr_desk.ui.pages.reports import ReportsPage

        return ReportsPage(desk, state)

    def settings() -> Page:
        from cpr_desk.ui.pages.settings import SettingsPage

        return SettingsPage(desk, state)

    return [
        PageSpec("dashboard", "Tableau de bord", "layout-dashboard", dashboard),
        PageSpec("commission", "Commission", "users", commission),
        PageSpec("meetings", "Réunions", "calendar-days", meetings),
        PageSpec("cpts", "CPTS", "map-pinned", cpts),
        PageSpec("reports", "Rapports", "file-text", reports),
        PageSpec("settings", "Paramètres", "settings", settings),
    ]


class Opening(QObject):
    """The window and the data folder it shows; `folder` may change, for the demonstration or for other data."""

    def __init__(self, folder: Path, state: UiState, today: Callable[[], date], theme: Theme | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.desk: Desk | None = None
        self._home = folder
        self._elsewhere = ""
        self._state = state
        self._today = today
        self._db: Database | None = None
        self.window = MainWindow(state, theme)
        self.window.commissions.chosen.connect(self.choose_commission)
        for command in (
            Command(self.tr("&Nouvelle commission…"), self.found_commission, "plus", enabled=lambda: bool(self.desk)),
            Command(self.tr("C&hanger de commission…"), self.window.commissions.open, "landmark", "Ctrl+Shift+C",
                    enabled=lambda: not self.window.commissions.isHidden()),
            Command(self.tr("&Ouvrir un autre dossier de données…"), self.choose_folder, "folder-open", "Ctrl+O"),
            Command(self.tr("&Revenir à mes données"), self.go_home, "history", enabled=lambda: not self.at_home),
        ):  # fmt: skip
            self.window.add_to_file_menu(self.window.commands.add(command))

    @property
    def at_home(self) -> bool:
        """Whether the window shows the folder it was started on."""
        return self.folder == self._home

    def start(self, commission_id: int | None = None) -> None:
        """Show the empty frame, then load the data behind it; `commission_id` is shown instead of the one last seen."""
        folder = self.folder
        if commission_id is not None:
            self._state.remember(_COMMISSION, commission_id)

        def load(_progress: tasks.Progress) -> "tuple[Database, bool]":
            painted = datetime.now(UTC)  # or the loading would not have begun
            loaded = _load(folder)
            logs.record_start(painted)
            return loaded

        show_then_load(self.window, self._label(), load, self._loaded, self._refused)

    def open(self, folder: Path, prepare: Callable[[Path], object] | None = None) -> None:
        """Open another data folder, once `prepare` has filled it; what is shown stays until it is read."""

        def work(_progress: tasks.Progress) -> "tuple[Path, Database, bool]":
            if prepare:
                prepare(folder)
            return folder, *_load(folder)

        def ready(loaded: "tuple[Path, Database, bool]") -> None:
            self.folder = loaded[0]
            self._loaded(loaded[1:])

        if self.window.may_leave():
            tasks.run(self.window, self._label(), work, ready, self._refused)

    def choose_folder(self) -> None:
        """Ask for a data folder and open it."""
        if folder := files.choose_folder(self.window, self._state, self.tr("Choisir un dossier de données")):
            self._elsewhere = self.tr("Ces données sont dans le dossier {folder}.").format(folder=folder)
            self.open(folder)

    def go_home(self) -> None:
        """Open again the folder the window was started on."""
        self.open(self._home)

    def choose_commission(self, commission_id: int) -> None:
        """Show another commission of the folder, on the page now seen, unless something typed there must stay."""
        if self._db and self.window.may_leave():
            if self.at_home:
                self._state.remember(_COMMISSION, commission_id)
            self._show_pages(self._db, commission_id)

    def found_commission(self) -> None:
        """Ask for a further commission and show it."""
        from cpr_desk.ui.dialogs.new_commission import NewCommissionDialog

        if self._db:
            dialog = NewCommissionDialog(self._db, self.window)
            dialog.saved.connect(self._founded)
            dialog.open()

    def open_demonstration(self) -> None:
        """Make the invented region in a new folder and open it."""
        from tempfile import mkdtemp

        self._elsewhere = self.tr("Vous regardez une région inventée, dans un dossier à part.")
        self.open(Path(mkdtemp(prefix="cpr-desk-demo-")), lambda folder: _fill_demonstration(folder, self._today()))

    def close(self) -> None:
        """Release the data."""
        if self._db:
            self._db.close()
            self._db = None

    def _label(self) -> str:
        return self.tr("Ouverture des données")

    def _loaded(self, loaded: "tuple[Database, bool]") -> None:
        self.close()
        if self.desk:
            self.desk.deleteLater()
            self.desk = None
        self._db, founded = loaded
        if founded:
            remembered = self._state.get(_COMMISSION) if self.at_home else None
            self._show_pages(self._db, remembered)
        else:
            self._welcome()

    def _show_pages(self, db: "Database", commission_id: int | None = None) -> "Desk":
        """Build the pages anew over a commission, the oldest when it is not of this folder."""
        from cpr_desk.services import commission as commissions
        from cpr_desk.ui.desk import Desk

        if self.desk:
            self.desk.deleteLater()
        known = commission_id if commissions.find_commission(db, commission_id) else None
        desk = self.desk = Desk(db, self._today, self, known)
        desk.changed.connect(self._name_window)
        self._name_window()
        self.window.set_pages(page_specs(desk, self._state))
        if not self.at_home:
            self.window.show_page("dashboard").messages.say(
                Weight.INFORMATION,
                self._elsewhere,
                self.tr("Revenir à mes données"),
                self.go_home,
            )
        return desk

    def _name_window(self) -> None:
        from cpr_desk.services import commission as commissions

        if self.desk:
            shown = self.desk.commission
            self.window.name_commission(shown.name)
            self.window.commissions.show_commissions(commissions.list_commissions(self.desk.db), shown.id)
        else:
            self.window.name_commission("")
            self.window.commissions.show_commissions((), 0)
        self.window.commands.refresh()
        self.window.edit_menu.follow(self.desk)

    def _founded(self, commission: "Commission") -> None:
        if self.desk:
            self._name_window()
            self.choose_commission(commission.id)
        if self.desk and self.desk.commission == commission:
            told = self.tr("{name} est créée.").format(name=commission.name)
            self.window.show_page("dashboard").messages.say(Weight.SUCCESS, told)

    def _welcome(self) -> None:
        self._name_window()
        self._show_alone(
            self.tr("Bienvenue"),
            "landmark",
            UserError(
                self.tr("Ce dossier ne contient pas encore de commission"),
                self.tr("Indiquez sa région et la date de son installation, puis importez vos classeurs."),
            ),
            self.tr("Créer la commission…"),
            self._ask_first_start,
        )
        self._ask_first_start()

    def _ask_first_start(self) -> None:
        from cpr_desk.ui.dialogs.first_start import FirstStartDialog

        if self._db:
            dialog = FirstStartDialog(self._db, self.window)
            dialog.saved.connect(self._begin)
            dialog.open()

    def _begin(self, beginning: "Beginning") -> None:
        from cpr_desk.ui.dialogs.first_start import Beginning

        if beginning is Beginning.DEMONSTRATION:
            self.open_demonstration()
        elif self._db:
            desk = self._show_pages(self._db)
            if beginning is Beginning.IMPORT:
                self._import_composition(desk)

    def _import_composition(self, desk: "Desk") -> None:
        from cpr_desk.ui.dialogs.import_preview import ImportDialog

        composition = ImportDialog(desk, "composition", self.window, self._state)
        register = ImportDialog(desk, "adhesions", self.window, self._state)
        composition.imported.connect(lambda told: register.messages.say(Weight.SUCCESS, told))
        composition.finished.connect(lambda _result: register.open())
        register.imported.connect(lambda told: desk.say_saved(self.window.show_page("dashboard").messages, told))
        composition.open()

    def _refused(self, failure: Exception) -> None:
        if not isinstance(failure, UserError):
            logs.record_fault(failure)
        error = messages.as_user_error(failure)
        if self._db:
            messages.show_error(self.window, error)
            return
        self._show_alone(
            self.tr("Ouverture"), "circle-alert", error, self.tr("Choisir un autre dossier…"), self.choose_folder
        )

    def _show_alone(self, title: str, picture: str, words: UserError, verb: str, act: Callable[[], object]) -> None:
        """Show one page that says what is the matter and what to do."""

        def build() -> Page:
            page = Page(title)
            page.body.addWidget(EmptyState(picture, words.what, words.what_to_do, verb, act, page), 1)
            return page

        self.window.set_pages([PageSpec("alone", title, picture, build)])


def _load(folder: Path) -> "tuple[Database, bool]":
    """Open a data folder, in the worker; tell whether it holds a commission."""
    from cpr_desk.services import commission, instance

    db = instance.open_data(folder)
    try:
        founded = commission.find_commission(db) is not None
    except BaseException:
        db.close()
        raise
    return db, founded


def _fill_demonstration(folder: Path, today: date) -> None:
    from cpr_desk.office import demo
    from cpr_desk.services import instance

    db = instance.open_data(folder)
    try:
        demo.fill(db, today)
    finally:
        db.close()
