"""Propose the lines of the social section for a number of votes, look at them, then apply them from a day on."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSpinBox, QTableWidget, QTableWidgetItem, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.allocation import ProposedLine, as_revision, propose_lines
from cpr_desk.domain.composition import Composition, MandateRole, Section
from cpr_desk.domain.problems import S3
from cpr_desk.errors import UserError
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_MOST = 200


class AllocationDialog(FormDialog):
    """A number of votes, those of the professional section unless changed, and the table that gives them."""

    def __init__(self, desk: Desk, on: date, parent: QWidget | None = None) -> None:
        title = self.tr("Répartir les voix de la section sociale")
        super().__init__(title, self.tr("Répartir les voix"), parent, width=720)
        self._desk = desk
        self._composition = Composition(on, ())
        self._lines: tuple[ProposedLine, ...] = ()
        self.since = DateEdit(self)
        self.since.set_day(on)
        self._since_field = Field(self.tr("À compter du"), self.since, required=True)
        self.votes = QSpinBox(self, minimum=1, maximum=_MOST)
        self._votes_field = Field(self.tr("Voix de la section sociale"), self.votes)
        self.preview = QTableWidget(0, 5, self)
        self.preview.setHorizontalHeaderLabels(
            [self.tr("Régime"), self.tr("Titulaire"), self.tr("Voix"), self.tr("Proposées"), self.tr("Ce qui change")]
        )
        self._set_up_preview()
        self.what_happens = PlainLabel(parent=self)
        source = PlainLabel(self.tr("Source{nbsp}: {source}.").format(nbsp=french.NBSP, source=S3), self)
        source.setProperty("muted", True)
        form = Form(self)
        form.add(self._since_field, self._votes_field)
        self._form = form
        self.body.addWidget(form)
        self.body.addWidget(self.preview, 1)
        self.body.addWidget(source)
        self.foot.insertWidget(0, self.what_happens)
        self._read(on)
        self.since.changed.connect(self._change_day)
        self.votes.valueChanged.connect(lambda _votes: self._propose())
        self.start()

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        return (self.since.text(), self.votes.value())

    def is_valid(self) -> bool:
        if not self._form.validate():
            return False
        if not any(line.changes for line in self._lines):
            self._votes_field.set_error(self.tr("Rien ne change{nbsp}: les voix sont déjà réparties ainsi.").format(
                nbsp=french.NBSP
            ))  # fmt: skip
            return False
        return True

    def write(self) -> int:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        states, closed = as_revision(self._composition, self._lines)
        label = self.tr("Répartir {votes} voix dans la section sociale").format(votes=self.votes.value())
        order = ReviseComposition(self._desk.commission.id, day, states, closed, label)
        compositions.revise_composition(self._desk.db, order)
        self._desk.refresh()
        return self.votes.value()

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: a seat changes later."""
        self._since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_up_preview(self) -> None:
        self.preview.setAccessibleName(self.tr("Lignes proposées"))
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.preview.setTabKeyNavigation(False)
        self.preview.setShowGrid(False)
        self.preview.setAlternatingRowColors(True)
        self.preview.verticalHeader().hide()
        self.preview.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.preview.horizontalHeader().setStretchLastSection(True)
        self.preview.setMinimumHeight(8 * theme.ROW_HEIGHT)

    def _change_day(self, day: date | None) -> None:
        if day:
            self._read(day)

    def _read(self, day: date) -> None:
        self._composition = compositions.composition_at(self._desk.db, self._desk.commission.id, day)
        professional = self._composition.votes(Section.PROFESSIONAL)
        self.votes.setValue(min(professional, _MOST) or 1)
        self._votes_field.set_help(self.tr("La section professionnelle compte {votes} voix").format(votes=professional))
        self._propose()

    def _propose(self) -> None:
        self._lines = propose_lines(self._composition, self.votes.value(), self._desk.commission.rules)
        self.preview.setRowCount(len(self._lines))
        for row, line in enumerate(self._lines):
            self._show(row, line)
        for column, width in enumerate((110, 190, 56, 84)):
            self.preview.setColumnWidth(column, width)
        self._announce()

    def _show(self, row: int, line: ProposedLine) -> None:
        words, tone, picture = self._change(line)
        held = line.seat.titular.person.courteous_name if line.seat and line.seat.titular else self.tr("à désigner")
        texts = (
            line.regime.label,
            held,
            str(line.seat.votes) if line.seat else "–",
            str(line.votes) if line.votes else "–",
            words,
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column in (2, 3):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column == len(texts) - 1 and line.changes:
                item.setIcon(icon(picture, tone))
                item.setForeground(QColor(theme.colours().ink(tone)))
            self.preview.setItem(row, column, item)

    def _change(self, line: ProposedLine) -> tuple[str, Tone, str]:
        if line.seat is None:
            return self.tr("ligne ajoutée"), Tone.DONE, "plus"
        if not line.votes:
            return self.tr("ligne fermée"), Tone.LATE, "x"
        if line.changes:
            return self.tr("voix modifiées"), Tone.URGENT, "pencil"
        return "", Tone.NEUTRAL, ""

    def _announce(self) -> None:
        general = sum(line.votes for line in self._lines if line.regime.is_general)
        votes = self.votes.value()
        professional = self._composition.votes(Section.PROFESSIONAL)
        told = [
            self.tr("{lines} portent {votes} voix{nbsp}: régime général {general}, régime agricole {msa}.").format(
                lines=french.plural(sum(bool(line.votes) for line in self._lines), self.tr("ligne")),
                votes=votes,
                general=general,
                msa=votes - general,
                nbsp=french.NBSP,
            )
        ]
        if votes != professional:
            told.append(
                self.tr("La parité n’est pas respectée avec les {votes} voix de la section professionnelle.").format(
                    votes=professional
                )
            )
        closed = [line.seat for line in self._lines if line.seat and not line.votes]
        held = (seat.holder(role) for seat in closed for role in MandateRole)
        if leaving := [holding.person.courteous_name for holding in held if holding]:
            ends = self.tr("Fin de mandat la veille{nbsp}: {names}.")
            told.append(ends.format(names=french.listing(leaving), nbsp=french.NBSP))
        self.what_happens.say(" ".join(told))
