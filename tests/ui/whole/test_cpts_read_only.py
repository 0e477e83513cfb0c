"""Several CPTS changed at once and taken back; a past day is only read, in every tab."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.missions import Mission
from cpr_desk.services import territories
from cpr_desk.services.instance import Database
from cpr_desk.services.register import save_adhesion
from cpr_desk.services.territories import FixTerritory
from cpr_desk.ui.dialogs.cpts_bulk import BulkDialog
from cpr_desk.ui.pages.cpts_history import HistoryTab
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.pages.cpts_territory import TerritoryTab
from cpr_desk.ui.widgets.link_row import LinkRow
from cpr_desk.ui.widgets.table_view import TableView
from tests.factories import adhesion
from tests.stored import rows_of
from tests.ui.conftest import Dialogs
from tests.ui.whole.cpts_secretary import TABS, CptsSecretary, bare, commands
from tests.ui.whole.secretary import plain

TODAY, SIGNED_ON, PAST = date(2024, 1, 15), date(2022, 3, 15), date(2023, 6, 1)
CONTROL = Qt.KeyboardModifier.ControlModifier
LOOKING = {
    "Simuler…", "État de financement…", "Exporter…", "Aperçu du dossier", "Enregistrer le dossier…", "Copier",
    "Agrandir", "Réduire", "Voir toute la carte", "Voir la CPTS de près",
}  # fmt: skip
"""What looks, copies, prints or writes a file: a past day allows it."""


@pytest.fixture
def secretary(
    db: Database,
    commission: Commission,
    qtbot: QtBot,
    dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> CptsSecretary:
    """Sit before four CPTS, one of them under contract with missions and a territory."""
    for row in (
        adhesion("A", name="CPTS Aber", step=Step.PROJECT_SENT),
        adhesion("B", name="CPTS Bocage", step=Step.LETTER_VALIDATED),
        adhesion("C", name="CPTS Coteaux", step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON,
                 population=81_000, missions=((Mission.ACCES.value, SIGNED_ON), (Mission.CRISES.value, SIGNED_ON))),
        adhesion("D", name="CPTS Dunes", step=Step.PROJECT_SENT),
    ):  # fmt: skip
        own = save_adhesion(db, commission.id, row, date(2022, 4, 1))
        if row.code == "C":
            territories.save_territory(db, commission, FixTerritory(own, ("44109",), SIGNED_ON))
    return CptsSecretary(db, qtbot, dialogs, monkeypatch, tmp_path / "sorties", TODAY)


def test_several_cpts_take_a_step_together_and_go_back_together(secretary: CptsSecretary) -> None:
    page, before = secretary.page, rows_of(secretary.db)
    secretary.qtbot.keyClick(page.panel.view, Qt.Key.Key_A, CONTROL)
    dialog = secretary.asked(page, BulkDialog, lambda: secretary.key(Qt.Key.Key_F2))
    secretary.qtbot.waitUntil(dialog.save_button.isEnabled)
    secretary.write(dialog.day, "31/2/24")
    assert "n’existe pas" in " ".join(secretary.try_to_save(dialog).values())
    secretary.write(dialog.day, TODAY)
    secretary.qtbot.waitUntil(lambda: "3 sur 4" in plain(dialog.save_button.text()))
    with secretary.qtbot.waitSignal(dialog.saved):
        secretary.try_to_save(dialog)

    steps = {code: secretary.stored(code).step for code in "ABCD"}
    validated = Step.PROJECT_VALIDATED
    assert steps == {"A": validated, "B": validated, "C": Step.SIGNED, "D": validated}
    assert "3 CPTS modifiées" in secretary.said
    secretary.key(Qt.Key.Key_Z, CONTROL)
    assert rows_of(secretary.db) == before
    assert [secretary.stored(code).step for code in "ABD"] == [
        Step.PROJECT_SENT, Step.LETTER_VALIDATED, Step.PROJECT_SENT
    ]  # fmt: skip
    secretary.key(Qt.Key.Key_Y, CONTROL)
    assert secretary.stored("A").step is validated


def offered(tab: QWidget) -> set[str]:
    """Return what may be done in a tab now: its commands that are enabled, and buttons in view, but for menus."""
    buttons = [each for each in tab.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
    told = {bare(each.text()) for each in buttons if not isinstance(each, LinkRow)}
    menus = {bare(each.text()) for each in commands(tab) if each.menu() is not None}
    return {name for name in told | {bare(each.text()) for each in commands(tab) if each.isEnabled()} if name} - menus


@pytest.mark.parametrize("kind", TABS, ids=list(TABS.values()))
def test_a_past_day_is_only_read(secretary: CptsSecretary, kind: type[CptsTab]) -> None:
    secretary.open_file("CPTS Coteaux")

    def go() -> CptsTab:
        return secretary.territory() if kind is TerritoryTab else secretary.tab(kind)

    today = offered(choose_first(go()))
    stored = rows_of(secretary.db)
    secretary.show_day(PAST)
    tab = choose_first(go())

    assert bool(today - LOOKING) is (kind is not HistoryTab), "there was something to do"
    assert offered(tab) <= LOOKING
    for view in tab.findChildren(TableView):
        secretary.qtbot.keyClick(view, Qt.Key.Key_Return)
        secretary.qtbot.keyClick(view, Qt.Key.Key_Delete)
    secretary.key(Qt.Key.Key_F2)
    assert rows_of(secretary.db) == stored
    assert secretary.dialogs.unexpected == []
    secretary.show_day(None)
    assert offered(choose_first(go())) == today


def choose_first(tab: QWidget) -> QWidget:
    """Choose the first line of each table, on which commands may hang."""
    for view in tab.findChildren(TableView):
        view.selectRow(0)
    return tab
