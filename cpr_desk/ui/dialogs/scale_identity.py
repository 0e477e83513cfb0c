"""What names and dates a scale, its sizes, and the delays of its accord."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QVBoxLayout, QWidget

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NBSP, squeeze, typeset
from cpr_desk.domain.record import Fault
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_rules import LONGEST_CODE, LONGEST_LABEL, LONGEST_TEXT, code_for
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

_MOST = 99_999_999
_LONGEST_COMMENT = 500


class IdentityEditor(QWidget):
    """`edited` comes with each change; the code follows the name of a new scale until somebody types one."""

    edited = Signal()

    def __init__(
        self, scale: Scale, comment: str, taken: frozenset[str], parent: QWidget | None = None, *, new: bool
    ) -> None:
        super().__init__(parent)
        self._first, self._taken = scale, taken
        self.label = QLineEdit(scale.label, self, maxLength=LONGEST_LABEL)
        self.code = QLineEdit(scale.code, self, maxLength=LONGEST_CODE)
        self.code.setReadOnly(not new)
        self.since = DateEdit(self)
        self.since.set_day(scale.in_force_from)
        self.note = QLineEdit(scale.note, self, maxLength=LONGEST_TEXT)
        self.source = QLineEdit(scale.source if scale.label else "", self, maxLength=LONGEST_TEXT)
        self.comment = QLineEdit(comment, self, maxLength=_LONGEST_COMMENT)
        self.thresholds = [_number(number, self, self.tr("habitants")) for number in scale.thresholds]
        terms = scale.contract
        self.years = _number(terms.years, self, self.tr("ans"))
        self.dialogue = _number(terms.dialogue_months, self, self.tr("mois"))
        self.tacit = _number(terms.tacit_validation_months, self, self.tr("mois"))
        self._make_fields(new=new)
        if new:
            self.label.textEdited.connect(self._propose_code)
        for edit in (self.label, self.code, self.since, self.note, self.source, self.comment):
            edit.textChanged.connect(lambda _text: self.edited.emit())
        for spin in (*self.thresholds, self.years, self.dialogue, self.tacit):
            spin.valueChanged.connect(lambda _number: self.edited.emit())

    def applied(self, scale: Scale) -> Scale:
        """Return a scale with what is typed here."""
        second, third, fourth = (spin.value() for spin in self.thresholds)
        terms = replace(
            scale.contract,
            years=self.years.value(),
            dialogue_months=self.dialogue.value(),
            tacit_validation_months=self.tacit.value(),
        )
        return replace(
            scale,
            label=typeset(squeeze(self.label.text())),
            code=self.code.text().strip(),
            in_force_from=self.since.day() or scale.in_force_from,
            note=typeset(squeeze(self.note.text())),
            source=self.source_typed(),
            thresholds=(second, third, fourth),
            contract=terms,
        )

    def source_typed(self) -> str:
        """Return the source of the amounts as it is typed."""
        return typeset(squeeze(self.source.text()))

    def typed(self) -> Any:
        """Return what the fields hold, to compare."""
        edits = (self.label, self.code, self.since, self.note, self.source, self.comment)
        spins = (*self.thresholds, self.years, self.dialogue, self.tacit)
        return [edit.text() for edit in edits], [spin.value() for spin in spins]

    def is_valid(self) -> bool:
        """Check what is typed whatever the other scales are."""
        return self._form.validate()

    def show_faults(self, faults: tuple[Fault, ...]) -> bool:
        """Say beside each field what is wrong with it; return whether something is."""
        told = {fault.path: fault.words for fault in reversed(faults)}
        for path, field in self._fields.items():
            field.set_error(told.get(path, ""))
        wrong = [field for field in self._fields.values() if field.error()]
        if wrong:
            wrong[0].control.setFocus()
        return bool(wrong)

    def _make_fields(self, *, new: bool) -> None:
        waits = self.tr(
            "Une année de contrat commencée garde le barème de son premier jour{nbsp}; celui-ci s’applique à "
            "l’anniversaire suivant ({notice})."
        ).format(nbsp=NBSP, notice=DEFAULT_RULE_NOTICE)
        fixed = self.tr("Il nomme le barème dans la ligne de commande et les fichiers.")
        kept = self.tr("Le code d’un barème enregistré ne change plus.")
        names = [self.tr("{size} à partir de").format(size=size.label) for size in SizeClass if size > 1]
        self._fields = {
            ("label",): Field(self.tr("Nom du barème"), self.label, required=True),
            ("code",): Field(self.tr("Code"), self.code, required=True, help_line=fixed if new else kept),
            ("in_force_from",): Field(self.tr("S’applique à partir du"), self.since, required=True, help_line=waits),
            ("source",): Field(self.tr("Source des montants"), self.source, required=True),
            ("thresholds",): Field(names[0], self.thresholds[0]),
            ("contract", "years"): Field(self.tr("Durée du contrat"), self.years),
            ("contract", "dialogue_months"): Field(self.tr("Dialogue annuel, après l’anniversaire"), self.dialogue),
            ("contract", "tacit_validation_months"): Field(self.tr("Validation tacite du projet"), self.tacit),
        }
        fields = list(self._fields.values())
        self._form = Form(self)
        self._form.add(fields[0], fields[1], stretches=(3, 2))
        self._form.add(fields[2], stretches=(1,))
        self._form.add(fields[3])
        self._form.add(Field(self.tr("Pourquoi ce jour"), self.note))
        self._form.add(
            fields[4], *(Field(name, spin) for name, spin in zip(names[1:], self.thresholds[1:], strict=True))
        )
        self._form.add(*fields[5:])
        self._form.add(Field(self.tr("Commentaire, pour vous"), self.comment))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.addWidget(self._form)
        column.addStretch(1)

    def _propose_code(self, label: str) -> None:
        if not self.code.isModified():
            self.code.setText(code_for(label, self._taken))


def _number(value: int, parent: QWidget, unit: str) -> QSpinBox:
    spin = QSpinBox(parent, minimum=0, maximum=_MOST)
    spin.setGroupSeparatorShown(True)
    spin.setSuffix(f"{NBSP}{unit}")
    spin.setValue(value)
    return spin
