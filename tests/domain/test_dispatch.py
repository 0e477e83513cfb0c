from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Holding, Person, Seat, Section
from cpr_desk.domain.deadlines import DeadlineKind, deadline
from cpr_desk.domain.dispatch import (
    Capacity,
    Channel,
    Dispatch,
    IssueKind,
    Recipient,
    RecipientChange,
    proof,
    recipients,
    unreachable,
)
from cpr_desk.domain.french import NBSP
from tests.factories import INSTALLED, seed_composition

ANA = Person(1, "Ana", "Le Goff", email="ana@exemple.fr")
YVES = Person(2, "Yves", "N’Guyen", address="3 rue Haute", postcode="44000", city="Nantes")
LUC = Person(3, "Luc", "de La Haÿe")
LIMIT = deadline(DeadlineKind.CONVOCATION, INSTALLED, Rules(), lambda _day: None)
LAST_DAY, TOO_LATE = date(2021, 1, 20), date(2021, 1, 21)


def seat(number: int, section: Section, titular: Person | None, substitute: Person | None = None) -> Seat:
    held = [Holding(person, INSTALLED) if person else None for person in (titular, substitute)]
    return Seat(number, section, number, 1, organisation=f"Organisme {number}", titular=held[0], substitute=held[1])


TO = tuple(Recipient(person, Capacity.TITULAR) for person in (ANA, YVES))


def sent(person: Person, day: date, *, version: int = 1, number: int = 0, returned: date | None = None) -> Dispatch:
    return Dispatch(Recipient(person, Capacity.TITULAR), version, day, Channel.EMAIL, returned_on=returned, id=number)


def test_everybody_who_sits_is_written_to_once() -> None:
    composition = seed_composition()
    to = recipients(composition)

    assert len(to) == len({holding.person.id for _, _, holding in composition.holdings()})
    assert [each.person for each in to][:2] == [holding.person for _, _, holding in list(composition.holdings())[:2]]


def test_several_seats_make_one_recipient_in_the_weightiest_capacity() -> None:
    both = Composition(
        INSTALLED,
        (
            seat(1, Section.PROFESSIONAL, YVES, ANA),
            seat(2, Section.CONSULTATIVE, LUC, YVES),
            seat(3, Section.PROFESSIONAL, ANA),
        ),
    )

    assert [(each.person.id, each.capacity, len(each.seats)) for each in recipients(both)] == [
        (2, Capacity.TITULAR, 2),
        (1, Capacity.TITULAR, 2),
        (3, Capacity.CONSULTATIVE, 1),
    ]


def test_a_substitute_who_is_a_consultative_voice_too_is_invited() -> None:
    both = Composition(INSTALLED, (seat(1, Section.PROFESSIONAL, ANA, YVES), seat(2, Section.CONSULTATIVE, YVES)))

    assert [each.capacity for each in recipients(both)] == [Capacity.TITULAR, Capacity.CONSULTATIVE]


def test_the_substitute_of_a_consultative_voice_is_informed() -> None:
    voices = Composition(INSTALLED, (seat(1, Section.CONSULTATIVE, LUC, YVES),))

    assert [each.capacity for each in recipients(voices)] == [Capacity.CONSULTATIVE, Capacity.SUBSTITUTE]


def test_the_list_is_changed_by_hand_with_the_reason_kept() -> None:
    sitting = Composition(INSTALLED, (seat(1, Section.PROFESSIONAL, ANA, YVES),))
    changes = (
        RecipientChange(YVES, None, "mandat terminé la veille"),
        RecipientChange(LUC, Capacity.EXPERT, "point 3"),
        RecipientChange(ANA, Capacity.GUEST, "à sa demande"),
    )
    to = recipients(sitting, changes)

    assert [(each.person, each.capacity, each.reason) for each in to] == [
        (LUC, Capacity.EXPERT, "point 3"),
        (ANA, Capacity.GUEST, "à sa demande"),
    ]
    assert to[1].seats == ("Organisme 1",)


@pytest.mark.parametrize(
    ("channel", "reached"),
    [
        (Channel.EMAIL, [ANA]),
        (Channel.LETTER, [YVES]),
        (Channel.REGISTERED, [YVES]),
        (Channel.HAND, [ANA, YVES, LUC]),
    ],
)
def test_a_channel_needs_its_address(channel: Channel, reached: list[Person]) -> None:
    to = [Recipient(person, Capacity.TITULAR) for person in (ANA, YVES, LUC)]
    left = unreachable(to, channel)

    assert [each.person for each in to if each not in left] == reached


def test_the_last_lawful_day_is_in_time_and_the_next_is_late() -> None:
    weighed = proof(LIMIT, TO, (sent(ANA, LAST_DAY), sent(YVES, TOO_LATE)), {1})

    assert [each.recipient.person for each in weighed.in_time] == [ANA]
    assert [each.recipient.person for each in weighed.late] == [YVES]
    assert not weighed.is_regular
    assert weighed.words == (
        f"Envoi à 2 destinataires, le dernier le 21/01/2021{NBSP}: 1 envoi hors délai (limite le 20/01/2021)."
    )


def test_everybody_in_time_is_regular() -> None:
    weighed = proof(LIMIT, TO, (sent(ANA, LAST_DAY), sent(YVES, date(2021, 1, 18))), {1})

    assert weighed.is_regular
    assert weighed.words == f"Envoi à 2 destinataires, le dernier le 20/01/2021{NBSP}: dans les délais."


def test_mail_that_came_back_counts_as_not_sent_until_it_is_sent_again() -> None:
    back = sent(ANA, date(2021, 1, 11), returned=date(2021, 1, 14), number=1)
    once = proof(LIMIT, TO, (back, sent(YVES, LAST_DAY)), {1})
    again = proof(LIMIT, TO, (back, sent(YVES, LAST_DAY), sent(ANA, date(2021, 1, 15), number=2)), {1})

    assert [each.person for each in once.missing] == [ANA]
    assert not once.is_regular
    assert once.words.endswith("dans les délais, 1 destinataire sans envoi.")
    assert again.is_regular


def test_the_first_arrival_counts_and_another_version_does_not() -> None:
    both = (sent(ANA, TOO_LATE, number=2), sent(ANA, LAST_DAY, number=1), sent(YVES, LAST_DAY, version=1))
    changed = proof(LIMIT, TO, both, {2})

    assert [each.sent_on for each in proof(LIMIT, TO, both, {1}).in_time] == [LAST_DAY, LAST_DAY]
    assert (changed.in_time, changed.late, changed.missing) == ((), (), TO)
    assert changed.words == f"Aucun envoi n’est enregistré{NBSP}; limite le 20/01/2021."
    assert not changed.is_regular


def test_a_guest_without_a_letter_makes_nothing_irregular() -> None:
    guest = Recipient(LUC, Capacity.GUEST)
    late_guest = replace(sent(LUC, TOO_LATE), recipient=guest)

    assert proof(LIMIT, (*TO, guest), (sent(ANA, LAST_DAY), sent(YVES, LAST_DAY)), {1}).is_regular
    assert proof(LIMIT, (*TO, guest), (sent(ANA, LAST_DAY), sent(YVES, LAST_DAY), late_guest), {1}).is_regular


def test_channels_and_capacities_have_their_words() -> None:
    assert len({channel.label for channel in Channel}) == len(Channel)
    assert len({capacity.label for capacity in Capacity}) == len(Capacity)
    assert len({kind.label for kind in IssueKind}) == len(IssueKind)
