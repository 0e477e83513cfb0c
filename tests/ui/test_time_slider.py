"""The slider over the days of change, by mouse and by keyboard."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from cpr_desk.ui.theme import Appearance, Theme
from cpr_desk.ui.widgets.time_slider import TimeSlider

DAYS = (date(2021, 2, 4), date(2022, 1, 1), date(2023, 7, 1), date(2024, 1, 1))
Key = Qt.Key


@pytest.fixture
def make(qtbot: QtBot) -> Callable[..., TimeSlider]:
    """Return a function that shows a slider over some days; it follows where the person goes."""

    def made(*days: date, width: int = 400) -> TimeSlider:
        slider = TimeSlider()
        slider.moved.connect(slider.show_day)
        slider.set_days(days, lambda day: days.index(day) + 1)
        slider.resize(width, slider.sizeHint().height())
        qtbot.addWidget(slider)
        slider.show()
        return slider

    return made


def day(slider: TimeSlider) -> date | None:
    return slider._day


def tick(slider: TimeSlider, number: int) -> QPoint:
    """Return where a tick is."""
    left, room = slider._run(slider._option())
    steps = slider.maximum() - slider.minimum()
    return QPoint(left + round((2 * number + 1) * room / steps), slider.height() // 2)


def thumb(slider: TimeSlider) -> int:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    handle = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, handle, slider).center().x()


def test_the_thumb_stands_on_the_tick_of_a_day_of_change(make: Callable[..., TimeSlider]) -> None:
    slider = make(*DAYS)
    for number, changed in enumerate(DAYS):
        slider.show_day(changed)
        assert abs(thumb(slider) - tick(slider, number).x()) <= 2


def test_a_day_without_change_stands_between_two_ticks(make: Callable[..., TimeSlider]) -> None:
    slider = make(*DAYS)
    places = []
    for shown in (date(2020, 1, 1), *DAYS[:1], date(2021, 6, 1), *DAYS[1:], date(2026, 1, 1)):
        slider.show_day(shown)
        places.append(thumb(slider))

    assert places == sorted(set(places))


def test_keys_go_from_change_to_change(make: Callable[..., TimeSlider], qtbot: QtBot) -> None:
    slider = make(*DAYS)
    slider.show_day(date(2022, 6, 1))
    went = []
    for key in (Key.Key_Right, Key.Key_Up, Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Home, Key.Key_End):
        qtbot.keyClick(slider, key)
        went.append(day(slider))

    assert went == [DAYS[2], DAYS[3], DAYS[3], DAYS[2], DAYS[1], DAYS[0], DAYS[3]]


def test_page_keys_go_ten_changes_further(make: Callable[..., TimeSlider], qtbot: QtBot) -> None:
    days = [DAYS[0] + timedelta(days=30 * number) for number in range(25)]
    slider = make(*days)
    slider.show_day(days[3])
    went = []
    for key in (Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageDown):
        qtbot.keyClick(slider, key)
        went.append(days.index(day(slider) or date.min))

    assert went == [13, 23, 13, 3, 0]


def test_other_keys_are_left_to_the_page(make: Callable[..., TimeSlider], qtbot: QtBot) -> None:
    slider = make(*DAYS)
    slider.show_day(DAYS[1])
    qtbot.keyClick(slider, Key.Key_A)
    qtbot.keyClick(slider, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)

    assert day(slider) == DAYS[1]


def test_a_click_and_a_drag_go_to_the_nearest_tick(make: Callable[..., TimeSlider], qtbot: QtBot) -> None:
    slider = make(*DAYS)
    slider.show_day(date(2026, 1, 1))
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(slider, left, pos=tick(slider, 1) + QPoint(10, 0))
    pressed = day(slider)
    qtbot.mouseMove(slider, tick(slider, 2))
    moved = day(slider)
    qtbot.mouseRelease(slider, left, pos=tick(slider, 2))
    qtbot.mouseMove(slider, tick(slider, 0))

    assert (pressed, moved, day(slider)) == (DAYS[1], DAYS[2], DAYS[2])


def test_the_right_button_and_the_wheel_change_nothing(make: Callable[..., TimeSlider], qtbot: QtBot) -> None:
    slider = make(*DAYS)
    slider.show_day(DAYS[3])
    qtbot.mouseClick(slider, Qt.MouseButton.RightButton, pos=tick(slider, 0))
    none = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider, wheel)

    assert day(slider) == DAYS[3]
    assert not wheel.isAccepted()


def test_the_thumb_is_told_in_words(make: Callable[..., TimeSlider]) -> None:
    slider = make(*DAYS)
    slider.show_day(DAYS[1])
    on_tick = slider.accessibleName()
    slider.show_day(date(2022, 1, 2))

    assert on_tick == "Composition au samedi 1er janvier 2022, 2 changements"
    assert slider.toolTip() == "Composition au dimanche 2 janvier 2022, aucun changement ce jour-là"


def test_before_the_first_and_after_the_last_change_there_is_nothing(make: Callable[..., TimeSlider]) -> None:
    slider = make(*DAYS)
    slider.show_day(DAYS[0])
    assert slider.previous() is None
    slider.show_day(DAYS[-1])
    assert slider.following() is None
    slider.go_forward()
    assert day(slider) == DAYS[-1]


def test_a_slider_without_days_waits(make: Callable[..., TimeSlider], qtbot: QtBot) -> None:
    slider = make()
    slider.setEnabled(True)
    qtbot.keyClick(slider, Key.Key_Right)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton)

    assert day(slider) is None
    assert slider.words() == ""
    assert (slider.previous(), slider.following()) == (None, None)


def test_other_days_keep_the_day_shown(make: Callable[..., TimeSlider]) -> None:
    slider = make(*DAYS)
    slider.show_day(DAYS[1])
    slider.set_days(DAYS[2:], lambda _day: 1)

    assert day(slider) == DAYS[1]
    assert slider.value() == -1


@pytest.mark.parametrize("count", [1, 2, 300])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_it_draws_the_ticks_there_is_room_for(
    make: Callable[..., TimeSlider], theme: Theme, count: int, appearance: Appearance
) -> None:
    theme.choose(appearance)
    slider = make(*(DAYS[0] + timedelta(days=40 * number) for number in range(count)))
    slider.setFocus()
    slider.show_day(DAYS[0])
    drawn = slider.grab().toImage()
    bottom = [drawn.pixelColor(x, drawn.height() - 4).name() for x in range(8, drawn.width() - 8)]
    theme.choose(Appearance.SYSTEM)
    ground = max(set(bottom), key=bottom.count)
    ticks = sum(colour != ground for colour in bottom)

    assert min(count, 30) <= ticks <= len(bottom) // 2
