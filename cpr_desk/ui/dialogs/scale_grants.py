"""What a scale pays beside its table: the bonus of large CPTS, and the amounts paid once."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, squeeze, typeset
from cpr_desk.domain.record import Fault
from cpr_desk.domain.scale import Bonus, Grant, GrantKind, Rule, Scale
from cpr_desk.domain.scale_rules import LONGEST_LABEL, MOST_MONTHS
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.euros_edit import EurosEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.rule_fields import RuleFields

_MOST_MEMBERS = 100_000
_HUNDRED = Decimal(100)


class GrantsEditor(QWidget):
    """A card for the bonus, then one a grant. `edited` comes with each change."""

    edited = Signal()

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bonus_card = _BonusCard(scale.bonus, scale.source, self)
        self.grant_cards = {kind: _GrantCard(kind, scale.grant(kind), scale.source, self) for kind in GrantKind}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        for card in (self.bonus_card, *self.grant_cards.values()):
            column.addWidget(card)
            card.edited.connect(self.edited)
        column.addStretch(1)

    def bonus(self, source: str) -> Bonus | None:
        """Return the bonus as it is typed, None when the scale has none."""
        return self.bonus_card.bonus(source)

    def grants(self, source: str) -> tuple[Grant, ...]:
        """Return the amounts paid once, as they are typed."""
        return tuple(grant for card in self.grant_cards.values() if (grant := card.grant(source)))

    def typed(self) -> Any:
        """Return what the fields hold, to compare."""
        return [card.typed() for card in (self.bonus_card, *self.grant_cards.values())]

    def is_valid(self) -> bool:
        """Check what is typed, field by field."""
        valid = [card.is_valid() for card in (self.bonus_card, *self.grant_cards.values())]
        return all(valid)

    def show_faults(self, faults: tuple[Fault, ...]) -> bool:
        """Say beside each field what is wrong with it; return whether something is."""
        known = [card for card in self.grant_cards.values() if card.on.isChecked()]
        bonus = {each.path[1:]: each.words for each in faults if each.path[0] == "bonus"}
        wrong = [self.bonus_card.show_faults(bonus)]
        for place, card in enumerate(known):
            own = {each.path[2:]: each.words for each in faults if each.path[:2] == ("grants", place)}
            wrong.append(card.show_faults(own))
        return any(wrong)


class _SwitchedCard(Card):
    """A card whose fields count only while its box is ticked."""

    edited = Signal()

    def __init__(self, title: str, words: str, source: str, parent: QWidget, *, on: bool) -> None:
        super().__init__(title, parent=parent)
        self._source = source
        self.on = QCheckBox(words, self)
        self.on.setChecked(on)
        self.form = Form(self)
        self.form.setVisible(on)
        self.body.addWidget(self.on)
        self.body.addWidget(self.form)
        self.on.toggled.connect(self.form.setVisible)
        self.on.toggled.connect(lambda _on: self.edited.emit())
        self.fields: dict[tuple[str | int, ...], Field] = {}

    def is_valid(self) -> bool:
        return not self.on.isChecked() or self.form.validate()

    def show_faults(self, told: dict[tuple[str | int, ...], str]) -> bool:
        for path, field in self.fields.items():
            if path in told:
                field.set_error(told[path])
                field.control.setFocus()
        return bool(told)

    def typed(self) -> Any:
        raise NotImplementedError

    def _add_rule(self, rule: Rule) -> RuleFields:
        fields = RuleFields(self.form, self)
        fields.show_rule(rule, self._source)
        fields.edited.connect(self.edited)
        self.fields["rule",] = fields.field
        return fields


class _BonusCard(_SwitchedCard):
    def __init__(self, bonus: Bonus | None, source: str, parent: QWidget) -> None:
        title, words = parent.tr("Majoration"), parent.tr("Ce barème prévoit une majoration")
        super().__init__(title, words, source, parent, on=bonus is not None)
        known = bonus or Bonus(title, SizeClass.SIZE_4, 100, Decimal("0.10"), Rule("", ""))
        self.label = QLineEdit(known.label, self, maxLength=LONGEST_LABEL)
        self.size_box = choice_box(((size.label, int(size)) for size in SizeClass), self)
        self.size_box.setCurrentIndex(known.size - 1)
        self.members = QSpinBox(self, minimum=0, maximum=_MOST_MEMBERS, value=known.members)
        self.members.setSuffix(f"{NBSP}{self.tr('membres')}")
        self.rate = QDoubleSpinBox(self, minimum=0, maximum=100, decimals=2)
        self.rate.setSuffix(f"{NBSP}%")
        self.rate.setValue(float(known.rate * _HUNDRED))
        self.fields = {
            ("label",): Field(self.tr("Nom"), self.label, required=True),
            ("rate",): Field(self.tr("Taux"), self.rate),
            ("members",): Field(self.tr("À partir de"), self.members),
        }
        label, rate, members = self.fields.values()
        self.form.add(label, rate, stretches=(2, 1))
        self.form.add(Field(self.tr("Pour la"), self.size_box), members)
        self.rule = self._add_rule(known.rule)
        self.label.textEdited.connect(lambda _text: self.edited.emit())
        self.size_box.currentIndexChanged.connect(lambda _place: self.edited.emit())
        self.members.valueChanged.connect(lambda _number: self.edited.emit())
        self.rate.valueChanged.connect(lambda _rate: self.edited.emit())

    def bonus(self, source: str) -> Bonus | None:
        if not self.on.isChecked():
            return None
        rate = (Decimal(str(round(self.rate.value(), 2))) / _HUNDRED).normalize()
        size = SizeClass(int(self.size_box.currentData()))
        label = typeset(squeeze(self.label.text()))
        return Bonus(label, size, self.members.value(), rate, self.rule.rule(source))

    def typed(self) -> Any:
        known = self.label.text(), self.size_box.currentIndex(), self.members.value(), self.rate.value()
        return self.on.isChecked(), known, self.rule.typed()


class _GrantCard(_SwitchedCard):
    def __init__(self, kind: GrantKind, grant: Grant | None, source: str, parent: QWidget) -> None:
        words = parent.tr("Ce barème le prévoit, une seule fois")
        super().__init__(kind.label, words, source, parent, on=grant is not None)
        self._kind = kind
        self.amounts = [EurosEdit(self) for _ in SizeClass]
        self.joined_before = DateEdit(self)
        self.months = QSpinBox(self, minimum=0, maximum=MOST_MONTHS)
        self.months.setSpecialValueText(self.tr("aucun"))
        self.months.setSuffix(f"{NBSP}{self.tr('mois')}")
        for size, edit in zip(SizeClass, self.amounts, strict=True):
            edit.set_amount(grant.amounts[size - 1] if grant else None)
            edit.textEdited.connect(lambda _text: self.edited.emit())
            field = Field(self.tr("{size}, en euros").format(size=size.label), edit, required=True, check=edit.problem)
            self.fields["amounts", size - 1] = field
        self.form.add(*self.fields.values())
        if grant and grant.joined_before:
            self.joined_before.set_day(grant.joined_before)
        self.months.setValue((grant and grant.months) or 0)
        self.fields["months",] = Field(self.tr("Délai pour signer l’ACI"), self.months)
        limit = Field(self.tr("Adhésion avant le"), self.joined_before, help_line=self.tr("Vide\u00a0: sans limite."))
        self.form.add(limit, self.fields["months",])
        self.rule = self._add_rule(grant.rule if grant else Rule("", ""))
        self.joined_before.textChanged.connect(lambda _text: self.edited.emit())
        self.months.valueChanged.connect(lambda _months: self.edited.emit())

    def grant(self, source: str) -> Grant | None:
        if not self.on.isChecked():
            return None
        amounts = tuple(edit.amount() or Decimal(0) for edit in self.amounts)
        return Grant(self._kind, amounts, self.rule.rule(source), self.joined_before.day(), self.months.value() or None)

    def typed(self) -> Any:
        texts = [edit.text() for edit in (*self.amounts, self.joined_before)]
        return self.on.isChecked(), texts, self.months.value(), self.rule.typed()
