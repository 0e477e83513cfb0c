"""Paste a list of communes: what is understood is counted, every other line is told with what it may mean."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QPlainTextEdit, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.commune_lists import Entry, PastedList, Reading, read_list
from cpr_desk.domain.communes import Commune, Gazetteer
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_PAUSE_MS = 200
_MOST = 40
"""Lines one may choose for; the list itself is better mended beyond."""


class PasteDialog(FormDialog):
    """`saved` carries the communes."""

    def __init__(self, gazetteer: Gazetteer, home: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Coller une liste de communes"), self.tr("Ajouter ces communes"), parent, width=640)
        self._gazetteer = gazetteer
        self._home = home
        self._read = PastedList(())
        self._lines: list[tuple[Entry, QComboBox]] = []
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(150)
        self.text.setPlaceholderText("44109\nRezé (44)\n44800\nNantes Métropole")
        self._field = Field(
            self.tr("Codes ou noms, un par ligne ou séparés par des virgules"),
            self.text,
            required=True,
            help_line=self.tr("Codes Insee, codes postaux, noms, EPCI, ou des lignes copiées d’un classeur"),
            check=self._problem,
        )
        self.postcodes = QCheckBox(self.tr("Les nombres à cinq chiffres sont des codes &postaux"), self)
        self._form = Form(self)
        self._form.add(self._field)
        self._form.add_widget(self.postcodes)
        self.told = PlainLabel(parent=self)
        self._open = QWidget(self)
        self._grid = QGridLayout(self._open)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self._form)
        self.body.addWidget(self.told)
        self.body.addWidget(self._open)
        self.body.addStretch()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self.text.textChanged.connect(self._pause.start)
        self.postcodes.toggled.connect(lambda _on: self.read())
        self.read()
        self.start()

    def typed(self) -> Any:
        return self.text.toPlainText()

    def is_valid(self) -> bool:
        self.read()
        if not self._form.validate():
            self.text.setFocus()
            return False
        return True

    def write(self) -> tuple[Commune, ...]:
        return self.communes()

    def communes(self) -> tuple[Commune, ...]:
        """Return what is understood and what was chosen, each commune once."""
        chosen = [commune for _, choice in self._lines for commune in choice.currentData()]
        return tuple({each.code: each for each in (*self._read.communes, *chosen)}.values())

    def read(self) -> None:
        """Read the list as it stands now; what was chosen for a line that is still there stays chosen."""
        self._pause.stop()
        chosen = {entry.typed: choice.currentIndex() for entry, choice in self._lines}
        self._read = read_list(
            self._gazetteer, self.text.toPlainText(), self._home, postcodes=self.postcodes.isChecked()
        )
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._lines = [(entry, self._choice(entry)) for entry in self._read.open[:_MOST]]
        for row, (entry, choice) in enumerate(self._lines):
            self._grid.addWidget(PlainLabel(_words(entry), self._open), row, 0)
            self._grid.addWidget(choice, row, 1)
            choice.setCurrentIndex(min(chosen.get(entry.typed, 0), choice.count() - 1))
        self._tell()

    def _choice(self, entry: Entry) -> QComboBox:
        choice = QComboBox(self._open)
        choice.setAccessibleName(self.tr("Ligne {line}, {typed}").format(line=entry.line, typed=entry.typed))
        choice.addItem(self.tr("Ne pas reprendre"), ())
        for commune in entry.communes:
            choice.addItem(commune.label, (commune,))
        if entry.reading is Reading.AMBIGUOUS:
            choice.addItem(self.tr("Toutes ces communes"), entry.communes)
        choice.setEnabled(bool(entry.communes))
        choice.currentIndexChanged.connect(lambda _line: self._tell())
        return choice

    def _tell(self) -> None:
        understood = french.plural(len(self.communes()), self.tr("commune reconnue"), self.tr("communes reconnues"))
        told = [f"{french.capital(understood)}."]
        if left := len(self._read.open):
            looked = self.tr("ligne à regarder"), self.tr("lignes à regarder")
            told.append(f"{french.plural(left, *looked)}{french.NBSP}:")
        if left > _MOST:
            told.append(
                self.tr("seules les {count} premières sont montrées, corrigez d’abord la liste.").format(count=_MOST)
            )
        merged = [entry.note for entry in self._read.entries if entry.reading is Reading.MERGED]
        told[1:1] = [f"{note}." for note in merged[:3]]
        self.told.say(" ".join(told) if self.text.toPlainText().strip() else "")

    def _problem(self) -> str:
        return "" if self.communes() else self.tr("Aucune commune n’est reconnue dans cette liste.")


def _words(entry: Entry) -> str:
    """Say what is wrong with a line."""
    note = f" – {entry.note}" if entry.note else ""
    return french.typeset(f"Ligne {entry.line} : « {entry.typed} ». {entry.reading.label}{note}")
