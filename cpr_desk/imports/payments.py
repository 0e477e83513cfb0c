"""Read a list of payments to CPTS, however it was typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from cpr_desk.domain.french import listing, plural, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.statement import Payment, refuse_payment
from cpr_desk.errors import UserError
from cpr_desk.imports.asides import is_aside, lone_text
from cpr_desk.imports.cells import Cell, amount, key, says_nothing, text_of
from cpr_desk.imports.columns import FileColumn, SheetRow, merged_down
from cpr_desk.imports.payment_columns import PaymentField, PaymentMatching, PaymentTable, find_payments, payment_columns
from cpr_desk.imports.problems import Findings, Problem
from cpr_desk.imports.register_columns import missions_named
from cpr_desk.imports.register_values import read_day
from cpr_desk.imports.workbook import open_workbook

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_IN_BRACKETS = re.compile(r"\(\s*(.+?)\s*\)\s*(€?)")
_TRAILING_SIGN = re.compile(r"([\d,. ’]+?)\s*[-−–]\s*(€?)")
_YEAR = re.compile(r"\b(2\d{3}|\d{1,2})\b")
_UNITS = ("€", "eur", "euro", "euros")
_LONGEST = {PaymentField.LABEL: 200, PaymentField.REFERENCE: 100}
_MOST_TITLES = 12


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of the file that names who is paid, by code and name as typed."""

    sheet: str
    row: int
    code: str
    name: str

    @property
    def typed(self) -> str:
        """Who is paid, as typed."""
        return " – ".join(part for part in (self.code, self.name) if part)


@dataclass(frozen=True, slots=True)
class PaymentLine(NamedRow):
    """One payment as the file gives it, and what it says of the line paid."""

    payment: Payment
    line: str = ""
    mission: Mission | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """The payments of a file and its columns; with one problem, nothing of it may be imported.

    `faulty` are the rows that a problem keeps from being a payment: whom they name is asked about all the same.
    """

    lines: tuple[PaymentLine, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    columns: tuple[FileColumn, ...] = ()
    faulty: tuple[NamedRow, ...] = ()


def read_payments(source: Path | bytes, today: date, matching: PaymentMatching | None = None) -> PaymentFile:
    """Read the payments of a workbook, with every problem, each at its place; a payment after `today` is one.

    `matching` says what columns hold where their titles do not, or say it wrongly.
    Raises UserError or EnvironmentFault, in French, when the file cannot be read.
    """
    matching = matching or {}
    tables = find_payments(open_workbook(source), matching)
    if not tables:
        raise UserError(
            "Aucune liste de versements n’a été trouvée dans le fichier.",
            typeset(
                "Il faut une ligne d’en-têtes avec la CPTS (son nom ou son code), la date et le montant. "
                "Le classeur modèle montre la forme attendue."
            ),
        )
    reader = _Reader(today)
    for table in tables:
        reader.read(table)
    columns = payment_columns(tables, matching)
    findings = reader.findings
    return PaymentFile(
        tuple(reader.lines), tuple(findings.problems), tuple(findings.warnings), columns, tuple(reader.faulty)
    )


def read_amount(cell: Cell) -> Decimal:
    """Read an amount of either sign, to the cent: « 37 500,00 € », « -1 200 », « (1 200) », « 1 200- »."""
    typed = text_of(cell)
    if isinstance(cell, str):
        turned = _IN_BRACKETS.fullmatch(typed) or _TRAILING_SIGN.fullmatch(typed)
        cell = f"-{turned[1]} {turned[2]}".strip() if turned else typed.removeprefix("+")
    try:
        return amount(cell, _UNITS).quantize(_CENT)
    except (ValueError, ArithmeticError):
        raise ValueError(typeset(f"« {typed} » n’est pas un montant. Écrivez par exemple 37 500,50.")) from None


@dataclass(slots=True)
class _Reader:
    """Read tables one after the other; a blank name continues the one above where each CPTS is named once."""

    today: date
    findings: Findings = field(default_factory=Findings)
    lines: list[PaymentLine] = field(default_factory=list)
    faulty: list[NamedRow] = field(default_factory=list)
    _above: tuple[str, str] = ("", "")
    _carried: int = 0

    def read(self, table: PaymentTable) -> None:
        """Read one table."""
        if lacking := list(_lacking(table)):
            for message in lacking:
                self._about(table, message, stops=True)
            return
        if table.ignored:
            titles = [f"« {title} »" for title in table.ignored]
            more = [f"{len(titles) - _MOST_TITLES} autres"] if len(titles) > _MOST_TITLES + 1 else []
            told = listing(titles[:_MOST_TITLES] + more if more else titles)
            self._about(table, f"Ces colonnes ne sont pas reprises, leur titre est inconnu ou en double : {told}.")
        merged, blocks = merged_down(table.sheet), _in_blocks(table)
        self._above, self._carried = ("", ""), 0
        for number in range(table.header + 1, len(table.sheet.rows)):
            entry = _Entry(table.sheet, table.header, number, self.findings, merged, table)
            if is_aside(entry.row):
                entry.tell_left_out()
                continue
            if lone := lone_text(entry.row):
                self._above = ("", lone)
            else:
                self._line(entry, blocks=blocks)
        if self._carried:
            told = plural(self._carried, "versement sans CPTS", "versements sans CPTS")
            self._about(table, f"{told} : celle nommée au-dessus est reprise. Vérifiez l’aperçu.")

    def _about(self, table: PaymentTable, message: str, *, stops: bool = False) -> None:
        findings = self.findings.problems if stops else self.findings.warnings
        findings.append(Problem(table.sheet.name, table.header + 1, "", "", typeset(message)))

    def _line(self, entry: "_Entry", *, blocks: bool) -> None:
        who = entry.text(PaymentField.CODE), entry.text(PaymentField.CPTS)
        if not any(who) and (blocks or not self._above[0]) and any(self._above):
            who = self._above
            self._carried += 1
        elif not any(who):
            entry.problem_of(PaymentField.CPTS, "La CPTS manque. Écrivez son code ou son nom.")
        self._above = who if any(who) else self._above
        paid_on, paid = entry.day(), entry.amount()
        label, reference = entry.text(PaymentField.LABEL), entry.text(PaymentField.REFERENCE)
        # What is missing was told: something sound stands for it, so that all else of the row is judged at once.
        payment = Payment(paid_on or self.today, _CENT if paid is None else paid, label, reference=reference)
        faults = refuse_payment(payment, self.today)
        for fault in faults:
            words = fault.words if fault.of_day or paid else "Ce montant est nul. Corrigez-le, ou retirez la ligne."
            entry.problem_of(PaymentField.PAID_ON if fault.of_day else entry.amount_field, words)
        fits = entry.fits(label, reference)
        line, mission, year = entry.text(PaymentField.LINE), entry.mission(), entry.year()
        named = NamedRow(entry.sheet.name, entry.number + 1, *who)
        if any(who) and paid_on and paid is not None and fits and not faults:
            self.lines.append(PaymentLine(named.sheet, named.row, *who, payment, line, mission, year))
        elif any(who):
            self.faulty.append(named)


def _lacking(table: PaymentTable) -> Iterator[str]:
    """Yield what is said of the columns without which no payment can be recorded."""
    wanted = (
        ((PaymentField.CPTS, PaymentField.CODE), "la CPTS"),
        ((PaymentField.PAID_ON,), "la date du versement"),
        ((PaymentField.AMOUNT, PaymentField.RECOVERED), "le montant"),
    )
    for names, words in wanted:
        if not any(name in table.columns for name in names):
            yield (
                f"Aucune colonne n’est reconnue comme donnant {words}. Dites laquelle avec « Colonnes… » dans la "
                f"fenêtre d’import, ou écrivez « {names[0].label} » en titre dans le classeur."
            )


def _in_blocks(table: PaymentTable) -> bool:
    """Return whether each CPTS is named once, above all its payments."""
    columns = [table.columns[name] for name in (PaymentField.CODE, PaymentField.CPTS) if name in table.columns]
    named = [
        key(" ".join(text_of(row[column]) for column in columns if column < len(row)))
        for row in table.sheet.rows[table.header + 1 :]
    ]
    runs = [name for name in named if name]
    return len(runs) == len(set(runs))


@dataclass(frozen=True, slots=True)
class _Entry(SheetRow):
    """One row of a list of payments."""

    table: PaymentTable

    @property
    def amount_field(self) -> PaymentField:
        """The column that gives the amount."""
        given = PaymentField.AMOUNT in self.table.columns and text_of(self._cell_of(PaymentField.AMOUNT))
        return PaymentField.AMOUNT if given or PaymentField.RECOVERED not in self.columns else PaymentField.RECOVERED

    @property
    def columns(self) -> Mapping[PaymentField, int]:
        """The column of each field."""
        return self.table.columns

    def text(self, name: PaymentField) -> str:
        """Return what a cell shows, empty without such a column."""
        if name not in self.columns or says_nothing(self._cell_of(name)):
            return ""
        return self.read(self.columns[name], text_of) or ""

    def day(self) -> date | None:
        """Return the day of the payment, reported where it is missing or cannot be read."""
        if not text_of(self._cell_of(PaymentField.PAID_ON)):
            self.problem_of(PaymentField.PAID_ON, "La date du versement manque. Écrivez-la, par exemple 04/02/2021.")
            return None
        return self.read(self.columns[PaymentField.PAID_ON], read_day)

    def amount(self) -> Decimal | None:
        """Return the amount paid, what is recovered being negative; reported where it is missing or cannot be read."""
        read: dict[PaymentField, Decimal | None] = {
            name: self.read(self.columns[name], read_amount)
            for name in (PaymentField.AMOUNT, PaymentField.RECOVERED)
            if name in self.columns and text_of(self.row_cell(name))
        }
        if not read:
            self.problem_of(PaymentField.AMOUNT, "Le montant manque. Écrivez-le, ou videz la ligne.")
        known = [value if name is PaymentField.AMOUNT else value and -abs(value) for name, value in read.items()]
        if not known or None in known:
            return None
        filled = [value for value in known if value]
        if len(filled) > 1:
            words = "Cette ligne porte à la fois un montant versé et un montant repris. Écrivez-les sur deux lignes."
            self.problem_of(PaymentField.RECOVERED, words)
            return None
        return filled[0] if filled else _NOTHING

    def row_cell(self, name: PaymentField) -> Cell:
        """Return a cell of the row itself: an amount merged over several rows was paid once."""
        column = self.columns[name]
        return self.row[column] if column < len(self.row) else ""

    def tell_left_out(self) -> None:
        """Warn of a row that looks like a total, yet has the day and the amount of a payment."""
        wanted = [name for name in (PaymentField.PAID_ON, PaymentField.AMOUNT) if name in self.columns]
        if len(wanted) > 1 and all(text_of(self.row_cell(name)) for name in wanted):
            self.warn(None, "Cette ligne ressemble à un total ou à une note : elle n’est pas reprise.")

    def fits(self, label: str, reference: str) -> bool:
        """Report a text that is longer than the register keeps."""
        texts = {PaymentField.LABEL: label, PaymentField.REFERENCE: reference}
        too_long = [name for name, most in _LONGEST.items() if len(texts[name]) > most]
        for name in too_long:
            self.problem_of(name, f"Ce texte dépasse {_LONGEST[name]} caractères. Raccourcissez-le.")
        return not too_long

    def mission(self) -> Mission | None:
        """Return the mission that the row names, if it names one."""
        typed = self.text(PaymentField.MISSION)
        named = missions_named(key(typed))
        if typed and len(named) != 1:
            self.warn(self.columns[PaymentField.MISSION], f"La mission « {typed} » n’est pas reconnue.")
        return named[0] if len(named) == 1 else None

    def year(self) -> int | None:
        """Return the year that the row names: of contract (1, 2…) or of the calendar (2023)."""
        typed = self.text(PaymentField.YEAR)
        found = _YEAR.search(typed)
        if typed and not found:
            self.warn(self.columns[PaymentField.YEAR], f"L’année « {typed} » n’est pas reconnue.")
        return int(found[1]) if found else None

    def problem_of(self, name: PaymentField, message: str) -> None:
        """Report what stops the import."""
        self.problem(self.columns.get(name), message)

    def _cell_of(self, name: PaymentField) -> Cell:
        return self.cell(self.columns[name])
