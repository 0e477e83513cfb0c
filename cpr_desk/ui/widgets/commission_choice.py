"""The choice of the commission shown, at the top of the window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space

if TYPE_CHECKING:
    from cpr_desk.domain.commission import Commission

_WIDEST = 420
_NARROWEST = 160
_FLAT = """
    QComboBox { min-height: 18px; padding: 1px 8px; combobox-popup: 0; }
    QComboBox:focus, QComboBox:on { padding: 0 7px; }
"""
"""As low as the menus it stands beside; its list drops below it, at the top of the screen too."""


class _List(QComboBox):
    """A list that changes nothing by accident: arrows and letters open it, the wheel leaves it alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet(_FLAT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(min(wanted.width(), _WIDEST), wanted.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            self.showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CommissionChoice(QWidget):
    """Names the commission shown and offers the others; hidden while there is only one.

    `chosen` carries the id asked for; what is shown changes once `show_commissions` says so.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _List(self)
        self.list.setAccessibleName(self.tr("Commission"))
        self.list.setToolTip(self.tr("Choisir la commission (Ctrl+Maj+C)"))
        label = QLabel(self.tr("Commission"), self)
        label.setBuddy(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 1, Space.S, 1)
        row.setSpacing(Space.S)
        row.addWidget(label)
        row.addWidget(self.list, 1)
        self._shown = 0
        self.list.activated.connect(self._ask)
        self.hide()

    def show_commissions(self, commissions: "Sequence[Commission]", shown: int) -> None:
        """List these commissions, the one of id `shown` in front."""
        self._shown = shown
        self.list.clear()
        for commission in commissions:
            self.list.addItem(icon("landmark"), commission.name, commission.id)
            self.list.setItemData(self.list.count() - 1, commission.name, Qt.ItemDataRole.ToolTipRole)
        self.list.setCurrentIndex(self.list.findData(shown))
        self.setVisible(len(commissions) > 1)

    def open(self) -> None:
        """Give it the focus and open the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.showPopup()

    def _ask(self, place: int) -> None:
        asked = self.list.itemData(place)
        self.list.setCurrentIndex(self.list.findData(self._shown))
        if asked != self._shown:
            self.chosen.emit(asked)
