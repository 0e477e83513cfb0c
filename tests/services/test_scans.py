from datetime import date
from pathlib import Path

import pytest

from cpr_desk import paths
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import Dispatch
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import dispatch, instance, issues, papers, scans, undo
from cpr_desk.services.dispatch import register_of
from cpr_desk.storage.database import Database
from tests.services.convening import convened_commission, issued, send
from tests.stored import rows_of


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    made = convened_commission(db, commission)
    send(db, made, issued(db, made))
    return made


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    """Return a scanned proof."""
    file = tmp_path / "preuve de dépôt.pdf"
    file.write_bytes(b"%PDF slip")
    return file


def sent(db: Database, meeting: Meeting) -> list[Dispatch]:
    return [each for line in register_of(db, meeting).lines for each in line.sent]


def test_one_scan_proves_several_sendings_and_is_stored_once(db: Database, meeting: Meeting, slip: Path) -> None:
    first, second, *_rest = sent(db, meeting)
    scans.attach(db, [first, second], [slip])
    scans.attach(db, [first, second], [slip])
    first, second, third, *_rest = sent(db, meeting)
    (scan,) = first.scans
    ((common, count),) = scans.common([first, second, third])
    slip.unlink()

    assert (scan.name, scan.size, scan.sha256) == (second.scans[0].name, 9, second.scans[0].sha256)
    assert (common, count) == (scan, 2)
    assert third.scans == ()
    assert papers.copy_to_open(db, scan).read_bytes() == b"%PDF slip"


def test_a_proof_that_cannot_be_kept_is_refused_and_nothing_is_attached(
    db: Database, meeting: Meeting, slip: Path
) -> None:
    first = sent(db, meeting)[0]
    for name, content, refusal in (("vide.pdf", b"", "est vide"), ("programme.exe", b"MZ", "n’est ni un PDF")):
        slip.with_name(name).write_bytes(content)
        with pytest.raises(UserError, match=refusal):
            scans.attach(db, [first], [slip, slip.with_name(name)])
    with pytest.raises(UserError, match="n’a pas pu être lu"):
        scans.attach(db, [first], [slip.with_name("parti.pdf")])
    dispatch.remove_dispatches(db, [first])
    with pytest.raises(UserError, match="n’est plus au registre"):
        scans.attach(db, [first], [slip])

    assert not any(each.scans for each in sent(db, meeting))


def test_verifying_names_each_kept_file_that_is_gone_or_was_changed(db: Database, meeting: Meeting, slip: Path) -> None:
    scans.attach(db, sent(db, meeting)[:2], [slip])
    sound = instance.verify(db.file.parent)
    (scan,) = sent(db, meeting)[0].scans
    (version,) = issues.issues_of(db, meeting)
    folder = paths.pieces_dir(db.file.parent)
    (folder / scan.sha256[:2] / scan.sha256).unlink()
    (folder / version.sha256[:2] / version.sha256).write_bytes(b"%PDF forged")

    assert sound == []
    assert [each.replace("\u00a0", " ") for each in instance.verify(db.file.parent)] == [
        "Le fichier « preuve de dépôt.pdf » n’est plus dans le dossier de données, ou ne peut pas être lu.",
        "Le fichier « Convocation, version 1 » a été modifié depuis son enregistrement.",
    ]


def test_a_proof_removed_comes_back_by_undo(db: Database, meeting: Meeting, slip: Path) -> None:
    scans.attach(db, sent(db, meeting)[:2], [slip])
    before, stored = sent(db, meeting), rows_of(db)
    scans.remove(db, before, before[0].scans[0])
    without = sent(db, meeting)
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)

    assert not any(each.scans for each in without)
    assert sent(db, meeting) == before
    assert rows_of(db) == stored


def test_a_sending_removed_comes_back_with_its_proofs(db: Database, meeting: Meeting, slip: Path) -> None:
    scans.attach(db, sent(db, meeting)[:1], [slip])
    before = sent(db, meeting)
    dispatch.remove_dispatches(db, before[:1])
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)

    assert sent(db, meeting) == before


def test_a_proof_whose_file_is_gone_is_attached_again(db: Database, meeting: Meeting, slip: Path) -> None:
    scans.attach(db, sent(db, meeting)[:2], [slip])
    held = sent(db, meeting)[:2]
    (scan,) = held[0].scans
    kept = papers.file_of(db, scan)
    assert kept
    kept.unlink()
    gone = papers.file_of(db, scan)
    scans.attach_again(db, held, scan, slip)
    mended, entries = papers.file_of(db, scan), undo.last_entry(db)
    other = slip.with_name("autre scan.pdf")
    other.write_bytes(b"%PDF other")
    scans.attach_again(db, held, scan, other)

    assert (gone, mended) == (None, kept)
    assert undo.last_entry(db) != entries
    assert [each.scans[0].name for each in sent(db, meeting)[:2]] == ["autre scan.pdf", "autre scan.pdf"]
    assert held[0].sent_on == date(2021, 5, 26)
