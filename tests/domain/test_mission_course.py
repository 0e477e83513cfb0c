from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.dossier import Dossier, MissionState
from cpr_desk.domain.mission_course import (
    LONGEST_PLAN,
    MissionFault,
    Progress,
    brought_on,
    chosen_words,
    course_of,
    courses,
    day_to_choose,
    doubt_mission,
    expected_of,
    hanging_words,
    missing_core,
    refuse_mission,
    with_days,
)
from cpr_desk.domain.missions import Mission
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
SIGNED_ON = date(2022, 3, 15)
CONTRACT = Contract(SIGNED_ON, 5)
TODAY = date(2024, 4, 20)
NBSP = "\u00a0"


def state(mission: Mission = Mission.ACCES, **facts: object) -> MissionState:
    return replace(MissionState(mission), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "today", "progress", "words"),
    [
        ({}, date(2022, 9, 15), Progress.TO_START, "Démarrage attendu au plus tard le 15/09/2022."),
        ({}, date(2022, 9, 16), Progress.LATE, f"Démarrage attendu au plus tard le 15/09/2022{NBSP}: en retard."),
        (
            {"planned_on": date(2022, 9, 25)},
            date(2022, 4, 1),
            Progress.TO_START,
            "Démarrage prévu le 25/09/2022, 10 jours après la limite, démarrage attendu au plus tard le 15/09/2022.",
        ),
        (
            {"started_on": date(2022, 9, 16)},
            date(2022, 10, 1),
            Progress.STARTED,
            "Démarrée le 16/09/2022, 1 jour après la limite, déploiement complet attendu au plus tard le 15/09/2023.",
        ),
        (
            {"started_on": date(2022, 9, 1)},
            date(2023, 9, 16),
            Progress.DEPLOYMENT_LATE,
            f"Démarrée le 01/09/2022, déploiement complet attendu au plus tard le 15/09/2023{NBSP}: en retard.",
        ),
        (
            {"started_on": date(2022, 9, 1), "deployed_on": date(2023, 9, 15)},
            TODAY,
            Progress.DEPLOYED,
            "Déployée le 15/09/2023, démarrée le 01/09/2022.",
        ),
        ({"started_on": date(2022, 9, 1)}, date(2022, 8, 31), Progress.TO_START, None),
    ],
)
def test_a_mission_says_how_far_it_is(
    facts: dict[str, Any], today: date, progress: Progress, words: str | None
) -> None:
    told = course_of(state(**facts), CONTRACT, SCALES, today)

    assert told.progress is progress
    assert words is None or told.words == words
    assert progress.is_late is (progress in (Progress.LATE, Progress.DEPLOYMENT_LATE))


def test_an_optional_mission_and_one_without_contract_have_no_limit() -> None:
    optional = course_of(state(Mission.QUALITE), CONTRACT, SCALES, TODAY)
    unsigned = course_of(state(planned_on=TODAY), None, SCALES, TODAY)

    assert (optional.progress, optional.words) == (Progress.TO_COME, "Pas encore démarrée.")
    assert (optional.start_limit, optional.deployment_limit, unsigned.start_limit) == (None, None, None)
    assert unsigned.words == "Démarrage prévu le 20/04/2024."
    assert unsigned.deployment_limit is None
    assert course_of(state(Mission.QUALITE, started_on=TODAY), CONTRACT, SCALES, TODAY).progress is Progress.STARTED
    deployed = state(deployed_on=TODAY)
    assert course_of(deployed, CONTRACT, SCALES, TODAY).words.startswith("Déployée le 20/04/2024, 218 jours après la")


def test_a_mission_to_start_says_by_when_in_short() -> None:
    assert course_of(state(), CONTRACT, SCALES, SIGNED_ON).short == "à démarrer avant le 15/09/2022"
    assert course_of(state(), CONTRACT, SCALES, TODAY).short == "en retard"
    assert len({progress.label for progress in Progress}) == 6


def test_a_mission_that_came_into_the_accord_later_counts_from_then() -> None:
    early = Contract(date(2021, 3, 15), 5)
    told = expected_of(Mission.CRISES, early, SCALES)
    usual = expected_of(Mission.ACCES, early, SCALES)

    assert told
    assert (told.since, told.limits.start) == (date(2021, 12, 20), date(2022, 6, 20))
    assert "Compté depuis le 20/12/2021" in told.words
    assert "règle par défaut" in told.words
    assert usual
    assert usual.since == date(2021, 3, 15)
    assert usual.words.endswith("– lu dans une source secondaire, à vérifier.")
    assert expected_of(Mission.CRISES, early, SCALES[:1]) is None
    before_all = expected_of(Mission.CRISES, Contract(date(2019, 6, 1), 5), SCALES)
    assert before_all
    assert before_all.since == date(2021, 12, 20)


def test_the_limits_of_a_contract_of_29_february_fall_on_days_that_exist() -> None:
    told = expected_of(Mission.PARCOURS, Contract(date(2024, 2, 29), 5), SCALES)

    assert told
    assert (told.limits.start, told.limits.deployment) == (date(2025, 2, 28), date(2026, 2, 28))


@given(st.dates(date(2019, 9, 1), date(2030, 12, 31)), st.integers(0, 2000), st.sampled_from(Mission))
def test_time_alone_never_takes_lateness_back(signed_on: date, days: int, mission: Mission) -> None:
    contract, today = Contract(signed_on, 5), signed_on + timedelta(days=days)
    now = course_of(state(mission), contract, SCALES, today)
    later = course_of(state(mission), contract, SCALES, today + timedelta(days=400))

    assert later.progress.is_late or not now.progress.is_late


def test_the_missions_socle_that_a_contract_lacks_are_named() -> None:
    known = Dossier(adhesion(), contracts=(CONTRACT,), missions=(state(), state(Mission.CRISES)))

    assert missing_core(known, SCALES, TODAY) == (Mission.PARCOURS, Mission.PREVENTION)
    assert missing_core(Dossier(adhesion()), SCALES, TODAY) == ()
    assert [each.mission for each in courses(known, SCALES, TODAY)] == [Mission.ACCES, Mission.CRISES]


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (state(started_on=TODAY, deployed_on=TODAY), []),
        (state(started_on=TODAY + timedelta(days=1)), [MissionFault.STARTED]),
        (state(started_on=TODAY, deployed_on=TODAY + timedelta(days=1)), [MissionFault.DEPLOYED]),
        (state(deployed_on=TODAY), [MissionFault.DEPLOYED]),
        (state(started_on=TODAY, deployed_on=TODAY - timedelta(days=1)), [MissionFault.DEPLOYED]),
        (state(Mission.CRISES, plan_written_on=TODAY), []),
        (state(Mission.CRISES, plan_written_on=TODAY + timedelta(days=1)), [MissionFault.PLAN_WRITTEN]),
        (state(plan_written_on=TODAY), [MissionFault.PLAN_WRITTEN]),
        (state(plan="x" * (LONGEST_PLAN + 1)), [MissionFault.PLAN]),
    ],
)
def test_a_mission_that_cannot_be_is_refused_beside_its_field(told: MissionState, fields: list[MissionFault]) -> None:
    assert [each.field for each in refuse_mission(told, TODAY)] == fields


@pytest.mark.parametrize(
    ("told", "contract", "fields"),
    [
        (state(started_on=SIGNED_ON), CONTRACT, []),
        (state(started_on=SIGNED_ON - timedelta(days=1)), CONTRACT, [MissionFault.STARTED]),
        (state(started_on=date(2022, 9, 16)), CONTRACT, [MissionFault.STARTED]),
        (state(planned_on=date(2022, 9, 16)), CONTRACT, [MissionFault.PLANNED]),
        (state(planned_on=date(2022, 9, 16), started_on=date(2022, 9, 15)), CONTRACT, []),
        (state(started_on=SIGNED_ON, deployed_on=date(2023, 9, 16)), CONTRACT, [MissionFault.DEPLOYED]),
        (
            state(started_on=date(2022, 7, 1)),
            replace(CONTRACT, ended_on=date(2022, 6, 30)),
            [MissionFault.STARTED],
        ),
        (state(started_on=SIGNED_ON), None, [MissionFault.STARTED]),
        (state(planned_on=SIGNED_ON), None, []),
    ],
)
def test_a_date_that_is_odd_is_told_and_goes_on(
    told: MissionState, contract: Contract | None, fields: list[MissionFault]
) -> None:
    assert [each.field for each in doubt_mission(told, contract, SCALES)] == fields


def test_a_mission_that_no_scale_knows_has_no_doubt_about_its_limits() -> None:
    early = Contract(date(2021, 3, 15), 5)

    assert doubt_mission(state(Mission.CRISES, started_on=date(2021, 12, 1)), early, SCALES[:1]) == ()


def test_what_keeps_a_mission_is_counted() -> None:
    assert hanging_words(3, 1, 0) == "3 indicateurs et 1 taux retenu"
    assert hanging_words(0, 2, 1) == "2 taux retenus et 1 versement"
    assert hanging_words(0, 0, 0) == ""


def amended(signed_on: date, *days: date) -> Contract:
    return Contract(signed_on, 5, events=tuple(ContractEvent(EventKind.AMENDMENT, day, signed_on=day) for day in days))


def test_a_mission_is_brought_by_the_signature_or_by_the_first_amendment_that_can() -> None:
    old = date(2021, 3, 15)
    extended, crises = amended(old, date(2021, 9, 1)), amended(old, date(2021, 9, 1), date(2022, 5, 18))

    assert brought_on(Mission.ACCES, [crises], SCALES) == old
    assert brought_on(Mission.CRISES, [crises], SCALES) == date(2022, 5, 18)
    assert brought_on(Mission.CRISES, [extended], SCALES) == date(2021, 12, 20)
    assert brought_on(Mission.CRISES, [extended, CONTRACT], SCALES) == SIGNED_ON
    assert brought_on(Mission.CRISES, [extended], SCALES[:1]) == old
    assert with_days([state()], [], SCALES)[0].brought_on is None
    assert with_days([state()], [CONTRACT], SCALES)[0].brought_on == SIGNED_ON
    for day, told in ((date(2021, 12, 19), None), (date(2021, 12, 20), date(2021, 12, 20))):
        assert with_days([state(Mission.CRISES)], [extended], SCALES, day)[0].brought_on == told


def test_the_day_noted_stands_over_what_the_contract_tells() -> None:
    (derived,) = with_days([state()], [CONTRACT], SCALES)
    noted = replace(derived, chosen_on=date(2023, 1, 10))

    assert (state().known_on, derived.known_on, noted.known_on) == (None, SIGNED_ON, date(2023, 1, 10))
    assert replace(derived, started_on=date(2022, 3, 1)).known_on == date(2022, 3, 1)
    assert chosen_words(state()) == ""
    assert chosen_words(noted) == "Choisie le 10/01/2023."
    assert chosen_words(derived).startswith("Du contrat depuis le 15/03/2022, faute d’un jour noté (règle par défaut")


def test_the_day_proposed_for_missions_follows_the_contract() -> None:
    def proposed(*contracts: Contract, missions: tuple[MissionState, ...] = ()) -> date:
        return day_to_choose(Dossier(adhesion(), contracts=contracts, missions=missions), TODAY)

    assert (proposed(), proposed(CONTRACT)) == (TODAY, SIGNED_ON)
    assert proposed(CONTRACT, missions=(state(),)) == TODAY
    lately, before = TODAY - timedelta(days=31), TODAY - timedelta(days=32)
    assert proposed(amended(SIGNED_ON, before, lately), missions=(state(),)) == lately
    assert proposed(amended(SIGNED_ON, before), missions=(state(),)) == TODAY


def test_a_mission_is_chosen_before_it_starts_and_not_in_the_future() -> None:
    late = state(chosen_on=date(2022, 10, 1), started_on=date(2022, 9, 1))
    assert [each.field for each in refuse_mission(late, TODAY)] == [MissionFault.CHOSEN]
    assert refuse_mission(replace(late, chosen_on=date(2022, 9, 1)), TODAY) == ()
    assert [each.field for each in refuse_mission(state(chosen_on=date(2024, 4, 21)), TODAY)] == [MissionFault.CHOSEN]
