"""What the forms of the settings share."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpr_desk.domain.commission import Commission
from cpr_desk.ui.desk import Desk


class SettingsForm(QWidget):
    """Fields over a part of the commission; `edited` comes with each change, nothing is stored before `save`."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.commission = desk.commission

    def fill(self, commission: Commission) -> None:
        """Show what is stored; `stored` answers with it until the next time."""
        self.commission = commission
        self.show_commission()

    def show_commission(self) -> None:
        """Write `commission` into the fields."""
        raise NotImplementedError

    def typed(self) -> Any:
        """Return what the fields hold."""
        raise NotImplementedError

    def stored(self) -> Any:
        """Return what is stored, in the shape of `typed`."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Check the fields and show what is wrong beside them."""
        return True

    def save(self) -> None:
        """Store what is typed. Raises UserError."""
        raise NotImplementedError

    @property
    def has_changes(self) -> bool:
        """Whether something typed is not stored."""
        return bool(self.typed() != self.stored())
