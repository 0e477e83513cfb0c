"""What every page works with: the open data, the commission, the day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from cpr_desk.domain.commission import Commission
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database


class Desk(QObject):
    """The open data folder. A page that has carried out a use case calls `refresh`; all pages hear `changed`."""

    changed = Signal()

    def __init__(self, db: Database, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.db = db
        self.today = today
        self.commission: Commission = commissions.the_commission(db)

    def refresh(self) -> None:
        """Read the commission again and tell the pages that the data changed."""
        self.commission = commissions.the_commission(self.db)
        self.changed.emit()
