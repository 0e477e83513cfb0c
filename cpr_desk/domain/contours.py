"""The contours of a région’s communes, as a map draws them: metres east and north of the middle of the région."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cpr_desk.domain.record import Record

Point = tuple[float, float]
Line = tuple[Point, ...]
_Ring = tuple[int, ...]
"""The numbers of its lines; ~n is line n taken backwards."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rectangle that holds a drawing, in metres."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From west to east."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From south to north."""
        return self.top - self.bottom

    def widened(self, by: float) -> "Bounds":
        """Return the rectangle with some metres more on each side."""
        return Bounds(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def holds(self, point: Point) -> bool:
        """Return whether a point is inside, or on the edge."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def meets(self, other: "Bounds") -> bool:
        """Return whether two rectangles share ground, not an edge alone."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Bounds":
        """Return the bounds of some points. Raises ValueError when there is none."""
        known = list(points)
        if not known:
            raise ValueError("Rien à dessiner.")
        across, up = [x for x, _ in known], [y for _, y in known]
        return cls(min(across), min(up), max(across), max(up))


@dataclass(frozen=True, slots=True)
class Frame:
    """Places metres on a sheet or a screen of some width and height, whose y grows downwards, in one scale, centred."""

    scale: float
    left: float
    top: float

    @classmethod
    def fit(cls, bounds: Bounds, width: float, height: float) -> "Frame":
        """Return the largest frame that shows everything; a drawing without extent is shown at its middle."""
        across, up = max(bounds.width, 1), max(bounds.height, 1)
        scale = min(width / across, height / up)
        left = (width - bounds.width * scale) / 2 - bounds.left * scale
        return cls(scale, left, (height - bounds.height * scale) / 2 + bounds.top * scale)

    def place(self, point: Point) -> Point:
        """Return where a point is drawn."""
        return self.left + point[0] * self.scale, self.top - point[1] * self.scale

    def found(self, drawn: Point) -> Point:
        """Return the point that is drawn at a place: what the mouse is on."""
        return (drawn[0] - self.left) / self.scale, (self.top - drawn[1]) / self.scale


@dataclass(frozen=True, eq=False)
class Contours:
    """The map of a région: every line once, each commune by INSEE code as the rings of its lines.

    `year` is that of the contours, which may be older than the communes: `drawn_in` names the commune in which one that
    was taken out of it since is still drawn. Arrondissements stand for Paris, Lyon and Marseille.
    """

    year: int
    source: str
    licence: str
    lines: tuple[Line, ...]
    shapes: Mapping[str, tuple[_Ring, ...]]
    drawn_in: Mapping[str, str]

    @classmethod
    def parse(cls, record: Record) -> "Contours":
        """Read a TopoJSON file of db/reference/contours. Raises ValueError with a French sentence when it is none."""
        fields: Any = record.fields
        try:
            scale = fields["transform"]["scale"][0]
            lines = tuple(_line(moves, scale) for moves in fields["arcs"])
            communes = fields["objects"]["communes"]["geometries"]
            shapes = {shape["id"]: tuple(map(tuple, shape["arcs"])) for shape in communes}
            drawn_in = dict(fields["drawn_in"])
        except (AttributeError, KeyError, TypeError, IndexError) as error:
            raise record.fault("objects", "les contours de communes étaient attendus") from error
        return cls(record.whole("as_of"), record.text("source"), record.text("licence"), lines, shapes, drawn_in)

    @cached_property
    def bounds(self) -> Bounds:
        """The rectangle of the whole map."""
        return Bounds.around(point for line in self.lines for point in line)

    def bounds_of(self, codes: Iterable[str]) -> Bounds:
        """Return the rectangle of some communes, that of the map when none of them is drawn."""
        points = [point for code in codes for ring in self.rings(code) for point in ring]
        return Bounds.around(points) if points else self.bounds

    def rings(self, code: str) -> tuple[Line, ...]:
        """Return the rings of a commune, to be filled by the even-odd rule; none when it has no contour."""
        return tuple(self._joined(ring) for ring in self.shapes.get(code, ()))

    def borders(self, groups: Mapping[str, Hashable]) -> list[Line]:
        """Return the lines between communes of different groups, and between one in a group and the outside.

        A commune without a group is outside, like the sea: the outline of every CPTS, or département, of a map.
        """
        return [self.lines[number] for number, beside in self._sides(groups) if not _same(beside)]

    def outline(self, codes: Iterable[str]) -> list[Line]:
        """Return the ground of some communes as rings without the lines inside it, to be filled by the even-odd rule.

        Where it touches itself in a point, which ring goes on there does not matter.
        """
        return _joined_up(self.borders(dict.fromkeys(codes, True)))

    def neighbours(self, groups: Mapping[str, Hashable]) -> set[frozenset[Hashable]]:
        """Return every two groups that have a line in common."""
        beside = (frozenset(groups) - {None} for _, groups in self._sides(groups))
        return {pair for pair in beside if len(pair) == 2}

    def _sides(self, groups: Mapping[str, Hashable]) -> list[tuple[int, list[Hashable]]]:
        """Return the number of each line that a commune has, with the groups on its sides."""
        sides: defaultdict[int, list[Hashable]] = defaultdict(list)
        for code, rings in self.shapes.items():
            for ring in rings:
                for number in ring:
                    sides[number if number >= 0 else ~number].append(groups.get(code))
        return sorted(sides.items())

    def middle(self, codes: Iterable[str]) -> Point | None:
        """Return where to write a name: the centre of gravity of some communes; None when none of them is drawn."""
        weight = across = up = 0.0
        for code in codes:
            for ring in self.rings(code):
                area, x, y = _gravity(ring)
                weight, across, up = weight + area, across + x, up + y
        return (across / weight, up / weight) if weight else None

    def at(self, point: Point) -> str | None:
        """Return the commune at a point, None outside."""
        return next((code for code in self._near(point) if _holds(self.rings(code), point)), None)

    @cached_property
    def _boxes(self) -> Sequence[tuple[str, Bounds]]:
        return [(code, self.bounds_of((code,))) for code in self.shapes]

    def _near(self, point: Point) -> Iterator[str]:
        x, y = point
        return (code for code, box in self._boxes if box.left <= x <= box.right and box.bottom <= y <= box.top)

    def _joined(self, ring: _Ring) -> Line:
        points: list[Point] = []
        for number in ring:
            line = self.lines[number] if number >= 0 else self.lines[~number][::-1]
            points.extend(line[:-1])
        return tuple(points)


def _line(moves: Sequence[Sequence[int]], scale: float) -> Line:
    """Return the points of a line, of which a file tells the first and then each step."""
    x = y = 0
    points = []
    for across, up in moves:
        x, y = x + across, y + up
        points.append((x * scale, y * scale))
    return tuple(points)


def _same(beside: Sequence[Hashable]) -> bool:
    """Return whether both sides of a line are of one group; a line of one commune alone has the outside beyond."""
    return beside[0] is None if len(beside) == 1 else len(set(beside)) == 1


def _joined_up(lines: Iterable[Line]) -> list[Line]:
    """Join lines that meet end to end into rings, each without its last point."""
    ends: defaultdict[Point, list[Line]] = defaultdict(list)
    for line in lines:
        ends[line[0]].append(line)
        ends[line[-1]].append(line[::-1])
    rings: list[Line] = []
    for start in list(ends):
        while ends[start]:
            ring: list[Point] = []
            at = start
            while ends[at]:
                line = ends[at].pop()
                ends[line[-1]].remove(line[::-1])
                ring.extend(line[:-1])
                at = line[-1]
            rings.append(tuple(ring))
    return rings


def _edges(ring: Line) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], *ring[:1]), strict=True)


def _gravity(ring: Line) -> tuple[float, float, float]:
    """Return the area of a ring, signed by its direction, and its moments."""
    area = across = up = 0.0
    for (x, y), (next_x, next_y) in _edges(ring):
        cross = x * next_y - next_x * y
        area += cross / 2
        across += (x + next_x) * cross / 6
        up += (y + next_y) * cross / 6
    return area, across, up


def _holds(rings: Iterable[Line], point: Point) -> bool:
    """Return whether a point is inside by the even-odd rule."""
    x, y = point
    crossed = sum(
        (y < one[1]) != (y < other[1]) and x < one[0] + (y - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
        for ring in rings
        for one, other in _edges(ring)
    )
    return crossed % 2 == 1
