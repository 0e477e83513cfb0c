from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.contract_changes import (
    end_step,
    last_day,
    numbered,
    realigned,
    refuse_end,
    refuse_event,
    refuse_resumption,
    refuse_signature,
    refuse_size,
    renewal_words,
    size_effect,
    size_words,
    sizes_of,
    suspension_words,
    told_by_path,
    year_dates,
)
from cpr_desk.domain.dossier import Dialogue, DialogueKind, SizeFixed
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

SCALE = tuple(load_scales(reference_dir()).values())[-1]
SIGNED_ON = date(2021, 3, 15)
CONTRACT = Contract(SIGNED_ON, 5, id=1)
TODAY = date(2024, 1, 10)
ONE_DAY = timedelta(days=1)


def faults(refusals: tuple[Refusal, ...]) -> list[Fault]:
    assert all(each.what and each.what_to_do for each in refusals)
    return [each.fault for each in refusals]


def amendment(
    on: date, signed_on: date | None = None, label: str = "Nouvelle mission", stored: int = 0
) -> ContractEvent:
    return ContractEvent(EventKind.AMENDMENT, on, signed_on=signed_on, label=label, id=stored)


def planned(last: date) -> ContractEvent:
    return replace(suspension(date(2022, 1, 1)), planned_until=last)


def suspension(on: date, until: date | None = None, label: str = "Crise interne", stored: int = 0) -> ContractEvent:
    return ContractEvent(EventKind.SUSPENSION, on, until, label=label, id=stored)


def renewal(signed_on: date, on: date = date(2026, 3, 15), stored: int = 0) -> ContractEvent:
    return ContractEvent(EventKind.RENEWAL, on, signed_on=signed_on, id=stored)


def having(*events: ContractEvent, **facts: object) -> Contract:
    return replace(CONTRACT, events=events, **facts)  # type: ignore[arg-type]


# Signature --------------------------------------------------------------------------------------------------------


def test_a_contract_of_29_february_is_signed_like_any_other() -> None:
    leap = Contract(date(2024, 2, 29), 5)
    assert refuse_signature((), leap, date(2024, 3, 1)) == ()
    assert (leap.term, last_day(leap)) == (date(2029, 2, 28), date(2029, 2, 27))


def test_a_signature_to_come_is_refused() -> None:
    assert faults(refuse_signature((), Contract(date(2024, 1, 11), 5), TODAY)) == [Fault.SINCE]


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (date(2020, 9, 14), [Fault.EFFECT]),
        (date(2020, 9, 15), []),
        (date(2022, 3, 15), []),
        (date(2022, 3, 16), [Fault.EFFECT]),
    ],
)
def test_the_effect_stays_near_the_signature(effect: date, expected: list[Fault]) -> None:
    assert faults(refuse_signature((), replace(CONTRACT, effect_on=effect), TODAY)) == expected


@pytest.mark.parametrize("years", [0, 21])
def test_a_length_nobody_signs_is_refused(years: int) -> None:
    assert faults(refuse_signature((), replace(CONTRACT, years=years), TODAY)) == [Fault.YEAR]


def test_two_contracts_never_run_at_once() -> None:
    running, ended = Contract(SIGNED_ON, 5), replace(CONTRACT, ended_on=date(2023, 6, 30))
    wanted = Contract(date(2023, 6, 30), 5)

    assert "sans fin enregistrée" in refuse_signature((running,), wanted, TODAY)[0].what
    assert "du 15/03/2021 au 30/06/2023" in refuse_signature((ended,), wanted, TODAY)[0].what
    assert refuse_signature((ended,), replace(wanted, signed_on=date(2023, 7, 1)), TODAY) == ()
    assert refuse_signature((wanted,), ended, TODAY)
    assert refuse_signature((wanted,), replace(ended, ended_on=date(2023, 6, 29)), TODAY) == ()


def test_what_happened_to_a_contract_stays_within_it() -> None:
    early, late = amendment(date(2021, 5, 1)), amendment(date(2021, 8, 1))
    known = having(early, late, ended_on=date(2021, 6, 1), signed_on=date(2021, 7, 1))
    assert faults(refuse_signature((), known, TODAY)) == [Fault.EFFECT, Fault.EFFECT]


def test_renewals_follow_the_dates_of_their_contract() -> None:
    known = having(
        renewal(date(2026, 1, 1), stored=1), amendment(date(2022, 1, 1)), renewal(date(2031, 1, 1), stored=2)
    )
    moved = realigned(replace(known, signed_on=date(2021, 4, 1)))
    assert [each.on for each in moved.renewals] == [date(2026, 4, 1), date(2031, 4, 1)]
    assert moved.amendments == known.amendments


def test_a_revision_of_the_size_stays_after_the_signature() -> None:
    revised = (size(date(2021, 6, 1)),)
    assert refuse_signature((), CONTRACT, TODAY, revised) == ()
    late = replace(CONTRACT, signed_on=date(2021, 6, 1))
    assert faults(refuse_signature((), late, TODAY, revised)) == [Fault.SINCE]


def test_an_end_that_the_path_alone_tells_is_the_eve_of_its_step() -> None:
    signed, ended = StepTaken(Step.SIGNED, SIGNED_ON), StepTaken(Step.TERMINATED, date(2023, 7, 1))
    told = replace(CONTRACT, step_id=1)
    steps = (replace(signed, id=1), replace(ended, id=2))

    assert told_by_path(told, steps).ended_on == date(2023, 6, 30)
    assert told_by_path(told, steps[:1]) == told
    kept = replace(told, ended_on=date(2023, 5, 1))
    assert told_by_path(kept, steps) == kept
    at_once = (steps[0], replace(ended, on=SIGNED_ON, id=2))
    assert told_by_path(told, at_once).ended_on == SIGNED_ON


def test_renewals_that_the_path_alone_tells_move_the_term() -> None:
    steps = (
        StepTaken(Step.SIGNED, SIGNED_ON, id=1),
        StepTaken(Step.NEGOTIATION, date(2020, 1, 1), id=2),
        StepTaken(Step.RENEWED, date(2026, 2, 1), id=3),
        StepTaken(Step.RENEWED, date(2031, 2, 1), id=4),
    )
    once = replace(CONTRACT, step_id=1, events=(renewal(date(2026, 2, 1), stored=7),))

    found = told_by_path(once, steps)
    assert [(each.id, each.on) for each in found.renewals] == [(7, date(2026, 3, 15)), (0, date(2031, 3, 15))]
    assert found.term == date(2036, 3, 15)
    assert told_by_path(found, steps) == found


def test_the_end_of_a_later_contract_is_not_that_of_the_former() -> None:
    steps = (
        StepTaken(Step.SIGNED, SIGNED_ON, id=1),
        StepTaken(Step.SIGNED, date(2022, 1, 1), exception="Repris", id=2),
        StepTaken(Step.TERMINATED, date(2023, 7, 1), id=3),
    )
    first, second = replace(CONTRACT, step_id=1), Contract(date(2022, 1, 1), 5, step_id=2)
    assert (end_step(first, steps), end_step(second, steps)) == (None, steps[2])
    known = (size(SIGNED_ON), size(date(2021, 6, 1)), size(date(2022, 1, 1)))
    assert sizes_of(first, (first, second), known) == known[:2]
    assert sizes_of(second, (first, second), known) == known[2:]


# Amendments -------------------------------------------------------------------------------------------------------


def test_an_amendment_within_the_contract_is_recorded() -> None:
    assert refuse_event(CONTRACT, amendment(date(2022, 1, 1), date(2021, 12, 20)), TODAY) == ()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (amendment(date(2022, 1, 1), label=" "), [Fault.LABEL]),
        (amendment(date(2021, 3, 14), SIGNED_ON), [Fault.EFFECT]),
        (amendment(date(2026, 3, 15), date(2023, 12, 1)), [Fault.EFFECT]),
        (amendment(date(2021, 4, 1), date(2021, 3, 1)), [Fault.SINCE]),
        (amendment(date(2024, 2, 1), date(2024, 1, 11)), [Fault.SINCE]),
        (amendment(date(2022, 1, 1), date(2023, 1, 1)), [Fault.EFFECT]),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(wanted: ContractEvent, expected: list[Fault]) -> None:
    assert faults(refuse_event(CONTRACT, wanted, TODAY)) == expected


# Renewals ---------------------------------------------------------------------------------------------------------


def test_a_contract_is_renewed_before_or_after_its_term() -> None:
    before, after = date(2026, 2, 1), date(2026, 6, 1)
    assert refuse_event(CONTRACT, renewal(before), date(2027, 1, 1)) == ()
    assert "sans interruption jusqu’au 14/03/2031" in renewal_words(CONTRACT, before)
    assert refuse_event(CONTRACT, renewal(after), date(2027, 1, 1)) == ()
    assert "arrivé à son terme le 15/03/2026" in renewal_words(CONTRACT, after)


def test_a_contract_is_not_renewed_twice_for_one_term_nor_after_its_end() -> None:
    once = having(renewal(date(2026, 2, 1), stored=7))
    assert faults(refuse_event(once, renewal(date(2026, 2, 2)), date(2027, 1, 1))) == [Fault.SINCE]
    assert refuse_event(once, renewal(date(2026, 2, 2), stored=7), date(2027, 1, 1)) == ()
    ended = having(ended_on=date(2023, 1, 1))
    assert faults(refuse_event(ended, renewal(date(2023, 2, 1)), TODAY)) == [Fault.SINCE]
    assert faults(refuse_event(CONTRACT, renewal(date(2021, 3, 1)), TODAY)) == [Fault.SINCE, Fault.SINCE]


# Suspensions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (suspension(date(2022, 1, 1)), []),
        (suspension(date(2022, 1, 1), date(2021, 12, 31)), [Fault.UNTIL]),
        (suspension(date(2022, 1, 1), label=""), [Fault.REASON]),
        (suspension(date(2021, 3, 1)), [Fault.SINCE]),
        (suspension(date(2022, 1, 1), date(2026, 3, 15)), [Fault.UNTIL, Fault.UNTIL]),
        (suspension(date(2022, 1, 1), TODAY), [Fault.UNTIL]),
        (suspension(date(2022, 1, 1), date(2024, 1, 9)), []),
        (planned(date(2026, 3, 14)), []),
        (planned(date(2026, 3, 15)), [Fault.PLANNED]),
        (planned(date(2021, 12, 31)), [Fault.PLANNED]),
    ],
)
def test_a_suspension_keeps_within_the_contract(wanted: ContractEvent, expected: list[Fault]) -> None:
    assert faults(refuse_event(CONTRACT, wanted, TODAY)) == expected


def test_suspensions_never_overlap() -> None:
    known = having(suspension(date(2022, 1, 1), date(2022, 3, 31), stored=3))
    assert faults(refuse_event(known, suspension(date(2022, 3, 31), date(2022, 5, 1)), TODAY)) == [Fault.SINCE]
    assert refuse_event(known, suspension(date(2022, 4, 1), date(2022, 5, 1)), TODAY) == ()
    assert refuse_event(known, suspension(date(2022, 2, 1), date(2022, 5, 1), stored=3), TODAY) == ()
    open_end = having(suspension(date(2022, 1, 1)))
    assert "depuis le 01/01/2022" in refuse_event(open_end, suspension(date(2023, 1, 1)), TODAY)[0].what


def test_a_suspended_contract_runs_again_the_day_after() -> None:
    known = having(suspension(date(2022, 1, 1), stored=3))
    assert refuse_resumption(known, date(2022, 1, 2), TODAY) == ()
    assert refuse_resumption(known, TODAY, TODAY) == ()
    assert faults(refuse_resumption(known, date(2022, 1, 1), TODAY)) == [Fault.SINCE]
    assert faults(refuse_resumption(CONTRACT, date(2022, 1, 1), TODAY)) == [Fault.SINCE]
    (early,) = refuse_resumption(known, date(2024, 1, 11), TODAY)
    assert (early.fault, early.what_to_do) == (Fault.UNTIL, "Choisissez un jour jusqu’au 10/01/2024.")
    (late,) = refuse_resumption(known, date(2027, 1, 1), date(2028, 1, 1))
    assert (late.fault, late.what_to_do) == (Fault.UNTIL, "Choisissez un jour jusqu’au 14/03/2026.")
    beyond = having(replace(planned(date(2026, 3, 15)), id=3))
    assert faults(refuse_resumption(beyond, date(2022, 2, 1), TODAY)) == [Fault.PLANNED]


def test_a_suspension_says_that_it_lasts_until_it_is_lifted_and_that_no_text_rules_it() -> None:
    told = suspension_words(planned(date(2022, 3, 31))).replace("\u00a0", " ")
    assert told.startswith("Le contrat est suspendu depuis le 01/01/2022, fin prévue le 31/03/2022 : ces jours ne ")
    assert "jusqu’à sa levée. L’accord ne fixe pas les effets d’une suspension (règle par défaut" in told
    lifted = suspension_words(replace(planned(date(2022, 3, 31)), until=date(2022, 4, 30)))
    assert "du 01/01/2022 au 30/04/2022" in lifted
    assert "jusqu’à sa levée" not in lifted
    assert "fin prévue" not in lifted


# End --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "kind", "reason", "expected"),
    [
        (date(2023, 6, 30), EndKind.BY_CPTS, "Dissolution", []),
        (date(2023, 6, 30), EndKind.BY_CPTS, "", [Fault.REASON]),
        (date(2021, 3, 14), EndKind.AGREED, "Erreur", [Fault.UNTIL]),
        (date(2026, 3, 14), EndKind.EXPIRY, "", []),
        (date(2026, 3, 15), EndKind.EXPIRY, "", [Fault.UNTIL]),
        (date(2026, 3, 15), EndKind.BY_PARTNERS, "Manquements", [Fault.UNTIL]),
    ],
)
def test_a_contract_ends_between_its_effect_and_its_term(
    on: date, kind: EndKind, reason: str, expected: list[Fault]
) -> None:
    assert faults(refuse_end(CONTRACT, on, kind, reason)) == expected


def test_nothing_happens_to_a_contract_after_its_end() -> None:
    known = having(amendment(date(2022, 1, 1)), suspension(date(2023, 1, 1)), ended_on=date(2025, 1, 1))
    assert faults(refuse_end(known, date(2022, 6, 1), EndKind.AGREED, "Fusion")) == [Fault.UNTIL]
    assert faults(refuse_end(known, date(2021, 6, 1), EndKind.AGREED, "Fusion")) == [Fault.UNTIL, Fault.UNTIL]


# Sizes ------------------------------------------------------------------------------------------------------------


def size(on: date, value: SizeClass = SizeClass.SIZE_2, population: int | None = None, stored: int = 0) -> SizeFixed:
    return SizeFixed(on, value, population, id=stored)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (SIGNED_ON, []),
        (SIGNED_ON - ONE_DAY, [Fault.SINCE]),
        (TODAY, []),
        (TODAY + ONE_DAY, [Fault.SINCE]),
        (date(2023, 5, 1), [Fault.SINCE]),
    ],
)
def test_a_size_is_retained_once_a_day_during_the_contract(on: date, expected: list[Fault]) -> None:
    known = (size(date(2023, 5, 1), stored=4),)
    assert faults(refuse_size(CONTRACT, known, size(on), TODAY)) == expected
    assert refuse_size(CONTRACT, known, size(date(2023, 5, 1), stored=4), TODAY) == ()


def test_no_size_is_retained_after_the_end() -> None:
    ended = having(ended_on=date(2023, 6, 30))
    assert faults(refuse_size(ended, (), size(date(2023, 7, 1)), TODAY)) == [Fault.SINCE]


def test_a_size_counts_from_the_next_anniversary() -> None:
    days = (SIGNED_ON - ONE_DAY, SIGNED_ON, date(2021, 3, 16), date(2022, 3, 15), date(2022, 3, 16))
    assert [size_effect(CONTRACT, day) for day in days] == [
        *(SIGNED_ON, SIGNED_ON, date(2022, 3, 15), date(2022, 3, 15), date(2023, 3, 15)),
    ]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
def test_a_size_never_counts_before_it_is_retained_nor_more_than_a_year_after(signed_on: date, days: int) -> None:
    contract, on = Contract(signed_on, 20), signed_on + timedelta(days=days)
    effect = size_effect(contract, on)
    assert timedelta(0) <= effect - on <= timedelta(days=366)
    assert effect in {each.year.since for each in year_dates(contract, SCALE.contract, ())}


def test_what_a_revision_changes_is_said() -> None:
    first = size(SIGNED_ON, SizeClass.SIZE_2, 40_000)
    grown = size(date(2023, 5, 1), SizeClass.SIZE_3, 80_000)

    assert size_words(CONTRACT, SCALE, None, first).startswith("Taille 2 à la signature")
    told = size_words(CONTRACT, SCALE, SizeClass.SIZE_2, grown)
    assert "La taille 3 compte à partir de l’anniversaire du 15/03/2024 (règle par défaut" in told
    assert "75\u202f000\u00a0€ par an au lieu de 60\u202f000\u00a0€" in told
    assert size_words(CONTRACT, SCALE, SizeClass.SIZE_3, grown) == "La taille ne change pas (taille 3)."
    assert "au lieu de" not in size_words(CONTRACT, SCALE, None, grown)
    assert "correspond à la taille 2" in size_words(
        CONTRACT, SCALE, SizeClass.SIZE_2, replace(grown, population=79_999)
    )


# Years ------------------------------------------------------------------------------------------------------------


def test_the_years_of_a_contract_of_29_february_and_their_dialogues() -> None:
    leap = Contract(date(2024, 2, 29), 5)
    held = (
        Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2025, 4, 1)),
        Dialogue(DialogueKind.SIGNATURE, held_on=date(2024, 2, 29)),
    )
    found = year_dates(leap, SCALE.contract, held)

    assert len(found) == 5
    assert (found[0].year.until, found[0].dialogue_limit, found[0].held_on) == (
        *(date(2025, 2, 27), date(2025, 4, 28), date(2025, 4, 1)),
    )
    assert (found[3].year.until, found[3].dialogue_limit) == (date(2028, 2, 28), date(2028, 4, 29))
    assert found[1].held_on is None


def test_a_contract_that_ended_has_no_dialogue_after_the_anniversary_it_did_not_reach() -> None:
    found = year_dates(having(ended_on=date(2022, 6, 30)), SCALE.contract, ())
    assert [each.dialogue_limit for each in found] == [date(2022, 5, 15), None]
    on_anniversary = year_dates(having(ended_on=date(2022, 3, 15)), SCALE.contract, ())
    assert [each.dialogue_limit for each in on_anniversary] == [date(2022, 5, 15)]
    at_once = year_dates(having(ended_on=SIGNED_ON), SCALE.contract, ())
    assert [each.year.since for each in at_once] == [SIGNED_ON]


@pytest.mark.parametrize(
    ("ended_on", "first"),
    [
        (date(2022, 3, 14), 2),
        (date(2022, 3, 15), 2),
        (date(2022, 3, 16), 3),
        (SIGNED_ON, 2),
        (None, 4),
    ],
)
def test_the_years_of_the_next_contract_are_counted_on(ended_on: date | None, first: int) -> None:
    following = Contract(date(2023, 6, 1), 5)
    both = numbered((having(ended_on=ended_on), following))

    assert [each.first_year for each in both] == [1, first]
    years = year_dates(both[1], SCALE.contract, ())
    assert [each.year.number for each in years] == [first + place for place in range(5)]
    assert numbered(()) == ()


@given(st.dates(date(2019, 9, 1), date(2035, 1, 1)), st.integers(1, 8))
def test_the_years_of_a_contract_follow_one_another_without_a_gap(signed_on: date, years: int) -> None:
    contract = Contract(signed_on, years)
    found = [each.year for each in year_dates(contract, SCALE.contract, ())]
    assert (found[0].since, found[-1].until, len(found)) == (signed_on, contract.term - ONE_DAY, years)
    assert all(one.until + ONE_DAY == two.since for one, two in pairwise(found))
