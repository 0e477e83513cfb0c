"""The tab of the territory of a CPTS: its communes, what they come to, what others hold too, its map."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.areas import Weighed
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.coverage import Overlap
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.region_map import Colouring, Plotted
from cpr_desk.services import reference, territories
from cpr_desk.ui import tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.models.territory import CommunesModel, commune_columns
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.pages.dashboard_cards import clear
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.cards import ActionButton, Card
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.link_row import LinkRow
from cpr_desk.ui.widgets.map_panel import MapPanel
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.region_map import Drawing, prepare
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_panel import TablePanel
from cpr_desk.ui.widgets.tall_column import TallColumn

_MAP_HEIGHT, _TABLE_HEIGHT = 360, 200
_READING_MS = 1500
"""How long the window has the machine for itself before searches are made ready."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a task reads for the tab."""

    dossier: Dossier
    gazetteer: Gazetteer
    others: Sequence[Plotted]
    weighed: Weighed | None
    drawing: Drawing | None
    source: str


class TerritoryTab(CptsTab):
    """Read in a task: the communes of France and the contours of a région take a moment the first time."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._known: _Known | None = None
        self._wanted: Dossier | None = None
        self.commands = CommandSet(self)
        self._declare()
        self._model = CommunesModel(commune_columns(reference.department_names()), self)
        self._empty = EmptyState("map-pinned", "", parent=self)
        noun = self.tr("commune"), self.tr("communes")
        self.panel = TablePanel(self._model, state, "territory", *noun, self._empty, self)
        self.panel.setMinimumHeight(_TABLE_HEIGHT)
        self.figures = Card(self.tr("Population et taille"), "users", self)
        self.told = PlainLabel(parent=self, selectable=True)
        self.figures.body.addWidget(self.told)
        self.shared = Card(self.tr("Communes d’une autre CPTS"), "triangle-alert", self)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        self.shared.body.addLayout(self._links)
        self.map = MapPanel(self.tr("Carte du territoire de la CPTS"), Colouring.STAGE, self)
        self.map.setMinimumHeight(_MAP_HEIGHT)
        self._lay_out()
        self.map.coloured.connect(lambda _colouring: self._read())
        self.map.view.opened.connect(self._open_cpts)

    def show_dossier(self, dossier: Dossier) -> None:
        self._wanted = dossier
        self._read()

    def fix(self) -> None:
        """Open the dialog where the communes are chosen."""
        from cpr_desk.ui.dialogs.territory import Ground, TerritoryDialog

        if known := self._known:
            ground = Ground(known.gazetteer, known.others, bool(known.weighed and known.weighed.by_hand))
            self._open(TerritoryDialog(self.desk, self.state, known.dossier, ground, self))

    def state_population(self) -> None:
        """Open the dialog where a population is typed."""
        from cpr_desk.ui.dialogs.territory_population import PopulationDialog

        if known := self._known:
            self._open(PopulationDialog(self.desk, known.dossier, known.weighed, self))

    def renew(self) -> None:
        """Open the preview of what the data of today change."""
        from cpr_desk.ui.dialogs.territory_renewal import RenewalDialog

        known = self._known
        if known and known.weighed:
            self._open(RenewalDialog(self.desk, known.dossier, known.weighed, known.gazetteer, self))

    def count_sum(self) -> None:
        """Let the sum of the communes count again, from today on."""
        if known := self._known:
            territories.count_sum(self.desk.db, self.desk.commission, known.dossier.id, self.desk.today())
            self.desk.refresh()
            told = self.tr("La somme des communes compte comme population de {name}.")
            self.say_saved(told.format(name=the_cpts(known.dossier.name)))

    def _open(self, dialog: FormDialog) -> None:
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, told: str) -> None:
        self.desk.refresh()
        self.say_saved(told)

    def _open_cpts(self, cpts_id: int) -> None:
        if self._wanted and cpts_id != self._wanted.id:
            self.page.begin(f"{cpts_id}/area")

    def _read(self) -> None:
        dossier = self._wanted
        if dossier is None:
            return
        db, commission, at, colouring = self.desk.db, self.desk.commission, self.at, self.map.colouring

        def work(_progress: tasks.Progress) -> _Known:
            gazetteer = reference.gazetteer()
            view = territories.territory_view(db, commission, dossier, at, colouring)
            drawing = prepare(view.region.map) if view.region.map else None
            return _Known(dossier, gazetteer, view.others, view.weighed, drawing, view.region.source)

        tasks.run(self, self.tr("Lecture du territoire"), work, self._show, self.say_failure)

    def _show(self, known: _Known) -> None:
        """Show what was read, unless another CPTS was asked for meanwhile."""
        if known.dossier is not self._wanted:
            return
        other = self._known is None or self._known.dossier.id != known.dossier.id
        if self._known is None:
            QTimer.singleShot(_READING_MS, self, lambda: self._prepare_search(known.gazetteer))
        self._known = known
        weighed = known.weighed
        self._model.set_rows(weighed.coverage.communes if weighed else ())
        self._say_empty()
        self.told.say("\n".join(self._sentences(known)))
        self._show_shared(weighed.shared if weighed else ())
        self.map.show_drawing(known.drawing, known.source)
        self._say_no_map(known)
        if other:
            self.map.view.show_all()
            self.map.view.zoom_to(known.dossier.id)
        self.map.view.select(known.dossier.id)
        self.commands.refresh()

    def _prepare_search(self, gazetteer: Gazetteer) -> None:
        """Make what the dialogs look names up in while the person reads."""
        label = self.tr("Préparation de la recherche des communes")
        tasks.run(self, label, lambda _progress: territories.prepare_search(gazetteer), lambda _nothing: None)

    def _sentences(self, known: _Known) -> list[str]:
        weighed = known.weighed
        if weighed is None or not weighed.area.codes:
            people = known.dossier.adhesion.population
            if people is None:
                return [self.tr("La population se calcule du territoire, ou se saisit à la main avec sa source.")]
            source = known.dossier.adhesion.population_source
            stated = self.tr("Population saisie{nbsp}: {people}").format(
                nbsp=french.NBSP, people=french.plural(people, self.tr("habitant"))
            )
            return [f"{stated} ({source})." if source else f"{stated}."]
        told = [*weighed.coverage.sentences(), weighed.counted_words()]
        since = french.day_words(weighed.area.since)
        comment = f" ({weighed.area.comment})" if weighed.area.comment else ""
        told.append(self.tr("Territoire enregistré à compter du {day}{comment}.").format(day=since, comment=comment))
        if weighed.away:
            names = french.listing(each.label for each in weighed.away)
            told.append(french.typeset(self.tr("Hors du territoire de la commission : {names}.").format(names=names)))
        if weighed.renewal.changes:
            told.append(
                self.tr("Avec les données de {year}{nbsp}:").format(year=weighed.renewal.year, nbsp=french.NBSP)
            )
            told += weighed.renewal.sentences(known.gazetteer)
        return told

    def _show_shared(self, shared: Sequence[Overlap[Plotted]]) -> None:
        clear(self._links)
        mine = self._known.dossier.id if self._known else 0
        for overlap in shared:
            other = overlap.second if overlap.first.id == mine else overlap.first
            state = State.URGENT
            row = LinkRow(
                (state.tone, state.icon_name, self.tr("Partagé")), other.name, overlap.sentence, parent=self.shared
            )
            row.clicked.connect(partial(self._open_cpts, other.id))
            self._links.addWidget(row)
        self.shared.setVisible(bool(shared))

    def _say_empty(self) -> None:
        title = self.tr("Cette CPTS n’a pas encore de territoire")
        if not self.editable:
            title = self.tr("Cette CPTS n’avait pas de territoire à cette date")
        self._empty.say(title, self.tr("Cherchez ses communes ou un EPCI entier, ou collez une liste de codes."))

    def _say_no_map(self, known: _Known) -> None:
        if known.drawing is None:
            self.map.say_nothing(
                self.tr("Pas de carte"), self.tr("La carte se dessine pour une région ou un département.")
            )

    def _declare(self) -> None:
        def weighed() -> Weighed | None:
            return self._known.weighed if self._known and self.editable else None

        def has_sum() -> bool:
            found = weighed()
            return bool(found and found.area.codes and not found.is_counted)

        self.fix_action = self.commands.add(
            Command(
                self.tr("Fi&xer le territoire…"), self.fix, "map-pinned",
                tip=self.tr("Ajouter et retirer des communes, à compter d’une date"), enabled=self._is_ready,
            )
        )  # fmt: skip
        self.renew_action = self.commands.add(
            Command(
                self.tr("Mettre à &jour…"), self.renew, "refresh-cw",
                tip=self.tr("Passer aux données de l’année : communes fusionnées, populations"),
                enabled=lambda: bool((found := weighed()) and found.renewal.changes),
                unless=self.tr("Le territoire suit déjà les dernières données"),
            )
        )  # fmt: skip
        self.population_action = self.commands.add(
            Command(
                self.tr("&Saisir une population…"), self.state_population, "pencil",
                tip=self.tr("Retenir une population donnée par ailleurs, avec sa source"), enabled=self._is_ready,
            )
        )  # fmt: skip
        self.sum_action = self.commands.add(
            Command(
                self.tr("&Compter la somme"), self.count_sum, "check",
                tip=self.tr("Retenir la somme des communes comme population"), enabled=has_sum,
                unless=self.tr("La somme des communes compte déjà, ou il n’y a pas de territoire"),
            )
        )  # fmt: skip

    def _is_ready(self) -> bool:
        return self.editable and self._known is not None

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        buttons = ActionRow(left)
        buttons.set_buttons(
            [ActionButton(self.fix_action, buttons, primary=True), ActionButton(self.renew_action, buttons)]
        )
        figures = ActionRow(self.figures)
        own: list[QPushButton] = [ActionButton(action, figures) for action in (self.population_action, self.sum_action)]
        figures.set_buttons(own)
        self.figures.body.addWidget(figures)
        told = TallColumn(self.figures, parent=left)
        for side, widgets in ((left, (buttons, told, self.panel)), (right, (self.shared, self.map))):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(Space.M)
            for widget in widgets:
                column.addWidget(widget, int(widget in (self.panel, self.map)))
        self.scrolling_column().addWidget(SideBySide(left, right, (1, 1), self.state, "territory", self), 1)
