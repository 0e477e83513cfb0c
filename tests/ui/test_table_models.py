from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt

from cpr_desk.domain.french import NBSP, NNBSP, fold
from cpr_desk.ui.models.paged import PAGE, PagedModel
from cpr_desk.ui.models.rows import RowsModel
from cpr_desk.ui.models.table import TableModel
from tests.ui.register import COLUMNS, LINES, Line, many


def names(model: RowsModel[Line]) -> list[str]:
    return [model.row(number).name for number in range(model.rowCount())]


def cell(model: RowsModel[Line], row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    return model.data(model.index(row, column), role)


def test_the_model_keeps_qt_s_rules_through_filter_sort_and_reload(qtmodeltester: Any) -> None:
    model = TableModel(COLUMNS, LINES)
    qtmodeltester.check(model, force_py=True)
    model.sort(2)
    model.set_filter("o")
    model.set_rows(LINES[:2])
    qtmodeltester.check(model, force_py=True)


def test_cells_read_as_french_people_write() -> None:
    model = TableModel(COLUMNS, LINES)
    shown = [cell(model, 0, column) for column in range(4)]
    assert shown == ["Œuvre du Layon", "04/02/2021", f"37{NNBSP}500", f"50{NNBSP}000{NBSP}€"]
    assert cell(model, 1, 1) == ""
    assert cell(model, 2, 3) == f"12{NNBSP}345,67{NBSP}€"


def test_numbers_stand_on_the_right_and_words_on_the_left_header_included() -> None:
    model = TableModel(COLUMNS, LINES)
    right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
    role = Qt.ItemDataRole.TextAlignmentRole
    for column, side in ((0, left), (1, left), (2, right), (3, right)):
        assert cell(model, 0, column, role) == side | Qt.AlignmentFlag.AlignVCenter
        assert model.headerData(column, Qt.Orientation.Horizontal, role) == side | Qt.AlignmentFlag.AlignVCenter


def test_a_cell_explains_itself_when_its_column_does() -> None:
    model = TableModel(COLUMNS, LINES)
    assert cell(model, 0, 0, Qt.ItemDataRole.ToolTipRole) == "CPTS Œuvre du Layon"
    assert cell(model, 0, 1, Qt.ItemDataRole.ToolTipRole) is None
    assert model.data(QModelIndex()) is None


def test_rows_sort_by_letters_without_accents_and_empty_values_come_last_both_ways() -> None:
    model = TableModel(COLUMNS, LINES)
    model.sort(0)
    assert names(model) == ["École du Haut-Anjou", "Erdre et Loire", "L’Haÿ des Roses", "Œuvre du Layon"]
    model.sort(1)
    assert names(model)[-1] == "L’Haÿ des Roses"
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [names(model)[0], names(model)[-1]] == ["École du Haut-Anjou", "L’Haÿ des Roses"]
    model.sort(-1)
    assert names(model) == [line.name for line in LINES]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("oeuvre", [1]),
        ("HAY l'", [2]),
        ("ecole anjou", [4]),
        ("04/02/2021", [1]),
        ("introuvable", []),
        ("  ", [1, 2, 3, 4]),
        ("loire erdre", [3]),
    ],
)
def test_a_filter_finds_every_word_wherever_it_is_written(typed: str, found: list[int]) -> None:
    model = TableModel(COLUMNS, LINES)
    model.set_filter(typed)
    assert [model.row(number).id for number in range(model.rowCount())] == found
    assert model.total == 4


def test_filter_and_order_hold_when_the_rows_are_read_again() -> None:
    model = TableModel(COLUMNS, LINES)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.set_filter("r")
    before = names(model)
    model.set_rows((*LINES, Line(5, "Zone des Rochers", None, None, None)))
    assert names(model) == ["Zone des Rochers", *before]


class InMemorySource:
    """Plays the service: filters, sorts, and counts the rows it was asked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = {line.id: line for line in lines}
        self.fetched = 0
        self.total = len(lines)

    def read_again(self) -> None:
        self.fetched = 0

    def ids(self, filter_text: str, sort_column: str, descending: bool) -> Sequence[int]:
        found = [line for line in self._lines.values() if fold(filter_text) in fold(line.name)]
        if sort_column:
            found.sort(key=lambda line: fold(str(getattr(line, sort_column))), reverse=descending)
        return [line.id for line in found]

    def rows(self, ids: Sequence[int]) -> Sequence[Line]:
        self.fetched += len(ids)
        return [self._lines[number] for number in ids]


def test_a_paged_model_keeps_qt_s_rules(qtmodeltester: Any) -> None:
    model = PagedModel(COLUMNS, InMemorySource(many(200)))
    model.reload()
    qtmodeltester.check(model, force_py=True)


def test_a_paged_model_fetches_only_the_pages_looked_at() -> None:
    source = InMemorySource(many(10_000))
    model = PagedModel(COLUMNS, source)
    model.reload()
    assert (model.rowCount(), source.fetched) == (10_000, 0)
    cell(model, 5_000, 0)
    cell(model, 5_001, 0)
    assert source.fetched == PAGE


def test_a_paged_model_filters_and_sorts_through_its_source() -> None:
    model = PagedModel(COLUMNS, InMemorySource(LINES))
    model.reload()
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model)[0] == "Œuvre du Layon"
    model.set_filter("loire")
    assert names(model) == ["Erdre et Loire"]
    assert model.total == 4
    assert model.lines_of({3, 4}) == [0]
