"""Paramètres › Indemnités: what each profession is paid, from which day; the yearly ceiling."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.french import capital
from cpr_desk.domain.indemnities import CEILING_CERTAINTY, RATES_NOTICE, Rate, ceilings_words
from cpr_desk.domain.rule_sources import RuleSource
from cpr_desk.services import indemnities, reference
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.indemnity_rate import RateDialog
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton, Card
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import MessageBar
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT = 210


def _tr(text: str) -> str:
    return QCoreApplication.translate("RatesPanel", text)


def columns(labels: dict[str, str]) -> tuple[Column[Rate], ...]:
    """Return the columns of the rates; `labels` names the professions by their codes."""
    return (
        Column("profession", _tr("Profession"), lambda rate: labels.get(rate.profession, rate.profession), width=240),
        Column("since", _tr("À partir du"), lambda rate: rate.since, Kind.DATE, width=104),
        Column("half_day", _tr("Demi-journée"), lambda rate: rate.half_day, Kind.EUROS, width=112),
        Column("session", _tr("Séance"), lambda rate: rate.session, Kind.EUROS, width=104),
        Column("source", _tr("Source"), lambda rate: rate.source or None, width=300, tooltip=lambda rate: rate.source),
    )


class RatesPanel(QWidget):
    """Each change is stored at once, and can be undone."""

    def __init__(self, desk: Desk, state: UiState, messages: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._messages = desk, messages
        self._labels: dict[str, str] = {}
        self._model: TableModel[Rate] = TableModel(columns(self._labels), parent=self)
        empty = EmptyState(
            "landmark",
            self.tr("Aucun tarif"),
            self.tr("Ajoutez le montant d’une demi-journée ou d’une séance, profession par profession."),
            self.tr("Ajouter un tarif…"), self._add, self,
        )  # fmt: skip
        self.panel = TablePanel(self._model, state, "indemnity-rates", self.tr("tarif"), self.tr("tarifs"), empty, self)
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self.commands = CommandSet(self)
        add = self.commands.add(Command(self.tr("A&jouter un tarif…"), self._add, "plus"))
        change = self.commands.add(
            Command(self.tr("Modifier le &tarif…"), self._change, "pencil", enabled=lambda: self._chosen() is not None)
        )
        remove = self.commands.add(
            Command(self.tr("Reti&rer le tarif"), self._remove, "trash-2",
                    tip=self.tr("Retirer un tarif enregistré par erreur, sans toucher à ce qui est calculé"),
                    enabled=lambda: self._chosen() is not None)
        )  # fmt: skip
        self.panel.set_context_actions([change, remove])
        self.panel.view.chosen.connect(self.commands.refresh)
        self.panel.view.opened.connect(lambda _rate: self._change())
        row = ActionRow(self)
        row.set_buttons([ActionButton(action, self) for action in (add, change, remove)])
        rates = Card(self.tr("Tarifs par profession"), "landmark", self)
        notice = PlainLabel(RATES_NOTICE, self)
        notice.setProperty("muted", True)
        for widget in (notice, row, self.panel):
            rates.body.addWidget(widget)
        ceilings = Card(self.tr("Plafond annuel"), "scale", self)
        source = RuleSource("Plafond annuel de la sécurité sociale (décret 2022-375)", CEILING_CERTAINTY).sentence
        beyond = self.tr("Les frais de déplacement ne comptent pas dans ce plafond, au-delà duquel CPR Desk avertit")
        words = (
            f"{capital(ceilings_words(reference.ceilings()))}.",
            source,
            RuleSource(beyond, Certainty.DEFAULT).sentence,
        )
        ceilings.body.addWidget(PlainLabel(" ".join(words), self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.L, Space.S, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(rates, 1)
        column.addWidget(ceilings)

    def reload(self) -> None:
        """Read the rates again."""
        db = self._desk.db
        self._labels |= {each.code: each.label for each in indemnities.professions(db)}
        self._labels[""] = capital(indemnities.ALL_OTHERS)
        self._model.set_rows(indemnities.rates(db))
        self.commands.refresh()

    def _chosen(self) -> Rate | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _add(self) -> None:
        self._open(None)

    def _change(self) -> None:
        if rate := self._chosen():
            self._open(rate)

    def _open(self, rate: Rate | None) -> None:
        db = self._desk.db
        dialog = RateDialog(self._desk, indemnities.professions(db), indemnities.rates(db), rate, self)
        dialog.saved.connect(self._say)
        dialog.open()

    def _say(self, rate: Rate) -> None:
        self.panel.select(rate.id)
        self._desk.say_saved(self._messages, self.tr("Le tarif est enregistré."))

    def _remove(self) -> None:
        if rate := self._chosen():
            indemnities.remove_rate(self._desk.db, rate)
            self._desk.refresh()
            self._desk.say_saved(self._messages, self.tr("Le tarif est retiré."))
