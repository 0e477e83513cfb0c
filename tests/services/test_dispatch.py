from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Issue, IssueKind
from cpr_desk.domain.dispatch_register import Outcome
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import dispatch, undo
from cpr_desk.services.dispatch import RecordDispatch, Sending, proofs_of, register_of
from cpr_desk.services.recipients import add_recipient, recipients_of
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.services.convening import (
    LAST_DAY,
    TODAY,
    TOO_LATE,
    convened_commission,
    issued,
    moved,
    named,
    send,
)
from tests.stored import rows_of

AGENDA_LAST_DAY, AGENDA_TOO_LATE = date(2021, 6, 5), date(2021, 6, 6)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def sent_to(db: Database, meeting: Meeting, name: str) -> tuple[Dispatch, ...]:
    lines = register_of(db, meeting).lines
    return next(line.sent for line in lines if line.recipient.person.name == name)


def test_nothing_issued_proves_nothing(db: Database, meeting: Meeting) -> None:
    convocation, agenda = proofs_of(db, meeting)

    assert (convocation.deadline.latest, agenda.deadline.latest) == (LAST_DAY, AGENDA_LAST_DAY)
    assert convocation.words.startswith("Aucun envoi n’est enregistré")
    assert len(agenda.missing) == len(recipients_of(db, meeting))


@pytest.mark.parametrize(
    ("kind", "day", "regular"),
    [
        (IssueKind.CONVOCATION, LAST_DAY, True),
        (IssueKind.CONVOCATION, TOO_LATE, False),
        (IssueKind.AGENDA, AGENDA_LAST_DAY, True),
        (IssueKind.AGENDA, AGENDA_TOO_LATE, False),
    ],
)
def test_the_last_lawful_day_is_in_time_and_the_next_is_late(
    db: Database, meeting: Meeting, kind: IssueKind, day: date, regular: bool
) -> None:
    version = issued(db, meeting, kind=kind)
    send(db, meeting, version, day)
    register = register_of(db, meeting)
    weighed = register.proof_of(kind)

    assert weighed
    assert weighed.is_regular is regular
    assert {register.outcome(each) for line in register.lines for each in line.sent} == {
        Outcome.IN_TIME if regular else Outcome.LATE
    }


def test_mail_that_came_back_is_sent_again_by_registered_letter(db: Database, meeting: Meeting) -> None:
    version = issued(db, meeting)
    send(db, meeting, version, date(2021, 5, 20))
    (first,) = sent_to(db, meeting, "Basile Abgrall")
    dispatch.mark_returned(db, [first], date(2021, 5, 23), TODAY)
    without = proofs_of(db, meeting)[0]
    to = (named(recipients_of(db, meeting), "Basile Abgrall"),)
    send(db, meeting, version, LAST_DAY, to, Channel.REGISTERED, " 1A 123 456 7890 1 ")
    back, again = sent_to(db, meeting, "Basile Abgrall")

    assert [each.person.name for each in without.missing] == ["Basile Abgrall"]
    assert back.returned_on == date(2021, 5, 23)
    assert (again.channel, again.reference) == (Channel.REGISTERED, "1A 123 456 7890 1")
    assert proofs_of(db, meeting)[0].is_regular


def test_a_version_that_tells_another_hour_is_sent_to_all_again(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting))
    changed = moved(db, meeting, time(15))
    still = proofs_of(db, changed)[0]
    second = issued(db, changed, b"%PDF two")
    asked = proofs_of(db, changed)[0]
    send(db, changed, second, LAST_DAY)

    assert (len(still.in_time), still.is_regular) == (len(asked.missing), False)
    assert not asked.in_time
    assert len(asked.missing) == len(recipients_of(db, changed))
    assert proofs_of(db, changed)[0].is_regular
    assert [each.version for each in sent_to(db, changed, "Basile Abgrall")] == [1, 2]
    assert register_of(db, changed).outcome(sent_to(db, changed, "Basile Abgrall")[0]) is Outcome.REPLACED


def test_a_letter_added_for_a_guest_leaves_what_was_sent_valid(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting))
    add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.GUEST, "point 3")
    second = issued(db, meeting, b"%PDF with the guest")
    found = proofs_of(db, meeting)[0]

    assert second.number == 2
    assert [each.person.name for each in found.missing] == ["Perrig Lanvaux"]
    assert found.is_regular


def test_capacity_and_seats_are_kept_as_on_the_day_of_the_sending(db: Database, meeting: Meeting) -> None:
    guest = add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.GUEST, "point 3")
    send(db, meeting, issued(db, meeting))
    add_recipient(db, meeting, guest, Capacity.EXPERT, "point 4")

    (sent,) = sent_to(db, meeting, "Perrig Lanvaux")
    assert (sent.recipient.capacity, sent.recipient.seats) == (Capacity.GUEST, ())
    (several,) = sent_to(db, meeting, "Léonie Kerbastard")
    assert several.recipient.seats == ("Pédicures-podologues – FNP", "URPS")


def test_a_sending_is_corrected_for_one_person(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting))
    (sent,) = sent_to(db, meeting, "Basile Abgrall")
    told = replace(sent, channel=Channel.HAND, sent_on=TOO_LATE, note=" remis en séance ", acknowledged_on=TODAY)
    dispatch.correct_dispatch(db, told, TODAY)

    assert sent_to(db, meeting, "Basile Abgrall") == (replace(told, note="remis en séance"),)
    assert [each.recipient.person.name for each in proofs_of(db, meeting)[0].late] == ["Basile Abgrall"]


def test_an_acknowledgement_is_recorded_in_one_go(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting))
    every = [line.sent[0] for line in register_of(db, meeting).lines]
    dispatch.mark_acknowledged(db, every, TODAY, TODAY)

    assert {line.sent[0].acknowledged_on for line in register_of(db, meeting).lines} == {TODAY}


def test_what_cannot_be_is_refused(db: Database, meeting: Meeting) -> None:
    version = issued(db, meeting)
    to = tuple(each.person.id for each in recipients_of(db, meeting))
    with pytest.raises(UserError, match="Aucun destinataire"):
        dispatch.record_dispatch(db, meeting, RecordDispatch(version, LAST_DAY, Channel.EMAIL, ()), TODAY)
    with pytest.raises(UserError, match="n’est pas encore passé"):
        dispatch.record_dispatch(db, meeting, RecordDispatch(version, date(2021, 7, 2), Channel.EMAIL, to), TODAY)
    with pytest.raises(UserError, match="n’est pas destinataire"):
        dispatch.record_dispatch(db, meeting, RecordDispatch(version, LAST_DAY, Channel.EMAIL, (9999,)), TODAY)
    send(db, meeting, version)
    (sent,) = sent_to(db, meeting, "Basile Abgrall")
    with pytest.raises(UserError, match="précède l’envoi"):
        dispatch.mark_returned(db, [sent], date(2021, 5, 25), TODAY)
    with pytest.raises(UserError, match="précède l’envoi"):
        dispatch.correct_dispatch(db, replace(sent, acknowledged_on=date(2021, 5, 25)), TODAY)
    with pytest.raises(UserError, match="n’est plus au registre"):
        dispatch.correct_dispatch(db, replace(sent, id=9999), TODAY)


def test_every_use_case_is_undone_and_done_again(db: Database, meeting: Meeting) -> None:
    send(db, meeting, issued(db, meeting))
    (sent,) = sent_to(db, meeting, "Basile Abgrall")
    dispatch.mark_returned(db, [sent], TODAY, TODAY)
    dispatch.remove_dispatches(db, [sent])
    after = rows_of(db)
    steps = 0
    while (step := undo.history(db).undo) and steps < 4:
        undo.undo(db, step)
        steps += 1

    assert register_of(db, meeting).issues == ()
    for _ in range(steps):
        again = undo.history(db).redo
        assert again
        undo.redo(db, again)
    assert rows_of(db) == after


def registered(version: Issue, numbers: dict[int, str], on: date = LAST_DAY) -> RecordDispatch:
    """Order one registered letter a person."""
    apart = {person_id: Sending(on, Channel.REGISTERED, number) for person_id, number in numbers.items()}
    return RecordDispatch(version, on, Channel.LETTER, tuple(numbers), apart=apart)


def test_each_person_has_a_channel_a_day_and_a_number(db: Database, meeting: Meeting) -> None:
    first, second, third = (each.person.id for each in recipients_of(db, meeting)[:3])
    apart = {
        second: Sending(TOO_LATE, Channel.HAND, "sans objet"),
        third: Sending(LAST_DAY, Channel.REGISTERED, " 1A 2 "),
    }
    order = RecordDispatch(issued(db, meeting), LAST_DAY, Channel.EMAIL, (first, second, third), apart=apart)
    dispatch.record_dispatch(db, meeting, order, TODAY)
    told = {line.id: line.sent[0] for line in register_of(db, meeting).lines if line.sent}

    assert (told[first].channel, told[first].sent_on) == (Channel.EMAIL, LAST_DAY)
    assert (told[second].channel, told[second].sent_on, told[second].reference) == (Channel.HAND, TOO_LATE, "")
    assert (told[third].channel, told[third].reference) == (Channel.REGISTERED, "1A 2")


def test_a_number_is_refused_twice_in_one_batch_and_later(db: Database, meeting: Meeting) -> None:
    version = issued(db, meeting)
    first, second, third = (each.person.id for each in recipients_of(db, meeting)[:3])
    with pytest.raises(UserError, match="Le numéro 1a-1 est déjà celui de la lettre du 26/05/2021 à"):
        dispatch.record_dispatch(db, meeting, registered(version, {first: "1A 1", second: "1a-1"}), TODAY)
    assert not any(line.sent for line in register_of(db, meeting).lines)
    dispatch.record_dispatch(db, meeting, registered(version, {first: "1A 1", second: ""}), TODAY)
    with pytest.raises(UserError, match="est déjà celui"):
        dispatch.record_dispatch(db, meeting, registered(version, {third: "1A1"}), TODAY)
    (sent,) = next(line.sent for line in register_of(db, meeting).lines if line.id == second)
    with pytest.raises(UserError, match="est déjà celui"):
        dispatch.correct_dispatch(db, replace(sent, reference="1A1"), TODAY)
    dispatch.correct_dispatch(db, replace(sent, reference="1A2"), TODAY)
    agenda = issued(db, meeting, b"%PDF agenda", IssueKind.AGENDA)
    dispatch.record_dispatch(db, meeting, registered(agenda, {first: "1A 1"}), TODAY)

    assert {letter.number for letter in dispatch.registered_letters(db, meeting)} == {"1A 1", "1A2"}
