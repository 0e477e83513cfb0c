"""What every page works with: the open data, the commission, the day."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cpr_desk import clock
from cpr_desk.domain.commission import Commission
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import undo
from cpr_desk.services.instance import Database
from cpr_desk.services.undo import History, Step
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight

if TYPE_CHECKING:
    from cpr_desk.services.register_facts import RegisterFacts


class Desk(QObject):
    """One commission of the open data folder; another one has its own desk and pages.

    A page that has carried out a use case calls `refresh`; all pages hear `changed`.
    """

    changed = Signal()
    noted = Signal()
    """A use case was carried out that the page in view shows by itself: no page reads its data again."""
    undone = Signal(object)
    """Comes with the step that would do it again."""
    redone = Signal(object)
    """Comes with the step that would undo it."""
    refused = Signal(object)
    """What could not be undone or done again, a UserError."""

    def __init__(
        self,
        db: Database,
        today: Callable[[], date],
        parent: QObject | None = None,
        commission_id: int | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`commission_id` None is the oldest commission; `now` the clock on the wall. Raises UserError without one."""
        super().__init__(parent)
        self.db = db
        self.today = today
        self.now = now or (lambda: datetime.combine(today(), clock.wall().time()))
        self.commission: Commission = commissions.the_commission(db, commission_id)
        self._opened = self._seen = undo.last_entry(db)
        self._is_news = False

    @cached_property
    def facts(self) -> "RegisterFacts":
        """What is computed of each CPTS of the register; imported at its first use, after the window is there."""
        from cpr_desk.services.register_facts import RegisterFacts

        return RegisterFacts(self.db)

    def refresh(self) -> None:
        """Read the commission again and tell the pages that the data changed."""
        self.commission = commissions.the_commission(self.db, self.commission.id)
        self._take_news()
        self.changed.emit()

    def note(self) -> None:
        """Tell the menu alone of a use case: the page that carried it out, key after key, shows what it changed."""
        self._take_news()
        self.noted.emit()

    def _take_news(self) -> None:
        last = undo.last_entry(self.db)
        self._is_news, self._seen = last != self._seen, last

    @property
    def history(self) -> History:
        """What may be undone and done again of what was carried out since the desk was opened."""
        return undo.history(self.db, self._opened)

    def say_saved(self, messages: MessageBar, sentence: str) -> None:
        """Say that a use case is stored, once `refresh` told the pages, and offer to undo it if it changed anything."""
        step = self.history.undo
        if step and self._is_news:
            messages.say(Weight.SUCCESS, sentence, self.tr("Annuler"), partial(self.undo, step))
        else:
            messages.say(Weight.SUCCESS, sentence)

    def undo_last(self) -> None:
        """Undo the last use case, if there is one."""
        if step := self.history.undo:
            self.undo(step)

    def redo_last(self) -> None:
        """Do again what was undone last, if anything was."""
        if step := self.history.redo:
            self.redo(step)

    def undo(self, step: Step) -> None:
        """Undo a use case, if it is the last one; pages and menu are told what came of it."""
        if self._revert(undo.undo, step):
            self.undone.emit(self.history.redo)

    def redo(self, step: Step) -> None:
        """Do a use case again, if it is the last that was undone; pages and menu are told what came of it."""
        if self._revert(undo.redo, step):
            self.redone.emit(self.history.undo)

    def _revert(self, revert: Callable[[Database, Step], None], step: Step) -> bool:
        try:
            revert(self.db, step)
        except UserError as refusal:
            self.refused.emit(refusal)
            return False
        self.refresh()
        return True
