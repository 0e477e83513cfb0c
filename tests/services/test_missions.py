from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier, MissionState, RateKept, YearIndicator
from cpr_desk.domain.indicators import Indicator, mission_rate
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import Kind
from cpr_desk.errors import UserError
from cpr_desk.services import indicators, missions, undo
from cpr_desk.services.dossiers import dossier_of
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CptsPaymentRow
from tests.factories import adhesion

SIGNED_ON = date(2022, 3, 15)
TODAY = date(2024, 4, 20)
ACCES = Mission.ACCES


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    known = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    return save_adhesion(db, commission.id, known, SIGNED_ON)


def read(db: Database, commission: Commission, cpts: int) -> Dossier:
    found = dossier_of(db, commission, cpts, TODAY)
    assert found
    return found


def add(db: Database, commission: Commission, cpts: int, label: str, year: int = 1, **facts: object) -> YearIndicator:
    indicator = replace(Indicator(label), **facts)  # type: ignore[arg-type]
    return indicators.save_indicator(db, commission, cpts, YearIndicator(ACCES, year, indicator))


def test_missions_are_chosen_once_each(db: Database, commission: Commission, cpts: int) -> None:
    missions.choose_missions(db, commission, cpts, [ACCES, Mission.PREVENTION])
    missions.choose_missions(db, commission, cpts, [ACCES])

    assert [each.mission for each in read(db, commission, cpts).missions] == [ACCES, Mission.PREVENTION]


def test_a_mission_is_dated_and_its_plan_written_apart(db: Database, commission: Commission, cpts: int) -> None:
    missions.choose_missions(db, commission, cpts, [Mission.CRISES])
    wanted = MissionState(Mission.CRISES, SIGNED_ON, SIGNED_ON, TODAY, plan_written_on=date(2022, 6, 1))
    missions.date_mission(db, commission, cpts, wanted, TODAY)
    missions.save_plan(db, commission, cpts, Mission.CRISES, "  Alerter, coordonner.\n")

    state = read(db, commission, cpts).missions[0]
    assert replace(state, id=0) == replace(wanted, plan="Alerter, coordonner.")
    missions.date_mission(db, commission, cpts, replace(wanted, deployed_on=None, plan="autre"), TODAY)
    assert read(db, commission, cpts).missions[0].plan == "Alerter, coordonner."


def test_dates_that_cannot_be_are_refused(db: Database, commission: Commission, cpts: int) -> None:
    missions.choose_missions(db, commission, cpts, [ACCES])
    with pytest.raises(UserError, match="ne peut pas précéder le démarrage"):
        missions.date_mission(db, commission, cpts, MissionState(ACCES, started_on=TODAY, deployed_on=SIGNED_ON), TODAY)
    with pytest.raises(UserError, match="caractères au plus"):
        missions.save_plan(db, commission, cpts, ACCES, "x" * 20_001)


def test_a_mission_that_was_not_chosen_has_nothing_to_write(db: Database, commission: Commission, cpts: int) -> None:
    with pytest.raises(UserError, match="n’est plus parmi celles"):
        missions.date_mission(db, commission, cpts, MissionState(ACCES), TODAY)
    with pytest.raises(UserError, match="n’est plus parmi celles"):
        missions.save_plan(db, commission, cpts, ACCES, "Plan")
    with pytest.raises(UserError, match="n’est plus parmi celles"):
        missions.remove_mission(db, commission, cpts, ACCES)


def test_the_cpts_of_another_commission_is_not_touched(db: Database, commission: Commission, cpts: int) -> None:
    other = replace(commission, id=commission.id + 1)
    with pytest.raises(UserError, match="n’est plus au registre"):
        missions.choose_missions(db, other, cpts, [ACCES])


def test_a_mission_goes_once_nothing_hangs_on_it(db: Database, commission: Commission, cpts: int) -> None:
    missions.choose_missions(db, commission, cpts, [ACCES])
    kept = add(db, commission, cpts, "Délai")
    indicators.keep_rates(db, commission, cpts, [RateKept(ACCES, 1, Decimal("0.5"))])
    with db.unit_of_work("Verser") as session:
        session.add(
            CptsPaymentRow(
                cpts_id=cpts, paid_on=TODAY, cents=1, due_code="acces-fixe", due_kind=Kind.ADVANCE, due_year=1,
                due_on=SIGNED_ON,
            )
        )  # fmt: skip
    with pytest.raises(UserError, match="1 indicateur, 1 taux retenu et 1 versement"):
        missions.remove_mission(db, commission, cpts, ACCES)
    indicators.remove_indicator(db, commission, cpts, kept)
    for _again in range(2):
        indicators.keep_rates(db, commission, cpts, [], [ACCES], 1)
    with pytest.raises(UserError, match="elle porte 1 versement"):
        missions.remove_mission(db, commission, cpts, ACCES)
    with db.unit_of_work("Détacher") as session:
        session.query(CptsPaymentRow).one().due_code = None
    missions.remove_mission(db, commission, cpts, ACCES)

    assert read(db, commission, cpts).missions == ()


def test_the_form_of_the_register_takes_no_mission_away_that_carries_something(
    db: Database, commission: Commission, cpts: int
) -> None:
    missions.choose_missions(db, commission, cpts, [ACCES, Mission.PARCOURS])
    kept = add(db, commission, cpts, "Délai")
    without = replace(read(db, commission, cpts).adhesion, missions=())
    with pytest.raises(UserError, match="elle porte 1 indicateur"):
        save_adhesion(db, commission.id, without, TODAY)
    indicators.remove_indicator(db, commission, cpts, kept)
    save_adhesion(db, commission.id, without, TODAY)

    assert read(db, commission, cpts).missions == ()


def test_an_indicator_keeps_its_exact_numbers(db: Database, commission: Commission, cpts: int) -> None:
    stored = add(
        db, commission, cpts, "  Délai   moyen ", unit="jours", weight=Decimal("1.5"), start=Decimal(100),
        target=Decimal("80.25"), result=Decimal(-1),
    )  # fmt: skip

    assert read(db, commission, cpts).indicators == (stored,)
    assert stored.indicator.label == "Délai moyen"
    assert stored.indicator.weight == Decimal("1.5")


def test_a_label_is_the_same_in_all_years_the_numbers_are_not(db: Database, commission: Commission, cpts: int) -> None:
    first = add(db, commission, cpts, "Délai", target=Decimal(10), result=Decimal(8))
    assert indicators.copy_year(db, commission, cpts, ACCES, 2) == 1
    assert indicators.copy_year(db, commission, cpts, ACCES, 2) == 0
    second = read(db, commission, cpts).indicators[1]
    renamed = replace(second, indicator=replace(second.indicator, label="Délai médian", target=Decimal(12)))
    indicators.save_indicator(db, commission, cpts, renamed)

    told = [
        (each.year, each.indicator.label, each.indicator.start, each.indicator.target)
        for each in read(db, commission, cpts).indicators
    ]
    assert told == [(1, "Délai médian", None, Decimal(10)), (2, "Délai médian", Decimal(8), Decimal(12))]
    indicators.remove_indicator(db, commission, cpts, first)
    assert [each.year for each in read(db, commission, cpts).indicators] == [2]


def test_the_national_indicators_are_those_in_force_and_come_once(
    db: Database, commission: Commission, cpts: int
) -> None:
    assert indicators.add_national(db, commission, cpts, ACCES, 1, date(2021, 3, 15)) == 5
    assert indicators.add_national(db, commission, cpts, ACCES, 1, date(2021, 3, 15)) == 0
    assert indicators.add_national(db, commission, cpts, ACCES, 2, SIGNED_ON) == 5

    found = read(db, commission, cpts)
    assert len({each.definition_id for each in found.indicators}) == 6
    assert all(each.national for each in found.indicators_of(ACCES, 2))
    last = found.indicators[-1]
    indicators.save_indicator(
        db, commission, cpts, replace(last, indicator=replace(last.indicator, label="Autre", result=Decimal(1)))
    )
    again = read(db, commission, cpts).indicators[-1].indicator
    assert (again.label, again.result) == (last.indicator.label, Decimal(1))


def test_indicators_change_places(db: Database, commission: Commission, cpts: int) -> None:
    first, second = (add(db, commission, cpts, label) for label in ("A", "B"))
    indicators.move_indicator(db, commission, cpts, second, -1)
    indicators.move_indicator(db, commission, cpts, second, -1)

    assert [each.indicator.label for each in read(db, commission, cpts).indicators] == ["B", "A"]
    indicators.move_indicator(db, commission, cpts, first, 1)
    assert [each.indicator.label for each in read(db, commission, cpts).indicators] == ["B", "A"]


def test_an_indicator_that_makes_no_sense_is_refused(db: Database, commission: Commission, cpts: int) -> None:
    kept = add(db, commission, cpts, "A")
    with pytest.raises(UserError, match="négatif"):
        add(db, commission, cpts, "B", weight=Decimal(-1))
    indicators.remove_indicator(db, commission, cpts, kept)
    indicators.remove_indicator(db, commission, cpts, kept)
    with pytest.raises(UserError, match="n’existe plus"):
        indicators.save_indicator(db, commission, cpts, kept)
    with pytest.raises(UserError, match="n’existe plus"):
        indicators.move_indicator(db, commission, cpts, kept, 1)


def test_a_retained_rate_stands_over_the_computed_one(db: Database, commission: Commission, cpts: int) -> None:
    add(db, commission, cpts, "A", start=Decimal(0), target=Decimal(10), result=Decimal(5))
    assert read(db, commission, cpts).rate(ACCES, 1) == Decimal("0.5")
    indicators.keep_rates(db, commission, cpts, [RateKept(ACCES, 1, Decimal("0.80"), " Accord  des parties ")])

    found = read(db, commission, cpts)
    assert (found.rate(ACCES, 1), found.rates[0].comment) == (Decimal("0.8"), "Accord des parties")
    assert mission_rate(found.indicators_of(ACCES, 1)) == Decimal("0.5")
    indicators.keep_rates(db, commission, cpts, [])
    with pytest.raises(UserError, match="va de 0 à 100"):
        indicators.keep_rates(
            db, commission, cpts, [RateKept(ACCES, 1, Decimal(1)), RateKept(Mission.PARCOURS, 1, Decimal(2))]
        )
    assert read(db, commission, cpts).rate(ACCES, 1) == Decimal("0.8")


def test_each_step_is_undone_by_its_name(db: Database, commission: Commission, cpts: int) -> None:
    start = undo.last_entry(db)
    missions.choose_missions(db, commission, cpts, [ACCES])
    add(db, commission, cpts, "D" * 90)
    step = undo.history(db, start).undo
    assert step
    assert "D" * 59 + "…" in step.label
    undo.undo(db, step)
    last = undo.history(db, start).undo
    assert last
    undo.undo(db, last)

    found = read(db, commission, cpts)
    assert (found.missions, found.indicators) == ((), ())
