"""Add a scale, or correct one: everything that the accord fixes, and what it changes before it is stored."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.domain.record import Fault
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_changes import differences
from cpr_desk.domain.scale_effects import Effects
from cpr_desk.domain.scale_rules import doubt_scale
from cpr_desk.errors import UserError
from cpr_desk.services import scales
from cpr_desk.ui import tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.scale_grants import GrantsEditor
from cpr_desk.ui.dialogs.scale_identity import IdentityEditor
from cpr_desk.ui.dialogs.scale_lines import LinesEditor
from cpr_desk.ui.dialogs.scale_terms import TermsEditor
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.scale_effects import EffectsView
from cpr_desk.ui.widgets.scrolled import scrolled

_HEIGHT = 560


_Editor = IdentityEditor | LinesEditor | TermsEditor | GrantsEditor


class ScaleDialog(FormDialog):
    """`saved` carries the scale stored. The first press of the button weighs what is typed, the second stores it."""

    def __init__(
        self,
        desk: Desk,
        state: UiState,
        scale: Scale,
        parent: QWidget | None = None,
        *,
        correcting: bool,
        base: Scale | None = None,
        comment: str = "",
        title: str = "",
    ) -> None:
        """`scale` fills the form; what is typed is compared with `base`, itself unless said otherwise."""
        name = f"«{NBSP}{(base or scale).label}{NBSP}»"
        usual = self.tr("Corriger le barème {name}") if correcting else self.tr("Nouveau barème, à partir de {name}")
        super().__init__(title or usual.format(name=name), "", parent, width=980)
        self._desk, self._correcting = desk, correcting
        self._scale, self._base, self._comment = scale, base or scale, comment
        self._weighed: Any = None
        taken = frozenset(each.id for each in scales.known_scales(desk.db))
        self.identity = IdentityEditor(scale, comment, taken, self, new=not correcting)
        self.lines = LinesEditor(scale, self.identity.source_typed, self)
        self.terms = TermsEditor(scale, self)
        self.grants = GrantsEditor(scale, self)
        self.effects = EffectsView(state, self)
        self.tabs = QTabWidget(self, documentMode=True)
        for words, panel in (
            (self.tr("&Identité, tailles et délais"), self.identity),
            (self.tr("M&ontants"), self.lines),
            (self.tr("Mi&ssions"), self.terms),
            (self.tr("Majoration et aides &uniques"), self.grants),
        ):
            self.tabs.addTab(scrolled(panel, self.tabs), words)
        self.tabs.addTab(self.effects, self.tr("Ce qui chan&ge"))
        self.tabs.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self.tabs, 1)
        self.doubts = PlainLabel(parent=self)
        self.doubts.hide()
        self.foot.insertWidget(0, self.doubts)
        for editor in (self.identity, self.lines, self.terms, self.grants):
            editor.edited.connect(self._follow)
        self.effects.settled.connect(self._name_button)
        self.start()
        self._follow()

    @property
    def is_weighed(self) -> bool:
        """Whether what is typed is what was weighed, to the end."""
        return self.effects.effects is not None and self._weighed == self.typed()

    def scale(self) -> Scale:
        """Return the scale as it is typed."""
        named = self.identity.applied(self._scale)
        return replace(
            named,
            missions=self.terms.terms(named.source),
            lines=self.lines.lines(),
            bonus=self.grants.bonus(named.source),
            grants=self.grants.grants(named.source),
            printed=self.lines.printed(),
        )

    def typed(self) -> Any:
        return self.identity.typed(), self.lines.typed(), self.terms.typed(), self.grants.typed()

    def is_valid(self) -> bool:
        found = self.identity.is_valid(), self.lines.check_totals(), self.grants.is_valid()
        if not found[0]:
            return self._show_tab(self.identity)
        if not found[2]:
            return self._show_tab(self.grants)
        faults = tuple(self.lines.local_faults())
        if not found[1] or faults:
            self.lines.show_faults(faults)
            return self._show_tab(self.lines)
        return self._accept_faults(scales.refusals(self._desk.db, self.scale(), correcting=self._correcting))

    def accept(self) -> None:
        """Weigh what is typed before it may be stored."""
        if self.is_weighed:
            super().accept()
            return
        self.messages.clear()
        if not self.is_valid():
            self._show_fault()
            return
        if self._correcting and not self._changes_something():
            self.messages.say(Weight.INFORMATION, self.tr("Rien n’est modifié dans ce barème."))
            return
        self.tabs.setCurrentWidget(self.effects)
        self.weigh()

    def weigh(self) -> None:
        """Compute what the scale would change, away from the window; nothing is stored."""
        scale, db, commission = self.scale(), self._desk.db, self._desk.commission
        today, after = self._desk.today(), scales.with_scale(self._desk.db, self.scale())

        def work(progress: tasks.Progress) -> Effects:
            return scales.effects(db, commission, after, scale, today, progress)

        self._weighed = self.typed()
        self.effects.weigh(differences(self._base, scale), work, scales.others(db, commission))
        self._name_button()

    def write(self) -> Scale:
        scale = self.scale()
        comment = self.identity.comment.text()
        scales.save_scale(self._desk.db, scale, self._desk.today(), correcting=self._correcting, comment=comment)
        self._desk.refresh()
        return scale

    def done(self, result: int) -> None:
        self.effects.forget()
        super().done(result)

    def say_source(self, sentence: str) -> None:
        """Say where what fills the form comes from."""
        self.messages.say(Weight.INFORMATION, sentence)

    def _changes_something(self) -> bool:
        """Return whether what is typed is not the scale it corrects; totals to check it by are no part of it."""
        same = replace(self.scale(), printed=()) == replace(self._base, printed=())
        return not same or self.identity.comment.text() != self._comment

    def _accept_faults(self, faults: Sequence[Fault]) -> bool:
        """Show each fault beside its field, and the first tab that has one."""
        told = tuple(faults)
        editors = (self.identity, self.lines, self.terms, self.grants)
        wrong = [editor for editor in editors if editor.show_faults(told)]
        return self._show_tab(wrong[0]) if wrong else True

    def _show_tab(self, editor: _Editor) -> bool:
        self.tabs.setCurrentIndex((self.identity, self.lines, self.terms, self.grants).index(editor))
        return False

    def _follow(self) -> None:
        """Forget what was weighed once something else is typed."""
        if self._weighed is not None and self._weighed != self.typed():
            self._weighed = None
            self.effects.forget()
        self._name_button()
        doubts = " ".join(doubt_scale(self.scale()))
        self.doubts.say(doubts)
        self.doubts.setVisible(bool(doubts))

    def _name_button(self) -> None:
        words = self.tr("Enregistrer le barème") if self.is_weighed else self.tr("Voir ce qui change")
        self.save_button.setText(words)
        self.save_button.setEnabled(not self.effects.is_busy)


class GiveUpScaleDialog(FormDialog):
    """Go back to the packaged scale, or remove one that was added, once what that changes was seen."""

    def __init__(self, desk: Desk, state: UiState, known: scales.KnownScale, parent: QWidget | None = None) -> None:
        packaged = known.origin is scales.Origin.CORRECTED
        title = self.tr("Rétablir le barème d’origine") if packaged else self.tr("Supprimer un barème ajouté")
        verb = self.tr("Rétablir le barème d’origine") if packaged else self.tr("Supprimer le barème")
        super().__init__(title, verb, parent, width=980)
        self._desk, self._known = desk, known
        explain = self.tr("Vos corrections de {name} sont abandonnées. Les versements restent enregistrés.")
        if not packaged:
            explain = self.tr("{name} ne s’appliquera plus. Un barème dont des lignes sont payées ne se supprime pas.")
        self.body.addWidget(PlainLabel(explain.format(name=f"«{NBSP}{known.scale.label}{NBSP}»"), self))
        self.effects = EffectsView(state, self)
        self.effects.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self.effects, 1)
        self.save_button.setEnabled(False)
        self.effects.settled.connect(self._follow)
        self.start()
        self._weigh()

    def typed(self) -> Any:
        return ()

    def accept(self) -> None:
        """Give the scale up away from the window: payments are looked through."""
        self.messages.clear()
        self.save_button.setEnabled(False)
        db, code, today = self._desk.db, self._known.id, self._desk.today()

        def work(progress: tasks.Progress) -> None:
            scales.give_up(db, code, today, progress)

        tasks.run(self, self.windowTitle(), work, lambda _nothing: self._finish(), self._refuse)

    def done(self, result: int) -> None:
        self.effects.forget()
        super().done(result)

    def _weigh(self) -> None:
        db, commission, today = self._desk.db, self._desk.commission, self._desk.today()
        after = scales.without(db, self._known.id)
        scale = next((each for each in after if each.code == self._known.id), None)

        def work(progress: tasks.Progress) -> Effects:
            return scales.effects(db, commission, after, self._known.scale, today, progress)

        changed = differences(self._known.scale, scale) if scale else ()
        self.effects.weigh(changed, work, scales.others(db, commission))

    def _follow(self) -> None:
        self.save_button.setEnabled(self.effects.effects is not None)

    def _finish(self) -> None:
        self._desk.refresh()
        self.done(FormDialog.DialogCode.Accepted)
        self.saved.emit(self._known)

    def _refuse(self, failure: Exception) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(failure, UserError):
            raise failure
        self.refuse(failure)
