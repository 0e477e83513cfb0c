"""What territories come to: that of a CPTS weighed by the data of today, those of a register over the whole région."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.communes import Commune, Gazetteer, inhabitants
from cpr_desk.domain.contours import Contours
from cpr_desk.domain.coverage import Coverage, Overlap, Reach, gap, overlaps, reach, shared_words
from cpr_desk.domain.dossier import Area, Dossier, Figure
from cpr_desk.domain.french import date_digits, fold, integer, listing, percent, plural, typeset
from cpr_desk.domain.region_map import Plotted
from cpr_desk.domain.renewal import Renewal, renew
from cpr_desk.domain.sizes import Thresholds


def settled(codes: Iterable[str], gazetteer: Gazetteer) -> tuple[Commune, ...]:
    """Return the communes of today that some codes stand for, each ground once, by name; unknown codes are left out.

    An arrondissement beside the whole town that holds it is dropped.
    """
    found = {commune.code: commune for code in codes if (commune := gazetteer.current(code))}
    kept = (each for each in found.values() if each.whole not in found)
    return tuple(sorted(kept, key=_by_name))


def _by_name(commune: Commune) -> tuple[str, str]:
    return fold(commune.name), commune.code


def stored(area: Area, gazetteer: Gazetteer, thresholds: Thresholds) -> Coverage:
    """Return what a territory came to when it was fixed: the inhabitants are those of its own year of the data."""
    communes = [_as_stored(*each, gazetteer) for each in area.populations]
    return Coverage(area.year, tuple(sorted(communes, key=_by_name)), (), (), thresholds)


def _as_stored(code: str, population: int, gazetteer: Gazetteer) -> Commune:
    if known := gazetteer.communes.get(code):
        return known._replace(population=population)
    former = gazetteer.former.get(code)
    return Commune(code, former.label if former else code, (), population)


def source_words(year: int, communes: int) -> str:
    """Return the source of a population that is the sum of a territory."""
    return f"Insee, populations légales (données de {year}), {plural(communes, 'commune')}"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The territory of a CPTS: as it was fixed, what the data of today change, what others share.

    `counted` is the figure whose population counts, `away` are the communes outside the commission’s départements.
    """

    area: Area
    coverage: Coverage
    renewal: Renewal
    counted: Figure | None
    shared: tuple[Overlap[Plotted], ...]
    away: tuple[Commune, ...]

    @property
    def is_counted(self) -> bool:
        """Whether the population that counts is the sum of the communes."""
        return self.counted is not None and self.counted.population == self.coverage.population

    @property
    def by_hand(self) -> bool:
        """Whether another population was stated, which counts in its place."""
        return self.counted is not None and self.counted.population is not None and not self.is_counted

    def counted_words(self) -> str:
        """Say which population counts, and how far it is from the sum."""
        figure = self.counted
        if figure is None or figure.population is None:
            return "Aucune population ne compte encore pour cette CPTS."
        if self.is_counted:
            return typeset("La population qui compte est cette somme.")
        source = f" ({figure.source})" if figure.source else ""
        people = plural(figure.population, "habitant")
        since = date_digits(figure.on)
        told = gap(self.coverage.population, figure.population)
        return typeset(f"La population qui compte est une autre : {people}{source}, depuis le {since}, {told}.")


def weigh(
    dossier: Dossier,
    others: Iterable[Plotted],
    gazetteer: Gazetteer,
    thresholds: Thresholds,
    departments: Collection[str],
) -> Weighed | None:
    """Weigh the territory fixed last; None while there is none. `others` are the CPTS alive, perhaps itself too."""
    area = dossier.area
    if area is None:
        return None
    own = Plotted(dossier.id, dossier.name, dossier.adhesion.stage, area.codes)
    ground = frozenset(gazetteer.ground(own.codes))
    near = [each for each in others if each.id != own.id and not ground.isdisjoint(gazetteer.ground(each.codes))]
    territories = {own: own.codes} | {each: each.codes for each in near}
    counted = [each for each in dossier.figures if each.population is not None]
    coverage = stored(area, gazetteer, thresholds)
    return Weighed(
        area,
        coverage,
        renew(dict(area.populations), area.year, gazetteer, thresholds),
        counted[-1] if counted else None,
        tuple(each for each in overlaps(territories, gazetteer) if own in (each.first, each.second)),
        tuple(each for each in coverage.communes if each.department not in departments),
    )


def held_by(others: Iterable[Plotted], gazetteer: Gazetteer) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the CPTS that hold each ground, by its INSEE code."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in others:
        for commune in gazetteer.ground(each.codes):
            found[commune.code].append(each.name)
    return {code: tuple(names) for code, names in found.items()}


def sharing(codes: Iterable[str], held: Mapping[str, tuple[str, ...]], gazetteer: Gazetteer) -> list[str]:
    """Tell what of a territory other CPTS hold already, a sentence for each of them; `held` is from `held_by`."""
    shared: defaultdict[str, list[Commune]] = defaultdict(list)
    for commune in gazetteer.ground(codes):
        for name in held.get(commune.code, ()):
            shared[name].append(commune)
    return [
        typeset(f"Déjà dans {the_cpts(name)} : {shared_words(communes)}.") for name, communes in sorted(shared.items())
    ]


@dataclass(frozen=True, slots=True)
class Holding:
    """A CPTS with what its territory comes to: communes and inhabitants."""

    cpts: Plotted
    communes: int
    population: int


@dataclass(frozen=True, slots=True)
class Survey:
    """The territories of a register on a day, of the CPTS that are alive; `without` are those that have none yet."""

    at: date
    year: int
    held: tuple[Holding, ...]
    without: tuple[Plotted, ...]
    reach: Reach
    overlaps: tuple[Overlap[Plotted], ...]

    def sentences(self, of_territory: str) -> list[str]:
        """Tell what is held and what is not; `of_territory` is « de la région »."""
        held, free = self.reach.held, self.reach.free
        having = plural(len(self.held), "CPTS a un territoire", "CPTS ont un territoire")
        people = plural(self.reach.population, "habitant")
        share = percent(self.reach.share)
        told = [f"{having} : {plural(len(held), 'commune')} {of_territory}, {people}, soit {share} de la population."]
        if not self.held:
            told = ["Aucune CPTS n’a encore de territoire."]
        if free:
            are = "commune n’est" if len(free) == 1 else "communes ne sont"
            people = plural(self.reach.free_population, "habitant")
            told.append(f"{integer(len(free))} {are} dans aucune CPTS : {people}.")
        if self.overlaps:
            shared = {each for overlap in self.overlaps for each in overlap.communes}
            count = plural(len(shared), "commune est", "communes sont")
            told.append(f"{count} dans plusieurs CPTS ; chaque habitant n’est compté qu’une fois.")
        if self.without:
            has = plural(len(self.without), "CPTS n’a pas encore de territoire", "CPTS n’ont pas encore de territoire")
            told.append(f"{has} : {listing(each.name for each in self.without)}.")
        return [typeset(sentence) for sentence in told]


def survey(at: date, plotted: Sequence[Plotted], gazetteer: Gazetteer, departments: Collection[str]) -> Survey:
    """Look at all territories of a day; a CPTS whose contract ended or that was given up holds nothing any more."""
    alive = [each for each in plotted if each.stage.is_open]
    grounds = {each: gazetteer.ground(each.codes) for each in alive}
    territories = {each: each.codes for each, ground in grounds.items() if ground}
    return Survey(
        at,
        gazetteer.year,
        tuple(Holding(each, len(ground), inhabitants(ground)) for each, ground in grounds.items() if ground),
        tuple(each for each, ground in grounds.items() if not ground),
        reach(territories, gazetteer, departments),
        tuple(overlaps(territories, gazetteer)),
    )


def map_source(gazetteer: Gazetteer, contours: Contours) -> str:
    """Say where the inhabitants and the contours of a map are from."""
    return typeset(
        f"Populations : Insee, populations légales (données de {gazetteer.year}). "
        f"Contours : {contours.source}, {contours.year}, {contours.licence}."
    )
