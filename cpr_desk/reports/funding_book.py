"""The money of the register for Excel: what is due line by line with its sums, and the list of the payments."""

from collections.abc import Iterator, Sequence
from datetime import date

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Commission
from cpr_desk.domain.french import NBSP, capital, date_digits
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.money import UNMATCHED, by_civil_year, by_line, by_year_number
from cpr_desk.domain.statement import Line
from cpr_desk.reports import wording
from cpr_desk.reports.document import Cell, Column, Kind, Row, Sheet, Table, Workbook
from cpr_desk.reports.funding import CIVIL, EXPECTED, SOURCES, CptsAccount, by_cpts, loose_sum, paid_line, totals_table

_WHO = (
    Column("Code", note="Identifiant de la CPTS pour l’ARS."),
    Column("CPTS", note="Nom de la CPTS."),
    Column("Département", note="Code Insee du département du siège."),
)
_DUES = (
    *_WHO,
    Column("Année de contrat", kind=Kind.INTEGER, note="0\u00a0: avant le contrat (contrat d’accompagnement)."),
    Column("Du", kind=Kind.DATE, note="Premier jour de l’année de contrat."),
    Column("Au", kind=Kind.DATE, note="Dernier jour de l’année de contrat."),
    Column("Ligne du barème", note="Ligne du barème qui est payée."),
    Column("Nature", note="Versement en totalité, avance, solde, sur résultats, crise, versement unique, majoration."),
    Column("Échéance", kind=Kind.DATE, note="Jour auquel la somme est due."),
    Column("Année civile", kind=Kind.YEAR, note="Année civile de l’échéance."),
    Column("Montant", kind=Kind.EUROS, note="Somme due pour la ligne\u00a0; négative\u00a0: à reprendre."),
    Column("Versé", kind=Kind.EUROS, note="Versements rapprochés de la ligne."),
    Column("Reste", kind=Kind.EUROS, note="Montant moins versé."),
    Column("État", note="Où en est la ligne à la date de l’état."),
    Column("Calcul", note="Étapes du calcul, dans l’ordre.", one_line=True),
    Column("Source", note="Texte d’où vient la règle.", one_line=True),
    Column("Règle par défaut", note=f"Oui\u00a0: {DEFAULT_RULE_NOTICE}."),
)
_PAYMENTS = (
    *_WHO,
    Column("Versé le", kind=Kind.DATE, note="Jour du versement."),
    Column("Montant", kind=Kind.EUROS, note="Somme versée\u00a0; négative pour une reprise."),
    Column("Libellé", note="Libellé du versement."),
    Column("Référence", note="Référence du versement."),
    Column("Ligne payée", note="Ligne dont le versement est rapproché."),
    Column("Année de contrat", kind=Kind.INTEGER, note="Année de contrat de cette ligne."),
    Column("Année civile", kind=Kind.YEAR, note="Année civile du versement."),
)


def funding_workbook(
    commission: Commission, accounts: Sequence[CptsAccount], at: date, issued_on: date
) -> tuple[int, Workbook]:
    """Return the number of lines due and the workbook of what is due and paid, with the same totals on each sheet."""
    told = [each.statement for each in accounts]
    rows = [Row((*_who(each), *cells)) for each in accounts for cells in _dues(each)]
    due = sum((line.due.amount for each in told for line in each.lines), NOTHING)
    paid = sum((each.paid for each in told), NOTHING)
    total = Row((*[None] * 9, "Total", due, paid, due - paid, *[None] * 4), is_total=True)
    dated = f"État au {date_digits(at)}"
    sums = (
        ("Par année civile", totals_table("Année civile", by_civil_year(told), "Annees_civiles")),
        ("Par année de contrat", totals_table("Année de contrat", by_year_number(told), "Annees_contrat")),
        ("Par ligne", totals_table("Ligne du barème", by_line(told), "Lignes")),
        ("Par CPTS", totals_table("CPTS", by_cpts(accounts), "Par_CPTS")),
    )
    notes = {"Par année civile": (CIVIL,)}
    lines = Table(_DUES, (*rows, total) if rows else (), name="Sommes")
    book = _book(
        commission,
        "Financement des CPTS",
        at,
        issued_on,
        (
            Sheet("Sommes", f"Sommes dues – {commission.name}", (dated, SOURCES, EXPECTED), (lines,)),
            *(
                Sheet(
                    name,
                    f"Financement {name[:1].lower()}{name[1:]} – {commission.name}",
                    (dated, EXPECTED, *notes.get(name, ())),
                    (table,),
                    leading=1,
                )
                for name, table in sums
            ),
            _definitions((("Sommes", _DUES), ("Totaux", sums[0][1].columns)), at, issued_on),
        ),
    )
    return len(rows), book


def payments_workbook(
    commission: Commission, accounts: Sequence[CptsAccount], at: date, issued_on: date
) -> tuple[int, Workbook]:
    """Return the number of payments and the workbook that lists them."""
    rows = [Row((*_who(each), *cells)) for each in accounts for cells in _paid(each)]
    whole = sum((each.statement.paid for each in accounts), NOTHING)
    total = Row((*[None] * 3, "Total", whole, *[None] * 5), is_total=True)
    table = Table(_PAYMENTS, (*rows, total) if rows else (), name="Versements")
    dated = f"État au {date_digits(at)}"
    sheets = (
        Sheet("Versements", f"Versements aux CPTS – {commission.name}", (dated,), (table,)),
        _definitions((("Versements", _PAYMENTS),), at, issued_on),
    )
    return len(rows), _book(commission, "Versements aux CPTS", at, issued_on, sheets)


def _book(commission: Commission, title: str, at: date, issued_on: date, sheets: tuple[Sheet, ...]) -> Workbook:
    subject = f"État au {date_digits(at)}"
    return Workbook(f"{title} – {commission.name}", subject, wording.author(commission), issued_on, sheets)


def _who(account: CptsAccount) -> tuple[Cell, ...]:
    own = account.dossier.adhesion
    return own.code, own.name, own.department


def _dues(account: CptsAccount) -> Iterator[tuple[Cell, ...]]:
    yield from (_due(line) for line in account.statement.lines)
    if loose := loose_sum(account.statement):
        yield *[None] * 3, UNMATCHED, *[None] * 4, loose, -loose, *[None] * 4


def _due(line: Line) -> tuple[Cell, ...]:
    due = line.due
    year = due.of_year
    return (
        year.number,
        year.since if year.number else None,
        year.until if year.number else None,
        due.label,
        capital(due.kind.label),
        due.due_on,
        due.due_on.year,
        due.amount,
        line.paid,
        line.left,
        capital(line.state.label),
        due.words,
        due.source,
        "oui" if due.certainty.is_default else None,
    )


def _paid(account: CptsAccount) -> list[tuple[Cell, ...]]:
    pays = {payment.id: line for line in account.statement.lines for payment in line.payments}
    made = sorted(account.dossier.payments, key=lambda each: (each.paid_on, each.id))
    return [
        (
            each.paid_on,
            each.amount,
            each.label or None,
            each.reference or None,
            paid_line(each, pays),
            pays[each.id].due.of_year.number if each.id in pays else None,
            each.paid_on.year,
        )
        for each in made
    ]


def _definitions(tables: Sequence[tuple[str, Sequence[Column]]], at: date, issued_on: date) -> Sheet:
    rows = [Row((name, column.header, column.note)) for name, columns in tables for column in columns if column.note]
    intro = (f"État au {date_digits(at)}, établi le {date_digits(issued_on)}{NBSP}: {SOURCES}",)
    table = Table((Column("Feuille"), Column("Colonne"), Column("Définition")), tuple(rows), name="Definitions")
    return Sheet("Définitions", "Définitions", intro, (table,))
