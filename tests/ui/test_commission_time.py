"""The composition through time: the row of the date, the sheet « Évolution », the history of a seat."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Letter, MandateRole, Section
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.services import composition as compositions
from cpr_desk.services import mandates
from cpr_desk.services.commission import create_commission
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.dialogs.seat_history import SeatHistoryDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_evolution import EvolutionSheet
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.factories import PAYS_DE_LA_LOIRE, person, seed_states
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import TODAY, desk_on_demonstration
from tests.ui.driving import click, open_dialog, shown, type_in

INSTALLED, MARCH, JUNE, NEXT_YEAR = date(2021, 2, 4), date(2026, 3, 1), date(2026, 6, 1), date(2027, 1, 1)
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def desk(db: Database) -> Desk:
    """The demonstration region; then a titular is replaced, a line loses a vote, and a seat will close next year."""
    desk = desk_on_demonstration(db)
    commission = desk.commission
    now = compositions.composition_at(db, commission.id, TODAY)
    letter = Letter(date(2026, 2, 20), "2026-7")
    came = Designation(
        MandateRole.TITULAR, person("Perrig Lanvaux", civility="Mme"), MARCH, None, letter, EndReason.RESIGNATION
    )
    mandates.designate(db, now.of(Section.PROFESSIONAL)[0].id, came)
    mandates.change_votes(db, now.of(Section.SOCIAL)[0].id, 2, JUNE, commission.rules)
    closed = (now.of(Section.PROFESSIONAL)[-1].id,)
    compositions.revise_composition(db, ReviseComposition(commission.id, NEXT_YEAR, (), closed))
    return desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CommissionPage:
    return shown(CommissionPage, desk, qtbot)


@pytest.fixture
def seats(page: CommissionPage) -> SeatsSheet:
    return page.seats


@pytest.fixture
def evolution(page: CommissionPage) -> EvolutionSheet:
    sheet = page.show_sheet("evolution")
    assert isinstance(sheet, EvolutionSheet)
    return sheet


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def votes(seats: SeatsSheet) -> int:
    return seats._composition.votes(Section.SOCIAL)


def table(evolution: EvolutionSheet) -> list[list[str]]:
    model = evolution.panel.view.model()
    return [
        [plain(str(model.index(row, column).data())) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


# The row of the date -----------------------------------------------------------------------------------------------


def test_the_keys_go_from_change_to_change_and_the_tables_follow(seats: SeatsSheet, qtbot: QtBot) -> None:
    said = []
    for key in (Key.Key_Left, Key.Key_Left, Key.Key_Left, Key.Key_Right, Key.Key_Right, Key.Key_Right):
        qtbot.keyClick(seats, key, ALT)
        said.append((seats.at.text(), votes(seats), seats._composition.at == seats.day()))

    assert said == [
        ("01/06/2026", 34, True),
        ("01/03/2026", 35, True),
        ("15/03/2025", 35, True),
        ("01/03/2026", 35, True),
        ("01/06/2026", 34, True),
        ("01/01/2027", 34, True),
    ]


def test_there_is_no_change_before_the_first_nor_after_the_last(seats: SeatsSheet, qtbot: QtBot) -> None:
    type_in(qtbot, seats.at, "04022021")
    first = (seats.time._back.isEnabled(), seats.time._forward.isEnabled())
    type_in(qtbot, seats.at, "1/1/2027")

    assert first == (False, True)
    assert (seats.time._back.isEnabled(), seats.time._forward.isEnabled()) == (True, False)


def test_a_date_that_is_typed_moves_the_thumb_between_two_changes(seats: SeatsSheet, qtbot: QtBot) -> None:
    slider = seats.time.slider
    type_in(qtbot, seats.at, "15/4/2026")
    between = slider.value()
    type_in(qtbot, seats.at, "1/6/2026")

    assert slider.value() == between + 1
    assert slider.accessibleName() == "Composition au lundi 1er juin 2026, 1 changement"


def test_the_slider_moves_the_date_and_the_tables(seats: SeatsSheet, qtbot: QtBot) -> None:
    seats.time.slider.setFocus()
    qtbot.keyClick(seats.time.slider, Key.Key_Home)

    assert seats.at.text() == "04/02/2021"
    assert seats._composition.at == INSTALLED
    assert seats.time.slider.toolTip().startswith("Composition au jeudi 4 février 2021, ")


def test_a_date_half_typed_keeps_the_tables_and_offers_today(seats: SeatsSheet, qtbot: QtBot) -> None:
    assert not seats.time.today.isEnabled()
    type_in(qtbot, seats.at, "1/3")
    assert seats.time.today.isEnabled()
    qtbot.mouseClick(seats.time.today, Qt.MouseButton.LeftButton)

    assert seats.at.text() == "22/11/2026"
    assert not seats.time.today.isEnabled()


def test_a_change_that_is_recorded_makes_a_tick(seats: SeatsSheet, desk: Desk) -> None:
    seat = seats._composition.of(Section.PROFESSIONAL)[1]
    before = seats.time.slider.maximum()
    mandates.designate(desk.db, seat.id, Designation(MandateRole.SUBSTITUTE, person("Anaïg Lebreton"), TODAY))
    desk.refresh()

    assert seats.time.slider.maximum() == before + 2
    assert seats.time.slider.accessibleName() == "Composition au dimanche 22 novembre 2026, 1 changement"


# Évolution ---------------------------------------------------------------------------------------------------------


def test_the_sheet_begins_with_the_last_change(evolution: EvolutionSheet) -> None:
    assert (evolution.since.text(), evolution.until.text()) == ("01/03/2026", "22/11/2026")
    assert table(evolution) == [["Voix", "Section sociale", "RG, ligne 1", "3 voix", "2 voix"]]
    assert plain(evolution.summary.text()) == "Du 1er mars 2026 au 22 novembre 2026 : 1 changement de voix."
    assert "Section sociale, 35 → 34 voix" in plain(evolution.figures.text())


def test_other_dates_compare_at_once(evolution: EvolutionSheet, qtbot: QtBot) -> None:
    type_in(qtbot, evolution.since, "15/3/2025")
    type_in(qtbot, evolution.until, "1/1/2027")
    rows = table(evolution)

    assert [row[0] for row in rows][:2] == ["Voix", "Remplacement"]
    assert rows[1][2:] == ["Médecins – CSMF (titulaire)", rows[1][3], "Mme Perrig Lanvaux"]
    assert "Siège fermé" in [row[0] for row in rows]
    icons = [evolution.panel.view.model().index(row, 0).data(Qt.ItemDataRole.DecorationRole) for row in range(2)]
    assert not any(picture.isNull() for picture in icons)


def test_the_dates_change_places_and_the_sentence_says_so(
    page: CommissionPage, evolution: EvolutionSheet, qtbot: QtBot
) -> None:
    qtbot.keyClick(page, Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    assert (evolution.since.text(), evolution.until.text()) == ("22/11/2026", "01/03/2026")
    assert "remonte le temps" in evolution.summary.text()
    assert table(evolution) == [["Voix", "Section sociale", "RG, ligne 1", "2 voix", "3 voix"]]


def test_a_date_that_misses_is_asked_for(evolution: EvolutionSheet, qtbot: QtBot) -> None:
    type_in(qtbot, evolution.since, "1/3")

    assert table(evolution) == []
    assert evolution._empty._title.text() == "Indiquez deux dates"
    assert evolution.summary.text() == ""
    assert evolution.primary
    assert not evolution.primary.isEnabled()


def test_nothing_between_two_dates_is_said(evolution: EvolutionSheet, qtbot: QtBot) -> None:
    type_in(qtbot, evolution.since, "2/6/2026")

    assert evolution._empty._title.text() == "Aucun changement entre ces deux dates"
    assert "aucun changement" in evolution.summary.text()


def test_without_an_earlier_change_the_sheet_begins_a_year_ago(qtbot: QtBot, db: Database) -> None:
    founded = create_commission(db, PAYS_DE_LA_LOIRE)
    compositions.revise_composition(db, ReviseComposition(founded.id, INSTALLED, seed_states()))
    page = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot)
    sheet = page.show_sheet("evolution")
    assert isinstance(sheet, EvolutionSheet)

    assert sheet.since.text() == "22/11/2025"


def test_the_table_is_copied_whole(evolution: EvolutionSheet) -> None:
    evolution.secondary[0].trigger()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["État", "Section", "Siège", "Avant", "Après"]
    assert plain(lines[1]).split("\t") == ["Voix", "Section sociale", "RG, ligne 1", "3 voix", "2 voix"]
    assert "copié" in evolution.messages.text()


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_the_differences_are_exported(
    evolution: EvolutionSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    file = tmp_path / f"Évolution.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    evolution.secondary[1].trigger()
    qtbot.waitUntil(lambda: "enregistré" in evolution.messages.text(), timeout=20_000)

    if ending == "pdf":
        assert file.read_bytes().startswith(b"%PDF")
        return
    cells = [cell for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True) for cell in row if cell]
    assert {"Section sociale", "Voix", "RG, ligne 1"} <= set(cells)
    assert any("Du 1er mars 2026 au 22 novembre 2026" in str(cell) for cell in cells)


def test_the_differences_are_looked_at_then_saved(
    page: CommissionPage,
    evolution: EvolutionSheet,
    qtbot: QtBot,
    dialogs: Dialogs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "Évolution.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    dialogs.answer(lambda _dialog: None)
    qtbot.keyClick(page, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: evolution.findChild(PreviewDialog) is not None, timeout=20_000)
    preview = evolution.findChild(PreviewDialog)
    assert preview
    click(qtbot, preview, "Enregistrer…")
    qtbot.waitUntil(lambda: "enregistré" in evolution.messages.text(), timeout=20_000)
    click(qtbot, preview, "Fermer")

    assert file.read_bytes().startswith(b"%PDF")


# The history of a seat ---------------------------------------------------------------------------------------------


@pytest.fixture
def life(seats: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> SeatHistoryDialog:
    """The history of the seat of the CSMF, opened by its key."""
    seats.tables.setCurrentIndex(1)
    view = seats.tables._panels[Section.PROFESSIONAL].view
    view.setFocus()
    view.selectRow(0)
    QApplication.processEvents()
    return open_dialog(
        dialogs, seats, SeatHistoryDialog, lambda: qtbot.keyClick(view, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    )


def test_the_history_of_the_selected_seat_is_told_in_order(life: SeatHistoryDialog, qtbot: QtBot) -> None:
    model = life.view.model()
    rows = [[plain(str(model.index(row, column).data())) for column in range(4)] for row in range(model.rowCount())]

    assert rows[0][:2] == ["04/02/2021", "Ouverture du siège"]
    assert rows[-1] == [
        "01/03/2026",
        "Désignation",
        "Mme Perrig Lanvaux, titulaire",
        "Lettre du 20/02/2026, réf. 2026-7",
    ]
    assert rows[-2][1] == "Fin de mandat"
    assert rows[-2][3] == "Démission, dernier jour : 28/02/2026"
    click(qtbot, life, "Fermer")


def test_the_history_is_copied(life: SeatHistoryDialog, qtbot: QtBot) -> None:
    click(qtbot, life, "Copier le tableau")

    assert QGuiApplication.clipboard().text().startswith("Date\tÉvénement\tCe qui change\tPrécisions")
    assert "copié" in life.messages.text()
    qtbot.keyClick(life, Key.Key_Escape)


def test_the_history_is_looked_at_and_saved(
    life: SeatHistoryDialog, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Historique.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    dialogs.answer(lambda _dialog: None)
    click(qtbot, life, "Imprimer…")
    qtbot.waitUntil(lambda: life.findChild(PreviewDialog) is not None, timeout=20_000)
    preview = life.findChild(PreviewDialog)
    assert preview
    assert preview.windowTitle() == "Historique du siège – Médecins – CSMF"
    click(qtbot, preview, "Enregistrer…")
    qtbot.waitUntil(lambda: "enregistré" in life.messages.text(), timeout=20_000)
    click(qtbot, preview, "Fermer")
    click(qtbot, life, "Fermer")

    assert file.read_bytes().startswith(b"%PDF")


def test_a_document_that_cannot_be_made_is_told_in_the_dialog(
    life: SeatHistoryDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError("refused")

    monkeypatch.setattr("cpr_desk.ui.dialogs.seat_history.seat_history_pages", refuse)
    click(qtbot, life, "Imprimer…")
    qtbot.waitUntil(lambda: bool(life.messages.text()), timeout=20_000)
    click(qtbot, life, "Fermer")


def test_the_history_is_in_the_menu_of_the_seats(seats: SeatsSheet) -> None:
    seats.tables.select_seats({seats._composition.seats[0].id})
    panel = seats.tables._panels[Section.SOCIAL]
    panel.view.customContextMenuRequested.emit(panel.view.rect().center())
    menu = panel.view.findChild(QMenu)
    assert menu
    action = next(action for action in menu.actions() if action.text() == "&Historique du siège…")

    assert action.isEnabled()
    menu.close()
