"""Icons: SVG files of one open set (Lucide), tinted by the palette at the moment they are painted, at any scale."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

from cpr_desk import paths
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Colours, Tone

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer


@cache
def _source(name: str) -> bytes:
    return (paths.resources_dir() / "icons" / f"{name}.svg").read_bytes()


@cache
def _renderer(name: str, colour: str) -> "QSvgRenderer":
    from PySide6.QtSvg import QSvgRenderer  # the first frame has no icon yet, and is painted sooner

    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))


class _TintedEngine(QIconEngine):
    """Paint one SVG in the colour the theme gives at that moment, so that icons follow light and dark."""

    def __init__(self, name: str, ink: Callable[[Colours], str]) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._ink)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QPointF(rect.x() + rect.width() / 2, rect.y() + rect.height() / 2))
        _renderer(self._name, self._colour(mode)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # a line squeezed to nothing while its page is laid out
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        return made

    def _colour(self, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
        return self._ink(theme.colours())


# Icons are made once and kept: an engine written in Python that Qt deletes while Python still counts it, or the other
# way round, ends the process (seen in libQt6Gui, QIcon::~QIcon).


@cache
def icon(name: str, tone: Tone | None = None) -> QIcon:
    """Return the icon of that file name in resources/icons, in the colour of text or of a tone.

    Raises FileNotFoundError when the set has no such icon.
    """
    return _made(name, lambda colours: colours.ink(tone) if tone else colours.text)


@cache
def on_accent(name: str) -> QIcon:
    """Return an icon to stand on the accent colour, as on a primary button."""
    return _made(name, lambda colours: colours.on_accent)


def _made(name: str, ink: Callable[[Colours], str]) -> QIcon:
    _source(name)
    return QIcon(_TintedEngine(name, ink))


def application_icon() -> QIcon:
    """Return the icon of the program, in all its sizes; each is read when it is shown."""
    return QIcon(str(paths.resources_dir() / "icons" / "cpr-desk.ico"))
