"""The printed agenda, gathered from what is stored: papers, CPTS, opinions, presidents, the reason of an issue."""

from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import Item, Verdict
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.office import convening, documents
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import agenda, issues, papers, presidency, register
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, adhesion, person
from tests.reports import reading
from tests.services.convening import TODAY, convened_commission

ISSUED = date(2021, 6, 1)
REASON = "le président n’a pas répondu"


@pytest.fixture
def meeting(db: Database, commission: Commission, tmp_path: Path) -> Meeting:
    """Return a meeting whose agenda has a CPTS and a paper, in a commission with one section president."""
    made = convened_commission(db, commission)
    cpts = register.save_adhesion(db, commission.id, adhesion(name="CPTS Presqu’île"), INSTALLED)
    (item,) = agenda.save_agenda(db, made.id, (Item("Avenant", cpts_id=cpts),))
    paper = tmp_path / "Avenant.pdf"
    paper.write_bytes(b"%PDF" * 500)
    papers.attach(db, item.id, [paper])
    presidency.name_section_president(
        db, commission.id, Section.SOCIAL, person("Solène Marzac", civility="Mme"), INSTALLED
    )
    return made


def printed(db: Database, commission: Commission, meeting: Meeting) -> str:
    return reading.text(documents.render(db, Request(commission.id, DocumentKind.AGENDA, ISSUED, ISSUED, meeting.id)))


def test_what_hangs_on_an_item_is_printed_with_it(db: Database, commission: Commission, meeting: Meeting) -> None:
    words = printed(db, commission, meeting)

    assert "CPTS concernée : CPTS Presqu’île (Loire-Atlantique)" in words
    assert "Pièce jointe : Avenant.pdf (2 Ko)" in words
    assert "Mme Solène Marzac" in words
    assert words.count("Avis à recueillir") == 2


def test_the_reason_of_an_issue_is_printed_then_and_after_until_the_agenda_changes(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    order = IssueOrder(commission.id, meeting.id, IssueKind.AGENDA, ISSUED, REASON)
    made = convening.issue(db, order, tmp_path / "out")
    kept = reading.text(issues.content_of(db, made.version))

    assert f"Motif : {REASON}" in kept
    assert kept == printed(db, commission, meeting)
    agenda.save_agenda(db, meeting.id, (*agenda.agenda_of(db, meeting.id), Item("Calendrier")))
    assert "Motif" not in printed(db, commission, meeting)


def test_opinions_given_since_take_the_place_of_the_reason(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    convening.issue(db, IssueOrder(commission.id, meeting.id, IssueKind.AGENDA, ISSUED, REASON), tmp_path / "out")
    given = [Opinion(section, ISSUED, ISSUED, Verdict.AGREED) for section in Section if section.votes]
    agenda.record_opinions(db, meeting.id, given, TODAY)
    words = printed(db, commission, meeting)

    assert words.count("Avis favorable 01/06/2021 01/06/2021 cette version") == 2
    assert "Motif" not in words
