"""What changed between two compositions: the page to hand out, and the workbook."""

from collections.abc import Sequence
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.difference_lines import DifferenceLine, lines, summary
from cpr_desk.domain.differences import Differences
from cpr_desk.domain.french import date_digits, day_words
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    Look,
    Row,
    Sheet,
    Table,
    Workbook,
    bold,
    paragraph,
)

_TITLE = "Évolution de la composition"
_COLUMNS = (
    Column("État", 1.3),
    Column("Siège", 2.2),
    Column("Avant", 2.6),
    Column("Après", 2.6),
)


def differences_report(commission: Commission, found: Differences) -> Document:
    """Return the sentences that sum up, then a table for each section that changed."""
    first, *figures = summary(found)
    told = lines(found)
    return Document(
        title=_TITLE,
        subject=f"du {day_words(found.before.at)} au {day_words(found.after.at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(_TITLE, look=Look.TITLE),
            paragraph(f"Du {day_words(found.before.at)} au {day_words(found.after.at)}", look=Look.SUBTITLE),
            paragraph(bold(first)),
            *(paragraph(sentence) for sentence in figures),
            *(block for section in Section for block in _section(section, told)),
        ),
        author=wording.author(commission),
    )


def _section(section: Section, told: Sequence[DifferenceLine]) -> tuple[Block, ...]:
    rows = tuple(Row((line.kind.label, line.seat, line.before, line.after)) for line in told if line.section is section)
    return (Heading(section.label), Table(_COLUMNS, rows, name=section.label)) if rows else ()


def differences_workbook(commission: Commission, found: Differences, issued_on: date) -> Workbook:
    """Return one sheet: the sentences, then a line for each change."""
    subject = f"Du {date_digits(found.before.at)} au {date_digits(found.after.at)}"
    rows = tuple(
        Row((line.section.label, line.kind.label, line.seat, line.before, line.after)) for line in lines(found)
    )
    table = Table((Column("Section", 1.6), *_COLUMNS), rows, name="Evolution")
    return Workbook(
        title=f"{_TITLE} – {commission.name}",
        subject=subject,
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=(Sheet("Évolution", f"{_TITLE} – {commission.name}", summary(found), (table,)),),
    )
