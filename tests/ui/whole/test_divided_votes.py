"""Votes that are divided twice, annulled and taken again, or given by mail."""

from datetime import date

from PySide6.QtCore import Qt

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.domain.voting import Method, Next, Outcome
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.ui.dialogs.vote import VoteDialog
from cpr_desk.ui.dialogs.vote_annul import AnnulVoteDialog
from cpr_desk.ui.pages.meeting_votes import VotesTab
from tests.ui.driving import type_in
from tests.ui.whole.secretary import Secretary

CALENDAR, PROGRAMME, OPINION = (
    "Calendrier des réunions de 2022", "Programme de travail", "Avis sur la lettre d’intention de la CPTS Brière"
)  # fmt: skip
SHIFT_CTRL = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def test_votes_divided_twice_and_a_vote_taken_again_are_told_as_they_were(secretary: Secretary) -> None:
    secretary.open_session()
    secretary.roll({}, "P")
    secretary.at(14, 30)
    dialog = secretary.begin_vote(PROGRAMME)
    secretary.qtbot.keyClick(dialog.table, Qt.Key.Key_A, SHIFT_CTRL)
    for name, key in (("Tréhorel", "P"), ("Abgrall", "C"), ("Crozanne", "C"), ("Estuaire", "C")):
        secretary.choice(dialog, name, key)
    first = secretary.record(dialog)
    assert (first.result.outcome, first.next) == (Outcome.TIED, Next.SECOND_ROUND)

    secretary.at(14, 45)
    tab = secretary.tab(VotesTab)
    secretary.take_item(PROGRAMME)
    second = secretary.asked(tab, VoteDialog, lambda: secretary.qtbot.keyClick(tab.panel.view, Qt.Key.Key_Return))
    secretary.papers(second, "5", "5", "1", "0", "1", "1", "0", "0", "9", "9", "1", "0")
    last = secretary.record(second)
    assert (last.method, last.round, last.next) == (Method.SECRET, 2, Next.NO_AGREEMENT)

    secretary.at(15)
    dialog = secretary.begin_vote(CALENDAR)
    secretary.qtbot.keyClick(dialog.table, Qt.Key.Key_C, SHIFT_CTRL)
    secretary.record(dialog)
    secretary.at(15, 5)
    secretary.take_item(CALENDAR)
    annul = secretary.asked(tab, AnnulVoteDialog, lambda: secretary.push(tab, "Annuler et voter de nouveau…"))
    type_in(secretary.qtbot, annul.reason, "Question mal comprise")
    secretary.dialogs.answer(lambda _dialog: None)
    secretary.save(annul)
    again = next(each for each in tab.findChildren(VoteDialog) if each.isVisible())
    secretary.all_for(again)
    assert secretary.record(again).result.outcome is Outcome.ADOPTED
    secretary.at(16)
    secretary.close_session()
    minutes, certificate = secretary.read("Relevé de décisions"), secretary.read("Certificat de régularité")
    assert "3 voix pour, 3 voix contre, soit 6 voix exprimées ; abstention : 48 voix" in minutes
    assert "Un second tour a lieu, à bulletin secret." in minutes
    assert "Vote, second tour : Programme de travail" in minutes
    assert "25 voix pour, 25 voix contre" in minutes
    assert "l’absence d’accord est constatée" in minutes
    assert minutes.index("Vote annulé : Calendrier") < minutes.index("Vote : Calendrier")
    assert "Vote annulé le 10/06/2021 : Question mal comprise." in minutes
    assert "à bulletin secret, second tour" in certificate
    assert "Rejeté (annulé) : 0 voix pour, 54 voix contre" in certificate
    assert "Adopté : 54 voix pour, 0 voix contre" in certificate


def test_a_consultation_by_mail_is_counted_at_its_closing(
    secretary: Secretary, db: Database, commission: Commission
) -> None:
    items = (
        Item("Avis sur le projet de la CPTS Presqu’île", kind=ItemKind.OPINION),
        Item("Calendrier", kind=ItemKind.VOTE),
    )
    consultation = plan_meeting(
        db, PlanMeeting(commission.id, date(2021, 7, 2), MeetingKind.WRITTEN, opens_on=date(2021, 6, 15), agenda=items)
    )
    secretary.at(10, on=date(2021, 6, 20))
    secretary.choose(consultation)
    dialog = secretary.begin_vote("Avis sur le projet de la CPTS Presqu’île")
    type_in(secretary.qtbot, dialog.received, "18/06/2021")
    for name in ("Tréhorel", "Marzac", "Abgrall"):
        secretary.choice(dialog, name, "P")
    secretary.record(dialog)
    secretary.at(10, on=date(2021, 7, 5))
    secretary.take_item("Avis sur le projet de la CPTS Presqu’île")
    tab = secretary.tab(VotesTab)
    dialog = secretary.asked(tab, VoteDialog, lambda: secretary.push(tab, "Saisir les réponses…"))
    type_in(secretary.qtbot, dialog.received, "02/07/2021")
    secretary.qtbot.keyClick(dialog.table, Qt.Key.Key_P, SHIFT_CTRL)
    type_in(secretary.qtbot, dialog.received, "05/07/2021")
    secretary.choice(dialog, "Wissant", "C")
    ballot = secretary.record(dialog)
    assert [each.name for each in ballot.late] == ["Xavière Wissant"]
    minutes, certificate = secretary.read("Relevé de décisions"), secretary.read("Certificat de régularité")
    assert "Section sociale 13 13 35 Section professionnelle 19 18 18" in minutes
    assert "31 réponses sur 32, 1 réponse hors délai. Adopté : 53 voix pour" in minutes
    assert "Xavière Wissant N’a pas voté (réponse tardive)" in minutes
    assert "Sans effet : Xavière Wissant." in certificate
    assert "13/13 sièges, 35/35 voix 18/35 sièges, 18/35 voix atteint Adopté : 53 voix pour" in certificate
