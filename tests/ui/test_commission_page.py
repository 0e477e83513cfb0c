"""The page of the commission, driven as a secretary drives it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Person, Seat, SeatState, Section
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.factories import PAYS_DE_LA_LOIRE
from tests.ui import demonstration
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog, shown, type_in

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def page(db: Database, qtbot: QtBot) -> SeatsSheet:
    demonstration.fill(db, TODAY)
    return shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats


@pytest.fixture
def empty_page(db: Database, qtbot: QtBot) -> SeatsSheet:
    commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    return shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats


def _seats(page: SeatsSheet, section: Section, on: date = TODAY) -> tuple[Seat, ...]:
    desk = page._desk
    return compositions.composition_at(desk.db, desk.commission.id, on).of(section)


def _table(page: SeatsSheet, section: Section) -> list[list[str]]:
    model = page.tables._models[section]
    return [
        [model.index(row, column).data() for column in range(4 if section is not Section.CONSULTATIVE else 3)]
        for row in range(model.rowCount())
    ]


def _select(page: SeatsSheet, section: Section, row: int) -> Seat:
    page.tables.setCurrentIndex(list(Section).index(section))
    page.tables._panels[section].view.selectRow(row)
    seat = page.tables.selected()
    assert seat
    return seat


def test_the_figures_of_the_official_table_come_out(page: SeatsSheet) -> None:
    said = [
        widget.accessibleName().replace("\u00a0", " ") for widget in page.figures.findChildren(type(page.figures._msa))
    ]

    assert said == [
        "Section sociale : 35 voix. 13 sièges",
        "Régime général : 28 voix. 80 % des voix",
        "MSA : 7 voix. 20 % des voix",
        "Section professionnelle : 35 voix. 35 sièges, 19 désignés",
    ]
    assert page.figures._parity.accessibleName() == "Parité respectée"
    assert page.figures._vacancies.accessibleName() == ("16 titulaires non désignés, 2 professions non représentées")


def test_a_profession_is_written_once_for_its_unions(page: SeatsSheet) -> None:
    rows = _table(page, Section.PROFESSIONAL)

    assert len(rows) == 35
    assert [row[0] for row in rows[:4]] == ["Médecins", "", "", "Infirmiers"]
    assert [row[1] for row in rows[:3]] == ["CSMF", "MG France", "SML"]


def test_sorting_and_copying_still_name_the_profession_of_each_row(page: SeatsSheet) -> None:
    model = page.tables._models[Section.PROFESSIONAL]
    model.sort(1)
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == model.row(1).profession.label  # type: ignore[union-attr]
    assert model.columns[0].copied(model.row(1)) == spoken


def test_a_vacant_place_says_so_with_a_word_and_an_icon(page: SeatsSheet) -> None:
    model = page.tables._models[Section.PROFESSIONAL]
    vacant, held = model.index(2, 2), model.index(0, 2)

    assert vacant.data() == "à désigner"
    assert not vacant.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert vacant.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert held.data(Qt.ItemDataRole.DecorationRole) is None
    assert held.data(Qt.ItemDataRole.ForegroundRole) is None


def test_each_table_has_its_totals(page: SeatsSheet) -> None:
    said = [label.text().replace("\u00a0", " ") for label in page.tables._totals.values()]

    assert said == [
        "Total : 35 voix, dont régime général 28 (80 %) et MSA 7 (20 %)",
        "Total : 35 sièges, 35 voix, 19 titulaires désignés",
        "Total : 6 sièges, sans droit de vote",
    ]


def test_a_problem_selects_its_seats_and_says_how_to_mend_it(page: SeatsSheet) -> None:
    texts = [page.problems.list.item(row).text() for row in range(page.problems.list.count())]
    row = next(number for number, text in enumerate(texts) if "Sages-femmes" in text and "représentée" in text)
    page.problems.list.setCurrentRow(row)
    chosen = page.tables._panels[Section.PROFESSIONAL].view.selected_rows()

    assert texts[row].startswith("À surveiller\n")
    assert page.tables.section() is Section.PROFESSIONAL
    assert [seat.organisation for seat in chosen] == ["ONSSF", "UNSSF"]
    assert "Relancez ses organisations" in page.problems.explanation.toPlainText()
    assert "Source" in page.problems.explanation.toPlainText()


def test_a_default_rule_says_that_it_is_one(page: SeatsSheet) -> None:
    quorum = next(n for n, problem in enumerate(page.problems._problems) if problem.certainty.is_default)
    page.problems.list.setCurrentRow(quorum)

    assert "règle par défaut, à confirmer par le règlement applicable" in page.problems.explanation.toPlainText()


def test_a_filter_gives_way_to_the_seats_of_a_problem(page: SeatsSheet) -> None:
    panel = page.tables._panels[Section.PROFESSIONAL]
    panel.filter.setText("transporteurs")
    page.tables.select_seats({seat.id for seat in _seats(page, Section.PROFESSIONAL)[:2]})

    assert panel.filter.text() == ""
    assert len(panel.view.selected_rows()) == 2


def test_the_composition_is_shown_on_the_day_typed(page: SeatsSheet, qtbot: QtBot) -> None:
    type_in(qtbot, page.at, "3/2/21")

    assert page._stack.currentIndex() == 1
    assert page._empty._title.text() == "Aucun siège au 3 février 2021"
    qtbot.mouseClick(page.time.today, Qt.MouseButton.LeftButton)
    assert page.at.text() == "22/11/2026"
    assert page._stack.currentIndex() == 0


def test_the_presidency_of_this_year_and_the_next_is_named(page: SeatsSheet) -> None:
    said = "\n".join(label.text() for label in page.presidency.findChildren(QLabel)).replace("\u00a0", " ")

    assert "2026" in said
    assert "Présidence : M. Lucien Aigrelou (section professionnelle)" in said
    assert "2027" in said
    assert "Vice-présidence : M. Lucien Aigrelou (section professionnelle)" in said


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_the_composition_is_exported(
    page: SeatsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    file = tmp_path / f"composition.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page._export.trigger()
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=20_000)
    assert page.messages.text().startswith("Le fichier")

    assert file.stat().st_size > 3000


def test_an_export_that_fails_says_why(
    page: SeatsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path), "Classeur Excel (*.xlsx)"))
    (tmp_path.parent / f"{tmp_path.name}.xlsx").mkdir()
    page._export.trigger()
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=10_000)

    assert "est enregistré" not in page.messages.text()


def test_the_import_opens_on_the_composition(page: SeatsSheet, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, page, ImportDialog, page._import.trigger)

    assert dialog.windowTitle() == "Importer la composition"


def test_an_empty_commission_says_what_to_do_first(
    empty_page: SeatsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Modèle.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    verbs = [button.text() for button in empty_page._empty.findChildren(QPushButton)]

    assert verbs == ["Importer la composition…", "Enregistrer le classeur modèle…", "Ajouter un siège…"]
    assert not empty_page._export.isEnabled()
    assert not empty_page.seat_commands.designate.isEnabled()
    buttons = empty_page._empty.findChildren(QPushButton)
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(file.exists, timeout=10_000)
    qtbot.waitUntil(lambda: "est enregistré" in empty_page.messages.text())


def test_a_commission_installed_later_says_when_it_will_be_presided(db: Database, qtbot: QtBot) -> None:
    later = replace(PAYS_DE_LA_LOIRE, installed_on=date(2030, 1, 15))
    commissions.create_commission(db, later)
    page = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats
    said = [label.text() for label in page.presidency.findChildren(QLabel)]

    assert "La première présidence sera celle de l’année 2030." in said


def test_names_of_120_characters_are_shown_whole_on_hover(page: SeatsSheet) -> None:
    seat = _seats(page, Section.SOCIAL)[0]
    long = Person(0, "Anne", "Œ" + "y" * 119, email="longue@example.org")
    state = replace(SeatState.of(seat), titular=long)
    compositions.revise_composition(page._desk.db, ReviseComposition(page._desk.commission.id, TODAY, (state,)))
    page._desk.refresh()
    index = page.tables._models[Section.SOCIAL].index(0, 2)

    assert index.data() == long.name
    assert index.data(Qt.ItemDataRole.ToolTipRole) == f"{long.name}\nlongue@example.org"
    assert page.minimumSizeHint().width() < 1000


def test_a_low_screen_gives_its_height_to_the_rows(page: SeatsSheet) -> None:
    def figures_at(height: int) -> int:
        page.window().resize(1140, height)
        return page.figures.sizeHint().height()

    total = page.tables._totals[Section.SOCIAL]
    high = figures_at(1000)
    assert total.isVisible()
    assert figures_at(680) < high
    assert not total.isVisible()
    assert figures_at(1000) == high
    assert total.isVisible()


def test_what_cannot_be_done_yet_says_what_to_do_first(page: SeatsSheet) -> None:
    designate = page.seat_commands.designate
    page.tables.select_seats(set())
    assert not designate.isEnabled()
    assert designate.toolTip().startswith("Choisissez d’abord un siège")
    _select(page, Section.SOCIAL, 0)
    assert designate.toolTip() == "Désigner quelqu’un au siège choisi, ou remplacer qui l’occupe (F2)"


def test_a_sheet_behind_makes_no_page_scroll(page: SeatsSheet, qtbot: QtBot) -> None:
    commission = page.page
    assert isinstance(commission, CommissionPage)
    before = commission.minimumSizeHint()
    commission.show_sheet("presidency")
    commission.show_sheet("seats")
    qtbot.waitUntil(lambda: commission.minimumSizeHint() == before)
