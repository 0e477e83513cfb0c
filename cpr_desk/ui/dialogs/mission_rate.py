"""The rates retained for the missions of a CPTS in a year of contract, beside those of their indicators."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.dossier import Dossier, RateKept
from cpr_desk.domain.french import percent, typeset
from cpr_desk.domain.indicators import explain_rate, number_typed, read_number, refuse_rate
from cpr_desk.domain.missions import Mission
from cpr_desk.services import indicators
from cpr_desk.services.indicators import LONGEST_COMMENT
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_HUNDRED = 100


class RatesDialog(FormDialog):
    """A field for each mission; one left empty retains nothing. `saved` carries how many rates were retained."""

    def __init__(
        self, desk: Desk, dossier: Dossier, missions: Sequence[Mission], year: int, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Taux retenus pour l’année {year}").format(year=year)
        super().__init__(title, self.tr("Retenir les taux") if len(missions) > 1 else self.tr("Retenir le taux"),
                         parent, width=640)  # fmt: skip
        self._desk, self._dossier, self._year = desk, dossier, year
        intro = self.tr("Le taux retenu tient lieu du taux calculé et décide du volet variable. Vide, le taux calculé "
                        "compte.")  # fmt: skip
        note = PlainLabel(intro, self)
        note.setProperty("muted", True)
        self.body.addWidget(note)
        self.rates: dict[Mission, QLineEdit] = {}
        self.comments: dict[Mission, QLineEdit] = {}
        self._kept = [each for each in dossier.rates if each.year == year and each.mission in missions]
        self._form = Form(self)
        for mission in missions:
            self._add(mission)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return tuple(line.text() for lines in (self.rates, self.comments) for line in lines.values())

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> int:
        wanted = [
            RateKept(mission, self._year, rate, self.comments[mission].text())
            for mission in self.rates
            if (rate := self._rate(mission)) is not None
        ]
        dropped = [each.mission for each in self._kept if self._rate(each.mission) is None]
        indicators.keep_rates(self._desk.db, self._desk.commission, self._dossier.id, wanted, dropped, self._year)
        self._desk.refresh()
        return len(wanted)

    def _add(self, mission: Mission) -> None:
        told = explain_rate(self._dossier.indicators_of(mission, self._year))
        kept = next((each for each in self._dossier.rates if (each.mission, each.year) == (mission, self._year)), None)
        rate = self.rates[mission] = QLineEdit(self, maxLength=12)
        rate.setText(number_typed((kept.rate * _HUNDRED).normalize() + 0) if kept else "")
        rate.setPlaceholderText(number_typed(round(told.rate * _HUNDRED, 1)) if told.rate is not None else "")
        comment = self.comments[mission] = QLineEdit(kept.comment if kept else "", self, maxLength=LONGEST_COMMENT)
        self._form.add_widget(SectionTitle(mission.label, self))
        words = "\n".join((told.words, *told.lines))
        self._form.add_widget(PlainLabel(words, self))
        computed = (
            typeset(self.tr("Calculé : {rate}.").format(rate=percent(told.rate))) if told.rate is not None else ""
        )
        field = Field(self.tr("Taux retenu, en\u00a0%"), rate, check=lambda: self._problem(mission), help_line=computed)
        rate.setAccessibleName(f"{self.tr('Taux retenu, en pour cent')}, {mission.label}")
        self._form.add(field, Field(self.tr("Motif"), comment), stretches=(1, 2))

    def _rate(self, mission: Mission) -> Any:
        number = read_number(self.rates[mission].text())
        return None if number is None else number / _HUNDRED

    def _problem(self, mission: Mission) -> str:
        try:
            rate = self._rate(mission)
        except ValueError as wrong:
            return str(wrong)
        if rate is None and (len(self.rates) > 1 or self._kept):
            return ""
        return " ".join(refuse_rate(rate))
