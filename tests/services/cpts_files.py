"""A CPTS on its path, for the tests of its file."""

from datetime import date

from cpr_desk.domain.adhesion import PATH, Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier
from cpr_desk.services.dossiers import dossier_of
from cpr_desk.services.path import add_step
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from tests.factories import adhesion

TODAY = date(2024, 1, 10)
BEGUN = date(2020, 1, 10)


def at_step(db: Database, commission: Commission, last: Step, code: str = "CPTS-001") -> Dossier:
    """Return a CPTS of 39 999 inhabitants that came to a step of the path, one step on the tenth of each month."""
    cpts_id = save_adhesion(
        db, commission.id, adhesion(code, step=Step.REFLECTION, step_since=BEGUN, population=39_999), BEGUN
    )
    for number in range(1, PATH.index(last) + 1):
        found = read(db, commission, cpts_id)
        add_step(db, found, StepTaken(PATH[number], date(2020, 1 + number, 10)), TODAY)
    return read(db, commission, cpts_id)


def read(db: Database, commission: Commission, cpts_id: int, today: date = TODAY) -> Dossier:
    """Return the file of a CPTS as it is stored."""
    found = dossier_of(db, commission, cpts_id, today)
    assert found is not None
    return found
