"""Slips of paper to cut out, two a line. Lengths in points."""

from collections.abc import Sequence

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import Table

from cpr_desk.domain.french import NBSP
from cpr_desk.reports.document import Slip
from cpr_desk.reports.pdf_table import bare_table
from cpr_desk.reports.pdf_text import ACCENT, GREY, flowing, style

ACROSS = 2
_HEIGHT = 41 * mm
_BETWEEN = NBSP * 5
_DASHES = (3, 3)
_CAPTION = style(9, 12, GREY, alignment=TA_CENTER)
_FIGURE = style(20, 27, ACCENT, alignment=TA_CENTER)
_BOXES = style(11, 17, alignment=TA_CENTER, spaceBefore=4)


def slips_table(slips: Sequence[Slip], width: float) -> Table:
    """Lay slips out on a width, with dashed lines between them; a slip is never cut by the end of a page."""
    cells = [
        [
            flowing((slip.caption,), _CAPTION),
            flowing((slip.figure,), _FIGURE, bold=True),
            flowing((_BETWEEN.join(slip.boxes),), _BOXES),
        ]
        for slip in slips
    ]
    cells += [[]] * (-len(cells) % ACROSS)
    rows = [cells[start : start + ACROSS] for start in range(0, len(cells), ACROSS)]
    return bare_table(
        rows, [width / ACROSS] * ACROSS,
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("INNERGRID", (0, 0), (-1, -1), 0.6, GREY, None, _DASHES),
        ("BOX", (0, 0), (-1, -1), 0.6, GREY, None, _DASHES), rowHeights=[_HEIGHT] * len(rows), spaceBefore=4,
    )  # fmt: skip
