"""The missions of a CPTS driven as a secretary drives them: chosen, dated, planned, measured year by year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier, MissionState, RateKept, YearIndicator
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.services import indicators, missions
from cpr_desk.services.dossiers import dossier_of
from cpr_desk.services.instance import Database
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.models import CptsStepRow
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.mission_dates import ChooseMissionsDialog, MissionDatesDialog
from cpr_desk.ui.dialogs.mission_rate import RatesDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_missions import MissionsTab
from cpr_desk.ui.widgets.indicator_grid import LABEL, RATE, RESULT, START, TARGET, UNIT, WEIGHT, IndicatorGrid
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

SIGNED_ON, TODAY = date(2022, 3, 15), date(2024, 4, 20)
ACCES = Mission.ACCES


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    known = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    return save_adhesion(db, commission.id, known, SIGNED_ON)


@pytest.fixture
def page(db: Database, cpts: int, qtbot: QtBot) -> CptsPage:
    made = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    made.open_file(cpts, "missions")
    return made


@pytest.fixture
def tab(page: CptsPage) -> MissionsTab:
    found = page.findChild(MissionsTab)
    assert isinstance(found, MissionsTab)
    return found


@pytest.fixture
def followed(db: Database, commission: Commission, cpts: int) -> int:
    """Choose two missions before the page opens."""
    missions.choose_missions(db, commission, cpts, [ACCES, Mission.CRISES])
    return cpts


def test_a_mission_read_again_is_shown_once(
    followed: int, tab: MissionsTab, db: Database, commission: Commission, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_again: list[Mission] = []
    monkeypatch.setattr(tab.indicators, "show_mission", lambda _dossier, mission: shown_again.append(mission))
    tab.show_dossier(read(db, commission, followed))
    assert shown_again == [ACCES]


def read(db: Database, commission: Commission, cpts: int) -> Dossier:
    found = dossier_of(db, commission, cpts, TODAY)
    assert found
    return found


def press(owner: MissionsTab | IndicatorGrid, verb: str) -> None:
    where = owner if isinstance(owner, MissionsTab) else owner.parentWidget()
    assert where
    action = next(each for each in where.actions() if each.text().replace("&", "").startswith(verb))
    assert action.isEnabled()
    action.trigger()


def enabled(tab: MissionsTab, verb: str) -> bool:
    actions = [*tab.actions(), *tab.indicators.actions()]
    return next(each for each in actions if each.text().replace("&", "").startswith(verb)).isEnabled()


def type_cell(
    qtbot: QtBot, grid: IndicatorGrid, row: int, column: int, text: str, key: Qt.Key = Qt.Key.Key_Return
) -> None:
    """Begin to type in a cell, as in a spreadsheet, and leave it with a key."""
    grid.setCurrentCell(row, column)
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid.findChildren(QLineEdit)[-1]
    type_in(qtbot, editor, text)
    qtbot.keyClick(editor, key)
    QApplication.processEvents()  # Qt takes what Enter ends a moment later


def cell(grid: IndicatorGrid, row: int, column: int) -> str:
    item = grid.item(row, column)
    assert item
    return item.text()


def test_missions_are_chosen_from_the_empty_tab(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, ChooseMissionsDialog, lambda: press(tab, "Choisir"))
    assert [mission for mission, box in dialog.boxes.items() if box.isChecked()] == list(Mission)[:4]
    for box in dialog.boxes.values():
        box.setChecked(False)
    click(qtbot, dialog, "Ajouter les missions")
    assert dialog.isVisible()
    dialog.boxes[ACCES].setChecked(True)
    dialog.boxes[Mission.QUALITE].setChecked(True)
    assert dialog.day.day() == SIGNED_ON
    type_in(qtbot, dialog.day, "21/4/24")
    click(qtbot, dialog, "Ajouter les missions")
    assert "est à venir" in beside(dialog.day)
    type_in(qtbot, dialog.day, "1/6/22")
    click(qtbot, dialog, "Ajouter les missions")

    assert [each.mission for each in read(db, commission, cpts).missions] == [ACCES, Mission.QUALITE]
    assert tab.model.total == 2
    assert tab.window().focusWidget() is tab.view
    assert "Parcours pluriprofessionnels, Prévention et Crises" in tab.remarks.text()
    assert tab.badge.accessibleName() == "En retard"
    assert "au plus tard le 15/09/2022" in tab.words.text()
    assert "source secondaire, à vérifier" in tab.rule.text()


@pytest.mark.usefixtures("followed")
def test_a_mission_is_shown_from_the_day_on_which_it_was_chosen(
    db: Database, commission: Commission, cpts: int, page: CptsPage, tab: MissionsTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    assert tab.rule.text().startswith("Du contrat depuis le 15/03/2022, faute d’un jour noté (règle par défaut")
    dialog = open_dialog(dialogs, tab, MissionDatesDialog, lambda: press(tab, "Dater"))
    assert "faute d’un jour noté" in beside(dialog.chosen)
    type_in(qtbot, dialog.started, "1/2/23")
    type_in(qtbot, dialog.chosen, "1/3/23")
    click(qtbot, dialog, "Enregistrer les dates")
    assert "au plus tard le jour où elle démarre, le 01/02/2023" in beside(dialog.chosen)
    type_in(qtbot, dialog.chosen, "10/1/23")
    click(qtbot, dialog, "Enregistrer les dates")
    assert read(db, commission, cpts).missions[0].chosen_on == date(2023, 1, 10)
    assert tab.rule.text().startswith("Choisie le 10/01/2023.")

    page.day.setText("9/1/23")
    assert [tab.model.row(place).mission for place in range(tab.model.total)] == [Mission.CRISES]
    page.day.setText("10/1/23")
    assert tab.model.total == 2


@pytest.mark.usefixtures("followed")
def test_a_mission_is_dated_with_what_is_wrong_beside_each_date(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, MissionDatesDialog, lambda: press(tab, "Dater"))
    assert not dialog.written.isVisible()
    assert beside(dialog.started) == "Au plus tard le 15/09/2022."
    type_in(qtbot, dialog.started, "1/3/22")
    assert "précède la signature" in beside(dialog.started)
    type_in(qtbot, dialog.deployed, "28/2/22")
    click(qtbot, dialog, "Enregistrer les dates")
    assert "ne peut pas précéder le démarrage, le 01/03/2022" in beside(dialog.deployed)
    type_in(qtbot, dialog.deployed, "29/2/24")
    type_in(qtbot, dialog.started, "29/2/23")
    click(qtbot, dialog, "Enregistrer les dates")
    assert "n’existe pas" in beside(dialog.started)
    type_in(qtbot, dialog.started, "1/9/22")
    click(qtbot, dialog, "Enregistrer les dates")

    state = read(db, commission, cpts).missions[0]
    assert (state.started_on, state.deployed_on) == (date(2022, 9, 1), date(2024, 2, 29))
    assert tab.words.text().startswith("Déployée le 29/02/2024, 167 jours après la limite")


@pytest.mark.usefixtures("followed")
def test_the_day_the_plan_for_crises_was_written_is_asked_of_that_mission_alone(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab.select(Mission.CRISES)
    dialog = open_dialog(dialogs, tab, MissionDatesDialog, lambda: tab.view.opened.emit(None))
    type_in(qtbot, dialog.written, "4/11/22")
    click(qtbot, dialog, "Enregistrer les dates")

    assert read(db, commission, cpts).missions[1].plan_written_on == date(2022, 11, 4)
    assert tab.badge.accessibleName() == "En retard"


@pytest.mark.usefixtures("followed")
def test_a_plan_is_kept_when_one_goes_to_another_mission(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab
) -> None:
    tab.parts.setCurrentWidget(tab.plan)
    tab.plan.edit.setPlainText("Recenser les créneaux.")
    tab.select(Mission.CRISES)
    assert tab.plan.edit.toPlainText() == ""
    tab.plan.edit.setPlainText("Alerter.")
    tab.parts.setCurrentWidget(tab.indicators)

    plans = {each.mission: each.plan for each in read(db, commission, cpts).missions}
    assert plans == {ACCES: "Recenser les créneaux.", Mission.CRISES: "Alerter."}
    tab.desk.undo_last()
    assert read(db, commission, cpts).missions[1].plan == ""


@pytest.mark.usefixtures("followed")
def test_a_mission_that_carries_something_stays_with_what_to_do(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab
) -> None:
    stored = indicators.save_indicator(db, commission, cpts, YearIndicator(ACCES, 1, Indicator("Délai")))
    press(tab, "Retirer")
    assert "1 indicateur" in tab.messages.text()
    indicators.remove_indicator(db, commission, cpts, stored)
    press(tab, "Retirer")

    assert [each.mission for each in read(db, commission, cpts).missions] == [Mission.CRISES]
    tab.desk.undo_last()
    assert tab.model.total == 2


@pytest.mark.usefixtures("followed")
def test_indicators_are_typed_by_the_keyboard_alone(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot
) -> None:
    grid = tab.indicators.grid
    assert tab.indicators.years.currentText() == "3 (du 15/03/2024 au 14/03/2025)"
    type_cell(qtbot, grid, 0, LABEL, "Délai moyen")
    assert (grid.rowCount(), grid.currentRow()) == (2, 1)
    type_cell(qtbot, grid, 0, UNIT, "jours", Qt.Key.Key_Tab)
    assert grid.currentColumn() == WEIGHT
    for column, text in ((WEIGHT, "1,5"), (START, "21"), (TARGET, "10"), (RESULT, "14,5")):
        type_cell(qtbot, grid, 0, column, text)

    (stored,) = read(db, commission, cpts).indicators_of(ACCES, 3)
    assert (stored.weight, stored.start, stored.target, stored.result) == (
        Decimal("1.5"), Decimal(21), Decimal(10), Decimal("14.5")
    )  # fmt: skip
    assert cell(grid, 0, RATE) == "59,1\u00a0%"
    assert tab.indicators.rate.text() == (
        "Taux d’atteinte calculé\u00a0: 59,1\u00a0%, moyenne des indicateurs selon leur poids."
    )
    grid.setCurrentCell(0, TARGET)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Tab)
    assert grid.currentColumn() == RESULT  # also from a cell that one only looked at
    qtbot.keyClick(grid.findChildren(QLineEdit)[-1], Qt.Key.Key_Escape)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert read(db, commission, cpts).indicators_of(ACCES, 3)[0].result is None
    assert "il en manque pour 1 sur 1" in tab.indicators.rate.text()


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize(
    "wrong",
    [
        (WEIGHT, "-1", "ne peut pas être négatif"),
        (WEIGHT, "1001", "est trop grand"),
        (WEIGHT, "", "Indiquez un poids"),
        (TARGET, "12345678901", "trop grand"),
        (TARGET, "beaucoup", "n’est pas un nombre"),
        (LABEL, "", "Donnez un intitulé"),
    ],
)
def test_what_cannot_be_stays_in_its_cell_until_it_is_mended(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot, wrong: tuple[int, str, str]
) -> None:
    grid, (column, text, why) = tab.indicators.grid, wrong
    type_cell(qtbot, grid, 0, LABEL, "Délai")
    type_cell(qtbot, grid, 0, column, text)

    assert why in tab.indicators.fault.text()
    item = grid.item(0, column)
    assert item
    assert (item.text(), why in item.toolTip(), item.icon().isNull()) == (text, True, False)
    (stored,) = read(db, commission, cpts).indicators_of(ACCES, 3)
    assert stored == replace(Indicator("Délai"), id=stored.id)
    tab.desk.refresh()
    assert cell(grid, 0, column) == text
    type_cell(qtbot, grid, 0, column, "12")
    grid.setCurrentCell(1, LABEL)
    assert tab.indicators.fault.text() == ""


@pytest.mark.usefixtures("followed")
def test_a_negative_value_and_a_weight_of_nothing_are_told_and_go_on(tab: MissionsTab, qtbot: QtBot) -> None:
    grid = tab.indicators.grid
    type_cell(qtbot, grid, 0, LABEL, "Écart")
    type_cell(qtbot, grid, 0, TARGET, "-5")
    type_cell(qtbot, grid, 0, WEIGHT, "0")
    grid.setCurrentCell(0, LABEL)

    assert "négative" in tab.indicators.fault.text()
    assert "ne compte pas dans le taux" in tab.indicators.fault.text()
    assert "Tous les poids sont à 0" in tab.indicators.rate.text()


@pytest.mark.usefixtures("followed")
def test_the_national_indicators_come_with_their_year_and_are_taken_up_the_next(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot
) -> None:
    part, grid = tab.indicators, tab.indicators.grid
    part.years.setCurrentIndex(0)
    press(grid, "Indicateurs nationaux")
    assert not enabled(tab, "Indicateurs nationaux")
    assert cell(grid, 4, LABEL).startswith("Demandes du service d’accès aux soins")
    item = grid.item(0, LABEL)
    assert item
    assert not item.flags() & Qt.ItemFlag.ItemIsEditable
    type_cell(qtbot, grid, 0, RESULT, "120")
    part.years.setCurrentIndex(1)
    press(grid, "Reprendre")

    assert not enabled(tab, "Reprendre")
    second = read(db, commission, cpts).indicators_of(ACCES, 2)
    assert (len(second), second[0].start, second[0].target) == (5, Decimal(120), None)
    tab.select(Mission.CRISES)
    assert not enabled(tab, "Indicateurs nationaux")


@pytest.mark.usefixtures("followed")
def test_a_row_is_moved_and_removed_by_keys(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot
) -> None:
    grid = tab.indicators.grid
    for row, label in enumerate("AB"):
        type_cell(qtbot, grid, row, LABEL, label)
    grid.setCurrentCell(1, LABEL)
    qtbot.keyClick(grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [each.label for each in read(db, commission, cpts).indicators_of(ACCES, 3)] == ["B", "A"]
    assert grid.currentRow() == 0
    qtbot.keyClick(grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [each.label for each in read(db, commission, cpts).indicators_of(ACCES, 3)] == ["A"]
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert grid.currentRow() == 1


@pytest.mark.usefixtures("followed")
def test_a_rate_is_retained_over_the_computed_one_and_given_up(
    db: Database, commission: Commission, cpts: int, tab: MissionsTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    part = tab.indicators
    dialog = open_dialog(dialogs, part, RatesDialog, lambda: press(part.grid, "Taux retenu"))
    click(qtbot, dialog, "Retenir le taux")
    assert beside(dialog.rates[ACCES]) == "Indiquez le taux retenu."
    for wrong, why in (("120", "va de 0 à 100"), ("-5", "va de 0 à 100"), ("beaucoup", "n’est pas un nombre")):
        type_in(qtbot, dialog.rates[ACCES], wrong)
        click(qtbot, dialog, "Retenir le taux")
        assert why in beside(dialog.rates[ACCES])
    type_in(qtbot, dialog.rates[ACCES], "76,5")
    type_in(qtbot, dialog.comments[ACCES], "accord des parties")
    click(qtbot, dialog, "Retenir le taux")

    (kept,) = read(db, commission, cpts).rates
    assert (kept.mission, kept.year, kept.rate) == (ACCES, 3, Decimal("0.765"))
    assert "Taux retenu\u00a0: 76,5\u00a0% (accord des parties)" in part.rate.text()
    dialog = open_dialog(dialogs, part, RatesDialog, lambda: press(part.grid, "Taux retenu"))
    assert dialog.rates[ACCES].text() == "76,5"
    type_in(qtbot, dialog.rates[ACCES], "")
    click(qtbot, dialog, "Retenir le taux")
    assert read(db, commission, cpts).rates == ()


@pytest.mark.usefixtures("followed")
def test_a_past_state_is_only_read(db: Database, commission: Commission, cpts: int, page: CptsPage) -> None:
    missions.date_mission(db, commission, cpts, MissionState(ACCES, started_on=date(2023, 9, 1)), TODAY)
    indicators.keep_rates(db, commission, cpts, [RateKept(ACCES, 2, Decimal("0.8"))])
    page.day.set_day(date(2023, 6, 1))
    tab = page.findChild(MissionsTab)
    assert isinstance(tab, MissionsTab)

    assert tab.badge.accessibleName() == "En retard"
    assert not any(enabled(tab, verb) for verb in ("Choisir", "Dater", "Retirer", "Taux", "Reprendre", "Indicateurs"))
    assert tab.plan.edit.isReadOnly()
    assert tab.indicators.grid.rowCount() == 0


def test_before_the_signature_the_first_year_may_be_prepared(
    db: Database, commission: Commission, qtbot: QtBot
) -> None:
    own = save_adhesion(db, commission.id, adhesion("CPTS-009", step=Step.NEGOTIATION), TODAY)
    missions.choose_missions(db, commission, own, [ACCES])
    page = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    page.open_file(own, "missions")
    tab = page.findChild(MissionsTab)
    assert isinstance(tab, MissionsTab)

    assert "Aucun contrat n’est signé" in tab.remarks.text()
    assert tab.badge.accessibleName() == "À venir"
    type_cell(qtbot, tab.indicators.grid, 0, LABEL, "Délai")
    assert [each.year for each in read(db, commission, own).indicators] == [1]


def test_the_years_of_a_contract_that_follows_another_are_counted_on(
    db: Database, commission: Commission, followed: int, qtbot: QtBot
) -> None:
    with db.unit_of_work("Signer de nouveau") as session:
        session.add_all([
            CptsStepRow(cpts_id=followed, step=Step.TERMINATED, day=date(2023, 1, 1)),
            CptsStepRow(cpts_id=followed, step=Step.SIGNED, day=date(2023, 6, 1)),
        ])  # fmt: skip
    indicators.save_indicator(db, commission, followed, YearIndicator(ACCES, 1, Indicator("Du premier contrat")))
    page = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    page.open_file(followed, "missions")
    years = page.findChildren(MissionsTab)[0].indicators.years

    texts = [years.itemText(place)[:16] for place in range(years.count())]
    assert texts == ["1 (du 15/03/2022", "2 (du 01/06/2023", "3 (du 01/06/2024"]
    assert years.currentIndex() == 1
