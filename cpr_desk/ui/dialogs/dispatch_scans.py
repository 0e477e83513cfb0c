"""The proofs of what was sent, scanned: attached to one sending or to several at once, opened, taken off."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.dispatch import Dispatch, IssueKind
from cpr_desk.domain.dispatch_register import Register, RegisterLine
from cpr_desk.domain.french import NBSP, capital, plural, typeset
from cpr_desk.domain.papers import Paper
from cpr_desk.errors import UserError
from cpr_desk.services import papers, scans
from cpr_desk.ui import files, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import some
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.message_bar import MessageBar
from cpr_desk.ui.widgets.paper_list import PaperList
from cpr_desk.ui.widgets.plain_label import PlainLabel

_FIRST_SIZE = QSize(620, 420)


class ScanPanel(PaperList):
    """The proofs of the sendings shown; each change is stored at once, `changed` comes after it."""

    changed = Signal()

    def __init__(self, desk: Desk, state: UiState, messages: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(lambda scan: papers.file_of(desk.db, scan) is not None, parent)
        self._desk, self._state, self._messages = desk, state, messages
        self._sent: Sequence[Dispatch] = ()
        self.list.setAccessibleName(self.tr("Preuves jointes"))
        self.add.setText(self.tr("Joindre une preuve…"))
        self.wanted.connect(self._choose)
        self.dropped.connect(self.attach)
        self.opened.connect(self._open)
        self.removed.connect(self._remove)
        self.missed.connect(self._choose_again)

    def show_sent(self, sent: Sequence[Dispatch]) -> None:
        """Show the proofs of some sendings, each once, with the number of those that have it."""
        self._sent = sent
        found = scans.common(sent)
        among = self.tr("{count} sur {total}")
        notes = {
            scan.id: among.format(count=plural(count, self.tr("envoi")), total=len(sent))
            for scan, count in found
            if len(sent) > 1
        }
        self.show_papers([scan for scan, _count in found], notes)

    def attach(self, chosen: Sequence[Path]) -> None:
        """Copy files, away from the window, and attach them to every sending shown."""
        db, sent = self._desk.db, self._sent
        count = plural(len(chosen), self.tr("preuve jointe"), self.tr("preuves jointes"))
        words = self.tr("{count} à {sent}.").format(count=count, sent=plural(len(sent), self.tr("envoi")))
        tasks.run(
            self, self.tr("Copie des preuves"), lambda progress: scans.attach(db, sent, chosen, progress),
            lambda _nothing: self._say(words), lambda fault: self._messages.say_error(as_user_error(fault)),
        )  # fmt: skip

    def _choose(self) -> None:
        if chosen := files.choose_several(self, self._state, self.tr("Joindre des preuves"), files.attachable()):
            self.attach(chosen)

    def _choose_again(self, scan: Paper) -> None:
        file = files.choose_to_open(self, self._state, self.tr("Joindre à nouveau"), files.attachable())
        if file is None:
            return
        db, sent = self._desk.db, self._sent
        tasks.run(
            self, self.tr("Copie des preuves"), lambda progress: scans.attach_again(db, sent, scan, file, progress),
            lambda _nothing: self._say(typeset(self.tr("La preuve « {name} » est jointe à nouveau.").format(
                name=file.name))),
            lambda fault: self._messages.say_error(as_user_error(fault)),
        )  # fmt: skip

    def _open(self, scan: Paper) -> None:
        try:
            files.open_with_system(papers.copy_to_open(self._desk.db, scan))
        except UserError as refusal:
            self._messages.say_error(refusal)

    def _remove(self, scan: Paper) -> None:
        scans.remove(self._desk.db, self._sent, scan)
        self._say(typeset(self.tr("La preuve « {name} » est retirée.").format(name=scan.name)))

    def _say(self, sentence: str) -> None:
        self._desk.refresh()
        self.changed.emit()
        self._desk.say_saved(self._messages, sentence)


class ScansDialog(KeyboardDialog):
    """The proofs of the last sending of a kind to each person chosen."""

    def __init__(
        self, desk: Desk, state: UiState, lines: Sequence[RegisterLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preuves d’envoi"))
        self._lines = lines
        self.messages = MessageBar(self)
        self.kind = QComboBox(self)
        for kind in IssueKind:
            if count := sum(line.last(kind) is not None for line in lines):
                self.kind.addItem(f"{capital(kind.label)} ({plural(count, self.tr('envoi'))})", kind)
        self.whose = PlainLabel(parent=self)
        self.proofs = ScanPanel(desk, state, self.messages, self)
        close = QPushButton(self.tr("Fermer"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        form = Form(self)
        form.add(Field(self.tr("Envoi"), self.kind))
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.messages)
        column.addWidget(form)
        column.addWidget(self.whose)
        column.addWidget(self.proofs, 1)
        column.addLayout(foot)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))
        self.kind.currentIndexChanged.connect(lambda _row: self._show())
        self._show()

    def show_register(self, register: Register) -> None:
        """Show the same persons as the register has them now."""
        known = {line.id for line in self._lines}
        self._lines = [line for line in register.lines if line.id in known]
        self._show()

    def _show(self) -> None:
        kind = IssueKind(self.kind.currentData())
        sent = [each for line in self._lines if (each := line.last(kind))]
        names = some([each.recipient.person.courteous_name for each in sent])
        words = self.tr("Ce qui est joint ici l’est à {count}{nbsp}: {names}.")
        self.whose.say(words.format(count=plural(len(sent), self.tr("envoi")), nbsp=NBSP, names=names))
        self.proofs.setEnabled(bool(sent))
        self.proofs.show_sent(sent)
