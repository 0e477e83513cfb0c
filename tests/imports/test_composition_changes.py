"""What a composition file adds, changes and ends."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from cpr_desk.domain.composition import Composition, MandateRole, Person, Profession, Regime, Seat, Section
from cpr_desk.imports.composition import (
    CompositionFile,
    CompositionProposal,
    SeatLine,
    propose_composition,
    read_composition,
)
from cpr_desk.imports.proposals import Status
from tests.imports.books import REFERENCE, as_composition, official

DAY = date(2021, 2, 4)
EMPTY = Composition(DAY, ())
OFFICIAL = read_composition(official(), REFERENCE)
ANA, LEA, TOM = Person(0, "Ana", "Roux", "Mme"), Person(0, "Léa", "Petit"), Person(0, "Tom", "Grand")


def social(
    titular: Person | None, substitute: Person | None = None, votes: int = 3, regime: Regime = Regime.RG
) -> SeatLine:
    return SeatLine(Section.SOCIAL, 1, votes, regime, titular=titular, substitute=substitute)


def union(organisation: str, titular: Person | None = None) -> SeatLine:
    profession = Profession("medecins", "Médecins", 1)
    return SeatLine(Section.PROFESSIONAL, 1, 1, None, profession, organisation, titular=titular)


def propose(before: list[SeatLine], after: list[SeatLine]) -> CompositionProposal:
    return propose_composition(CompositionFile(tuple(after)), as_composition(before, DAY))


def counts(proposal: CompositionProposal) -> tuple[int, int, int, int]:
    return proposal.added, proposal.changed, proposal.ended, proposal.unchanged


def test_a_first_import_adds_every_seat() -> None:
    proposal = propose_composition(OFFICIAL, EMPTY)
    assert counts(proposal) == (54, 0, 0, 0)
    first = proposal.changes[0]
    assert (first.status, first.seat, first.details) == (Status.ADDED, None, ("titulaire\u00a0: Armand Tessier",))
    assert first.replaced == (MandateRole.TITULAR,)
    assert Status.ADDED.label == "ajout"


def test_importing_the_same_file_again_changes_nothing() -> None:
    assert counts(propose_composition(OFFICIAL, as_composition(OFFICIAL.lines, DAY))) == (0, 0, 0, 54)


def test_a_new_holder_is_a_change_of_the_seat() -> None:
    proposal = propose([union("CSMF", ANA)], [union("CSMF", LEA)])
    (change,) = proposal.changes
    assert counts(proposal) == (0, 1, 0, 0)
    assert change.details == ("titulaire\u00a0: Mme Ana Roux → Léa Petit",)
    assert change.replaced == (MandateRole.TITULAR,)
    assert change.seat
    assert change.line


def test_a_holder_who_leaves_makes_the_seat_vacant() -> None:
    (change,) = propose([union("CSMF", ANA)], [union("CSMF")]).changes
    assert change.details == ("titulaire\u00a0: Mme Ana Roux → vacant",)


def test_a_union_that_is_gone_ends_its_seat_and_a_new_one_is_added() -> None:
    proposal = propose([union("CSMF", ANA)], [union("SML", ANA)])
    assert counts(proposal) == (1, 0, 1, 0)
    ended = proposal.changes[-1]
    assert (ended.line, ended.details) == (None, ("titulaire\u00a0: Mme Ana Roux",))


def test_a_section_that_the_file_does_not_hold_keeps_its_seats() -> None:
    assert counts(propose([social(ANA), union("CSMF")], [social(ANA)])) == (0, 0, 0, 1)


def test_social_seats_are_recognised_by_the_titular_then_the_substitute_then_the_regime() -> None:
    before = [social(ANA), social(LEA, TOM), social(None), social(None, votes=1, regime=Regime.MSA)]
    after = [
        social(None, votes=1, regime=Regime.MSA),
        social(None),
        social(ANA, votes=2),
        social(Person(0, "Zoé", "Neuve"), TOM),
    ]
    proposal = propose(before, after)
    assert counts(proposal) == (0, 2, 0, 2)
    votes, titular = proposal.changes
    assert votes.details == ("voix\u00a0: 3 → 2",)
    assert votes.replaced == ()
    assert titular.details == ("titulaire\u00a0: Léa Petit → Zoé Neuve",)


def test_a_member_who_changes_regime_keeps_the_seat() -> None:
    (change,) = propose([social(ANA)], [social(ANA, regime=Regime.RG_MEDICAL)]).changes
    assert change.details == ("régime\u00a0: RG → RG médical",)


def test_a_line_more_or_less_is_a_seat_more_or_less() -> None:
    assert counts(propose([social(ANA)], [social(ANA), social(LEA, regime=Regime.MSA)])) == (1, 0, 0, 1)
    assert counts(propose([social(ANA), social(LEA, regime=Regime.MSA)], [social(ANA)])) == (0, 0, 1, 1)


def test_twins_on_two_lines_are_matched_each_to_its_own() -> None:
    before = [social(ANA, votes=3), social(ANA, votes=1)]
    assert counts(propose(before, before[::-1])) == (0, 0, 0, 2)


def test_capitals_accents_and_the_order_of_the_names_make_no_change() -> None:
    typed = Person(0, "PETIT", "LEA")
    assert counts(propose([social(LEA)], [social(typed)])) == (0, 0, 0, 1)


def test_contact_details_are_completed_but_never_erased() -> None:
    known = replace(ANA, email="ana@exemple.fr", phone="02 40 00 00 00")
    assert counts(propose([social(known)], [social(replace(ANA, civility=""))])) == (0, 0, 0, 1)
    (change,) = propose([social(known)], [social(replace(known, email="ana@neuf.fr", civility="Dr"))]).changes
    assert change.replaced == ()
    assert change.details == (
        "civilité de Ana Roux\u00a0: Mme → Dr",
        "courriel de Ana Roux\u00a0: ana@exemple.fr → ana@neuf.fr",
    )


def test_who_stays_keeps_the_stored_record_when_something_else_changes() -> None:
    stored = replace(ANA, id=12, email="ana@exemple.fr", address="1, rue de la Paix")
    typed = Person(0, "ANA", "ROUX", phone="02 40 00 00 00")
    (change,) = propose([social(stored)], [social(typed, TOM, votes=2)]).changes
    assert change.line
    assert change.line.titular == replace(stored, phone="02 40 00 00 00")
    assert (change.line.substitute, change.line.votes) == (TOM, 2)


def test_problems_and_warnings_of_the_file_come_along() -> None:
    proposal = propose_composition(OFFICIAL, EMPTY)
    assert proposal.problems == OFFICIAL.problems
    assert proposal.warnings == OFFICIAL.warnings


def test_a_regime_unknown_to_the_register_is_said() -> None:
    before = Composition(DAY, (replace(as_composition([social(ANA)], DAY).seats[0], regime=None),))
    (change,) = propose_composition(CompositionFile((social(ANA),)), before).changes
    assert change.details == ("régime\u00a0: aucun → RG",)


PERSONS = st.sampled_from([None, ANA, LEA, TOM, Person(0, "Zoé", "Neuve"), Person(0, "Max", "Vieux")])
SOCIAL_LINES = st.builds(social, PERSONS, PERSONS, st.integers(1, 3), st.sampled_from(Regime))
UNIONS = st.lists(st.sampled_from(["CSMF", "SML", "MG France", "FMF"]), unique=True).flatmap(
    lambda names: st.tuples(*(st.builds(union, st.just(name), PERSONS) for name in names))
)
FILES = st.builds(lambda lines, unions: [*lines, *unions], st.lists(SOCIAL_LINES, max_size=6), UNIONS)


def applied(proposal: CompositionProposal, before: Composition) -> Composition:
    """Apply the changes as a service would: the seats that stay keep their number."""
    seats = {seat.id: seat for seat in before.seats}
    for change in proposal.changes:
        if change.line is None:
            assert change.seat
            del seats[change.seat.id]
            continue
        number = change.seat.id if change.seat else 1 + max(seats, default=0)
        seats[number] = replace(as_composition([change.line], DAY).seats[0], id=number)
    return Composition(DAY, tuple(seats.values()))


@settings(max_examples=300)
@given(FILES, FILES)
def test_what_was_applied_proposes_nothing_more(before: list[SeatLine], after: list[SeatLine]) -> None:
    current = as_composition(before, DAY)
    file = CompositionFile(tuple(after))
    proposal = propose_composition(file, current)
    result = applied(proposal, current)
    assert counts(propose_composition(file, result)) == (0, 0, 0, len(after))
    for section in file.sections:
        assert sorted(map(shape, result.of(section))) == sorted(map(shape, as_composition(after, DAY).of(section)))


@given(FILES, FILES)
def test_every_seat_and_every_line_is_counted_once(before: list[SeatLine], after: list[SeatLine]) -> None:
    file = CompositionFile(tuple(after))
    proposal = propose(before, after)
    touched = [line for line in before if line.section in file.sections]
    assert proposal.added + proposal.changed + proposal.unchanged == len(after)
    assert proposal.ended + proposal.changed + proposal.unchanged == len(touched)


def shape(seat: Seat) -> tuple[str, ...]:
    names = [holding.person.name if holding else "" for holding in (seat.titular, seat.substitute)]
    return (seat.section, str(seat.votes), str(seat.regime), seat.organisation, *names)
