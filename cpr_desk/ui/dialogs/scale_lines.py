"""The lines of a scale while they are typed: amounts in a table, the words of the line in hand below it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, capital, euros, euros_typed, squeeze, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.record import Fault
from cpr_desk.domain.scale import Amounts, Condition, Part, PrintedTotal, Rule, Scale, ScaleLine
from cpr_desk.domain.scale_rules import LONGEST_LABEL, code_for
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.amounts_table import AmountsTable
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.euros_edit import EurosEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.rule_fields import RuleFields

_NEW = ScaleLine("", "", Mission.ACCES, Part.FIXED, Condition.ALWAYS, (Decimal(0),) * 4, Rule("", ""))


class LinesEditor(QWidget):
    """`edited` comes with each change; `source` tells the source of the scale as it is typed elsewhere."""

    edited = Signal()

    def __init__(self, scale: Scale, source: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = scale
        self._source = source
        self._lines = list(scale.lines)
        self._shown = -1
        self.table = AmountsTable(self.tr("Montants du barème, en euros par an"), self)
        self.problems = PlainLabel(parent=self)
        self.problems.setProperty("error", True)
        self.problems.hide()
        self._make_commands()
        self._make_line_form()
        self._make_totals(scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        for widget in (self.table, self.problems, self._row, self._totals, self._form):
            column.addWidget(widget)
        column.addStretch(1)
        self._show_lines()
        self._show_line(0)
        self.table.currentCellChanged.connect(lambda row, *_others: self._show_line(row))
        self.table.edited.connect(self._tell_sums)
        self.table.edited.connect(self.edited)
        self._tell_sums()

    def lines(self) -> tuple[ScaleLine, ...]:
        """Return the lines as they are typed; each new one has a code made of its name."""
        self._keep()
        taken = {line.code for line in self._lines if line.code}
        found = []
        for place, line in enumerate(self._lines):
            code = line.code or code_for(line.label, taken)
            taken.add(code)
            own = line.rule.source
            rule = replace(line.rule, source=self._source() if own in ("", self._first.source) else own)
            found.append(replace(line, code=code, amounts=self.table.amounts(place), rule=rule))
        return tuple(found)

    def printed(self) -> tuple[PrintedTotal, ...]:
        """Return the totals that the document prints, where somebody typed them."""
        typed = [each.amount() for each in self.totals]
        if any(amount is None for amount in typed):
            return ()
        return (PrintedTotal(None, tuple(amount for amount in typed if amount is not None)),)

    def typed(self) -> Any:
        """Return what the fields hold, to compare."""
        self._keep()
        return tuple(self._lines), self.table.texts(), [each.text() for each in self.totals]

    def local_faults(self) -> list[Fault]:
        """Return what is no amount in the table; the totals tell theirs beside their fields."""
        labels = [line.label or self.tr("Ligne sans nom") for line in self._lines]
        return [
            Fault(
                ("lines", line, "amounts", size), f"{labels[line]}, {SizeClass(size + 1).label.lower()}{NBSP}: {fault}"
            )
            for (line, size), fault in self.table.faults().items()
        ]

    def check_totals(self) -> bool:
        """Show beside each total that is no amount what is wrong with it."""
        typed = [bool(each.text().strip()) for each in self.totals]
        for field, edit, there in zip(self._total_fields, self.totals, typed, strict=True):
            missing = self.tr("Remplissez les quatre totaux, ou aucun.") if any(typed) and not there else ""
            field.set_error(edit.problem() or missing)
        return not any(field.error() for field in self._total_fields)

    def show_faults(self, faults: Iterable[Fault]) -> bool:
        """Mark what is wrong in the lines and say it under the table; return whether there is something."""
        own = [fault for fault in faults if fault.path[0] in ("lines", "printed_totals")]
        cells = {
            (fault.path[1], fault.path[3]): fault.words
            for fault in own
            if fault.path[0] == "lines" and len(fault.path) == 4
        }
        self.table.mark({(int(line), int(size)): words for (line, size), words in cells.items()})
        for fault in own:
            if fault.path[0] == "printed_totals":
                self._total_fields[int(fault.path[-1])].set_error(fault.words)
        beside = [fault for fault in own if fault.path[0] == "lines"]
        self.problems.say("\n".join(dict.fromkeys(fault.words for fault in beside)))
        self.problems.setVisible(bool(beside))
        if beside and len(beside[0].path) > 1:
            line, *rest = (each for each in beside[0].path if isinstance(each, int))
            self.table.go_to((line, rest[0] if rest else 0))
        return bool(own)

    def _make_commands(self) -> None:
        self.commands = CommandSet(self)
        some = lambda: len(self._lines) > 1  # noqa: E731 - the rule of two commands
        made = [
            self.commands.add(Command(self.tr("A&jouter une ligne"), self.add_line, "plus")),
            self.commands.add(Command(self.tr("&Retirer la ligne"), self.remove_line, "trash-2", enabled=some)),
            self.commands.add(
                Command(self.tr("&Monter"), lambda: self._move(-1), "chevron-up", enabled=lambda: self._shown > 0)
            ),
            self.commands.add(
                Command(self.tr("&Descendre"), lambda: self._move(1), "chevron-down",
                        enabled=lambda: 0 <= self._shown < len(self._lines) - 1)
            ),
        ]  # fmt: skip
        self._row = ActionRow(self)
        self._row.set_buttons([ActionButton(action, self) for action in made])

    def _make_totals(self, scale: Scale) -> None:
        self.totals = [EurosEdit(self) for _ in SizeClass]
        printed = next((total for total in scale.printed if total.mission is None), None)
        self._total_fields = []
        for size, edit in zip(SizeClass, self.totals, strict=True):
            edit.setPlaceholderText("")
            edit.set_amount(printed.amounts[size - 1] if printed else None)
            edit.textEdited.connect(lambda _text: self.edited.emit())
            label = self.tr("Total imprimé, {size}").format(size=size.label.lower())
            self._total_fields.append(Field(label, edit))
        self._totals = Form(self)
        why = PlainLabel(
            self.tr(
                "Recopiez les totaux que le document imprime, s’il en imprime{nbsp}: une faute de frappe dans une "
                "ligne se voit alors avant l’enregistrement."
            ).format(nbsp=NBSP),
            self,
        )
        why.setProperty("muted", True)
        self._totals.add_widget(why)
        self._totals.add(*self._total_fields)

    def _make_line_form(self) -> None:
        self.label = QLineEdit(self, maxLength=LONGEST_LABEL)
        running = (self.tr("Aucune\u00a0: fonctionnement"), "")
        self.mission = choice_box((running, *((each.label, each) for each in Mission)), self)
        self.part = choice_box(((each.label, each) for each in Part), self)
        self.condition = choice_box(((capital(each.label), each) for each in Condition), self)
        self._form = Form(self)
        self._label_field = Field(self.tr("Nom de la ligne choisie"), self.label, required=True)
        self._form.add(self._label_field, Field(self.tr("Mission"), self.mission), stretches=(3, 2))
        self._form.add(Field(self.tr("Volet"), self.part), Field(self.tr("Due"), self.condition))
        self.rule = RuleFields(self._form, self)
        self.label.textEdited.connect(self._rename)
        self.rule.edited.connect(self.edited)
        for box in (self.mission, self.part, self.condition):
            box.activated.connect(lambda _place: self._recount())

    def add_line(self) -> None:
        """Add an empty line under the one in hand, and put the cursor in its name."""
        self._keep()
        self._lines.insert(self._shown + 1, _NEW)
        texts = self.table.texts()
        texts.insert(self._shown + 1, ["0"] * len(SizeClass))
        self._shown += 1
        self._arrange(texts)
        self.label.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_line(self) -> None:
        """Take the line in hand out of the scale."""
        texts = self.table.texts()
        del self._lines[self._shown], texts[self._shown]
        self._shown = min(self._shown, len(self._lines) - 1)
        self._arrange(texts)

    def _move(self, by: int) -> None:
        self._keep()
        texts = self.table.texts()
        here, there = self._shown, self._shown + by
        for rows in (self._lines, texts):
            rows[here], rows[there] = rows[there], rows[here]  # type: ignore[assignment]
        self._shown = there
        self._arrange(texts)

    def _arrange(self, texts: list[list[str]]) -> None:
        place, self._shown = self._shown, -1
        self._show_lines(texts)
        self.table.setCurrentCell(place, max(self.table.currentColumn(), 1))
        self._show_line(place)
        self._tell_sums()
        self.edited.emit()

    def _show_lines(self, texts: list[list[str]] | None = None) -> None:
        known = texts or [[euros_typed(amount) for amount in line.amounts] for line in self._lines]
        labels = [line.label or self.tr("Ligne sans nom") for line in self._lines]
        self.table.show_lines(labels, known, self._sums)

    def _sums(self) -> tuple[str, Amounts]:
        lines = tuple(replace(line, amounts=self.table.amounts(place)) for place, line in enumerate(self._lines))
        scale = replace(self._first, lines=lines)
        conditional = any(line.condition is not Condition.ALWAYS for line in lines)
        label = self.tr("Total, plan de crise rédigé et une crise") if conditional else self.tr("Total")
        return label, tuple(scale.maximum(size) for size in SizeClass)

    def _tell_sums(self) -> None:
        """Say under each printed total what the lines come to."""
        for field, amount in zip(self._total_fields, self._sums()[1], strict=True):
            field.set_help(self.tr("Les lignes font {sum}").format(sum=euros(amount)))

    def _show_line(self, place: int) -> None:
        if place == self._shown or not 0 <= place < len(self._lines):
            return
        self._keep()
        self._shown = place
        line = self._lines[place]
        self.label.setText(line.label)
        self.label.setCursorPosition(0)
        for box, value in (
            (self.mission, line.mission or ""),
            (self.part, line.part),
            (self.condition, line.condition),
        ):
            box.setCurrentIndex(box.findData(value))
        self.rule.show_rule(line.rule, self._first.source)
        self.commands.refresh()

    def _keep(self) -> None:
        """Keep what the form says of the line it shows."""
        if not 0 <= self._shown < len(self._lines):
            return
        line = self._lines[self._shown]
        self._lines[self._shown] = replace(
            line,
            label=typeset(squeeze(self.label.text())),
            mission=Mission(self.mission.currentData()) if self.mission.currentData() else None,
            part=Part(self.part.currentData()),
            condition=Condition(self.condition.currentData()),
            rule=self.rule.rule(self._first.source),
        )

    def _rename(self, text: str) -> None:
        item = self.table.item(self._shown, 0)
        if item is not None:
            item.setText(text.strip() or self.tr("Ligne sans nom"))
        self.edited.emit()

    def _recount(self) -> None:
        self._keep()
        self._show_lines(self.table.texts())
        self._tell_sums()
        self.edited.emit()
