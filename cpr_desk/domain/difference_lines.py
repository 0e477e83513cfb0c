"""The differences between two compositions in French: a line for each change, and sentences that sum them up."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cpr_desk.domain.composition import Composition, Holding, MandateRole, Seat, Section
from cpr_desk.domain.differences import Differences, Member, Move, Place
from cpr_desk.domain.french import NBSP, capital, day_words, plural

VACANT = "à désigner"
_EVERY_SEAT = 10_000
"""Beyond the last line of any official table: what concerns a whole section comes after its seats."""


class ChangeKind(StrEnum):
    """What a line tells, in the order of the lines about one seat."""

    PRESIDENT = "president"
    SEAT_CLOSED = "seat_closed"
    SEAT_ADDED = "seat_added"
    VOTES = "votes"
    PLACE = "place"
    REPLACED = "replaced"
    LEFT = "left"
    ARRIVED = "arrived"
    SWAPPED = "swapped"
    SEAT_CHANGED = "seat_changed"
    ROLE_CHANGED = "role_changed"
    RENEWED = "renewed"
    REPRESENTED = "represented"
    UNREPRESENTED = "unrepresented"

    @property
    def label(self) -> str:
        """The French word of the column « État »."""
        return {
            ChangeKind.PRESIDENT: "Présidence",
            ChangeKind.SEAT_CLOSED: "Siège fermé",
            ChangeKind.SEAT_ADDED: "Siège ajouté",
            ChangeKind.VOTES: "Voix",
            ChangeKind.PLACE: "Ordre du tableau",
            ChangeKind.REPLACED: "Remplacement",
            ChangeKind.LEFT: "Départ",
            ChangeKind.ARRIVED: "Arrivée",
            ChangeKind.SWAPPED: "Échange",
            ChangeKind.SEAT_CHANGED: "Changement de siège",
            ChangeKind.ROLE_CHANGED: "Changement de rôle",
            ChangeKind.RENEWED: "Nouveau mandat",
            ChangeKind.REPRESENTED: "Profession représentée",
            ChangeKind.UNREPRESENTED: "Profession non représentée",
        }[self]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One change: its kind, the section and what it concerns there, before and after."""

    kind: ChangeKind
    section: Section
    seat: str
    before: str
    after: str


_Placed = tuple[tuple[int, int, int], DifferenceLine]
"""A line, after the row of the official table, the seat and the place on it that it belongs to."""


def lines(found: Differences) -> tuple[DifferenceLine, ...]:
    """Return a line for each change, in the order of the official tables.

    A person has one for each place left or taken; who left and who arrived on the same place share one.
    """
    rows = _Rows(found)
    order, kinds = list(Section), list(ChangeKind)
    placed = [*_section_lines(found), *_seat_lines(found, rows), *_person_lines(found, rows)]
    placed.sort(key=lambda pair: (order.index(pair[1].section), pair[0], kinds.index(pair[1].kind)))
    return tuple(line for _, line in placed)


class _Rows:
    """The seats of both days with the row of their official table, from 1."""

    def __init__(self, found: Differences) -> None:
        self.before, self.after = _numbered(found.before), _numbered(found.after)
        self.seats_before = {seat.id: seat for seat in found.before.seats}
        self.seats_after = {seat.id: seat for seat in found.after.seats}

    def of(self, seat: Seat, role: MandateRole | None = None) -> tuple[int, int, int]:
        """Return the row of a seat now, or the last it had, and the place on it: the seat itself comes first."""
        row = self.after.get(seat.id) or self.before[seat.id]
        return row, seat.id, list(MandateRole).index(role) if role else -1


def _numbered(composition: Composition) -> dict[int, int]:
    return {seat.id: row for section in Section for row, seat in enumerate(composition.of(section), start=1)}


def _section_lines(found: Differences) -> Iterator[_Placed]:
    for change in found.presidents:
        names = (change.before or VACANT, change.after or VACANT)
        yield (0, 0, 0), DifferenceLine(ChangeKind.PRESIDENT, change.section, "Présidence de la section", *names)
    words = ("non représentée", "représentée")
    for kind, professions, told in (
        (ChangeKind.REPRESENTED, found.represented, words),
        (ChangeKind.UNREPRESENTED, found.unrepresented, words[::-1]),
    ):
        for profession in professions:
            yield (_EVERY_SEAT, 0, 0), DifferenceLine(kind, Section.PROFESSIONAL, profession.label, *told)


def _seat_lines(found: Differences, rows: _Rows) -> Iterator[_Placed]:
    def line(kind: ChangeKind, seat: Seat, before: str, after: str) -> _Placed:
        return rows.of(seat), DifferenceLine(kind, seat.section, seat.label, before, after)

    for seat in found.opened:
        yield line(ChangeKind.SEAT_ADDED, seat, "", _votes(seat))
    for seat in found.closed:
        yield line(ChangeKind.SEAT_CLOSED, seat, _votes(seat), "")
    for change in found.votes:
        yield line(ChangeKind.VOTES, change.after, _votes(change.before), _votes(change.after))
    for change in found.placed:
        before, after = rows.before[change.after.id], rows.after[change.after.id]
        yield line(ChangeKind.PLACE, change.after, f"ligne {before}", f"ligne {after}")
    for change in found.swapped:
        yield line(ChangeKind.SWAPPED, change.after, _holders(change.before), _holders(change.after))


def _person_lines(found: Differences, rows: _Rows) -> Iterator[_Placed]:
    left = {place.key for member in found.left for place in member.places}
    arrived = {place.key for member in found.arrived for place in member.places}
    for member in found.left:
        for place in member.places:
            now = rows.seats_after.get(place.seat.id)
            after = _holder(now, place.role) if now else "siège fermé"
            kind = ChangeKind.REPLACED if place.key in arrived else ChangeKind.LEFT
            yield _of_place(kind, place, rows, member.person.courteous_name, after)
    for member in found.arrived:
        for place in member.places:
            if place.key not in left:
                was = rows.seats_before.get(place.seat.id)
                before = _holder(was, place.role) if was else "siège ajouté"
                yield _of_place(ChangeKind.ARRIVED, place, rows, before, member.person.courteous_name)
    for move in found.moved:
        place = _first_new(move)
        yield rows.of(place.seat, place.role), _move_line(move, place)
    for renewal in found.renewed:
        terms = (_since(renewal.before), _since(renewal.after))
        yield _of_place(ChangeKind.RENEWED, renewal.place, rows, *terms)


def _of_place(kind: ChangeKind, place: Place, rows: _Rows, before: str, after: str) -> _Placed:
    return rows.of(place.seat, place.role), DifferenceLine(kind, place.seat.section, place.label, before, after)


def _first_new(move: Move) -> Place:
    """Return where to tell a move: the first place taken, else the first one given up."""
    before, after = ({place.key for place in member.places} for member in (move.before, move.after))
    taken = [place for place in move.after.places if place.key not in before]
    given_up = [place for place in move.before.places if place.key not in after]
    return (*taken, *given_up)[0]


def _move_line(move: Move, place: Place) -> DifferenceLine:
    before, after = ({each.seat.id for each in member.places} for member in (move.before, move.after))
    kind = ChangeKind.ROLE_CHANGED if before == after else ChangeKind.SEAT_CHANGED
    return DifferenceLine(kind, place.seat.section, place.label, _places(move.before), _places(move.after))


def _places(member: Member) -> str:
    held = f"{NBSP}; ".join(place.label for place in member.places)
    return f"{member.person.courteous_name}{NBSP}: {held}"


def _holder(seat: Seat, role: MandateRole) -> str:
    holding = seat.holder(role)
    return holding.person.courteous_name if holding else VACANT


def _holders(seat: Seat) -> str:
    held = ((role, seat.holder(role)) for role in MandateRole)
    return ", ".join(f"{role.said_of(each.person)} {each.person.courteous_name}" for role, each in held if each)


def _since(holding: Holding) -> str:
    return f"{holding.person.courteous_name}, depuis le {day_words(holding.since)}"


def _votes(seat: Seat) -> str:
    return f"{seat.votes}{NBSP}voix" if seat.section.votes else "sans droit de vote"


def counts(found: Differences) -> str:
    """Return « 3 arrivées, 2 départs, 1 siège ajouté », or « aucun changement »."""
    told = (
        (len(found.arrived), "arrivée", "arrivées"),
        (len(found.left), "départ", "départs"),
        (len(found.moved), "changement de siège ou de rôle", "changements de siège ou de rôle"),
        (len(found.swapped), "échange", "échanges"),
        (len(found.renewed), "nouveau mandat", "nouveaux mandats"),
        (len(found.opened), "siège ajouté", "sièges ajoutés"),
        (len(found.closed), "siège fermé", "sièges fermés"),
        (len(found.votes), "changement de voix", "changements de voix"),
        (len(found.placed), "siège déplacé dans le tableau", "sièges déplacés dans le tableau"),
        (len(found.represented), "profession nouvellement représentée", "professions nouvellement représentées"),
        (
            len(found.unrepresented),
            "profession qui n’est plus représentée",
            "professions qui ne sont plus représentées",
        ),
        (len(found.presidents), "changement de présidence", "changements de présidence"),
    )
    return ", ".join(plural(*each) for each in told if each[0]) or "aucun changement"


def summary(found: Differences) -> tuple[str, ...]:
    """Return the sentences that sum up: what changed, then the votes, seats and vacancies before and after."""
    before, after = found.before, found.after
    span = f"Du {day_words(before.at)} au {day_words(after.at)}"
    votes = f"{NBSP}; ".join(
        f"{section.label.lower()}, {_passage(before.votes(section), after.votes(section))}{NBSP}voix"
        for section in Section
        if section.votes
    )
    vacancies = _passage(len(before.vacant()), len(after.vacant()))
    seated = _passage(len(before.seats), len(after.seats))
    return (
        f"{span}{NBSP}: {counts(found)}.",
        f"{capital(votes)}.",
        f"Sièges{NBSP}: {seated}{NBSP}; titulaires non désignés{NBSP}: {vacancies}.",
    )


def _passage(before: int, after: int) -> str:
    """Return « 35 → 36 », or the one figure when it stays."""
    return f"{before}" if before == after else f"{before}{NBSP}→{NBSP}{after}"
