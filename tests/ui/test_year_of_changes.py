"""A secretary's year: the window driven from change to change, the composition printed at four dates."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Section
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.allocation import AllocationDialog
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.mandate import EndMandateDialog, SwapDialog
from cpr_desk.ui.dialogs.seat_order import SeatOrderDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import page_specs
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from cpr_desk.ui.state import UiState
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import desk_on_demonstration
from tests.ui.driving import click, open_dialog, type_in


class Secretary:
    """Drives the window: chooses a seat by what it represents, fills a dialog, prints."""

    def __init__(self, desk: Desk, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = MainWindow(UiState())
        self._qtbot, self._dialogs, self._monkeypatch = qtbot, dialogs, monkeypatch
        qtbot.addWidget(self.window)
        desk.setParent(self.window)
        self.window.set_pages(page_specs(desk, UiState()))
        self.window.edit_menu.follow(desk)
        self.window.resize(1366, 728)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        page = self.window.show_page("commission")
        assert isinstance(page, CommissionPage)
        self.sheet: SeatsSheet = page.seats

    def do(
        self, day: str, seat: str, command: str, kind: type, fill: Callable[[Any], object] = lambda _d: None
    ) -> None:
        """Go to a day, choose a seat (« section:represents »), run a command, fill its dialog, press its verb."""
        type_in(self._qtbot, self.sheet.at, day)
        if seat:
            self._choose(seat)
        action = next(each for each in self.sheet.actions() if each.text().replace("&", "").startswith(command))
        dialog: Any = open_dialog(self._dialogs, self.sheet, kind, action.trigger)
        fill(dialog)
        with self._qtbot.waitSignal(dialog.saved):
            click(self._qtbot, dialog, dialog.save_button.text())

    def type(self, field: Any, text: str) -> None:
        type_in(self._qtbot, field, text)

    def press(self, keys: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        with self._qtbot.waitActive(self.window):
            self.window.activateWindow()
        view = self.sheet.tables._panels[self.sheet.tables.section()].view
        view.setFocus()
        self._qtbot.keyClick(view, keys, modifier)

    def print_composition(self, day: str, file: Path) -> str:
        """Print the composition of a day through « Exporter… » and return its text."""
        type_in(self._qtbot, self.sheet.at, day)
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
        self.sheet.messages.clear()
        next(each for each in self.sheet.actions() if each.text() == "E&xporter…").trigger()
        self._qtbot.waitUntil(lambda: "est enregistré" in self.sheet.messages.text(), timeout=20_000)
        return reading.text(file.read_bytes())

    def _choose(self, seat: str) -> None:
        section, _, name = seat.partition(":")
        composition = self.sheet._composition
        found = next(s for s in composition.of(Section(section)) if name in (s.represents, s.label))
        self.sheet.tables.select_seats({found.id})


@pytest.fixture
def secretary(db: Database, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch) -> Secretary:
    return Secretary(desk_on_demonstration(db), qtbot, dialogs, monkeypatch)


def test_a_year_of_changes_is_printed_as_it_stood_at_four_dates(secretary: Secretary, tmp_path: Path) -> None:
    day_before = secretary.print_composition("31/12/2025", tmp_path / "avant.pdf")
    csmf = next(s for s in secretary.sheet._composition.of(Section.PROFESSIONAL) if s.organisation == "CSMF")
    line = next(s for s in secretary.sheet._composition.of(Section.SOCIAL) if s.titular and s.substitute)
    assert csmf.titular
    assert line.titular
    assert line.substitute
    leaver, titular, substitute = (h.person.name for h in (csmf.titular, line.titular, line.substitute))

    def somebody(first: str, last: str, letter: str = "") -> Callable[[DesignateDialog], None]:
        def fill(dialog: DesignateDialog) -> None:
            secretary.type(dialog.person.first_name, first)
            secretary.type(dialog.person.last_name, last)
            secretary.type(dialog.letter_reference, letter)

        return fill

    # Spring: a vacant seat is filled, a titular replaced.
    secretary.do("1/2/26", "professional:SML", "Désigner…", DesignateDialog, somebody("Yves", "N’Guyen", "SML 3"))
    secretary.do("15/3/26", "professional:CSMF", "Désigner…", DesignateDialog, somebody("Luc", "de La Haÿe"))
    spring = secretary.print_composition("31/3/2026", tmp_path / "printemps.pdf")
    # Summer: a swap, a union leaves, another signs, parity is kept.
    secretary.do("1/5/26", f"social:{line.label}", "Échanger", SwapDialog)
    secretary.do("1/6/26", "professional:SNMB", "Fermer", CloseSeatsDialog)
    secretary.do("1/6/26", "", "Ajouter", AddSeatDialog, lambda d: d.organisation.setCurrentText("Syndicat de L’Haÿ"))
    secretary.do("1/7/26", "professional:FNI", "Fermer", CloseSeatsDialog)
    secretary.do("1/7/26", "", "Répartir", AllocationDialog)
    summer = secretary.print_composition("14/7/2026", tmp_path / "été.pdf")
    # Autumn: an end with its reason, another order; a change of mind.
    secretary.do("30/9/26", "professional:SML", "Mettre fin", EndMandateDialog)
    secretary.do("1/10/26", "", "Changer l’ordre", SeatOrderDialog, lambda d: (d.rows.setCurrentRow(1), d.up.click()))
    ordered = secretary.print_composition("22/11/2026", tmp_path / "ordre.pdf")
    secretary.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    autumn = secretary.print_composition("22/11/2026", tmp_path / "automne.pdf")

    assert leaver in day_before
    assert "16 titulaires non désignés" in day_before
    assert "Yves N’Guyen" in spring
    assert "Luc de La Haÿe" in spring
    assert leaver not in spring
    assert "15 titulaires non désignés" in spring
    assert summer.index(substitute) < summer.index(titular)
    assert spring.index(titular) < spring.index(substitute)
    assert "Syndicat de L’Haÿ" in summer
    assert "SNMB" in spring
    assert "SNMB" not in summer
    assert "12 sièges, 34 voix" in summer.replace("\u00a0", " ")
    assert "34 sièges, 34 voix" in summer.replace("\u00a0", " ")
    assert "Yves N’Guyen" in summer
    assert "Yves N’Guyen" not in autumn
    assert ordered.index("Infirmiers") < ordered.index("Médecins")
    assert autumn.index("Médecins") < autumn.index("Infirmiers")
    again = [
        secretary.print_composition(day, tmp_path / "encore.pdf") for day in ("31/12/2025", "31/3/2026", "14/7/2026")
    ]
    assert again == [day_before, spring, summer]
