"""An exception to the alternation: a year in which the other section presides, and why."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.presidency import PresidencyException, presiding_section
from cpr_desk.domain.presidency_changes import refuse_exception
from cpr_desk.services import presidency as presidencies
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.presidency_form import PresidencyDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field

_LAST_YEAR = 2199
_LONGEST_REASON = 500


class PresidencyExceptionDialog(PresidencyDialog):
    """Year, reason, day of the decision; the section follows, there are but two. `saved` carries the exception."""

    def __init__(
        self, desk: Desk, exception: PresidencyException | None, year: int, parent: QWidget | None = None
    ) -> None:
        """`exception` None adds one, for `year` unless another is chosen."""
        title = self.tr("Modifier l’exception") if exception else self.tr("Ajouter une exception à l’alternance")
        super().__init__(desk, title, self.tr("Enregistrer") if exception else self.tr("Ajouter"), parent)
        self._exception = exception
        first = self.known.first_year
        self.year = QSpinBox(self)
        self.year.setRange(first, _LAST_YEAR)
        self.year.setValue(exception.year if exception else max(year, first))
        self.decided_on = DateEdit(self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(_LONGEST_REASON)
        if exception:
            self.decided_on.set_day(exception.decided_on)
            self.reason.setText(exception.reason)
        self.fields[Fault.YEAR] = Field(self.tr("Année"), self.year)
        decided = Field(self.tr("Décidée le"), self.decided_on, help_line=self.tr("Facultatif"))
        self.fields[Fault.REASON] = Field(
            self.tr("Motif"), self.reason, required=True,
            help_line=self.tr("Imprimé sur le registre et sur les documents de l’année"),
        )  # fmt: skip
        self.form.add(self.fields[Fault.YEAR], decided)
        self.form.add(self.fields[Fault.REASON])
        self.year.valueChanged.connect(lambda _year: self.announce())
        self.complete()

    def typed(self) -> Any:
        return self.year.value(), self.decided_on.text(), self.reason.text()

    def write(self) -> PresidencyException:
        wanted = self._wanted()
        presidencies.write_exception(self.desk.db, self.desk.commission.id, wanted)
        self.desk.refresh()
        return wanted

    def refusals(self) -> Iterable[Refusal]:
        refused = refuse_exception(self.known, self._wanted())
        return [refusal for refusal in refused if refusal.fault is not Fault.REASON]

    def consequences(self) -> str:
        wanted = self._wanted()
        return self.tr(
            "En {year}, la {section} préside au lieu de la {other}. L’alternance des autres années n’est pas "
            "décalée{nbsp}: en {next}, la présidence revient à la {following}."
        ).format(
            year=wanted.year,
            section=wanted.section.label.lower(),
            other=wanted.section.opposite.label.lower(),
            next=wanted.year + 1,
            following=self.known.section_of(wanted.year + 1).label.lower(),
            nbsp=NBSP,
        )

    def _wanted(self) -> PresidencyException:
        year, known = self.year.value(), self._exception
        section = presiding_section(year, self.known.first_year).opposite
        return PresidencyException(year, section, self.reason.text(), self.decided_on.day(), known.id if known else 0)
