"""The letter being written, with the data of a meeting and of one of its recipients, as it will be printed."""

from datetime import date
from itertools import zip_longest

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from cpr_desk.domain.french import date_digits, typeset
from cpr_desk.office import letter_preview
from cpr_desk.office.letter_preview import Trial, Tried
from cpr_desk.services import meetings
from cpr_desk.ui import tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.pdf_preview import PdfPreview
from cpr_desk.ui.widgets.plain_label import PlainLabel

_PAUSE_MS = 400
"""The pages are laid out again after such a pause in the typing."""
_LEAST_HEIGHT = 260


class LetterPreview(QWidget):
    """Laid out in the background, one letter at a time; a text at fault leaves the last pages in view."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._letter, self._text = "", ""
        self._sound = True
        self._stale, self._running = True, False
        self.meeting = QComboBox(self)
        self.meeting.setAccessibleName(self.tr("Réunion de l’aperçu"))
        self.recipient = QComboBox(self)
        self.recipient.setAccessibleName(self.tr("Destinataire de l’aperçu"))
        for box in (self.meeting, self.recipient):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.note = PlainLabel(parent=self)
        self.note.setProperty("muted", True)
        self.pages = PdfPreview(self)
        self.pages.setMinimumHeight(_LEAST_HEIGHT)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._lay_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.meeting)
        column.addWidget(self.recipient)
        column.addWidget(self.note)
        column.addWidget(self.pages, 1)
        self.note.hide()
        self.meeting.currentIndexChanged.connect(lambda _row: self._start_at_once())
        self.recipient.currentIndexChanged.connect(lambda _row: self._start_at_once())

    def show_letter(self, letter: str) -> None:
        """Begin with another letter: its first recipient, the meeting chosen before."""
        self._letter = letter
        self.meeting.setVisible(letter_preview.needs_meeting(letter))
        self._fill_names(())
        self._say("")
        self.pages.show_document(None)

    def show_text(self, text: str, *, sound: bool) -> None:
        """Show a text after a pause; one that is not `sound` waits to be mended."""
        self._text, self._sound = text, sound
        self._stale = True
        self._pause.start()

    def list_meetings(self, wanted: int = 0) -> None:
        """Offer the meetings, the latest first; `wanted`, the one chosen before, the next or the last is chosen."""
        known = meetings.list_meetings(self._desk.db, self._desk.commission.id)[::-1]
        chosen = wanted or self.meeting.currentData()
        coming = [each.id for each in known if each.on >= self._desk.today() and not each.is_cancelled]
        self.meeting.blockSignals(True)
        self.meeting.clear()
        for each in known:
            self.meeting.addItem(_words(each.kind.label, each.on), each.id)
        row = max(self.meeting.findData(chosen), -1)
        if row < 0 and coming:
            row = self.meeting.findData(coming[-1])
        self.meeting.setCurrentIndex(max(row, 0) if known else -1)
        self.meeting.blockSignals(False)
        self._stale = True
        self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start()

    def _start_at_once(self) -> None:
        self._stale = True
        self._lay_out()

    def _lay_out(self) -> None:
        if not (self._stale and self._letter and self.isVisible()) or self._running:
            return
        if not self._sound:
            self._say(self.tr("L’aperçu attend que les lignes signalées soient corrigées."))
            return
        if not letter_preview.is_previewed(self._letter):
            self._say(typeset(self.tr("Ce texte n’est pas imprimé : il se relit dans les brouillons de courriels.")))
            return
        self._stale, self._running = False, True
        db, letter = self._desk.db, self._letter
        trial = Trial(
            self._desk.commission.id, letter, self._text, self._desk.today(),
            self.meeting.currentData() or 0, max(self.recipient.currentIndex(), 0),
        )  # fmt: skip
        tasks.run(self, self.tr("Aperçu de la lettre"), lambda progress: letter_preview.preview(db, trial, progress),
                  lambda tried: self._show(letter, tried), self._say_failure)  # fmt: skip

    def _show(self, letter: str, tried: Tried) -> None:
        self._running = False
        if letter == self._letter:
            self._say("")
            self._fill_names(tuple(tried.names))
            self.pages.show_document(tried.pages)
        self._lay_out()

    def _say_failure(self, failure: Exception) -> None:
        self._running = False
        self.pages.show_document(None)
        self._say(str(as_user_error(failure)))
        self._lay_out()

    def _say(self, words: str) -> None:
        self.note.say(words)
        self.note.setVisible(bool(words))

    def _fill_names(self, names: tuple[str, ...]) -> None:
        known = [self.recipient.itemText(row) for row in range(self.recipient.count())]
        if any(before != now for before, now in zip_longest(known, names)):
            chosen = self.recipient.currentIndex()
            self.recipient.blockSignals(True)
            self.recipient.clear()
            self.recipient.addItems(names)
            self.recipient.setCurrentIndex(max(0, min(chosen, len(names) - 1)) if names else -1)
            self.recipient.blockSignals(False)
        self.recipient.setVisible(bool(names))


def _words(kind: str, on: date) -> str:
    return f"{kind} du {date_digits(on)}".capitalize()
