"""The three fields that say why an amount is what it is: the rule, where it is read, how sure it is."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.french import squeeze, typeset
from cpr_desk.domain.scale import Rule
from cpr_desk.domain.scale_rules import LONGEST_TEXT
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.form import Field, Form


class RuleFields(QObject):
    """Adds its fields to a form; a source that is empty is that of the scale. `edited` comes with each change."""

    edited = Signal()

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = QLineEdit(parent, maxLength=LONGEST_TEXT)
        self.source = QLineEdit(parent, maxLength=LONGEST_TEXT)
        self.source.setPlaceholderText(self.tr("celle du barème"))
        self.certainty = certainty_box(parent)
        self.field = Field(self.tr("Règle, telle qu’elle sera dite à côté du montant"), self.text, required=True)
        form.add(self.field)
        form.add(
            Field(self.tr("Source, si ce n’est pas celle du barème"), self.source),
            Field(self.tr("Certitude"), self.certainty),
            stretches=(3, 2),
        )
        self.text.textEdited.connect(lambda _text: self.edited.emit())
        self.source.textEdited.connect(lambda _text: self.edited.emit())
        self.certainty.activated.connect(lambda _place: self.edited.emit())

    def show_rule(self, rule: Rule, source: str) -> None:
        """Show a rule of a scale that has this source."""
        self.text.setText(rule.text)
        self.source.setText("" if rule.source == source else rule.source)
        self.certainty.setCurrentIndex(self.certainty.findData(rule.certainty))
        for line in (self.text, self.source):
            line.setCursorPosition(0)

    def rule(self, source: str) -> Rule:
        """Return what is typed, for a scale that has this source."""
        own = typeset(squeeze(self.source.text()))
        return Rule(typeset(squeeze(self.text.text())), own or source, Certainty(self.certainty.currentData()))

    def typed(self) -> Any:
        """Return what the fields hold, to compare."""
        return self.text.text(), self.source.text(), self.certainty.currentIndex()


def certainty_box(parent: QWidget) -> Any:
    """Return the choice of how sure a rule is."""
    words = {
        Certainty.TEXT: parent.tr("A – lue dans le texte"),
        Certainty.SECONDARY: parent.tr("B – source secondaire, à vérifier"),
        Certainty.SISTER: parent.tr("C – d’une convention voisine, à confirmer"),
        Certainty.DEFAULT: parent.tr("D – notre lecture, à confirmer"),
    }
    return choice_box(((words[each], each) for each in Certainty), parent)
