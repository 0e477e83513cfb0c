"""The map of the register: who holds what on a day, what no CPTS holds, what several share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.coverage import Overlap
from cpr_desk.domain.region_map import Colouring, Plotted
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import reference, territories
from cpr_desk.services.territories import RegionView
from cpr_desk.ui import files, previewing, tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.models.territory import CommunesModel, commune_columns, overlap_columns
from cpr_desk.ui.page import Page
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.map_panel import MapPanel
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.region_map import Drawing, prepare
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_panel import TablePanel

_COLOURING = "cpts/map"


@dataclass(frozen=True, slots=True)
class _Shown:
    at: date
    colouring: Colouring
    view: RegionView
    drawing: Drawing | None


class CptsMap(QWidget):
    """Read in a task whenever it comes up. `opened` brings the id of a CPTS whose territory is asked for."""

    opened = Signal(int)

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk, self._state, self._page = desk, state, page
        self._at = desk.today()
        self._shown: _Shown | None = None
        self.commands = CommandSet(self)
        remembered = state.get(_COLOURING)
        known = remembered if remembered in list(Colouring) else Colouring.STAGE
        self.map = MapPanel(self.tr("Carte des CPTS"), Colouring(known), self)
        self.figures = Card(self.tr("Couverture"), "users", self)
        self.told = PlainLabel(parent=self, selectable=True)
        self.figures.body.addWidget(self.told)
        self._free = CommunesModel(commune_columns(reference.department_names()), self)
        self._shared: TableModel[Overlap[Plotted]] = TableModel(
            overlap_columns(), identity=lambda each: (each.first.id, each.second.id), parent=self
        )
        self.lists = QTabWidget(self)
        self.lists.setDocumentMode(True)
        self.lists.setAccessibleName(self.tr("Communes sans CPTS ou partagées"))
        self.free = self._list(
            "cpts/free", self._free, (self.tr("commune"), self.tr("communes")),
            self.tr("Chaque commune est dans une CPTS"),
        )  # fmt: skip
        self.shared = self._list(
            "cpts/shared", self._shared, (self.tr("recouvrement"), self.tr("recouvrements")),
            self.tr("Aucune commune n’est dans plusieurs CPTS"),
        )  # fmt: skip
        self.print_action = self.commands.add(
            Command(
                self.tr("Im&primer la carte…"), self.print_map, "printer", "Ctrl+P",
                self.tr("Voir la carte et ses listes en PDF, à imprimer ou à enregistrer"),
                lambda: self._shown is not None,
            )
        )  # fmt: skip
        self._lay_out()
        self.map.coloured.connect(self._colour)
        self.map.view.opened.connect(self.opened)
        self.shared.view.opened.connect(lambda overlap: self.opened.emit(overlap.first.id))
        self.free.view.chosen.connect(self._point_at)

    def show_day(self, at: date) -> None:
        """Read the territories of a day and show them; what is looked at on the map stays."""
        self._at = at
        db, commission, colouring = self._desk.db, self._desk.commission, self.map.colouring

        def work(_progress: tasks.Progress) -> _Shown:
            view = territories.region_view(db, commission, at, colouring)
            return _Shown(at, colouring, view, prepare(view.map) if view.map else None)

        tasks.run(self, self.tr("Lecture de la carte"), work, self._show, self._say_failure)

    def print_map(self) -> None:
        """Show the document of the map, to be printed or saved."""
        db = self._desk.db
        wanted = Request(self._desk.commission.id, DocumentKind.MAP, self._at, self._desk.today())
        name = f"{documents.file_name(db, wanted)}.pdf"
        make: Callable[[tasks.Progress], previewing.Printable] = partial(documents.preview_pages, db, wanted)
        previewing.look_at(self, self._state, wanted.kind.label, name, make, self._say_written, self._say_failure)

    def _colour(self, colouring: Colouring) -> None:
        self._state.remember(_COLOURING, colouring.value)
        self.show_day(self._at)

    def _show(self, shown: _Shown) -> None:
        """Show what was read, unless another day or colouring was asked for meanwhile."""
        if (shown.at, shown.colouring) != (self._at, self.map.colouring):
            return
        self._shown = shown
        survey, kind = shown.view.survey, self._desk.commission.kind
        self.map.show_drawing(shown.drawing, shown.view.source)
        if shown.drawing is None:
            why = self.tr("La carte se dessine pour une région ou un département. Les listes valent pour tout le pays.")
            self.map.say_nothing(self.tr("Pas de carte"), why)
        told = survey.sentences(kind.of_territory)
        if shown.drawing:
            outside = [
                each.cpts.name for each in shown.drawing.source.cpts if each.cpts.id in shown.drawing.source.left_out
            ]
            if outside:
                words = self.tr("Des communes hors {territory} ne sont pas dessinées : {names}.")
                territory = kind.of_territory
                told.append(french.typeset(words.format(territory=territory, names=french.listing(outside))))
        self.told.say("\n".join(told))
        self._free.set_rows(survey.reach.free)
        self._shared.set_rows(survey.overlaps)
        self.lists.setTabText(0, self.tr("Sans CPTS ({count})").format(count=french.integer(len(survey.reach.free))))
        self.lists.setTabText(1, self.tr("Recouvrements ({count})").format(count=len(survey.overlaps)))
        self.commands.refresh()

    def _point_at(self) -> None:
        """Show on the map where the commune chosen is."""
        rows = self.free.view.selected_rows()
        self.map.view.mark(rows[0].code if len(rows) == 1 else None)

    def _say_written(self, file: Path) -> None:
        sentence = french.typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        opener = partial(files.open_with_system, file)
        self._page.messages.say(Weight.SUCCESS, sentence, self.tr("Ouvrir"), opener)

    def _say_failure(self, failure: Exception) -> None:
        self._page.messages.say_error(as_user_error(failure))

    def _list(self, key: str, model: TableModel, nouns: tuple[str, str], nothing: str) -> TablePanel:  # type: ignore[type-arg]
        panel = TablePanel(model, self._state, key, *nouns, EmptyState("circle-check", nothing, parent=self), self)
        self.lists.addTab(panel, nouns[1])
        return panel

    def _lay_out(self) -> None:
        right = QWidget(self)
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        inside.addWidget(self.figures)
        inside.addWidget(self.lists, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(self.map, right, (3, 2), self._state, "cpts-map", self), 1)
