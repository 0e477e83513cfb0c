"""The copies of what is sent, printed, filed and kept with the letters."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.letter_kinds import COPY
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import Organisation
from cpr_desk.errors import UserError
from cpr_desk.office import convening, documents, letter_preview
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.letters import packaged_text
from cpr_desk.services import issues
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import find_meeting
from cpr_desk.services.organisations import change_organisation, correspondents
from cpr_desk.services.recipients import recipients_of
from cpr_desk.storage.database import Database
from tests.reports import reading
from tests.services.convening import TODAY, convened_commission, send

ISSUED = date(2021, 5, 20)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def ask_for_copies(db: Database, commission: Commission, meeting: Meeting, name: str = "CSMF") -> None:
    """Tick the copy of an organisation, as its form does."""
    known = correspondents(db, commission.id, meeting.on)
    organisation: Organisation = next(each.organisation for each in known if each.organisation.name == name)
    change_organisation(db, replace(organisation, copied=True))


def issue(db: Database, commission: Commission, meeting: Meeting, folder: Path) -> convening.Issued:
    return convening.issue(db, IssueOrder(commission.id, meeting.id, IssueKind.CONVOCATION, ISSUED), folder)


def test_a_copy_is_filed_and_kept_with_the_letters_and_counts_as_no_recipient(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    ask_for_copies(db, commission, meeting)
    made = issue(db, commission, meeting, tmp_path)
    *letters, copy = made.files[1:]
    named = [file.stem[4:] for file in letters if "Copie à : CSMF" in reading.text(file.read_bytes())]

    assert (copy.stem[4:], len(letters)) == ("CSMF", len(recipients_of(db, meeting)))
    assert "copie de la convocation" in reading.text(copy.read_bytes())
    assert named == ["Basile Abgrall", "Corentin Bessanges"]
    assert "copie de la convocation" in reading.text(issues.content_of(db, made.version))


def test_the_letters_do_not_change_while_nobody_asks_for_a_copy(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    made = issue(db, commission, meeting, tmp_path)

    assert len(made.files) - 1 == len(recipients_of(db, meeting))
    assert "Copie à" not in reading.text(made.files[0].read_bytes())


def test_who_received_a_copy_is_told_of_the_cancellation(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    ask_for_copies(db, commission, meeting)
    send(db, meeting, issue(db, commission, meeting, tmp_path).version)
    cancel_meeting(db, meeting, "salle prise", TODAY)
    cancelled = find_meeting(db, commission.id, meeting.id)
    request = Request(commission.id, DocumentKind.CANCELLATIONS, TODAY, TODAY, cancelled.id)
    *_, copy = documents.build(db, request)

    assert copy.addressee == "CSMF"
    assert "annulation" in str(copy.blocks)


def test_the_wording_of_a_copy_is_tried_with_an_organisation_that_asks_for_one(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    text = packaged_text(COPY).replace("Cette copie", "Ce double")
    trial = letter_preview.Trial(commission.id, COPY, text, TODAY, meeting.id)
    with pytest.raises(UserError, match="Aucune organisation ne reçoit de copie"):
        letter_preview.preview(db, trial)
    ask_for_copies(db, commission, meeting)
    tried = letter_preview.preview(db, trial)

    assert list(tried.names) == ["CSMF"]
    assert len(tried.pages.sizes()) == 1
