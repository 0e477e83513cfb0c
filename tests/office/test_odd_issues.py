"""Letters issued in earnest: odd names, folders that refuse, a program that is killed."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.dispatch import Capacity, IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.office import convening
from cpr_desk.office.convening import IssueOrder
from cpr_desk.services import commission as commissions
from cpr_desk.services import issues, undo
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.recipients import add_recipient, recipients_of
from cpr_desk.storage.database import Database, open_database
from tests.factories import INSTALLED, person
from tests.services.convening import convened_commission

ISSUED = date(2021, 5, 20)
_FORBIDDEN_ON_WINDOWS = set('\\/:*?"<>|')


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def order(commission: Commission, meeting: Meeting) -> IssueOrder:
    return IssueOrder(commission.id, meeting.id, IssueKind.CONVOCATION, ISSUED)


def test_names_of_any_length_and_sign_make_files_that_windows_takes(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    commissions.add_commission(db, CreateCommission(CommissionKind.CPL, "52", "Sarthe", INSTALLED, "Sarthe"))
    for name in ("Zoé d’Ávila–Nuñez", "CON L'Haÿ-les-Roses", 'Ana : le? "x" <y> | z.', "Luc " + "Trèslongnom" * 11):
        add_recipient(db, meeting, person(name), Capacity.GUEST, "point 3")
    files = convening.issue(db, order(commission, meeting), tmp_path / "envois").files
    relative = [file.relative_to(tmp_path) for file in files]

    assert len({file.as_posix().casefold() for file in files}) == len(files) == len(recipients_of(db, meeting)) + 1
    assert all(not _FORBIDDEN_ON_WINDOWS & set(part) for file in relative for part in file.parts)
    assert all(part == part.strip(" .") for file in relative for part in (*file.parts[:-1], file.stem))
    assert max(len(str(file)) for file in relative) < 200


def test_a_folder_that_refuses_keeps_no_version(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    (tmp_path / "envois").write_text("un fichier à la place du dossier")

    with pytest.raises(EnvironmentFault):
        convening.issue(db, order(commission, meeting), tmp_path / "envois")
    assert issues.issues_of(db, meeting) == ()


def test_a_commission_without_seats_has_nobody_to_convene(db: Database, commission: Commission, tmp_path: Path) -> None:
    alone = plan_meeting(db, PlanMeeting(commission.id, date(2021, 6, 10)))

    with pytest.raises(UserError, match="Personne n’est désigné"):
        convening.issue(db, order(commission, alone), tmp_path)
    assert list(tmp_path.glob("*.pdf")) == []


_KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.office import convening
from cpr_desk.storage import dispatch
from cpr_desk.storage.database import open_database

folder, meeting = Path(sys.argv[1]), int(sys.argv[2])
kept = dispatch.add_issue
def killed(*arguments):
    kept(*arguments)
    os._exit(137)  # nothing is closed, flushed or committed
dispatch.add_issue = killed
order = convening.IssueOrder(1, meeting, IssueKind.CONVOCATION, date(2021, 5, 20))
convening.issue(open_database(folder, "Maud"), order, folder.parent / "envois")
"""


def test_killed_while_it_is_kept_a_version_is_not_there_and_is_issued_again(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    folder = db.file.parent
    db.close()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), str(meeting.id)], env=environment, check=False, timeout=120
    )
    again = open_database(folder, "Maud")
    lost = issues.issues_of(again, meeting)
    opened = undo.last_entry(again)
    made = convening.issue(again, order(commission, meeting), tmp_path / "envois")

    assert killed.returncode == 137
    assert lost == ()
    assert made.version.number == 1
    assert issues.content_of(again, made.version) == made.files[0].read_bytes()
    assert undo.last_entry(again) != opened
    again.close()
