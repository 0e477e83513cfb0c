"""The page of the meetings, driven as a secretary drives it."""

from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.agenda import Item, from_lines
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind
from cpr_desk.services import agenda, meetings, papers
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import AGENDA_TEMPLATES, PlanMeeting
from cpr_desk.ui import files, printing
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.meeting_words import judge
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.meeting_preparation import PreparationTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.widgets.badges import State
from tests.factories import PAYS_DE_LA_LOIRE
from tests.reports import reading
from tests.ui import demonstration
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

TODAY = date(2026, 11, 22)
INSTALLED = date(2021, 2, 4)


@pytest.fixture
def page(db: Database, qtbot: QtBot) -> MeetingsPage:
    demonstration.fill(db, TODAY)
    return shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)


@pytest.fixture
def empty_page(db: Database, qtbot: QtBot) -> MeetingsPage:
    commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    return shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)


def _stored(page: MeetingsPage) -> tuple[Meeting, ...]:
    return meetings.list_meetings(page._desk.db, page._desk.commission.id)


def _new(page: MeetingsPage, dialogs: Dialogs) -> MeetingDialog:
    return open_dialog(dialogs, page, MeetingDialog, page._new.trigger)


def _preparation(page: MeetingsPage) -> PreparationTab:
    tab = page.detail.show_tab("preparation")
    assert isinstance(tab, PreparationTab)
    return tab


def _document_button(page: MeetingsPage, name: str) -> QPushButton:
    buttons = page.detail.show_tab("documents").findChildren(QPushButton)
    return next(button for button in buttons if button.accessibleName().replace("\u00a0", " ") == name)


def test_the_next_meeting_is_chosen_at_the_first_visit(page: MeetingsPage) -> None:
    shown = [page._model.row(row).meeting.on for row in range(page._model.rowCount())]
    chosen = page.chosen()

    assert shown == sorted(shown, reverse=True)
    assert chosen
    assert chosen.on == date(2027, 1, 6)
    assert _preparation(page).title.text() == "Mercredi 6 janvier 2027"


def test_the_list_says_how_far_each_limit_is(page: MeetingsPage) -> None:
    coming = [_cell(page, 0, column) for column in range(7)]
    first = page._model.rowCount() - 1
    past = [_cell(page, first, column) for column in range(7)]

    assert coming == [
        "06/01/2027",
        "Prévue",
        "Convocation : dans 30 jours",
        "2027-1",
        "Réunion ordinaire",
        "22/12/2026",
        "01/01/2027",
    ]
    assert past[1:3] == ["Tenue", ""]
    assert past[5:] == ["20/01/2021", "30/01/2021"]
    assert not page._model.index(0, 2).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert page._model.index(first, 2).data(Qt.ItemDataRole.DecorationRole) is None
    assert "15 jours avant" in page._model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)


def _cell(page: MeetingsPage, row: int, column: int) -> str:
    text = page._model.index(row, column).data() or ""
    return str(text).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_detail_explains_the_deadlines_of_the_installation(page: MeetingsPage) -> None:
    page.panel.select(page._model.row(page._model.rowCount() - 1).id)
    convocation, agenda = _preparation(page).rows

    assert convocation._day.text() == "Au plus tard le mercredi 20 janvier 2021"
    assert agenda._day.text() == "Au plus tard le samedi 30 janvier 2021"
    assert "vendredi 29 janvier 2021" in agenda._advised.text()
    assert "règle par défaut, à confirmer par le règlement applicable" in convocation._reasoning.text()
    assert "arrêté du 21 août 2019" in convocation._reasoning.text()
    assert convocation._badge.accessibleName() == "Réunion passée"


def test_a_meeting_is_planned_as_it_is_typed(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "4/2/27")
    type_in(qtbot, dialog.hour, "1430")
    dialog.kind.setCurrentText("Réunion extraordinaire")
    dialog.mode.setCurrentText("En visioconférence")
    type_in(qtbot, dialog.link, "https://visio.example.org/cpr")
    dialog.agenda.setCurrentText("Réunion d’installation")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Prévoir la réunion")
    meeting = next(meeting for meeting in _stored(page) if meeting.on == date(2027, 2, 4))

    assert (meeting.kind, meeting.mode) == (MeetingKind.EXTRAORDINARY, MeetingMode.VIDEO)
    assert (meeting.starts, meeting.link) == (time(14, 30), "https://visio.example.org/cpr")
    titles = [item.title for item in meeting.agenda]
    assert titles == [item.title for item in from_lines(AGENDA_TEMPLATES[MeetingKind.INSTALLATION])]
    assert page.messages.text() == "La réunion du jeudi 4 février 2027 est prévue."
    assert page.chosen() == meeting


def test_the_deadlines_follow_the_date_as_it_is_typed(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = _new(page, dialogs)

    assert not dialog.deadlines[0].isVisible()
    assert "les échéances de convocation" in dialog.verdict.text()
    type_in(qtbot, dialog.day, "04022027")
    assert beside(dialog.day) == "jeudi 4 février 2027"
    assert dialog.deadlines[0]._day.text() == "Au plus tard le mercredi 20 janvier 2027"
    assert "vendredi 29 janvier 2027" in dialog.deadlines[1]._advised.text()
    assert dialog.verdict._badge.accessibleName() == "Convocation possible dans le délai"
    assert not dialog.verdict.take.isVisible()


def test_a_date_that_comes_too_soon_offers_the_first_lawful_one(
    page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "2/12/26")

    assert "aurait dû partir au plus tard le mardi 17 novembre 2026" in dialog.verdict.text()
    assert "La première date possible est le lundi 7 décembre 2026." in dialog.verdict.text()
    qtbot.mouseClick(dialog.verdict.take, Qt.MouseButton.LeftButton)
    assert dialog.day.day() == date(2026, 12, 7)
    assert dialog.verdict._badge.accessibleName() == "Convocation possible dans le délai"


def test_a_proposed_day_is_a_working_day(page: MeetingsPage) -> None:
    friday = judge(date(2026, 12, 21), date(2026, 12, 10), page._desk.commission)

    assert "vendredi 25 décembre 2026" in friday.sentences[0]
    assert friday.proposal == date(2026, 12, 28)


def test_weekends_and_holidays_are_said(page: MeetingsPage) -> None:
    commission = page._desk.commission

    assert judge(date(2027, 2, 6), TODAY, commission).sentences == (
        "Le samedi 6 février 2027 tombe en fin de semaine.",
    )
    assert "est un jour férié" in judge(date(2027, 5, 1), TODAY, commission).sentences[0]
    assert judge(date(2027, 5, 1), TODAY, commission).state is State.URGENT


def test_a_past_date_is_allowed_for_the_history(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "4/2/22")

    assert dialog.verdict._badge.accessibleName() == "Date passée"
    assert "pour l’historique" in dialog.verdict.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Prévoir la réunion")
    assert date(2022, 2, 4) in [meeting.on for meeting in _stored(page)]


def test_a_second_meeting_on_a_day_is_refused_beside_the_date(
    page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "6/1/27")
    assert "déjà prévue le mercredi 6 janvier 2027" in beside(dialog.day)
    click(qtbot, dialog, "Prévoir la réunion")
    assert dialog.isVisible()
    type_in(qtbot, dialog.day, "7/1/27")
    assert "déjà prévue" not in beside(dialog.day)
    other = PlanMeeting(page._desk.commission.id, date(2027, 1, 7))
    meetings.plan_meeting(page._desk.db, other)
    click(qtbot, dialog, "Prévoir la réunion")

    assert "Une réunion est déjà prévue le jeudi 7 janvier 2027." in beside(dialog.day)
    assert len(_stored(page)) == 6


def test_a_wrong_date_or_hour_is_said_beside_it(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = _new(page, dialogs)
    click(qtbot, dialog, "Prévoir la réunion")
    assert beside(dialog.day) == "Ce champ est obligatoire."
    type_in(qtbot, dialog.day, "30/02/2027")
    type_in(qtbot, dialog.hour, "25h")
    click(qtbot, dialog, "Prévoir la réunion")

    assert "n’existe pas au calendrier" in beside(dialog.day)
    assert "n’est pas une heure" in beside(dialog.hour)
    assert len(_stored(page)) == 5


def test_a_meeting_begins_with_a_template_of_ones_own(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    agenda.save_template(page._desk.db, page._desk.commission.id, "Printemps", (Item("Bilan"), Item("Calendrier")))
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "4/2/27")
    dialog.agenda.setCurrentText("Printemps")
    with qtbot.waitSignal(dialog.saved) as heard:
        click(qtbot, dialog, "Prévoir la réunion")

    assert [item.title for item in heard.args[0].agenda][-2:] == ["Bilan", "Calendrier"]


def test_closing_by_mistake_loses_nothing(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = _new(page, dialogs)
    dialog.place.setText("Une salle longuement décrite")
    said: list[str] = []

    def resume(box: object) -> None:
        said.append(box.text())  # type: ignore[attr-defined]
        box.defaultButton().click()  # type: ignore[attr-defined]

    dialogs.answer(resume)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert said == ["Abandonner cette saisie\u00a0?"]
    assert dialog.isVisible()
    assert dialog.place.text() == "Une salle longuement décrite"
    dialogs.answer(lambda box: click(qtbot, box, "Abandonner"))
    click(qtbot, dialog, "Annuler")
    assert len(_stored(page)) == 5


def test_a_meeting_is_changed_and_moved_to_another_year(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    view = page.panel.view
    dialog = open_dialog(dialogs, page, MeetingDialog, lambda: qtbot.keyClick(view, Qt.Key.Key_Return))
    before = page.chosen()
    assert before
    assert (dialog.hour.text(), dialog.place.text()) == ("14h00", before.place)
    assert dialog.verdict._badge.accessibleName() == "Convocation possible dans le délai"
    type_in(qtbot, dialog.day, "15/12/2026")
    type_in(qtbot, dialog.hour, "9h")
    type_in(qtbot, dialog.place, "L" * 120)
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Enregistrer")
    after = next(meeting for meeting in _stored(page) if meeting.id == before.id)

    assert (after.on, after.starts, after.reference) == (date(2026, 12, 15), time(9), "2026-1")
    assert after.place == "L" * 120
    assert after.agenda == before.agenda
    assert _preparation(page).title.text() == "Mardi 15 décembre 2026"
    assert page.minimumSizeHint().width() < 1000


def test_a_planned_meeting_past_its_limit_asks_whether_letters_left(page: MeetingsPage) -> None:
    verdict = judge(date(2026, 12, 1), TODAY, page._desk.commission, planned=True)

    assert verdict.proposal is None
    assert "Vérifiez que les convocations sont parties." in verdict.sentences[0]


def test_an_empty_list_says_what_to_do_first(empty_page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    button = empty_page.panel.findChild(QPushButton)

    assert isinstance(button, QPushButton)
    assert button.text() == "Prévoir une réunion…"
    assert not empty_page.detail.isVisible()
    assert not empty_page._change.isEnabled()
    dialog = open_dialog(
        dialogs, empty_page, MeetingDialog, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    )
    assert dialog.kind.currentText() == "Réunion ordinaire"
    type_in(qtbot, dialog.day, "4/2/2021")
    assert dialog.kind.currentText() == "Réunion d’installation"
    type_in(qtbot, dialog.day, "31/12/2020")
    assert dialog.verdict.text() == "La commission n’est installée qu’en 2021. Choisissez une date plus tardive."
    dialog.day.set_day(INSTALLED)
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Prévoir la réunion")
    assert empty_page.detail.isVisible()


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind.of_meeting])
def test_each_document_is_looked_at(page: MeetingsPage, qtbot: QtBot, dialogs: Dialogs, kind: DocumentKind) -> None:
    dialogs.answer(lambda _dialog: None)
    lines = [page._model.row(row) for row in range(page._model.rowCount())]
    page.panel.select(next(each.id for each in lines if kind.suits(each.meeting) and each.course.meeting.convened_on))
    qtbot.mouseClick(_document_button(page, f"Aperçu : {kind.label}"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is not None, timeout=15_000)
    dialog = page.findChild(PreviewDialog)

    assert isinstance(dialog, PreviewDialog)
    assert dialog.windowTitle() == kind.label
    assert len(dialog._images.sizes()) >= 1
    click(qtbot, dialog, "Fermer")


def test_convocations_are_saved_in_the_folder_chosen(
    page: MeetingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    monkeypatch.setattr(files, "open_with_system", opened.append)
    qtbot.mouseClick(_document_button(page, "Enregistrer : Convocations"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=20_000)
    letters = list((tmp_path / "Convocations 2027-01-06 - une par personne").glob("*.pdf"))

    assert (tmp_path / "Convocations 2027-01-06.pdf").exists()
    assert letters
    assert page.messages.text().startswith(f"{len(letters) + 1} fichiers enregistrés")
    click(qtbot, page.messages, "Ouvrir le dossier")
    assert opened == [tmp_path]


def test_giving_up_the_folder_writes_nothing(page: MeetingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    produced: list[object] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    monkeypatch.setattr(documents, "produce", lambda *args: produced.append(args))
    qtbot.mouseClick(_document_button(page, "Enregistrer : Ordre du jour"), Qt.MouseButton.LeftButton)

    assert not produced
    assert page.messages.text() == ""


def test_the_attendance_sheet_goes_to_the_printer(
    page: MeetingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[str, int]] = []
    monkeypatch.setattr(
        printing, "print_document", lambda _parent, title, pages: printed.append((title, len(pages.sizes())))
    )
    qtbot.mouseClick(_document_button(page, "Imprimer : Feuille d’émargement"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(printed), timeout=15_000)

    assert printed[0][0] == "Feuille d’émargement"
    assert printed[0][1] >= 1


def test_a_document_that_cannot_be_made_says_why(empty_page: MeetingsPage, qtbot: QtBot) -> None:
    meetings.plan_meeting(empty_page._desk.db, PlanMeeting(empty_page._desk.commission.id, date(2027, 2, 4)))
    empty_page._desk.refresh()
    empty_page.panel.view.selectRow(0)
    qtbot.mouseClick(_document_button(empty_page, "Aperçu : Convocations"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(empty_page.messages.text()), timeout=15_000)

    assert "Personne n’est désigné à la date de la réunion" in empty_page.messages.text()


def _button(page: MeetingsPage, name: str) -> QPushButton:
    buttons = page.detail.show_tab("documents").findChildren(QPushButton)
    return next(each for each in buttons if each.accessibleName().replace("\u00a0", " ") == name)


def test_the_agenda_is_had_for_word_and_bound_with_its_papers(
    page: MeetingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, commission = page._desk.db, page._desk.commission
    meeting = meetings.next_meeting(db, commission.id, TODAY)
    assert meeting
    paper, sheet = tmp_path / "Bilan.pdf", tmp_path / "Suivi.xlsx"
    paper.write_bytes(documents.render(db, documents.Request(commission.id, DocumentKind.COMPOSITION, TODAY, TODAY)))
    sheet.write_bytes(b"PK classeur")
    papers.attach(db, meeting.agenda[1].id, [paper, sheet])
    page._desk.refresh()
    for ending, name in (("docx", "Word : Ordre du jour"), ("pdf", "Dossier : Dossier de réunion")):
        file = tmp_path / f"réunion.{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, file=file: (str(file), ""))
        page.messages.clear()
        _button(page, name).click()
        qtbot.waitUntil(lambda: "est enregistré" in page.messages.text(), timeout=20_000)

    assert "est enregistré, sans « Suivi.xlsx »." in page.messages.text().replace("\u00a0", " ")
    assert (tmp_path / "réunion.docx").read_bytes()[:2] == b"PK"
    bound = reading.text((tmp_path / "réunion.pdf").read_bytes())
    assert "Composition de la commission" in bound
    assert "Bilan.pdf" in bound


def test_a_folder_without_agenda_says_what_to_write(
    page: MeetingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, commission = page._desk.db, page._desk.commission
    bare = meetings.plan_meeting(db, PlanMeeting(commission.id, date(2027, 6, 3)))
    page._desk.refresh()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "dossier.pdf"), ""))
    page.panel.select(bare.id)
    _button(page, "Dossier : Dossier de réunion").click()
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=20_000)

    assert page.messages.text().startswith("L’ordre du jour est vide.")
