"""A map with what goes around it: how it is coloured, its legend, the buttons that zoom, where it is from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain.region_map import Colouring
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.cards import tool_button
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.map_legend import MapLegend
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.region_map import Drawing, RegionMapView

_STEP = 1.5


class MapPanel(QWidget):
    """Give it a drawing, or None where there is none. `coloured` brings the colouring that the person chose.

    A line of the legend that stands for one CPTS leads to it, by a double click or Enter.
    """

    coloured = Signal(object)

    def __init__(self, subject: str, colouring: Colouring = Colouring.STAGE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = RegionMapView(subject, self)
        self.commands = CommandSet(self.view)
        self.choice = QComboBox(self)
        for each in Colouring:
            self.choice.addItem(each.label, each)
        self.choice.setCurrentIndex(self.choice.findData(colouring))
        self.choice.setAccessibleName(self.tr("Couleurs de la carte"))
        self.legend = MapLegend(self)
        self.source = PlainLabel(parent=self)
        self.source.setFont(theme.font(TextSize.SMALL))
        self.source.setProperty("muted", True)
        self.source.setMinimumHeight(2 * self.source.fontMetrics().lineSpacing())
        self._nothing = EmptyState("map-pinned", "", parent=self)
        self._lay_out()
        self.choice.currentIndexChanged.connect(lambda _line: self.coloured.emit(self.colouring))
        self.legend.asked.connect(self._go_to)
        self.view.stood_out.connect(self.commands.refresh)

    @property
    def colouring(self) -> Colouring:
        """What the fills tell."""
        return Colouring(self.choice.currentData())

    def show_drawing(self, drawing: Drawing | None, source: str) -> None:
        """Show a map with its legend and where it is from."""
        self.view.show_drawing(drawing)
        self.source.say(source)
        drawn = self.view.map
        self.legend.show_legend(drawn)
        self._stack.setCurrentIndex(0 if drawn and drawn.drawn else 1)

    def say_nothing(self, title: str, sentence: str) -> None:
        """Say why there is no map, where there is none."""
        self._nothing.say(title, sentence)

    def _come_near(self) -> None:
        if self.view.current is not None:
            self.view.zoom_to(self.view.current)

    def _go_to(self, cpts_id: int) -> None:
        self.view.select(cpts_id)
        self.view.zoom_to(cpts_id)

    def _lay_out(self) -> None:
        closer = Command(
            self.tr("Agrandir"), lambda: self.view.zoom(_STEP), "zoom-in", tip=self.tr("Agrandir (touche +)")
        )
        further = Command(
            self.tr("Réduire"), lambda: self.view.zoom(1 / _STEP), "zoom-out", tip=self.tr("Réduire (touche −)")
        )
        whole = Command(
            self.tr("Voir toute la carte"), self.view.show_all, "map-pinned", tip=self.tr("Voir toute la carte (Échap)")
        )
        near = Command(
            self.tr("Voir la CPTS de près"),
            self._come_near,
            "search",
            tip=self.tr("Voir de près la CPTS choisie sur la carte"),
            enabled=lambda: self.view.current is not None,
            unless=self.tr("Choisissez d’abord une CPTS sur la carte"),
        )
        label = QLabel(self.tr("Co&uleurs"), self)
        label.setBuddy(self.choice)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        bar.addWidget(label)
        bar.addWidget(self.choice)
        bar.addStretch()
        for command in (near, closer, further, whole):
            bar.addWidget(tool_button(self.commands.add(command), self))
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(bar)
        column.addLayout(self._stack, 1)
        column.addWidget(self.legend)
        column.addWidget(self.source)
