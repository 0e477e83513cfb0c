"""Each change of what a CPTS does is undone and done again row for row."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.bulk import BulkChange, BulkKind
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier, MissionState, RateKept, YearIndicator
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.register_view import ViewSettings
from cpr_desk.services import dialogues, indicators, missions, reference, register_views, territories, undo
from cpr_desk.services.dialogues import RecordDialogue
from cpr_desk.services.dossiers import dossier_of
from cpr_desk.services.register import save_adhesion
from cpr_desk.services.register_bulk import ChangeMany, change_many
from cpr_desk.storage.database import Database
from tests.factories import adhesion
from tests.stored import rows_of

SIGNED_ON, TODAY = date(2022, 3, 15), date(2024, 4, 20)
ACCES, PARCOURS = Mission.ACCES, Mission.PARCOURS


def test_every_change_of_a_cpts_is_undone_and_done_again(db: Database, commission: Commission) -> None:
    known = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    cpts = save_adhesion(db, commission.id, known, SIGNED_ON)

    def file() -> Dossier:
        found = dossier_of(db, commission, cpts, TODAY)
        assert found
        return found

    def revised() -> RecordDialogue:
        held = Dialogue(DialogueKind.YEARLY, year=2, held_on=TODAY, conclusions="Taille 2.", id=file().dialogues[0].id)
        return RecordDialogue(cpts, held, dialogues.revision_of(file(), tuple(reference.scales(db).values()), TODAY))

    local = YearIndicator(ACCES, 1, Indicator("Patients", target=Decimal(10), result=Decimal(5)))
    started = MissionState(ACCES, started_on=date(2022, 6, 1), deployed_on=date(2023, 6, 1))
    works: list[Callable[[], object]] = [
        lambda: missions.choose_missions(db, commission, cpts, [ACCES, PARCOURS]),
        lambda: missions.date_mission(db, commission, cpts, started, TODAY),
        lambda: missions.save_plan(db, commission, cpts, ACCES, "Un plan."),
        lambda: missions.remove_mission(db, commission, cpts, PARCOURS),
        lambda: missions.choose_missions(db, commission, cpts, [PARCOURS]),
        lambda: indicators.save_indicator(db, commission, cpts, local),
        lambda: indicators.add_national(db, commission, cpts, ACCES, 1, SIGNED_ON),
        lambda: indicators.copy_year(db, commission, cpts, ACCES, 2),
        lambda: indicators.move_indicator(db, commission, cpts, file().indicators[0], 1),
        lambda: indicators.remove_indicator(db, commission, cpts, file().indicators[0]),
        lambda: indicators.keep_rates(db, commission, cpts, [RateKept(ACCES, 1, Decimal("0.5"))]),
        lambda: indicators.keep_rates(db, commission, cpts, [], [ACCES], 1),
        lambda: dialogues.record_dialogue(
            db, commission, RecordDialogue(cpts, Dialogue(DialogueKind.YEARLY, year=2, planned_on=TODAY)), TODAY
        ),
        lambda: dialogues.record_dialogue(db, commission, revised(), TODAY),
        lambda: dialogues.remove_dialogue(db, commission, cpts, file().dialogues[0]),
        lambda: territories.save_territory(db, commission, territories.FixTerritory(cpts, ("44109", "44143"), TODAY)),
        lambda: territories.save_territory(db, commission, territories.FixTerritory(cpts, (), TODAY)),
        lambda: register_views.keep_view(db, commission.id, "Signés", ViewSettings()),
        lambda: register_views.rename_view(db, commission.id, register_views.views(db, commission.id)[0], "Autres"),
        lambda: register_views.remove_view(db, register_views.views(db, commission.id)[0]),
        lambda: change_many(
            db, commission, ChangeMany((cpts,), BulkChange(BulkKind.COMMENT, text="À suivre")), TODAY
        ),
    ]  # fmt: skip
    opened = undo.last_entry(db)
    for place, work in enumerate(works):
        before = rows_of(db)
        work()
        after = rows_of(db)
        assert after != before, place
        step = undo.history(db, opened).undo
        assert step
        undo.undo(db, step)
        assert rows_of(db) == before, step.label
        again = undo.history(db, opened).redo
        assert again
        undo.redo(db, again)
        assert rows_of(db) == after, step.label
