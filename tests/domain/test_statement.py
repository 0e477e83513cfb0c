from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import Signed, Since, schedule, total
from cpr_desk.domain.statement import (
    LineState,
    Payment,
    compare,
    doubt_payment,
    key_of,
    likely,
    propose,
    refuse_payment,
    share_out,
    statement,
)
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

SCALES = tuple(load_scales(reference_dir()).values())
SIGNED_ON, NEXT = date(2022, 3, 15), date(2023, 3, 15)
CONTRACT = Signed(SIGNED_ON, (Since(SIGNED_ON, 1),), {Mission.ACCES: SIGNED_ON})
DUES = schedule(CONTRACT, SCALES, date(2023, 3, 14))
FIRST = next(due for due in DUES if due.code == "fonctionnement")
ADVANCE, BALANCE = (due for due in DUES if due.code == "acces-fixe")


def paid(amount: int, on: date = SIGNED_ON, of: object = FIRST, number: int = 1) -> Payment:
    return Payment(on, Decimal(amount), of=key_of(of) if of else None, id=number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("payment", "at", "state"),
    [
        (None, date(2022, 3, 14), LineState.TO_COME),
        (None, SIGNED_ON, LineState.DUE),
        (None, date(2022, 3, 16), LineState.LATE),
        (paid(50_000), SIGNED_ON, LineState.PAID),
        (paid(20_000), date(2022, 4, 1), LineState.PART),
        (paid(50_001), SIGNED_ON, LineState.OVERPAID),
    ],
)
def test_a_line_stands_by_what_was_paid_for_it(payment: Payment | None, at: date, state: LineState) -> None:
    told = statement(DUES, [payment] if payment else [], at)

    line = next(line for line in told.lines if line.due is FIRST)
    assert line.state is state
    assert line.left == FIRST.amount - (payment.amount if payment else 0)
    assert state.label


def test_a_recovery_is_paid_back_not_overpaid() -> None:
    recovery = replace(FIRST, amount=Decimal(-100))

    assert statement([recovery], [], NEXT).lines[0].state is LineState.RECOVER
    assert statement([recovery], [], date(2022, 3, 14)).lines[0].state is LineState.TO_COME
    assert statement([recovery], [paid(-40, of=recovery)], NEXT).lines[0].state is LineState.PART
    assert statement([recovery], [paid(-140, of=recovery)], NEXT).lines[0].state is LineState.OVERPAID


def test_the_account_sums_what_is_due_and_paid_matched_or_not() -> None:
    told = statement(DUES, [paid(50_000), paid(7, of=None, number=2), paid(1, on=NEXT)], date(2022, 12, 31))

    assert (told.due, told.paid, told.balance) == (Decimal(91_250), Decimal(50_007), Decimal(41_243))
    assert [each.id for each in told.unmatched] == [2]


def test_a_payment_whose_line_is_no_more_is_told_apart() -> None:
    gone = replace(FIRST, code="autre")

    assert len(statement(DUES, [paid(50_000, of=gone)], NEXT).unmatched) == 1


def test_a_payment_of_the_very_amount_is_proposed_for_the_nearest_line_once() -> None:
    near = paid(41_250, on=date(2022, 4, 1), of=None, number=1)
    twin = paid(41_250, on=date(2022, 4, 2), of=None, number=2)
    far = paid(13_750, on=date(2022, 4, 2), of=None, number=3)

    assert propose(DUES, [twin, near, far, paid(50_000, number=4)]) == {1: key_of(ADVANCE)}
    assert propose(DUES, [replace(far, paid_on=NEXT)]) == {3: key_of(BALANCE)}


def test_a_payment_that_makes_no_sense_is_refused_and_one_that_differs_is_told() -> None:
    assert [fault.of_day for fault in refuse_payment(paid(0, on=NEXT), SIGNED_ON)] == [False, True]
    assert refuse_payment(paid(-5), SIGNED_ON) == refuse_payment(paid(10_000_000), SIGNED_ON) == ()
    assert "vérifiez" in refuse_payment(paid(-10_000_001), SIGNED_ON)[0].words
    assert "l’écart est de -10\u00a0€" in doubt_payment(paid(49_990), FIRST).replace("\u202f", "\u00a0").replace(
        "−", "-"
    )
    assert doubt_payment(paid(50_000), FIRST) == ""
    assert doubt_payment(paid(50_000), None) == ""


def test_a_line_whose_results_are_not_known_is_awaited_not_late() -> None:
    (results,) = [due for due in DUES if due.expected]

    assert [statement([results], [], at).lines[0].state for at in (date(2023, 3, 14), NEXT, date(2024, 1, 1))] == [
        LineState.TO_COME,
        LineState.AWAITED,
        LineState.AWAITED,
    ]
    known = statement([results], [paid(25_000, on=NEXT, of=results)], NEXT).lines[0]
    assert (known.state, [each.id for each in known.payments]) == (LineState.PAID, [1])


def test_an_amount_pays_the_earliest_lines_first_as_far_as_it_goes() -> None:
    lines = statement(DUES, [paid(30_000)], NEXT).lines
    over = statement(DUES, [paid(50_010), paid(41_251, of=ADVANCE)], NEXT).lines

    assert share_out(lines, Decimal(30_000)) == ((key_of(FIRST), Decimal(20_000)), (key_of(ADVANCE), Decimal(10_000)))
    assert sum(part for _, part in share_out(lines, Decimal(1_000_000))) == total(DUES) - 30_000
    assert share_out(over, Decimal(-11)) == ((key_of(FIRST), Decimal(-10)), (key_of(ADVANCE), Decimal(-1)))
    assert share_out(over, Decimal(0)) == ()


def test_an_amount_likely_pays_the_line_it_settles_else_those_of_one_day() -> None:
    lines = statement(DUES, [], NEXT).lines
    of_day = [line for line in lines if line.due.due_on == SIGNED_ON]

    assert likely(lines, Decimal(41_250), date(2022, 4, 1)) == ((key_of(ADVANCE), Decimal(41_250)),)
    assert likely(lines, Decimal(91_250), date(2022, 4, 1)) == tuple((key_of(line.due), line.left) for line in of_day)
    assert likely(lines, Decimal(41_250), date(2022, 7, 1)) == likely(lines, Decimal(1), SIGNED_ON) == ()


def test_a_simulation_sets_two_schedules_side_by_side() -> None:
    larger = replace(CONTRACT, sizes=(Since(SIGNED_ON, 2),), missions={Mission.PARCOURS: SIGNED_ON})
    told = {each.label: each for each in compare(DUES, schedule(larger, SCALES, date(2023, 3, 14)))}

    assert told[FIRST.label].difference == 10_000
    assert told[ADVANCE.label].then == 0
    assert any(each.now == 0 and each.then == 35_000 for each in told.values())


@given(st.lists(st.builds(paid, st.integers(1, 60_000), of=st.sampled_from([*DUES, None])), max_size=12))
def test_what_was_paid_is_neither_lost_nor_counted_twice(payments: list[Payment]) -> None:
    told = statement(DUES, payments, date(2030, 1, 1))

    assert told.paid == sum(each.amount for each in payments)
    assert told.balance == total(DUES) - told.paid
