"""Indemnities driven as a secretary drives them: rates, calculation, travel typed, statements and workbook."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.indemnities import Basis, Rate
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import indemnities
from cpr_desk.services.instance import Database
from cpr_desk.services.session import arrive, close_session, open_session, remove_stay, session_of
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.indemnity_claim import ClaimDialog
from cpr_desk.ui.dialogs.indemnity_rate import RateDialog
from cpr_desk.ui.pages.meeting_follow_up import FollowUpTab
from cpr_desk.ui.pages.meeting_indemnities import IndemnitiesPart
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.pages.settings import SettingsPage
from tests.services.convening import convened_commission
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

TODAY = date(2021, 7, 1)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return a meeting that a doctor and a member of the social section attended."""
    found = convened_commission(db, commission)
    at = datetime(2021, 6, 10, 14)  # noqa: DTZ001 - the clock on the wall
    open_session(db, found, at)
    session = session_of(db, found)
    ids = {holding.person.name: holding.person.id for _, _, holding in session.composition.holdings()}
    arrive(db, session, [ids[name] for name in ("Basile Abgrall", "Aubin Tréhorel")], at)
    close_session(db, found, at.replace(hour=16))
    return found


@pytest.fixture
def part(db: Database, meeting: Meeting, qtbot: QtBot) -> IndemnitiesPart:
    """Show the page on the meeting, the indemnities in front."""
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("follow-up")
    assert isinstance(tab, FollowUpTab)
    tab.parts.setCurrentWidget(tab.indemnities)
    return tab.indemnities


def press(part: IndemnitiesPart, verb: str) -> None:
    action = next(each for each in part.actions() if each.text().replace("&", "").startswith(verb))
    assert action.isEnabled()
    action.trigger()


def choose(part: IndemnitiesPart, name: str) -> None:
    rows = [part.model.row(number) for number in range(part.model.rowCount())]
    part.panel.select(next(row.id for row in rows if row.person.name == name))


def cells(part: IndemnitiesPart, key: str) -> dict[str, str]:
    column = next(column for column in part.model.columns if column.key == key)
    rows = [part.model.row(number) for number in range(part.model.rowCount())]
    return {row.person.name: column.text(row).replace("\u00a0", " ") for row in rows}


@pytest.mark.usefixtures("meeting")
def test_rates_are_added_corrected_and_taken_back_in_the_settings(db: Database, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = shown(SettingsPage, Desk(db, lambda: TODAY), qtbot)
    page.begin("indemnities")
    assert page.tabs.tabText(page.tabs.currentIndex()) == "I&ndemnités"
    dialog = open_dialog(dialogs, page.rates, RateDialog, page.rates.commands._rules[0][0].trigger)
    dialog.profession.setCurrentIndex(dialog.profession.findText("Médecins"))
    click(qtbot, dialog, "Enregistrer le tarif")
    assert "demi-journée" in beside(dialog.session)
    type_in(qtbot, dialog.session, "cent")
    click(qtbot, dialog, "Enregistrer le tarif")
    assert "45,50" in beside(dialog.session)
    type_in(qtbot, dialog.session, "150,50")
    type_in(qtbot, dialog.source, "avenant d’essai")
    click(qtbot, dialog, "Enregistrer le tarif")

    (rate,) = indemnities.rates(db)
    assert (rate.profession, rate.since, rate.session) == ("medecins", date(2021, 1, 1), Decimal("150.50"))
    assert "tarif est enregistré" in page.messages.text()
    page.rates.panel.select(rate.id)
    dialog = open_dialog(dialogs, page.rates, RateDialog, page.rates.commands._rules[1][0].trigger)
    assert dialog.session.text() == "150,50"
    type_in(qtbot, dialog.half_day, "75")
    click(qtbot, dialog, "Enregistrer le tarif")
    assert indemnities.rates(db)[0].half_day == 75
    page.rates.commands._rules[2][0].trigger()
    assert indemnities.rates(db) == ()


def test_indemnities_are_proposed_calculated_completed_and_calculated_again(
    db: Database, part: IndemnitiesPart, qtbot: QtBot, dialogs: Dialogs
) -> None:
    assert "Aucun tarif" in part.warnings.text()
    assert "proposés" in part.totals.text()
    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), Decimal(75), Decimal("150.50")))
    part.desk.refresh()
    press(part, "Calculer")
    assert "2 lignes enregistrées" in part.messages.text()
    assert cells(part, "amount") == {"Aubin Tréhorel": "0 €", "Basile Abgrall": "150,50 €"}

    choose(part, "Aubin Tréhorel")
    dialog = open_dialog(dialogs, part, ClaimDialog, lambda: press(part, "Modifier"))
    type_in(qtbot, dialog.travel, "douze")
    click(qtbot, dialog, "Enregistrer")
    assert "45,50" in beside(dialog.travel)
    type_in(qtbot, dialog.travel, "18,20")
    type_in(qtbot, dialog.travel_note, "train")
    click(qtbot, dialog, "Enregistrer")
    choose(part, "Basile Abgrall")
    dialog = open_dialog(dialogs, part, ClaimDialog, lambda: press(part, "Modifier"))
    dialog.basis.setCurrentIndex(list(Basis).index(Basis.HALF_DAY))
    click(qtbot, dialog, "Enregistrer")

    press(part, "Recalculer")
    assert cells(part, "total") == {"Aubin Tréhorel": "18,20 €", "Basile Abgrall": "75 €"}
    assert "Total : 93,20 €" in part.totals.text().replace("\u00a0", " ")
    choose(part, "Basile Abgrall")
    press(part, "Retirer")
    assert cells(part, "amount")["Basile Abgrall"] == "150,50 €"
    part.desk.undo_last()
    assert cells(part, "amount")["Basile Abgrall"] == "75 €"


def test_who_is_no_longer_present_is_pointed_out(db: Database, part: IndemnitiesPart, meeting: Meeting) -> None:
    press(part, "Calculer")
    session = session_of(db, meeting)
    remove_stay(db, session, session.presence.stays[0])
    part.desk.refresh()

    assert "la présence n’est plus notée" in part.warnings.text()


def test_the_workbook_and_the_statements_come_out(
    db: Database, part: IndemnitiesPart, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialogs: Dialogs
) -> None:
    indemnities.save_rate(db, Rate("", date(2021, 1, 1), Decimal(60)))
    part.desk.refresh()
    press(part, "Calculer")
    file = tmp_path / "paiement.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), "Classeur Excel (*.xlsx)"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    press(part, "Exporter")
    qtbot.waitUntil(file.exists)
    qtbot.waitUntil(lambda: "est enregistré" in part.messages.text())
    assert openpyxl.load_workbook(file).sheetnames == ["Indemnités", "Bénéficiaires", "Cumul annuel"]

    press(part, "États, un fichier")
    qtbot.waitUntil(lambda: len(list(tmp_path.rglob("*.pdf"))) == 2)
    dialogs.answer(lambda dialog: dialog.reject())
    press(part, "États des indemnités")
    qtbot.waitUntil(lambda: not dialogs.awaited)


def test_the_part_leads_to_the_rates_and_says_what_it_waits_for(
    db: Database, commission: Commission, qtbot: QtBot
) -> None:
    meeting = convened_commission(db, commission)
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("follow-up")
    assert isinstance(tab, FollowUpTab)
    tab.parts.setCurrentWidget(tab.indemnities)

    assert tab.indemnities.totals.text() == ""
    with qtbot.waitSignal(page.go_to) as asked:
        press(tab.indemnities, "Tarifs")
    assert asked.args == ["settings/indemnities"]
