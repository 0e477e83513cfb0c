"""What a composition file says, as values."""

from dataclasses import dataclass

from cpr_desk.domain.composition import MandateRole, Person, Seat, SeatState, Section
from cpr_desk.imports.problems import Problem


@dataclass(frozen=True, slots=True)
class SeatLine(SeatState):
    """The state of a seat as the file gives it, and where. Persons have the id 0.

    `completing` is the warning that tells of a seat that the file does not show, and that a rule adds.
    """

    sheet: str = ""
    row: int = 0
    completing: Problem | None = None

    @property
    def label(self) -> str:
        """What names the seat to a reader, in the words of `Seat.label`."""
        return Seat(
            id=0,
            section=self.section,
            position=self.position,
            votes=self.votes,
            regime=self.regime,
            profession=self.profession,
            organisation=self.organisation,
            rank=self.rank,
        ).label

    def person(self, role: MandateRole) -> Person | None:
        """Return whom the line names in that role, if anybody."""
        return self.titular if role is MandateRole.TITULAR else self.substitute


@dataclass(frozen=True, slots=True)
class CompositionFile:
    """The seats of the sections that the file holds; with one problem, nothing of it may be imported."""

    lines: tuple[SeatLine, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have at least one line: the file says nothing of the others."""
        return tuple(section for section in Section if any(line.section is section for line in self.lines))
