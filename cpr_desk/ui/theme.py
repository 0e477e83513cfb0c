"""One small theme: spacing, three text sizes, light and dark, and the few rules native styles do not have."""

from enum import IntEnum, StrEnum
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from cpr_desk import paths
from cpr_desk.ui.colours import DARK, LIGHT, Colours, Tone, from_palette, palette


class Space(IntEnum):
    """Distances between things, in logical pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24


ROW_HEIGHT = 30
ICON_SIZE = 18


class TextSize(StrEnum):
    """The three sizes of text, relative to the font the person chose for the system."""

    SMALL = "small"
    BODY = "body"
    TITLE = "title"

    @property
    def factor(self) -> float:
        """How large beside the system's font."""
        return {TextSize.SMALL: 0.92, TextSize.BODY: 1.0, TextSize.TITLE: 1.6}[self]


class Appearance(StrEnum):
    """What the person chose: as the system, or always one mode."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def font(size: TextSize = TextSize.BODY, *, bold: bool = False) -> QFont:
    """Return the application's font at one of the three sizes."""
    made = QApplication.font()
    made.setPointSizeF(made.pointSizeF() * size.factor)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def colours() -> Colours:
    """Return the tokens in force."""
    return Theme.current


def primary(button: QPushButton) -> QPushButton:
    """Mark a button as the one primary action of its page or dialog, and return it."""
    button.setProperty("primary", True)
    return button


def style_name(own: str, *, dark: bool) -> str:
    """Choose the widget style: the one of the system, where it knows the mode, else Fusion.

    `own` is the style Qt chose at the start: on Windows 10 it also offers that of Windows 11, whose signs are in a font
    that Windows 10 lacks. The style of Windows 10 has no dark mode.
    """
    knowing = ("windows11", "macos") if dark else ("windows11", "windowsvista", "macos")
    return own if own.lower() in knowing else "Fusion"


class Theme(QObject):
    """Keeps the application in the colours of the system, or in those the person forced."""

    current: ClassVar[Colours] = LIGHT
    changed = Signal()

    def __init__(self, app: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._own = self._style = app.style().name()
        self.appearance = appearance
        app.styleHints().colorSchemeChanged.connect(self._refresh)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._refresh)
        self.choose(appearance)

    def choose(self, appearance: Appearance) -> None:
        """Follow the system or force a mode, at once and in every window."""
        self.appearance = appearance
        self._app.styleHints().setColorScheme(
            {
                Appearance.SYSTEM: Qt.ColorScheme.Unknown,
                Appearance.LIGHT: Qt.ColorScheme.Light,
                Appearance.DARK: Qt.ColorScheme.Dark,
            }[appearance]
        )
        self._refresh()

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are the ones to show."""
        if self.appearance is Appearance.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.appearance is Appearance.DARK

    def _refresh(self) -> None:
        hints = self._app.styleHints()
        name = style_name(self._own, dark=self.dark)
        if name.lower() != self._style.lower():
            self._style = name
            self._app.setStyle(name)
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            self._app.setPalette(QPalette())
            Theme.current = from_palette(self._app.palette())
        else:
            Theme.current = DARK if self.dark else LIGHT
            self._app.setPalette(palette(Theme.current))
        self._app.setStyleSheet(stylesheet(Theme.current))
        self.changed.emit()


def stylesheet(c: Colours) -> str:
    """Return the rules for what native styles have no notion of: cards, navigation, primary buttons, badges.

    A list of choices has no padding above and below: Fusion would take it from the height of its open list, whose last
    line would hide.
    """
    return f"""
    QToolTip {{ color: {c.text}; background: {c.surface}; border: 1px solid {c.border}; padding: {Space.XS}px; }}
    Card, QFrame[surface="true"] {{
        background: {c.surface}; border: 1px solid {c.border}; border-radius: 8px;
    }}
    QLabel[muted="true"] {{ color: {c.muted}; }}
    QLabel[error="true"] {{ color: {c.ink(Tone.LATE)}; }}
    QLineEdit, QPlainTextEdit, QTextEdit {{
        background: {c.surface}; border: 1px solid {c.outline}; border-radius: 4px; padding: 3px {Space.XS}px;
        placeholder-text-color: {c.muted}; selection-background-color: {c.selection}; selection-color: {c.text};
    }}
    QTextEdit#words {{ background: transparent; border: none; padding: 2px; }}
    QLineEdit {{ min-height: 22px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {c.accent}; padding: 2px 3px; }}
    QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit:disabled {{
        color: {c.muted}; background: {c.window}; border-color: {c.border};
    }}
    QAbstractSpinBox {{ min-height: 28px; }}
    QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; min-height: 0; padding: 0; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{
        color: {c.muted}; background: transparent; border: 1px solid transparent; border-bottom: 3px solid {c.border};
        padding: {Space.XS}px {Space.M}px;
    }}
    QTabBar::tab:hover {{ color: {c.text}; background: {c.tint(Tone.NEUTRAL)}; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
    QTabBar::tab:selected:focus {{ border-color: {c.accent}; }}
    QTabWidget::pane {{ border: none; }}
    QComboBox {{
        background: {c.surface}; border: 1px solid {c.outline}; border-radius: 4px;
        padding: 0 {Space.S}px; min-height: 28px; placeholder-text-color: {c.muted};
    }}
    QComboBox:focus, QComboBox:on {{ border: 2px solid {c.accent}; padding: 0 7px; min-height: 26px; }}
    QComboBox:disabled {{ color: {c.muted}; background: {c.window}; border-color: {c.border}; }}
    QComboBox::drop-down {{
        border: none; width: {Space.XL}px; subcontrol-origin: border; subcontrol-position: center right;
    }}
    QComboBox::down-arrow {{ image: url("{_arrow()}"); width: {Space.L}px; height: {Space.L}px; }}
    QComboBox QAbstractItemView {{
        background: {c.surface}; border: 1px solid {c.outline}; outline: none;
        selection-background-color: {c.selection}; selection-color: {c.text};
    }}
    QCheckBox::indicator:unchecked, QTableView::indicator:unchecked {{
        width: 14px; height: 14px; border: 1px solid {c.outline}; border-radius: 3px; background: {c.surface};
    }}
    QRadioButton::indicator {{
        width: 14px; height: 14px; border: 1px solid {c.outline}; border-radius: 8px; background: {c.surface};
    }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {c.accent}; }}
    QPushButton {{
        color: {c.text}; background: {c.control}; border: 1px solid {c.outline}; border-radius: 4px;
        padding: {Space.XS}px {Space.M}px; min-height: 20px;
    }}
    QPushButton:hover {{ border-color: {c.text}; }}
    QPushButton:focus, QPushButton:default {{ border-color: {c.accent}; }}
    QPushButton:focus {{ outline: none; border-width: 2px; padding: {Space.XS - 1}px {Space.M - 1}px; }}
    QPushButton:pressed {{ background: {c.tint(Tone.NEUTRAL)}; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.window}; border-color: {c.border}; }}
    QPushButton[primary="true"] {{
        color: {c.on_accent}; background: {c.accent}; border-color: {c.accent}; font-weight: 600;
    }}
    QPushButton[primary="true"]:hover, QPushButton[primary="true"]:focus {{ border-color: {c.text}; }}
    QPushButton[primary="true"]:pressed {{ background: {c.ink(Tone.UPCOMING)}; }}
    QPushButton[primary="true"]:disabled {{
        color: {c.muted}; background: {c.tint(Tone.NEUTRAL)}; border-color: {c.border};
    }}
    Navigation {{
        background: {c.window}; border: none; border-right: 1px solid {c.border};
        padding: {Space.M}px {Space.S}px; outline: none;
    }}
    Navigation::item {{ border-radius: 6px; padding: {Space.S}px {Space.M}px; margin: 1px 0; color: {c.text};
        border: 1px solid transparent; }}
    Navigation::item:hover {{ background: {c.tint(Tone.NEUTRAL)}; }}
    Navigation::item:selected {{ background: {c.selection}; color: {c.text}; }}
    Navigation::item:focus {{ border: 1px solid {c.accent}; }}
    TableView {{ border: 1px solid {c.border}; border-radius: 4px; outline: none; }}
    TableView:focus {{ border-color: {c.accent}; }}
    TableView QHeaderView::section {{
        background: {c.window}; color: {c.muted}; border: none; border-bottom: 1px solid {c.border};
        padding: {Space.S}px {Space.S}px {Space.XS}px {Space.S}px; font-weight: 600;
    }}
    TableView QHeaderView::up-arrow, TableView QHeaderView::down-arrow {{
        subcontrol-origin: border; subcontrol-position: top center; width: 9px; height: 9px;
    }}
    TableView::item {{ padding: 0 {Space.XS}px; }}
    QScrollArea#page {{ border: none; background: transparent; }}
    QScrollArea#page > QWidget > QWidget {{ background: transparent; }}
    QStatusBar {{ border-top: 1px solid {c.border}; }}
    QStatusBar::item {{ border: none; }}
    {_tone_rules(c)}
    """


def _arrow() -> str:
    """Return the arrow of lists, in a grey that is seen on light and dark: style sheets do not tint.

    Between quotes it may lie in a folder with blanks, as « CPR Desk » is: a whole sheet is dropped for one fault.
    """
    path = (paths.resources_dir() / "icons" / "arrow-down.svg").as_posix()
    return path.replace('"', '\\"')


def _tone_rules(c: Colours) -> str:
    return "\n".join(
        f"StateBadge[tone='{tone.value}'], MessageBar[tone='{tone.value}'] {{ background: {c.tint(tone)}; "
        f"border: 1px solid {c.tint(tone)}; border-radius: 6px; }}\n"
        f"StateBadge[tone='{tone.value}'] QLabel, MessageBar[tone='{tone.value}'] QLabel {{ color: {c.ink(tone)}; }}"
        for tone in Tone
    )
