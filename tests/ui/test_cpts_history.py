"""The tab « Historique » of a CPTS: who changed what and when, in French."""

from datetime import date

from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.bulk import BulkChange, BulkKind
from cpr_desk.domain.commission import Commission
from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.services.register_bulk import ChangeMany, change_many
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_history import HistoryTab
from tests.factories import adhesion
from tests.ui.driving import shown

TODAY = date(2024, 1, 15)


def test_the_history_tells_who_changed_what_the_latest_first(
    qtbot: QtBot, db: Database, commission: Commission
) -> None:
    desk = Desk(db, lambda: TODAY)
    known = adhesion("A", name="CPTS Aber", step=Step.LETTER_VALIDATED, department="44")
    cpts = register.save_adhesion(db, commission.id, known, date(2024, 1, 5))
    page = shown(CptsPage, desk, qtbot)
    page.begin(f"{cpts}/history")
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    tab = file.tabs.tab("history")
    assert isinstance(tab, HistoryTab)
    model = tab.panel.view.model()
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    before = model.rowCount()
    assert {model.index(line, 2).data() for line in range(before)} == {"Ajouter la CPTS Aber"}

    change_many(db, commission, ChangeMany((cpts,), BulkChange(BulkKind.DEPARTMENT, text="49")), TODAY)
    desk.refresh()
    qtbot.waitUntil(lambda: model.rowCount() == before + 1)
    latest = [model.index(0, column).data() for column in range(1, 6)]
    assert latest[0] == db.who
    assert latest[1].startswith("Modifier la CPTS Aber")
    assert latest[2:] == ["Département", "44 – Loire-Atlantique", "49 – Maine-et-Loire"]


def test_a_past_day_has_no_history_of_later(qtbot: QtBot, db: Database, commission: Commission) -> None:
    cpts = register.save_adhesion(db, commission.id, adhesion("A"), date(2023, 4, 1))
    page = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    page.begin(f"{cpts}/history")
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    tab = file.tabs.tab("history")
    assert isinstance(tab, HistoryTab)
    qtbot.waitUntil(lambda: tab.panel.view.model().rowCount() > 0)
    page.day.setText("1/6/23")
    qtbot.waitUntil(lambda: tab.panel.view.model().rowCount() == 0)
