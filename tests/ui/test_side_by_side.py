"""Two parts of a page that turn where there is no room for both."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.side_by_side import SideBySide


def test_the_parts_stand_one_above_the_other_in_a_narrow_place(qtbot: QtBot) -> None:
    parts = SideBySide(QWidget(), QWidget(), (1, 1), narrow=600)
    qtbot.addWidget(parts)
    parts.show()
    parts.resize(599, 400)
    narrow = parts.orientation()
    parts.resize(600, 400)

    assert narrow == Qt.Orientation.Vertical
    assert parts.orientation() == Qt.Orientation.Horizontal


def test_the_widths_chosen_are_remembered_and_damaged_memory_is_ignored(qtbot: QtBot) -> None:
    state = UiState()
    parts = SideBySide(QWidget(), QWidget(), (1, 1), state, "essai", narrow=300)
    qtbot.addWidget(parts)
    parts.resize(900, 400)
    parts.show()
    parts.moveSplitter(300, 1)
    again = SideBySide(QWidget(), QWidget(), (1, 1), state, "essai", narrow=300)
    qtbot.addWidget(again)
    again.resize(900, 400)
    again.show()
    sizes = again.sizes()
    state.remember("splitter/essai", ["large", None])
    damaged = SideBySide(QWidget(), QWidget(), (1, 1), state, "essai", narrow=300)
    qtbot.addWidget(damaged)
    damaged.resize(900, 400)
    damaged.show()

    assert sizes == parts.sizes()
    assert sizes[0] == 300
    assert abs(damaged.sizes()[0] - damaged.sizes()[1]) <= 1


def test_the_least_width_is_that_of_the_wider_part(qtbot: QtBot) -> None:
    parts = [QWidget(), QWidget()]
    for part, width in zip(parts, (300, 200), strict=True):
        part.setMinimumWidth(width)
    both = SideBySide(parts[0], parts[1], (1, 1))
    qtbot.addWidget(both)

    assert both.minimumSizeHint().width() == 300
