"""Decisions and opinions as a table shows them: what was decided, who follows it, until when, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.decisions import Decision, FollowUp, Listed, by_urgency
from cpr_desk.domain.french import capital, squeeze
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind

_MARKS = {
    FollowUp.OVERDUE: ("octagon-alert", Tone.LATE),
    FollowUp.TO_DO: ("clock", Tone.UPCOMING),
    FollowUp.DONE: ("circle-check", Tone.DONE),
    FollowUp.WITHDRAWN: ("x", Tone.NEUTRAL),
    FollowUp.NOTHING: ("check", Tone.NEUTRAL),
}


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as seen from a day; `rank` is its place among those that press."""

    listed: Listed
    today: date
    rank: int

    @property
    def decision(self) -> Decision:
        """The decision."""
        return self.listed.decision

    @property
    def id(self) -> int:
        """The identity of the decision."""
        return self.decision.id

    @property
    def state(self) -> FollowUp:
        """Where its follow-up stands."""
        return self.decision.follow_up(self.today)

    @property
    def mark(self) -> QIcon:
        """The icon of that state."""
        return icon(*_MARKS[self.state])


def lines(found: Iterable[Listed], today: date) -> list[DecisionLine]:
    """Return decisions as lines, those that press first."""
    by_id = {each.decision.id: each for each in found}
    pressing = by_urgency((each.decision for each in by_id.values()), today)
    return [DecisionLine(by_id[each.id], today, rank) for rank, each in enumerate(pressing)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decisions", text)


def decision_columns(*, of_meeting: bool) -> tuple[Column[DecisionLine], ...]:
    """Return the columns; those of one meeting need not name it."""
    return (
        Column("reference", _tr("N°"), lambda each: each.decision.reference, width=96,
               sort_key=lambda each: (each.decision.year, each.decision.kind, each.decision.number)),
        Column("state", _tr("État"), lambda each: capital(each.state.label), width=156,
               icon=lambda each: each.mark, sort_key=lambda each: each.rank),
        Column("due", _tr("Échéance"), lambda each: each.decision.due_on, Kind.DATE, width=96),
        Column("text", _tr("Texte"), lambda each: squeeze(each.decision.text), width=270, grows=True,
               tooltip=lambda each: each.decision.text),
        Column("responsible", _tr("Suivi par"), lambda each: each.decision.responsible or None, width=124),
        Column("cpts", _tr("CPTS"), lambda each: each.listed.cpts or None, width=124),
        Column("taken", _tr("Prise le"), lambda each: each.decision.taken_on, Kind.DATE, width=96),
        Column("meeting", _tr("Réunion"), lambda each: each.listed.meeting, width=80, shown=not of_meeting),
        Column("done", _tr("Faite le"), lambda each: each.decision.done_on, Kind.DATE, width=96, shown=False),
        Column("note", _tr("Observation"), lambda each: squeeze(each.decision.note) or None, width=200, shown=False,
               tooltip=lambda each: each.decision.note),
        Column("withdrawn", _tr("Motif du retrait"), lambda each: each.decision.withdrawn_reason or None, width=200,
               shown=False),
    )  # fmt: skip
