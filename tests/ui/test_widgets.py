from collections.abc import Sequence

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet, described, separator
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.page import Page
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.bar_chart import Bar, BarChart
from cpr_desk.ui.widgets.cards import Card, KeyFigure, PageHeader
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.pdf_preview import PdfPreview


def test_a_command_is_one_action_with_its_rule(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    done: list[str] = []
    ready = False
    commands = CommandSet(owner)
    action = commands.add(
        Command("&Convoquer…", lambda: done.append("convoquée"), "mail", "Ctrl+Return", enabled=lambda: ready)
    )
    assert not action.isEnabled()
    ready = True
    commands.refresh()
    action.trigger()
    assert done == ["convoquée"]
    assert action.toolTip().startswith("Convoquer (Ctrl+")
    assert action in owner.actions()
    assert described([action, separator(owner)])[0][0] == "Convoquer…"


def test_a_page_s_buttons_follow_their_actions(qtbot: QtBot) -> None:
    header = PageHeader("Réunions")
    qtbot.addWidget(header)
    owner = QWidget(header)
    primary = CommandSet(owner).add(Command("Nouvelle réunion", lambda: None, "plus"))
    secondary = QAction("Exporter", owner)
    header.set_actions(primary, [secondary])
    header.set_subtitle("Deux réunions")
    buttons = header.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Exporter", "Nouvelle réunion"]
    assert [bool(button.property("primary")) for button in buttons] == [False, True]
    primary.setEnabled(False)
    assert not buttons[1].isEnabled()


def test_a_card_offers_its_action(qtbot: QtBot) -> None:
    card = Card("Prochaine réunion", "calendar-days")
    qtbot.addWidget(card)
    action = QAction("Ouvrir", card)
    card.set_action(action)
    with qtbot.waitSignal(action.triggered):
        button = card.findChild(QToolButton)
        assert button is not None
        button.click()


def test_a_key_figure_is_read_in_one_sentence(qtbot: QtBot) -> None:
    figure = KeyFigure("CPTS suivies")
    qtbot.addWidget(figure)
    figure.set_value("28", "dont 7 contrats signés")
    assert figure.accessibleName() == "CPTS suivies\u00a0: 28. dont 7 contrats signés"


def test_a_state_is_never_a_colour_alone(qtbot: QtBot) -> None:
    badge = StateBadge()
    qtbot.addWidget(badge)
    words = []
    for state in State:
        badge.show_state(state)
        words.append(badge.accessibleName())
    assert words == ["Fait", "À venir", "Urgent", "En retard"]
    assert len({state.icon_name for state in State}) == len(State)
    badge.show_state(State.URGENT, "dans 3 jours")
    assert badge.accessibleName() == "dans 3 jours"


def test_a_chart_says_its_numbers_and_its_longest_bar_fills_the_width(qtbot: QtBot) -> None:
    chart = BarChart("CPTS par étape")
    qtbot.addWidget(chart)
    chart.show_bars([Bar("Contrat signé", 10, tone=Tone.DONE), Bar("En réflexion", 5), Bar("Abandonné", 0, "aucune")])
    assert chart.accessibleDescription() == "Contrat signé\u00a0: 10, En réflexion\u00a0: 5, Abandonné\u00a0: aucune"
    chart.resize(600, chart.sizeHint().height())
    image = chart.grab().toImage()
    row = image.height() // 3

    def length(line: int, tone: Tone) -> int:
        middle, ink = line * row + row // 2, theme.colours().ink(tone)
        return sum(image.pixelColor(x, middle).name() == ink for x in range(image.width()))

    assert length(0, Tone.DONE) == pytest.approx(2 * length(1, Tone.ACCENT), rel=0.05)
    assert length(2, Tone.ACCENT) == 0


def test_an_empty_state_offers_the_first_thing_to_do(qtbot: QtBot) -> None:
    done: list[str] = []
    empty = EmptyState("inbox", "Aucune CPTS", "Importez le classeur.", "Importer…", lambda: done.append("importé"))
    qtbot.addWidget(empty)
    button = empty.findChild(QPushButton)
    assert button is not None
    button.click()
    assert done == ["importé"]
    empty.say("Rien", "Rien du tout.")
    assert "Rien" in [label.text() for label in empty.findChildren(QLabel)]


class PaintedPages:
    """Plays the renderer: grey pages, and a note of those asked for."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.asked: list[int] = []

    def sizes(self) -> Sequence[tuple[float, float]]:
        return [(595, 842)] * self._count

    def png(self, page: int, dpi: float) -> bytes:
        self.asked.append(page)
        image = QImage(round(595 * dpi / 72), round(842 * dpi / 72), QImage.Format.Format_RGB32)
        image.fill(QColor("#eeeeee"))
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide crashes on bytes
        return bytes(buffer.data().data())


def preview_of(qtbot: QtBot, pages: PaintedPages) -> PdfPreview:
    preview = PdfPreview()
    qtbot.addWidget(preview)
    preview.resize(700, 500)
    preview.show()
    preview.show_document(pages)
    preview.grab()
    return preview


def labels(preview: PdfPreview) -> list[str]:
    return [label.text() for label in preview.findChildren(QLabel)]


def press(preview: PdfPreview, name: str) -> None:
    next(button for button in preview.findChildren(QToolButton) if button.accessibleName() == name).click()
    preview.grab()


def test_a_preview_draws_only_the_pages_in_view(qtbot: QtBot) -> None:
    pages = PaintedPages(70)
    preview = preview_of(qtbot, pages)
    assert set(pages.asked) == {0}
    assert "Page 1 sur 70" in labels(preview)
    press(preview, "Page suivante")
    assert "Page 2 sur 70" in labels(preview)
    assert max(pages.asked) < 3
    press(preview, "Page précédente")
    assert "Page 1 sur 70" in labels(preview)


def test_a_preview_zooms_and_fits_the_width_again(qtbot: QtBot) -> None:
    preview = preview_of(qtbot, PaintedPages(2))
    fitted = labels(preview)[1]
    press(preview, "Agrandir")
    assert labels(preview)[1] != fitted
    press(preview, "Réduire")
    press(preview, "Ajuster à la largeur")
    assert labels(preview)[1] == fitted
    preview.show_document(None)
    assert labels(preview) == ["", ""]


def test_a_long_preview_keeps_few_images(qtbot: QtBot) -> None:
    pages = PaintedPages(16)
    preview = preview_of(qtbot, pages)
    for _ in range(15):
        press(preview, "Page suivante")
    assert pages.asked.count(0) == 1
    for _ in range(15):
        press(preview, "Page précédente")
    assert pages.asked.count(0) == 2
    assert pages.asked.count(14) == 1


def test_a_narrow_header_keeps_the_icons_of_its_secondary_actions(qtbot: QtBot) -> None:
    page = Page("Commission")
    qtbot.addWidget(page)
    add = [page.commands.add(Command(text, lambda: None, "plus")) for text in ("&Importer…", "E&xporter…", "Créer…")]
    page.header.set_actions(add[-1], add[:-1])
    page.show()
    page.resize(800, 300)
    buttons = page.header.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["&Importer…", "E&xporter…", "Créer…"]
    page.resize(page.minimumSizeHint().width(), 300)
    assert [button.text() for button in buttons] == ["", "", "Créer…"]
    assert buttons[0].accessibleName() == "Importer…"
    page.resize(800, 300)
    assert buttons[0].text() == "&Importer…"
