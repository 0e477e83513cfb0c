"""The map of a région as it is coloured: by the stage that each CPTS has reached, or one CPTS beside another."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from functools import cached_property

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.communes import Commune, Gazetteer, department_of
from cpr_desk.domain.contours import Bounds, Contours, Line, Point
from cpr_desk.domain.french import fold, listing, plural, typeset


class Motif(Enum):
    """The lines over a fill that tell it from the others without colours."""

    PLAIN = auto()
    RISING = auto()
    FALLING = auto()
    LEVEL = auto()
    UPRIGHT = auto()
    CROSSED = auto()


class Fill(Enum):
    """How an area is filled; renderers know the colours, which grow darker with the stages."""

    EMPTY = Motif.PLAIN, 0
    GRADE_1 = Motif.UPRIGHT, 1
    GRADE_2 = Motif.RISING, 2
    GRADE_3 = Motif.LEVEL, 3
    GRADE_4 = Motif.FALLING, 4
    GRADE_5 = Motif.PLAIN, 5
    SHARED = Motif.CROSSED, 6
    TINT_1 = Motif.PLAIN, 7
    TINT_2 = Motif.RISING, 8
    TINT_3 = Motif.LEVEL, 9
    TINT_4 = Motif.FALLING, 10
    TINT_5 = Motif.UPRIGHT, 11
    TINT_6 = Motif.PLAIN, 12

    @property
    def motif(self) -> Motif:
        """The lines over it."""
        return self.value[0]


_GRADES = {
    Stage.REFLECTION: Fill.GRADE_1,
    Stage.LETTER: Fill.GRADE_2,
    Stage.PROJECT_VALIDATED: Fill.GRADE_3,
    Stage.NEGOTIATION: Fill.GRADE_4,
    Stage.SIGNED: Fill.GRADE_5,
}
"""Of the stages of a CPTS that is alive; what one holds whose contract ended is no longer held."""
_TINTS = (Fill.TINT_1, Fill.TINT_2, Fill.TINT_3, Fill.TINT_4, Fill.TINT_5, Fill.TINT_6)


class Colouring(StrEnum):
    """What the fills of a map tell."""

    STAGE = "stage"
    CPTS = "cpts"

    @property
    def label(self) -> str:
        """The French words."""
        return {Colouring.STAGE: "Par étape", Colouring.CPTS: "Par CPTS"}[self]


@dataclass(frozen=True, slots=True)
class Plotted:
    """A CPTS to draw: its id, name, stage and the INSEE codes of its territory."""

    id: int
    name: str
    stage: Stage
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: a fill, the number written on the map where it stands for one CPTS, what they mean."""

    fill: Fill
    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A CPTS on the map: its number from 1 by name, and where it is written."""

    number: int
    cpts: Plotted
    place: Point


@dataclass(frozen=True, eq=False)
class RegionMap:
    """What there is to draw, by the codes of the shapes of `contours`; only those in `drawn` are.

    `holders` are the CPTS that hold a shape, `communes` what it stands for today. Of the CPTS that are `absent` nothing
    is drawn; `left_out` counts the communes of some CPTS, by id, that no shape shows: those of another région.
    """

    contours: Contours
    colouring: Colouring
    drawn: tuple[str, ...]
    fills: Mapping[str, Fill]
    holders: Mapping[str, tuple[Plotted, ...]]
    communes: Mapping[str, Commune]
    cpts: tuple[Numbered, ...]
    absent: tuple[Plotted, ...]
    left_out: Mapping[int, int]

    @cached_property
    def bounds(self) -> Bounds:
        """The rectangle of what is drawn."""
        return self.contours.bounds_of(self.drawn)

    @cached_property
    def areas(self) -> Sequence[tuple[Fill, Sequence[Line]]]:
        """The rings of each fill, to be filled by the even-odd rule, in the order of the legend."""
        by_fill: defaultdict[Fill, list[str]] = defaultdict(list)
        for code in self.drawn:
            by_fill[self.fills[code]].append(code)
        return [(fill, self.contours.outline(by_fill[fill])) for fill in Fill if fill in by_fill]

    @cached_property
    def commune_lines(self) -> Sequence[Line]:
        """The lines around each commune."""
        return self.contours.borders({code: code for code in self.drawn})

    @cached_property
    def department_lines(self) -> Sequence[Line]:
        """The lines around each département."""
        return self.contours.borders({code: department_of(code) for code in self.drawn})

    @cached_property
    def cpts_lines(self) -> Sequence[Line]:
        """The lines around the ground of each CPTS, and around what several share."""
        held = {code: holders for code in self.drawn if (holders := self.holders.get(code))}
        return self.contours.borders(held)

    @cached_property
    def legend(self) -> tuple[Key, ...]:
        """What each fill means, with what there is of it."""
        used = {self.fills[code] for code in self.drawn}
        if self.colouring is Colouring.STAGE:
            keys = [
                Key(fill, f"{stage.label} ({plural(self._count(stage), 'CPTS', 'CPTS')})")
                for stage, fill in _GRADES.items()
                if self._count(stage)
            ]
        else:
            keys = [Key(self._own_fill(each.cpts), each.cpts.name, each.number) for each in self.cpts]
        for fill, words in ((Fill.SHARED, "dans plusieurs CPTS"), (Fill.EMPTY, "sans CPTS")):
            if fill in used:
                count = sum(self.fills[code] is fill for code in self.drawn)
                keys.append(Key(fill, f"{plural(count, 'commune')} {words}"))
        return tuple(keys)

    def tell(self, code: str) -> str:
        """Say what a shape is: commune, inhabitants, CPTS with their stages."""
        commune = self.communes.get(code)
        own = f"{commune.label}, {plural(commune.population, 'habitant')}" if commune else code
        holders = self.holders.get(code, ())
        names = listing(f"{each.name} ({_inside(each.stage.label)})" for each in holders)
        return typeset(f"{own} : {names or 'aucune CPTS'}")

    def shapes_of(self, cpts_id: int) -> tuple[str, ...]:
        """Return the shapes that a CPTS holds."""
        return tuple(code for code, held in self.holders.items() if any(each.id == cpts_id for each in held))

    def near(self, cpts_id: int) -> "RegionMap | None":
        """Return the map of what surrounds a CPTS, half as wide again on each side; None when it is not drawn."""
        own = self.shapes_of(cpts_id)
        if not own:
            return None
        room = self.contours.bounds_of(own)
        room = room.widened(max(room.width, room.height) / 2)
        drawn = tuple(code for code in self.drawn if room.meets(self.contours.bounds_of((code,))))
        present = {each.id for code in drawn for each in self.holders.get(code, ())}
        around = Bounds.around(point for code in drawn for ring in self.contours.rings(code) for point in ring)
        shown = (each for each in self.cpts if each.cpts.id in present and around.holds(each.place))
        return replace(self, drawn=drawn, cpts=tuple(replace(each, number=new) for new, each in enumerate(shown, 1)))

    @property
    def words(self) -> str:
        """The map in words, for who cannot see it."""
        return typeset(f"Carte de {plural(len(self.cpts), 'CPTS', 'CPTS')}. {'. '.join(k.label for k in self.legend)}.")

    def _count(self, stage: Stage) -> int:
        return sum(each.cpts.stage is stage for each in self.cpts)

    def _own_fill(self, cpts: Plotted) -> Fill:
        """Return the fill of a CPTS; that of shared ground when all of its ground is."""
        own = (self.fills[code] for code in self.shapes_of(cpts.id) if len(self.holders[code]) == 1)
        return next(own, Fill.SHARED)


def draw(
    contours: Contours,
    gazetteer: Gazetteer,
    plotted: Iterable[Plotted],
    departments: Collection[str],
    colouring: Colouring = Colouring.STAGE,
) -> RegionMap:
    """Return the map of some départements of a région with the CPTS of a day; those that ended are left aside.

    A commune that merged since the contours were drawn is held as the commune of today that it belongs to; one that
    was taken out of another since is part of the shape of that one.
    """
    alive = sorted((each for each in plotted if each.stage in _GRADES), key=lambda each: (fold(each.name), each.id))
    drawn = tuple(code for code in contours.shapes if department_of(code) in departments)
    communes = {code: commune for code in drawn if (commune := gazetteer.current(code))}
    grounds = {each: [commune.code for commune in gazetteer.ground(each.codes)] for each in alive}
    holders = _holders(contours, communes, grounds)
    shapes: defaultdict[int, list[str]] = defaultdict(list)
    for code, own in holders.items():
        for each in own:
            shapes[each.id].append(code)
    placed = [(each, place) for each in alive if (place := _place(contours, shapes[each.id]))]
    shown = {commune.code for commune in communes.values()}
    shown |= {code for code, within in contours.drawn_in.items() if within in communes}
    missing = {each.id: sum(code not in shown for code in ground) for each, ground in grounds.items()}
    return RegionMap(
        contours,
        colouring,
        drawn,
        _fills(contours, drawn, holders, alive, colouring),
        holders,
        communes,
        tuple(Numbered(number, each, place) for number, (each, place) in enumerate(placed, 1)),
        tuple(each for each in alive if not shapes[each.id]),
        {own: count for own, count in missing.items() if count},
    )


def _holders(
    contours: Contours, communes: Mapping[str, Commune], grounds: Mapping[Plotted, Iterable[str]]
) -> Mapping[str, tuple[Plotted, ...]]:
    """Return who holds each shape; what is within it counts only where nobody holds the commune that it shows."""
    by_commune: defaultdict[str, list[Plotted]] = defaultdict(list)
    for each, ground in grounds.items():
        for code in ground:
            by_commune[code].append(each)
    within: defaultdict[str, list[str]] = defaultdict(list)
    for code, shape in contours.drawn_in.items():
        within[shape].append(code)
    held = {}
    for shape, commune in communes.items():
        own = next((by_commune[code] for code in (commune.code, *within[shape]) if code in by_commune), [])
        if own:
            held[shape] = tuple(own)
    return held


def _fills(
    contours: Contours,
    drawn: Collection[str],
    holders: Mapping[str, tuple[Plotted, ...]],
    alive: Sequence[Plotted],
    colouring: Colouring,
) -> Mapping[str, Fill]:
    own: Mapping[int, Fill] = {each.id: _GRADES[each.stage] for each in alive}
    if colouring is Colouring.CPTS:
        alone = {code: held[0].id for code, held in holders.items() if len(held) == 1}
        own = _apart(contours.neighbours(alone), [each.id for each in alive])
    return {code: _fill(holders.get(code, ()), own) for code in drawn}


def _fill(holders: Sequence[Plotted], own: Mapping[int, Fill]) -> Fill:
    if len(holders) > 1:
        return Fill.SHARED
    return own[holders[0].id] if holders else Fill.EMPTY


def _apart(neighbours: Collection[frozenset[Hashable]], ids: Sequence[int]) -> Mapping[int, Fill]:
    """Give each CPTS a tint that none of its neighbours has, those with the most neighbours first.

    Six tints are enough for the maps there are; where they were not, the number written on it still tells a CPTS.
    """
    beside = {own: {other for pair in neighbours if own in pair for other in pair - {own}} for own in ids}
    tints: dict[Hashable, Fill] = {}
    for own in sorted(ids, key=lambda each: -len(beside[each])):
        taken = [tints[other] for other in beside[own] if other in tints]
        uses = [*tints.values()]
        tints[own] = min(_TINTS, key=lambda tint: (taken.count(tint), uses.count(tint)))
    return {own: tints[own] for own in ids}


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


def _place(contours: Contours, codes: Sequence[str]) -> Point | None:
    """Return where to write the number of a CPTS: in the middle, or in its commune that is nearest to there."""
    middle = contours.middle(codes)
    if middle is None or contours.at(middle) in codes:
        return middle
    middles = [own for code in codes if (own := contours.middle((code,)))]
    return min(middles, key=lambda own: (own[0] - middle[0]) ** 2 + (own[1] - middle[1]) ** 2)
