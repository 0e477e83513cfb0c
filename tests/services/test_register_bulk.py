from datetime import date

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.bulk import BulkChange, BulkKind
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.services import journal, undo
from cpr_desk.services.dossiers import dossiers_of
from cpr_desk.services.register import save_adhesion
from cpr_desk.services.register_bulk import ChangeMany, change_many, judge_many
from cpr_desk.services.register_index import index_at
from cpr_desk.storage.database import Database
from tests.factories import adhesion

TODAY = date(2023, 6, 1)
LETTER_ON, SIGNED_ON = date(2022, 1, 10), date(2022, 3, 15)


@pytest.fixture
def ids(db: Database, commission: Commission) -> tuple[int, ...]:
    rows = (
        adhesion("A", name="CPTS Aber", step=Step.LETTER_VALIDATED, step_since=LETTER_ON, comment="Vue."),
        adhesion("B", name="CPTS Bocage", step=Step.PROJECT_SENT, step_since=LETTER_ON),
        adhesion("C", name="CPTS Coteaux", step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON),
    )
    return tuple(save_adhesion(db, commission.id, row, SIGNED_ON) for row in rows)


def files(db: Database, commission: Commission, ids: tuple[int, ...]) -> list[Dossier]:
    return dossiers_of(db, commission, ids, TODAY)


VALIDATED = BulkChange(BulkKind.STEP, TODAY, Step.PROJECT_VALIDATED, author="ARS")


def test_a_step_taken_the_same_day_leaves_out_those_it_is_refused_to(
    db: Database, commission: Commission, ids: tuple[int, ...]
) -> None:
    order = ChangeMany(ids, VALIDATED)
    assert [each.changes for each in judge_many(db, commission, order, TODAY)] == [True, True, False]
    assert change_many(db, commission, order, TODAY) == 2

    steps = [each.adhesion.step for each in files(db, commission, ids)]
    assert steps == [Step.PROJECT_VALIDATED, Step.PROJECT_VALIDATED, Step.SIGNED]
    assert "Modifier 2 CPTS (étape franchie" in journal.entries(db, 1)[0].label


def test_one_undo_takes_the_whole_change_back(db: Database, commission: Commission, ids: tuple[int, ...]) -> None:
    before = files(db, commission, ids)
    change_many(db, commission, ChangeMany(ids, VALIDATED), TODAY)
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)
    assert files(db, commission, ids) == before


def test_all_or_none_may_be_asked(db: Database, commission: Commission, ids: tuple[int, ...]) -> None:
    before = files(db, commission, ids)
    with pytest.raises(UserError, match="1 CPTS est refusée"):
        change_many(db, commission, ChangeMany(ids, VALIDATED, whole=True), TODAY)
    assert files(db, commission, ids) == before


def test_what_changes_nothing_says_so(db: Database, commission: Commission, ids: tuple[int, ...]) -> None:
    with pytest.raises(UserError, match="ne change rien"):
        change_many(db, commission, ChangeMany(ids, BulkChange(BulkKind.COMMENT, text=" ")), TODAY)


def test_a_text_changed_for_many_is_found_by_searching(
    db: Database, commission: Commission, ids: tuple[int, ...]
) -> None:
    change_many(db, commission, ChangeMany(ids[:2], BulkChange(BulkKind.DEPARTMENT, text="49")), TODAY)
    change_many(db, commission, ChangeMany(ids, BulkChange(BulkKind.COMMENT, text="Relancée.")), TODAY)
    assert list(index_at(db, commission.id, TODAY).ids("maine-et-loire")) == list(ids[:2])
    assert [each.adhesion.comment for each in files(db, commission, ids)][:2] == ["Vue.\nRelancée.", "Relancée."]


def test_missions_and_dialogues_are_written_where_the_tabs_read_them(
    db: Database, commission: Commission, ids: tuple[int, ...]
) -> None:
    for change in (
        BulkChange(BulkKind.MISSION_CHOSEN, mission=Mission.PREVENTION),
        BulkChange(BulkKind.MISSION_STARTED, TODAY, mission=Mission.PREVENTION),
        BulkChange(BulkKind.DIALOGUE, date(2023, 7, 3)),
        BulkChange(BulkKind.DIALOGUE, date(2023, 7, 4)),
    ):
        change_many(db, commission, ChangeMany(ids[2:], change), TODAY)
    (file,) = files(db, commission, ids[2:])
    assert [(each.mission, each.started_on) for each in file.missions] == [(Mission.PREVENTION, TODAY)]
    assert [(each.year, each.planned_on) for each in file.dialogues] == [(1, date(2023, 7, 4))]
    assert "Modifier la CPTS Coteaux (dialogue annuel prévu" in journal.entries(db, 1)[0].label


def test_what_another_window_wrote_meanwhile_stops_the_change(
    db: Database, commission: Commission, ids: tuple[int, ...]
) -> None:
    def meddle(_done: int, _all: int) -> None:
        save_adhesion(db, commission.id, adhesion(f"Z{_done}"), TODAY)

    with pytest.raises(UserError, match="Une autre fenêtre"):
        change_many(db, commission, ChangeMany(ids, VALIDATED), TODAY, meddle)
