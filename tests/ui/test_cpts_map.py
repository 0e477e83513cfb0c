from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.region_map import Colouring, Fill
from cpr_desk.services import register, territories
from cpr_desk.services.commission import CreateCommission, add_commission
from cpr_desk.services.instance import Database
from cpr_desk.services.territories import FixTerritory
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_map import CptsMap
from cpr_desk.ui.state import UiState
from tests.factories import INSTALLED, adhesion
from tests.reports.reading import text
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, shown

SINCE, LATER, TODAY = date(2025, 3, 1), date(2026, 6, 1), date(2026, 11, 22)
NANTES, REZE, ALLAIRE = "44109", "44143", "56001"


def add(
    db: Database, commission: Commission, code: str, *codes: str, on: date = SINCE, step: Step = Step.SIGNED
) -> int:
    row = adhesion(code, name=f"CPTS {code}", step=step, step_since=on)
    own = register.save_adhesion(db, commission.id, row, on)
    if codes:
        territories.save_territory(db, commission, FixTerritory(own, codes, on))
    return own


@pytest.fixture
def page(qtbot: QtBot, db: Database, commission: Commission) -> CptsPage:
    """Return the page with its map: one CPTS of two communes, one that shares the second, one without territory."""
    add(db, commission, "44-01", NANTES, REZE)
    add(db, commission, "44-02", REZE, ALLAIRE, on=LATER, step=Step.LETTER_DEPOSITED)
    add(db, commission, "44-03", step=Step.REFLECTION)
    return shown(CptsPage, Desk(db, lambda: TODAY), qtbot)


def opened(qtbot: QtBot, page: CptsPage, at: date = TODAY) -> CptsMap:
    page.parts.setCurrentIndex(1)
    return read(qtbot, page, at)


def read(qtbot: QtBot, page: CptsPage, at: date = TODAY) -> CptsMap:
    sheet = page.findChild(CptsMap)
    assert isinstance(sheet, CptsMap)
    qtbot.waitUntil(lambda: sheet._shown is not None and sheet._shown.at == at, timeout=20_000)
    qtbot.waitUntil(lambda: sheet._shown is not None and sheet._shown.colouring is sheet.map.colouring, timeout=20_000)
    return sheet


def plain(words: str) -> str:
    return words.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_map_of_the_register_says_what_is_held_and_what_is_not(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)

    told = plain(sheet.told.text()).split("\n")
    assert told[0].startswith("2 CPTS ont un territoire : 2 communes de la région, ")
    assert "communes ne sont dans aucune CPTS : " in told[1]
    assert told[2:] == [
        "1 commune est dans plusieurs CPTS ; chaque habitant n’est compté qu’une fois.",
        "1 CPTS n’a pas encore de territoire : CPTS 44-03.",
        "Des communes hors de la région ne sont pas dessinées : CPTS 44-02.",
    ]
    assert sheet.map.legend.words()[:3] == [
        "Lettre d’intention (1 CPTS)",
        "Contrat signé (1 CPTS)",
        "1 commune dans plusieurs CPTS",
    ]
    assert sheet.map.view.map
    assert sheet.map.view.map.fills[NANTES] is Fill.GRADE_5
    assert sheet.lists.tabText(1) == "Recouvrements (1)"
    assert "IGN" in sheet.map.source.text()


def test_communes_of_no_cpts_are_listed_filtered_copied_and_shown_on_the_map(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)
    QTest.keyClicks(sheet.free.filter, "herblain")
    sheet.free.view.selectRow(0)
    assert sheet.map.view._marked
    sheet.free.view.copy()
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == "Code\tCommune\tDépt\tHabitants"
    assert copied[1].startswith("44162\tSaint-Herblain\t44\t")
    sheet.free.view.clearSelection()
    assert not sheet.map.view._marked


def test_the_cpts_chosen_on_the_map_is_seen_from_near_and_the_whole_again(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)
    near, closer, further, whole = (
        button for button in sheet.map.findChildren(QToolButton) if button.defaultAction() is not None
    )
    view = sheet.map.view
    place = view.place_of(NANTES)
    assert not near.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Right)
    near.click()
    assert view.rect().center().toPointF().toPoint() != place.toPoint()
    seen = view.place_of(NANTES)
    closer.click()
    further.click()
    assert (view.place_of(NANTES) - seen).manhattanLength() < 1
    whole.click()
    assert view.place_of(NANTES) == place
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not near.isEnabled()


def test_the_map_of_a_past_day_shows_what_was_held_then(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)
    page.day.setText("1/1/2026")
    read(qtbot, page, date(2026, 1, 1))
    assert sheet.told.text().startswith("1 CPTS a un territoire")
    assert sheet.lists.tabText(1) == "Recouvrements (0)"


def test_the_colouring_chosen_is_remembered(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)
    sheet.map.choice.setCurrentIndex(sheet.map.choice.findData(Colouring.CPTS))
    qtbot.waitUntil(lambda: sheet.map.legend.words()[:2] == ["1. CPTS 44-01", "2. CPTS 44-02"], timeout=20_000)
    again = CptsMap(sheet._desk, sheet._state, page)
    assert again.map.colouring is Colouring.CPTS


def test_a_cpts_of_the_map_opens_at_its_territory_and_one_comes_back_to_the_map(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)
    QTest.keyClick(sheet.map.view, Qt.Key.Key_Right)
    QTest.keyClick(sheet.map.view, Qt.Key.Key_Return)
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    assert file.isVisible()
    assert file.tabs.key == "area"
    assert not page.parts.isVisible()

    file.back.trigger()
    assert sheet.isVisible()
    assert page.parts.isVisible()
    page.parts.setCurrentIndex(0)
    assert page.panel.isVisible()
    page.begin("map")
    assert sheet.isVisible()


def test_a_pair_that_shares_communes_leads_to_its_first_cpts(qtbot: QtBot, page: CptsPage) -> None:
    sheet = opened(qtbot, page)
    sheet.lists.setCurrentIndex(1)
    sheet.shared.view.selectRow(0)
    sheet.shared.view.setFocus()
    QTest.keyClick(sheet.shared.view, Qt.Key.Key_Return)
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    assert file.isVisible()


def test_what_another_page_changes_is_drawn_again(
    qtbot: QtBot, page: CptsPage, db: Database, commission: Commission
) -> None:
    sheet = opened(qtbot, page)
    assert sheet.map.view.map
    before = sheet.map.view.map
    add(db, commission, "49-01", "49007")
    page._desk.refresh()
    qtbot.waitUntil(lambda: sheet.map.view.map is not before, timeout=20_000)
    assert sheet.told.text().startswith("3 CPTS ont un territoire")


def test_the_map_is_looked_at_then_saved(
    qtbot: QtBot, page: CptsPage, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened(qtbot, page)
    target = tmp_path / "carte.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    seen: list[PreviewDialog] = []

    def save(dialog: object) -> None:
        assert isinstance(dialog, PreviewDialog)
        seen.append(dialog)
        click(qtbot, dialog, "Enregistrer…")

    dialogs.answer(save)
    sheet.print_action.trigger()
    qtbot.waitUntil(target.exists, timeout=20_000)
    assert "Territoires des CPTS, par étape" in text(target.read_bytes())
    qtbot.waitUntil(lambda: plain(page.messages.text()) == "Le fichier « carte.pdf » est enregistré.")
    seen[0].reject()


@pytest.mark.usefixtures("commission")
def test_the_national_commission_has_the_lists_and_no_map(qtbot: QtBot, db: Database) -> None:
    national = add_commission(db, CreateCommission(CommissionKind.CPN, "", "", INSTALLED))
    page = shown(CptsPage, Desk(db, lambda: TODAY, commission_id=national.id), qtbot)
    sheet = opened(qtbot, page)
    assert "Pas de carte" in [label.text() for label in sheet.map.findChildren(QLabel) if label.isVisible()]
    assert "34" in sheet.lists.tabText(0)


def test_a_refusal_is_told_in_the_page(qtbot: QtBot, page: CptsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = opened(qtbot, page)

    def fail(*_given: object) -> None:
        raise OSError("disque")

    monkeypatch.setattr("cpr_desk.ui.pages.cpts_map.territories.region_view", fail)
    sheet.show_day(TODAY)
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=20_000)


def test_no_letter_is_asked_twice(qtbot: QtBot, page: CptsPage) -> None:
    opened(qtbot, page)
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    menus = [action.text() for action in window.menuBar().actions()]
    texts = [each.text() for each in page.findChildren(QAbstractButton) if each.isVisibleTo(page)]
    letters = Counter(QKeySequence.mnemonic(each).toString() for each in [*menus, *texts, "Co&uleurs"] if "&" in each)
    assert {letter: count for letter, count in letters.items() if count > 1} == {}
