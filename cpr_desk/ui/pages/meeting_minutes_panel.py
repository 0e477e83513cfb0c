"""One point of the minutes: what the data tell, always fresh, and under it the texts to write."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cpr_desk.domain.minutes import LONGEST_PASSAGE, Part, Passages, Place
from cpr_desk.ui import theme
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.markup_edit import MarkupEdit
from cpr_desk.ui.widgets.plain_label import PlainLabel

_ITEM_PARTS = (Part.DISCUSSION, Part.DECISION, Part.ACTION)
_LEAST = 72
"""Pixels of a text of some lines; what is longer scrolls."""


class PassagesPanel(QWidget):
    """`written` comes with the place and the text that was left; `typed` every few seconds while one types."""

    written = Signal(object, str)
    typed = Signal()
    cut = Signal()
    proposed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item_id: int | None = None
        self._locked = False
        self.title = SectionTitle("", self)
        self.title.setWordWrap(True)
        self.title.setFont(theme.font(bold=True))
        self.facts = PlainLabel(parent=self, selectable=True)
        self.facts.setFont(theme.font(TextSize.SMALL))
        self.editors: dict[Part, MarkupEdit] = {}
        self._groups: dict[Part, QWidget] = {}
        self.propose = QPushButton(self.tr("Proposer d’après le vote"), self)
        self.propose.setToolTip(self.tr("Écrire la décision d’après le résultat du vote, si rien n’est encore écrit"))
        self.propose.clicked.connect(lambda _checked: self.proposed.emit())
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        for part in Part:
            column.addWidget(self._group(part), 1)
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        for sheet in (area.viewport(), inside):
            sheet.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)

    def show_point(self, title: str, item_id: int | None, parts: tuple[Part, ...], told: Passages) -> None:
        """Show a point with what is stored of it; what is being typed on the same point stays."""
        if item_id != self._item_id or any(self._groups[part].isHidden() for part in parts):
            self.keep()
        self._item_id = item_id
        self.title.setText(title)
        for part, group in self._groups.items():
            group.setVisible(part in parts)
            if part in parts:
                self.editors[part].show_text(told.get((item_id, part), ""))

    def show_facts(self, facts: str, *, may_propose: bool) -> None:
        """Show what the data tell, and whether a vote lets propose the decision."""
        self.facts.say(facts)
        self.facts.setVisible(bool(facts))
        self.propose.setEnabled(may_propose and not self._locked and not self.text(Part.DECISION))

    def text(self, part: Part) -> str:
        """Return what stands in an editor now."""
        return self.editors[part].edit.toPlainText().strip()

    def set_locked(self, *, locked: bool) -> None:
        """Let nobody write: the minutes are approved, or a draft waits for an answer."""
        self._locked = locked
        for editor in self.editors.values():
            editor.edit.setReadOnly(locked)
            for button in editor.findChildren(QPushButton):
                button.setEnabled(not locked)

    def unsaved(self) -> dict[Place, str]:
        """Return what was typed and not handed over."""
        found: Mapping[Part, str | None] = {
            part: editor.unsaved() for part, editor in self.editors.items() if not self._groups[part].isHidden()
        }
        return {(self._item_id, part): text for part, text in found.items() if text is not None}

    def keep(self) -> None:
        """Hand over what was typed."""
        for part, editor in self.editors.items():
            if not self._groups[part].isHidden():
                editor.keep()

    def _group(self, part: Part) -> QWidget:
        whole = self._groups[part] = QWidget(self)
        label = SectionTitle(part.label, whole)
        editor = self.editors[part] = MarkupEdit("", LONGEST_PASSAGE, whole, drafts=True)
        editor.head.insertWidget(0, label)
        editor.head.insertSpacing(1, Space.S)
        if part is Part.DECISION:
            editor.head.addWidget(self.propose)
        editor.edit.setAccessibleName(part.label)
        editor.edit.setMinimumHeight(_LEAST)
        editor.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        editor.written.connect(lambda text, part=part: self.written.emit((self._item_id, part), text))
        editor.typed.connect(self.typed)
        editor.cut.connect(self.cut)
        label.setBuddy(editor.edit)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(editor, 1)
        return whole


def parts_of(place: int, count: int) -> tuple[Part, ...]:
    """Return the texts of a line of the outline: the opening first, the closing last, between them the items."""
    if place == 0:
        return (Part.OPENING,)
    return (Part.CLOSING,) if place == count - 1 else _ITEM_PARTS
