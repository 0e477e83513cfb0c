"""The attendance sheet: everybody who may sit, by section with votes and room to sign, then who was invited."""

from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity, RecipientChange, recipients
from cpr_desk.reports import pdf
from cpr_desk.reports.attendance import attendance_sheet
from cpr_desk.reports.document import Document, Kind, Table
from tests.factories import person
from tests.reports import reading
from tests.reports.sample import AROUND, CHAIR, COMMISSION, COMPOSITION, MEETING

GUEST = RecipientChange(person("Perrig Lanvaux", id=999, civility="Mme"), Capacity.EXPERT, "point 3")


def sheet(*changes: RecipientChange) -> Document:
    return attendance_sheet(
        COMMISSION, MEETING, COMPOSITION, CHAIR, AROUND.presidents, recipients(COMPOSITION, changes)
    )


def test_titular_and_substitute_of_each_seat_have_a_box_to_sign_beside_their_votes() -> None:
    tables = [block for block in sheet().blocks if isinstance(block, Table)]

    for table, section in zip(tables, Section, strict=False):
        headers = [column.header for column in table.columns]
        boxes = [column.header for column in table.columns if column.kind is Kind.SIGNATURE]
        proxy = ["Pouvoir donné à"] if section.votes else []
        assert boxes == ["Signature du titulaire", "Signature du suppléant", "Arrivée", "Départ", *proxy]
        assert ("Voix" in headers) is section.votes
        assert len(table.rows) == len(COMPOSITION.of(section))


def test_who_was_invited_signs_after_the_members() -> None:
    words = reading.text(pdf.render([sheet(GUEST)]).pdf)

    assert "invitées (sans droit de vote) Personne Qualité Signature Arrivée Départ Mme Perrig Lanvaux Expert" in words
    assert "Autres personnes invitées" not in reading.text(pdf.render([sheet()]).pdf)


def test_both_section_presidents_are_named_where_they_sign() -> None:
    assert "Mme Solène Kervadec Dr Yann Le Goff" in reading.text(pdf.render([sheet()]).pdf)


def test_the_typography_of_the_sheet_is_french() -> None:
    assert reading.typing_faults(sheet(GUEST)) == []
