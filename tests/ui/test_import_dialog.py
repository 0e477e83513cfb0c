from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.office import importing
from cpr_desk.services import composition, journal, register
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.import_preview import ImportDialog, Kind
from cpr_desk.ui.state import UiState
from cpr_desk.ui.tasks import Cancelled, Progress
from tests.factories import INSTALLED, adhesion
from tests.imports import books
from tests.ui.conftest import Dialogs

TODAY = date(2026, 11, 22)
HEADERS = ["Code", "Nom de la CPTS", "Département", "Étape", "Étape depuis le", "Population"]
ROWS = [
    ["44-01", "CPTS Sèvre-et-Logne", "44", "Négociation de l’ACI", date(2026, 3, 1), 86000],
    ["49-01", "CPTS L’Œuvre du Layon", "Maine-et-Loire", "En réflexion", date(2026, 1, 5), 39999],
]


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    made = Desk(db, lambda: TODAY)
    assert made.commission == commission
    return made


def workbook(file: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Suivi"
    for row in (HEADERS, *(rows or ROWS)):
        sheet.append(row)
    book.save(file)
    return file


def opened(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, kind: Kind = "adhesions", state: UiState | None = None
) -> ImportDialog:
    dialog = ImportDialog(desk, kind, None, state)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialogs.answer(lambda _shown: None)
    dialog.show()
    return dialog


def read(qtbot: QtBot, dialog: ImportDialog, file: Path) -> str:
    """Open a file and return what the dialog says of it."""
    dialog.open_file(file)
    qtbot.waitUntil(lambda: bool(dialog.messages.text()) and dialog.choose_button.isEnabled())
    return dialog.messages.text()


def take_in(qtbot: QtBot, dialog: ImportDialog) -> None:
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)


def texts(dialog: ImportDialog, tab: int) -> list[list[str]]:
    tabs = dialog.tabs
    model = (tabs.changes.model, tabs.names.model, tabs.problems, tabs.warnings)[tab]
    return [
        [model.index(line, column).data() for column in range(model.columnCount())] for line in range(model.rowCount())
    ]


def test_a_register_is_previewed_then_taken_in(qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = opened(qtbot, desk, dialogs)
    assert not dialog.import_button.isEnabled()
    said = read(qtbot, dialog, workbook(tmp_path / "suivi.xlsx"))
    assert said == "Ce fichier annonce\u00a0: 2 lignes ajoutées. Rien n’est encore enregistré."
    first = texts(dialog, 0)[0]
    assert first[:4] == ["Ajout", "CPTS Sèvre-et-Logne", "Fiche", ""]
    assert "Population\u00a0: 86\u202f000" in first[4]
    assert first[5:] == ["Suivi", "2"]
    assert register.adhesions_at(desk.db, desk.commission.id, TODAY) == ()
    told: list[str] = []
    dialog.imported.connect(told.append)
    with qtbot.waitSignals([desk.changed, dialog.imported]):
        take_in(qtbot, dialog)
    assert told == ["Le registre est importé\u00a0: 2 lignes ajoutées."]
    steps = {row.code: row.step for row in register.adhesions_at(desk.db, desk.commission.id, TODAY)}
    assert steps == {"44-01": Step.NEGOTIATION, "49-01": Step.REFLECTION}


def test_the_same_file_again_changes_nothing(qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    file = workbook(tmp_path / "suivi.xlsx")
    first = opened(qtbot, desk, dialogs)
    read(qtbot, first, file)
    take_in(qtbot, first)
    again = opened(qtbot, desk, dialogs)
    assert read(qtbot, again, file) == "Ce fichier ne change rien\u00a0: 2 lignes inchangées."
    assert not again.import_button.isEnabled()


def test_counts_are_said_in_words(qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    for row in (adhesion("44-01", name="CPTS Sèvre-et-Logne"), adhesion("85-01", name="CPTS Sud", department="85")):
        register.save_adhesion(desk.db, desk.commission.id, row, date(2026, 1, 1))
    dialog = opened(qtbot, desk, dialogs)
    same = ["85-01", "CPTS Sud", "85", "En réflexion", None, None]
    said = read(qtbot, dialog, workbook(tmp_path / "suivi.xlsx", *ROWS, same))
    assert said.startswith("Ce fichier annonce\u00a0: 1 ligne ajoutée, 1 modifiée, 1 inchangée.")


def test_problems_stop_the_import_until_the_file_is_mended(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = tmp_path / "suivi.xlsx"
    dialog = opened(qtbot, desk, dialogs)
    said = read(qtbot, dialog, workbook(file, ["44-01", "CPTS Sud", "Nulle part", "En réflexion", None, "beaucoup"]))
    assert said.startswith("2 problèmes empêchent l’importation, rien n’a été enregistré.")
    assert not dialog.import_button.isEnabled()
    assert dialog.tabs.currentIndex() == 2
    places = {tuple(line[:4]) for line in texts(dialog, 2)}
    assert places == {("Suivi", "2", "Département", "Nulle part"), ("Suivi", "2", "Population", "beaucoup")}
    assert all(line[4].endswith(".") for line in texts(dialog, 2))
    workbook(file)
    QTest.mouseClick(dialog.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    take_in(qtbot, dialog)
    assert len(register.adhesions_at(desk.db, desk.commission.id, TODAY)) == 2


def test_the_row_chosen_is_shown_in_full_under_the_table(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk, dialogs)
    read(qtbot, dialog, workbook(tmp_path / "suivi.xlsx"))
    page = dialog.tabs.changes
    page.panel.view.selectRow(1)
    assert page._words.text().startswith("CPTS L’Œuvre du Layon – Fiche\u00a0: Code\u00a0: 49-01")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("lettre.xlsx", b"%PDF-1.7 rien", "n’est ni un classeur"),
        ("vide.xlsx", b"", "est vide"),
        ("autre.csv", b"a;b\n1;2\n", "Aucun registre des CPTS n’a été trouvé"),
    ],
)
def test_a_file_that_is_no_register_is_explained_in_the_dialog(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    dialog = opened(qtbot, desk, dialogs)
    assert said in read(qtbot, dialog, tmp_path / name)
    assert not dialog.import_button.isEnabled()
    assert dialog.again_button.isEnabled()


def test_a_file_that_is_gone_is_explained_in_the_dialog(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk, dialogs)
    assert "n’existe pas" in read(qtbot, dialog, tmp_path / "parti.xlsx")


def test_a_composition_holds_from_the_installation_while_nobody_sits(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = tmp_path / "composition.xlsx"
    file.write_bytes(books.official())
    dialog = opened(qtbot, desk, dialogs, "composition")
    assert dialog.day.day() == INSTALLED
    said = read(qtbot, dialog, file)
    assert "lignes ajoutées" in said
    assert texts(dialog, 0)[0][:6] == ["Ajout", "Section sociale", "RG, ligne 1", "Titulaire", "", "Armand Tessier"]
    take_in(qtbot, dialog)
    members = composition.composition_at(desk.db, desk.commission.id, INSTALLED)
    assert sum(seat.votes for seat in members.of(Section.SOCIAL)) == 35
    assert opened(qtbot, desk, dialogs, "composition").day.day() == TODAY


def test_another_day_reads_the_file_again(qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = opened(qtbot, desk, dialogs)
    read(qtbot, dialog, workbook(tmp_path / "suivi.xlsx"))
    dialog.day.setText("pas une date")
    assert not dialog.import_button.isEnabled()
    dialog.day.setText("1/6/2026")
    qtbot.waitUntil(dialog.import_button.isEnabled)
    take_in(qtbot, dialog)
    assert len(register.adhesions_at(desk.db, desk.commission.id, date(2026, 6, 1))) == 2


def test_a_file_may_be_dropped_on_the_dialog(qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    dialog = opened(qtbot, desk, dialogs)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(workbook(tmp_path / "suivi à déposer.xlsx")))])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(50, 50), *given)
    dialog.dragEnterEvent(enter)
    assert enter.isAccepted()
    dialog.dropEvent(QDropEvent(QPoint(50, 50), *given))
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert len(texts(dialog, 0)) == 2


def test_the_chosen_folder_is_remembered(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, state = workbook(tmp_path / "suivi.xlsx"), UiState()
    asked: list[str] = []

    def answer(_parent: object, _title: str, folder: str, _filters: str) -> tuple[str, str]:
        asked.append(folder)
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    dialog = opened(qtbot, desk, dialogs, state=state)
    for _ in range(2):
        QTest.mouseClick(dialog.choose_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(dialog.import_button.isEnabled)
    assert asked == [str(Path.home()), str(tmp_path)]


@pytest.mark.parametrize("kind", ["composition", "adhesions"])
def test_the_model_workbook_is_written_and_read_back(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    target = tmp_path / "modèle"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), "Classeur Excel (*.xlsx)"))
    dialog = opened(qtbot, desk, dialogs, kind)
    QTest.mouseClick(dialog.model_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.messages.text()))
    assert dialog.messages.text() == "Le modèle est enregistré dans «\u00a0modèle.xlsx\u00a0»."
    assert load_workbook(tmp_path / "modèle.xlsx").sheetnames


def test_a_cancelled_import_keeps_nothing(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, desk, dialogs)
    read(qtbot, dialog, workbook(tmp_path / "suivi.xlsx"))
    real = importing.apply

    def cancelled(
        db: Database, commission: Commission, preview: importing.Preview, progress: Progress, _made: importing.Decisions
    ) -> None:
        def stop(_done: int, _total: int) -> None:
            raise Cancelled

        progress(0, 0)
        real(db, commission, preview, stop)

    monkeypatch.setattr(importing, "apply", cancelled)
    before = journal.entries(desk.db)
    QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog.isVisible()
    assert register.adhesions_at(desk.db, desk.commission.id, TODAY) == ()
    assert journal.entries(desk.db) == before
