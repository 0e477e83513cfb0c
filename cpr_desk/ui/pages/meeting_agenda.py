"""The agenda of the meeting chosen, written in place.

Each edit is stored at once, as one use case that Ctrl+Z undoes: there is no draft to lose, and no button to forget.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Item, total_minutes
from cpr_desk.domain.durations import minutes_words
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import AgendaState
from cpr_desk.domain.papers import Paper
from cpr_desk.errors import UserError
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import agenda, papers, register
from cpr_desk.services.agenda import Template
from cpr_desk.ui import files, messages, previewing, tasks, theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.agenda_carry import CarryOverDialog
from cpr_desk.ui.dialogs.agenda_opinions import OpinionsDialog
from cpr_desk.ui.dialogs.agenda_template import TemplateDialog
from cpr_desk.ui.models.agenda import AgendaModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_agenda_item import ItemPanel, Names
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.agenda_table import AgendaTable
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LEAST = 360
"""Pixels for some lines of the table and of a text; a smaller window scrolls."""


class AgendaTab(MeetingTab):
    """Where the agenda stands, its table, and under it the item in hand."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting: Meeting | None = None
        self._papers: dict[int, tuple[Paper, ...]] = {}
        self.model = AgendaModel(self)
        self.table = AgendaTable(self.model, state, self)
        self.panel = ItemPanel(lambda paper: papers.file_of(desk.db, paper) is not None, self._cpts, self)
        self.badge = StateBadge(self)
        self.missing = PlainLabel(parent=self)
        self.total = QLabel(self)
        self.templates = QMenu(self)
        self.removals = QMenu(self.tr("Supprimer un modèle"), self.templates)
        self.commands = CommandSet(self)
        self._lay_out()
        self._follow()

    def show_meeting(self, meeting: Meeting) -> None:
        if self._meeting and meeting.id != self._meeting.id:
            self.panel.text.keep()
        same = self._meeting is not None and self._meeting.id == meeting.id
        in_hand = self.table.place if same else 0
        known = self.model.items[in_hand].id if same and 0 <= in_hand < len(self.model.items) else 0
        self._meeting = meeting
        self._papers = papers.papers_of(self.desk.db, meeting.id)
        if self.model.draft is None or not same:
            self.model.show(meeting.agenda, meeting.starts, self._papers)
            where = next((n for n, item in enumerate(meeting.agenda) if item.id == known), in_hand)
            self.table.take_in_hand(min(max(where, 0), len(meeting.agenda) - 1))
        self._show_face()
        self._show_readiness()
        self._show_item()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.missing, 1)
        self.missing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.missing.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # what is typed below must not jump
        tools = ActionRow(self)
        tools.set_buttons(self._buttons())
        keys = self.tr("Entrée{nbsp}: écrire · Inser{nbsp}: ajouter · Suppr{nbsp}: retirer · Alt+↑ ↓{nbsp}: déplacer · "
                       "Alt+← →{nbsp}: décaler").format(nbsp=NBSP)  # fmt: skip
        hint = PlainLabel(keys, self)
        for label in (hint, self.total):
            label.setFont(theme.font(TextSize.SMALL))
            label.setProperty("muted", True)
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.table, 1)
        column.addWidget(self.total)
        column.addWidget(hint)
        self.table.setMinimumHeight(120)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(Space.M)
        for part, share in ((above, 3), (self.panel, 2)):
            parts.addWidget(part)
            parts.setStretchFactor(parts.count() - 1, share)
        empty = EmptyState(
            "file-text", self.tr("L’ordre du jour n’est pas encore établi"),
            self.tr("Partez d’un modèle, ou écrivez le premier point. Chaque point écrit est aussitôt enregistré."),
            self.tr("Écrire le premier point"), self._begin, self,
        )  # fmt: skip
        self.start_from = empty.add_choice(self.tr("Partir d’un modèle"), lambda: None)
        self.start_from.setMenu(self.templates)
        inside = QWidget(self)
        inside.setMinimumHeight(_LEAST)
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(parts)
        self._stack.addWidget(empty)
        around = self.scrolling_column()
        around.setSpacing(Space.M)
        around.addLayout(head)
        around.addWidget(tools)
        around.addWidget(inside, 1)

    def _buttons(self) -> list[QPushButton]:
        model = QPushButton(self.tr("Modèle"), self)
        model.setMenu(self.templates)
        made = [model]
        for verb, act in (
            (self.tr("Reporter des points…"), self._carry_over),
            (self.tr("Avis des présidents…"), self._ask_opinions),
            (self.tr("Aperçu"), self._preview),
        ):
            button = QPushButton(verb, self)
            button.clicked.connect(lambda _checked, act=act: act())
            made.append(button)
        return made

    def _follow(self) -> None:
        self.templates.aboutToShow.connect(self._offer_templates)
        self.model.edited.connect(lambda items, label: self._save(items, label, self.table.place))
        self.model.modelReset.connect(self._show_face)
        self.model.refused.connect(lambda sentence: self.messages.say(Weight.WARNING, sentence))
        self.table.rearranged.connect(self._save)
        self.table.chosen.connect(self._show_item)
        self.panel.texted.connect(lambda item, text: self._change(item, self.tr("Rédiger le point"), text=text))
        self.panel.linked.connect(lambda item, cpts: self._change(item, self.tr("Lier une CPTS à"), cpts_id=cpts))
        self.panel.text.cut.connect(self._say_cut)
        self.panel.papers.wanted.connect(self._choose_files)
        self.panel.papers.dropped.connect(self._attach)
        self.panel.papers.opened.connect(self._open)
        self.panel.papers.removed.connect(self._remove_paper)
        self.panel.papers.missed.connect(self._attach_again)
        for command in (
            Command(self.tr("&Ajouter un point"), self.table.begin_item, "plus"),
            Command(self.tr("&Monter"), lambda: self.table.move_item(-1), "chevron-up"),
            Command(self.tr("&Descendre"), lambda: self.table.move_item(1), "chevron-down"),
            Command(self.tr("Dé&caler à droite"), lambda: self.table.nest_item(1), "chevron-right"),
            Command(self.tr("Décaler à &gauche"), lambda: self.table.nest_item(-1), "chevron-left"),
            Command(self.tr("&Retirer"), self.table.remove_item, "trash-2"),
        ):
            self.table.addAction(self.commands.add(command))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _begin(self) -> None:
        self._stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.begin_item()

    def _show_readiness(self) -> None:
        if self._meeting is None:
            return
        found = agenda.readiness_of(self.desk.db, self._meeting.id)
        ready = found.state is AgendaState.READY
        self.badge.show_state(State.DONE if ready else State.URGENT, french.capital(found.state.label))
        said = self.tr("Les deux présidents de section ont donné leur avis sur cette version.")
        late = agenda.opinions_given_late(self.desk.db, self._meeting)
        self.missing.say("\n".join((*((said,) if ready else found.missing), *late)))
        minutes = total_minutes(self.model.items)
        told = self.tr("Durée annoncée{nbsp}: {total}").format(nbsp=NBSP, total=minutes_words(minutes))
        self.total.setText(told if minutes else self.tr("Aucune durée n’est annoncée"))

    def _show_face(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _in_hand(self) -> Item | None:
        items = self.model.items
        draft = self.model.draft is not None
        return items[self.table.place] if not draft and 0 <= self.table.place < len(items) else None

    def _show_item(self) -> None:
        item = self._in_hand()
        self.panel.show_item(item, self._papers.get(item.id, ()) if item else ())

    def _change(self, item_id: int, doing: str, **facts: object) -> None:
        items = self.model.items
        changed = tuple(replace(item, **facts) if item.id == item_id else item for item in items)  # type: ignore[arg-type]
        title = next((item.title for item in items if item.id == item_id), "")
        self._save(changed, french.typeset(f"{doing} « {title[:60]} »"), self.table.place)

    def _save(self, items: Sequence[Item], label: str, place: int) -> None:
        """Store the whole agenda, and keep the item in hand whatever came before it."""
        if self._meeting is None:
            return
        try:
            written = agenda.save_agenda(self.desk.db, self._meeting.id, items, label)
        except UserError as refusal:
            self.messages.say_error(refusal)
            self.desk.refresh()
            return
        self.desk.refresh()
        self.table.take_in_hand(place + len(written) - len(items))
        self._show_item()

    def _say_cut(self) -> None:
        longest = french.integer(agenda.LONGEST_TEXT)
        sentence = self.tr("Un texte a {longest} caractères au plus : la fin de ce que vous venez d’écrire n’a pas "
                           "été reprise. Joignez-la plutôt en pièce.")  # fmt: skip
        self.messages.say(Weight.WARNING, french.typeset(sentence.format(longest=longest)))

    def _cpts(self) -> Names:
        known = register.adhesions_at(self.desk.db, self.desk.commission.id, self.desk.today())
        return {f"{each.name} ({each.code})" if each.code else each.name: each.id for each in known}

    def _offer_templates(self) -> None:
        self.templates.clear()
        if self._meeting is None:
            return
        known = agenda.templates(self.desk.db, self.desk.commission.id)
        for template in known:
            self.templates.addAction(template.name.replace("&", "&&")).triggered.connect(partial(self._take, template))
        self.templates.addSeparator()
        keep = self.templates.addAction(self.tr("Enregistrer cet ordre du jour comme modèle…"))
        keep.setEnabled(bool(self._meeting.agenda))
        keep.triggered.connect(self._keep_template)
        self.removals.clear()
        self.templates.addMenu(self.removals)
        for template in (each for each in known if each.id):
            self.removals.addAction(template.name.replace("&", "&&")).triggered.connect(partial(self._forget, template))
        self.removals.setEnabled(not self.removals.isEmpty())

    def _take(self, template: Template) -> None:
        if self._meeting is None:
            return
        items: tuple[Item, ...] = self._meeting.agenda
        if items:
            question = self.tr("L’ordre du jour compte déjà des points.")
            answer = messages.choose(self, question, [self.tr("Ajouter à la suite"), self.tr("Remplacer")])
            if answer is None:
                return
            items = items if answer == 0 else ()
        label = french.typeset(self.tr("Prendre le modèle « {name} »").format(name=template.name))
        self._save((*items, *template.items), label, 0)
        self.say_saved(french.typeset(self.tr("Le modèle « {name} » est repris.").format(name=template.name)))

    def _keep_template(self) -> None:
        if self._meeting:
            dialog = TemplateDialog(self.desk, self._meeting, self)
            sentence = self.tr("Le modèle « {name} » est enregistré.")
            dialog.saved.connect(lambda name: self.say_saved(french.typeset(sentence.format(name=name))))
            dialog.open()

    def _forget(self, template: Template) -> None:
        agenda.remove_template(self.desk.db, template)
        self.desk.refresh()
        self.say_saved(french.typeset(self.tr("Le modèle « {name} » est supprimé.").format(name=template.name)))

    def _carry_over(self) -> None:
        earlier = agenda.earlier_agenda(self.desk.db, self._meeting.id) if self._meeting else None
        if self._meeting is None or earlier is None or not earlier.items:
            self.messages.say(
                Weight.INFORMATION, self.tr("Aucune réunion antérieure n’a d’ordre du jour dont reporter des points.")
            )
            return
        dialog = CarryOverDialog(self.desk, self._meeting, earlier, self)
        many = self.tr("points sont reportés.")
        dialog.saved.connect(lambda count: self.say_saved(french.plural(count, self.tr("point est reporté."), many)))
        dialog.open()

    def _ask_opinions(self) -> None:
        if self._meeting:
            dialog = OpinionsDialog(self.desk, self._meeting, self)
            dialog.saved.connect(lambda _nothing: self.say_saved(self.tr("Les avis sont enregistrés.")))
            dialog.open()

    def _preview(self) -> None:
        if self._meeting is None:
            return
        self.panel.text.keep()
        db, today, kind = self.desk.db, self.desk.today(), DocumentKind.AGENDA
        request = Request(self.desk.commission.id, kind, today, today, self._meeting.id)
        name = self.tr("Ordre du jour du {day}.pdf").format(day=self._meeting.on.isoformat())
        previewing.look_at(
            self, self.state, kind.label, name, lambda progress: documents.preview_pages(db, request, progress),
            lambda file: self.messages.say(Weight.SUCCESS, self.tr("{name} est enregistré.").format(name=file.name)),
            self.say_failure,
        )  # fmt: skip

    def _choose_files(self) -> None:
        if chosen := files.choose_several(self, self.state, self.tr("Joindre des pièces"), files.attachable()):
            self._attach(chosen)

    def _attach_again(self, paper: Paper) -> None:
        """Put a file in the place of one that somebody took away."""
        file = files.choose_to_open(self, self.state, self.tr("Joindre à nouveau"), files.attachable())
        if file is None:
            return
        db, words = self.desk.db, self.tr("La pièce « {name} » est jointe à nouveau.").format(name=file.name)

        def say(_nothing: object) -> None:
            self.desk.refresh()
            self.say_saved(french.typeset(words))

        label = self.tr("Copie des pièces")
        tasks.run(self, label, lambda told: papers.attach_again(db, paper, file, told), say, self.say_failure)

    def _attach(self, chosen: list[Path]) -> None:
        item, db = self._in_hand(), self.desk.db
        if item is None:
            return
        item_id = item.id

        def say(_nothing: object) -> None:
            self.desk.refresh()
            count = french.plural(len(chosen), self.tr("pièce jointe"), self.tr("pièces jointes"))
            self.say_saved(self.tr("{count}.").format(count=count))

        label = self.tr("Copie des pièces")
        tasks.run(self, label, lambda progress: papers.attach(db, item_id, chosen, progress), say, self.say_failure)

    def _open(self, paper: Paper) -> None:
        try:
            files.open_with_system(papers.copy_to_open(self.desk.db, paper))
        except UserError as refusal:
            self.messages.say_error(refusal)

    def _remove_paper(self, paper: Paper) -> None:
        papers.remove_paper(self.desk.db, paper)
        self.desk.refresh()
        self.say_saved(french.typeset(self.tr("La pièce « {name} » est retirée.").format(name=paper.name)))
