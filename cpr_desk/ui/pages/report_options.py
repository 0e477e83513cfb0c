"""What may be chosen for a report: its day, the one it is compared with, its meeting, its CPTS."""

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import meetings, register
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.report_offers import Offer
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit


class ReportOptions(QWidget):
    """The choices of the report in front, those that it has shown. `changed`: it looks otherwise now."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.meetings: tuple[Meeting, ...] = ()
        self._since_moved = self._following = False
        self.day, self.since = DateEdit(self), DateEdit(self)
        self.meeting, self.cpts = self._choice(self.tr("Réunion")), self._choice(self.tr("CPTS"))
        self.day.setAccessibleName(self.tr("État au"))
        self.since.setAccessibleName(self.tr("Comparer au"))
        self.day.set_day(desk.today())
        self.since.set_day(add_months(desk.today(), -12))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self._groups = {
            name: self._labelled(row, label, field)
            for name, label, field in (
                ("day", self.tr("État &au"), self.day),
                ("since", self.tr("&Comparer au"), self.since),
                ("meeting", self.tr("Ré&union"), self.meeting),
                ("cpts", self.tr("C&PTS"), self.cpts),
            )
        }
        row.addStretch()
        self.day.changed.connect(self._follow_day)
        self.since.changed.connect(self._move_since)
        self.meeting.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.cpts.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def reload(self) -> None:
        """Read the meetings and the CPTS again; what was chosen stays."""
        self.meetings = meetings.list_meetings(self._desk.db, self._desk.commission.id)[::-1]
        upcoming = [meeting.id for meeting in self.meetings if meeting.on >= self._desk.today()]
        named = [(f"{french.date_words(each.on)} – {each.kind.label}", each.id) for each in self.meetings]
        _fill(self.meeting, named, upcoming[-1] if upcoming else 0)
        with QSignalBlocker(self.cpts):
            self.cpts.clear()

    def show_for(self, offer: Offer) -> None:
        """Show the choices of a report."""
        shown = {
            "day": offer.dated and not offer.of_meeting,
            "since": offer.compared,
            "meeting": offer.of_meeting,
            "cpts": offer.of_cpts,
        }
        for name, widgets in self._groups.items():
            for widget in widgets:
                widget.setVisible(shown[name])
        if offer.of_cpts:
            self._fill_cpts(offer)

    def at(self, offer: Offer) -> date | None:
        """Return the day of a report: its meeting's, the one typed, else today; None while none can be read."""
        if offer.of_meeting:
            found = (meeting.on for meeting in self.meetings if meeting.id == self.meeting.currentData())
            return next(found, self._desk.today())
        if offer.compared and self.since.day() is None:
            return None
        return self.day.day() if offer.dated else self._desk.today()

    def request(self, offer: Offer, kind: DocumentKind, at: date) -> Request:
        """Return what to print: the kind of a report, as it is chosen."""
        meeting = self.meeting.currentData() if offer.of_meeting else 0
        return Request(
            self._desk.commission.id,
            kind,
            at,
            self._desk.today(),
            meeting,
            since=self._since(offer),
            cpts_id=self._cpts_id(offer),
        )

    def export(self, offer: Offer, kind: ExportKind, at: date) -> Export:
        """Return what to export: the kind of a report, as it is chosen."""
        return Export(
            self._desk.commission.id,
            kind,
            at,
            self._desk.today(),
            self._since(offer),
            cpts_id=self._cpts_id(offer),
        )

    def _since(self, offer: Offer) -> date | None:
        return self.since.day() if offer.compared else None

    def _cpts_id(self, offer: Offer) -> int:
        return int(self.cpts.currentData() or 0) if offer.of_cpts else 0

    def _fill_cpts(self, offer: Offer) -> None:
        """Offer every CPTS, and each of them; a file is looked at one by one."""
        if self.cpts.count():
            return
        at = self.day.day() or self._desk.today()
        known = register.adhesions_at(self._desk.db, self._desk.commission.id, at)
        named = [(f"{each.name} ({each.code})", each.id) for each in known]
        first = known[0].id if known and offer.kind is DocumentKind.CPTS_FILE else 0
        _fill(self.cpts, [(self.tr("Toutes les CPTS"), 0), *named], first)

    def _follow_day(self, day: date | None) -> None:
        """Compare with a year before the day, unless another day was chosen."""
        if day and not self._since_moved:
            self._following = True
            self.since.set_day(add_months(day, -12))
            self._following = False
        self.changed.emit()

    def _move_since(self, _day: date | None) -> None:
        if not self._following:
            self._since_moved = True
            self.changed.emit()

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(38)
        return box

    def _labelled(self, row: QHBoxLayout, words: str, field: QWidget) -> tuple[QWidget, QWidget]:
        label = QLabel(words, self)
        label.setBuddy(field)
        row.addWidget(label)
        row.addWidget(field)
        return label, field


def _fill(box: QComboBox, named: list[tuple[str, int]], otherwise: int) -> None:
    """Offer what is named by its id, keeping what was chosen."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, own in named:
            box.addItem(words, own)
        wanted = chosen if box.findData(chosen) >= 0 else otherwise
        box.setCurrentIndex(max(box.findData(wanted), 0) if named else -1)
