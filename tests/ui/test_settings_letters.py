"""The letters as a secretary words them: typed, told what is wrong, seen, kept, printed, given up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.letter_kinds import AGENDA, CANCELLATION, CONVOCATION
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import documents, letters
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import meetings
from cpr_desk.services.letters import own_texts
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.pages.settings import SettingsPage
from cpr_desk.ui.pages.settings_letters import LettersForm
from cpr_desk.ui.theme import Appearance, Theme
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import TODAY, desk_on_demonstration
from tests.ui.driving import click, shown


@pytest.fixture
def desk(db: Database) -> Desk:
    return desk_on_demonstration(db)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    """Show the settings on the convocations."""
    made = shown(SettingsPage, desk, qtbot)
    made.begin("letters/convocation")
    seen(qtbot, made.letters)
    return made


def seen(qtbot: QtBot, form: LettersForm) -> int:
    """Wait until the preview shows what is typed, and return how many pages it has."""
    preview = form.preview
    qtbot.waitUntil(lambda: not (preview._stale or preview._running), timeout=20_000)
    return len(preview.pages._pages.sizes)


def typed_after(form: LettersForm, words: str, more: str) -> None:
    """Type after the first line that begins with some words."""
    lines = form.edit.toPlainText().splitlines()
    form.edit.go_to_line(next(number for number, line in enumerate(lines, 1) if line.startswith(words)))
    form.edit.insert(more)


def faults(form: LettersForm) -> list[str]:
    return [form.faults.item(row).text().replace("\u00a0", " ") for row in range(form.faults.count())]


def states(form: LettersForm) -> list[str]:
    return [form.list.item(row).text().splitlines()[1] for row in range(form.list.count())]


def coming(desk: Desk) -> Meeting:
    found = meetings.next_meeting(desk.db, desk.commission.id, TODAY)
    assert found
    return found


def printed(desk: Desk) -> str:
    request = Request(desk.commission.id, DocumentKind.CONVOCATIONS, TODAY, TODAY, coming(desk).id)
    return reading.text(documents.render(desk.db, request))


def test_a_letter_is_worded_seen_kept_printed_and_given_up(qtbot: QtBot, desk: Desk, page: SettingsPage) -> None:
    form = page.letters
    typed_after(form, "Je vous remercie de bien", " À très bientôt, {appel}.")
    pages = seen(qtbot, form)
    unsaved = (page.has_changes, states(form)[0], form.preview.meeting.currentData())
    page.save_action.trigger()
    kept = (page.has_changes, states(form)[0], page.messages.text())
    words = printed(desk)
    click(qtbot, page, "Revenir au modèle")
    page.save_action.trigger()

    assert pages == 1
    assert unsaved == (True, "Non enregistré", coming(desk).id)
    assert kept == (False, "Texte de la commission", "Les paramètres sont enregistrés.")
    assert "À très bientôt, M" in words
    assert states(form)[0] == "Modèle"
    assert own_texts(desk.db, desk.commission.id) == {}
    assert "À très bientôt" not in printed(desk)


def test_a_fault_is_told_with_its_line_and_the_text_is_not_kept(desk: Desk, page: SettingsPage) -> None:
    form = page.letters
    typed_after(form, "J’ai l’honneur de vous **convoquer**", " {sieje} et {")
    line = form.edit.line()
    seen_faults = faults(form)
    form.list.setCurrentRow(1)
    page.save_action.trigger()

    assert "Vouliez-vous écrire « {siege} » ?" in seen_faults[0]
    assert seen_faults[0].startswith(f"Ligne {line} : ")
    assert "une accolade « { » est seule." in seen_faults[1]
    assert (form.list.currentRow(), form.edit.line()) == (0, line)
    assert page.has_changes
    assert own_texts(desk.db, desk.commission.id) == {}


def test_a_wrong_text_leaves_the_preview_waiting_and_a_click_leads_to_its_line(
    qtbot: QtBot, page: SettingsPage
) -> None:
    form = page.letters
    typed_after(form, "Je vous prie", " **")
    line = form.edit.line()
    form.edit.go_to_line(1)
    qtbot.waitUntil(lambda: bool(form.preview.note.text()), timeout=5_000)
    box = form.faults.visualItemRect(form.faults.item(0))
    qtbot.mouseClick(form.faults.viewport(), Qt.MouseButton.LeftButton, pos=box.center())

    assert form.preview.note.text() == "L’aperçu attend que les lignes signalées soient corrigées."
    assert form.edit.line() == line
    assert form.edit.accessibleDescription().startswith(f"Ligne {line}")


def test_a_field_is_explained_and_put_at_the_cursor(qtbot: QtBot, page: SettingsPage) -> None:
    form = page.letters
    form.side.setCurrentIndex(1)
    typed_after(form, "Cette lettre", " ")
    offered = [form.fields.item(row).text() for row in range(form.fields.count())]
    form.fields.setCurrentRow(next(row for row, text in enumerate(offered) if text.startswith("{remplacee}")))
    click(qtbot, page, "Insérer")
    before = form.part.text()
    form.edit.go_to_line(1)

    assert "{remplacee}\nDate d’envoi de la convocation remplacée" in offered
    assert form.edit.toPlainText().splitlines()[3].endswith("ont changé. {remplacee}")
    assert before.startswith("Partie [remplacement], imprimée")
    assert form.part.text() == "Placez le curseur dans une partie du texte."


def test_what_is_typed_in_one_letter_stays_while_another_is_looked_at(qtbot: QtBot, page: SettingsPage) -> None:
    form = page.letters
    typed_after(form, "Je vous prie", " Bien à vous.")
    form.choose(AGENDA)
    pages = seen(qtbot, form)
    recipients_hidden = form.preview.recipient.isHidden()
    form.choose(CONVOCATION)

    assert pages >= 1
    assert recipients_hidden
    assert "Bien à vous." in form.edit.toPlainText()


def test_leaving_the_page_by_mistake_loses_nothing(page: SettingsPage, dialogs: Dialogs) -> None:
    def stay(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        next(button for button in dialog.buttons() if button.text() == "Rester sur la page").click()

    typed_after(page.letters, "Je vous prie", " Bien à vous.")
    dialogs.answer(stay)

    assert not page.may_leave()
    assert "Bien à vous." in page.letters.edit.toPlainText()


def test_the_documents_of_a_meeting_lead_to_their_wording(qtbot: QtBot, desk: Desk) -> None:
    meetings_page = shown(MeetingsPage, desk, qtbot)
    meeting = coming(desk)
    meetings_page.panel.select(meeting.id)
    tab = meetings_page.detail.show_tab("documents")
    with qtbot.waitSignal(meetings_page.go_to) as asked:
        click(qtbot, tab, "Modifier le texte…")
    settings = shown(SettingsPage, Desk(desk.db, lambda: TODAY), qtbot)
    settings.begin(asked.args[0].partition("/")[2])
    seen(qtbot, settings.letters)

    assert asked.args == [f"settings/letters/convocation/{meeting.id}"]
    assert settings.letters.preview.meeting.currentData() == meeting.id
    assert settings.tabs.currentIndex() == 2


def test_a_cancellation_is_tried_before_any_meeting_is_cancelled(qtbot: QtBot, page: SettingsPage) -> None:
    page.letters.choose(CANCELLATION)

    assert seen(qtbot, page.letters) == 1
    assert page.letters.preview.recipient.count() > 0


def test_another_recipient_is_seen_and_the_model_comes_back_by_undoing(qtbot: QtBot, page: SettingsPage) -> None:
    form = page.letters
    first = form.preview.pages._pages.images
    form.preview.recipient.setCurrentIndex(3)
    seen(qtbot, form)
    typed_after(form, "Je vous prie", " Bien à vous.")
    form.revert_button.click()
    at_model = form.edit.toPlainText() == letters.packaged_text(CONVOCATION)
    form.edit.undo()

    assert form.preview.pages._pages.images is not first
    assert form.preview.recipient.currentIndex() == 3
    assert at_model
    assert "Bien à vous." in form.edit.toPlainText()


def test_the_text_takes_the_colours_of_the_theme(page: SettingsPage, theme: Theme) -> None:
    form = page.letters
    typed_after(form, "Je vous prie", " {")
    light: QImage = form.edit.grab().toImage()
    before = theme.appearance
    theme.choose(Appearance.DARK)
    dark: QImage = form.edit.grab().toImage()
    theme.choose(before)

    assert light != dark
