"""The controls of the composition: the problems by gravity, how to mend each, and where its rule comes from."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QTextEdit, QVBoxLayout, QWidget

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.problems import Problem, Severity
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import ICON_SIZE, Space

_LOOK = {
    Severity.ERROR: ("octagon-alert", Tone.LATE),
    Severity.WARNING: ("triangle-alert", Tone.URGENT),
    Severity.INFO: ("info", Tone.UPCOMING),
}


def certainty_words(certainty: Certainty) -> str:
    """Say how sure a rule is."""
    words = {
        Certainty.TEXT: QCoreApplication.translate("Controls", "règle lue dans le texte"),
        Certainty.SECONDARY: QCoreApplication.translate("Controls", "source secondaire"),
    }
    return words.get(certainty, DEFAULT_RULE_NOTICE)


class ProblemsPanel(QWidget):
    """The list of problems and, under it, what to do about the one selected; `mend` asks to go where it is mended."""

    chosen = Signal(object)
    mend = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Problèmes de la composition"))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.list.setSpacing(2)
        self.list.setAlternatingRowColors(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(self.list.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(120)
        self.list.currentRowChanged.connect(self._show)
        self.explanation = QTextEdit(self, readOnly=True)
        self.explanation.setObjectName("words")
        self.explanation.setFrameShape(QFrame.Shape.NoFrame)
        self.explanation.viewport().setAutoFillBackground(False)
        self.explanation.document().setDocumentMargin(0)
        self.explanation.setTabChangesFocus(True)
        self.explanation.setAccessibleName(self.tr("Comment y remédier"))
        self.explanation.setFixedHeight(5 * self.explanation.fontMetrics().lineSpacing())
        self.go = QPushButton(self)
        self.go.setAutoDefault(False)
        self.go.clicked.connect(self._go)
        self.list.itemActivated.connect(lambda _item: self._go())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.list, self.explanation):
            column.addWidget(widget, 1 if widget is self.list else 0)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """List the problems, the gravest first; the one selected stays if it is still there."""
        current = self._current()
        self._problems = problems
        self.list.blockSignals(True)
        self.list.clear()
        for problem in problems:
            item = QListWidgetItem(icon(*_LOOK[problem.severity]), f"{problem.severity.label}\n{problem.message}")
            item.setToolTip(problem.mend)
            self.list.addItem(item)
        same = [n for n, p in enumerate(problems) if current and (p.rule, p.seats) == (current.rule, current.seats)]
        self.list.setCurrentRow(same[0] if same else -1)
        self.list.blockSignals(False)
        self._explain()

    def _current(self) -> Problem | None:
        row = self.list.currentRow()
        return self._problems[row] if 0 <= row < len(self._problems) else None

    def _go(self) -> None:
        if (problem := self._current()) and problem.remedy:
            self.mend.emit(problem)

    def _show(self) -> None:
        self._explain()
        if problem := self._current():
            self.chosen.emit(problem)

    def _explain(self) -> None:
        problem = self._current()
        remedy = problem.remedy if problem else None
        self.go.setText(remedy.label if remedy else "")
        self.go.setVisible(remedy is not None)
        if problem is None:
            nothing = self.tr("Aucun problème relevé à cette date.")
            pick = self.tr("Choisissez un point pour voir les sièges concernés et comment y remédier.")
            self.explanation.setPlainText(pick if self._problems else nothing)
            return
        words = certainty_words(problem.certainty)
        source = problem.source if words in problem.source else f"{problem.source} ({words})"
        told = self.tr("Source{nbsp}: {source}.").format(nbsp=NBSP, source=source)
        self.explanation.setPlainText(f"{problem.mend}\n{told}")
