"""Registers read from the rows of their tables."""

from datetime import date, datetime

from cpr_desk.imports.register import RegisterFile, RegisterLine, read_register
from cpr_desk.imports.register_columns import Field
from tests.imports.books import Grid, xlsx

DEPARTMENTS = {"44": "Loire-Atlantique", "49": "Maine-et-Loire", "53": "Mayenne", "72": "Sarthe", "01": "Ain"}
THRESHOLDS = (40_000, 80_000, 175_000)
HEADER: list[object] = [
    "N° FINESS", "Communauté", "Dépt", "Statut", "Nb d’habitants", "Source", "Taille", "Membres",
    "Date de la lettre d’intention", "Transmission du projet de santé", "Validation du projet",
    "Date de signature", "Missions",
    "Référent", "Mail", "Tél.", "Montant versé en 2025", "Observations",
]  # fmt: skip
FULL: list[object] = [
    440001, "CPTS Nord Estuaire", 44, "ACI signé", "88 000 hab.", "INSEE 2023", "T3", "120 membres", date(2019, 3, 1),
    "4/2/20", "2020-06-01", datetime(2021, 2, 4, 10, 30), "Accès aux soins (01/06/2021), parcours ; prévention",  # noqa: DTZ001
    "Ana Roux", "ana@exemple.fr", "02 40 00 00 00", "37 500,50 €", "à suivre",
]  # fmt: skip


def read(*grids: Grid) -> RegisterFile:
    return read_register(xlsx(*((f"Feuil{n}", grid) for n, grid in enumerate(grids, 1))), DEPARTMENTS, THRESHOLDS)


def only(file: RegisterFile) -> RegisterLine:
    assert file.problems == ()
    (line,) = file.lines
    return line


def with_columns(**cells: object) -> RegisterFile:
    """Read one CPTS of Mayenne with a few more columns, named by field."""
    fields = {Field[name]: value for name, value in cells.items()}
    header = [Field.NAME.label, Field.DEPARTMENT.label, *(name.label for name in fields)]
    return read([header, ["CPTS Sud", "53", *fields.values()]])
