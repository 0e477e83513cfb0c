"""The map of the CPTS on a day, with what they hold, what several share and what none of them holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cpr_desk.domain.areas import Survey
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.communes import Commune, inhabitants
from cpr_desk.domain.french import NBSP, capital, date_words, day_words, integer, percent, plural
from cpr_desk.domain.region_map import RegionMap
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    Column,
    Document,
    Heading,
    KeyFigures,
    Kind,
    Look,
    Map,
    Row,
    Table,
    paragraph,
)

TITLE = "Carte des CPTS"
_MAP_HEIGHT = 119
"""With the figures above it and the legend below, a first page."""
_ACROSS = 3
_MOST = 900
"""Communes without CPTS that are named one by one; of more, the smallest are counted by département."""
_LEASTS = (0, 500, 1_000, 2_000, 5_000, 20_000)
"""From how many inhabitants on they are named: the first that leaves no more than that."""
_SUM = "La population d’un territoire est la somme des populations légales de ses communes."


@dataclass(frozen=True, slots=True)
class Ground:
    """What the document is made from; `drawing` is None where no map is drawn, `departments` names by INSEE code."""

    survey: Survey
    drawing: RegionMap | None
    source: str
    departments: Mapping[str, str]


def territories_report(commission: Commission, ground: Ground) -> Document:
    """Return the map and the lists that go with it."""
    survey = ground.survey
    return Document(
        title=TITLE,
        subject=f"au {day_words(survey.at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(TITLE, look=Look.TITLE),
            paragraph(f"Au {date_words(survey.at)}", look=Look.SUBTITLE),
            _figures(commission, survey),
            *_map(ground),
            *(paragraph(sentence) for sentence in survey.sentences(commission.kind.of_territory)),
            *_held(ground),
            *_shared(survey),
            *_free(ground),
        ),
        author=wording.author(commission),
    )


def _figures(commission: Commission, survey: Survey) -> KeyFigures:
    reach = survey.reach
    return KeyFigures(
        (
            (integer(len(survey.held)), "CPTS avec un territoire"),
            (integer(reach.population), "habitants de leurs communes"),
            (percent(reach.share), f"de la population {commission.kind.of_territory}"),
            (integer(len(reach.free)), "communes sans CPTS"),
        )
    )


def _map(ground: Ground) -> Iterator[Block]:
    if ground.drawing:
        yield Map("Territoires des CPTS, par étape", ground.drawing, ground.source, _MAP_HEIGHT)
    else:
        yield paragraph(
            "Aucune carte n’est dessinée à l’échelle du pays. Les listes ci-dessous valent pour tout le pays.",
            look=Look.SMALL,
        )


def _held(ground: Ground) -> Iterator[Block]:
    numbers = {each.cpts.id: each.number for each in ground.drawing.cpts} if ground.drawing else {}
    held = sorted(ground.survey.held, key=lambda each: numbers.get(each.cpts.id, len(numbers) + 1))
    if not held:
        return
    rows = [
        Row((numbers.get(each.cpts.id), each.cpts.name, each.cpts.stage.label, each.communes, each.population))
        for each in held
    ]
    yield Heading("Territoires")
    yield paragraph(_SUM, look=Look.SMALL)
    yield Table(
        (
            Column("N°", 0.5, Kind.INTEGER),
            Column("CPTS", 4),
            Column("Étape", 2),
            Column("Communes", 1, Kind.INTEGER),
            Column("Habitants", 1.1, Kind.INTEGER),
        ),
        tuple(rows),
        name="Territoires",
    )


def _shared(survey: Survey) -> Iterator[Block]:
    yield Heading("Communes dans plusieurs CPTS")
    if not survey.overlaps:
        yield paragraph("Aucune commune n’est dans plusieurs CPTS.")
        return
    rows = (Row((each.first.name, each.second.name, each.sentence)) for each in survey.overlaps)
    yield Table((Column("CPTS", 2), Column("et CPTS", 2), Column("Communes partagées", 4)), tuple(rows), name="Partage")


def _free(ground: Ground) -> Iterator[Block]:
    free = ground.survey.reach.free
    yield Heading("Communes sans CPTS")
    if not free:
        yield paragraph("Chaque commune est dans une CPTS.")
        return
    least = next((each for each in _LEASTS if sum(own.population >= each for own in free) <= _MOST), _LEASTS[-1])
    if least:
        yield paragraph(
            f"Les communes d’au moins {integer(least)} habitants, les plus peuplées d’abord{NBSP}; les autres sont "
            "comptées par département.",
            look=Look.SMALL,
        )
    rows: list[Row | Band] = []
    by_department = sorted(free, key=lambda each: each.department)
    for code, own in groupby(by_department, key=lambda each: each.department):
        rows += _department(f"{ground.departments.get(code, '')} ({code})".strip(), tuple(own), least)
    columns = (Column("Commune", 2), Column("Habitants", 0.9, Kind.INTEGER), Column("", 0.15)) * _ACROSS
    yield Table(columns[:-1], tuple(rows), name="Sans CPTS", compact=True)


def _department(name: str, free: Sequence[Commune], least: int) -> Iterator[Row | Band]:
    """Name the communes of a département, several a line, then count those that are too small to be named."""
    yield Band(f"{name}{NBSP}: {plural(len(free), 'commune')}, {plural(inhabitants(free), 'habitant')}")
    named = [each for each in free if each.population >= least]
    for line in (named[start : start + _ACROSS] for start in range(0, len(named), _ACROSS)):
        yield _line([(each.name, each.population) for each in line])
    small = [each for each in free if each.population < least]
    if small:
        yield _line([(capital(plural(len(small), "autre commune", "autres communes")), inhabitants(small))])


def _line(pairs: Sequence[tuple[str, int]]) -> Row:
    """Return a line of names and their inhabitants, with room between a number and the next name."""
    whole = [*pairs, *[("", None)] * (_ACROSS - len(pairs))]
    return Row(tuple(cell for name, people in whole for cell in (name, people, ""))[:-1])
