from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.contract_changes import numbered
from cpr_desk.domain.dialogues import (
    LONGEST_ATTENDEES,
    LONGEST_TEXT,
    DialogueFault,
    Expected,
    Standing,
    at_stake,
    doubt_dialogue,
    expected,
    label_of,
    missions_spoken_of,
    next_one,
    refuse_dialogue,
    revised_year,
    size_revision,
    topics,
    year_spoken_of,
)
from cpr_desk.domain.dossier import (
    Dialogue,
    DialogueKind,
    Dossier,
    Figure,
    MissionState,
    RateKept,
    SizeFixed,
    YearIndicator,
)
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.signed import contract_years
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(reference_dir()).values())
SIGNED_ON = date(2022, 3, 15)
TODAY = date(2024, 4, 20)
THRESHOLDS = (40_000, 80_000, 175_000)
YEARLY = Dialogue(DialogueKind.YEARLY, year=1)


def dossier(signed_on: date = SIGNED_ON, **facts: object) -> Dossier:
    return replace(Dossier(adhesion(), contracts=(Contract(signed_on, 5),)), **facts)  # type: ignore[arg-type]


def by_key(known: Dossier, today: date = TODAY) -> dict[str, Expected]:
    return {each.key: each for each in expected(known, SCALES, today)}


def test_without_a_contract_no_dialogue_is_expected() -> None:
    assert expected(Dossier(adhesion()), SCALES, TODAY) == ()


def test_one_is_expected_at_the_signature_at_each_start_and_each_year() -> None:
    missions = (MissionState(Mission.ACCES, started_on=date(2022, 9, 1)), MissionState(Mission.PARCOURS))
    found = expected(dossier(missions=missions), SCALES, TODAY)

    assert [(each.key, each.limit) for each in found] == [
        ("signature", SIGNED_ON),
        ("mission-acces", date(2022, 9, 1)),
        ("yearly-1", date(2023, 5, 15)),
        ("yearly-2", date(2024, 5, 15)),
        ("yearly-3", date(2025, 5, 15)),
        ("mission-parcours", None),
    ]
    assert [each.standing(TODAY) for each in found] == [
        Standing.LATE,
        Standing.LATE,
        Standing.LATE,
        Standing.DUE,
        Standing.TO_COME,
        Standing.TO_COME,
    ]


def test_the_years_of_a_contract_that_ended_are_those_it_had() -> None:
    cut_short = replace(Contract(SIGNED_ON, 5), ended_on=date(2023, 6, 30))
    whole = replace(cut_short, ended_on=date(2024, 3, 14))

    assert list(by_key(dossier(contracts=(cut_short,)))) == ["signature", "yearly-1"]
    assert list(by_key(dossier(contracts=(whole,)))) == ["signature", "yearly-1", "yearly-2"]
    on_anniversary = replace(whole, ended_on=date(2024, 3, 15))
    assert list(by_key(dossier(contracts=(on_anniversary,)))) == ["signature", "yearly-1", "yearly-2"]


def test_the_dialogues_of_a_former_contract_stand_beside_those_of_the_next_one() -> None:
    former = Contract(date(2020, 1, 1), 5, ended_on=date(2021, 12, 31))
    held = (
        Dialogue(DialogueKind.SIGNATURE, held_on=date(2020, 1, 1), id=1),
        Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2021, 1, 20), id=2),
        Dialogue(DialogueKind.SIGNATURE, planned_on=SIGNED_ON, id=3),
    )
    found = by_key(dossier(contracts=numbered((former, Contract(SIGNED_ON, 5))), dialogues=held))

    assert list(found) == ["n1", "n2", "signature", "yearly-3", "yearly-4", "yearly-5"]
    assert found["signature"].known.id == 3
    assert (found["yearly-3"].opens_on, found["yearly-3"].standing(TODAY)) == (date(2023, 3, 15), Standing.LATE)
    next_contract = numbered((former, Contract(SIGNED_ON, 5)))[1]
    spoken = year_spoken_of(next_contract, found["yearly-4"], TODAY)
    assert (spoken.number, spoken.since) == (4, date(2023, 3, 15))
    assert year_spoken_of(next_contract, found["n2"], TODAY).since == SIGNED_ON


def test_a_contract_of_29_february_is_spoken_of_from_28_february() -> None:
    year = by_key(dossier(date(2024, 2, 29)), date(2025, 3, 1))["yearly-1"]

    assert (year.opens_on, year.limit) == (date(2025, 2, 28), date(2025, 4, 28))
    assert year.words(date(2025, 3, 1)) == "À tenir entre le 28/02/2025 et le 28/04/2025."


@given(st.dates(date(2019, 9, 1), date(2030, 12, 31)), st.integers(0, 2500))
def test_each_year_begun_has_one_dialogue_within_two_months_of_its_anniversary(signed_on: date, days: int) -> None:
    today = signed_on + timedelta(days=days)
    years = [each for each in expected(dossier(signed_on), SCALES, today) if each.known.year]

    assert [each.known.year for each in years] == list(range(1, len(years) + 1))
    assert all(each.opens_on and each.limit == add_months(each.opens_on, 2) for each in years)
    assert sum(each.standing(today) is Standing.TO_COME for each in years) == (today < add_months(signed_on, 60))


def test_what_is_recorded_meets_what_is_expected_and_the_rest_stands_beside() -> None:
    held = replace(YEARLY, held_on=date(2023, 4, 3), id=2)
    moved = replace(YEARLY, planned_on=date(2023, 3, 20), id=1)
    odd = Dialogue(DialogueKind.YEARLY, year=9, id=3)
    found = by_key(dossier(dialogues=(moved, held, odd)))

    assert found["yearly-1"].known == held
    assert found["n1"].known == moved
    assert not found["n1"].is_expected
    assert (found["n1"].words(TODAY), found["n3"].words(TODAY)) == ("Prévu le 20/03/2023.", "Sans date.")


def test_a_dialogue_says_when_it_was_held_and_how_late() -> None:
    in_time = by_key(dossier(dialogues=(replace(YEARLY, held_on=date(2023, 5, 15)),)))["yearly-1"]
    late = by_key(dossier(dialogues=(replace(YEARLY, held_on=date(2023, 5, 25)),)))["yearly-1"]

    assert in_time.words(TODAY) == "Tenu le 15/05/2023."
    assert late.words(TODAY) == "Tenu le 25/05/2023, 10 jours après la limite."
    assert late.standing(TODAY) is Standing.HELD


def test_a_dialogue_planned_is_late_once_its_limit_is_past() -> None:
    planned = by_key(dossier(dialogues=(replace(YEARLY, planned_on=date(2023, 5, 1)),)))["yearly-1"]

    assert planned.standing(date(2023, 4, 30)) is Standing.PLANNED
    assert planned.words(date(2023, 4, 30)) == "Prévu le 01/05/2023, à tenir entre le 15/03/2023 et le 15/05/2023."
    assert planned.standing(date(2023, 5, 2)) is Standing.DUE
    assert planned.words(TODAY).endswith("à tenir entre le 15/03/2023 et le 15/05/2023, en retard.")


def test_the_dialogues_without_a_span_say_their_day() -> None:
    found = by_key(dossier(missions=(MissionState(Mission.PARCOURS),)))

    assert found["signature"].words(SIGNED_ON) == "À tenir le 15/03/2022."
    assert found["mission-parcours"].words(TODAY) == "À tenir au démarrage de la mission."


def test_the_one_to_prepare_is_planned_then_due_then_late_then_to_come_then_held() -> None:
    known = dossier(missions=(MissionState(Mission.PARCOURS),))
    found = expected(known, SCALES, TODAY)
    late = expected(known, SCALES, date(2024, 3, 1))
    to_come = expected(known, SCALES, date(2022, 3, 14))
    planned = dossier(dialogues=(Dialogue(DialogueKind.YEARLY, year=3, planned_on=date(2025, 3, 20)),))
    held = tuple(replace(each.known, held_on=SIGNED_ON) for each in found)

    assert _key(next_one(found, TODAY)) == "yearly-2"
    assert _key(next_one(late, date(2024, 3, 1))) == "yearly-1"
    assert _key(next_one(to_come, date(2022, 3, 14))) == "signature"
    assert _key(next_one(expected(planned, SCALES, TODAY), TODAY)) == "yearly-3"
    assert _key(next_one([Expected(each, SIGNED_ON, SIGNED_ON, "") for each in held], TODAY)) == "mission-parcours"
    assert next_one((), TODAY) is None


def _key(found: Expected | None) -> str:
    assert found
    return found.key


def test_each_kind_has_its_name_its_topics_and_each_standing_its_word() -> None:
    assert label_of(Dialogue(DialogueKind.SIGNATURE)) == "Dialogue à la signature"
    assert label_of(Dialogue(DialogueKind.MISSION, Mission.CRISES)) == (
        "Dialogue de démarrage\u00a0: Crises sanitaires graves"
    )
    assert label_of(Dialogue(DialogueKind.MISSION)) == "Dialogue au démarrage d’une mission"
    assert Expected(YEARLY, None, None, "").label == "Dialogue annuel, année 1"
    assert all(topics(kind) for kind in DialogueKind)
    assert len({standing.label for standing in Standing}) == 5


@pytest.mark.parametrize(
    ("dialogue", "fields"),
    [
        (replace(YEARLY, held_on=TODAY, conclusions="D’accord."), []),
        (replace(YEARLY, held_on=TODAY + timedelta(days=1)), [DialogueFault.HELD]),
        (replace(YEARLY, conclusions="D’accord."), [DialogueFault.HELD]),
        (replace(YEARLY, attendees="L’ARS"), [DialogueFault.HELD]),
        (replace(YEARLY, notes="x" * (LONGEST_TEXT + 1)), [DialogueFault.TEXT]),
        (replace(YEARLY, held_on=TODAY, attendees="x" * (LONGEST_ATTENDEES + 1)), [DialogueFault.TEXT]),
        (replace(YEARLY, held_on=TODAY, conclusions="x" * (LONGEST_TEXT + 1)), [DialogueFault.CONCLUSIONS]),
    ],
)
def test_a_dialogue_that_cannot_be_is_refused_beside_its_field(dialogue: Dialogue, fields: list[DialogueFault]) -> None:
    assert [each.field for each in refuse_dialogue(dialogue, TODAY)] == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"held_on": date(2023, 5, 15)}, []),
        ({"held_on": date(2023, 3, 14)}, [DialogueFault.HELD]),
        ({"held_on": date(2023, 5, 16)}, [DialogueFault.HELD]),
        ({"planned_on": date(2023, 5, 16)}, [DialogueFault.PLANNED]),
        ({"planned_on": date(2023, 3, 14), "held_on": date(2023, 4, 1)}, []),
    ],
)
def test_a_day_out_of_its_span_is_doubtful(changes: dict[str, Any], fields: list[DialogueFault]) -> None:
    due = by_key(dossier())["yearly-1"]

    assert [each.field for each in doubt_dialogue(replace(due, known=replace(due.known, **changes)))] == fields


def test_a_revision_of_the_size_counts_from_the_next_anniversary() -> None:
    sizes = (SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999),)
    grown = dossier(figures=(Figure(SIGNED_ON, 39_999), Figure(date(2023, 1, 1), 40_000)), sizes=sizes)
    told = size_revision(grown, THRESHOLDS, date(2023, 4, 20))

    assert told
    assert (told.now, told.proposed, told.changes) == (SizeClass.SIZE_1, SizeClass.SIZE_2, True)
    assert told.effect_on == date(2024, 3, 15)
    assert "à partir du 15/03/2024, prochain anniversaire (règle par défaut" in told.words
    on_the_day = size_revision(grown, THRESHOLDS, date(2023, 3, 15))
    assert on_the_day
    assert on_the_day.effect_on == date(2023, 3, 15)


def test_a_population_of_the_same_size_asks_for_no_revision() -> None:
    told = size_revision(dossier(figures=(Figure(SIGNED_ON, 39_999),)), THRESHOLDS, TODAY)

    assert told
    assert not told.changes
    assert told.words.endswith("reste dans la taille 1\u00a0: pas de révision.")


def test_without_contract_population_or_size_there_is_nothing_to_revise() -> None:
    figures = (Figure(SIGNED_ON, 39_999),)

    assert size_revision(Dossier(adhesion(), figures=figures), THRESHOLDS, TODAY) is None
    assert size_revision(dossier(), THRESHOLDS, TODAY) is None
    assert size_revision(dossier(figures=figures), THRESHOLDS, SIGNED_ON - timedelta(days=1)) is None


def test_a_dialogue_speaks_of_its_mission_or_of_all_that_began() -> None:
    missions = (
        MissionState(Mission.ACCES, started_on=date(2022, 9, 1)),
        MissionState(Mission.PREVENTION, started_on=date(2023, 3, 15)),
        MissionState(Mission.CRISES, started_on=date(2022, 9, 1)),
        MissionState(Mission.PARCOURS),
    )
    known = dossier(missions=missions)
    found, first = by_key(known), next(contract_years(SIGNED_ON, SIGNED_ON))
    told = replace(known, indicators=(YearIndicator(Mission.CRISES, 1, Indicator("Exercices")),))

    assert missions_spoken_of(known, found["mission-parcours"], first) == (Mission.PARCOURS,)
    assert missions_spoken_of(known, found["yearly-1"], first) == (Mission.ACCES,)
    assert missions_spoken_of(told, found["yearly-1"], first) == (Mission.ACCES, Mission.CRISES)
    assert missions_spoken_of(known, found["signature"], first) == ()


def test_a_dialogue_looks_at_its_year_at_that_of_the_start_or_at_the_first() -> None:
    missions = (MissionState(Mission.ACCES, started_on=date(2023, 9, 1)), MissionState(Mission.PARCOURS))
    found = by_key(dossier(missions=missions))

    def number(key: str) -> int:
        return year_spoken_of(Contract(SIGNED_ON, 5), found[key], TODAY).number

    keys = ("signature", "mission-acces", "mission-parcours", "yearly-1", "yearly-3")
    assert [number(key) for key in keys] == [1, 2, 3, 1, 3]


def test_no_year_begins_on_the_term_of_a_contract_that_nobody_renewed() -> None:
    old = Contract(date(2017, 3, 15), 5)
    renewed = replace(old, events=(ContractEvent(EventKind.RENEWAL, date(2022, 3, 15)),))

    assert list(by_key(dossier(contracts=(old,))))[-1] == "yearly-5"
    assert list(by_key(dossier(contracts=(renewed,))))[-1] == "yearly-8"
    second_term = by_key(dossier(contracts=(renewed,), adhesion=adhesion(step=Step.RENEWED)), date(2030, 1, 1))
    assert list(second_term)[-1] == "yearly-10"


def test_a_mission_that_did_not_start_before_the_end_expects_no_dialogue_any_more() -> None:
    missions = (MissionState(Mission.ACCES, started_on=date(2022, 9, 1)), MissionState(Mission.PARCOURS))
    known = dossier(missions=missions)

    assert "mission-parcours" in by_key(known, date(2027, 3, 14))
    assert "mission-parcours" not in by_key(known, date(2027, 3, 15))
    assert "mission-acces" in by_key(known, date(2027, 3, 15))


def test_what_a_revision_and_a_rate_decide_is_told_in_euros() -> None:
    missions = (MissionState(Mission.ACCES, started_on=SIGNED_ON), MissionState(Mission.CRISES, started_on=SIGNED_ON))
    known = dossier(
        figures=(Figure(SIGNED_ON, 39_999), Figure(date(2023, 1, 1), 40_000)),
        sizes=(SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999),),
        missions=missions,
        rates=(RateKept(Mission.ACCES, 1, Decimal("0.5")),),
    )
    signed, revision = known.signed(THRESHOLDS), size_revision(known, THRESHOLDS, date(2023, 4, 20))
    assert signed
    assert revision

    assert revised_year(signed, SCALES, revision) == (Decimal(130_000), Decimal(160_000))
    assert at_stake(signed, SCALES, next(contract_years(SIGNED_ON, SIGNED_ON))) == {Mission.ACCES: Decimal(25_000)}
