"""The minutes of the meeting chosen: the outline at the left, the point in hand at the right.

What is typed is kept aside every few seconds, and stored as one use case when it is left: a power cut costs seconds.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Item, numbers
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import NBSP, capital, date_digits, listing, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Draft, Minutes, Part, Place, Version
from cpr_desk.domain.minutes import State as MinutesState
from cpr_desk.domain.minutes_course import proposed_decision
from cpr_desk.domain.sitting import Session
from cpr_desk.errors import UserError
from cpr_desk.office import documents, meeting_files
from cpr_desk.office import minutes as printed
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import decisions, minutes, session
from cpr_desk.ui import files, previewing, tasks, theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.minutes_state import ApproveDialog, SignDialog, UnlockDialog
from cpr_desk.ui.dialogs.minutes_versions import VersionsDialog
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_minutes_facts import item_facts, opening_facts
from cpr_desk.ui.pages.meeting_minutes_panel import PassagesPanel, parts_of
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.side_by_side import SideBySide

_INDENT = f"{NBSP * 4}"
_NARROW = 520
_OUTLINE = 150


class MinutesTab(MeetingTab):
    """Where the minutes stand, what to do next, and the texts."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting: Meeting | None = None
        self._known = Minutes({})
        self._session: Session | None = None
        self._decisions: tuple[Decision, ...] = ()
        self._draft: Draft | None = None
        self._drafted = False
        self.badge, self.words = StateBadge(self), PlainLabel(parent=self)
        self.saved = PlainLabel(parent=self)
        self.saved.setFont(theme.font(TextSize.SMALL))
        self.saved.setProperty("muted", True)
        self.offer = MessageBar(self)
        self.outline = QListWidget(self)
        self.panel = PassagesPanel(self)
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._follow()

    def show_meeting(self, meeting: Meeting) -> None:
        other = self._meeting is None or self._meeting.id != meeting.id
        if other and self._meeting:
            self.panel.keep()
        self._meeting = meeting
        db = self.desk.db
        self._known = minutes.minutes_of(db, meeting.id)
        self._session = session.session_of(db, meeting)
        self._decisions = decisions.decisions_of(db, meeting)
        if other:
            self._drafted = False
            self.saved.say("")
        self._draft = None if self._drafted else minutes.draft_of(db, meeting)
        self._show_outline(0 if other else max(0, self.outline.currentRow()))
        self._show_state()
        self._offer_draft()
        self._show_point()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        row = ActionRow(self)
        for key, verb, act in self._verbs():
            button = self.buttons[key] = QPushButton(verb, self)
            button.clicked.connect(lambda _checked, act=act: act())
        row.set_buttons(list(self.buttons.values()))
        theme.primary(self.buttons["version"])
        self.outline.setAccessibleName(self.tr("Points du relevé"))
        self.outline.setWordWrap(True)
        self.outline.setSpacing(2)
        self.outline.setMinimumWidth(_OUTLINE)
        self.outline.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        hint = self.tr("Ctrl+↑ ↓{nbsp}: point précédent, suivant · Ctrl+S{nbsp}: enregistrer").format(nbsp=NBSP)
        keys = PlainLabel(hint, self)
        keys.setFont(theme.font(TextSize.SMALL))
        keys.setProperty("muted", True)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.panel, 1)
        column.addWidget(self.saved)
        column.addWidget(keys)
        parts = SideBySide(self.outline, right, (1, 3), self.state, "minutes", self, narrow=_NARROW)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, Space.M, 0, 0)
        around.setSpacing(Space.M)
        around.addLayout(head)
        around.addWidget(row)
        around.addWidget(self.offer)
        around.addWidget(parts, 1)

    def _verbs(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        return (
            ("version", self.tr("Éditer une version"), self._issue),
            ("sign", self.tr("Signatures…"), self._sign),
            ("approve", self.tr("Approuver…"), self._approve),
            ("unlock", self.tr("Rouvrir…"), self._unlock),
            ("preview", self.tr("Aperçu"), partial(self._look, DocumentKind.MINUTES)),
            ("extract", self.tr("Extrait du point"), partial(self._look, DocumentKind.EXTRACT)),
            ("versions", self.tr("Versions…"), self._compare),
            ("word", self.tr("Word…"), self._save_word),
        )

    def _follow(self) -> None:
        self.outline.currentRowChanged.connect(lambda _row: self._turn())
        self.panel.written.connect(self._save)
        self.panel.typed.connect(self._keep_draft)
        self.panel.proposed.connect(self._propose)
        too_long = self.tr("Ce texte a atteint sa longueur maximale{nbsp}: la fin n’a pas été reprise.")
        self.panel.cut.connect(lambda: self.messages.say(Weight.WARNING, too_long.format(nbsp=NBSP)))
        for keys, act in (
            ("Ctrl+Up", partial(self._step, -1)),
            ("Ctrl+Down", partial(self._step, 1)),
            ("Ctrl+S", self.panel.keep),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_outline(self, row: int) -> None:
        """Write the points anew where the agenda changed, and mark those of which something is told."""
        assert self._meeting is not None  # noqa: S101 - called once a meeting is shown
        items = self._meeting.agenda
        told = zip(numbers(items), items, strict=True)
        lines = [
            Part.OPENING.label, *(f"{_INDENT * item.level}{number}. {item.title}" for number, item in told),
            Part.CLOSING.label,
        ]  # fmt: skip
        self.outline.blockSignals(True)
        while self.outline.count() > len(lines):
            self.outline.takeItem(self.outline.count() - 1)
        while self.outline.count() < len(lines):
            self.outline.addItem(QListWidgetItem())
        for place, line in enumerate(lines):
            entry = self.outline.item(place)
            done = self._is_told(place)
            entry.setText(f"{line}{NBSP}✓" if done else line)
            entry.setToolTip(line.strip(NBSP))
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line}, {self.tr('rédigé')}" if done else line)
            entry.setSizeHint(QSize())
        self.outline.setCurrentRow(min(row, len(lines) - 1))
        self.outline.blockSignals(False)

    def _is_told(self, place: int) -> bool:
        item = self._item(place)
        wanted = parts_of(place, self.outline.count())
        return any(self._known.passages.get((item.id if item else None, part)) for part in wanted)

    def _item(self, place: int) -> Item | None:
        items = self._meeting.agenda if self._meeting else ()
        return items[place - 1] if 0 < place <= len(items) else None

    def _turn(self) -> None:
        """Store the text that is left, then show the point chosen."""
        self.panel.keep()
        self._show_point()

    def _show_point(self) -> None:
        place = self.outline.currentRow()
        if self._meeting is None or self._session is None or place < 0:
            return
        item = self._item(place)
        title = self.outline.item(place).toolTip()
        parts = parts_of(place, self.outline.count())
        self.panel.set_locked(locked=self._known.locked or self._draft is not None)
        self.panel.show_point(title, item.id if item else None, parts, self._known.passages)
        facts = opening_facts(self._session) if place == 0 else ""
        if item:
            facts = item_facts(self._session, self._decisions, item, self.desk.today())
        proposal = bool(item and proposed_decision(self._session.ballots, item.id))
        self.panel.show_facts(facts, may_propose=proposal)
        decided = item is not None and bool(
            self._known.passages.get((item.id, Part.DECISION)) or proposal
            or any(each.item_id == item.id for each in self._decisions)
        )  # fmt: skip
        self.buttons["extract"].setEnabled(decided)

    def _show_state(self) -> None:
        assert self._meeting is not None  # noqa: S101 - called once a meeting is shown
        known, state = self._known, self._known.state
        task = minutes.task_for(self.desk.db, self._meeting, self.desk.today())
        look = State.DONE if state is MinutesState.APPROVED else State.UPCOMING
        if task:
            look = State.LATE if task.is_late else State.DONE if task.is_done else State.URGENT
        self.badge.show_state(look, capital(task.label if task else state.label))
        self.words.say(" ".join((*((task.words,) if task else ()), *self._told_of_versions())))
        self.buttons["version"].setEnabled(not known.locked and self._is_held())
        self.buttons["sign"].setEnabled(state in (MinutesState.TO_SIGN, MinutesState.SIGNED))
        self.buttons["approve"].setVisible(not known.locked)
        self.buttons["approve"].setEnabled(state in (MinutesState.TO_SIGN, MinutesState.SIGNED))
        self.buttons["unlock"].setVisible(known.locked)
        self.buttons["versions"].setEnabled(bool(known.versions))

    def _is_held(self) -> bool:
        """Return whether there is anything to tell: no version is kept of a meeting to come, or called off."""
        meeting, held = self._meeting, self._session
        if meeting is None or held is None or meeting.is_cancelled:
            return False
        return held.sitting is not None or meeting.on <= self.desk.today()

    def _told_of_versions(self) -> list[str]:
        known, last = self._known, self._known.last
        told = []
        if last:
            told.append(self.tr("Version {n} du {day}.").format(n=last.number, day=date_digits(last.made_on)))
        if known.is_ahead:
            told.append(self.tr("Le texte est en avance sur cette version."))
        if known.in_force:
            signed = listing(f"{each.name} le {date_digits(each.signed_on)}" for each in known.in_force)
            told.append(self.tr("Signé par {signed}.").format(signed=signed))
        if known.locked and known.approved_on:
            where = f", {known.approved_in}" if known.approved_in else ""
            told.append(self.tr("Approuvé le {day}{where}.").format(day=date_digits(known.approved_on), where=where))
        told += [
            self.tr("Rouvert le {day}{nbsp}: {why}.").format(
                day=date_digits(each.on), nbsp=NBSP, why=each.reason.rstrip(".")
            )
            for each in known.unlockings
        ]
        return told

    def _offer_draft(self) -> None:
        """Offer again what a crash kept from being stored; nothing is written meanwhile, so that neither is lost."""
        if self._draft is None or self._known.locked:
            self._draft = None
            self.offer.clear()
            return
        at = self._draft.saved_at
        told = self.tr(
            "Un texte tapé le {day} à {hour} n’a pas été enregistré. Le reprendre, ou l’écarter{nbsp}?"
        ).format(day=date_digits(at.date()), hour=time_words(at.time()), nbsp=NBSP)
        self.offer.say(Weight.WARNING, told, self.tr("Reprendre"), self._take_up_draft)
        self.offer.offer_also(self.tr("Écarter"), self._drop_draft)

    def _take_up_draft(self) -> None:
        draft, self._draft = self._draft, None
        if draft and self._write(dict(draft.passages)):
            self.desk.refresh()
            self.say_saved(self.tr("Le texte qui n’avait pas été enregistré est repris."))

    def _drop_draft(self) -> None:
        if self._meeting:
            minutes.drop_draft(self.desk.db, self._meeting)
            self._draft = None
            self.show_meeting(self._meeting)

    def _step(self, by: int) -> None:
        """Go to another point, and on with typing in the text one was in."""
        part = next((part for part, editor in self.panel.editors.items() if editor.edit.hasFocus()), None)
        row = min(max(self.outline.currentRow() + by, 0), self.outline.count() - 1)
        self.outline.setCurrentRow(row)
        parts = parts_of(row, self.outline.count())
        self.panel.editors[part if part in parts else parts[0]].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _propose(self) -> None:
        item = self._item(self.outline.currentRow())
        if item and self._session and not self.panel.text(Part.DECISION):
            self.panel.editors[Part.DECISION].take_up(proposed_decision(self._session.ballots, item.id))
            self.panel.editors[Part.DECISION].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.panel.propose.setEnabled(False)

    def _keep_draft(self) -> None:
        changes = self.panel.unsaved()
        if not (self._meeting and changes) or self._draft:
            return
        now = self.desk.now()
        try:
            minutes.keep_draft(self.desk.db, self._meeting, changes, now)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        self._drafted = True
        self._say_kept()

    def _save(self, place: Place, text: str) -> None:
        if self._meeting and not self._draft and self._write({place: text}):
            self.desk.note()
            self._known = minutes.minutes_of(self.desk.db, self._meeting.id)
            self._show_outline(self.outline.currentRow())
            self._show_state()
            self._say_kept()

    def _write(self, changes: dict[Place, str]) -> bool:
        assert self._meeting is not None  # noqa: S101 - asked by the callers
        try:
            minutes.save_passages(self.desk.db, self._meeting, changes)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return False
        self._drafted = False
        return True

    def _say_kept(self) -> None:
        self.saved.say(self.tr("Enregistré à {hour}").format(hour=time_words(self.desk.now().time())))

    def _issue(self) -> None:
        if self._meeting:
            self.panel.keep()
            db, commission, meeting, today = self.desk.db, self.desk.commission.id, self._meeting.id, self.desk.today()
            label = self.tr("Édition du relevé de décisions")
            tasks.run(self, label, lambda _progress: printed.keep_version(db, commission, meeting, today),
                      self._say_issued, self.say_failure)  # fmt: skip

    def _say_issued(self, version: Version) -> None:
        self.desk.refresh()
        told = self.tr("La version {n} du relevé est gardée. Elle est à envoyer aux deux présidents, qui la signent.")
        self.say_saved(told.format(n=version.number))

    def _sign(self) -> None:
        if self._meeting:
            dialog = SignDialog(self.desk, self._meeting, self._known, self)
            dialog.saved.connect(self.say_saved)
            dialog.open()

    def _approve(self) -> None:
        if self._meeting:
            self.panel.keep()
            self._open(ApproveDialog(self.desk, self._meeting, self._known, self), self.tr("Le relevé est approuvé."))

    def _unlock(self) -> None:
        if self._meeting:
            self._open(UnlockDialog(self.desk, self._meeting, self), self.tr("Le relevé est rouvert."))

    def _open(self, dialog: FormDialog, sentence: str) -> None:
        dialog.saved.connect(lambda _nothing: self.say_saved(sentence))
        dialog.open()

    def _compare(self) -> None:
        if self._meeting:
            self.panel.keep()
            VersionsDialog(self.desk, self._meeting, self._known, self).open()

    def _request(self, kind: DocumentKind) -> Request:
        today, meeting = self.desk.today(), self._meeting
        item = self._item(self.outline.currentRow()) if kind is DocumentKind.EXTRACT else None
        return Request(
            self.desk.commission.id, kind, today, today, meeting.id if meeting else 0, item_id=item.id if item else 0
        )

    def _look(self, kind: DocumentKind) -> None:
        """Show the minutes, or the extract of the point in hand, as they would be printed now."""
        if self._meeting:
            self.panel.keep()
            db, request = self.desk.db, self._request(kind)
            name = f"{documents.file_name(db, request)}.pdf"
            previewing.look_at(
                self, self.state, kind.label, name, lambda progress: documents.preview_pages(db, request, progress),
                self._say_file, self.say_failure,
            )  # fmt: skip

    def _save_word(self) -> None:
        if not self._meeting:
            return
        self.panel.keep()
        db, request = self.desk.db, self._request(DocumentKind.MINUTES)
        title = self.tr("Enregistrer pour Word")
        name = f"{documents.file_name(db, request)}.docx"
        if file := files.choose_to_save(self, self.state, title, name, (files.WORD,)):
            tasks.run(self, title, lambda _progress: meeting_files.write_word(db, request, file), self._say_file,
                      self.say_failure)  # fmt: skip

    def _say_file(self, file: Path) -> None:
        told = french.typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self.messages.say(Weight.SUCCESS, told, self.tr("Ouvrir"), lambda: files.open_with_system(file))
