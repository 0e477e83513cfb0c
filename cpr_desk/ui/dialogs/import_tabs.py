"""The tabs of an import's preview: only those that hold something show."""

from PySide6.QtWidgets import QTabWidget, QWidget

from cpr_desk.domain import french
from cpr_desk.office.importing import CompositionPreview, Decisions, Preview
from cpr_desk.ui.dialogs.import_pages import ChangesPage, FindingsPage, NamesPage
from cpr_desk.ui.dialogs.import_questions import QuestionsPage
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.imports import FindingRow, finding_columns, finding_rows
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.message_bar import Weight

_ASKED = 1
_PROBLEMS = 2


class PreviewTabs(QTabWidget):
    """Changes, names to confirm, problems and warnings of one file."""

    def __init__(self, state: UiState, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        mend, know = self.tr("Ce qui ne va pas, et que faire"), self.tr("Ce qu’il faut savoir")
        self.problems: TableModel[FindingRow] = TableModel(finding_columns(mend), parent=self)
        self.warnings: TableModel[FindingRow] = TableModel(finding_columns(know), parent=self)
        self.changes = ChangesPage(state, f"import-{kind}-changes", kind, self)
        composition = kind == "composition"
        asking = NamesPage if composition else QuestionsPage
        self.names: NamesPage | QuestionsPage = asking(state, f"import-{kind}-names", self)
        wrong, remarkable = self.tr("Problèmes"), self.tr("Avertissements")
        pages: tuple[tuple[QWidget, str], ...] = (
            (self.changes, self.tr("Changements")),
            (self.names, self.tr("À vérifier")),
            (FindingsPage(self.problems, state, f"import-{kind}-findings", wrong), wrong),
            (FindingsPage(self.warnings, state, f"import-{kind}-findings", remarkable), remarkable),
        )
        for page, name in pages:
            self.addTab(page, name)
        self.setTabIcon(1, icon("users" if composition else "circle-help", Weight.WARNING.value[0]))
        self.setTabIcon(_PROBLEMS, icon("circle-alert", Weight.ERROR.value[0]))
        self.setTabIcon(3, icon("triangle-alert", Weight.WARNING.value[0]))

    def show_preview(self, preview: Preview, made: Decisions) -> None:
        """Show a preview as the decisions make it, on the tab that is open."""
        proposal = preview.proposal
        self.changes.show_preview(preview, made)
        self.names.show_preview(preview, made)
        self.problems.set_rows(finding_rows(proposal.problems))
        self.warnings.set_rows(finding_rows(proposal.warnings))
        refused = isinstance(preview, CompositionPreview) and preview.refusal and not made.answers
        asked = 0 if refused else self.names.model.total  # before the day is right, everyone would seem to come twice
        counts = (self.changes.model.total, asked, len(proposal.problems), len(proposal.warnings))
        names = (
            french.plural(counts[0], self.tr("changement")),
            self._asked_words(counts[1]),
            french.plural(counts[2], self.tr("problème")),
            french.plural(counts[3], self.tr("avertissement")),
        )
        for number, name in enumerate(names):
            self.setTabText(number, name)
            self.setTabVisible(number, number == 0 or counts[number] > 0)

    def show_first(self, preview: Preview) -> None:
        """Open the tab that matters of a file just read."""
        self.setCurrentIndex(_PROBLEMS if preview.proposal.problems else _ASKED if preview.proposal.open else 0)

    def _asked_words(self, count: int) -> str:
        if isinstance(self.names, NamesPage):
            return french.plural(count, self.tr("nom à vérifier"), self.tr("noms à vérifier"))
        return french.plural(count, self.tr("à vérifier"), self.tr("à vérifier"))
