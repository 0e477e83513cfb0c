"""The presidency ledger: who presides each calendar year, and why."""

from collections.abc import Iterator, Sequence

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.presidency import RULE, SOURCE, TO_DESIGNATE, Office, PresidencyYear, SectionPresident
from cpr_desk.reports import wording
from cpr_desk.reports.document import Block, Cell, Column, Document, Heading, Kind, Look, Row, Table, bold, paragraph


def presidency_ledger(
    commission: Commission, years: Sequence[PresidencyYear], presidents: Sequence[SectionPresident] = ()
) -> Document:
    """Return the ledger of these years with the rule it applies, then the section presidents with their dates."""
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
                    Column("Règle appliquée et mentions", 2.8),
                ),
                tuple(
                    Row(
                        (
                            bold(str(year.year)),
                            _office(year.presidency),
                            _office(year.vice_presidency),
                            "\n".join((year.why, *year.mentions)),
                        )
                    )
                    for year in years
                ),
            ),
            *_presidents(presidents),
        ),
        author=wording.author(commission),
    )


def _span(years: Sequence[PresidencyYear]) -> str:
    if not years:
        return ""
    first, last = years[0].year, years[-1].year
    return f"Année {first}" if first == last else f"Années {first} à {last}"


def _office(office: Office) -> Cell:
    return f"{office.section.label}\n{office.words or TO_DESIGNATE}"


def _presidents(presidents: Sequence[SectionPresident]) -> Iterator[Block]:
    if not presidents:
        return
    yield Heading("Présidents de section")
    yield paragraph(f"Chaque section désigne son président parmi ses membres{NBSP}: {SOURCE}.", look=Look.SMALL)
    yield Table(
        (Column("Section", 2.4), Column("Président", 3.5), Column("Du", 1.2, Kind.DATE), Column("Au", 1.2, Kind.DATE)),
        tuple(Row((p.section.label, p.name, p.since, p.until)) for p in presidents),
    )
