"""A CPTS from « en réflexion » to its sixth year of contract: every step in the window, every euro by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import integer
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import by_civil_year, by_contract_year
from cpr_desk.domain.scale import GrantKind
from cpr_desk.services.instance import Database
from cpr_desk.ui.dialogs.contract_events import AmendmentDialog, RenewalDialog
from cpr_desk.ui.dialogs.cpts_support import AccompanimentDialog
from cpr_desk.ui.dialogs.crises import CrisesDialog, CrisisDialog
from cpr_desk.ui.dialogs.mission_dates import ChooseMissionsDialog
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.pages.cpts_missions import MissionsTab
from cpr_desk.ui.pages.cpts_path import PathTab
from cpr_desk.ui.widgets.indicator_grid import LABEL, RATE, RESULT, START, TARGET, WEIGHT
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside
from tests.ui.whole.cpts_secretary import CptsSecretary, money, sheet, type_cell
from tests.ui.whole.cpts_story import (
    COEUR_DE_SARTHE,
    GESNOIS,
    NAME,
    VAL_DE_SARTHE,
    codes_of,
    date_mission,
    enter_the_register,
    fix_territory,
    grant,
    hold_dialogue,
    name_association,
    people,
    receive,
    sign,
    take_step,
    type_payment,
    words,
)
from tests.ui.whole.secretary import plain

ACCES, PARCOURS, PREVENTION, CRISES = Mission.ACCES, Mission.PARCOURS, Mission.PREVENTION, Mission.CRISES
SIGNED_ON, TODAY = date(2020, 2, 29), date(2025, 4, 10)

CONTRACT_YEARS = {
    # 1, from 29/02/2020 to 27/02/2021, 365 days, taille 2, ACI 2019. Fonctionnement 60 000, whole at the signature;
    # accès from the first day: 17 500 fixed, 12 000 + 45 000 for unscheduled care, variable 17 500 at 2/3: 11 666,67;
    # parcours from 01/09/2020, 180 days: 35 000 × 180/365 = 17 260,27, variable at 80 %: 13 808,22;
    # prévention from 01/12/2020, 89 days: 15 000 × 89/365 = 3 657,53, variable at 100 %: 3 657,53.
    "année 1": Decimal("184550.22"),
    # 2, from 28/02/2021, whole: 60 000; accès 17 500 + 57 000 + 17 500; parcours 35 000 + 50 % 17 500; prévention
    # 15 000 + 0: 219 500. With the Covid derogation of taille 2, 52 500.
    "année 2": Decimal(272_000),
    # 3, from 28/02/2022, avenant 2, still taille 2: 60 000; accès 70 000 + 90 % of 30 000; parcours 35 000 + 35 000;
    # prévention 15 000 + 15 000; crises from 30/05/2022, 274 days, plan written: 35 000 × 274/365 = 26 273,97.
    # With the additional fonctionnement of taille 2, 45 000: the size revised in April waits for the anniversary.
    "année 3": Decimal("328273.97"),
    # 4, from 28/02/2023 to 28/02/2024, 366 days, taille 3: 75 000; accès 90 000 + 35 000; parcours 45 000 + 75 % of
    # 45 000 = 33 750; prévention 17 500 + 17 500; crises: plan updated 22 500, crisis of 15/07/2023 67 500.
    "année 4": Decimal(403_750),
    # 5, from 29/02/2024: 75 000; accès 125 000; parcours 90 000; prévention 35 000; crises 22 500.
    "année 5": Decimal(347_500),
    # 6, from 28/02/2025, renewed: as year 5, of which the variable parts, 97 500, are expected.
    "année 6": Decimal(347_500),
}
CIVIL_YEARS = {
    # 29/02: 60 000 + 75 % of 74 500 = 55 875; 01/09: 75 % of 17 260,27 = 12 945,20; 01/12: 75 % of 3 657,53 = 2 743,15.
    "2020": Decimal("131563.35"),
    # 28/02: balances 18 625 + 4 315,07 + 914,38; results 29 132,42; advances 75 % of 184 500 = 138 375.
    "2021": Decimal("191361.87"),
    # 15/01: 52 500; 28/02: balances 46 125, results 35 000, advances 75 % of 180 000; 30/05: 75 % of 26 273,97 =
    # 19 705,48; 01/06: 45 000.
    "2022": Decimal("333330.48"),
    # 28/02: balances 45 000 + 6 568,49, results 27 000 + 35 000 + 15 000, advances 75 % of 250 000; 15/08: 67 500.
    "2023": Decimal("383568.49"),
    # 29/02: balances 62 500, results 35 000 + 33 750 + 17 500, advances 187 500.
    "2024": Decimal(336_250),
    # 28/02: balances 62 500, results 97 500, advances 187 500.
    "2025": Decimal(347_500),
    # 28/02: balances 62 500, results at the most 97 500.
    "2026": Decimal(160_000),
}
PAID = {
    date(2020, 3, 20): Decimal(115_875),
    date(2020, 9, 10): Decimal("12945.20"),
    date(2020, 12, 10): Decimal("2743.15"),
    date(2021, 4, 30): Decimal("191361.87"),
    date(2022, 2, 1): Decimal(52_500),
    date(2022, 4, 29): Decimal(216_125),
    date(2022, 6, 10): Decimal("19705.48"),
    date(2022, 6, 13): Decimal(45_000),
    date(2023, 4, 28): Decimal("316068.49"),
    date(2023, 8, 16): Decimal(67_500),
    date(2024, 4, 30): Decimal(336_250),
}
"""What was paid on which day: each sum is all that fell due on one day, and finds its lines by itself."""
LAST = date(2025, 4, 9), Decimal(56_250)
"""A payment put to its line afterwards: 75 % of the fonctionnement of year 6."""
WHOLE = sum(CONTRACT_YEARS.values(), Decimal(0))
PAID_WHOLE = sum(PAID.values(), LAST[1])


@pytest.fixture
def secretary(
    db: Database,
    commission: Commission,
    qtbot: QtBot,
    dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> CptsSecretary:
    assert commission.id
    return CptsSecretary(db, qtbot, dialogs, monkeypatch, tmp_path / "sorties", date(2019, 1, 10))


# Before the contract -------------------------------------------------------------------------------------------------


def walk_the_path(secretary: CptsSecretary) -> None:
    """From the letter to the negotiation: the ARS says nothing for two months, which is worth its agreement."""
    lacking = take_step(secretary, Step.LETTER_DEPOSITED, date(2019, 3, 4), "Docteur Brune Vauclair")
    assert lacking == "Il manque au dossier la lettre d’intention."
    receive(secretary, "Lettre d’intention", date(2019, 3, 4))
    assert take_step(secretary, Step.LETTER_VALIDATED, date(2019, 4, 15), "ARS") == ""
    _no_accompaniment_yet(secretary)
    take_step(secretary, Step.PROJECT_SENT, date(2019, 9, 2))
    receive(secretary, "Projet de santé", date(2019, 9, 2))
    secretary.on(date(2019, 9, 30))
    receive(secretary, "Projet de santé", date(2019, 9, 30))
    tab = secretary.tab(PathTab)
    assert "sans réponse, le silence de l’ARS vaudra accord le 30/11/2019" in plain(tab.silence.text())
    assert not tab.accept.isVisible()
    secretary.on(date(2019, 12, 16))
    secretary.tab(PathTab)
    assert "le silence de l’ARS vaut accord depuis le 30/11/2019" in plain(tab.silence.text())
    secretary.push(tab, "Enregistrer l’accord tacite")
    assert secretary.said == "Projet de santé validé le 30/11/2019 par accord tacite de l’ARS."
    assert "Liste des membres avec leur statut" in plain(tab.pieces.text())
    take_step(secretary, Step.NEGOTIATION, date(2020, 1, 6))


def _no_accompaniment_yet(secretary: CptsSecretary) -> None:
    """The ACI of 2019 knows no contrat d’accompagnement: it is told beside the day, and nothing is recorded."""
    tab = secretary.tab(PathTab)
    act = lambda: secretary.press(tab, "Enregistrer", "Contrat d’accompagnement")  # noqa: E731
    dialog = secretary.asked(tab, AccompanimentDialog, act)
    secretary.write(dialog.day, date(2019, 4, 15))
    told = secretary.try_to_save(dialog)
    assert "ne prévoit pas ce contrat" in told["Conclu le"]
    assert "pas porté par une association" in told["Observation"]
    secretary.write(dialog.comment, "Essai")
    secretary.give_up(dialog)


# Under the contract --------------------------------------------------------------------------------------------------


def start_missions(secretary: CptsSecretary) -> None:
    """Choose the three missions of 2019, start them one after the other, write the plan of one."""
    secretary.on(date(2020, 3, 2))
    tab = secretary.tab(MissionsTab)
    dialog = secretary.asked(tab, ChooseMissionsDialog, "Choisir des missions…")
    assert [mission for mission, box in dialog.boxes.items() if box.isChecked()] == [ACCES, PARCOURS, PREVENTION]
    assert CRISES not in dialog.boxes, "no such mission before avenant 2"
    secretary.save(dialog)
    date_mission(secretary, ACCES, SIGNED_ON)
    tab.parts.setCurrentWidget(tab.plan)
    tab.plan.edit.setPlainText("Recenser les créneaux de soins non programmés.")
    tab.parts.setCurrentWidget(tab.indicators)
    pay(secretary, date(2020, 3, 20))
    date_mission(secretary, PARCOURS, secretary.on(date(2020, 9, 1)))
    pay(secretary, date(2020, 9, 10))
    date_mission(secretary, PREVENTION, secretary.on(date(2020, 12, 1)))
    pay(secretary, date(2020, 12, 10))


def fill_indicators(secretary: CptsSecretary) -> None:
    """Three indicators of the first year, one followed without counting: (2 × 50 % + 1 × 100 %) / 3."""
    tab = secretary.tab(MissionsTab)
    tab.select(ACCES)
    grid = tab.indicators.grid
    tab.indicators.years.setCurrentIndex(0)
    lines = (
        ("Créneaux ouverts", {WEIGHT: "2", START: "40", TARGET: "60", RESULT: "50"}),
        ("Patients orientés", {WEIGHT: "1", START: "0", TARGET: "200", RESULT: "200"}),
        ("Appels reçus", {WEIGHT: "0", START: "0", TARGET: "10", RESULT: "0"}),
    )
    for row, (label, cells) in enumerate(lines):
        type_cell(secretary.qtbot, grid, row, LABEL, label)
        for column, text in cells.items():
            type_cell(secretary.qtbot, grid, row, column, text)
    assert [plain(cell.text()) for row in range(3) if (cell := grid.item(row, RATE))] == ["50 %", "100 %", "0 %"]
    assert plain(tab.indicators.rate.text()).startswith("Taux d’atteinte calculé : 66,7 %")
    grid.setCurrentCell(2, LABEL)
    assert "ne compte pas dans le taux" in tab.indicators.fault.text()


def pay(secretary: CptsSecretary, on: date) -> None:
    """Record what was paid on a day: its line, or all those of one day, are found from the amount."""
    secretary.on(on)
    dialog = type_payment(secretary, PAID[on])
    assert dialog.line.currentIndex() > 0, "the lines are found"
    if dialog.shares.isVisible():
        assert plain(beside(dialog.shares)) == f"Réparti : {words(PAID[on])} sur {words(PAID[on])}."
    secretary.save(dialog)
    assert f"versement de {words(PAID[on])} est enregistré" in secretary.said


def amend(secretary: CptsSecretary) -> None:
    """Record that the contract follows avenant 2 from its next year on."""
    dialog = secretary.asked(secretary.tab(ContractTab), AmendmentDialog, "Avenant…")
    secretary.write(dialog.signed, date(2021, 12, 20))
    secretary.write(dialog.on, date(2022, 2, 28))
    secretary.write(dialog.label, "Avenant 2 : mission de réponse aux crises")
    secretary.save(dialog)
    assert "L’avenant signé le 20/12/2021 est enregistré" in secretary.said


def grow(secretary: CptsSecretary) -> None:
    """Take in a third EPCI: above 80 000 inhabitants, the dialogue of the year retains taille 3, from next year on."""
    secretary.on(date(2022, 4, 4))
    told = fix_territory(secretary, "Le Gesnois Bilurien")
    grown = people(VAL_DE_SARTHE, COEUR_DE_SARTHE, GESNOIS)
    assert 80_000 <= grown < 175_000
    assert f"{plain(integer(grown))} habitants" in told
    assert "Taille 3" in told
    rates = {ACCES: "100", PARCOURS: "50", PREVENTION: "0"}
    hold_dialogue(secretary, 2, date(2022, 4, 10), rates, revised="taille 3")
    tab = secretary.tab(ContractTab)
    assert "Taille 3. Retenue le 10/04/2022" in plain(tab.sizes.text())
    assert "28/02/2023" in plain(tab.sizes.text())


def trigger_crisis(secretary: CptsSecretary, on: date) -> None:
    secretary.on(on)
    tab = secretary.tab(FundingTab)
    crises = secretary.asked(tab, CrisesDialog, lambda: secretary.choose(tab, "Cas particuliers", "Crises sanitaires…"))
    dialog = secretary.asked(crises, CrisisDialog, "Déclarer une crise…")
    secretary.write(dialog.day, date(2023, 7, 15))
    secretary.write(dialog.label, "Canicule")
    secretary.push(dialog, "Tout cocher")
    assert dialog.count.text() == "1 CPTS concernée."
    secretary.save(dialog)
    secretary.push(crises, "Fermer")


def live_five_years(secretary: CptsSecretary) -> None:
    """From the signature to the sixth year, each year with its dialogue, its rates and its payments."""
    start_missions(secretary)
    secretary.on(date(2021, 3, 29))
    fill_indicators(secretary)
    hold_dialogue(secretary, 1, date(2021, 3, 30), {PARCOURS: "80", PREVENTION: "100"})
    pay(secretary, date(2021, 4, 30))
    assert "52 500 € pour la taille 2" in grant(secretary, GrantKind.COVID, date(2022, 1, 15))
    amend(secretary)
    pay(secretary, date(2022, 2, 1))
    grow(secretary)
    pay(secretary, date(2022, 4, 29))
    secretary.on(date(2022, 6, 1))
    dialog = secretary.asked(secretary.tab(MissionsTab), ChooseMissionsDialog, "Choisir des missions…")
    assert dialog.day.day() == date(2022, 6, 1), "the amendment is too old to be proposed"
    secretary.write(dialog.day, date(2021, 12, 20))
    secretary.save(dialog)
    date_mission(secretary, CRISES, date(2022, 5, 30), date(2022, 4, 30))
    assert "45 000 € pour la taille 2" in grant(secretary, GrantKind.ADDITIONAL, date(2022, 6, 1))
    pay(secretary, date(2022, 6, 10))
    pay(secretary, date(2022, 6, 13))
    hold_dialogue(secretary, 3, date(2023, 4, 5), {ACCES: "90", PARCOURS: "100", PREVENTION: "100"})
    pay(secretary, date(2023, 4, 28))
    trigger_crisis(secretary, date(2023, 7, 20))
    pay(secretary, date(2023, 8, 16))
    hold_dialogue(secretary, 4, date(2024, 4, 8), {ACCES: "100", PARCOURS: "75", PREVENTION: "100"})
    pay(secretary, date(2024, 4, 30))
    renew(secretary, date(2025, 2, 20))
    hold_dialogue(secretary, 5, date(2025, 4, 8), {ACCES: "100", PARCOURS: "100", PREVENTION: "100"})


def renew(secretary: CptsSecretary, on: date) -> None:
    secretary.on(on)
    tab = secretary.tab(ContractTab)
    dialog = secretary.asked(tab, RenewalDialog, "Renouveler…")
    assert "terme du 28/02/2025" in plain(dialog.what_happens.text())
    secretary.save(dialog)
    assert "Terme le 28/02/2030" in plain(tab.contract.text())


def match_the_last_payment(secretary: CptsSecretary) -> None:
    """Record a payment without its line, then accept the line that is proposed."""
    secretary.on(LAST[0])
    dialog = type_payment(secretary, LAST[1])
    secretary.pick(dialog.line, "À rapprocher plus tard")
    dialog.line.activated.emit(0)
    secretary.save(dialog)
    tab = secretary.tab(FundingTab)
    tab.parts.setCurrentWidget(tab.payments)
    assert plain(tab.payments.told.text()) == "1 versement à rapprocher, 56 250 €."
    secretary.push(tab.payments, "Tout rapprocher")
    assert secretary.said == "1 versement rapproché."
    secretary.on(TODAY)


# What is shown, printed and written ----------------------------------------------------------------------------------


def check_the_money(secretary: CptsSecretary) -> None:
    """The totals on the screen are those counted by hand; each line is explained."""
    statement = secretary.account().statement
    tables = by_contract_year([statement]), by_civil_year([statement])
    years, civil = ({each.label.partition(" (")[0]: each.sum.due + each.sum.to_come for each in own} for own in tables)
    assert years == CONTRACT_YEARS
    assert civil == CIVIL_YEARS
    assert (statement.paid, statement.unmatched) == (PAID_WHOLE, ())
    assert all(line.due.why and line.due.source for line in statement.lines)
    figures = plain(secretary.tab(FundingTab).figures.accessibleName())
    assert f"Dus à ce jour : {words(WHOLE - CIVIL_YEARS['2026'])}" in figures
    assert f"versés : {words(PAID_WHOLE)}" in figures
    assert "à venir : 160 000 €" in figures


def check_one_line(secretary: CptsSecretary) -> None:
    """Choose a line with the arrows: each step of its calculation is told, and whether the rule is ours."""
    tab = secretary.tab(FundingTab)
    tab.parts.setCurrentWidget(tab.dues)
    wanted = next(
        row for row in range(tab.dues.model.total) if tab.dues.model.row(row).due.amount == Decimal("12945.20")
    )
    tab.dues.panel.view.selectRow(wanted - 1)
    secretary.qtbot.keyClick(tab.dues.panel.view, Qt.Key.Key_Down)
    told = plain(tab.dues.line.words.text())
    assert "35 000 € pour la taille 2" in told
    assert "Au prorata de 180 jours sur 365, du 01/09/2020 au 27/02/2021." in told
    assert "Avance de 75 % de 17 260,27 €." in told
    assert "Versé le 10/09/2020 : 12 945,20 € (VIR 10/09/2020)." in told
    assert "à confirmer par le règlement applicable" in plain(tab.dues.line.source.text())


def check_the_files(secretary: CptsSecretary) -> None:
    """The statement printed and the workbook, written from the window, have the same sums when they are read back."""
    tab = secretary.tab(FundingTab)
    printed = secretary.printed(tab, "État de financement…", "etat.pdf")
    for amount in (*CONTRACT_YEARS.values(), *CIVIL_YEARS.values(), WHOLE, PAID_WHOLE):
        assert words(amount).removesuffix(" €") in printed, amount
    assert "180 jours sur 365" in printed
    book = secretary.written("financement.xlsx", lambda: secretary.push(tab, "Exporter…"))
    for title, by_hand in (("Par année de contrat", CONTRACT_YEARS), ("Par année civile", CIVIL_YEARS)):
        lines = {str(row[0]).removesuffix(" du contrat").casefold(): row[1:] for row in sheet(book, title)}
        found = {year: money(lines[year][0]) + money(lines[year][4]) for year in by_hand}
        assert found == by_hand
        assert money(lines["total"][2]) == PAID_WHOLE
    total = next(row for row in sheet(book, "Sommes") if "Total" in row)
    assert [money(cell) for cell in total if isinstance(cell, int | float)][:2] == [WHOLE, PAID_WHOLE]


def check_what_was_known(secretary: CptsSecretary) -> None:
    """« État au » shows the file as it was: before the renewal, the crisis, the change of size, the signature."""
    secretary.show_day(date(2022, 4, 30))
    assert secretary.file._past.accessibleName() == "État au 30/04/2022, à lire seulement"
    statement = secretary.account().statement
    assert statement.paid == sum(amount for day, amount in PAID.items() if day <= date(2022, 4, 30))
    # 2020 and 2021, then on 15/01/2022 52 500 and on 28/02/2022 216 125; nothing of crises is known.
    assert sum(line.due.amount for line in statement.lines if line.due.due_on <= date(2022, 4, 30)) == Decimal(
        "591550.22"
    )
    assert not [line for line in statement.lines if line.due.mission is CRISES]
    # Year 3 runs: 30 000, 35 000 and 15 000 are expected at the most, whatever was retained a year later.
    expected = [line.due.amount for line in statement.lines if line.due.expected and line.due.of_year.number == 3]
    assert sorted(expected) == [15_000, 30_000, 35_000]
    tab = secretary.tab(ContractTab)
    assert "Terme le 28/02/2025" in plain(tab.contract.text())
    assert "Renouvellement" not in tab.life.text()
    assert "Taille 3" in tab.sizes.text()
    secretary.show_day(date(2022, 4, 9))
    assert "Taille 3" not in secretary.tab(ContractTab).sizes.text()
    secretary.show_day(date(2022, 4, 3))
    assert "Le Gesnois" not in secretary.territory().told.text()
    assert f"{plain(integer(people(VAL_DE_SARTHE, COEUR_DE_SARTHE)))} habitants" in plain(
        secretary.territory().told.text()
    )
    secretary.show_day(date(2019, 11, 30))
    path = secretary.tab(PathTab)
    assert "Projet de santé validé, 30/11/2019" in plain(path.steps.text())
    assert "Négociation" not in path.steps.text()
    assert secretary.account().statement.lines == ()
    secretary.show_day(None)


def check_undo(secretary: CptsSecretary) -> None:
    """Ctrl+Z takes back the last steps one by one, each by its name; Ctrl+Y brings them back."""
    undone = []
    for _ in range(4):
        undone.append(secretary.undo_name().removeprefix("Annuler : "))
        secretary.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert secretary.said == f"Annulé : {undone[-1]}."
    assert undone[0] == f"rapprocher 1 versement de la {NAME}"
    assert undone[1] == f"enregistrer le versement de 56 250 € du 09/04/2025 à la {NAME}"
    assert undone[2].startswith("retenir 3 taux")
    assert undone[3] == f"enregistrer le dialogue annuel, année 5 de la {NAME}"
    assert secretary.account().statement.paid == PAID_WHOLE - LAST[1]
    # Without its rates, year 5 counts at its most, as it came out.
    lines = [line.due for line in secretary.account().statement.lines if line.due.of_year.number == 5]
    assert {each.code for each in lines if each.expected} == {
        "acces-variable",
        "parcours-variable",
        "prevention-variable",
    }
    for name in reversed(undone):
        secretary.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert secretary.said == f"Rétabli : {name}."


def test_a_cpts_followed_through_six_years_each_euro_explained(secretary: CptsSecretary) -> None:
    enter_the_register(secretary)
    told = fix_territory(secretary, "CC du Val de Sarthe", codes_of(COEUR_DE_SARTHE))
    begun = people(VAL_DE_SARTHE, COEUR_DE_SARTHE)
    assert 40_000 <= begun < 80_000
    assert f"{plain(integer(begun))} habitants : somme des populations légales de 29 communes" in told
    assert "Taille 2 : de 40 000 à 79 999 habitants. Il en manque" in told
    walk_the_path(secretary)
    sign(secretary, SIGNED_ON, "Taille 2", date(2025, 2, 27))
    assert secretary.file._stage.accessibleName() == "Contrat signé"
    live_five_years(secretary)
    match_the_last_payment(secretary)
    check_the_money(secretary)
    check_one_line(secretary)
    check_the_files(secretary)
    check_what_was_known(secretary)
    check_undo(secretary)
    check_the_money(secretary)


def test_a_cpts_accompanied_signs_within_its_nine_months(secretary: CptsSecretary) -> None:
    """Under avenant 2: 17 500 € before the contract, then the first year prorated from the start of each mission."""
    secretary.on(date(2022, 1, 5))
    enter_the_register(secretary)
    fix_territory(secretary, "CC du Val de Sarthe", codes_of(COEUR_DE_SARTHE))
    take_step(secretary, Step.LETTER_DEPOSITED, date(2022, 1, 10))
    take_step(secretary, Step.LETTER_VALIDATED, date(2022, 2, 14), "ARS")
    name_association(secretary, date(2022, 2, 20))
    secretary.on(date(2022, 2, 28))
    tab = secretary.tab(PathTab)
    act = lambda: secretary.press(tab, "Enregistrer", "Contrat d’accompagnement")  # noqa: E731
    dialog = secretary.asked(tab, AccompanimentDialog, act)
    secretary.write(dialog.day, secretary.today)
    assert "Montant : 17 500 €." in plain(dialog.what_happens.text())
    secretary.save(dialog)
    assert "ACI à signer avant le 28/11/2022 : reste 273 jours" in plain(tab.support.text())
    take_step(secretary, Step.PROJECT_SENT, date(2022, 3, 31))
    take_step(secretary, Step.PROJECT_VALIDATED, date(2022, 5, 20), "ARS")
    assert "avant l’accord tacite du 31/05/2022" in plain(tab.silence.text())
    take_step(secretary, Step.NEGOTIATION, date(2022, 6, 15))
    receive(secretary, "Statuts de l’association loi 1901", date(2022, 6, 15))
    sign(secretary, date(2022, 7, 1), "Taille 2", date(2027, 6, 30))
    assert "signé le 01/07/2022" in plain(secretary.tab(PathTab).support.text())
    secretary.on(date(2023, 1, 1))
    secretary.save(secretary.asked(secretary.tab(MissionsTab), ChooseMissionsDialog, "Choisir des missions…"))
    date_mission(secretary, ACCES, date(2023, 1, 1))
    date_mission(secretary, CRISES, date(2022, 7, 1), date(2022, 9, 1))

    totals = by_contract_year([secretary.account().statement])
    years = {each.label.partition(" (")[0]: each.sum.due + each.sum.to_come for each in totals}
    # Before the contract: 17 500. Year 1, from 01/07/2022 to 30/06/2023: 60 000; accès from 01/01/2023, 181 days:
    # 70 000 × 181/365 = 34 712,33 and at the most 30 000 × 181/365 = 14 876,71; crises, plan written: 35 000. Year 2,
    # whole: 60 000 + 100 000 + 17 500.
    assert years == {"avant le contrat": 17_500, "année 1": Decimal("144589.04"), "année 2": Decimal(177_500)}
