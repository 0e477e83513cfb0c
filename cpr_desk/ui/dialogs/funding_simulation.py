"""What a CPTS would be due under other facts, beside what it is due: nothing is stored."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, capital, date_digits, euros, listing, percent, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import Signed, members_at, size_at
from cpr_desk.domain.simulation import Simulation, Supposition, simulate, suppose_contract, years_to_simulate
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.office import funding as office
from cpr_desk.services.funding import Account
from cpr_desk.ui import previewing
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.models.funding import compared_columns
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import KeyFigure
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.total_table import TotalTable

_MOST_MEMBERS = 6
_HUNDRED = Decimal(100)
_LINES = 14
_FORM_WIDTH = 390
_FIRST_SIZE = QSize(1060, 600)


class SimulationDialog(KeyboardDialog):
    """What is supposed at the left, both sides line by line at the right; each change is told at once.

    A CPTS without a contract is supposed to sign one on a day.
    """

    def __init__(self, desk: Desk, state: UiState, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Simulation de financement – {name}").format(name=account.dossier.name))
        self._desk, self._state, self._account = desk, state, account
        self._told: Simulation | None = None
        self.messages = MessageBar(self)
        self.signed_on = DateEdit(self)
        self.signed_on.set_day(desk.today())
        self.year = choice_box((), self)
        kept = [(self.tr("Comme au contrat"), None)] if account.signed else []
        self.size_choice = choice_box([*kept, *((size.label, size) for size in SizeClass)], self)
        self.members, self.rate, self.plan = QLineEdit(self, maxLength=_MOST_MEMBERS), QLineEdit(self), DateEdit(self)
        self.boxes = {mission: QCheckBox(mission.label, self) for mission in Mission}
        self.starts = {mission: DateEdit(self) for mission in Mission}
        self.figures = [KeyFigure(words, self) for words in
                        (self.tr("aujourd’hui"), self.tr("dans l’hypothèse"), self.tr("d’écart"))]  # fmt: skip
        self.lines = TotalTable(compared_columns(), state, "funding-simulation", self, most=_LINES)
        self.lines.setAccessibleName(self.tr("Comparaison ligne à ligne"))
        self._fill()
        self._lay_out()
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() * 0.94))
        for choice in (self.year, self.size_choice):
            choice.currentIndexChanged.connect(lambda _place: self._tell())
        for edit in (self.members, self.rate):
            edit.textChanged.connect(lambda _text: self._tell())
        for day in (self.plan, *self.starts.values()):
            day.changed.connect(lambda _day: self._tell())
            day.editingFinished.connect(self._tell)
        self.signed_on.changed.connect(lambda _day: self._sign())
        for mission, box in self.boxes.items():
            box.toggled.connect(lambda checked, mission=mission: self._toggle(mission, checked=checked))
        self._tell()

    def supposition(self) -> Supposition:
        """Return what is supposed now."""
        base = self._base()
        missions = {
            mission: self.starts[mission].day() or base.on for mission, box in self.boxes.items() if box.isChecked()
        }
        members = self.members.text().strip()
        return Supposition(
            self._size(),
            missions,
            int(members) if members.isdecimal() else None,
            self.plan.day(),
            self._rate(),
        )

    def _size(self) -> SizeClass | None:
        chosen = self.size_choice.currentData()
        return None if chosen is None else SizeClass(chosen)

    def _base(self) -> Signed:
        signed = self._account.signed
        return signed or suppose_contract(self.signed_on.day() or self._desk.today(), self._known_size())

    def _known_size(self) -> SizeClass:
        return self._account.dossier.adhesion.size or SizeClass.SIZE_1

    def _fill(self) -> None:
        base, signed, at = self._base(), self._account.signed, self._account.at
        if signed is None:
            self.size_choice.setCurrentIndex(self.size_choice.findData(self._known_size()))
        else:
            self.size_choice.setItemText(
                0, self.tr("Comme au contrat ({size})").format(size=size_at(signed, at).label.lower())
            )
        members = members_at(base, at) if signed else self._account.dossier.adhesion.members
        if members is not None and signed is None:
            self.members.setText(str(members))
        elif members is not None:
            self.members.setPlaceholderText(str(members))
        self.plan.set_day(base.plan_written_on)
        for mission, box in self.boxes.items():
            start = base.missions.get(mission)
            box.setChecked(start is not None)
            self.starts[mission].set_day(start)
            self.starts[mission].setEnabled(start is not None)
            self.starts[mission].setAccessibleName(
                self.tr("Démarrage de la mission {mission}").format(mission=mission.label)
            )
        self._fill_years()

    def _fill_years(self) -> None:
        chosen = self.year.currentData()
        self.year.blockSignals(True)  # the choice is given back below, once the list is whole
        self.year.clear()
        self.year.addItem(self.tr("Toutes les années du contrat"), None)
        for year in years_to_simulate(self._base()):
            self.year.addItem(capital(year.label), year.number)
        self.year.setCurrentIndex(max(self.year.findData(chosen), 0))
        self.year.blockSignals(False)

    def _lay_out(self) -> None:
        self.form = Form(self)
        self.signed_on.setVisible(self._account.signed is None)
        if self._account.signed is None:
            self.form.add(Field(self.tr("Signature supposée le"), self.signed_on))
        self.form.add(Field(self.tr("Année comparée"), self.year))
        self._members = Field(
            self.tr("Membres"), self.members, check=self._members_problem,
            help_line=self.tr("Vide{nbsp}: comme au dossier").format(nbsp=NBSP),
        )  # fmt: skip
        self.form.add(Field(self.tr("Taille"), self.size_choice), self._members)
        self._rate_field = Field(
            self.tr("Résultats, en %"), self.rate, check=self._rate_problem,
            help_line=self.tr("Vide{nbsp}: ceux qui sont connus").format(nbsp=NBSP),
        )  # fmt: skip
        self.form.add(self._rate_field, Field(self.tr("Plan de crise rédigé le"), self.plan))
        missions = QWidget(self)
        grid = QGridLayout(missions)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(Space.XS)
        for row, mission in enumerate(Mission):
            grid.addWidget(self.boxes[mission], row, 0)
            grid.addWidget(self.starts[mission], row, 1)
        self._starts = Field(self.tr("Missions et jour de leur démarrage"), missions, check=self._start_problem)
        self.form.add(self._starts)
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        self.form.setMinimumWidth(_FORM_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(Space.M)
        sums = QHBoxLayout()
        for figure in self.figures:
            sums.addWidget(figure, 1)
        right.addLayout(sums)
        right.addWidget(self.lines)
        note = PlainLabel(self.tr("Rien n’est enregistré. Ctrl+C copie le tableau."), self)
        note.setProperty("muted", True)
        right.addWidget(note)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(Space.XL)
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(self.messages)
        column.addLayout(both, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        acts = (
            (self.tr("Copier le tableau"), self.lines.copy),
            (self.tr("Voir et imprimer…"), self._print),
            (self.tr("Fermer"), self.accept),
        )
        for words, act in acts:
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, act=act: act())
            row.addWidget(button)
        return row

    def _sign(self) -> None:
        self._fill_years()
        self._tell()

    def _toggle(self, mission: Mission, *, checked: bool) -> None:
        day = self.starts[mission]
        day.setEnabled(checked)
        if checked and day.day() is None:
            day.set_day(max(self._base().on, self._desk.today()) if self._account.signed else self._base().on)
        self._tell()

    def _tell(self) -> None:
        """Compute both sides again."""
        if not all([self._members.validate(), self._rate_field.validate(), self._starts.validate()]):
            return
        year = self.year.currentData()
        told = simulate(
            self._base(), self.supposition(), self._account.scales, year, exists=self._account.signed is not None
        )
        self._told = told
        self.lines.show_rows((*told.lines, told.total))
        total = told.total
        sign = "+" if total.difference > 0 else ""
        for figure, words in zip(
            self.figures,
            (euros(total.now), euros(total.then), f"{sign}{euros(total.difference)}"),
            strict=True,
        ):
            figure.set_value(words)

    def _rate(self) -> Decimal | None:
        text = self.rate.text().strip().removesuffix("%").strip().replace(",", ".")
        return Decimal(text) / _HUNDRED if text and not self._rate_problem() else None

    def _rate_problem(self) -> str:
        text = self.rate.text().strip().removesuffix("%").strip().replace(",", ".")
        whole, _, rest = text.partition(".")
        number = whole.isdecimal() and (not rest or rest.isdecimal())
        if not text or (number and Decimal(text) <= _HUNDRED):
            return ""
        return self.tr("Indiquez un taux de 0 à 100.")

    def _members_problem(self) -> str:
        text = self.members.text().strip()
        return "" if not text or text.isdecimal() else self.tr("Indiquez un nombre de membres.")

    def _start_problem(self) -> str:
        typed = [self.starts[mission] for mission, box in self.boxes.items() if box.isChecked()]
        return next((wrong for each in typed if (wrong := each.fault() if each.hasFocus() else each.problem())), "")

    def _facts(self) -> tuple[tuple[str, str], ...]:
        facts = self.supposition()
        missions = [f"{mission.label} ({_day(on)})" for mission, on in facts.missions.items()]
        told = [
            (self.tr("Année comparée"), self.year.currentText()),
            (self.tr("Taille"), self.size_choice.currentText()),
            (self.tr("Missions"), listing(missions) or self.tr("aucune")),
            (self.tr("Membres"), "" if facts.members is None else str(facts.members)),
            (self.tr("Plan de crise"), _day(facts.plan_written_on)),
            (self.tr("Résultats"), "" if facts.rate is None else percent(facts.rate)),
        ]
        return tuple((name, value) for name, value in told if value)

    def _print(self) -> None:
        if self._told is None:
            return
        commission, account, told, facts = self._desk.commission, self._account, self._told, self._facts()
        title = self.tr("Simulation de financement")
        previewing.look_at(
            self, self._state, title, f"{title} {account.at.isoformat()}.pdf",
            lambda _progress: office.simulation_pages(commission, account, told, facts),
            self._say_written, lambda failure: self.messages.say_error(as_user_error(failure)),
        )  # fmt: skip

    def _say_written(self, file: Path) -> None:
        self.messages.say(
            Weight.SUCCESS, typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        )


def _day(day: date | None) -> str:
    return date_digits(day) if day else ""
