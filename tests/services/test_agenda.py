from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.agenda import Item, ItemKind, Verdict, moved, numbers
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.opinions import AgendaState, Opinion
from cpr_desk.errors import UserError
from cpr_desk.services import agenda, journal, undo
from cpr_desk.services.meetings import PlanMeeting, find_meeting, plan_meeting
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED

TODAY, AUTUMN = date(2021, 9, 1), date(2021, 11, 18)
ITEMS = (
    Item("Bilan", kind=ItemKind.DECISION, speaker="Mme Maud Esnault", minutes=20, text="**Note** jointe"),
    Item("Chiffres", 1),
    Item("Calendrier"),
)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return the installation meeting, without agenda."""
    return plan_meeting(db, PlanMeeting(commission.id, INSTALLED, MeetingKind.INSTALLATION, starts=time(14)))


def titles(items: tuple[Item, ...]) -> list[str]:
    return [f"{number} {item.title}" for number, item in zip(numbers(items), items, strict=True)]


def test_an_agenda_reads_back_with_all_that_was_written(db: Database, meeting: Meeting) -> None:
    written = agenda.save_agenda(db, meeting.id, ITEMS, "Écrire l’ordre du jour")

    assert [replace(item, id=0) for item in written] == list(ITEMS)
    assert find_meeting(db, 1, meeting.id).agenda == agenda.agenda_of(db, meeting.id) == written
    assert journal.entries(db, 1)[0].label == "Écrire l’ordre du jour"


def test_items_keep_their_identity_wherever_they_go_and_moves_are_undone(db: Database, meeting: Meeting) -> None:
    first = agenda.save_agenda(db, meeting.id, ITEMS)
    swapped = agenda.save_agenda(db, meeting.id, moved(first, 2, 0))
    step = undo.history(db).undo

    assert titles(swapped) == ["1 Calendrier", "2 Bilan", "2.1 Chiffres"]
    assert {item.id for item in swapped} == {item.id for item in first}
    assert step
    undo.undo(db, step)
    assert agenda.agenda_of(db, meeting.id) == first


def test_nothing_is_written_when_nothing_changed(db: Database, meeting: Meeting) -> None:
    written = agenda.save_agenda(db, meeting.id, ITEMS)
    entries = len(journal.entries(db))

    assert agenda.save_agenda(db, meeting.id, written) == written
    assert len(journal.entries(db)) == entries


def test_typing_is_made_proper(db: Database, meeting: Meeting) -> None:
    written = agenda.save_agenda(db, meeting.id, [Item("  Bilan :\n  où en est-on ? ", level=2, text=" Note \n")])

    assert written[0].title == "Bilan\u00a0: où en est-on\u00a0?"
    assert (written[0].level, written[0].text) == (0, "Note")


@pytest.mark.parametrize(
    ("item", "why"),
    [(Item("  "), "pas de titre"), (Item("x" * 1001), "trop long"), (Item("Bilan", text="x" * 20_001), "trop long")],
)
def test_an_item_that_cannot_be_kept_is_refused_whole(db: Database, meeting: Meeting, item: Item, why: str) -> None:
    before = agenda.save_agenda(db, meeting.id, ITEMS)

    with pytest.raises(UserError, match=why):
        agenda.save_agenda(db, meeting.id, (*before, item))
    assert agenda.agenda_of(db, meeting.id) == before


def test_an_ordinary_meeting_begins_with_the_approval_of_the_last_minutes(db: Database, meeting: Meeting) -> None:
    autumn = plan_meeting(db, PlanMeeting(1, AUTUMN))
    written = agenda.save_agenda(db, autumn.id, ITEMS)

    assert agenda.save_agenda(db, meeting.id, ITEMS)[0].title == "Bilan"
    assert written[0].title == "Approbation du relevé de décisions de la réunion d’installation du 4 février 2021"
    assert written[0].kind is ItemKind.MINUTES
    assert titles(agenda.save_agenda(db, autumn.id, written[1:]))[0] == "1 Bilan"


def test_a_meeting_planned_with_an_agenda_has_the_approval_too(db: Database, meeting: Meeting) -> None:
    assert meeting.agenda == ()
    assert plan_meeting(db, PlanMeeting(1, AUTUMN, agenda=ITEMS)).agenda[0].kind is ItemKind.MINUTES


def test_templates_are_those_of_the_program_and_ones_own(db: Database, commission: Commission) -> None:
    agenda.save_template(db, commission.id, " Réunion du printemps ", ITEMS)
    agenda.save_template(
        db, commission.id, "Réunion du printemps", (replace(ITEMS[0], id=7, cpts_id=3, carried_from=2),)
    )
    found = agenda.templates(db, commission.id)

    assert [template.name for template in found][-2:] == ["Consultation écrite", "Réunion du printemps"]
    assert found[-1].items == (ITEMS[0],)
    agenda.remove_template(db, found[-1])
    assert agenda.templates(db, commission.id) == found[:-1]


def test_a_template_without_name_or_item_is_refused(db: Database, commission: Commission) -> None:
    for name, items in ((" ", ITEMS), ("Printemps", ())):
        with pytest.raises(UserError, match="un nom et au moins un point"):
            agenda.save_template(db, commission.id, name, items)


def test_undecided_items_are_carried_over_once(db: Database, meeting: Meeting) -> None:
    assert agenda.earlier_agenda(db, meeting.id) is None
    assert agenda.carry_over(db, meeting.id, [1]) == ()
    first = agenda.save_agenda(db, meeting.id, ITEMS)
    autumn = plan_meeting(db, PlanMeeting(1, AUTUMN))
    earlier = agenda.earlier_agenda(db, autumn.id)

    assert earlier
    assert (earlier.name, earlier.items) == ("réunion d’installation du 4 février 2021", first)
    agenda.carry_over(db, autumn.id, [first[0].id])
    carried = agenda.carry_over(db, autumn.id, [first[0].id, first[1].id])
    assert [item.carried_from for item in carried] == [None, first[0].id, first[1].id]
    assert carried[1].text == "**Note** jointe"


def test_an_item_taken_up_elsewhere_may_leave_and_come_back(db: Database, meeting: Meeting) -> None:
    first = agenda.save_agenda(db, meeting.id, ITEMS)
    autumn = plan_meeting(db, PlanMeeting(1, AUTUMN))
    carried = agenda.carry_over(db, autumn.id, [first[0].id])
    agenda.save_agenda(db, meeting.id, first[1:])

    assert agenda.agenda_of(db, autumn.id)[-1] == replace(carried[-1], carried_from=None)
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)
    assert agenda.agenda_of(db, autumn.id) == carried


def test_an_agenda_is_ready_with_both_opinions_on_this_very_version(db: Database, meeting: Meeting) -> None:
    items = agenda.save_agenda(db, meeting.id, ITEMS)
    social, other = agenda.opinions_of(db, meeting.id)
    given = replace(social, asked_on=INSTALLED, given_on=TODAY, verdict=Verdict.REMARKS, comment=" Trop court. ")
    agenda.record_opinions(db, meeting.id, (given, other), TODAY)

    assert agenda.readiness_of(db, meeting.id).state is AgendaState.TO_VALIDATE
    refused = Opinion(Section.PROFESSIONAL, given_on=TODAY, verdict=Verdict.REFUSED)
    agenda.record_opinions(db, meeting.id, (refused,), TODAY)
    assert agenda.readiness_of(db, meeting.id).state is AgendaState.READY
    assert agenda.opinions_of(db, meeting.id)[0].comment == "Trop court."

    agenda.save_agenda(db, meeting.id, (*items, Item("Questions diverses")))
    assert len(agenda.readiness_of(db, meeting.id).missing) == 2
    known = agenda.opinions_of(db, meeting.id)
    agenda.record_opinions(db, meeting.id, (replace(known[0], comment=""), known[1]), TODAY, {Section.PROFESSIONAL})
    assert [line.split("\u00a0")[0] for line in agenda.readiness_of(db, meeting.id).missing] == [
        "Présidence de la section sociale"
    ]


def test_an_opinion_taken_back_leaves_nothing(db: Database, meeting: Meeting) -> None:
    agenda.record_opinions(db, meeting.id, (Opinion(Section.SOCIAL, INSTALLED),), TODAY)
    agenda.record_opinions(db, meeting.id, (Opinion(Section.SOCIAL),), TODAY)

    assert agenda.opinions_of(db, meeting.id) == (Opinion(Section.SOCIAL), Opinion(Section.PROFESSIONAL))


def test_an_opinion_that_cannot_be_is_refused(db: Database, meeting: Meeting) -> None:
    with pytest.raises(UserError, match="le jour où l’avis a été donné"):
        agenda.record_opinions(db, meeting.id, (Opinion(Section.SOCIAL, verdict=Verdict.AGREED),), TODAY)
