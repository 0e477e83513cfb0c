"""What a workbook holds, sheet by sheet, for who has not opened it yet."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card


class _Column(Protocol):
    @property
    def header(self) -> str: ...


class _Table(Protocol):
    @property
    def columns(self) -> Sequence[_Column]: ...
    @property
    def rows(self) -> Sequence[object]: ...


class _Sheet(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def tables(self) -> Sequence[_Table]: ...
    @property
    def charts(self) -> Sequence[object]: ...


class Book(Protocol):
    """What is told of a workbook."""

    @property
    def sheets(self) -> Sequence[_Sheet]:
        """Its sheets, in order."""


class SheetList(QScrollArea):
    """A card for each sheet: its title, how many lines, which columns, whether it draws a chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Contenu du classeur"))
        self.show_workbook(None)

    def show_workbook(self, book: Book | None) -> None:
        """Describe a workbook; None describes nothing."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.M)
        for sheet in book.sheets if book else ():
            card = Card(sheet.name, "file-spreadsheet", inside)
            for text in words(sheet):
                label = QLabel(text, card, wordWrap=True)
                label.setProperty("muted", text != sheet.title)
                card.body.addWidget(label)
            column.addWidget(card)
        column.addStretch()
        self.setWidget(inside)


def words(sheet: _Sheet) -> list[str]:
    """Return what to say of a sheet, a line each."""
    tr = QCoreApplication.translate
    said = [sheet.title]
    for table in sheet.tables:
        lines = french.plural(len(table.rows), tr("SheetList", "ligne"))
        headers = ", ".join(french.squeeze(column.header) for column in table.columns)
        said.append(french.typeset(f"{lines} : {headers}"))
    if sheet.charts:
        said.append(french.plural(len(sheet.charts), tr("SheetList", "graphique")))
    return said
