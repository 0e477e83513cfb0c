"""The tab of the dispatches of a meeting, driven as a secretary drives it: from the letters to the register."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk import paths
from cpr_desk.domain.commission import Commission, Counting
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import commission as commissions
from cpr_desk.services import issues, recipients
from cpr_desk.services.instance import Database
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import find_meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.dispatch_correction import CorrectDispatchDialog
from cpr_desk.ui.dialogs.dispatch_fate import DispatchFateDialog
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.prepared import seat_members
from tests.services.convening import LAST_DAY, TOO_LATE, convened_commission, issued, moved, send
from tests.ui.conftest import Dialogs
from tests.ui.dispatching import TODAY, cell, choose, dispatch_tab, edit, mark, proofs, said
from tests.ui.driving import beside, click, open_dialog, shown, type_in


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


@pytest.fixture
def tab(db: Database, meeting: Meeting, qtbot: QtBot) -> DispatchTab:
    return dispatch_tab(db, meeting, qtbot)


def test_from_the_letters_to_the_register(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "envois"
    assert proofs(tab)[0][0] == "Non envoyé"
    assert not tab._mark.isEnabled()
    edit(tab, dialogs, qtbot, folder, monkeypatch)
    letters = len(list((folder / "Convocations 2021-06-10 - une par personne").glob("*.pdf")))
    assert said(tab) == f"Convocation, version 1 conservée, {letters + 1} fichiers dans le dossier « envois »."
    assert letters == tab._model.total

    mark(tab, dialogs, qtbot, LAST_DAY, "Courriel")
    assert said(tab) == f"Convocation, version 1 : {letters} envois au registre."
    assert proofs(tab)[0] == (
        "Dans les délais",
        f"Convocation : Envoi à {letters} destinataires, le dernier le 26/05/2021 : dans les délais.",
    )
    assert cell(tab, "Basile Abgrall", "convocation") == "26/05/2021, dans les délais, courriel"
    assert cell(tab, "Basile Abgrall", "agenda") == "à envoyer"

    edit(tab, dialogs, qtbot, folder, monkeypatch, "réunion urgente")
    mark(tab, dialogs, qtbot, date(2021, 6, 1), "Courriel")
    assert [word for word, _ in proofs(tab)] == ["Dans les délais", "Dans les délais"]
    assert cell(tab, "Basile Abgrall", "agenda") == "01/06/2021, dans les délais, courriel"


@pytest.mark.parametrize(
    ("counting", "territory", "limit"),
    [
        (Counting.CALENDAR, "metropole", date(2021, 5, 26)),
        (Counting.CALENDAR, "alsace-moselle", date(2021, 5, 26)),
        (Counting.CLEAR, "reunion", date(2021, 5, 25)),
    ],
)
def test_from_a_new_meeting_to_the_proof_on_both_sides_of_the_limit(
    db: Database, commission: Commission, qtbot: QtBot, dialogs: Dialogs, *, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, counting: Counting, territory: str, limit: date,
) -> None:  # fmt: skip
    rules = replace(commission.rules, counting=counting, holiday_territory=territory)
    commissions.change_rules(db, commission.id, rules)
    seat_members(db, commission)
    page = shown(MeetingsPage, Desk(db, lambda: date(2021, 5, 20)), qtbot)
    dialog = open_dialog(dialogs, page, MeetingDialog, page._new.trigger)
    type_in(qtbot, dialog.day, "10/06/2021")
    click(qtbot, dialog, "Prévoir la réunion")
    made = page.detail.show_tab("dispatches")
    assert isinstance(made, DispatchTab)
    edit(made, dialogs, qtbot, tmp_path / "envois", monkeypatch)
    planned = page.chosen()
    assert planned
    (version,) = issues.issues_of(db, planned)
    everybody = recipients.recipients_of(db, planned)
    send(db, planned, version, limit, everybody[1:])
    send(db, planned, version, limit + timedelta(days=1), everybody[:1])
    page._desk.refresh()

    assert proofs(made)[0][0] == "Hors délai"
    assert f"1 envoi hors délai (limite le {limit:%d/%m/%Y})." in proofs(made)[0][1]
    states = [made._model.row(number).state(IssueKind.CONVOCATION) for number in range(made._model.rowCount())]
    assert sum("hors délai" in state for state in states) == 1
    assert sum("dans les délais" in state for state in states) == len(states) - 1


def test_a_dispatch_after_the_limit_is_told_before_and_after(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    issued(db, meeting)
    tab.desk.refresh()
    dialog = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    type_in(qtbot, dialog.sent_on, "26/05/2021")
    in_time = dialog.what_happens.text()
    type_in(qtbot, dialog.sent_on, f"{TOO_LATE:%d/%m/%Y}")

    assert "Dans les délais (limite le 26/05/2021)." in in_time
    assert "Hors délai\u00a0: la limite était le 26/05/2021." in dialog.what_happens.text()
    assert beside(dialog.sent_on) == "jeudi 27 mai 2021"
    click(qtbot, dialog, "Marquer comme envoyé")
    assert proofs(tab)[0][0] == "Hors délai"
    assert cell(tab, "Basile Abgrall", "convocation") == "27/05/2021, hors délai, courriel"


def test_a_day_to_come_is_refused_beside_it(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    issued(db, meeting)
    tab.desk.refresh()
    dialog = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    type_in(qtbot, dialog.sent_on, "03/06/2021")
    click(qtbot, dialog, "Marquer comme envoyé")

    assert beside(dialog.sent_on) == "Ce jour n’est pas encore passé."
    assert dialog.isVisible()
    assert tab._register
    assert not any(line.sent for line in tab._register.lines)


def test_mail_returned_is_sent_again_by_registered_letter_and_undone(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    send(db, meeting, issued(db, meeting), date(2021, 5, 20))
    tab.desk.refresh()
    choose(tab, "Basile Abgrall")
    fate = open_dialog(dialogs, tab, DispatchFateDialog, tab._returned.trigger)
    type_in(qtbot, fate.day, "25/05/2021")
    click(qtbot, fate, "Enregistrer")
    assert said(tab) == "Courrier revenu : 1 envoi à refaire."
    assert cell(tab, "Basile Abgrall", "convocation") == "20/05/2021, revenu, courriel"
    assert cell(tab, "Basile Abgrall", "returned") == "25/05/2021"
    assert proofs(tab)[0][0] == "Incomplet"

    mark(tab, dialogs, qtbot, LAST_DAY, "Lettre recommandée", "1A 123 456 7890 1")
    sent = tab._register.lines[0].sent if tab._register else ()
    assert said(tab) == "Convocation, version 1 : 1 envoi au registre."
    assert len(sent) == 1
    assert cell(tab, "Basile Abgrall", "convocation") == "26/05/2021, dans les délais, lettre recommandée"
    assert proofs(tab)[0][0] == "Dans les délais"

    tab.desk.undo_last()
    assert cell(tab, "Basile Abgrall", "convocation") == "20/05/2021, revenu, courriel"
    tab.desk.redo_last()
    rows = [tab._model.row(number) for number in range(tab._model.rowCount())]
    assert any("1A 123 456 7890 1" in row.history(IssueKind.CONVOCATION) for row in rows)


def test_an_acknowledgement_is_noted_for_all_chosen(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    send(db, meeting, issued(db, meeting))
    tab.desk.refresh()
    choose(tab, "Basile Abgrall", "Diane Crozanne")
    fate = open_dialog(dialogs, tab, DispatchFateDialog, tab._acknowledged.trigger)
    type_in(qtbot, fate.day, "25/05/2021")
    click(qtbot, fate, "Enregistrer")
    assert beside(fate.day) == "L’envoi date du 26/05/2021."
    type_in(qtbot, fate.day, "28/05/2021")
    click(qtbot, fate, "Enregistrer")

    assert said(tab) == "Accusé de réception : 2 envois au registre."
    assert cell(tab, "Diane Crozanne", "acknowledged") == "28/05/2021"


def test_a_second_version_is_asked_for_once_the_hour_changed(
    tab: DispatchTab, db: Database, commission: Commission, meeting: Meeting
) -> None:
    send(db, meeting, issued(db, meeting))
    moved(db, meeting, time(15))
    tab.desk.refresh()
    asked = tab.proofs[0].words.text().replace("\u00a0", " "), tab.proofs[0].badge.accessibleName()
    now = find_meeting(db, commission.id, meeting.id)
    second = issued(db, now, b"%PDF two")
    tab.desk.refresh()

    assert asked[0].endswith("car ce qui a été annoncé a changé : l’heure : 15 h au lieu de 14 h.")
    assert asked[1] == "À renvoyer"
    assert "nouvelle convocation" not in tab.remarks.text()
    assert cell(tab, "Basile Abgrall", "convocation") == "26/05/2021, version remplacée, courriel"
    assert proofs(tab)[0][0] == "Non envoyé"
    send(db, now, second, date(2021, 6, 1))
    tab.desk.refresh()
    assert cell(tab, "Basile Abgrall", "convocation") == "01/06/2021, hors délai, courriel"


def test_a_sending_is_corrected_proven_and_removed(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    slip = tmp_path / "preuve.pdf"
    slip.write_bytes(b"%PDF slip")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(slip)], ""))
    send(db, meeting, issued(db, meeting))
    tab.desk.refresh()
    choose(tab, "Basile Abgrall")
    dialog = open_dialog(dialogs, tab, CorrectDispatchDialog, tab._correct.trigger)
    click(qtbot, dialog, "Joindre une preuve…")
    qtbot.waitUntil(lambda: dialog.proofs.list.count() == 1, timeout=15_000)
    assert dialog.proofs.list.item(0).text() == "preuve.pdf – 9\u00a0octets"
    assert cell(tab, "Basile Abgrall", "scans") == "1"
    dialog.channel.setCurrentText("Remise en main propre")
    type_in(qtbot, dialog.sent_on, "28/05/2021")
    type_in(qtbot, dialog.returned_on, "27/05/2021")
    click(qtbot, dialog, "Enregistrer")
    assert beside(dialog.returned_on) == "Ce jour précède l’envoi."
    type_in(qtbot, dialog.returned_on, "")
    click(qtbot, dialog, "Enregistrer")
    assert said(tab) == "L’envoi à Basile Abgrall est corrigé."
    assert cell(tab, "Basile Abgrall", "convocation") == "28/05/2021, hors délai, remise en main propre"

    choose(tab, "Basile Abgrall")
    again = open_dialog(dialogs, tab, CorrectDispatchDialog, tab._correct.trigger)
    dialogs.answer(lambda box: click(qtbot, box, "Retirer"))
    click(qtbot, again, "Retirer du registre…")
    assert said(tab) == "L’envoi à Basile Abgrall est retiré du registre."
    assert cell(tab, "Basile Abgrall", "convocation") == "non envoyé"


def test_an_agenda_without_opinions_asks_for_a_reason(tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger)
    hidden = dialog.reason.isVisible()
    dialog.kind.setCurrentText("Ordre du jour")
    click(qtbot, dialog, "Éditer…")

    assert not hidden
    assert beside(dialog.reason) == "Ce champ est obligatoire."
    dialog.kind.setCurrentIndex(0)
    click(qtbot, dialog, "Annuler")


def test_the_register_is_looked_at_and_exported(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    send(db, meeting, issued(db, meeting))
    tab.desk.refresh()
    dialogs.answer(lambda _dialog: None)
    tab._print.trigger()
    qtbot.waitUntil(lambda: tab.findChild(PreviewDialog) is not None, timeout=15_000)
    preview = tab.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert preview.windowTitle() == "Registre des envois"
    click(qtbot, preview, "Fermer")
    file = tmp_path / "registre.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    tab._export.trigger()
    qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=15_000)

    assert said(tab) == "Le fichier « registre.xlsx » est enregistré."
    assert openpyxl.load_workbook(file).sheetnames == ["Envois", "Preuves", "Versions"]


def test_a_version_kept_is_seen_as_it_left_unless_its_file_was_changed(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert not tab.versions.isEnabled()
    edit(tab, dialogs, qtbot, tmp_path / "envois", monkeypatch)
    (version,) = issues.issues_of(db, meeting)
    (action,) = tab.versions.actions()
    dialogs.answer(lambda _dialog: None)
    action.trigger()
    qtbot.waitUntil(lambda: tab.findChild(PreviewDialog) is not None, timeout=15_000)
    preview = tab.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    title = preview.windowTitle()
    click(qtbot, preview, "Fermer")
    kept = paths.pieces_dir(db.file.parent) / version.sha256[:2] / version.sha256
    kept.write_bytes(b"%PDF forged")
    tab.messages.clear()
    tab.versions.actions()[0].trigger()
    qtbot.waitUntil(lambda: bool(tab.messages.text()), timeout=15_000)

    assert action.text() == "Convocation, version\u00a01, éditée le 02/06/2021"
    assert title == "Convocation, version\u00a01"
    assert "son empreinte a changé" in tab.messages.text()


def test_nothing_is_issued_for_a_cancelled_meeting(tab: DispatchTab, db: Database, meeting: Meeting) -> None:
    may = tab._issue.isEnabled()
    cancel_meeting(db, meeting, "salle fermée", TODAY)
    tab.desk.refresh()

    assert may
    assert not tab._issue.isEnabled()
    assert "rétablissez la réunion annulée" in tab._issue.toolTip()
