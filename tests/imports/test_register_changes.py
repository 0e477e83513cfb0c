"""What a register file adds and changes."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.imports.proposals import Status
from cpr_desk.imports.register import RegisterFile, RegisterLine, RegisterProposal, propose_register, read_register
from cpr_desk.imports.register_columns import Field
from tests.imports.books import texts, xlsx
from tests.imports.register_reading import DEPARTMENTS, FULL, HEADER, THRESHOLDS

FILE = read_register(xlsx(("R", [HEADER, FULL])), DEPARTMENTS, THRESHOLDS)
STORED = replace(FILE.lines[0].adhesion, id=7)
DAY = date(2021, 2, 4)


def line(*given_fields: Field, **values: object) -> RegisterLine:
    """Return the line of a file that gives its name, département and some fields."""
    known = {"id": 0, "code": "x", "name": "CPTS Nord Estuaire", "department": "44", "step": Step.REFLECTION} | values
    return RegisterLine(Adhesion(**known), "R", 2, frozenset({Field.NAME, Field.DEPARTMENT, *given_fields}))  # type: ignore[arg-type]


def propose(found: RegisterLine, *current: Adhesion) -> RegisterProposal:
    return propose_register(RegisterFile((found,)), current)


def merged(found: RegisterLine, before: Adhesion = STORED) -> Adhesion:
    changes = propose(found, before).changes
    return changes[0].adhesion if changes else before


def test_a_new_cpts_is_added_with_all_it_says() -> None:
    proposal = propose_register(FILE, [])
    (change,) = proposal.changes
    assert (proposal.added, proposal.changed, proposal.ended, proposal.unchanged) == (1, 0, 0, 0)
    assert (change.status, change.current, change.adhesion.id) == (Status.ADDED, None, 0)
    assert "Population\u00a0: 88\u202f000" in texts(change)
    assert "Missions\u00a0: Accès aux soins (01/06/2021), Parcours pluriprofessionnels et Prévention" in texts(change)


def test_importing_the_same_file_again_changes_nothing() -> None:
    proposal = propose_register(FILE, [STORED])
    assert (proposal.added, proposal.changed, proposal.unchanged) == (0, 0, 1)


def test_a_cpts_is_found_by_its_code_before_its_name() -> None:
    other = replace(STORED, id=8, code="autre", department="53")
    renamed = line(Field.CODE, code=STORED.code, name="CPTS Rebaptisée", department="53")
    (change,) = propose(renamed, other, STORED).changes
    assert change.current == STORED
    assert texts(change) == (
        "Nom de la CPTS\u00a0: CPTS Nord Estuaire → CPTS Rebaptisée", "Département\u00a0: 44 → 53",
    )  # fmt: skip


def test_a_code_that_was_derived_never_replaces_the_stored_one() -> None:
    assert propose(line(code="44-nord-estuaire"), STORED).changes == ()
    assert merged(line(Field.CODE, code="440002")).code == "440002"


def test_capitals_alone_do_not_rename() -> None:
    assert merged(line(name="CPTS NORD-ESTUAIRE")).name == "CPTS Nord Estuaire"


def test_a_blank_cell_never_erases() -> None:
    assert propose(line(), STORED).changes == ()


def test_a_step_deduced_from_the_dates_never_goes_back() -> None:
    assert merged(line(step=Step.LETTER_DEPOSITED)).step is Step.SIGNED
    before = replace(STORED, step=Step.NEGOTIATION, step_since=date(2020, 1, 1), signed_on=None)
    after = merged(line(Field.SIGNED_ON, step=Step.SIGNED, step_since=DAY, signed_on=DAY), before)
    assert (after.step, after.step_since) == (Step.SIGNED, DAY)


def test_a_step_that_is_typed_is_taken_with_its_date() -> None:
    after = merged(line(Field.STEP, step=Step.TERMINATED))
    assert (after.step, after.step_since) == (Step.TERMINATED, None)
    after = merged(line(Field.STEP, Field.STEP_SINCE, step=Step.SIGNED, step_since=date(2022, 1, 1)))
    assert (after.step, after.step_since) == (Step.SIGNED, date(2022, 1, 1))


def test_the_stored_size_changes_with_the_population_only() -> None:
    assert merged(line(Field.SIZE, size=SizeClass.SIZE_1)).size is SizeClass.SIZE_3
    assert merged(line(Field.SIZE, size=SizeClass.SIZE_1), replace(STORED, population=None)).size is SizeClass.SIZE_1
    after = merged(line(Field.POPULATION, population=10, size=SizeClass.SIZE_1))
    assert (after.population, after.size) == (10, SizeClass.SIZE_1)


def test_missions_are_added_and_dated_never_lost() -> None:
    found = line(Field.MISSIONS, missions=(("parcours", DAY), ("crises", None), ("acces", None)))
    assert merged(found).missions == (
        ("acces", date(2021, 6, 1)), ("parcours", DAY), ("prevention", None), ("crises", None),
    )  # fmt: skip


def test_a_cpts_that_the_file_does_not_name_stays_and_is_counted() -> None:
    others = [replace(STORED, id=8 + n, code=f"c{n}", name=f"CPTS {n}") for n in range(2)]
    proposal = propose_register(FILE, [STORED, *others])
    assert proposal.ended == 0
    assert "2 CPTS du registre ne sont pas dans le fichier" in proposal.warnings[-1].message
    assert "1 CPTS du registre n’est pas" in propose_register(FILE, others[:1]).warnings[-1].message


NAMES = st.sampled_from(["CPTS Nord Estuaire", "CPTS Sud", "Vallée", "Rives"])
VALUES = {
    Field.STEP: st.sampled_from(Step),
    Field.STEP_SINCE: st.dates(date(2019, 1, 1), date(2025, 1, 1)),
    Field.POPULATION: st.integers(0, 200_000),
    Field.SIZE: st.sampled_from(SizeClass),
    Field.CONTACT: st.sampled_from(["Ana Roux", "ANA ROUX", "Léa Petit"]),
    Field.COMMENT: st.sampled_from(["a", "b"]),
    Field.SIGNED_ON: st.dates(date(2019, 1, 1), date(2025, 1, 1)),
    Field.MISSIONS: st.dictionaries(
        st.sampled_from([m.value for m in Mission]), st.none() | st.just(DAY), min_size=1
    ).map(lambda missions: tuple(missions.items())),
}


@st.composite
def files(draw: st.DrawFn) -> RegisterFile:
    lines = []
    for name in draw(st.lists(NAMES, unique=True, max_size=4)):
        fields = draw(st.lists(st.sampled_from(list(VALUES)), unique=True))
        values = {field.value: draw(VALUES[field]) for field in fields}
        lines.append(line(*fields, **{"name": name, "code": f"44-{name}"} | values))
    return RegisterFile(tuple(lines))


def applied(proposal: RegisterProposal, current: list[Adhesion]) -> list[Adhesion]:
    """Apply the changes as a service would."""
    register = {adhesion.id: adhesion for adhesion in current}
    for change in proposal.changes:
        number = change.adhesion.id or 1 + max(register, default=0)
        register[number] = replace(change.adhesion, id=number)
    return list(register.values())


@given(files(), files())
def test_what_was_applied_proposes_nothing_more(first: RegisterFile, second: RegisterFile) -> None:
    before = applied(propose_register(first, []), [])
    after = applied(propose_register(second, before), before)
    proposal = propose_register(second, after)
    assert (proposal.added, proposal.changed, proposal.unchanged) == (0, 0, len(second.lines))
    assert {adhesion.name for adhesion in before} <= {adhesion.name for adhesion in after}
