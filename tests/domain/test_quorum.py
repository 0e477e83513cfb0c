from datetime import date

import pytest

from cpr_desk.domain.attendance import Stay
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Section
from cpr_desk.domain.quorum import history, live, rule_words, second_meeting_limit
from cpr_desk.domain.session_rules import Majority, QuorumBase, Rounding
from tests.domain.sessions import COMMISSION, DAY, at, presence, proxy, there
from tests.factories import seed_composition

RULES = Rules()


@pytest.mark.parametrize(
    ("rounding", "number", "half"),
    [
        (Rounding.UP, 35, 18),
        (Rounding.DOWN, 35, 17),
        (Rounding.MORE_THAN_HALF, 35, 18),
        (Rounding.UP, 36, 18),
        (Rounding.MORE_THAN_HALF, 36, 19),
        (Rounding.DOWN, 1, 1),
        (Rounding.UP, 0, 0),
    ],
)
def test_half_of_a_number_is_what_the_setting_says(rounding: Rounding, number: int, half: int) -> None:
    assert rounding.half(number) == half


def test_the_quorum_is_half_of_each_section_by_titulars_and_substitutes() -> None:
    _, quorum = live(COMMISSION, presence(there(11, 2, 4, 5)), RULES, at(15))

    assert [(count.base, count.needed, count.counted, count.missing) for count in quorum.counts] == [
        (3, 2, 2, 0),
        (4, 2, 2, 0),
    ]
    assert quorum.is_reached
    assert [(count.heads, count.votes, count.all_votes) for count in quorum.counts] == [(2, 6, 7), (2, 2, 4)]


def test_one_section_without_quorum_is_enough_to_have_none_and_tells_who_would_complete_it() -> None:
    _, quorum = live(COMMISSION, presence(there(1, 2, 4)), RULES, at(15))

    assert not quorum.is_reached
    professional = quorum.counts[1]
    assert professional.missing == 1
    assert [person.id for person in professional.callable] == [5, 14, 6]
    assert quorum.words == (
        "Section sociale\u00a0: 2 sièges représentés sur 3, 6 voix sur 7\u00a0; quorum de 2 sièges atteint. "
        "Section professionnelle\u00a0: 1 siège représenté sur 4, 1 voix sur 4\u00a0; "
        "quorum de 2 sièges non atteint, il manque 1 siège."
    )


def test_a_proxy_counts_for_the_quorum_only_when_the_setting_says_so() -> None:
    noted = presence(there(2, 4, 5), proxy(1, 1, 2))

    without = live(COMMISSION, noted, RULES, at(15))[1]
    assert not without.is_reached
    assert "2 sièges représentés sur 3, dont 1 par pouvoir, " in without.words
    assert "quorum de 2 sièges non atteint, il manque 1 siège" in without.words
    assert live(COMMISSION, noted, Rules(proxies_in_quorum=True), at(15))[1].is_reached


def test_the_base_may_be_the_designated_seats_or_the_votes() -> None:
    noted = presence(there(1, 4, 5))

    designated = live(COMMISSION, noted, Rules(quorum_base=QuorumBase.DESIGNATED), at(15))[1]
    votes = live(COMMISSION, noted, Rules(quorum_base=QuorumBase.VOTES), at(15))[1]

    assert [count.base for count in designated.counts] == [3, 3]
    assert [(count.base, count.needed, count.counted) for count in votes.counts] == [(7, 4, 3), (4, 2, 2)]
    assert "quorum de 4 voix non atteint, il manque 1 voix" in votes.words


def test_in_the_official_table_all_who_are_designated_make_the_quorum_by_one_seat() -> None:
    composition = seed_composition()
    titulars = [seat.titular.person.id for seat in composition.seats if seat.titular]
    _, quorum = live(composition, presence(there(*titulars)), RULES, at(15))

    assert [(count.base, count.needed, count.counted) for count in quorum.counts] == [(13, 7, 13), (35, 18, 19)]


def test_who_stands_aside_is_in_the_base_but_not_among_those_there() -> None:
    from cpr_desk.domain.quorum import quorum_of

    floor, _ = live(COMMISSION, presence(there(1, 2, 4, 5)), RULES, at(15))

    assert quorum_of(floor, RULES).is_reached
    aside = quorum_of(floor, RULES, aside={4})
    assert (aside.counts[1].base, aside.counts[1].counted, aside.is_reached) == (4, 1, False)


def test_a_section_without_seats_has_no_quorum() -> None:
    _, quorum = live(Composition(DAY, ()), presence(), RULES, at(15))

    assert not quorum.is_reached
    assert "aucun siège" in quorum.words


def test_a_second_meeting_is_valid_whatever_the_number_present() -> None:
    _, quorum = live(COMMISSION, presence(), RULES, at(15), waived=True)

    assert quorum.is_reached
    assert "Seconde réunion" in quorum.words


def test_the_history_tells_each_moment_at_which_the_quorum_changed() -> None:
    stays = (Stay(1, at(14)), Stay(2, at(14)), Stay(4, at(14)), Stay(5, at(14, 5), at(15, 10)), Stay(9, at(14, 30)))
    told = history(COMMISSION, presence(stays), RULES, at(16))

    assert [(quorum.at, quorum.is_reached) for quorum in told] == [
        (at(14), False),
        (at(14, 5), True),
        (at(15, 10), False),
    ]
    assert len(history(COMMISSION, presence(stays), RULES, at(15))) == 2
    assert Section.SOCIAL is told[0].counts[0].section


def test_the_second_meeting_is_held_within_a_calendar_month() -> None:
    assert second_meeting_limit(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert second_meeting_limit(date(2024, 1, 31), 1) == date(2024, 2, 29)


def test_every_choice_has_a_french_label() -> None:
    assert all(each.label for each in (*QuorumBase, *Rounding, *Majority))


def test_the_rule_of_the_quorum_is_told_as_it_is_set() -> None:
    usual = rule_words(Rules())
    other = rule_words(Rules(quorum_base=QuorumBase.VOTES, proxies_in_quorum=True))

    assert "arrondie à l’unité supérieure, comptée sur tous les sièges de la section." in usual
    assert "les pouvoirs n’y comptent pas (règle par défaut" in usual
    assert "comptée en voix." in other
    assert "les pouvoirs aussi (" in other
