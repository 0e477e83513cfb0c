"""The dialogues de gestion of a CPTS driven as a secretary drives them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dialogues import Standing
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier, MissionState
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.services import dialogues, missions, path
from cpr_desk.services.dialogues import RecordDialogue
from cpr_desk.services.dossiers import dossier_of
from cpr_desk.services.instance import Database
from cpr_desk.services.register import adhesions_at, save_adhesion
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.dialogue import DialogueDialog
from cpr_desk.ui.dialogs.mission_rate import RatesDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_dialogues import DialoguesTab
from cpr_desk.ui.pages.cpts_summary import SummaryTab
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

SIGNED_ON, TODAY = date(2022, 3, 15), date(2024, 4, 20)


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    """Return a CPTS that outgrew its size, with one mission under way."""
    known = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    own = save_adhesion(db, commission.id, known, SIGNED_ON)
    grown = replace(adhesions_at(db, commission.id, TODAY, [own])[0], population=40_000)
    save_adhesion(db, commission.id, grown, date(2023, 6, 1))
    missions.choose_missions(db, commission, own, [Mission.ACCES])
    missions.date_mission(db, commission, own, MissionState(Mission.ACCES, started_on=date(2022, 9, 1)), TODAY)
    return own


@pytest.fixture
def page(db: Database, cpts: int, qtbot: QtBot) -> CptsPage:
    made = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    made.open_file(cpts, "dialogues")
    return made


@pytest.fixture
def tab(page: CptsPage) -> DialoguesTab:
    found = page.findChild(DialoguesTab)
    assert isinstance(found, DialoguesTab)
    return found


def read(db: Database, commission: Commission, cpts: int) -> Dossier:
    found = dossier_of(db, commission, cpts, TODAY)
    assert found
    return found


def choose(tab: DialoguesTab, key: str) -> None:
    tab.panel.select(key)


def action(tab: DialoguesTab, verb: str) -> bool:
    return next(each for each in tab.actions() if each.text().replace("&", "").startswith(verb)).isEnabled()


def press(tab: DialoguesTab, verb: str) -> None:
    found = next(each for each in tab.actions() if each.text().replace("&", "").startswith(verb))
    assert found.isEnabled()
    found.trigger()


def standings(tab: DialoguesTab) -> dict[str, Standing]:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    return {row.key: row.standing(TODAY) for row in rows}


def test_the_list_says_which_are_due_held_or_late(tab: DialoguesTab) -> None:
    assert standings(tab) == {
        "signature": Standing.LATE,
        "mission-acces": Standing.LATE,
        "yearly-1": Standing.LATE,
        "yearly-2": Standing.DUE,
        "yearly-3": Standing.TO_COME,
    }
    choose(tab, "yearly-2")
    assert tab.words.text().startswith("À tenir entre le 15/03/2024 et le 15/05/2024. Dans les 2 mois")
    assert "France Assos Santé" in tab.words.text()


def test_past_the_term_of_its_renewal_a_contract_asks_for_its_last_dialogue_and_no_other(
    db: Database, commission: Commission, cpts: int, qtbot: QtBot
) -> None:
    later = date(2036, 6, 1)
    path.add_step(db, read(db, commission, cpts), StepTaken(Step.RENEWED, date(2027, 2, 1)), later)
    made = shown(CptsPage, Desk(db, lambda: later), qtbot)
    made.open_file(cpts)
    summary = made.findChild(SummaryTab)
    assert isinstance(summary, SummaryTab)
    asked = " ".join(
        each.text() for each in summary.todo.findChildren(QLabel) + summary.todo.findChildren(QAbstractButton)
    )
    assert "arrive à son terme le 15/03/2032" in asked
    assert "Le dialogue de l’année 10 est à tenir entre le 15/03/2032 et le 15/05/2032" in asked
    assert "année 11" not in asked
    assert "démarrer" not in asked

    made.open_file(cpts, "dialogues")
    tab = made.findChild(DialoguesTab)
    assert isinstance(tab, DialoguesTab)
    years = [row.known.year for row in map(tab.model.row, range(tab.model.rowCount())) if row.known.year]
    assert years == list(range(1, 11))


def test_a_dialogue_is_prepared_with_what_is_doubtful_beside_its_date(
    db: Database, commission: Commission, cpts: int, tab: DialoguesTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    choose(tab, "yearly-2")
    dialog = open_dialog(dialogs, tab, DialogueDialog, lambda: press(tab, "Préparer"))
    type_in(qtbot, dialog.planned, "1/6/24")
    assert "suit la limite, le 15/05/2024" in beside(dialog.planned)
    type_in(qtbot, dialog.planned, "6/5/24")
    dialog.notes.setPlainText("Revoir la cible.")
    click(qtbot, dialog, "Enregistrer le dialogue")

    (stored,) = read(db, commission, cpts).dialogues
    assert (stored.year, stored.planned_on, stored.notes) == (2, date(2024, 5, 6), "Revoir la cible.")
    assert standings(tab)["yearly-2"] is Standing.PLANNED
    tab.desk.undo_last()
    assert read(db, commission, cpts).dialogues == ()


def test_the_yearly_dialogue_held_proposes_the_size_and_opens_the_rates(
    db: Database, commission: Commission, cpts: int, tab: DialoguesTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    choose(tab, "yearly-2")
    dialog = open_dialog(dialogs, tab, DialogueDialog, lambda: press(tab, "Noter"))
    assert dialog.held.day() == TODAY
    assert "à partir du 15/03/2025" in dialog._revision_words.text()
    dialog.revise.setChecked(True)
    dialog.attendees.setPlainText("ARS\nAssurance maladie")
    dialog.conclusions.setPlainText("Cible portée à 180.")
    type_in(qtbot, dialog.held, "1/5/24")
    click(qtbot, dialog, "Enregistrer le dialogue")
    assert "est à venir" in beside(dialog.held)
    type_in(qtbot, dialog.held, "18/4/24")
    rates = open_dialog(dialogs, tab, RatesDialog, lambda: click(qtbot, dialog, "Enregistrer le dialogue"))
    type_in(qtbot, rates.rates[Mission.ACCES], "80")
    click(qtbot, rates, "Retenir le taux")

    found = read(db, commission, cpts)
    assert [(each.held_on, each.conclusions) for each in found.dialogues] == [
        (date(2024, 4, 18), "Cible portée à 180.")
    ]
    assert [(each.on, each.size) for each in found.sizes] == [(date(2024, 4, 18), SizeClass.SIZE_2)]
    assert found.rate(Mission.ACCES, 2) == Decimal("0.8")
    assert not action(tab, "Noter")


def test_conclusions_without_a_day_are_refused_and_what_is_typed_stays(
    tab: DialoguesTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    choose(tab, "signature")
    dialog = open_dialog(dialogs, tab, DialogueDialog, lambda: press(tab, "Préparer"))
    assert dialog.revise.isHidden()
    dialog.conclusions.setPlainText("Accord.")
    click(qtbot, dialog, "Enregistrer le dialogue")
    assert "dites quel jour" in beside(dialog.held)
    assert dialog.conclusions.toPlainText() == "Accord."
    type_in(qtbot, dialog.held, "15/3/22")
    click(qtbot, dialog, "Enregistrer le dialogue")
    assert standings(tab)["signature"] is Standing.HELD
    assert not action(tab, "Taux retenus")


def test_a_dialogue_noted_by_mistake_is_erased(
    db: Database, commission: Commission, cpts: int, tab: DialoguesTab
) -> None:
    held = Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2023, 4, 3))
    dialogues.record_dialogue(db, commission, RecordDialogue(cpts, held), TODAY)
    tab.desk.refresh()
    choose(tab, "yearly-1")
    press(tab, "Effacer")

    assert read(db, commission, cpts).dialogues == ()
    assert standings(tab)["yearly-1"] is Standing.LATE
    choose(tab, "yearly-2")
    assert not action(tab, "Effacer")


def test_the_paper_of_a_dialogue_is_looked_at_and_saved(
    tab: DialoguesTab, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(tab, "yearly-2")
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.append(type(dialog).__name__)
        dialog.reject()

    dialogs.answer(look)
    press(tab, "Aperçu")
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen == [PreviewDialog.__name__]
    offered: list[str] = []

    def choose_file(_owner: object, _title: str, place: str, *_more: object) -> tuple[str, str]:
        offered.append(Path(place).name)
        return str(tmp_path / "dialogue.pdf"), "PDF (*.pdf)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose_file)
    press(tab, "Enregistrer le dossier")
    qtbot.waitUntil((tmp_path / "dialogue.pdf").exists, timeout=20_000)
    assert offered == ["Dossier de dialogue de gestion CPTS-001 2024-04-20.pdf"]
    assert (tmp_path / "dialogue.pdf").read_bytes().startswith(b"%PDF")


def test_a_past_state_and_a_project_are_only_read(
    db: Database, commission: Commission, page: CptsPage, tab: DialoguesTab
) -> None:
    page.day.set_day(date(2023, 4, 1))
    assert [tab.model.row(number).key for number in range(tab.model.rowCount())] == [
        "signature",
        "mission-acces",
        "yearly-1",
        "yearly-2",
    ]
    choose(tab, "yearly-1")
    assert [action(tab, verb) for verb in ("Préparer", "Noter", "Taux", "Effacer", "Aperçu")] == [False] * 4 + [True]
    tab.panel.view.opened.emit(None)
    project = save_adhesion(db, commission.id, adhesion("CPTS-009"), date(2023, 1, 1))
    page.open_file(project, "dialogues")
    assert tab.model.total == 0
