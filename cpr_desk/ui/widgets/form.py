"""Forms: a label above, the control, one line of help that becomes the error when there is one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain.french import typeset
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.icon_label import IconLabel


class Field(QWidget):
    """One control with its words. `check` returns what is wrong, in French, or an empty text.

    The line under the control keeps its height whether it shows help, an error or nothing: nothing jumps.
    A date that does not exist is told as soon as it is typed whole, or left.
    `asked` tells that the field is shown or hidden, required or not.
    """

    asked = Signal()

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        required: bool = False,
        help_line: str = "",
        check: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._label, self._required = label, required
        self._help = help_line
        self._check = check
        self._title = QLabel(self)
        self._title.setBuddy(control)
        self.set_label(label)
        control.setAccessibleDescription(help_line)
        self._mark = IconLabel("circle-alert", Tone.LATE, 14, self)
        self._note = _Note(help_line, self)
        self._note.setProperty("muted", True)
        note = QHBoxLayout()
        note.setSpacing(Space.XS)
        note.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addWidget(control)
        column.addLayout(note)
        self._mark.hide()
        self._told = ""
        if isinstance(control, QComboBox | QAbstractSpinBox):
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            control.installEventFilter(self)
        if isinstance(control, DateEdit):
            control.textChanged.connect(lambda _text: self._tell_date(control.fault()))
            control.editingFinished.connect(lambda: self._tell_date(control.problem()))
        elif isinstance(control, QLineEdit):
            control.textEdited.connect(lambda _text: self.error() and self.validate())
        elif isinstance(control, QComboBox):
            control.currentTextChanged.connect(lambda _text: self.error() and self.validate())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page while the control has no focus: scrolling must not change a choice."""
        if event.type() == QEvent.Type.Wheel and watched is self.control and not self.control.hasFocus():
            event.ignore()
            return True
        return False

    def set_label(self, label: str) -> None:
        """Name the control, for the eye and for a screen reader."""
        self._label = label
        self._title.setText(f"{label} *" if self._required else label)
        named = self.tr("{label}, obligatoire").format(label=label) if self._required else label
        self.control.setAccessibleName(named)

    def set_required(self, *, required: bool) -> None:
        """Ask for the field or not, and mark it so."""
        self._required = required
        self.set_label(self._label)
        self.asked.emit()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.asked.emit()

    @property
    def is_asked(self) -> bool:
        """Whether the form cannot be written without it."""
        return self._required and not self.isHidden()

    def set_error(self, sentence: str) -> None:
        """Show an error under the control, or the help again when the sentence is empty."""
        sentence = typeset(sentence)
        self._mark.setVisible(bool(sentence))
        self._note.setText(sentence or self._help)
        self._note.setProperty("error", bool(sentence))
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        self.control.setAccessibleDescription(sentence or self._help)

    def set_help(self, sentence: str) -> None:
        """Change the line of help, for instance to write a date in words."""
        self._help = sentence
        if self._mark.isHidden():
            self._note.setText(sentence)
            self.control.setAccessibleDescription(sentence)

    def error(self) -> str:
        """Return the error shown, empty when there is none."""
        return "" if self._mark.isHidden() else self._note.text()

    def validate(self) -> bool:
        """Check what is typed, show what is wrong beside it, and return whether all is well."""
        self.set_error(self._problem())
        return not self.error()

    def _tell_date(self, fault: str) -> None:
        """Say what keeps the text from being a date, and take that back once it is one or is typed again."""
        if fault or (self._told and self.error() == self._told):
            self.set_error(fault)
        self._told = typeset(fault)

    def _problem(self) -> str:
        if isinstance(self.control, DateEdit) and (wrong := self.control.problem()):
            return wrong
        if self._required and not _text(self.control).strip():
            return self.tr("Ce champ est obligatoire.")
        return self._check() if self._check else ""


class _Note(QLabel):
    """A line of help that grows with its words, in layouts too that know nothing of height for width (splitters)."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent, wordWrap=True)
        self.setFont(theme.font(TextSize.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._grow()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def _grow(self) -> None:
        line = self.fontMetrics().height()
        self.setMinimumHeight(max(line, self.heightForWidth(self.width()) if self.isVisible() else line))


class Form(QWidget):
    """Fields one under the other, or side by side where they belong together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: list[Field] = []
        self._lines: list[tuple[QBoxLayout, tuple[Field, ...]]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._legend = QLabel(self.tr("* champ obligatoire"), self)
        self._legend.setFont(theme.font(TextSize.SMALL))
        self._legend.setProperty("muted", True)
        self._legend.hide()
        self._column.addWidget(self._legend)

    def add(self, *fields: Field, stretches: Sequence[int] = ()) -> None:
        """Add one field, or several on one line with these relative widths."""
        line = QHBoxLayout()
        line.setSpacing(Space.L)
        self._lines.append((line, fields))
        for number, field in enumerate(fields):
            line.addWidget(field, stretches[number] if stretches else 1, Qt.AlignmentFlag.AlignTop)
            self._fields.append(field)
            field.asked.connect(self._explain_mark)
        self._column.insertLayout(self._column.count() - 1, line)
        self._explain_mark()

    def _explain_mark(self) -> None:
        self._legend.setVisible(any(field.is_asked for field in self._fields))

    def add_widget(self, widget: QWidget) -> None:
        """Add what is no field: a title, a box, a group that checks itself."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def minimumSizeHint(self) -> QSize:
        """Ask for the widest field alone: a line that is too narrow for its fields turns into a column."""
        widest = max((field.minimumSizeHint().width() for field in self._fields), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for line, fields in self._lines:
            widths = [field.minimumSizeHint().width() for field in fields if not field.isHidden()]
            needed = sum(widths) + Space.L * (len(widths) - 1)
            line.setDirection(across if needed <= event.size().width() else down)
        super().resizeEvent(event)

    def validate(self) -> bool:
        """Check every field that is not hidden, show every error, and put the cursor in the first wrong one."""
        wrong = [field for field in self._fields if not field.isHidden() and not field.validate()]
        if wrong:
            wrong[0].control.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong


def _text(control: QWidget) -> str:
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    raise TypeError(type(control).__name__)
