"""Everybody the secretariat knows: their records, what each does or did, and records that are one person's."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Person
from cpr_desk.domain.persons import KnownPerson
from cpr_desk.errors import UserError
from cpr_desk.office.histories import person_history_pages
from cpr_desk.services import persons
from cpr_desk.ui import previewing
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.person_doubles import DoublesDialog
from cpr_desk.ui.dialogs.person_edit import PersonDialog
from cpr_desk.ui.dialogs.person_merge import MergeDialog
from cpr_desk.ui.models.persons import PersonLine, person_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_person import PersonCard
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT = 220


class PersonsSheet(Sheet):
    """The persons of the whole database; beside them, the one chosen. `begin` takes « <id> » or « person/<id> »."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        self._doubles_found = 0
        self._model: TableModel[PersonLine] = TableModel(person_columns(), parent=self)
        empty = EmptyState(
            "users", self.tr("Personne n’est encore connu"),
            self.tr("Désignez quelqu’un à un siège, ou importez la composition{nbsp}: sa fiche apparaît ici.").format(
                nbsp=french.NBSP
            ),
        )  # fmt: skip
        self.panel = TablePanel(self._model, state, "persons", self.tr("personne"), self.tr("personnes"), empty, self)
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self._declare_commands()
        self.card = PersonCard(desk.today(), state, self._print, self)
        self._invitation = QLabel(self, wordWrap=True)
        self._invitation.setProperty("muted", True)
        self._side = QWidget(self)
        self._stack = QStackedLayout(self._side)
        self._stack.addWidget(self.card)
        self._stack.addWidget(self._invitation)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, Space.M, 0, 0)
        body.addWidget(SideBySide(self.panel, self._side, (3, 2), state, "persons", self), 1)
        self.panel.view.chosen.connect(self._show_chosen)
        self.panel.view.opened.connect(lambda _line: self._modify.trigger())

    def reload(self) -> None:
        known, today = persons.known_persons(self._desk.db), self._desk.today()
        self._model.set_rows([PersonLine(each, today) for each in known])  # shows the person chosen
        # To compare a thousand names takes a third of a second: the list is shown first.
        QTimer.singleShot(0, self, lambda: self._count_doubles(known))

    def _count_doubles(self, known: Sequence[KnownPerson]) -> None:
        self._doubles_found = len(persons.doubles(self._desk.db, known))
        self._doubles.setText(self.tr("&Doublons possibles ({count})…").format(count=self._doubles_found))
        self.commands.refresh()

    def begin(self, work: str) -> None:
        number = work.removeprefix("person/")
        if number.isdigit():
            self.panel.select(int(number))
            self.panel.view.setFocus()

    def chosen(self) -> list[KnownPerson]:
        """Return the persons selected, in the order shown."""
        return [line.known for line in self.panel.view.selected_rows()]

    def _one(self) -> KnownPerson | None:
        chosen = self.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _declare_commands(self) -> None:
        def one() -> bool:
            return self._one() is not None

        def unused() -> bool:
            known = self._one()
            return known is not None and not known.roles

        add = self.commands.add
        self._modify = add(
            Command(self.tr("&Modifier la fiche…"), self._open_record, "pencil", "F2",
                    self.tr("Modifier le nom ou les coordonnées de la personne choisie"), one)
        )  # fmt: skip
        self._merge = add(
            Command(self.tr("&Fusionner…"), self._open_merge, "users",
                    "Ctrl+M", self.tr("Fusionner les deux fiches choisies, celles d’une même personne"),
                    lambda: len(self.chosen()) == 2)
        )  # fmt: skip
        self._doubles = add(
            Command(self.tr("&Doublons possibles…"), self._open_doubles, "copy",
                    tip=self.tr("Voir les fiches dont les noms se ressemblent"),
                    enabled=lambda: self._doubles_found > 0)
        )  # fmt: skip
        self._remove = add(
            Command(self.tr("&Supprimer la fiche"), self._remove_record, "trash-2", "Ctrl+Del",
                    self.tr("Supprimer la fiche d’une personne qui n’a jamais eu de rôle"), unused)
        )  # fmt: skip
        self._print = add(
            Command(self.tr("&Imprimer…"), self._print_history, "printer", "Ctrl+P",
                    self.tr("Voir les rôles de la personne choisie, les imprimer ou les enregistrer"), one)
        )  # fmt: skip
        self.primary, self.secondary = self._modify, [self._doubles, self._merge, self._remove]
        self.panel.set_context_actions([self._modify, self._merge, self._remove, self._print])

    def _show_chosen(self) -> None:
        known, count = self._one(), len(self.chosen())
        if known:
            self.card.show_person(known)
        self._invitation.setText(
            self.tr("Ces deux fiches sont-elles celles d’une même personne{nbsp}? Fusionnez-les (Ctrl+M).").format(
                nbsp=french.NBSP
            )
            if count == 2
            else self.tr("Choisissez une personne pour voir ses coordonnées et ses rôles.")
        )
        self._stack.setCurrentWidget(self.card if known else self._invitation)
        self.commands.refresh()

    def _open_record(self) -> None:
        if known := self._one():
            dialog = PersonDialog(self._desk, known, self)
            dialog.saved.connect(lambda person: self._say(person, self.tr("La fiche de {name} est modifiée.")))
            dialog.open()

    def _open_merge(self) -> None:
        one, other = self.chosen()
        dialog = MergeDialog(self._desk, one, other, self)
        dialog.saved.connect(
            lambda person: self._say(person, self.tr("Les deux fiches de {name} n’en font plus qu’une."))
        )
        dialog.open()

    def _say(self, person: Person, words: str) -> None:
        self.panel.select(person.id)
        self._desk.say_saved(self.messages, words.format(name=person.courteous_name))

    def _open_doubles(self) -> None:
        DoublesDialog(self._desk, self._state, self).open()

    def _remove_record(self) -> None:
        known = self._one()
        if known is None:
            return
        try:
            persons.remove_person(self._desk.db, known.id)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        self._desk.refresh()
        words = self.tr("La fiche de {name} est supprimée.")
        self._desk.say_saved(self.messages, words.format(name=known.person.courteous_name))

    def _print_history(self) -> None:
        if known := self._one():
            desk, title = self._desk, self.tr("Mandats et fonctions – {name}").format(name=known.person.name)
            previewing.look_at(
                self, self._state, title, f"{title}.pdf",
                lambda progress: person_history_pages(desk.db, desk.commission.id, known, desk.today(), progress),
                self.say_written, self.say_failure,
            )  # fmt: skip
