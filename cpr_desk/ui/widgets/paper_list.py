"""The files attached to something: added by hand or dropped, opened, removed."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.papers import Paper, size_words
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import ICON_SIZE, Space

_PAPER = Qt.ItemDataRole.UserRole


class PaperList(QWidget):
    """`dropped` comes with files to attach; `wanted`, `opened` and `removed` with what the buttons ask for.

    `missed` comes with a paper whose file is gone, to be attached again.
    """

    wanted = Signal()
    dropped = Signal(object)
    opened = Signal(object)
    removed = Signal(object)
    missed = Signal(object)

    def __init__(self, is_there: Callable[[Paper], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_there = is_there
        self.setAcceptDrops(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Pièces du point"))
        self.list.setMinimumHeight(60)
        self.list.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.add = QPushButton(icon("plus"), self.tr("Joindre…"), self)
        self.add.setToolTip(self.tr("PDF, documents bureautiques, images ; ou déposez les fichiers ici"))
        self.open = QPushButton(self.tr("Ouvrir"), self)
        self.remove = QPushButton(self.tr("Retirer"), self)
        self.again = QPushButton(self.tr("Joindre à nouveau…"), self)
        self.again.setToolTip(self.tr("Le fichier n’est plus dans le dossier des pièces : le remettre à sa place"))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for button in (self.add, self.open, self.remove, self.again):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.add.clicked.connect(self.wanted)
        self.open.clicked.connect(lambda: self._tell(self.opened))
        self.remove.clicked.connect(lambda: self._tell(self.removed))
        self.again.clicked.connect(lambda: self._tell(self.missed))
        self.list.itemActivated.connect(lambda _item: self._tell(self.opened))
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self._enable()

    def show_papers(self, papers: Sequence[Paper], notes: Mapping[int, str] | None = None) -> None:
        """Show the papers; the one selected stays so, or else the first. One whose file is gone says so.

        `notes` tell more of some, by their ids.
        """
        chosen = self.chosen()
        self.list.clear()
        for paper in papers:
            there = self._is_there(paper)
            words = " – ".join(filter(None, (paper.name, size_words(paper.size), (notes or {}).get(paper.id))))
            if not there:
                words += " – " + self.tr("fichier introuvable dans le dossier des pièces")
            item = QListWidgetItem(
                icon("file-text") if there else icon("triangle-alert", Tone.URGENT), words, self.list
            )
            item.setData(_PAPER, paper)
            if self.list.count() == 1 or (chosen and paper.id == chosen.id):
                self.list.setCurrentItem(item)
        self._enable()

    def chosen(self) -> Paper | None:
        """Return the paper selected."""
        paper = self.list.currentIndex().data(_PAPER)
        return paper if isinstance(paper, Paper) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._tell(self.removed)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files and self.isEnabled():
            event.acceptProposedAction()
            self.dropped.emit(files)

    def _welcome(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls() and self.isEnabled():
            event.acceptProposedAction()

    def _tell(self, signal: SignalInstance) -> None:
        if paper := self.chosen():
            signal.emit(paper)

    def _enable(self) -> None:
        paper = self.chosen()
        there = paper is not None and self._is_there(paper)
        for button in (self.open, self.remove):
            button.setEnabled(paper is not None)
        self.again.setVisible(paper is not None and not there)
