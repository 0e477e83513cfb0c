from pathlib import Path

import pytest

from cpr_desk import paths
from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.services import agenda, papers, undo
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.storage import pieces
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED
from tests.services.test_agenda import AUTUMN


@pytest.fixture
def item(db: Database, commission: Commission) -> Item:
    """Return the one item of an agenda."""
    meeting = plan_meeting(
        db, PlanMeeting(commission.id, INSTALLED, MeetingKind.INSTALLATION, agenda=(Item("Bilan"), Item("Suites")))
    )
    return meeting.agenda[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a small PDF outside the data folder."""
    made = tmp_path / "bureau" / "Bilan d’étape.pdf"
    made.parent.mkdir()
    made.write_bytes(b"%PDF-1.4 bilan")
    return made


def kept(db: Database) -> list[Path]:
    folder = paths.pieces_dir(db.file.parent)
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_file_is_copied_into_the_data_folder_under_its_hash(db: Database, item: Item, file: Path) -> None:
    papers.attach(db, item.id, [file])
    (paper,) = papers.papers_of(db, 1)[item.id]
    file.unlink()

    assert (paper.name, paper.media_type, paper.size) == ("Bilan d’étape.pdf", "application/pdf", 14)
    assert kept(db) == [papers.file_of(db, paper)]
    assert papers.copy_to_open(db, paper).read_bytes() == b"%PDF-1.4 bilan"
    assert papers.copy_to_open(db, paper).name == "Bilan d’étape.pdf"


def test_copies_made_to_look_at_a_paper_are_removed_when_the_database_is_closed(
    db: Database, item: Item, file: Path
) -> None:
    papers.attach(db, item.id, [file])
    (paper,) = papers.papers_of(db, 1)[item.id]
    copies = [papers.copy_to_open(db, paper) for _time in range(2)]
    before = [copy.exists() for copy in copies]
    db.close()
    db.close()

    assert before == [True, True]
    assert not any(copy.parent.exists() for copy in copies)
    assert len(kept(db)) == 1


def test_the_same_content_is_stored_once(db: Database, item: Item, file: Path) -> None:
    twin = file.with_name("copie.pdf")
    twin.write_bytes(file.read_bytes())
    papers.attach(db, item.id, [file, twin])

    assert [paper.name for paper in papers.papers_of(db, 1)[item.id]] == ["Bilan d’étape.pdf", "copie.pdf"]
    assert len(kept(db)) == 1


def test_a_paper_removed_keeps_its_file_for_the_undo(db: Database, item: Item, file: Path) -> None:
    papers.attach(db, item.id, [file])
    before = papers.papers_of(db, 1)
    papers.remove_paper(db, before[item.id][0])
    step = undo.history(db).undo

    assert papers.papers_of(db, 1) == {}
    assert step
    undo.undo(db, step)
    assert papers.papers_of(db, 1) == before
    assert papers.file_of(db, before[item.id][0])


def test_an_item_removed_comes_back_with_its_papers(db: Database, item: Item, file: Path) -> None:
    papers.attach(db, item.id, [file])
    before = papers.papers_of(db, 1)
    agenda.save_agenda(db, 1, [each for each in agenda.agenda_of(db, 1) if each.id != item.id])
    step = undo.history(db).undo

    assert papers.papers_of(db, 1) == {}
    assert step
    undo.undo(db, step)
    assert papers.papers_of(db, 1) == before


def test_papers_follow_an_item_carried_over(db: Database, item: Item, file: Path) -> None:
    papers.attach(db, item.id, [file])
    autumn = plan_meeting(db, PlanMeeting(1, AUTUMN))
    carried = agenda.carry_over(db, autumn.id, [item.id])

    assert [paper.name for paper in papers.papers_of(db, autumn.id)[carried[-1].id]] == ["Bilan d’étape.pdf"]


def test_progress_is_told_in_bytes_and_giving_up_leaves_nothing(db: Database, item: Item, file: Path) -> None:
    told: list[tuple[int, int]] = []
    papers.attach(db, item.id, [file], lambda done, total: told.append((done, total)))
    other = file.with_name("autre.pdf")
    other.write_bytes(b"autre")

    def give_up(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        papers.attach(db, item.id, [other], give_up)
    assert told == [(14, 14)]
    assert len(kept(db)) == 1
    assert len(papers.papers_of(db, 1)[item.id]) == 1


def test_what_is_no_paper_is_refused_and_nothing_is_attached(db: Database, item: Item, file: Path) -> None:
    empty, program, folder = (file.with_name(name) for name in ("vide.pdf", "outil.exe", "dossier"))
    empty.touch()
    program.write_bytes(b"MZ")
    folder.mkdir()
    large = file.with_name("film.pdf")
    with large.open("wb") as stream:
        stream.truncate(500 * 2**20 + 1)
    wanted = {
        empty: "est vide",
        program: "ni un PDF",
        folder: "est un dossier",
        large: "trop volumineux",
        file.with_name("parti.pdf"): "pas pu être lu",
    }

    for wrong, why in wanted.items():
        with pytest.raises(UserError, match=why):
            papers.attach(db, item.id, [file, wrong])
    assert papers.papers_of(db, 1) == {}
    assert kept(db) == []


def test_a_paper_deleted_from_the_disk_is_said(db: Database, item: Item, file: Path) -> None:
    papers.attach(db, item.id, [file])
    (paper,) = papers.papers_of(db, 1)[item.id]
    kept(db)[0].unlink()

    assert papers.file_of(db, paper) is None
    with pytest.raises(UserError, match="introuvable dans le dossier des pièces"):
        papers.copy_to_open(db, paper)
    papers.attach(db, item.id, [file])
    assert papers.file_of(db, paper)


def test_a_file_that_goes_while_it_is_read_and_a_full_disk_are_told_apart(
    db: Database, item: Item, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_folder: Path, source: Path, _told: object) -> None:
        raise PermissionError(13, "refused", str(source))

    def full(_folder: Path, _source: Path, _told: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(pieces, "take_in", gone)
    with pytest.raises(UserError, match="pas pu être lu"):
        papers.attach(db, item.id, [file])
    monkeypatch.setattr(pieces, "take_in", full)
    with pytest.raises(EnvironmentFault, match="pas pu être copié"):
        papers.attach(db, item.id, [file])
