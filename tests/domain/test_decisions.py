from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.decisions import Decision, DecisionKind, FollowUp, holes, next_number, refuse_decision

TAKEN = date(2021, 2, 4)
DECISION = Decision(DecisionKind.DECISION, 2021, 1, "Le calendrier est adopté.", TAKEN, meeting_id=1)


def test_each_kind_is_numbered_by_year() -> None:
    known = (DECISION, replace(DECISION, number=2), replace(DECISION, kind=DecisionKind.OPINION))

    assert next_number(known, DecisionKind.DECISION, 2021) == 3
    assert next_number(known, DecisionKind.OPINION, 2021) == 2
    assert next_number(known, DecisionKind.DECISION, 2022) == 1
    assert DECISION.reference == "D\u00a02021-01"


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
