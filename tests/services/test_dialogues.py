from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dialogues import Standing
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.errors import UserError
from cpr_desk.services import dialogues, undo
from cpr_desk.services.dialogues import RecordDialogue
from cpr_desk.services.dossiers import dossier_of, weighed
from cpr_desk.services.register import adhesions_at, save_adhesion
from cpr_desk.storage.database import Database
from tests.factories import adhesion

SIGNED_ON = date(2022, 3, 15)
TODAY = date(2024, 4, 20)
YEARLY = Dialogue(DialogueKind.YEARLY, year=2)


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    known = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    own = save_adhesion(db, commission.id, known, SIGNED_ON)
    shown = adhesions_at(db, commission.id, date(2023, 6, 1), [own])[0]
    save_adhesion(db, commission.id, replace(shown, population=40_000), date(2023, 6, 1))
    return own


def read(db: Database, commission: Commission, cpts: int) -> Dossier:
    found = dossier_of(db, commission, cpts, TODAY)
    assert found
    return found


def test_a_dialogue_is_planned_then_held_then_corrected(db: Database, commission: Commission, cpts: int) -> None:
    planned = replace(YEARLY, planned_on=date(2024, 5, 2), notes="  Revoir la cible. ")
    own = dialogues.record_dialogue(db, commission, RecordDialogue(cpts, planned), TODAY)
    held = replace(planned, id=own, held_on=TODAY, attendees="ARS, Assurance maladie", conclusions="Accord.")
    assert dialogues.record_dialogue(db, commission, RecordDialogue(cpts, held), TODAY) == own

    found = read(db, commission, cpts)
    assert found.dialogues == (replace(held, notes="Revoir la cible."),)
    standings = {each.key: each.standing(TODAY) for each in dialogues.dialogues_of(db, found, TODAY)}
    assert standings["yearly-2"] is Standing.HELD
    dialogues.remove_dialogue(db, commission, cpts, found.dialogues[0])
    assert read(db, commission, cpts).dialogues == ()
    with pytest.raises(UserError, match="n’est plus enregistré"):
        dialogues.record_dialogue(db, commission, RecordDialogue(cpts, held), TODAY)
    dialogues.remove_dialogue(db, commission, cpts, held)


def test_a_dialogue_that_cannot_be_is_refused(db: Database, commission: Commission, cpts: int) -> None:
    order = RecordDialogue(cpts, replace(YEARLY, conclusions="Accord."))
    with pytest.raises(UserError, match="dites quel jour"):
        dialogues.record_dialogue(db, commission, order, TODAY)
    other = replace(commission, id=commission.id + 1)
    with pytest.raises(UserError, match="n’est plus au registre"):
        dialogues.record_dialogue(db, other, RecordDialogue(cpts, replace(YEARLY, held_on=TODAY)), TODAY)


def test_the_yearly_dialogue_revises_the_size_from_the_next_anniversary(
    db: Database, commission: Commission, cpts: int
) -> None:
    found = read(db, commission, cpts)
    scales = weighed(db, commission, found, TODAY).scales
    revised = dialogues.revision_of(found, scales, TODAY)
    assert revised
    assert (revised.proposed, revised.effect_on) == (SizeClass.SIZE_2, date(2025, 3, 15))
    start = undo.last_entry(db)
    order = RecordDialogue(cpts, replace(YEARLY, held_on=TODAY), revised)
    dialogues.record_dialogue(db, commission, order, TODAY)

    again = read(db, commission, cpts)
    assert [(each.on, each.size, each.population) for each in again.sizes] == [(TODAY, SizeClass.SIZE_2, 40_000)]
    assert again.sizes[0].comment == "Révision au dialogue annuel, année 2"
    unchanged = dialogues.revision_of(again, scales, TODAY)
    assert unchanged
    assert not unchanged.changes
    step = undo.history(db, start).undo
    assert step
    undo.undo(db, step)
    assert (read(db, commission, cpts).sizes, read(db, commission, cpts).dialogues) == ((), ())


def test_a_revision_of_the_same_day_gives_way_and_waits_for_the_dialogue_to_be_held(
    db: Database, commission: Commission, cpts: int
) -> None:
    found = read(db, commission, cpts)
    revised = dialogues.revision_of(found, weighed(db, commission, found, TODAY).scales, TODAY)
    assert revised
    planned = RecordDialogue(cpts, replace(YEARLY, planned_on=TODAY), revised)
    own = dialogues.record_dialogue(db, commission, planned, TODAY)
    assert read(db, commission, cpts).sizes == ()
    for size in (SizeClass.SIZE_2, SizeClass.SIZE_3):
        held = replace(YEARLY, id=own, held_on=TODAY)
        order = RecordDialogue(cpts, held, replace(revised, proposed=size))
        dialogues.record_dialogue(db, commission, order, TODAY)

    assert [each.size for each in read(db, commission, cpts).sizes] == [SizeClass.SIZE_3]
