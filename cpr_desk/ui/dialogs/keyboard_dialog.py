"""What every dialog shares at the keyboard: Tab follows the eyes, Enter presses the button one stands on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton

from cpr_desk.ui import tab_order


class KeyboardDialog(QDialog):
    """A dialog whose secondary buttons never save by mistake: Enter on one of them presses that one."""

    def focusNextPrevChild(self, following: bool) -> bool:
        return tab_order.move_focus(self, forward=following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)
