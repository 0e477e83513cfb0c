"""The register of December 2020, as it was told on 04/02/2021: seen, narrowed, kept as a view, exported, read back."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cpr_desk.domain.register_filter import Facet
from cpr_desk.office import demo_register
from cpr_desk.services.instance import Database
from cpr_desk.ui.dialogs.register_export import RegisterExportDialog
from cpr_desk.ui.dialogs.register_view import KeepViewDialog
from cpr_desk.ui.pages.cpts import CptsPage
from tests.prepared import copied
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.whole.cpts_secretary import CptsSecretary, money, sheet
from tests.ui.whole.secretary import plain

AT = date(2020, 12, 31)
CONTROL = Qt.KeyboardModifier.ControlModifier
SIGNED = ["44-01", "49-01", "49-02", "49-03", "72-01", "72-02", "85-01"]


@pytest.fixture
def secretary(
    db: Database, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> CptsSecretary:
    assert copied(db, demo_register.fill_december_2020)
    db.carried_out.clear()
    return CptsSecretary(db, qtbot, dialogs, monkeypatch, tmp_path / "sorties", AT)


def choices(page: CptsPage, facet: Facet) -> dict[str, int]:
    """Open the list of a facet, and return its choices with their counts."""
    box = page.list.filters.boxes[facet]
    if not box.is_open:
        box.click()
    told = [plain(box.choices.item(row).text()) for row in range(box.choices.count())]
    return {words.rpartition(" (")[0]: int(words.rpartition(" (")[2].rstrip(")")) for words in told if "(" in words}


def tick(secretary: CptsSecretary, facet: Facet, *words: str) -> None:
    """Open the list of a facet, tick choices with the arrows and the space bar, close it with Enter."""
    choices(secretary.page, facet)
    box = secretary.page.list.filters.boxes[facet]
    for each in words:
        rows = range(box.choices.count())
        wanted = next(row for row in rows if plain(box.choices.item(row).text()).startswith(each))
        while box.choices.currentRow() != wanted:
            down = box.choices.currentRow() < wanted
            secretary.qtbot.keyClick(box.choices, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        secretary.qtbot.keyClick(box.choices, Qt.Key.Key_Space)
    secretary.qtbot.keyClick(box.choices, Qt.Key.Key_Return)


def close(secretary: CptsSecretary, facet: Facet) -> None:
    secretary.qtbot.keyClick(secretary.page.list.filters.boxes[facet].choices, Qt.Key.Key_Escape)


def codes(page: CptsPage) -> list[str]:
    return [page.list.model.row(line).code for line in range(page.list.model.rowCount())]


def menu(page: CptsPage, words: str) -> None:
    """Choose an entry of the menu of the views."""
    opened = page.list.views.menu()
    assert isinstance(opened, QMenu)
    opened.aboutToShow.emit()
    next(action for action in opened.actions() if plain(action.text()) == words).trigger()


def test_the_register_counts_what_the_commission_was_told(secretary: CptsSecretary) -> None:
    page = secretary.page
    assert plain(page.panel.count.text()) == "28 CPTS"
    # 3 letters deposited and 8 validated; 3 projects validated, 2 in negotiation and 7 signed are the 12 validated.
    assert choices(page, Facet.STAGE) == {
        "En réflexion": 5, "Lettre d’intention": 11, "Projet de santé validé": 3, "Négociation de l’ACI": 2,
        "Contrat signé": 7, "Contrat terminé": 0, "Abandonné": 0,
    }  # fmt: skip
    close(secretary, Facet.STAGE)
    assert [count for _, count in sorted(choices(page, Facet.DEPARTMENT).items())] == [8, 6, 3, 5, 6]
    close(secretary, Facet.DEPARTMENT)
    # 39 999 is taille 1, 40 000 and 79 999 taille 2, 80 000 taille 3, 196 302 and 220 000 taille 4.
    assert choices(page, Facet.SIZE) == {
        "Taille 1": 4, "Taille 2": 9, "Taille 3": 13, "Taille 4": 2, "Taille inconnue": 0
    }  # fmt: skip
    close(secretary, Facet.SIZE)
    people = [page.list.model.row(line).population or 0 for line in range(28)]
    assert (min(people), max(people), sum(people)) == (30_000, 220_000, 28 * 88_000)


def test_the_register_is_narrowed_by_stage_department_size_and_what_is_late(secretary: CptsSecretary) -> None:
    page = secretary.page
    tick(secretary, Facet.STAGE, "Contrat signé")
    assert sorted(codes(page)) == SIGNED
    tick(secretary, Facet.DEPARTMENT, "49", "72")
    assert sorted(codes(page)) == SIGNED[1:6]
    tick(secretary, Facet.SIZE, "Taille 3")
    assert sorted(codes(page)) == ["49-02", "72-02"]
    assert plain(page.panel.count.text()) == "2 sur 28 CPTS"
    assert plain(page.list.filters.words.text()).startswith("Étape : Contrat signé · Département : ")
    secretary.push(page, "Tout effacer")
    assert len(codes(page)) == 28


def test_what_is_late_is_told_as_the_days_go_by(secretary: CptsSecretary) -> None:
    page = secretary.page
    tick(secretary, Facet.ALERT, "Mission en retard", "Dialogue en retard")
    secretary.qtbot.waitUntil(lambda: codes(page) == [], timeout=20_000)  # nothing is late on 31/12/2020
    secretary.on(date(2021, 4, 1))
    # Dialogues of year 1, two months after 18/11/2020 and 20/01/2021; prévention of 49-03 within a year of 09/03/2020,
    # accès of 72-02 within six months of 14/09/2020.
    secretary.qtbot.waitUntil(lambda: sorted(codes(page)) == ["44-01", "49-01", "49-03", "72-02"], timeout=20_000)
    tick(secretary, Facet.ALERT, "Mission en retard")
    assert sorted(codes(page)) == ["44-01", "49-01"]


def test_what_is_shown_is_kept_as_a_view_and_found_again(secretary: CptsSecretary) -> None:
    page = secretary.page
    tick(secretary, Facet.STAGE, "Contrat signé")
    tick(secretary, Facet.DEPARTMENT, "49")
    page.panel.view.show_columns(["name", "code", "population"], "population", descending=True)
    dialog = secretary.asked(page, KeepViewDialog, lambda: menu(page, "Enregistrer comme nouvelle vue…"))
    secretary.write(dialog.name, "Contrats de Maine-et-Loire")
    secretary.save(dialog)
    assert secretary.said == "La vue est enregistrée."
    menu(page, "Tout le registre")
    assert len(codes(page)) == 28

    menu(page, "Contrats de Maine-et-Loire")
    assert codes(page) == ["49-01", "49-02", "49-03"]
    assert [column.key for column in page.panel.view.shown_columns()] == ["name", "code", "population"]
    assert secretary.undo_name() == "Annuler : enregistrer la vue « Contrats de Maine-et-Loire » du registre"


def test_the_register_is_exported_from_the_window_and_the_files_tell_the_same(secretary: CptsSecretary) -> None:
    page = secretary.page
    wrong = secretary.asked(page, RegisterExportDialog, lambda: secretary.key(Qt.Key.Key_E, CONTROL))
    secretary.write(wrong.since, AT)
    told = secretary.try_to_save(wrong)
    assert told == {"Comparer au": "Choisissez une date antérieure au 31/12/2020."}
    secretary.write(wrong.since, date(2019, 12, 31))
    book = secretary.written("registre.xlsx", lambda: secretary.save(wrong))
    secretary.qtbot.waitUntil(lambda: "28 CPTS enregistrées" in secretary.said, timeout=30_000)
    dialog = secretary.asked(page, RegisterExportDialog, lambda: secretary.key(Qt.Key.Key_E, CONTROL))
    paper = secretary.written("registre.pdf", lambda: secretary.save(dialog))
    secretary.qtbot.waitUntil(lambda: "registre.pdf" in secretary.said, timeout=30_000)

    lines = sheet(book, "Registre")
    head = next(row for row in lines if row[0] == "Code")
    rows = [dict(zip(head, row, strict=True)) for row in lines[lines.index(head) + 1 :] if str(row[0])[2:3] == "-"]
    assert sorted(row["Code"] for row in rows) == sorted(codes(page))
    assert sorted(row["Code"] for row in rows if row["Étape"] == "Contrat signé") == SIGNED
    assert sum(row["Projet validé"] is not None for row in rows) == 12
    assert sum(row["Population"] for row in rows) == 28 * 88_000
    assert sum(money(row["Versé en 2020"]) for row in rows) == 686_000
    printed = plain(reading.text(paper.read_bytes()))
    for words in (
        "le registre compte 28 CPTS", "les 7 contrats signés sont comptés parmi les 12 projets validés",
        "de 30 000 à 220 000 habitants, 88 000 en moyenne", "686 000 € ont été versés",
    ):  # fmt: skip
        assert words in printed
