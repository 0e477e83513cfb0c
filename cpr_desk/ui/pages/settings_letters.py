"""Paramètres › Modèles de lettres: the commission's own wording, checked while it is typed, seen with real data."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import letter_kinds
from cpr_desk.domain.french import NBSP, capital, typeset
from cpr_desk.domain.letter_kinds import LETTERS
from cpr_desk.domain.letters import LetterField, faults, part_at
from cpr_desk.office import letters
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.pages.settings_form import SettingsForm
from cpr_desk.ui.pages.settings_letter_preview import LetterPreview
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.template_edit import TemplateEdit, lines_of

_LIST_WIDTH = 184
_FAULTS_HEIGHT = 92
_ICON = 16
_NARROW = 620
_NAME = Qt.ItemDataRole.UserRole


class LettersForm(SettingsForm):
    """The letters on the left, the text of the one chosen, its fields and preview on the right."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stored: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._shown = ""
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Lettres"))
        self.list.setFixedWidth(_LIST_WIDTH)
        for letter in LETTERS:
            item = QListWidgetItem(letter.label, self.list)
            item.setData(_NAME, letter.name)
        self.edit = TemplateEdit(self)
        self.faults = QListWidget(self)
        self.faults.setAccessibleName(self.tr("Lignes à corriger"))
        self.faults.setMaximumHeight(_FAULTS_HEIGHT)
        self.revert_button = QPushButton(icon("history"), self.tr("Revenir au modèle"), self)
        self.revert_button.setToolTip(self.tr("Remettre le texte fourni avec CPR Desk ; rien n’est enregistré encore"))
        self.fields = QListWidget(self)
        self.fields.setAccessibleName(self.tr("Champs de la partie"))
        self.part = PlainLabel(parent=self)
        self.insert_button = QPushButton(icon("plus"), self.tr("Insérer"), self)
        self.preview = LetterPreview(desk, self)
        self.side = QTabWidget(self, documentMode=True)
        self.side.addTab(self.preview, self.tr("Aperçu"))
        self.side.addTab(self._fields_panel(), self.tr("Champs"))
        for wrapping in (self.faults, self.fields):
            wrapping.setWordWrap(True)
            wrapping.setIconSize(QSize(_ICON, _ICON))
        self.fields.setSpacing(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.L, Space.S, Space.S)
        row.setSpacing(Space.L)
        row.addWidget(self.list)
        halves = SideBySide(self._text_panel(), self.side, (6, 5), state, "letters", self, narrow=_NARROW)
        row.addWidget(halves, 1)
        self._connect()

    def choose(self, name: str, meeting_id: int = 0) -> None:
        """Show a letter, with the data of a meeting in its preview (0: the next or the last)."""
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_NAME) == name]
        self.list.setCurrentRow(rows[0] if rows else 0)
        self.preview.list_meetings(meeting_id)

    def show_commission(self) -> None:
        self._stored = letters.texts_in_use(self.desk.db, self.commission.id)
        self._texts = dict(self._stored)
        self.preview.list_meetings()
        if self._shown:
            self._show(self._shown)
        else:
            self.list.setCurrentRow(0)

    def typed(self) -> dict[str, str]:
        return self._texts

    def stored(self) -> dict[str, str]:
        return self._stored

    def is_valid(self) -> bool:
        checked = {name: faults(letter_kinds.letter(name), self._texts[name]) for name in self._changed()}
        wrong = {name: found for name, found in checked.items() if found}
        if wrong:
            name = self._shown if self._shown in wrong else next(iter(wrong))
            self.choose(name)
            self.edit.go_to_line(wrong[name][0].line)
        return not wrong

    def save(self) -> None:
        letters.save(self.desk.db, self.commission.id, {name: self._texts[name] for name in self._changed()})

    def _changed(self) -> list[str]:
        return [name for name, text in self._texts.items() if text != self._stored[name]]

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda row: self._show(self.list.item(row).data(_NAME)))
        self.edit.textChanged.connect(self._take)
        self.edit.cursorPositionChanged.connect(self._offer_fields)
        self.faults.itemActivated.connect(lambda item: self.edit.go_to_line(item.data(_NAME)))
        self.faults.itemClicked.connect(lambda item: self.edit.go_to_line(item.data(_NAME)))
        self.revert_button.clicked.connect(lambda _checked: self.edit.replace_all(letters.packaged_text(self._shown)))
        self.fields.itemActivated.connect(lambda _item: self._insert())
        self.fields.currentRowChanged.connect(lambda row: self.insert_button.setEnabled(row >= 0))
        self.insert_button.clicked.connect(lambda _checked: self._insert())

    def _text_panel(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        foot = QHBoxLayout()
        foot.addWidget(self.revert_button)
        foot.addStretch()
        column.addWidget(self.edit, 1)
        column.addWidget(self.faults)
        column.addLayout(foot)
        return panel

    def _fields_panel(self) -> QWidget:
        panel = QWidget(self)
        how = PlainLabel(
            typeset(self.tr("**mots** imprime en gras ; une ligne vide change de paragraphe ; {{ et }} impriment une "
                            "accolade ; une ligne qui commence par # n’est pas imprimée.")), panel,
        )  # fmt: skip
        how.setProperty("muted", True)
        foot = QHBoxLayout()
        foot.addWidget(self.insert_button)
        foot.addStretch()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.part)
        column.addWidget(self.fields, 1)
        column.addLayout(foot)
        column.addWidget(how)
        return panel

    def _show(self, name: str) -> None:
        """Show the text of a letter as it was typed last; undoing does not reach into another letter."""
        self._shown = name
        self.edit.setAccessibleName(self.tr("Texte{nbsp}: {letter}").format(
            nbsp=NBSP, letter=letter_kinds.letter(name).label))  # fmt: skip
        self.preview.show_letter(name)
        if self.edit.toPlainText() != self._texts[name]:
            self.edit.setPlainText(self._texts[name])
        self._follow()

    def _take(self) -> None:
        """Take what was typed; colouring the text says that it changed as well, when it did not."""
        if self._shown and self._texts[self._shown] != self.edit.toPlainText():
            self._texts[self._shown] = self.edit.toPlainText()
            self._follow()

    def _follow(self) -> None:
        name, text = self._shown, self._texts[self._shown]
        found = faults(letter_kinds.letter(name), text)
        self.edit.mark_faults(lines_of([(each.line, each.words) for each in found]))
        self.faults.clear()
        for each in found:
            item = QListWidgetItem(icon("circle-alert", Tone.LATE), each.words, self.faults)
            item.setData(_NAME, each.line)
        self.faults.setVisible(bool(found))
        self.revert_button.setEnabled(text.strip() != letters.packaged_text(name).strip())
        self.preview.show_text(text, sound=not found)
        self._say_states()
        self._offer_fields()
        self.edited.emit()

    def _say_states(self) -> None:
        """Say under each letter whose wording it is, and whether it is kept."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            name = item.data(_NAME)
            if self._texts[name] != self._stored[name]:
                words, picture, tone = self.tr("non enregistré"), "pencil", Tone.URGENT
            elif self._stored[name].strip() != letters.packaged_text(name).strip():
                words, picture, tone = self.tr("texte de la commission"), "landmark", Tone.ACCENT
            else:
                words, picture, tone = self.tr("modèle"), "file-text", Tone.NEUTRAL
            item.setText(f"{letter_kinds.letter(name).label}\n{capital(words)}")
            item.setIcon(icon(picture, tone))

    def _offer_fields(self) -> None:
        if not self._shown:
            return
        part = letter_kinds.letter(self._shown).part(part_at(self.edit.toPlainText(), self.edit.line()))
        told = self.tr("Partie [{name}], imprimée{nbsp}: {words}.").format(
            name=part.name, nbsp=NBSP, words=part.words) if part else self.tr(
            "Placez le curseur dans une partie du texte.")  # fmt: skip
        if told == self.part.text():
            return
        self.part.say(told)
        self.fields.clear()
        for field in part.fields if part else ():
            item = QListWidgetItem(_told(field), self.fields)
            item.setData(_NAME, f"{{{field.name}}}")
        self.insert_button.setEnabled(False)

    def _insert(self) -> None:
        for item in self.fields.selectedItems():
            self.edit.insert(item.data(_NAME))


def _told(field: LetterField) -> str:
    return f"{{{field.name}}}\n{capital(field.words)}"
