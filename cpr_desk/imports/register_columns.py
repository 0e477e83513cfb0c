"""Recognise the columns of a register of CPTS by the words of their headers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cpr_desk.domain.missions import Mission
from cpr_desk.imports.cells import key, text_of
from cpr_desk.imports.columns import FileColumn, has_titles_alone, headers_of, sample_of, title_of
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


class Beyond(StrEnum):
    """What a column may say of a CPTS beside its adhesion."""

    ASSOCIATION = "association"
    ASSOCIATION_ON = "association_on"
    EFFECT_ON = "effect_on"
    COMMUNES = "communes"
    ACCES = "acces-deployed"
    PARCOURS = "parcours-deployed"
    PREVENTION = "prevention-deployed"
    CRISES = "crises-deployed"
    QUALITE = "qualite-deployed"
    ACCOMPAGNEMENT = "accompagnement-deployed"

    @property
    def mission(self) -> Mission | None:
        """The mission whose deployment it dates."""
        return Mission[self.name] if self.name in Mission.__members__ else None

    @property
    def label(self) -> str:
        """The header of the model workbook."""
        if self.mission:
            return f"{self.mission.label} – déployée le"
        return {
            Beyond.ASSOCIATION: "Association",
            Beyond.ASSOCIATION_ON: "Association déclarée le",
            Beyond.EFFECT_ON: "Prise d’effet du contrat",
            Beyond.COMMUNES: "Communes du territoire",
        }[self]


Meaning = Field | Mission | Beyond
"""What a column may be taken for: a field, one mission, or what stands beside."""
Matching = Mapping[str, Meaning | None]
"""What a person said that columns hold, by folded header; None for a column to leave out."""
MEANINGS: dict[str, Meaning] = {meaning.value: meaning for meaning in (*Field, *Mission, *Beyond)}

_MISSION_WORDS = {
    Mission.ACCES: re.compile(r"\bacces\b|non programmes?|\bsnp\b|medecin traitant"),
    Mission.PARCOURS: re.compile(r"\bparcours\b"),
    Mission.PREVENTION: re.compile(r"\bprevention\b"),
    Mission.CRISES: re.compile(r"\bcrises?\b"),
    Mission.QUALITE: re.compile(r"\bqualite\b|\bpertinence\b"),
    Mission.ACCOMPAGNEMENT: re.compile(r"\baccompagnement\b"),
}
_DECLARED = Beyond.ASSOCIATION_ON
# The first that matches wins, so that « Nom du contact » is no name and « Code du département » no code.
_HEADERS = (
    (re.compile(r"\b(e ?mails?|mails?|courriels?|adresse electronique|messagerie)\b"), Field.EMAIL),
    (re.compile(r"\b(tel|telephones?|portable|mobile)\b"), Field.PHONE),
    (re.compile(r"\blettres?\b|\bl ?d?i\b"), Field.LETTER_ON),
    (re.compile(r"\bassociation\b.*\b(declar|cree|creation)|(\bdate\b|declar|creation).*\bassociation\b"), _DECLARED),
    (re.compile(r"\beffet\b"), Beyond.EFFECT_ON),
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
    (re.compile(r"(?!.*\b(contact|president|coord|referent))(.* )?association\b"), Beyond.ASSOCIATION),
    (re.compile(r"\b(contact|referente?|interlocut\w+|porteu\w+|coord\w+|presidente?)\b"), Field.CONTACT),
    (re.compile(r"\bcommunes\b|\bcodes (insee|communes?)\b"), Beyond.COMMUNES),
    (re.compile(r"\b(commentaires?|remarques?|observations?|notes?)\b"), Field.COMMENT),
    (re.compile(r"\b(code|identifiant|id|finess|numero|reference|ref)\b|^n$"), Field.CODE),
    (re.compile(r"\b(noms?|cpts|communautes?|denomination|intitule|raison sociale|libelle)\b"), Field.NAME),
)
_NOT_A_FIELD = re.compile(
    r"\bavenants?\b|\b(nb|nbre|nombre) (de )?communes\b|"
    r"\b(juridique|annee)\b|\bcontrat d accompagnement\b|\b(oui|non)\b"
)
# « CPTS » heads a column, « CPTS Sud » stands in one.
_ONLY_HEADS = re.compile(
    r"((noms?|cpts|communautes?|denomination|intitule|raison|sociale|libelle|professionnelles?|territoriales?|sante|"
    r"complet|officiel|usuel|d|de|des|du|l|la|le|les)( |$))+"
)


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """The register on a sheet: its header row, counted from 0, and the column of each field and mission.

    `ignored` are the titles that nobody asked to leave out.
    """

    sheet: Sheet
    header: int
    columns: dict[Field, int]
    missions: dict[Mission, int]
    ignored: tuple[str, ...]
    beyond: dict[Beyond, int]

    def title(self, column: int) -> str:
        """Return a column's header as typed, else its letter."""
        return title_of(self.sheet, self.header, column)


def find_registers(sheets: Sequence[Sheet], matching: Matching) -> list[RegisterTable]:
    """Return the register, or the registers when each sheet holds a part; poorer tables about CPTS are left out.

    Tables without names are returned only where no table has them: somebody may say which column it is.
    """
    found = [table for sheet in sheets if (table := _find_table(sheet, matching))]
    tables = [table for table in found if Field.NAME in table.columns] or found
    richest = max(map(_width, tables), default=0)
    return [table for table in tables if _width(table) >= 0.8 * richest]


def register_columns(tables: Iterable[RegisterTable], matching: Matching) -> tuple[FileColumn, ...]:
    """Return the headers of the tables, each once."""
    found: dict[str, FileColumn] = {}
    for table in tables:
        taken: dict[int, Meaning] = {index: meaning for meaning, index in table.columns.items()}
        taken |= {index: meaning for meaning, index in table.missions.items()}
        taken |= {index: meaning for meaning, index in table.beyond.items()}
        for index, words in headers_of(table.sheet.rows[table.header]).items():
            if words not in found or (found[words].meaning is None and index in taken):
                unknown = index not in taken and words not in matching and _meaning(words) is None
                sample = sample_of(table.sheet, table.header, index)
                found[words] = FileColumn(words, table.title(index), sample, taken.get(index), unknown)
    return tuple(found.values())


def _width(table: RegisterTable) -> int:
    return len(table.columns) + len(table.missions)


def _find_table(sheet: Sheet, matching: Matching) -> RegisterTable | None:
    """Return the table under the first header that has names, else under the richest one."""
    nameless: RegisterTable | None = None
    for number, row in enumerate(sheet.rows):
        table = _table(sheet, number, matching)
        if Field.NAME in table.columns and _width(table) > 1:
            return nameless if nameless and _stands_under(table, nameless, matching) else table
        best = _width(nameless) if nameless else 0
        if _width(table) > best and len(headers_of(row)) > 2 and has_titles_alone(row):
            nameless = table
    return nameless


def _stands_under(table: RegisterTable, above: RegisterTable, matching: Matching) -> bool:
    """Return whether what looks like a header is a CPTS under a title that nobody knows."""
    column = table.columns[Field.NAME]
    words = key(table.title(column))
    is_header = words in matching or _ONLY_HEADS.fullmatch(words)
    has_title = column in headers_of(above.sheet.rows[above.header])
    return not is_header and has_title and _width(table) <= _width(above)


def _table(sheet: Sheet, number: int, matching: Matching) -> RegisterTable:
    """Take each header for what a person said, else for what its words mean."""
    headers = headers_of(sheet.rows[number])
    taken: dict[Meaning, int] = {}
    for index, words in headers.items():
        if said := matching.get(words):
            taken.setdefault(said, index)
    said_so = set(taken)
    for index, words in headers.items():
        meaning = None if words in matching else _meaning(words)
        if meaning and (meaning not in taken or (_is_finer(words) and meaning not in said_so)):
            taken[meaning] = index
    return RegisterTable(
        sheet,
        number,
        {meaning: index for meaning, index in taken.items() if isinstance(meaning, Field)},
        {meaning: index for meaning, index in taken.items() if isinstance(meaning, Mission)},
        tuple(
            text_of(sheet.rows[number][index])
            for index, words in headers.items()
            if index not in taken.values() and matching.get(words, Field.NAME)
        ),
        {meaning: index for meaning, index in taken.items() if isinstance(meaning, Beyond)},
    )


def _is_finer(words: str) -> bool:
    """Return whether a column tells more than one of the same kind: our own export has « Étape » and « Situation »."""
    return words in ("situation", "communes du territoire")


def _meaning(words: str) -> Meaning | None:
    if _NOT_A_FIELD.search(words):
        return None
    missions = missions_named(words)
    if len(missions) == 1 and not re.search(r"\bprojet\b|\bmontants?\b", words):
        return Beyond[missions[0].name] if "deploy" in words else missions[0]
    return next((field for pattern, field in _HEADERS if pattern.search(words)), None)


def missions_named(words: str) -> list[Mission]:
    """Return the missions that folded words name, in the order of the accord."""
    return [mission for mission, pattern in _MISSION_WORDS.items() if pattern.search(words)]
