from datetime import date

import pytest

from cpr_desk.domain.agenda import Verdict
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.office import documents
from cpr_desk.office.certificates import evidence_of
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services.agenda import record_opinions
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.storage.database import Database
from tests.reports.reading import text
from tests.services.convening import TODAY, convened_commission, issued, send


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def read(db: Database, meeting: Meeting) -> str:
    request = Request(1, DocumentKind.CERTIFICATE, TODAY, TODAY, meeting.id)
    return text(documents.render(db, request)).replace("\xa0", " ")


def test_the_certificate_gathers_what_was_recorded(db: Database, commission: Commission, meeting: Meeting) -> None:
    version = issued(db, meeting)
    send(db, meeting, version)
    agenda = issued(db, meeting, b"%PDF agenda", IssueKind.AGENDA)
    send(db, meeting, agenda, date(2021, 6, 2))
    asked = (Opinion(Section.SOCIAL, date(2021, 6, 1), date(2021, 6, 3), Verdict.AGREED),)
    record_opinions(db, meeting.id, asked, TODAY)

    known = evidence_of(db, commission, meeting, TODAY)
    told = read(db, meeting)

    assert known.session.meeting == meeting
    assert version.sha256 in told
    assert "après l’envoi de l’ordre du jour" in told
    assert documents.file_name(db, Request(1, DocumentKind.CERTIFICATE, TODAY, TODAY, meeting.id)) == (
        "Certificat de régularité 2021-06-10"
    )


def test_a_cancelled_meeting_has_its_certificate(db: Database, meeting: Meeting) -> None:
    cancelled = cancel_meeting(db, meeting, "Grève", TODAY)

    assert DocumentKind.CERTIFICATE.suits(cancelled)
    assert "Réunion annulée le 01/07/2021" in read(db, cancelled)
