"""What a CPTS is due, line by line: each explained, summed by year of contract or by calendar year."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NBSP, capital, date_digits, euros, typeset
from cpr_desk.domain.money import Total, by_civil_year, by_contract_year, grand_total
from cpr_desk.domain.money_gaps import Gap
from cpr_desk.domain.statement import Line, key_of
from cpr_desk.services.funding import Account
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.models.funding import STATE_LOOKS, Basis, DuesModel, total_columns
from cpr_desk.ui.pages.dashboard_cards import clear
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.link_row import LinkRow
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_panel import TablePanel
from cpr_desk.ui.widgets.total_table import TotalTable

_BASIS = "funding/basis"
_LEAST_HEIGHT, _LEAST_WORDS = 124, 40
"""At 150 % on a small screen the page does not scroll beside the table nor beside what explains its line."""
_LINE_HEIGHT = 150


class LineWords(QWidget):
    """One line: its state, each step of its calculation, its source, what was paid for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Calcul de la ligne choisie"))
        self.state = StateBadge(self)
        self.words = PlainLabel(parent=self, selectable=True)
        self.source = PlainLabel(parent=self, selectable=True)
        self.source.setFont(theme.font(TextSize.SMALL))
        self.source.setProperty("muted", True)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self.words, 1)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.XS, Space.S, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.source)
        column.addStretch(1)

    def show_line(self, line: Line | None) -> None:
        """Explain a line, or say how to have one explained."""
        self.state.setVisible(line is not None)
        self.source.setVisible(line is not None)
        if line is None:
            self.words.say(self.tr("Choisissez une ligne pour lire son calcul."))
            return
        due = line.due
        self.state.show_tone(STATE_LOOKS[line.state][1], STATE_LOOKS[line.state][0], capital(line.state.label))
        what = f"{due.label}, {due.kind.label}{NBSP}: {euros(due.amount)} le {date_digits(due.due_on)}"
        told = [
            f"{what}, {due.of_year.label}.",
            *(f"• {capital(step)}." for step in due.why),
            *(
                f"• Versé le {date_digits(each.paid_on)}{NBSP}: {euros(each.amount)}"
                f"{f' ({each.reference})' if each.reference else ''}."
                for each in line.payments
            ),
        ]
        self.words.say("\n".join(told))
        notice = f" {capital(DEFAULT_RULE_NOTICE)}." if due.certainty.is_default else ""
        self.source.say(f"Source{NBSP}: {due.source}.{notice}")


class GapsPart(QWidget):
    """What is missing to compute, each with the place where it is mended: `go_to` carries the key of its tab."""

    go_to = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget(self)
        self._rows = QVBoxLayout(inside)
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._whole = PlainLabel(self.tr("Il ne manque rien pour calculer ce qui est dû."), inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.addWidget(_scrolling(inside, self))

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Show each gap as a link to its tab."""
        self._rows.removeWidget(self._whole)
        clear(self._rows)
        for gap in gaps:
            row = LinkRow((Tone.URGENT, "triangle-alert", self.tr("À compléter")), gap.words, parent=self)
            row.clicked.connect(partial(self.go_to.emit, gap.tab))
            self._rows.addWidget(row)
        self._rows.addWidget(self._whole)
        self._whole.setVisible(not gaps)
        self._rows.addStretch(1)


class TotalsPart(QWidget):
    """The sums by year of contract beside those by calendar year: the same money, the same total."""

    def __init__(self, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contract = TotalTable(total_columns(), state, "funding-contract-years", self)
        self.civil = TotalTable(total_columns(), state, "funding-civil-years", self)
        self.expected = PlainLabel(parent=self)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(
            SideBySide(
                self._card(
                    self.tr("Par année de contrat"),
                    self.tr("Un versement compte dans l’année de contrat qu’il paie."),
                    self.contract,
                ),
                self._card(
                    self.tr("Par année civile"),
                    typeset(self.tr("Un versement compte dans l’année où il est fait : un reste peut être négatif.")),
                    self.civil,
                ),
                (1, 1), state, "funding-totals", inside,
            )
        )  # fmt: skip
        column.addWidget(self.expected)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, Space.S, 0, 0)
        around.addWidget(_scrolling(inside, self))

    def _card(self, title: str, note: str, table: TotalTable) -> Card:
        card = Card(title, "scale", self)
        table.setAccessibleName(title)
        words = QLabel(note, self, wordWrap=True)
        words.setFont(theme.font(TextSize.SMALL))
        words.setProperty("muted", True)
        card.body.addWidget(table)
        card.body.addWidget(words)
        card.body.addStretch(1)
        return card

    def show_account(self, account: Account) -> None:
        """Show the sums of an account."""
        for table, totals in (
            (self.contract, by_contract_year([account.statement])),
            (self.civil, by_civil_year([account.statement])),
        ):
            table.show_rows((*totals, Total(self.tr("total"), grand_total(totals))))
        expected = grand_total(by_civil_year([account.statement])).expected
        words = self.tr("Le dû compte {amount} de volets variables à leur maximum, faute de résultats saisis.")
        self.expected.say(words.format(amount=euros(expected)))
        self.expected.setVisible(bool(expected))


class DuesPart(QWidget):
    """The lines, and below what explains the one chosen. `pay` asks to record a payment for it."""

    pay = Signal()

    def __init__(self, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._account: Account | None = None
        self.editable = True
        self.model = DuesModel(self)
        self._empty = EmptyState("landmark", self.tr("Rien n’est dû"), "", parent=self)
        self.panel = TablePanel(
            self.model, state, "funding-dues", self.tr("ligne"), self.tr("lignes"), self._empty, self
        )
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self.basis = choice_box(
            ((self.tr("Par année de contrat"), Basis.CONTRACT), (self.tr("Par année civile"), Basis.CIVIL)), self
        )
        self.basis.setAccessibleName(self.tr("Présentation des montants"))
        self.basis.setCurrentIndex(max(self.basis.findData(state.get(_BASIS)), 0))
        self.panel.add_to_bar(self.basis)
        self.line = LineWords(self)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(Space.S)
        parts.addWidget(self.panel)
        words = _scrolling(self.line, self)
        words.setMinimumHeight(_LEAST_WORDS)
        parts.addWidget(words)
        parts.setStretchFactor(0, 1)
        parts.setSizes([3 * _LINE_HEIGHT, _LINE_HEIGHT])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.addWidget(parts)
        self.commands = CommandSet(self)
        act = self.commands.add(
            Command(self.tr("Enregistrer le versement de cette ligne…"), self.pay.emit, "plus",
                    enabled=lambda: self.editable and self.chosen() is not None)
        )  # fmt: skip
        self.panel.set_context_actions([act])
        self.panel.view.chosen.connect(self._explain)
        self.panel.view.opened.connect(lambda _line: self.pay.emit())
        self.basis.currentIndexChanged.connect(lambda _place: self._choose_basis())

    def show_account(self, account: Account) -> None:
        """Show an account; selection and scroll stay, and another CPTS opens on its first line left to pay."""
        other = self._account is None or self._account.dossier.id != account.dossier.id
        self._account = account
        self.model.basis = Basis(self.basis.currentData())
        self.model.set_rows(account.statement.lines)
        missing = " ".join(gap.words for gap in account.gaps)
        usual = self.tr("Les montants se calculent d’après le contrat, la taille et les missions.")
        words = self.tr("Rien n’est dû au {day}").format(day=date_digits(account.at))
        self._empty.say(words, missing or usual)
        if other and (first := next((line for line in account.statement.lines if line.left), None)):
            self.panel.view.select_identities({key_of(first.due)})
        self._explain()

    def chosen(self) -> Line | None:
        """Return the line selected, None when none or several are."""
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _choose_basis(self) -> None:
        self._state.remember(_BASIS, Basis(self.basis.currentData()).value)
        if self._account:
            self.show_account(self._account)

    def _explain(self) -> None:
        self.line.show_line(self.chosen())
        self.commands.refresh()


def _scrolling(inside: QWidget, parent: QWidget) -> QScrollArea:
    """Return a column that scrolls where the window is low."""
    area = QScrollArea(parent, widgetResizable=True)
    area.setObjectName("page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
