import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk import paths
from cpr_desk.domain.commission import Commission
from cpr_desk.errors import EnvironmentFault
from cpr_desk.office import demo, documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import ExportKind
from cpr_desk.services import meetings
from cpr_desk.storage.database import Database, open_database
from cpr_desk.ui import printing, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.reports import ReportsPage
from cpr_desk.ui.state import UiState
from tests.prepared import WHO, copied

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration region, made once: tests work on copies."""
    folder = tmp_path_factory.mktemp("region")
    database = open_database(folder, WHO)
    assert copied(database, demo.fill, TODAY)
    database.close()
    return folder


@pytest.fixture
def desk(region: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copy(paths.database_file(region), tmp_path)
    database = open_database(tmp_path)
    yield Desk(database, lambda: TODAY)
    database.close()


def page_on(qtbot: QtBot, desk: Desk, state: UiState | None = None) -> ReportsPage:
    page = ReportsPage(desk, state or UiState())
    qtbot.addWidget(page)
    page.resize(1120, 640)
    page.show()
    page.reload()
    return page


def choose(qtbot: QtBot, page: ReportsPage, kind: DocumentKind | ExportKind) -> None:
    """Select an entry and wait until its preview is there."""
    page.choose(f"{type(kind).__name__}/{kind.value}")
    qtbot.waitUntil(lambda: page._task is None, timeout=20_000)


def words(page: ReportsPage) -> str:
    """Return what the right side says now."""
    shown = page._stack.currentWidget()
    assert shown
    return "\n".join(label.text() for label in shown.findChildren(QLabel))


def answer_save(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))


def save(qtbot: QtBot, page: ReportsPage) -> str:
    """Trigger « Enregistrer sous… » and return what the page says then."""
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Enregistrer &sous…")
    assert button.isEnabled()
    button.click()
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=20_000)
    return page.messages.text()


def test_every_document_and_export_is_offered_once(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    wanted = {f"{type(kind).__name__}/{kind.value}" for kind in (*DocumentKind, *ExportKind)}
    assert set(page._items) == wanted
    titles = [page.list.topLevelItem(row) for row in range(page.list.topLevelItemCount())]
    assert [item.text(0) for item in titles if item] == ["Commission", "Réunions", "CPTS"]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_document_is_previewed(qtbot: QtBot, desk: Desk, kind: DocumentKind) -> None:
    page = page_on(qtbot, desk)
    known = meetings.list_meetings(desk.db, desk.commission.id)
    if kind is DocumentKind.CANCELLATIONS:
        page.meeting.setCurrentIndex(page.meeting.findData(next(each.id for each in known if each.is_cancelled)))
    if kind is DocumentKind.EXTRACT:
        decided = [each.id for each in known if documents.has(desk.db, kind, desk.commission, each)]
        page.meeting.setCurrentIndex(page.meeting.findData(decided[0]))
    choose(qtbot, page, kind)
    assert "Page 1 sur " in words(page)
    assert page.meeting.isVisible() == kind.of_meeting
    assert page.day.isVisible() != kind.of_meeting


@pytest.mark.parametrize("kind", list(ExportKind))
def test_every_workbook_is_described_by_its_sheets(qtbot: QtBot, desk: Desk, kind: ExportKind) -> None:
    page = page_on(qtbot, desk)
    choose(qtbot, page, kind)
    assert " ligne" in words(page)
    if kind is ExportKind.ADHESIONS:
        assert "28 lignes\u00a0: Code, CPTS" in words(page)


def test_the_next_meeting_is_proposed_first(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.AGENDA)
    coming = meetings.next_meeting(desk.db, desk.commission.id, TODAY)
    assert coming
    assert page.meeting.currentData() == coming.id
    page.meeting.setCurrentIndex(page.meeting.count() - 1)
    page.reload()
    assert page.meeting.currentIndex() == page.meeting.count() - 1


def test_a_document_is_saved_as_it_was_looked_at(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sortie" / "état.pdf"
    target.parent.mkdir()
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.ADHESIONS)
    answer_save(monkeypatch, target)
    assert save(qtbot, page) == "«\u00a0état.pdf\u00a0» est enregistré."
    assert target.read_bytes() == documents.render(
        desk.db, Request(desk.commission.id, DocumentKind.ADHESIONS, TODAY, TODAY)
    )


def test_convocations_are_saved_together_and_one_a_person(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "courrier"
    folder.mkdir()
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.CONVOCATIONS)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(folder))
    save(qtbot, page)
    merged = next(folder.glob("*.pdf"))
    letters = list(folder.glob("*/*.pdf"))
    assert len(letters) > 30
    with pypdfium2.PdfDocument(merged) as document:
        assert len(document) >= len(letters)


def test_a_workbook_is_saved_for_its_day_and_its_folder_opened(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_on(qtbot, desk)
    choose(qtbot, page, ExportKind.ADHESIONS)
    page.day.setText("31/12/2022")
    qtbot.waitUntil(lambda: page._task is None)
    answer_save(monkeypatch, tmp_path / "registre")
    save(qtbot, page)
    cells = [cell.value for row in load_workbook(tmp_path / "registre.xlsx").worksheets[0].iter_rows() for cell in row]
    assert "État au 31/12/2022" in cells
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    next(each for each in page.findChildren(QPushButton) if each.text() == "&Ouvrir le dossier").click()
    next(each for each in page.findChildren(QPushButton) if each.text() == "Ouvrir le fichier").click()
    assert opened == [str(tmp_path), str(tmp_path / "registre.xlsx")]


def test_giving_up_a_workbook_while_it_is_made_leaves_the_older_file_and_says_nothing_of_it(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, heard, report = tmp_path / "registre.xlsx", list[int](), tasks.Task.report
    file.write_text("l’export d’avant")
    page = page_on(qtbot, desk)
    choose(qtbot, page, ExportKind.ADHESIONS)

    def press_cancel(task: tasks.Task, done: int, total: int) -> None:
        heard.append(total)
        if len(heard) == 2:  # once the work has begun
            task.cancel()
        report(task, done, total)

    monkeypatch.setattr(tasks.Task, "report", press_cancel)
    answer_save(monkeypatch, file)
    page.save()
    qtbot.waitUntil(lambda: page._task is None, timeout=20_000)
    assert file.read_text() == "l’export d’avant"
    assert len(heard) == 2
    assert page.messages.text() == ""


def test_giving_up_the_preview_of_a_workbook_stops_it(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, report = list[int](), tasks.Task.report

    def press_cancel(task: tasks.Task, done: int, total: int) -> None:
        heard.append(total)
        if total:
            task.cancel()
        report(task, done, total)

    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.COMPOSITION)
    monkeypatch.setattr(tasks.Task, "report", press_cancel)
    choose(qtbot, page, ExportKind.ADHESIONS)
    assert len(heard) == 2, "the second telling is that of the CPTS read, and the last"
    assert words(page) == ""


def test_a_refused_file_is_explained_in_the_page(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("un fichier n’est pas un dossier")
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.COMPOSITION)
    answer_save(monkeypatch, tmp_path / "fichier" / "composition.pdf")
    assert "n’a pas pu être enregistré" in save(qtbot, page)


def test_a_day_that_is_none_is_asked_for(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.COMPOSITION)
    page.day.setText("31/2/2026")
    assert "Indiquez une date" in words(page)
    assert not page._can_save()


def test_an_empty_commission_says_what_is_missing(qtbot: QtBot, db: Database, commission: Commission) -> None:
    desk = Desk(db, lambda: TODAY)
    page = page_on(qtbot, desk)
    assert desk.commission == commission
    choose(qtbot, page, DocumentKind.AGENDA)
    assert "Aucune réunion n’est prévue" in words(page)
    assert not page._can_save()
    for kind in (DocumentKind.COMPOSITION, DocumentKind.PRESIDENCY, DocumentKind.ADHESIONS):
        choose(qtbot, page, kind)
        assert "Page 1 sur " in words(page)


def test_the_entry_last_chosen_comes_back(qtbot: QtBot, desk: Desk) -> None:
    state = UiState()
    choose(qtbot, page_on(qtbot, desk, state), ExportKind.JOURNAL)
    again = page_on(qtbot, desk, state)
    offer = again.offer()
    assert offer
    assert offer.kind is ExportKind.JOURNAL


def test_a_document_is_printed_page_by_page(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "imprimé.pdf"

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.COMPOSITION)
    assert page._pages
    task = printing.print_document(page, "Composition", page._pages)
    assert task
    with qtbot.waitSignal(task.finished, timeout=20_000):
        pass
    with pypdfium2.PdfDocument(target) as printed:
        assert len(printed) == len(page._pages.sizes())


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_refuses_is_reported(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = page_on(qtbot, desk)
    choose(qtbot, page, DocumentKind.COMPOSITION)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "absent" / "imprimé.pdf"))
    assert page._pages
    with pytest.raises(EnvironmentFault, match="L’imprimante n’a pas accepté"):
        printing.draw(printer, page._pages, lambda _done, _total: None)
