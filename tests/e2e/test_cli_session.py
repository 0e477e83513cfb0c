"""A session that was held, from the command line: its minutes, certificate, extracts and attendance tell the same."""

from datetime import datetime
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Vote
from cpr_desk.domain.voting import Choice, Method, electors_of, in_bulk
from cpr_desk.services import session as sessions
from cpr_desk.services.agenda import save_agenda
from cpr_desk.services.ballots import record_vote
from cpr_desk.services.commission import the_commission
from cpr_desk.services.meetings import find_meeting
from cpr_desk.storage.database import open_database
from tests.e2e.test_cli import Desk
from tests.imports import books
from tests.reports import reading


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return the command line on the official table: everybody came to its first meeting, and voted by name."""
    made = Desk(tmp_path / "données")
    composition = tmp_path / "Composition.xlsx"
    composition.write_bytes(books.official())
    for words in (
        ("init", "--region", "52", "--installed", "2021-02-04"),
        ("import", "composition", composition),
        ("meeting", "new", "--date", "2021-02-04", "--time", "14:00", "--kind", "installation"),
    ):
        assert made(*words).code == 0
    db = open_database(made.folder)
    save_agenda(db, 1, [Item("Calendrier", kind=ItemKind.VOTE)])
    meeting = find_meeting(db, the_commission(db).id, 1)
    opened = datetime(2021, 2, 4, 14)  # noqa: DTZ001 - the clock on the wall
    sessions.open_session(db, meeting, opened)
    session = sessions.session_of(db, meeting)
    voting = [seat.titular for seat in session.composition.seats if seat.titular and seat.section.votes]
    sessions.arrive(db, session, {holding.person.id for holding in voting}, opened)
    at = opened.replace(hour=15)
    choices = in_bulk(electors_of(sessions.session_of(db, meeting).floor(at)), {}, Choice.FOR)
    record_vote(db, meeting, Vote(meeting.agenda[0].id, "Adopter ?", Method.NAMED, at, choices=choices))
    sessions.close_session(db, meeting, opened.replace(hour=16))
    db.close()
    return made


def test_what_was_held_and_voted_is_in_every_document(desk: Desk, tmp_path: Path) -> None:
    for kind in ("minutes", "extract", "certificate"):
        made = desk("documents", kind, "--meeting", 1, "--out", tmp_path / kind, "--json")
        assert made.code == 0, made.err
        told = reading.text(Path(made.json["files"][0]).read_bytes()).replace("\u00a0", " ")
        assert "ouverte à 14 h, close à 16 h" in told
        assert "54 voix pour, 0 voix contre" in told


def test_the_attendance_is_exported_seat_by_seat(desk: Desk, tmp_path: Path) -> None:
    for ending in ("xlsx", "pdf"):
        made = desk("export", "attendance", "--meeting", 1, "--out", tmp_path / f"présences.{ending}", "--json")
        assert made.code == 0, made.err
        assert made.json["rows"] >= 48
    told = reading.text((tmp_path / "présences.pdf").read_bytes()).replace("\u00a0", " ")
    assert "Section sociale : 13 sur 13" in told
    assert "Section professionnelle : 19 sur 35" in told
