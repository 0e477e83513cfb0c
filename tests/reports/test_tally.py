"""The paper kit of a vote: who votes with what weight, boxes to tick, papers to cut out."""

from dataclasses import replace

from cpr_desk.domain.composition import Composition, Section
from cpr_desk.reports import docx, pdf
from cpr_desk.reports.document import CutSheet, Document, Kind, Row, Table
from cpr_desk.reports.tally import ballot_papers, tally_forms
from tests.factories import INSTALLED
from tests.reports import reading
from tests.reports.sample import COMMISSION, COMPOSITION, DETAILED

FORMS = tally_forms(COMMISSION, DETAILED, COMPOSITION)
PAPERS = ballot_papers(COMMISSION, DETAILED, COMPOSITION)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def rows(table: Table) -> list[Row]:
    return [row for row in table.rows if isinstance(row, Row)]


def slips(document: Document) -> CutSheet:
    return next(block for block in document.blocks if isinstance(block, CutSheet))


def test_each_item_to_decide_has_a_form_then_a_blank_one_and_a_secret_one() -> None:
    assert [form.addressee for form in FORMS] == [
        "1 Approbation du relevé de décisions de la réunion précédente",
        "2.1 Avenant au contrat de la CPTS Presqu’île",
        "3 Calendrier de 2022",
        "formulaire vierge",
        "bulletin secret",
    ]


def test_a_form_names_every_seat_with_its_weight_and_a_box_for_each_choice() -> None:
    social, totals, professional = tables(FORMS[0])

    assert [len(rows(social)), len(rows(professional))] == [13, 35]
    assert rows(social)[2].cells == (
        "RG, ligne 3", "Odilon Brécourt – Lubin Castérac", "☐\u00a0T ☐\u00a0S ☐\u00a0P", 3, "☐", "☐", "☐", "☐", "☐",
    )  # fmt: skip
    assert "siège non pourvu" in {row.cells[1] for row in rows(professional)}
    assert [row.cells[1] for row in rows(totals)] == [35, 35, 70]
    assert [column.header for column in totals.columns if column.kind is Kind.SIGNATURE] == [
        "Pour", "Contre", "Abst.", "Refus", "Déport", "Voix exprimées",
    ]  # fmt: skip


def test_a_form_holds_on_two_pages_and_the_secret_one_on_one() -> None:
    assert len(reading.pages(pdf.render(FORMS[:1]).pdf)) == 2
    assert len(reading.pages(pdf.render(FORMS[-1:]).pdf)) == 1


def test_secret_papers_are_counted_by_section_and_weight() -> None:
    papers, _ = tables(FORMS[-1])

    assert [row.cells[:3] for row in rows(papers)] == [
        ("Section sociale", 3, 11), ("Section sociale", 1, 2), ("Section professionnelle", 1, 35),
    ]  # fmt: skip


def test_papers_of_each_weight_fill_whole_sheets_for_the_seats_somebody_holds() -> None:
    assert [sheet.addressee.replace("\u00a0", " ") for sheet in PAPERS] == [
        "section sociale, 3 voix", "section sociale, 1 voix", "section professionnelle, 1 voix",
    ]  # fmt: skip
    assert [len(slips(sheet).slips) for sheet in PAPERS] == [20, 10, 20]
    assert len(reading.pages(pdf.render(PAPERS).pdf)) == 5
    assert reading.text(pdf.render(PAPERS[:1]).pdf).count("3 voix ☐ Pour") == 20


def test_an_odd_slip_leaves_its_neighbour_empty_and_word_writes_them_too() -> None:
    alone = replace(PAPERS[0], blocks=(CutSheet(slips(PAPERS[0]).slips[:3]),))

    assert reading.text(pdf.render([alone]).pdf).count("Abstention") == 3
    assert docx.render([alone]).startswith(b"PK")


def test_a_commission_without_seats_in_a_section_has_forms_all_the_same() -> None:
    empty = Composition(INSTALLED, COMPOSITION.of(Section.SOCIAL))

    assert len(tables(tally_forms(COMMISSION, DETAILED, empty)[0])) == 2


def test_the_typography_is_french() -> None:
    assert [fault for document in (*FORMS, *PAPERS) for fault in reading.typing_faults(document)] == []
