"""An hour typed as people type it: 14h30, 1430, 9."""

from datetime import time

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain import french


class HourEdit(QLineEdit):
    """Understands what `french.parse_time` reads."""

    def __init__(self, hour: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, placeholderText=self.tr("14h30"), maxLength=10)
        self.set_hour(hour)

    def set_hour(self, hour: time | None) -> None:
        """Write an hour."""
        self.setText(f"{hour.hour}h{hour.minute:02d}" if hour else "")

    def moment(self) -> time | None:
        """Return the hour, None while the field is empty or not an hour."""
        return None if self.fault() or not self.text().strip() else french.parse_time(self.text())

    def fault(self) -> str:
        """Return what is wrong with what is typed, in French; empty when nothing is."""
        try:
            if self.text().strip():
                french.parse_time(self.text())
        except ValueError as wrong:
            return str(wrong)
        return ""


def end_fault(starts: HourEdit, ends: HourEdit) -> str:
    """Return what is wrong with the end of a meeting, in French; empty when nothing is."""
    if ends.text().strip() and not starts.text().strip():
        return QCoreApplication.translate("meeting_hours", "Indiquez aussi l’heure du début.")
    return ends.fault()
