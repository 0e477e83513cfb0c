"""What may be undone and done again, and that it brings back every row."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpr_desk import paths
from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.commission import Commission, Counting, Rules, Secretariat
from cpr_desk.domain.composition import MandateRole, Person, Seat, SeatState, Section
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.services import journal, mandates, meetings, persons, presidency, undo
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.mandates import EndMandate
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.services.undo import History, Step
from cpr_desk.storage.database import Database, open_database
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, person, seed_states, state_of
from tests.stored import rows_of

NAMES = ("Aubin Tréhorel", "Diane Crozanne", "Ysaline Dorvault")


def rename(db: Database, commission: Commission, name: str) -> None:
    commissions.change_identity(db, commission.id, name, INSTALLED)


def plan(db: Database, commission: Commission, day: date) -> None:
    meetings.plan_meeting(db, PlanMeeting(commission.id, day, agenda=from_lines("Ouverture")))


def names(history: History) -> tuple[str, str]:
    """Return what may be undone and redone, in words."""
    return history.undo.label if history.undo else "", history.redo.label if history.redo else ""


def go_back(db: Database) -> None:
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)


def go_on(db: Database) -> None:
    step = undo.history(db).redo
    assert step
    undo.redo(db, step)


def labels(db: Database) -> list[str]:
    return [entry.label.replace("\u00a0", " ") for entry in reversed(journal.entries(db))]


def test_the_founding_of_the_commission_is_not_offered(db: Database) -> None:
    assert undo.history(db) == History()
    commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    assert undo.history(db) == History()


def test_several_undo_walk_back_and_redo_walks_forward(db: Database, commission: Commission) -> None:
    plan(db, commission, INSTALLED)
    commissions.change_rules(db, commission.id, Rules(counting=Counting.CLEAR))
    rules, meeting = "modifier les règles de la commission", "prévoir la réunion du jeudi 4 février 2021"
    walk = [names(undo.history(db))]
    for step in (go_back, go_back, go_on, go_on, go_back):
        step(db)
        walk.append(names(undo.history(db)))

    assert walk == [
        (rules, ""),
        (meeting, rules),
        ("", meeting),
        (meeting, rules),
        (rules, ""),
        (meeting, rules),
    ]


def test_labels_never_pile_up(db: Database, commission: Commission) -> None:
    commissions.change_rules(db, commission.id, Rules(counting=Counting.CLEAR))
    for step in (go_back, go_on, go_back, go_on):
        step(db)

    assert labels(db)[1:] == [
        "Modifier les règles de la commission",
        "Annuler : modifier les règles de la commission",
        "Rétablir : modifier les règles de la commission",
        "Annuler : modifier les règles de la commission",
        "Rétablir : modifier les règles de la commission",
    ]


def test_a_new_use_case_leaves_nothing_to_redo(db: Database, commission: Commission) -> None:
    plan(db, commission, INSTALLED)
    go_back(db)
    rename(db, commission, "CPR des CPTS")

    assert names(undo.history(db)) == ("modifier l’identité de la commission", "")
    go_back(db)
    assert names(undo.history(db)) == ("", "modifier l’identité de la commission")


def test_only_the_last_use_case_is_undone(db: Database, commission: Commission) -> None:
    plan(db, commission, INSTALLED)
    first = undo.history(db).undo
    rename(db, commission, "CPR des CPTS")
    assert first
    before = labels(db)
    for refused in (undo.undo, undo.redo):
        with pytest.raises(UserError, match="D’autres modifications ont été faites depuis"):
            refused(db, first)

    assert labels(db) == before


def test_what_was_done_before_the_desk_opened_is_not_offered(db: Database, commission: Commission) -> None:
    plan(db, commission, INSTALLED)
    since = undo.last_entry(db)
    assert undo.history(db, since) == History()
    rename(db, commission, "CPR des CPTS")

    assert undo.history(db, since).undo == Step(since + 1, "modifier l’identité de la commission")
    go_back(db)
    assert undo.history(db, since) == History(None, Step(since + 2, "modifier l’identité de la commission"))


def test_what_another_programme_does_is_not_ours_to_undo(db: Database, commission: Commission) -> None:
    other = open_database(db.file.parent, "Tâche planifiée")
    plan(other, commission, INSTALLED)
    other.close()

    assert undo.history(db) == History()


def test_what_another_programme_built_upon_is_left_alone_with_a_word(db: Database, commission: Commission) -> None:
    plan(db, commission, INSTALLED)
    (meeting,) = meetings.list_meetings(db, commission.id)
    other = open_database(db.file.parent, "Tâche planifiée")
    meetings.change_meeting(other, meeting.id, PlanMeeting(commission.id, INSTALLED, place="Salle B"))
    other.close()
    before = rows_of(db)
    with pytest.raises(UserError, match=r"jeudi 4 février 2021\u00a0» \(Tâche planifiée, le "):
        go_back(db)

    assert rows_of(db) == before
    assert names(undo.history(db)) == ("prévoir la réunion du jeudi 4 février 2021", "")


def test_what_another_programme_did_elsewhere_is_kept(db: Database, commission: Commission) -> None:
    plan(db, commission, INSTALLED)
    other = open_database(db.file.parent, "Tâche planifiée")
    rename(other, commission, "CPR des CPTS")
    other.close()
    go_back(db)

    assert meetings.list_meetings(db, commission.id) == ()
    assert commissions.the_commission(db).name == "CPR des CPTS"


def test_a_logo_comes_and_goes(db: Database, commission: Commission) -> None:
    for logo in (b"\x89PNG" * 10, b"\x89PNG" * 20, None):
        commissions.change_secretariat(db, commission.id, Secretariat(logo=logo))
    seen = []
    for step in (go_back, go_back, go_back, go_on, go_on, go_on):
        step(db)
        logo = commissions.the_commission(db).secretariat.logo
        seen.append(len(logo) if logo else 0)

    assert seen == [80, 40, 0, 40, 80, 0]


def test_an_import_of_the_whole_table_is_undone_and_done_again(db: Database, commission: Commission) -> None:
    compositions.revise_composition(
        db, ReviseComposition(commission.id, INSTALLED, seed_states(), label="Importer la composition S3.xlsx")
    )
    go_back(db)
    assert compositions.composition_at(db, commission.id, INSTALLED).seats == ()
    go_on(db)
    assert len(compositions.composition_at(db, commission.id, INSTALLED).seats) == len(seed_states())


class Year:
    """A commission with a small table, and what its secretariat may do to it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.commission = commissions.create_commission(db, PAYS_DE_LA_LOIRE)
        states = seed_states()
        table = (*states[:3], *states[13:16], *states[-2:])
        compositions.revise_composition(db, ReviseComposition(self.commission.id, INSTALLED, table))
        self.opened = undo.last_entry(db)

    def do(self, verb: str, number: int, days: int) -> None:
        """Do something on a day to one of the seats; a refusal is as good."""
        day = INSTALLED + timedelta(days=days)
        seats = compositions.composition_at(self.db, self.commission.id, day).seats
        if not seats:
            return
        seat, whom = seats[number % len(seats)], person(NAMES[number % len(NAMES)], email=f"m{number}@exemple.fr")
        acts: dict[str, Callable[[], object]] = {
            "revise": lambda: self._revise(day, state_of(seat, titular=whom, votes=number % 3 + 1)),
            "vacate": lambda: self._revise(day, state_of(seat, titular=None, substitute=None)),
            "move": lambda: self._revise(day, state_of(seat, organisation=f"Union {number}")),
            "close": lambda: self._revise(day, closed=seat.id),
            "designate": lambda: mandates.designate(
                self.db, seat.id, Designation(list(MandateRole)[number % 2], whom, day)
            ),
            "end": lambda: self._end(seat, day),
            "swap": lambda: mandates.swap_holders(self.db, seat.id, day),
            "arrange": lambda: mandates.arrange_seats(self.db, [each.id for each in reversed(seats)], day),
            "preside": lambda: presidency.name_section_president(
                self.db, self.commission.id, list(Section)[number % 2], whom, day
            ),
            "meet": lambda: plan(self.db, self.commission, day),
            "merge": lambda: self._merge(number),
            "correct": lambda: persons.correct_person(self.db, self._somebody(number)),
            "rule": lambda: commissions.change_rules(self.db, self.commission.id, Rules(agenda_days=number + 1)),
        }
        try:
            acts[verb]()
        except UserError:
            return

    def _somebody(self, number: int) -> Person:
        known = persons.known_persons(self.db)
        return replace(known[number % len(known)].person, email=f"m{number}@exemple.fr")

    def _merge(self, number: int) -> None:
        kept = self._somebody(number)
        persons.merge_persons(self.db, kept.id, self._somebody(number + 1).id, kept)

    def _end(self, seat: Seat, day: date) -> None:
        if seat.titular:
            mandates.end_mandate(self.db, EndMandate(seat.titular.mandate_id, day, EndReason.RESIGNATION))

    def _revise(self, day: date, *states: SeatState, closed: int = 0) -> None:
        gone = (closed,) if closed else ()
        compositions.revise_composition(self.db, ReviseComposition(self.commission.id, day, states, gone))


VERBS = (
    "revise",
    "vacate",
    "move",
    "close",
    "designate",
    "end",
    "swap",
    "arrange",
    "preside",
    "meet",
    "merge",
    "correct",
    "rule",
)


@contextmanager
def year(empty_data: Path) -> Iterator[Year]:
    """Yield a year in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(paths.database_file(empty_data), folder)
        db = open_database(Path(folder), "Maud")
        try:
            yield Year(db)
        finally:
            db.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 20), st.integers(0, 90)), min_size=1, max_size=8),
    st.data(),
)
def test_undoing_all_gives_the_beginning_and_redoing_all_the_end(
    empty_data: Path, doings: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    """Do anything, go back to the beginning, on to the end, then anywhere between: every row is as it was there."""
    with year(empty_data) as told:
        moments = [rows_of(told.db)]
        for doing in doings:
            before = undo.last_entry(told.db)
            told.do(*doing)
            if undo.last_entry(told.db) != before:
                moments.append(rows_of(told.db))
        place = len(moments) - 1
        for target in (0, place, *data.draw(st.lists(st.integers(0, place), max_size=3))):
            while place != target:
                step = -1 if target < place else 1
                (go_back if step < 0 else go_on)(told.db)
                place += step
                assert rows_of(told.db) == moments[place]
        assert (undo.history(told.db, told.opened).undo is None) == (place == 0)
