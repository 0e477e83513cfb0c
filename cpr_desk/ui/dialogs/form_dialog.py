"""The frame of every dialog that writes: a form, its errors, a verb; closing it by mistake loses nothing."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.errors import UserError
from cpr_desk.ui import messages, tab_order, theme
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.message_bar import MessageBar


class _Body(QScrollArea):
    """Asks for the whole form, and scrolls where the screen is too small for it."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inside)
        self._inside = inside

    def sizeHint(self) -> QSize:
        wanted = self._inside.sizeHint()
        return QSize(wanted.width() + self.verticalScrollBar().sizeHint().width(), wanted.height() + 2)


class FormDialog(KeyboardDialog):
    """Fill `body` (and `foot`, which does not scroll), then call `start`; override `typed`, `is_valid` and `write`.

    `saved` carries what `write` returned, once it is stored.
    """

    saved = Signal(object)

    def __init__(self, title: str, verb: str, parent: QWidget | None = None, width: int = 560) -> None:
        """`verb` names the button that writes; `width` is wanted, in logical pixels."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.messages = MessageBar(self)
        self.inside = QWidget(self)
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        self.body.setSpacing(Space.L)
        area = _Body(self.inside, self)
        area.verticalScrollBar().rangeChanged.connect(lambda _least, hidden: self._grow(hidden))
        buttons = QDialogButtonBox(self)
        self.save_button = theme.primary(QPushButton(verb, self))
        self.save_button.setDefault(True)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave_button = QPushButton(self.tr("Annuler"), self)
        buttons.addButton(self.leave_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.setSpacing(Space.M)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(Space.XL, 0, Space.XL, 0)
        self.foot.setSpacing(Space.M)
        column.addWidget(self.messages)
        column.addWidget(area, 1)
        column.addLayout(self.foot)
        self.foot.addWidget(buttons)
        self._first: Any = None
        self._width = width

    def start(self) -> None:
        """Take what the fields hold now as what they held at the opening; long texts show their beginning."""
        for line in self.inside.findChildren(QLineEdit):
            line.setCursorPosition(0)
        self._first = self.typed()

    def typed(self) -> Any:
        """Return what the fields hold, to compare."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Check the fields and show what is wrong beside them."""
        raise NotImplementedError

    def write(self) -> Any:
        """Carry out the use case. Raises UserError."""
        raise NotImplementedError

    def refuse(self, error: UserError) -> None:
        """Show why the use case was refused; override to show it beside the field at fault."""
        self.messages.say_error(error)

    def first_day(self) -> date | None:
        """Return the first day on which what is written shows, None when it does not begin on a day."""
        return None

    def accept(self) -> None:
        self.messages.clear()
        if not self.is_valid():
            self._show_fault()
            return
        try:
            written = self.write()
        except UserError as refusal:
            self.refuse(refusal)
            self._show_fault()
            return
        super().accept()
        self.saved.emit(written)

    def reject(self) -> None:
        if self.typed() == self._first or messages.confirm(
            self,
            self.tr("Abandonner cette saisie\u00a0?"),
            self.tr("Abandonner"),
            self.tr("Ce que vous avez saisi n’est pas encore enregistré."),
            self.tr("Reprendre la saisie"),
            destructive=True,
        ):
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field, where one types."""
        wanted = self.sizeHint()
        self.resize(QSize(max(self._width, wanted.width()), wanted.height()).boundedTo(self._room()))
        super().showEvent(event)
        stops = tab_order.reading_order(self.inside)
        if first := next((stop for stop in stops if not (isinstance(stop, QLineEdit) and stop.isReadOnly())), None):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _room(self) -> QSize:
        return self.screen().availableGeometry().size() * 0.94

    def _grow(self, hidden: int) -> None:
        """Grow where the screen has room when an error or a longer sentence hides the end of the form."""
        if not self.isVisible() or self.isMaximized() or hidden <= 0:
            return
        self.resize(self.width(), max(self.height(), min(self.height() + hidden, self._room().height())))
        screen = self.screen().availableGeometry()
        below = self.frameGeometry().bottom() - screen.bottom()
        if below > 0:
            self.move(self.x(), max(screen.top(), self.y() - below))

    def _show_fault(self) -> None:
        """Bring the field at fault into view, once its error has found its place."""
        at_fault = self.focusWidget()
        if isinstance(at_fault, QWidget):
            QTimer.singleShot(0, at_fault, lambda: tab_order.reveal(at_fault))
