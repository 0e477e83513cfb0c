"""The French of all that is printed: no blank that breaks before a sign, no stray brace, nothing left unsaid."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from itertools import product
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.commission import Commission, Rules
from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.errors import UserError
from cpr_desk.office import demo, documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition, meetings
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.services.recipients import add_recipient, recipients_of
from cpr_desk.storage.database import Database, open_database
from tests.factories import INSTALLED, person, seed_states
from tests.prepared import copied
from tests.reports import reading
from tests.services.convening import issued, send

TODAY = date(2026, 11, 22)
_STRAY = re.compile(r"[{}]|\*\*|\bNone\b|  +|\.\.|,,|\( |\(\)| [,.)]|« |<[^>]*>|…\.|\bde les?\b|\bà les?\b|\bde en\b")
"""What no sentence of ours holds: template signs, words of the program, doubled or misplaced blanks and stops."""


def faults(printed: object) -> list[str]:
    """Return what is wrong in every text of a document, with what stands around it."""
    told = [
        text[max(0, found.start() - 20) : found.end() + 20]
        for text in reading.texts(printed)
        for found in _STRAY.finditer(text)
    ]
    return [*reading.typing_faults(printed), *told]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(Path(tmp_path_factory.mktemp("demo")), "Maud")
    assert copied(db, demo.fill, TODAY)
    yield db
    db.close()


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_document_of_the_demonstration_is_well_written(demonstration: Database, kind: DocumentKind) -> None:
    (commission, *_) = commissions.list_commissions(demonstration)
    every = meetings.list_meetings(demonstration, commission.id) if kind.of_meeting else [None]
    printed = []
    for meeting in every:
        try:
            request = Request(commission.id, kind, TODAY, TODAY, meeting.id if meeting else 0)
            printed.append(documents.build(demonstration, request))
        except UserError as refusal:
            assert not _STRAY.search(str(refusal))  # noqa: PT017 - a document that cannot be says why, as well written

    assert printed or kind is DocumentKind.CANCELLATIONS
    assert [faults(tuple(each)) for each in printed] == [[]] * len(printed)


def _written_to(db: Database, commission: Commission) -> tuple[Meeting, ...]:
    """Seat people of every civility in every capacity, and plan meetings of every kind."""
    civil = [
        replace(state, titular=_civil(state.titular, n), substitute=_civil(state.substitute, n + 1))
        for n, state in enumerate(seed_states())
    ]
    composition.revise_composition(db, composition.ReviseComposition(commission.id, INSTALLED, tuple(civil)))
    commissions.change_rules(db, commission.id, Rules(urgent_allowed=True))
    plans = [
        PlanMeeting(commission.id, date(2021, 6, 1)),
        PlanMeeting(commission.id, date(2021, 6, 2), MeetingKind.EXTRAORDINARY, MeetingMode.VIDEO, time(22),
                    link="https://visio.exemple.fr", ends=time(0, 30), agenda=_ITEMS,
                    urgent_president_on=date(2021, 5, 27), urgent_vice_president_on=date(2021, 5, 28)),
        PlanMeeting(commission.id, date(2021, 6, 3), MeetingKind.WRITTEN, opens_on=date(2021, 6, 1), agenda=_ITEMS),
        PlanMeeting(commission.id, date(2021, 6, 4), MeetingKind.INSTALLATION, MeetingMode.MIXED, time(9),
                    "Salle Loire", agenda=_ITEMS, joint_with="CPL de la Sarthe"),
    ]  # fmt: skip
    planned = [meetings.plan_meeting(db, plan) for plan in plans]
    for meeting, (number, (civility, capacity)) in product(
        planned, enumerate(product(_CIVILITIES, (Capacity.GUEST, Capacity.EXPERT)))
    ):
        add_recipient(db, meeting, person(f"Ivi Invité{'abcdefgh'[number]}", civility=civility), capacity, "point 3")
    return tuple(planned)


_CIVILITIES = ("", "M.", "Mme", "Dr")
_ITEMS = (
    Item("Bilan", kind=ItemKind.OPINION, speaker="Mme Maud Esnault", minutes=90, text="**Note**\n- un\n- deux"),
    Item("Chiffres", 1, ItemKind.VOTE, minutes=30),
    Item("Détail", 2),
    Item("Calendrier", kind=ItemKind.DECISION),
)


def _civil(holder: Person | None, number: int) -> Person | None:
    return holder and replace(holder, civility=_CIVILITIES[number % len(_CIVILITIES)])


def test_every_letter_is_well_written_to_everybody_in_every_capacity(db: Database, commission: Commission) -> None:
    wrong: dict[str, list[str]] = {}
    for meeting in _written_to(db, commission):
        assert {each.capacity for each in recipients_of(db, meeting)} == set(Capacity)
        send(db, meeting, issued(db, meeting, meeting.reference.encode()), date(2021, 5, 20))
        replaced = meetings.find_meeting(db, commission.id, meeting.id)
        replaced = meetings.change_meeting(db, meeting.id, _moved_online(commission, replaced))
        for kind in (kind for kind in DocumentKind if documents.has(db, kind, commission, replaced)):
            request = Request(commission.id, kind, meeting.on, date(2021, 5, 31), meeting.id)
            wrong[f"{meeting.kind} {kind}"] = faults(tuple(documents.build(db, request)))
        cancel_meeting(db, replaced, "grève", date(2021, 5, 31))
        request = Request(commission.id, DocumentKind.CANCELLATIONS, meeting.on, date(2021, 5, 31), meeting.id)
        wrong[f"{meeting.kind} cancelled"] = faults(tuple(documents.build(db, request)))

    assert {where: found for where, found in wrong.items() if found} == {}


def _moved_online(commission: Commission, meeting: Meeting) -> PlanMeeting:
    return PlanMeeting(
        commission.id, meeting.on, meeting.kind, meeting.mode, meeting.starts, meeting.place,
        "https://visio.exemple.fr/2", meeting.agenda, meeting.ends, meeting.opens_on, meeting.joint_with,
        meeting.urgent_president_on, meeting.urgent_vice_president_on,
    )  # fmt: skip


def test_odd_names_and_places_are_printed_as_they_are_written(db: Database, commission: Commission) -> None:
    composition.revise_composition(db, composition.ReviseComposition(commission.id, INSTALLED, seed_states()[:2]))
    odd = ("Zoé d’Ávila–Nuñez", "Ana {jour}", "Luc **Gras**", "Æ " + "Trèslongnom" * 10, "Con L'Haÿ-les-Roses")
    place = "L'Haÿ-les-Roses : salle {B} **2**"
    plan = PlanMeeting(commission.id, date(2021, 6, 1), place=place, agenda=(Item("Bilan {x} **y**"),))
    meeting = meetings.plan_meeting(db, plan)
    for name in odd:
        add_recipient(db, meeting, person(name), Capacity.GUEST, "point 3")
    request = Request(commission.id, DocumentKind.CONVOCATIONS, meeting.on, date(2021, 5, 10), meeting.id)
    letters = documents.build(db, request)
    words = "\n".join(reading.texts(tuple(letters)))

    assert {letter.addressee for letter in letters} >= set(odd)
    assert place in words
    assert all(name in words for name in odd)
    assert meetings.find_meeting(db, commission.id, meeting.id).agenda[0].title in words
