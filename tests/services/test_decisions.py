from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.voting import Choice, Method, Tally
from cpr_desk.errors import UserError
from cpr_desk.services import undo
from cpr_desk.services.agenda import save_agenda
from cpr_desk.services.decisions import (
    all_decisions,
    change_decision,
    decisions_of,
    decisions_on,
    mark_done,
    proposals_of,
    record_decisions,
    withdraw,
)
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import find_meeting
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage import session as sessions
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MinutesRow
from tests.factories import adhesion
from tests.services.convening import MEETING_ON, TODAY, convened_commission


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    found = convened_commission(db, commission)
    cpts_id = save_adhesion(db, commission.id, adhesion(), MEETING_ON)
    items = (*found.agenda, Item("Avenant de la CPTS", kind=ItemKind.OPINION, cpts_id=cpts_id))
    save_agenda(db, found.id, items)
    return find_meeting(db, commission.id, found.id)


def decision(meeting: Meeting, text: str = "Le calendrier est adopté.", **facts: object) -> Decision:
    kept = Decision(DecisionKind.DECISION, 0, 0, text, meeting.on, meeting.id, meeting.agenda[0].id)
    return replace(kept, **facts)  # type: ignore[arg-type]


def vote(db: Database, meeting: Meeting, place: int, won: int = 3) -> None:
    ballot = Ballot(
        meeting.agenda[place].id,
        "Approuvez-vous ?",
        Method.SECRET,
        datetime(2021, 6, 10, 15),  # noqa: DTZ001 - the clock on the wall
        (),
        "Quorum atteint.",
        has_quorum=True,
        tallies=(Tally(Section.SOCIAL, 1, Choice.FOR, won), Tally(Section.SOCIAL, 1, Choice.AGAINST, 1)),
    )
    with db.unit_of_work("Enregistrer un vote") as session:
        sessions.write_ballot(session, meeting.id, ballot)


def undo_last(db: Database) -> str:
    step = undo.history(db).undo
    assert step is not None
    undo.undo(db, step)
    return step.label


def test_decisions_and_opinions_are_numbered_apart_by_year(db: Database, meeting: Meeting) -> None:
    opinion = decision(meeting, "Avis favorable.", kind=DecisionKind.OPINION, cpts_id=meeting.agenda[1].cpts_id)

    made = record_decisions(db, meeting, [decision(meeting), opinion, decision(meeting, "  Le lieu est fixé. ")], TODAY)

    assert [each.reference for each in made] == ["D\u00a02021-01", "A\u00a02021-01", "D\u00a02021-02"]
    assert made == decisions_of(db, meeting)
    assert made[2].text == "Le lieu est fixé."
    assert decisions_on(db, opinion.cpts_id or 0) == (made[1],)
    assert set(all_decisions(db, 1)) == set(made)


def test_undoing_the_last_recording_frees_its_numbers_and_leaves_no_hole(db: Database, meeting: Meeting) -> None:
    record_decisions(db, meeting, [decision(meeting)], TODAY)
    first = undo.history(db).undo
    record_decisions(db, meeting, [decision(meeting, "Autre.")], TODAY)

    assert first is not None
    with pytest.raises(UserError, match="D’autres modifications ont été faites depuis"):
        undo.undo(db, first)
    assert undo_last(db) == "enregistrer 1 décision de la réunion du jeudi 10 juin 2021"
    (again,) = record_decisions(db, meeting, [decision(meeting, "Encore autre.")], TODAY)
    assert again.number == 2
    assert sorted(each.number for each in all_decisions(db, 1)) == [1, 2]


def test_a_recording_is_not_undone_from_elsewhere_once_another_number_follows(db: Database, meeting: Meeting) -> None:
    record_decisions(db, meeting, [decision(meeting)], TODAY)
    step = undo.history(db).undo
    other = Database(db.file, "Yann")
    record_decisions(other, meeting, [decision(meeting, "Ailleurs.")], TODAY)
    other.close()

    assert step is not None
    with pytest.raises(UserError, match="modifiées depuis"):
        undo.undo(db, step)
    assert [each.number for each in decisions_of(db, meeting)] == [1, 2]


def test_a_decision_is_followed_done_and_undone_by_name(db: Database, meeting: Meeting) -> None:
    (made,) = record_decisions(db, meeting, [decision(meeting)], TODAY)
    wanted = replace(made, text="Le calendrier est fixé.", responsible=" Mme Le Goff ", due_on=date(2021, 6, 20))

    changed = change_decision(db, wanted, TODAY)
    assert changed == replace(wanted, responsible="Mme Le Goff")
    mark_done(db, [changed], date(2021, 6, 18), TODAY)
    assert decisions_of(db, meeting)[0].words == "fait le 18/06/2021"
    assert undo_last(db) == "noter comme fait\u00a0: la décision D\u00a02021-01"
    assert undo_last(db) == "modifier la décision D\u00a02021-01"
    assert decisions_of(db, meeting) == (made,)
    with pytest.raises(UserError, match="avant d’avoir été prise"):
        mark_done(db, [made], date(2021, 6, 1), TODAY)
    with pytest.raises(UserError, match="échéance précède"):
        change_decision(db, replace(made, due_on=date(2021, 6, 1)), TODAY)


def test_a_decision_withdrawn_keeps_its_number(db: Database, meeting: Meeting) -> None:
    (made,) = record_decisions(db, meeting, [decision(meeting, kind=DecisionKind.OPINION)], TODAY)

    with pytest.raises(UserError, match="pourquoi"):
        withdraw(db, made, " ", TODAY, TODAY)
    withdraw(db, made, " Vote annulé ", TODAY, TODAY)
    (kept,) = decisions_of(db, meeting)
    assert (kept.number, kept.withdrawn_on, kept.withdrawn_reason) == (1, TODAY, "Vote annulé")
    (following,) = record_decisions(db, meeting, [decision(meeting, kind=DecisionKind.OPINION)], TODAY)
    assert following.number == 2


def test_each_vote_that_was_won_proposes_a_decision_once(db: Database, meeting: Meeting) -> None:
    vote(db, meeting, 1)
    vote(db, meeting, 0, won=0)

    (proposed,) = proposals_of(db, meeting)
    assert proposed.kind is DecisionKind.OPINION
    assert proposed.cpts_id == meeting.agenda[1].cpts_id
    assert proposed.text.startswith("Avenant de la CPTS. Approuvez-vous ? Adopté\u00a0: 3 voix pour")

    record_decisions(db, meeting, [proposed], TODAY)
    assert proposals_of(db, meeting) == ()


def test_what_was_not_held_decides_nothing(db: Database, meeting: Meeting) -> None:
    with pytest.raises(UserError, match="rien décidé encore"):
        record_decisions(db, meeting, [decision(meeting)], date(2021, 6, 9))
    cancelled = cancel_meeting(db, meeting, "Grève", TODAY)
    with pytest.raises(UserError, match="rien décidé"):
        record_decisions(db, cancelled, [decision(meeting)], TODAY)


def test_approved_minutes_keep_what_was_decided(db: Database, meeting: Meeting) -> None:
    (made,) = record_decisions(db, meeting, [decision(meeting)], TODAY)
    with db.unit_of_work("Approuver") as session:
        session.add(MinutesRow(meeting_id=meeting.id, approved_on=TODAY, locked=True))

    with pytest.raises(UserError, match="approuvé"):
        record_decisions(db, meeting, [decision(meeting)], TODAY)
    with pytest.raises(UserError, match="approuvé"):
        change_decision(db, replace(made, text="Autre chose."), TODAY)
    mark_done(db, [made], TODAY, TODAY)
    change_decision(db, replace(made, done_on=TODAY, responsible="Mme Le Goff"), TODAY)


@pytest.mark.parametrize("facts", [{"text": "x" * 5001}, {"note": "x" * 2001}])
def test_a_text_too_long_is_refused(db: Database, meeting: Meeting, facts: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="trop long"):
        record_decisions(db, meeting, [decision(meeting, **facts)], TODAY)
