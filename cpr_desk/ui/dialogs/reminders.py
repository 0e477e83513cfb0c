"""« Relancer les désignations »: to whom, by when they should answer, a look at the letters, and where they go."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import organisations
from cpr_desk.ui import files, tasks, theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.organisation import OrganisationDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.pdf_preview import PageImages

_KEY = Qt.ItemDataRole.UserRole
_WIDTHS = (170, 220, 110)
_ROWS_SHOWN = 8


class Wanted(NamedTuple):
    """The letters to write, and into which folder."""

    request: Request
    folder: Path


class RemindersDialog(FormDialog):
    """The organisations with an empty titular seat on a day, those that vote ticked; `saved` carries a `Wanted`."""

    def __init__(self, desk: Desk, state: UiState, at: date, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Relancer les désignations"), self.tr("Éditer les lettres…"), parent, width=900
        )  # fmt: skip
        self._desk = desk
        self._state = state
        self._at = at
        self._correspondents: dict[str, Correspondent] = {}
        self._folder = Path()
        self._proposed = organisations.proposed_answer(desk.db, desk.commission, desk.today())
        self.list = self._make_list()
        self.answer_by = DateEdit(self)
        self.answer_by.set_day(self._proposed.on)
        self._answer_field = Field(
            self.tr("Réponse attendue au plus tard le"), self.answer_by, required=True, check=self._check_day
        )
        self.missing = QLabel(self, wordWrap=True)
        self.missing.setTextFormat(Qt.TextFormat.PlainText)
        self.what_happens = QLabel(self, wordWrap=True)
        self._form = Form(self)
        self._form.add(self._answer_field)
        self._lay_out()
        self._read()
        self.list.itemChanged.connect(lambda _item, _column: self._announce())
        self.list.itemActivated.connect(lambda _item, _column: self._complete())
        self.answer_by.changed.connect(lambda _day: self._announce())
        self._announce()
        self.start()

    def request(self) -> Request:
        """Return the letters that the fields describe."""
        desk = self._desk
        return Request(
            desk.commission.id, DocumentKind.REMINDERS, self._at, desk.today(),
            organisations=tuple(self._ticked()), answer_by=self.answer_by.day(),
        )  # fmt: skip

    def typed(self) -> Any:
        return (self.answer_by.text(), tuple(self._ticked()))

    def is_valid(self) -> bool:
        return self._form.validate() and self._is_somebody_ticked()

    def accept(self) -> None:
        """Ask for the folder before the dialog closes: giving that up loses nothing."""
        self.messages.clear()
        if self.is_valid():
            title = self.tr("Choisir le dossier des lettres")
            if folder := files.choose_folder(self, self._state, title):
                self._folder = folder
                super().accept()

    def write(self) -> Wanted:
        return Wanted(self.request(), self._folder)

    def preview(self) -> None:
        """Show the letters as they will be printed."""
        self.messages.clear()
        if self.is_valid():
            db, request = self._desk.db, self.request()
            tasks.run(self, self.tr("Préparation des lettres"),
                      lambda progress: documents.preview_pages(db, request, progress), self._show_pages,
                      lambda failure: self.messages.say_error(as_user_error(failure)))  # fmt: skip

    def _show_pages(self, pages: PageImages) -> None:
        def keep() -> None:
            preview.accept()
            self.accept()

        preview = PreviewDialog(DocumentKind.REMINDERS.label, pages, keep, self)
        preview.open()

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget(self)
        made.setHeaderLabels(
            [self.tr("Organisation"), self.tr("Profession ou section"), self.tr("À désigner"), self.tr("Envoi")]
        )
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAlternatingRowColors(True)
        made.setAccessibleName(self.tr("Organisations à relancer"))
        for column, width in enumerate(_WIDTHS):
            made.setColumnWidth(column, width)
        made.setMinimumHeight(_ROWS_SHOWN * theme.ROW_HEIGHT)
        return made

    def _lay_out(self) -> None:
        intro = QLabel(
            self.tr("Une lettre pour chaque organisation dont un siège n’a pas de titulaire au {day}. Les organismes à "
                    "voix consultative ne sont relancés que si vous les cochez.").format(
                day=french.day_words(self._at)),
            self, wordWrap=True,
        )  # fmt: skip
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        every = QPushButton(self.tr("Tout cocher"), self)
        every.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        none = QPushButton(self.tr("Tout décocher"), self)
        none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.complete = QPushButton(icon("pencil"), self.tr("Compléter…"), self)
        self.complete.setToolTip(self.tr("Compléter l’adresse de l’organisation choisie"))
        self.complete.clicked.connect(self._complete)
        self.look = QPushButton(icon("eye"), self.tr("Aperçu"), self)
        self.look.clicked.connect(self.preview)
        for button in (every, none, self.complete):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.look)
        for button in (every, none, self.complete, self.look):
            button.setAutoDefault(False)
        self.body.addWidget(intro)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(buttons)
        self.body.addWidget(self._form)
        self.body.addWidget(self.missing)
        self.foot.insertWidget(0, self.what_happens)

    def _read(self) -> None:
        """Fill the list, keeping what is ticked and chosen."""
        known, ticked, current = set(self._correspondents), set(self._ticked()), self._current()
        found = organisations.correspondents(self._desk.db, self._desk.commission.id, self._at)
        self._correspondents = {each.key: each for each in found if each.designator.vacant}
        self.list.blockSignals(True)
        self.list.clear()
        for key, each in self._correspondents.items():
            item = QTreeWidgetItem(self.list, self._cells(each))
            item.setData(0, _KEY, key)
            item.setToolTip(0, each.organisation.full_name)
            item.setSizeHint(0, QSize(0, theme.ROW_HEIGHT))
            wanted = key in ticked if key in known else each.designator.is_reminded
            item.setCheckState(0, Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            if key == current or current is None:
                self.list.setCurrentItem(item)
                current = key
        self.list.blockSignals(False)

    def _cells(self, each: Correspondent) -> list[str]:
        designator, organisation = each.designator, each.organisation
        count = french.plural(len(designator.vacant), self.tr("titulaire"))
        missing = (
            self.tr(", {missing} à compléter").format(missing=organisation.missing) if organisation.missing else ""
        )
        return [organisation.name, designator.sphere, count, organisation.channel.label + missing]

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                yield item

    def _ticked(self) -> list[str]:
        return [str(item.data(0, _KEY)) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def _current(self) -> str | None:
        item = self.list.currentItem()
        return str(item.data(0, _KEY)) if item else None

    def _tick(self, wanted: Qt.CheckState) -> None:
        for item in self._items():
            item.setCheckState(0, wanted)

    def _complete(self) -> None:
        key = self._current()
        if key in self._correspondents:
            dialog = OrganisationDialog(self._desk, self._correspondents[key], self)
            dialog.saved.connect(lambda _organisation: self._follow())
            dialog.open()

    def _follow(self) -> None:
        self._read()
        self._announce()

    def _announce(self) -> None:
        """Say what will be written, what is missing for it, and what the day comes to."""
        chosen = [self._correspondents[key] for key in self._ticked()]
        lacking = [each.organisation for each in chosen if each.organisation.missing]
        names = french.listing(organisation.name for organisation in lacking)
        self.missing.setText(
            self.tr("Adresse à compléter{nbsp}: {names}. Sans elle, la lettre porte seulement le nom de "
                    "l’organisation.").format(nbsp=NBSP, names=names) if lacking else ""
        )  # fmt: skip
        count = french.plural(len(chosen), self.tr("lettre"))
        self.what_happens.setText(
            self.tr("{count}{nbsp}: un PDF de toutes, à imprimer, et un par organisation.").format(
                nbsp=NBSP, count=count)
        )  # fmt: skip
        self._answer_field.set_help(self._day_words())
        if self._answer_field.error():
            self._answer_field.validate()

    def _day_words(self) -> str:
        day, proposed = self.answer_by.day(), self._proposed
        if day is None or day == proposed.on:
            return proposed.why
        if proposed.meeting and not proposed.meeting_for(day):
            return self.tr(
                "Trop tard pour convoquer à la réunion du {day}{nbsp}: la lettre ne la mentionnera pas."
            ).format(day=french.date_words(proposed.meeting.on), nbsp=NBSP)
        return french.date_words(day)

    def _check_day(self) -> str:
        day = self.answer_by.day()
        if day and day <= self._desk.today():
            return self.tr("Choisissez un jour après celui de l’envoi, aujourd’hui.")
        return ""

    def _is_somebody_ticked(self) -> bool:
        if self._ticked():
            return True
        self.messages.say_error(
            UserError(self.tr("Aucune organisation n’est cochée."), self.tr("Cochez celles à qui adresser une lettre."))
        )
        return False
