"""The decisions of a meeting as a secretary follows them: recorded from the votes, done, withdrawn, sent on."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.decisions import DecisionKind, FollowUp
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.voting import Choice, Method, Tally
from cpr_desk.services.agenda import save_agenda
from cpr_desk.services.decisions import change_decision, decisions_of, proposals_of, record_decisions
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import find_meeting
from cpr_desk.services.overview import overview
from cpr_desk.services.register import adhesions_at, save_adhesion
from cpr_desk.storage import session as sessions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.dialogs.cpts_decisions import CptsDecisions
from cpr_desk.ui.dialogs.decision import DecisionDialog
from cpr_desk.ui.dialogs.decision_fate import DoneDialog, WithdrawDialog
from cpr_desk.ui.dialogs.decisions_voted import RecordVotedDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.dashboard import DashboardPage
from cpr_desk.ui.pages.meeting_decisions import DecisionsPart
from cpr_desk.ui.pages.meeting_follow_up import FollowUpTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.pages.meetings_decisions import DecisionsSheet
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.factories import adhesion
from tests.services.convening import MEETING_ON, convened_commission
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

TODAY = date(2021, 7, 1)


def vote(db: Database, meeting: Meeting, place: int, question: str, *, annulled: bool = False) -> None:
    moment = datetime(2021, 6, 10, 15)  # noqa: DTZ001 - the clock on the wall
    ballot = Ballot(
        meeting.agenda[place].id,
        question,
        Method.SECRET,
        moment,
        (),
        "Quorum atteint.",
        has_quorum=True,
        tallies=(Tally(Section.SOCIAL, 3, Choice.FOR, 4),),
        annulled_at=moment if annulled else None,
        annul_reason="erreur" if annulled else "",
    )
    with db.unit_of_work("Enregistrer un vote") as session:
        sessions.write_ballot(session, meeting.id, ballot)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return a meeting held, with a decision and an opinion on a CPTS voted."""
    found = convened_commission(db, commission)
    on = date(2021, 3, 1)
    known = adhesion(name="CPTS Brière", step=Step.LETTER_DEPOSITED, step_since=on, letter_on=on)
    cpts_id = save_adhesion(db, commission.id, known, MEETING_ON)
    items = (*found.agenda, Item("Lettre de la CPTS Brière", kind=ItemKind.OPINION, cpts_id=cpts_id))
    save_agenda(db, found.id, items)
    found = find_meeting(db, commission.id, found.id)
    vote(db, found, 0, "Calendrier")
    vote(db, found, 1, "Avis favorable")
    return found


@pytest.fixture
def part(db: Database, meeting: Meeting, qtbot: QtBot) -> DecisionsPart:
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("follow-up")
    assert isinstance(tab, FollowUpTab)
    return tab.decisions


def said(part: DecisionsPart) -> str:
    return part.messages.text().replace("\xa0", " ")


def record(part: DecisionsPart, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = open_dialog(dialogs, part, RecordVotedDialog, part._record.trigger)
    click(qtbot, dialog, "Enregistrer les décisions")


def cells(part: DecisionsPart, key: str) -> list[str]:
    column = next(each for each in part.model.columns if each.key == key)
    return [column.text(part.model.row(row)).replace("\xa0", " ") for row in range(part.model.rowCount())]


def choose(part: DecisionsPart, reference: str) -> None:
    rows = [part.model.row(row) for row in range(part.model.rowCount())]
    part.panel.select(next(row.id for row in rows if row.decision.reference.replace("\xa0", " ") == reference))


def test_the_votes_won_become_decisions_in_one_go_and_are_undone(
    part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs
) -> None:
    assert part.remarks.text() == "2 votes acquis n’ont pas encore de décision enregistrée."

    record(part, dialogs, qtbot)

    assert said(part) == "Au registre : D 2021-01 et A 2021-01."
    assert sorted(cells(part, "reference")) == ["A 2021-01", "D 2021-01"]
    assert cells(part, "cpts").count("CPTS Brière") == 1
    assert not part._record.isEnabled()
    assert part.remarks.isHidden()
    part.desk.undo_last()
    assert part.model.total == 0
    assert part._record.isEnabled()


def test_a_proposal_may_be_left_out_or_written_anew(part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, part, RecordVotedDialog, part._record.trigger)
    first, second = dialog.proposals
    first.wanted.setChecked(False)
    second.text.setPlainText("")
    click(qtbot, dialog, "Enregistrer les décisions")
    assert dialog.isVisible()
    second.text.setPlainText("La commission donne un avis favorable.")
    click(qtbot, dialog, "Enregistrer les décisions")

    assert cells(part, "text") == ["La commission donne un avis favorable."]
    again = open_dialog(dialogs, part, RecordVotedDialog, part._record.trigger)
    again.proposals[0].wanted.setChecked(False)
    assert not again.save_button.isEnabled()
    again.proposals[0].wanted.setChecked(True)
    click(qtbot, again, "Annuler")


def test_a_decision_taken_without_a_vote_is_followed_until_it_is_done(
    part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    dialog = open_dialog(dialogs, part, DecisionDialog, part._add.trigger)
    click(qtbot, dialog, "Enregistrer")
    assert dialog.isVisible()
    dialog.item.setCurrentIndex(2)
    assert dialog.kind.currentText() == "Avis"
    assert dialog.cpts.currentText() == "CPTS Brière"
    dialog.text.setPlainText("Le secrétariat relance la CPTS.")
    type_in(qtbot, dialog.responsible, "Mme Le Goff")
    type_in(qtbot, dialog.due_on, "01/06/2021")
    click(qtbot, dialog, "Enregistrer")
    assert "précède la décision" in beside(dialog.due_on)
    type_in(qtbot, dialog.due_on, "20/06/2021")
    click(qtbot, dialog, "Enregistrer")

    assert cells(part, "state") == ["En retard"]
    assert "En retard : A 2021-01." in part.remarks.text().replace("\xa0", " ")
    choose(part, "A 2021-01")
    done = open_dialog(dialogs, part, DoneDialog, part.chosen.done.trigger)
    type_in(qtbot, done.day, "01/06/2021")
    click(qtbot, done, "Noter comme fait")
    assert "date du 10/06/2021" in beside(done.day)
    type_in(qtbot, done.day, "18/06/2021")
    click(qtbot, done, "Noter comme fait")
    assert said(part) == "A 2021-01 : suite faite."
    assert decisions_of(db, meeting)[0].follow_up(TODAY) is FollowUp.DONE


def test_a_decision_is_changed_and_withdrawn_but_keeps_its_number(
    part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    record(part, dialogs, qtbot)
    choose(part, "D 2021-01")
    dialog = open_dialog(dialogs, part, DecisionDialog, part.chosen.change.trigger)
    assert not dialog.kind.isEnabled()
    dialog.text.setPlainText("Le calendrier est adopté.")
    dialog.cpts.setCurrentText("CPTS inconnue")
    click(qtbot, dialog, "Enregistrer")
    assert "Aucune CPTS" in beside(dialog.cpts)
    dialog.cpts.setCurrentText("")
    click(qtbot, dialog, "Enregistrer")
    assert said(part) == "La décision D 2021-01 est à jour."

    withdrawal = open_dialog(dialogs, part, WithdrawDialog, part.chosen.withdraw.trigger)
    click(qtbot, withdrawal, "Retirer")
    assert withdrawal.isVisible()
    type_in(qtbot, withdrawal.reason, "Question mal posée")
    click(qtbot, withdrawal, "Retirer")

    assert said(part) == "D 2021-01 : retrait enregistré, le numéro reste attribué."
    kept = next(each for each in decisions_of(db, meeting) if each.kind is DecisionKind.DECISION)
    assert (kept.number, kept.withdrawn_reason) == (1, "Question mal posée")
    assert not part.chosen.withdraw.isEnabled()
    assert not part.chosen.done.isEnabled()


def test_an_opinion_moves_the_step_of_its_cpts_only_when_somebody_saves_it(
    part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs, db: Database, commission: Commission
) -> None:
    record(part, dialogs, qtbot)
    choose(part, "D 2021-01")
    assert not part.chosen.step.isEnabled()
    choose(part, "A 2021-01")
    dialog = open_dialog(dialogs, part, CptsDialog, part.chosen.step.trigger)

    assert dialog.step.currentText() == Step.LETTER_VALIDATED.label
    assert dialog.since.day() == MEETING_ON
    assert adhesions_at(db, commission.id, TODAY)[0].step is Step.LETTER_DEPOSITED
    click(qtbot, dialog, "Enregistrer")
    (stored,) = adhesions_at(db, commission.id, TODAY)
    assert (stored.step, stored.step_since) == (Step.LETTER_VALIDATED, MEETING_ON)
    assert said(part) == "La fiche de la CPTS Brière est modifiée."


def test_a_decision_whose_vote_is_annulled_is_told(
    part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs, db: Database, meeting: Meeting
) -> None:
    record(part, dialogs, qtbot)
    moment = datetime(2021, 6, 10, 16)  # noqa: DTZ001 - the clock on the wall
    with db.unit_of_work("Annuler un vote") as session:
        first = sessions.ballots_of(session, meeting.id)[0]
        sessions.write_ballot(session, meeting.id, replace(first, annulled_at=moment, annul_reason="erreur"))
    part.desk.refresh()

    assert "Le vote qui portait la décision D 2021-01 est annulé" in part.remarks.text().replace("\xa0", " ")


def test_a_meeting_to_come_has_nothing_to_record(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    page = shown(MeetingsPage, Desk(db, lambda: date(2021, 6, 1)), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("follow-up")
    assert isinstance(tab, FollowUpTab)

    assert not tab.decisions._record.isEnabled()
    assert not tab.decisions._add.isEnabled()


def register_of(part: DecisionsPart) -> DecisionsSheet:
    page = part.page
    assert isinstance(page, MeetingsPage)
    page._decisions.trigger()
    return page.show_decisions()


def listed(sheet: DecisionsSheet) -> list[str]:
    rows = [sheet.model.row(row) for row in range(sheet.model.rowCount())]
    return [row.decision.reference.replace("\xa0", " ") for row in rows]


@pytest.fixture
def sheet(part: DecisionsPart, db: Database, meeting: Meeting) -> DecisionsSheet:
    """Show the register with two decisions, the second overdue."""
    record_decisions(db, meeting, proposals_of(db, meeting), TODAY)
    late = replace(decisions_of(db, meeting)[1], due_on=date(2021, 6, 20))
    change_decision(db, late, TODAY)
    part.desk.refresh()
    return register_of(part)


def test_the_register_of_all_decisions_puts_what_is_late_first_and_filters(
    sheet: DecisionsSheet, part: DecisionsPart
) -> None:
    assert listed(sheet) == ["A 2021-01", "D 2021-01"]
    sheet.state.setCurrentText("Sans suite à donner")
    assert listed(sheet) == ["D 2021-01"]
    sheet.cpts.setCurrentText("CPTS Brière")
    assert listed(sheet) == []
    sheet.state.setCurrentIndex(0)
    assert listed(sheet) == ["A 2021-01"]
    part.desk.refresh()
    assert sheet.cpts.currentText() == "CPTS Brière"
    sheet.cpts.setCurrentIndex(0)
    sheet.year.setCurrentText("2021")
    assert listed(sheet) == ["A 2021-01", "D 2021-01"]


def test_the_register_leads_back_to_the_meeting(sheet: DecisionsSheet, part: DecisionsPart) -> None:
    page = part.page
    assert isinstance(page, MeetingsPage)
    assert not page._decisions.isEnabled()
    page.begin(f"decisions/{sheet.model.row(0).id}")
    menu = sheet.secondary[0].menu()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if "Ouvrir" in each.text()).trigger()

    assert part.isVisible()
    assert page._decisions.isEnabled()
    page.begin("decisions")
    assert sheet.isVisible()
    assert sheet.primary
    sheet.primary.trigger()
    assert part.isVisible()


def test_the_register_is_printed_and_written_for_excel(
    sheet: DecisionsSheet, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "registre.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(file), ""))
    look, export = sheet.secondary[-2:]
    seen: list[str] = []

    def close(dialog: QDialog) -> None:
        seen.append(dialog.windowTitle())
        dialog.reject()

    dialogs.answer(close)
    look.trigger()
    qtbot.waitUntil(lambda: bool(seen))
    export.trigger()
    qtbot.waitUntil(lambda: bool(sheet.messages.text()))

    assert "Registre des décisions et avis" in seen[0]
    titles = [cell.value for row in openpyxl.load_workbook(file).worksheets[0].iter_rows() for cell in row]
    assert "A\xa02021-01" in titles
    assert sheet.messages.text() == "Le fichier «\xa0registre.xlsx\xa0» est enregistré."


def test_the_file_of_a_cpts_shows_its_opinions_and_proposes_the_next_step(
    sheet: DecisionsSheet, db: Database, commission: Commission, qtbot: QtBot, dialogs: Dialogs
) -> None:
    (known,) = adhesions_at(db, commission.id, TODAY)
    dialog = open_dialog(dialogs, sheet, CptsDialog, lambda: CptsDialog(sheet._desk, known, sheet).open())
    told = [label.text().replace("\xa0", " ") for label in dialog.findChildren(QLabel)]
    assert any(text.startswith("A 2021-01, 10/06/2021. Lettre de la CPTS Brière.") for text in told)

    click(qtbot, dialog, "Faire passer à l’étape «\xa0Lettre d’intention validée\xa0»")

    assert dialog.step.currentText() == "Lettre d’intention validée"
    assert dialog.since.day() == MEETING_ON
    click(qtbot, dialog, "Enregistrer")
    assert adhesions_at(db, commission.id, TODAY)[0].step is Step.LETTER_VALIDATED


def test_nothing_is_proposed_for_a_cpts_that_left_the_path(
    sheet: DecisionsSheet, db: Database, commission: Commission
) -> None:
    (known,) = adhesions_at(db, commission.id, TODAY)
    dialog = CptsDialog(sheet._desk, replace(known, step=Step.ABANDONED), sheet)
    (shown_there,) = dialog.findChildren(CptsDecisions)
    dialog.propose_step(MEETING_ON)

    assert shown_there.buttons == []
    assert dialog.step.currentText() == "Abandonné"


def test_the_dashboard_tells_what_is_late_and_leads_to_it(
    sheet: DecisionsSheet, db: Database, meeting: Meeting, commission: Commission, qtbot: QtBot
) -> None:
    page = DashboardPage(sheet._desk)
    qtbot.addWidget(page)
    asked: list[str] = []
    page.go_to.connect(asked.append)
    page.show_overview(overview(db, commission, TODAY))
    (row,) = page.decisions.findChildren(LinkRow)
    row.click()

    assert row.accessibleName().startswith("En retard. A\xa02021-01\xa0: Lettre de la CPTS Brière.")
    assert row.accessibleDescription() == "Échéance le 20/06/2021."
    (late, other) = decisions_of(db, meeting)[::-1]
    assert asked == [f"meetings/decisions/{late.id}"]

    change_decision(db, replace(other, due_on=date(2021, 7, 10), responsible="Mme Le Goff"), TODAY)
    more = [replace(other, text=f"Suite {n} " + "mot " * 40, due_on=date(2021, 6, 21)) for n in range(6)]
    record_decisions(db, meeting, more, TODAY)
    page.show_overview(overview(db, commission, TODAY))
    rows = [each for each in page.decisions.findChildren(LinkRow) if not each.isHidden()]
    assert rows[-1].text() == "2 autres suites à donner"
    assert rows[1].text().endswith("mot…")
    rows[-1].click()
    assert asked[-1] == "meetings/decisions"


@pytest.mark.usefixtures("meeting")
def test_the_dashboard_has_no_card_of_decisions_while_nothing_presses(
    db: Database, commission: Commission, qtbot: QtBot
) -> None:
    page = DashboardPage(Desk(db, lambda: TODAY))
    qtbot.addWidget(page)
    page.show_overview(overview(db, commission, TODAY))

    assert page.decisions.isHidden()


def test_the_certificate_is_looked_at_among_the_documents_of_the_meeting(
    part: DecisionsPart, qtbot: QtBot, dialogs: Dialogs
) -> None:
    page = part.page
    assert isinstance(page, MeetingsPage)
    tab = page.detail.show_tab("documents")
    dialogs.answer(lambda _dialog: None)
    names = ("Aperçu\xa0: Certificat de régularité", "Word\xa0: Certificat de régularité")
    look, _word = (next(b for b in tab.findChildren(QPushButton) if b.accessibleName() == name) for name in names)
    look.click()
    qtbot.waitUntil(lambda: tab.findChild(PreviewDialog) is not None, timeout=15_000)
    preview = tab.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)

    assert preview.windowTitle() == "Certificat de régularité"
    click(qtbot, preview, "Fermer")
