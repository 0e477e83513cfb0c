"""Paramètres › Barèmes: the scales with their days and sources, each as the accord prints it."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_table import details_of, table_of
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office import scales as scale_files
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import scales
from cpr_desk.services.scales import KnownScale, Origin
from cpr_desk.ui import files, previewing
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.scale import GiveUpScaleDialog, ScaleDialog
from cpr_desk.ui.messages import as_user_error, show_error
from cpr_desk.ui.models.scales import TotalsModel, scale_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import ROW_HEIGHT, Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton, Card
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel
from cpr_desk.ui.widgets.table_view import TableView

FILTER = "Barème (*.json)"
_LIST_ROWS = 6
"""The filter, the header and the scales there usually are; more of them scroll."""


class ScalesPanel(QWidget):
    """The list, and under it the table of the scale in hand. Nothing is stored before what it changes was seen."""

    def __init__(self, desk: Desk, state: UiState, messages: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._state, self._messages = desk, state, messages
        self._model: TableModel[KnownScale] = TableModel(scale_columns(), parent=self)
        empty = EmptyState("landmark", self.tr("Aucun barème"), "", parent=self)
        self.panel = TablePanel(self._model, state, "scales", self.tr("barème"), self.tr("barèmes"), empty, self)
        self.panel.setFixedHeight(_LIST_ROWS * ROW_HEIGHT)
        self._table_model = TotalsModel(self)
        self.table = TableView(self._table_model, state, "scale-table", self)
        self.table.setSortingEnabled(False)
        self.table.setAccessibleName(self.tr("Montants du barème"))
        self.details = PlainLabel(parent=self)
        self._make_commands()
        self._lay_out()
        self.panel.view.chosen.connect(self._show_chosen)
        self.panel.view.opened.connect(lambda _known: self._correct())

    def reload(self) -> None:
        """Read the scales again."""
        self._model.set_rows(scales.known_scales(self._desk.db))  # shows the scale chosen
        if not self._chosen() and self._model.total:
            self.panel.select(self._model.row(self._model.rowCount() - 1).id)

    def import_from(self, file: Path) -> None:
        """Open what a file holds, to be looked at and weighed before it is stored."""
        try:
            scale = scale_files.import_scale(file)
        except UserError as refusal:
            show_error(self, refusal)
            return
        known = {each.id: each for each in scales.known_scales(self._desk.db)}
        same = known.get(scale.code)
        if same and same.scale == scale:
            told = self.tr("Le barème {name} est déjà celui de ce fichier{nbsp}: rien ne change.")
            self._messages.say(Weight.INFORMATION, told.format(name=_named(scale), nbsp=NBSP))
            return
        base = same.scale if same else list(known.values())[-1].scale
        title = self.tr("Importer le barème {name}").format(name=_named(scale))
        comment = same.comment if same else ""
        dialog = self._open(scale, correcting=same is not None, base=base, comment=comment, title=title)
        told = self.tr("Lu dans {file}. Regardez ce qui change, puis enregistrez.")
        dialog.say_source(told.format(file=f"«{NBSP}{file.name}{NBSP}»"))

    def _make_commands(self) -> None:
        one = lambda: self._chosen() is not None  # noqa: E731 - the rule of several commands
        self.commands = CommandSet(self)
        add = self.commands.add
        made = [
            add(Command(self.tr("N&ouveau barème à partir de celui-ci…"), self._add, "plus", enabled=one)),
            add(Command(self.tr("&Corriger…"), self._correct, "pencil", enabled=one)),
            add(
                Command(self.tr("Rétablir le barème d’ori&gine…"), self._give_up, "history",
                        enabled=partial(self._is, Origin.CORRECTED),
                        unless=self.tr("Seul un barème du programme, corrigé ici, peut être rétabli"))
            ),
            add(
                Command(self.tr("&Supprimer…"), self._give_up, "trash-2", enabled=partial(self._is, Origin.OWN),
                        unless=self.tr("Un barème fourni avec le programme ne se supprime pas"))
            ),
            add(Command(self.tr("Im&porter un barème…"), self._import, "upload")),
            add(Command(self.tr("&Exporter…"), self._export, "download", enabled=one)),
            add(Command(self.tr("Imprimer…"), self._print, "printer", enabled=one)),
        ]  # fmt: skip
        self.panel.set_context_actions(made)
        self._row = ActionRow(self)
        self._row.set_buttons([ActionButton(action, self) for action in made])

    def _lay_out(self) -> None:
        known = Card(self.tr("Barèmes de l’accord"), "landmark", self)
        notice = PlainLabel(
            self.tr(
                "Chaque année de contrat suit le barème en vigueur le jour où elle commence. Un ajout ou une "
                "correction vaut pour toutes les commissions de cette base."
            ),
            self,
        )
        notice.setProperty("muted", True)
        for widget in (notice, self._row, self.panel):
            known.body.addWidget(widget)
        self.card = Card(self.tr("Montants par an"), "file-text", self)
        self.card.body.addWidget(self.table)
        self.card.body.addWidget(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.L, Space.S, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(known)
        column.addWidget(self.card, 1)

    def _chosen(self) -> KnownScale | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _is(self, origin: Origin) -> bool:
        known = self._chosen()
        return known is not None and known.origin is origin

    def _show_chosen(self) -> None:
        known = self._chosen()
        rows = table_of(known.scale) if known else ()
        self._table_model.set_rows(rows)
        self.table.setMinimumHeight((len(rows) + 2) * ROW_HEIGHT)
        self.details.say("\n".join(details_of(known.scale)) if known else "")
        self.commands.refresh()

    def _add(self) -> None:
        if known := self._chosen():
            following = date(self._desk.today().year + 1, 1, 1)
            blank = replace(known.scale, label="", code="", in_force_from=following, printed=(), note="", also_in=())
            self._open(blank, correcting=False, base=known.scale)

    def _correct(self) -> None:
        if known := self._chosen():
            self._open(known.scale, correcting=True, base=known.scale, comment=known.comment)

    def _open(self, scale: Scale, *, correcting: bool, base: Scale, comment: str = "", title: str = "") -> ScaleDialog:
        dialog = ScaleDialog(
            self._desk, self._state, scale, self, correcting=correcting, base=base, comment=comment, title=title
        )
        dialog.saved.connect(self._say_saved)
        dialog.open()
        return dialog

    def _say_saved(self, scale: Scale) -> None:
        self.panel.select(scale.code)
        self._desk.say_saved(self._messages, self.tr("Le barème est enregistré."))

    def _give_up(self) -> None:
        if known := self._chosen():
            dialog = GiveUpScaleDialog(self._desk, self._state, known, self)
            dialog.saved.connect(self._say_given_up)
            dialog.open()

    def _say_given_up(self, known: KnownScale) -> None:
        back = known.origin is Origin.CORRECTED
        told = self.tr("Le barème d’origine est rétabli.") if back else self.tr("Le barème est supprimé.")
        self._desk.say_saved(self._messages, told)

    def _import(self) -> None:
        title = self.tr("Importer un barème")
        if file := files.choose_to_open(self, self._state, title, FILTER):
            self.import_from(file)

    def _export(self) -> None:
        known = self._chosen()
        if known is None:
            return
        name = scale_files.file_name(known.scale)
        if file := files.choose_to_save(self, self._state, self.tr("Exporter le barème"), name, [FILTER]):
            try:
                scale_files.export_scale(known.scale, file)
            except UserError as refusal:
                show_error(self, refusal)
                return
            told = self.tr("Le barème {name} est exporté.").format(name=_named(known.scale))
            self._messages.say(
                Weight.SUCCESS, told, self.tr("Ouvrir le dossier"), partial(files.open_with_system, file.parent)
            )

    def _print(self) -> None:
        known = self._chosen()
        if known is None:
            return
        db, day = self._desk.db, known.scale.in_force_from
        request = Request(self._desk.commission.id, DocumentKind.SCALES, day, self._desk.today())
        name = f"{scale_files.file_name(known.scale).removesuffix('.json')}.pdf"
        previewing.look_at(
            self, self._state, DocumentKind.SCALES.label, name,
            lambda progress: documents.preview_pages(db, request, progress), self._say_written, self._say_failure,
        )  # fmt: skip

    def _say_written(self, file: Path) -> None:
        told = self.tr("Le barème est enregistré dans {file}.").format(file=f"«{NBSP}{file.name}{NBSP}»")
        self._messages.say(Weight.SUCCESS, told, self.tr("Ouvrir"), partial(files.open_with_system, file))

    def _say_failure(self, failure: Exception) -> None:
        show_error(self, as_user_error(failure))


def _named(scale: Scale) -> str:
    return f"«{NBSP}{scale.label}{NBSP}»"
