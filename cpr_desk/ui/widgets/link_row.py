"""A line that leads elsewhere: a badge, what it is about, a remark; one click or Enter goes there."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.icon_label import IconLabel

_BADGE_WIDTH = 112


class LinkRow(QAbstractButton):
    """A clickable line of text that wraps, which no native button does."""

    def __init__(
        self, badge: tuple[Tone, str, str], text: str, remark: str = "", tip: str = "", parent: QWidget | None = None
    ) -> None:
        """`badge` is its tone, icon and word."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setText(text)
        self.setAccessibleName(f"{badge[2]}. {text}")
        self.setAccessibleDescription(remark)
        self.setToolTip(tip)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(QLabel(text, self, wordWrap=True))
        if remark:
            words.addWidget(_remark(remark, self))
        mark = StateBadge(self)
        mark.show_tone(*badge)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(max(0, _BADGE_WIDTH - mark.sizeHint().width()))
        row.addLayout(words, 1)
        row.addWidget(IconLabel("chevron-right", size=16, parent=self))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint(Tone.NEUTRAL)) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def _remark(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent, wordWrap=True)
    label.setFont(theme.font(TextSize.SMALL))
    label.setProperty("muted", True)
    return label
