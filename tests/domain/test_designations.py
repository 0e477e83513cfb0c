from dataclasses import replace
from datetime import date

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Regime, Seat, Section
from cpr_desk.domain.deadlines import Deadline, DeadlineKind, deadline
from cpr_desk.domain.designations import Correspondent, Designator, answer_by, designators
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.organisations import Indemnity, Organisation
from tests.factories import INSTALLED, seed_composition

COMPOSITION = seed_composition()


def named(name: str, composition: Composition = COMPOSITION) -> Designator:
    return next(each for each in designators(composition) if each.name == name)


def planned(number: int, on: date) -> Meeting:
    return Meeting(number, number, MeetingKind.ORDINARY, MeetingMode.VIDEO, on)


def dated(*meetings: Meeting) -> list[tuple[Meeting, Deadline]]:
    return [(each, deadline(DeadlineKind.CONVOCATION, each.on, Rules(), lambda _day: None)) for each in meetings]


def test_every_scheme_union_and_body_designates_its_seats() -> None:
    found = designators(COMPOSITION)

    assert [each.name for each in found][:4] == ["RG", "RG médical", "MSA", "MSA médical"]
    assert sum(len(each.seats) for each in found) == len(COMPOSITION.seats)
    assert len(named("RG").seats) == 8
    assert len(named("Centres de santé").seats) == 3
    assert len(named("URPS").seats) == 3


def test_a_union_of_two_professions_is_one_organisation() -> None:
    doctor, other = COMPOSITION.of(Section.PROFESSIONAL)[0], COMPOSITION.of(Section.PROFESSIONAL)[13]
    both = designators(replace(COMPOSITION, seats=(doctor, replace(other, organisation="csmf"))))

    assert [(each.name, each.sphere) for each in both] == [("CSMF", "Médecins et Biologistes")]


def test_a_designator_says_what_it_sits_for() -> None:
    bare = Designator("X", (Seat(1, Section.PROFESSIONAL, 1, 1, organisation="X"),))

    assert [named(name).sphere for name in ("RG", "CSMF", "URPS")] == [
        "Section sociale",
        "Médecins",
        "Voix consultatives",
    ]
    assert bare.sphere == "Section professionnelle"


def test_the_names_of_schemes_and_professions_are_not_the_organisations_own() -> None:
    assert [named(name).is_named_by_table for name in ("MSA", "Centres de santé", "SML", "URPS")] == [
        True,
        True,
        False,
        False,
    ]
    assert named("Centres de santé").is_health_centres
    assert not named("SML").is_health_centres


def test_a_seat_that_stands_for_nothing_has_no_designator() -> None:
    assert designators(Composition(INSTALLED, (Seat(1, Section.SOCIAL, 1, 3),))) == ()


def test_16_empty_seats_of_the_official_table_make_15_letters() -> None:
    found = [each for each in designators(COMPOSITION) if each.is_reminded]

    assert len(found) == 15
    assert sum(len(each.vacant) for each in found) == 16
    assert [each.name for each in found][:3] == ["SML", "FNI", "CI"]


def test_a_body_that_does_not_vote_is_not_reminded_unless_asked() -> None:
    assert named("APMSL").vacant
    assert not named("APMSL").is_reminded


def test_a_scheme_is_reminded_apart_from_its_medical_service() -> None:
    seats = tuple(
        replace(seat, titular=None) if seat.regime is Regime.RG_MEDICAL else seat for seat in COMPOSITION.seats
    )

    emptied = replace(COMPOSITION, seats=seats)

    assert named("RG médical", emptied).is_reminded
    assert not named("RG", emptied).is_reminded


def test_what_is_incomplete_lacks_a_titular_or_a_substitute() -> None:
    centres = named("Centres de santé")

    assert len(centres.vacant) == 2
    assert len(centres.incomplete) == 3
    assert named("CSMF").incomplete == ()


def test_the_answer_is_asked_for_before_the_next_convocation() -> None:
    found = answer_by(date(2020, 12, 1), dated(planned(2, date(2021, 6, 1)), planned(1, INSTALLED)), lambda _day: None)

    assert found.on == date(2021, 1, 19)
    assert found.meeting
    assert found.meeting.on == INSTALLED
    assert "mercredi 20 janvier 2021" in found.why
    assert found.meeting_for(date(2021, 1, 19)) is found.meeting
    assert found.meeting_for(date(2021, 1, 20)) is None


def test_the_answer_is_asked_for_on_a_working_day() -> None:
    """The convocation of Monday 08/03/2021 leaves by Sunday 21/02: not the day before, but Friday."""
    found = answer_by(date(2021, 1, 1), dated(planned(1, date(2021, 3, 8))), lambda _day: None)

    assert found.on == date(2021, 2, 19)


def test_a_meeting_whose_convocation_leaves_at_once_comes_too_early() -> None:
    found = answer_by(date(2021, 1, 19), dated(planned(1, INSTALLED), planned(2, date(2021, 6, 1))), lambda _day: None)

    assert found.meeting
    assert found.meeting.on == date(2021, 6, 1)


def test_without_a_meeting_to_convene_30_days_are_left() -> None:
    found = answer_by(date(2021, 1, 19), dated(planned(1, INSTALLED)), lambda _day: None)

    assert (found.on, found.meeting, found.meeting_for(found.on)) == (date(2021, 2, 18), None, None)
    assert "règle par défaut, à confirmer par le règlement applicable" in found.why


def test_a_correspondent_is_indemnified_as_its_professions_are() -> None:
    doctors, biologists = (COMPOSITION.of(Section.PROFESSIONAL)[place].profession for place in (0, 13))
    assert doctors
    assert biologists
    both = Correspondent(
        named("CSMF"), Organisation(1, "CSMF"), ((doctors, Indemnity.NONE), (biologists, Indemnity.MEMBER))
    )
    alike = replace(both, professions=((doctors, None), (biologists, None)))

    assert both.key == "csmf"
    assert [each.indemnity for each in both.indemnities] == [Indemnity.NONE, Indemnity.MEMBER]
    assert [each.indemnity for each in alike.indemnities] == [Indemnity.MEMBER]
    assert [each.indemnity for each in both.inheriting(Indemnity.ORGANISATION)] == [Indemnity.ORGANISATION]


def test_a_scheme_follows_its_section() -> None:
    found = Correspondent(named("MSA"), Organisation(0, "MSA")).indemnities

    assert [each.indemnity for each in found] == [Indemnity.NONE]
