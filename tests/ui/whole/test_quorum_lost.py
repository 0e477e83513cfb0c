"""A session that loses its quorum and finds it again, and one that never had it."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.voting import Outcome
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import list_meetings
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.pages.meeting_votes import VotesTab
from tests.ui.driving import type_in
from tests.ui.whole.secretary import Secretary, plain

CALENDAR, PROGRAMME, OPINION = (
    "Calendrier des réunions de 2022", "Programme de travail", "Avis sur la lettre d’intention de la CPTS Brière"
)  # fmt: skip


def test_a_quorum_lost_and_found_again_is_told_everywhere(secretary: Secretary) -> None:
    secretary.open_session()
    secretary.roll({"Hauteclocque-Brie": "E"}, "P")
    secretary.at(14, 30)
    dialog = secretary.begin_vote(CALENDAR)
    secretary.all_for(dialog)
    secretary.record(dialog)

    secretary.at(15)
    secretary.note("Argelès", "D")
    secretary.note("Wissant", "D")
    assert secretary.tab(VotesTab).badge.accessibleName() == "Quorum non atteint"
    dialog = secretary.begin_vote(PROGRAMME)
    secretary.all_for(dialog)
    secretary.qtbot.keyClick(dialog.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert "quorum n’est pas atteint" in dialog.reason_field.error()
    secretary.dialogs.answer(lambda box: secretary.push(box, "Abandonner"))
    secretary.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

    dialog = secretary.begin_vote(OPINION)
    secretary.all_for(dialog)
    type_in(secretary.qtbot, dialog.reason, "Avis attendu par l’agence avant le 15 juin")
    alone = secretary.record(dialog)
    assert (alone.has_quorum, alone.result.outcome) == (False, Outcome.ADOPTED)

    secretary.at(15, 30)
    secretary.note("Argelès", "P")
    secretary.note("Hauteclocque-Brie", "P")
    assert secretary.tab(VotesTab).badge.accessibleName() == "Quorum atteint"
    secretary.at(15, 40)
    dialog = secretary.begin_vote(PROGRAMME)
    secretary.all_for(dialog)
    assert dialog.reason_field.isHidden()
    secretary.record(dialog)
    secretary.at(16)
    secretary.close_session()
    secretary.at(9, on=date(2021, 6, 11))

    minutes, certificate = secretary.read("Relevé de décisions"), secretary.read("Certificat de régularité")
    turns = "(quorum : 18 sièges) {}"
    assert f"16 sièges représentés sur 35, 16 voix sur 35 {turns.format('non atteint')} À 15 h 30" in minutes
    assert minutes.count("18 sièges représentés sur 35, 18 voix sur 35 " + turns.format("atteint")) == 2
    assert "Vote enregistré sans quorum : Avis attendu par l’agence avant le 15 juin." in minutes
    assert "quorum de 18 sièges non atteint, il manque 2 sièges" in minutes
    assert "Yvonnick Argelès Présent, arrivée à 14 h 02, départ à 15 h, retour à 15 h 30" in minutes
    assert "Quorum perdu à 15 h Section sociale : 13/13 sièges. Section professionnelle : 16/35 sièges." in certificate
    assert "Quorum atteint à 15 h 30" in certificate
    assert "Vote sans quorum, « Avis favorable sur la lettre d’intention de la CPTS Brière »" in certificate
    assert "14 h 02 Quorum atteint 13/13 sièges, 35/35 voix 18/35 sièges, 18/35 voix atteint" in certificate
    assert "16/35 sièges, 16/35 voix non atteint Adopté : 51 voix pour, 0 voix contre" in certificate


def test_without_quorum_a_second_meeting_decides_whatever_the_number(
    secretary: Secretary, db: Database, commission: Commission, meeting: Meeting
) -> None:
    secretary.open_session()
    secretary.roll({"Abgrall": "P", "Crozanne": "P"}, "A")
    secretary.note("Tréhorel", "P")
    secretary.at(14, 30)
    tab = secretary.session
    menu = tab._more.menu()
    assert isinstance(menu, QMenu)
    secretary.menu(menu, "Constater l’absence de quorum")
    dialog = secretary.asked(tab, MeetingDialog, lambda: secretary.menu(menu, "Convoquer la seconde réunion…"))
    told = plain(dialog.second.text())
    type_in(secretary.qtbot, dialog.day, "05/07/2021")
    secretary.save(dialog)
    secretary.close_session()
    first = secretary.read("Relevé de décisions")
    constat = secretary.read("Constat d’absence de quorum")
    second = list_meetings(db, commission.id)[-1]
    assert (second.second_of, second.on) == (meeting.id, date(2021, 7, 5))
    assert [item.title for item in second.agenda] == [item.title for item in meeting.agenda]

    secretary.at(14, on=date(2021, 7, 5))
    secretary.choose(second)
    secretary.open_session()
    secretary.roll({"Abgrall": "P"}, "A")
    secretary.note("Tréhorel", "P")
    secretary.at(14, 20)
    vote = secretary.begin_vote(CALENDAR)
    secretary.all_for(vote)
    assert vote.reason_field.isHidden()
    ballot = secretary.record(vote)
    assert (ballot.has_quorum, ballot.result.outcome) == (True, Outcome.ADOPTED)
    secretary.at(15)
    secretary.close_session()
    secretary.folder = secretary.folder / "2"
    minutes = secretary.read("Relevé de décisions")
    certificate = secretary.read("Certificat de régularité")
    assert "Au plus tard le samedi 10 juillet 2021" in told
    assert "Constat de carence. À 14 h 30, le quorum n’étant pas atteint" in first
    assert "au plus tard le samedi 10 juillet 2021" in constat
    assert "Section sociale 13 35 7 1 6 3 Section professionnelle 35 35 18 2 16 2" in constat
    assert "valable quel que soit le nombre de présents" in minutes
    assert (
        "14 h 20 2. Calendrier des réunions de 2022 1/13 sièges, 3/35 voix 1/35 sièges, 1/35 voix non exigé"
        in certificate
    )
    assert "Seconde réunion Elle suit une réunion sans quorum" in certificate
