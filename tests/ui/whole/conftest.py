"""A commission with its section presidents, its meeting convened in time, and who notes it."""

from datetime import date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.agenda import Item, ItemKind, Verdict
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.services import agenda, presidency, register
from cpr_desk.services.composition import composition_at
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import find_meeting
from tests.factories import INSTALLED, adhesion
from tests.services.convening import convened_commission, issued, send
from tests.ui.conftest import Dialogs
from tests.ui.whole.secretary import Secretary


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return a meeting of 10/06/2021 at 14:00, convened and with its agenda in time."""
    found = convened_commission(db, commission)
    seats = composition_at(db, commission.id, found.on)
    for section, place in ((Section.SOCIAL, 0), (Section.PROFESSIONAL, 0)):
        titular = seats.of(section)[place].titular
        assert titular
        presidency.name_section_president(db, commission.id, section, titular.person, INSTALLED)
    known = adhesion(
        name="CPTS Brière", step=Step.LETTER_DEPOSITED, step_since=date(2021, 3, 1), letter_on=date(2021, 3, 1)
    )
    cpts = register.save_adhesion(db, commission.id, known, date(2021, 5, 1))
    items = (
        Item("Bilan de l’année", minutes=20),
        Item("Calendrier des réunions de 2022", kind=ItemKind.VOTE, minutes=15),
        Item("Programme de travail", kind=ItemKind.DECISION, minutes=30),
        Item("Avis sur la lettre d’intention de la CPTS Brière", kind=ItemKind.OPINION, cpts_id=cpts),
    )
    agenda.save_agenda(db, found.id, items)
    given = [Opinion(each, date(2021, 5, 20), date(2021, 5, 25), Verdict.AGREED) for each in Section if each.votes]
    agenda.record_opinions(db, found.id, given, date(2021, 5, 25))
    found = find_meeting(db, commission.id, found.id)
    send(db, found, issued(db, found))
    send(db, found, issued(db, found, b"%PDF order", IssueKind.AGENDA), date(2021, 6, 4))
    return found


@pytest.fixture
def secretary(
    db: Database, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Secretary:
    here = Secretary(db, qtbot, dialogs, monkeypatch, tmp_path / "sorties", datetime(2021, 6, 10, 14, 2))  # noqa: DTZ001
    here.choose(meeting)
    return here
