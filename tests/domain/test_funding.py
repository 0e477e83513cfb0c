from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.french import euros, typeset
from cpr_desk.domain.funding import accompaniment, accompaniment_limit, full_year
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind, Part, Plan, Scale
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

ACI_2019, AVENANT_2 = load_scales(reference_dir()).values()
FOUR = tuple(SizeClass)

ACI_2019_TABLE = {
    "fonctionnement": (50_000, 60_000, 75_000, 90_000),
    "acces-fixe": (15_000, 17_500, 25_000, 30_000),
    "acces-variable": (15_000, 17_500, 25_000, 30_000),
    "acces-snp-compensation": (10_000, 12_000, 15_000, 20_000),
    "acces-snp-orientation": (35_000, 45_000, 55_000, 70_000),
    "parcours-fixe": (25_000, 35_000, 45_000, 50_000),
    "parcours-variable": (25_000, 35_000, 45_000, 50_000),
    "prevention-fixe": (10_000, 15_000, 17_500, 20_000),
    "prevention-variable": (10_000, 15_000, 17_500, 20_000),
    "qualite-fixe": (7_500, 10_000, 15_000, 20_000),
    "qualite-variable": (7_500, 10_000, 15_000, 20_000),
    "accompagnement-fixe": (5_000, 7_500, 10_000, 15_000),
    "accompagnement-variable": (5_000, 7_500, 10_000, 15_000),
}
AVENANT_2_CHANGES = {
    "acces-fixe": (55_000, 70_000, 90_000, 110_000),
    "acces-variable": (25_000, 30_000, 35_000, 45_000),
    "crises-fixe": (25_000, 35_000, 45_000, 50_000),
    "crises-fixe-maj": (12_500, 17_500, 22_500, 25_000),
    "crises-variable": (37_500, 52_500, 67_500, 75_000),
}
AVENANT_2_TABLE = {code: row for code, row in ACI_2019_TABLE.items() if "snp" not in code} | AVENANT_2_CHANGES

scales = st.sampled_from([ACI_2019, AVENANT_2])
sizes = st.sampled_from(FOUR)
plans = st.sampled_from(list(Plan))


def of_four(amounts: Iterable[Decimal | int]) -> tuple[int, ...]:
    return tuple(int(amount) for amount in amounts)


@pytest.mark.parametrize(("scale", "table"), [(ACI_2019, ACI_2019_TABLE), (AVENANT_2, AVENANT_2_TABLE)])
def test_each_line_is_the_one_of_the_official_table(scale: Scale, table: dict[str, tuple[int, ...]]) -> None:
    assert {line.code: of_four(line.amounts) for line in scale.lines} == table


@pytest.mark.parametrize(
    ("scale", "totals"),
    [(ACI_2019, (220_000, 287_000, 370_000, 450_000)), (AVENANT_2, (287_500, 382_500, 487_500, 580_000))],
)
def test_the_column_totals_are_the_printed_ones(scale: Scale, totals: tuple[int, ...]) -> None:
    assert of_four(full_year(scale, size, plan=Plan.FIRST, crisis=True).total for size in FOUR) == totals


@pytest.mark.parametrize(
    ("scale", "mission", "totals"),
    [
        (ACI_2019, "acces", (75_000, 92_000, 120_000, 150_000)),
        (ACI_2019, "parcours", (50_000, 70_000, 90_000, 100_000)),
        (ACI_2019, "prevention", (20_000, 30_000, 35_000, 40_000)),
        (ACI_2019, "qualite", (15_000, 20_000, 30_000, 40_000)),
        (ACI_2019, "accompagnement", (10_000, 15_000, 20_000, 30_000)),
        (AVENANT_2, "acces", (80_000, 100_000, 125_000, 155_000)),
    ],
)
def test_the_mission_totals_are_the_printed_ones(scale: Scale, mission: str, totals: tuple[int, ...]) -> None:
    assert of_four(scale.maximum(size, Mission(mission)) for size in FOUR) == totals


def test_the_crises_mission_goes_from_62_500_to_125_000_euros_as_the_press_says() -> None:
    assert AVENANT_2.maximum(SizeClass.SIZE_1, Mission.CRISES) == 62_500
    assert AVENANT_2.maximum(SizeClass.SIZE_4, Mission.CRISES) == 125_000


def test_the_former_access_amounts_without_regulation_are_those_the_avenant_compares_with() -> None:
    former = [
        sum(line.amount(size) for line in ACI_2019.lines if line.mission is Mission.ACCES)
        - next(line.amount(size) for line in ACI_2019.lines if line.code == "acces-snp-orientation")
        for size in FOUR
    ]
    assert of_four(former) == (40_000, 47_000, 65_000, 80_000)


@pytest.mark.parametrize(
    ("plan", "crisis", "codes"),
    [
        (Plan.FIRST, False, ["crises-fixe"]),
        (Plan.UPDATE, False, ["crises-fixe-maj"]),
        (Plan.NONE, False, []),
        (Plan.NONE, True, ["crises-variable"]),
        (Plan.FIRST, True, ["crises-fixe", "crises-variable"]),
    ],
)
def test_the_plan_and_the_crisis_decide_the_lines_of_the_crises_mission(
    plan: Plan, crisis: bool, codes: list[str]
) -> None:
    year = full_year(AVENANT_2, SizeClass.SIZE_1, missions=["crises"], plan=plan, crisis=crisis)
    assert [line.code for line in year.lines] == ["fonctionnement", *codes]


@given(scales, sizes, plans, st.booleans())
def test_the_total_is_the_sum_of_the_lines(scale: Scale, size: SizeClass, plan: Plan, crisis: bool) -> None:
    year = full_year(scale, size, plan=plan, crisis=crisis)
    assert year.total == sum(line.amount for line in year.lines)


@given(scales, sizes, plans, st.booleans(), st.data())
def test_each_mission_contributes_independently_of_the_others(
    scale: Scale, size: SizeClass, plan: Plan, crisis: bool, data: st.DataObject
) -> None:
    funded = [terms.mission for terms in scale.missions]
    chosen = data.draw(st.sets(st.sampled_from(funded)))

    def total(missions: Iterable[Mission]) -> Decimal:
        return full_year(scale, size, missions=missions, plan=plan, crisis=crisis).total

    running = total([])
    assert total(chosen) - running == sum(total([mission]) - running for mission in chosen)


@given(scales, sizes, st.booleans(), st.none() | st.integers(0, 500), st.booleans())
def test_the_bonus_is_never_for_less_than_taille_4_or_100_members(
    scale: Scale, size: SizeClass, crisis: bool, members: int | None, running: bool
) -> None:
    year = full_year(scale, size, crisis=crisis, members=members, bonus_includes_running=running)
    if scale is ACI_2019 or size < SizeClass.SIZE_4 or members is None or members < 100:
        assert year.bonus.amount == 0
    else:
        base = year.total if running else year.total - 90_000
        assert year.bonus.amount * 10 == base


def test_the_bonus_is_at_most_49_000_euros_and_58_000_with_the_fonctionnement() -> None:
    def bonus(*, running: bool) -> Decimal:
        year = full_year(
            AVENANT_2, SizeClass.SIZE_4, plan=Plan.FIRST, crisis=True, members=100, bonus_includes_running=running
        )
        return year.bonus.amount

    assert bonus(running=False) == 49_000
    assert bonus(running=True) == 58_000


def test_the_bonus_says_its_base_and_that_this_reading_is_a_default() -> None:
    bonus = full_year(AVENANT_2, SizeClass.SIZE_4, crisis=True, members=120).bonus
    assert bonus.rule.certainty is Certainty.DEFAULT
    assert typeset("fonctionnement exclu, ") + euros(Decimal(490_000)) in bonus.rule.text
    assert DEFAULT_RULE_NOTICE in bonus.rule.words
    assert "4.3" in bonus.rule.source


def test_a_bonus_that_is_not_due_says_every_reason() -> None:
    rule = full_year(AVENANT_2, SizeClass.SIZE_3, members=99).bonus.rule
    assert rule.text.endswith(typeset("Non dû : réservée à la taille 4 ; 99 membres au lieu de 100 au moins."))
    assert "nombre de membres inconnu" in full_year(AVENANT_2, SizeClass.SIZE_4).bonus.rule.text


def test_the_bonus_is_rounded_to_the_cent_half_up() -> None:
    scale = Scale.parse(
        {
            "code": "essai",
            "label": "Essai",
            "in_force_from": "2030-01-01",
            "source": "Essai",
            "thresholds": [1, 2, 3],
            "contract": {"years": 5, "dialogue_months": 2, "tacit_validation_months": 2, "source": "Essai"},
            "missions": [{"code": "acces", "core": True, "source": "Essai", "certainty": "A"}],
            "lines": [
                {
                    "code": "acces-fixe",
                    "label": "Accès",
                    "mission": "acces",
                    "part": "fixed",
                    "amounts": [0, 0, 0, "0.25"],
                    "rule": "Essai.",
                }
            ],
            "bonus": {"label": "Majoration", "size": 4, "members": 1, "rate": "0.10", "rule": "Essai."},
        }
    )
    assert full_year(scale, SizeClass.SIZE_4, members=1).bonus.amount == Decimal("0.03")


@pytest.mark.parametrize(
    ("joined", "amounts"),
    [
        (date(2022, 9, 29), (37_500, 45_000, 56_250, 67_500)),
        (date(2022, 9, 30), (0, 0, 0, 0)),
        (None, (0, 0, 0, 0)),
    ],
)
def test_the_additional_fonctionnement_needs_an_adhesion_strictly_before_30_september_2022(
    joined: date | None, amounts: tuple[int, ...]
) -> None:
    assert of_four(full_year(AVENANT_2, size, joined=joined).additional.amount for size in FOUR) == amounts


def test_the_additional_fonctionnement_stays_outside_the_total() -> None:
    early = full_year(AVENANT_2, SizeClass.SIZE_1, joined=date(2021, 1, 1))
    late = full_year(AVENANT_2, SizeClass.SIZE_1, joined=date(2023, 1, 1))
    assert early.total == late.total
    assert late.additional.rule.text.endswith(typeset("Non dû : adhésion le 01/01/2023."))


def test_the_first_scale_has_neither_bonus_nor_additional_amount() -> None:
    year = full_year(ACI_2019, SizeClass.SIZE_4, members=200, joined=date(2019, 10, 1))
    assert year.bonus.amount == year.additional.amount == 0
    assert year.bonus.rule.text == year.additional.rule.text == typeset("Le barème « ACI 2019 » n’en prévoit pas.")


def test_a_crisis_pays_nothing_where_the_scale_has_no_crises_mission() -> None:
    assert full_year(ACI_2019, SizeClass.SIZE_1, crisis=True) == full_year(ACI_2019, SizeClass.SIZE_1)


def test_a_mission_the_scale_does_not_fund_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=typeset("« ACI 2019 » ne finance pas : Crises sanitaires graves")):
        full_year(ACI_2019, SizeClass.SIZE_1, missions=["acces", "crises"])


def test_an_unknown_mission_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=typeset("« soins » n’existe pas. Choisissez parmi : acces, parcours")):
        full_year(AVENANT_2, SizeClass.SIZE_1, missions=["soins"])


@pytest.mark.parametrize("scale", [ACI_2019, AVENANT_2])
def test_every_line_has_a_rule_and_a_named_source(scale: Scale) -> None:
    year = full_year(scale, SizeClass.SIZE_4, crisis=True)
    assert all(line.rule.text.endswith(".") and line.rule.source for line in year.lines)
    assert {line.rule.certainty for line in year.lines} == {Certainty.TEXT}
    assert [line.rule.words for line in year.lines] == [line.rule.text for line in year.lines]


def test_the_covid_derogation_is_the_variable_part_of_the_crises_mission() -> None:
    grant = AVENANT_2.grant(GrantKind.COVID)
    line = next(line for line in AVENANT_2.lines if line.code == "crises-variable")
    assert grant
    assert [grant.amount(size) for size in FOUR] == [line.amount(size) for size in FOUR]


def test_the_accompanying_contract_pays_a_validated_project_before_the_aci() -> None:
    amounts = [
        accompaniment(AVENANT_2, size, association=True, letter_validated=True, signed=False).amount for size in FOUR
    ]
    assert of_four(amounts) == (15_000, 17_500, 25_000, 30_000)


def test_the_accompanying_contract_says_every_unmet_condition() -> None:
    line = accompaniment(AVENANT_2, SizeClass.SIZE_1, association=False, letter_validated=False, signed=True)
    assert line.amount == 0
    assert all(word in line.rule.text for word in ("association", "lettre d’intention n’est pas", "déjà signé"))


def test_the_accompanying_contract_leaves_nine_months_to_sign() -> None:
    assert accompaniment_limit(AVENANT_2, date(2022, 5, 31)) == date(2023, 2, 28)
    assert accompaniment_limit(ACI_2019, date(2022, 5, 31)) is None


def test_the_parts_have_french_names() -> None:
    assert [part.label for part in Part] == ["Fonctionnement", "Volet fixe", "Volet variable", "Soins non programmés"]


def test_a_negative_number_of_members_is_refused() -> None:
    with pytest.raises(ValueError, match="négatif"):
        full_year(AVENANT_2, SizeClass.SIZE_4, members=-1)
