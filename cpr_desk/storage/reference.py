"""The packaged reference files, read once and kept as frozen values; the organisations as their reader wants them."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from cpr_desk.domain.contours import Contours
from cpr_desk.domain.french import typeset
from cpr_desk.domain.indemnities import Ceiling
from cpr_desk.domain.indicators import NationalIndicator
from cpr_desk.domain.record import Record
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.territory import Department, Region
from cpr_desk.errors import EnvironmentFault


@cache
def load_scales(folder: Path) -> Mapping[str, Scale]:
    """Return the scales of a reference folder by code, the oldest first.

    A scale is one file of the folder « scales »: adding the next one needs no new version of the programme. Raises
    EnvironmentFault when a file is damaged, when two carry one code, or when there is none.
    """
    files = sorted((folder / "scales").glob("*.json"))
    if not files:
        raise fault(folder / "scales", "aucun barème ne s’y trouve.")
    scales: dict[str, Scale] = {}
    for file in files:
        scale = _scale(file)
        if scale.code in scales:
            raise fault(file, f"le code « {scale.code} » est déjà celui d’un autre barème.")
        scales[scale.code] = scale
    return MappingProxyType(dict(sorted(scales.items(), key=lambda item: item[1].in_force_from)))


@cache
def load_regions(folder: Path) -> Mapping[str, Region]:
    """Return the régions by INSEE code. Raises EnvironmentFault when the file is missing or damaged."""
    return _territories(folder / "regions.json", "regions", Region.parse)


@cache
def load_departments(folder: Path) -> Mapping[str, Department]:
    """Return the départements by INSEE code. Raises EnvironmentFault when the file is missing or damaged."""
    return _territories(folder / "departments.json", "departments", Department.parse)


@cache
def load_contours(folder: Path, region: str) -> Contours:
    """Return the map of a région by INSEE code. Raises EnvironmentFault when the file is missing or damaged."""
    file = folder / "contours" / f"{region}.json"
    try:
        return Contours.parse(Record.of(_content(file), "Le fichier"))
    except ValueError as error:
        raise fault(file, str(error)) from error


@cache
def load_ceilings(folder: Path) -> tuple[Ceiling, ...]:
    """Return the yearly ceilings of indemnities. Raises EnvironmentFault when the file is missing or damaged."""
    file = folder / "ceilings.json"
    try:
        return tuple(map(Ceiling.parse, Record.of(_content(file), "Le fichier").records("ceilings")))
    except ValueError as error:
        raise fault(file, str(error)) from error


@cache
def load_indicators(folder: Path) -> tuple[NationalIndicator, ...]:
    """Return the national indicators. Raises EnvironmentFault when the file is missing or damaged."""
    file = folder / "indicators.json"
    try:
        return tuple(map(NationalIndicator.parse, Record.of(_content(file), "Le fichier").records("indicators")))
    except ValueError as error:
        raise fault(file, str(error)) from error


_Read = TypeVar("_Read")


def load_organisations(folder: Path, parse: Callable[[Mapping[str, object]], _Read]) -> _Read:
    """Return the organisations as `parse` reads them. Raises EnvironmentFault when the file is missing or damaged."""
    file = folder / "organisations.json"
    try:
        return parse(Record.of(_content(file), "Le fichier").fields)
    except ValueError as error:
        raise fault(file, str(error)) from error


_Territory = TypeVar("_Territory", Region, Department)


def _territories(file: Path, key: str, parse: Callable[[Record], _Territory]) -> Mapping[str, _Territory]:
    try:
        found = [parse(record) for record in Record.of(_content(file), "Le fichier").records(key)]
    except ValueError as error:
        raise fault(file, str(error)) from error
    return MappingProxyType({territory.code: territory for territory in found})


def _scale(file: Path) -> Scale:
    content = _content(file)
    try:
        return Scale.parse(content)
    except ValueError as error:
        raise fault(file, str(error)) from error


def _content(file: Path) -> object:
    try:
        content: object = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise fault(file, "il ne peut pas être lu.") from error
    except ValueError as error:
        raise fault(file, "ce n’est pas un fichier JSON valable.") from error
    return content


def fault(file: Path, why: str) -> EnvironmentFault:
    """Return what to say of a reference file that cannot be used, and why."""
    return EnvironmentFault(
        typeset(f"Le fichier de référence « {file.name} » est inutilisable : {why}"),
        f"Remettez en place le fichier d’origine de {file.parent}, ou réinstallez le programme.",
    )
