import itertools
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessibilityHints, QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk import paths
from cpr_desk.ui import icons, theme
from cpr_desk.ui.colours import DARK, LIGHT, Colours, Tone, contrast, from_palette, palette
from cpr_desk.ui.theme import Appearance, Theme, style_name
from cpr_desk.ui.widgets.choice_edit import ChoiceEdit

READABLE = 4.5
VISIBLE = 3.0


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
class TestEachMode:
    def test_words_are_readable_on_every_background(self, colours: Colours) -> None:
        inks = (colours.text, colours.muted, colours.accent, *(colours.ink(tone) for tone in Tone))
        backgrounds = (colours.window, colours.surface, colours.stripe, colours.control)
        poor = [pair for pair in itertools.product(inks, backgrounds) if contrast(*pair) < READABLE]
        assert poor == []

    def test_a_tone_is_readable_on_its_own_tint(self, colours: Colours) -> None:
        assert all(contrast(*colours.tints[tone]) >= READABLE for tone in Tone)

    def test_selection_and_primary_button_are_readable(self, colours: Colours) -> None:
        assert contrast(colours.text, colours.selection) >= READABLE
        assert contrast(colours.on_accent, colours.accent) >= READABLE
        assert contrast(colours.muted, colours.tint(Tone.NEUTRAL)) >= READABLE

    def test_the_line_under_the_tab_in_front_tells_it_from_the_others(self, colours: Colours) -> None:
        assert contrast(colours.accent, colours.window) >= VISIBLE
        assert contrast(colours.accent, colours.border) >= VISIBLE

    def test_the_outline_of_a_field_is_visible(self, colours: Colours) -> None:
        assert contrast(colours.outline, colours.surface) >= VISIBLE

    def test_the_palette_carries_the_tokens(self, colours: Colours) -> None:
        made = palette(colours)
        assert made.color(QPalette.ColorRole.Window).name() == colours.window
        assert made.color(QPalette.ColorRole.Accent).name() == colours.accent


def test_the_window_follows_the_mode_one_chooses(theme: Theme, qapp: QApplication) -> None:
    theme.choose(Appearance.DARK)
    assert Theme.current is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    theme.choose(Appearance.LIGHT)
    assert Theme.current is LIGHT
    theme.choose(Appearance.SYSTEM)
    assert Theme.current is (DARK if qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT)


def test_a_high_contrast_system_keeps_its_own_colours() -> None:
    system = QPalette(QColor("#000000"), QColor("#000000"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))
    tokens = from_palette(system)
    assert (tokens.text, tokens.window) == ("#ffff00", "#000000")
    assert {tokens.ink(tone) for tone in Tone} == {"#ffff00"}


@pytest.mark.parametrize(
    ("own", "dark", "style"),
    [
        ("breeze", False, "Fusion"),
        ("windows11", True, "windows11"),
        ("windowsvista", False, "windowsvista"),
        ("windowsvista", True, "Fusion"),
        ("macOS", True, "macOS"),
    ],
)
def test_the_style_is_the_system_s_own_where_it_knows_the_mode(own: str, dark: bool, style: str) -> None:
    assert style_name(own, dark=dark) == style


def darkest(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    image = icon.pixmap(QSize(32, 32), 1.0, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return max(pixels, key=lambda colour: colour.alpha()).name()


def test_an_icon_takes_the_colour_of_the_mode_in_force(theme: Theme) -> None:
    plain, late = icons.icon("users"), icons.icon("users", Tone.LATE)
    theme.choose(Appearance.LIGHT)
    assert (darkest(plain), darkest(late)) == (LIGHT.text, LIGHT.ink(Tone.LATE))
    assert darkest(icons.on_accent("users")) == LIGHT.on_accent
    theme.choose(Appearance.DARK)
    assert (darkest(plain), darkest(late)) == (DARK.text, DARK.ink(Tone.LATE))
    assert darkest(plain, QIcon.Mode.Disabled) not in (DARK.text, LIGHT.text)
    theme.choose(Appearance.SYSTEM)


def test_an_icon_is_drawn_at_the_scale_of_the_screen() -> None:
    assert icons.icon("users").pixmap(QSize(18, 18), 2.0).size() == QSize(36, 36)
    assert not icons.application_icon().isNull()


def test_an_icon_without_room_is_not_drawn() -> None:
    assert icons.icon("users").pixmap(QSize(18, 0)).isNull()


def test_an_icon_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("does-not-exist")


def test_the_three_sizes_grow_with_the_system_s_font(qapp: QApplication) -> None:
    sizes = [theme.font(size).pointSizeF() for size in theme.TextSize]
    assert sizes == sorted(sizes)
    assert theme.font(theme.TextSize.BODY).pointSizeF() == qapp.font().pointSizeF()


def test_a_high_contrast_system_is_followed_by_the_whole_window(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Qt.ContrastPreference.HighContrast
    monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _hints: wanted)
    theme.choose(Appearance.DARK)
    assert Theme.current is not DARK
    monkeypatch.undo()
    theme.choose(Appearance.SYSTEM)


@pytest.mark.parametrize("folder", ["CPR Desk", "Programmes d’Hélène (2) #1", "l'un; {l\"autre}"])
def test_the_theme_applies_wherever_the_program_is_installed(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    icons_there = tmp_path / folder / "icons"
    icons_there.mkdir(parents=True)
    shutil.copy(paths.resources_dir() / "icons" / "arrow-down.svg", icons_there)
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path / folder)
    window = QWidget()
    window.setStyleSheet(theme.stylesheet(LIGHT))
    QComboBox(window)

    window.ensurePolished()
    seen = window.grab().toImage()

    assert seen.width() > 0  # and Qt said nothing of a sheet that it drops, nor of an image that it lacks


@pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)
@pytest.mark.parametrize("count", [2, 5, 9])
def test_an_open_list_shows_all_its_lines(qtbot: QtBot, count: int) -> None:
    window = QWidget()
    choices = (QComboBox(window), ChoiceEdit((), "", window))
    column = QVBoxLayout(window)
    qtbot.addWidget(window)
    for choice in choices:
        choice.addItems([f"Choix {number}" for number in range(count)])
        column.addWidget(choice)
    window.show()
    for choice in choices:
        choice.showPopup()
        view = choice.view()
        qtbot.waitUntil(view.isVisible)
        assert view.verticalScrollBar().maximum() == 0
        choice.hidePopup()
