"""The dated reference data as the use cases ask for it (each file is read once)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from cpr_desk import paths
from cpr_desk.domain.french import listing
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.territory import Department, Region, find_region
from cpr_desk.errors import UserError
from cpr_desk.storage import reference

_Read = TypeVar("_Read")


def scales() -> Mapping[str, Scale]:
    """Return every scale by its code, the oldest first."""
    return reference.load_scales(paths.reference_dir())


def scale(code: str) -> Scale:
    """Return one scale. Raises UserError when its code is unknown."""
    if found := scales().get(code):
        return found
    raise UserError(f"Le barème « {code} » est inconnu.", f"Choisissez parmi : {listing(scales())}.")


def scale_at(day: date) -> Scale:
    """Return the scale in force on a day, the first one before it began."""
    return scale_in_force(scales().values(), day)


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


def organisations(parse: Callable[[Mapping[str, object]], _Read]) -> _Read:
    """Return the professions, unions and bodies of the official table as `parse` reads them from their file."""
    return reference.load_organisations(paths.reference_dir(), parse)


def region(text: str) -> Region:
    """Return the region that a person means. Raises UserError when there is none."""
    return find_region(regions().values(), text)
