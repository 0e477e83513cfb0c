from dataclasses import replace

import pytest

from cpr_desk.domain.commission import Certainty, CommissionKind, Counting
from cpr_desk.domain.composition import Composition, MandateRole, Profession, Regime, Seat, SeatState, Section
from tests.factories import INSTALLED, person, seed_composition

COMPOSITION = seed_composition()


def test_both_sections_of_the_official_table_have_35_votes() -> None:
    assert {section: COMPOSITION.votes(section) for section in Section} == {
        Section.SOCIAL: 35,
        Section.PROFESSIONAL: 35,
        Section.CONSULTATIVE: 0,
    }


def test_the_seats_of_a_section_keep_the_order_of_the_official_table() -> None:
    assert [len(COMPOSITION.of(section)) for section in Section] == [13, 35, 6]
    assert [seat.organisation for seat in COMPOSITION.of(Section.PROFESSIONAL)][:4] == [
        "CSMF",
        "MG France",
        "SML",
        "SNIIL",
    ]


def test_vacancies_are_voting_seats_without_titular() -> None:
    assert len(COMPOSITION.vacant()) == 16
    assert {seat.section for seat in COMPOSITION.vacant()} == {Section.PROFESSIONAL}


def test_mandates_come_seat_by_seat_titular_first() -> None:
    first = [(seat.position, role, held.person.name) for seat, role, held in COMPOSITION.holdings()][2:5]

    assert first == [
        (3, MandateRole.TITULAR, "Odilon Brécourt"),
        (3, MandateRole.SUBSTITUTE, "Lubin Castérac"),
        (4, MandateRole.TITULAR, "Ysaline Dorvault"),
    ]


def test_a_seat_is_named_as_a_reader_expects() -> None:
    centre = next(seat for seat in COMPOSITION.seats if seat.profession and not seat.organisation)
    labels = {
        COMPOSITION.of(Section.SOCIAL)[7].label: "RG médical, ligne 8",
        COMPOSITION.of(Section.PROFESSIONAL)[0].label: "Médecins – CSMF",
        replace(centre, rank=2).label: "Centres de santé, siège 2",
        COMPOSITION.of(Section.CONSULTATIVE)[0].label: "URPS",
        COMPOSITION.of(Section.CONSULTATIVE)[2].label: "URPS, siège 3",
        Seat(1, Section.CONSULTATIVE, 1, 0).label: "Voix consultatives, siège 1",
        Seat(1, Section.SOCIAL, 4, 3).label: "Régime, ligne 4",
    }

    assert list(labels) == list(labels.values())


def test_what_a_seat_must_be_is_named_as_the_seat() -> None:
    assert [SeatState.of(seat).label for seat in COMPOSITION.seats] == [seat.label for seat in COMPOSITION.seats]


def test_a_holder_speaks_for_a_scheme_a_union_a_profession_or_a_body() -> None:
    seats = [
        Seat(1, Section.SOCIAL, 1, 3, Regime.MSA_MEDICAL),
        Seat(1, Section.SOCIAL, 1, 3),
        Seat(1, Section.PROFESSIONAL, 1, 1, profession=Profession("x", "Biologistes"), organisation="SDB"),
        Seat(1, Section.PROFESSIONAL, 1, 1, profession=Profession("x", "Centres de santé")),
        Seat(1, Section.CONSULTATIVE, 1, 0, organisation="ARS"),
        Seat(1, Section.CONSULTATIVE, 1, 0),
    ]

    assert [seat.represents for seat in seats] == ["MSA médical", "", "SDB", "Centres de santé", "ARS", ""]


def test_a_person_is_named_with_or_without_civility() -> None:
    named = person("Gersende de Hauteclocque-Brie", civility="Dr")

    assert (named.name, named.courteous_name) == ("Gersende de Hauteclocque-Brie", "Dr Gersende de Hauteclocque-Brie")
    assert person("Gersende").courteous_name == "Gersende"


def test_a_record_completes_a_person_and_erases_nothing() -> None:
    known = person("Basile Abgrall", email="b.abgrall@exemple.fr", city="Angers")
    typed = person("BASILE ABGRALL", city="Cholet", phone="02 00 00 00 01")

    assert known.completed_by(typed) == replace(known, city="Cholet", phone="02 00 00 00 01")


def test_the_medical_schemes_count_as_their_own_scheme() -> None:
    assert [regime.is_general for regime in Regime] == [True, True, False, False]


def test_only_the_two_voting_sections_face_each_other() -> None:
    assert Section.SOCIAL.opposite.opposite is Section.SOCIAL
    with pytest.raises(KeyError):
        _ = Section.CONSULTATIVE.opposite


def test_every_code_has_a_french_name() -> None:
    labels = [member.label for kind in (CommissionKind, Counting, MandateRole, Regime, Section) for member in kind]

    assert len(set(labels)) == len(labels)
    assert {"Section sociale", "suppléant", "jours francs", "Commission paritaire locale"} <= set(labels)


def test_the_national_commission_meets_twice_a_year() -> None:
    assert [kind.meetings_a_year for kind in CommissionKind] == [1, 1, 2]


def test_the_programme_owns_the_rules_that_no_text_gives() -> None:
    assert [certainty.is_default for certainty in Certainty] == [False, False, True, True]


def test_an_empty_composition_has_no_vote_and_no_vacancy() -> None:
    empty = Composition(INSTALLED, ())

    assert (empty.votes(Section.SOCIAL), empty.vacant(), list(empty.holdings())) == (0, (), [])
