from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.dossier import (
    Area,
    Dialogue,
    DialogueKind,
    Dossier,
    Figure,
    FilePaper,
    GrantGiven,
    MissionState,
    RateKept,
    SizeFixed,
    YearIndicator,
    as_of,
)
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis, Since, Suspension
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment
from tests.factories import adhesion

THRESHOLDS = (40_000, 80_000, 175_000)
SIGNED_ON = date(2021, 3, 15)
SIGNED = Contract(SIGNED_ON, 5)


def dossier(**facts: object) -> Dossier:
    return replace(Dossier(adhesion(), contracts=(SIGNED,)), **facts)  # type: ignore[arg-type]


def event(kind: EventKind, on: date, until: date | None = None) -> ContractEvent:
    return ContractEvent(kind, on, until)


def test_a_contract_ends_after_five_years_and_five_more_at_each_renewal() -> None:
    renewed = replace(SIGNED, events=(event(EventKind.RENEWAL, date(2026, 3, 15)),))

    assert (SIGNED.term, renewed.term) == (date(2026, 3, 15), date(2031, 3, 15))


def test_the_years_of_a_contract_count_from_the_day_it_takes_effect() -> None:
    assert replace(SIGNED, effect_on=date(2021, 4, 1)).term == date(2026, 4, 1)


def test_the_events_of_a_contract_are_told_by_kind() -> None:
    events = tuple(event(kind, date(2022, 1, number)) for number, kind in enumerate(EventKind, start=1))
    contract = replace(SIGNED, events=events)

    assert (*contract.amendments, *contract.renewals, *contract.suspensions) == events
    assert [kind.label for kind in EventKind] == ["avenant", "renouvellement", "suspension"]


def test_a_contract_is_in_force_from_its_effect_to_its_last_day() -> None:
    ended = replace(SIGNED, ended_on=date(2023, 6, 30), end_kind=EndKind.BY_CPTS)

    days = (date(2021, 3, 14), SIGNED_ON, date(2023, 6, 30), date(2023, 7, 1))
    assert [ended.in_force(day) for day in days] == [False, True, True, False]
    assert SIGNED.in_force(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("until", "suspended"), [(None, [False, True, True, True]), (date(2022, 2, 28), [False, True, True, False])]
)
def test_a_suspension_holds_on_its_first_and_last_day(until: date | None, suspended: list[bool]) -> None:
    contract = replace(SIGNED, events=(event(EventKind.SUSPENSION, date(2022, 2, 1), until),))

    days = (date(2022, 1, 31), date(2022, 2, 1), date(2022, 2, 28), date(2022, 3, 1))
    assert [contract.suspended(day) for day in days] == suspended


def test_a_suspension_lasts_until_it_is_lifted_whatever_was_planned() -> None:
    lifted = replace(event(EventKind.SUSPENSION, date(2022, 2, 1), date(2022, 4, 30)), planned_until=date(2022, 2, 28))
    contract = replace(SIGNED, events=(lifted,))

    assert contract.suspended(date(2022, 4, 30))
    assert contract.running_suspension is None
    before, after = contract.as_of(date(2022, 4, 30)), contract.as_of(date(2022, 5, 1))
    assert (before.running_suspension, after.running_suspension) == (replace(lifted, until=None), None)
    assert before.events[0].planned_words(date(2022, 2, 28)) == "fin prévue le 28/02/2022"
    assert before.events[0].planned_words(date(2022, 3, 1)) == "fin prévue le 28/02/2022, passée"
    assert lifted.planned_words(date(2022, 5, 1)) == "fin prévue le 28/02/2022"
    assert replace(lifted, planned_until=None).planned_words(date(2022, 5, 1)) == ""


def test_a_mission_chosen_later_is_none_yet() -> None:
    noted = MissionState(Mission.PREVENTION, chosen_on=date(2022, 9, 1))
    shown = adhesion(missions=(("prevention", None), ("acces", None)))
    known = replace(dossier(missions=(noted, MissionState(Mission.ACCES))), adhesion=shown)

    before, after = (as_of(known, shown, day) for day in (date(2022, 8, 31), date(2022, 9, 1)))
    assert [each.mission for each in before.missions] == [Mission.ACCES]
    assert before.adhesion.missions == (("acces", None),)
    assert (after.missions, after.adhesion.missions) == (known.missions, shown.missions)
    derived = replace(known, missions=(MissionState(Mission.ACCES, brought_on=date(2022, 9, 1)),))
    assert as_of(derived, shown, date(2022, 8, 31)).missions == derived.missions


def test_an_association_is_not_known_before_its_declaration() -> None:
    known = dossier(association="Association du Layon", association_on=SIGNED_ON)

    assert [as_of(known, known.adhesion, day).association for day in (date(2021, 3, 14), SIGNED_ON)] == [
        *("", "Association du Layon"),
    ]
    undated = dossier(association="Association du Layon")
    assert as_of(undated, undated.adhesion, date(2020, 1, 1)).association


def test_what_is_signed_is_known_before_it_takes_effect() -> None:
    renewal = ContractEvent(EventKind.RENEWAL, date(2026, 3, 15), signed_on=date(2026, 2, 1))
    contract = replace(SIGNED, events=(renewal,))

    assert contract.as_of(date(2026, 1, 31)).renewals == ()
    assert contract.as_of(date(2026, 2, 1)).term == date(2031, 3, 15)


def test_what_takes_effect_before_it_is_signed_is_not_known_before() -> None:
    late = ContractEvent(EventKind.RENEWAL, date(2026, 3, 15), signed_on=date(2026, 5, 4))
    contract = replace(SIGNED, events=(late,))

    assert contract.as_of(date(2026, 5, 3)).term == date(2026, 3, 15)
    assert contract.as_of(date(2026, 5, 4)).term == date(2031, 3, 15)


def test_an_end_of_later_is_not_known_on_a_day_before() -> None:
    ended = replace(
        SIGNED,
        ended_on=date(2023, 6, 30),
        end_kind=EndKind.AGREED,
        end_reason="Fusion",
        events=(event(EventKind.AMENDMENT, date(2022, 1, 1)), event(EventKind.AMENDMENT, date(2023, 7, 1))),
    )

    assert ended.as_of(date(2023, 6, 29)) == replace(SIGNED, events=ended.events[:1])
    assert ended.as_of(date(2023, 6, 30)) == replace(ended, events=ended.events[:1])


def test_every_end_and_every_dialogue_has_a_name() -> None:
    assert all(kind.label for kind in (*EndKind, *DialogueKind))


def test_the_last_territory_and_the_last_contract_are_those_that_count() -> None:
    areas = (Area(date(2020, 1, 1), 2020, (("49007", 150_000),)), Area(date(2024, 1, 1), 2024, (("49007", 157_000),)))
    known = dossier(areas=areas)

    assert (known.area, known.contract, known.id, known.name) == (areas[1], SIGNED, 0, known.adhesion.name)
    assert areas[0].codes == ("49007",)
    assert (Dossier(adhesion()).area, Dossier(adhesion()).contract) == (None, None)


def test_a_mission_that_was_not_chosen_has_no_state() -> None:
    state = MissionState(Mission.ACCES)

    assert dossier(missions=(state,)).mission(Mission.ACCES) is state
    assert dossier(missions=(state,)).mission(Mission.PARCOURS) is None


def test_the_rate_retained_stands_over_that_of_the_indicators() -> None:
    half = Indicator("Patients", target=Decimal(10), result=Decimal(5))
    computed = dossier(indicators=(YearIndicator(Mission.ACCES, 1, half),))
    kept = replace(computed, rates=(RateKept(Mission.ACCES, 1, Decimal("0.8")),))

    assert computed.indicators_of(Mission.ACCES, 1) == (half,)
    assert (computed.rate(Mission.ACCES, 1), kept.rate(Mission.ACCES, 1)) == (Decimal("0.5"), Decimal("0.8"))
    assert kept.rate(Mission.ACCES, 2) is None


def test_before_any_population_is_known_the_first_one_stands_for_it() -> None:
    known = dossier(figures=(Figure(date(2021, 6, 1), members=3), Figure(date(2022, 1, 1), 40_000)))

    assert known.population_on(date(2021, 3, 15)) == known.population_on(date(2023, 1, 1)) == 40_000
    assert dossier().population_on(date(2021, 3, 15)) is None


def test_the_population_at_the_signature_gives_the_first_size() -> None:
    revised = SizeFixed(date(2024, 4, 1), SizeClass.SIZE_3, 81_000)
    known = dossier(figures=(Figure(date(2020, 1, 1), 79_999), Figure(date(2023, 1, 1), 81_000)), sizes=(revised,))

    assert known.retained_sizes(THRESHOLDS) == (SizeFixed(SIGNED_ON, SizeClass.SIZE_2, 79_999), revised)


def test_a_size_fixed_at_the_signature_needs_no_population() -> None:
    fixed = SizeFixed(SIGNED_ON, SizeClass.SIZE_4)

    assert dossier(sizes=(fixed,), figures=(Figure(date(2020, 1, 1), 100),)).retained_sizes(THRESHOLDS) == (fixed,)


def test_a_size_stated_without_a_population_counts() -> None:
    known = dossier(figures=(Figure(date(2020, 1, 1), size=SizeClass.SIZE_2),))

    assert known.retained_sizes(THRESHOLDS) == (SizeFixed(SIGNED_ON, SizeClass.SIZE_2),)


def test_a_revision_alone_counts_from_the_signature() -> None:
    known = dossier(sizes=(SizeFixed(date(2022, 4, 1), SizeClass.SIZE_3),))

    assert known.retained_sizes(THRESHOLDS) == (SizeFixed(SIGNED_ON, SizeClass.SIZE_3),)


def test_without_a_contract_or_a_size_nothing_is_signed() -> None:
    assert dossier().retained_sizes(THRESHOLDS) == ()
    assert dossier().signed(THRESHOLDS) is None
    assert Dossier(adhesion()).retained_sizes(THRESHOLDS) == ()
    assert Dossier(adhesion()).signed(THRESHOLDS) is None


def test_what_money_depends_on_comes_from_the_whole_file() -> None:
    suspended = event(EventKind.SUSPENSION, date(2022, 2, 1), date(2022, 2, 28))
    signed = dossier(
        contracts=(replace(SIGNED, effect_on=date(2021, 4, 1), events=(suspended,), ended_on=date(2025, 1, 1)),),
        figures=(Figure(date(2020, 1, 1), 30_000, members=80),),
        sizes=(SizeFixed(date(2023, 4, 20), SizeClass.SIZE_2),),
        missions=(
            MissionState(Mission.ACCES, started_on=date(2021, 3, 20)),
            MissionState(Mission.CRISES, started_on=date(2022, 1, 1), plan_written_on=date(2022, 2, 1)),
            MissionState(Mission.PARCOURS, planned_on=date(2022, 1, 1)),
        ),
        rates=(RateKept(Mission.ACCES, 1, Decimal(1)),),
        indicators=(YearIndicator(Mission.ACCES, 2, Indicator("Patients")),),
        crises=(Crisis(date(2020, 3, 1)), Crisis(date(2022, 7, 1))),
        grants=(GrantGiven(GrantKind.ADDITIONAL, date(2022, 1, 1)),),
    ).signed(THRESHOLDS, bonus_includes_running=True)

    assert signed is not None
    assert signed.on == date(2021, 4, 1)
    assert signed.sizes == (Since(date(2021, 4, 1), 1), Since(date(2023, 4, 20), 2))
    assert signed.missions == {Mission.ACCES: date(2021, 4, 1), Mission.CRISES: date(2022, 1, 1)}
    assert signed.members == (Since(date(2020, 1, 1), 80),)
    assert signed.plan_written_on == date(2022, 2, 1)
    assert signed.results == {(Mission.ACCES, 1): Decimal(1)}
    assert signed.crises == (Crisis(date(2022, 7, 1)),)
    assert signed.suspensions == (Suspension(date(2022, 2, 1), date(2022, 2, 28)),)
    assert signed.grants == ((GrantKind.ADDITIONAL, date(2022, 1, 1)),)
    assert (signed.ended_on, signed.bonus_includes_running) == (date(2025, 1, 1), True)


def test_a_file_on_a_day_knows_nothing_of_later() -> None:
    day, later = date(2022, 1, 1), date(2022, 1, 2)
    whole = dossier(
        association_on=later,
        steps=(StepTaken(Step.SIGNED, SIGNED_ON), StepTaken(Step.TERMINATED, later)),
        figures=(Figure(day, 1), Figure(later, 2)),
        areas=(Area(day, 2022, ()), Area(later, 2022, ())),
        papers=(FilePaper("project"), FilePaper("statutes", received_on=later)),
        contracts=(SIGNED, Contract(later, 5)),
        sizes=(SizeFixed(later, SizeClass.SIZE_1),),
        missions=(MissionState(Mission.ACCES, started_on=day, deployed_on=later, plan_written_on=later),),
        dialogues=(
            Dialogue(DialogueKind.SIGNATURE, held_on=day, conclusions="Taille 2."),
            Dialogue(
                DialogueKind.YEARLY, year=1, planned_on=day, held_on=later, attendees="ARS", conclusions="Taille 3."
            ),
            Dialogue(DialogueKind.YEARLY, year=2, held_on=later),
            Dialogue(DialogueKind.YEARLY, year=3, notes="À prévoir"),
        ),
        crises=(Crisis(later),),
        grants=(GrantGiven(GrantKind.COVID, later),),
        payments=(Payment(day, Decimal(1)), Payment(later, Decimal(2))),
    )
    shown = adhesion("CPTS-002")

    assert as_of(whole, shown, day) == Dossier(
        shown,
        steps=whole.steps[:1],
        figures=whole.figures[:1],
        areas=whole.areas[:1],
        papers=whole.papers[:1],
        contracts=(SIGNED,),
        missions=(MissionState(Mission.ACCES, started_on=day),),
        dialogues=(
            whole.dialogues[0],
            Dialogue(DialogueKind.YEARLY, year=1, planned_on=day),
            Dialogue(DialogueKind.YEARLY, year=3, notes="À prévoir"),
        ),
        payments=whole.payments[:1],
        known_on=day,
    )


def test_results_are_money_once_their_year_is_over() -> None:
    measured = Indicator("Patients", target=Decimal(10), result=Decimal(5))
    whole = dossier(
        contracts=(SIGNED,),
        figures=(Figure(SIGNED_ON, 30_000),),
        rates=(RateKept(Mission.ACCES, 1, Decimal(1)),),
        indicators=(YearIndicator(Mission.PARCOURS, 1, measured),),
    )
    over = date(SIGNED_ON.year + 1, SIGNED_ON.month, SIGNED_ON.day)

    for day, known in ((over - timedelta(days=1), set()), (over, {Mission.ACCES, Mission.PARCOURS})):
        then = as_of(whole, whole.adhesion, day)
        signed = then.signed(THRESHOLDS)
        assert signed is not None
        assert {mission for mission, _ in signed.results} == known
        assert len(then.rates) == bool(known)
        assert then.indicators == whole.indicators
    assert as_of(replace(whole, contracts=()), whole.adhesion, SIGNED_ON).rates == whole.rates
