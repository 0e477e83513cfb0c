"""Paramètres: identity, rules, letters, indemnities, scales, data. What is typed is never lost silently."""

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from cpr_desk.errors import UserError
from cpr_desk.ui import messages
from cpr_desk.ui.actions import Command
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.settings_data import DataPanel
from cpr_desk.ui.pages.settings_form import SettingsForm
from cpr_desk.ui.pages.settings_identity import IdentityForm
from cpr_desk.ui.pages.settings_indemnities import RatesPanel
from cpr_desk.ui.pages.settings_letters import LettersForm
from cpr_desk.ui.pages.settings_rules import RulesForm
from cpr_desk.ui.pages.settings_scales import ScalesPanel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.scrolled import scrolled


class SettingsPage(Page):
    """Six tabs over a bar that says whether everything is stored."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Paramètres"), parent)
        self._desk = desk
        self.identity = IdentityForm(desk, state, self)
        self.rules = RulesForm(desk, self)
        self.letters = LettersForm(desk, state, self)
        self.rates = RatesPanel(desk, state, self.messages, self)
        self.scales = ScalesPanel(desk, state, self.messages, self)
        self.data = DataPanel(desk, self.messages, self)
        self._forms: tuple[SettingsForm, ...] = (self.identity, self.rules, self.letters)
        self.tabs = QTabWidget(self, documentMode=True)
        for name, panel in (
            (self.tr("&Identité"), self.identity),
            (self.tr("&Règles"), self.rules),
            (self.tr("&Modèles de lettres"), self.letters),
            (self.tr("I&ndemnités"), self.rates),
            (self.tr("&Barèmes"), self.scales),
            (self.tr("&Données et apparence"), self.data),
        ):
            self.tabs.addTab(scrolled(panel, self.tabs), name)
        self.bar_state = StateBadge(self)
        self.body.addWidget(self.tabs, 1)
        self.body.addLayout(self._make_bar())
        self._fill()
        for form in self._forms:
            form.edited.connect(self._follow)
        desk.changed.connect(self.reload)

    @property
    def has_changes(self) -> bool:
        """Whether something typed is not stored."""
        return any(form.has_changes for form in self._forms)

    def reload(self) -> None:
        if not self.has_changes:
            self._fill()
        self.rates.reload()
        self.scales.reload()
        self.data.reload()

    def begin(self, work: str) -> None:
        """« rules », « indemnities », « scales » open these; « letters/convocation/12 » a letter, of meeting 12."""
        where, *which = work.split("/")
        if where == "rules":
            self.tabs.setCurrentIndex(self._forms.index(self.rules))
        elif where == "indemnities":
            self.tabs.setCurrentIndex(len(self._forms))
        elif where == "scales":
            self.tabs.setCurrentIndex(len(self._forms) + 1)
        elif where == "letters":
            self.tabs.setCurrentIndex(self._forms.index(self.letters))
            name, *meeting_id = which or ("",)
            self.letters.choose(name, int("".join(meeting_id) or "0"))

    def save(self) -> bool:
        """Store what is typed, tab by tab; False when something is wrong, shown beside it."""
        changed = [form for form in self._forms if form.has_changes]
        for form in changed:
            if not form.is_valid():
                self.tabs.setCurrentIndex(self._forms.index(form))
                return False
        try:
            for form in changed:
                form.save()
        except UserError as refusal:
            self.messages.say_error(refusal)
            return False
        self._desk.refresh()
        self._fill()
        self._desk.say_saved(self.messages, self.tr("Les paramètres sont enregistrés."))
        return True

    def revert(self) -> None:
        """Show again what is stored."""
        self.messages.clear()
        self._fill()

    def may_leave(self) -> bool:
        if not self.has_changes:
            return True
        answer = messages.choose(
            self,
            self.tr("Vous avez modifié les paramètres sans les enregistrer."),
            [self.tr("Enregistrer"), self.tr("Ne pas enregistrer")],
            cancel=self.tr("Rester sur la page"),
        )
        if answer == 0:
            return self.save()
        if answer == 1:
            self.revert()
        return answer == 1

    def _make_bar(self) -> QHBoxLayout:
        undo = Command(
            self.tr("Annuler les modifications"), self.revert, "history",
            tip=self.tr("Revenir à ce qui est enregistré"), enabled=lambda: self.has_changes,
        )  # fmt: skip
        save = Command(self.tr("Enregistrer"), self.save, "save", "Ctrl+S", enabled=lambda: self.has_changes)
        self.undo_action, self.save_action = self.commands.add(undo), self.commands.add(save)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        bar.addWidget(self.bar_state)
        bar.addStretch()
        bar.addWidget(ActionButton(self.undo_action, self))
        bar.addWidget(ActionButton(self.save_action, self, primary=True))
        return bar

    def _fill(self) -> None:
        for form in self._forms:
            form.fill(self._desk.commission)
            form.is_valid()
        self._follow()

    def _follow(self) -> None:
        self.commands.refresh()
        if self.has_changes:
            self.messages.clear()
            self.bar_state.show_tone(Tone.URGENT, "pencil", self.tr("Modifications non enregistrées"))
        else:
            self.bar_state.show_tone(Tone.DONE, "circle-check", self.tr("Tout est enregistré"))
