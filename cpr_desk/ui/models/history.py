"""The columns of what changed between two dates, and of the life of a seat."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.difference_lines import ChangeKind, DifferenceLine
from cpr_desk.domain.seat_history import SeatEvent, SeatEventKind
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind

_CHANGES = {
    ChangeKind.PRESIDENT: ("landmark", Tone.UPCOMING),
    ChangeKind.SEAT_CLOSED: ("x", Tone.LATE),
    ChangeKind.SEAT_ADDED: ("plus", Tone.DONE),
    ChangeKind.VOTES: ("pencil", Tone.UPCOMING),
    ChangeKind.PLACE: ("arrow-down", Tone.NEUTRAL),
    ChangeKind.REPLACED: ("users", Tone.UPCOMING),
    ChangeKind.LEFT: ("log-out", Tone.LATE),
    ChangeKind.ARRIVED: ("check", Tone.DONE),
    ChangeKind.SWAPPED: ("refresh-cw", Tone.UPCOMING),
    ChangeKind.SEAT_CHANGED: ("move-horizontal", Tone.UPCOMING),
    ChangeKind.ROLE_CHANGED: ("move-horizontal", Tone.UPCOMING),
    ChangeKind.RENEWED: ("history", Tone.NEUTRAL),
    ChangeKind.REPRESENTED: ("circle-check", Tone.DONE),
    ChangeKind.UNREPRESENTED: ("triangle-alert", Tone.URGENT),
}
_EVENTS = {
    SeatEventKind.OPENED: ("plus", Tone.DONE),
    SeatEventKind.VOTES: ("pencil", Tone.UPCOMING),
    SeatEventKind.PLACE: ("arrow-down", Tone.NEUTRAL),
    SeatEventKind.ENDED: ("log-out", Tone.LATE),
    SeatEventKind.SWAPPED: ("refresh-cw", Tone.UPCOMING),
    SeatEventKind.DESIGNATED: ("check", Tone.DONE),
    SeatEventKind.CLOSED: ("x", Tone.LATE),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("history", text)


def change_columns() -> tuple[Column[DifferenceLine], ...]:
    """Return the columns of the differences between two dates."""

    def mark(line: DifferenceLine) -> QIcon:
        return icon(*_CHANGES[line.kind])

    return (
        Column("state", _tr("État"), lambda line: line.kind.label, icon=mark, width=180),
        Column("section", _tr("Section"), lambda line: line.section.label, width=170),
        Column("seat", _tr("Siège"), lambda line: line.seat, tooltip=lambda line: line.seat, width=250),
        Column("before", _tr("Avant"), lambda line: line.before, tooltip=lambda line: line.before, width=250),
        Column("after", _tr("Après"), lambda line: line.after, tooltip=lambda line: line.after, width=200),
    )


def event_columns() -> tuple[Column[SeatEvent], ...]:
    """Return the columns of the life of a seat."""

    def mark(event: SeatEvent) -> QIcon:
        return icon(*_EVENTS[event.kind])

    return (
        Column("on", _tr("Date"), lambda event: event.on, Kind.DATE, width=100),
        Column("kind", _tr("Événement"), lambda event: event.kind.label, icon=mark, width=160),
        Column("what", _tr("Ce qui change"), lambda event: event.what, tooltip=lambda event: event.what, width=340),
        Column("detail", _tr("Précisions"), lambda event: event.detail, tooltip=lambda event: event.detail, width=200),
    )
