"""The versions of the minutes: opened as they were kept, compared word by word."""

from html import escape

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout

from cpr_desk.domain.agenda import numbers
from cpr_desk.domain.french import NBSP, date_digits
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Change, Comparison, Minutes, Passages, Stretch, Version, compare, places_of
from cpr_desk.office import minutes as printed
from cpr_desk.ui import previewing, theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.theme import Space

_SIZE = QSize(820, 620)
_NOW = 0


class VersionsDialog(KeyboardDialog):
    """Two versions to choose; what the second adds is underlined between +, what it drops is struck between −."""

    def __init__(self, desk: Desk, meeting: Meeting, known: Minutes, tab: MeetingTab) -> None:
        super().__init__(tab)
        self._desk, self._meeting, self._known, self._tab = desk, meeting, known, tab
        self.setWindowTitle(self.tr("Versions du relevé"))
        self.before, self.after = self._choice(), self._choice()
        self.after.addItem(self.tr("Texte actuel"), _NOW)
        self.before.setAccessibleName(self.tr("Première version"))
        self.after.setAccessibleName(self.tr("Seconde version"))
        self.before.setCurrentIndex(max(0, len(known.versions) - 1))
        self.after.setCurrentIndex(self.after.count() - 1)
        self.told = QTextBrowser(self)
        self.told.setAccessibleName(self.tr("Différences"))
        self.open_button = QPushButton(self.tr("Ouvrir la première version"), self)
        self.open_button.clicked.connect(lambda _checked: self._open())
        close = QPushButton(self.tr("Fermer"), self)
        close.clicked.connect(self.reject)
        for button in (self.open_button, close):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(QLabel(self.tr("De"), self))
        head.addWidget(self.before, 1)
        head.addWidget(QLabel(self.tr("à"), self))
        head.addWidget(self.after, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.told, 1)
        column.addLayout(foot)
        for choice in (self.before, self.after):
            choice.currentIndexChanged.connect(lambda _place: self._compare())
        self.resize(_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))
        self._compare()

    def _choice(self) -> QComboBox:
        made = QComboBox(self)
        for version in self._known.versions:
            made.addItem(self._named(version), version.number)
        return made

    def _named(self, version: Version) -> str:
        signed = [each.section.label.lower() for each in self._known.signatures if each.version == version.number]
        told = self.tr("Version {number} du {day}").format(number=version.number, day=date_digits(version.made_on))
        return f"{told}, signée ({', '.join(signed)})" if signed else told

    def _passages(self, choice: QComboBox) -> Passages:
        found = (each for each in self._known.versions if each.number == choice.currentData())
        version = next(found, None)
        return version.passages if version else self._known.passages

    def _compare(self) -> None:
        order = places_of([item.id for item in self._meeting.agenda])
        told = compare(self._passages(self.before), self._passages(self.after), order)
        same = (
            f"<p>{escape(self.tr('Les textes sont les mêmes. Les votes et les présences ne sont pas comparés.'))}</p>"
        )
        self.told.setHtml("".join(map(self._difference, told)) or same)

    def _difference(self, each: Comparison) -> str:
        item_id, part = each.place
        told = zip(numbers(self._meeting.agenda), self._meeting.agenda, strict=True)
        title = next((f"{number}. {item.title} – " for number, item in told if item.id == item_id), "")
        if item_id and not title:
            title = self.tr("Point retiré – ")
        words = "".join(map(_stretch, each.stretches))
        return f"<h4>{escape(title + part.label)}</h4><p>{words}</p>"

    def _open(self) -> None:
        found = next((each for each in self._known.versions if each.number == self.before.currentData()), None)
        if found is None:
            return
        db, version = self._desk.db, found
        title = self.tr("Relevé de décisions, version {number}").format(number=version.number)
        previewing.look_at(
            self, self._tab.state, title, f"{title} {self._meeting.on.isoformat()}.pdf",
            lambda _progress: printed.version_pages(db, version), lambda _file: None, self._tab.say_failure,
        )  # fmt: skip


def _stretch(stretch: Stretch) -> str:
    """Return words as HTML; signs tell what changed where colour does not."""
    words = escape(stretch.text).replace("\n", "<br>")
    if stretch.change is Change.SAME:
        return words
    added = stretch.change is Change.ADDED
    sign, style = ("+", "underline") if added else ("−", "line-through")
    colour = theme.colours().ink(Tone.DONE if added else Tone.LATE)
    return f'<span style="color:{colour};text-decoration:{style}">[{sign}{NBSP}{words.rstrip()}]</span> '
