from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.ballots import Ballot, Vote, question_on, to_vote_again
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Choice, Method, Next, Outcome, Tally, in_bulk, tallies_of
from cpr_desk.errors import UserError
from cpr_desk.services import decisions, undo
from cpr_desk.services.agenda import agenda_of, save_agenda
from cpr_desk.services.ballots import annul_vote, enter_answers, record_vote
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.session import arrive, close_session, give_proxy, leave, open_session, remove_stay, session_of
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MinutesRow
from tests.services.convening import MEETING_ON, TODAY, convened_commission

SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MEETING_ON, time(hour, minute))


def everybody(session: Session) -> list[int]:
    return [seat.titular.person.id for seat in session.composition.seats if seat.section.votes and seat.titular]


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """A session of the official table, opened at 14:00 with every titular there."""
    found = convened_commission(db, commission)
    open_session(db, found, at(14))
    session = session_of(db, found)
    arrive(db, session, everybody(session), at(14))
    return found


def item_of(db: Database, meeting: Meeting) -> Item:
    return agenda_of(db, meeting.id)[0]


def vote(db: Database, meeting: Meeting, **facts: object) -> Vote:
    made = Vote(item_id=item_of(db, meeting).id, question="Adopter le calendrier", method=Method.HANDS, at=at(15))
    return replace(made, **facts)  # type: ignore[arg-type]


def all_say(session: Session, social: Choice, professional: Choice, when: datetime | None = None) -> dict[int, Choice]:
    electors = session.ballot(Vote(0, "", Method.HANDS, when or at(15))).electors
    return in_bulk(electors, in_bulk(electors, {}, social, SOCIAL), professional, PROFESSIONAL)


def test_a_vote_freezes_who_votes_and_the_quorum_and_is_undone_by_name(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    choices = all_say(session, Choice.FOR, Choice.AGAINST)

    taken = record_vote(db, meeting, vote(db, meeting, question="  Adopter  le calendrier ", choices=choices))

    (known,) = session_of(db, meeting).ballots
    assert known == taken
    assert known.question == "Adopter le calendrier"
    assert {each.seat_id for each in known.electors} == set(choices)
    assert known.has_quorum
    step = undo.history(db).undo
    assert step is not None
    assert step.label == "enregistrer le vote «\u00a0Adopter le calendrier\u00a0»"
    undo.undo(db, step)
    assert session_of(db, meeting).ballots == ()


def test_a_later_correction_of_the_attendance_changes_no_vote_and_is_told(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    taken = record_vote(db, meeting, vote(db, meeting, choices=all_say(session, Choice.FOR, Choice.FOR)))
    remove_stay(db, session, session.presence.stays[0])

    session = session_of(db, meeting)
    assert session.ballots == (taken,)
    ((disturbed, told),) = session.disturbed()
    assert disturbed == taken
    assert "n’est plus noté comme présent" in told[0]


def test_a_vote_is_refused_with_every_reason_at_once(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    leave(db, session, everybody(session)[1:], at(14, 30))

    with pytest.raises(UserError) as refused:
        record_vote(db, meeting, vote(db, meeting, question=" "))
    assert "question" in refused.value.what
    assert "quorum n’est pas atteint" in refused.value.what
    with pytest.raises(UserError, match="trop long"):
        record_vote(db, meeting, vote(db, meeting, question="x" * 2001))


def test_a_vote_without_quorum_is_recorded_as_such_with_its_reason(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    leave(db, session, everybody(session)[1:], at(14, 30))

    taken = record_vote(db, meeting, vote(db, meeting, without_quorum="Avis demandé par l’ARS"))

    assert not taken.has_quorum
    assert "Vote enregistré sans quorum\u00a0: Avis demandé par l’ARS." in taken.words
    assert record_vote(
        db, meeting, vote(db, meeting, question="Autre", at=at(14, 10), without_quorum="Sans objet")
    ).without_quorum == ""  # fmt: skip


@pytest.mark.parametrize(("hour", "minute"), [(13, 59), (16, 1)])
def test_a_vote_takes_place_during_the_session(db: Database, meeting: Meeting, hour: int, minute: int) -> None:
    close_session(db, meeting, at(16))

    with pytest.raises(UserError, match="la séance n’a pas lieu"):
        record_vote(db, meeting, vote(db, meeting, at=at(hour, minute)))


def test_no_vote_without_a_session_nor_by_mail_in_it(db: Database, commission: Commission) -> None:
    meeting = convened_commission(db, commission)

    with pytest.raises(UserError, match="pas ouverte"):
        record_vote(db, meeting, vote(db, meeting))
    with pytest.raises(UserError, match="par correspondance"):
        record_vote(db, meeting, vote(db, meeting, method=Method.MAIL))
    with pytest.raises(UserError, match="n’est pas une consultation écrite"):
        enter_answers(db, meeting, vote(db, meeting), TODAY)


def test_a_conflict_of_interest_may_make_the_quorum_fall(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    social = [seat.titular.person.id for seat in session.composition.of(SOCIAL) if seat.titular]
    needed = session.quorum(at(15)).counts[0].needed
    leave(db, session, social[needed:], at(14, 30))
    session = session_of(db, meeting)
    first = next(seat.id for seat in session.composition.of(SOCIAL) if seat.titular)
    choices = all_say(session, Choice.FOR, Choice.FOR) | {first: Choice.CONFLICT}

    with pytest.raises(UserError, match="quorum n’est pas atteint"):
        record_vote(db, meeting, vote(db, meeting, choices=choices))
    taken = record_vote(db, meeting, vote(db, meeting, choices=choices, without_quorum="Urgence"))
    assert "déport pour conflit d’intérêts" in taken.words


def test_divided_votes_lead_to_a_secret_round_then_to_no_agreement(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    leave(db, session, everybody(session)[10:13], at(14, 10))
    session = session_of(db, meeting)
    electors = session.ballot(vote(db, meeting)).electors
    one, other = (next(e for e in electors if e.section is each and e.votes == 1) for each in (SOCIAL, PROFESSIONAL))
    first = record_vote(
        db, meeting, vote(db, meeting, choices={one.seat_id: Choice.FOR, other.seat_id: Choice.AGAINST})
    )
    assert to_vote_again(session_of(db, meeting).ballots) == (first,)
    tallies = (Tally(SOCIAL, 1, Choice.FOR, 1), Tally(PROFESSIONAL, 1, Choice.AGAINST, 1))

    with pytest.raises(UserError, match="bulletin secret"):
        record_vote(db, meeting, vote(db, meeting, round=2))
    aside = {electors[-1].seat_id: Choice.REFUSED}
    with pytest.raises(UserError, match="ne se note pas par siège"):
        record_vote(db, meeting, vote(db, meeting, round=2, method=Method.SECRET, choices={one.seat_id: Choice.FOR}))
    second = record_vote(db, meeting, vote(db, meeting, round=2, method=Method.SECRET, tallies=tallies, choices=aside))

    assert (first.result.outcome, first.next) == (Outcome.TIED, Next.SECOND_ROUND)
    assert second.next is Next.NO_AGREEMENT
    assert "refus de prendre part" in second.words
    assert second.words.endswith("l’absence d’accord est constatée.")
    assert to_vote_again(session_of(db, meeting).ballots) == ()
    with pytest.raises(UserError, match="second tour a suivi"):
        annul_vote(db, meeting, first, "Erreur", at(16))


def test_an_annulled_vote_stays_on_record_and_is_taken_again(db: Database, meeting: Meeting) -> None:
    first = record_vote(db, meeting, vote(db, meeting))
    with pytest.raises(UserError, match="avec un motif"):
        annul_vote(db, meeting, first, " ", at(15, 10))
    with pytest.raises(UserError, match="déjà enregistré"):
        record_vote(db, meeting, vote(db, meeting))

    annul_vote(db, meeting, first, "Un bulletin oublié", at(15, 10))
    step = undo.history(db).undo
    assert step is not None
    assert step.label == "annuler le vote «\u00a0Adopter le calendrier\u00a0»"
    undo.undo(db, step)
    assert session_of(db, meeting).ballots == (first,)
    annul_vote(db, meeting, first, "Un bulletin oublié", at(15, 10))
    again = record_vote(db, meeting, vote(db, meeting, at=at(15, 12)))

    kept = session_of(db, meeting).ballots
    assert [each.is_valid for each in kept] == [False, True]
    assert kept[1] == again
    assert kept[0].words.endswith("Vote annulé le 10/06/2021\u00a0: Un bulletin oublié.")
    with pytest.raises(UserError, match="déjà annulé"):
        annul_vote(db, meeting, first, "Encore", at(15, 20))


def test_an_item_with_a_vote_stays_on_the_agenda(db: Database, meeting: Meeting) -> None:
    items = save_agenda(db, meeting.id, (item_of(db, meeting), Item("Divers")))
    record_vote(db, meeting, vote(db, meeting))

    with pytest.raises(UserError, match="traité en séance"):
        save_agenda(db, meeting.id, items[1:])
    assert [item.title for item in save_agenda(db, meeting.id, items[:1])] == ["Calendrier"]


@pytest.fixture
def consultation(db: Database, commission: Commission) -> Meeting:
    """A written consultation open from 1 to 20 June 2021."""
    convened_commission(db, commission)
    order = PlanMeeting(
        commission.id, date(2021, 6, 20), MeetingKind.WRITTEN, opens_on=date(2021, 6, 1),
        agenda=(Item("Avis sur l’adhésion de la CPTS Presqu’île", kind=ItemKind.OPINION),),
    )  # fmt: skip
    return plan_meeting(db, order)


def test_answers_by_mail_are_entered_as_they_come_and_make_the_quorum(db: Database, consultation: Meeting) -> None:
    item = item_of(db, consultation)
    electors = session_of(db, consultation).ballot(Vote(item.id, "", Method.MAIL, at(0))).electors
    some = {each.seat_id: Choice.FOR for each in electors[:3]}
    wanted = Vote(
        item.id, question_on(item), Method.MAIL, at(0), choices=some, answered_on=dict.fromkeys(some, date(2021, 6, 4))
    )

    first = enter_answers(db, consultation, wanted, TODAY)
    assert not first.has_quorum
    assert "clos le 20/06/2021, 3 réponses sur" in first.words
    assert "n’atteignent pas le quorum" in first.words

    every = {each.seat_id: Choice.FOR for each in electors[:-1]}
    days = dict.fromkeys(every, date(2021, 6, 12))
    late = electors[-1].seat_id
    whole = replace(
        wanted,
        choices=every | {late: Choice.AGAINST},
        answered_on=days | {late: date(2021, 6, 21)},
        ballot_id=first.id,
    )
    taken = enter_answers(db, consultation, whole, TODAY)

    assert session_of(db, consultation).ballots == (taken,)
    assert taken.has_quorum
    assert taken.late == (electors[-1],)
    assert taken.result.of(Choice.AGAINST).heads == 0
    assert "1 réponse hors délai" in taken.words
    assert list(session_of(db, consultation).disturbed()) == []
    with pytest.raises(UserError, match="par correspondance"):
        record_vote(db, consultation, whole)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((), "quand chaque réponse est arrivée"),
        ((date(2021, 5, 31),), "précéder l’ouverture"),
        ((TODAY + timedelta(days=1),), "à venir"),
    ],
)
def test_answers_that_cannot_be_are_refused(
    db: Database, consultation: Meeting, days: tuple[date, ...], why: str
) -> None:
    item = item_of(db, consultation)
    seat = session_of(db, consultation).ballot(Vote(item.id, "", Method.MAIL, at(0))).electors[0].seat_id
    came = dict(zip([seat], days, strict=False))
    wanted = Vote(item.id, "Avis", Method.MAIL, at(0), choices={seat: Choice.FOR}, answered_on=came)

    with pytest.raises(UserError, match=why):
        enter_answers(db, consultation, wanted, TODAY)


DAYS = count(1)
STEPS = st.lists(st.tuples(st.sampled_from(["arrive", "leave", "proxy", "vote"]), st.integers(0, 60)), max_size=14)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_votes_are_conserved_under_any_sequence_of_the_session(
    db: Database, any_meeting: Callable[[], Meeting], steps: list[tuple[str, int]]
) -> None:
    meeting = any_meeting()
    opened = datetime.combine(meeting.on, time(14))
    open_session(db, meeting, opened)
    taken: list[Ballot] = []
    for minute, (step, number) in enumerate(steps, start=1):
        now = opened + timedelta(minutes=minute)
        play(db, meeting, step, number, now, taken)

    session = session_of(db, meeting)
    assert list(session.ballots) == taken
    for ballot in taken:
        seats = {seat.id: seat.votes for seat in session.composition.seats}
        assert len({each.seat_id for each in ballot.electors}) == len(ballot.electors)
        assert all(seats[each.seat_id] == each.votes for each in ballot.electors)
        room = session.floor(ballot.taken_at)
        cast = sum(share.votes for share in ballot.result.shares.values())
        assert cast == sum(room.votes(section) for section in (SOCIAL, PROFESSIONAL))


def play(db: Database, meeting: Meeting, step: str, number: int, now: datetime, taken: list[Ballot]) -> None:
    """Do one step of a session; what the rules refuse is refused, and changes nothing."""
    session = session_of(db, meeting)
    people = [holding.person.id for _, _, holding in session.composition.holdings()]
    somebody = people[number % len(people)]
    try:
        if step == "arrive":
            arrive(db, session, people[number % 7 :: 7], now)
        elif step == "leave":
            leave(db, session, people[number % 5 :: 5], now)
        elif step == "proxy":
            seats = [seat for seat in session.composition.seats if seat.titular]
            seat = seats[number % len(seats)]
            assert seat.titular is not None
            give_proxy(db, session, Proxy(seat.id, seat.titular.person.id, somebody, now))
        else:
            item = agenda_of(db, meeting.id)[0].id
            empty = Vote(item, f"Question {len(taken)}", Method.NAMED, now, without_quorum="Pour mémoire")
            every = in_bulk(session.ballot(empty).electors, {}, list(Choice)[number % len(Choice)])
            taken.append(record_vote(db, meeting, replace(empty, choices=every)))
            named = tallies_of(taken[-1].electors, every)
            assert sum(each.heads for each in named) == len(taken[-1].electors)
    except UserError:
        assert list(session_of(db, meeting).ballots) == taken


@pytest.fixture
def any_meeting(db: Database, commission: Commission) -> Callable[[], Meeting]:
    """Return what plans one more meeting of the same commission."""
    convened_commission(db, commission)

    def plan() -> Meeting:
        on = MEETING_ON + timedelta(days=next(DAYS))
        return plan_meeting(db, PlanMeeting(commission.id, on, starts=time(14), agenda=(Item("Calendrier"),)))

    return plan


def test_approved_minutes_keep_their_votes(db: Database, meeting: Meeting) -> None:
    taken = record_vote(db, meeting, vote(db, meeting))
    with db.unit_of_work("Approuver") as session:
        session.add(MinutesRow(meeting_id=meeting.id, locked=True))

    with pytest.raises(UserError, match="est approuvé"):
        record_vote(db, meeting, vote(db, meeting, question="Autre"))
    with pytest.raises(UserError, match="est approuvé"):
        annul_vote(db, meeting, taken, "Erreur", at(16))


def test_a_cancelled_consultation_takes_no_answer(db: Database, consultation: Meeting) -> None:
    gone = cancel_meeting(db, consultation, "Sans objet", date(2021, 6, 2))

    with pytest.raises(UserError, match="annulée"):
        enter_answers(db, gone, vote(db, consultation, method=Method.MAIL), TODAY)


def test_a_vote_that_carries_a_decision_is_annulled_once_it_is_withdrawn(db: Database, meeting: Meeting) -> None:
    taken = record_vote(db, meeting, vote(db, meeting))
    drafted = Decision(
        DecisionKind.DECISION, 2021, 0, "Adopté", MEETING_ON, meeting.id, taken.item_id, ballot_id=taken.id
    )  # fmt: skip
    (decision,) = decisions.record_decisions(db, meeting, [drafted], TODAY)

    with pytest.raises(UserError, match="repose sur ce vote"):
        annul_vote(db, meeting, taken, "Erreur", at(16))
    decisions.withdraw(db, decision, "Vote annulé", TODAY, TODAY)
    annul_vote(db, meeting, taken, "Erreur", at(16))
    assert not session_of(db, meeting).ballots[0].is_valid
