"""What a scale says of each mission: socle or optional, by when it must have started and be deployed."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QVBoxLayout, QWidget

from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.french import NBSP, squeeze, typeset
from cpr_desk.domain.missions import Mission, MissionTerms
from cpr_desk.domain.record import Fault
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_rules import LONGEST_TEXT, MOST_MONTHS
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.rule_fields import certainty_box

_FREE = -1
_ABSENT, _CORE, _OPTIONAL = "absent", "core", "optional"


class TermsEditor(QWidget):
    """One card a mission. `edited` comes with each change."""

    edited = Signal()

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        self.missions = {
            mission: _MissionCard(mission, scale.terms(mission), scale.source, self) for mission in Mission
        }
        for card in self.missions.values():
            column.addWidget(card)
            card.edited.connect(self.edited)
        column.addStretch(1)

    def terms(self, source: str) -> tuple[MissionTerms, ...]:
        """Return what is typed, the missions that the scale does not know left out."""
        return tuple(terms for card in self.missions.values() if (terms := card.terms(source)))

    def typed(self) -> Any:
        """Return what the fields hold, to compare."""
        return [card.typed() for card in self.missions.values()]

    def show_faults(self, faults: tuple[Fault, ...]) -> bool:
        """Say beside each mission what is wrong with it; return whether something is."""
        known = [mission for mission, card in self.missions.items() if card.terms("")]
        told = {known[int(each.path[1])]: each.words for each in reversed(faults) if each.path[0] == "missions"}
        for mission, card in self.missions.items():
            card.deployment_field.set_error(told.get(mission, ""))
        wrong = [self.missions[mission] for mission in told]
        if wrong:
            wrong[0].deployment.setFocus()
        return bool(wrong)


class _MissionCard(Card):
    edited = Signal()

    def __init__(self, mission: Mission, terms: MissionTerms | None, source: str, parent: QWidget) -> None:
        super().__init__(mission.full_label, parent=parent)
        self._mission = mission
        kinds = (
            (self.tr("Socle"), _CORE),
            (self.tr("Optionnelle"), _OPTIONAL),
            (self.tr("Absente de ce barème"), _ABSENT),
        )
        self.kind = choice_box(kinds, self)
        self.start, self.deployment = self._months(), self._months()
        self.source = QLineEdit(terms.source if terms else source, self, maxLength=LONGEST_TEXT)
        self.certainty = certainty_box(self)
        self.kind.setCurrentIndex(self.kind.findData(_ABSENT if terms is None else _CORE if terms.core else _OPTIONAL))
        if terms:
            self.start.setValue(_FREE if terms.start_months is None else terms.start_months)
            self.deployment.setValue(_FREE if terms.deployment_months is None else terms.deployment_months)
            self.certainty.setCurrentIndex(self.certainty.findData(terms.certainty))
        self.deployment_field = Field(self.tr("Déploiement complet au plus tard"), self.deployment)
        form = Form(self)
        form.add(
            Field(self.tr("Dans ce barème"), self.kind),
            Field(self.tr("Démarrage au plus tard"), self.start),
            self.deployment_field,
        )
        form.add(Field(self.tr("Source"), self.source), Field(self.tr("Certitude"), self.certainty), stretches=(3, 2))
        self.body.addWidget(form)
        self.source.setCursorPosition(0)
        self.kind.currentIndexChanged.connect(lambda _place: self._follow())
        self.certainty.currentIndexChanged.connect(lambda _place: self.edited.emit())
        self.source.textEdited.connect(lambda _text: self.edited.emit())
        for spin in (self.start, self.deployment):
            spin.valueChanged.connect(lambda _months: self.edited.emit())
        self._follow()

    def terms(self, source: str) -> MissionTerms | None:
        if self.kind.currentData() == _ABSENT:
            return None
        return MissionTerms(
            self._mission,
            self.kind.currentData() == _CORE,
            _free(self.start),
            _free(self.deployment),
            typeset(squeeze(self.source.text())) or source,
            Certainty(self.certainty.currentData()),
        )

    def typed(self) -> Any:
        boxes = self.kind.currentIndex(), self.certainty.currentIndex()
        return (*boxes, self.start.value(), self.deployment.value(), self.source.text())

    def _follow(self) -> None:
        for control in (self.start, self.deployment, self.source, self.certainty):
            control.setEnabled(self.kind.currentData() != _ABSENT)
        self.edited.emit()

    def _months(self) -> QSpinBox:
        spin = QSpinBox(self, minimum=_FREE, maximum=MOST_MONTHS)
        spin.setSpecialValueText(self.tr("libre"))
        spin.setSuffix(f"{NBSP}{self.tr('mois après la signature')}")
        spin.setValue(_FREE)
        return spin


def _free(spin: QSpinBox) -> int | None:
    return None if spin.value() == _FREE else spin.value()
