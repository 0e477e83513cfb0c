"""A row of buttons that never cuts their words."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.ui.widgets.action_row import ActionRow

WORDS = ("Éditer les convocations…", "Marquer comme envoyé…", "Envoi", "Liste", "Registre")


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[ActionRow]:
    page = QWidget()
    qtbot.addWidget(page)
    made = ActionRow(page)
    made.set_buttons([QPushButton(words, made) for words in WORDS])
    column = QVBoxLayout(page)
    column.addWidget(made)
    column.addStretch()
    page.resize(1000, 300)
    page.show()
    yield made  # noqa: PT022 - holds the page


def _lines(row: ActionRow) -> int:
    return len({button.y() for button in row.findChildren(QPushButton)})


@pytest.mark.parametrize(("width", "lines"), [(1000, 1), (430, 2), (10, 4)])
def test_buttons_go_on_in_the_next_line_where_there_is_no_room(row: ActionRow, width: int, lines: int) -> None:
    row.window().resize(width, 400)

    buttons = row.findChildren(QPushButton)
    assert _lines(row) == lines
    assert all(button.width() >= button.minimumSizeHint().width() for button in buttons)
    assert all(row.rect().contains(button.geometry()) for button in buttons)


def test_a_button_hidden_leaves_no_gap_and_longer_words_take_their_place(row: ActionRow) -> None:
    first, second = row.findChildren(QPushButton)[:2]
    first.hide()
    QApplication.sendPostedEvents()
    assert second.x() == 0
    first.show()
    first.setText("Éditer les lettres d’annulation de la réunion…")
    QApplication.sendPostedEvents()

    assert first.width() >= first.minimumSizeHint().width()
    assert second.x() > first.x() + first.width()


def test_a_row_without_buttons_takes_no_height(qtbot: QtBot) -> None:
    row = ActionRow()
    qtbot.addWidget(row)
    row.set_buttons([])

    assert (row.heightForWidth(200), row.sizeHint().height(), row.minimumSizeHint().width()) == (0, 0, 0)
