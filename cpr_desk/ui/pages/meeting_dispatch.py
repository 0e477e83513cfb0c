"""What was sent for the meeting chosen: the proof in words, the recipients, and all that is done about them."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout

from cpr_desk.domain.copies import copies_words
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Issue, IssueKind, Recipient, unreachable
from cpr_desk.domain.dispatch_register import Register, RegisterLine
from cpr_desk.domain.french import NBSP, date_digits, listing, plural, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import convening, documents, exports
from cpr_desk.office.convening import Issued
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import dispatch, issues, organisations, persons, recipients
from cpr_desk.services.dispatch import RecordDispatch
from cpr_desk.services.recipients import Audience
from cpr_desk.ui import files, previewing, tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.dispatch_correction import CorrectDispatchDialog
from cpr_desk.ui.dialogs.dispatch_fate import DispatchFateDialog, Fate
from cpr_desk.ui.dialogs.dispatch_scans import ScansDialog
from cpr_desk.ui.dialogs.issue import IssueDialog, WantedIssue, version_words
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog
from cpr_desk.ui.dialogs.person_edit import PersonDialog
from cpr_desk.ui.dialogs.recipient import AddRecipientDialog, LeaveOutDialog
from cpr_desk.ui.models.dispatch import RecipientLine, recipient_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_mail import MailCommands
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.proof_row import ProofRow
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT = 200


class DispatchTab(MeetingTab):
    """The register of dispatches of a meeting."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting: Meeting | None = None
        self._register: Register | None = None
        self.commands = CommandSet(self)
        self.versions = QMenu(self.tr("&Versions conservées"), self)
        self.proofs = (ProofRow(self.tr("Convocation"), self), ProofRow(self.tr("Ordre du jour"), self))
        self.cancellation = ProofRow(self.tr("Annulation"), self)
        self.remarks = PlainLabel(parent=self)
        self._model: TableModel[RecipientLine] = TableModel(recipient_columns(), parent=self)
        empty = EmptyState(
            "mail",
            self.tr("Personne n’est destinataire"),
            self.tr("Personne n’est désigné à la date de la réunion. Importez la composition, ou ajoutez un invité."),
            self.tr("Ajouter un destinataire…"), self._add, self,
        )  # fmt: skip
        self.panel = TablePanel(
            self._model, state, "dispatches", self.tr("destinataire"), self.tr("destinataires"), empty, self
        )
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self._declare_commands()
        self._mail = MailCommands(self, self.commands)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        for row in (self.cancellation, *self.proofs):
            column.addWidget(row)
        column.addWidget(self.remarks)
        column.addWidget(self._buttons())
        column.addWidget(self.panel, 1)
        self.panel.view.chosen.connect(self.commands.refresh)
        self.panel.view.opened.connect(lambda _line: self._open_line())

    def show_meeting(self, meeting: Meeting) -> None:
        self._meeting = meeting
        db, today = self.desk.db, self.desk.today()
        self._register = register = dispatch.register_of(db, meeting)
        audience = recipients.audience_of(db, meeting, today)
        for row, proof in zip(self.proofs, (register.convocation, register.agenda), strict=True):
            row.show_proof(proof, proof.deadline.days_left(today))
            row.setVisible(not meeting.is_cancelled or bool(proof.in_time or proof.late))
        self._show_cancellation(meeting, register)
        self.remarks.say("\n".join(self._remarks(meeting, audience)))
        self.remarks.setVisible(bool(self.remarks.text()))
        shown = {line.id: RecipientLine(line, register, today) for line in register.lines}
        for change in audience.left_out:
            known = shown.pop(change.person.id, None)
            line = known.line if known else RegisterLine(Recipient(change.person, Capacity.GUEST), is_recipient=False)
            shown[change.person.id] = RecipientLine(line, register, today, change.reason)
        self._model.set_rows(list(shown.values()))
        self._list_versions(register)
        self._mail.show_meeting(meeting, was_issued=bool(register.issues))
        self.commands.refresh()

    def _show_cancellation(self, meeting: Meeting, register: Register) -> None:
        convened = register.audience(IssueKind.CANCELLATION) if meeting.is_cancelled else ()
        self.cancellation.setVisible(bool(convened))
        untold = register.untold(issues.facts_of(meeting, IssueKind.CANCELLATION))
        self.cancellation.show_cancellation(len(convened), len(untold))
        self._issue.setText(
            self.tr("&Éditer les annulations…") if meeting.is_cancelled else self.tr("&Éditer les convocations…")
        )
        if convened:
            self.panel.view.reveal(IssueKind.CANCELLATION.value)

    def chosen(self) -> list[RecipientLine]:
        """Return the lines selected."""
        return self.panel.view.selected_rows()

    # What is said ------------------------------------------------------------------------------------------------

    def _remarks(self, meeting: Meeting, audience: Audience) -> list[str]:
        if meeting.is_cancelled:
            return []
        told = []
        convocation = self._known().convocation
        if (changed := convocation.changed) and not (convocation.in_time or convocation.late):
            words = self.tr("Une nouvelle convocation est à éditer et à envoyer{nbsp}: {changes}.")
            told.append(words.format(nbsp=NBSP, changes=listing(changed)))
        if meeting.on >= self.desk.today() and (changed := issues.needs_new_agenda(self.desk.db, meeting)):
            words = self.tr(
                "L’ordre du jour envoyé a changé, il est à éditer et à envoyer de nouveau{nbsp}: {changes}."
            )
            told.append(words.format(nbsp=NBSP, changes=listing(changed)))
        told += [*audience.leaving, *audience.arriving]
        lacking = len(set(unreachable(audience.recipients, Channel.EMAIL)) & set(
            unreachable(audience.recipients, Channel.LETTER)))  # fmt: skip
        if lacking:
            words = self.tr("{count} sans adresse électronique ni postale{nbsp}: à compléter avant l’envoi.")
            told.append(words.format(count=plural(lacking, self.tr("destinataire")), nbsp=NBSP))
        if copied := organisations.copies_of(self.desk.db, self.desk.commission.id, meeting, audience.recipients):
            words = self.tr("Copie des convocations, éditée avec elles{nbsp}: {organisations}.")
            told.append(words.format(nbsp=NBSP, organisations=copies_words(copied)))
        return told

    # Commands ----------------------------------------------------------------------------------------------------

    def _declare_commands(self) -> None:
        add, tr = self.commands.add, self.tr
        issued = tr("Éditez d’abord les convocations{nbsp}: la version envoyée doit être connue.").format(nbsp=NBSP)
        self._issue = add(
            Command(tr("&Éditer les convocations…"), self._open_issue, "printer", "Ctrl+E",
                    tr("Écrire les lettres ou l’ordre du jour dans un dossier, et conserver cette version"),
                    self._may_issue, tr("Ajoutez d’abord un destinataire, ou rétablissez la réunion annulée{nbsp}: "
                                        "personne n’y est convoqué.").format(nbsp=NBSP))
        )  # fmt: skip
        self._mark = add(
            Command(tr("&Marquer comme envoyé…"), self._open_mark, "mail", "Ctrl+M",
                    tr("Noter la date et le canal d’un envoi, pour tous ou pour ceux choisis"),
                    lambda: bool(self._register and self._register.issues), issued)
        )  # fmt: skip
        self._correct = add(
            Command(tr("&Corriger l’envoi…"), self._open_correction, "pencil", tip=tr(
                "Corriger la date, le canal, le numéro ou l’observation, joindre une preuve, retirer une erreur"),
                    enabled=lambda: len(self._sent_lines()) == 1)
        )  # fmt: skip
        self._scans = add(
            Command(tr("&Preuves jointes…"), self._open_scans, "upload", tip=tr(
                "Joindre un récépissé ou un bordereau de dépôt scanné aux envois des personnes choisies, l’ouvrir"),
                    enabled=lambda: bool(self._sent_lines()))
        )  # fmt: skip
        self._returned = add(
            Command(tr("Courrier re&venu…"), lambda: self._open_fate(Fate.RETURNED), "undo-2",
                    tip=tr("Noter que le courrier des personnes choisies est revenu"),
                    enabled=lambda: bool(self._sent_lines()))
        )  # fmt: skip
        self._acknowledged = add(
            Command(tr("&Accusé de réception…"), lambda: self._open_fate(Fate.ACKNOWLEDGED), "check",
                    tip=tr("Noter l’accusé de réception des personnes choisies"),
                    enabled=lambda: bool(self._sent_lines()))
        )  # fmt: skip
        self._add_recipient = add(
            Command(tr("A&jouter un destinataire…"), self._add, "user-plus",
                    tip=tr("Envoyer aussi à un invité ou à un expert, avec le motif"))
        )  # fmt: skip
        self._leave_out = add(
            Command(tr("&Retirer…"), self._open_leave_out, "x", tip=tr("Ne rien envoyer à la personne choisie"),
                    enabled=lambda: (line := self._one()) is not None and line.line.is_recipient)
        )  # fmt: skip
        self._restore = add(
            Command(tr("Ré&tablir"), self._restore_chosen, "redo-2",
                    tip=tr("Revenir à ce que dit la composition pour la personne choisie"),
                    enabled=lambda: (line := self._one()) is not None and line.is_changed)
        )  # fmt: skip
        self._complete = add(
            Command(tr("Com&pléter l’adresse…"), self._open_person, "user",
                    tip=tr("Ouvrir la fiche de la personne choisie"), enabled=lambda: self._one() is not None)
        )  # fmt: skip
        self._print = add(
            Command(tr("Registre des &envois…"), self._look_at_register, "file-text", "Ctrl+P",
                    tr("Voir le registre des envois, l’imprimer ou l’enregistrer"))
        )  # fmt: skip
        self._export = add(
            Command(tr("Registre pour E&xcel…"), self._ask_export, "file-spreadsheet",
                    tip=tr("Écrire le registre des envois de cette réunion dans un classeur"))
        )  # fmt: skip
        self.panel.set_context_actions(
            [self._mark, self._correct, self._scans, self._returned, self._acknowledged, self._complete,
             self._leave_out, self._restore]
        )  # fmt: skip

    def _buttons(self) -> ActionRow:
        """Return the commands of every day as buttons, the others in menus."""
        row = ActionRow(self)
        buttons = [ActionButton(self._issue, row), ActionButton(self._mark, row, primary=True)]
        for words, actions in (
            (self.tr("Envoi"), (*self._mail.actions, self._correct, self._scans, self._returned, self._acknowledged)),
            (self.tr("Liste"), (self._add_recipient, self._leave_out, self._restore, self._complete)),
            (self.tr("Registre"), (self._print, self._export)),
        ):
            menu = QMenu(self)
            menu.addActions(list(actions))
            if self._print in actions:
                menu.addMenu(self.versions)
            more = QAction(words, self)
            more.setMenu(menu)
            buttons.append(ActionButton(more, row))
        row.set_buttons(buttons)
        return row

    def _may_issue(self) -> bool:
        if self._meeting and self._register and self._meeting.is_cancelled:
            return bool(self._register.audience(IssueKind.CANCELLATION))
        return bool(self._model.total and self._meeting)

    def _list_versions(self, register: Register) -> None:
        """Offer every version kept, to be seen as it left."""
        self.versions.clear()
        self.versions.setEnabled(bool(register.issues))
        for each in register.issues:
            words = self.tr("{version}, éditée le {day}").format(
                version=version_words(each.kind, each.number), day=date_digits(each.issued_on))  # fmt: skip
            self.versions.addAction(words, partial(self._look_at_version, each))

    def _known(self) -> Register:
        assert self._register is not None  # noqa: S101 - commands wait for a meeting
        return self._register

    def _shown(self) -> Meeting:
        assert self._meeting is not None  # noqa: S101 - commands wait for a meeting
        return self._meeting

    def _one(self) -> RecipientLine | None:
        lines = self.chosen()
        return lines[0] if len(lines) == 1 else None

    def _sent_lines(self) -> list[RegisterLine]:
        return [each.line for each in self.chosen() if each.line.sent]

    def _open_line(self) -> None:
        """Complete the record of who cannot be reached, else correct what was sent."""
        line = self._one()
        if line and not line.is_reachable:
            self._open_person()
        elif line and line.line.sent:
            self._open_correction()

    def _open_issue(self) -> None:
        dialog = IssueDialog(self.desk, self.state, self._shown(), self)
        dialog.saved.connect(self._issue_now)
        dialog.open()

    def _issue_now(self, wanted: WantedIssue) -> None:
        db = self.desk.db
        tasks.run(self, self.tr("Édition des documents"),
                  lambda progress: convening.issue(db, wanted.order, wanted.folder, progress),
                  lambda issued: self._say_issued(wanted.folder, issued), self.say_failure)  # fmt: skip

    def _say_issued(self, folder: Path, issued: Issued) -> None:
        self.desk.refresh()
        words = self.tr("{version} conservée, {files} dans le dossier « {folder} ».").format(
            version=version_words(issued.version.kind, issued.version.number),
            files=plural(len(issued.files), self.tr("fichier")), folder=folder.name,
        )  # fmt: skip
        self.messages.say(
            Weight.SUCCESS, typeset(words), self.tr("Ouvrir le dossier"), lambda: files.open_with_system(folder)
        )

    def _open_mark(self) -> None:
        chosen = {each.id for each in self.chosen()}
        dialog = MarkSentDialog(self.desk, self._shown(), self._known(), chosen, self)
        dialog.saved.connect(self._say_marked)
        dialog.open()

    def _say_marked(self, order: RecordDispatch) -> None:
        self.say_saved(
            self.tr("{version}{nbsp}: {count} au registre.").format(
                version=version_words(order.version.kind, order.version.number), nbsp=NBSP,
                count=plural(len(order.persons), self.tr("envoi")))
        )  # fmt: skip

    def _open_correction(self) -> None:
        dialog = CorrectDispatchDialog(self.desk, self.state, self._sent_lines()[0], self)
        dialog.proofs.changed.connect(lambda: dialog.show_register(self._known()))
        dialog.saved.connect(self.say_saved)
        dialog.open()

    def _open_scans(self) -> None:
        dialog = ScansDialog(self.desk, self.state, self._sent_lines(), self)
        dialog.proofs.changed.connect(lambda: dialog.show_register(self._known()))
        dialog.open()

    def _open_fate(self, fate: Fate) -> None:
        def say(sent: tuple[Dispatch, ...]) -> None:
            count = plural(len(sent), self.tr("envoi"))
            words = (
                self.tr("Courrier revenu{nbsp}: {count} à refaire.")
                if fate is Fate.RETURNED
                else self.tr("Accusé de réception{nbsp}: {count} au registre.")
            )
            self.say_saved(words.format(count=count, nbsp=NBSP))

        dialog = DispatchFateDialog(self.desk, fate, self._sent_lines(), self)
        dialog.saved.connect(say)
        dialog.open()

    def _add(self) -> None:
        dialog = AddRecipientDialog(self.desk, self._shown(), self)
        dialog.saved.connect(lambda person: self._say_person(person.id, self.tr("{who} recevra les documents.").format(
            who=person.courteous_name)))  # fmt: skip
        dialog.open()

    def _open_leave_out(self) -> None:
        if line := self._one():
            dialog = LeaveOutDialog(self.desk, self._shown(), line.person, self)
            words = self.tr("{who} ne recevra plus les documents.").format(who=line.person.courteous_name)
            dialog.saved.connect(lambda person: self._say_person(person.id, words))
            dialog.open()

    def _say_person(self, person_id: int, sentence: str) -> None:
        self.panel.select(person_id)
        self.say_saved(sentence)

    def _restore_chosen(self) -> None:
        if line := self._one():
            recipients.restore_recipient(self.desk.db, self._shown(), line.person)
            self.desk.refresh()
            words = self.tr("Pour {who}, la composition décide de nouveau.")
            self.say_saved(words.format(who=line.person.courteous_name))

    def _open_person(self) -> None:
        line = self._one()
        known = next((each for each in persons.known_persons(self.desk.db) if line and each.id == line.id), None)
        if known:
            dialog = PersonDialog(self.desk, known, self)
            dialog.saved.connect(lambda person: self.say_saved(self.tr("La fiche de {name} est modifiée.").format(
                name=person.courteous_name)))  # fmt: skip
            dialog.open()

    def _look_at_version(self, version: Issue) -> None:
        db, title = self.desk.db, version_words(version.kind, version.number)
        previewing.look_at(
            self, self.state, title, f"{title} – {self._shown().on.isoformat()}.pdf",
            lambda _progress: convening.kept_pages(db, version), self._say_written, self.say_failure,
        )  # fmt: skip

    def _look_at_register(self) -> None:
        db, today, meeting = self.desk.db, self.desk.today(), self._shown()
        request = Request(self.desk.commission.id, DocumentKind.DISPATCHES, today, today, meeting.id)
        previewing.look_at(
            self, self.state, DocumentKind.DISPATCHES.label, self._file_name("pdf"),
            lambda progress: documents.preview_pages(db, request, progress), self._say_written, self.say_failure,
        )  # fmt: skip

    def _ask_export(self) -> None:
        db, today = self.desk.db, self.desk.today()
        title = self.tr("Enregistrer le registre des envois")
        file = files.choose_to_save(self, self.state, title, self._file_name("xlsx"), (files.EXCEL,))
        if file:
            wanted = Export(self.desk.commission.id, ExportKind.DISPATCHES, today, today, None, self._shown().id)
            tasks.run(self, self.tr("Export du registre"), lambda progress: exports.export(db, wanted, file, progress),
                      lambda _rows: self._say_written(file), self.say_failure)  # fmt: skip

    def _file_name(self, ending: str) -> str:
        return f"{DocumentKind.DISPATCHES.label} {self._shown().on.isoformat()}.{ending}"

    def _say_written(self, file: Path) -> None:
        words = typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self.messages.say(Weight.SUCCESS, words, self.tr("Ouvrir"), lambda: files.open_with_system(file))
