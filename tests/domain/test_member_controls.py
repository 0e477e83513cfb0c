from dataclasses import replace
from datetime import date

from cpr_desk.domain.composition import Composition, Holding, Letter, Person, Regime, Seat, Section
from cpr_desk.domain.member_controls import person_problems, term_problems
from cpr_desk.domain.problems import Problem, Remedy, Severity
from tests.factories import INSTALLED

LETTER = Letter(INSTALLED, "2021-17")
ANA = Person(1, "Ana", "Le Goff", email="ana.le-goff@exemple.fr")
YVES = Person(2, "Yves", "N’Guyen", address="3 rue Haute", postcode="44000")
MEETING = date(2022, 3, 10)


def seated(*holdings: Holding | None) -> Composition:
    """Return a composition of one seat for each titular."""
    return Composition(
        INSTALLED,
        tuple(
            Seat(number, Section.PROFESSIONAL, number, 1, organisation=f"Syndicat {number}", titular=held)
            for number, held in enumerate(holdings, start=1)
        ),
    )


def found(composition: Composition, rule: str) -> Problem | None:
    return next((problem for problem in person_problems(composition) if problem.rule == rule), None)


def test_a_member_reached_by_mail_or_by_post_lacks_nothing() -> None:
    reached = seated(Holding(ANA, INSTALLED, letter=LETTER), Holding(YVES, INSTALLED, letter=LETTER))

    assert list(person_problems(reached)) == []


def test_every_remedy_has_the_verb_of_its_button() -> None:
    assert len({remedy.label for remedy in Remedy}) == len(Remedy)


def test_an_address_without_postcode_reaches_nobody() -> None:
    problem = found(seated(Holding(replace(YVES, postcode=""), INSTALLED), None), "missing_addresses")

    assert problem is not None
    assert problem.message == "1 membre sans courriel ni adresse postale complète (Yves N’Guyen)."
    assert (problem.severity, problem.seats, problem.persons) == (Severity.WARNING, (1,), (2,))
    assert problem.remedy is Remedy.PERSON


def test_a_member_on_two_seats_lacks_one_address() -> None:
    nowhere = replace(ANA, email="")
    problem = found(seated(Holding(nowhere, INSTALLED), Holding(nowhere, INSTALLED)), "missing_addresses")

    assert problem is not None
    assert (problem.message[:8], problem.seats, problem.persons) == ("1 membre", (1, 2), (1,))


def test_a_sentence_names_five_members_and_counts_the_others() -> None:
    many = [Holding(Person(n, "Ana", f"Le Goff {n}", email="a@exemple.fr"), INSTALLED) for n in range(1, 9)]
    problem = found(seated(*many), "missing_letters")
    one_more = found(seated(*many[:6]), "missing_letters")

    assert problem is not None
    assert problem.message.startswith("8 désignations sans lettre enregistrée (Ana Le Goff 1, ")
    assert problem.message.endswith("Ana Le Goff 5 et 3 autres).")
    assert one_more is not None
    assert one_more.message.endswith("Ana Le Goff 5 et Ana Le Goff 6).")


def test_a_mandate_that_leaves_its_place_empty_at_the_next_meeting_is_told() -> None:
    ending = Holding(ANA, INSTALLED, date(2022, 3, 9), LETTER)
    lasting = Holding(YVES, INSTALLED, MEETING, LETTER)
    at_meeting = replace(seated(None, lasting, Holding(ANA, INSTALLED)), at=MEETING)
    (problem,) = term_problems(seated(ending, lasting, Holding(ANA, INSTALLED)), at_meeting)

    assert problem.message == "1 mandat se termine avant la réunion du 10/03/2022 (Ana Le Goff, le 09/03/2022)."
    assert (problem.seats, problem.persons, problem.remedy) == ((1,), (1,), Remedy.DESIGNATE)


def test_a_successor_or_the_closing_of_the_seat_leaves_no_place_empty() -> None:
    ending = Holding(ANA, INSTALLED, date(2022, 3, 9), LETTER)
    succeeded = replace(seated(Holding(YVES, date(2022, 3, 10))), at=MEETING)

    assert list(term_problems(seated(ending, ending), succeeded)) == []


def test_without_a_meeting_no_end_is_too_early() -> None:
    assert list(term_problems(seated(Holding(ANA, INSTALLED, INSTALLED)), None)) == []


def test_two_lines_of_one_scheme_are_told_apart() -> None:
    lines = [
        replace(seat, section=Section.SOCIAL, regime=Regime.RG)
        for seat in seated(Holding(ANA, INSTALLED), Holding(ANA, INSTALLED)).seats
    ]
    problem = found(Composition(INSTALLED, tuple(lines)), "several_roles")

    assert problem
    assert problem.message == "Ana Le Goff siège à plusieurs titres (RG, ligne 1 et RG, ligne 2)."
