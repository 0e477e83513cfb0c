"""The dialogues de gestion of a CPTS: due, planned, held or late, each with the paper that prepares it."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from cpr_desk.domain.dialogues import Expected, missions_spoken_of, year_spoken_of
from cpr_desk.domain.dossier import DialogueKind, Dossier
from cpr_desk.domain.french import NBSP, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Scale
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import dialogues, reference
from cpr_desk.ui import files, previewing, tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.dialogue import DialogueDialog
from cpr_desk.ui.dialogs.mission_rate import RatesDialog
from cpr_desk.ui.models.missions import dialogue_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel


class DialoguesTab(CptsTab):
    """One line a dialogue; what the accord says of the one chosen stands under the list."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._dossier: Dossier | None = None
        self._scales: tuple[Scale, ...] = ()
        self.commands = CommandSet(self)
        self.model: TableModel[Expected] = TableModel(
            dialogue_columns(desk.today()), identity=lambda line: line.key, parent=self
        )
        empty = EmptyState(
            "users",
            self.tr("Aucun dialogue de gestion"),
            self.tr("Ils commencent à la signature du contrat{nbsp}: territoire, taille, calendrier. Puis un au "
                    "démarrage de chaque mission, et un chaque année.").format(nbsp=NBSP),
            parent=self,
        )  # fmt: skip
        self.panel = TablePanel(self.model, state, "dialogues", self.tr("dialogue"), self.tr("dialogues"), empty, self)
        self.words = PlainLabel(parent=self)
        self.words.setProperty("muted", True)
        self._declare()
        self.panel.view.chosen.connect(self._choose)
        self.panel.view.opened.connect(lambda _line: self._open_chosen(held=False))
        row = ActionRow(self)
        others = (self._hold, self._rates, self._look_at, self._save_as, self._erase)
        row.set_buttons(
            [ActionButton(self._prepare, self, primary=True), *(ActionButton(each, self) for each in others)]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(row)
        column.addWidget(self.panel, 1)
        column.addWidget(self.words)

    def show_dossier(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._scales = tuple(reference.scales(self.desk.db).values())
        self.model.columns = dialogue_columns(self.at)
        self.model.set_rows(dialogues.dialogues_of(self.desk.db, dossier, self.at))  # shows the one chosen

    def _declare(self) -> None:
        add, tr = self.commands.add, self.tr

        def editable() -> bool:
            return self.editable and self._chosen() is not None

        self._prepare = add(
            Command(tr("&Préparer…"), partial(self._open_chosen, held=False), "pencil",
                    tip=tr("Fixer la date, préparer, ou corriger ce qui est noté (Entrée dans la liste)"),
                    enabled=editable)
        )  # fmt: skip
        self._hold = add(
            Command(tr("&Noter comme tenu…"), partial(self._open_chosen, held=True), "check",
                    tip=tr("Noter la date, les participants et les conclusions"),
                    enabled=lambda: editable() and (line := self._chosen()) is not None and not line.known.held_on)
        )  # fmt: skip
        self._rates = add(
            Command(tr("&Taux retenus…"), self._open_rates, "scale",
                    tip=tr("Retenir les taux de l’année dont parle ce dialogue"),
                    enabled=lambda: editable() and bool(self._rated()),
                    unless=tr("Choisissez un dialogue annuel dont une mission a démarré."))
        )  # fmt: skip
        self._look_at = add(
            Command(tr("Aperçu d&u dossier"), self._look, "eye",
                    tip=tr("Voir le dossier qui prépare ce dialogue, l’imprimer ou l’enregistrer"),
                    enabled=lambda: self._chosen() is not None)
        )  # fmt: skip
        self._save_as = add(
            Command(tr("Enre&gistrer le dossier…"), self._save, "file-down",
                    tip=tr("Écrire le dossier de ce dialogue en PDF"), enabled=lambda: self._chosen() is not None)
        )  # fmt: skip
        self._erase = add(
            Command(tr("E&ffacer"), self._remove, "trash-2",
                    tip=tr("Effacer ce qui est noté de ce dialogue"),
                    enabled=lambda: editable() and (line := self._chosen()) is not None and line.known.id > 0)
        )  # fmt: skip
        self.panel.set_context_actions([self._prepare, self._hold, self._look_at, self._erase])

    def _chosen(self) -> Expected | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _choose(self) -> None:
        line = self._chosen()
        self.words.say(f"{line.words(self.at)} {line.rule}" if line else "")
        self.commands.refresh()

    def _open_chosen(self, *, held: bool) -> None:
        line = self._chosen()
        if self._dossier and line and self.editable:
            dialog = DialogueDialog(self.desk, self._dossier, line, self._scales, self, held=held)
            dialog.saved.connect(partial(self._saved, line))
            dialog.open()

    def _saved(self, line: Expected, newly_held: bool) -> None:
        self.say_saved(self.tr("{name}{nbsp}: enregistré.").format(name=line.label, nbsp=NBSP))
        if newly_held and self._rated():
            self._open_rates()

    def _rated(self) -> tuple[Mission, ...]:
        """Return the missions whose rates the yearly dialogue chosen retains."""
        line, dossier = self._chosen(), self._dossier
        if dossier is None or dossier.contract is None or line is None or line.known.kind is not DialogueKind.YEARLY:
            return ()
        return missions_spoken_of(dossier, line, year_spoken_of(dossier.contract, line, self.at))

    def _open_rates(self) -> None:
        line = self._chosen()
        if self._dossier and line and line.known.year:
            dialog = RatesDialog(self.desk, self._dossier, self._rated(), line.known.year, self)
            dialog.saved.connect(lambda _count: self.say_saved(self.tr("Les taux retenus sont enregistrés.")))
            dialog.open()

    def _remove(self) -> None:
        line = self._chosen()
        if self._dossier and line:
            dialogues.remove_dialogue(self.desk.db, self.desk.commission, self._dossier.id, line.known)
            self.desk.refresh()
            self.say_saved(self.tr("{name}{nbsp}: effacé.").format(name=line.label, nbsp=NBSP))

    def _request(self) -> Request:
        line = self._chosen()
        return Request(
            self.desk.commission.id, DocumentKind.DIALOGUE, self.at, self.desk.today(),
            cpts_id=self._dossier.id if self._dossier else 0, dialogue=line.key if line else "",
        )  # fmt: skip

    def _look(self) -> None:
        db, request = self.desk.db, self._request()
        name = f"{documents.file_name(db, request)}.pdf"
        previewing.look_at(
            self, self.state, request.kind.label, name,
            lambda progress: documents.preview_pages(db, request, progress), self._say_written, self.say_failure,
        )  # fmt: skip

    def _save(self) -> None:
        db, request = self.desk.db, self._request()
        title = self.tr("Enregistrer le dossier du dialogue")
        name = f"{documents.file_name(db, request)}.pdf"
        if file := files.choose_to_save(self, self.state, title, name, (files.PDF,)):
            tasks.run(self, title, lambda progress: documents.save(documents.render(db, request, progress), file),
                      self._say_written, self.say_failure)  # fmt: skip

    def _say_written(self, file: Path) -> None:
        words = typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self.messages.say(Weight.SUCCESS, words, self.tr("Ouvrir"), lambda: files.open_with_system(file))
