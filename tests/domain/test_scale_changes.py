from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Condition, Rule
from cpr_desk.domain.scale_changes import differences
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

ACI_2019, AVENANT_2 = load_scales(reference_dir()).values()


def told(before: object, after: object) -> dict[str, tuple[str, str]]:
    found = differences(before, after)  # type: ignore[arg-type]
    return {each.what: (each.before.replace("\xa0", " ").replace("\u202f", " "), each.after) for each in found}


def test_a_scale_does_not_differ_from_itself() -> None:
    assert differences(AVENANT_2, AVENANT_2) == ()


def test_an_amount_a_threshold_and_a_rule_are_told_alone() -> None:
    first = AVENANT_2.lines[0]
    line = replace(first, label="Pilotage", amounts=(Decimal(1), *first.amounts[1:]), rule=Rule("Autre.", "JO"))
    other = replace(AVENANT_2, lines=(line, *AVENANT_2.lines[1:]), thresholds=(1, 80_000, 175_000))
    found = told(AVENANT_2, other)

    assert list(found) == ["Seuils des tailles", "Ligne", "Pilotage, taille 1", "Pilotage, règle"]
    assert found["Seuils des tailles"][0] == "40 000, 80 000 et 175 000"
    assert found["Pilotage, taille 1"][0] == "50 000 €"
    assert found["Pilotage, règle"][1] == "Autre. (JO, A)"


def test_a_line_put_elsewhere_or_due_otherwise_is_told() -> None:
    first = AVENANT_2.lines[0]
    moved = replace(AVENANT_2.lines[1], mission=Mission.PREVENTION, condition=Condition.CRISIS)
    other = replace(AVENANT_2, lines=(first, moved, *AVENANT_2.lines[2:]))
    assert list(told(AVENANT_2, other).values()) == [
        ("Accès aux soins, volet fixe, chaque année", "Prévention, volet fixe, quand une crise est déclenchée")
    ]
    running = replace(moved, mission=None)
    found = told(AVENANT_2, replace(AVENANT_2, lines=(first, running)))
    assert found["Accès aux soins, volet fixe, mission et volet"][1].startswith("Fonctionnement,")


def test_two_accords_differ_in_lines_missions_and_grants() -> None:
    found = told(ACI_2019, AVENANT_2)

    assert found["Majoration"][0] == "—"
    assert found[Mission.CRISES.label][0] == "—"
    assert found["Crises sanitaires graves, volet variable"][0] == "—"
    gone = next(what for what in found if what.startswith("Accès aux soins, compensation"))
    assert found[gone] == ("10 000 € / 12 000 € / 15 000 € / 20 000 €", "—")
    assert found["Contrat d’accompagnement"][0] == "—"
    back = told(AVENANT_2, ACI_2019)
    assert "adhésion avant le 30/09/2022" in back["Financement additionnel du fonctionnement"][0]
    assert "dans les 9 mois" in back["Contrat d’accompagnement"][0]
    assert "10 %, taille 4, 100 membres" in back["Majoration"][0]
    assert "socle, démarrage 6 mois" in back[Mission.CRISES.label][0]


def test_what_names_and_dates_a_scale_and_its_delays_are_told() -> None:
    terms = replace(AVENANT_2.contract, years=6, dialogue_months=3, tacit_validation_months=1)
    free = tuple(replace(each, start_months=None) for each in AVENANT_2.missions)
    other = replace(
        AVENANT_2, label="X", in_force_from=date(2027, 1, 1), source="JO", note="", contract=terms, missions=free
    )
    found = told(AVENANT_2, other)

    assert found["Nom"] == ("Avenant 2", "X")
    assert found["En vigueur à partir du"][1] == "01/01/2027"
    assert found["Durée du contrat"][0] == "5 ans"
    assert found["Précision sur la date"][1] == "—"
    assert found["Délai du dialogue annuel"][0] == "2 mois"
    assert found["Délai de la validation tacite"][0] == "2 mois"
    assert "démarrage libre" in found[Mission.ACCES.label][1]
