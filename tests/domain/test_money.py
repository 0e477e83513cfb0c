from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.contract import Contract, EndKind
from cpr_desk.domain.contract_changes import numbered
from cpr_desk.domain.dossier import Dossier, Figure, GrantGiven, MissionState, RateKept
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import (
    UNMATCHED,
    Sum,
    account,
    by_civil_year,
    by_contract_year,
    by_line,
    by_year_number,
    contracts,
    dues,
    grand_total,
    horizon,
)
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment, key_of
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
SIGNED_ON = date(2022, 3, 15)
AT = date(2024, 6, 1)


def dossier(**facts: object) -> Dossier:
    usual = Dossier(
        adhesion(),
        contracts=(Contract(SIGNED_ON, 5),),
        figures=(Figure(date(2021, 1, 1), 39_999),),
        missions=(MissionState(Mission.ACCES, started_on=date(2022, 9, 15)),),
    )
    return replace(usual, **facts)  # type: ignore[arg-type]


def test_the_threshold_of_a_size_decides_what_is_due() -> None:
    populations = (39_999, 40_000, 79_999, 80_000, 174_999, 175_000)
    first = [
        dues(dossier(figures=(Figure(SIGNED_ON, population),)), SCALES, SIGNED_ON)[0].amount
        for population in populations
    ]

    assert first == [Decimal(euros) for euros in (50_000, 60_000, 60_000, 75_000, 75_000, 90_000)]


def test_the_accompaniment_is_due_by_the_size_of_its_day_with_or_without_a_contract() -> None:
    given_on = date(2022, 1, 10)
    grants = (GrantGiven(GrantKind.ACCOMPANIMENT, given_on), GrantGiven(GrantKind.ADDITIONAL, SIGNED_ON))
    figures = (Figure(date(2021, 1, 1), 39_999), Figure(SIGNED_ON, 40_000))
    followed = dossier(grants=grants, figures=figures)
    project = replace(followed, contracts=(), grants=grants[:1])

    (first, *_) = dues(followed, SCALES, AT)
    assert (first.due_on, first.amount, first.of_year.label) == (given_on, Decimal(15_000), "avant le contrat")
    assert [due.amount for due in dues(project, SCALES, AT)] == [Decimal(15_000)]
    assert len([due for due in dues(followed, SCALES, AT) if due.kind is Kind.ONCE]) == 2
    assert dues(replace(project, figures=()), SCALES, AT) == ()
    stated = replace(project, figures=(Figure(given_on, size=SizeClass.SIZE_3),))
    assert [due.amount for due in dues(stated, SCALES, AT)] == [Decimal(25_000)]


def test_what_a_former_contract_was_due_is_not_lost() -> None:
    former = Contract(date(2020, 1, 1), 5, ended_on=date(2021, 12, 31), end_kind=EndKind.BY_CPTS)
    both = dossier(contracts=(former, Contract(SIGNED_ON, 5)))
    labels = [total.label for total in by_contract_year([account(both, SCALES, AT)])]

    assert [each and each.ended_on for each in contracts(both, SCALES)] == [date(2021, 12, 31), None]
    assert labels[:3] == [
        "année 1 (du 01/01/2020 au 31/12/2020)",
        "année 2 (du 01/01/2021 au 31/12/2021)",
        "année 1 (du 15/03/2022 au 14/03/2023)",
    ]
    told = [total.label for total in by_year_number([account(both, SCALES, AT)])]
    assert told == ["Année 1 du contrat", "Année 2 du contrat", "Année 3 du contrat"]


def test_the_next_contract_has_its_own_results_and_does_not_pay_the_plan_again() -> None:
    former = Contract(date(2022, 1, 1), 5, ended_on=date(2022, 12, 31), end_kind=EndKind.BY_CPTS)
    both = dossier(
        contracts=numbered((former, Contract(date(2023, 6, 1), 5))),
        missions=(
            MissionState(Mission.ACCES, started_on=date(2022, 1, 1)),
            MissionState(Mission.CRISES, started_on=date(2022, 1, 1), plan_written_on=date(2022, 3, 1)),
        ),
        rates=(RateKept(Mission.ACCES, 1, Decimal("0.1")),),
    )
    told = dues(both, SCALES, AT)
    results = [due for due in told if due.kind is Kind.RESULTS]

    assert [(due.of_year.number, due.amount, due.expected) for due in results] == [
        (1, Decimal(2_500), False),
        (2, Decimal(25_000), True),
        (3, Decimal(25_000), True),
    ]
    assert sum(due.amount for due in told if due.code == "crises-fixe") == Decimal(25_000)
    assert {due.of_year.number for due in told if due.code == "crises-fixe-maj"} == {2, 3}
    assert [due.due_on for due in told if due.kind is Kind.FULL] == [date(2022, 1, 1), date(2023, 6, 1)]


def test_a_plan_written_after_the_end_of_a_contract_is_paid_by_the_next_one() -> None:
    former = Contract(date(2022, 1, 1), 5, ended_on=date(2022, 6, 30), end_kind=EndKind.BY_CPTS)
    crises = MissionState(Mission.CRISES, started_on=date(2022, 1, 1), plan_written_on=date(2022, 9, 1))
    both = dossier(contracts=numbered((former, Contract(date(2023, 6, 1), 5))), missions=(crises,))

    told = [due for due in dues(both, SCALES, date(2023, 6, 1)) if due.code == "crises-fixe"]
    assert {due.of_year.since for due in told} == {date(2023, 6, 1)}


def test_a_contract_ends_at_the_latest_on_the_eve_of_the_next_one() -> None:
    open_ended = dossier(contracts=(Contract(date(2020, 1, 1), 5), Contract(SIGNED_ON, 5)))
    late = Contract(date(2020, 1, 1), 5, ended_on=date(2022, 4, 1), end_kind=EndKind.AGREED)

    for each in (open_ended, replace(open_ended, contracts=(late, Contract(SIGNED_ON, 5)))):
        first = contracts(each, SCALES)[0]
        assert first is not None
        assert first.ended_on == date(2022, 3, 14)


def test_a_payment_counts_in_its_calendar_year_whatever_line_it_pays() -> None:
    (first, *_) = dues(dossier(), SCALES, AT)
    payments = (
        Payment(date(2023, 1, 10), Decimal(50_000), of=key_of(first), id=1),
        Payment(date(2023, 2, 1), Decimal(-7), id=2),
    )
    told = account(dossier(payments=payments), SCALES, AT)
    civil = {total.label: total.sum.paid for total in by_civil_year([told])}

    assert (civil["2022"], civil["2023"]) == (Decimal(0), Decimal(49_993))
    assert by_contract_year([told])[0].sum.paid == 50_000
    for totals in (by_contract_year([told]), by_line([told]), by_year_number([told])):
        assert (totals[-1].label, totals[-1].sum) == (UNMATCHED, Sum(paid=Decimal(-7)))
        assert grand_total(totals) == grand_total(by_civil_year([told]))
    assert (told.due, told.paid) == (grand_total(by_line([told])).due, Decimal(49_993))


def test_what_is_left_is_what_fell_due_less_what_was_paid() -> None:
    assert Sum(Decimal(10), Decimal(5), Decimal(2), Decimal(4)).left == Decimal(6)
    assert Sum(Decimal(1)) + Sum(paid=Decimal(1)) == Sum(Decimal(1), paid=Decimal(1))


def test_nothing_has_no_totals() -> None:
    assert by_line([]) == by_civil_year([]) == by_contract_year([]) == ()
    assert grand_total(()) == Sum()
    assert horizon(AT) == date(2024, 12, 31)


DAYS = st.dates(date(2019, 9, 1), date(2026, 12, 31))
MISSIONS = st.dictionaries(st.sampled_from(list(Mission)), DAYS).map(
    lambda begun: tuple(MissionState(mission, started_on=on) for mission, on in begun.items())
)
PAYMENTS = st.lists(st.builds(Payment, DAYS, st.integers(-90_000, 90_000).map(Decimal), id=st.integers(1)), max_size=5)


@given(DAYS, st.integers(1_000, 300_000), MISSIONS, PAYMENTS, DAYS, st.none() | st.integers(0, 2_000))
def test_every_grouping_of_a_register_has_the_same_total(
    signed_on: date,
    population: int,
    missions: tuple[MissionState, ...],
    payments: list[Payment],
    at: date,
    lasted: int | None,
) -> None:
    ended_on = None if lasted is None else signed_on + timedelta(days=lasted)
    kind = None if lasted is None else EndKind.AGREED
    own = dossier(
        contracts=(Contract(signed_on, 5, ended_on=ended_on, end_kind=kind),),
        figures=(Figure(signed_on, population),),
        missions=missions,
    )
    lines = dues(own, SCALES, horizon(at))
    paid = tuple(
        replace(each, of=key_of(lines[number])) if number < len(lines) else each for number, each in enumerate(payments)
    )
    accounts = [account(replace(own, payments=paid), SCALES, at), account(replace(own, payments=()), SCALES, at)]

    totals = {grand_total(by(accounts)) for by in (by_civil_year, by_contract_year, by_year_number, by_line)}
    assert len(totals) == 1
    (total,) = totals
    assert total.due + total.to_come == 2 * sum(due.amount for due in lines)
    assert total.paid == sum(each.amount for each in payments if each.paid_on <= at)
    assert total.left == sum(each.balance for each in accounts)
