"""The missions of a CPTS against their limits; for the one chosen, its indicators and its action plan."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import NBSP, listing
from cpr_desk.domain.mission_course import LONGEST_PLAN, MissionCourse, chosen_words, courses, missing_core
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.services import missions, reference
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.missions import PROGRESS_LOOKS, mission_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_indicators import IndicatorsPart
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.markup_edit import MarkupEdit
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cpr_desk.ui.dialogs.form_dialog import FormDialog

_LIST_WIDTH, _LIST_HEIGHT, _PART_HEIGHT, _NARROW = 397, 150, 440, 800
"""Pixels that the list and the mission chosen need; where a window has less, the tab scrolls."""


class MissionsTab(CptsTab):
    """The missions at the left, the one chosen at the right."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._dossier: Dossier | None = None
        self._shown: Mission | None = None
        self.commands = CommandSet(self)
        self.remarks = PlainLabel(parent=self)
        self.model: TableModel[MissionCourse] = TableModel(
            mission_columns(), identity=lambda line: line.mission, parent=self
        )
        self.view = TableView(self.model, state, "missions", self)
        self.view.setAccessibleName(self.tr("Missions du contrat"))
        self.view.setMinimumWidth(_LIST_WIDTH)
        self.badge, self.words, self.rule = StateBadge(self), PlainLabel(parent=self), PlainLabel(parent=self)
        self.indicators = IndicatorsPart(self)
        self.plan = MarkupEdit(
            self.tr("Actions, moyens, calendrier. Le texte est gardé quand vous le quittez."), LONGEST_PLAN, self
        )
        self.parts = QTabWidget(self)
        self._declare()
        self._lay_out()
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(lambda _course: self._date())
        self.plan.written.connect(self._save_plan)

    def show_dossier(self, dossier: Dossier) -> None:
        if self._dossier and self._dossier.id != dossier.id:
            self.plan.keep()
            self._shown = None
        self._dossier = dossier
        scales = tuple(reference.scales(self.desk.db).values())
        self.model.set_rows(courses(dossier, scales, self.at))  # shows the mission chosen
        self.remarks.say(self._remarks(dossier, missing_core(dossier, scales, self.at)))
        self.remarks.setVisible(bool(self.remarks.text()))
        has_any = self.model.total > 0
        was_empty = self._empty.isVisible()
        self._whole.setVisible(has_any)
        self._empty.setVisible(not has_any)
        if has_any and was_empty:  # the button that led here is gone
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if has_any and not self.view.selected_rows():
            self.view.select_identities({self._shown or self.model.row(0).mission})

    def select(self, mission: Mission) -> None:
        """Show a mission."""
        self.view.select_identities({mission})

    def _lay_out(self) -> None:
        self.parts.setDocumentMode(True)
        self.parts.setAccessibleName(self.tr("Parties de la mission"))
        self.parts.addTab(self.indicators, self.tr("Indicateurs"))
        self.parts.addTab(self.plan, self.tr("Plan d’action"))
        self.parts.currentChanged.connect(lambda place: self.indicators.chooser.setVisible(place == 0))
        self.plan.view.hide()
        self.plan.edit.setAccessibleName(self.tr("Plan d’action"))
        self.rule.setFont(theme.font(TextSize.SMALL))
        self.rule.setProperty("muted", True)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        head.addWidget(self.indicators.chooser, 0, Qt.AlignmentFlag.AlignTop)
        right = QWidget(self)
        right.setMinimumHeight(_PART_HEIGHT)
        self.view.setMinimumHeight(_LIST_HEIGHT)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.rule)
        column.addWidget(self.parts, 1)
        row = ActionRow(self)
        row.set_buttons(
            [ActionButton(self._add, self), ActionButton(self._dates, self, primary=True),
             ActionButton(self._take_away, self)]
        )  # fmt: skip
        self._whole = SideBySide(self.view, right, (2, 5), self.state, "missions", self, narrow=_NARROW)
        self._empty = EmptyState(
            "landmark",
            self.tr("Aucune mission choisie"),
            self.tr("Choisissez d’abord les missions du contrat{nbsp}: leurs limites se comptent depuis la "
                    "signature.").format(nbsp=NBSP),
            self.tr("Choisir des missions…"),
            self._choose_missions,
            self,
        )  # fmt: skip
        around = self.scrolling_column()
        around.setSpacing(Space.S)
        around.addWidget(row)
        around.addWidget(self.remarks)
        around.addWidget(self._whole, 1)
        around.addWidget(self._empty, 1)

    def _declare(self) -> None:
        add, tr = self.commands.add, self.tr
        self._add = add(
            Command(tr("&Choisir des missions…"), self._choose_missions, "plus",
                    tip=tr("Ajouter des missions à celles de la CPTS"),
                    enabled=lambda: self.editable and bool(self._dossier) and self._lacks_some())
        )  # fmt: skip
        self._dates = add(
            Command(tr("&Dater…"), self._date, "calendar",
                    tip=tr("Noter le démarrage prévu, le démarrage et le déploiement (Entrée dans la liste)"),
                    enabled=lambda: self.editable and self._course() is not None)
        )  # fmt: skip
        self._take_away = add(
            Command(tr("Re&tirer"), self._remove, "trash-2",
                    tip=tr("Retirer la mission choisie, si rien n’y est attaché"),
                    enabled=lambda: self.editable and self._course() is not None)
        )  # fmt: skip

    def _lacks_some(self) -> bool:
        return self._dossier is not None and len(self._dossier.missions) < len(Mission)

    def _remarks(self, dossier: Dossier, missing: tuple[Mission, ...]) -> str:
        if dossier.contract is None:
            return self.tr("Aucun contrat n’est signé{nbsp}: les limites se compteront depuis la signature.").format(
                nbsp=NBSP
            )
        if missing and dossier.missions:
            names = listing(mission.label for mission in missing)
            return self.tr("Missions socle qui manquent au contrat{nbsp}: {names}.").format(nbsp=NBSP, names=names)
        return ""

    def _course(self) -> MissionCourse | None:
        rows = self.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _choose(self) -> None:
        """Show the mission chosen; what is typed in the plan of another one is kept first."""
        course = self._course()
        if course and self._dossier:
            if self._shown is not None and course.mission is not self._shown:
                self.plan.keep()
            self._shown = course.mission
            look = PROGRESS_LOOKS[course.progress]
            self.badge.show_state(look, course.progress.label[:1].upper() + course.progress.label[1:])
            self.words.say(course.words)
            told = (chosen_words(course.state), course.expected.words if course.expected else "")
            self.rule.say(" ".join(filter(None, told)))
            self.rule.setVisible(bool(self.rule.text()))
            self.plan.show_text(course.state.plan)
            self.plan.edit.setReadOnly(not self.editable)
            self.indicators.show_mission(self._dossier, course.mission)
        self.commands.refresh()

    def _open(self, dialog: "FormDialog", sentence: str) -> None:
        dialog.saved.connect(lambda told: self.say_saved(sentence.format(told=told)))
        dialog.open()

    def _choose_missions(self) -> None:
        from cpr_desk.ui.dialogs.mission_dates import ChooseMissionsDialog

        if self._dossier:
            self._open(
                ChooseMissionsDialog(self.desk, self._dossier, self), self.tr("Missions ajoutées\u00a0: {told}.")
            )

    def _date(self) -> None:
        from cpr_desk.ui.dialogs.mission_dates import MissionDatesDialog

        course = self._course()
        if self._dossier and course and self.editable:
            self.plan.keep()
            words = self.tr("Les dates de la mission «\u00a0{name}\u00a0» sont enregistrées.")
            self._open(
                MissionDatesDialog(self.desk, self._dossier, course, self), words.format(name=course.mission.label)
            )

    def _remove(self) -> None:
        course = self._course()
        if self._dossier and course:
            try:
                missions.remove_mission(self.desk.db, self.desk.commission, self._dossier.id, course.mission)
            except UserError as refusal:
                self.messages.say_error(refusal)
                return
            self._shown = None
            self.desk.refresh()
            words = self.tr("La mission «\u00a0{name}\u00a0» est retirée.")
            self.say_saved(words.format(name=course.mission.label))

    def _save_plan(self, text: str) -> None:
        if self._dossier and self._shown and self.editable:
            try:
                missions.save_plan(self.desk.db, self.desk.commission, self._dossier.id, self._shown, text)
            except UserError as refusal:
                self.messages.say_error(refusal)
                return
            self.desk.refresh()
