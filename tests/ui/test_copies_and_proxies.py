"""Copies to organisations and proxy forms, from the setting to the file, as a secretary makes them."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission, Rules
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database
from cpr_desk.ui import printing
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.organisation import OrganisationDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_organisations import OrganisationsSheet
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.reports import reading
from tests.services.convening import convened_commission
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, run, shown, type_in

TODAY = date(2021, 5, 20)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


@pytest.fixture
def page(db: Database, meeting: Meeting, qtbot: QtBot) -> MeetingsPage:
    made = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    made.panel.select(meeting.id)
    return made


def press(page: MeetingsPage, qtbot: QtBot, name: str) -> None:
    buttons = page.detail.show_tab("documents").findChildren(QPushButton)
    button = next(each for each in buttons if each.accessibleName().replace("\u00a0", " ") == name)
    page.messages.clear()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def said(page: MeetingsPage) -> str:
    return page.messages.text().replace("\u00a0", " ")


def ask_for_copies(db: Database, qtbot: QtBot, dialogs: Dialogs, name: str) -> None:
    """Tick the copy in the record of an organisation, which leaves by mail."""
    sheet = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).show_sheet("organisations")
    assert isinstance(sheet, OrganisationsSheet)
    sheet.panel.select(next(each.key for each in sheet._found if each.organisation.name == name))
    dialog = open_dialog(dialogs, sheet, OrganisationDialog, lambda: run(sheet, "Modifier l’organisation…"))
    dialog.copied.click()
    dialog.channel.setCurrentText("Par courriel")
    type_in(qtbot, dialog.email, "bureau@exemple.fr")
    click(qtbot, dialog, "Enregistrer")


def test_an_organisation_that_asks_is_named_in_the_tab_and_gets_its_letter(
    db: Database, page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = page.detail.show_tab("dispatches")
    assert isinstance(tab, DispatchTab)
    assert "Copie" not in tab.remarks.accessibleName()
    ask_for_copies(db, qtbot, dialogs, "CSMF")
    page._desk.refresh()

    told = tab.remarks.accessibleName().replace("\u00a0", " ")
    assert "Copie des convocations, éditée avec elles : CSMF (par courriel)." in told

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    click(qtbot, open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger), "Éditer…")
    qtbot.waitUntil(lambda: "conservée" in tab.messages.text(), timeout=30_000)
    *_, copy = sorted((tmp_path / "Convocations 2021-06-10 - une par personne").glob("*.pdf"))

    assert copy.stem[4:] == "CSMF"
    assert "Par courriel : bureau@exemple.fr" in reading.text(copy.read_bytes())


def test_proxies_are_looked_at_saved_printed_and_had_for_word(
    page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[int] = []
    monkeypatch.setattr(printing, "print_document", lambda _parent, _title, pages: printed.append(len(pages.sizes())))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "pouvoirs.docx"), ""))
    dialogs.answer(lambda _dialog: None)
    press(page, qtbot, "Aperçu : Pouvoirs")
    qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is not None, timeout=15_000)
    dialog = page.findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    looked_at = len(dialog._images.sizes())
    click(qtbot, dialog, "Fermer")
    press(page, qtbot, "Imprimer : Pouvoirs")
    qtbot.waitUntil(lambda: bool(printed), timeout=15_000)
    press(page, qtbot, "Enregistrer : Pouvoirs")
    qtbot.waitUntil(lambda: "fichiers enregistrés" in said(page), timeout=30_000)
    press(page, qtbot, "Word : Pouvoirs")
    qtbot.waitUntil(lambda: "pouvoirs.docx" in said(page), timeout=30_000)

    assert looked_at == printed[0] == 13 + 19 + 1
    assert len(list((tmp_path / "Pouvoirs 2021-06-10 - un par titulaire").glob("*.pdf"))) == 33
    assert (tmp_path / "pouvoirs.docx").read_bytes()[:2] == b"PK"


def test_rules_without_proxies_are_told_instead_of_a_form(
    db: Database, page: MeetingsPage, commission: Commission, qtbot: QtBot
) -> None:
    commissions.change_rules(db, commission.id, Rules(proxies_received=0))
    page._desk.refresh()
    press(page, qtbot, "Aperçu : Pouvoirs")
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=15_000)

    assert said(page).startswith(
        "Les règles de cette commission n’admettent aucun pouvoir. Changez-les dans Paramètres"
    )
