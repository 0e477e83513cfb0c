from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel
from cpr_desk.ui.widgets.table_view import TableView
from tests.ui.register import COLUMNS, LINES, Line, many

POPUPS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""The offscreen platform cannot raise a popup, and says so."""


def view_of(qtbot: QtBot, model: TableModel[Line], state: UiState | None = None) -> TableView:
    view = TableView(model, state or UiState(), "register")
    qtbot.addWidget(view)
    view.resize(800, 300)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return view


def panel_of(qtbot: QtBot, model: TableModel[Line], state: UiState | None = None) -> TablePanel:
    empty = EmptyState("map-pinned", "Aucune CPTS", "Importez le classeur de suivi.")
    panel = TablePanel(model, state or UiState(), "register", "CPTS", "CPTS", empty)
    qtbot.addWidget(panel)
    panel.resize(800, 400)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def test_selection_and_scroll_stay_when_the_rows_are_read_again(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, many(300))
    view = view_of(qtbot, model)
    view.select_identities({150, 151})
    view.verticalScrollBar().setValue(140)
    model.set_rows(many(300))
    assert [row.id for row in view.selected_rows()] == [150, 151]
    assert view.verticalScrollBar().value() == 140


def test_the_selection_is_told_once_when_the_rows_are_read_again(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, many(20))
    view = view_of(qtbot, model)
    view.select_identities({15, 16})
    told: list[list[int]] = []
    view.chosen.connect(lambda: told.append([row.id for row in view.selected_rows()]))
    model.set_rows(many(20))
    model.set_rows(many(5))
    assert told == [[15, 16], []]


def test_the_row_in_hand_stays_in_view_when_a_message_takes_height(qtbot: QtBot) -> None:
    view = view_of(qtbot, TableModel(COLUMNS, many(300)))
    view.select_identities({7})
    assert view.verticalScrollBar().value() == 0
    view.resize(800, 200)
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def test_the_selection_follows_its_row_when_rows_before_it_are_gone(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, many(20))
    view = view_of(qtbot, model)
    view.select_identities({18})
    model.set_rows(many(20)[10:])
    assert [row.id for row in view.selected_rows()] == [18]
    model.set_rows(many(5))
    assert view.selected_rows() == []


def test_the_selection_follows_its_row_through_sort_and_leaves_with_it(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, LINES)
    view = view_of(qtbot, model)
    view.select_identities({3})
    view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in view.selected_rows()] == [3]
    model.set_filter("layon")
    assert view.selected_rows() == []


def test_copy_gives_a_spreadsheet_the_selected_rows_with_headers(qtbot: QtBot) -> None:
    view = view_of(qtbot, TableModel(COLUMNS, (*LINES, Line(5, "=HYPERLINK(1)", None, None, None))))
    view.select_identities({1, 5})
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().splitlines() == [
        "Nom\tSignée le\tPopulation\tVersé",
        "Œuvre du Layon\t04/02/2021\t37500\t50000",
        "=HYPERLINK(1)\t\t\t",
    ]
    assert "<td style=\"mso-number-format:'\\@'\">=HYPERLINK(1)</td>" in data.html()


def test_copy_without_a_selection_gives_the_whole_table(qtbot: QtBot) -> None:
    view = view_of(qtbot, TableModel(COLUMNS, LINES))
    view.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 5


def test_columns_and_order_are_found_again_the_next_day(qtbot: QtBot, tmp_path: Path) -> None:
    state = UiState(tmp_path / "window.json")
    view = view_of(qtbot, TableModel(COLUMNS, LINES), state)
    view.setColumnWidth(0, 333)
    view.horizontalHeader().moveSection(3, 0)
    view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    view.setColumnHidden(1, True)
    view.remember()
    state.save()

    again = view_of(qtbot, TableModel(COLUMNS, LINES), UiState(tmp_path / "window.json"))
    assert [column.key for column in again.shown_columns()] == ["paid", "name", "population"]
    assert again.columnWidth(0) == 333
    assert again.model().index(0, 0).data() == "L’Haÿ des Roses"
    again.reset_columns()
    assert [column.key for column in again.shown_columns()] == ["name", "signed", "population", "paid"]


def test_the_last_column_fills_what_another_day_leaves_it(qtbot: QtBot) -> None:
    state = UiState()
    wide = view_of(qtbot, TableModel(COLUMNS, LINES), state)
    wide.resize(1600, 300)
    wide.remember()
    narrow = view_of(qtbot, TableModel(COLUMNS, LINES), state)
    used = sum(narrow.columnWidth(number) for number in range(len(COLUMNS)) if not narrow.isColumnHidden(number))
    assert used < 1600 - 300


@POPUPS
def test_the_header_s_menu_hides_a_column(qtbot: QtBot) -> None:
    view = view_of(qtbot, TableModel(COLUMNS, LINES))
    view.horizontalHeader().customContextMenuRequested.emit(view.rect().topLeft())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Population").trigger()
    menu.close()
    assert view.isColumnHidden(2)


def test_enter_opens_the_row(qtbot: QtBot) -> None:
    view = view_of(qtbot, TableModel(COLUMNS, LINES))
    view.select_identities({2})
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [LINES[1]]


def test_typing_filters_and_the_count_says_so(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, TableModel(COLUMNS, LINES))
    QTest.keyClick(panel.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(panel.filter.hasFocus)
    QTest.keyClicks(panel.filter, "loire")
    assert panel.count.text() == "1 sur 4 CPTS"
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert [row.id for row in panel.view.selected_rows()] == [3]
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.count.text() == "4 CPTS"


def test_an_empty_list_says_what_to_do_and_a_filter_that_finds_nothing_how_to_leave_it(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, ())
    panel = panel_of(qtbot, model)
    assert not panel.view.isVisible()
    model.set_rows(LINES)
    assert panel.view.isVisible()
    panel.filter.setText("introuvable")
    assert not panel.view.isVisible()
    panel.select(4)
    assert panel.filter.text() == ""
    assert [row.id for row in panel.view.selected_rows()] == [4]


@POPUPS
def test_a_right_click_offers_the_actions_of_the_page(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, TableModel(COLUMNS, LINES))
    panel.set_context_actions([QAction("Ouvrir", panel)])
    panel.view.customContextMenuRequested.emit(panel.view.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Ouvrir", "Copier"]
    menu.close()


def test_a_damaged_memory_is_an_empty_one(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.write_text("{", encoding="utf-8")
    assert UiState(file).get("anything") is None
    state = UiState()
    state.remember("table/register", {"columns": ["nonsense", {"key": "gone", "width": 3}], "sort": 7})
    view = view_of(qtbot, TableModel(COLUMNS, LINES), state)
    assert len(view.shown_columns()) == 4


def test_a_folder_that_refuses_the_memory_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    state = UiState(tmp_path / "file" / "window.json")
    state.remember("page", "cpts")
    state.save()
    assert state.get("page") == "cpts"


def test_the_filter_is_remembered_and_reached_from_anywhere_in_the_window(qtbot: QtBot) -> None:
    state, window = UiState(), QWidget()
    elsewhere = QLineEdit(window)
    panel = panel_of(qtbot, TableModel(COLUMNS, LINES), state)
    panel.setParent(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        panel.show()
        window.activateWindow()
    elsewhere.setFocus()
    QTest.keyClick(elsewhere, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.filter.hasFocus()
    QTest.keyClicks(panel.filter, "layon")
    again = panel_of(qtbot, TableModel(COLUMNS, LINES), state)
    assert again.filter.text() == "layon"
    assert again.view.model().rowCount() == panel.view.model().rowCount() < len(LINES)


def test_columns_that_grow_share_the_width_that_the_others_leave(qtbot: QtBot) -> None:
    state = UiState()
    columns = tuple(replace(column, width=100, grows=column.key == "name") for column in COLUMNS)
    view = view_of(qtbot, TableModel(columns, LINES), state)
    name = next(number for number, column in enumerate(columns) if column.grows)
    wide = view.columnWidth(name)
    assert wide == view.viewport().width() - 100 * (len(view.shown_columns()) - 1)

    view.resize(900, 300)
    assert view.columnWidth(name) == wide + 100
    view.resize(100, 300)
    assert view.columnWidth(name) == 100

    view.resize(800, 300)
    view.remember()
    assert view_of(qtbot, TableModel(columns, LINES), state).columnWidth(name) == wide, "growing is no choice"
    view.horizontalHeader().resizeSection(name, 130)
    assert view_of(qtbot, TableModel(columns, LINES), state).columnWidth(name) == 130
