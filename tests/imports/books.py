"""The official tables as on the slides of a real meeting, with invented names, and ways to write them down."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from cpr_desk.domain.composition import Composition, Holding, Person, Seat
from cpr_desk.imports.composition import SeatLine
from cpr_desk.imports.names import person_key
from cpr_desk.imports.proposals import Change
from cpr_desk.imports.reference import Reference

Grid = Sequence[Sequence[object]]

REFERENCE = Reference.parse(
    json.loads((Path(__file__).parents[2] / "db/reference/organisations.json").read_text(encoding="utf-8"))
)

SOCIAL: list[list[object]] = [
    ["Voix", "Régime", "Titulaire", "Suppléant"],
    [3, "RG", "Armand Tessier", ""],
    [3, "RG", "Basile Courtois", ""],
    [3, "RG", "Clément Vasseur", "Damien Prigent"],
    [3, "RG", "Élodie Marchais", "Fabien Lorieux"],
    [3, "RG", "Gaëlle Bernier", ""],
    [3, "RG", "Hortense Pinel", "Inès Daguin"],
    [3, "RG", "Jules Carteron", ""],
    [3, "RG Medical", "Karine Oudin", "Lucie Maréchal"],
    [3, "RG Medical", "Jean-Marc Villain", "Noémie de Brissac-Fontenoy"],
    [1, "RG", "Odile Sénéchal", ""],
    [3, "MSA", "Pascal Guitton", "Quentin Lemoine"],
    [3, "MSA", "Rachida Benali", "Simon Garreau"],
    [1, "MSA Médical", "Thierry Aubry", "Ursule Martel Finot"],
]

PROFESSIONAL: list[list[object]] = [
    ["Profession", "Syndicat", "Titulaire", "Suppléant"],
    ["Médecin", "CSMF", "Victor Delaunay", "Walter Rigaud"],
    ["", "MG France", "Xavière Joubert", "Yann Corbel"],
    ["", "SML", "", ""],
    ["IDEL", "SNIIL", "Zoé Hamelin", "Adèle Monnier"],
    ["", "FNI", "", ""],
    ["", "CI", "", ""],
    ["Orthoptistes", "SNAO", "Bruno Ferrand", ""],
    ["Orthophonistes", "FNO", "Cyril Humbert", "Diane Trottier"],
    ["Sages-femmes", "ONSSF", "", ""],
    ["", "UNSSF", "", ""],
    ["Pharmacien", "FSPF", "", ""],
    ["", "USPO", "Estelle Touzet-Riou", ""],
    ["Pédicure-podologue", "FNP", "Flora Morin", ""],
    ["Biologiste", "SNMB", "", ""],
    ["", "SLBC", "Ève-Anna Morel la Tour", ""],
    ["", "SDB", "Gaspard Tourneur", "Hugo Le Fur"],
    ["", "SJBM", "Ivan Aubert", "Joris Hayet"],
    ["", "", "", ""],
    ["Opticiens", "FNOF", "", ""],
    ["", "ROF", "", ""],
    ["Fournisseurs d'appareillage", "FFPO", "Kévin Le Mao", "Laure Marquis"],
    ["", "UFOP", "Jean-Noël Adam", "Mona Guilloux"],
    ["", "SNOF", "", ""],
    ["", "SYNEA", "Nathan Foissy", "Octave Thellin"],
    ["", "UNSAF", "", ""],
    ["Centre de santé", "", "Paule Camarel Danset", ""],
    ["Chirurgiens-dentistes", "CDF", "Régis Brachat", "Sami Perrin"],
    ["", "UD", "Tristan Hurteau", "Ugo Diaz"],
    ["Masseurs-kinésithérapeutes", "UNSMKL", "Valentin Le Talec", ""],
    ["", "FFMKR", "", ""],
    ["Transporteurs", "CNSA", "Wilfried Sansot", "Yves Choubert"],
    ["", "FNMS", "", ""],
    ["", "FNAP", "Zacharie Pleurtuit", "Alix Foucher"],
    ["", "FNAA", "", ""],
]
PROFESSIONAL_NOTE: list[object] = ["➤ 16 titulaires non désignés, 2 professions non représentées"]

CONSULTATIVE: list[list[object]] = [
    ["", "Titulaires", "Suppléants"],
    ["URPS", "Zoé Hamelin", "Flora Morin"],
    ["", "Benoît Montalban", ""],
    ["", "Benoît Caillaud", ""],
    ["France ASSO SANTE", "Gérald Allain", "Jocelyne Houdin"],
    ["APMSL", "", ""],
    ["ARS", "Pierrick Dupérier", "Evelyne Rivain"],
]

STACKED: list[list[object]] = [
    ["Commission Paritaire Régionale des CPTS"],
    [],
    ["Section sociale"],
    [],
    *SOCIAL,
    [],
    ["Section professionnelle"],
    *PROFESSIONAL,
    [],
    PROFESSIONAL_NOTE,
    [],
    ["Voix consultatives"],
    [],
    *CONSULTATIVE,
]


def xlsx(*sheets: tuple[str, Grid], merged: Sequence[str] = ()) -> bytes:
    """Write the sheets; the merged ranges are those of the first one."""
    book = Workbook()
    book.remove(book.active)
    for name, grid in sheets:
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append([None if value == "" else value for value in row])
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(grid: Grid, delimiter: str = ";") -> str:
    """Write a grid as Excel writes a .csv."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(grid)
    return stream.getvalue()


def official() -> bytes:
    """Return the three tables, each on its sheet."""
    return xlsx(("Sociale", SOCIAL), ("Professionnelle", [*PROFESSIONAL, PROFESSIONAL_NOTE]), ("Feuil3", CONSULTATIVE))


def texts(change: Change) -> tuple[str, ...]:
    """Return what a change says, part by part."""
    return tuple(part.text for part in change.parts)


def as_composition(lines: Sequence[SeatLine], at: date) -> Composition:
    """Return the composition that results when the lines are applied: each person has a record."""
    ids: dict[str, int] = {}

    def holding(person: Person | None) -> Holding | None:
        if person is None:
            return None
        number = person.id if person.id > 0 else ids.setdefault(person_key(person.name), 1000 + len(ids))
        return Holding(replace(person, id=number), at)

    return Composition(
        at,
        tuple(
            Seat(
                id=number,
                section=line.section,
                position=line.position,
                votes=line.votes,
                regime=line.regime,
                profession=line.profession,
                organisation=line.organisation,
                rank=line.rank,
                titular=holding(line.titular),
                substitute=holding(line.substitute),
            )
            for number, line in enumerate(lines, 1)
        ),
    )
