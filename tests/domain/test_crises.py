from datetime import date

from cpr_desk.domain.crises import RegionalCrisis, refuse_crisis
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.schedule import Crisis

TODAY = date(2023, 1, 10)


def test_a_crisis_is_named_past_and_concerns_somebody() -> None:
    known = RegionalCrisis(Crisis(TODAY, "Épidémie", 3), frozenset({1}))

    assert known.id == 3
    assert refuse_crisis(known, TODAY) == ()
    nothing = RegionalCrisis(Crisis(date(2023, 1, 11), " "))
    assert [each.fault for each in refuse_crisis(nothing, TODAY)] == [Fault.LABEL, Fault.SINCE, Fault.PERSON]
