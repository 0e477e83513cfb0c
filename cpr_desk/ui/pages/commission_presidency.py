"""Who presides: the section presidents with their dates, the ledger by calendar year, its exceptions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cpr_desk.domain import french
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.presidency import (
    Chair,
    PresidencyException,
    PresidencyYear,
    SectionPresident,
    chair_at,
    ledger,
    president_at,
)
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import presidency as presidencies
from cpr_desk.ui import previewing, theme
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.presidency_exception import PresidencyExceptionDialog
from cpr_desk.ui.dialogs.presidency_form import PresidencyDialog, RemovalDialog, from_to
from cpr_desk.ui.dialogs.president_dates import CorrectPresidentDialog, EndPresidentDialog
from cpr_desk.ui.dialogs.section_president import SectionPresidentDialog
from cpr_desk.ui.models.presidency import ledger_columns, president_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.cards import ActionButton, SectionTitle
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_COMING_YEARS = 5
_LEAST_HEIGHT = 150


class PresidencySheet(Sheet):
    """Who presides today in words, the section presidents, the years past and coming."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        today = desk.today()
        self.today_words = PlainLabel(parent=self)
        self.today_words.setFont(theme.font(bold=True))
        self.mention = PlainLabel(parent=self)
        self.badge = StateBadge(self)
        self._presidents = TableModel(president_columns(today), parent=self)
        self._years = TableModel(ledger_columns(today.year), identity=lambda line: line.year, parent=self)
        self.presidents = self._panel(
            self._presidents, "presidents", self.tr("président de section"), self.tr("présidents de section"),
            EmptyState("landmark", self.tr("Aucun président de section"),
                       self.tr("Enregistrez la désignation faite par chaque section à la première réunion.")),
        )  # fmt: skip
        self.ledger = self._panel(
            self._years, "ledger", self.tr("année"), self.tr("années"),
            EmptyState("calendar", self.tr("La commission n’est pas encore installée")),
        )  # fmt: skip
        self.detail = PlainLabel(parent=self)
        self.detail.setProperty("muted", True)
        self._declare_commands()
        self._lay_out()
        self.presidents.view.chosen.connect(self.commands.refresh)
        self.presidents.view.opened.connect(lambda _president: self._correct.trigger())
        self.ledger.view.chosen.connect(self._choose_year)
        self.ledger.view.opened.connect(lambda _year: (self._modify if self._exception() else self._add).trigger())

    def reload(self) -> None:
        today = self._desk.today()
        known = presidencies.presidency_of(self._desk.db, self._desk.commission.id)
        self._presidents.set_rows(sorted(known.presidents, key=lambda p: (p.since, p.section), reverse=True))
        last = max(today.year, known.first_year) + _COMING_YEARS
        self._years.set_rows(ledger(known, known.first_year, last))  # shows the year chosen
        if not self.ledger.view.selected_rows():
            self.ledger.view.select_identities({max(today.year, known.first_year)})
        self._say_today(chair_at(known, today), known.first_year)

    def begin(self, work: str) -> None:
        if work == "name":
            self._name.trigger()

    def _say_today(self, chair: Chair | None, first_year: int) -> None:
        self.badge.setVisible(chair is not None and chair.mention != "")
        if chair is None:
            words = self.tr("La première présidence sera celle de l’année {year}.").format(year=first_year)
            self.today_words.say(words)
            self.mention.hide()
            return
        day = french.date_words(chair.day)
        held = (
            self.tr("Ce {day}, la présidence est assurée par {words}.")
            if chair.president
            else self.tr("Ce {day}, la présidence n’est pas pourvue{nbsp}: {words}.")
        )
        self.today_words.say(held.format(day=day, words=chair.words, nbsp=french.NBSP))
        self.mention.say(chair.mention)
        self.mention.setVisible(bool(chair.mention))
        if chair.president and not chair.acting:
            self.badge.show_state(State.UPCOMING, self.tr("Exception"))
        else:
            self.badge.show_state(State.URGENT, self.tr("Vacance"))

    def _choose_year(self) -> None:
        year = self._year()
        self.detail.say("\n".join((year.why, *year.mentions)) if year else "")
        self.commands.refresh()

    def _year(self) -> PresidencyYear | None:
        rows: list[PresidencyYear] = self.ledger.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _exception(self) -> PresidencyException | None:
        year = self._year()
        return year.exception if year else None

    def _president(self) -> SectionPresident | None:
        rows: list[SectionPresident] = self.presidents.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    # Commands ----------------------------------------------------------------------------------------------------

    def _declare_commands(self) -> None:
        def chosen() -> bool:
            return self._president() is not None

        def running() -> bool:
            president = self._president()
            return president is not None and (president.until is None or president.until >= self._desk.today())

        add = self.commands.add
        self._name = add(
            Command(self.tr("&Désigner…"), self._open_name, "plus", "Ctrl+N",
                    self.tr("Enregistrer le président qu’une section a désigné"))
        )  # fmt: skip
        self._end = add(
            Command(self.tr("Mettre &fin…"), self._open_end, "log-out", "Ctrl+Del",
                    self.tr("Mettre fin aux fonctions du président de section choisi"), running)
        )  # fmt: skip
        self._correct = add(
            Command(self.tr("&Corriger…"), self._open_correct, "pencil", "F2",
                    self.tr("Corriger les dates du président de section choisi"), chosen)
        )  # fmt: skip
        self._remove = add(
            Command(self.tr("&Retirer…"), self._open_remove, "trash-2",
                    tip=self.tr("Retirer un président de section saisi par erreur"), enabled=chosen)
        )  # fmt: skip
        self._add = add(
            Command(self.tr("&Ajouter une exception…"), self._open_add, "plus",
                    tip=self.tr("Enregistrer une année où l’autre section préside"))
        )  # fmt: skip
        self._modify = add(
            Command(self.tr("&Modifier…"), self._open_modify, "pencil",
                    tip=self.tr("Modifier l’exception de l’année choisie"), enabled=lambda: bool(self._exception()))
        )  # fmt: skip
        self._restore = add(
            Command(self.tr("Re&tirer l’exception…"), self._open_restore, "trash-2",
                    tip=self.tr("Revenir à l’alternance pour l’année choisie"), enabled=lambda: bool(self._exception()))
        )  # fmt: skip
        print_ledger = add(
            Command(self.tr("&Imprimer le registre…"), self._print, "printer", "Ctrl+P",
                    self.tr("Voir le registre de la présidence, l’imprimer ou l’enregistrer"))
        )  # fmt: skip
        self.primary, self.secondary = self._name, [print_ledger]

    def _open_name(self) -> None:
        dialog = SectionPresidentDialog(self._desk, self, self._section_to_name())
        self._open(dialog, lambda person: self._named(person, dialog.since.day()))

    def _named(self, person: Person, since: date | None) -> str:
        if since and since > self._desk.today():
            told = self.tr("{name} présidera sa section à compter du {day}.")
            return told.format(name=person.courteous_name, day=french.date_digits(since))
        return self.tr("{name} préside sa section.").format(name=person.courteous_name)

    def _section_to_name(self) -> Section:
        """Return the section that lacks a president today, else that of the president selected."""
        known = presidencies.presidency_of(self._desk.db, self._desk.commission.id).presidents
        voting = [section for section in Section if section.votes]
        lacking = [section for section in voting if president_at(known, section, self._desk.today()) is None]
        chosen = self._president()
        return lacking[0] if lacking else chosen.section if chosen else Section.SOCIAL

    def _open_end(self) -> None:
        if president := self._president():
            self._open(
                EndPresidentDialog(self._desk, president, self),
                lambda ended: self.tr("Fin de présidence enregistrée{nbsp}: {name}.").format(
                    name=ended.name, nbsp=french.NBSP
                ),
            )

    def _open_correct(self) -> None:
        if president := self._president():
            self._open(
                CorrectPresidentDialog(self._desk, president, self),
                lambda right: self.tr("Dates corrigées\u00a0: {name}.").format(name=right.name),
            )

    def _open_remove(self) -> None:
        if president := self._president():
            sentence = self.tr(
                "La présidence de la {section} par {name} {dates} est retirée, comme si elle n’avait jamais été "
                "saisie. Le registre et les documents de cette période n’en tiennent plus compte."
            ).format(
                section=president.section.label.lower(),
                name=president.name,
                dates=from_to(president.since, president.until),
            )
            db = self._desk.db
            self._open(
                RemovalDialog(self._desk, self.tr("Retirer une présidence saisie par erreur"), sentence,
                              lambda: presidencies.remove_section_president(db, president), self),
                lambda _nothing: self.tr("Présidence retirée\u00a0: {name}.").format(name=president.name),
            )  # fmt: skip

    def _open_add(self) -> None:
        year = self._year()
        free = year.year if year and not year.exception else self._desk.today().year
        self._open(
            PresidencyExceptionDialog(self._desk, None, free, self),
            lambda added: self.tr("L’exception de {year} est enregistrée.").format(year=added.year),
        )

    def _open_modify(self) -> None:
        if exception := self._exception():
            self._open(
                PresidencyExceptionDialog(self._desk, exception, exception.year, self),
                lambda right: self.tr("L’exception de {year} est modifiée.").format(year=right.year),
            )

    def _open_restore(self) -> None:
        if exception := self._exception():
            sentence = self.tr(
                "En {year}, l’alternance s’applique de nouveau{nbsp}: la présidence revient à la {section}. Le motif "
                "n’est plus imprimé."
            ).format(year=exception.year, section=exception.section.opposite.label.lower(), nbsp=french.NBSP)
            db = self._desk.db
            self._open(
                RemovalDialog(self._desk, self.tr("Retirer l’exception de {year}").format(year=exception.year),
                              sentence, lambda: presidencies.remove_exception(db, exception), self),
                lambda _nothing: self.tr("L’exception de {year} est retirée.").format(year=exception.year),
            )  # fmt: skip

    def _open(self, dialog: PresidencyDialog, said: Callable[[Any], str]) -> None:
        dialog.saved.connect(lambda done: self.say_saved(said(done)))
        dialog.open()

    def _print(self) -> None:
        db, today = self._desk.db, self._desk.today()
        request = Request(self._desk.commission.id, DocumentKind.PRESIDENCY, today, today)
        name = self.tr("Registre de la présidence {day}.pdf").format(day=today.isoformat())
        previewing.look_at(
            self, self._state, DocumentKind.PRESIDENCY.label, name,
            lambda progress: documents.preview_pages(db, request, progress), self.say_written, self.say_failure,
        )  # fmt: skip

    # Layout ------------------------------------------------------------------------------------------------------

    def _panel(self, model: TableModel[Any], key: str, noun: str, nouns: str, empty: EmptyState) -> TablePanel:
        panel = TablePanel(model, self._state, f"presidency/{key}", noun, nouns, empty, self)
        panel.setMinimumHeight(_LEAST_HEIGHT)
        return panel

    def _lay_out(self) -> None:
        now = QHBoxLayout()
        now.setSpacing(Space.S)
        now.addWidget(self.today_words, 1)
        now.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, Space.M, 0, 0)
        body.setSpacing(Space.S)
        body.addLayout(now)
        body.addWidget(self.mention)
        parts: tuple[tuple[str, TablePanel, list[QAction], int], ...] = (
            (self.tr("Présidents de section"), self.presidents, [self._end, self._correct, self._remove], 2),
            (self.tr("Registre par année civile"), self.ledger, [self._add, self._modify, self._restore], 3),
        )
        for title, panel, actions, share in parts:
            body.addSpacing(Space.XS)
            body.addWidget(SectionTitle(title, self))
            for action in actions:
                panel.add_to_bar(ActionButton(action, panel))
            panel.set_context_actions(actions)
            body.addWidget(panel, share)
        body.addWidget(self.detail)
