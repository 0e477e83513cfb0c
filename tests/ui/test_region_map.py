from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.region_map import Colouring, Fill, Plotted, draw
from cpr_desk.ui.theme import Appearance, Theme
from cpr_desk.ui.widgets.map_colours import map_colours
from cpr_desk.ui.widgets.region_map import RegionMapView, prepare
from tests.domain.gazetteers import GAZETTEER, LOIRE
from tests.domain.maps import squared

PAPER = squared("44109 44143 49126", "44162 44100 49018")
PLOTTED = (
    Plotted(7, "CPTS Baugeois", Stage.NEGOTIATION, ("49018",)),
    Plotted(8, "CPTS Presqu’île", Stage.LETTER, ("44143", "44100")),
    Plotted(9, "CPTS Sud-Loire", Stage.SIGNED, ("44109", "44143")),
)


def shown(qtbot: QtBot, *plotted: Plotted, by: Colouring = Colouring.STAGE) -> RegionMapView:
    view = RegionMapView("Carte des CPTS")
    qtbot.addWidget(view)
    view.resize(616, 416)
    view.show_drawing(prepare(draw(PAPER, GAZETTEER, plotted or PLOTTED, LOIRE, by)))
    view.show()
    return view


def picture(view: RegionMapView) -> QImage:
    return view.grab().toImage()


def colour(view: RegionMapView, code: str) -> str:
    """Return the colour that most of the ground around the middle of a commune has."""
    image, middle = picture(view), view.place_of(code)
    seen = [
        image.pixelColor(round(middle.x()) + 30 + x, round(middle.y()) + 30 + y).name()
        for x in range(9)
        for y in range(9)
    ]
    return max(set(seen), key=seen.count)


def click(view: RegionMapView, code: str) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.place_of(code).toPoint())


def test_each_commune_is_painted_as_the_legend_says(qtbot: QtBot) -> None:
    view = shown(qtbot)

    for code, fill in (("44109", Fill.GRADE_5), ("44162", Fill.EMPTY), ("49018", Fill.GRADE_4)):
        assert colour(view, code) == map_colours().brushes(fill)[0].color().name()


def test_the_colours_follow_the_theme(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot)
    light = colour(view, "44109")
    theme.choose(Appearance.DARK)
    try:
        assert colour(view, "44109") != light
        assert len({brush.color().name() for fill in Fill for brush in map_colours().brushes(fill)[:1]}) == len(Fill)
    finally:
        theme.choose(Appearance.SYSTEM)


def test_a_screen_reader_hears_the_map_then_the_cpts_one_walks_to(qtbot: QtBot) -> None:
    view = shown(qtbot)
    assert view.accessibleName() == "Carte des CPTS"
    assert view.accessibleDescription().startswith("Carte de 3 CPTS. Lettre d’intention (1 CPTS).")
    gone: list[int] = []
    view.selected.connect(gone.append)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(view, key)

    assert gone == [7, 8, 7, 9, 8]
    assert view.accessibleDescription() == "2. CPTS Presqu’île, Lettre d’intention"


def test_enter_opens_the_cpts_one_walked_to(qtbot: QtBot) -> None:
    view = shown(qtbot)
    opened: list[int] = []
    view.opened.connect(opened.append)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == []
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [9]


def test_a_click_goes_to_the_cpts_of_a_commune_one_after_the_other_where_they_share_it(qtbot: QtBot) -> None:
    view = shown(qtbot)
    pointed: list[str] = []
    view.pointed.connect(pointed.append)

    stood_out = []
    for code in ("44143", "44143", "44162"):
        click(view, code)
        stood_out.append(view.current)

    assert stood_out == [8, 9, None]
    assert pointed == ["44143", "44143", "44162"]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert len(pointed) == 3


def test_a_double_click_opens(qtbot: QtBot) -> None:
    view = shown(qtbot)
    opened: list[int] = []
    view.opened.connect(opened.append)
    place = view.place_of("49018").toPoint()
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    click(view, "44143")
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.place_of("44143").toPoint())
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.place_of("44162").toPoint())
    assert opened == [7, 8]


def test_the_mouse_tells_the_commune_it_is_on(qtbot: QtBot) -> None:
    view = shown(qtbot)
    place = view.place_of("44143").toPoint()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    assert QToolTip.text().replace("\u202f", " ") == (
        "Rezé (44), 43 000 habitants\u00a0: CPTS Presqu’île (lettre d’intention) et CPTS Sud-Loire (contrat signé)"
    )
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(1, 1), view.mapToGlobal(QPoint(1, 1))))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_one_zooms_to_a_cpts_and_back(qtbot: QtBot) -> None:
    view = shown(qtbot)
    whole = view.place_of("49018")
    view.zoom_to(7)
    assert view.place_of("49018") == QPointF(308, 208)
    assert view.code_at(QPointF(308, 208)) == "49018"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.place_of("49018") == whole
    view.zoom_to(99)
    assert view.place_of("49018") == whole


def turn(view: RegionMapView, place: QPointF, up: int) -> None:
    event = QWheelEvent(
        place, QPointF(view.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, up), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_the_wheel_and_the_keys_zoom_around_their_place(qtbot: QtBot) -> None:
    view = shown(qtbot, Plotted(1, "CPTS 1", Stage.SIGNED, ("44109",)))
    place = view.place_of("44109")
    whole = view.place_of("49018")
    turn(view, place, 0)
    assert view.place_of("49018") == whole
    turn(view, place, 120)
    turn(view, place, -120)
    assert abs(view.place_of("49018").x() - whole.x()) < 1
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.code_at(view.place_of("44109")) == "44109"


def test_the_ground_is_drawn_along_with_the_mouse_and_that_selects_nothing(qtbot: QtBot) -> None:
    view = shown(qtbot)
    start = view.place_of("44109").toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(2, 0))
    QTest.mouseMove(view, start + QPoint(60, 40))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 40))
    assert view.current is None
    assert (view.place_of("44109").toPoint() - start).manhattanLength() in range(95, 106)


def test_the_same_ground_keeps_its_zoom_when_data_change(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.zoom_to(7)
    view.select(7)
    near = view.place_of("49018")
    view.show_drawing(prepare(draw(PAPER, GAZETTEER, PLOTTED[:2], LOIRE)))
    assert (view.place_of("49018"), view.current) == (near, 7)
    view.show_drawing(prepare(draw(PAPER, GAZETTEER, PLOTTED[1:], ("44",))))
    assert view.current is None
    assert view.code_at(near) != "49018"


def test_without_a_map_nothing_answers(qtbot: QtBot) -> None:
    view = RegionMapView("Carte des CPTS")
    qtbot.addWidget(view)
    view.show()
    view.show_drawing(None)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Escape, Qt.Key.Key_A):
        QTest.keyClick(view, key)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert (view.current, view.map, view.accessibleDescription()) == (None, None, "")
    view.show_drawing(prepare(draw(PAPER, GAZETTEER, PLOTTED, ())))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert not picture(view).isNull()


def test_the_picture_is_made_once_for_each_look(qtbot: QtBot) -> None:
    view = shown(qtbot)
    picture(view)
    kept = view._picture
    view.select(7)
    picture(view)
    assert view._picture is kept
    view.resize(500, 300)
    picture(view)
    assert view._picture is not kept


def test_a_number_that_would_hide_its_cpts_waits_until_that_stands_out_or_one_comes_nearer(qtbot: QtBot) -> None:
    far = squared(" ".join(["44109", *["."] * 40, "49018"]))
    view = shown(qtbot)
    view.show_drawing(prepare(draw(far, GAZETTEER, PLOTTED, LOIRE)))

    def middle() -> str:
        return picture(view).pixelColor(view.place_of("44109").toPoint()).name()

    bare = map_colours().brushes(Fill.GRADE_5)[0].color().name()
    assert middle() == bare
    view.select(9)
    assert middle() != bare
    view.select(None)
    view.zoom_to(9)
    assert middle() != bare
