"""One meeting whole: when and where, its deadlines explained, its agenda, its documents."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office.documents import DocumentKind
from cpr_desk.services.meetings import deadlines_of
from cpr_desk.ui import theme
from cpr_desk.ui.dialogs.meeting import numbered_text
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.deadline_row import DeadlineRow


class MeetingDetail(QScrollArea):
    """`preview`, `save` and `print_` carry the kind of the document asked for."""

    preview = Signal(object)
    save = Signal(object)
    print_ = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(300)
        self.setMinimumHeight(240)
        self._title = QLabel(wordWrap=True)
        self._title.setFont(theme.font(bold=True))
        self._facts = _plain()
        self._rows = (DeadlineRow(), DeadlineRow())
        self._agenda = _plain()
        self._agenda.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.L)
        meeting = Card(self.tr("Réunion"), "calendar-days", inside)
        meeting.body.addWidget(self._title)
        meeting.body.addWidget(self._facts)
        deadlines = Card(self.tr("Échéances"), "alarm-clock", inside)
        for row in self._rows:
            row.unfold()
            deadlines.body.addWidget(row)
        agenda = Card(self.tr("Ordre du jour"), "file-text", inside)
        agenda.body.addWidget(self._agenda)
        for card in (meeting, self._documents(inside), deadlines, agenda):
            column.addWidget(card)
        column.addStretch()
        self.setWidget(inside)
        for sheet in (self.viewport(), inside):
            sheet.setAutoFillBackground(False)

    def show_meeting(self, meeting: Meeting, commission: Commission, today: date) -> None:
        """Show a meeting as seen from a day."""
        self._title.setText(french.capital(french.date_words(meeting.on)))
        self._facts.setText("\n".join(facts(meeting)))
        limits = deadlines_of(commission, meeting.on)
        for row, deadline in zip(self._rows, (limits.convocation, limits.agenda), strict=True):
            row.show_deadline(deadline, today)
        missing = self.tr("L’ordre du jour n’est pas encore établi. Modifiez la réunion pour l’écrire.")
        self._agenda.setText(numbered_text(meeting.agenda) or missing)

    def _documents(self, parent: QWidget) -> Card:
        card = Card(self.tr("Documents"), "printer", parent)
        for kind in (kind for kind in DocumentKind if kind.of_meeting):
            row = QHBoxLayout()
            row.setSpacing(Space.S)
            for verb, signal in (
                (self.tr("Aperçu"), self.preview),
                (self.tr("Enregistrer…"), self.save),
                (self.tr("Imprimer…"), self.print_),
            ):
                button = QPushButton(verb, card)
                button.setAccessibleName(f"{verb.removesuffix('…')}{NBSP}: {kind.label}")
                button.clicked.connect(partial(signal.emit, kind))
                row.addWidget(button)
            row.addStretch()
            card.body.addWidget(QLabel(kind.label, card))
            card.body.addLayout(row)
        return card


def facts(meeting: Meeting) -> list[str]:
    """Return the lines that say what, when, how and where."""
    hour = french.time_words(meeting.starts) if meeting.starts else ""
    return [
        line
        for line in (
            f"{french.capital(meeting.kind.label)} n°{NBSP}{meeting.reference}",
            ", ".join(part for part in (hour, meeting.mode.label) if part),
            meeting.place,
            meeting.link,
        )
        if line
    ]


def _plain() -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
