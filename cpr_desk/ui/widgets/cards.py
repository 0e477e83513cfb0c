"""What pages are built of: their header, section titles, cards and key figures."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import on_accent
from cpr_desk.ui.theme import ICON_SIZE, Space, TextSize
from cpr_desk.ui.widgets.icon_label import IconLabel

_HEAD_HEIGHT = 28
_COMPACT_BUTTON = 44
_LEAST_SUBTITLE = 60
"""Room kept for the line under the title, beyond the title itself."""


class ActionButton(QPushButton):
    """A push button that stands for an action: same words, icon, tooltip and enabling."""

    def __init__(self, action: QAction, parent: QWidget | None = None, *, primary: bool = False) -> None:
        super().__init__(parent)
        self._action = action
        self._primary = primary
        self._compact = False
        self._wide = 0
        if primary:
            theme.primary(self)
        menu = action.menu()
        if isinstance(menu, QMenu):
            self.setMenu(menu)
        else:
            self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone, named by the tooltip, or the words again."""
        if compact != self._compact:
            self._wide = self.wide()
            self._compact = compact
            self._follow()

    def wide(self) -> int:
        """Return the least width with its words."""
        return self._wide if self._compact else self.minimumSizeHint().width()

    def _follow(self) -> None:
        alone = self._compact and not self._action.icon().isNull()
        self.setText("" if alone else self._action.text())
        self.setAccessibleName(self._action.text().replace("&", "") if alone else "")
        name = self._action.property("icon_name")
        self.setIcon(on_accent(name) if self._primary and name else self._action.icon())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())


class PageHeader(QWidget):
    """One title, a line that explains, one primary action and secondary ones, icons alone where there is no room."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secondary: list[ActionButton] = []
        self._buttons: list[ActionButton] = []
        self._title = QLabel(title, self)
        self._title.setFont(theme.font(TextSize.TITLE, bold=True))
        self._subtitle = QLabel(self, wordWrap=True)
        self._subtitle.setProperty("muted", True)
        self._subtitle.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addLayout(words, 1)

    def set_subtitle(self, text: str) -> None:
        """Change the line under the title; empty takes it away."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def add_control(self, widget: QWidget) -> None:
        """Put a control (a date, a choice) before the actions."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def set_actions(self, primary: QAction | None, secondary: Sequence[QAction] = ()) -> None:
        """Show the actions of the page, the primary one last, where the hand goes; those shown before go away."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._secondary = [ActionButton(action, self) for action in secondary]
        self._buttons = [*self._secondary, *([ActionButton(primary, self, primary=True)] if primary else [])]
        for button in self._buttons:
            self.add_control(button)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        spared = sum(max(0, button.minimumSizeHint().width() - _COMPACT_BUTTON) for button in self._shown())
        return QSize(least.width() - spared, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        lost = sum(button.wide() - button.minimumSizeHint().width() for button in self._shown())
        wanted = super().minimumSizeHint().width() + lost + _LEAST_SUBTITLE
        for button in self._secondary:
            button.set_compact(event.size().width() < wanted)
        super().resizeEvent(event)

    def _shown(self) -> list[ActionButton]:
        return [button for button in self._secondary if not button.isHidden()]


class SectionTitle(QLabel):
    """The title of a part of a page."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(theme.font(bold=True))


class Card(QFrame):
    """A sheet with an icon, a title, a body and perhaps an action at its top right."""

    def __init__(self, title: str, picture: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._head = QHBoxLayout()
        self._head.setSpacing(Space.S)
        self._head.addStrut(_HEAD_HEIGHT)
        if picture:
            self._head.addWidget(IconLabel(picture, Tone.ACCENT, parent=self))
        self._head.addWidget(SectionTitle(title, self), 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._head)
        column.addLayout(self.body, 1)

    def set_action(self, action: QAction) -> None:
        """Put an action at the top right."""
        button = QToolButton(self, autoRaise=True)
        button.setDefaultAction(action)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.addWidget(button)


class KeyFigure(QWidget):
    """A number one reads at a glance, what it counts, and a remark."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption_text = caption
        self._value = QLabel("–", self)
        self._value.setFont(theme.font(TextSize.TITLE, bold=True))
        self._caption = QLabel(caption, self, wordWrap=True)
        self._remark = QLabel(self, wordWrap=True)
        self._remark.setFont(theme.font(TextSize.SMALL))
        self._remark.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._value, self._caption, self._remark):
            column.addWidget(label)

    def set_compact(self, *, compact: bool) -> None:
        """Write the number no larger than its words where height is scarce."""
        self._value.setFont(theme.font(TextSize.BODY if compact else TextSize.TITLE, bold=True))

    def set_value(self, value: str, remark: str = "") -> None:
        """Show a number already written in French, and a remark."""
        self._value.setText(value)
        self._remark.setText(remark)
        self.setAccessibleName(
            ". ".join(part for part in (f"{self._caption_text}{french.NBSP}: {value}", remark) if part)
        )


def tool_button(action: QAction, parent: QWidget | None = None) -> QToolButton:
    """Return a small button with the icon of an action, named for screen readers."""
    button = QToolButton(parent, autoRaise=True)
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    return button
