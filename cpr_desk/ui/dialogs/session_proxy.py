"""To whom the votes of a seat are given for the session."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.attendance import Proxy, may_hold
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import MandateRole, Person
from cpr_desk.domain.french import NBSP, capital, plural
from cpr_desk.domain.session_list import SessionLine
from cpr_desk.errors import UserError
from cpr_desk.services import session as sessions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.session_keeper import SessionKeeper
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class ProxyDialog(FormDialog):
    """Those who are there and may hold it come first; `saved` carries the proxy."""

    def __init__(self, desk: Desk, keeper: SessionKeeper, line: SessionLine, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Enregistrer un pouvoir"), self.tr("Enregistrer le pouvoir"), parent, width=560)
        self._desk, self._keeper, self._line = desk, keeper, line
        session = keeper.session
        assert line.seat is not None  # noqa: S101 - a guest gives no proxy
        self.giver = QComboBox(self)
        for place in filter(None, (line.titular, line.substitute)):
            self.giver.addItem(place.person.courteous_name, place.person.id)
        self.holder = QComboBox(self)
        there = may_hold(session.composition, session.presence, session.rules, line.seat, keeper.at)
        for person in there:
            self.holder.addItem(person.courteous_name, person.id)
        for person in self._others({each.id for each in there}):
            words = self.tr("{name} (pas encore là, ou détient déjà un pouvoir)")
            self.holder.addItem(words.format(name=person.courteous_name), person.id)
        self.reference = QLineEdit(self, maxLength=100)
        self._holder_field = Field(self.tr("Donné à"), self.holder, required=True)
        self.form = Form(self)
        self.form.add(Field(self.tr("Donné par"), self.giver, required=True))
        self.form.add(self._holder_field)
        self.form.add(Field(self.tr("Référence"), self.reference, help_line=self.tr("Courriel, pièce, date…")))
        self.body.addWidget(PlainLabel(self._sentence(), self))
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.giver.currentData(), self.holder.currentData(), self.reference.text()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> Proxy:
        assert self._line.seat is not None  # noqa: S101 - a guest gives no proxy
        proxy = Proxy(
            self._line.seat.id,
            self.giver.currentData(),
            self.holder.currentData(),
            self._keeper.at,
            reference=self.reference.text().strip(),
        )
        sessions.give_proxy(self._desk.db, self._keeper.session, proxy)
        return proxy

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside who would hold it, and take in what another window may have noted."""
        self._keeper.follow()
        self._holder_field.set_error(str(error))
        self.holder.setFocus()

    def _sentence(self) -> str:
        rules, seat = self._keeper.session.rules, self._line.seat
        assert seat is not None  # noqa: S101 - a guest gives no proxy
        words = self.tr("{seat}, {votes}. Un membre détient au plus {most}, de sa section{nbsp}; le pouvoir devient "
                        "caduc dès que la personne qui l’a donné arrive. {notice}.")  # fmt: skip
        return words.format(
            seat=seat.label, votes=plural(seat.votes, "voix", "voix"), nbsp=NBSP, notice=capital(DEFAULT_RULE_NOTICE),
            most=plural(rules.proxies_received, self.tr("pouvoir")),
        )  # fmt: skip

    def _others(self, known: set[int]) -> list[Person]:
        """Return the other members of the section, by name."""
        line = self._line
        assert line.seat is not None  # noqa: S101 - a guest gives no proxy
        mine = {place.person.id for place in line.places}
        found = {
            holding.person.id: holding.person
            for seat in self._keeper.session.composition.of(line.seat.section)
            for role in MandateRole
            if (holding := seat.holder(role)) and holding.person.id not in known | mine
        }
        return sorted(found.values(), key=lambda person: (person.last_name, person.first_name))
