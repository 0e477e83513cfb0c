"""A look at a document before it is saved or printed."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cpr_desk.ui import printing, theme
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.icons import icon, on_accent
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.pdf_preview import PageImages, PdfPreview

_FIRST_SIZE = QSize(820, 900)


class PreviewDialog(KeyboardDialog):
    """The pages of a document, with « Enregistrer… » (what `save` does), « Imprimer… » and « Fermer »."""

    def __init__(
        self, title: str, pages: PageImages, save: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._title = title
        self._images = pages
        self.view = PdfPreview(self)
        self.view.show_document(pages)
        keep = theme.primary(QPushButton(on_accent("save"), self.tr("Enregistrer…"), self))
        keep.clicked.connect(lambda _checked: save())
        paper = QPushButton(icon("printer"), self.tr("Imprimer…"), self)
        paper.clicked.connect(lambda _checked: self._print())
        close = QPushButton(self.tr("Fermer"), self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        for button in (paper, keep, close):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))

    def _print(self) -> None:
        printing.print_document(self, self._title, self._images)
