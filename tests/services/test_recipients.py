from datetime import date

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import MandateRole
from cpr_desk.domain.dispatch import Capacity, Channel, unreachable
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import journal, mandates, persons, undo
from cpr_desk.services.composition import composition_at
from cpr_desk.services.mandates import EndMandate
from cpr_desk.services.recipients import add_recipient, audience_of, leave_out, recipients_of, restore_recipient
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.services.convening import MEETING_ON, convened_commission, member, named

SENDING, EVE = date(2021, 5, 25), date(2021, 5, 24)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def end(db: Database, commission: Commission, name: str, last: date) -> None:
    """End the mandate of a titular."""
    held = composition_at(db, commission.id, EVE).holdings()
    mandate = next(holding.mandate_id for _, _, holding in held if holding.person.name == name)
    mandates.end_mandate(db, EndMandate(mandate, last, EndReason.RESIGNATION))


def names(db: Database, meeting: Meeting) -> list[str]:
    return [each.person.name for each in recipients_of(db, meeting)]


def test_who_sits_on_the_day_of_the_meeting_receives(db: Database, commission: Commission, meeting: Meeting) -> None:
    to = recipients_of(db, meeting)

    assert {each.person.id for each in to} == {
        holding.person.id for _, _, holding in composition_at(db, commission.id, MEETING_ON).holdings()
    }
    assert named(to, "Léonie Kerbastard").capacity is Capacity.TITULAR
    assert named(to, "Léonie Kerbastard").seats == ("Pédicures-podologues – FNP", "URPS")


def test_a_recipient_ended_yesterday_is_named_and_receives_nothing(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    end(db, commission, "Basile Abgrall", EVE)
    found = audience_of(db, meeting, SENDING)

    assert "Basile Abgrall" not in names(db, meeting)
    assert [words.replace("\u00a0", " ") for words in found.leaving] == [
        "Le mandat de Basile Abgrall s’est terminé le 24/05/2021, avant la réunion : rien à envoyer."
    ]


def test_who_leaves_between_the_sending_and_the_meeting_is_named(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    end(db, commission, "Basile Abgrall", date(2021, 6, 9))
    end(db, commission, "Diane Crozanne", MEETING_ON)

    assert [words[:47] for words in audience_of(db, meeting, SENDING).leaving] == [
        "Le mandat de Basile Abgrall se termine le 09/06"
    ]
    assert "Diane Crozanne" in names(db, meeting)


def test_who_begins_before_the_meeting_is_convened_already(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    seat = next(each for each in composition_at(db, commission.id, EVE).seats if each.organisation == "SML")
    came = Designation(MandateRole.TITULAR, person("Anaïg Lebreton", civility="Mme"), date(2021, 6, 1))
    mandates.designate(db, seat.id, came)

    assert "Anaïg Lebreton" in names(db, meeting)
    assert [words.replace("\u00a0", " ") for words in audience_of(db, meeting, SENDING).arriving] == [
        "Le mandat de Mme Anaïg Lebreton commence le 01/06/2021 : à envoyer, convoquée d’avance."
    ]


def test_a_guest_is_added_with_the_reason_and_may_be_restored(db: Database, meeting: Meeting) -> None:
    guest = add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.EXPERT, "  point 3  ")
    listed = named(recipients_of(db, meeting), "Perrig Lanvaux")

    assert guest.id > 0
    assert (listed.capacity, listed.reason, listed.seats) == (Capacity.EXPERT, "point 3", ())
    restore_recipient(db, meeting, guest)
    assert "Perrig Lanvaux" not in names(db, meeting)


def test_somebody_is_left_out_with_the_reason_kept_and_restored(db: Database, meeting: Meeting) -> None:
    who = member(db, meeting, "Basile Abgrall")
    leave_out(db, meeting, who, "a demandé à ne plus rien recevoir")

    assert "Basile Abgrall" not in names(db, meeting)
    assert [(each.person, each.reason) for each in audience_of(db, meeting, SENDING).left_out] == [
        (who, "a demandé à ne plus rien recevoir")
    ]
    restore_recipient(db, meeting, who)
    assert "Basile Abgrall" in names(db, meeting)


def test_a_change_asks_for_a_reason_and_a_name(db: Database, meeting: Meeting) -> None:
    with pytest.raises(UserError, match="Le motif est vide"):
        add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.GUEST, " ")
    with pytest.raises(UserError, match="Le nom est vide"):
        add_recipient(db, meeting, person(""), Capacity.GUEST, "point 3")
    with pytest.raises(UserError, match="Le motif est vide"):
        leave_out(db, meeting, member(db, meeting, "Basile Abgrall"), "")


def test_a_change_is_undone(db: Database, meeting: Meeting) -> None:
    add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.GUEST, "point 3")
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)

    assert "Perrig Lanvaux" not in names(db, meeting)
    assert not any(known.person.name == "Perrig Lanvaux" for known in persons.known_persons(db))
    assert "Perrig Lanvaux" in journal.entries(db, 2)[1].label


def test_two_records_changed_by_hand_are_merged_into_one_change(db: Database, meeting: Meeting) -> None:
    one = add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.GUEST, "point 3")
    other = add_recipient(db, meeting, person("Pérrig Lanvaux-Kersaint"), Capacity.EXPERT, "point 4")
    persons.merge_persons(db, one.id, other.id, one)

    listed = [each for each in recipients_of(db, meeting) if each.reason]
    assert [(each.person.id, each.capacity, each.reason) for each in listed] == [(one.id, Capacity.EXPERT, "point 4")]


def test_missing_addresses_are_named_before_sending(db: Database, meeting: Meeting) -> None:
    who = person("Perrig Lanvaux", email="perrig@exemple.fr")
    guest = named((*recipients_of(db, meeting),), "Basile Abgrall")
    reached = add_recipient(db, meeting, who, Capacity.GUEST, "point 3")
    left = unreachable(recipients_of(db, meeting), Channel.EMAIL)

    assert guest in left
    assert reached.id not in [each.person.id for each in left]
