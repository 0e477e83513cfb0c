"""What a secretary decides in the preview of a composition: ends, names alike, the day; and the way back from Excel."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Composition, MandateRole, Seat, Section
from cpr_desk.domain.likeness import Sameness
from cpr_desk.domain.mandates import GIVEN_REASONS, EndReason
from cpr_desk.office import exports, importing
from cpr_desk.services import composition, journal, mandates
from cpr_desk.services.commission import create_commission
from cpr_desk.storage.database import Database
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.import_pages import NamesPage
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.theme import Appearance, Theme, colours
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE
from tests.imports import books
from tests.prepared import copied
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, type_in

TODAY = date(2026, 11, 22)
EVE = date(2026, 11, 21)
Edit = Callable[[Worksheet], object]


@pytest.fixture
def desk(db: Database) -> Desk:
    assert copied(db, import_official_table)
    return Desk(db, lambda: TODAY)


def import_official_table(db: Database) -> None:
    commission = create_commission(db, PAYS_DE_LA_LOIRE)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "officiel.xlsx"
        file.write_bytes(books.official())
        preview = importing.preview_composition(db, commission, file, INSTALLED)
        importing.apply(db, commission, preview, lambda _done, _total: None)


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, dialogs: Dialogs) -> ImportDialog:
    made = ImportDialog(desk, "composition", None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    dialogs.answer(lambda _shown: None)
    made.show()
    return made


def exported(desk: Desk, folder: Path, **edits: Edit) -> Path:
    """Export the composition, edit sheets of the workbook by the beginning of their names, and save it."""
    file = folder / "composition.xlsx"
    wanted = exports.Export(desk.commission.id, exports.ExportKind.COMPOSITION, TODAY, TODAY)
    exports.export(desk.db, wanted, file)
    book = load_workbook(file)
    for name, edit in edits.items():
        edit(next(sheet for sheet in book.worksheets if name in sheet.title.lower()))
    book.save(file)
    return file


def put(text: str, instead: str | int | None, role: str = "Titulaire") -> Edit:
    """Write `instead` for who has the role on the line that holds a text (of a union, of a person)."""

    def edit(sheet: Worksheet) -> None:
        header = next(row for row in sheet.iter_rows() if any(cell.value == role for cell in row))
        column = next(cell.column for cell in header if cell.value == role)
        line = next(row for row in sheet.iter_rows() if any(cell.value == text for cell in row))
        sheet.cell(line[0].row, column).value = instead

    return edit


def both(*edits: Edit) -> Edit:
    return lambda sheet: [edit(sheet) for edit in edits]


def read(qtbot: QtBot, dialog: ImportDialog, file: Path) -> str:
    dialog.open_file(file)
    return settled(qtbot, dialog)


def settled(qtbot: QtBot, dialog: ImportDialog) -> str:
    qtbot.waitUntil(lambda: bool(dialog.messages.text()) and dialog.choose_button.isEnabled())
    return dialog.messages.text().replace("\u00a0", " ")


def take_in(qtbot: QtBot, dialog: ImportDialog) -> None:
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)


def lines(dialog: ImportDialog) -> list[list[str]]:
    """Return État, Siège, Rôle, Avant, Après of each change."""
    model = dialog.tabs.changes.model
    rows = (model.row(number) for number in range(model.rowCount()))
    return [[row.word, row.subject, row.what, row.before, row.after] for row in rows]


def tick(qtbot: QtBot, dialog: ImportDialog, number: int) -> None:
    """Click the box of a line."""
    view = dialog.tabs.changes.panel.view
    index = view.model().index(number, 0)
    box = view.visualRect(index)
    before = index.data(Qt.ItemDataRole.CheckStateRole)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(14, box.height() // 2))
    qtbot.waitUntil(lambda: view.model().index(number, 0).data(Qt.ItemDataRole.CheckStateRole) != before)


def names(dialog: ImportDialog) -> NamesPage:
    """Return the page of names of persons; that of a register asks other questions."""
    page = dialog.tabs.names
    assert isinstance(page, NamesPage)
    return page


def answer(dialog: ImportDialog, said: Sameness) -> None:
    dialog.tabs.setCurrentIndex(1)
    names(dialog).choices[said].click()


def now(desk: Desk) -> Composition:
    return composition.composition_at(desk.db, desk.commission.id, TODAY)


def of_union(desk: Desk, organisation: str) -> Seat:
    return next(seat for seat in now(desk).seats if seat.organisation == organisation)


def titular(seat: Seat) -> str:
    return seat.titular.person.name if seat.titular else ""


def test_an_export_imported_again_proposes_nothing(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    said = read(qtbot, dialog, exported(desk, tmp_path))
    assert said == "Ce fichier ne change rien : 54 lignes inchangées."
    assert (lines(dialog), dialog.import_button.isEnabled()) == ([], False)
    assert not dialog.tabs.isTabVisible(1)


def test_an_export_edited_in_a_spreadsheet_comes_back_right(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    entries = len(journal.entries(desk.db))
    file = exported(
        desk,
        tmp_path,
        sociale=put("Armand Tessier", 2, "Voix"),
        professionnelle=both(
            put("CSMF", "Ève N'Guyen"), put("MG France", None), put("ONSSF", "Anne-Marie de La Haÿe", "Suppléant")
        ),
    )
    said = read(qtbot, dialog, file)
    assert "3 lignes modifiées, 50 inchangées. 1 fin reste à confirmer : sans votre coche, rien ne se termine." in said
    assert lines(dialog) == [
        ["Modification", "RG, ligne 1", "Voix", "3", "2"],
        ["Modification", "Médecins – CSMF", "Titulaire", "Victor Delaunay", "Ève N'Guyen"],
        ["Fin à confirmer", "Médecins – MG France", "Titulaire", "Xavière Joubert", "vacant"],
        ["Ajout", "Sages-femmes – ONSSF", "Suppléant", "vacant", "Anne-Marie de La Haÿe"],
    ]
    tick(qtbot, dialog, 2)
    assert lines(dialog)[2][0] == "Fin"
    page = dialog.tabs.changes
    page.reason.setCurrentIndex(GIVEN_REASONS.index(EndReason.RESIGNATION))
    page.reason.activated.emit(page.reason.currentIndex())
    take_in(qtbot, dialog)

    assert len(journal.entries(desk.db)) == entries + 1
    assert now(desk).of(Section.SOCIAL)[0].votes == 2
    assert titular(of_union(desk, "CSMF")) == "Ève N'Guyen"
    assert of_union(desk, "ONSSF").substitute
    assert of_union(desk, "MG France").titular is None
    life = mandates.seat_life(desk.db, of_union(desk, "MG France").id)
    (ended,) = [mandate for mandate in life.mandates if mandate.role is MandateRole.TITULAR]
    assert (ended.until, ended.end_reason) == (EVE, EndReason.RESIGNATION)
    (replaced,) = [m for m in mandates.seat_life(desk.db, of_union(desk, "CSMF").id).mandates if m.until]
    assert replaced.end_reason is EndReason.REPLACED
    then = composition.composition_at(desk.db, desk.commission.id, EVE)
    assert sum(seat.titular is not None for seat in then.of(Section.PROFESSIONAL)) == 19
    preview = importing.preview_composition(desk.db, desk.commission, file, TODAY)
    assert preview.proposal.changes == ()


def test_without_a_tick_nothing_ends(qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path) -> None:
    file = exported(desk, tmp_path, professionnelle=both(put("CSMF", None), put("MG France", "Zoé Neuve")))
    read(qtbot, dialog, file)
    take_in(qtbot, dialog)
    assert (titular(of_union(desk, "CSMF")), titular(of_union(desk, "MG France"))) == ("Victor Delaunay", "Zoé Neuve")


def test_a_file_that_only_ends_is_imported_once_an_end_is_ticked(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    def without_csmf(sheet: Worksheet) -> None:
        line = next(row for row in sheet.iter_rows() if any(cell.value == "FNAA" for cell in row))
        sheet.delete_rows(line[0].row)

    said = read(qtbot, dialog, exported(desk, tmp_path, professionnelle=both(put("CSMF", None), without_csmf)))
    assert said.startswith("Ce fichier ne change rien : 52 lignes inchangées. 2 fins restent à confirmer")
    page = dialog.tabs.changes
    assert (dialog.import_button.isEnabled(), page.reason.isEnabled()) == (False, False)
    page.all.click()
    assert [line[0] for line in lines(dialog)] == ["Fin", "Fin"]
    assert dialog.import_button.isEnabled()
    page.all.click()
    assert [line[0] for line in lines(dialog)] == ["Fin à confirmer"] * 2
    page.panel.view.selectRow(1)
    page.panel.view.setFocus()
    qtbot.keyClick(page.panel.view, Qt.Key.Key_Space)
    assert [line[0] for line in lines(dialog)] == ["Fin à confirmer", "Fin"]
    assert page.all.checkState() == Qt.CheckState.PartiallyChecked
    take_in(qtbot, dialog)
    assert not [seat for seat in now(desk).seats if seat.organisation == "FNAA"]
    assert titular(of_union(desk, "CSMF")) == "Victor Delaunay"


def test_a_state_is_told_by_word_icon_and_colour_in_light_and_dark(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path, theme: Theme
) -> None:
    file = exported(desk, tmp_path, professionnelle=both(put("CSMF", None), put("SML", "Zoé Neuve")))
    read(qtbot, dialog, file)
    model = dialog.tabs.changes.model
    try:
        for appearance in (Appearance.LIGHT, Appearance.DARK):
            theme.choose(appearance)
            for row, tone in ((0, Tone.URGENT), (1, Tone.DONE)):
                index = model.index(row, 0)
                assert index.data(Qt.ItemDataRole.ForegroundRole).name() == colours().ink(tone)
                assert index.data(Qt.ItemDataRole.BackgroundRole).name() == colours().tint(tone)
                assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    finally:
        theme.choose(Appearance.SYSTEM)


def test_a_similar_name_is_kept_corrected_or_parted_as_answered(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    before = of_union(desk, "CSMF").titular
    said = read(qtbot, dialog, exported(desk, tmp_path, professionnelle=put("CSMF", "Victor Delaunai")))
    assert "Ce fichier ne change rien : 54 lignes inchangées. 1 nom à vérifier." in said
    row = names(dialog).model.row(0)
    assert (row.name, row.other, row.reason, row.answer) == (
        "Victor Delaunai",
        "Victor Delaunay",
        "une seule lettre de différence",
        Sameness.SAME,
    )
    answer(dialog, Sameness.OTHER)
    assert lines(dialog) == [["Modification", "Médecins – CSMF", "Titulaire", "Victor Delaunay", "Victor Delaunai"]]
    answer(dialog, Sameness.CORRECTED)
    assert [line[2:] for line in lines(dialog)] == [["Titulaire, nom", "Victor Delaunay", "Victor Delaunai"]]
    take_in(qtbot, dialog)
    after = of_union(desk, "CSMF").titular
    assert before
    assert after
    assert (after.person.id, after.person.last_name, after.since) == (before.person.id, "Delaunai", INSTALLED)


def test_a_namesake_may_be_somebody_else(qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path) -> None:
    read(qtbot, dialog, exported(desk, tmp_path, professionnelle=put("SML", "Victor Delaunay")))
    assert not names(dialog).choices[Sameness.CORRECTED].isVisibleTo(dialog.tabs.names)
    answer(dialog, Sameness.OTHER)
    take_in(qtbot, dialog)
    first, second = of_union(desk, "CSMF").titular, of_union(desk, "SML").titular
    assert first
    assert second
    assert (first.person.name, first.person.id != second.person.id) == (second.person.name, True)


def test_what_was_decided_outlives_a_second_reading_and_a_slip_of_the_hand(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = exported(desk, tmp_path, professionnelle=both(put("CSMF", None), put("MG France", "Xaviere Jouberte")))
    read(qtbot, dialog, file)
    tick(qtbot, dialog, 0)
    answer(dialog, Sameness.OTHER)
    dialog.again_button.click()
    settled(qtbot, dialog)
    qtbot.waitUntil(lambda: bool(lines(dialog)) and lines(dialog)[0][0] == "Fin")
    assert lines(dialog)[1][3:] == ["Xavière Joubert", "Xaviere Jouberte"]

    def stay(box: QDialog) -> None:
        click(qtbot, box, "Reprendre l’importation")

    dialogs.answer(stay)
    dialog.reject()
    assert dialog.isVisible()
    dialogs.answer(lambda box: click(qtbot, box, "Abandonner"))
    dialog.reject()
    assert not dialog.isVisible()
    assert titular(of_union(desk, "CSMF")) == "Victor Delaunay"


def test_a_day_before_the_stored_composition_is_told_beside_the_date(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    file = exported(desk, tmp_path, professionnelle=put("CSMF", "Zoé Neuve"))
    type_in(qtbot, dialog.day, "01/01/2021")
    said = read(qtbot, dialog, file)
    assert said.startswith("Cette date d’effet ne convient pas")
    assert "La composition du 04/02/2021 est déjà enregistrée" in beside(dialog.day)
    assert not dialog.import_button.isEnabled()
    type_in(qtbot, dialog.day, "04/02/2022")
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog._day_field.error() == ""


def test_a_day_that_does_not_exist_is_told_beside_the_date(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    read(qtbot, dialog, exported(desk, tmp_path, professionnelle=put("CSMF", "Zoé Neuve")))
    type_in(qtbot, dialog.day, "29/02/2023")
    assert "29/02/2023 n’existe pas au calendrier" in beside(dialog.day)
    assert not dialog.import_button.isEnabled()


def test_a_name_of_120_letters_and_particles_come_in_as_written(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    long = "Maximilienne " + "Kerguelen-" * 10 + "Plessis"
    assert len(long) == 120
    edits = both(put("SML", long), put("FNI", "Jean d’Arc de La Haÿe"), put("CI", "O'Connor N’Guyen"))
    read(qtbot, dialog, exported(desk, tmp_path, professionnelle=edits))
    take_in(qtbot, dialog)
    assert [titular(of_union(desk, union)) for union in ("SML", "FNI", "CI")] == [
        long,
        "Jean d’Arc de La Haÿe",
        "O'Connor N’Guyen",
    ]
    assert (
        importing.preview_composition(desk.db, desk.commission, exported(desk, tmp_path), TODAY).proposal.changes == ()
    )


def test_the_same_union_twice_stops_the_import_at_its_cell(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    table = [list(row) for row in books.PROFESSIONAL]
    table[3][1:3] = ["CSMF", "Zoé Neuve"]
    file = tmp_path / "double.xlsx"
    file.write_bytes(books.xlsx(("Professionnelle", table)))
    said = read(qtbot, dialog, file)
    assert said.startswith("1 problème empêche l’importation")
    problem = dialog.tabs.problems.row(0)
    assert (problem.row, problem.column, problem.value) == (4, "Syndicat", "CSMF")
    assert "Le syndicat CSMF est déjà cité ligne 2" in problem.message
