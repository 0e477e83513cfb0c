"""The tab of the path of a CPTS: its steps, the silence of the ARS, its file, its association, its accompaniment."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from cpr_desk.domain.accompaniment import Accompaniment, accompaniment_of
from cpr_desk.domain.adhesion import Stage, Step, StepTaken
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.dossier import Dossier, FilePaper
from cpr_desk.domain.file_pieces import PieceState, checklist, missing_for
from cpr_desk.domain.french import date_digits, listing, plural, typeset
from cpr_desk.domain.path import Silence, TacitValidation, milestones, next_step, tacit_validation
from cpr_desk.errors import UserError
from cpr_desk.services import decisions, path, reference
from cpr_desk.ui import tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_pieces import PapersDialog, ReceivedDialog, open_paper
from cpr_desk.ui.dialogs.cpts_step import StepDialog
from cpr_desk.ui.dialogs.cpts_support import AccompanimentDialog, AssociationDialog
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages import cpts_path_facts as facts
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.cards import ActionButton, Card
from cpr_desk.ui.widgets.fact_list import FactList
from cpr_desk.ui.widgets.path_stepper import PathStepper
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.turning_row import TurningRow


class PathTab(CptsTab):
    """What is stored is shown again at once; on a past day, as it was known then, and nothing changes."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._dossier: Dossier | None = None
        self._tacit: TacitValidation | None = None
        self._support: Accompaniment | None = None
        self._papers: PapersDialog | None = None
        self.commands = CommandSet(self)
        self.stepper, self.next = PathStepper(self), PlainLabel(parent=self)
        self.silence_badge, self.silence = StateBadge(self), PlainLabel(parent=self)
        self.accept = QPushButton(self.tr("Enregistrer l’accord tacite"), self)
        self.accept.clicked.connect(self.accept_tacitly)
        self.steps, self.pieces, self.support = FactList(self), FactList(self), FactList(self)
        self.opinions = FactList(self)
        for shown in (self.steps, self.pieces, self.support):
            shown.opened.connect(lambda paper: open_paper(self.desk, paper, self.messages))
        self._lay_out()

    def show_dossier(self, dossier: Dossier) -> None:
        self._dossier = dossier
        scales = tuple(reference.scales(self.desk.db).values())
        past = [each for each in dossier.steps if each.on <= self.at]
        self.stepper.show_path(milestones(past))
        self.next.say(self._next_words(dossier))
        self.next.setVisible(bool(self.next.text()))
        self._tacit = tacit_validation(dossier, scales, self.at)
        self._show_silence()
        self.steps.show_facts(facts.of_steps(dossier, self.at, self._step_acts))
        self.pieces.show_facts(facts.of_pieces(checklist(dossier, self.at), self._piece_acts))
        self._support = accompaniment_of(dossier, scales, self.at)
        self.support.show_facts(facts.of_support(dossier, self._support, self.at, self._support_acts))
        known = [each for each in decisions.decisions_on(self.desk.db, dossier.id) if each.taken_on <= self.at]
        self.opinions.show_facts(facts.of_opinions(known, self._opinion_acts))
        self._opinions.setVisible(bool(known))
        if self._papers:
            self._papers.show_dossier(dossier)
        self.commands.refresh()

    # What one may do ---------------------------------------------------------------------------------------------

    def add_step(self, wanted: Step | None = None, on: date | None = None) -> None:
        """Open the dialog that records a step, the one that comes next unless another is wanted."""
        if dossier := self._dossier:
            dialog = StepDialog(self.desk, self.state, dossier, wanted=wanted, on=on, parent=self)
            dialog.saved.connect(lambda told: self._step_saved(dialog.step_id, dialog.files, told))
            dialog.open()

    def sign(self) -> None:
        """Open the dialog that signs the contract."""
        from cpr_desk.ui.dialogs.contract_sign import SignDialog

        if dossier := self._dossier:
            self._open(SignDialog(self.desk, dossier, None, self))

    def accept_tacitly(self) -> None:
        """Record in one click that two months of silence validated the project."""
        if self._dossier and self._tacit:
            tacit = self._tacit
            if self._carry_out(lambda dossier: path.accept_tacitly(self.desk.db, dossier, tacit, self.desk.today())):
                told = self.tr("Projet de santé validé le {day} par accord tacite de l’ARS.")
                self.say_saved(told.format(day=date_digits(tacit.on)))

    def _step_saved(self, step_id: int, files: list[Path], told: str) -> None:
        """Say that the step is stored, then copy its papers away from the window."""
        self.say_saved(told)
        dossier, db = self._dossier, self.desk.db
        if not files or dossier is None:
            return
        place = FilePaper(step_id=step_id, received_on=self.desk.today())
        done = plural(len(files), self.tr("pièce jointe"), self.tr("pièces jointes"))

        def copied(_nothing: None) -> None:
            self.desk.refresh()
            self.say_saved(f"{told} {done}.")

        tasks.run(
            self, self.tr("Copie des pièces"), lambda progress: path.attach(db, dossier, place, files, progress),
            copied, self.say_failure,
        )  # fmt: skip

    def _correct(self, step: StepTaken) -> None:
        if self._dossier:
            self._open(StepDialog(self.desk, self.state, self._dossier, step, parent=self))

    def _remove(self, step: StepTaken) -> None:
        if self._carry_out(lambda dossier: path.remove_step(self.desk.db, dossier, step)):
            told = self.tr("L’étape « {step} » du {day} est retirée.")
            self.say_saved(typeset(told.format(step=step.step.label, day=date_digits(step.on))))

    def _remove_piece(self, state: PieceState) -> None:
        if self._carry_out(lambda dossier: path.remove_papers(self.desk.db, dossier, state.papers)):
            self.say_saved(typeset(self.tr("« {piece} » n’est plus reçue.").format(piece=state.piece.label)))

    def _withdraw(self) -> None:
        given = self._support.given if self._support else None
        if given and self._carry_out(lambda dossier: path.withdraw_accompaniment(self.desk.db, dossier, given)):
            self.say_saved(self.tr("Le contrat d’accompagnement est retiré."))

    def _carry_out(self, work: Callable[[Dossier], object]) -> bool:
        """Carry out a use case on the file shown; say why it was refused, or show the file again."""
        if self._dossier is None:
            return False
        try:
            work(self._dossier)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return False
        self.desk.refresh()
        return True

    def _open(self, dialog: FormDialog) -> None:
        dialog.saved.connect(self.say_saved)
        dialog.open()

    def _show_papers(self, title: str, place: FilePaper) -> None:
        if self._dossier is None:
            return
        dialog = PapersDialog(self.desk, self.state, typeset(title), self._dossier, place, self)
        self._papers = dialog
        dialog.finished.connect(self._papers_closed)
        dialog.open()

    def _papers_closed(self) -> None:
        if self._papers:
            self._papers.deleteLater()
        self._papers = None

    # What is offered beside each fact -----------------------------------------------------------------------------

    def _step_acts(self, step: StepTaken) -> facts.Acts:
        if not self.editable:
            return ()
        place = FilePaper(step_id=step.id, received_on=self.desk.today())
        title = self.tr("Pièces de « {step} »").format(step=step.step.label)
        acts = (
            (self.tr("Corriger…"), partial(self._correct, step)),
            (self.tr("Pièces…"), partial(self._show_papers, title, place)),
        )
        return (*acts, (self.tr("Retirer"), partial(self._remove, step)))

    def _opinion_acts(self, decision: Decision) -> facts.Acts:
        """Offer the step that comes next, on the day of the opinion; a signature is recorded with its contract."""
        following = next_step(self._dossier.steps) if self._dossier else None
        if not self.editable or decision.withdrawn_on or following is None or following is Step.SIGNED:
            return ()
        verb = typeset(self.tr("Faire passer à « {step} »…").format(step=following.label))
        return ((verb, partial(self.add_step, following, decision.taken_on)),)

    def _piece_acts(self, state: PieceState) -> facts.Acts:
        if not self.editable or self._dossier is None:
            return ()
        piece = state.piece
        title = self.tr("Pièces : {piece}").format(piece=piece.label)
        place = FilePaper(piece.code, received_on=self.desk.today())
        receive = partial(self._receive, state)
        acts = ((self.tr("Reçue le…"), receive), (self.tr("Pièces…"), partial(self._show_papers, title, place)))
        return (*acts, (self.tr("Retirer"), partial(self._remove_piece, state))) if state.papers else acts

    def _receive(self, state: PieceState) -> None:
        if self._dossier:
            self._open(ReceivedDialog(self.desk, self._dossier, state, self))

    def _support_acts(self, what: str) -> facts.Acts:
        if not self.editable or self._dossier is None or self._support is None:
            return ()
        dossier = self._dossier
        if what == facts.ASSOCIATION:
            return ((self.tr("Modifier…"), lambda: self._open(AssociationDialog(self.desk, dossier, self))),)
        known = self._support.given is not None
        verb = self.tr("Corriger…") if known else self.tr("Enregistrer…")
        acts = ((verb, lambda: self._open(AccompanimentDialog(self.desk, dossier, self))),)
        return (*acts, (self.tr("Retirer"), self._withdraw)) if known else acts

    # What is said ------------------------------------------------------------------------------------------------

    def _next_words(self, dossier: Dossier) -> str:
        following = next_step([each for each in dossier.steps if each.on <= self.at])
        if following is None:
            return ""
        lacking = missing_for(dossier, following, self.at)
        told = (
            self.tr("Pour « {step} », il manque {pieces}.") if lacking else self.tr("Rien ne manque pour « {step} ».")
        )
        return typeset(told.format(step=following.label, pieces=listing(lacking)))

    def _show_silence(self) -> None:
        tacit = self._tacit
        reached = tacit is not None and tacit.state is Silence.ACCEPTED
        for widget in (self.silence_badge, self.silence):
            widget.setVisible(tacit is not None)
        self.accept.setVisible(reached)
        self.accept.setEnabled(self.editable)
        if tacit:
            state = State.URGENT if reached else State.UPCOMING if tacit.state is Silence.RUNNING else State.DONE
            word = self.tr("Accord tacite acquis") if reached else self.tr("Accord tacite")
            self.silence_badge.show_state(state, self.tr("Accord exprès") if tacit.state is Silence.EXPRESS else word)
            self.silence.say(typeset(f"{tacit.words.removesuffix('.')} ({tacit.source})."))

    # What the tab is made of -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        path_card = Card(self.tr("Parcours"), "map-pinned", self)
        path_card.body.addWidget(self.stepper)
        path_card.body.addWidget(self.next)
        silence = QHBoxLayout()
        silence.setSpacing(Space.M)
        silence.addWidget(self.silence_badge, 0, Qt.AlignmentFlag.AlignTop)
        silence.addWidget(self.silence, 1)
        path_card.body.addLayout(silence)
        path_card.body.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)
        steps = Card(self.tr("Étapes franchies"), "history", self)
        steps.body.addWidget(self.steps)
        row = ActionRow(steps)
        row.set_buttons([ActionButton(action, row) for action in self._declare()])
        steps.body.addWidget(row)
        pieces = Card(self.tr("Pièces du dossier"), "file-text", self)
        pieces.body.addWidget(self.pieces)
        pieces.body.addStretch()
        support = Card(self.tr("Association et accompagnement"), "users", self)
        support.body.addWidget(self.support)
        support.body.addStretch()
        self._opinions = Card(self.tr("Avis et décisions de la commission"), "scale", self)
        self._opinions.body.addWidget(self.opinions)
        column = self.scrolling_column()
        column.addWidget(path_card)
        column.addWidget(steps)
        column.addWidget(self._opinions)
        column.addWidget(TurningRow(pieces, support, self))
        column.addStretch()

    def _declare(self) -> list[QAction]:
        def open_project() -> bool:
            return self.editable and self._dossier is not None and self._dossier.adhesion.stage is not Stage.SIGNED

        def may_abandon() -> bool:
            dossier = self._dossier
            return open_project() and dossier is not None and dossier.adhesion.stage.is_open

        return [
            self.commands.add(
                Command(self.tr("Ajouter une étape…"), self.add_step, "plus", enabled=lambda: self.editable)
            ),
            self.commands.add(Command(self.tr("Signer le contrat…"), self.sign, "pencil", enabled=open_project)),
            self.commands.add(
                Command(self.tr("Abandonner…"), lambda: self.add_step(Step.ABANDONED), "x", enabled=may_abandon)
            ),
        ]
