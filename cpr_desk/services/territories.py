"""Use cases on the territories of CPTS: fix one, weigh it, see all of them on the map of the région."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain import areas as rules
from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.areas import Survey, Weighed
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.commune_lists import read_list
from cpr_desk.domain.commune_search import search, search_epcis
from cpr_desk.domain.communes import Gazetteer, inhabitants
from cpr_desk.domain.dossier import Area, Dossier
from cpr_desk.domain.french import listing, squeeze
from cpr_desk.domain.region_map import Colouring, Plotted, RegionMap, draw
from cpr_desk.errors import UserError
from cpr_desk.services import reference, register
from cpr_desk.storage import areas
from cpr_desk.storage.areas import Counted
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class FixTerritory:
    """The communes of a CPTS from a day on; none empties its territory.

    `keeps_population`: a population stated otherwise goes on counting in place of their sum.
    """

    cpts_id: int
    codes: tuple[str, ...]
    on: date
    comment: str = ""
    keeps_population: bool = False


def save_territory(db: Database, commission: Commission, order: FixTerritory) -> None:
    """Fix a territory and let the sum of its communes count as population. Raises UserError for an unknown code."""
    gazetteer = gazetteer_for(commission, order.codes)
    if unknown := [code for code in order.codes if gazetteer.current(code) is None]:
        raise UserError(f"Aucune commune n’a le code {listing(unknown)}.", "Retirez ce code de la liste.")
    communes = rules.settled(order.codes, gazetteer)
    populations = tuple((each.code, each.population) for each in communes)
    own = f"de {the_cpts(_name(db, commission, order.cpts_id))}"
    with db.unit_of_work(f"Fixer le territoire {own}" if communes else f"Vider le territoire {own}") as session:
        before = areas.area_at(session, order.cpts_id, order.on)
        areas.write_area(session, order.cpts_id, Area(order.on, gazetteer.year, populations, squeeze(order.comment)))
        if communes and not order.keeps_population:
            summed = Counted(inhabitants(communes), rules.source_words(gazetteer.year, len(communes)))
            areas.write_population(session, order.cpts_id, order.on, summed)
        elif before and not communes and _is_sum(areas.counted_at(session, order.cpts_id, order.on), before):
            areas.write_population(session, order.cpts_id, order.on, Counted(None, ""))


def _is_sum(counted: Counted, area: Area) -> bool:
    return counted.population == sum(people for _, people in area.populations)


def count_population(
    db: Database, commission: Commission, cpts_id: int, population: int, source: str, on: date
) -> None:
    """Let a population stated otherwise count from a day on. Raises UserError without its source."""
    if not squeeze(source):
        raise UserError("La source de cette population manque.", "Indiquez d’où elle vient, et de quelle année.")
    name = the_cpts(_name(db, commission, cpts_id))
    with db.unit_of_work(f"Retenir une population pour {name}") as session:
        areas.write_population(session, cpts_id, on, Counted(population, squeeze(source)[:200]))


def count_sum(db: Database, commission: Commission, cpts_id: int, on: date) -> None:
    """Let the sum of the communes count again from a day on. Raises UserError when there is no territory then."""
    name = the_cpts(_name(db, commission, cpts_id))
    with db.unit_of_work(f"Retenir la somme des communes pour {name}") as session:
        area = areas.area_at(session, cpts_id, on)
        if area is None or not area.populations:
            raise UserError("Cette CPTS n’a pas de territoire à cette date.", "Fixez d’abord son territoire.")
        source = rules.source_words(area.year, len(area.populations))
        areas.write_population(session, cpts_id, on, Counted(sum(people for _, people in area.populations), source))


def _name(db: Database, commission: Commission, cpts_id: int) -> str:
    with db.reading() as session:
        name = areas.name_of(session, commission.id, cpts_id)
    if name is None:
        raise UserError("Cette CPTS n’est plus au registre.", "Revenez au registre et choisissez-en une autre.")
    return name


def gazetteer_for(commission: Commission, codes: Iterable[str]) -> Gazetteer:
    """Return the communes of a commission’s région, those of the country where some codes need it."""
    own = reference.gazetteer(commission.region_code)
    return own if all(own.current(code) for code in codes) else reference.gazetteer()


def prepare_search(gazetteer: Gazetteer) -> None:
    """Make what searches and pasted lists look names up in: a moment for the whole country, nothing once it is made."""
    search(gazetteer, "prêt")
    search_epcis(gazetteer, "prêt")
    read_list(gazetteer, "")


def plotted_at(db: Database, commission: Commission, at: date) -> tuple[Plotted, ...]:
    """Return every CPTS of a day with its stage and the codes of its territory, by name."""
    with db.reading() as session:
        codes = areas.codes_at(session, commission.id, at)
    return tuple(
        Plotted(each.id, each.name, each.stage, codes.get(each.id, ()))
        for each in register.adhesions_at(db, commission.id, at)
    )


@dataclass(frozen=True, slots=True)
class RegionView:
    """The territories of a day; `map` is None where no région is drawn, `source` says where all of it is from."""

    survey: Survey
    map: RegionMap | None
    source: str


def region_view(db: Database, commission: Commission, at: date, colouring: Colouring = Colouring.STAGE) -> RegionView:
    """Return the territories of a day and their map: a CPL has that of its département, the CPN none."""
    return _region_view(commission, plotted_at(db, commission, at), at, colouring)


def _region_view(commission: Commission, plotted: Sequence[Plotted], at: date, colouring: Colouring) -> RegionView:
    gazetteer = gazetteer_for(commission, (code for each in plotted for code in each.codes))
    departments = reference.departments_of(commission)
    survey = rules.survey(at, plotted, gazetteer, departments)
    contours = reference.contours(commission.region_code)
    if contours is None:
        return RegionView(survey, None, "")
    drawn = draw(contours, gazetteer, plotted, departments, colouring)
    return RegionView(survey, drawn, rules.map_source(gazetteer, contours))


@dataclass(frozen=True, slots=True)
class TerritoryView:
    """The territory of a CPTS on a day, None while it has none, among those of the others that are alive."""

    weighed: Weighed | None
    others: tuple[Plotted, ...]
    region: RegionView


def territory_view(
    db: Database, commission: Commission, dossier: Dossier, at: date, colouring: Colouring = Colouring.STAGE
) -> TerritoryView:
    """Return the territory of a CPTS, weighed against those of the others, and the map of all."""
    plotted = plotted_at(db, commission, at)
    others = tuple(each for each in plotted if each.stage.is_open and each.id != dossier.id)
    gazetteer = gazetteer_for(commission, (code for area in dossier.areas[-1:] for code in area.codes))
    thresholds, departments = reference.scale_at(db, at).thresholds, reference.departments_of(commission)
    weighed = rules.weigh(dossier, others, gazetteer, thresholds, departments)
    return TerritoryView(weighed, others, _region_view(commission, plotted, at, colouring))
