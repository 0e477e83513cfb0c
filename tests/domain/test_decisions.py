from dataclasses import replace
from datetime import date, datetime

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.composition import Section
from cpr_desk.domain.decisions import (
    Decision,
    DecisionKind,
    FollowUp,
    as_of,
    by_urgency,
    holes,
    next_number,
    pressing,
    proposals,
    refuse_decision,
    unsupported,
)
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.voting import Choice, Method, Tally

TAKEN = date(2021, 2, 4)
DECISION = Decision(DecisionKind.DECISION, 2021, 1, "Le calendrier est adopté.", TAKEN, meeting_id=1)


def test_each_kind_is_numbered_by_year() -> None:
    known = (DECISION, replace(DECISION, number=2), replace(DECISION, kind=DecisionKind.OPINION))

    assert next_number(known, DecisionKind.DECISION, 2021) == 3
    assert next_number(known, DecisionKind.OPINION, 2021) == 2
    assert next_number(known, DecisionKind.DECISION, 2022) == 1
    assert DECISION.reference == "D\u00a02021-01"


def test_a_withdrawal_is_told_wherever_a_decision_is_cited() -> None:
    withdrawn = replace(DECISION, withdrawn_on=date(2021, 2, 20), withdrawn_reason="Sans objet.")

    assert DECISION.cited == DECISION.reference
    assert withdrawn.cited == "D\u00a02021-01 (retrait le 20/02/2021\u00a0: Sans objet)"


def test_a_hole_in_the_numbers_is_named() -> None:
    assert holes((DECISION, replace(DECISION, number=3))) == ("D\u00a02021-02",)
    assert holes((DECISION,)) == ()


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        ({}, FollowUp.NOTHING, ""),
        ({"responsible": "Mme Le Goff"}, FollowUp.TO_DO, "suivi\u00a0: Mme Le Goff"),
        ({"due_on": date(2021, 3, 1)}, FollowUp.TO_DO, "suivi\u00a0: pour le 01/03/2021"),
        ({"due_on": date(2021, 2, 28)}, FollowUp.OVERDUE, "suivi\u00a0: pour le 28/02/2021"),
        ({"due_on": date(2021, 2, 28), "done_on": date(2021, 2, 20)}, FollowUp.DONE, "fait le 20/02/2021"),
        (
            {"withdrawn_on": date(2021, 2, 20), "withdrawn_reason": "Sans objet."},
            FollowUp.WITHDRAWN,
            "retrait le 20/02/2021\u00a0: Sans objet",
        ),
    ],
)
def test_a_decision_is_followed_until_it_is_done(facts: dict[str, object], state: FollowUp, words: str) -> None:
    decision = replace(DECISION, **facts)  # type: ignore[arg-type]

    assert decision.follow_up(date(2021, 3, 1)) is state
    assert decision.words == words
    assert state.label


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"text": " "}, "Écrivez"),
        ({"due_on": date(2021, 2, 3)}, "échéance précède"),
        ({"done_on": date(2021, 2, 3)}, "avant d’avoir été prise"),
        ({"done_on": date(2021, 3, 2)}, "à venir"),
        ({"withdrawn_on": date(2021, 2, 5)}, "pourquoi"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(facts: dict[str, object], why: str) -> None:
    assert any(why in each for each in refuse_decision(replace(DECISION, **facts), date(2021, 3, 1)))  # type: ignore[arg-type]


def test_a_decision_that_makes_sense_is_accepted() -> None:
    assert refuse_decision(DECISION, TAKEN) == ()
    assert all(each.label for each in DecisionKind)


@pytest.mark.parametrize("on", [date(2021, 2, 3), date(2021, 3, 2)])
def test_a_withdrawal_neither_precedes_the_decision_nor_is_to_come(on: date) -> None:
    wanted = replace(DECISION, withdrawn_on=on, withdrawn_reason="Sans objet")

    assert refuse_decision(wanted, date(2021, 3, 1)) == (
        "Le retrait ne peut ni précéder la décision, ni être à venir.",
    )


def test_what_presses_comes_first() -> None:
    today = date(2021, 3, 1)
    done = replace(DECISION, number=1, done_on=today)
    someday = replace(DECISION, number=2, responsible="Mme Le Goff")
    soon = replace(DECISION, number=3, due_on=date(2021, 3, 15))
    later = replace(DECISION, number=4, due_on=date(2021, 3, 16))
    late = replace(DECISION, number=5, due_on=date(2021, 2, 28))
    newer = replace(DECISION, number=6, taken_on=date(2021, 2, 20))

    known = (done, someday, soon, later, late, newer)
    assert by_urgency(known, today) == (late, soon, later, someday, newer, done)
    assert pressing(known, today) == (late, soon)


MEETING = Meeting(
    1,
    1,
    MeetingKind.ORDINARY,
    MeetingMode.VIDEO,
    TAKEN,
    agenda=(Item("Calendrier", id=1), Item("Avenant", kind=ItemKind.OPINION, cpts_id=7, id=2)),
)


def ballot(number: int, item_id: int, question: str, choice: Choice = Choice.FOR, **facts: object) -> Ballot:
    tallies = (Tally(Section.SOCIAL, 3, choice, 2),)
    at = datetime(2021, 2, 5, 0, 10)  # noqa: DTZ001 - the clock on the wall
    made = Ballot(item_id, question, Method.SECRET, at, (), "", True, tallies=tallies, id=number)
    return replace(made, **facts)  # type: ignore[arg-type]


def test_each_vote_won_proposes_a_decision_in_the_order_of_the_agenda() -> None:
    annulled = ballot(3, 1, "Autre", annulled_at=datetime(2021, 2, 5), annul_reason="Erreur")  # noqa: DTZ001
    votes = (ballot(1, 2, "Avis favorable"), ballot(2, 1, "calendrier"), annulled, ballot(4, 1, "Non", Choice.AGAINST))

    first, second = proposals(MEETING, votes, ())

    won = "Adopté\u00a0: 6 voix pour, 0 voix contre, soit 6 voix exprimées."
    assert first.text == f"calendrier. {won}"
    assert (first.kind, first.ballot_id, first.taken_on) == (DecisionKind.DECISION, 2, date(2021, 2, 5))
    assert second.text == f"Avenant. Avis favorable. {won}"
    assert (second.kind, second.item_id, second.cpts_id) == (DecisionKind.OPINION, 2, 7)
    too_few = ballot(5, 1, "Consultation", has_quorum=False)
    assert proposals(MEETING, (too_few,), ()) == ()
    assert len(proposals(MEETING, (replace(too_few, without_quorum="urgence"),), ())) == 1
    assert proposals(MEETING, votes, (first, replace(second, withdrawn_on=TAKEN))) == ()


def test_a_decision_whose_vote_was_annulled_stands_on_nothing() -> None:
    annulled = ballot(3, 1, "Calendrier", annulled_at=datetime(2021, 2, 5), annul_reason="Erreur")  # noqa: DTZ001
    carried, withdrawn = replace(DECISION, ballot_id=3), replace(DECISION, ballot_id=3, withdrawn_on=TAKEN)

    assert unsupported((DECISION, carried, withdrawn), (annulled, ballot(1, 1, "Calendrier"))) == (carried,)


def test_decisions_are_told_as_they_stood_on_a_day() -> None:
    done = replace(DECISION, done_on=date(2021, 3, 1))
    withdrawn = replace(DECISION, number=2, withdrawn_on=date(2021, 3, 1), withdrawn_reason="Vote annulé")
    later = replace(DECISION, number=3, taken_on=date(2021, 2, 20))

    assert as_of((done, withdrawn, later), date(2021, 2, 19)) == (DECISION, replace(DECISION, number=2))
    assert as_of((done, withdrawn, later), date(2021, 3, 1)) == (done, withdrawn, later)
