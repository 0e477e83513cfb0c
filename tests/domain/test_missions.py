from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.contract import anniversary, next_anniversary
from cpr_desk.domain.french import typeset
from cpr_desk.domain.missions import Mission, MissionTerms, mission_of
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

ACI_2019, AVENANT_2 = load_scales(reference_dir()).values()
SIGNED = date(2022, 8, 31)


def terms(mission: Mission) -> MissionTerms:
    found = AVENANT_2.terms(mission)
    assert found
    return found


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def test_the_codes_are_those_of_the_command_line() -> None:
    assert list(Mission) == ["acces", "parcours", "prevention", "crises", "qualite", "accompagnement"]
    assert mission_of("qualite") is Mission.QUALITE


def test_each_mission_has_a_short_and_an_official_name() -> None:
    assert Mission.CRISES.label == "Crises sanitaires graves"
    assert Mission.CRISES.full_label == "Réponse aux crises sanitaires graves"
    assert len({mission.label for mission in Mission} | {mission.full_label for mission in Mission}) == 12


def test_answering_crises_is_a_core_mission_since_avenant_2() -> None:
    core = ["acces", "parcours", "prevention"]
    assert [it.mission for it in ACI_2019.missions if it.core] == core
    assert [it.mission for it in AVENANT_2.missions if it.core] == [*core, "crises"]
    assert ACI_2019.terms(Mission.CRISES) is None
    assert terms(Mission.CRISES).kind_label == "socle"
    assert terms(Mission.QUALITE).kind_label == "optionnelle"


@pytest.mark.parametrize(
    ("mission", "start", "deployment"),
    [
        (Mission.ACCES, date(2023, 2, 28), date(2024, 2, 29)),
        (Mission.PARCOURS, date(2023, 8, 31), date(2024, 8, 31)),
        (Mission.PREVENTION, date(2023, 8, 31), date(2024, 8, 31)),
        (Mission.CRISES, date(2023, 2, 28), date(2024, 2, 29)),
        (Mission.QUALITE, None, None),
        (Mission.ACCOMPAGNEMENT, None, None),
    ],
)
def test_each_mission_starts_and_deploys_within_its_months_after_signature(
    mission: Mission, start: date | None, deployment: date | None
) -> None:
    limits = terms(mission).limits(SIGNED)
    assert (limits.start, limits.deployment) == (start, deployment)


def test_the_limits_say_their_rule_in_words() -> None:
    assert terms(Mission.ACCES).limits(SIGNED).rule == (
        typeset("Accès aux soins : démarrage dans les 6 mois de la signature, déploiement complet dans les 18 mois")
    )
    assert terms(Mission.QUALITE).limits(SIGNED).rule == typeset("Qualité et pertinence : pas de délai particulier")
    assert terms(Mission.ACCES).certainty is Certainty.SECONDARY


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2021, 12, 31), 2, date(2022, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2021, 1, 15), 12, date(2022, 1, 15)),
        (date(2021, 1, 31), -2, date(2020, 11, 30)),
        (date(2021, 11, 30), 1, date(2021, 12, 30)),
    ],
)
def test_months_are_added_up_to_the_end_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(days, st.integers(-240, 240))
def test_adding_months_moves_by_that_many_months_and_never_past_the_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("complete_on", "accepted"),
    [
        (date(2021, 12, 31), date(2022, 2, 28)),
        (date(2023, 12, 31), date(2024, 2, 29)),
        (date(2021, 4, 15), date(2021, 6, 15)),
    ],
)
def test_two_months_of_silence_mean_acceptance(complete_on: date, accepted: date) -> None:
    assert AVENANT_2.contract.tacit_validation(complete_on) == accepted


def test_a_contract_of_29_february_has_its_anniversary_on_the_28th_in_other_years() -> None:
    signed = date(2020, 2, 29)
    assert [anniversary(signed, year) for year in (2021, 2023, 2024)] == [
        date(2021, 2, 28),
        date(2023, 2, 28),
        date(2024, 2, 29),
    ]
    assert AVENANT_2.contract.end(signed) == date(2025, 2, 28)


def test_a_contract_lasts_five_years() -> None:
    assert AVENANT_2.contract.end(date(2021, 3, 15)) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (date(2019, 1, 1), date(2022, 3, 15)),
        (date(2021, 3, 15), date(2022, 3, 15)),
        (date(2022, 3, 14), date(2022, 3, 15)),
        (date(2022, 3, 15), date(2023, 3, 15)),
    ],
)
def test_the_next_anniversary_is_later_than_the_signature_and_than_the_day_asked(after: date, found: date) -> None:
    assert next_anniversary(date(2021, 3, 15), after) == found


def test_the_yearly_dialogue_is_held_within_two_months_of_the_anniversary() -> None:
    assert AVENANT_2.contract.dialogue_limit(date(2022, 12, 31)) == date(2023, 2, 28)
