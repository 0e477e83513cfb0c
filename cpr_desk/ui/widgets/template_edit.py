"""A text of parts, fields and bold words, its lines numbered, those at fault marked."""

import re
from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space

_PART = re.compile(r"^\s*\[[^\]]*\]\s*$")
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARK = 14


class _Highlighter(QSyntaxHighlighter):
    """Parts in bold, fields in the accent, words between ** in bold, comments muted."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._look()

    def follow_theme(self) -> None:
        """Take the colours in force."""
        self._look()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if text.startswith("#"):
            self.setFormat(0, len(text), self._comment)
        elif _PART.match(text):
            self.setFormat(0, len(text), self._part)
        else:
            for found in _BOLD.finditer(text):
                self.setFormat(found.start(), len(found[0]), self._strong)
            for found in _FIELD.finditer(text):
                self.setFormat(found.start(), len(found[0]), self._field)

    def _look(self) -> None:
        colours = theme.colours()
        self._comment = _format(colours.muted)
        self._part = _format(colours.accent, bold=True)
        self._strong = _format(colours.text, bold=True)
        self._field = _format(colours.ink(Tone.ACCENT))
        self._field.setBackground(QColor(colours.tint(Tone.ACCENT)))


def _format(colour: str, *, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    if bold:
        made.setFontWeight(QFont.Weight.Bold)
    return made


class _Gutter(QWidget):
    """The numbers beside the lines; a line at fault bears a sign as well."""

    def __init__(self, edit: "TemplateEdit") -> None:
        super().__init__(edit)
        self._edit = edit

    def sizeHint(self) -> QSize:
        return QSize(self._edit.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._edit.paint_gutter(self, event)


class TemplateEdit(QPlainTextEdit):
    """Lines are counted from 1; Tab leaves the text, as everywhere in the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faults: Mapping[int, str] = {}
        self._highlighter = _Highlighter(self.document())
        self._gutter = _Gutter(self)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(180)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._scroll_gutter)
        self._make_room()

    def line(self) -> int:
        """Return the line of the cursor."""
        return self.textCursor().blockNumber() + 1

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the end of a line, in view, ready to type."""
        cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert(self, words: str) -> None:
        """Put words at the cursor, and go on typing there."""
        self.insertPlainText(words)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace_all(self, text: str) -> None:
        """Replace the whole text so that Ctrl+Z brings the former one back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def mark_faults(self, faults: Mapping[int, str]) -> None:
        """Mark the lines that are wrong, each with what to say of it."""
        self._faults = faults
        self.setAccessibleDescription(" ".join(faults.values()))
        self._paint_faults()

    def gutter_width(self) -> int:
        """Return the room of the numbers, in logical pixels."""
        digits = max(2, len(str(self.blockCount())))
        return int(_MARK + Space.S + self.fontMetrics().horizontalAdvance("9") * digits + Space.S)

    def paint_gutter(self, gutter: QWidget, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in view."""
        colours = theme.colours()
        with QPainter(gutter) as painter:
            painter.fillRect(event.rect(), QColor(colours.window))
            block = self.firstVisibleBlock()
            while block.isValid():
                place = self.blockBoundingGeometry(block).translated(self.contentOffset())
                if place.top() > event.rect().bottom():
                    break
                self._paint_number(painter, gutter.width(), int(place.top()), block)
                block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), self.gutter_width(), inside.height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_gutter"):
            self._highlighter.follow_theme()
            self._paint_faults()

    def _paint_number(self, painter: QPainter, width: int, top: int, block: QTextBlock) -> None:
        colours, line, height = theme.colours(), block.blockNumber() + 1, self.fontMetrics().height()
        wrong = line in self._faults
        painter.setPen(QColor(colours.ink(Tone.LATE) if wrong else colours.muted))
        if wrong:
            icon("circle-alert", Tone.LATE).paint(painter, QRect(2, top, _MARK, height))
        painter.drawText(0, top, width - Space.S, height, Qt.AlignmentFlag.AlignRight, str(line))

    def _paint_faults(self) -> None:
        marks = []
        for line in self._faults:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
            look = QTextCharFormat()
            look.setBackground(QColor(theme.colours().tint(Tone.LATE)))
            look.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.format = look
            marks.append(mark)
        self.setExtraSelections(marks)
        self._gutter.update()

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)

    def _scroll_gutter(self, area: QRect, moved: int) -> None:
        if moved:
            self._gutter.scroll(0, moved)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())


def lines_of(faults: Collection[tuple[int, str]]) -> dict[int, str]:
    """Return what to say of each line, the first fault of a line first."""
    told: dict[int, str] = {}
    for line, words in faults:
        told[line] = f"{told[line]} {words}" if line in told else words
    return told
