"""The presidency ledger: who presides each calendar year, and why."""

from collections.abc import Sequence

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.presidency import RULE, SOURCE, PresidencyYear
from cpr_desk.reports import wording
from cpr_desk.reports.document import Cell, Column, Document, Look, Row, Table, bold, paragraph


def presidency_ledger(commission: Commission, years: Sequence[PresidencyYear]) -> Document:
    """Return the ledger of these years, with the rule it applies."""
    return Document(
        title="Présidence de la commission",
        subject=_span(years),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Présidence de la commission", look=Look.TITLE),
            paragraph(_span(years), look=Look.SUBTITLE),
            paragraph(RULE),
            paragraph(SOURCE, look=Look.SMALL),
            Table(
                (
                    Column("Année", 0.7),
                    Column("Présidence", 2.4),
                    Column("Vice-présidence", 2.4),
                    Column("Règle appliquée", 2.6),
                ),
                tuple(
                    Row(
                        (
                            bold(str(year.year)),
                            _office(year.president_section, year.president),
                            _office(year.vice_president_section, year.vice_president),
                            year.why,
                        )
                    )
                    for year in years
                ),
            ),
        ),
        author=wording.author(commission),
    )


def _span(years: Sequence[PresidencyYear]) -> str:
    if not years:
        return ""
    first, last = years[0].year, years[-1].year
    return f"Année {first}" if first == last else f"Années {first} à {last}"


def _office(section: Section, name: str | None) -> Cell:
    return f"{section.label}\n{name or 'président à désigner'}"
