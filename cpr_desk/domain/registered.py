"""Numbers of registered letters: a number names one letter, and no other letter has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.composition import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """A registered letter: to whom, on which day, under which number as it was typed."""

    person: Person
    sent_on: date
    number: str

    @property
    def key(self) -> str:
        """The number without what a person or a workbook puts between its signs: « 1a 123-4 » is « 1A1234 »."""
        return "".join(sign for sign in self.number.upper() if sign.isalnum())


def taken(letter: Letter, others: Iterable[Letter]) -> Letter | None:
    """Return a letter that has the same number, if any.

    One letter may carry several documents: the same person on the same day is the same letter. Example: convocation
    and agenda in one envelope share its number, those of two members never do.
    """
    envelope = letter.person.id, letter.sent_on
    same = (each for each in others if letter.key and each.key == letter.key)
    return next((each for each in same if (each.person.id, each.sent_on) != envelope), None)
