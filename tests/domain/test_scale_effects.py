from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Dossier, Figure, GrantGiven, MissionState, SizeFixed
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import dues
from cpr_desk.domain.scale import GrantKind, Scale, scale_in_force
from cpr_desk.domain.scale_effects import Weighing
from cpr_desk.domain.schedule import Kind, total
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
ACI_2019, AVENANT_2 = SCALES
SIGNED_ON = date(2022, 3, 15)
TODAY = date(2024, 6, 1)
ACCES = MissionState(Mission.ACCES, started_on=SIGNED_ON)


def dearer(scale: Scale, code: str = "avenant-3", on: date = date(2024, 9, 1)) -> Scale:
    """Return a scale whose fonctionnement gives 10 000 € more to each size."""
    first = scale.lines[0]
    line = replace(first, amounts=tuple(amount + 10_000 for amount in first.amounts))
    return replace(scale, code=code, label=code, in_force_from=on, lines=(line, *scale.lines[1:]), printed=())


def dossier(population: int | None = 39_999, **facts: object) -> Dossier:
    known = (Figure(SIGNED_ON, population),) if population is not None else ()
    of = adhesion(population=population, size=None if population is None else SizeClass.SIZE_1)
    file = Dossier(of, figures=known, contracts=(Contract(SIGNED_ON, 5, id=1),), missions=(ACCES,))
    return replace(file, **facts)  # type: ignore[arg-type]


def weighing(after: Sequence[Scale], sizes_on: date = TODAY) -> Weighing:
    return Weighing(SCALES, after, TODAY, sizes_on)


def test_a_scale_that_begins_during_a_year_applies_from_the_next_anniversary() -> None:
    effect = weighing((*SCALES, dearer(AVENANT_2))).effect(dossier())

    assert [(each.year, each.line.label, each.line.difference) for each in effect.lines] == [
        (f"année {n} (du 15/03/{2021 + n} au 14/03/{2022 + n})", AVENANT_2.lines[0].label, Decimal(10_000))
        for n in (4, 5)
    ]
    assert (effect.difference, effect.past) == (Decimal(20_000), Decimal(0))
    assert [(year.label, year.difference) for year in effect.years if year.difference] == [
        ("2025", Decimal(7_500)),
        ("2026", Decimal(10_000)),
        ("2027", Decimal(2_500)),
    ]
    assert effect.changes
    assert not effect.resized


def test_the_amounts_told_are_those_of_the_schedule() -> None:
    after = (*SCALES, dearer(AVENANT_2))
    file = dossier()
    effect = weighing(after).effect(file)

    assert effect.now == total(dues(file, SCALES, date(2027, 3, 14)))
    assert effect.then == total(dues(file, after, date(2027, 3, 14)))
    assert sum(each.line.difference for each in effect.lines) == effect.difference


def test_a_correction_of_a_past_scale_tells_what_fell_due_already() -> None:
    effect = weighing((ACI_2019, dearer(AVENANT_2, AVENANT_2.code, AVENANT_2.in_force_from))).effect(dossier())

    assert effect.difference == Decimal(50_000)
    # At the signature 10 000, then an advance of 7 500 and a balance of 2 500 for the second year, 7 500 for the third.
    assert effect.past == Decimal(27_500)


def test_new_thresholds_change_the_size_of_the_population_and_that_of_the_contract() -> None:
    other = replace(AVENANT_2, thresholds=(30_000, 80_000, 175_000))
    effect = weighing((ACI_2019, other)).effect(dossier())

    assert effect.size == (SizeClass.SIZE_1, SizeClass.SIZE_2)
    assert effect.retained == (SizeClass.SIZE_1, SizeClass.SIZE_2)
    assert effect.resized
    assert effect.then > effect.now


def test_a_size_that_was_fixed_for_the_contract_stays_whatever_the_thresholds() -> None:
    other = replace(AVENANT_2, thresholds=(30_000, 80_000, 175_000))
    fixed = dossier(sizes=(SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999),))
    effect = weighing((ACI_2019, other)).effect(fixed)

    assert effect.retained == (SizeClass.SIZE_1, SizeClass.SIZE_1)
    assert effect.difference == 0
    assert effect.resized
    assert effect.changes


def test_the_length_of_a_contract_of_which_only_the_signature_is_known_follows_the_scale() -> None:
    longer = replace(AVENANT_2, contract=replace(AVENANT_2.contract, years=6))
    known, told = (dossier(contracts=(Contract(SIGNED_ON, 5, id=number),)) for number in (0, 1))
    changed = weighing((ACI_2019, longer)).effect(known)

    assert changed.ends == (date(2027, 3, 15), date(2028, 3, 15))
    assert {each.year[:7] for each in changed.lines} == {"année 6"}
    assert changed.changes
    assert not weighing((ACI_2019, longer)).effect(told).changes


def test_what_no_year_begins_under_changes_nothing() -> None:
    after = (*SCALES, dearer(AVENANT_2, on=date(2030, 1, 1)))

    assert not weighing(after).effect(dossier()).changes
    assert not weighing(after).effect(dossier(None)).changes
    assert not weighing(after).effect(dossier(contracts=())).changes
    assert not weighing(SCALES).effect(dossier()).changes


def test_a_grant_before_the_signature_is_weighed_too() -> None:
    grant = AVENANT_2.grant(GrantKind.ACCOMPANIMENT)
    assert grant
    other = replace(AVENANT_2, in_force_from=date(2022, 1, 1))
    given = dossier(grants=(GrantGiven(GrantKind.ACCOMPANIMENT, date(2021, 12, 25)),))
    effect = weighing((ACI_2019, other)).effect(given)

    assert [(each.line.label, each.line.difference) for each in effect.lines] == [
        (GrantKind.ACCOMPANIMENT.label, -grant.amount(SizeClass.SIZE_1))
    ]


def test_paid_lines_that_would_be_no_more_or_change_are_counted() -> None:
    without = replace(AVENANT_2, lines=AVENANT_2.lines[1:], printed=())
    key = ("fonctionnement", Kind.FULL, 1, SIGNED_ON)
    paid = dossier(payments=(Payment(SIGNED_ON, Decimal(50_000), "", key, 1), Payment(TODAY, Decimal(1), id=2)))
    effects = weighing((ACI_2019, without)).effects([paid, dossier()])

    assert (effects.orphans, effects.repriced, effects.looked_at, len(effects.changed)) == (1, 0, 2, 2)
    assert effects.past < 0
    corrected = dearer(AVENANT_2, AVENANT_2.code, AVENANT_2.in_force_from)
    assert weighing((ACI_2019, corrected)).effects([paid]).repriced == 1


def test_the_effects_of_a_commission_add_up() -> None:
    other = replace(dearer(AVENANT_2), thresholds=(30_000, 80_000, 175_000))
    after = (*SCALES, other)
    effects = weighing(after, date(2024, 9, 1)).effects([dossier(), dossier(20_000), dossier(contracts=())])

    assert scale_in_force(after, date(2024, 9, 1)) is other
    assert (effects.looked_at, len(effects.changed), effects.resized) == (3, 3, 2)
    assert effects.then - effects.now == Decimal(40_000)
    assert effects.past == 0
    assert [(year.label, year.difference) for year in effects.years if year.difference] == [
        ("2025", Decimal(15_000)),
        ("2026", Decimal(20_000)),
        ("2027", Decimal(5_000)),
    ]
