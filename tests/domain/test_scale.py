import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.french import euros, typeset
from cpr_desk.domain.record import Faults
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.scale_content import content_of
from cpr_desk.paths import reference_dir

CONTENT = json.loads((reference_dir() / "scales" / "avenant-2.json").read_text(encoding="utf-8"))
ACI_2019 = Scale.parse(json.loads((reference_dir() / "scales" / "aci-2019.json").read_text(encoding="utf-8")))
AVENANT_2 = Scale.parse(CONTENT)


def damaged(path: str, value: object) -> Any:
    """Return the content of a scale with the value at a path like « lines/0/amounts » replaced."""
    content = deepcopy(CONTENT)
    *parents, last = [int(key) if key.isdigit() else key for key in path.split("/")]
    place = content
    for key in parents:
        place = place[key]
    place[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("code", None, "Le barème, « code » : un texte était attendu."),
        ("label", "  ", "Le barème, « label » : un texte était attendu."),
        ("in_force_from", "20/12/2021", "Le barème, « in_force_from » : une date comme 2021-12-20 était attendue."),
        ("in_force_from", "2021-13-01", "Le barème, « in_force_from » : une date comme 2021-12-20 était attendue."),
        ("thresholds", [40_000, 80_000], "Le barème, « thresholds » : une liste de 3 nombres était attendue."),
        ("thresholds", [80_000, 40_000, 175_000], "trois nombres d’habitants croissants"),
        ("thresholds", [1, 2, "3.5"], "trois nombres d’habitants croissants"),
        ("thresholds", [0, 2, 3], "trois nombres d’habitants croissants"),
        ("contract", [], "Le barème, « contract » : un objet était attendu."),
        ("contract/years", "5", "Le barème, « contract », « years » : un nombre entier positif"),
        ("contract/years", True, "Le barème, « contract », « years » : un nombre entier positif"),
        ("contract/years", -5, "Le barème, « contract », « years » : un nombre entier positif"),
        ("missions", [], "Le barème, « missions » : une liste était attendue."),
        ("missions/0/code", "soins", "« missions » n° 1, « code » : « soins » est inconnu, choisissez parmi acces,"),
        ("missions/0/core", "oui", "« missions » n° 1, « core » : true ou false était attendu."),
        ("missions/0/certainty", "E", "« certainty » : « E » est inconnu, choisissez parmi A, B, C, D."),
        ("lines", "tout", "Le barème, « lines » : une liste était attendue."),
        ("lines/1", 12, "Le barème, « lines » n° 2 : un objet était attendu."),
        ("lines/1/amounts", [1, 2, 3], "« lines » n° 2, « amounts » : une liste de 4 nombres était attendue."),
        ("lines/1/amounts/2", 90_000.5, "« lines » n° 2, « amounts » : un nombre positif comme 37500"),
        ("lines/1/amounts/2", "90 000", "« lines » n° 2, « amounts » : un nombre positif comme 37500"),
        ("lines/1/amounts/2", -1, "« lines » n° 2, « amounts » : un nombre positif comme 37500"),
        ("lines/1/amounts/2", "NaN", "« lines » n° 2, « amounts » : un nombre positif comme 37500"),
        ("lines/1/amounts/2", 10**15, "« lines » n° 2, « amounts » : un nombre positif comme 37500"),
        ("lines/1/amounts/2", True, "« lines » n° 2, « amounts » : un nombre positif comme 37500"),
        ("lines/1/part", "fixe", "« part » : « fixe » est inconnu, choisissez parmi running, fixed, variable,"),
        ("lines/1/condition", "later", "« condition » : « later » est inconnu"),
        ("lines/1/code", "fonctionnement", "Le barème a plusieurs lignes de code « fonctionnement »."),
        ("bonus/size", 5, "Le barème, « bonus », « size » : une taille de 1 à 4 était attendue."),
        ("missions/1/code", "acces", "La mission « Accès aux soins » est deux fois dans le barème."),
        ("grants/1/kind", "additional", "« Financement additionnel du fonctionnement » est deux fois dans le barème."),
        ("also_printed_in", "partout", "Le barème, « also_printed_in » : une liste de textes était attendue."),
        ("also_printed_in", [1], "Le barème, « also_printed_in » : une liste de textes était attendue."),
        ("in_force_note", 3, "Le barème, « in_force_note » : un texte était attendu."),
        ("missions/0/start_months", -1, "« missions » n° 1, « start_months » : un nombre entier positif"),
        ("grants/0/joined_before", "hier", "« grants » n° 1, « joined_before » : une date"),
        ("grants/2/months", "neuf", "« grants » n° 3, « months » : un nombre entier positif"),
    ],
)
def test_a_damaged_scale_says_where_and_what_was_expected(path: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typeset(message))):
        Scale.parse(damaged(path, value))


def test_everything_wrong_in_a_scale_is_told_at_once_with_its_place() -> None:
    content = damaged("lines/1/amounts/2", -1)
    content["code"] = None
    content["in_force_from"] = "hier"
    content["missions"][0]["core"] = "oui"
    content["missions"][0]["certainty"] = "Z"
    content["lines"][0] = "fonctionnement"
    content["bonus"]["rate"] = 0.1
    content["bonus"]["size"] = 7
    content["grants"] = []
    content["contract"] = None
    content["thresholds"] = ["1.5", 2, 3]
    with pytest.raises(Faults) as refused:
        Scale.parse(content)

    assert {fault.path for fault in refused.value.faults} == {
        ("lines", 1, "amounts", 2),
        ("code",),
        ("in_force_from",),
        ("missions", 0, "core"),
        ("missions", 0, "certainty"),
        ("lines", 0),
        ("bonus", "rate"),
        ("bonus", "size"),
        ("contract",),
        ("thresholds",),
    }
    assert all(fault.words in str(refused.value) for fault in refused.value.faults)


def test_an_empty_scale_lacks_everything_it_needs() -> None:
    with pytest.raises(Faults) as refused:
        Scale.parse({})

    keys = ("source", "code", "label", "in_force_from", "thresholds", "contract", "missions", "lines")
    assert [fault.path for fault in refused.value.faults] == [(key,) for key in keys]


@pytest.mark.parametrize("scale", [ACI_2019, AVENANT_2], ids=lambda scale: scale.code)
def test_a_scale_written_and_read_again_is_the_same(scale: Scale) -> None:
    assert Scale.parse(json.loads(json.dumps(content_of(scale)))) == scale


@given(
    st.lists(st.decimals(0, 10_000_000, places=2), min_size=4, max_size=4),
    st.lists(st.integers(1, 10_000_000), min_size=3, max_size=3, unique=True).map(sorted),
)
def test_whatever_its_amounts_and_sizes_a_scale_written_is_read_again(
    amounts: list[Decimal], thresholds: list[int]
) -> None:
    line = replace(AVENANT_2.lines[1], amounts=tuple(amounts))
    second, third, fourth = thresholds
    scale = replace(AVENANT_2, lines=(line,), thresholds=(second, third, fourth), printed=())

    assert Scale.parse(json.loads(json.dumps(content_of(scale)))) == scale


def test_a_scale_is_written_with_its_cents_and_without_what_it_lacks() -> None:
    line = replace(AVENANT_2.lines[0], amounts=(Decimal("1.50"), *AVENANT_2.lines[0].amounts[1:]))
    written = content_of(replace(AVENANT_2, lines=(line,), bonus=None, grants=(), printed=(), note="", also_in=()))

    assert written["lines"][0]["amounts"] == ["1.50", 60_000, 75_000, 90_000]
    assert not {"bonus", "grants", "printed_totals", "in_force_note", "also_printed_in"} & set(written)
    assert "mission" in written["lines"][0]
    assert written["lines"][0]["source"] != AVENANT_2.source


def test_a_scale_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="un objet était attendu"):
        Scale.parse(["avenant-2"])


def test_a_line_of_a_mission_that_the_scale_does_not_list_is_refused() -> None:
    content = deepcopy(CONTENT)
    content["missions"] = [mission for mission in content["missions"] if mission["code"] != "crises"]
    with pytest.raises(ValueError, match="Crises sanitaires graves, volet fixe"):
        Scale.parse(content)


def test_a_mistyped_amount_is_caught_by_the_printed_totals() -> None:
    printed, found = euros(Decimal(80_000)), euros(Decimal(81_000))
    told = f"Taille 1, Accès aux soins\u00a0: le total imprimé est {printed}, les lignes font {found}"
    with pytest.raises(ValueError, match=told):
        Scale.parse(damaged("lines/1/amounts/0", 56_000))


def test_a_scale_needs_neither_printed_totals_nor_bonus_nor_grants() -> None:
    content = {key: value for key, value in CONTENT.items() if key not in {"printed_totals", "bonus", "grants"}}
    scale = Scale.parse(content)
    assert scale.bonus is None
    assert scale.grants == ()


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2019, 1, 1), "aci-2019"),
        (date(2021, 12, 19), "aci-2019"),
        (date(2021, 12, 20), "avenant-2"),
        (date(2026, 11, 22), "avenant-2"),
    ],
)
def test_the_scale_in_force_is_the_last_one_begun(on: date, code: str) -> None:
    assert scale_in_force([AVENANT_2, ACI_2019], on).code == code


def test_no_scale_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="Aucun barème"):
        scale_in_force([], date(2021, 1, 1))
