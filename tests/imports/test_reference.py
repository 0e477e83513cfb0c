"""The organisations of the official table, as the file says them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cpr_desk.domain.composition import HEALTH_CENTRES
from cpr_desk.imports.reference import Reference
from tests.imports.books import REFERENCE

CONTENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "db/reference/organisations.json").read_text(encoding="utf-8")
)


def test_the_file_says_where_it_comes_from_and_of_when() -> None:
    assert CONTENT["source"]
    assert date.fromisoformat(CONTENT["as_of"]) == date(2021, 2, 4)


def test_professions_are_those_of_the_official_table_in_its_order() -> None:
    assert [profession.label for profession in REFERENCE.professions] == [
        "Médecins", "Infirmiers", "Orthoptistes", "Orthophonistes", "Sages-femmes", "Pharmaciens",
        "Pédicures-podologues", "Biologistes", "Opticiens", "Fournisseurs d’appareillage", "Centres de santé",
        "Chirurgiens-dentistes", "Masseurs-kinésithérapeutes", "Transporteurs",
    ]  # fmt: skip
    assert [profession.position for profession in REFERENCE.professions] == list(range(1, 15))


def test_there_are_32_unions_and_the_health_centres_have_none() -> None:
    assert sum(map(len, REFERENCE.unions.values())) == 32
    assert REFERENCE.unions[HEALTH_CENTRES] == ()


@pytest.mark.parametrize("typed", ["IDEL", "infirmière", "INFIRMIERS", "Infirmier(e)s", "I.D.E."])
def test_a_profession_is_found_under_its_other_names(typed: str) -> None:
    found = REFERENCE.profession(typed)
    assert found
    assert found.label == "Infirmiers"


def test_no_spelling_names_two_things() -> None:
    for profession in REFERENCE.professions:
        assert REFERENCE.profession(profession.label) == profession
        for union in REFERENCE.unions[profession.code]:
            assert REFERENCE.union(profession, union) == union
            assert REFERENCE.professions_of(union) == (profession,)
    for body in REFERENCE.bodies:
        assert REFERENCE.body(body) == body


def test_a_union_is_found_under_its_full_name() -> None:
    doctors = REFERENCE.professions[0]
    assert REFERENCE.union(doctors, "Confédération des Syndicats Médicaux Français") == "CSMF"
    assert REFERENCE.union(doctors, "C.S.M.F.") == "CSMF"


def test_a_text_that_resembles_nothing_suggests_nothing() -> None:
    assert REFERENCE.nearest_profession("zzz") == ""
    assert REFERENCE.nearest_regime("zzz") == ""
    assert REFERENCE.nearest_body("zzz") == ""
    assert REFERENCE.nearest_union(REFERENCE.professions[0], "zzz") == ""


def test_a_damaged_file_says_where() -> None:
    with pytest.raises(ValueError, match="professions"):
        Reference.parse(CONTENT | {"professions": []})
    with pytest.raises(ValueError, match="rsi"):
        Reference.parse(CONTENT | {"regimes": [{"code": "rsi", "aliases": []}]})
