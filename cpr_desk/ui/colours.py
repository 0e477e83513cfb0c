"""The colours of the window: two sets of tokens, the palette made of them, and the measure of their contrast."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QPalette

Role = QPalette.ColorRole


class Tone(Enum):
    """What a thing says by its colour; never alone, always with an icon and a word."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    DONE = "done"
    UPCOMING = "upcoming"
    URGENT = "urgent"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of tokens, as #rrggbb; `tints` are (text, background) pairs."""

    window: str
    surface: str
    stripe: str
    text: str
    muted: str
    border: str
    outline: str
    control: str
    accent: str
    on_accent: str
    selection: str
    tints: dict[Tone, tuple[str, str]]

    def ink(self, tone: Tone) -> str:
        """Return the colour of a tone's words and icon."""
        return self.tints[tone][0]

    def tint(self, tone: Tone) -> str:
        """Return the pale background of a tone."""
        return self.tints[tone][1]


LIGHT = Colours(
    window="#f3f5f7",
    surface="#ffffff",
    stripe="#f7f9fa",
    text="#1c2730",
    muted="#55636f",
    border="#d5dce2",
    outline="#7f8c97",
    control="#ffffff",
    accent="#175a7d",
    on_accent="#ffffff",
    selection="#d3e6f1",
    tints={
        Tone.NEUTRAL: ("#46535e", "#e8ecef"),
        Tone.ACCENT: ("#175a7d", "#e1eef5"),
        Tone.DONE: ("#1d6b3d", "#e0f1e6"),
        Tone.UPCOMING: ("#1f5c99", "#e2edf8"),
        Tone.URGENT: ("#8a4b00", "#fdeed8"),
        Tone.LATE: ("#a92a22", "#fbe5e2"),
    },
)

DARK = Colours(
    window="#1b2126",
    surface="#242b31",
    stripe="#282f36",
    text="#e7ecf0",
    muted="#a9b5bf",
    border="#3d4852",
    outline="#7c8994",
    control="#2f3840",
    accent="#82c3e4",
    on_accent="#10212b",
    selection="#2b4d60",
    tints={
        Tone.NEUTRAL: ("#c3ccd4", "#36404a"),
        Tone.ACCENT: ("#9ad0ec", "#263f4d"),
        Tone.DONE: ("#8ed6a5", "#233f2e"),
        Tone.UPCOMING: ("#9cc6f2", "#263b52"),
        Tone.URGENT: ("#f2bf7a", "#473621"),
        Tone.LATE: ("#f5a79f", "#4d2a28"),
    },
)


def palette(colours: Colours) -> QPalette:
    """Return the palette that paints native widgets with these colours."""
    made = QPalette(QColor(colours.control), QColor(colours.window))
    dark = QColor(colours.window).lightness() < 128
    shade = QColor(colours.window).darker(160) if dark else QColor(colours.border)
    for role, colour in {
        Role.Window: colours.window,
        Role.WindowText: colours.text,
        Role.Base: colours.surface,
        Role.AlternateBase: colours.stripe,
        Role.Text: colours.text,
        Role.Button: colours.control,
        Role.ButtonText: colours.text,
        Role.BrightText: colours.ink(Tone.LATE),
        Role.PlaceholderText: colours.muted,
        Role.ToolTipBase: colours.surface,
        Role.ToolTipText: colours.text,
        Role.Highlight: colours.selection,
        Role.HighlightedText: colours.text,
        Role.Accent: colours.accent,
        Role.Link: colours.accent,
        Role.LinkVisited: colours.accent,
        Role.Mid: colours.border,
        Role.Midlight: colours.border,
    }.items():
        made.setColor(role, QColor(colour))
    made.setColor(Role.Dark, shade)
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, mix(colours.text, colours.window, 0.5))
    return made


def from_palette(system: QPalette) -> Colours:
    """Return tokens that keep the colours a person chose in a high-contrast system theme."""
    text, back = system.color(Role.WindowText).name(), system.color(Role.Window).name()
    marked, on_marked = system.color(Role.Highlight).name(), system.color(Role.HighlightedText).name()
    return Colours(
        window=back,
        surface=system.color(Role.Base).name(),
        stripe=system.color(Role.Base).name(),
        text=text,
        muted=text,
        border=text,
        outline=text,
        control=system.color(Role.Button).name(),
        accent=marked,
        on_accent=on_marked,
        selection=marked,
        tints=dict.fromkeys(Tone, (text, back)),
    )


def mix(first: str, second: str, share: float) -> QColor:
    """Return the colour that lies at `share` (0 to 1) of the way from the first to the second."""
    one, two = QColor(first), QColor(second)
    return QColor(
        round(one.red() + (two.red() - one.red()) * share),
        round(one.green() + (two.green() - one.green()) * share),
        round(one.blue() + (two.blue() - one.blue()) * share),
    )


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    wanted = QColor(colour)
    return 0.2126 * linear(wanted.redF()) + 0.7152 * linear(wanted.greenF()) + 0.0722 * linear(wanted.blueF())
