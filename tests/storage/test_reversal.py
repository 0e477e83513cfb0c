"""What a journal entry changed is put back, or nothing is."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.commission import Commission, Counting, Rules, Secretariat
from cpr_desk.domain.composition import MandateRole, Section
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.meetings import MeetingKind, MeetingMode
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.services import journal, meetings
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.storage import reversal
from cpr_desk.storage.database import Database, open_database
from cpr_desk.storage.models import (
    JournalEntryRow,
    JournalRow,
    MandateRow,
    OrganisationRow,
    PersonRow,
    PresidencyExceptionRow,
    SeatRow,
)
from tests.factories import INSTALLED, state_of
from tests.prepared import seat_members
from tests.stored import rows_of

LATER = date(2022, 3, 1)
PNG, OTHER_PNG = b"\x89PNG" * 100, b"\x89PNG" * 200


def carry_out(db: Database, act: Callable[[Session], object], label: str = "Modifier") -> int:
    """Carry out a use case and return its entry."""
    with db.unit_of_work(label) as session:
        act(session)
    return journal.entries(db, 1)[0].id


def revert(db: Database, entry_id: int) -> None:
    with db.unit_of_work("Annuler") as session:
        reversal.revert(session, entry_id)


def is_refused(db: Database, entry_id: int) -> str:
    """Return the words of a refusal, which changes nothing."""
    before = rows_of(db), journal.entries(db)
    with pytest.raises(UserError) as refusal:
        revert(db, entry_id)
    assert (rows_of(db), journal.entries(db)) == before
    return str(refusal.value).replace("\u00a0", " ")


def last_entry(db: Database) -> int:
    return journal.entries(db, 1)[0].id


@pytest.fixture
def installed(db: Database, commission: Commission) -> Commission:
    """Return the commission with the whole official table."""
    seat_members(db, commission)
    return commission


def test_what_was_added_is_taken_away_and_added_again_with_the_same_id(db: Database) -> None:
    empty = rows_of(db)
    added = carry_out(db, lambda session: session.add_all(OrganisationRow(name=name) for name in ("CSMF", "SML")))
    full = rows_of(db)
    revert(db, added)
    assert rows_of(db) == empty
    revert(db, last_entry(db))
    assert rows_of(db) == full


def test_what_was_changed_is_as_before(db: Database, commission: Commission) -> None:
    before = rows_of(db)
    commissions.change_rules(db, commission.id, Rules(counting=Counting.CLEAR))
    commissions.change_identity(db, commission.id, "CPR", date(2021, 3, 1))
    revert(db, last_entry(db))
    revert(db, last_entry(db) - 2)
    assert rows_of(db) == before
    assert commissions.the_commission(db) == commission


def test_what_was_deleted_comes_back(db: Database) -> None:
    carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF", copied=True)))
    before = rows_of(db)
    deleted = carry_out(db, lambda session: session.delete(session.get_one(OrganisationRow, 1)))
    revert(db, deleted)
    assert rows_of(db) == before


def test_every_kind_of_value_comes_back_as_it_was(db: Database, commission: Commission) -> None:
    meetings.plan_meeting(
        db,
        PlanMeeting(
            commission.id,
            INSTALLED,
            MeetingKind.INSTALLATION,
            MeetingMode.VIDEO,
            time(14, 30),
            agenda=from_lines("Ouverture\n- Composition"),
        ),
    )
    before = rows_of(db)
    (meeting,) = meetings.list_meetings(db, commission.id)
    meetings.change_meeting(db, meeting.id, PlanMeeting(commission.id, LATER, agenda=from_lines("Clôture")))
    revert(db, last_entry(db))
    back = rows_of(db)
    assert back.keys() - {"meeting"} == {name for name in before if back[name] == before[name]}
    assert meetings.list_meetings(db, commission.id) == (replace(meeting, sequence=2),)


def test_a_counter_that_only_rises_is_told_to_the_journal_as_it_came_out(db: Database, commission: Commission) -> None:
    planned = meetings.plan_meeting(db, PlanMeeting(commission.id, INSTALLED))
    meetings.change_meeting(db, planned.id, PlanMeeting(commission.id, LATER))
    for sequence in (2, 3, 4):
        revert(db, last_entry(db))
        (meeting,) = meetings.list_meetings(db, commission.id)
        assert (meeting.on, meeting.sequence) == (LATER if sequence == 3 else INSTALLED, sequence)


def test_an_import_goes_away_whole_and_comes_back(db: Database, commission: Commission) -> None:
    empty = rows_of(db)
    seat_members(db, commission)
    full = rows_of(db)
    revert(db, last_entry(db))
    assert rows_of(db) == empty
    revert(db, last_entry(db))
    assert rows_of(db) == full


@pytest.mark.usefixtures("installed")
def test_rows_that_point_at_one_another_are_put_back_in_any_order(db: Database) -> None:
    before = rows_of(db)

    def merge_and_add(session: Session) -> None:
        gone, kept = session.scalars(select(PersonRow).limit(2))
        for mandate in session.scalars(select(MandateRow).where(MandateRow.person_id == gone.id)):
            mandate.person_id = kept.id
        session.flush()
        session.delete(gone)
        session.add(new := PersonRow(last_name="Yvetot", folded_name="yvetot"))
        session.flush()
        session.scalars(select(MandateRow).order_by(MandateRow.id.desc())).first().person_id = new.id  # type: ignore[union-attr]

    merged = carry_out(db, merge_and_add)
    after = rows_of(db)
    revert(db, merged)
    assert rows_of(db) == before
    revert(db, last_entry(db))
    assert rows_of(db) == after


def test_rows_that_took_one_another_s_place_are_put_back(db: Database) -> None:
    carry_out(db, lambda session: session.add_all(OrganisationRow(name=name) for name in ("A", "B")))
    before = rows_of(db)

    def exchange(session: Session) -> None:
        first, second = session.get_one(OrganisationRow, 1), session.get_one(OrganisationRow, 2)
        for row, name in ((first, "C"), (second, "A"), (first, "B")):
            row.name = name
            session.flush()

    revert(db, carry_out(db, exchange))
    assert rows_of(db) == before


def test_the_reversal_is_an_entry_that_names_the_one_it_reverts(db: Database) -> None:
    added = carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")))
    revert(db, added)
    with db.reading() as session:
        entry = session.get_one(JournalEntryRow, added + 1)
        (row,) = session.scalars(select(JournalRow).where(JournalRow.entry_id == entry.id))
        assert (entry.reverts, row.after) == (added, None)
        assert row.before is not None
        assert row.before["name"] == "CSMF"


def test_a_logo_replaced_today_comes_back(db: Database, commission: Commission) -> None:
    commissions.change_secretariat(db, commission.id, Secretariat(logo=PNG))
    before = rows_of(db)
    commissions.change_secretariat(db, commission.id, Secretariat(logo=OTHER_PNG))
    revert(db, last_entry(db))
    assert rows_of(db) == before


def test_a_logo_replaced_before_the_data_were_opened_again_is_lost(db: Database, commission: Commission) -> None:
    commissions.change_secretariat(db, commission.id, Secretariat(logo=PNG))
    commissions.change_secretariat(db, commission.id, Secretariat(logo=OTHER_PNG))
    replaced = last_entry(db)
    again = open_database(db.file.parent)
    try:
        assert is_refused(again, replaced) == (
            "« Annuler : modifier l’identité du secrétariat » est impossible : l’image remplacée n’a pas été "
            "conservée. Choisissez-la de nouveau."
        )
    finally:
        again.close()


def test_a_logo_that_stays_is_carried_along(db: Database, commission: Commission) -> None:
    commissions.change_secretariat(db, commission.id, Secretariat(logo=PNG))
    before = rows_of(db)
    commissions.change_secretariat(db, commission.id, Secretariat("Cellule", logo=PNG))
    again = open_database(db.file.parent)
    revert(again, last_entry(again))
    assert rows_of(again) == before
    again.close()


def test_a_row_changed_since_is_left_alone_and_the_later_use_case_is_named(db: Database) -> None:
    carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")))
    first = carry_out(db, lambda session: setattr(session.get_one(OrganisationRow, 1), "name", "SML"), "Renommer")
    carry_out(db, lambda session: setattr(session.get_one(OrganisationRow, 1), "email", "a@exemple.fr"), "Compléter")
    words = is_refused(db, first)

    assert re.fullmatch(
        r"« Annuler : renommer » est impossible : ces données ont été modifiées depuis par « Compléter » "
        r"\(Maud, le \d\d/\d\d/\d{4} à \d+ h( \d\d)?\)\. Annulez d’abord cette modification là où .*",
        words,
    )


def test_a_use_case_and_its_reversal_leave_an_older_one_free(db: Database) -> None:
    before = rows_of(db)
    first = carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")))
    second = carry_out(db, lambda session: setattr(session.get_one(OrganisationRow, 1), "name", "SML"))
    revert(db, second)
    revert(db, second + 1)
    assert "est impossible" in is_refused(db, first)
    revert(db, second + 2)
    revert(db, first)
    assert rows_of(db) == before


def test_what_is_reverted_already_is_not_reverted_twice(db: Database) -> None:
    added = carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")), "Ajouter CSMF")
    revert(db, added)
    assert "« Annuler : ajouter CSMF » est impossible : c’est déjà fait." in is_refused(db, added)


def test_two_mandates_of_one_seat_bear_upon_each_other(db: Database, installed: Commission) -> None:
    seat = compositions.composition_at(db, installed.id, INSTALLED).of(Section.SOCIAL)[0]
    vacant = state_of(seat, titular=None)
    compositions.revise_composition(
        db, ReviseComposition(installed.id, LATER, (vacant,), label="Libérer le siège", ending=EndReason.RESIGNATION)
    )
    ended = last_entry(db)
    # From another programme, without a look at the mandate that ended.
    carry_out(
        db,
        lambda session: session.add(
            MandateRow(
                seat_id=seat.id, person_id=1, role=MandateRole.TITULAR, valid_from=date(2022, 6, 1), letter_on=None
            )
        ),
        "Désigner",
    )
    assert "modifiées depuis par « Désigner »" in is_refused(db, ended)


def test_seats_apart_do_not_bear_upon_each_other(db: Database, installed: Commission) -> None:
    first, second = compositions.composition_at(db, installed.id, INSTALLED).of(Section.SOCIAL)[:2]
    for seat in (first, second):
        compositions.revise_composition(db, ReviseComposition(installed.id, LATER, (state_of(seat, votes=2),)))
    revert(db, last_entry(db) - 1)
    votes = [seat.votes for seat in compositions.composition_at(db, installed.id, LATER).of(Section.SOCIAL)[:2]]
    assert votes == [3, 2]


def test_two_meetings_of_one_commission_bear_upon_each_other(db: Database, commission: Commission) -> None:
    meeting = meetings.plan_meeting(db, PlanMeeting(commission.id, INSTALLED))
    meetings.change_meeting(db, meeting.id, PlanMeeting(commission.id, LATER))
    moved = last_entry(db)
    meetings.plan_meeting(db, PlanMeeting(commission.id, INSTALLED))
    assert "par « Prévoir la réunion du jeudi 4 février 2021 »" in is_refused(db, moved)


def test_a_row_changed_behind_the_journal_is_left_alone(db: Database) -> None:
    added = carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")))
    with db.unit_of_work("À la main") as session:
        session.execute(update(OrganisationRow).values(name="SML"))
    assert "ces données ont été modifiées depuis." in is_refused(db, added)
    with db.unit_of_work("À la main") as session:
        session.execute(delete(OrganisationRow))
    assert "ces données ont été modifiées depuis." in is_refused(db, added)


def test_a_place_taken_since_is_left_alone(db: Database) -> None:
    carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")))
    renamed = carry_out(db, lambda session: setattr(session.get_one(OrganisationRow, 1), "name", "SML"))
    carry_out(db, lambda session: session.add(OrganisationRow(name="CSMF")))
    assert "ces données ont été modifiées depuis." in is_refused(db, renamed)


@pytest.mark.usefixtures("commission")
def test_the_founding_of_the_commission_stays(db: Database) -> None:
    assert is_refused(db, last_entry(db)) == (
        "« Annuler : créer la commission » est impossible : une commission existe pour de bon dès qu’elle est créée. "
        "Rien n’a été modifié."
    )


def test_an_entry_that_is_gone_is_said(db: Database) -> None:
    assert is_refused(db, 7) == "Cette modification n’est plus dans le journal. Elle ne peut plus être annulée."


def test_a_row_kept_by_an_older_schema_is_left_alone(db: Database, commission: Commission) -> None:
    def add(session: Session) -> None:
        session.add(
            PresidencyExceptionRow(commission_id=commission.id, year=2022, section=Section.SOCIAL, reason="Accord")
        )

    carry_out(db, add)
    gone = carry_out(db, lambda session: session.delete(session.get_one(PresidencyExceptionRow, 1)), "Retirer")
    with db.unit_of_work("Ancien schéma") as session:
        session.execute(
            text('UPDATE journal_row SET "before" = json_remove("before", \'$.decided_on\') WHERE entry_id = :entry'),
            {"entry": gone},
        )
    assert "une version précédente de CPR Desk l’a enregistré" in is_refused(db, gone)


def test_a_closed_seat_opens_again_with_its_weight_and_its_holders(db: Database, installed: Commission) -> None:
    before = rows_of(db)
    seat = compositions.composition_at(db, installed.id, INSTALLED).of(Section.SOCIAL)[0]
    for day in (LATER, INSTALLED):
        compositions.revise_composition(db, ReviseComposition(installed.id, day, (), (seat.id,)))
        with db.reading() as session:
            row = session.get(SeatRow, seat.id)
            assert row is None or row.valid_to is not None
        revert(db, last_entry(db))
        assert rows_of(db) == before
