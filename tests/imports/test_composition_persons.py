"""Who the persons of a composition file are."""

from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.composition import MandateRole, Person, Profession, Section
from cpr_desk.domain.likeness import Likeness, Sameness
from cpr_desk.imports.composition import CompositionFile, SeatLine, propose_composition
from cpr_desk.imports.composition_changes import CompositionProposal
from cpr_desk.imports.composition_persons import Answers
from tests.imports.books import as_composition, texts

DAY = date(2021, 2, 4)
FIRST = (0, MandateRole.TITULAR)
ANA = Person(31, "Anne-Marie", "de La Haÿe", "Mme", email="am@exemple.fr")


def named(name: str, **details: str) -> Person:
    first, _, last = name.partition(" ")
    return Person(0, first, last, **details)


def seat(organisation: str, titular: Person | None = None, substitute: Person | None = None) -> SeatLine:
    profession = Profession("medecins", "Médecins", 1)
    made = SeatLine(Section.PROFESSIONAL, 1, 1, None, profession, organisation, titular=titular, substitute=substitute)
    return replace(made, sheet="Feuil1", row=7)


def propose(
    before: list[SeatLine], after: list[SeatLine], answers: Answers | None = None, known: tuple[Person, ...] = ()
) -> CompositionProposal:
    return propose_composition(CompositionFile(tuple(after)), as_composition(before, DAY), known, answers or {})


def titular_id(proposal: CompositionProposal) -> int:
    """Return who the first change puts on its seat."""
    line = proposal.changes[0].line
    assert line
    assert line.titular
    return line.titular.id


@pytest.mark.parametrize("typed", ["Anne Marie de La Haye", "Annemarie Delahaye", "Anne-Marie La Haÿe"])
def test_another_way_of_writing_is_proposed_as_the_same_person(typed: str) -> None:
    proposal = propose([seat("CSMF", ANA)], [seat("CSMF", ANA), seat("SML", named(typed))])
    (case,) = proposal.resemblances
    assert (case.proposed, case.other.id, case.where) == (Sameness.SAME, 31, "Médecins – CSMF (titulaire)")
    assert titular_id(proposal) == 31


@pytest.mark.parametrize("typed", ["Anne-Marie de La Haie", "A.-M. de La Haÿe", "Anne de La Haÿe"])
def test_a_near_name_is_the_same_person_at_the_same_place_and_another_one_elsewhere(typed: str) -> None:
    here = propose([seat("CSMF", ANA)], [seat("CSMF", named(typed))])
    assert (here.resemblances[0].proposed, here.changes, here.unchanged) == (Sameness.SAME, (), 1)
    elsewhere = propose([seat("CSMF", ANA)], [seat("CSMF", ANA), seat("SML", named(typed))])
    assert elsewhere.resemblances[0].proposed is Sameness.OTHER
    assert titular_id(elsewhere) < 0


def test_two_persons_at_one_place_are_a_replacement() -> None:
    proposal = propose([seat("CSMF", ANA)], [seat("CSMF", named("Anne de La Haÿe"))], {FIRST: Sameness.OTHER})
    (change,) = proposal.changes
    assert change.parts[0].remark == "Anne de La Haÿe remplace Mme Anne-Marie de La Haÿe."


def test_the_name_is_corrected_when_asked_and_the_record_kept() -> None:
    typed = named("Anne-Marie de La Haie")
    proposal = propose([seat("CSMF", ANA)], [seat("CSMF", typed)], {FIRST: Sameness.CORRECTED})
    (change,) = proposal.changes
    assert texts(change) == ("titulaire, nom\u00a0: Anne-Marie de La Haÿe → Anne-Marie de La Haie",)
    assert proposal.records[31] == replace(ANA, last_name="de La Haie")
    assert proposal.resemblances[0].can_correct
    again = as_composition([seat("CSMF", proposal.records[31])], DAY)
    after = propose_composition(CompositionFile((seat("CSMF", typed),)), again)
    assert (after.changes, after.resemblances) == ((), ())


def test_namesakes_may_be_told_apart() -> None:
    lines = [seat("CSMF", ANA), seat("SML", named("Anne-Marie de La Haÿe"))]
    proposal = propose(lines[:1], lines)
    (case,) = proposal.resemblances
    assert (case.reason, case.proposed, case.can_correct) == (Likeness.SPELLING, Sameness.SAME, False)
    assert titular_id(propose(lines[:1], lines, {case.key: Sameness.OTHER})) < 0


@pytest.mark.parametrize("told", [{"civility": "M."}, {"email": "autre@exemple.fr"}])
def test_a_namesake_who_takes_over_the_very_place_may_be_told_apart(told: dict[str, str]) -> None:
    lines = [seat("CSMF", named("Anne-Marie de La Haÿe", **told))]
    proposal = propose([seat("CSMF", ANA)], lines)
    (case,) = proposal.resemblances
    assert (case.proposed, titular_id(proposal)) == (Sameness.SAME, 31)
    apart = propose([seat("CSMF", ANA)], lines, {case.key: Sameness.OTHER})
    assert apart.changes[0].parts[0].remark.endswith("remplace Mme Anne-Marie de La Haÿe.")


def test_namesakes_of_different_civility_are_two_persons_unless_said_otherwise() -> None:
    lines = [seat("CSMF", named("Claude Roux", civility="Mme")), seat("SML", named("Claude Roux", civility="M."))]
    proposal = propose([], lines)
    assert proposal.resemblances[0].proposed is Sameness.OTHER
    assert len(proposal.records) == 2
    key = proposal.resemblances[0].key
    assert len(propose([], lines, {key: Sameness.SAME}).records) == 1


def test_one_person_named_twice_in_a_file_has_one_record_with_all_details() -> None:
    lines = [seat("CSMF", named("Zoé Neuve", email="zoe@exemple.fr")), seat("SML", named("NEUVE Zoé", phone="02"))]
    proposal = propose([], lines)
    (record,) = proposal.records.values()
    assert (record.name, record.email, record.phone) == ("Zoé Neuve", "zoe@exemple.fr", "02")
    (case,) = proposal.resemblances
    assert (case.where, case.can_correct) == ("dans le fichier\u00a0: feuille Feuil1, ligne 7", False)


def test_a_former_member_is_found_among_all_who_are_known() -> None:
    proposal = propose([], [seat("SML", named("DE LA HAŸE Anne-Marie"))], known=(ANA,))
    assert titular_id(proposal) == 31
    assert proposal.resemblances[0].where == "sans mandat dans cette composition"


def test_titular_and_substitute_of_a_seat_are_never_the_same_person() -> None:
    proposal = propose([], [seat("CSMF", named("Paul Grand"), named("Paule Grand"))])
    assert proposal.resemblances == ()
    held = propose([seat("CSMF", ANA)], [seat("CSMF", named("Anne-Marie de La Haie"), ANA)])
    assert held.resemblances == ()


def test_the_exact_name_elsewhere_comes_before_a_near_one_at_the_place() -> None:
    roux = named("Anne Roux")
    before = [seat("CSMF", roux), seat("SML", named("Anne-Marie Roux"))]
    proposal = propose(before, [seat("CSMF", named("Anne-Marie Roux")), seat("SML")])
    assert proposal.changes[0].parts[0].remark == "Anne-Marie Roux remplace Anne Roux."
