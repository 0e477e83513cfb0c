from dataclasses import replace
from datetime import date, datetime

import pytest

from cpr_desk import paths
from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Vote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import day_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Draft, Part, Passages, State, Unlocking
from cpr_desk.domain.voting import Choice, Method, electors_of, in_bulk
from cpr_desk.errors import UserError
from cpr_desk.services import instance, minutes, undo
from cpr_desk.services.agenda import agenda_of, save_agenda
from cpr_desk.services.ballots import record_vote
from cpr_desk.services.composition import composition_at
from cpr_desk.services.journal import entries
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import PlanMeeting, find_meeting, plan_meeting
from cpr_desk.services.presidency import name_section_president
from cpr_desk.services.session import arrive, open_session, session_of
from cpr_desk.storage.database import Database, open_database
from tests.services.convening import MEETING_ON, convened_commission

TODAY = date(2021, 7, 1)
NOW = datetime(2021, 7, 1, 14, 5)  # noqa: DTZ001 - the clock on the wall
MADE = date(2021, 6, 15)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def told(meeting: Meeting, text: str = "La date est retenue.", part: Part = Part.DECISION) -> Passages:
    return {(meeting.agenda[0].id, part): text}


def signed(db: Database, meeting: Meeting) -> None:
    minutes.save_passages(db, meeting, told(meeting))
    minutes.keep_version(db, meeting, b"%PDF one", MADE)
    minutes.sign(db, meeting, Section.SOCIAL, "Mme Marzac", date(2021, 6, 20), TODAY)
    minutes.sign(db, meeting, Section.PROFESSIONAL, "M. Abgrall", date(2021, 6, 22), TODAY)


def test_a_passage_is_written_replaced_emptied_and_undone_by_name(db: Database, meeting: Meeting) -> None:
    assert minutes.minutes_of(db, meeting.id).state is State.TO_WRITE

    minutes.save_passages(db, meeting, told(meeting, " La date est retenue. "))
    minutes.save_passages(db, meeting, {(None, Part.OPENING): "Séance ouverte."})
    minutes.save_passages(db, meeting, told(meeting, ""))

    assert dict(minutes.minutes_of(db, meeting.id).passages) == {(None, Part.OPENING): "Séance ouverte."}
    step = undo.history(db).undo
    assert step is not None
    assert step.label == "rédiger le relevé, «\u00a0Calendrier\u00a0»\u00a0: décision"
    undo.undo(db, step)
    assert minutes.minutes_of(db, meeting.id).passages[meeting.agenda[0].id, Part.DECISION] == "La date est retenue."
    assert minutes.minutes_of(db, meeting.id).state is State.DRAFT


def test_a_draft_is_kept_without_a_journal_entry_and_offered_until_it_is_saved(db: Database, meeting: Meeting) -> None:
    known = len(entries(db))
    minutes.keep_draft(db, meeting, told(meeting, "La da"), NOW)
    minutes.keep_draft(db, meeting, told(meeting, "La date est"), NOW)

    assert len(entries(db)) == known
    db.close()
    again = open_database(db.file.parent)
    assert minutes.draft_of(again, meeting) == Draft(told(meeting, "La date est"), NOW)

    minutes.save_passages(again, meeting, told(meeting))
    assert minutes.draft_of(again, meeting) is None
    minutes.keep_draft(again, meeting, told(meeting), NOW)
    assert minutes.draft_of(again, meeting) is None, "what is stored is nothing to offer"
    minutes.keep_draft(again, meeting, told(meeting, "Autre"), NOW)
    minutes.drop_draft(again, meeting)
    assert minutes.draft_of(again, meeting) is None
    again.close()


def test_what_cannot_be_written_is_refused(db: Database, meeting: Meeting) -> None:
    with pytest.raises(UserError, match="plus à l’ordre du jour"):
        minutes.save_passages(db, meeting, {(999, Part.DECISION): "Perdu"})
    with pytest.raises(UserError, match="trop long"):
        minutes.save_passages(db, meeting, told(meeting, "é" * 50_001))
    minutes.save_passages(db, meeting, told(meeting, "é" * 50_000))
    assert len(minutes.minutes_of(db, meeting.id).passages[meeting.agenda[0].id, Part.DECISION]) == 50_000


def test_an_item_with_a_text_of_the_minutes_stays_on_the_agenda(db: Database, meeting: Meeting) -> None:
    minutes.save_passages(db, meeting, told(meeting))

    with pytest.raises(UserError, match="a été traité en séance"):
        save_agenda(db, meeting.id, [Item("Autre point")])
    assert agenda_of(db, meeting.id) == meeting.agenda


def test_a_version_is_kept_under_its_hash_and_the_text_may_go_ahead_of_it(db: Database, meeting: Meeting) -> None:
    minutes.save_passages(db, meeting, told(meeting))
    version = minutes.keep_version(db, meeting, b"%PDF one", MADE)

    assert minutes.keep_version(db, meeting, b"%PDF one", MADE) == version
    assert (version.number, minutes.content_of(db, version)) == (1, b"%PDF one")
    assert minutes.minutes_of(db, meeting.id).state is State.TO_SIGN
    minutes.save_passages(db, meeting, told(meeting, "La date est changée."))
    assert minutes.minutes_of(db, meeting.id).is_ahead
    assert minutes.minutes_of(db, meeting.id).state is State.DRAFT
    assert minutes.keep_version(db, meeting, b"%PDF two", MADE).number == 2
    (paths.pieces_dir(db.file.parent) / version.sha256[:2] / version.sha256).unlink()
    with pytest.raises(UserError, match="Relevé de décisions, version 1"):
        minutes.content_of(db, version)
    assert any("Relevé de décisions, version 1" in told for told in instance.verify(db.file.parent))


def test_one_section_signs_while_the_signature_of_the_other_is_taken_back(db: Database, meeting: Meeting) -> None:
    signed(db, meeting)
    minutes.sign_together(db, meeting, {}, TODAY, [Section.SOCIAL])
    again = {Section.SOCIAL: ("Mme Marzac", date(2021, 6, 21))}
    minutes.sign_together(db, meeting, again, TODAY, [Section.PROFESSIONAL])
    assert minutes.minutes_of(db, meeting.id).unsigned == (Section.PROFESSIONAL,)
    done = undo.history(db).undo
    assert done is not None
    assert done.label == (
        "noter la signature du relevé par la section sociale et retirer celle de la section professionnelle"
    )
    with pytest.raises(UserError, match="n’a pas signé la dernière version"):
        minutes.sign_together(db, meeting, {}, TODAY, [Section.PROFESSIONAL])


def test_both_presidents_sign_it_is_approved_locked_and_opened_again_with_a_reason(
    db: Database, meeting: Meeting
) -> None:
    with pytest.raises(UserError, match="Éditez d’abord"):
        minutes.sign(db, meeting, Section.SOCIAL, "Mme Marzac", MADE, TODAY)
    with pytest.raises(UserError, match="Éditez d’abord"):
        minutes.approve(db, meeting, TODAY, TODAY)
    signed(db, meeting)
    assert minutes.minutes_of(db, meeting.id).state is State.SIGNED
    minutes.sign_together(db, meeting, {}, TODAY, [Section.SOCIAL])
    assert minutes.minutes_of(db, meeting.id).unsigned == (Section.SOCIAL,)
    minutes.sign(db, meeting, Section.SOCIAL, " Mme  Marzac ", date(2021, 6, 21), TODAY)

    with pytest.raises(UserError, match="à venir"):
        minutes.approve(db, meeting, date(2021, 7, 2), TODAY)
    with pytest.raises(UserError, match="n’est pas approuvé"):
        minutes.unlock(db, meeting, "Erreur", TODAY)
    minutes.approve(db, meeting, TODAY, TODAY)
    assert minutes.minutes_of(db, meeting.id).state is State.APPROVED
    for refused in (
        lambda: minutes.save_passages(db, meeting, told(meeting, "Autre")),
        lambda: minutes.keep_version(db, meeting, b"%PDF three", MADE),
        lambda: minutes.sign_together(db, meeting, {}, TODAY, [Section.SOCIAL]),
        lambda: minutes.approve(db, meeting, TODAY, TODAY),
        lambda: save_agenda(db, meeting.id, (*agenda_of(db, meeting.id), Item("Ajouté"))),
        lambda: minutes.unlock(db, meeting, " ", TODAY),
    ):
        with pytest.raises(UserError):
            refused()

    minutes.unlock(db, meeting, "Nom mal  orthographié", TODAY)
    known = minutes.minutes_of(db, meeting.id)
    assert (known.locked, known.state) == (False, State.SIGNED)
    assert known.unlockings == (Unlocking(TODAY, "Nom mal orthographié"),)
    minutes.save_passages(db, meeting, told(meeting, "Autre"))
    assert minutes.minutes_of(db, meeting.id).state is State.DRAFT


def test_the_president_of_the_section_on_the_day_of_the_signature_is_proposed(
    db: Database, commission: Commission
) -> None:
    convened_commission(db, commission)
    assert minutes.proposed_signatory(db, commission.id, Section.SOCIAL, MADE) == ""
    titular = composition_at(db, commission.id, MEETING_ON).of(Section.SOCIAL)[1].titular
    assert titular
    name_section_president(db, commission.id, Section.SOCIAL, titular.person, MADE)

    assert minutes.proposed_signatory(db, commission.id, Section.SOCIAL, MADE) == "Solène Marzac"
    assert minutes.proposed_signatory(db, commission.id, Section.SOCIAL, MEETING_ON) == ""


def test_the_vote_of_a_later_meeting_proposes_the_approval(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    title = f"Approbation du relevé de décisions de la réunion ordinaire du {day_words(MEETING_ON)}"
    later = plan_meeting(
        db, PlanMeeting(commission.id, date(2021, 6, 30), agenda=(Item(title, kind=ItemKind.MINUTES), Item("Divers")))
    )
    assert minutes.proposed_approval(db, meeting) is None

    vote(db, later, Choice.FOR)
    assert minutes.proposed_approval(db, meeting) == find_meeting(db, commission.id, later.id)
    assert minutes.proposed_approval(db, later) is None
    signed(db, meeting)
    minutes.approve(db, meeting, later.on, TODAY, later)
    assert minutes.minutes_of(db, meeting.id).approved_in == "réunion ordinaire du 30 juin 2021"


def vote(db: Database, meeting: Meeting, choice: Choice) -> None:
    """Record that everybody there says the same on the first item."""
    at = datetime(2021, 6, 30, 14)  # noqa: DTZ001 - the clock on the wall
    open_session(db, meeting, at)
    session = session_of(db, meeting)
    everybody = [seat.titular.person.id for seat in session.composition.seats if seat.titular and seat.section.votes]
    arrive(db, session, everybody, at)
    choices = in_bulk(electors_of(session_of(db, meeting).floor(at)), {}, choice)
    wanted = Vote(meeting.agenda[0].id, "Approuvez-vous ce relevé ?", Method.HANDS, at, choices=choices)
    record_vote(db, meeting, wanted)


def test_what_is_left_to_do_is_told_of_every_meeting_held(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    (pending,) = minutes.tasks(db, commission, TODAY)
    assert (pending.meeting.id, pending.task.state, pending.task.is_late) == (meeting.id, State.TO_WRITE, False)
    assert pending.task.due == date(2021, 7, 10)
    assert minutes.task_for(db, meeting, TODAY) == pending.task
    assert minutes.task_for(db, meeting, date(2021, 6, 9)) is None
    assert minutes.tasks(db, commission, date(2021, 7, 11))[0].task.is_late
    assert minutes.tasks(db, commission, date(2022, 7, 11)) == ()

    signed(db, meeting)
    (pending,) = minutes.tasks(db, commission, date(2022, 7, 11))
    assert pending.task.is_done
    cancelled = cancel_meeting(db, replace(meeting), "Grève", TODAY)
    assert minutes.task_for(db, cancelled, TODAY) is None
