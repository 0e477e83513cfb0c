"""A field that finds communes and EPCI as one types, over the list of what answers."""

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.commune_search import search, search_epcis
from cpr_desk.domain.communes import Commune, Gazetteer, inhabitants
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.filter_edit import FilterEdit

_FOUND = Qt.ItemDataRole.UserRole
_MOST = 40
_MOST_EPCIS = 10
_FEWEST = 2
"""Letters from which communes are proposed."""
_LINES = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What a line of the list adds: one commune, or those of an EPCI."""

    label: str
    communes: tuple[Commune, ...]


class CommuneSearch(QWidget):
    """Enter takes the line in hand, the first to begin with; Down enters the list. `chosen` brings a `Found`."""

    chosen = Signal(object)

    def __init__(self, gazetteer: Gazetteer, home: Collection[str], parent: QWidget | None = None) -> None:
        """`home` are the départements whose communes come first."""
        super().__init__(parent)
        self._gazetteer = gazetteer
        self._home = home
        self.line = FilterEdit(self)
        self.line.setPlaceholderText(self.tr("Nom, code postal, code Insee ou EPCI"))
        self.line.setMaximumWidth(16_777_215)
        self.line.setAccessibleName(self.tr("Chercher une commune ou un EPCI"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Communes et EPCI trouvés"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setMinimumHeight(_LINES * self.list.fontMetrics().lineSpacing() + 2 * Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._look)
        self.line.leave_down.connect(self.list.setFocus)
        self.line.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemDoubleClicked.connect(self._take)

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    def take(self) -> None:
        """Take the line in hand."""
        if self.list.currentRow() >= 0:
            self._take(self.list.currentItem())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Enter from the button of the dialog as long as it takes a commune."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and (self.line.text().strip() or watched is self.list):
                self.take()
                return True
        return False

    def _look(self, text: str) -> None:
        self.list.clear()
        if len(text.strip()) < _FEWEST:
            return
        for epci in search_epcis(self._gazetteer, text, self._home, _MOST_EPCIS):
            members = self._gazetteer.members(epci.code)
            count = french.plural(len(members), self.tr("commune"))
            self._add(Found(epci.name, members), f"{epci.name}, {count}", "landmark", epci.kind.label)
        for match in search(self._gazetteer, text, self._home, _MOST):
            words = f"{match.commune.label} – {match.commune.code}"
            note = f" ({match.note})" if match.note else ""
            self._add(Found(match.commune.label, (match.commune,)), words + note, "map-pinned")
        communes_first = next((line for line in range(self.list.count()) if self._is_commune(line)), 0)
        self.list.setCurrentRow(communes_first)

    def _is_commune(self, line: int) -> bool:
        return len(self.list.item(line).data(_FOUND).communes) == 1

    def _add(self, found: Found, words: str, picture: str, remark: str = "") -> None:
        people = french.plural(inhabitants(found.communes), self.tr("habitant"))
        item = QListWidgetItem(icon(picture), f"{words}, {people}", self.list)
        item.setToolTip(f"{item.text()} ({remark})" if remark else item.text())
        item.setData(_FOUND, found)

    def _take(self, item: QListWidgetItem) -> None:
        found = item.data(_FOUND)
        self.line.clear()
        self.line.setFocus()
        self.chosen.emit(found)
