"""The votes of a meeting, taken at the keyboard while people talk."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Choice, Method, Outcome
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.session import arrive, give_proxy, leave, open_session, remove_stay, session_of
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.vote import VoteDialog
from cpr_desk.ui.dialogs.vote_annul import AnnulVoteDialog
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.models.votes import VoteLine
from cpr_desk.ui.pages.meeting_votes import VotesTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.services.convening import MEETING_ON, convened_commission
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

Key = Qt.Key
Held = Qt.KeyboardModifier
PLAIN, SHIFT, CTRL = Held.NoModifier, Held.ShiftModifier, Held.ControlModifier
SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL
SESSION_ON = date(2021, 6, 11)
CALENDAR = 1
"""The line of the calendar, after the approval of the last minutes."""
CLOSING = date(2021, 6, 25)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(SESSION_ON, time(hour, minute))


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """A session open since 14:00; nobody came yet."""
    convened_commission(db, commission)
    items = (
        Item("Point sur les contrats"),
        Item("Calendrier de 2022", kind=ItemKind.VOTE),
        Item("Avis sur le projet de la CPTS Presqu’île", kind=ItemKind.OPINION),
    )
    planned = plan_meeting(db, PlanMeeting(commission.id, SESSION_ON, starts=time(14), agenda=items))
    open_session(db, planned, at(14))
    return planned


Opened = Callable[..., VotesTab]


@pytest.fixture
def opened(db: Database, meeting: Meeting, qtbot: QtBot) -> Opened:
    """Return what shows the votes once so many titulars of each section came (None: all of them)."""

    def show(social: int | None = None, professional: int | None = None) -> VotesTab:
        session = session_of(db, meeting)
        wanted = titulars(session, SOCIAL)[:social] + titulars(session, PROFESSIONAL)[:professional]
        if wanted:
            arrive(db, session, wanted, at(14))
        tab = votes_tab(db, meeting, qtbot, at(15))
        choose(tab, CALENDAR)
        return tab

    return show


def votes_tab(db: Database, meeting: Meeting, qtbot: QtBot, now: datetime) -> VotesTab:
    desk = Desk(db, now.date)
    desk.now = lambda: now
    page = shown(MeetingsPage, desk, qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("votes")
    assert isinstance(tab, VotesTab)
    tab.panel.view.setFocus()
    return tab


def titulars(session: Session, section: Section) -> list[int]:
    return [seat.titular.person.id for seat in session.composition.of(section) if seat.titular]


def model_of(tab: VotesTab) -> TableModel[VoteLine]:
    model = tab.panel.view.model()
    assert isinstance(model, TableModel)
    return model


def choose(tab: VotesTab, place: int) -> None:
    tab.panel.view.select_identities({model_of(tab).identity(place)})


def lines(tab: VotesTab) -> list[tuple[str, str]]:
    rows = map(model_of(tab).row, range(model_of(tab).rowCount()))
    return [(row.item.title, row.result.replace("\u00a0", " ")) for row in rows]


def begin(tab: VotesTab, qtbot: QtBot, dialogs: Dialogs) -> VoteDialog:
    """Press Enter on the line chosen."""
    return open_dialog(dialogs, tab, VoteDialog, lambda: qtbot.keyClick(tab.panel.view, Key.Key_Return))


def press(qtbot: QtBot, dialog: VoteDialog, *keys: Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    for key in keys:
        qtbot.keyClick(dialog.table, key, held)


def record(qtbot: QtBot, dialog: VoteDialog) -> Ballot:
    with qtbot.waitSignal(dialog.saved) as heard:
        qtbot.keyClick(dialog.table, Key.Key_Return, CTRL)
    ballot = (heard.args or [None])[0]
    assert isinstance(ballot, Ballot)
    return ballot


def select(dialog: VoteDialog, section: Section, place: int = 0) -> None:
    electors = [each for each in dialog.model.electors if each.section is section]
    dialog.table.select_identities({electors[place].seat_id})


def write(qtbot: QtBot, dialog: VoteDialog, *numbers: str) -> None:
    """Type the count of papers cell after cell, as read aloud; Enter goes on."""
    for cell, number in zip(dialog.papers.findChildren(QLineEdit), numbers, strict=False):
        type_in(qtbot, cell, number)


def test_items_to_be_voted_come_first_with_their_question(opened: Opened) -> None:
    tab = opened()

    assert lines(tab)[CALENDAR:] == [
        ("Calendrier de 2022", "À voter"),
        ("Avis sur le projet de la CPTS Presqu’île", "À voter"),
        ("Point sur les contrats", ""),
    ]
    assert tab.badge.accessibleName() == "Quorum atteint"
    assert "Question proposée\u00a0: Calendrier de 2022" in tab.detail.text()
    choose(tab, 2)
    assert "Avis favorable sur le projet de la CPTS Presqu’île" in tab.detail.text()


def test_an_ordinary_vote_is_noted_in_bulk_with_its_exceptions(opened: Opened, qtbot: QtBot, dialogs: Dialogs) -> None:
    tab = opened()
    dialog = begin(tab, qtbot, dialogs)
    assert dialog.question.text() == "Calendrier de 2022"
    assert dialog.focusWidget() is dialog.table

    press(qtbot, dialog, Key.Key_A, held=SHIFT | CTRL)
    press(qtbot, dialog, Key.Key_P, held=SHIFT)
    press(qtbot, dialog, Key.Key_C, Key.Key_R, Key.Key_Return, Key.Key_Delete)
    select(dialog, PROFESSIONAL)
    press(qtbot, dialog, Key.Key_B, Key.Key_C)

    assert dialog.count.outcome.accessibleName() == "Adopté"
    assert dialog.count.figure(SOCIAL, Choice.AGAINST) == "3 (1)"
    assert dialog.count.figure(SOCIAL, None) == "3 (1)"
    assert dialog.count.figure(PROFESSIONAL, Choice.BLANK) == "1 (1)"
    assert "règle par défaut" in dialog.count.words.text()
    assert "Pas de parité en séance" in dialog.count.quorum_words.text()
    assert dialog.reason_field.isHidden()
    ballot = record(qtbot, dialog)

    assert ballot.method is Method.HANDS
    assert ballot.result.of(Choice.REFUSED, SOCIAL).heads == 1
    assert len(ballot.choices) == len(ballot.electors) - 1
    assert lines(tab)[CALENDAR][1].startswith("Adopté (")
    assert tab.messages.text() == ballot.result.words
    assert "Quorum au moment du vote" in tab.detail.text()
    tab.desk.undo_last()
    assert lines(tab)[CALENDAR][1] == "À voter"


def test_a_member_with_a_proxy_votes_on_two_lines(db: Database, meeting: Meeting, opened: Opened, qtbot: QtBot,
                                                  dialogs: Dialogs) -> None:  # fmt: skip
    session = session_of(db, meeting)
    giver, holder = titulars(session, SOCIAL)[:2]
    seat = next(seat for seat in session.composition.of(SOCIAL) if seat.titular and seat.titular.person.id == giver)
    arrive(db, session, titulars(session, SOCIAL)[1:] + titulars(session, PROFESSIONAL), at(14))
    give_proxy(db, session_of(db, meeting), Proxy(seat.id, giver, holder, at(14)))
    dialog = begin(opened(social=0, professional=0), qtbot, dialogs)

    mine = [each for each in dialog.model.electors if each.person_id == holder]
    assert [each.exercise.label for each in mine] == ["pouvoir", "titulaire"]
    press(qtbot, dialog, Key.Key_P, Key.Key_C)
    ballot = record(qtbot, dialog)
    assert [ballot.choices[each.seat_id] for each in mine] == [Choice.FOR, Choice.AGAINST]


def test_a_secret_vote_is_counted_by_papers_and_checked(opened: Opened, qtbot: QtBot, dialogs: Dialogs) -> None:
    tab = opened()
    dialog = begin(tab, qtbot, dialogs)
    press(qtbot, dialog, Key.Key_P)
    qtbot.keyClick(dialog.method, Key.Key_End)
    select(dialog, SOCIAL)
    press(qtbot, dialog, Key.Key_P, Key.Key_I)
    assert not dialog.bulk.isVisible()
    voters = [row.voters.text() for row in dialog.papers._rows.values()]
    write(qtbot, dialog, str(int(voters[0]) + 1))
    qtbot.keyClick(dialog.table, Key.Key_Return, CTRL)
    assert "bulletins de 3 voix pour" in dialog.messages.text()

    write(qtbot, dialog, "5", "4")
    cell = dialog.papers.findChildren(QLineEdit)[1]
    cell.setFocus()
    qtbot.keyClick(cell, Key.Key_Return)
    assert dialog.focusWidget() is dialog.papers.findChildren(QLineEdit)[2]
    ballot = record(qtbot, dialog)

    assert ballot.method is Method.SECRET
    assert ballot.result.of(Choice.FOR).votes == 15
    assert ballot.result.of(Choice.CONFLICT).heads == 1
    assert len(ballot.choices) == 1


def test_choices_noted_come_back_when_the_vote_is_not_secret_after_all(
    opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = begin(opened(), qtbot, dialogs)
    press(qtbot, dialog, Key.Key_P)
    noted = dialog.vote().choices
    qtbot.keyClick(dialog.method, Key.Key_End)
    assert not dialog.vote().choices
    qtbot.keyClick(dialog.method, Key.Key_Home)
    assert dialog.vote().choices == noted
    dialog.table.setFocus()
    record(qtbot, dialog)


def test_divided_votes_lead_to_a_second_round_then_to_no_agreement(
    opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab = opened()
    dialog = begin(tab, qtbot, dialogs)
    for section, key in ((SOCIAL, Key.Key_P), (PROFESSIONAL, Key.Key_C)):
        worth = [each.votes for each in dialog.model.electors if each.section is section]
        select(dialog, section, worth.index(1))
        press(qtbot, dialog, key)
    first = record(qtbot, dialog)
    assert first.result.outcome is Outcome.TIED
    assert "second tour" in tab.messages.text()

    second = open_dialog(dialogs, tab, VoteDialog, lambda: click(qtbot, tab.page, "Second tour…"))
    assert second.question.isReadOnly()
    assert second.method.count() == 1
    cells = second.papers.findChildren(QLineEdit)
    assert second.focusWidget() is cells[0]
    write(qtbot, second, "", "", "", "", "1", "", "", "", "", "1")
    ballot = record(qtbot, second)

    assert ballot.round == 2
    assert "l’absence d’accord est constatée" in tab.messages.text()
    assert "absence d’accord" in tab.detail.text()
    assert [result for title, result in lines(tab) if title.startswith("Calendrier")] == [
        "Partage des voix (1 pour, 1 contre)"
    ] * 2


def test_a_vote_without_a_voice_is_recorded_and_goes_to_a_second_round(
    opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab = opened()
    ballot = record(qtbot, begin(tab, qtbot, dialogs))

    assert ballot.result.outcome is Outcome.NONE_CAST
    assert "Un second tour a lieu" in tab.messages.text()


def test_without_quorum_a_vote_asks_for_its_reason(opened: Opened, qtbot: QtBot, dialogs: Dialogs) -> None:
    tab = opened(social=2)
    assert tab.badge.accessibleName() == "Quorum non atteint"
    dialog = begin(tab, qtbot, dialogs)
    press(qtbot, dialog, Key.Key_P, held=SHIFT | CTRL)
    qtbot.keyClick(dialog.table, Key.Key_Return, CTRL)
    assert "quorum n’est pas atteint" in dialog.reason_field.error()
    assert dialog.focusWidget() is dialog.reason

    type_in(qtbot, dialog.reason, "Avis urgent")
    ballot = record(qtbot, dialog)
    assert ballot.without_quorum == "Avis urgent"
    assert "sans quorum\u00a0: Avis urgent" in tab.detail.text()


def test_a_conflict_of_interest_makes_the_quorum_fall(
    db: Database, meeting: Meeting, opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    needed = session_of(db, meeting).quorum(at(15)).counts[0].needed
    dialog = begin(opened(social=needed), qtbot, dialogs)
    assert dialog.reason_field.isHidden()

    press(qtbot, dialog, Key.Key_I)
    assert dialog.reason_field.isVisible()
    press(qtbot, dialog, Key.Key_P, held=SHIFT)
    assert dialog.count.figure(SOCIAL, Choice.CONFLICT) == "3 (1)"
    press(qtbot, dialog, Key.Key_Up, Key.Key_P)
    assert dialog.reason_field.isHidden()
    record(qtbot, dialog)


def test_a_vote_the_attendance_tells_otherwise_is_annulled_and_taken_again(
    db: Database, meeting: Meeting, opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab = opened()
    dialog = begin(tab, qtbot, dialogs)
    press(qtbot, dialog, Key.Key_P, held=SHIFT | CTRL)
    first = record(qtbot, dialog)
    assert tab.warning.isHidden()
    session = session_of(db, meeting)
    remove_stay(db, session, session.presence.stays[0])
    tab.desk.refresh()

    assert session_of(db, meeting).ballots == (first,)
    assert not tab.warning.isHidden()
    assert "n’est plus noté comme présent" in tab.detail.text()
    annul = open_dialog(dialogs, tab, AnnulVoteDialog, lambda: click(qtbot, tab, "Annuler et voter &de nouveau…"))
    click(qtbot, annul, "Annuler et voter de nouveau")
    assert "obligatoire" in annul.form.findChildren(QLineEdit)[0].accessibleDescription()
    type_in(qtbot, annul.reason, "Presences corrigees")
    dialogs.answer(lambda _dialog: None)
    click(qtbot, annul, "Annuler et voter de nouveau")
    again = next(each for each in tab.findChildren(VoteDialog) if each.isVisible())
    assert again.count.figure(None, None) == "–"
    assert len(again.vote().choices) == len(first.choices) - 1
    record(qtbot, again)

    assert [result.partition(" (")[0] for _, result in lines(tab)[CALENDAR : CALENDAR + 2]] == ["Vote annulé", "Adopté"]
    assert tab.warning.isHidden()
    choose(tab, CALENDAR)
    assert "Presences corrigees" in tab.detail.text()


def test_an_annulled_vote_is_kept_with_its_reason(opened: Opened, qtbot: QtBot, dialogs: Dialogs) -> None:
    tab = opened()
    record(qtbot, begin(tab, qtbot, dialogs))
    annul = open_dialog(dialogs, tab, AnnulVoteDialog, lambda: click(qtbot, tab, "Ann&uler le vote…"))
    type_in(qtbot, annul.reason, "Vote rouvert")
    with qtbot.waitSignal(annul.saved):
        click(qtbot, annul, "Annuler le vote")

    assert lines(tab)[CALENDAR][1] == "Vote annulé"
    assert not [each for each in tab.findChildren(VoteDialog) if each.isVisible()]


def test_the_hour_of_the_vote_decides_who_may_vote(
    db: Database, meeting: Meeting, opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab = opened()
    session = session_of(db, meeting)
    leave(db, session, titulars(session, SOCIAL)[:3], at(14, 30))
    tab.desk.refresh()
    dialog = begin(tab, qtbot, dialogs)
    few = len(dialog.model.electors)

    type_in(qtbot, dialog.hour, "14h20")
    assert len(dialog.model.electors) == few + 3
    type_in(qtbot, dialog.hour, "25h")
    qtbot.keyClick(dialog.table, Key.Key_Return, CTRL)
    assert dialog.isVisible()
    type_in(qtbot, dialog.hour, "13h")
    qtbot.keyClick(dialog.table, Key.Key_Return, CTRL)
    assert "la séance n’a pas lieu" in beside(dialog.hour)
    type_in(qtbot, dialog.hour, "14h20")
    qtbot.keyClick(dialog.hour, Key.Key_Return)
    assert dialog.focusWidget() is dialog.table
    assert record(qtbot, dialog).taken_at == at(14, 20)


def test_the_list_of_electors_is_filtered_and_bulk_reaches_them_all(
    opened: Opened, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = begin(opened(), qtbot, dialogs)
    name = dialog.model.electors[4].name.split()[-1]
    type_in(qtbot, dialog.filter, name)
    assert dialog.model.rowCount() < len(dialog.model.electors)
    qtbot.keyClick(dialog.filter, Key.Key_Down)
    press(qtbot, dialog, Key.Key_C)
    dialog.bulk.findChildren(type(dialog.save_button))[1].menu().actions()[0].trigger()

    assert len(dialog.vote().choices) == sum(each.section is SOCIAL for each in dialog.model.electors)
    record(qtbot, dialog)


def test_on_a_low_screen_the_list_has_the_room_of_the_sentences(
    opened: Opened, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VoteDialog, "_room", lambda _dialog: QSize(856, 481))
    dialog = begin(opened(), qtbot, dialogs)

    assert dialog.height() <= 481
    assert dialog.count.words.isHidden()
    press(qtbot, dialog, Key.Key_P, held=SHIFT | CTRL)
    assert "Résultat prévu" in dialog.count.outcome.toolTip()
    assert "pour · C" in dialog.table.toolTip()
    record(qtbot, dialog)


def test_a_vote_being_noted_is_not_lost_by_mistake(opened: Opened, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = begin(opened(), qtbot, dialogs)
    press(qtbot, dialog, Key.Key_P)
    asked: list[QDialog] = []

    def keep(box: QDialog) -> None:
        asked.append(box)
        box.reject()

    dialogs.answer(keep)
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert asked
    assert dialog.isVisible()
    press(qtbot, dialog, Key.Key_Up, Key.Key_Delete)
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_before_the_session_nothing_is_voted(db: Database, commission: Commission, qtbot: QtBot) -> None:
    planned = convened_commission(db, commission)
    tab = votes_tab(db, planned, qtbot, datetime.combine(MEETING_ON, time(14)))

    assert "Ouvrez la séance" in tab.quorum.text()
    qtbot.keyClick(tab.panel.view, Key.Key_Return)
    assert not tab.findChildren(VoteDialog)


@pytest.fixture
def consultation(db: Database, commission: Commission) -> Meeting:
    """A written consultation open from 11 to 25 June 2021."""
    convened_commission(db, commission)
    items = (Item("Avis sur le projet de la CPTS Presqu’île", kind=ItemKind.OPINION),)
    return plan_meeting(db, PlanMeeting(commission.id, CLOSING, MeetingKind.WRITTEN, opens_on=SESSION_ON, agenda=items))


def test_answers_by_mail_are_entered_as_they_come(
    db: Database, consultation: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    tab = votes_tab(db, consultation, qtbot, datetime(2021, 6, 15, 10))  # noqa: DTZ001 - on the wall
    assert "Le quorum se compte sur les réponses" in tab.quorum.text()
    dialog = begin(tab, qtbot, dialogs)
    type_in(qtbot, dialog.received, "16/06/2021")
    press(qtbot, dialog, Key.Key_P)
    assert "pas encore passé" in dialog._received_field.error()
    type_in(qtbot, dialog.received, "14/06/2021")
    dialog.table.setFocus()
    press(qtbot, dialog, Key.Key_P, Key.Key_C, Key.Key_A)
    first = record(qtbot, dialog)

    assert lines(tab)[0][1].startswith("En cours : 3 réponses sur")
    assert tab.messages.text() == "3 réponses enregistrées."
    assert set(first.answered_on.values()) == {date(2021, 6, 14)}
    assert "en cours, jusqu’au vendredi 25 juin 2021 inclus" in tab.detail.text()

    later = votes_tab(db, consultation, qtbot, datetime(2021, 6, 28, 10))  # noqa: DTZ001 - on the wall
    again = open_dialog(dialogs, later, VoteDialog, lambda: click(qtbot, later, "&Saisir les réponses…"))
    assert again.reason_field.isVisible()
    electors = list(again.model.electors)
    type_in(qtbot, again.received, "24/06/2021")
    again.table.select_identities({each.seat_id for each in electors[3:-1]})
    press(qtbot, again, Key.Key_P)
    type_in(qtbot, again.received, "26/06/2021")
    again.table.select_identities({electors[-1].seat_id})
    press(qtbot, again, Key.Key_C)
    assert again.reason_field.isHidden()
    ballot = record(qtbot, again)

    assert ballot.has_quorum
    assert ballot.late == (electors[-1],)
    assert len(session_of(db, consultation).ballots) == 1
    assert lines(later)[0][1].startswith("Adopté (")
    assert electors[-1].name in later.detail.text()
