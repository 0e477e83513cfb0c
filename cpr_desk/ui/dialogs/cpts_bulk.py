"""« Modifier 12 CPTS »: one change, and before it is made what it does to each, those refused with the reason."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.bulk import LONGEST_CONTACT, STEPS, BulkChange, BulkKind, Judged
from cpr_desk.domain.french import plural
from cpr_desk.domain.missions import Mission
from cpr_desk.services import reference, register_bulk
from cpr_desk.services.register_bulk import ChangeMany
from cpr_desk.ui import tasks
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.models.columns import Column
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.table_panel import TablePanel

_REST_MS = 250
"""How long nobody types before the preview is made."""
_PREVIEW_HEIGHT = 250


class BulkDialog(FormDialog):
    """One change to the CPTS chosen; `saved` carries the sentence that says so."""

    def __init__(self, desk: Desk, ids: Sequence[int], state: UiState, parent: QWidget | None = None) -> None:
        counted = plural(len(ids), "CPTS", "CPTS")
        title = QCoreApplication.translate("BulkDialog", "Modifier {count}").format(count=counted)
        super().__init__(title, title, parent, width=860)
        self._desk, self._ids = desk, tuple(ids)
        self._task: tasks.Task | None = None
        self._judged: tuple[Judged, ...] = ()
        self._asked: BulkChange | None = None
        names = reference.department_names()
        own = reference.territory_of(desk.commission)
        self.kind = choice_box([(kind.label, kind) for kind in BulkKind], self)
        self.step = choice_box([(step.label, step) for step in STEPS], self)
        self.step.setCurrentIndex(STEPS.index(Step.PROJECT_VALIDATED))
        self.mission = choice_box([(mission.label, mission) for mission in Mission], self)
        near = own.departments if own else names
        self.department = choice_box([(f"{code} – {name}", code) for code, name in near.items()], self)
        self.contact = QLineEdit(self, maxLength=LONGEST_CONTACT)
        self.comment = QPlainTextEdit(self)
        self.comment.setFixedHeight(64)
        self.comment.setTabChangesFocus(True)
        self.day = DateEdit(self)
        self.day.set_day(desk.today())
        self.author = QLineEdit(self, maxLength=200)
        self._day_field = Field(self.tr("Date"), self.day, required=True)
        self._fields = {
            self.step: Field(self.tr("Étape franchie"), self.step, required=True),
            self.mission: Field(self.tr("Mission"), self.mission, required=True),
            self.department: Field(self.tr("Département"), self.department, required=True),
            self.contact: Field(self.tr("Contact"), self.contact),
            self.author: Field(self.tr("Par qui"), self.author, help_line=self.tr("ARS, CPR, CPTS…")),
            self.comment: Field(self.tr("Commentaire"), self.comment),
        }
        self.form = Form(self)
        self.form.add(Field(self.tr("Ce qui change"), self.kind), self._fields[self.step], self._fields[self.mission])
        self.form.add(self._fields[self.department], self._fields[self.contact])
        self.form.add(self._day_field, self._fields[self.author])
        self.form.add(self._fields[self.comment])
        self._model: TableModel[Judged] = TableModel(_columns(), identity=lambda row: row.dossier.id, parent=self)
        nothing = EmptyState("list-filter", self.tr("Aperçu"), self.tr("Ce qui changera s’affiche ici."), parent=self)
        self.preview = TablePanel(self._model, state, "cpts-bulk", "CPTS", "CPTS", nothing, self)
        self.preview.setMinimumHeight(_PREVIEW_HEIGHT)
        self.whole = QCheckBox(self.tr("Ne rien modifier si une seule CPTS est refusée"), self)
        self.body.addWidget(self.form)
        self.body.addWidget(self.preview, 1)
        self.foot.insertWidget(0, self.whole)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._judge)
        self.kind.currentIndexChanged.connect(lambda _row: self._show_fields())
        for box in (self.step, self.mission, self.department):
            box.currentIndexChanged.connect(lambda _row: self._rest.start())
        for line in (self.contact, self.author, self.day):
            line.textChanged.connect(lambda _text: self._rest.start())
        self.comment.textChanged.connect(self._rest.start)
        self.whole.toggled.connect(lambda _on: self._say())
        self._show_fields()
        self.start()

    def typed(self) -> Any:
        return self._change(), self.day.text(), self.whole.isChecked()

    def is_valid(self) -> bool:
        return self.form.validate()

    def accept(self) -> None:
        """Change them in the background, with its progress; the dialog stays until it is done."""
        self.messages.clear()
        if self._task or not self.is_valid():
            return
        order = ChangeMany(self._ids, self._change(), self.whole.isChecked())
        desk, today = self._desk, self._desk.today()
        self.save_button.setEnabled(False)
        self._task = tasks.run(
            self,
            self.tr("Modification des CPTS"),
            lambda progress: register_bulk.change_many(desk.db, desk.commission, order, today, progress),
            self._done,
            self._refused,
        )
        self._task.finished.connect(self._end)

    def reject(self) -> None:
        if self._task:
            self._task.cancel()
        else:
            super().reject()

    def _done(self, count: int) -> None:
        self._desk.refresh()
        QDialog.accept(self)
        self.saved.emit(f"{plural(count, self.tr('CPTS modifiée'), self.tr('CPTS modifiées'))}.")

    def _refused(self, failure: Exception) -> None:
        self.messages.say_error(as_user_error(failure))

    def _end(self) -> None:
        self._task = None
        self._say()

    @property
    def _kind(self) -> BulkKind:
        return BulkKind(self.kind.currentData())

    def _change(self) -> BulkChange:
        kind = self._kind
        text = {
            BulkKind.DEPARTMENT: lambda: str(self.department.currentData()),
            BulkKind.CONTACT: self.contact.text,
        }.get(kind, self.comment.toPlainText)()
        author = self.author.text().strip() if kind is BulkKind.STEP else ""
        day = self.day.day() or date.min
        step, mission = Step(self.step.currentData()), Mission(self.mission.currentData())
        return BulkChange(kind, day, step, mission, text.strip(), author)

    def _show_fields(self) -> None:
        kind = self._kind
        shown = {
            self.step: kind is BulkKind.STEP,
            self.author: kind is BulkKind.STEP,
            self.mission: kind.is_of_mission,
            self.department: kind is BulkKind.DEPARTMENT,
            self.contact: kind is BulkKind.CONTACT,
            self.comment: kind in (BulkKind.STEP, BulkKind.COMMENT),
        }
        for control, field in self._fields.items():
            field.setVisible(shown[control])
        self._day_field.setVisible(kind.is_dated)
        self._judge()

    def _judge(self) -> None:
        """Make the preview of what is asked now; what is asked meanwhile is judged after it."""
        self._rest.stop()
        change = self._change()
        if change == self._asked or (change.kind.is_dated and self.day.day() is None):
            return
        self._asked = change
        self._judged = ()
        self._say()
        order, desk, today = ChangeMany(self._ids, change), self._desk, self._desk.today()
        tasks.run(
            self,
            self.tr("Aperçu de la modification"),
            lambda progress: register_bulk.judge_many(desk.db, desk.commission, order, today, progress),
            partial(self._show, change),
            self._refused,
        )

    def _show(self, change: BulkChange, judged: tuple[Judged, ...]) -> None:
        if change != self._asked:
            return
        self._judged = judged
        self._model.set_rows(sorted(judged, key=lambda each: not each.refusals))
        self._say()

    def _say(self) -> None:
        changed = sum(each.changes for each in self._judged)
        refused = sum(bool(each.refusals) for each in self._judged)
        possible = changed > 0 and not (refused and self.whole.isChecked()) and self._task is None
        self.save_button.setEnabled(possible)
        count = plural(changed, "CPTS", "CPTS")
        left = self.tr("{changed} sur {all}").format(changed=changed, all=plural(len(self._judged), "CPTS", "CPTS"))
        self.save_button.setText(
            self.tr("Modifier {count}").format(count=count if changed == len(self._judged) else left)
        )


def _columns() -> tuple[Column[Judged], ...]:
    tr = partial(QCoreApplication.translate, "BulkDialog")
    pictures = {
        True: icon("octagon-alert", Tone.LATE),
        False: icon("circle-check", Tone.DONE),
    }

    def remark(row: Judged) -> str:
        if row.refusals:
            return tr("Laissée de côté\u00a0: {why}").format(why=" ".join(row.refusals))
        if not row.changes:
            return tr("Déjà ainsi")
        return " ".join(row.warnings)

    def picture(row: Judged) -> QIcon | None:
        return pictures[bool(row.refusals)] if row.refusals or row.changes else None

    def name(row: Judged) -> str:
        return row.dossier.name

    return (
        Column("name", "CPTS", name, icon=picture, tooltip=name, width=160),
        Column("before", tr("Avant"), lambda row: row.before, tooltip=lambda row: row.before, width=150),
        Column("after", tr("Après"), lambda row: row.after, tooltip=lambda row: row.after, width=150),
        Column("remark", tr("Remarque"), remark, tooltip=remark, width=220),
    )
