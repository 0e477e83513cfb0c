"""The one window: navigation on the left, a page on the right, and what it remembers."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.ui import about, tab_order
from cpr_desk.ui.actions import Command, CommandSet, described
from cpr_desk.ui.edit_menu import EditMenu
from cpr_desk.ui.focus_keeper import FocusKeeper
from cpr_desk.ui.icons import icon
from cpr_desk.ui.page import Page, PageSpec
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Appearance, Theme
from cpr_desk.ui.widgets.commission_choice import CommissionChoice
from cpr_desk.ui.widgets.message_bar import MessageBar

_NAVIGATION_WIDTH = 208
_COMPACT_WIDTH = 62
_COMPACT_BELOW = 120  # narrower than this the navigation shows icons alone, named by their tooltips
_NARROW_WINDOW = 1000  # 1366 pixels at 150 % and more
_FIRST_SIZE = QSize(1240, 680)
_SMALLEST = QSize(600, 360)


class Navigation(QListWidget):
    """The list of pages."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages"))
        self.setIconSize(QSize(20, 20))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_COMPACT_WIDTH)

    def show_pages(self, specs: Sequence[PageSpec]) -> None:
        """List these pages."""
        quiet = QSignalBlocker(self)  # none is visited before all are there
        self.clear()
        for number, spec in enumerate(specs, 1):
            item = QListWidgetItem(icon(spec.icon), spec.title, self)
            item.setToolTip(f"{spec.title} (Ctrl+{number})")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spec.title)
        self.setCurrentRow(-1)
        quiet.unblock()

    def resizeEvent(self, event: QResizeEvent) -> None:
        compact = event.size().width() < _COMPACT_BELOW
        for item in (self.item(row) for row in range(self.count())):
            item.setText("" if compact else item.data(Qt.ItemDataRole.AccessibleTextRole))
        super().resizeEvent(event)


class MainWindow(QMainWindow):
    """Shows an empty frame at once; `set_pages` fills it. Pages are built at their first visit."""

    page_changed = Signal(str)

    def __init__(self, state: UiState, theme: Theme | None = None) -> None:
        super().__init__()
        self._state = state
        self._theme = theme
        self._specs: tuple[PageSpec, ...] = ()
        self._built: dict[str, tuple[Page, QWidget]] = {}
        self._shown = -1
        self._narrow = False
        self._page_actions: list[QAction] = []
        self._appearances: dict[Appearance, QAction] = {}
        self.navigation = Navigation(self)
        self._stack = QStackedWidget(self)
        self._focus = FocusKeeper(self._stack, lambda forward: self._move_focus(forward=forward))
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(self.navigation)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(1, False)
        self._splitter.setHandleWidth(1)
        self._splitter.setSizes([_NAVIGATION_WIDTH, _FIRST_SIZE.width() - _NAVIGATION_WIDTH])
        self.setCentralWidget(self._splitter)
        self.setMinimumSize(_SMALLEST)
        self.commands = CommandSet(self)
        self.commissions = CommissionChoice(self)
        self._make_menus()
        self.menuBar().setCornerWidget(self.commissions)
        self.statusBar().setSizeGripEnabled(True)
        self.name_commission("")
        self.navigation.currentRowChanged.connect(self._visit)
        self._restore()

    def name_commission(self, name: str) -> None:
        """Name the commission in the title bar."""
        program = QApplication.applicationDisplayName()
        self.setWindowTitle(f"{name} – {program}" if name else program)

    def set_pages(self, specs: Sequence[PageSpec]) -> None:
        """Offer these pages, in this order, and open the one last seen."""
        self._specs = tuple(specs)
        self._shown = -1
        for _, frame in self._built.values():
            self._stack.removeWidget(frame)
            frame.deleteLater()
        self._built.clear()
        self.navigation.show_pages(specs)
        self._list_pages_in_menu()
        wanted = self._state.get("window/page")
        keys = [spec.key for spec in specs]
        if keys:
            self.navigation.setCurrentRow(keys.index(wanted) if wanted in keys else 0)

    def show_page(self, key: str) -> Page:
        """Open a page by its key and return the page shown: the one before it when the person chose to stay.

        Raises StopIteration when there is no such page.
        """
        row = next(number for number, spec in enumerate(self._specs) if spec.key == key)
        self.navigation.setCurrentRow(row)
        return self._built[self._specs[self._shown].key][0]

    @property
    def page_key(self) -> str:
        """The key of the page shown, empty before there is one."""
        return self._specs[self._shown].key if self._shown >= 0 else ""

    def reload(self) -> None:
        """Read the data of the page shown again."""
        if self._specs:
            self._built[self._specs[self._shown].key][0].reload()

    def may_leave(self) -> bool:
        """Ask every page before what is being typed is lost; False keeps the person here."""
        return all(page.may_leave() for page, _ in self._built.values())

    def announce(self, text: str) -> None:
        """Say a sentence in the status line for a few seconds."""
        self.statusBar().showMessage(text, 8000)

    def add_to_file_menu(self, action: QAction) -> None:
        """Put an action in « Fichier », before « Quitter »."""
        self._file_menu.insertAction(self._before_quit, action)
        self._before_quit.setVisible(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        self._state.remember("window/geometry", self.saveGeometry().toBase64().toStdString())
        if not self._narrow:
            self._state.remember("window/splitter", self._splitter.sizes())
        self._state.save()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self._focus.is_lost():
            self._focus.settle()  # before Qt looks for somebody: a dialog has changed what is behind it
        return super().event(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        if self._focus.is_lost():  # Qt asks on its own: what had the focus is going
            self._focus.settle_later(forward=following)
            return True
        return self._move_focus(forward=following)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():  # coming back from the task bar leaves the focus where it was
            self.navigation.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_WINDOW
        if narrow != self._narrow:
            self._narrow = narrow
            self._splitter.setSizes([_COMPACT_WIDTH if narrow else _NAVIGATION_WIDTH, self.width()])

    def _move_focus(self, *, forward: bool) -> bool:
        return tab_order.move_focus(self._splitter, forward=forward, before=(self.commissions,))

    def _restore(self) -> None:
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize() * 0.94))
        geometry = self._state.get("window/geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode("ascii", "ignore"))))
        sizes = self._state.get("window/splitter")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) for size in sizes):
            self._splitter.setSizes(sizes)

    def _visit(self, row: int) -> None:
        if not 0 <= row < len(self._specs) or row == self._shown:
            return
        if not self._may_leave_shown():
            # Later, once the click that asked for the other page has selected it.
            QTimer.singleShot(0, self, lambda: self.navigation.setCurrentRow(self._shown))
            return
        self._shown = row
        spec = self._specs[row]
        if spec.key not in self._built:
            self._built[spec.key] = self._build(spec)
        page, frame = self._built[spec.key]
        self._stack.setCurrentWidget(frame)
        self._page_actions[row].setChecked(True)
        self._state.remember("window/page", spec.key)
        page.reload()
        self.page_changed.emit(spec.key)

    def _go_to(self, target: str) -> None:
        key, _, work = target.partition("/")
        page = self.show_page(key)
        if work and self._specs[self._shown].key == key:
            page.begin(work)

    def _may_leave_shown(self) -> bool:
        return self._shown < 0 or self._built[self._specs[self._shown].key][0].may_leave()

    def _messages_in_view(self) -> MessageBar | None:
        return self._built[self._specs[self._shown].key][0].messages if self._shown >= 0 else None

    def _build(self, spec: PageSpec) -> tuple[Page, QWidget]:
        page = spec.factory()
        page.go_to.connect(self._go_to)
        area = QScrollArea(self._stack, widgetResizable=True)
        area.setObjectName("page")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        frame = QWidget(self._stack)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(page.messages)  # under what scrolls: always in view
        self._stack.addWidget(frame)
        return page, frame

    def _make_menus(self) -> None:
        bar = self.menuBar()
        self._file_menu = bar.addMenu(self.tr("&Fichier"))
        self._before_quit = self._file_menu.addSeparator()
        self._before_quit.setVisible(False)
        quit_ = Command(self.tr("&Quitter"), self.close, "log-out", "Ctrl+Q", self.tr("Fermer CPR Desk"))
        self._file_menu.addAction(self.commands.add(quit_))
        self.edit_menu = EditMenu(bar, self.commands, self._messages_in_view)
        bar.addMenu(self.edit_menu)
        self._view_menu = bar.addMenu(self.tr("&Affichage"))
        self._after_pages = self._view_menu.addSeparator()
        self._add_view_actions(self._view_menu)
        help_menu = bar.addMenu(self.tr("Aid&e"))
        keys = Command(self.tr("&Raccourcis clavier"), self._show_shortcuts, "keyboard", "Ctrl+F1")
        help_menu.addAction(self.commands.add(keys))
        help_menu.addAction(self.commands.add(Command(self.tr("À &propos de CPR Desk"), self._show_about, "info")))

    def _add_view_actions(self, menu: QMenu) -> None:
        menu.addAction(self.commands.add(Command(self.tr("Act&ualiser"), self.reload, "refresh-cw", "F5")))
        side = Command(self.tr("Afficher ou masquer la &navigation"), self._toggle_navigation, "panel-left", "F9")
        menu.addAction(self.commands.add(side))
        menu.addAction(self.commands.add(Command(self.tr("P&lein écran"), self._toggle_full_screen, "", "F11")))
        if self._theme is not None:
            self._add_appearances(menu, self._theme)

    def _toggle_navigation(self) -> None:
        self.navigation.setVisible(self.navigation.isHidden())

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _add_appearances(self, menu: QMenu, theme: Theme) -> None:
        sub = menu.addMenu(icon("sun-moon"), self.tr("Appa&rence"))
        group = QActionGroup(self)
        names = {
            Appearance.SYSTEM: self.tr("Comme le &système"),
            Appearance.LIGHT: self.tr("&Claire"),
            Appearance.DARK: self.tr("&Sombre"),
        }
        for appearance, name in names.items():
            action = self.commands.add(Command(name, partial(theme.choose, appearance)))
            action.setCheckable(True)
            action.setChecked(theme.appearance is appearance)
            group.addAction(action)
            sub.addAction(action)
            self._appearances[appearance] = action
        theme.changed.connect(self._follow_appearance)

    def _follow_appearance(self) -> None:
        if self._theme is not None:
            self._state.remember("appearance", self._theme.appearance.value)
            self._appearances[self._theme.appearance].setChecked(True)

    def _list_pages_in_menu(self) -> None:
        for action in self._page_actions:
            self._view_menu.removeAction(action)
            action.deleteLater()
        group = QActionGroup(self)
        self._page_actions = []
        for row, spec in enumerate(self._specs):
            action = QAction(
                icon(spec.icon), spec.title, self, checkable=True, shortcut=QKeySequence(f"Ctrl+{row + 1}")
            )
            action.triggered.connect(lambda _checked=False, row=row: self.navigation.setCurrentRow(row))
            group.addAction(action)
            self._view_menu.insertAction(self._after_pages, action)
            self._page_actions.append(action)

    def _show_shortcuts(self) -> None:
        row = self.navigation.currentRow()
        own = self._built[self._specs[row].key][0].actions() if row >= 0 else []
        about.show_shortcuts(self, described([*self._page_actions, *own, *self.actions()]))

    def _show_about(self) -> None:
        about.show_about(self)
