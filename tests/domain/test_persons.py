"""Whom the secretariat knows: found, told apart, completed, and proposed as one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cpr_desk.domain import persons as domain
from cpr_desk.domain.composition import Letter, MandateRole, Person, Section
from cpr_desk.domain.likeness import Likeness
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.persons import (
    Directory,
    KnownPerson,
    Role,
    find_doubles,
    merge,
    missing_details,
    refuse_merge,
)

TITULAR, SUBSTITUTE = MandateRole
FIRST, LAST, TODAY = date(2021, 2, 4), date(2023, 12, 31), date(2026, 11, 22)
ANNE = Person(1, "Anne", "Le Moal", "Dr", profession="Sage-femme", city="Nantes")


def role(seat_id: int = 5, place: MandateRole | None = TITULAR, **facts: Any) -> Role:
    known = {
        "since": FIRST,
        "seat_id": seat_id,
        "place": place,
        "seat": "Médecins – CSMF",
        "section": Section.PROFESSIONAL,
    }
    return Role(**{"commission_id": 1, "commission": "CPR", **known, **facts})


def presiding(section: Section = Section.SOCIAL, **facts: Any) -> Role:
    return role(0, None, section=section, seat="", **facts)


def known(name: str, *roles: Role, id: int = 1, **details: Any) -> KnownPerson:  # noqa: A002 - as Person says
    first, _, last = name.partition(" ")
    return KnownPerson(Person(id, first, last, **details), roles)


def test_a_role_says_what_it_is() -> None:
    assert role().label == "titulaire, Médecins – CSMF"
    assert presiding().label == "préside la section sociale"


def test_a_role_says_why_it_ended() -> None:
    assert role(until=LAST, end_reason=EndReason.RESIGNATION, end_note="par lettre").ended == "Démission, par lettre"
    assert role().ended == ""


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ((role(), role(6, SUBSTITUTE, seat="URPS")), "titulaire, Médecins – CSMF et suppléant, URPS"),
        ((role(until=LAST),), "titulaire, Médecins – CSMF jusqu’au 31/12/2023"),
        ((role(since=date(2027, 1, 1)),), "titulaire, Médecins – CSMF dès le 01/01/2027"),
        ((), "Sage-femme, Nantes"),
    ],
)
def test_a_hint_tells_a_person_from_a_namesake(roles: tuple[Role, ...], told: str) -> None:
    assert KnownPerson(ANNE, roles).hint(TODAY) == told


def test_somebody_of_whom_nothing_is_known_has_no_role() -> None:
    assert known("Anne Le Moal").hint(TODAY) == "sans mandat"
    assert known("Anne Le Moal", email="anne@example.org").hint(TODAY) == "anne@example.org"


def test_what_a_letter_would_lack_is_named() -> None:
    assert missing_details(ANNE) == ("courriel", "adresse", "code postal")
    assert missing_details(Person(1, "A", "B", "M.", "a@example.org", "", "1 quai", "44000", "Nantes")) == ()


@pytest.mark.parametrize("typed", ["lem", "Le Moal", "lemoal", "moal an", "ANNE", "an le", "haye", "nguyen", "n'g"])
def test_names_are_found_by_their_beginnings_accents_and_case_ignored(typed: str) -> None:
    directory = Directory(TODAY, (known("Anne Le Moal"), known("Éloïse de La Haÿe"), known("Anh N'Guyen")))

    assert len(directory.find(typed)) == 1


@pytest.mark.parametrize("typed", ["", " ", "oal", "anne x"])
def test_the_middle_of_a_name_finds_nobody(typed: str) -> None:
    assert Directory(TODAY, (known("Anne Le Moal"),)).find(typed) == ()


def test_who_has_exactly_a_name_is_found() -> None:
    anne, directory = known("Anne Le Moal"), Directory(TODAY, (known("Anne Le Moal"), known("Anne Le Moal-Tréhin")))

    assert directory.named("ANNE LE-MOAL") == (anne,)
    assert directory.named("") == ()
    assert directory.introduce(anne) == "Anne Le Moal – sans mandat"


def test_a_merged_record_fills_its_blanks_from_the_other() -> None:
    kept, other = replace(ANNE, email=""), Person(2, "A.", "Lemoal", "Mme", "anne@example.org", city="Angers")

    assert merge(kept, other) == replace(ANNE, email="anne@example.org")
    assert merge(replace(kept, first_name=""), other).first_name == "A."


def test_the_titular_and_the_substitute_of_one_seat_are_two_persons() -> None:
    one, other = (
        known("Anne Le Moal", role(until=LAST)),
        known("Anne Lemoal", role(5, SUBSTITUTE, since=date(2022, 1, 1))),
    )
    (reason,) = refuse_merge(one, other)

    assert "même siège (Médecins – CSMF) du 01/01/2022 au 31/12/2023" in reason
    assert "à confirmer par le règlement applicable" in reason


def test_two_mandates_to_one_place_may_not_share_a_day() -> None:
    one, other = known("Anne Le Moal", role()), known("Anne Lemoal", role(since=date(2022, 1, 1)))

    assert refuse_merge(one, other) == (
        "Les deux ont un mandat à la même place (titulaire, Médecins – CSMF) depuis le 01/01/2022.",
    )


def test_one_president_cannot_preside_a_section_twice_at_once() -> None:
    one, other = known("Anne Le Moal", presiding()), known("Anne Lemoal", presiding())

    assert len(refuse_merge(one, other)) == 1


@pytest.mark.parametrize(
    "other",
    [
        role(6),
        role(since=date(2024, 1, 1)),
        role(5, SUBSTITUTE, since=date(2024, 1, 1)),
        presiding(),
    ],
)
def test_roles_on_several_seats_or_one_after_the_other_add_up(other: Role) -> None:
    assert refuse_merge(known("Anne Le Moal", role(until=LAST)), known("Anne Lemoal", other)) == ()


def test_to_preside_both_sections_is_not_two_mandates_to_one_place() -> None:
    assert refuse_merge(known("Anne Le Moal", presiding()), known("A. Le Moal", presiding(Section.PROFESSIONAL))) == ()


def test_records_that_may_be_one_person_are_proposed_the_surest_first() -> None:
    persons = [
        known("Anne Le Moal", id=1),
        known("A. Le Moal", id=2),
        known("Le-Moal Anne", id=3),
        known("Anne Lemoal", id=4),
        known("Yann Kerbiriou", id=5),
        known("Anne Kerbiriou", id=6),
    ]
    found = find_doubles(persons)

    assert (found[0].ids, found[0].likeness) == ((1, 3), Likeness.ORDER)
    assert {double.ids for double in found[1:3]} == {(1, 4), (3, 4)}
    assert (1, 3) not in {double.ids for double in find_doubles(persons, {(1, 3)})}
    assert all(5 not in double.ids and 6 not in double.ids for double in found)


def test_of_a_thousand_persons_few_pairs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 25 first names, each has forty bearers, more than any commission ever saw: 0.3 s instead of 8."""
    compared: list[str] = []
    monkeypatch.setattr(domain, "alike", lambda one, _other: compared.append(one))
    syllables = [f"{one}{two}" for one in "bcdfglmnpr" for two in "aeiou"]
    find_doubles(
        known(f"Prénom{chr(97 + number % 25)} {syllables[number % 50]}{syllables[number // 20]}lec", id=number)
        for number in range(1000)
    )

    assert 0 < len(compared) < 25_000


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        (Letter(FIRST, "2021-4"), "04/02/2021, réf. 2021-4"),
        (Letter(FIRST), "04/02/2021"),
        (Letter(None, "2021-4"), "réf. 2021-4"),
        (Letter(), ""),
    ],
)
def test_a_role_says_by_which_letter(letter: Letter, told: str) -> None:
    assert role(letter=letter).letter_words == told


def test_a_role_agrees_with_who_has_it() -> None:
    assert role(5, SUBSTITUTE).said_of(replace(ANNE, civility="Mme")) == "suppléante, Médecins – CSMF"
    assert presiding().said_of(ANNE) == "préside la section sociale"
