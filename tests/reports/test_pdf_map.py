import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.region_map import Colouring, Fill, Plotted, draw
from cpr_desk.reports import pdf
from cpr_desk.reports.document import Document, Heading, Letterhead, Map, Spacer, paragraph
from cpr_desk.services import reference
from tests.reports import map_sample
from tests.reports.reading import fonts, pages

HEAD = Letterhead("Commission d’essai")


def printed(block: Map) -> bytes:
    return pdf.render([Document("Carte", "au 4 février 2021", HEAD, (block, paragraph("après")))]).pdf


def drawn(data: bytes) -> str:
    """Return the operations of the first page."""
    contents = PdfReader(BytesIO(data)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def test_a_map_is_printed_with_its_legend_and_source() -> None:
    shown = [line for page in pages(printed(map_sample.block())) for line in page.split("\n")]

    for line in (
        "Territoires des CPTS", "Lettre d’intention (1 CPTS)", "Négociation de l’ACI (1 CPTS)",
        "Contrat signé (1 CPTS)",
        "1 commune dans plusieurs CPTS", "2 communes sans CPTS", "Contours : IGN, 2024.",
    ):  # fmt: skip
        assert any(line in each for each in shown), line


def test_each_cpts_has_its_number_on_the_map_and_in_the_legend() -> None:
    (shown,) = pages(printed(map_sample.block(Colouring.CPTS)))
    words = shown.partition("Territoires")[2].partition("Contours")[0].split()

    assert [words.count(str(number)) for number in (1, 2, 3)] == [3, 3, 2]  # two of them count communes too


def test_every_fill_but_plain_ones_has_lines_inside_its_outline() -> None:
    operations = drawn(printed(map_sample.block()))
    clips = len(re.findall(r"W\*", operations))

    assert clips == 2 * 3  # letter, negotiation and shared ground, on the map and in the legend
    assert len({fill.motif for fill in Fill if fill.name.startswith("TINT")}) == 5


def test_a_map_is_never_left_by_its_heading() -> None:
    for height in range(20, 240, 20):
        blocks = (Spacer(height), Heading("Carte des territoires"), map_sample.block())
        found = pages(pdf.render([Document("Carte", "au 4 février 2021", HEAD, blocks)]).pdf)
        (page,) = (each for each in found if "Carte des territoires" in each)
        assert "Contours : IGN" in page


def test_a_map_of_nothing_takes_no_room() -> None:
    empty = map_sample.block(Colouring.STAGE, "29")

    assert not empty.drawing.drawn
    assert "après" in pages(printed(empty))[0]


@pytest.mark.parametrize("region", ["53", "75", "11", "04"])
def test_the_map_of_a_real_region_is_small_and_prints_alike(region: str) -> None:
    contours, gazetteer = reference.contours(region), reference.gazetteer(region)
    assert contours
    groups = [tuple(each.code for each in gazetteer.members(epci)) for epci in sorted(gazetteer.epcis)[::3]]
    stages = [stage for stage in Stage if stage.is_open]
    cpts = [Plotted(n, f"CPTS {n}", stages[n % 5], codes) for n, codes in enumerate(groups, 1)]
    departments = reference.department_names(region)

    once, again = (
        printed(Map("Carte", draw(contours, gazetteer, cpts, departments, by), "IGN", 140))
        for by in (Colouring.STAGE, Colouring.STAGE)
    )

    assert len(once) < 400_000
    assert once == again


def test_a_map_needs_no_font_that_is_not_embedded() -> None:
    assert all("+" in name for name in fonts(printed(map_sample.block())))


def test_a_map_higher_than_its_room_is_drawn_smaller() -> None:
    low = replace(map_sample.block(), height=20)

    assert len(pages(printed(low))) == 1
