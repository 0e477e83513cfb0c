"""The grave health crises declared in the region: what they are called, when they began, which CPTS they concern."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.crises import RegionalCrisis, refuse_crisis
from cpr_desk.domain.french import fold, plural
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import Crisis
from cpr_desk.services import funding, register
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.filter_edit import FilterEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.message_bar import MessageBar
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_ID = Qt.ItemDataRole.UserRole
_LONGEST = 300
_LIST_HEIGHT = 220


def _tr(text: str) -> str:
    return QCoreApplication.translate("Crises", text)


def _columns() -> tuple[Column[RegionalCrisis], ...]:
    return (
        Column("on", _tr("Déclenchée le"), lambda each: each.crisis.declared_on, Kind.DATE, width=120),
        Column("label", _tr("Crise"), lambda each: each.crisis.label, width=280, grows=True),
        Column("cpts", _tr("CPTS concernées"), lambda each: len(each.cpts_ids), Kind.INT, width=130),
    )


class CptsList(QListWidget):
    """The CPTS under contract, each with a box; those whose crises mission has begun first come ticked."""

    changed = Signal()

    def __init__(self, desk: Desk, ticked: frozenset[int] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(_LIST_HEIGHT)
        for each in register.adhesions_at(desk.db, desk.commission.id, desk.today()):
            begun = dict(each.missions).get(Mission.CRISES)
            concerned = each.id in ticked if ticked is not None else bool(begun)
            if each.stage is not Stage.SIGNED and not concerned:
                continue
            words = each.name if begun else _tr("{name} (mission crises non démarrée)").format(name=each.name)
            item = QListWidgetItem(words, self)
            item.setData(_ID, each.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if concerned else Qt.CheckState.Unchecked)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def ticked(self) -> frozenset[int]:
        """Return the ids of the CPTS ticked."""
        items = [self.item(row) for row in range(self.count())]
        return frozenset(int(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def tick_shown(self, *, ticked: bool) -> None:
        """Tick or untick every CPTS that the filter shows."""
        for row in range(self.count()):
            if not self.item(row).isHidden():
                self.item(row).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def filter(self, text: str) -> None:
        """Show the CPTS whose name holds every word; those hidden keep their box."""
        words = fold(text).split()
        for row in range(self.count()):
            name = fold(self.item(row).text())
            self.item(row).setHidden(not all(word in name for word in words))


class CrisisDialog(FormDialog):
    """One crisis."""

    def __init__(self, desk: Desk, known: RegionalCrisis | None, parent: QWidget | None = None) -> None:
        title = self.tr("Modifier une crise sanitaire") if known else self.tr("Déclarer une crise sanitaire")
        super().__init__(title, self.tr("Enregistrer la crise"), parent, width=620)
        self._desk, self._known = desk, known
        self.day = DateEdit(self)
        self.label = QLineEdit(self, maxLength=_LONGEST)
        self.day.set_day(known.crisis.declared_on if known else desk.today())
        self.label.setText(known.crisis.label if known else "")
        self.cpts = CptsList(desk, known.cpts_ids if known else None, self)
        self.cpts.setAccessibleName(self.tr("CPTS concernées"))
        self.filter = FilterEdit(self)
        self.filter.textChanged.connect(self.cpts.filter)
        self.count = PlainLabel(parent=self)
        self._form = Form(self)
        self._form.add(
            Field(self.tr("Déclenchée le"), self.day, required=True, check=lambda: self._fault(Fault.SINCE)),
            Field(self.tr("Nom de la crise"), self.label, required=True, check=lambda: self._fault(Fault.LABEL)),
            stretches=(1, 3),
        )
        self.body.addWidget(self._form)
        self.body.addWidget(self._whom())
        note = PlainLabel(
            self.tr("Le volet variable de la mission crises est versé en totalité dans le mois qui suit, une fois par "
                    "année de contrat, aux CPTS dont la mission a démarré."), self,
        )  # fmt: skip
        note.setProperty("muted", True)
        self.body.addWidget(note)
        self.cpts.changed.connect(self._count)
        self._count()
        self.start()

    def _whom(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.filter, 1)
        for words, ticked in ((self.tr("Tout cocher"), True), (self.tr("Tout décocher"), False)):
            button = QPushButton(words, box)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, ticked=ticked: self.cpts.tick_shown(ticked=ticked))
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.cpts, 1)
        column.addWidget(self.count)
        return box

    def _count(self) -> None:
        ticked = len(self.cpts.ticked())
        told = plural(ticked, self.tr("CPTS concernée"), self.tr("CPTS concernées"))
        self.count.say(self._fault(Fault.PERSON) if not ticked else f"{told}.")

    def _wanted(self) -> RegionalCrisis:
        number = self._known.id if self._known else 0
        day = self.day.day() or self._desk.today()
        return RegionalCrisis(Crisis(day, self.label.text(), number), self.cpts.ticked())

    def _fault(self, fault: Fault) -> str:
        refusals = refuse_crisis(self._wanted(), self._desk.today())
        return " ".join(f"{each.what} {each.what_to_do}" for each in refusals if each.fault is fault)

    def typed(self) -> Any:
        return self.day.text(), self.label.text(), self.cpts.ticked()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> int:
        number = funding.save_crisis(self._desk.db, self._desk.commission, self._wanted(), self._desk.today())
        self._desk.refresh()
        return number


class CrisesDialog(KeyboardDialog):
    """All crises of the region; each change is stored at once."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Crises sanitaires de la région"))
        self._desk = desk
        self.messages = MessageBar(self)
        self.model: TableModel[RegionalCrisis] = TableModel(_columns(), parent=self)
        empty = EmptyState(
            "alarm-clock", self.tr("Aucune crise déclarée"),
            self.tr("Déclarez une crise pour que les CPTS concernées reçoivent le volet variable."), parent=self,
        )  # fmt: skip
        self.panel = TablePanel(self.model, state, "crises", self.tr("crise"), self.tr("crises"), empty, self)
        self.commands = CommandSet(self)
        row = ActionRow(self)
        self._declare_commands()
        row.set_buttons([ActionButton(self._add, self, primary=True), ActionButton(self._change, self),
                         ActionButton(self._remove, self)])  # fmt: skip
        for button in row.findChildren(QPushButton):
            button.setAutoDefault(False)
        close = QPushButton(self.tr("Fermer"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        for widget in (self.messages, row, self.panel):
            column.addWidget(widget, int(widget is self.panel))
        column.addLayout(foot)
        self.resize(640, 420)
        self.panel.view.chosen.connect(self.commands.refresh)
        self.panel.view.opened.connect(lambda _crisis: self._open(self._chosen()))
        desk.changed.connect(self._show)
        self._show()

    def _declare_commands(self) -> None:
        def one() -> bool:
            return self._chosen() is not None

        add, tr = self.commands.add, self.tr
        self._add = add(Command(tr("&Déclarer une crise…"), lambda: self._open(None), "plus"))
        self._change = add(Command(tr("&Modifier…"), lambda: self._open(self._chosen()), "pencil", enabled=one))
        self._remove = add(Command(tr("&Retirer"), self._take_back, "trash-2", enabled=one))

    def _chosen(self) -> RegionalCrisis | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _show(self) -> None:
        self.model.set_rows(funding.crises(self._desk.db, self._desk.commission))
        self.commands.refresh()

    def _open(self, known: RegionalCrisis | None) -> None:
        dialog = CrisisDialog(self._desk, known, self)
        dialog.saved.connect(lambda _number: self._desk.say_saved(self.messages, self.tr("La crise est enregistrée.")))
        dialog.open()

    def _take_back(self) -> None:
        if crisis := self._chosen():
            funding.remove_crisis(self._desk.db, crisis)
            self._desk.refresh()
            self._desk.say_saved(self.messages, self.tr("La crise est retirée."))
