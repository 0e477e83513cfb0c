"""What hangs on the agenda item in hand: its text, its papers, the CPTS it is about."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.papers import Paper
from cpr_desk.services.agenda import LONGEST_TEXT
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.choice_edit import ChoiceEdit
from cpr_desk.ui.widgets.form import Field
from cpr_desk.ui.widgets.markup_edit import MarkupEdit
from cpr_desk.ui.widgets.paper_list import PaperList

Names = dict[str, int]
"""Ids of CPTS by the names that people choose from."""


class ItemPanel(QTabWidget):
    """Three tabs under the table. `texted` comes with a new text, `linked` with the id of a CPTS or None."""

    texted = Signal(int, str)
    linked = Signal(int, object)

    def __init__(
        self, is_there: Callable[[Paper], bool], cpts: Callable[[], Names], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._read_names = cpts
        self._names: Names = {}
        self._item_id = 0
        self._cpts_id: int | None = None
        hint = self.tr("Ce que les membres doivent savoir de ce point, imprimé sous son titre")
        self.text = MarkupEdit(hint, LONGEST_TEXT, self)
        self.papers = PaperList(is_there, self)
        self.cpts = ChoiceEdit((), self.tr("Nom de la CPTS"), self)
        self.cpts_field = Field(
            self.tr("CPTS concernée"), self.cpts, check=self._check_cpts,
            help_line=self.tr("Facultatif ; le point apparaîtra dans son dossier"),
        )  # fmt: skip
        about = QWidget(self)
        column = QVBoxLayout(about)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.addWidget(self.cpts_field)
        column.addStretch()
        self.addTab(self.text, self.tr("Texte"))
        self.addTab(self.papers, self.tr("Pièces"))
        self.addTab(about, self.tr("CPTS"))
        self.setAccessibleName(self.tr("Contenu du point choisi"))
        self.currentChanged.connect(lambda _tab: self._show_cpts(self._cpts_id))
        self.text.written.connect(lambda text: self.texted.emit(self._item_id, text))
        self.cpts.activated.connect(lambda _place: self._link())
        edit = self.cpts.lineEdit()
        if edit:
            edit.editingFinished.connect(self._link)

    def show_item(self, item: Item | None, papers: tuple[Paper, ...]) -> None:
        """Show an item, None when none is in hand; a text being typed is stored before another takes its place."""
        if item is None or item.id != self._item_id:
            self.text.keep()
        self.setEnabled(item is not None)
        self._item_id = item.id if item else 0
        self.text.show_text(item.text if item else "")
        self.papers.show_papers(papers)
        count = f" ({len(papers)})" if papers else ""
        self.setTabText(self.indexOf(self.papers), self.tr("Pièces") + count)
        self._show_cpts(item.cpts_id if item else None)

    def _show_cpts(self, cpts_id: int | None) -> None:
        self._cpts_id = cpts_id
        if self.currentIndex() != self.count() - 1:
            return  # the register is read for those who look at it alone
        names = self._read_names()
        if names != self._names:
            self._names = names
            self.cpts.offer(names)
        shown = next((name for name, known in self._names.items() if known == cpts_id), "")
        if not self._typing():
            self.cpts.setCurrentIndex(self.cpts.findText(shown) if shown else -1)
            self.cpts.setEditText(shown)
            self.cpts_field.set_error("")

    def _typing(self) -> bool:
        edit = self.cpts.lineEdit()
        return edit is not None and edit.hasFocus() and edit.isModified()

    def _check_cpts(self) -> str:
        typed = self.cpts.currentText().strip()
        known = not typed or typed in self._names
        return "" if known else self.tr("Cette CPTS n’est pas au registre. Choisissez-la dans la liste.")

    def _link(self) -> None:
        if not self.cpts_field.validate():
            return
        wanted = self._names.get(self.cpts.currentText().strip())
        edit = self.cpts.lineEdit()
        if edit:
            edit.setModified(False)
        if wanted != self._cpts_id and self._item_id:
            self._cpts_id = wanted
            self.linked.emit(self._item_id, wanted)
