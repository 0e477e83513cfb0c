"""Compare a composition file with the composition in force: which seats it adds, changes and ends."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace

from cpr_desk.domain.composition import Composition, Holding, MandateRole, Person, Seat, Section
from cpr_desk.domain.french import typeset
from cpr_desk.imports.cells import key
from cpr_desk.imports.composition_lines import CompositionFile, SeatLine
from cpr_desk.imports.names import person_key
from cpr_desk.imports.proposals import Proposal, Status


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What happens to one seat. `line` is None when it ends, `seat` when it is new.

    `replaced` names the roles whose holder leaves, arrives or gives way. In the other roles the same person stays:
    the line then holds the stored record, its id and name as they are, completed by the contact details of the file.
    `details` says it in French.
    """

    status: Status
    line: SeatLine | None
    seat: Seat | None
    details: tuple[str, ...]
    replaced: tuple[MandateRole, ...] = ()


CompositionProposal = Proposal[SeatChange]


def propose_composition(file: CompositionFile, current: Composition) -> CompositionProposal:
    """Match each line to a seat, then say what changes; only the sections of the file may lose seats.

    Social seats are matched by the name of the titular, then of the substitute, then by régime and order; the
    others by profession, organisation and rank. Reading a file that was already applied proposes nothing.
    """
    changes: list[SeatChange] = []
    ended: list[SeatChange] = []
    unchanged = 0
    for section in file.sections:
        lines = [line for line in file.lines if line.section is section]
        matched, left = _match(lines, list(current.of(section)), _keys(section))
        for line, seat in zip(lines, matched, strict=True):
            if seat is None:
                changes.append(SeatChange(Status.ADDED, line, None, _holders(line), tuple(_named(line))))
                continue
            details, replaced = _differences(line, seat)
            if details:
                changes.append(SeatChange(Status.CHANGED, _completed(line, seat, replaced), seat, details, replaced))
            else:
                unchanged += 1
        ended += [SeatChange(Status.ENDED, None, seat, _holders(seat), tuple(_named(seat))) for seat in left]
    return CompositionProposal((*changes, *ended), unchanged, file.problems, file.warnings)


_Key = Callable[[SeatLine | Seat], Hashable | None]


def _person(place: SeatLine | Seat, role: MandateRole) -> Person | None:
    if isinstance(place, SeatLine):
        return place.person(role)
    holding: Holding | None = place.holder(role)
    return holding.person if holding else None


def _name(place: SeatLine | Seat, role: MandateRole) -> str | None:
    person = _person(place, role)
    return person_key(person.name) if person else None


def _titular(place: SeatLine | Seat) -> str | None:
    return _name(place, MandateRole.TITULAR)


def _substitute(place: SeatLine | Seat) -> str | None:
    return _name(place, MandateRole.SUBSTITUTE)


def _keys(section: Section) -> tuple[_Key, ...]:
    """Return what a seat is recognised by, the surest first."""
    if section is Section.SOCIAL:
        return (
            lambda place: (place.regime, place.votes, _titular(place), _substitute(place)),
            _titular,
            _substitute,
            lambda place: place.regime,
        )
    return (lambda place: (place.profession and key(place.profession.label), key(place.organisation), place.rank),)


def _match(lines: list[SeatLine], seats: list[Seat], keys: tuple[_Key, ...]) -> tuple[list[Seat | None], list[Seat]]:
    """Return the seat of each line, None for a new one, and the seats that no line has taken."""
    matched: dict[int, Seat] = {}
    left = list(seats)
    for recognise in keys:
        for index, line in enumerate(lines):
            wanted = recognise(line)
            if index in matched or wanted is None:
                continue
            seat = next((seat for seat in left if recognise(seat) == wanted), None)
            if seat:
                matched[index] = seat
                left.remove(seat)
    return [matched.get(index) for index in range(len(lines))], left


def _named(place: SeatLine | Seat) -> Iterator[MandateRole]:
    return (role for role in MandateRole if _person(place, role))


def _holders(place: SeatLine | Seat) -> tuple[str, ...]:
    return tuple(typeset(f"{role.label} : {_shown(_person(place, role))}") for role in _named(place))


def _shown(person: Person | None) -> str:
    return person.courteous_name if person else "vacant"


def _differences(line: SeatLine, seat: Seat) -> tuple[tuple[str, ...], tuple[MandateRole, ...]]:
    """Say what the line changes to the seat, and in which roles another person comes."""
    details: list[str] = []
    if line.votes != seat.votes:
        details.append(f"voix : {seat.votes} → {line.votes}")
    if line.regime and line.regime is not seat.regime:
        details.append(f"régime : {seat.regime.label if seat.regime else 'aucun'} → {line.regime.label}")
    replaced = []
    for role in MandateRole:
        before, after = _person(seat, role), _person(line, role)
        if _name(seat, role) != _name(line, role):
            replaced.append(role)
            details.append(f"{role.label} : {_shown(before)} → {_shown(after)}")
        elif before and after:
            details += _contact(before, after)
    return tuple(map(typeset, details)), tuple(replaced)


def _completed(line: SeatLine, seat: Seat, replaced: tuple[MandateRole, ...]) -> SeatLine:
    """Return the line with the stored record of each person who stays: what the file leaves empty is kept."""
    persons: dict[MandateRole, Person | None] = {}
    for role in MandateRole:
        before, after = _person(seat, role), _person(line, role)
        persons[role] = after
        if before and after and role not in replaced:
            persons[role] = replace(
                before,
                civility=after.civility or before.civility,
                email=after.email or before.email,
                phone=after.phone or before.phone,
            )
    return replace(line, titular=persons[MandateRole.TITULAR], substitute=persons[MandateRole.SUBSTITUTE])


def _contact(before: Person, after: Person) -> Iterator[str]:
    """Yield what the file changes for a person who stays; what it leaves empty is kept."""
    for word, old, new in (
        ("civilité", before.civility, after.civility),
        ("courriel", before.email, after.email),
        ("téléphone", before.phone, after.phone),
    ):
        if new and new != old:
            yield f"{word} de {before.name} : {old or 'aucun'} → {new}"
