"""Compare a composition file with the composition in force: which seats it adds, changes and ends."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat, Section
from cpr_desk.domain.french import listing, typeset
from cpr_desk.imports.composition_lines import CompositionFile, SeatLine
from cpr_desk.imports.composition_matching import Matching, body_of, by_record, held_by, match_seats, with_ranks
from cpr_desk.imports.composition_persons import Answers, Identified, Resemblance, identify
from cpr_desk.imports.proposals import Part, Proposal, Status

EndKey = tuple[int, MandateRole | None]
"""What an end is asked for by: the seat, and the role, None for the whole seat."""

VACANT = "vacant"
_DETAILS = (("civility", "civilité"), ("name", "nom"), ("email", "courriel"), ("phone", "téléphone"))


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What happens to one seat. `line` is None when something ends, `seat` when it is new.

    The file ends a place (`role`) that it leaves empty, or a seat (no role) that it does not hold; the line of a
    change keeps who holds such a place, so that an end that nobody asked for leaves everything as it is.
    """

    status: Status
    line: SeatLine | None
    seat: Seat | None
    parts: tuple[Part, ...]
    role: MandateRole | None = None

    @property
    def end(self) -> EndKey | None:
        """What the end is asked for by, None when nothing ends."""
        return (self.seat.id, self.role) if self.seat and self.status is Status.ENDED else None


@dataclass(frozen=True)
class CompositionProposal(Proposal[SeatChange]):
    """What changes, and the names to confirm; `records` holds everyone that a line names, by id, as to be stored.

    `moved` gives the new places in the table of the seats that make room for an added one, by their ids.
    """

    resemblances: tuple[Resemblance, ...] = ()
    moved: Mapping[int, int] = field(default_factory=dict)
    records: Mapping[int, Person] = field(default_factory=dict)


_NO_ANSWERS: Answers = {}


def propose_composition(
    file: CompositionFile, current: Composition, known: Iterable[Person] = (), answers: Answers = _NO_ANSWERS
) -> CompositionProposal:
    """Match each line to a seat, then say what changes; only the sections of the file may lose seats or holders.

    `known` are the persons stored besides those who sit. Reading a file that was already applied proposes nothing.
    """
    known = tuple(known)
    told = identify(file, current, known, answers)
    matching = match_seats(told.file, current, by_record)
    needless = _needless(told.file, matching, current)
    told = replace(told, file=with_ranks(told.file, matching, current))
    moved = _moved(told.file, matching, needless)
    comparison = _Comparison(told, {person.id: person for person in (*known, *_sitting(current))}, moved)
    comparison.shifting = {seat.section for seat in matching.seats.values() if seat.id in moved}
    changes: list[SeatChange] = []
    unchanged = 0
    for number, line in enumerate(told.file.lines):
        if number in needless:
            continue
        seat = matching.seats.get(number)
        found = comparison.of_seat(line, seat) if seat else [comparison.of_new(line)]
        unchanged += not found
        changes += found
    ended = [comparison.of_left(seat) for seat in matching.left]
    untrue = {file.lines[number].completing for number in needless}
    warnings = tuple(warning for warning in file.warnings if warning not in untrue)
    return CompositionProposal(
        (*changes, *ended),
        unchanged,
        file.problems,
        warnings,
        resemblances=told.resemblances,
        moved=moved,
        records=told.records,
    )


def _needless(file: CompositionFile, matching: Matching, current: Composition) -> set[int]:
    """Return the lines that only a rule adds, where the seats of the body are known: one was closed on purpose."""
    known = {body_of(seat) for seat in current.seats}
    lines = enumerate(file.lines)
    return {n for n, line in lines if line.completing and n not in matching.seats and body_of(line) in known}


def _moved(file: CompositionFile, matching: Matching, needless: Container[int]) -> dict[int, int]:
    """Return the places of the seats that an added one pushes along; without an addition each keeps its own."""
    unmatched = (n for n in range(len(file.lines)) if n not in matching.seats and n not in needless)
    growing = {file.lines[number].section for number in unmatched}
    pairs = ((file.lines[number], seat) for number, seat in matching.seats.items())
    return {
        seat.id: line.position for line, seat in pairs if line.section in growing and line.position != seat.position
    }


def _sitting(current: Composition) -> Iterator[Person]:
    return (holding.person for _seat, _role, holding in current.holdings())


@dataclass(slots=True)
class _Comparison:
    told: Identified
    before: Mapping[int, Person]
    moved: Mapping[int, int]
    shifting: set[Section] = field(default_factory=set)
    said: set[int] = field(default_factory=set)
    named: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.told.file.lines:
            for role in MandateRole:
                if person := line.person(role):
                    self.named.setdefault(person.id, []).append(f"{line.label} ({role.label})")

    def of_new(self, line: SeatLine) -> SeatChange:
        """Return the addition of a seat: a part for each holder, or one that says it is vacant."""
        parts = [
            part
            for role in MandateRole
            if (person := line.person(role))
            for part in (Part(Status.ADDED, role.label, "", person.courteous_name), *self._details(role, person))
        ]
        first, *others = parts or [Part(Status.ADDED, "siège", "", VACANT)]
        if line.section in self.shifting:
            first = replace(first, remark="Les sièges qui le suivent dans le tableau se décalent.")
        return SeatChange(Status.ADDED, line, None, (first, *others))

    def of_seat(self, line: SeatLine, seat: Seat) -> list[SeatChange]:
        """Return what a line changes to its seat, then a change for each place that it leaves empty."""
        emptied = [role for role in MandateRole if _is_emptied(line, seat, role)]
        titular, substitute = (held_by(seat, role) if role in emptied else line.person(role) for role in MandateRole)
        place = self.moved.get(seat.id, seat.position)
        line = replace(line, position=place, titular=titular, substitute=substitute)
        line = replace(line, profession=seat.profession or line.profession, organisation=seat.organisation)
        parts = (*_standing(line, seat), *(part for role in MandateRole for part in self._holder(line, seat, role)))
        changes = [SeatChange(Status.CHANGED, line, seat, parts)] if parts else []
        return changes + [SeatChange(Status.ENDED, None, seat, (self._end(seat, role),), role) for role in emptied]

    def of_left(self, seat: Seat) -> SeatChange:
        """Return the end of a seat that the file does not hold, with all who hold it."""
        holders = listing(
            f"{role.said_of(held)} : {held.courteous_name}" for role in MandateRole if (held := held_by(seat, role))
        )
        part = Part(Status.ENDED, "siège", typeset(holders) or VACANT, "fermé", "Ce siège n’est plus dans le fichier.")
        return SeatChange(Status.ENDED, None, seat, (part,))

    def _holder(self, line: SeatLine, seat: Seat, role: MandateRole) -> Iterator[Part]:
        before, after = held_by(seat, role), line.person(role)
        if after and before and by_record(before) == by_record(after):
            yield from self._details(role, after)
        elif after:
            remark = f"{after.courteous_name} remplace {before.courteous_name}." if before else ""
            status = Status.CHANGED if before else Status.ADDED
            yield Part(status, role.label, before.courteous_name if before else VACANT, after.courteous_name, remark)
            yield from self._details(role, after)
        elif before:
            other = next(other for other in MandateRole if other is not role)
            remark = f"{before.courteous_name} devient {other.said_of(before)} de ce siège."
            yield Part(Status.CHANGED, role.label, before.courteous_name, VACANT, remark)

    def _end(self, seat: Seat, role: MandateRole) -> Part:
        person = held_by(seat, role)
        name = person.courteous_name if person else ""
        elsewhere = listing(self.named.get(person.id, ())) if person else ""
        remark = f"{name} n’est plus à cette place dans le fichier"
        remark += f", mais y figure : {elsewhere}." if elsewhere else "."
        return Part(Status.ENDED, role.label, name, VACANT, typeset(remark))

    def _details(self, role: MandateRole, after: Person) -> Iterator[Part]:
        """Yield what the file changes to a stored record, once however many seats the person holds."""
        before = self.before.get(after.id)
        if before is None or after.id in self.said:
            return
        self.said.add(after.id)
        for name, word in _DETAILS:
            old, new = getattr(before, name), getattr(after, name)
            if new != old:
                yield Part(Status.CHANGED, f"{role.label}, {word}", old or "aucun", new, after.courteous_name)


def _is_emptied(line: SeatLine, seat: Seat, role: MandateRole) -> bool:
    """Return whether the file no longer names who holds a place, nor moves them to the other role of the seat."""
    holder = held_by(seat, role)
    if holder is None or line.person(role):
        return False
    return all(by_record(person) != by_record(holder) for other in MandateRole if (person := line.person(other)))


def _standing(line: SeatLine, seat: Seat) -> Iterator[Part]:
    if line.votes != seat.votes:
        yield Part(Status.CHANGED, "voix", str(seat.votes), str(line.votes))
    if line.regime and line.regime is not seat.regime:
        yield Part(Status.CHANGED, "régime", seat.regime.label if seat.regime else "aucun", line.regime.label)
