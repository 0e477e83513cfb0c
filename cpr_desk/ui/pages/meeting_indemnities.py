"""What the members who attended the meeting chosen are paid: calculated, completed, exported to be paid."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from cpr_desk.domain.claims import ClaimLine, ClaimSheet
from cpr_desk.domain.french import NBSP, euros, plural, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office import indemnities as office
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import indemnities
from cpr_desk.ui import files, previewing, tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.indemnity_claim import ClaimDialog
from cpr_desk.ui.dialogs.record_after import RecordAfterDialog
from cpr_desk.ui.models.indemnities import claim_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT = 180


class IndemnitiesPart(MeetingTab):
    """One line for each person who attended; nothing is stored before « Calculer »."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting: Meeting | None = None
        self._sheet = ClaimSheet(())
        self.commands = CommandSet(self)
        self.warnings, self.totals = PlainLabel(parent=self), PlainLabel(parent=self)
        self.model: TableModel[ClaimLine] = TableModel(claim_columns(), parent=self)
        empty = EmptyState(
            "users",
            self.tr("Aucune présence notée"),
            self.tr("Les indemnités se calculent d’après les présences{nbsp}: notez-les en séance, ou saisissez-les "
                    "après coup d’après la feuille d’émargement.").format(nbsp=NBSP),
            parent=self,
        )  # fmt: skip
        self.panel = TablePanel(
            self.model, state, "indemnities", self.tr("personne"), self.tr("personnes"), empty, self
        )
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self._declare()
        self.panel.view.chosen.connect(self.commands.refresh)
        self.panel.view.opened.connect(lambda _line: self._open())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.warnings, self._row(), self.panel, self.totals):
            column.addWidget(widget, int(widget is self.panel))

    def show_meeting(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self._sheet = indemnities.sheet_of(self.desk.db, meeting)
        self.model.set_rows(self._sheet.lines)
        self.warnings.say("\n".join(self._sheet.warnings))
        self.warnings.setVisible(bool(self._sheet.warnings))
        self.totals.say(self._totals())
        self._calculate.setText(self.tr("Re&calculer") if self._is_begun() else self.tr("&Calculer les indemnités"))
        self.commands.refresh()

    def _totals(self) -> str:
        sheet = self._sheet
        if not sheet.lines:
            return ""
        told = self.tr("Indemnités{nbsp}: {paid}. Déplacements{nbsp}: {travel}. Total{nbsp}: {total}.").format(
            nbsp=NBSP, paid=euros(sheet.total(lambda claim: claim.amount)),
            travel=euros(sheet.total(lambda claim: claim.travel)), total=euros(sheet.total(lambda claim: claim.total)),
        )  # fmt: skip
        return told if sheet.is_kept else self.tr("{told} Montants proposés, pas encore enregistrés.").format(told=told)

    def _is_begun(self) -> bool:
        return any(line.is_kept for line in self._sheet.lines)

    def _declare(self) -> None:
        add, tr = self.commands.add, self.tr
        self._calculate = add(
            Command(tr("&Calculer les indemnités"), self._run, "refresh-cw",
                    tip=tr("Calculer d’après présences et tarifs{nbsp}; déplacements et observations restent").format(
                        nbsp=NBSP),
                    enabled=lambda: bool(self._sheet.lines), unless=tr("Notez d’abord qui était présent."))
        )  # fmt: skip
        self._change = add(
            Command(tr("&Modifier…"), self._open, "pencil",
                    tip=tr("Choisir ce qui est payé, saisir le déplacement et une observation"),
                    enabled=lambda: self._chosen() is not None)
        )  # fmt: skip
        self._take_back = add(
            Command(tr("Reti&rer"), self._remove, "trash-2",
                    tip=tr("Retirer ce qui est enregistré pour la personne choisie"),
                    enabled=lambda: (line := self._chosen()) is not None and line.is_kept)
        )  # fmt: skip
        self._after = add(
            Command(tr("&Présences…"), self._open_after, "users",
                    tip=tr("Saisir les présences après la séance, d’après la feuille d’émargement"),
                    enabled=self._may_record)
        )  # fmt: skip
        self._pay = add(
            Command(tr("E&xporter pour paiement…"), self._ask_export, "file-spreadsheet",
                    tip=tr("Écrire le classeur des indemnités de cette réunion"),
                    enabled=lambda: self._sheet.is_kept, unless=tr("Calculez d’abord les indemnités."))
        )  # fmt: skip
        self._statements = add(
            Command(tr("É&tats des indemnités…"), self._look, "file-text",
                    tip=tr("Voir l’état de chaque personne, l’imprimer ou l’enregistrer"))
        )  # fmt: skip
        self._apart = add(
            Command(tr("États, &un fichier par personne…"), self._save_apart, "folder-open",
                    tip=tr("Écrire un PDF par personne et un PDF de tous dans un dossier"),
                    enabled=lambda: any(line.is_due for line in self._sheet.lines))
        )  # fmt: skip
        self._rates = add(
            Command(tr("Tari&fs…"), partial(self.page.go_to.emit, "settings/indemnities"), "settings",
                    tip=tr("Ouvrir les tarifs des professions dans les paramètres"))
        )  # fmt: skip
        self.panel.set_context_actions([self._change, self._take_back])

    def _row(self) -> ActionRow:
        row = ActionRow(self)
        others = (self._change, self._take_back, self._after, self._pay, self._statements, self._apart, self._rates)
        row.set_buttons(
            [ActionButton(self._calculate, self, primary=True), *(ActionButton(each, self) for each in others)]
        )
        return row

    def _may_record(self) -> bool:
        meeting = self._meeting
        return meeting is not None and not (meeting.is_cancelled or meeting.is_written)

    def _open_after(self) -> None:
        try:
            dialog = RecordAfterDialog(self.desk, self._shown(), self)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        dialog.saved.connect(lambda _after: self.say_saved(self.tr("La séance est enregistrée.")))
        dialog.open()

    def _shown(self) -> Meeting:
        assert self._meeting is not None  # noqa: S101 - commands wait for a meeting
        return self._meeting

    def _chosen(self) -> ClaimLine | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _run(self) -> None:
        try:
            sheet = indemnities.calculate(self.desk.db, self._shown())
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        self.desk.refresh()
        count = plural(len(sheet.lines), self.tr("ligne enregistrée"), self.tr("lignes enregistrées"))
        self.say_saved(self.tr("Indemnités calculées{nbsp}: {count}.").format(nbsp=NBSP, count=count))

    def _open(self) -> None:
        if line := self._chosen():
            dialog = ClaimDialog(self.desk, self._shown(), line, self)
            words = self.tr("L’indemnité de {name} est enregistrée.").format(name=line.person.courteous_name)
            dialog.saved.connect(lambda _line: self.say_saved(words))
            dialog.open()

    def _remove(self) -> None:
        if line := self._chosen():
            indemnities.remove_claim(self.desk.db, self._shown(), line.person)
            self.desk.refresh()
            self.say_saved(self.tr("L’indemnité de {name} est retirée.").format(name=line.person.courteous_name))

    def _request(self) -> Request:
        meeting = self._shown()
        return Request(
            self.desk.commission.id, DocumentKind.INDEMNITIES, meeting.on, self.desk.today(), meeting.id
        )  # fmt: skip

    def _look(self) -> None:
        db, request, label = self.desk.db, self._request(), DocumentKind.INDEMNITIES.label
        previewing.look_at(
            self, self.state, label, f"{label} {request.at.isoformat()}.pdf",
            lambda progress: documents.preview_pages(db, request, progress), self._say_written, self.say_failure,
        )  # fmt: skip

    def _save_apart(self) -> None:
        db, request = self.desk.db, self._request()
        if folder := files.choose_folder(self, self.state, self.tr("Choisir le dossier des états")):
            tasks.run(self, self.tr("Édition des états"),
                      lambda progress: documents.produce(db, request, folder, progress),
                      lambda written: self._say_written(written[0]), self.say_failure)  # fmt: skip

    def _ask_export(self) -> None:
        db, meeting, today = self.desk.db, self._shown(), self.desk.today()
        commission_id = self.desk.commission.id
        title = self.tr("Exporter les indemnités")
        name = self.tr("Indemnités {day}.xlsx").format(day=meeting.on.isoformat())
        if file := files.choose_to_save(self, self.state, title, name, (files.EXCEL,)):
            tasks.run(self, title, lambda _progress: office.write_payment(db, commission_id, meeting, file, today),
                      self._say_written, self.say_failure)  # fmt: skip

    def _say_written(self, file: Path) -> None:
        words = typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self.messages.say(Weight.SUCCESS, words, self.tr("Ouvrir"), lambda: files.open_with_system(file))
