"""The funding statement of a CPTS, each euro explained, and that of the whole register; a simulation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Commission
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, day_words, euros, integer, plural, typeset
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.money import (
    UNMATCHED,
    Total,
    by_civil_year,
    by_contract_year,
    by_line,
    by_year_number,
    grand_total,
)
from cpr_desk.domain.money_gaps import Gap
from cpr_desk.domain.schedule import SOURCE, Due
from cpr_desk.domain.simulation import Simulation
from cpr_desk.domain.statement import Line, Payment, Statement
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Kind,
    Look,
    Row,
    Table,
    paragraph,
)

TITLE = "État de financement"
PAYMENTS = "Versements aux CPTS"
TO_MATCH = "à rapprocher"
EXPECTED = typeset(
    "Une part variable dont les résultats ne sont pas encore saisis compte pour son maximum : elle est dite "
    "« résultats attendus »."
)
CIVIL = typeset("Un versement compte dans l’année civile où il est fait : le reste d’une année peut être négatif.")
SOURCES = typeset(
    "Ce qui est dû se calcule d’après le barème en vigueur au début de chaque année de contrat, la taille retenue, les "
    f"missions et leurs résultats ({SOURCE}). Le prorata en jours est une {DEFAULT_RULE_NOTICE}."
)
_READ = typeset(f"Sauf mention contraire, source : {SOURCE}. * : {DEFAULT_RULE_NOTICE}.")


@dataclass(frozen=True, slots=True)
class CptsAccount:
    """A CPTS, its money on a day, and what is missing to compute it."""

    dossier: Dossier
    statement: Statement
    gaps: tuple[Gap, ...] = ()

    @property
    def has_money(self) -> bool:
        """Whether anything is due, will be, or was paid."""
        return bool(self.statement.lines or self.statement.unmatched)


def funding_statement(commission: Commission, account: CptsAccount) -> Document:
    """Return the statement of one CPTS: totals, lines with their calculation, payments."""
    at = account.statement.at
    return Document(
        title=TITLE,
        subject=f"{account.dossier.name}, au {day_words(at)}",
        letterhead=wording.letterhead(commission),
        blocks=tuple(_of_cpts(account)),
        addressee=account.dossier.name,
        addressee_id=account.dossier.id,
        author=wording.author(commission),
        landscape=True,
    )


def regional_funding(commission: Commission, accounts: Sequence[CptsAccount], at: date) -> Document:
    """Return the money of the register: by calendar year, by year of contract, by line, by CPTS."""
    told = [each.statement for each in accounts]
    return Document(
        title=TITLE,
        subject=f"au {day_words(at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(f"{TITLE} des CPTS", look=Look.TITLE),
            paragraph(f"Au {date_words(at)}, {plural(len(accounts), 'CPTS', 'CPTS')}", look=Look.SUBTITLE),
            _figures(told),
            paragraph(f"{SOURCES} {EXPECTED}", look=Look.SMALL),
            Heading("Par année civile"),
            totals_table("Année civile", by_civil_year(told), "Annees_civiles"),
            paragraph(CIVIL, look=Look.SMALL),
            Heading("Par année de contrat"),
            totals_table("Année de contrat", by_year_number(told), "Annees_contrat"),
            Heading("Par ligne du barème"),
            totals_table("Ligne du barème", by_line(told), "Lignes"),
            Heading("Par CPTS"),
            totals_table("CPTS", by_cpts(accounts), "CPTS"),
        ),
        addressee="Synthèse",
        author=wording.author(commission),
        landscape=True,
    )


def payments_list(commission: Commission, accounts: Sequence[CptsAccount], at: date) -> Document:
    """Return the payments recorded up to a day, CPTS by CPTS, each with the line it pays."""
    told = [each.statement for each in accounts]
    paid = [each for each in accounts if each.dossier.payments]
    rows: list[Row | Band] = []
    for each in paid:
        rows.append(Band(f"{each.dossier.name}{NBSP}: {euros(each.statement.paid)}"))
        rows += _payment_rows(each)
    whole = sum((each.paid for each in told), NOTHING)
    rows.append(Row((None, "Total", None, None, whole), is_total=True))
    count = sum(len(each.dossier.payments) for each in paid)
    loose = sum((loose_sum(each) for each in told), NOTHING)
    figures = [(euros(whole), "versés"), (integer(count), "versements" if count > 1 else "versement")]
    if loose:
        figures.append((euros(loose), "à rapprocher"))
    return Document(
        title=PAYMENTS,
        subject=f"au {day_words(at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(PAYMENTS, look=Look.TITLE),
            paragraph(f"Au {date_words(at)}", look=Look.SUBTITLE),
            KeyFigures(tuple(figures)),
            Heading("Par année civile"),
            totals_table("Année civile", by_civil_year(told), "Annees_civiles"),
            paragraph(CIVIL, look=Look.SMALL),
            Heading("Liste des versements"),
            Table(_PAID, tuple(rows)) if paid else paragraph("Aucun versement n’est enregistré."),
        ),
        author=wording.author(commission),
        landscape=True,
    )


def simulation_report(
    commission: Commission, dossier: Dossier, simulation: Simulation, facts: Sequence[tuple[str, str]], at: date
) -> Document:
    """Return a simulation to print: what was supposed, then both sides line by line."""
    rows = [Row((each.label, each.now, each.then, each.difference)) for each in simulation.lines]
    total = simulation.total
    rows.append(Row((total.label, total.now, total.then, total.difference), is_total=True))
    money = [Column(header, 1.4, Kind.EUROS) for header in ("Aujourd’hui", "Hypothèse", "Écart")]
    return Document(
        title="Simulation de financement",
        subject=f"{dossier.name}, au {day_words(at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Simulation de financement", look=Look.TITLE),
            paragraph(f"{dossier.name}, au {date_words(at)}", look=Look.SUBTITLE),
            paragraph(f"Simulation sans valeur contractuelle{NBSP}: rien n’en est enregistré.", look=Look.SMALL),
            Heading("Hypothèse"),
            Facts(tuple((f"{name}{NBSP}:", value) for name, value in facts)),
            Heading("Montants"),
            Table((Column("Ligne du barème", 4), *money), tuple(rows)),
            paragraph(f"{SOURCES} {EXPECTED}", look=Look.SMALL),
        ),
        author=wording.author(commission),
    )


def by_cpts(accounts: Sequence[CptsAccount]) -> tuple[Total, ...]:
    """Return the totals of each CPTS that has money, in the order given."""
    return tuple(
        Total(each.dossier.name, grand_total(by_civil_year([each.statement]))) for each in accounts if each.has_money
    )


def totals_table(header: str, totals: Sequence[Total], name: str) -> Table:
    """Return totals as a table that ends with their sum."""
    whole = Total("Total", grand_total(totals))
    rows = [_total_row(each) for each in totals] + [_total_row(whole, is_total=True)]
    return Table(
        (
            Column(header, 4),
            Column("Dû", 1.4, Kind.EUROS, "Échu à la date de l’état."),
            Column("dont attendu", 1.4, Kind.EUROS, EXPECTED),
            Column("Versé", 1.4, Kind.EUROS, "Versements enregistrés jusqu’à la date de l’état, reprises déduites."),
            Column("Reste", 1.4, Kind.EUROS, "Dû moins versé\u00a0; négatif si le versé dépasse le dû."),
            Column("À venir", 1.4, Kind.EUROS, "À échoir après la date de l’état."),
        ),
        tuple(rows),
        name=name,
    )


def _total_row(total: Total, *, is_total: bool = False) -> Row:
    own = total.sum
    return Row((capital(total.label), own.due, own.expected or None, own.paid, own.left, own.to_come), is_total)


def _figures(accounts: Sequence[Statement]) -> KeyFigures:
    whole = grand_total(by_civil_year(accounts))
    return KeyFigures(
        (
            (euros(whole.due), "dus à ce jour"),
            (euros(whole.paid), "versés"),
            (euros(whole.left), "restant à verser"),
            (euros(whole.to_come), "à venir"),
        )
    )


def _of_cpts(account: CptsAccount) -> Iterator[Block]:
    told, dossier = account.statement, account.dossier
    yield paragraph(TITLE, look=Look.TITLE)
    yield paragraph(f"{dossier.name} ({dossier.adhesion.code}), au {date_words(told.at)}", look=Look.SUBTITLE)
    yield _figures([told])
    if facts := tuple(_facts(dossier)):
        yield Facts(tuple((f"{name}{NBSP}:", value) for name, value in facts))
    if account.gaps:
        yield Heading("À compléter")
        yield BulletList(tuple((gap.words,) for gap in account.gaps))
    yield Heading("Totaux par année de contrat")
    yield totals_table("Année de contrat", by_contract_year([told]), "Annees_contrat")
    yield Heading("Totaux par année civile")
    yield totals_table("Année civile", by_civil_year([told]), "Annees_civiles")
    yield paragraph(CIVIL, look=Look.SMALL)
    yield Heading("Détail et calcul de chaque somme")
    yield paragraph(_READ, look=Look.SMALL)
    yield _lines(told)
    yield Heading("Versements")
    if dossier.payments:
        yield _payments(account)
    else:
        yield paragraph("Aucun versement n’est enregistré.")
    yield paragraph(f"{SOURCES} {EXPECTED}", look=Look.SMALL)


def _facts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    contract = dossier.contract
    if contract is None:
        return
    yield "Contrat signé le", date_digits(contract.signed_on)
    if contract.starts_on != contract.signed_on:
        yield "Effet au", date_digits(contract.starts_on)
    yield "Terme", date_digits(contract.term)
    if contract.ended_on and contract.end_kind:
        yield "Fin", f"{date_digits(contract.ended_on)}, {contract.end_kind.label}"


def _lines(told: Statement) -> Table:
    rows: list[Row | Band] = []
    for year in sorted({line.due.of_year for line in told.lines}, key=lambda year: (year.since, year.number)):
        rows.append(Band(capital(year.label)))
        rows += [_line(line) for line in told.lines if line.due.of_year == year]
    if loose := loose_sum(told):
        rows.append(Row((None, UNMATCHED, None, None, loose, -loose, None)))
    whole = sum((line.due.amount for line in told.lines), NOTHING)
    rows.append(Row((None, "Total", None, whole, told.paid, whole - told.paid, None), is_total=True))
    return Table(
        (
            Column("Échéance", 1.2, Kind.DATE),
            Column("Ligne et calcul", 7.6),
            Column("Nature", 1.3),
            Column("Montant", 1.3, Kind.EUROS),
            Column("Versé", 1.3, Kind.EUROS),
            Column("Reste", 1.3, Kind.EUROS),
            Column("État", 1.2),
        ),
        tuple(rows),
        compact=True,
    )


def _line(line: Line) -> Row:
    due = line.due
    return Row(
        (
            due.due_on,
            f"{due.label}\n{_calculation(due)}",
            capital(due.kind.label),
            due.amount,
            line.paid,
            line.left,
            capital(line.state.label),
        )
    )


def _calculation(due: Due) -> str:
    """Return the steps of a line; what stands for every line is said once, above the table."""
    mark = f"{NBSP}*" if due.certainty.is_default else ""
    source = f" Source{NBSP}: {due.source}." if due.source != SOURCE else ""
    return f"{'. '.join(capital(step) for step in due.why)}{mark}.{source}"


_PAID = (
    Column("Versé le", 1.3, Kind.DATE),
    Column("Libellé", 3),
    Column("Référence", 2),
    Column("Ligne payée", 4),
    Column("Montant", 1.5, Kind.EUROS),
)


def _payments(account: CptsAccount) -> Table:
    total = Row((None, "Total", None, None, account.statement.paid), is_total=True)
    return Table(_PAID, (*_payment_rows(account), total), compact=True)


def _payment_rows(account: CptsAccount) -> list[Row]:
    pays = {payment.id: line for line in account.statement.lines for payment in line.payments}
    made = sorted(account.dossier.payments, key=lambda each: (each.paid_on, each.id))
    return [Row((each.paid_on, each.label, each.reference, paid_line(each, pays), each.amount)) for each in made]


def loose_sum(told: Statement) -> Decimal:
    """Return what was paid without being matched to a line."""
    return sum((each.amount for each in told.unmatched), NOTHING)


def paid_line(payment: Payment, pays: dict[int, Line]) -> str:
    """Return which line a payment pays, « à rapprocher » when none."""
    line = pays.get(payment.id)
    if line is None:
        return TO_MATCH
    return f"{line.due.label}, {line.due.kind.label}, {date_digits(line.due.due_on)}"
