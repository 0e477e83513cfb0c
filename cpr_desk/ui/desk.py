"""What every page works with: the open data, the commission, the day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from cpr_desk.domain.commission import Commission
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database


class Desk(QObject):
    """One commission of the open data folder; another one has its own desk and pages.

    A page that has carried out a use case calls `refresh`; all pages hear `changed`.
    """

    changed = Signal()

    def __init__(
        self,
        db: Database,
        today: Callable[[], date],
        parent: QObject | None = None,
        commission_id: int | None = None,
    ) -> None:
        """`commission_id` None is the oldest commission. Raises UserError when there is none."""
        super().__init__(parent)
        self.db = db
        self.today = today
        self.commission: Commission = commissions.the_commission(db, commission_id)

    def refresh(self) -> None:
        """Read the commission again and tell the pages that the data changed."""
        self.commission = commissions.the_commission(self.db, self.commission.id)
        self.changed.emit()
