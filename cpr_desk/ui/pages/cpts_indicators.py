"""The indicators of the mission chosen, year of contract by year, and the rate that they make."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Dossier, YearIndicator
from cpr_desk.domain.french import NBSP, percent, plural
from cpr_desk.domain.indicators import doubt_indicator, explain_rate, national_indicators
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.signed import ContractYear, contract_years, year_of
from cpr_desk.errors import UserError
from cpr_desk.services import indicators, reference
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.indicator_grid import IndicatorGrid
from cpr_desk.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cpr_desk.ui.pages.cpts_tab import CptsTab

_YEARS_AHEAD = 1
"""Targets are set before their year begins: the next one may be filled too."""


class IndicatorsPart(QWidget):
    """A grid for the year that `chooser` names; under it what is wrong in a line, then the rate explained."""

    def __init__(self, tab: "CptsTab") -> None:
        super().__init__(tab)
        self._tab = tab
        self._dossier: Dossier | None = None
        self._mission = Mission.ACCES
        self.commands = CommandSet(self)
        self.chooser = QWidget(self)
        self.years = QComboBox(self.chooser)
        self.years.setAccessibleName(self.tr("Année de contrat"))
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.grid = IndicatorGrid(self)
        self.fault, self.rate = PlainLabel(parent=self), PlainLabel(parent=self)
        self.fault.setFont(theme.font(TextSize.SMALL))
        self._declare()
        self._lay_out()
        self.years.currentIndexChanged.connect(lambda _place: self._show())
        self.grid.written.connect(self._write)
        self.grid.moved.connect(self._move)
        self.grid.removal.connect(self._remove)
        self.grid.picked.connect(self._tell_line)

    def show_mission(self, dossier: Dossier, mission: Mission) -> None:
        """Show a mission; the year chosen stays while it is the same CPTS."""
        other = self._dossier is None or self._dossier.id != dossier.id
        self._dossier, self._mission = dossier, mission
        self._fill_years(dossier, keep=not other)
        self._show()

    def year(self) -> ContractYear | None:
        """Return the year chosen, None without a contract."""
        found = self.years.currentData()
        return found if isinstance(found, ContractYear) else None

    def _lay_out(self) -> None:
        label = QLabel(self.tr("A&nnée"), self.chooser)
        label.setBuddy(self.years)
        chooser = QHBoxLayout(self.chooser)
        chooser.setContentsMargins(0, 0, 0, 0)
        chooser.setSpacing(Space.S)
        chooser.addWidget(label)
        chooser.addWidget(self.years)
        row = ActionRow(self)
        row.set_buttons(
            [ActionButton(each, self) for each in (self._copy, self._national, self._take_away, self._retain)]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(row)
        column.addWidget(self.grid, 1)
        column.addWidget(self.fault)
        column.addWidget(self.rate)

    def _declare(self) -> None:
        add, tr = self.commands.add, self.tr
        self._copy = add(
            Command(tr("Reprendre l’année &précédente"), self._take_up, "copy",
                    tip=tr("Reprendre intitulés et poids{nbsp}; le résultat devient le départ, la cible reste à "
                           "fixer").format(nbsp=NBSP),
                    enabled=self._may_take_up, unless=tr("L’année précédente n’a rien que celle-ci n’ait déjà."))
        )  # fmt: skip
        self._national = add(
            Command(tr("Indicateurs nati&onaux"), self._add_national, "landmark",
                    tip=tr("Ajouter les indicateurs que l’accord fixe pour cette mission"),
                    enabled=self._lacks_national,
                    unless=tr("L’accord n’en fixe que pour l’accès aux soins, ou ils y sont déjà."))
        )  # fmt: skip
        self._take_away = add(
            Command(tr("Retirer l’&indicateur"), self._remove, "trash-2",
                    tip=tr("Retirer de cette année l’indicateur de la ligne choisie (Ctrl+Suppr)"),
                    enabled=lambda: self._tab.editable and self.grid.current() is not None)
        )  # fmt: skip
        self._retain = add(
            Command(tr("Taux ret&enu…"), self._keep_rate, "scale",
                    tip=tr("Retenir à la main le taux de l’année, avec son motif"),
                    enabled=lambda: self._tab.editable and self._dossier is not None)
        )  # fmt: skip

    def _number(self) -> int:
        year = self.year()
        return year.number if year else 1

    def _fill_years(self, dossier: Dossier, *, keep: bool) -> None:
        contract, at = dossier.contract, self._tab.at
        chosen = self._number() if keep and self.years.count() else 0
        self.years.blockSignals(True)
        self.years.clear()
        if contract is None:
            self.years.addItem(self.tr("1 (avant la signature)"), None)
        else:
            first = contract.first_year
            known = max((each.year for each in dossier.indicators), default=first)
            now = year_of(contract.starts_on, at, first)
            last = max(now.number + _YEARS_AHEAD, known)
            years = [*_former_years(dossier.contracts), *_years_to(contract, last)]
            for year in years:
                self.years.addItem(year.label.removeprefix("année "), year)
            shown = chosen or now.number
            self.years.setCurrentIndex(next((place for place, year in enumerate(years) if year.number == shown), 0))
        self.years.blockSignals(False)

    def _own(self) -> list[YearIndicator]:
        number = self._number()
        known = self._dossier.indicators if self._dossier else ()
        return [each for each in known if (each.mission, each.year) == (self._mission, number)]

    def _show(self) -> None:
        if self._dossier is None:
            return
        self.grid.show_year(self._mission, self._number(), self._own(), editable=self._tab.editable)
        self.rate.say(self._rate_words(self._dossier))
        self._tell_line()

    def _rate_words(self, dossier: Dossier) -> str:
        told = explain_rate(each.indicator for each in self._own())
        kept = next(
            (each for each in dossier.rates if (each.mission, each.year) == (self._mission, self._number())), None
        )
        if kept is None:
            return told.words
        comment = f" ({kept.comment})" if kept.comment else ""
        words = self.tr("Taux retenu{nbsp}: {rate}{comment}. Il tient lieu du taux calculé.").format(
            nbsp=NBSP, rate=percent(kept.rate), comment=comment
        )
        return f"{words} {told.words}"

    def _tell_line(self) -> None:
        """Say what keeps a cell from being stored, else what is doubtful in the line in hand."""
        current, faults = self.grid.current(), self.grid.faults()
        doubts = doubt_indicator(current.indicator) if current else ()
        self.fault.say(" ".join(faults or doubts))
        self.fault.setProperty("error", bool(faults))
        self.fault.setProperty("muted", not faults)
        self.fault.style().unpolish(self.fault)
        self.fault.style().polish(self.fault)
        self.commands.refresh()

    def _may_take_up(self) -> bool:
        if not (self._tab.editable and self._dossier):
            return False
        own = {each.definition_id for each in self._own()}
        before = (each for each in self._dossier.indicators if each.mission is self._mission)
        return any(each.year == self._number() - 1 and each.definition_id not in own for each in before)

    def _lacks_national(self) -> bool:
        year = self.year()
        if not (self._tab.editable and year):
            return False
        own = {each.indicator.label for each in self._own()}
        given = national_indicators(reference.national_indicators(), self._mission, year.since)
        return any(each.label not in own for each in given)

    def _carry_out(self, act: Callable[[Dossier], object]) -> object:
        """Carry out a use case and show what became of it; what is refused is said."""
        if self._dossier is None:
            return None
        try:
            done = act(self._dossier)
        except UserError as refusal:
            self._tab.messages.say_error(refusal)
            self._show()
            return None
        self._tab.desk.refresh()
        return done

    def _write(self, wanted: YearIndicator) -> None:
        desk = self._tab.desk
        self._carry_out(lambda dossier: indicators.save_indicator(desk.db, desk.commission, dossier.id, wanted))

    def _move(self, by: int) -> None:
        desk, current = self._tab.desk, self.grid.current()
        if current and self._tab.editable:
            self._carry_out(
                lambda dossier: indicators.move_indicator(desk.db, desk.commission, dossier.id, current, by)
            )
            row = min(max(self.grid.currentRow() + by, 0), len(self._own()) - 1)
            self.grid.setCurrentCell(row, self.grid.currentColumn())

    def _remove(self) -> None:
        desk, current = self._tab.desk, self.grid.current()
        if current and self._tab.editable:
            self._carry_out(lambda dossier: indicators.remove_indicator(desk.db, desk.commission, dossier.id, current))
            self._tab.say_saved(self.tr("L’indicateur est retiré de cette année."))

    def _take_up(self) -> None:
        desk, number = self._tab.desk, self._number()
        done = self._carry_out(
            lambda dossier: indicators.copy_year(desk.db, desk.commission, dossier.id, self._mission, number)
        )
        self._say_added(done)

    def _add_national(self) -> None:
        desk, year = self._tab.desk, self.year()
        if year:
            done = self._carry_out(
                lambda dossier: indicators.add_national(
                    desk.db, desk.commission, dossier.id, self._mission, year.number, year.since
                )
            )
            self._say_added(done)

    def _say_added(self, done: object) -> None:
        if isinstance(done, int):
            count = plural(done, self.tr("indicateur ajouté"), self.tr("indicateurs ajoutés"))
            self._tab.say_saved(self.tr("{count}{nbsp}: fixez leurs cibles.").format(count=count, nbsp=NBSP))

    def _keep_rate(self) -> None:
        from cpr_desk.ui.dialogs.mission_rate import RatesDialog

        if self._dossier:
            dialog = RatesDialog(self._tab.desk, self._dossier, [self._mission], self._number(), self)
            dialog.saved.connect(lambda _count: self._tab.say_saved(self.tr("Le taux retenu est enregistré.")))
            dialog.open()


def _former_years(contracts: Sequence[Contract]) -> Iterator[ContractYear]:
    """Yield the years of the contracts that another one followed."""
    for former, following in pairwise(contracts):
        years = contract_years(former.starts_on, following.starts_on, former.first_year)
        yield from (year for year in years if year.number < following.first_year)


def _years_to(contract: Contract, last: int) -> Iterator[ContractYear]:
    count = last - contract.first_year + 1
    until = add_months(contract.starts_on, 12 * count)
    return islice(contract_years(contract.starts_on, until, contract.first_year), count)
