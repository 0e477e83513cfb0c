"""A sentence inside a page: information, success, warning or error, with an icon and a word."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from cpr_desk.domain.french import typeset
from cpr_desk.errors import UserError
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.icon_label import IconLabel

SUCCESS_SECONDS = 9
"""How long it stays in view that something is done."""
ACTION_SECONDS = 30
"""The same where the message offers something to do: undo, open the file."""


class Weight(Enum):
    """How serious a message is: its tone and its icon."""

    INFORMATION = (Tone.UPCOMING, "info")
    SUCCESS = (Tone.DONE, "circle-check")
    WARNING = (Tone.URGENT, "triangle-alert")
    ERROR = (Tone.LATE, "circle-alert")

    @property
    def word(self) -> str:
        """The word that says it without colour."""
        words = {
            Weight.INFORMATION: QCoreApplication.translate("MessageBar", "Information"),
            Weight.SUCCESS: QCoreApplication.translate("MessageBar", "C’est fait"),
            Weight.WARNING: QCoreApplication.translate("MessageBar", "Attention"),
            Weight.ERROR: QCoreApplication.translate("MessageBar", "Erreur"),
        }
        return words[self]


class MessageBar(QFrame):
    """Hidden until it has something to say; closes by its cross, or when `clear` is called.

    A success goes by itself when `leaving` is over, unless the mouse or the focus is on it, or nobody could see it: its
    page is hidden, its window minimised or behind. Seen again, it has its whole time. Anything else stays.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info", parent=self)
        self._word = QLabel(self)
        self._word.setFont(theme.font(bold=True))
        self._text = QLabel(self, wordWrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._act: Callable[[], object] | None = None
        self._action.clicked.connect(self._do)
        self._other = QPushButton(self)
        self._other.hide()
        self._other_act: Callable[[], object] | None = None
        self._other.clicked.connect(self._do_other)
        self.leaving = QTimer(self, singleShot=True)
        self.leaving.timeout.connect(self._leave)
        self._close = close = QToolButton(self, autoRaise=True)
        close.setIcon(icon("x"))
        close.setToolTip(self.tr("Fermer ce message"))
        close.setAccessibleName(self.tr("Fermer ce message"))
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._other)
        row.addWidget(close)
        self.hide()

    def say(self, weight: Weight, text: str, verb: str = "", act: Callable[[], object] | None = None) -> None:
        """Show a sentence, with a button when there is something to do; screen readers are told."""
        tone, picture = weight.value
        self.setProperty("tone", tone.value)
        self._icon.show_icon(picture, tone)
        self._word.setText(weight.word)
        self._text.setText(text)
        self._act = act
        self._action.setText(verb)
        self._action.setVisible(bool(verb and act))
        self._other.hide()
        self._close.show()
        for widget in (self, self._word, self._text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.setAccessibleName(f"{weight.word}. {text}")
        self.show()
        self.leaving.stop()
        if weight is Weight.SUCCESS:
            self.leaving.start(1000 * (ACTION_SECONDS if verb and act else SUCCESS_SECONDS))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def offer_also(self, verb: str, act: Callable[[], object]) -> None:
        """Add a second answer to a sentence that waits for one: it has no cross any more."""
        self._other_act = act
        self._other.setText(verb)
        self._other.show()
        self._close.hide()
        self.leaving.stop()

    def say_error(self, error: UserError) -> None:
        """Show what happened and what to do."""
        self.say(Weight.ERROR, typeset(str(error)))

    def clear(self) -> None:
        """Say nothing any more."""
        self.leaving.stop()
        self.hide()

    def text(self) -> str:
        """Return the sentence shown, empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._begin_again()

    def _begin_again(self) -> None:
        if self.leaving.isActive():
            self.leaving.start()

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        unseen = not self.isVisible() or not self.isActiveWindow()
        if unseen or self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self.leaving.start()
        else:
            self.clear()

    def _do(self) -> None:
        self.clear()
        if self._act:
            self._act()

    def _do_other(self) -> None:
        self.clear()
        if self._other_act:
            self._other_act()
