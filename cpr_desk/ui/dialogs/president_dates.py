"""End the office of a section president on a day, or correct its dates."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from cpr_desk.domain.french import NBSP, date_words
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.presidency import SectionPresident, president_at, stands_in
from cpr_desk.domain.presidency_changes import president_doubts, refuse_president
from cpr_desk.services import presidency as presidencies
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.presidency_form import PresidencyDialog, from_to, with_president
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field


class EndPresidentDialog(PresidencyDialog):
    """The last day of a section president; `saved` carries the president."""

    def __init__(self, desk: Desk, president: SectionPresident, parent: QWidget | None = None) -> None:
        super().__init__(desk, self.tr("Mettre fin à une présidence de section"), self.tr("Mettre fin"), parent)
        self._president = president
        self.last_day = DateEdit(self)
        self.last_day.set_day(max(desk.today(), president.since))
        self.fields[Fault.UNTIL] = Field(
            self.tr("Dernier jour"), self.last_day, required=True,
            help_line=self.tr("Jour compris dans les fonctions"),
        )  # fmt: skip
        self.form.add(self.fields[Fault.UNTIL])
        self.last_day.changed.connect(lambda _day: self.announce())
        self.complete()

    def typed(self) -> Any:
        return self.last_day.text()

    def write(self) -> SectionPresident:
        day = self.last_day.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        presidencies.end_section_president(self.desk.db, self.desk.commission.id, self._president, day)
        self.desk.refresh()
        return self._president

    def refusals(self) -> Iterable[Refusal]:
        ended = self._ended()
        return refuse_president(self.known, ended) if ended else ()

    def consequences(self) -> str:
        ended = self._ended()
        if ended is None or ended.until is None:
            return self.tr("{name}{nbsp}: indiquez le dernier jour des fonctions.").format(
                name=self._president.name, nbsp=NBSP
            )
        section, morrow = ended.section, ended.until + timedelta(days=1)
        told = self.tr("{name} préside la {section} jusqu’au {day} inclus.").format(
            name=ended.name, section=section.label.lower(), day=date_words(ended.until)
        )
        after = with_president(self.known, ended)
        if follower := president_at(after.presidents, section, morrow):
            return f"{told} {self.tr('{name} lui succède le lendemain.').format(name=follower.name)}"
        vacant = self.tr("La présidence de la section est vacante à compter du lendemain")
        if morrow.year >= after.first_year and after.section_of(morrow.year) is section:
            acting = stands_in(after, section, morrow, morrow)
            return f"{told} {vacant}{NBSP}: {acting}."
        return f"{told} {vacant}."

    def _ended(self) -> SectionPresident | None:
        day = self.last_day.day()
        return replace(self._president, until=day) if day else None


class CorrectPresidentDialog(PresidencyDialog):
    """The dates that a section president should have had; `saved` carries the president."""

    def __init__(self, desk: Desk, president: SectionPresident, parent: QWidget | None = None) -> None:
        super().__init__(desk, self.tr("Corriger une présidence de section"), self.tr("Corriger"), parent)
        self._president = president
        self._sat = presidencies.electorate(desk.db, desk.commission.id).memberships
        self.since, self.until = DateEdit(self), DateEdit(self)
        self.since.set_day(president.since)
        self.until.set_day(president.until)
        self.fields[Fault.SINCE] = Field(self.tr("À compter du"), self.since, required=True)
        self.fields[Fault.UNTIL] = Field(
            self.tr("Jusqu’au"), self.until, help_line=self.tr("Vide tant que la présidence dure")
        )
        self.form.add(*self.fields.values())
        self.fields[Fault.PERSON] = self.fields[Fault.SINCE]
        for field in (self.since, self.until):
            field.changed.connect(lambda _day: self.announce())
        self.complete()

    def typed(self) -> Any:
        return self.since.text(), self.until.text()

    def write(self) -> SectionPresident:
        right = self._right()
        assert right is not None  # noqa: S101 - the field is required and checked
        presidencies.date_section_president(
            self.desk.db, self.desk.commission.id, self._president, right.since, right.until
        )
        self.desk.refresh()
        return right

    def refusals(self) -> Iterable[Refusal]:
        right = self._right()
        return refuse_president(self.known, right) if right else ()

    def doubts(self) -> Iterable[str]:
        right = self._right()
        return president_doubts(self.known, right, self._sat) if right else ()

    def consequences(self) -> str:
        right = self._right()
        if right is None:
            return self.tr("{name}{nbsp}: indiquez le premier jour des fonctions.").format(
                name=self._president.name, nbsp=NBSP
            )
        return (
            self.tr(
                "{name} préside la {section} {dates}, et non {before}. Le registre et les documents de cette période "
                "en tiennent compte."
            ).format(
                name=right.name,
                section=right.section.label.lower(),
                dates=from_to(right.since, right.until),
                before=from_to(self._president.since, self._president.until),
            )
            if (right.since, right.until) != (self._president.since, self._president.until)
            else self.tr("Rien ne change pour l’instant.")
        )

    def _right(self) -> SectionPresident | None:
        since = self.since.day()
        return replace(self._president, since=since, until=self.until.day()) if since else None
