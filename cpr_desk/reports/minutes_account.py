"""What the minutes of a meeting are printed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import NBSP, date_digits
from cpr_desk.domain.minutes import Minutes, Part, State
from cpr_desk.domain.presidency import Chair
from cpr_desk.domain.sitting import Session


@dataclass(frozen=True, slots=True)
class Account:
    """The session with its votes, what was written, who presides, the decisions numbered.

    `presidents` are those of the sections, `capacities` say by id in what capacity guests came, `cpts` name the CPTS
    by id. `kept_as` is the number of the version that is being kept, 0 for a look at the text as it is.
    """

    session: Session
    minutes: Minutes
    issued_on: date
    chair: Chair | None = None
    presidents: Mapping[Section, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    capacities: Mapping[int, str] = field(default_factory=dict)
    cpts: Mapping[int, str] = field(default_factory=dict)
    kept_as: int = 0

    def text(self, item_id: int | None, part: Part) -> str:
        """Return what was written in a place, empty when nothing was."""
        return self.minutes.passages.get((item_id, part), "").strip()

    def ballots_on(self, item_id: int) -> tuple[Ballot, ...]:
        """Return the votes on an item in the order they were taken, those annulled too."""
        return tuple(each for each in self.session.ballots if each.item_id == item_id)

    def decisions_on(self, item_id: int | None) -> tuple[Decision, ...]:
        """Return the decisions taken on an item, those withdrawn too; None: on no item."""
        return tuple(each for each in self.decisions if each.item_id == item_id)

    def decides(self, item_id: int) -> bool:
        """Return whether something was voted, decided or written as decided on an item."""
        told = self.text(item_id, Part.DECISION) or self.ballots_on(item_id) or self.decisions_on(item_id)
        return bool(told)

    @property
    def is_project(self) -> bool:
        """Whether the text binds nobody yet: it was neither signed by both sections nor approved."""
        return bool(self.kept_as) or self.minutes.state not in (State.SIGNED, State.APPROVED)

    @property
    def standing(self) -> str:
        """« Projet : version 2 du 12/03/2021, à signer par les présidents de section », legible in black and white."""
        known, last = self.minutes, self.minutes.last
        if self.kept_as:
            made = date_digits(self.issued_on)
            return f"Projet{NBSP}: version {self.kept_as} du {made}, à signer par les présidents de section"
        if known.locked and known.approved_on:
            where = f" ({known.approved_in})" if known.approved_in else ""
            return f"Approuvé le {date_digits(known.approved_on)}{where}"
        if known.state is State.SIGNED and last:
            return f"Version {last.number}, signée par les présidents des deux sections, à approuver"
        if known.state is State.TO_SIGN and last:
            made = date_digits(last.made_on)
            return f"Projet{NBSP}: version {last.number} du {made}, à signer par les présidents de section"
        return f"Projet{NBSP}: texte de travail, ni signé ni approuvé"

    @property
    def signatures(self) -> tuple[tuple[Section, str, date | None], ...]:
        """Who signed for each section and when; else who presides it, without a day."""
        known = {} if self.kept_as else {each.section: each for each in self.minutes.in_force}
        return tuple(
            (section, known[section].name, known[section].signed_on)
            if section in known
            else (section, self.presidents.get(section, ""), None)
            for section in VOTING
        )
