from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import NAMESAKE, Letter, MandateRole, Person, Section
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.mandates import (
    Designation,
    EndReason,
    Fault,
    Mandate,
    SeatLife,
    doubts,
    obey,
    refuse_designation,
    refuse_end,
    refuse_swap,
    refuse_votes,
)
from cpr_desk.errors import UserError

TITULAR, SUBSTITUTE = MandateRole
OPENED = date(2021, 2, 4)
ANA, YVES, LUC = (Person(n, first, last) for n, (first, last) in enumerate(
    (("Ana", "Le Goff"), ("Yves", "N’Guyen"), ("Luc", "de La Haÿe")), start=1))  # fmt: skip
ANA_SITS = Mandate(1, 7, TITULAR, ANA, OPENED)
YVES_SITS = Mandate(2, 7, SUBSTITUTE, YVES, OPENED, date(2022, 12, 31))
LIFE = SeatLife("Médecins – CSMF", OPENED, None, (ANA_SITS, YVES_SITS))
JUNE = date(2022, 6, 1)


def wanted(
    person: Person = LUC, role: MandateRole = TITULAR, since: date = JUNE, until: date | None = None
) -> Designation:
    return Designation(role, person, since, until)


def faults(life: SeatLife, designation: Designation, besides: int = 0) -> list[Fault]:
    return [refusal.fault for refusal in refuse_designation(life, designation, besides=besides)]


def test_every_reason_has_its_words() -> None:
    assert len({reason.label for reason in EndReason}) == len(EndReason)


def test_the_holder_of_the_first_day_gives_way() -> None:
    assert faults(LIFE, wanted()) == []
    assert faults(LIFE, wanted(since=OPENED)) == []


def test_a_name_without_an_id_is_the_person_of_that_name_unless_said_otherwise() -> None:
    assert faults(LIFE, wanted(replace(ANA, id=0))) == [Fault.PERSON]
    assert faults(LIFE, wanted(replace(ANA, id=NAMESAKE))) == []


def test_a_mandate_ends_on_or_after_the_day_it_begins() -> None:
    (refusal,) = refuse_designation(LIFE, wanted(until=date(2022, 5, 31)))

    assert refusal.fault is Fault.UNTIL
    assert refusal.what == "Le mandat se terminerait le 31/05/2022, avant d’avoir commencé le 01/06/2022."
    assert faults(LIFE, wanted(until=JUNE)) == []


def test_the_first_refusal_is_raised_as_an_error_and_nothing_without_one() -> None:
    refusals = refuse_designation(LIFE, wanted(until=date(2022, 5, 31)))

    with pytest.raises(UserError, match="Le mandat se terminerait le 31/05/2022"):
        obey(refusals)
    obey(())


@pytest.mark.parametrize(
    ("since", "until", "fault", "words"),
    [
        (date(2021, 2, 3), OPENED, Fault.SINCE, "n’existe qu’à compter du 04/02/2021"),
        (date(2024, 1, 1), None, Fault.SINCE, "fermé depuis le 01/01/2024"),
        (JUNE, None, Fault.UNTIL, "ferme le 01/01/2024"),
        (JUNE, date(2024, 1, 1), Fault.UNTIL, "ferme le 01/01/2024"),
    ],
)
def test_a_mandate_stays_within_the_life_of_its_seat(since: date, until: date | None, fault: Fault, words: str) -> None:
    closed = SeatLife("Médecins – CSMF", OPENED, date(2023, 12, 31))
    (refusal,) = refuse_designation(closed, wanted(since=since, until=until))

    assert refusal.fault is fault
    assert words in refusal.what


def test_a_mandate_may_last_as_long_as_its_seat() -> None:
    closed = SeatLife("Médecins – CSMF", OPENED, date(2023, 12, 31))

    assert faults(closed, wanted(until=date(2023, 12, 31))) == []


def test_nobody_is_titular_and_substitute_of_one_seat() -> None:
    (refusal,) = refuse_designation(LIFE, wanted(YVES))

    assert refusal.fault is Fault.PERSON
    assert "suppléant de ce siège du 04/02/2021 au 31/12/2022" in refusal.what
    assert faults(LIFE, wanted(YVES, since=date(2023, 1, 1))) == []


def test_who_holds_a_place_is_not_designated_to_it_again() -> None:
    (refusal,) = refuse_designation(LIFE, wanted(ANA))

    assert (refusal.fault, refusal.what) == (
        Fault.PERSON,
        "Ana Le Goff est déjà titulaire de ce siège depuis le 04/02/2021.",
    )


def test_a_mandate_that_begins_later_is_not_overlapped() -> None:
    later = replace(LIFE, mandates=(*LIFE.mandates, Mandate(3, 7, TITULAR, LUC, date(2023, 1, 1))))
    (refusal,) = refuse_designation(later, wanted(YVES, since=date(2022, 1, 1), until=date(2023, 1, 1)))[1:]

    assert refusal.fault is Fault.UNTIL
    assert f"Luc de La Haÿe est titulaire de ce siège depuis le 01/01/2023{NBSP}: les deux mandats" in refusal.what
    assert "au plus tard le 31/12/2022" in refusal.what_to_do
    assert faults(later, wanted(LUC, until=date(2022, 12, 31))) == []


def test_a_correction_leaves_itself_out_of_account_but_nobody_gives_way() -> None:
    former = Mandate(3, 7, TITULAR, LUC, OPENED, date(2021, 12, 31))
    life = replace(LIFE, mandates=(former, replace(ANA_SITS, since=date(2022, 1, 1))))

    assert faults(life, wanted(ANA, since=date(2022, 1, 1)), besides=1) == []
    assert faults(life, wanted(ANA, since=date(2021, 12, 31)), besides=1) == [Fault.SINCE]


def test_a_mandate_does_not_end_before_it_began() -> None:
    (refusal,) = refuse_end(LIFE, ANA_SITS, date(2021, 2, 3))

    assert refusal.fault is Fault.UNTIL
    assert refuse_end(LIFE, ANA_SITS, OPENED) == ()


def test_a_mandate_does_not_end_after_its_successor_began_nor_after_its_seat_closed() -> None:
    ended = replace(ANA_SITS, until=date(2022, 5, 31))
    life = replace(LIFE, until=date(2023, 12, 31), mandates=(ended, Mandate(3, 7, TITULAR, LUC, date(2022, 7, 1))))
    (overlap,) = refuse_end(life, ended, date(2022, 12, 31))
    (closed,) = refuse_end(replace(life, mandates=(ended,)), ended, date(2024, 1, 1))

    assert overlap.what_to_do.startswith("Terminez le mandat au plus tard le 30/06/2022")
    assert closed.what.startswith("Ce siège ferme le 01/01/2024")
    assert refuse_end(life, ended, date(2022, 6, 30)) == ()
    assert refuse_end(life, ended, date(2022, 1, 31)) == ()


def test_a_swap_needs_both_places_held() -> None:
    (refusal,) = refuse_swap(LIFE, date(2023, 1, 1))

    assert refusal.what == "Le 01/01/2023, ce siège n’a pas de suppléant."
    assert refuse_swap(LIFE, JUNE) == ()


def test_a_swap_does_not_contradict_a_later_designation() -> None:
    later = replace(LIFE, mandates=(*LIFE.mandates, Mandate(3, 7, SUBSTITUTE, LUC, date(2023, 1, 1))))
    (refusal,) = refuse_swap(later, JUNE)

    assert "Luc de La Haÿe devient suppléant de ce siège le 01/01/2023" in refusal.what


@pytest.mark.parametrize(
    ("section", "allowed", "refused"),
    [
        (Section.SOCIAL, (1, 2, 3), (0, 4, -1)),
        (Section.PROFESSIONAL, (1,), (0, 2)),
        (Section.CONSULTATIVE, (0,), (1,)),
    ],
)
def test_votes_stay_within_those_of_the_section(
    section: Section, allowed: tuple[int, ...], refused: tuple[int, ...]
) -> None:
    assert all(refuse_votes(section, votes, Rules()) == () for votes in allowed)
    assert all(refuse_votes(section, votes, Rules())[0].fault is Fault.VOTES for votes in refused)


def test_doubtful_cases_are_told_and_go_on() -> None:
    late = Designation(TITULAR, LUC, JUNE, letter=Letter(date(2022, 6, 2)))
    told = doubts(late, ("URPS",), today=date(2022, 6, 2), installed_on=OPENED)

    assert told == (
        "Luc de La Haÿe siège aussi à un autre titre (URPS).",
        f"La date est passée{NBSP}: les documents de cette période en tiendront compte.",
        "La lettre de désignation est datée du 02/06/2022, après le début du mandat.",
    )


def test_a_designation_before_the_installation_is_told() -> None:
    told = doubts(wanted(since=date(2021, 1, 1)), (), today=JUNE, installed_on=OPENED)

    assert told == ("La commission n’a été installée que le 04/02/2021.",)


def test_an_ordinary_designation_raises_no_doubt() -> None:
    assert doubts(replace(wanted(), letter=Letter(JUNE)), (), today=JUNE, installed_on=OPENED) == ()


def test_who_comes_back_later_overlaps_that_later_mandate() -> None:
    later = SeatLife("Médecins – CSMF", OPENED, None, (Mandate(3, 7, TITULAR, LUC, date(2023, 1, 1)),))

    assert faults(later, wanted(LUC)) == [Fault.UNTIL]
    assert faults(later, wanted(LUC, until=date(2022, 12, 31))) == []
