from datetime import date

import pytest

from cpr_desk.domain.scale import Scale
from cpr_desk.paths import reference_dir
from cpr_desk.reports import pdf
from cpr_desk.reports.document import Row, Table
from cpr_desk.reports.scale import scale_sheet
from cpr_desk.storage.reference import load_scales
from tests.reports.conftest import Golden
from tests.reports.reading import pdf_facts
from tests.reports.sample import COMMISSION

ACI_2019, AVENANT_2 = load_scales(reference_dir()).values()


def sheet(scale: Scale, until: date | None = None) -> bytes:
    return pdf.render([scale_sheet(COMMISSION, scale, until, "fourni avec le programme")]).pdf


@pytest.mark.parametrize("scale", [ACI_2019, AVENANT_2], ids=lambda scale: scale.code)
def test_a_scale_is_printed_as_last_looked_at(scale: Scale, golden: Golden) -> None:
    golden(f"scale-{scale.code}.pdf", pdf_facts(sheet(scale)))


def test_the_printed_totals_are_those_of_the_accord() -> None:
    document = scale_sheet(COMMISSION, AVENANT_2, date(2026, 12, 31), "fourni avec le programme")
    table = next(block for block in document.blocks if isinstance(block, Table))
    total = next(row for row in table.rows if isinstance(row, Row) and row.is_total)

    assert list(total.cells[1:]) == [287_500, 382_500, 487_500, 580_000]
    assert document.subject == "Avenant 2, du 20/12/2021 au 31/12/2026"
    assert scale_sheet(COMMISSION, AVENANT_2, None, "").subject == "Avenant 2, à partir du 20/12/2021"


def test_the_same_scale_prints_the_same_file() -> None:
    assert sheet(ACI_2019) == sheet(ACI_2019)
