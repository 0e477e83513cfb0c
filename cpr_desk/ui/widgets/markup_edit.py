"""A text with a little markup, written on the left and seen on the right as it will be printed."""

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from cpr_desk.domain import markup
from cpr_desk.domain.french import NBSP, typeset
from cpr_desk.ui.theme import Space

_PAUSE_MS = 5000
"""A text is stored when one leaves it, and after such a pause: a power cut costs a few words."""
_DRAFT_MS = 3000
"""How often a draft is kept aside while one types without a pause."""


class MarkupEdit(QWidget):
    """`written` comes with the text once it changed and is left, by the focus, the page or a pause.

    `cut` comes when what was typed or pasted goes beyond `longest` characters: the end was not taken. With `drafts`, a
    pause hands nothing over: `typed` comes every few seconds while something is typed, for who keeps it aside; the
    text takes the whole width, and is seen once it is printed.
    """

    written = Signal(str)
    typed = Signal()
    cut = Signal()

    def __init__(self, hint: str, longest: int, parent: QWidget | None = None, *, drafts: bool = False) -> None:
        super().__init__(parent)
        self._longest, self._drafts = longest, drafts
        self.edit = QPlainTextEdit(self)
        self.edit.setPlaceholderText(hint)
        self.edit.setTabChangesFocus(True)
        self.edit.setMinimumHeight(70)
        self.edit.installEventFilter(self)
        self.view = QTextBrowser(self, openExternalLinks=True)
        self.view.setAccessibleName(self.tr("Aperçu du texte"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVisible(not drafts)
        self._stored = ""
        self._pause = QTimer(self, singleShot=True, interval=_DRAFT_MS if drafts else _PAUSE_MS)
        self._pause.timeout.connect(self.typed.emit if drafts else self.keep)
        self.head = buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        for verb, keys, act in (
            (self.tr("Gras"), "Ctrl+B", self._bold),
            (self.tr("Liste"), "Ctrl+L", self._list),
            (self.tr("Lien"), "Ctrl+K", self._link),
        ):
            button = QPushButton(verb, self)
            button.setToolTip(f"{verb} ({keys.replace('Ctrl', self.tr('Ctrl'))})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(act)
            shortcut = QShortcut(QKeySequence(keys), self.edit)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
            buttons.addWidget(button)
        buttons.addStretch()
        halves = QHBoxLayout()
        halves.setSpacing(Space.S)
        halves.addWidget(self.edit, 1)
        halves.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(buttons)
        column.addLayout(halves, 1)
        self.edit.textChanged.connect(self._follow)

    def show_text(self, text: str) -> None:
        """Show what is stored; what is being typed on the same text stays.

        Qt hands non-breaking spaces back as ordinary ones, which are typeset again where the text is shown or printed.
        """
        text = text.replace(NBSP, " ")
        if text.strip() != self._stored.strip() or not self.edit.hasFocus():
            self._stored = text
            if text != self.edit.toPlainText():
                self.edit.setPlainText(text)
            self._pause.stop()

    def take_up(self, text: str) -> None:
        """Show a text that is not stored, as if it had been typed."""
        self.edit.setPlainText(text)

    def unsaved(self) -> str | None:
        """Return what was typed since the text was handed over, None when nothing was."""
        typed = self.edit.toPlainText()
        return typed if typed.strip() != self._stored.strip() else None

    def keep(self) -> None:
        """Hand over what was typed, if anything changed."""
        self._pause.stop()
        typed = self.edit.toPlainText()
        if typed.strip() != self._stored.strip():
            self._stored = typed
            self.written.emit(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)

    def _follow(self) -> None:
        if len(self.edit.toPlainText()) > self._longest:
            self._cut()
            return
        if not self._drafts:
            self.view.setHtml(as_html(typeset(self.edit.toPlainText())))
        if not (self._drafts and self._pause.isActive()):
            self._pause.start()

    def _cut(self) -> None:
        """Take away what is too much, before the cursor, where it was just typed or pasted."""
        cursor = self.edit.textCursor()
        excess = self.edit.document().characterCount() - 1 - self._longest
        cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, excess)
        cursor.removeSelectedText()
        self.cut.emit()

    def _bold(self) -> None:
        cursor = self.edit.textCursor()
        words = cursor.selectedText()
        cursor.insertText(f"**{words}**")
        if not words:
            cursor.movePosition(cursor.MoveOperation.Left, n=2)
        self._go_on(cursor)

    def _list(self) -> None:
        cursor = self.edit.textCursor()
        first, last = sorted((cursor.anchor(), cursor.position()))
        document = self.edit.document()
        cursor.beginEditBlock()
        for number in range(document.findBlock(first).blockNumber(), document.findBlock(last).blockNumber() + 1):
            block = document.findBlockByNumber(number)
            cursor.setPosition(block.position())
            if not block.text().startswith("- "):
                cursor.insertText("- ")
        cursor.movePosition(cursor.MoveOperation.EndOfBlock)
        cursor.endEditBlock()
        self._go_on(cursor)

    def _link(self) -> None:
        """Put the words selected before an address, which is then to be completed."""
        cursor = self.edit.textCursor()
        cursor.insertText(f"[{cursor.selectedText() or self.tr('texte du lien')}](https://)")
        cursor.movePosition(cursor.MoveOperation.Left)
        self._go_on(cursor)

    def _go_on(self, cursor: QTextCursor) -> None:
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def as_html(text: str) -> str:
    """Return a text with its markup as HTML."""
    return "".join(
        f"<p>{'<br>'.join(map(_line, block.lines))}</p>"
        if isinstance(block, markup.Paragraph)
        else f"<ul>{''.join(f'<li>{_line(item)}</li>' for item in block.items)}</ul>"
        for block in markup.read(text)
    )


def _line(line: markup.Line) -> str:
    return "".join(map(_span, line))


def _span(span: markup.Span) -> str:
    words = escape(span.text)
    if span.link:
        words = f'<a href="{escape(span.link)}">{words}</a>'
    return f"<b>{words}</b>" if span.bold else words
