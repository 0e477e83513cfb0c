from datetime import UTC, datetime
from typing import Any

import pytest

from cpr_desk.domain.cpts_history import Recorded, history
from cpr_desk.domain.french import NBSP

AT = datetime(2024, 1, 15, 9, 30, tzinfo=UTC)
NAMES = {"44": "Loire-Atlantique", "49": "Maine-et-Loire"}


def told(table: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    recorded = Recorded(7, AT, "Maud", "Modifier la CPTS Aber", table, before, after)
    lines = history([recorded], NAMES)
    assert all((line.entry, line.at, line.who, line.label) == (7, AT, "Maud", recorded.label) for line in lines)
    return [(line.what.replace(NBSP, " "), line.before, line.after.replace(NBSP, " ")) for line in lines]


def test_each_field_that_changes_is_told_before_and_after() -> None:
    before = {"name": "CPTS Aber", "department": "44", "contact": "", "folded": "a"}
    after = {"name": "CPTS Aber", "department": "49", "contact": "Ysée Marlou", "folded": "b"}
    assert told("cpts", before, after) == [
        ("Département", "44 – Loire-Atlantique", "49 – Maine-et-Loire"),
        ("Contact", "", "Ysée Marlou"),
    ]


def test_a_row_inserted_is_told_whole_and_one_taken_away_too() -> None:
    step = {"step": "signed", "day": "2023-03-15", "author": "ARS", "comment": "", "exception": ""}
    words = "étape : Contrat signé, date : 15/03/2023, par qui : ARS"
    assert told("cpts_step", None, step) == [("Étape « Contrat signé »", "", words)]
    ((what, before, after),) = told("cpts_step", step, None)
    assert (what, before.replace(NBSP, " "), after) == ("Étape « Contrat signé »", words, "–")


def test_a_change_of_a_row_below_names_the_row_and_the_field() -> None:
    before = {"mission": "acces", "started_on": None, "plan": "x"}
    assert told("cpts_mission", before, before | {"started_on": "2023-06-01", "plan": "y" * 500}) == [
        ("Mission « Accès aux soins » : démarrage", "", "01/06/2023"),
        ("Mission « Accès aux soins » : plan d’action", "x", "y" * 400 + "…"),
    ]


@pytest.mark.parametrize(
    ("table", "row", "what", "words"),
    [
        ("cpts", {"code": "A"}, "Fiche", "code : A"),
        ("cpts_figure", {"population": 86000, "size": None}, "Population et membres", "population : 86\u202f000"),
        ("cpts_area", {"populations": {"44109": 1}, "year": 2021}, "Territoire",
         "étendue : 1 commune, données de : 2021"),
        ("cpts_paper", {"code": "letter", "name": "a.pdf"}, "Pièce « Lettre d’intention »", "fichier : a.pdf"),
        ("cpts_paper", {"code": "", "label": "Avis"}, "Pièce « Avis »", "enregistré"),
        ("cpts_paper", {"id": 1}, "Pièce « autre »", "enregistré"),
        ("cpts_payment", {"cents": 3_750_050}, "Versement", "montant : 37\u202f500,50 €"),
        ("contract", {"years": 5, "end_kind": "expiry"}, "Contrat",
         "durée : 5 ans, nature de la fin : arrivé à son terme sans renouvellement"),
        ("contract_event", {"kind": "amendment", "since": "2023-01-01"}, "Avenant", "à compter du : 01/01/2023"),
        ("cpts_size", {"size": 3}, "Taille retenue", "taille : Taille 3"),
        ("indicator", {"label": "Patients", "mission": "acces"}, "Indicateur « Patients »",
         "mission : Accès aux soins, libellé : Patients"),
        ("indicator_year", {"year": 2, "weight": "1.5"}, "Indicateur, année 2", "poids : 1,5"),
        ("mission_rate", {"mission": "acces", "year": 1, "rate": "0.8"}, "Taux retenu, Accès aux soins, année 1",
         "taux : 80 %"),
        ("dialogue", {"kind": "yearly", "year": 2, "planned_on": "2024-04-02"}, "Dialogue annuel, année 2",
         "prévu le : 02/04/2024"),
        ("dialogue", {"kind": "signature"}, "Dialogue à la signature", "enregistré"),
        ("cpts_crisis", {"crisis_id": 1}, "Crise sanitaire", "enregistré"),
        ("cpts_grant", {"kind": "additional", "day": "2023-01-01"}, "Financement additionnel du fonctionnement",
         "date : 01/01/2023"),
        ("decision", {"year": 2024, "number": 3, "text": "Vu."}, "Avis ou décision 2024-3", "texte : Vu."),
    ],
)  # fmt: skip
def test_every_table_of_the_register_is_told_in_french(table: str, row: dict[str, Any], what: str, words: str) -> None:
    assert told(table, None, row) == [(what, "", words)]


def test_a_value_of_another_version_is_told_as_it_is() -> None:
    assert told("cpts_step", None, {"step": "dreamt", "day": "hier"}) == [
        ("Étape « dreamt »", "", "étape : dreamt, date : hier")
    ]
    assert told("mission_rate", None, {"mission": "acces", "year": 1, "rate": "?"})[0][2] == "taux : ?"


def test_other_tables_are_not_told_and_lines_are_counted() -> None:
    assert told("seat", None, {"votes": 3}) == []
    row = {"name": "A", "contact": "B"}
    recorded = [Recorded(entry, AT, "", "", "cpts", row, {"name": "C", "contact": "D"}) for entry in (2, 1)]
    assert [(line.id, line.entry) for line in history(recorded, NAMES)] == [(0, 2), (1, 2), (2, 1), (3, 1)]
