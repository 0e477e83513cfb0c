"""The dated reference data as the use cases ask for it (each file is read once), with the scales of a database."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from cpr_desk import paths
from cpr_desk.domain import territory
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.contours import Contours
from cpr_desk.domain.french import listing
from cpr_desk.domain.indemnities import Ceiling
from cpr_desk.domain.indicators import NationalIndicator
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.territory import Department, Region, Territory
from cpr_desk.errors import UserError
from cpr_desk.storage import communes as communes_storage
from cpr_desk.storage import reference
from cpr_desk.storage.database import Database
from cpr_desk.storage.scales import own_scales

_Read = TypeVar("_Read")


def packaged_scales() -> Mapping[str, Scale]:
    """Return the scales of the program by code, the oldest first: those of a data folder are `scales`."""
    return reference.load_scales(paths.reference_dir())


def scales(db: Database | None) -> Mapping[str, Scale]:
    """Return every scale by its code, the oldest first: one of the database stands over that of the program."""
    if db is None:
        return packaged_scales()
    with db.reading() as session:
        own = own_scales(session)
    known = {**packaged_scales(), **{code: each.scale for code, each in own.items()}}
    return dict(sorted(known.items(), key=lambda item: item[1].in_force_from))


def scale(db: Database | None, code: str) -> Scale:
    """Return one scale. Raises UserError when its code is unknown."""
    known = scales(db)
    if found := known.get(code):
        return found
    raise UserError(f"Le barème « {code} » est inconnu.", f"Choisissez parmi : {listing(known)}.")


def scale_at(db: Database, day: date) -> Scale:
    """Return the scale in force on a day, the first one before it began."""
    return scale_in_force(scales(db).values(), day)


def ceilings() -> tuple[Ceiling, ...]:
    """Return the yearly ceilings of social security that are known."""
    return reference.load_ceilings(paths.reference_dir())


def national_indicators() -> tuple[NationalIndicator, ...]:
    """Return the indicators that the accord gives, whenever they were in force."""
    return reference.load_indicators(paths.reference_dir())


def regions() -> Mapping[str, Region]:
    """Return every region by its INSEE code."""
    return reference.load_regions(paths.reference_dir())


def departments() -> Mapping[str, Department]:
    """Return every department by its INSEE code."""
    return reference.load_departments(paths.reference_dir())


def department_names(region_code: str = "") -> dict[str, str]:
    """Return the name of each department by its INSEE code: those of a region, else all."""
    of_region = {d.code: d.name for d in departments().values() if d.region == region_code}
    return of_region or {d.code: d.name for d in departments().values()}


def gazetteer(region_code: str = "") -> Gazetteer:
    """Return the communes and EPCI of a région, fast; those of the country for the CPN, or for a whole EPCI anywhere.

    What a région knows of an EPCI that reaches into the next one are its own communes.
    """
    folder = paths.reference_dir()
    if region_code in regions():
        return communes_storage.load_region_communes(folder, region_code)
    return communes_storage.load_gazetteer(folder)


def contours(region_code: str) -> Contours | None:
    """Return the map of a région; None when there is no such région."""
    return reference.load_contours(paths.reference_dir(), region_code) if region_code in regions() else None


def organisations(parse: Callable[[Mapping[str, object]], _Read]) -> _Read:
    """Return the professions, unions and bodies of the official table as `parse` reads them from their file."""
    return reference.load_organisations(paths.reference_dir(), parse)


def region(text: str) -> Region:
    """Return the region that a person means. Raises UserError when there is none."""
    return territory.find_region(regions().values(), text)


def find_territory(kind: CommissionKind, text: str) -> Territory:
    """Return the territory that a person names for a commission: a region, a department; the CPN has the country.

    Raises UserError when there is none of that name.
    """
    match kind:
        case CommissionKind.CPR:
            return territory.of_region(region(text), departments().values())
        case CommissionKind.CPL:
            return territory.of_department(territory.find_department(departments().values(), text))
        case CommissionKind.CPN:
            return territory.of_country(regions().values(), departments().values())


def territory_of(commission: Commission) -> Territory | None:
    """Return the territory of a stored commission; None when nothing is known of its region any more."""
    if commission.kind is CommissionKind.CPN:
        return find_territory(commission.kind, "")
    for department in departments().values():
        if commission.kind is CommissionKind.CPL and commission.territory == department.name:
            return territory.of_department(department)
    own = regions().get(commission.region_code)
    return territory.of_region(own, departments().values()) if own else None


def zone_of(commission: Commission) -> str:
    """Return the IANA time zone that the hours of a commission's meetings are told in."""
    own = territory_of(commission)
    return own.zone if own else territory.LEGAL_TIME


def departments_of(commission: Commission) -> dict[str, str]:
    """Return the names of the departments of a commission by INSEE code; all when nothing is known of it."""
    own = territory_of(commission)
    return dict(own.departments) if own else department_names()
