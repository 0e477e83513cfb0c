"""The controls of the composition: the problems by gravity, how to mend each, and where its rule comes from."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.controls import Problem, Severity
from cpr_desk.domain.french import NBSP
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.cards import SectionTitle

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
    """The list of problems and, under it, what to do about the one selected."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._title = SectionTitle(self.tr("Contrôles"), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Problèmes de la composition"))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(self.list.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(120)
        self.list.currentRowChanged.connect(self._show)
        self._mend = QLabel(self, wordWrap=True)
        self._source = QLabel(self, wordWrap=True)
        self._source.setProperty("muted", True)
        self._source.setFont(theme.font(TextSize.SMALL))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self._title, self.list, self._mend, self._source):
            column.addWidget(widget, 1 if widget is self.list else 0)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """List the problems, the gravest first; the one selected stays if it is still there."""
        current = self._current()
        self._problems = problems
        count = french.plural(len(problems), self.tr("point relevé"), self.tr("points relevés"))
        self._title.setText(f"{self.tr('Contrôles')}{NBSP}: {count}")
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

    def _show(self) -> None:
        self._explain()
        if problem := self._current():
            self.chosen.emit(problem)

    def _explain(self) -> None:
        problem = self._current()
        if problem is None:
            nothing = self.tr("Aucun problème relevé à cette date.")
            pick = self.tr("Choisissez un point pour voir les sièges concernés et comment y remédier.")
            self._mend.setText(pick if self._problems else nothing)
            self._source.setText("")
            return
        self._mend.setText(problem.mend)
        words = certainty_words(problem.certainty)
        source = problem.source if words in problem.source else f"{problem.source} ({words})"
        self._source.setText(self.tr("Source{nbsp}: {source}.").format(nbsp=NBSP, source=source))
