from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.deadlines import DeadlineKind, meeting_deadlines
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Proof, Recipient, proof
from cpr_desk.domain.meeting_course import Course, StepState
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, Move
from cpr_desk.domain.minutes import State
from cpr_desk.domain.minutes_course import MinutesTask

MEETING = Meeting(1, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, date(2021, 2, 4), time(14))
LIMITS = meeting_deadlines(MEETING.on, Rules(), lambda _day: None)
CONVOCATION, AGENDA = date(2021, 1, 20), date(2021, 1, 30)
TOO_SOON = date(2021, 1, 25)
ANNE = Recipient(Person(1, "Anne", "Alizier"), Capacity.TITULAR)
BLAISE = Recipient(Person(2, "Blaise", "Bruyère"), Capacity.TITULAR)
CLAIRE = Recipient(Person(3, "Claire", "Cormier"), Capacity.SUBSTITUTE)


def _proofs(convocation: date | None, agenda: date | None, to: Iterable[Recipient] = (ANNE,),
            urgent_from: date | None = None) -> tuple[Proof, Proof]:  # fmt: skip
    def weighed(limit: DeadlineKind, sent_on: date | None) -> Proof:
        deadline = LIMITS.convocation if limit is DeadlineKind.CONVOCATION else LIMITS.agenda
        sent = [Dispatch(ANNE, 1, sent_on, Channel.EMAIL)] if sent_on else []
        return proof(deadline, list(to), sent, [1], urgent_from if limit is DeadlineKind.CONVOCATION else None)

    return weighed(DeadlineKind.CONVOCATION, convocation), weighed(DeadlineKind.AGENDA, agenda)


def _course(today: date, convocation: date | None = None, agenda: date | None = None, **meeting: object) -> Course:
    changed = replace(MEETING, **meeting)  # type: ignore[arg-type]
    return Course(changed, today, _proofs(convocation, agenda, urgent_from=changed.urgent_from))


def _states(course: Course) -> list[StepState]:
    return [step.state for step in course.steps]


def test_a_meeting_that_was_just_planned_waits_for_its_convocation() -> None:
    course = _course(date(2021, 1, 4))

    assert [step.title for step in course.steps] == ["Prévue", "Convocation", "Ordre du jour", "Tenue"]
    assert _states(course) == [StepState.DONE, StepState.NEXT, StepState.TO_COME, StepState.TO_COME]
    assert course.steps[0].sentences == ("Jeudi 4 février 2021, 14\u00a0h.",)
    assert course.missing == ("Convocation\u00a0: Aucun envoi n’est enregistré\u00a0; limite le 20/01/2021.",)
    assert [each.latest for each in course.pending] == [CONVOCATION, AGENDA]


@pytest.mark.parametrize(("today", "state"), [(CONVOCATION, StepState.NEXT), (date(2021, 1, 21), StepState.LATE)])
def test_a_convocation_is_late_from_the_day_after_its_limit(today: date, state: StepState) -> None:
    course = _course(today)

    assert course.steps[1].state is state
    assert bool(course.late) == (state is StepState.LATE)


def test_what_left_in_time_is_done_and_the_agenda_comes_next() -> None:
    course = _course(CONVOCATION, CONVOCATION)

    assert _states(course) == [StepState.DONE, StepState.DONE, StepState.NEXT, StepState.TO_COME]
    assert course.steps[1].sentences == ("Envoi à 1 destinataire, le dernier le 20/01/2021\u00a0: dans les délais.",)
    assert [each.latest for each in course.pending] == [AGENDA]


def test_what_left_a_day_late_says_so_for_ever() -> None:
    course = _course(date(2021, 3, 1), date(2021, 1, 21), AGENDA)

    assert _states(course) == [StepState.DONE, StepState.LATE, StepState.DONE, StepState.DONE]
    assert "hors délai" in course.steps[1].sentences[0]
    assert not course.pending
    assert not course.missing


def test_an_urgent_convocation_is_not_late() -> None:
    agreed = {"urgent_president_on": date(2021, 1, 25), "urgent_vice_president_on": date(2021, 1, 26)}
    waiting, sent = _course(date(2021, 1, 27), **agreed), _course(date(2021, 1, 28), date(2021, 1, 28), **agreed)

    assert waiting.steps[1].state is StepState.NEXT
    assert waiting.late == ()
    assert sent.steps[1].state is StepState.DONE
    assert "1 envoi en urgence" in sent.steps[1].sentences[0]
    assert _course(TOO_SOON, TOO_SOON, **agreed).steps[1].state is StepState.LATE
    assert waiting.steps[0].sentences[-1] == (
        "Convocation en urgence, avec l’accord de la présidence, donné le 25/01/2021, et celui "
        "de la vice-présidence, donné le 26/01/2021."
    )


def test_somebody_convened_without_anything_keeps_the_step_open_a_substitute_does_not() -> None:
    titular = Course(MEETING, CONVOCATION, _proofs(CONVOCATION, None, (ANNE, BLAISE)))
    substitute = Course(MEETING, CONVOCATION, _proofs(CONVOCATION, None, (ANNE, CLAIRE)))

    assert titular.steps[1].state is StepState.NEXT
    assert substitute.steps[1].state is StepState.DONE


def test_a_changed_meeting_asks_for_a_new_convocation() -> None:
    moved = replace(
        MEETING,
        convened_on=date(2021, 1, 5),
        moves=(Move(date(2021, 1, 12), date(2021, 2, 2), time(9), "Salle Loire", "salle prise"),),
    )
    course = Course(moved, date(2021, 1, 12), _proofs(date(2021, 1, 5), None), ("la date", "l’heure"))

    assert course.steps[0].sentences[1] == (
        "Déplacée le 12/01/2021\u00a0; elle était prévue le mardi 2 février 2021 à 9\u00a0h, Salle Loire. "
        "Motif\u00a0: salle prise."
    )
    assert course.steps[1].sentences == (
        "Éditée le 05/01/2021.",
        "À envoyer de nouveau, car ce qu’elle annonce a changé\u00a0: la date et l’heure.",
    )
    assert course.steps[1].state is StepState.NEXT


def test_an_agenda_changed_after_it_left_is_to_be_sent_again_until_the_meeting_is_over() -> None:
    sent = _proofs(CONVOCATION, AGENDA)
    course = Course(MEETING, AGENDA, sent, agenda_changed=("les points inscrits",))
    over = Course(MEETING, date(2021, 2, 5), sent, agenda_changed=("les points inscrits",))

    assert course.steps[2].state is StepState.NEXT
    assert course.steps[2].sentences == (
        "À envoyer de nouveau, car ce qu’il annonce a changé\u00a0: les points inscrits.",
    )
    assert over.steps[2].state is StepState.DONE


def test_a_cancelled_meeting_waits_for_nothing() -> None:
    course = _course(date(2021, 1, 25), cancelled_on=date(2021, 1, 15), cancel_reason="grève des transports.")

    assert course.steps[-1].title == "Annulation"
    assert course.steps[-1].sentences == ("Annulée le vendredi 15 janvier 2021. Motif\u00a0: grève des transports.",)
    assert _course(CONVOCATION, cancelled_on=CONVOCATION).steps[-1].sentences[0].endswith("20 janvier 2021.")
    assert not course.pending
    assert not course.late
    assert not course.missing
    assert _states(course)[1:3] == [StepState.DROPPED, StepState.DROPPED]


def test_a_past_meeting_without_register_says_that_nothing_is_recorded() -> None:
    course = _course(date(2021, 2, 5))
    partly = Course(MEETING, date(2021, 2, 5), _proofs(CONVOCATION, None, (ANNE, BLAISE)))

    assert course.steps[1].sentences == ("Aucun envoi n’est enregistré.",)
    assert "1 destinataire sans envoi" in partly.steps[1].sentences[0]
    assert course.steps[-1].state is StepState.DONE


def test_a_written_consultation_opens_and_closes() -> None:
    course = _course(date(2021, 1, 4), kind=MeetingKind.WRITTEN, opens_on=date(2021, 1, 25), starts=None)
    closed = _course(date(2021, 2, 5), kind=MeetingKind.WRITTEN)

    assert course.steps[0].sentences == ("Du lundi 25 janvier 2021 au jeudi 4 février 2021.",)
    assert course.steps[-1].sentences == ("Elle se clôt le jeudi 4 février 2021.",)
    assert closed.steps[-1].title == "Close"


def test_states_have_french_words() -> None:
    assert [state.label for state in StepState] == ["Fait", "En retard", "À faire", "À venir", "Sans objet"]


@pytest.mark.parametrize(("untold", "state"), [(0, StepState.DONE), (2, StepState.NEXT)])
def test_a_cancellation_waits_until_whoever_was_convened_is_told(untold: int, state: StepState) -> None:
    course = replace(_course(CONVOCATION, CONVOCATION, cancelled_on=CONVOCATION), untold=untold)

    assert _states(course)[-1] is state
    assert bool(course.missing) == bool(untold)


@pytest.mark.parametrize(
    ("minutes", "today", "state"),
    [
        (State.TO_SIGN, date(2021, 3, 6), StepState.NEXT),
        (State.TO_SIGN, date(2021, 3, 7), StepState.LATE),
        (State.SIGNED, date(2021, 3, 7), StepState.DONE),
    ],
)
def test_the_minutes_are_the_last_step_and_late_from_the_day_after_their_limit(
    minutes: State, today: date, state: StepState
) -> None:
    task = MinutesTask(minutes, date(2021, 3, 6), today, (Section.SOCIAL,))
    course = replace(_course(today, CONVOCATION, AGENDA), minutes=task)

    assert (course.steps[-1].title, course.steps[-1].state) == ("Relevé de décisions", state)
    assert course.steps[-1].sentences == (task.words,)
    assert bool(course.missing) == (state is not StepState.DONE)
