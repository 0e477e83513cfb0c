"""Fix the territory of a CPTS: the communes it holds from a day on, and what they come to while one chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import areas, french
from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.communes import Commune, Gazetteer
from cpr_desk.domain.coverage import cover
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.region_map import Plotted
from cpr_desk.services import reference, territories
from cpr_desk.services.territories import FixTerritory
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.territory_paste import PasteDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.territory import CommunesModel, commune_columns
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.commune_search import CommuneSearch, Found
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_view import TableView


@dataclass(frozen=True, slots=True)
class Ground:
    """What the dialog looks things up in, read beforehand in a task."""

    gazetteer: Gazetteer
    others: Sequence[Plotted]
    by_hand: bool


class TerritoryDialog(FormDialog):
    """Search or paste on the left, the communes chosen on the right; nothing is written before the end."""

    def __init__(self, desk: Desk, state: UiState, dossier: Dossier, ground: Ground, parent: QWidget) -> None:
        super().__init__(
            self.tr("Territoire de {name}").format(name=the_cpts(dossier.name)),
            self.tr("Enregistrer le territoire"), parent, width=1000,
        )  # fmt: skip
        self._desk, self._dossier, self._gazetteer = desk, dossier, ground.gazetteer
        self._home = reference.departments_of(desk.commission)
        self._thresholds = reference.scale_at(desk.db, desk.today()).thresholds
        self._held = areas.held_by(ground.others, ground.gazetteer)
        area = dossier.area
        self._communes = areas.settled(area.codes if area else (), ground.gazetteer)
        self._model = CommunesModel(commune_columns(reference.department_names()), self)
        self.chosen = TableView(self._model, state, "territory/edit", self)
        self.chosen.setAccessibleName(self.tr("Communes du territoire"))
        self.chosen.setMinimumHeight(220)
        self.search = CommuneSearch(ground.gazetteer, self._home, self)
        self.told = PlainLabel(parent=self)
        self.since = DateEdit(self)
        self.since.set_day(desk.today())
        self._since_field = Field(
            self.tr("À compter du"), self.since, required=True, check=self._check_day, help_line=self._before()
        )
        self.comment = QLineEdit(self, maxLength=500)
        self.keeps = QCheckBox(self.tr("Continuer à compter la &population saisie, non la somme des communes"), self)
        self.keeps.setChecked(ground.by_hand)
        self.keeps.setVisible(ground.by_hand)
        self._lay_out()
        self.chosen.installEventFilter(self)
        self.search.chosen.connect(self._add_found)
        self.chosen.chosen.connect(self._tell_selection)
        self._show()
        self.start()

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        codes = tuple(each.code for each in self._communes)
        return codes, self.since.text(), self.comment.text(), self.keeps.isChecked()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> str:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        codes = tuple(each.code for each in self._communes)
        kept = self.keeps.isChecked() and not self.keeps.isHidden()
        order = FixTerritory(self._dossier.id, codes, day, self.comment.text(), kept)
        territories.save_territory(self._desk.db, self._desk.commission, order)
        return self.tr("Le territoire de {name} est enregistré{nbsp}: {count}.").format(
            name=the_cpts(self._dossier.name), nbsp=french.NBSP, count=french.plural(len(codes), self.tr("commune"))
        )

    def add(self, communes: Sequence[Commune], what: str) -> None:
        """Take communes in, each once, and say how many were new."""
        before = {each.code for each in self._communes}
        self._communes = areas.settled([*before, *(each.code for each in communes)], self._gazetteer)
        new = len({each.code for each in self._communes} - before)
        counted = french.plural(new, self.tr("commune ajoutée"), self.tr("communes ajoutées"))
        self._show(
            french.typeset(f"{what} : {counted}." if new else self.tr("{what} : déjà choisi.").format(what=what))
        )

    def remove(self) -> None:
        """Take the communes selected out again."""
        gone = {each.code for each in self.chosen.selected_rows()}
        self._communes = tuple(each for each in self._communes if each.code not in gone)
        count = french.plural(len(gone), self.tr("commune retirée"), self.tr("communes retirées"))
        self._show(f"{count}." if gone else "")

    def paste(self) -> None:
        """Open the dialog that reads a pasted list."""
        dialog = PasteDialog(self._gazetteer, self._home, self)
        dialog.saved.connect(lambda communes: self.add(communes, self.tr("Liste collée")))
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the key that deletes take the communes selected out."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self.remove()
            return True
        return super().eventFilter(watched, event)

    def _add_found(self, found: Found) -> None:
        self.add(found.communes, found.label)

    def _show(self, news: str = "") -> None:
        self._model.set_rows(self._communes)
        codes = [each.code for each in self._communes]
        told = [news] if news else []
        if codes:
            told += cover(codes, self._gazetteer, self._thresholds).sentences()
        else:
            told.append(
                self.tr("Aucune commune choisie{nbsp}: la CPTS n’aura pas de territoire.").format(nbsp=french.NBSP)
            )
        away = [each.label for each in self._communes if each.department not in self._home]
        if away:
            shown = away if len(away) < 6 else [*away[:4], self.tr("{count} autres").format(count=len(away) - 4)]
            outside = self.tr("Hors du territoire de la commission : {names}.").format(names=french.listing(shown))
            told.append(french.typeset(outside))
        told += areas.sharing(codes, self._held, self._gazetteer)
        self.told.say("\n".join(told))
        self._tell_selection()

    def _tell_selection(self) -> None:
        self.remove_button.setEnabled(bool(self.chosen.selected_rows()))

    def _before(self) -> str:
        later = [each for each in self._dossier.areas if each.codes]
        if not later:
            return self.tr("Avant ce jour, la CPTS n’a pas de territoire")
        return self.tr("Un territoire est enregistré depuis le {day}").format(day=french.date_digits(later[-1].since))

    def _check_day(self) -> str:
        day = self.since.day()
        return self.tr("Cette date est à venir.") if day and day > self._desk.today() else ""

    def _lay_out(self) -> None:
        self._form = Form(self)
        self._form.add(self._since_field, Field(self.tr("Commentaire"), self.comment), stretches=(1, 3))
        self._form.add_widget(self.keeps)
        left, right = QWidget(self), QWidget(self)
        for side, title, inside in (
            (left, self.tr("Ajouter une commune ou un EPCI entier"), self.search),
            (right, self.tr("Communes du territoire"), self.chosen),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(Space.S)
            label = QLabel(title, side)
            label.setBuddy(inside)
            column.addWidget(label)
            column.addWidget(inside, 1)
            column.addWidget(self._buttons(side, left))
        self.body.addWidget(SideBySide(left, right, (2, 3), parent=self, narrow=720), 1)
        self.body.addWidget(self.told)
        self.body.addWidget(self._form)

    def _buttons(self, side: QWidget, left: QWidget) -> ActionRow:
        row = ActionRow(side)
        if side is left:
            row.set_buttons([
                self._button(self.tr("&Ajouter"), "plus", self.search.take),
                self._button(self.tr("&Coller une liste…"), "copy", self.paste),
            ])  # fmt: skip
        else:
            self.remove_button = self._button(self.tr("&Retirer"), "trash-2", self.remove)
            self.remove_button.setToolTip(self.tr("Retirer les communes choisies (Suppr)"))
            row.set_buttons([self.remove_button])
        return row

    def _button(self, words: str, picture: str, act: Callable[[], object]) -> QPushButton:
        made = QPushButton(icon(picture), words, self)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked: act())
        return made
