"""What a composition file adds, changes and ends."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cpr_desk.domain.composition import Composition, Holding, MandateRole, Person, Profession, Regime, Seat, Section
from cpr_desk.imports.composition import (
    CompositionFile,
    CompositionProposal,
    SeatLine,
    propose_composition,
    read_composition,
)
from cpr_desk.imports.proposals import Status
from tests.imports.books import REFERENCE, as_composition, official, texts

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
    assert (first.status, first.seat, texts(first)) == (Status.ADDED, None, ("titulaire\u00a0: Armand Tessier",))
    assert Status.ADDED.label == "ajout"
    assert ("siège\u00a0: vacant",) in map(texts, proposal.changes)


def test_importing_the_same_file_again_changes_nothing() -> None:
    assert counts(propose_composition(OFFICIAL, as_composition(OFFICIAL.lines, DAY))) == (0, 0, 0, 54)


def test_another_holder_replaces_who_sits() -> None:
    proposal = propose([union("CSMF", ANA)], [union("CSMF", LEA)])
    (change,) = proposal.changes
    assert counts(proposal) == (0, 1, 0, 0)
    assert texts(change) == ("titulaire\u00a0: Mme Ana Roux → Léa Petit",)
    assert change.parts[0].remark == "Léa Petit remplace Mme Ana Roux."
    assert (change.parts[0].status, change.end) == (Status.CHANGED, None)


def test_a_holder_of_a_vacant_place_is_an_addition_to_the_seat() -> None:
    (change,) = propose([union("CSMF")], [union("CSMF", LEA)]).changes
    assert (change.status, change.parts[0].status) == (Status.CHANGED, Status.ADDED)
    assert (change.parts[0].before, change.parts[0].after, change.parts[0].remark) == ("vacant", "Léa Petit", "")


def test_a_place_that_the_file_leaves_empty_is_an_end_to_ask_for() -> None:
    proposal = propose([union("CSMF", ANA)], [union("CSMF")])
    (change,) = proposal.changes
    assert counts(proposal) == (0, 0, 1, 0)
    assert (change.line, texts(change)) == (None, ("titulaire\u00a0: Mme Ana Roux → vacant",))
    assert change.seat
    assert change.end == (change.seat.id, MandateRole.TITULAR)
    assert change.parts[0].remark == "Mme Ana Roux n’est plus à cette place dans le fichier."


def test_what_else_changes_on_the_seat_keeps_who_is_not_ended() -> None:
    change, end = propose([social(ANA, TOM)], [social(None, TOM, votes=2)]).changes
    assert change.line
    assert change.line.titular
    assert (change.line.titular.name, texts(change)) == ("Ana Roux", ("voix\u00a0: 3 → 2",))
    assert end.role is MandateRole.TITULAR


def test_an_end_says_where_else_the_file_names_the_person() -> None:
    (end,) = propose([social(ANA), union("CSMF", ANA)], [social(ANA), union("CSMF")]).changes
    assert end.parts[0].remark.endswith(", mais y figure\u00a0: RG, ligne 1 (titulaire).")


def test_who_moves_to_the_other_role_of_the_seat_ends_nothing() -> None:
    (change,) = propose([social(ANA)], [social(None, ANA)]).changes
    assert texts(change) == ("titulaire\u00a0: Mme Ana Roux → vacant", "suppléant\u00a0: Mme Ana Roux")
    assert change.parts[0].remark == "Mme Ana Roux devient suppléante de ce siège."
    (swapped,) = propose([social(ANA, LEA)], [social(LEA, ANA)]).changes
    assert swapped.status is Status.CHANGED
    assert len(swapped.parts) == 2


def test_an_added_seat_pushes_along_those_that_follow_it_in_the_table() -> None:
    before = [replace(union(name), position=place) for place, name in enumerate(("CSMF", "SML"), 1)]
    after = [replace(union(name), position=place) for place, name in enumerate(("CSMF", "FMF", "SML"), 1)]
    proposal = propose(before, after)
    assert (counts(proposal), proposal.moved) == ((1, 0, 0, 2), {2: 3})
    assert proposal.changes[0].parts[0].remark == "Les sièges qui le suivent dans le tableau se décalent."
    assert propose(after, before).moved == {}
    assert propose(before[:1], before).changes[0].parts[0].remark == ""


def test_a_union_written_otherwise_keeps_its_seat() -> None:
    (change,) = propose([union("CSMF")], [union("CSMF*", ANA)]).changes
    assert change.line
    assert (change.line.organisation, change.status) == ("CSMF", Status.CHANGED)


def test_a_union_that_is_gone_ends_its_seat_and_a_new_one_is_added() -> None:
    proposal = propose([union("CSMF", ANA)], [union("SML", ANA)])
    assert counts(proposal) == (1, 0, 1, 0)
    ended = proposal.changes[-1]
    assert (ended.line, texts(ended)) == (None, ("siège\u00a0: titulaire\u00a0: Mme Ana Roux → fermé",))
    assert ended.seat
    assert ended.end == (ended.seat.id, None)


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
    assert texts(votes) == ("voix\u00a0: 3 → 2",)
    assert texts(titular) == ("titulaire\u00a0: Léa Petit → Zoé Neuve",)


def test_a_member_who_changes_regime_keeps_the_seat() -> None:
    (change,) = propose([social(ANA)], [social(ANA, regime=Regime.RG_MEDICAL)]).changes
    assert texts(change) == ("régime\u00a0: RG → RG médical",)


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
    assert texts(change) == (
        "titulaire, civilité\u00a0: Mme → Dr",
        "titulaire, courriel\u00a0: ana@exemple.fr → ana@neuf.fr",
    )
    assert change.parts[0].remark == "Dr Ana Roux"


def test_details_are_told_once_for_who_holds_two_seats_and_kept_on_both() -> None:
    typed = replace(ANA, phone="02 40 00 00 00")
    before = [social(ANA), union("CSMF", ANA)]
    proposal = propose(before, [social(typed, votes=2), union("CSMF", ANA)])
    assert [texts(change) for change in proposal.changes] == [
        ("voix\u00a0: 3 → 2", "titulaire, téléphone\u00a0: aucun → 02 40 00 00 00")
    ]
    assert {person.phone for person in proposal.records.values()} == {"02 40 00 00 00"}


def test_who_stays_keeps_the_stored_record_when_something_else_changes() -> None:
    stored = replace(ANA, id=12, email="ana@exemple.fr", address="1, rue de la Paix")
    typed = Person(0, "ANA", "ROUX", phone="02 40 00 00 00")
    (change,) = propose([social(stored)], [social(typed, TOM, votes=2)]).changes
    assert change.line
    assert change.line.titular == replace(stored, phone="02 40 00 00 00")
    assert (change.line.substitute and change.line.substitute.name, change.line.votes) == ("Tom Grand", 2)


def test_problems_and_warnings_of_the_file_come_along() -> None:
    proposal = propose_composition(OFFICIAL, EMPTY)
    assert proposal.problems == OFFICIAL.problems
    assert proposal.warnings == OFFICIAL.warnings


def test_a_regime_unknown_to_the_register_is_said() -> None:
    before = Composition(DAY, (replace(as_composition([social(ANA)], DAY).seats[0], regime=None),))
    (change,) = propose_composition(CompositionFile((social(ANA),)), before).changes
    assert texts(change) == ("régime\u00a0: aucun → RG",)


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
            if change.role:
                nobody: dict[str, Any] = {change.role.value: None}
                seats[change.seat.id] = replace(seats[change.seat.id], **nobody)
            else:
                del seats[change.seat.id]
            continue
        number = change.seat.id if change.seat else 1 + max(seats, default=0)
        persons: dict[str, Any] = {
            role.value: Holding(replace(person, id=person.id if person.id > 0 else 5000 - person.id), DAY)
            if (person := change.line.person(role))
            else None
            for role in MandateRole
        }
        seats[number] = replace(as_composition([change.line], DAY).seats[0], id=number, **persons)
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
def test_every_seat_and_every_line_is_counted(before: list[SeatLine], after: list[SeatLine]) -> None:
    file = CompositionFile(tuple(after))
    proposal = propose(before, after)
    only_ended = {change.seat.id for change in proposal.changes if change.seat and change.role}
    only_ended -= {change.seat.id for change in proposal.changes if change.seat and change.line}
    touched = [line for line in before if line.section in file.sections]
    closed = sum(change.end is not None and change.role is None for change in proposal.changes)
    assert proposal.added + proposal.changed + proposal.unchanged + len(only_ended) == len(after)
    assert closed + proposal.changed + proposal.unchanged + len(only_ended) == len(touched)


@given(FILES, FILES)
def test_nobody_leaves_while_no_end_is_asked_for(before: list[SeatLine], after: list[SeatLine]) -> None:
    current = as_composition(before, DAY)
    proposal = propose_composition(CompositionFile(tuple(after)), current)
    asked_for = replace(proposal, changes=tuple(change for change in proposal.changes if change.line))
    still = {seat.id: seat for seat in applied(asked_for, current).seats}
    for seat, role, _holding in current.holdings():
        assert still[seat.id].holder(role) or any(
            part.remark.endswith("de ce siège.") for change in proposal.changes for part in change.parts
        )


def shape(seat: Seat) -> tuple[str, ...]:
    names = [holding.person.name if holding else "" for holding in (seat.titular, seat.substitute)]
    return (seat.section, str(seat.votes), str(seat.regime), seat.organisation, *names)
