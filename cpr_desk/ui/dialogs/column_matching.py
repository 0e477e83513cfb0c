"""Say what each column of a register or of a list of payments holds: the answers are remembered for the next files."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cpr_desk.domain.french import typeset
from cpr_desk.office import importing
from cpr_desk.office.importing import PaymentsPreview, RegisterPreview
from cpr_desk.services import column_matches
from cpr_desk.services.column_matches import Listed
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.message_bar import Weight

_LEFT_OUT = ""
_LONGEST_SAMPLE = 60


class ColumnMatchingDialog(FormDialog):
    """A line for each header of the file, those that nobody knows first; « Appliquer » remembers the answers."""

    def __init__(self, desk: Desk, preview: RegisterPreview | PaymentsPreview, parent: QWidget | None = None) -> None:
        self._listed = importing.listed_in(preview)
        payments = self._listed is Listed.PAYMENTS
        title = self.tr("Colonnes des versements") if payments else self.tr("Colonnes du registre")
        super().__init__(title, self.tr("Appliquer"), parent, width=780)
        self._desk = desk
        self._meanings = importing.column_meanings(self._listed)
        self.lines = [
            _Line(
                column.header,
                column.title,
                column.sample,
                column.meaning.value if column.meaning else _LEFT_OUT,
                self._meanings,
                unknown=column.unknown,
            )
            for column in sorted(preview.columns, key=lambda column: not column.unknown)
        ]
        intro = self.tr(
            "Dites ce que contient chaque colonne de « {file} ». Vos réponses sont mémorisées pour les prochains "
            "fichiers. {needed}"
        )
        needed = self.tr("Le nom de la CPTS et le département sont nécessaires.")
        if payments:
            needed = self.tr("La CPTS (son nom ou son code), la date et le montant sont nécessaires.")
        label = QLabel(typeset(intro.format(file=preview.file.name, needed=needed)), self, wordWrap=True)
        self.body.addWidget(label)
        self._tell_states()
        self.body.addLayout(self._grid())
        self.body.addStretch()
        for line in self.lines:
            line.choice.currentIndexChanged.connect(self._tell_states)
        self.lines[0].choice.setFocus()
        self.start()

    def typed(self) -> tuple[str, ...]:
        return tuple(line.code for line in self.lines)

    def is_valid(self) -> bool:
        twice = self._twice()
        first = next((line for line in self.lines if line.code in twice), None)
        if first is None:
            return True
        titles = [line.title for line in self.lines if line.code == first.code]
        text = self.tr("« {meaning} » est donné à {count} colonnes. N’en gardez qu’une et ignorez les autres.")
        self.messages.say(Weight.ERROR, typeset(text.format(meaning=self._meanings[first.code], count=len(titles))))
        first.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def write(self) -> None:
        said = {line.header: line.code for line in self.lines if line.is_said}
        column_matches.remember_columns(self._desk.db, self._desk.commission.id, said, self._listed)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.M)
        grid.setColumnStretch(0, 1)
        heads = (self.tr("Titre dans le fichier"), self.tr("Reconnu comme"), self.tr("État"))
        for column, text in enumerate(heads):
            head = QLabel(text, self)
            head.setFont(theme.font(bold=True))
            grid.addWidget(head, 0, column)
        for row, line in enumerate(self.lines, 1):
            for column, widget in enumerate((line, line.choice, line.state)):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        # « Non reconnue » is the widest word: the lists stay where they are when it becomes « Reconnue ».
        grid.setColumnMinimumWidth(2, max(line.state.sizeHint().width() for line in self.lines))
        return grid

    def _twice(self) -> set[str]:
        """Return the meanings given to several columns."""
        counts = Counter(line.code for line in self.lines if line.code != _LEFT_OUT)
        return {code for code, count in counts.items() if count > 1}

    def _tell_states(self) -> None:
        twice = self._twice()
        for line in self.lines:
            line.tell_state(twice=line.code in twice)


class _Line(QWidget):
    """The title and a sample of a column; beside it, in the grid, its choice and its state."""

    def __init__(
        self, header: str, title: str, sample: str, code: str, meanings: Mapping[str, str], *, unknown: bool
    ) -> None:
        super().__init__()
        self.header = header
        self.title = title
        self._first = code
        self._unknown = unknown
        name = QLabel(title, self, wordWrap=True)
        name.setTextFormat(Qt.TextFormat.PlainText)
        short = sample if len(sample) <= _LONGEST_SAMPLE else f"{sample[:_LONGEST_SAMPLE]}…"
        words = self.tr("par exemple : {sample}").format(sample=short) if sample else self.tr("colonne vide")
        example = QLabel(typeset(words), self, wordWrap=True)
        example.setTextFormat(Qt.TextFormat.PlainText)
        example.setFont(theme.font(TextSize.SMALL))
        example.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(example)
        self.choice = _Choice()
        self.choice.addItem(self.tr("Ignorer cette colonne"), _LEFT_OUT)
        for meaning, label in meanings.items():
            self.choice.addItem(label, meaning)
        self.choice.setCurrentIndex(self.choice.findData(code))
        self.choice.setAccessibleName(typeset(self.tr("La colonne « {title} » contient").format(title=title)))
        self.state = StateBadge()

    @property
    def code(self) -> str:
        """What the column is said to hold, empty to leave it out."""
        return str(self.choice.currentData())

    @property
    def is_said(self) -> bool:
        """Whether there is something to remember: an answer, or that a title nobody knows is left out."""
        return self._unknown or self.code != self._first

    def tell_state(self, *, twice: bool) -> None:
        """Show whether the column is taken in, and tell it to screen readers."""
        if twice:
            look = (Tone.LATE, "octagon-alert", self.tr("En double"))
        elif self.code != _LEFT_OUT:
            look = (Tone.DONE, "circle-check", self.tr("Reconnue"))
        elif self._unknown:
            look = (Tone.URGENT, "triangle-alert", self.tr("Non reconnue"))
        else:
            look = (Tone.NEUTRAL, "x", self.tr("Ignorée"))
        self.state.show_tone(*look)
        self.choice.setAccessibleDescription(look[-1])


class _Choice(QComboBox):
    """A list that the wheel does not change while it scrolls the dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
