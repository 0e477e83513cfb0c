"""Every use case of a meeting is undone and done again, row for row."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from cpr_desk.domain.agenda import Item, Verdict
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity, Dispatch
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.services import agenda, dispatch, undo
from cpr_desk.services.meeting_changes import MoveMeeting, cancel_meeting, move_meeting, restore_meeting
from cpr_desk.services.meetings import PlanMeeting, change_meeting, find_meeting, plan_meeting
from cpr_desk.services.recipients import add_recipient, leave_out, recipients_of, restore_recipient
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import Base
from tests.factories import person
from tests.services.convening import MEETING_ON, TODAY, convened_commission, issued, member, send

Act = Callable[[Database, Meeting], object]


def rows(db: Database) -> dict[str, Sequence[Any]]:
    """Return every row but those of the journal; the number of a calendar entry never goes back."""
    tables = (table for table in Base.metadata.sorted_tables if not table.name.startswith("journal"))
    with db.reading() as session:
        return {
            table.name: session.execute(
                select(*(column for column in table.c if column.name != "sequence")).order_by(table.c.id)
            ).all()
            for table in tables
        }


def _sent(db: Database, meeting: Meeting) -> Dispatch:
    return dispatch.register_of(db, meeting).lines[0].sent[0]


def _carry(db: Database, meeting: Meeting) -> object:
    later = plan_meeting(db, PlanMeeting(1, date(2021, 9, 9)))
    return agenda.carry_over(db, later.id, [item.id for item in meeting.agenda])


def _restore(db: Database, meeting: Meeting) -> object:
    return restore_meeting(db, cancel_meeting(db, meeting, "grève", TODAY))


def _plan_and_move(db: Database, _meeting: Meeting) -> object:
    planned = plan_meeting(db, PlanMeeting(1, date(2021, 12, 9)))
    moved = move_meeting(db, planned, MoveMeeting(date(2022, 1, 6), "grève", TODAY))
    renamed = change_meeting(db, moved.id, PlanMeeting(1, moved.on, joint_with="CPL"))
    return cancel_meeting(db, move_meeting(db, renamed, MoveMeeting(date(2022, 1, 7), "grève", TODAY)), "grève", TODAY)


def _back(db: Database, meeting: Meeting) -> None:
    who = member(db, meeting, "Basile Abgrall")
    leave_out(db, meeting, who, "à sa demande")
    restore_recipient(db, meeting, who)


USE_CASES: dict[str, Act] = {
    "plan": lambda db, _meeting: plan_meeting(db, PlanMeeting(1, date(2021, 12, 9), agenda=(Item("Bilan"),))),
    "change": lambda db, meeting: change_meeting(db, meeting.id, PlanMeeting(1, date(2022, 1, 6), place="Ici")),
    "move": lambda db, meeting: move_meeting(
        db, meeting, MoveMeeting(date(2022, 1, 6), "grève", TODAY, time(22), time(1))
    ),
    "cancel": lambda db, meeting: cancel_meeting(db, meeting, "grève", TODAY),
    "cancel and restore": _restore,
    "plan, move, change, move, cancel": _plan_and_move,
    "agenda": lambda db, meeting: agenda.save_agenda(db, meeting.id, (Item("Bilan"), Item("Chiffres", 1))),
    "carry over": _carry,
    "template": lambda db, meeting: agenda.save_template(db, 1, "Automne", meeting.agenda),
    "opinions": lambda db, meeting: agenda.record_opinions(
        db, meeting.id, [Opinion(Section.SOCIAL, None, MEETING_ON, Verdict.AGREED)], TODAY
    ),
    "recipient": lambda db, meeting: add_recipient(db, meeting, person("Ivi Bah"), Capacity.GUEST, "point 3"),
    "left out and back": _back,
    "issue": lambda db, meeting: issued(db, meeting, b"%PDF two"),
    "sending": lambda db, meeting: send(db, meeting, issued(db, meeting), to=recipients_of(db, meeting)[1:]),
    "returned": lambda db, meeting: dispatch.mark_returned(db, [_sent(db, meeting)], TODAY, TODAY),
    "acknowledged": lambda db, meeting: dispatch.mark_acknowledged(db, [_sent(db, meeting)], TODAY, TODAY),
    "removed": lambda db, meeting: dispatch.remove_dispatches(db, [_sent(db, meeting)]),
}


@pytest.mark.parametrize("act", USE_CASES.values(), ids=list(USE_CASES))
def test_a_use_case_of_a_meeting_is_undone_and_done_again(db: Database, commission: Commission, act: Act) -> None:
    meeting = convened_commission(db, commission)
    if act != USE_CASES["change"]:  # once convened, a meeting is moved instead
        send(db, meeting, issued(db, meeting))
    opened, before = undo.last_entry(db), rows(db)
    act(db, find_meeting(db, commission.id, meeting.id))
    after, steps = rows(db), 0
    while step := undo.history(db, opened).undo:
        undo.undo(db, step)
        steps += 1
    undone = rows(db)
    while step := undo.history(db, opened).redo:
        undo.redo(db, step)

    assert steps
    assert after != before or act in (_restore, _back)
    assert undone == before
    assert rows(db) == after
