"""The money of a CPTS driven as a secretary drives it: payments, reconciling, crises, simulation, statement."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.crises import RegionalCrisis
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis, Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import LineState, Payment, key_of
from cpr_desk.services import funding
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_grants import GrantsDialog
from cpr_desk.ui.dialogs.crises import CrisesDialog, CrisisDialog
from cpr_desk.ui.dialogs.funding_simulation import SimulationDialog
from cpr_desk.ui.dialogs.payment import PaymentDialog
from cpr_desk.ui.models.funding import Basis
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

SIGNED_ON, TODAY = date(2022, 3, 15), date(2023, 6, 1)


def add_cpts(db: Database, commission: Commission, code: str = "CPTS-001", **facts: object) -> int:
    usual: dict[str, object] = {
        "step": Step.SIGNED,
        "step_since": SIGNED_ON,
        "signed_on": SIGNED_ON,
        "population": 39_999,
        "missions": (("acces", SIGNED_ON), ("crises", SIGNED_ON)),
    }
    return save_adhesion(db, commission.id, adhesion(code, **{**usual, **facts}), SIGNED_ON)


@pytest.fixture
def page(db: Database, commission: Commission, qtbot: QtBot) -> CptsPage:
    """Show the register with a CPTS of taille 1, signed on 15/03/2022, accès and crises begun."""
    cpts = add_cpts(db, commission)
    page = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    page.open_file(cpts, "funding")
    return page


@pytest.fixture
def tab(page: CptsPage) -> FundingTab:
    """Return the tab of the money."""
    return tab_of(page)


def tab_of(page: CptsPage) -> FundingTab:
    assert page._file is not None
    found = page._file.tabs.tab("funding")
    assert isinstance(found, FundingTab)
    return found


def command(owner: FundingTab, words: str) -> Callable[[], None]:
    actions = [*owner.actions(), *owner.payments.actions(), *owner.dues.actions()]
    action = next(each for each in actions if each.text().replace("&", "").startswith(words))
    assert action.isEnabled(), action.toolTip()
    return action.trigger


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def line(tab: FundingTab, number: int) -> tuple[str, ...]:
    row = tab.dues.model.row(number)
    return tuple(plain(column.text(row)) for column in tab.dues.model.columns)


def test_each_line_is_shown_with_its_state_and_explained(tab: FundingTab) -> None:
    assert line(tab, 0) == (
        "Année 1",
        "Fonctionnement de la communauté professionnelle",
        "Versement en totalité",
        "15/03/2022",
        "50 000 €",
        "",
        "50 000 €",
        "En retard",
    )
    assert tab.dues.chosen() is tab.dues.model.row(0)
    tab.dues.panel.view.selectRow(1)
    told = plain(tab.dues.line.words.text())
    assert "Avance de 75 % de 55 000 €" in told
    assert "article 9" in tab.dues.line.source.text()
    assert "dont 25 000 € de résultats attendus" in plain(tab.figures.text())


def test_the_money_is_told_by_contract_year_or_calendar_year_with_one_total(tab: FundingTab) -> None:
    tab.dues.basis.setCurrentIndex(tab.dues.basis.findData(Basis.CIVIL))
    assert line(tab, 0)[0] == "2022"
    tables = (tab.totals.contract.totals, tab.totals.civil.totals)
    totals = [table.row(table.rowCount() - 1).sum for table in tables]

    assert totals[0] == totals[1]
    assert plain(tables[1].columns[0].text(tables[1].row(0))) == "2022"
    assert tables[0].columns[0].text(tables[0].row(0)) == "Année 1"


def test_what_is_missing_leads_to_the_tab_where_it_is_mended(page: CptsPage, tab: FundingTab) -> None:
    assert tab.parts.tabText(3) == "À compléter (2)"
    first = tab.gaps.findChildren(LinkRow)[0]
    assert "Résultats à saisir" in first.text()
    first.click()
    assert page._file is not None
    assert page._file.tabs.key == "missions"


def test_a_payment_finds_its_line_while_it_is_typed(tab: FundingTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Enregistrer un versement"))
    click(qtbot, dialog, "Enregistrer le versement")
    assert "obligatoire" in beside(dialog.amount)
    for typed, words in (
        ("douze", "45,50"),
        ("0", "Indiquez le montant"),
        ("10000000,01", "vérifiez"),
        ("-10000000,01", "vérifiez"),
    ):
        type_in(qtbot, dialog.amount, typed)
        click(qtbot, dialog, "Enregistrer le versement")
        assert words in plain(beside(dialog.amount))
    type_in(qtbot, dialog.day, "02/06/2023")
    click(qtbot, dialog, "Enregistrer le versement")
    assert "à venir" in beside(dialog.day)
    type_in(qtbot, dialog.amount, "50000")
    type_in(qtbot, dialog.day, "20/03/2022")
    assert dialog.line.currentText().startswith(
        "Fonctionnement de la communauté professionnelle, versement en totalité"
    )
    type_in(qtbot, dialog.reference, "VIR 12")
    click(qtbot, dialog, "Enregistrer le versement")

    assert "versement de 50 000 € est enregistré" in plain(tab.messages.text())
    assert line(tab, 0)[-1] == "Payé"
    tab.desk.undo_last()
    assert line(tab, 0)[-1] == "En retard"


def test_an_amount_that_settles_all_lines_of_a_day_is_shared_over_them(
    tab: FundingTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Enregistrer un versement"))
    type_in(qtbot, dialog.day, "20/03/2022")
    type_in(qtbot, dialog.amount, "91250")
    assert dialog.shares.isVisible()
    assert plain(beside(dialog.shares)) == "Réparti : 91 250 € sur 91 250 €."
    dialog.shares.set_part(0, "beaucoup")
    click(qtbot, dialog, "Enregistrer le versement")
    assert "45,50" in beside(dialog.shares)
    dialog.shares.set_part(0, "60 000")
    click(qtbot, dialog, "Enregistrer le versement")
    assert "dépasse le versement de 10 000 €" in plain(beside(dialog.shares))
    dialog.shares.set_part(0, "40000")
    assert "10 000 € restent à rapprocher" in plain(beside(dialog.shares))
    click(qtbot, dialog, "Enregistrer le versement")

    assert [line(tab, number)[-1] for number in (0, 1)] == ["Payé en partie", "Payé"]
    assert tab.parts.tabText(2) == "Versements (1 à rapprocher)"
    assert tab.payments.model.total == 3


def test_a_line_is_paid_from_its_row_and_a_recovery_corrects_it(
    tab: FundingTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab.dues.panel.view.selectRow(0)
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Enregistrer le versement de cette ligne"))
    assert plain(dialog.amount.text()) == "50 000"
    type_in(qtbot, dialog.amount, "50100")
    assert "écart est de 100 €" in plain(beside(dialog.line))
    click(qtbot, dialog, "Enregistrer le versement")
    assert line(tab, 0)[-1] == "Trop payé"
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Enregistrer un versement"))
    type_in(qtbot, dialog.amount, "-100")
    dialog.line.setCurrentIndex(1)
    dialog._chosen_by_hand()
    click(qtbot, dialog, "Enregistrer le versement")

    assert line(tab, 0)[-1] == "Payé"


def test_a_recovery_may_concern_a_line_that_was_paid(tab: FundingTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    assert tab._account is not None
    first = key_of(tab._account.statement.lines[0].due)
    record(tab, Payment(date(2022, 4, 1), Decimal(50_000), of=first))
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Enregistrer un versement"))
    type_in(qtbot, dialog.amount, "-1000")
    dialog.line.setCurrentIndex(dialog.line.findText(dialog.line.itemText(dialog.line.count() - 2)))
    assert dialog.line.currentText().endswith("payé")
    dialog._chosen_by_hand()
    click(qtbot, dialog, "Enregistrer le versement")

    assert line(tab, 0)[5:] == ("49 000 €", "1 000 €", "Payé en partie")


def record(tab: FundingTab, *payments: Payment) -> None:
    assert tab._account is not None
    funding.record_payment(tab.desk.db, tab._account.dossier, payments, TODAY)
    tab.desk.refresh()


def test_payments_are_matched_one_by_one_or_all_loosened_changed_and_deleted(
    tab: FundingTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    on = date(2022, 4, 1)
    record(tab, Payment(on, Decimal(50_000)), Payment(on, Decimal(41_250)), Payment(on, Decimal(7)))
    tab.parts.setCurrentIndex(2)
    view = tab.payments.panel.view
    view.selectRow(0)
    command(tab, "Accepter la ligne proposée")()
    assert "1 versement rapproché" in plain(tab.messages.text())
    assert plain(tab.payments.told.text()) == "2 versements à rapprocher, 41 257 €."
    command(tab, "Tout rapprocher")()
    assert [line(tab, number)[-1] for number in (0, 1)] == ["Payé", "Payé"]
    view.selectRow(1)
    command(tab, "Détacher")()
    assert line(tab, 1)[-1] == "En retard"

    view.selectRow(2)
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Modifier ou répartir"))
    assert dialog.amount.text() == "7"
    type_in(qtbot, dialog.amount, "8,50")
    type_in(qtbot, dialog.label, "Frais")
    click(qtbot, dialog, "Enregistrer le versement")
    assert [each.payment.amount for each in tab.payments.model._rows][2] == Decimal("8.50")
    view.selectRow(2)
    command(tab, "Supprimer")()
    assert "1 versement supprimé" in plain(tab.messages.text())
    assert tab.payments.model.total == 2


def test_a_payment_known_is_shared_out_over_its_lines(tab: FundingTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    assert tab._account is not None
    first = key_of(tab._account.statement.lines[0].due)
    record(tab, Payment(date(2022, 4, 1), Decimal(91_250), of=first))
    tab.payments.panel.view.selectRow(0)
    dialog = open_dialog(dialogs, tab, PaymentDialog, command(tab, "Modifier ou répartir"))
    assert dialog.line.currentIndex() == 1
    dialog.line.setCurrentIndex(dialog.line.count() - 1)
    dialog._chosen_by_hand()
    click(qtbot, dialog, "Enregistrer le versement")

    assert [line(tab, number)[-1] for number in (0, 1)] == ["Payé", "Payé"]
    assert tab.payments.model.total == 2


def test_an_amount_paid_once_is_given_with_its_condition_and_taken_back(
    tab: FundingTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, GrantsDialog, command(tab, "Montants versés une fois"))
    covid = dialog.grants[GrantKind.COVID]
    covid.box.setChecked(True)
    type_in(qtbot, covid.day, "01/01/2022")
    click(qtbot, dialog, "Enregistrer les montants")
    assert "au lieu d’avant le 01/01/2022" in beside(covid.comment)
    covid.box.setChecked(False)
    additional = dialog.grants[GrantKind.ADDITIONAL]
    assert "37 500 € pour la taille 1" in plain(additional._rule.text())
    additional.box.setChecked(True)
    type_in(qtbot, additional.day, "01/01/2021")
    click(qtbot, dialog, "Enregistrer les montants")
    assert "ne prévoit pas ce montant" in beside(additional.day)
    type_in(qtbot, additional.day, "01/06/2022")
    click(qtbot, dialog, "Enregistrer les montants")
    assert tab._account is not None
    once = [each.due.amount for each in tab._account.statement.lines if each.due.kind is Kind.ONCE]
    assert once == [Decimal(37_500)]
    dialog = open_dialog(dialogs, tab, GrantsDialog, command(tab, "Montants versés une fois"))
    dialog.grants[GrantKind.ADDITIONAL].box.setChecked(False)
    click(qtbot, dialog, "Enregistrer les montants")
    assert not [each for each in tab._account.statement.lines if each.due.kind is Kind.ONCE]


def test_the_covid_derogation_and_a_crisis_of_2021_pay_one_amount(
    db: Database, commission: Commission, qtbot: QtBot, dialogs: Dialogs
) -> None:
    signed_on = date(2021, 3, 15)
    cpts = add_cpts(
        db, commission, "CPTS-003", step_since=signed_on, signed_on=signed_on, missions=(("crises", signed_on),)
    )
    crisis = RegionalCrisis(Crisis(date(2021, 12, 22), "Vague de décembre"), frozenset({cpts}))
    funding.save_crisis(db, commission, crisis, TODAY)
    page = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    page.open_file(cpts, "funding")
    tab = tab_of(page)
    dialog = open_dialog(dialogs, tab, GrantsDialog, command(tab, "Montants versés une fois"))
    covid = dialog.grants[GrantKind.COVID]
    covid.box.setChecked(True)
    assert "rien de plus n’est dû pour ce qui fut déclenché cette année-là, le 22/12/2021" in covid._rule.text()
    type_in(qtbot, covid.day, "15/01/2022")
    click(qtbot, dialog, "Enregistrer les montants")

    assert tab._account is not None
    dues = [each.due for each in tab._account.statement.lines if each.due.kind in (Kind.CRISIS, Kind.ONCE)]
    assert [(each.kind, each.amount) for each in dues] == [(Kind.ONCE, Decimal(37_500))]
    told = " ".join(label.text() for label in page.findChildren(QLabel) + page.findChildren(QAbstractButton))
    assert "la dérogation Covid-19 verse déjà l’enveloppe de 2021" in told


def test_a_crisis_of_the_region_is_declared_for_the_cpts_ticked(
    db: Database, commission: Commission, page: CptsPage, tab: FundingTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    add_cpts(db, commission, "CPTS-002", missions=())
    page.reload()
    crises = open_dialog(dialogs, tab, CrisesDialog, command(tab, "Crises sanitaires"))
    one = open_dialog(dialogs, crises, CrisisDialog, crises._add.trigger)
    click(qtbot, one, "Enregistrer la crise")
    assert "obligatoire" in beside(one.label)
    type_in(qtbot, one.label, "Épidémie")
    click(qtbot, one, "Tout décocher")
    assert "Aucune CPTS" in one.count.text()
    one.filter.setText("mission")
    click(qtbot, one, "Tout cocher")
    assert one.count.text() == "1 CPTS concernée."
    one.filter.setText("")
    click(qtbot, one, "Tout cocher")
    type_in(qtbot, one.day, "10/01/2023")
    click(qtbot, one, "Enregistrer la crise")

    assert (crises.model.total, len(crises.model.row(0).cpts_ids)) == (1, 2)
    assert tab._account is not None
    paid = [each.due.amount for each in tab._account.statement.lines if each.due.kind is Kind.CRISIS]
    assert paid == [Decimal(37_500)]
    crises.panel.view.selectRow(0)
    again = open_dialog(dialogs, crises, CrisisDialog, crises._change.trigger)
    assert again.label.text() == "Épidémie"
    again.reject()
    crises._remove.trigger()
    assert crises.model.total == 0
    crises.accept()


def test_a_simulation_sets_both_sides_beside_each_other_and_stores_nothing(
    tab: FundingTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, SimulationDialog, command(tab, "Simuler"))
    dialog.year.setCurrentIndex(1)
    dialog.size_choice.setCurrentIndex(dialog.size_choice.findData(SizeClass.SIZE_2))
    assert dialog._told is not None
    # Taille 2 less taille 1: fonctionnement 10 000, accès 15 000 and 5 000 (avenant 2).
    assert dialog._told.total.difference == Decimal(30_000)
    dialog.boxes[Mission.PREVENTION].setChecked(True)
    type_in(qtbot, dialog.starts[Mission.PREVENTION], "15/03/2022")
    assert dialog._told.total.difference == Decimal(60_000)
    type_in(qtbot, dialog.rate, "cent")
    assert "0 à 100" in beside(dialog.rate)
    type_in(qtbot, dialog.rate, "0")
    assert dialog._told.total.difference == Decimal(60_000 - 30_000 - 15_000)
    type_in(qtbot, dialog.members, "beaucoup")
    assert "nombre" in beside(dialog.members)
    click(qtbot, dialog, "Copier le tableau")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == ["Ligne du barème", "Aujourd’hui", "Hypothèse", "Écart"]
    assert copied[-1].startswith("Total\t130000,00\t145000,00\t15000,00")
    dialogs.answer(lambda preview: preview.reject())
    click(qtbot, dialog, "Voir et imprimer…")
    qtbot.waitUntil(lambda: not dialogs.awaited)
    dialog.accept()
    assert tab._account is not None
    assert tab.desk.history.undo is None


def test_a_start_that_is_no_date_is_told_and_supposes_nothing(tab: FundingTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, tab, SimulationDialog, command(tab, "Simuler"))
    dialog.boxes[Mission.PREVENTION].setChecked(True)
    start = dialog.starts[Mission.PREVENTION]
    type_in(qtbot, start, "15/03/2022")
    told = dialog._told
    start.setText("31/02/2022")

    assert dialog._starts.error()
    assert dialog._told is told
    start.setText("28/02/2022")
    assert dialog._starts.error() == ""
    assert dialog._told is not told
    dialog.accept()


def test_a_cpts_without_a_contract_says_why_nothing_is_due_and_may_suppose_one(
    db: Database, commission: Commission, page: CptsPage, dialogs: Dialogs
) -> None:
    project = save_adhesion(db, commission.id, adhesion("CPTS-009", population=100_000), SIGNED_ON)
    page.reload()
    page.open_file(project, "funding")
    tab = tab_of(page)
    assert any("Aucun contrat n’est signé" in label.text() for label in tab.dues.panel.findChildren(QLabel))
    dialog = open_dialog(dialogs, tab, SimulationDialog, command(tab, "Simuler"))

    assert dialog.signed_on.isVisible()
    assert dialog._told is not None
    assert (dialog._told.total.now, dialog._told.total.then > 0) == (Decimal(0), True)
    dialog.signed_on.set_day(date(2020, 1, 1))
    assert dialog.year.itemText(1).startswith("Année 1 (du 01/01/2020")
    dialog.accept()


def test_a_past_state_is_read_only_and_tells_what_was_known(page: CptsPage, tab: FundingTab) -> None:
    record(tab, Payment(date(2022, 4, 1), Decimal(50_000)), Payment(date(2023, 5, 1), Decimal(1)))
    page.day.set_day(date(2022, 6, 1))

    assert tab._account is not None
    assert (tab._account.at, tab._account.statement.paid) == (date(2022, 6, 1), Decimal(50_000))
    actions = {each.text().replace("&", ""): each.isEnabled() for each in tab.actions()}
    assert not actions["Enregistrer un versement…"]
    assert not actions["Crises sanitaires…"]
    assert actions["Simuler…"]
    tab.dues.panel.view.selectRow(0)
    tab.dues.pay.emit()
    assert not tab.findChildren(QDialog)
    assert {each.state for each in tab._account.statement.lines} <= {LineState.LATE, LineState.TO_COME}


def test_the_statement_is_looked_at_and_the_workbook_written(
    tab: FundingTab, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs.answer(lambda preview: preview.reject())
    command(tab, "État de financement")()
    qtbot.waitUntil(lambda: not dialogs.awaited)
    file = tmp_path / "financement.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), "Classeur Excel (*.xlsx)"))
    command(tab, "Exporter")()
    qtbot.waitUntil(lambda: "est enregistré" in tab.messages.text())

    assert "Sommes" in openpyxl.load_workbook(file).sheetnames
