from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Person
from cpr_desk.domain.deadlines import meeting_deadlines
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Issue, IssueKind, Recipient, versions_in_force
from cpr_desk.domain.dispatch_register import Outcome, register
from tests.factories import INSTALLED

ANA, YVES, LUC = (
    Recipient(Person(number, name, "Le Goff"), Capacity.TITULAR)
    for number, name in enumerate(("Ana", "Yves", "Luc"), start=1)
)
CONVOCATION, AGENDA, CANCELLATION = IssueKind
LIMITS = meeting_deadlines(INSTALLED, Rules(), lambda _day: None)
LAST_DAY, TOO_LATE = date(2021, 1, 20), date(2021, 1, 21)


def issue(number: int, hour: str = "14 h", kind: IssueKind = CONVOCATION) -> Issue:
    return Issue(kind, number, date(2021, 1, 11), f"{number}", 1, {"heure": hour})


def sent(to: Recipient, day: date = LAST_DAY, version: int = 1, kind: IssueKind = CONVOCATION) -> Dispatch:
    return Dispatch(to, version, day, Channel.EMAIL, kind=kind)


def test_a_version_that_tells_the_same_does_not_replace_the_one_before() -> None:
    printed_again = (issue(1), issue(2))
    another_hour = (*printed_again, issue(3, "15 h"), issue(1, "14 h", AGENDA))

    assert versions_in_force(printed_again, CONVOCATION) == {1, 2}
    assert versions_in_force(another_hour, CONVOCATION) == {3}
    assert versions_in_force(another_hour, AGENDA) == {1}
    assert versions_in_force(another_hour, CANCELLATION) == frozenset()


def test_the_register_has_a_line_a_recipient_then_those_who_no_longer_are() -> None:
    found = register((ANA, YVES), (sent(LUC), sent(ANA), sent(ANA, kind=AGENDA)), (issue(1),), LIMITS)

    assert [(line.id, len(line.sent), line.is_recipient) for line in found.lines] == [
        (1, 2, True),
        (2, 0, True),
        (3, 1, False),
    ]
    assert [len(found.lines[0].of(kind)) for kind in IssueKind] == [1, 1, 0]
    assert found.lines[0].last(AGENDA) == sent(ANA, kind=AGENDA)
    assert found.lines[1].last(AGENDA) is None
    assert found.issues_of(CONVOCATION) == (issue(1),)
    assert found.issues_of(AGENDA) == ()


def test_what_counts_is_the_first_sending_that_arrived_of_a_version_in_force_else_the_last() -> None:
    first, again = sent(ANA), replace(sent(ANA, TOO_LATE), id=2)
    back = replace(sent(YVES), returned_on=TOO_LATE)
    found = register((ANA, YVES, LUC), (first, again, back), (issue(1),), LIMITS)

    assert [found.counting(line, CONVOCATION) for line in found.lines] == [first, back, None]


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (sent(ANA, LAST_DAY, 2), Outcome.IN_TIME),
        (sent(ANA, TOO_LATE, 2), Outcome.LATE),
        (sent(ANA, LAST_DAY, 1), Outcome.REPLACED),
        (replace(sent(ANA, LAST_DAY, 2), returned_on=TOO_LATE), Outcome.RETURNED),
        (sent(ANA, date(2021, 1, 30), 1, AGENDA), Outcome.IN_TIME),
        (sent(ANA, date(2021, 1, 31), 1, AGENDA), Outcome.LATE),
        (sent(ANA, TOO_LATE, 1, CANCELLATION), Outcome.SENT),
    ],
)
def test_each_sending_is_told_by_what_it_is_worth(one: Dispatch, outcome: Outcome) -> None:
    issues = (issue(1), issue(2, "15 h"), issue(1, kind=AGENDA), issue(1, kind=CANCELLATION))

    assert register((ANA,), (one,), issues, LIMITS).outcome(one) is outcome


def test_what_left_once_both_presidents_had_agreed_is_urgent_and_not_late() -> None:
    early, agreed = sent(ANA, TOO_LATE), sent(YVES, date(2021, 1, 25))
    off = sent(LUC, date(2021, 1, 31), kind=AGENDA)
    issues = (issue(1), issue(1, kind=AGENDA))
    found = register((ANA, YVES, LUC), (early, agreed, off), issues, LIMITS, urgent_from=agreed.sent_on)

    assert [found.outcome(each) for each in (early, agreed, off)] == [Outcome.LATE, Outcome.URGENT, Outcome.LATE]
    assert (found.convocation.overdue, found.convocation.urgent) == ((early,), (agreed,))
    assert "1 envoi hors délai et 1 envoi en urgence (limite le 20/01/2021)" in found.convocation.words
    assert (found.agenda.overdue, found.agenda.urgent) == ((off,), ())


def test_what_left_again_after_the_limit_takes_nothing_from_what_left_in_time() -> None:
    first, again = sent(ANA), replace(sent(ANA, TOO_LATE), id=2)
    late, later = sent(YVES, TOO_LATE), replace(sent(YVES, date(2021, 1, 25)), id=3)
    found = register((ANA, YVES), (first, again, late, later), (issue(1),), LIMITS)

    assert [found.outcome(each) for each in (first, again)] == [Outcome.IN_TIME, Outcome.REPEATED]
    assert [found.outcome(each) for each in (late, later)] == [Outcome.LATE, Outcome.LATE]


def test_a_convocation_that_tells_what_is_no_longer_so_is_to_be_sent_again() -> None:
    changes = ("l’heure\u00a0: 15 h au lieu de 14 h",)
    found = register((ANA,), (sent(ANA),), (issue(1),), LIMITS, changed=changes)

    assert not found.convocation.is_regular
    assert found.convocation.words.replace("\u00a0", " ").endswith(
        "dans les délais. À envoyer de nouveau, car ce qui a été annoncé a changé : l’heure : 15 h au lieu de 14 h."
    )
    assert register((ANA,), (sent(ANA),), (issue(1),), LIMITS).convocation.is_regular


def test_outcomes_have_their_words() -> None:
    assert len({outcome.label for outcome in Outcome}) == len(Outcome)


def test_both_proofs_weigh_what_was_sent_of_their_kind() -> None:
    found = register(
        (ANA, YVES), (sent(ANA), sent(YVES), sent(ANA, kind=AGENDA)), (issue(1), issue(1, kind=AGENDA)), LIMITS
    )

    assert found.convocation.is_regular
    assert not found.agenda.is_regular
    assert found.proof_of(CANCELLATION) is None


def test_who_waits_for_a_version_is_whoever_received_nothing_that_counts() -> None:
    back = replace(sent(ANA), returned_on=TOO_LATE)
    found = register((ANA, YVES), (back, sent(YVES), sent(LUC)), (issue(1),), LIMITS)

    assert found.waiting(CONVOCATION) == (ANA,)
    assert found.waiting(AGENDA) == (ANA, YVES)


def test_a_cancellation_is_for_whoever_was_convened_until_told_of_this_very_one() -> None:
    off = replace(issue(1, kind=CANCELLATION), facts={"motif": "salle"})
    back = replace(sent(YVES, kind=CANCELLATION), returned_on=TOO_LATE)
    every = (sent(ANA), sent(YVES), sent(LUC), sent(ANA, kind=CANCELLATION), back)
    found = register((ANA, YVES), every, (issue(1), off), LIMITS, is_cancelled=True)

    assert found.is_cancelled
    assert found.audience(CONVOCATION) == (ANA, YVES)
    assert found.audience(CANCELLATION) == (ANA, YVES, LUC)
    assert found.untold({"motif": "salle"}) == found.waiting(CANCELLATION) == (YVES, LUC)
    assert found.untold({"motif": "autre"}) == (ANA, YVES, LUC)
