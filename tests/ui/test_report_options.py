"""What may be chosen for a report of the register: the day it is compared with, the CPTS it is about."""

from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.office.documents import DocumentKind
from cpr_desk.office.exports import ExportKind
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.reports import ReportsPage
from cpr_desk.ui.state import UiState
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import shown

TODAY, SINCE = date(2024, 12, 31), date(2023, 12, 31)


@pytest.fixture
def page(qtbot: QtBot, db: Database, commission: Commission) -> ReportsPage:
    save_adhesion(db, commission.id, adhesion("440001", name="CPTS Nord Estuaire"), date(2023, 2, 6))
    signed = adhesion("490001", name="CPTS Anjou", step=Step.SIGNED, signed_on=date(2024, 5, 6), population=50_000)
    save_adhesion(db, commission.id, signed, date(2024, 5, 6))
    page = ReportsPage(Desk(db, lambda: TODAY), UiState())
    qtbot.addWidget(page)
    page.resize(1120, 640)
    page.show()
    page.reload()
    return page


def choose(qtbot: QtBot, page: ReportsPage, kind: DocumentKind | ExportKind) -> None:
    page.choose(f"{type(kind).__name__}/{kind.value}")
    settled(qtbot, page)


def settled(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: page._task is None, timeout=20_000)


def save(qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    next(each for each in page.findChildren(QPushButton) if each.text() == "Enregistrer &sous…").click()
    qtbot.waitUntil(lambda: file.exists() and page._task is None, timeout=20_000)


def read(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    words = " ".join(each.get_textpage().get_text_bounded() for each in document)
    document.close()
    return " ".join(words.split())


def test_the_state_is_compared_with_a_year_before_unless_another_day_is_chosen(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(qtbot, page, DocumentKind.ADHESIONS)
    assert page.since.isVisible()
    assert page.since.day() == SINCE
    page.day.set_day(date(2024, 6, 30))
    assert page.since.day() == date(2023, 6, 30)
    settled(qtbot, page)
    page.since.set_day(date(2023, 1, 1))
    settled(qtbot, page)
    save(qtbot, page, monkeypatch, tmp_path / "état.pdf")

    assert "comparé au 1er janvier 2023" in read(tmp_path / "état.pdf")
    page.day.set_day(TODAY)
    assert page.since.day() == date(2023, 1, 1)
    settled(qtbot, page)


def test_the_workbook_for_the_ars_holds_what_changed_since_the_day_chosen(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(qtbot, page, ExportKind.ADHESIONS)
    save(qtbot, page, monkeypatch, tmp_path / "registre.xlsx")

    book = openpyxl.load_workbook(tmp_path / "registre.xlsx")
    assert book["Changements"]["A2"].value == "Du 31/12/2023 au 31/12/2024"
    assert [row[1] for row in book["Changements"].iter_rows(min_row=6, values_only=True)] == ["490001", "490001"]


def test_a_comparison_with_a_later_day_says_what_to_do(qtbot: QtBot, page: ReportsPage) -> None:
    choose(qtbot, page, DocumentKind.ADHESIONS)
    page.since.set_day(TODAY)
    settled(qtbot, page)

    shown = page._stack.currentWidget()
    assert shown is not None
    assert "Choisissez une date de comparaison antérieure." in [label.text() for label in shown.findChildren(QLabel)]


def test_the_file_of_the_cpts_chosen_is_saved_under_its_code(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(qtbot, page, DocumentKind.CPTS_FILE)
    box = page.options.cpts
    assert [box.itemText(n) for n in range(box.count())] == [
        "Toutes les CPTS",
        "CPTS Anjou (490001)",
        "CPTS Nord Estuaire (440001)",
    ]
    assert box.currentText() == "CPTS Anjou (490001)"
    box.setCurrentIndex(2)
    settled(qtbot, page)
    offered = []

    def answer(_parent: object, _title: str, name: str, *_rest: object) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "fiche.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    next(each for each in page.findChildren(QPushButton) if each.text() == "Enregistrer &sous…").click()
    qtbot.waitUntil((tmp_path / "fiche.pdf").exists, timeout=20_000)

    assert offered[0].endswith("Fiche CPTS 440001 2024-12-31.pdf")
    assert "CPTS Nord Estuaire" in read(tmp_path / "fiche.pdf")


def test_a_report_of_the_commission_offers_neither(qtbot: QtBot, page: ReportsPage) -> None:
    choose(qtbot, page, DocumentKind.COMPOSITION)

    assert not page.since.isVisible()
    assert not page.options.cpts.isVisible()
    assert page.day.isVisible()


def test_the_file_of_a_cpts_is_looked_at_and_saved_from_its_page(
    qtbot: QtBot, page: ReportsPage, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = shown(CptsPage, page._desk, qtbot)
    register.open_file(register.list.model.row(0).id)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "fiche.pdf"), ""))
    dialogs.answer(lambda _dialog: None)
    register.print_file()
    qtbot.waitUntil(lambda: register.findChild(PreviewDialog) is not None, timeout=20_000)
    preview = register.findChild(PreviewDialog)
    assert preview is not None
    buttons = preview.findChildren(QPushButton)
    next(each for each in buttons if each.text().replace("&", "").startswith("Enregistrer")).click()
    qtbot.waitUntil(lambda: bool(register.messages.text()), timeout=20_000)

    assert "CPTS Anjou" in read(tmp_path / "fiche.pdf")
