"""« Marquer comme envoyé » for many: numbers pasted from a workbook, what differs, scans for several sendings."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import Channel, Dispatch
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.dispatch_scans import ScansDialog
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meeting_preparation import PreparationTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.widgets.sendings_table import CHANNEL, DAY, NUMBER, PROBLEM
from tests.services.convening import LAST_DAY, convened_commission, issued, send
from tests.ui.conftest import Dialogs
from tests.ui.dispatching import TODAY, cell, choose, paste, said
from tests.ui.driving import click, open_dialog, shown, type_in


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


@pytest.fixture
def tab(db: Database, meeting: Meeting, qtbot: QtBot) -> DispatchTab:
    """Show the dispatches of the meeting, a convocation issued."""
    issued(db, meeting)
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    made = page.detail.show_tab("dispatches")
    assert isinstance(made, DispatchTab)
    return made


@pytest.fixture
def dialog(tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs) -> MarkSentDialog:
    """Open the batch on registered letters sent on the last lawful day."""
    opened = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    type_in(qtbot, opened.sent_on, f"{LAST_DAY:%d/%m/%Y}")
    opened.channel.setCurrentText("Lettre recommandée")
    return opened


def column(dialog: MarkSentDialog, number: int) -> list[str]:
    return [dialog.each.item(row, number).text() for row in range(dialog.each.rowCount())]  # type: ignore[union-attr]


def sent(tab: DispatchTab) -> list[Dispatch]:
    assert tab._register
    return [each for line in tab._register.lines for each in line.sent]


def test_a_column_of_numbers_is_pasted_from_a_workbook(tab: DispatchTab, dialog: MarkSentDialog, qtbot: QtBot) -> None:
    numbers = [f"1A {place:03}" for place in range(dialog.each.rowCount())]
    unnumbered = dialog.what_happens.text()
    paste(qtbot, dialog, 0, "\r\n".join(numbers) + "\r\n")
    click(qtbot, dialog, "Marquer comme envoyé")

    assert f"{len(numbers)} lettres recommandées sans numéro." in unnumbered
    assert [each.reference for each in sent(tab)] == numbers
    assert {(each.channel, each.sent_on) for each in sent(tab)} == {(Channel.REGISTERED, LAST_DAY)}


def test_a_longer_column_says_how_many_lines_found_nobody(dialog: MarkSentDialog, qtbot: QtBot) -> None:
    paste(qtbot, dialog, dialog.each.rowCount() - 1, "1A 1\n1A 2\n1A 3")
    words = dialog.messages.text()
    paste(qtbot, dialog, dialog.each.rowCount() - 1, "")
    click(qtbot, dialog, "Marquer comme envoyé")

    assert words == "2 lignes collées n’ont pas trouvé de personne\u00a0: vérifiez la liste."


def test_a_number_twice_is_named_and_refused_until_mended(
    tab: DispatchTab, dialog: MarkSentDialog, qtbot: QtBot
) -> None:
    paste(qtbot, dialog, 0, "1A 1\n1A-1")
    click(qtbot, dialog, "Marquer comme envoyé")
    problems, message, visible = column(dialog, PROBLEM)[:3], dialog.messages.text(), dialog.isVisible()
    names = column(dialog, 0)
    paste(qtbot, dialog, 1, "1A 2")
    mended = column(dialog, PROBLEM)
    click(qtbot, dialog, "Marquer comme envoyé")

    assert problems == [f"C’est déjà le numéro de {names[1]}.", f"C’est déjà le numéro de {names[0]}.", ""]
    assert message == problems[0]
    assert visible
    assert not any(mended)
    assert [each.reference for each in sent(tab)[:3]] == ["1A 1", "1A 2", ""]


def test_a_number_known_from_before_is_refused(
    tab: DispatchTab, db: Database, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    assert tab._register
    first = tab._register.lines[0].recipient
    send(db, meeting, tab._register.issues[0], LAST_DAY, (first,), Channel.REGISTERED, "1A 1")
    tab.desk.refresh()
    dialog = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    dialog.channel.setCurrentText("Lettre recommandée")
    paste(qtbot, dialog, 0, "1a1")
    click(qtbot, dialog, "Marquer comme envoyé")
    assert column(dialog, PROBLEM)[0] == f"C’est déjà le numéro de {first.person.courteous_name}."
    paste(qtbot, dialog, 0, "")
    click(qtbot, dialog, "Marquer comme envoyé")

    assert sum(each.reference == "1A 1" for each in sent(tab)) == 1


def test_what_differs_is_typed_with_the_keyboard_alone(tab: DispatchTab, dialog: MarkSentDialog, qtbot: QtBot) -> None:
    table = dialog.each

    def is_at(row: int) -> bool:
        return table.currentRow() == row

    table.setFocus()
    table.setCurrentCell(0, NUMBER)
    for row, number in enumerate(("1A1", "1A2")):
        qtbot.keyClick(table, Qt.Key.Key_Return)
        editor = next(edit for edit in table.findChildren(QLineEdit) if edit.isVisible())
        qtbot.keyClicks(editor, number)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_at, row + 1))
    paste(qtbot, dialog, 2, "Remise en main propre\t270521\t", CHANNEL)
    in_part = dialog.what_happens.text()
    paste(qtbot, dialog, 3, "pigeon", CHANNEL)
    click(qtbot, dialog, "Marquer comme envoyé")
    refused, at_fault = dialog.messages.text(), (table.currentRow(), table.currentColumn())
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    click(qtbot, dialog, "Marquer comme envoyé")

    assert "1 envoi hors délai\u00a0: la limite était le 26/05/2021." in in_part
    assert (refused, at_fault) == ("Ce canal n’est pas connu.", (3, CHANNEL))
    told = [(each.reference, each.channel, each.sent_on) for each in sent(tab)]
    assert told[0] == ("1A1", Channel.REGISTERED, LAST_DAY)
    assert told[1] == ("1A2", Channel.REGISTERED, LAST_DAY)
    assert ("", Channel.HAND, date(2021, 5, 27)) in told
    assert told.count(("", Channel.REGISTERED, LAST_DAY)) > 1


@pytest.mark.parametrize(
    ("place", "typed", "problem"),
    [
        (DAY, "demain", "Ce n’est pas une date."),
        (DAY, "03/06/2021", "Ce jour n’est pas encore passé."),
        (NUMBER, "1A 1", "Un numéro demande une lettre recommandée."),
    ],
)
def test_a_cell_that_cannot_be_says_why_and_follows_the_others_once_empty(
    dialog: MarkSentDialog, qtbot: QtBot, place: int, typed: str, problem: str
) -> None:
    dialog.channel.setCurrentText("Courriel")
    paste(qtbot, dialog, 0, typed, place)
    found = column(dialog, PROBLEM)[0]
    qtbot.keyClick(dialog.each, Qt.Key.Key_Delete)
    dialog.channel.setCurrentText("Courrier")

    assert found == problem
    assert not any(column(dialog, PROBLEM))
    assert set(column(dialog, CHANNEL)) == {"Courrier"}
    click(qtbot, dialog, "Marquer comme envoyé")


def test_the_scan_of_a_list_of_deposits_proves_all_the_sendings_chosen(
    tab: DispatchTab, db: Database, meeting: Meeting, qtbot: QtBot, *, dialogs: Dialogs, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()).name))
    chosen = [tmp_path / "bordereau.pdf", tmp_path / "photo.jpg"]
    for file in chosen:
        file.write_bytes(file.name.encode())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(file) for file in chosen], ""))
    assert tab._register
    send(db, meeting, tab._register.issues[0])
    tab.desk.refresh()
    choose(tab, "Basile Abgrall", "Diane Crozanne")
    dialog = open_dialog(dialogs, tab, ScansDialog, tab._scans.trigger)
    click(qtbot, dialog, "Joindre une preuve…")
    qtbot.waitUntil(lambda: dialog.proofs.list.count() == len(chosen), timeout=15_000)
    listed = [dialog.proofs.list.item(row).text().replace("\u00a0", " ") for row in range(2)]
    counts = [cell(tab, name, "scans") for name in ("Basile Abgrall", "Diane Crozanne")]
    click(qtbot, dialog, "Ouvrir")
    click(qtbot, dialog, "Retirer")
    removed = dialog.proofs.list.count()
    told = dialog.messages.text().replace("\u00a0", " ")
    click(qtbot, dialog, "Fermer")
    left = cell(tab, "Diane Crozanne", "scans")
    tab.desk.undo_last()

    assert listed == ["bordereau.pdf – 13 octets – 2 envois sur 2", "photo.jpg – 9 octets – 2 envois sur 2"]
    assert counts == ["2", "2"]
    assert opened == ["bordereau.pdf"]
    assert (removed, told, left) == (1, "La preuve « bordereau.pdf » est retirée.", "1")
    assert cell(tab, "Diane Crozanne", "scans") == "2"


def test_the_timeline_of_the_meeting_follows_what_is_recorded(
    tab: DispatchTab, dialog: MarkSentDialog, qtbot: QtBot
) -> None:
    paste(qtbot, dialog, 0, "27/05/2021", DAY)
    count = dialog.each.rowCount()
    click(qtbot, dialog, "Marquer comme envoyé")
    assert isinstance(tab.page, MeetingsPage)
    preparation = tab.page.detail.show_tab("preparation")
    assert isinstance(preparation, PreparationTab)
    told = preparation.timeline.text().replace("\u00a0", " ")
    tab.desk.undo_last()
    undone = preparation.timeline.text()

    assert f"26/05/2021. Dans les délais. Convocation, version 1 : envoi à {count - 1} destinataires" in told
    assert "27/05/2021. Hors délai. Convocation, version 1 : envoi à 1 destinataire" in told
    assert "26/05/2021. Limite. Dernier jour pour envoyer la convocation" in told
    assert "10/06/2021. À venir. Réunion\n14 h, Salle Loire" in told
    assert "Réunion enregistrée dans CPR Desk" in told
    assert "Hors délai" not in undone


def test_a_scan_that_cannot_be_kept_is_said_in_the_dialog(
    tab: DispatchTab, db: Database, meeting: Meeting, qtbot: QtBot, *, dialogs: Dialogs, tmp_path: Path
) -> None:
    assert tab._register
    send(db, meeting, tab._register.issues[0])
    tab.desk.refresh()
    choose(tab, "Basile Abgrall")
    dialog = open_dialog(dialogs, tab, ScansDialog, tab._scans.trigger)
    dialog.proofs.attach([tmp_path / "parti.pdf"])
    qtbot.waitUntil(lambda: bool(dialog.messages.text()), timeout=15_000)
    click(qtbot, dialog, "Fermer")

    assert "n’a pas pu être lu" in dialog.messages.text()
    assert said(tab) == ""
    assert cell(tab, "Basile Abgrall", "scans") == ""
