"""Recognise the columns of a register of CPTS by the words of their headers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cpr_desk.domain.missions import Mission
from cpr_desk.imports.cells import Row, column_letter, key, text_of
from cpr_desk.imports.workbook import Sheet


class Field(StrEnum):
    """The fields of `Adhesion` that a column may give; the values are their names."""

    CODE = "code"
    NAME = "name"
    DEPARTMENT = "department"
    STEP = "step"
    STEP_SINCE = "step_since"
    POPULATION = "population"
    POPULATION_SOURCE = "population_source"
    SIZE = "size"
    MEMBERS = "members"
    LETTER_ON = "letter_on"
    PROJECT_SENT_ON = "project_sent_on"
    PROJECT_VALIDATED_ON = "project_validated_on"
    SIGNED_ON = "signed_on"
    MISSIONS = "missions"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"
    COMMENT = "comment"
    PAID = "paid"

    @property
    def label(self) -> str:
        """The header of the model workbook."""
        return _LABELS[self]


_LABELS = {
    Field.CODE: "Code",
    Field.NAME: "Nom de la CPTS",
    Field.DEPARTMENT: "Département",
    Field.STEP: "Étape",
    Field.STEP_SINCE: "Étape depuis le",
    Field.POPULATION: "Population",
    Field.POPULATION_SOURCE: "Source de la population",
    Field.SIZE: "Taille",
    Field.MEMBERS: "Nombre de membres",
    Field.LETTER_ON: "Lettre d’intention le",
    Field.PROJECT_SENT_ON: "Projet de santé transmis le",
    Field.PROJECT_VALIDATED_ON: "Projet de santé validé le",
    Field.SIGNED_ON: "Contrat signé le",
    Field.MISSIONS: "Missions",
    Field.CONTACT: "Contact",
    Field.EMAIL: "Courriel",
    Field.PHONE: "Téléphone",
    Field.COMMENT: "Commentaire",
    Field.PAID: "Montant versé (€)",
}

_MISSION_WORDS = {
    Mission.ACCES: re.compile(r"\bacces\b|non programmes?|\bsnp\b|medecin traitant"),
    Mission.PARCOURS: re.compile(r"\bparcours\b"),
    Mission.PREVENTION: re.compile(r"\bprevention\b"),
    Mission.CRISES: re.compile(r"\bcrises?\b"),
    Mission.QUALITE: re.compile(r"\bqualite\b|\bpertinence\b"),
    Mission.ACCOMPAGNEMENT: re.compile(r"\baccompagnement\b"),
}
# The first that matches wins, so that « Nom du contact » is no name and « Code du département » no code.
_HEADERS = (
    (re.compile(r"\b(e ?mails?|mails?|courriels?|adresse electronique|messagerie)\b"), Field.EMAIL),
    (re.compile(r"\b(tel|telephones?|portable|mobile)\b"), Field.PHONE),
    (re.compile(r"\blettres?\b|\bl ?d?i\b"), Field.LETTER_ON),
    (
        re.compile(r"(valid|approb|approuv|accept).*\b(projet|ps\b)|\b(projet|ps\b).*(valid|approuv|accept)"),
        Field.PROJECT_VALIDATED_ON,
    ),
    (
        re.compile(
            r"(transmi|envoi|depot|recep).*\b(projet|ps\b)|\b(projet|ps\b).*(transmi|envoy|envoi|depo|recep|recu)"
        ),
        Field.PROJECT_SENT_ON,
    ),
    (re.compile(r"\bdepuis\b|\bdate (de |d )?(l )?(etape|statut|stade|avancement|phase)"), Field.STEP_SINCE),
    (
        re.compile(r"\bsignature\b|\bsigne|\bdate (du |de l |d )?(contrat|aci|adhesion)|entree en vigueur"),
        Field.SIGNED_ON,
    ),
    (re.compile(r"\b(etape|statut|stade|avancement|etat|phase|situation)\b"), Field.STEP),
    (re.compile(r"\bsource\b"), Field.POPULATION_SOURCE),
    (re.compile(r"\btaille\b"), Field.SIZE),
    (re.compile(r"\b(pop|population|habitants?|hab)\b"), Field.POPULATION),
    (re.compile(r"\b(membres|adherents|effectifs?|(nb|nbre|nombre) (de )?(professionnels|ps))\b"), Field.MEMBERS),
    (re.compile(r"\bmissions\b"), Field.MISSIONS),
    (re.compile(r"\b(montants?|verse(e|es|s)?|paye(e|es|s)?|paiements?)\b"), Field.PAID),
    (re.compile(r"\b(departements?|dept|dep|dpt)\b"), Field.DEPARTMENT),
    (re.compile(r"\b(contact|referente?|interlocut\w+|porteu\w+|coord\w+|presidente?)\b"), Field.CONTACT),
    (re.compile(r"\b(commentaires?|remarques?|observations?|notes?)\b"), Field.COMMENT),
    (re.compile(r"\b(code|identifiant|id|finess|numero|reference|ref)\b|^n$"), Field.CODE),
    (re.compile(r"\b(noms?|cpts|communautes?|denomination|intitule|raison sociale|libelle)\b"), Field.NAME),
)
_NOT_A_FIELD = re.compile(r"\b(juridique|annee)\b|\bcontrat d accompagnement\b|\b(oui|non)\b")
_LONGEST_HEADER = 70


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """The register on a sheet: its header row, counted from 0, and the column of each field and mission."""

    sheet: Sheet
    header: int
    columns: dict[Field, int]
    missions: dict[Mission, int]
    ignored: tuple[str, ...]

    def title(self, column: int) -> str:
        """Return a column's header as typed, else its letter."""
        row = self.sheet.rows[self.header]
        return (text_of(row[column]) if column < len(row) else "") or column_letter(column)


def find_registers(sheets: Sequence[Sheet]) -> list[RegisterTable]:
    """Return the register, or the registers when each sheet holds a part; poorer tables about CPTS are left out."""
    tables = [table for sheet in sheets if (table := next(_tables(sheet), None))]
    richest = max((_width(table) for table in tables), default=0)
    return [table for table in tables if _width(table) >= 0.8 * richest]


def _width(table: RegisterTable) -> int:
    return len(table.columns) + len(table.missions)


def _tables(sheet: Sheet) -> Iterator[RegisterTable]:
    for number, row in enumerate(sheet.rows):
        columns, missions, ignored = _columns(row)
        if Field.NAME in columns and len(columns) + len(missions) > 1:
            yield RegisterTable(sheet, number, columns, missions, tuple(ignored))


def _columns(row: Row) -> tuple[dict[Field, int], dict[Mission, int], list[str]]:
    columns: dict[Field, int] = {}
    missions: dict[Mission, int] = {}
    ignored: list[str] = []
    for index, cell in enumerate(row):
        if not isinstance(cell, str) or not cell or len(cell) > _LONGEST_HEADER:
            continue
        found = _meaning(key(cell))
        if isinstance(found, Mission) and found not in missions:
            missions[found] = index
        elif isinstance(found, Field) and (found not in columns or _is_finer(cell)):
            columns[found] = index
        elif text := text_of(cell):
            ignored.append(text)
    return columns, missions, ignored


def _is_finer(title: str) -> bool:
    """Return whether a column tells the step inside the stage, as our own export does beside « Étape »."""
    return key(title) == "situation"


def _meaning(words: str) -> Field | Mission | None:
    if not words or _NOT_A_FIELD.search(words):
        return None
    missions = missions_named(words)
    if len(missions) == 1 and not re.search(r"\bprojet\b|\bmontants?\b", words):
        return missions[0]
    return next((field for pattern, field in _HEADERS if pattern.search(words)), None)


def missions_named(words: str) -> list[Mission]:
    """Return the missions that folded words name, in the order of the accord."""
    return [mission for mission, pattern in _MISSION_WORDS.items() if pattern.search(words)]
