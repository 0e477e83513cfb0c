from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty, Rules
from cpr_desk.domain.composition import HEALTH_CENTRES, Composition, Letter, Regime, Seat, Section
from cpr_desk.domain.controls import Controls, check, professions_of, social_allocation
from cpr_desk.domain.french import NBSP, typeset
from cpr_desk.domain.problems import Problem, Severity
from tests.factories import INSTALLED, seed_composition

RULES = Rules()
COMPOSITION = seed_composition()
SEED = check(COMPOSITION, RULES)


def changed(which: Callable[[Seat], bool], **facts: Any) -> Controls:
    """Check the official table with some of its seats changed."""
    assert any(map(which, COMPOSITION.seats))
    seats = tuple(replace(seat, **facts) if which(seat) else seat for seat in COMPOSITION.seats)
    return check(Composition(INSTALLED, seats), RULES)


def without(which: Callable[[Seat], bool]) -> Controls:
    """Check the official table without some of its seats."""
    return check(Composition(INSTALLED, tuple(s for s in COMPOSITION.seats if not which(s))), RULES)


def of_rule(controls: Controls, rule: str) -> list[Problem]:
    return [problem for problem in controls.problems if problem.rule == rule]


def union(name: str) -> Callable[[Seat], bool]:
    return lambda seat: seat.organisation == name


def social(position: int) -> Callable[[Seat], bool]:
    return lambda seat: seat.section is Section.SOCIAL and seat.position == position


def is_centre(seat: Seat) -> bool:
    return seat.profession is not None and seat.profession.code == HEALTH_CENTRES


def test_the_social_section_of_the_official_table_comes_out() -> None:
    figures = SEED.social

    assert (figures.seats, figures.votes, figures.general_votes, figures.agricultural_votes) == (13, 35, 28, 7)
    assert (figures.general_share, figures.agricultural_share) == (0.8, 0.2)


def test_the_professional_section_of_the_official_table_comes_out() -> None:
    assert (SEED.professional.seats, SEED.professional.votes, SEED.professional.designated) == (35, 35, 19)
    assert len(professions_of(COMPOSITION)) == 14
    assert SEED.parity


def test_the_official_line_under_the_table_comes_out() -> None:
    assert SEED.vacancies_line == "16 titulaires non désignés, 2 professions non représentées"
    assert [profession.code for profession in SEED.unrepresented] == ["sages-femmes", "opticiens"]
    assert sum(map(is_centre, SEED.vacant)) == 2


def test_the_official_table_breaks_no_rule_but_deserves_attention() -> None:
    assert [(problem.rule, problem.severity) for problem in SEED.problems] == [
        ("vacant_titulars", Severity.WARNING),
        ("quorum_fragile", Severity.WARNING),
        ("unrepresented_profession", Severity.WARNING),
        ("unrepresented_profession", Severity.WARNING),
        ("missing_addresses", Severity.WARNING),
        ("substitutes", Severity.INFO),
        ("several_roles", Severity.INFO),
        ("several_roles", Severity.INFO),
        ("missing_letters", Severity.INFO),
    ]


def test_every_problem_says_what_to_do_and_where_the_rule_stands() -> None:
    worst = check(Composition(INSTALLED, COMPOSITION.seats[:2] + COMPOSITION.seats[13:15]), RULES)

    for problem in (*SEED.problems, *worst.problems):
        assert all((problem.message, problem.mend, problem.source))
        assert (
            typeset(problem.message + problem.mend + problem.source) == problem.message + problem.mend + problem.source
        )


def test_a_problem_of_a_default_rule_says_so_in_its_source() -> None:
    held = next(seat.titular for seat in COMPOSITION.seats if seat.organisation == "SNIIL")

    for problem in changed(union("SNIIL"), substitute=held).problems:
        assert problem.certainty.is_default is (DEFAULT_RULE_NOTICE in problem.source), problem.rule


def test_a_source_quotes_the_text_whatever_the_settings() -> None:
    stricter = check(COMPOSITION, replace(RULES, max_social_votes=2, general_share=0.5))

    assert "possibilité de 3 voix par membre" in of_rule(stricter, "votes_per_member")[0].source
    assert f"80{NBSP}% régime général" in of_rule(stricter, "shares")[0].source


def test_vacant_seats_are_named_once_each_with_their_number() -> None:
    (vacancies,) = of_rule(SEED, "vacant_titulars")

    assert vacancies.message == (
        f"Section professionnelle{NBSP}: 16 titulaires non désignés (SML, FNI, CI, ONSSF, UNSSF, FSPF, SNMB, FNOF, "
        "ROF, SNOF, UNSAF, Centres de santé (2), FFMKR, FNMS et FNAA)."
    )
    assert len(vacancies.seats) == 16


def test_19_designated_of_35_make_a_fragile_quorum() -> None:
    (quorum,) = of_rule(SEED, "quorum_fragile")

    assert quorum.message == (
        f"Section professionnelle{NBSP}: le quorum demande 18 présents, titulaires ou suppléants, pour 19 sièges "
        "pourvus sur 35."
    )
    assert quorum.certainty is Certainty.SISTER
    assert DEFAULT_RULE_NOTICE in quorum.source


def test_17_designated_of_35_cannot_reach_the_quorum() -> None:
    controls = changed(lambda seat: seat.organisation in ("CDF", "UD"), titular=None)
    (quorum,) = of_rule(controls, "quorum_unreachable")

    assert "17 sièges pourvus sur 35, le quorum de 18 ne peut pas être atteint" in quorum.message
    assert quorum.severity is Severity.ERROR
    assert not of_rule(controls, "quorum_fragile")
    assert controls.problems[0].severity is Severity.ERROR


def test_a_single_vacancy_leaves_the_quorum_solid() -> None:
    controls = changed(social(1), titular=None)

    assert of_rule(controls, "vacant_titulars")[0].seats == (1,)
    assert len(of_rule(controls, "quorum_fragile")) == 1  # that of the professional section


def test_parity_is_counted_in_votes() -> None:
    controls = changed(social(10), votes=2)
    (parity,) = of_rule(controls, "parity")

    assert not controls.parity
    assert "36 voix pour la section sociale, 35 pour la section professionnelle" in parity.message


def test_shares_are_counted_in_votes_and_the_expected_ones_are_said() -> None:
    controls = changed(social(10), regime=Regime.MSA)
    (shares,) = of_rule(controls, "shares")

    assert f"27 voix sur 35 (77,1{NBSP}%), la MSA 8 (22,9{NBSP}%)" in shares.message
    assert "28 pour le régime général et 7 pour la MSA" in shares.mend
    assert f"80{NBSP}% régime général, 20{NBSP}% régime agricole" in shares.source


def test_a_social_seat_without_scheme_counts_for_neither_and_is_told() -> None:
    controls = changed(social(10), regime=None)
    (problem,) = of_rule(controls, "scheme")

    assert (controls.social.votes, controls.social.general_votes, controls.social.agricultural_votes) == (35, 27, 7)
    assert problem.message == f"Section sociale, ligne 10{NBSP}: le régime n’est pas renseigné."
    assert len(of_rule(controls, "shares")) == 1


@pytest.mark.parametrize("votes", [0, 4])
def test_a_social_member_holds_one_to_three_votes(votes: int) -> None:
    (problem,) = of_rule(changed(social(4), votes=votes), "votes_per_member")

    assert problem.message == f"RG, ligne 4{NBSP}: {votes} voix."
    assert problem.seats == (4,)


@pytest.mark.parametrize("votes", [0, 2])
def test_a_professional_seat_has_one_vote(votes: int) -> None:
    (problem,) = of_rule(changed(union("CSMF"), votes=votes), "votes_per_seat")

    assert problem.message == f"Médecins – CSMF{NBSP}: {votes} voix."


def test_the_health_centres_have_three_seats() -> None:
    controls = without(lambda seat: is_centre(seat) and seat.rank == 3)

    assert "ont 2 sièges au lieu de 3" in of_rule(controls, "health_centres")[0].message
    assert of_rule(controls, "parity")


def test_a_union_has_one_seat_however_it_is_typed() -> None:
    (problem,) = of_rule(changed(union("SML"), organisation="Mg-France"), "one_seat_a_union")

    assert problem.message == "MG France a 2 sièges."
    assert len(problem.seats) == 2


def test_a_seat_without_profession_belongs_to_no_group() -> None:
    controls = changed(union("SNAO"), profession=None)

    assert len(professions_of(controls.composition)) == 13
    assert not of_rule(controls, "one_seat_a_union")


def test_nobody_is_his_own_substitute() -> None:
    held = next(seat.titular for seat in COMPOSITION.seats if seat.organisation == "SNIIL")
    controls = changed(union("SNIIL"), substitute=held)
    (problem,) = of_rule(controls, "titular_and_substitute")

    assert problem.message == "Fulbert Estuaire est titulaire et suppléant du même siège (Infirmiers – SNIIL)."
    assert problem.severity is Severity.ERROR
    assert len(of_rule(controls, "several_roles")) == 2  # he also sits for the URPS: both are said


def test_several_roles_are_told_and_block_nothing() -> None:
    first, second = of_rule(SEED, "several_roles")

    assert first.message == "Fulbert Estuaire siège à plusieurs titres (SNIIL et URPS)."
    assert second.message == "Léonie Kerbastard siège à plusieurs titres (FNP et URPS)."


def test_an_empty_composition_has_one_problem() -> None:
    consultative = check(Composition(INSTALLED, COMPOSITION.of(Section.CONSULTATIVE)), RULES)

    assert [problem.rule for problem in consultative.problems] == ["empty"]
    assert (consultative.social.general_share, consultative.social.agricultural_share) == (0.0, 0.0)


def test_a_commission_with_everybody_designated_has_nothing_to_mend() -> None:
    def sitting(seat: Seat) -> Seat:
        held = next(s.titular for s in COMPOSITION.seats if s.titular)
        reachable = replace(held.person, email="membre@exemple.fr")
        own = [
            replace(held, person=replace(reachable, id=seat.id * 2 + place), letter=Letter(INSTALLED))
            for place in range(2)
        ]
        return replace(seat, titular=own[0], substitute=own[1])

    assert check(Composition(INSTALLED, tuple(map(sitting, COMPOSITION.seats))), RULES).problems == ()


def test_a_social_section_alone_still_gets_its_controls() -> None:
    controls = check(Composition(INSTALLED, COMPOSITION.of(Section.SOCIAL)), RULES)

    assert {"parity", "health_centres"} <= {problem.rule for problem in controls.problems}
    assert not of_rule(controls, "quorum_unreachable")


def test_a_professional_section_alone_is_not_told_of_shares() -> None:
    assert not of_rule(check(Composition(INSTALLED, COMPOSITION.of(Section.PROFESSIONAL)), RULES), "shares")


def test_the_allocation_of_35_votes_is_that_of_the_official_table() -> None:
    general, agricultural = social_allocation(35, RULES)

    assert (general, agricultural) == ((3,) * 9 + (1,), (3, 3, 1))
    assert len(general) + len(agricultural) == 13


@given(st.integers(1, 200))
def test_an_allocation_gives_every_vote_once_in_lines_of_one_to_three(votes: int) -> None:
    general, agricultural = social_allocation(votes, RULES)

    assert sum(general) + sum(agricultural) == votes
    assert abs(sum(general) - 0.8 * votes) <= 0.5
    assert all(1 <= line <= 3 for line in (*general, *agricultural))
    assert all(line == 3 for lines in (general, agricultural) for line in lines[:-1])


@given(st.integers(1, 200))
def test_an_allocation_passes_its_own_controls(votes: int) -> None:
    general, agricultural = social_allocation(votes, RULES)
    lines = [(line, Regime.RG) for line in general] + [(line, Regime.MSA) for line in agricultural]
    seats = tuple(Seat(n, Section.SOCIAL, n, line, regime) for n, (line, regime) in enumerate(lines, start=1))
    controls = check(Composition(INSTALLED, seats), RULES)

    assert not of_rule(controls, "shares") + of_rule(controls, "votes_per_member")


PLACES = st.builds(
    Seat,
    id=st.integers(1, 10_000),
    section=st.sampled_from(Section),
    position=st.integers(1, 60),
    votes=st.integers(0, 3),
    regime=st.sampled_from(Regime),
    profession=st.sampled_from(list(professions_of(COMPOSITION))),
    organisation=st.sampled_from(["CSMF", "FNI", ""]),
    titular=st.sampled_from([None, *(seat.titular for seat in COMPOSITION.seats[:3])]),
)


@given(st.lists(PLACES, max_size=40, unique_by=lambda seat: seat.id))
def test_shares_count_votes_and_vacancies_count_seats_whatever_the_composition(seats: list[Seat]) -> None:
    controls = check(Composition(INSTALLED, tuple(seats)), RULES)
    social = [seat for seat in seats if seat.section is Section.SOCIAL]
    professional = [seat for seat in seats if seat.section is Section.PROFESSIONAL]
    held = {seat.profession for seat in professional if seat.titular}

    assert controls.social.general_votes == sum(s.votes for s in social if s.regime in (Regime.RG, Regime.RG_MEDICAL))
    assert controls.social.general_votes + controls.social.agricultural_votes == controls.social.votes
    assert controls.social.votes == sum(seat.votes for seat in social)
    assert controls.parity == (sum(s.votes for s in social) == sum(s.votes for s in professional))
    assert set(controls.vacant) == {seat for seat in (*social, *professional) if seat.titular is None}
    assert set(controls.unrepresented) == {seat.profession for seat in professional} - held


def test_severities_have_french_names_in_order_of_gravity() -> None:
    assert [severity.label for severity in Severity] == ["À corriger", "À surveiller", "À savoir"]
