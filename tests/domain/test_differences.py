from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.composition import (
    Composition,
    Holding,
    MandateRole,
    Person,
    Profession,
    Regime,
    Seat,
    Section,
)
from cpr_desk.domain.difference_lines import ChangeKind, counts, lines, summary
from cpr_desk.domain.differences import Differences, differences, members
from cpr_desk.domain.presidency import SectionPresident
from tests.factories import INSTALLED, person, seed_composition

LATER = date(2022, 1, 1)
BEFORE = seed_composition()
CSMF, MG, SML = BEFORE.of(Section.PROFESSIONAL)[:3]
NEWCOMER = Holding(person("Perrig Lanvaux", id=900, civility="Mme"), LATER)


def changed(*seats: Seat, without: tuple[int, ...] = ()) -> Composition:
    """Return the official table a year later, with these seats in place of their former selves, or besides."""
    new = {seat.id: seat for seat in seats}
    kept = [new.pop(seat.id, seat) for seat in BEFORE.seats if seat.id not in without]
    order = list(Section)
    table = sorted([*kept, *new.values()], key=lambda seat: (order.index(seat.section), seat.position))
    return Composition(LATER, tuple(table))


def told(found: Differences) -> list[tuple[ChangeKind, str, str, str]]:
    def plain(text: str) -> str:
        return text.replace("\u00a0", " ")

    return [(line.kind, plain(line.seat), plain(line.before), plain(line.after)) for line in lines(found)]


def said(found: Differences) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in summary(found)]


def test_nothing_changed_is_said_in_one_word() -> None:
    found = differences(BEFORE, changed())

    assert not found
    assert lines(found) == ()
    assert said(found) == [
        "Du 4 février 2021 au 1er janvier 2022 : aucun changement.",
        "Section sociale, 35 voix ; section professionnelle, 35 voix.",
        "Sièges : 54 ; titulaires non désignés : 16.",
    ]


def test_who_replaces_whom_is_one_line_a_departure_and_an_arrival() -> None:
    found = differences(BEFORE, changed(replace(CSMF, titular=NEWCOMER)))

    assert [member.person.name for member in found.left] == ["Basile Abgrall"]
    assert [member.person.name for member in found.arrived] == ["Perrig Lanvaux"]
    assert told(found) == [(ChangeKind.REPLACED, "Médecins – CSMF (titulaire)", "Basile Abgrall", "Mme Perrig Lanvaux")]
    assert counts(found) == "1 arrivée, 1 départ"


def test_a_vacated_place_and_a_filled_one_say_so() -> None:
    found = differences(BEFORE, changed(replace(MG, titular=None), replace(SML, titular=NEWCOMER)))

    assert [(kind, before, after) for kind, _, before, after in told(found)] == [
        (ChangeKind.LEFT, "Diane Crozanne", "à désigner"),
        (ChangeKind.ARRIVED, "à désigner", "Mme Perrig Lanvaux"),
    ]


def test_titular_and_substitute_who_trade_places_are_one_swap() -> None:
    found = differences(BEFORE, changed(replace(CSMF, titular=CSMF.substitute, substitute=CSMF.titular)))

    assert (found.arrived, found.left, found.moved) == ((), (), ())
    assert told(found) == [
        (
            ChangeKind.SWAPPED,
            "Médecins – CSMF",
            "titulaire Basile Abgrall, suppléant Corentin Bessanges",
            "titulaire Corentin Bessanges, suppléant Basile Abgrall",
        )
    ]
    assert counts(found) == "1 échange"


def test_who_goes_to_another_seat_has_neither_left_nor_arrived() -> None:
    found = differences(BEFORE, changed(replace(CSMF, titular=None), replace(SML, titular=CSMF.titular)))

    assert (found.arrived, found.left) == ((), ())
    assert told(found) == [
        (
            ChangeKind.SEAT_CHANGED,
            "Médecins – SML (titulaire)",
            "Basile Abgrall : Médecins – CSMF (titulaire)",
            "Basile Abgrall : Médecins – SML (titulaire)",
        )
    ]


def test_who_becomes_titular_of_the_same_seat_changes_role() -> None:
    found = differences(BEFORE, changed(replace(CSMF, titular=CSMF.substitute, substitute=None)))

    assert [kind for kind, *_ in told(found)] == [ChangeKind.LEFT, ChangeKind.ROLE_CHANGED]
    assert counts(found) == "1 départ, 1 changement de siège ou de rôle"


def test_who_gives_up_one_of_two_places_is_told_where_it_was() -> None:
    urps = BEFORE.of(Section.CONSULTATIVE)[0]
    found = differences(BEFORE, changed(replace(urps, titular=None)))

    assert told(found) == [
        (
            ChangeKind.SEAT_CHANGED,
            "URPS (titulaire)",
            "Fulbert Estuaire : Infirmiers – SNIIL (titulaire) ; URPS (titulaire)",
            "Fulbert Estuaire : Infirmiers – SNIIL (titulaire)",
        )
    ]


def test_a_new_letter_for_the_same_person_is_a_new_mandate() -> None:
    assert CSMF.titular
    found = differences(BEFORE, changed(replace(CSMF, titular=replace(CSMF.titular, since=LATER))))

    assert told(found) == [
        (
            ChangeKind.RENEWED,
            "Médecins – CSMF (titulaire)",
            "Basile Abgrall, depuis le 4 février 2021",
            "Basile Abgrall, depuis le 1er janvier 2022",
        )
    ]
    assert counts(found) == "1 nouveau mandat"


def test_seats_added_and_closed_move_no_other_in_the_table() -> None:
    union = Seat(800, Section.PROFESSIONAL, 0, 1, profession=CSMF.profession, organisation="UFML", titular=NEWCOMER)
    found = differences(BEFORE, changed(union, without=(CSMF.id,)))

    assert found.placed == ()
    assert told(found) == [
        (ChangeKind.SEAT_CLOSED, "Médecins – CSMF", "1 voix", ""),
        (ChangeKind.LEFT, "Médecins – CSMF (titulaire)", "Basile Abgrall", "siège fermé"),
        (ChangeKind.LEFT, "Médecins – CSMF (suppléant)", "Corentin Bessanges", "siège fermé"),
        (ChangeKind.SEAT_ADDED, "Médecins – UFML", "", "1 voix"),
        (ChangeKind.ARRIVED, "Médecins – UFML (titulaire)", "siège ajouté", "Mme Perrig Lanvaux"),
    ]


def test_votes_before_and_after_are_told_with_the_totals() -> None:
    first = BEFORE.of(Section.SOCIAL)[0]
    found = differences(BEFORE, changed(replace(first, votes=2)))

    assert told(found) == [(ChangeKind.VOTES, "RG, ligne 1", "3 voix", "2 voix")]
    assert said(found)[1] == "Section sociale, 35 → 34 voix ; section professionnelle, 35 voix."


def test_a_consultative_seat_is_added_without_votes() -> None:
    found = differences(BEFORE, changed(Seat(800, Section.CONSULTATIVE, 9, 0, organisation="Région")))

    assert told(found) == [(ChangeKind.SEAT_ADDED, "Région", "", "sans droit de vote")]


def test_only_the_seat_that_was_moved_is_told_to_have_moved() -> None:
    found = differences(BEFORE, changed(replace(CSMF, position=100)))

    assert told(found) == [(ChangeKind.PLACE, "Médecins – CSMF", "ligne 1", "ligne 35")]
    assert counts(found) == "1 siège déplacé dans le tableau"


def test_professions_that_gain_or_lose_their_voice_are_told() -> None:
    midwives = next(seat for seat in BEFORE.seats if seat.organisation == "ONSSF")
    orthoptists = next(seat for seat in BEFORE.seats if seat.organisation == "SNAO")
    found = differences(BEFORE, changed(replace(midwives, titular=NEWCOMER), replace(orthoptists, titular=None)))

    assert told(found)[-2:] == [
        (ChangeKind.REPRESENTED, "Sages-femmes", "non représentée", "représentée"),
        (ChangeKind.UNREPRESENTED, "Orthoptistes", "représentée", "non représentée"),
    ]


def test_a_section_that_changes_its_president_is_told_first() -> None:
    presidents = (
        SectionPresident(Section.SOCIAL, person("Aubin Tréhorel", id=1), INSTALLED, date(2021, 12, 31)),
        SectionPresident(Section.SOCIAL, person("Solène Marzac", id=2), LATER),
        SectionPresident(Section.PROFESSIONAL, person("Basile Abgrall", id=3), INSTALLED, date(2021, 12, 31)),
        SectionPresident(Section.PROFESSIONAL, person("Basile Abgrall", id=3), LATER),
    )
    found = differences(BEFORE, changed(replace(SML, titular=NEWCOMER)), presidents)

    assert told(found)[0] == (ChangeKind.PRESIDENT, "Présidence de la section", "Aubin Tréhorel", "Solène Marzac")
    assert counts(found) == "1 arrivée, 1 changement de présidence"


def test_a_first_president_follows_nobody() -> None:
    presidents = (SectionPresident(Section.SOCIAL, person("Solène Marzac", id=2), LATER),)
    found = differences(BEFORE, changed(), presidents)

    assert told(found) == [
        (ChangeKind.PRESIDENT, "Présidence de la section", "à désigner", "Solène Marzac"),
    ]
    assert told(differences(changed(), BEFORE, presidents))[0][2:] == ("Solène Marzac", "à désigner")


def test_every_kind_of_change_has_a_word() -> None:
    assert len({kind.label for kind in ChangeKind}) == len(ChangeKind)


# Laws --------------------------------------------------------------------------------------------------------------

_PERSONS = [Person(number, "Prénom", f"Nom {number}") for number in range(1, 8)]


@st.composite
def compositions(draw: st.DrawFn) -> Composition:
    """Return any table of a few seats, in any order, with persons who may hold several places."""
    holdings = st.none() | st.builds(
        Holding, st.sampled_from(_PERSONS), st.sampled_from((INSTALLED, date(2021, 6, 1), LATER))
    )
    seats = [
        Seat(
            number,
            (section := list(Section)[number % 3]),
            position,
            draw(st.integers(1, 3)),
            regime=Regime.RG if section is Section.SOCIAL else None,
            profession=Profession(f"p{number % 2}", f"Profession {number % 2}") if number % 3 == 1 else None,
            organisation=f"Organisation {number}",
            titular=draw(holdings),
            substitute=draw(holdings),
        )
        for position, number in enumerate(draw(st.permutations(range(1, 10)))[: draw(st.integers(0, 9))], start=1)
    ]
    order = list(Section)
    seats.sort(key=lambda seat: (order.index(seat.section), seat.position))
    return Composition(draw(st.dates(INSTALLED, LATER)), tuple(seats))


@given(compositions())
def test_nothing_differs_from_itself(some: Composition) -> None:
    assert not differences(some, some)
    assert lines(differences(some, some)) == ()


@given(compositions(), compositions())
def test_who_came_and_who_left_make_the_members_of_one_day_those_of_the_other(
    before: Composition, after: Composition
) -> None:
    found = differences(before, after)
    left, arrived = ({member.person.id for member in group} for group in (found.left, found.arrived))
    moved = {move.after.person.id for move in found.moved}

    assert (set(members(before)) - left) | arrived == set(members(after))
    assert not left & arrived
    assert not moved & (left | arrived)


@given(compositions(), compositions())
def test_votes_and_seats_add_up(before: Composition, after: Composition) -> None:
    found = differences(before, after)
    gained = sum(seat.votes for seat in found.opened) - sum(seat.votes for seat in found.closed)
    gained += sum(change.after.votes - change.before.votes for change in found.votes)

    assert sum(seat.votes for seat in before.seats) + gained == sum(seat.votes for seat in after.seats)
    assert len(before.seats) + len(found.opened) - len(found.closed) == len(after.seats)


@given(compositions(), compositions())
def test_the_seats_that_did_not_move_keep_their_order(before: Composition, after: Composition) -> None:
    moved = {change.after.id for change in differences(before, after).placed}
    common = {seat.id for seat in before.seats} & {seat.id for seat in after.seats} - moved

    def order(composition: Composition) -> list[int]:
        return [seat.id for seat in composition.seats if seat.id in common]

    assert order(before) == order(after)


@given(compositions(), compositions())
def test_read_the_other_way_round_who_came_has_left(before: Composition, after: Composition) -> None:
    forth, back = differences(before, after), differences(after, before)

    assert {member.person.id for member in forth.arrived} == {member.person.id for member in back.left}
    assert {move.after.person.id for move in forth.moved} == {move.before.person.id for move in back.moved}
    assert {change.after.id for change in forth.swapped} == {change.after.id for change in back.swapped}
    assert len(forth.placed) == len(back.placed)


@given(compositions(), compositions())
def test_every_change_has_a_line(before: Composition, after: Composition) -> None:
    found = differences(before, after)
    told = lines(found)
    places = sum(len(member.places) - 1 for member in (*found.arrived, *found.left))
    shared = sum(line.kind is ChangeKind.REPLACED for line in told)

    assert len(told) == found.count + places - shared


def test_a_member_keeps_all_the_places_held() -> None:
    nurse = next(member for member in members(BEFORE).values() if member.person.name == "Fulbert Estuaire")

    assert [place.label for place in nurse.places] == ["Infirmiers – SNIIL (titulaire)", "URPS (titulaire)"]
    assert {place.role for place in nurse.places} == {MandateRole.TITULAR}
