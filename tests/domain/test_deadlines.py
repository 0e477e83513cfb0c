from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Counting, Rules
from cpr_desk.domain.deadlines import (
    SOURCE,
    DeadlineKind,
    deadline,
    first_lawful_meeting,
    last_working_day,
    meeting_deadlines,
)
from cpr_desk.domain.french import NBSP, typeset
from tests.factories import INSTALLED

CALENDAR = Rules()
CLEAR = replace(CALENDAR, counting=Counting.CLEAR)
days = st.dates(date(1950, 1, 1), date(2199, 12, 31))
rules = st.builds(
    Rules, counting=st.sampled_from(Counting), convocation_days=st.integers(0, 60), agenda_days=st.integers(0, 60)
)


def ordinary(_day: date) -> str | None:
    return None


def test_the_meeting_of_4_february_2021_has_its_two_deadlines() -> None:
    found = meeting_deadlines(INSTALLED, CALENDAR, ordinary)

    assert (found.convocation.latest, found.convocation.latest.weekday()) == (date(2021, 1, 20), 2)
    assert found.convocation.advised == date(2021, 1, 20)
    assert (found.agenda.latest, found.agenda.latest.weekday()) == (date(2021, 1, 30), 5)
    assert found.agenda.advised == date(2021, 1, 29)


def test_the_convocation_is_explained() -> None:
    explained = deadline(DeadlineKind.CONVOCATION, INSTALLED, CALENDAR, ordinary)

    assert explained.explanation == (
        f"15 jours avant le jeudi 4 février 2021, jour de la réunion non compté{NBSP}: mercredi 20 janvier 2021. "
        "Décompte en jours calendaires (règle par défaut, à confirmer par le règlement applicable)."
    )
    assert explained.source == SOURCE
    assert "au moins quinze jours avant la date de réunion" in explained.rule


def test_the_agenda_says_why_an_earlier_day_is_advised() -> None:
    explained = deadline(DeadlineKind.AGENDA, INSTALLED, CALENDAR, ordinary)

    assert explained.steps[-1] == (
        "Le 30 janvier 2021 étant un samedi, l’envoi est conseillé au plus tard le vendredi 29 janvier 2021, dernier "
        f"jour ouvré qui précède{NBSP}; la date limite elle-même ne change pas."
    )
    assert "après avis des présidents de chaque section" in explained.rule


def test_clear_days_are_one_day_earlier() -> None:
    found = meeting_deadlines(INSTALLED, CLEAR, ordinary)

    assert (found.convocation.latest, found.agenda.latest) == (date(2021, 1, 19), date(2021, 1, 29))
    assert "jour de la réunion et jour d’envoi non comptés" in found.agenda.explanation
    assert "jours francs" in found.agenda.explanation


@pytest.mark.parametrize(
    ("meeting", "convocation", "agenda"),
    [
        (date(2024, 2, 29), date(2024, 2, 14), date(2024, 2, 24)),
        (date(2024, 3, 5), date(2024, 2, 19), date(2024, 2, 29)),
        (date(2023, 3, 5), date(2023, 2, 18), date(2023, 2, 28)),
        (date(2021, 12, 31), date(2021, 12, 16), date(2021, 12, 26)),
        (date(2022, 1, 5), date(2021, 12, 21), date(2021, 12, 31)),
    ],
)
def test_months_of_every_length_are_crossed(meeting: date, convocation: date, agenda: date) -> None:
    found = meeting_deadlines(meeting, CALENDAR, ordinary)

    assert (found.convocation.latest, found.agenda.latest) == (convocation, agenda)


def test_a_holiday_moves_the_advised_day_only() -> None:
    names = {date(2021, 12, 24): "Veille", date(2021, 12, 25): "Noël"}
    found = deadline(DeadlineKind.AGENDA, date(2021, 12, 31), CALENDAR, names.get)

    assert (found.latest, found.advised) == (date(2021, 12, 26), date(2021, 12, 23))
    assert "étant un dimanche" in found.explanation


def test_the_holiday_is_named_in_the_explanation() -> None:
    names = {date(2021, 11, 11): "Armistice"}
    found = deadline(DeadlineKind.AGENDA, date(2021, 11, 16), CALENDAR, names.get)

    assert "Le 11 novembre 2021 étant férié (Armistice), l’envoi est conseillé" in found.explanation
    assert found.advised == date(2021, 11, 10)


def test_the_days_left_run_to_the_last_lawful_day() -> None:
    found = deadline(DeadlineKind.AGENDA, INSTALLED, CALENDAR, ordinary)

    assert [found.days_left(date(2021, 1, day)) for day in (28, 30, 31)] == [2, 0, -1]


def test_other_delays_of_the_rules_are_followed() -> None:
    found = meeting_deadlines(INSTALLED, replace(CALENDAR, convocation_days=1, agenda_days=0), ordinary)

    assert found.convocation.explanation.startswith("1 jour avant le jeudi 4 février 2021")
    assert found.agenda.latest == INSTALLED


@given(days, rules)
def test_each_deadline_lies_as_many_days_before_as_the_rules_say(meeting: date, given_rules: Rules) -> None:
    found = meeting_deadlines(meeting, given_rules, ordinary)
    clear = given_rules.counting is Counting.CLEAR

    assert (meeting - found.convocation.latest).days == given_rules.convocation_days + clear
    assert (meeting - found.agenda.latest).days == given_rules.agenda_days + clear
    assert DEFAULT_RULE_NOTICE in found.agenda.explanation
    assert typeset(found.agenda.explanation) == found.agenda.explanation


@given(days, st.sets(st.integers(0, 40)))
def test_the_advised_day_is_the_nearest_working_day_not_after_the_deadline(day: date, gaps: set[int]) -> None:
    closed = {day - timedelta(days=gap): "férié" for gap in gaps}
    advised = last_working_day(day, closed.get)
    between = [advised + timedelta(days=n) for n in range(1, (day - advised).days + 1)]

    assert advised <= day
    assert advised.weekday() < 5
    assert advised not in closed
    assert all(skipped in closed or skipped.weekday() >= 5 for skipped in between)


@given(days, rules)
def test_the_first_lawful_meeting_can_just_be_convened(today: date, given_rules: Rules) -> None:
    first = first_lawful_meeting(today, given_rules)

    assert deadline(DeadlineKind.CONVOCATION, first, given_rules, ordinary).latest == today


def test_both_deadlines_have_a_french_name() -> None:
    assert [kind.label for kind in DeadlineKind] == ["Convocation", "Ordre du jour"]
