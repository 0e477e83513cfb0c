"""The legend of a map: samples with their words, in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cpr_desk.domain.region_map import Fill, RegionMap
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.map_colours import swatch

_SWATCH = QSize(22, 14)
_MOST_LINES = 5
_FILL, _ID = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class MapLegend(QListWidget):
    """`asked` brings the id of the CPTS whose line was activated."""

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Légende de la carte"))
        self.setIconSize(_SWATCH)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemActivated.connect(self._ask)

    def show_legend(self, source: RegionMap | None) -> None:
        """Show what the fills of a map mean; the line of one CPTS leads to it."""
        self.clear()
        for key in source.legend if source else ():
            words = key.label if key.number is None else f"{key.number}. {key.label}"
            item = QListWidgetItem(swatch(key.fill), words, self)
            item.setToolTip(words)
            item.setData(_FILL, key.fill)
            if source and key.number is not None:
                item.setData(_ID, source.cpts[key.number - 1].cpts.id)
        self.setVisible(bool(self.count()))
        self._fit()

    def words(self) -> Sequence[str]:
        """Return its lines."""
        return [self.item(line).text() for line in range(self.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Paint the samples again when the colours of the window change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for line in range(self.count()):
                self.item(line).setIcon(swatch(Fill(self.item(line).data(_FILL))))

    def _ask(self, item: QListWidgetItem) -> None:
        if cpts_id := item.data(_ID):
            self.asked.emit(cpts_id)

    def _fit(self) -> None:
        """Give every line the width of the longest, as far as there is room, and take no more height than needed."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(words) for words in self.words()), default=0)
        room = max(self.viewport().width(), 1)
        width = min(longest + _SWATCH.width() + Space.XL, room)
        height = max(metrics.height(), _SWATCH.height()) + Space.XS
        self.setGridSize(QSize(width, height))
        lines = -(-self.count() // max(room // width, 1))
        self.setFixedHeight(min(lines, _MOST_LINES) * height)
