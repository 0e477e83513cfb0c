from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cpr_desk.domain.record import Path
from cpr_desk.domain.scale import Condition, Part, Rule, Scale
from cpr_desk.domain.scale_rules import code_for, doubt_scale, refuse_scale
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

ACI_2019, AVENANT_2 = load_scales(reference_dir()).values()
FIRST = ACI_2019.in_force_from
NEXT = replace(AVENANT_2, code="avenant-3", label="Avenant 3", in_force_from=date(2027, 1, 1))
Change = Callable[[Scale], Scale]


def refused(scale: Scale) -> dict[Path, str]:
    return {fault.path: fault.words for fault in refuse_scale(scale, [ACI_2019, AVENANT_2], FIRST)}


def on(key: str, place: int, **changes: Any) -> Change:
    def change(scale: Scale) -> Scale:
        items = list(getattr(scale, key))
        items[place] = replace(items[place], **changes)
        changed: Any = {key: tuple(items)}
        return replace(scale, printed=(), **changed)

    return change


def contract(**changes: Any) -> Change:
    return lambda scale: replace(scale, contract=replace(scale.contract, **changes))


def bonus(**changes: Any) -> Change:
    def change(scale: Scale) -> Scale:
        assert scale.bonus
        return replace(scale, bonus=replace(scale.bonus, **changes))

    return change


def amounts(*euros: object) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(each)) for each in euros)


def test_a_further_scale_is_refused_nothing() -> None:
    assert refused(NEXT) == {}
    assert refuse_scale(replace(AVENANT_2, label="Corrigé"), [ACI_2019], FIRST) == ()
    assert refused(replace(NEXT, bonus=None, grants=())) == {}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda s: replace(s, label=" "), ("label",), "obligatoire"),
        (lambda s: replace(s, label="x" * 121), ("label",), "120 signes"),
        (lambda s: replace(s, label="AVENANT 2"), ("label",), "déjà ce nom"),
        (lambda s: replace(s, code="Avenant 3"), ("code",), "minuscules"),
        (lambda s: replace(s, code="a" * 61), ("code",), "60 signes"),
        (lambda s: replace(s, code="avenant-2"), ("code",), "déjà celui du barème «\xa0Avenant 2\xa0»"),
        (lambda s: replace(s, source=""), ("source",), "obligatoire"),
        (lambda s: replace(s, in_force_from=AVENANT_2.in_force_from), ("in_force_from",), "déjà en vigueur ce jour"),
        (lambda s: replace(s, in_force_from=date(2019, 8, 24)), ("in_force_from",), "avant le 25/08/2019"),
        (lambda s: replace(s, in_force_from=date(2100, 1, 1)), ("in_force_from",), "après le 31/12/2099"),
        (lambda s: replace(s, thresholds=(80_000, 40_000, 175_000)), ("thresholds",), "croissants"),
        (lambda s: replace(s, thresholds=(40_000, 40_000, 175_000)), ("thresholds",), "croissants"),
        (lambda s: replace(s, thresholds=(1, 2, 10_000_001)), ("thresholds",), "ne dépasse pas 10"),
        (contract(years=0), ("contract", "years"), "de 1 à 20 ans"),
        (contract(years=21), ("contract", "years"), "de 1 à 20 ans"),
        (contract(dialogue_months=0), ("contract", "dialogue_months"), "de 1 à 120 mois"),
        (contract(tacit_validation_months=121), ("contract", "tacit_validation_months"), "de 1 à 120 mois"),
        (on("missions", 0, start_months=121), ("missions", 0, "deployment_months"), "ne précède pas"),
        (on("missions", 4, deployment_months=121), ("missions", 4, "deployment_months"), "ne dépasse pas 120 mois"),
        (on("missions", 0, deployment_months=5), ("missions", 0, "deployment_months"), "ne précède pas"),
        (on("lines", 1, label=""), ("lines", 1, "label"), "obligatoire"),
        (on("lines", 1, rule=Rule(" ", "S")), ("lines", 1, "rule"), "dites la règle"),
        (on("lines", 1, rule=Rule("R", " ")), ("lines", 1, "rule"), "dites la règle"),
        (on("lines", 1, rule=Rule("R" * 1001, "S")), ("lines", 1, "rule"), "1000 signes"),
        (on("lines", 1, amounts=amounts(-1, 2, 3, 4)), ("lines", 1, "amounts", 0), "de 0\xa0€ à 10"),
        (on("lines", 1, amounts=amounts(1, 10_000_001, 3, 4)), ("lines", 1, "amounts", 1), "taille 2\xa0: un montant"),
        (on("lines", 1, amounts=amounts(1, 2, "3.001", 4)), ("lines", 1, "amounts", 2), "deux décimales"),
        (on("lines", 1, part=Part.RUNNING), ("lines", 1, "part"), "n’a pas de mission"),
        (on("lines", 0, part=Part.FIXED), ("lines", 0, "part"), "n’a pas de mission"),
        (on("lines", 0, condition=Condition.CRISIS), ("lines", 0, "condition"), "demande une mission"),
        (bonus(rate=Decimal(0)), ("bonus", "rate"), "plus grand que 0"),
        (bonus(rate=Decimal("1.01")), ("bonus", "rate"), "ne dépasse pas 100"),
        (bonus(members=0), ("bonus", "members"), "combien de membres"),
        (bonus(label=""), ("bonus", "label"), "obligatoire"),
        (bonus(rule=Rule("", "")), ("bonus", "rule"), "dites la règle"),
        (on("grants", 2, months=0), ("grants", 2, "months"), "de 1 à 120 mois"),
        (on("grants", 0, amounts=amounts(1, 2, 3, 10**9)), ("grants", 0, "amounts", 3), "Financement additionnel"),
        (on("grants", 0, rule=Rule("", "S")), ("grants", 0, "rule"), "dites la règle"),
    ],
)
def test_what_may_not_be_recorded_is_told_with_its_place(change: Change, path: Path, words: str) -> None:
    found = refused(change(NEXT))

    assert words in found[path]


def test_everything_wrong_is_told_at_once() -> None:
    wrong = replace(NEXT, label="", code="", source="", thresholds=(3, 2, 1), in_force_from=date(2000, 1, 1))

    assert set(refused(wrong)) == {("label",), ("code",), ("source",), ("thresholds",), ("in_force_from",)}


def test_a_scale_of_too_many_lines_is_refused() -> None:
    line = NEXT.lines[0]
    many = tuple(replace(line, code=f"ligne-{number}") for number in range(61))

    assert "60 lignes" in refused(replace(NEXT, lines=many, printed=()))["lines",]


def test_an_amount_that_falls_as_the_size_grows_is_worth_a_second_look() -> None:
    assert doubt_scale(NEXT) == ()
    assert "baisse" in doubt_scale(on("lines", 1, amounts=amounts(1, 2, 1, 4))(NEXT))[0]


def test_a_code_is_made_of_the_name_and_never_taken() -> None:
    assert code_for("Avenant n° 3 à l’ACI", ()) == "avenant-n-3-a-l-aci"
    assert code_for("Avenant 2", {"avenant-2", "avenant-2-2"}) == "avenant-2-3"
    assert code_for("…", ()) == "bareme"
