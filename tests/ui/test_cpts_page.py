from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.missions import Mission
from cpr_desk.services import register
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.dialogs.register_export import RegisterExportDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.form import Field
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, open_dialog

TODAY = date(2026, 11, 22)
LONG = "CPTS " + "Confluence-des-Marches-et-des-Vallées " * 3 + "X"

REGISTER = (
    adhesion(
        "44-01",
        name="CPTS Sèvre-et-Logne",
        step=Step.SIGNED,
        population=86_000,
        members=64,
        letter_on=date(2022, 1, 10),
        project_validated_on=date(2022, 9, 1),
        signed_on=date(2023, 3, 15),
        missions=((Mission.ACCES.value, date(2023, 6, 1)), (Mission.PREVENTION.value, None)),
        contact="Mme Ysée Marlou",
    ),
    adhesion("49-01", name="CPTS L’Œuvre du Layon", department="49", step=Step.NEGOTIATION, population=39_999),
    adhesion("85-01", name=LONG[:120], department="85", step=Step.REFLECTION),
)


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    made = Desk(db, lambda: TODAY)
    assert made.commission == commission
    return made


@pytest.fixture
def filled(desk: Desk) -> Desk:
    for row in REGISTER:
        register.save_adhesion(desk.db, desk.commission.id, row, date(2024, 1, 5))
    return desk


def page_on(qtbot: QtBot, desk: Desk, state: UiState | None = None) -> CptsPage:
    page = CptsPage(desk, state or UiState())
    qtbot.addWidget(page)
    page.resize(1120, 640)
    page.show()
    page.reload()
    return page


def stored(desk: Desk, code: str, at: date = TODAY) -> Adhesion:
    return next(row for row in register.adhesions_at(desk.db, desk.commission.id, at) if row.code == code)


def shown_codes(page: CptsPage) -> list[str]:
    model = page.panel.view.model()
    return [model.index(line, 0).data() for line in range(model.rowCount())]


def form_of(qtbot: QtBot, page: CptsPage, dialogs: Dialogs, code: str = "") -> CptsDialog:
    """Open the form of a CPTS, or an empty one, as a person does."""
    opened: list[object] = []
    dialogs.answer(opened.append)
    if code:
        page.panel.view.selectRow(shown_codes(page).index(code))
        page.edit(page.panel.view.selected_rows()[0])
    else:
        page.add()
    qtbot.waitUntil(lambda: bool(opened))
    assert isinstance(opened[0], CptsDialog)
    return opened[0]


def problems(form: CptsDialog) -> dict[str, str]:
    fields = form.findChildren(Field)
    return {
        field.control.accessibleName().removesuffix(", obligatoire"): field.error() for field in fields if field.error()
    }


def choose(dialog: CptsDialog, step: Step) -> None:
    dialog.step.setCurrentIndex(dialog.step.findData(step))


def test_the_register_is_listed_by_name_with_what_the_ars_asks(qtbot: QtBot, filled: Desk) -> None:
    page = page_on(qtbot, filled)
    assert shown_codes(page) == ["85-01", "49-01", "44-01"]
    model = page.panel.view.model()
    shown = [column for column in range(model.columnCount()) if not page.panel.view.isColumnHidden(column)]
    texts = [model.index(2, column).data() for column in shown]
    assert texts == [
        *("44-01", "CPTS Sèvre-et-Logne", "44 – Loire-Atlantique", "Contrat signé", "15/03/2023"),
        *("86\u202f000", "3", "64", "15/03/2023", "Mme Ysée Marlou"),
    ]
    assert page.panel.count.text() == "3 CPTS"


def test_a_filter_keeps_the_rows_that_hold_every_word_without_accents(qtbot: QtBot, filled: Desk) -> None:
    page = page_on(qtbot, filled)
    QTest.keyClicks(page.panel.filter, "oeuvre layon")
    assert shown_codes(page) == ["49-01"]
    assert page.panel.count.text() == "1 sur 3 CPTS"


@pytest.mark.parametrize(
    ("column", "first"),
    [(0, "44-01"), (1, "85-01"), (2, "44-01"), (3, "85-01"), (5, "85-01"), (6, "85-01"), (7, "49-01"), (8, "49-01")],
)
def test_every_header_sorts(qtbot: QtBot, filled: Desk, column: int, first: str) -> None:
    page = page_on(qtbot, filled)
    page.panel.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    rising = shown_codes(page)
    page.panel.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    falling = shown_codes(page)
    assert sorted(rising) == sorted(falling) == ["44-01", "49-01", "85-01"]
    assert first in rising[:2]
    assert rising != falling


def test_the_register_of_another_day_is_shown(qtbot: QtBot, filled: Desk) -> None:
    page = page_on(qtbot, filled)
    page.day.setText("1/6/22")
    assert shown_codes(page) == ["44-01"]
    assert page.panel.view.model().index(0, 3).data() == "Lettre d’intention validée"
    page.day.setText("1/1/20")
    assert shown_codes(page) == []
    page.day.setText("1/1/2")
    assert shown_codes(page) == []


def test_an_empty_register_says_what_to_do_first(qtbot: QtBot, desk: Desk, dialogs: Dialogs) -> None:
    page = page_on(qtbot, desk)
    opened: list[object] = []
    dialogs.answer(opened.append)
    verb = next(button for button in page.findChildren(QPushButton) if button.text() == "Importer un classeur…")
    assert verb.isVisible()
    QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened))
    assert isinstance(opened[0], ImportDialog)
    opened[0].reject()


def test_a_cpts_is_added_from_the_keyboard(qtbot: QtBot, desk: Desk, dialogs: Dialogs) -> None:
    page = page_on(qtbot, desk)
    form = form_of(qtbot, page, dialogs)
    QTest.keyClicks(form.code, "44-07")
    form.name.setText(LONG[:120])
    form.department.setCurrentText("44 – Loire-Atlantique")
    choose(form, Step.SIGNED)
    form.since.setText("15/3/23")
    QTest.keyClicks(form.population, "86 000")
    QTest.keyClicks(form.members, "64")
    form.missions.boxes[Mission.ACCES].setChecked(True)
    form.missions.days[Mission.ACCES].setText("1/6/23")
    form.missions.boxes[Mission.CRISES].setChecked(True)
    QTest.keyClicks(form.email, "coordination@example.org")
    form.comment.setPlainText("Dossier complet")
    QTest.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    row = stored(desk, "44-07")
    assert (row.name, row.department, row.step) == (LONG[:120], "44", Step.SIGNED)
    assert row.signed_on == row.step_since == date(2023, 3, 15)
    assert (row.population, row.size, row.members) == (86_000, 3, 64)
    assert row.missions == (("acces", date(2023, 6, 1)), ("crises", None))
    assert (row.email, row.comment) == ("coordination@example.org", "Dossier complet")
    assert [each.code for each in page.panel.view.selected_rows()] == ["44-07"]


def test_missing_and_wrong_values_are_said_beside_their_fields(qtbot: QtBot, desk: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, desk), dialogs)
    form.population.setText("beaucoup")
    form.email.setText("coordination")
    form.days["letter_on"].setText("12/2027")
    form.missions.boxes[Mission.ACCES].setChecked(True)
    form.missions.days[Mission.ACCES].setText("1/1/2027")
    form.accept()
    assert form.isVisible()
    assert problems(form) == {
        "Code": "Ce champ est obligatoire.",
        "Nom": "Ce champ est obligatoire.",
        "Département": "Ce champ est obligatoire.",
        "Lettre d’intention": "«\u00a012/2027\u00a0» n’est pas une date. Écrivez par exemple 04/02/2021.",
        "Population (habitants)": "Écrivez un nombre entier, par exemple 86\u202f000.",
        "Courriel": "Cette adresse n’est pas complète. Écrivez par exemple prenom.nom@exemple.fr.",
    }
    assert not form.missions.validate()
    assert register.adhesions_at(desk.db, desk.commission.id, TODAY) == ()
    dialogs.answer(lambda box: press(box, "Abandonner"))
    form.reject()


def press(box: object, verb: str) -> None:
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == verb).click()


def test_a_code_taken_is_said_beside_the_code(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "49-01")
    form.code.setText("44-01")
    form.accept()
    assert problems(form) == {"Code": "Le code 44-01 est déjà celui d’une autre CPTS. Donnez un autre code à celle-ci."}
    form.code.setText("49-09")
    form.accept()
    assert stored(filled, "49-09").name == "CPTS L’Œuvre du Layon"


def test_the_size_follows_the_population_and_explains_itself(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "49-01")
    said = []
    for typed in ("39 999", "40 000", "175000", ""):
        form.population.setText(typed)
        said.append(form._population._note.text())
    assert said == [
        "Taille 1\u00a0: moins de 40\u202f000 habitants",
        "Taille 2\u00a0: de 40\u202f000 à 79\u202f999 habitants",
        "Taille 4\u00a0: 175\u202f000 habitants ou plus",
        "La taille s’en déduit",
    ]
    form.population.setText("80 000")
    form.accept()
    assert stored(filled, "49-01").size == 3


def test_a_step_forward_is_stored_with_its_day(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "49-01")
    choose(form, Step.SIGNED)
    assert form.since.day() == TODAY
    form.days["signed_on"].setText("2/11/26")
    assert form.since.day() == date(2026, 11, 2)
    form.accept()
    row = stored(filled, "49-01")
    assert (row.step, row.signed_on, row.step_since) == (Step.SIGNED, date(2026, 11, 2), date(2026, 11, 2))
    assert stored(filled, "49-01", date(2026, 11, 1)).step is Step.NEGOTIATION


def test_a_step_back_is_refused_unless_it_corrects_a_mistake(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "44-01")
    choose(form, Step.PROJECT_VALIDATED)
    form.accept()
    assert form.isVisible()
    assert set(problems(form)) == {"Étape", "Contrat signé"}
    assert form.correct.isVisible()
    form.correct.setChecked(True)
    form.days["signed_on"].clear()
    form.accept()
    row = stored(filled, "44-01")
    assert (row.step, row.step_since, row.signed_on) == (Step.PROJECT_VALIDATED, date(2022, 9, 1), None)


def test_a_skipped_step_is_only_remarked(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "85-01")
    choose(form, Step.LETTER_VALIDATED)
    assert form._step_field._note.text() == "Étapes non renseignées\u00a0: «\u00a0Lettre d’intention déposée\u00a0»."
    form.accept()
    assert stored(filled, "85-01").step is Step.LETTER_VALIDATED


def test_dates_out_of_order_are_refused(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "44-01")
    form.days["signed_on"].setText("1/8/22")
    form.days["letter_on"].setText("1/1/2027")
    form.accept()
    assert problems(form) == {
        "Lettre d’intention": "Cette date est à venir.",
        "Projet de santé validé": "Cette date précède celle de «\u00a0Lettre d’intention\u00a0».",
        "Contrat signé": "Cette date précède celle de «\u00a0Projet de santé validé\u00a0».",
    }
    dialogs.answer(lambda box: press(box, "Abandonner"))
    form.reject()


def test_closing_a_changed_form_by_mistake_loses_nothing(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "44-01")
    form.phone.setText("02 40 00 00 00")
    dialogs.answer(lambda box: press(box, "Reprendre la saisie"))
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    form.accept()
    assert stored(filled, "44-01").phone == "02 40 00 00 00"


def test_saving_a_form_left_as_it_was_changes_nothing(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    before = register.adhesions_at(filled.db, filled.commission.id, TODAY)
    page = page_on(qtbot, filled)
    for code in ("44-01", "49-01", "85-01"):
        form_of(qtbot, page, dialogs, code).accept()
    assert register.adhesions_at(filled.db, filled.commission.id, TODAY) == before


def test_expected_starts_of_missions_follow_the_signature(qtbot: QtBot, filled: Desk, dialogs: Dialogs) -> None:
    form = form_of(qtbot, page_on(qtbot, filled), dialogs, "44-01")
    late = "démarrage attendu au plus tard le 15/03/2024\u00a0: en retard"
    assert form.missions._notes[Mission.PREVENTION].text() == late
    form.missions.days[Mission.PREVENTION].setText("20/3/2024")
    assert form.missions._notes[Mission.PREVENTION].text() == "démarrée après le 15/03/2024, limite de l’accord"
    form.days["signed_on"].setText("1/10/2026")
    assert form.missions._notes[Mission.PREVENTION].text() == "démarrage attendu au plus tard le 01/10/2027"
    dialogs.answer(lambda box: press(box, "Abandonner"))
    form.reject()


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_the_register_is_exported_for_the_ars(
    qtbot: QtBot, filled: Desk, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target, state = tmp_path / f"pour l’ARS{ending}", UiState()
    page = page_on(qtbot, filled, state)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), f"Fichier (*{ending})"))
    wanted = open_dialog(dialogs, page, RegisterExportDialog, page.export)
    assert wanted.since.text() == "22/11/2025"
    wanted.since.set_day(TODAY)
    wanted.accept()
    assert beside(wanted.since).endswith("Choisissez une date antérieure au 22/11/2026.")
    wanted.since.set_day(date(2024, 6, 30))
    wanted.accept()
    qtbot.waitUntil(lambda: bool(page.messages.text()))
    assert page.messages.text() == f"3 CPTS enregistrées dans «\u00a0pour l’ARS{ending}\u00a0»."
    assert state.get("files/folder") == str(tmp_path)
    if ending == ".pdf":
        assert target.read_bytes().startswith(b"%PDF-")
    else:
        cells = [cell.value for row in load_workbook(target).worksheets[0].iter_rows() for cell in row]
        assert {"44-01", "49-01", "85-01"} <= set(cells)
        assert load_workbook(target)["Changements"]["A2"].value == "Du 30/06/2024 au 22/11/2026"


def test_an_export_refused_by_the_disk_says_so_in_the_page(
    qtbot: QtBot, filled: Desk, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("un fichier n’est pas un dossier")
    target = tmp_path / "fichier" / "registre.xlsx"
    page = page_on(qtbot, filled)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    open_dialog(dialogs, page, RegisterExportDialog, page.export).accept()
    qtbot.waitUntil(lambda: bool(page.messages.text()))
    assert "n’a pas pu être enregistré" in page.messages.text()
