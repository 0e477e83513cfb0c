"""Long work of a meeting, from the window: 200 recipients, a folder of 300 pages, a large paper; told, and given up."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfWriter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk import paths
from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Person, Profession, SeatState, Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import issues, papers
from cpr_desk.services.commission import create_commission
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.ui import tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.pages.meeting_agenda import AgendaTab
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meeting_documents import DocumentsTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE
from tests.prepared import copied
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown

TODAY = date(2021, 6, 2)
RECIPIENTS, PAGES = 200, 300


def seat_200_titulars(db: Database) -> None:
    commission = create_commission(db, PAYS_DE_LA_LOIRE)
    profession = Profession("medecins", "Médecins")
    seats = tuple(
        SeatState(
            Section.PROFESSIONAL, number, 1, profession=profession, organisation=f"Syndicat {number:03}",
            titular=Person(0, "Gwenaëlle", f"Trévidic {number:03}", "Mme", email=f"g{number}@exemple.fr"),
        )
        for number in range(1, RECIPIENTS + 1)
    )  # fmt: skip
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, seats))


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Plan a meeting with 200 titulars."""
    assert copied(db, seat_200_titulars)
    return plan_meeting(db, PlanMeeting(commission.id, date(2021, 6, 24), agenda=(Item("Bilan"),)))


@pytest.fixture
def page(db: Database, meeting: Meeting, qtbot: QtBot) -> MeetingsPage:
    made = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    made.panel.select(meeting.id)
    return made


class Told:
    """What a task tells the window; `stop_at` presses « Annuler » in the middle of the work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, stop: bool) -> None:
        self.heard: list[tuple[int, int]] = []
        self.over = Event()
        report = tasks.Task.report

        def listen(task: tasks.Task, done: int, total: int) -> None:
            self.heard.append((done, total))
            if stop and total and 2 * done >= total:
                task.cancel()
            report(task, done, total)

        def end(task: tasks.Task) -> None:
            finish(task)
            self.over.set()

        finish = tasks.Task._end
        monkeypatch.setattr(tasks.Task, "report", listen)
        monkeypatch.setattr(tasks.Task, "_end", end)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], Told]:
    return lambda stop: Told(monkeypatch, stop=stop)


def written(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def pieces(db: Database) -> list[Path]:
    return written(paths.pieces_dir(db.file.parent))


def issue(page: MeetingsPage, dialogs: Dialogs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = page.detail.show_tab("dispatches")
    assert isinstance(tab, DispatchTab)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    click(qtbot, open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger), "Éditer…")


@pytest.mark.parametrize("stop", [False, True])
def test_200_convocations_are_issued_or_given_up_whole(
    page: MeetingsPage, db: Database, meeting: Meeting, qtbot: QtBot, *, dialogs: Dialogs, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, told: Callable[[bool], Told], stop: bool,
) -> None:  # fmt: skip
    work, folder = told(stop), tmp_path / "envois"
    issue(page, dialogs, qtbot, folder, monkeypatch)
    qtbot.waitUntil(work.over.is_set, timeout=60_000)

    assert len(work.heard) > 2
    assert [done for done, _total in work.heard] == sorted(done for done, _total in work.heard)
    assert len(issues.issues_of(db, meeting)) == (not stop)
    assert len(pieces(db)) == (not stop)
    assert len(written(folder)) == (0 if stop else RECIPIENTS + 1)


@pytest.mark.parametrize("stop", [False, True])
def test_a_folder_of_300_pages_is_bound_or_given_up_whole(
    page: MeetingsPage, db: Database, meeting: Meeting, qtbot: QtBot, *, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, told: Callable[[bool], Told], stop: bool,
) -> None:  # fmt: skip
    papers.attach(db, meeting.agenda[0].id, [blank_paper(tmp_path, PAGES)])
    file = tmp_path / "dossier" / "dossier.pdf"
    file.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    tab = page.detail.show_tab("documents")
    assert isinstance(tab, DocumentsTab)
    work = told(stop)
    click(qtbot, tab, "Dossier…")
    qtbot.waitUntil(work.over.is_set, timeout=60_000)

    assert max(total for _done, total in work.heard) > PAGES
    assert written(file.parent) == ([] if stop else [file])


def test_a_large_paper_is_given_up_while_it_is_copied(
    page: MeetingsPage, db: Database, meeting: Meeting, qtbot: QtBot, *, tmp_path: Path,
    told: Callable[[bool], Told],
) -> None:  # fmt: skip
    large = tmp_path / "plan.pdf"
    with large.open("wb") as stream:
        stream.truncate(24 * 2**20)
    tab = page.detail.show_tab("agenda")
    assert isinstance(tab, AgendaTab)
    work = told(True)
    tab._attach([large])
    qtbot.waitUntil(work.over.is_set, timeout=60_000)

    assert work.heard[-1][1] == large.stat().st_size
    assert papers.papers_of(db, meeting.id) == {}
    assert pieces(db) == []


def test_a_paper_of_more_than_500_megabytes_is_refused_before_it_is_copied(
    page: MeetingsPage, db: Database, qtbot: QtBot, tmp_path: Path
) -> None:
    huge = tmp_path / "film.pdf"
    with huge.open("wb") as stream:
        stream.truncate(500 * 2**20 + 1)
    tab = page.detail.show_tab("agenda")
    assert isinstance(tab, AgendaTab)
    tab._attach([huge])
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=15_000)

    assert "est trop volumineux (500\u00a0Mo)" in page.messages.text()
    assert "Une pièce pèse 500\u00a0Mo au plus" in page.messages.text()
    assert pieces(db) == []


def blank_paper(folder: Path, pages: int) -> Path:
    """Write a paper of blank pages."""
    writer, content = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(content)
    file = folder / "pièce.pdf"
    file.write_bytes(content.getvalue())
    return file
