"""Maps on squared paper for the tests: a commune is one square, or several that touch."""

from collections.abc import Sequence

from cpr_desk.domain.contours import Contours, Line

SIDE = 1000


def squared(*rows: str, year: int = 2024, within: dict[str, str] | None = None) -> Contours:
    """Return the map that some rows of codes show, from north to south; « . » is the sea. `within`: `drawn_in`."""
    cells = [row.split() for row in rows]
    lines: list[Line] = []
    numbers: dict[Line, int] = {}

    def number(start: tuple[int, int], end: tuple[int, int]) -> int:
        line = ((start[0] * SIDE, start[1] * SIDE), (end[0] * SIDE, end[1] * SIDE))
        if line[::-1] in numbers:
            return ~numbers[line[::-1]]
        if line not in numbers:
            numbers[line] = len(lines)
            lines.append(line)
        return numbers[line]

    shapes: dict[str, tuple[tuple[int, ...], ...]] = {}
    for north, row in enumerate(reversed(cells)):
        for east, code in enumerate(row):
            if code != ".":
                corners = [(east, north), (east + 1, north), (east + 1, north + 1), (east, north + 1)]
                ring = tuple(number(*side) for side in zip(corners, corners[1:] + corners[:1], strict=True))
                shapes[code] = (*shapes.get(code, ()), ring)
    return Contours(year, "IGN", "Licence Ouverte 2.0", tuple(lines), shapes, within or {})


def corners(lines: Sequence[Line]) -> set[tuple[float, float]]:
    """Return the points of some lines, in squares."""
    return {(x / SIDE, y / SIDE) for line in lines for x, y in line}
