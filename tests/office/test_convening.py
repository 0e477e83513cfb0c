"""What convenes a meeting, printed, written and kept."""

import hashlib
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from cpr_desk.domain.agenda import Item, Verdict
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity, IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.errors import UserError
from cpr_desk.office import convening, documents, exports
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import agenda, issues
from cpr_desk.services.meetings import find_meeting
from cpr_desk.services.recipients import add_recipient, leave_out, recipients_of
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.reports import reading
from tests.services.convening import TODAY, convened_commission, member, moved, send

ISSUED = date(2021, 5, 20)
CONVOCATION, AGENDA, _ = IssueKind


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def order(commission: Commission, meeting: Meeting, kind: IssueKind = CONVOCATION, reason: str = "") -> IssueOrder:
    return IssueOrder(commission.id, meeting.id, kind, ISSUED, reason)


def test_convocations_are_written_and_kept_byte_for_byte(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    made = convening.issue(db, order(commission, meeting), tmp_path)
    merged, *letters = made.files

    assert merged.read_bytes() == issues.content_of(db, made.version)
    assert hashlib.sha256(merged.read_bytes()).hexdigest() == made.version.sha256
    assert len(letters) == len(recipients_of(db, meeting))
    assert made.version.number == 1


def test_the_list_changed_by_hand_decides_who_gets_a_letter(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    leave_out(db, meeting, member(db, meeting, "Basile Abgrall"), "mandat contesté")
    add_recipient(db, meeting, person("Perrig Lanvaux", civility="Mme"), Capacity.GUEST, "point 3")
    letters = convening.issue(db, order(commission, meeting), tmp_path).files[1:]
    names = [file.stem[4:] for file in letters]

    assert "Basile Abgrall" not in names
    assert names[-1] == "Perrig Lanvaux"
    assert "en qualité d’invitée" in reading.text(letters[-1].read_bytes())
    assert len(names) == len(set(names))


def test_issuing_again_what_did_not_change_makes_no_new_version(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    first = convening.issue(db, order(commission, meeting), tmp_path).version
    again = convening.issue(db, order(commission, meeting), tmp_path).version
    moved(db, meeting, time(15))
    second = convening.issue(db, order(commission, meeting), tmp_path).version

    assert again == first
    assert (second.number, second.facts["heure"]) == (2, "15\u00a0h")
    assert [each.number for each in issues.issues_of(db, meeting)] == [1, 2]
    assert "14 h" in reading.text(issues.content_of(db, first)).replace("\u00a0", " ")


def test_a_letter_says_which_one_it_replaces_to_whoever_received_it(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    unsent = convening.issue(db, order(commission, meeting), tmp_path / "unsent").version
    later = moved(db, meeting, time(15))
    first = convening.issue(db, order(commission, meeting), tmp_path / "first")
    send(db, later, first.version, ISSUED, recipients_of(db, meeting)[1:])
    moved(db, later, time(16))
    second = convening.issue(db, order(commission, meeting), tmp_path / "second")
    again = convening.issue(db, order(commission, meeting), tmp_path / "again")
    said = "annule et remplace celle qui vous a été adressée le 20 mai 2021"
    letters = [reading.text(file.read_bytes()).replace("\u00a0", " ") for file in second.files[1:]]

    assert unsent.number == 1
    assert "annule et remplace" not in reading.text(first.files[0].read_bytes())
    assert [said in words for words in letters] == [False, *[True] * (len(letters) - 1)]
    assert again.version == second.version


def test_giving_up_keeps_nothing(db: Database, commission: Commission, meeting: Meeting, tmp_path: Path) -> None:
    class GivenUpError(Exception):
        """Somebody pressed « Annuler »."""

    def give_up(_done: int, _total: int) -> None:
        raise GivenUpError

    with pytest.raises(GivenUpError):
        convening.issue(db, order(commission, meeting), tmp_path, give_up)
    assert issues.issues_of(db, meeting) == ()
    assert list(tmp_path.iterdir()) == [db.file.parent]


def test_an_agenda_without_both_opinions_leaves_with_a_reason_only(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="n’a pas les avis que demande le règlement"):
        convening.issue(db, order(commission, meeting, AGENDA, " "), tmp_path)
    made = convening.issue(db, order(commission, meeting, AGENDA, "réunion urgente"), tmp_path)

    assert made.version.without_opinions == "réunion urgente"
    assert len(made.files) == 1


def test_an_empty_agenda_does_not_leave_whatever_the_reason(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    agenda.save_agenda(db, meeting.id, ())

    with pytest.raises(UserError, match="L’ordre du jour est vide"):
        convening.issue(db, order(commission, meeting, AGENDA, "réunion urgente"), tmp_path)
    assert issues.issues_of(db, meeting) == ()


def test_an_agenda_with_both_opinions_asks_for_nothing(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    agenda.save_agenda(db, meeting.id, (Item("Calendrier"),))
    opinions = [Opinion(section, ISSUED, ISSUED, Verdict.AGREED) for section in Section if section.votes]
    agenda.record_opinions(db, meeting.id, opinions, TODAY)

    assert convening.missing_opinions(db, meeting.id) == ()
    assert convening.issue(db, order(commission, meeting, AGENDA, "urgence"), tmp_path).version.without_opinions == ""


def test_the_register_is_printed_and_exported_for_one_meeting_or_all(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    made = convening.issue(db, order(commission, meeting), tmp_path)
    send(db, meeting, made.version)
    request = Request(commission.id, DocumentKind.DISPATCHES, TODAY, TODAY, meeting.id)
    words = reading.text(documents.render(db, request)).replace("\u00a0", " ")
    every = Export(commission.id, ExportKind.DISPATCHES, TODAY, TODAY)
    rows = exports.export(db, every, tmp_path / "all.xlsx")
    exports.export(db, Export(commission.id, ExportKind.DISPATCHES, TODAY, TODAY, None, meeting.id), tmp_path / "1.pdf")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["Envois"]

    assert "le dernier le 26/05/2021 : dans les délais." in words
    assert made.version.sha256 in words.replace(" ", "")
    assert rows == len(recipients_of(db, find_meeting(db, commission.id, meeting.id)))
    assert "dans les délais" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert (tmp_path / "1.pdf").read_bytes() == documents.render(db, request)


def test_without_meetings_there_is_no_register_to_print(db: Database, commission: Commission, tmp_path: Path) -> None:
    wanted = Export(commission.id, ExportKind.DISPATCHES, TODAY, TODAY)

    assert exports.export(db, wanted, tmp_path / "all.xlsx") == 0
    with pytest.raises(UserError, match="Aucune réunion n’est enregistrée"):
        exports.export(db, wanted, tmp_path / "all.pdf")
