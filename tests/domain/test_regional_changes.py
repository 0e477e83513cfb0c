from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import ContractEvent, EventKind
from cpr_desk.domain.dossier import Area, Dossier, Figure, MissionState, SizeFixed
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.regional_changes import ChangeKind, Compared, changes, compared
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.sizes import SizeClass
from tests.domain.test_standing import AT, SCALES, SIGNED, SIGNED_ON, weighed
from tests.factories import adhesion

BEFORE = date(2022, 6, 30)


def state(at: date, *dossiers: Dossier) -> RegionalState:
    return RegionalState(at, tuple(weighed(each, at=at) for each in dossiers), scale_in_force(SCALES, at))


def told(before: Dossier | None, after: Dossier | None) -> list[tuple[ChangeKind, str, str, date | None]]:
    old, new = ([each] if each else [] for each in (before, after))
    found = changes(state(BEFORE, *old), state(AT, *new))
    return [(each.kind, each.before, each.after, each.on) for each in found]


def project(step: Step, on: date = BEFORE, signed_on: date | None = None) -> Dossier:
    shown = adhesion(step=step, step_since=on, signed_on=signed_on)
    return Dossier(shown, steps=(StepTaken(step, on),))


def test_a_cpts_that_came_is_new_and_its_contract_signed() -> None:
    on = date(2023, 1, 9)
    assert told(None, project(Step.LETTER_DEPOSITED, on)) == [(ChangeKind.NEW, "", "Lettre d’intention déposée", on)]
    assert told(None, Dossier(adhesion())) == [(ChangeKind.NEW, "", "En réflexion", None)]
    assert [kind for kind, *_ in told(None, SIGNED)] == [ChangeKind.NEW, ChangeKind.SIGNED]


def test_a_cpts_that_is_no_longer_there_is_told() -> None:
    assert told(project(Step.REFLECTION), None) == [(ChangeKind.GONE, "En réflexion", "", None)]


def test_nothing_is_told_of_what_stayed() -> None:
    assert told(SIGNED, SIGNED) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Step.REFLECTION, Step.LETTER_DEPOSITED, ChangeKind.STAGE),
        (Step.LETTER_DEPOSITED, Step.LETTER_VALIDATED, ChangeKind.STAGE),
        (Step.NEGOTIATION, Step.SIGNED, ChangeKind.SIGNED),
        (Step.SIGNED, Step.TERMINATED, ChangeKind.ENDED),
        (Step.REFLECTION, Step.ABANDONED, ChangeKind.ENDED),
    ],
)
def test_a_step_is_told_by_what_it_means(before: Step, after: Step, kind: ChangeKind) -> None:
    on = date(2023, 5, 2)
    signed_on = on if after is Step.SIGNED else None
    assert told(project(before), project(after, on, signed_on=signed_on)) == [(kind, before.label, after.label, on)]


def test_a_renewal_is_told_once_and_a_second_contract_is_signed() -> None:
    renewed = replace(SIGNED, adhesion=replace(SIGNED.adhesion, step=Step.RENEWED))
    assert told(SIGNED, renewed) == []
    again = replace(SIGNED, adhesion=replace(SIGNED.adhesion, signed_on=date(2024, 1, 8)))
    assert [kind for kind, *_ in told(SIGNED, again)] == [ChangeKind.SIGNED]
    ended = project(Step.TERMINATED)
    assert told(ended, replace(ended, adhesion=replace(ended.adhesion, signed_on=SIGNED_ON))) == []


def test_events_of_the_contract_since_the_first_day_are_told() -> None:
    old = ContractEvent(EventKind.AMENDMENT, BEFORE, label="ancien")
    new = ContractEvent(EventKind.AMENDMENT, date(2023, 2, 1), label="Territoire")
    bare = ContractEvent(EventKind.RENEWAL, date(2023, 3, 1))
    stopped = ContractEvent(EventKind.SUSPENSION, date(2023, 4, 1), date(2023, 4, 30))
    contract = replace(SIGNED.contracts[0], events=(old, new, bare, stopped))

    assert told(SIGNED, replace(SIGNED, contracts=(contract,))) == [
        (ChangeKind.RENEWED, "", "renouvellement", date(2023, 3, 1)),
        (ChangeKind.AMENDED, "", "Territoire", date(2023, 2, 1)),
    ]


def test_sizes_populations_territories_and_missions_are_told() -> None:
    on = date(2023, 4, 3)
    area = Area(on, 2026, (("44109", 300), ("49007", 99)))
    after = replace(
        SIGNED,
        adhesion=replace(SIGNED.adhesion, population=41_000),
        figures=(*SIGNED.figures, Figure(on, 41_000)),
        sizes=(SizeFixed(SIGNED_ON, SizeClass.SIZE_1), SizeFixed(on, SizeClass.SIZE_2)),
        areas=(area,),
        missions=(MissionState(Mission.ACCES, started_on=on), MissionState(Mission.PARCOURS)),
    )

    assert told(SIGNED, after) == [
        (ChangeKind.SIZE, "Taille 1", "Taille 2", on),
        (ChangeKind.POPULATION, "39\u202f999", "41\u202f000", on),
        (ChangeKind.AREA, "inconnu", "2 communes", on),
        (ChangeKind.MISSION, "", "Accès aux soins", on),
    ]
    assert told(after, replace(after, areas=(area, Area(AT, 2026, area.populations)))) == []


def test_a_project_changes_size_with_its_population_and_may_lose_both() -> None:
    known = Dossier(
        adhesion(population=39_999, size=SizeClass.SIZE_1), figures=(Figure(BEFORE, 39_999), Figure(AT, members=3))
    )
    unknown = Dossier(adhesion())

    assert told(unknown, known) == [
        (ChangeKind.SIZE, "inconnue", "Taille 1", BEFORE),
        (ChangeKind.POPULATION, "inconnue", "39\u202f999", BEFORE),
    ]
    assert [each[2:] for each in told(known, unknown)] == [("inconnue", None), ("inconnue", None)]


def test_the_same_figures_are_set_side_by_side() -> None:
    found = {each.label: each for each in compared(state(BEFORE), state(AT, SIGNED))}

    assert found["CPTS au registre"].difference == 1
    assert found["Versé"].difference == Decimal(49_500)
    assert found["Population moyenne d’une CPTS"] == Compared("Population moyenne d’une CPTS", None, 39_999)
    assert found["Population moyenne d’une CPTS"].difference is None
    assert Compared("Part", 0.25, None).difference is None


def test_every_kind_of_change_has_its_name() -> None:
    assert len({kind.label for kind in ChangeKind}) == len(ChangeKind)
