from dataclasses import replace
from datetime import date, timedelta

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import floor_at
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.minutes import (
    Minutes,
    Part,
    Passages,
    Signature,
    State,
    Version,
    refuse_approval,
    refuse_unlocking,
)
from cpr_desk.domain.minutes_course import MinutesTask, approving_ballot, proposed_decision, task_of
from cpr_desk.domain.voting import Choice, Method, electors_of
from tests.domain.sessions import COMMISSION, DAY, OPENS, at, presence, there

ELECTORS = electors_of(floor_at(COMMISSION, presence(there(1, 2, 3, 4, 5, 6)), Rules(), OPENS))
MEETING = Meeting(1, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, DAY)
LATER = Meeting(
    2, 2, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, date(2021, 9, 1),
    agenda=(Item("Approbation du relevé de décisions de la réunion du 4 février 2021", kind=ItemKind.MINUTES, id=7),),
)  # fmt: skip
TOLD: Passages = {(1, Part.DECISION): "Adopté."}
KEPT = Minutes(TOLD, (Version(1, date(2021, 2, 10), "a", 1, TOLD),))


def ballot(choice: Choice = Choice.FOR, item: int = 7, **facts: object) -> Ballot:
    made = Ballot(
        item, "Le calendrier ?", Method.HANDS, at(15), ELECTORS, "", has_quorum=True,
        choices={each.seat_id: choice for each in ELECTORS},
    )  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]


def test_minutes_are_to_do_from_the_day_after_the_meeting_or_from_the_opening_of_the_session() -> None:
    def task(minutes: Minutes, today: date, meeting: Meeting = MEETING, *, begun: bool = False) -> MinutesTask | None:
        return task_of(meeting, minutes, Rules(), today, begun=begun)

    day, nothing = timedelta(days=1), Minutes({})
    assert task(nothing, DAY) is None
    assert task(nothing, DAY - day, begun=True) is None
    assert task(nothing, DAY, begun=True) is not None
    assert task(nothing, DAY + day) == MinutesTask(
        State.TO_WRITE, date(2021, 3, 6), DAY + day, (Section.SOCIAL, Section.PROFESSIONAL)
    )
    assert task(nothing, DAY + 365 * day) is not None
    assert task(nothing, DAY + 366 * day) is None
    assert task(KEPT, DAY + 366 * day) is not None
    assert task(KEPT, DAY + day, replace(MEETING, cancelled_on=DAY)) is None


def test_a_task_is_late_after_its_last_day_and_done_once_signed() -> None:
    due = date(2021, 3, 6)
    task = MinutesTask(State.TO_SIGN, due, due, (Section.SOCIAL,))

    assert not task.is_late
    assert task.label == "à signer"
    assert replace(task, today=date(2021, 3, 7)).label == "à signer, en retard"
    assert replace(task, today=date(2021, 3, 7)).is_late
    assert replace(task, today=date(2021, 3, 7)).days_left == -1
    assert not replace(task, state=State.SIGNED, today=date(2021, 3, 7)).is_late
    assert task.words == (
        "Relevé à signer par la présidence de la section sociale, au plus tard le samedi 6 mars 2021 "
        "(règle par défaut, à confirmer par le règlement applicable)."
    )
    both = replace(task, unsigned=(Section.SOCIAL, Section.PROFESSIONAL))
    assert "la présidence de la section sociale et de la section professionnelle," in both.words
    assert replace(task, state=State.TO_WRITE).words.startswith("Relevé à rédiger, au plus tard")
    assert replace(task, state=State.APPROVED).words == "Relevé approuvé."


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [
        (Choice.FOR, "se prononce pour\u00a0: 10 voix pour"),
        (Choice.AGAINST, "se prononce contre\u00a0: 0 voix pour, 10 voix contre"),
        (Choice.ABSTAIN, "aucune voix n’est exprimée"),
    ],
)
def test_the_vote_proposes_the_decision(choice: Choice, verdict: str) -> None:
    told = proposed_decision([ballot(choice), ballot(item=8)], 7)

    assert told.startswith("Sur la question «\u00a0Le calendrier\u00a0?\u00a0», ")
    assert verdict in told


def test_a_second_round_tells_more_than_the_first_and_an_annulled_vote_nothing() -> None:
    tied = {each.seat_id: Choice.FOR if each.section is Section.SOCIAL else Choice.AGAINST for each in ELECTORS}
    even = tuple(replace(each, votes=1) for each in ELECTORS)
    first = ballot(electors=even, choices=tied)

    assert "il y a partage des voix" in proposed_decision([first], 7)
    assert "se prononce pour" in proposed_decision([ballot(round=2), first], 7)
    assert proposed_decision([replace(first, annulled_at=at(16))], 7) == ""
    assert proposed_decision([first, ballot(question="Autre ?")], 7).count("Sur la question") == 2


def test_a_mail_vote_without_quorum_proposes_nothing_and_approves_nothing() -> None:
    lacking = ballot(method=Method.MAIL, has_quorum=False)

    assert proposed_decision([lacking], 7) == ""
    assert approving_ballot([(LATER, (lacking,))], MEETING) is None


def test_the_next_meeting_whose_item_names_this_one_and_was_adopted_approves_it() -> None:
    adopted = (ballot(),)

    assert approving_ballot([(LATER, adopted)], MEETING) == LATER
    assert approving_ballot([(LATER, (ballot(Choice.AGAINST),))], MEETING) is None
    assert approving_ballot([(LATER, ())], MEETING) is None
    assert approving_ballot([(LATER, (ballot(annulled_at=at(16)),))], MEETING) is None
    assert approving_ballot([(LATER, adopted)], replace(MEETING, on=date(2021, 2, 5))) is None
    assert approving_ballot([(LATER, adopted)], LATER) is None
    ten_days_later = replace(LATER, agenda=(replace(LATER.agenda[0], title="Relevé du 14 février 2021"),))
    assert approving_ballot([(ten_days_later, adopted)], MEETING) is None
    information = replace(LATER, agenda=(replace(LATER.agenda[0], kind=ItemKind.INFORMATION),))
    assert approving_ballot([(information, adopted)], MEETING) is None


def test_an_approval_that_proves_nothing_is_refused() -> None:
    approved_on, today = date(2021, 9, 1), date(2021, 9, 2)

    def refused(minutes: Minutes, on: date = approved_on) -> str:
        return " ".join(refuse_approval(minutes, DAY, on, today))

    assert refused(KEPT) == ""
    assert "Éditez d’abord" in refused(Minutes(TOLD))
    assert "Le texte a changé" in refused(replace(KEPT, passages={}))
    assert "déjà approuvé" in refused(replace(KEPT, locked=True))
    assert "à venir" in refused(KEPT, date(2021, 9, 3))
    assert "ne peut la précéder" in refused(KEPT, date(2021, 2, 3))
    assert "La version 1 est du 10/02/2021" in refused(KEPT, date(2021, 2, 9))


def test_approved_minutes_are_opened_again_for_a_reason_only() -> None:
    assert refuse_unlocking(KEPT, "Erreur") == ("Ce relevé de décisions n’est pas approuvé, il peut être modifié.",)
    assert "motif" in refuse_unlocking(replace(KEPT, locked=True), " ")[0]
    assert refuse_unlocking(replace(KEPT, locked=True), "Erreur") == ()


def test_a_section_that_signed_the_last_version_is_no_longer_asked() -> None:
    signed = replace(KEPT, signatures=(Signature(Section.SOCIAL, "Mme Nom1", date(2021, 2, 11), 1),))

    assert signed.unsigned == (Section.PROFESSIONAL,)
    assert signed.state is State.TO_SIGN
    assert replace(signed, passages={}).state is State.DRAFT
