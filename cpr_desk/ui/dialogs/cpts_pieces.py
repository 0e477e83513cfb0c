"""The papers of a step or of a piece of the file: joined, opened, removed; the day on which a piece was received."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.dossier import Dossier, FilePaper
from cpr_desk.domain.file_pieces import PieceState
from cpr_desk.domain.french import plural, typeset
from cpr_desk.domain.papers import Paper
from cpr_desk.errors import UserError
from cpr_desk.services import papers, path
from cpr_desk.ui import files, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.message_bar import MessageBar
from cpr_desk.ui.widgets.paper_list import PaperList

_FIRST_SIZE = QSize(620, 380)


class FilePapers(PaperList):
    """The papers of one place of the file; each change is stored at once, `changed` comes after it."""

    changed = Signal()

    def __init__(self, desk: Desk, state: UiState, messages: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(lambda paper: papers.file_of(desk.db, paper) is not None, parent)
        self._desk, self._state, self._messages = desk, state, messages
        self._dossier: Dossier | None = None
        self._place = FilePaper()
        self.list.setAccessibleName(self.tr("Pièces jointes"))
        self.wanted.connect(self._choose)
        self.dropped.connect(self.attach)
        self.opened.connect(self._open)
        self.removed.connect(self._remove)
        self.missed.connect(self._choose_again)

    def show_place(self, dossier: Dossier, place: FilePaper) -> None:
        """Show the papers of a piece or of a step; `place` is what a new one is like."""
        self._dossier, self._place = dossier, place
        self.show_papers([each.paper for each in self._kept() if each.paper])

    def attach(self, chosen: Sequence[Path]) -> None:
        """Copy files, away from the window, and put them there."""
        db, dossier, place = self._desk.db, self._dossier, self._place
        if dossier is None:
            return
        done = plural(len(chosen), self.tr("pièce jointe"), self.tr("pièces jointes"))
        tasks.run(
            self, self.tr("Copie des pièces"), lambda progress: path.attach(db, dossier, place, chosen, progress),
            lambda _nothing: self._say(f"{done}."), lambda fault: self._messages.say_error(as_user_error(fault)),
        )  # fmt: skip

    def _kept(self) -> list[FilePaper]:
        known = self._dossier.papers if self._dossier else ()
        return [each for each in known if (each.code, each.step_id) == (self._place.code, self._place.step_id)]

    def _of(self, paper: Paper) -> FilePaper:
        return next(each for each in self._kept() if each.id == paper.id)

    def _choose(self) -> None:
        if chosen := files.choose_several(self, self._state, self.tr("Joindre des pièces"), files.attachable()):
            self.attach(chosen)

    def _choose_again(self, paper: Paper) -> None:
        file = files.choose_to_open(self, self._state, self.tr("Joindre à nouveau"), files.attachable())
        dossier, db, lost = self._dossier, self._desk.db, self._of(paper)
        if file is None or dossier is None:
            return
        told = typeset(self.tr("La pièce « {name} » est jointe à nouveau.").format(name=file.name))
        tasks.run(
            self, self.tr("Copie des pièces"),
            lambda progress: path.attach_again(db, dossier, lost, file, progress),
            lambda _nothing: self._say(told), lambda fault: self._messages.say_error(as_user_error(fault)),
        )  # fmt: skip

    def _open(self, paper: Paper) -> None:
        open_paper(self._desk, paper, self._messages)

    def _remove(self, paper: Paper) -> None:
        if self._dossier:
            path.remove_papers(self._desk.db, self._dossier, [self._of(paper)])
            self._say(typeset(self.tr("La pièce « {name} » est retirée.").format(name=paper.name)))

    def _say(self, sentence: str) -> None:
        self._desk.refresh()
        self.changed.emit()
        self._desk.say_saved(self._messages, sentence)


def open_paper(desk: Desk, paper: Paper, messages: MessageBar) -> None:
    """Open a copy of a paper with the program the system has for it."""
    try:
        files.open_with_system(papers.copy_to_open(desk.db, paper))
    except UserError as refusal:
        messages.say_error(refusal)


class PapersDialog(KeyboardDialog):
    """The papers of one place; it follows the file while it is open."""

    def __init__(
        self, desk: Desk, state: UiState, title: str, dossier: Dossier, place: FilePaper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._place = place
        self.messages = MessageBar(self)
        self.papers = FilePapers(desk, state, self.messages, self)
        close = QPushButton(self.tr("Fermer"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.messages)
        column.addWidget(self.papers, 1)
        column.addLayout(foot)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))
        self.show_dossier(dossier)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the papers as the file has them now."""
        self.papers.show_place(dossier, self._place)


class ReceivedDialog(FormDialog):
    """On which day a piece was received, with a word on it; its files are joined apart."""

    def __init__(self, desk: Desk, dossier: Dossier, state: PieceState, parent: QWidget | None = None) -> None:
        title = self.tr("{piece} – {name}").format(piece=state.piece.label, name=dossier.name)
        super().__init__(title, self.tr("Noter la réception"), parent, width=480)
        self._desk, self._dossier, self._state = desk, dossier, state
        last = state.papers[-1] if state.papers else FilePaper(state.piece.code)
        self.day, self.note = DateEdit(self), QLineEdit(last.comment, self, maxLength=500)
        self.day.set_day(last.received_on or desk.today())
        self.form = Form(self)
        help_line = self.tr("Reçue complète : c’est de ce jour que courent les délais")
        day = Field(self.tr("Reçue le"), self.day, required=True, help_line=typeset(help_line), check=self._check)
        self.form.add(day)
        self.form.add(Field(self.tr("Observation"), self.note))
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.day.text(), self.note.text()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> str:
        known = self._state.papers or (FilePaper(self._state.piece.code),)
        day, last = self.day.day(), known[-1]
        pieces = [replace(each, received_on=day) for each in known[:-1]]
        pieces.append(replace(last, received_on=day, comment=self.note.text()))
        path.receive(self._desk.db, self._dossier, pieces, self._desk.today())
        self._desk.refresh()
        told = self.tr("« {piece} » : réception notée.").format(piece=self._state.piece.label)
        return typeset(told)

    def _check(self) -> str:
        day = self.day.day()
        return self.tr("Cette date est à venir.") if day and day > self._desk.today() else ""
