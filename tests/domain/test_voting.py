from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import Exercise, Presence, floor_at
from cpr_desk.domain.ballots import (
    TOO_FEW_ANSWERS,
    Ballot,
    Vote,
    changed_since,
    question_on,
    refuse_answers,
    refuse_ballot,
    to_vote_again,
)
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.quorum import live
from cpr_desk.domain.session_rules import Majority
from cpr_desk.domain.voting import (
    SECRET_CHOICES,
    Choice,
    Elector,
    Method,
    Next,
    Outcome,
    Result,
    Share,
    Tally,
    electors_of,
    follows,
    in_bulk,
    mail_electors,
    refuse_tallies,
    result,
    tallies_of,
)
from tests.domain.sessions import COMMISSION, at, presence, proxy, there

RULES = Rules()
FULL = presence(there(1, 2, 4, 5, 6), proxy(3, 3, 2))
SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL


def electors(noted: Presence = FULL) -> tuple[Elector, ...]:
    return electors_of(floor_at(COMMISSION, noted, RULES, at(15)))


def ballot(noted: Presence = FULL, **facts: object) -> Ballot:
    floor, quorum = live(COMMISSION, noted, RULES, at(15))
    taken = Ballot(7, "Adopter le relevé", Method.HANDS, at(15), electors_of(floor), quorum.words, quorum.is_reached)
    return replace(taken, **facts)  # type: ignore[arg-type]


def test_electors_are_the_seats_whose_votes_somebody_uses() -> None:
    told = [(each.seat_id, each.votes, each.person_id, each.exercise) for each in electors()]

    assert told[:3] == [
        (1, 3, 1, Exercise.TITULAR),
        (2, 3, 2, Exercise.TITULAR),
        (3, 1, 2, Exercise.PROXY),
    ]
    assert len(told) == 6


def test_a_written_consultation_asks_the_titular_of_each_seat_or_its_substitute() -> None:
    without = replace(COMMISSION, seats=(replace(COMMISSION.seats[0], titular=None), *COMMISSION.seats[1:]))

    told = mail_electors(without)

    assert [(each.seat_id, each.exercise) for each in told][:2] == [(1, Exercise.SUBSTITUTE), (2, Exercise.TITULAR)]
    assert {each.seat_id for each in told} == {1, 2, 3, 4, 5, 6}


def test_a_whole_section_is_noted_at_once_then_its_exceptions() -> None:
    choices = in_bulk(electors(), {1: Choice.CONFLICT}, Choice.FOR, SOCIAL)
    choices[2] = Choice.AGAINST

    assert choices == {1: Choice.CONFLICT, 2: Choice.AGAINST, 3: Choice.FOR}
    assert in_bulk(electors(), choices, Choice.ABSTAIN, only_blank=True) == {
        **choices,
        4: Choice.ABSTAIN,
        5: Choice.ABSTAIN,
        6: Choice.ABSTAIN,
    }
    assert in_bulk(electors(), choices, None) == {1: Choice.CONFLICT}


@pytest.mark.parametrize(
    ("counts", "majority", "outcome"),
    [
        ({(SOCIAL, Choice.FOR): 4, (PROFESSIONAL, Choice.AGAINST): 3}, Majority.CAST, Outcome.ADOPTED),
        ({(SOCIAL, Choice.FOR): 3, (PROFESSIONAL, Choice.AGAINST): 4}, Majority.CAST, Outcome.REJECTED),
        ({(SOCIAL, Choice.FOR): 4, (PROFESSIONAL, Choice.AGAINST): 4}, Majority.CAST, Outcome.TIED),
        ({(SOCIAL, Choice.FOR): 1, (PROFESSIONAL, Choice.ABSTAIN): 9}, Majority.CAST, Outcome.ADOPTED),
        ({(SOCIAL, Choice.ABSTAIN): 4}, Majority.CAST, Outcome.NONE_CAST),
        ({}, Majority.CAST, Outcome.NONE_CAST),
        ({(SOCIAL, Choice.FOR): 4, (PROFESSIONAL, Choice.FOR): 1}, Majority.BY_SECTION, Outcome.ADOPTED),
        ({(SOCIAL, Choice.AGAINST): 4, (PROFESSIONAL, Choice.AGAINST): 1}, Majority.BY_SECTION, Outcome.REJECTED),
        ({(SOCIAL, Choice.FOR): 9, (PROFESSIONAL, Choice.AGAINST): 1}, Majority.BY_SECTION, Outcome.TIED),
        ({(SOCIAL, Choice.FOR): 9}, Majority.BY_SECTION, Outcome.TIED),
    ],
)
def test_the_votes_cast_decide(counts: dict[tuple[Section, Choice], int], majority: Majority, outcome: Outcome) -> None:
    told = result((Tally(section, 1, choice, heads) for (section, choice), heads in counts.items()), majority)

    assert told.outcome is outcome


def test_the_result_is_told_in_words_with_what_did_not_count() -> None:
    told = result(
        (
            Tally(SOCIAL, 3, Choice.FOR, 2),
            Tally(SOCIAL, 1, Choice.AGAINST, 1),
            Tally(PROFESSIONAL, 1, Choice.FOR, 2),
            Tally(PROFESSIONAL, 1, Choice.ABSTAIN, 1),
            Tally(PROFESSIONAL, 1, Choice.BLANK, 2),
        ),
        Majority.CAST,
    )

    assert told.words == (
        "Adopté\u00a0: 8 voix pour, 1 voix contre, soit 9 voix exprimées\u00a0; "
        "abstention\u00a0: 1 voix et blanc ou nul\u00a0: 2 voix."
    )
    assert told.section_words(SOCIAL) == "Section sociale\u00a0: pour 6 voix (2 membres), contre 1 voix (1 membre)"
    assert result((), Majority.CAST).section_words(SOCIAL) == "Section sociale\u00a0: aucun vote"
    assert result((), Majority.CAST).counts == "0 voix pour, 0 voix contre, soit 0 voix exprimée"
    assert told.of(Choice.FOR) == Share(4, 8)


@pytest.mark.parametrize(
    ("counts", "majority", "verdict"),
    [
        ({(SOCIAL, Choice.FOR): 9, (PROFESSIONAL, Choice.AGAINST): 1}, Majority.BY_SECTION, "désaccord entre les"),
        ({(SOCIAL, Choice.FOR): 9}, Majority.BY_SECTION, "désaccord entre les sections"),
        (
            {(section, choice): 2 for section in (SOCIAL, PROFESSIONAL) for choice in (Choice.FOR, Choice.AGAINST)},
            Majority.BY_SECTION,
            "partage des voix",
        ),
        ({(SOCIAL, Choice.FOR): 4, (PROFESSIONAL, Choice.AGAINST): 4}, Majority.CAST, "partage des voix"),
    ],
)
def test_sections_that_disagree_are_not_told_as_equal_votes(
    counts: dict[tuple[Section, Choice], int], majority: Majority, verdict: str
) -> None:
    told = result((Tally(section, 1, choice, heads) for (section, choice), heads in counts.items()), majority)

    assert told.outcome is Outcome.TIED
    assert told.verdict.startswith(verdict)


def test_divided_votes_go_to_a_second_round_then_to_no_agreement() -> None:
    assert follows(Outcome.ADOPTED, 1) is follows(Outcome.REJECTED, 2) is Next.DONE
    assert follows(Outcome.TIED, 1) is follows(Outcome.NONE_CAST, 1) is Next.SECOND_ROUND
    assert follows(Outcome.TIED, 2) is Next.NO_AGREEMENT
    assert follows(Outcome.TIED, 1, by_mail=True) is Next.AT_A_MEETING
    assert all(each.words for each in Next)
    assert all(each.label for each in (*Outcome, *Choice, *Method))


def test_more_papers_than_voters_of_that_weight_are_refused() -> None:
    asked = (Tally(SOCIAL, 3, Choice.FOR, 2), Tally(SOCIAL, 3, Choice.BLANK, 1), Tally(SOCIAL, 2, Choice.FOR, 1))

    assert refuse_tallies(electors(), asked) == (
        "Section sociale\u00a0: 3 bulletins de 3 voix pour 2 votants qui en détiennent autant.",
        "Section sociale\u00a0: 1 bulletin de 2 voix pour 0 votant qui en détient autant.",
    )
    assert refuse_tallies(electors(), (Tally(SOCIAL, 3, Choice.FOR, -1),)) == (
        "Un nombre de bulletins ne peut pas être négatif.",
    )
    assert not refuse_tallies(electors(), asked[:1])


def test_a_vote_is_told_with_its_method_round_rule_and_what_follows() -> None:
    divided = ballot(choices={4: Choice.FOR, 5: Choice.AGAINST})
    second = replace(divided, method=Method.SECRET, round=2, tallies=(Tally(SOCIAL, 3, Choice.FOR, 1),))

    assert divided.words.startswith("Vote à main levée, à 15\u00a0h. Partage des voix")
    assert divided.words.endswith("Un second tour a lieu, à bulletin secret.")
    assert "second tour, à 15\u00a0h. Adopté\u00a0: 3 voix pour" in second.words
    assert "majorité simple des voix exprimées" in second.words
    annulled = replace(divided, annulled_at=at(16), annul_reason="Erreur de décompte.")
    assert annulled.words.endswith("Vote annulé le 04/02/2021\u00a0: Erreur de décompte.")
    lacking = ballot(presence(there(1)), without_quorum="Avis demandé par l’ARS", choices={1: Choice.FOR})
    assert "Vote enregistré sans quorum\u00a0: Avis demandé par l’ARS." in lacking.words


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (ballot(question=" "), "question"),
        (ballot(presence(there(1))), "Le quorum n’est pas atteint"),
        (ballot(choices={99: Choice.FOR}), "n’ont pas de voix"),
        (ballot(round=2, method=Method.SECRET), "second tour suit"),
        (ballot(round=2), "bulletin secret"),
        (ballot(method=Method.SECRET, tallies=(Tally(SOCIAL, 3, Choice.FOR, 3),)), "3 bulletins"),
    ],
)
def test_a_vote_against_the_rules_is_refused_with_the_reason(wanted: Ballot, why: str) -> None:
    assert any(why in reason for reason in refuse_ballot(wanted))


def test_a_question_is_voted_once_a_round_unless_the_vote_was_annulled() -> None:
    first = ballot(id=1, choices={4: Choice.FOR, 5: Choice.AGAINST})
    second = ballot(round=2, method=Method.SECRET, tallies=(Tally(SOCIAL, 3, Choice.FOR, 1),))

    assert refuse_ballot(ballot(), (first,))
    assert not refuse_ballot(ballot(), (replace(first, annulled_at=at(16)),))
    assert not refuse_ballot(first, (first,))
    assert not refuse_ballot(second, (first,))
    assert refuse_ballot(second, (replace(first, choices={4: Choice.FOR}),))


def test_a_correction_of_the_attendance_is_told_and_changes_no_vote() -> None:
    taken = ballot(choices={1: Choice.FOR})
    corrected = presence(there(11, 3, 4, 5))
    floor, quorum = live(COMMISSION, corrected, RULES, at(15))

    told = changed_since(taken, floor, quorum)

    assert len(told) == 4
    assert any("est à présent noté." in each and "Nom11" in each for each in told)
    assert any("n’est plus noté" in each and "Syndicat 6" in each for each in told)
    assert taken.result == ballot(choices={1: Choice.FOR}).result
    assert changed_since(taken, *live(COMMISSION, FULL, RULES, at(15))) == ()
    came = presence((*there(1, 2, 4, 5, 6, 14),), proxy(3, 3, 2))
    assert changed_since(ballot(presence(there(1, 2, 4))), *live(COMMISSION, came, RULES, at(15)))[-1].startswith(
        "Syndicat 6"
    )


def test_a_quorum_that_the_correction_takes_away_is_told() -> None:
    told = changed_since(ballot(), *live(COMMISSION, presence(there(1)), RULES, at(15)))
    later = changed_since(ballot(presence(there(1))), *live(COMMISSION, FULL, RULES, at(15)))

    assert "Le quorum n’est pas atteint avec les présences notées à présent." in told
    assert "Le quorum est atteint avec les présences notées à présent." in later


@pytest.mark.parametrize(
    ("item", "question"),
    [
        (Item("Calendrier."), "Calendrier"),
        (Item("Avis sur le projet", kind=ItemKind.OPINION), "Avis favorable sur le projet"),
        (Item("CPTS Sud", kind=ItemKind.OPINION), "Avis favorable sur «\u00a0CPTS Sud\u00a0»"),
    ],
)
def test_an_item_proposes_its_question(item: Item, question: str) -> None:
    assert question_on(item) == question


def test_who_stands_aside_puts_no_paper_in_the_box() -> None:
    aside = {1: Choice.CONFLICT}
    papers = (Tally(SOCIAL, 3, Choice.FOR, 1),)
    secret = ballot(method=Method.SECRET, choices=aside, tallies=papers)

    assert not refuse_ballot(secret)
    assert secret.result.of(Choice.CONFLICT, SOCIAL) == Share(1, 3)
    assert refuse_ballot(replace(secret, tallies=(Tally(SOCIAL, 3, Choice.FOR, 2),)))
    assert refuse_ballot(replace(secret, choices={2: Choice.FOR})) == ("Un bulletin secret ne se note pas par siège.",)


def test_divided_votes_wait_for_their_second_round() -> None:
    divided = ballot(id=1, choices={4: Choice.FOR, 5: Choice.AGAINST})
    second = replace(divided, round=2, method=Method.SECRET)

    assert to_vote_again((divided,)) == (divided,)
    assert to_vote_again((divided, second)) == ()
    assert to_vote_again((divided, replace(second, annulled_at=at(16)))) == (divided,)
    assert to_vote_again((replace(divided, annulled_at=at(16)),)) == ()
    assert to_vote_again((replace(divided, choices={4: Choice.FOR}),)) == ()
    assert to_vote_again((replace(divided, method=Method.MAIL),)) == ()


def test_a_mail_vote_goes_on_without_quorum_and_says_so() -> None:
    asked = ballot(presence(there(1)), method=Method.MAIL)

    assert not refuse_ballot(asked)
    assert TOO_FEW_ANSWERS in asked.words
    assert not asked.decides
    assert replace(asked, has_quorum=True).decides
    assert not replace(asked, has_quorum=True, annulled_at=at(16)).decides


def test_a_mail_vote_is_open_until_its_closing_day_and_decides_nothing_before() -> None:
    asked = ballot(method=Method.MAIL, choices={4: Choice.FOR})
    closing = asked.taken_at.date()

    assert asked.is_open(closing)
    assert "en cours" in asked.words_on(closing)
    assert "Adopté" not in asked.words_on(closing)
    assert asked.words_on(closing + timedelta(days=1)) == asked.words
    assert not replace(asked, annulled_at=at(16)).is_open(closing)
    assert not ballot().is_open(closing)


def test_divided_answers_by_mail_wait_for_a_meeting() -> None:
    divided = ballot(method=Method.MAIL, choices={4: Choice.FOR, 5: Choice.AGAINST})

    assert "à l’ordre du jour d’une réunion" in divided.words
    assert "Un second tour a lieu" not in divided.words


def test_answers_have_a_day_within_the_consultation() -> None:
    opens, today = at(9).date(), at(9).date().replace(day=10)
    vote = Vote(7, "Adopter", Method.MAIL, at(9), choices={1: Choice.FOR}, answered_on={1: opens})

    assert refuse_answers(vote, opens, today) == ()
    assert refuse_answers(vote, None, today) == ()
    assert (
        len(
            refuse_answers(replace(vote, answered_on={2: today.replace(day=11), 3: today.replace(day=1)}), opens, today)
        )
        == 3
    )


CHOICES = st.dictionaries(st.sampled_from([1, 2, 3, 4, 5, 6]), st.sampled_from(SECRET_CHOICES))
TALLIES = st.lists(
    st.builds(
        Tally,
        st.sampled_from([SOCIAL, PROFESSIONAL]),
        st.integers(0, 5),
        st.sampled_from(list(Choice)),
        st.integers(0, 40),
    )
)
SWAPPED = {Choice.FOR: Choice.AGAINST, Choice.AGAINST: Choice.FOR}
OUTCOMES = {Outcome.ADOPTED: Outcome.REJECTED, Outcome.REJECTED: Outcome.ADOPTED}


@given(TALLIES, st.sampled_from(list(Majority)))
def test_the_result_is_symmetrical_under_swapping_for_and_against(tallies: list[Tally], majority: Majority) -> None:
    other = [replace(each, choice=SWAPPED.get(each.choice, each.choice)) for each in tallies]

    one, swapped = result(tallies, majority).outcome, result(other, majority).outcome
    assert swapped is OUTCOMES.get(one, one)


@given(CHOICES, st.sampled_from(list(Majority)))
def test_secret_and_named_totals_agree(choices: dict[int, Choice], majority: Majority) -> None:
    named = tallies_of(electors(), choices)

    assert not refuse_tallies(electors(), named)
    one: Result = ballot(choices=choices, majority=majority).result
    assert one == ballot(method=Method.SECRET, tallies=named, majority=majority).result
    assert sum(share.votes for share in one.shares.values()) == sum(
        each.votes for each in electors() if each.seat_id in choices
    )


@given(CHOICES)
def test_the_votes_of_a_ballot_are_never_more_than_those_in_the_room(choices: dict[int, Choice]) -> None:
    told = result(tallies_of(electors(), choices), Majority.CAST)

    for section in (SOCIAL, PROFESSIONAL):
        room = floor_at(COMMISSION, FULL, RULES, at(15)).votes(section)
        assert sum(told.of(choice, section).votes for choice in Choice) <= room


def test_a_moment_is_one_of_the_wall_clock() -> None:
    assert ballot().taken_at == datetime(2021, 2, 4, 15)  # noqa: DTZ001 - as the wall says


def test_seats_that_could_vote_and_did_not_are_told() -> None:
    secret = ballot(
        method=Method.SECRET, tallies=(Tally(SOCIAL, 3, Choice.FOR, 2), Tally(PROFESSIONAL, 1, Choice.FOR, 3))
    )

    assert "Sans vote\u00a0: 1 siège, 1 voix." in secret.words
    assert "Sans vote" not in replace(secret, tallies=(*secret.tallies, Tally(SOCIAL, 1, Choice.BLANK, 1))).words
