"""Recognise the columns of a list of payments by the words of their headers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cpr_desk.imports.cells import text_of
from cpr_desk.imports.columns import FileColumn, has_titles_alone, headers_of, sample_of, title_of
from cpr_desk.imports.tables import HELP_SHEET
from cpr_desk.imports.workbook import Sheet


class PaymentField(StrEnum):
    """What a column of a list of payments may hold."""

    CODE = "code"
    CPTS = "cpts"
    PAID_ON = "paid_on"
    AMOUNT = "amount"
    RECOVERED = "recovered"
    LABEL = "label"
    REFERENCE = "reference"
    LINE = "line"
    MISSION = "mission"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The header of the model workbook."""
        return {
            PaymentField.CODE: "Code",
            PaymentField.CPTS: "CPTS",
            PaymentField.PAID_ON: "Versé le",
            PaymentField.AMOUNT: "Montant (€)",
            PaymentField.RECOVERED: "Montant repris (€)",
            PaymentField.LABEL: "Libellé",
            PaymentField.REFERENCE: "Référence",
            PaymentField.LINE: "Ligne payée",
            PaymentField.MISSION: "Mission",
            PaymentField.YEAR: "Année",
        }[self]


PaymentMatching = Mapping[str, PaymentField | None]
"""What a person said that columns hold, by folded header; None for a column to leave out."""
PAYMENT_MEANINGS: dict[str, PaymentField] = {meaning.value: meaning for meaning in PaymentField}

# The first that matches wins, so that « Date du virement » is no amount and « N° de mandat » no code.
_HEADERS = (
    (re.compile(r"\bdate\b|\bjour\b|\b(vers|pay|regl|vire)\w* le\b"), PaymentField.PAID_ON),
    (re.compile(r"\b(codes?|finess|siret|identifiant|id)\b|^n (de la )?cpts"), PaymentField.CODE),
    (re.compile(r"\b(ref|references?|n|no|num|numero|mandat|piece|bordereau)\b"), PaymentField.REFERENCE),
    (re.compile(r"\b(libelles?|objet|motif|commentaires?|observations?)\b"), PaymentField.LABEL),
    (re.compile(r"\bmissions?\b"), PaymentField.MISSION),
    (re.compile(r"\b(lignes?|nature|type|poste|volet)\b"), PaymentField.LINE),
    (re.compile(r"\b(annee|exercice|an)\b"), PaymentField.YEAR),
    (re.compile(r"\b(repris\w*|recuper\w+|indus?|trop percus?|restitu\w+|revers\w+)\b"), PaymentField.RECOVERED),
    (
        re.compile(r"\b(montants?|sommes?|vers\w+|pay(e|es|ee|ees)|regl\w+|virements?|paiements?|euros?)\b"),
        PaymentField.AMOUNT,
    ),
    (
        re.compile(
            r"\b(cpts|communautes?|noms?|beneficiaires?|structures?|association|denomination|tiers|raison sociale)\b"
        ),
        PaymentField.CPTS,
    ),
)
_NOT_A_FIELD = re.compile(
    r"\b(signature|contrat signe|naissance|echeance|population|habitants|departement|reste|solde|cumul|total|bareme)\b"
)
_WHO = (PaymentField.CPTS, PaymentField.CODE)
_HOW_MUCH = (PaymentField.AMOUNT, PaymentField.RECOVERED)


@dataclass(frozen=True, slots=True)
class PaymentTable:
    """The payments of a sheet: its header row, counted from 0, and the column of each field.

    `ignored` are the titles that nobody asked to leave out.
    """

    sheet: Sheet
    header: int
    columns: dict[PaymentField, int]
    ignored: tuple[str, ...]

    @property
    def tells_payments(self) -> bool:
        """Whether it says who was paid how much."""
        return any(name in self.columns for name in _WHO) and any(name in self.columns for name in _HOW_MUCH)


def find_payments(sheets: Sequence[Sheet], matching: PaymentMatching) -> list[PaymentTable]:
    """Return the lists of payments, one a sheet; a sheet without days of payment is a summary where another has them.

    Lists that do not tell who or how much are returned only where none does: somebody may say which column it is.
    """
    sheets = [sheet for sheet in sheets if sheet.name != HELP_SHEET]
    found = [table for sheet in sheets if (table := _find_table(sheet, matching))]
    tables = [table for table in found if table.tells_payments] or found
    return [table for table in tables if PaymentField.PAID_ON in table.columns] or tables


def payment_columns(tables: Iterable[PaymentTable], matching: PaymentMatching) -> tuple[FileColumn, ...]:
    """Return the headers of the tables, each once."""
    found: dict[str, FileColumn] = {}
    for table in tables:
        taken = {index: meaning for meaning, index in table.columns.items()}
        for index, words in headers_of(table.sheet.rows[table.header]).items():
            if words not in found or (found[words].meaning is None and index in taken):
                unknown = index not in taken and words not in matching and _meaning(words) is None
                title, sample = (read(table.sheet, table.header, index) for read in (title_of, sample_of))
                found[words] = FileColumn(words, title, sample, taken.get(index), unknown)
    return tuple(found.values())


def _find_table(sheet: Sheet, matching: PaymentMatching) -> PaymentTable | None:
    """Return the table under the first header that tells payments, else under the richest row of titles."""
    best: PaymentTable | None = None
    for number, row in enumerate(sheet.rows):
        if len(headers_of(row)) < 2 or not has_titles_alone(row):
            continue
        table = _table(sheet, number, matching)
        if table.tells_payments:
            return table
        if len(headers_of(row)) > 2 and (best is None or len(table.columns) > len(best.columns)):
            best = table
    return best


def _table(sheet: Sheet, number: int, matching: PaymentMatching) -> PaymentTable:
    """Take each header for what a person said, else for what its words mean."""
    headers = headers_of(sheet.rows[number])
    taken: dict[PaymentField, int] = {}
    for index, words in headers.items():
        if said := matching.get(words):
            taken.setdefault(said, index)
    for index, words in headers.items():
        meaning = None if words in matching else _meaning(words)
        if meaning:
            taken.setdefault(meaning, index)
    ignored = (
        text_of(sheet.rows[number][index])
        for index, words in headers.items()
        if index not in taken.values() and matching.get(words, PaymentField.CPTS)
    )
    return PaymentTable(sheet, number, taken, tuple(ignored))


def _meaning(words: str) -> PaymentField | None:
    if _NOT_A_FIELD.search(words):
        return None
    return next((field for pattern, field in _HEADERS if pattern.search(words)), None)
