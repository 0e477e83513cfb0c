"""What happens to meetings in earnest: moved to and fro, cancelled and restored, changed after papers left."""

from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.agenda import Item, ItemKind, Verdict
from cpr_desk.domain.commission import Commission, Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity, IssueKind, versions_in_force
from cpr_desk.domain.dispatch_register import Outcome
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.meeting_course import StepState
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.opinions import Opinion
from cpr_desk.services import agenda, composition, dispatch, issues, mandates, undo
from cpr_desk.services import commission as commissions
from cpr_desk.services.mandates import EndMandate
from cpr_desk.services.meeting_changes import MoveMeeting, cancel_meeting, move_meeting, restore_meeting
from cpr_desk.services.meeting_courses import course_of
from cpr_desk.services.meetings import PlanMeeting, change_meeting, find_meeting, plan_meeting
from cpr_desk.services.recipients import audience_of, recipients_of
from cpr_desk.storage.database import Database
from tests.services.convening import LAST_DAY, MEETING_ON, TODAY, TOO_LATE, convened_commission, issued, send

BEFORE = date(2021, 6, 1)
"""After the limit of the convocation, before that of the agenda and the meeting."""


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def move(db: Database, meeting: Meeting, on: date) -> Meeting:
    order = MoveMeeting(on, "salle prise", date(2021, 5, 25), meeting.starts, place=meeting.place)
    return move_meeting(db, meeting, order)


def order_of(commission: Commission, meeting: Meeting) -> PlanMeeting:
    return PlanMeeting(commission.id, meeting.on, starts=meeting.starts, place=meeting.place, agenda=meeting.agenda)


def told(sentences: tuple[str, ...]) -> str:
    return "\n".join(sentences).replace("\u00a0", " ")


def test_a_meeting_moved_back_to_its_first_day_is_convened_anew(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting, b"%PDF one"))
    away = move(db, meeting, date(2021, 6, 17))
    send(db, away, issued(db, away, b"%PDF two"), date(2021, 5, 28))
    back = move(db, away, MEETING_ON)
    asked = issues.needs_new_convocation(db, back)
    third = issued(db, back, b"%PDF three")
    register = dispatch.register_of(db, back)

    assert [each.was_on for each in back.moves] == [MEETING_ON, date(2021, 6, 17)]
    assert told(asked) == "la date : jeudi 10 juin 2021 au lieu de jeudi 17 juin 2021"
    assert versions_in_force(register.issues, IssueKind.CONVOCATION) == {3}
    assert {register.outcome(each) for each in register.lines[0].sent} == {Outcome.REPLACED}
    assert not register.convocation.in_time
    send(db, back, third, date(2021, 6, 1))
    assert len(dispatch.register_of(db, back).convocation.late) == len(recipients_of(db, back))


def test_a_meeting_moved_and_back_before_anybody_heard_of_it_needs_no_new_convocation(
    db: Database, meeting: Meeting
) -> None:
    send(db, meeting, issued(db, meeting))
    back = move(db, move(db, meeting, date(2021, 6, 17)), MEETING_ON)

    assert issues.needs_new_convocation(db, back) == ()
    assert dispatch.register_of(db, back).convocation.is_regular


def test_a_meeting_cancelled_and_restored_is_convened_again_once_people_were_told(
    db: Database, meeting: Meeting
) -> None:
    send(db, meeting, issued(db, meeting))
    silent = restore_meeting(db, cancel_meeting(db, meeting, "grève", TODAY))
    unsaid = issues.needs_new_convocation(db, silent)
    cancelled = cancel_meeting(db, silent, "grève", TODAY)
    issued(db, cancelled, b"%PDF cancelled", IssueKind.CANCELLATION)
    meanwhile = issues.needs_new_convocation(db, cancelled), dispatch.register_of(db, cancelled).convocation
    restored = restore_meeting(db, cancelled)
    asked = issues.needs_new_convocation(db, restored)
    again = issued(db, restored)  # the very bytes of the first

    assert (unsaid, meanwhile[0]) == ((), ())
    assert meanwhile[1].is_regular
    assert told(asked) == "l’annulation éditée le 20/05/2021 est levée"
    assert again.number == 2
    assert issues.needs_new_convocation(db, restored) == ()
    assert not dispatch.register_of(db, restored).convocation.in_time
    assert issued(db, restored) == again


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mode": MeetingMode.VIDEO}, "la participation : réunion en visioconférence au lieu de réunion en présence"),
        ({"link": "https://visio.exemple.fr"}, "le lien : https://visio.exemple.fr au lieu de rien"),
    ],
)
def test_how_one_takes_part_is_told_again_when_it_changes(
    db: Database, commission: Commission, meeting: Meeting, changes: dict[str, object], said: str
) -> None:
    issued(db, meeting)
    changed = change_meeting(db, meeting.id, replace(order_of(commission, meeting), **changes))  # type: ignore[arg-type]

    assert told(issues.needs_new_convocation(db, changed)) == said


def test_another_end_is_told_again(db: Database, meeting: Meeting) -> None:
    issued(db, meeting)
    longer = move_meeting(db, meeting, MoveMeeting(MEETING_ON, "long", TODAY, time(14), time(0, 30), "Salle Loire"))

    assert longer.ends_next_day
    assert longer.hours.replace("\u00a0", " ") == "de 14 h à 0 h 30, le lendemain"
    assert told(issues.needs_new_convocation(db, longer)) == "l’heure de fin : 0 h 30 au lieu de rien"


def test_an_agenda_changed_after_it_left_is_to_be_sent_again_until_the_meeting(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    agenda.save_agenda(db, meeting.id, (Item("Bilan"),))
    listed = find_meeting(db, commission.id, meeting.id)
    send(db, listed, issued(db, listed))
    send(db, listed, issued(db, listed, b"%PDF agenda", IssueKind.AGENDA), date(2021, 6, 1))
    before = course_of(db, listed, BEFORE)
    agenda.save_agenda(db, meeting.id, (*listed.agenda, Item("Calendrier")))
    changed = find_meeting(db, commission.id, meeting.id)
    course, after = course_of(db, changed, BEFORE), course_of(db, changed, date(2021, 6, 11))

    assert [step.state for step in before.steps[1:3]] == [StepState.DONE, StepState.DONE]
    assert course.steps[2].state is StepState.NEXT
    assert (
        told(course.steps[2].sentences) == "À envoyer de nouveau, car ce qu’il annonce a changé : les points inscrits."
    )
    assert [each.kind.value for each in course.pending] == ["agenda"]
    assert after.steps[2].state is StepState.DONE


def test_agreements_stay_once_the_rules_no_longer_admit_urgency(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    commissions.change_rules(db, commission.id, Rules(urgent_allowed=True))
    agreed = {"urgent_president_on": date(2021, 5, 27), "urgent_vice_president_on": date(2021, 5, 28)}
    urgent = change_meeting(db, meeting.id, replace(order_of(commission, meeting), **agreed))  # type: ignore[arg-type]
    commissions.change_rules(db, commission.id, Rules())
    later = change_meeting(db, meeting.id, replace(order_of(commission, urgent), joint_with="CPL", **agreed))  # type: ignore[arg-type]

    assert (later.joint_with, later.urgency) == ("CPL", urgent.urgency)


def test_a_template_leaves_the_approval_of_the_minutes_of_one_meeting_out(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    autumn = plan_meeting(db, PlanMeeting(commission.id, date(2021, 11, 18)))
    written = agenda.save_agenda(db, autumn.id, (Item("Bilan"), Item("Chiffres", 1)))
    agenda.save_template(db, commission.id, "Automne", written)
    (own,) = (each for each in agenda.templates(db, commission.id) if each.id)
    winter = plan_meeting(db, PlanMeeting(commission.id, date(2021, 12, 16)))
    first = agenda.save_agenda(db, winter.id, own.items)
    replaced = agenda.save_agenda(db, winter.id, own.items)
    twice = agenda.save_agenda(db, winter.id, (*replaced, *own.items))

    assert written[0].title == "Approbation du relevé de décisions de la réunion ordinaire du 10 juin 2021"
    assert [item.title for item in own.items] == ["Bilan", "Chiffres"]
    approval = "Approbation du relevé de décisions de la réunion ordinaire du 18 novembre 2021"
    assert [item.title for item in first] == [item.title for item in replaced] == [approval, "Bilan", "Chiffres"]
    assert sum(item.kind is ItemKind.MINUTES for item in twice) == 1
    assert find_meeting(db, commission.id, meeting.id).agenda == meeting.agenda


def test_the_first_meeting_approves_no_minutes(db: Database, commission: Commission) -> None:
    first = plan_meeting(db, PlanMeeting(commission.id, date(2021, 3, 4), agenda=(Item("Bilan"),)))

    assert [item.title for item in first.agenda] == ["Bilan"]


def test_a_member_replaced_between_convocation_and_agenda_is_named_and_the_new_one_waits(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    send(db, meeting, issued(db, meeting))
    seats = composition.composition_at(db, commission.id, MEETING_ON).seats
    held = next(seat.titular for seat in seats if seat.organisation == "CSMF")
    assert held
    mandates.end_mandate(db, EndMandate(held.mandate_id, date(2021, 5, 31), EndReason.RESIGNATION))
    register = dispatch.register_of(db, meeting)
    gone = next(line for line in register.lines if line.recipient.person.name == "Basile Abgrall")

    assert not gone.is_recipient
    assert [register.outcome(each) for each in gone.sent] == [Outcome.IN_TIME]
    assert "s’est terminé le 31/05/2021" in told(audience_of(db, meeting, BEFORE).leaving)


def test_somebody_written_to_late_who_left_since_makes_nobody_late(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    version, everybody = issued(db, meeting), recipients_of(db, meeting)
    leaver = next(each for each in everybody if each.person.name == "Basile Abgrall")
    send(db, meeting, version, LAST_DAY, tuple(each for each in everybody if each is not leaver))
    send(db, meeting, version, TOO_LATE, (leaver,))
    before = dispatch.register_of(db, meeting).convocation
    seats = composition.composition_at(db, commission.id, MEETING_ON).seats
    held = next(seat.titular for seat in seats if seat.organisation == "CSMF")
    assert held
    mandates.end_mandate(db, EndMandate(held.mandate_id, date(2021, 5, 31), EndReason.RESIGNATION))
    after = dispatch.register_of(db, meeting).convocation

    assert (before.is_regular, after.is_regular) == (False, True)
    assert leaver.capacity is Capacity.TITULAR


def test_the_deadline_of_a_meeting_in_december_falls_in_november(db: Database, commission: Commission) -> None:
    early = plan_meeting(db, PlanMeeting(commission.id, date(2021, 12, 10)))
    course = course_of(db, early, date(2021, 11, 26))

    assert [each.latest for each in course.pending] == [date(2021, 11, 25), date(2021, 12, 5)]
    assert [each.latest for each in course.late] == [date(2021, 11, 25)]


def test_a_meeting_of_29_february_moves_to_a_year_that_has_none(db: Database, commission: Commission) -> None:
    leap = plan_meeting(db, PlanMeeting(commission.id, date(2024, 2, 29)))
    other = plan_meeting(db, PlanMeeting(commission.id, date(2025, 1, 9)))
    later = move(db, leap, date(2025, 2, 28))
    back = move(db, later, date(2024, 2, 29))

    assert (leap.reference, other.reference, later.reference, back.reference) == (
        "2024-1",
        "2025-1",
        "2025-2",
        "2024-1",
    )


def test_a_clock_set_back_takes_no_sending_to_come_and_loses_none(db: Database, meeting: Meeting) -> None:
    version = issued(db, meeting)
    send(db, meeting, version)
    course = course_of(db, meeting, date(2021, 5, 1))

    assert course.steps[1].state is StepState.DONE
    assert not course.late


def test_issue_and_sending_are_undone_and_done_again(db: Database, meeting: Meeting) -> None:
    opened = undo.last_entry(db)
    send(db, meeting, issued(db, meeting))
    full = dispatch.register_of(db, meeting)
    for _ in range(2):
        step = undo.history(db, opened).undo
        assert step
        undo.undo(db, step)
    empty = dispatch.register_of(db, meeting)
    for _ in range(2):
        step = undo.history(db, opened).redo
        assert step
        undo.redo(db, step)

    assert empty.issues == ()
    assert dispatch.register_of(db, meeting) == full


def test_a_consultation_keeps_its_opening_in_the_history(db: Database, commission: Commission) -> None:
    written = PlanMeeting(commission.id, MEETING_ON, MeetingKind.WRITTEN, opens_on=date(2021, 5, 31))
    planned = plan_meeting(db, written)
    order = MoveMeeting(MEETING_ON, "envoi tardif", TODAY, opens_on=date(2021, 6, 3))

    later = move_meeting(db, planned, order)

    assert (planned.place, later.opens_on) == ("", date(2021, 6, 3))
    assert [(move.was_opens_on, move.was_on) for move in later.moves] == [(date(2021, 5, 31), MEETING_ON)]
    assert "prévue du lundi 31 mai 2021 au jeudi 10 juin 2021" in later.moves[0].words


def test_a_copy_sent_again_after_the_limit_makes_nobody_late(db: Database, meeting: Meeting) -> None:
    version = issued(db, meeting)
    send(db, meeting, version)
    send(db, meeting, version, TOO_LATE)
    register = dispatch.register_of(db, meeting)
    counting = register.counting(register.lines[0], IssueKind.CONVOCATION)

    assert register.convocation.is_regular
    assert counting
    assert (counting.sent_on, register.outcome(counting)) == (LAST_DAY, Outcome.IN_TIME)
    assert register.counting(register.lines[0], IssueKind.AGENDA) is None


def test_an_opinion_given_after_the_agenda_left_is_told(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting, b"%PDF agenda", IssueKind.AGENDA), date(2021, 6, 1))
    opinions = [Opinion(Section.SOCIAL, None, date(2021, 6, 1), Verdict.AGREED),
                Opinion(Section.PROFESSIONAL, None, date(2021, 6, 3), Verdict.AGREED)]  # fmt: skip
    before = agenda.opinions_given_late(db, meeting)
    agenda.record_opinions(db, meeting.id, opinions, TODAY)

    assert before == ()
    assert told(agenda.opinions_given_late(db, meeting)) == (
        "Présidence de la section professionnelle : avis daté du 03/06/2021, après l’envoi de l’ordre du jour, le "
        "01/06/2021."
    )
