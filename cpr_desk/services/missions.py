"""Use cases on the missions of a CPTS: choose them, date them, write their action plan."""

from collections.abc import Iterable
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import MissionState
from cpr_desk.domain.french import listing, typeset
from cpr_desk.domain.mission_course import LONGEST_PLAN, refuse_mission
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.storage import areas, missions
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CptsMissionRow


def name_of_cpts(db: Database, commission: Commission, cpts_id: int) -> str:
    """Return the name of a CPTS without its first word. Raises UserError when the commission has no such CPTS."""
    with db.reading() as session:
        name = areas.name_of(session, commission.id, cpts_id)
    if name is None:
        raise UserError("Cette CPTS n’est plus au registre.", "Revenez au registre et choisissez-en une autre.")
    return name.removeprefix("CPTS ")


def choose_missions(
    db: Database, commission: Commission, cpts_id: int, chosen: Iterable[Mission], on: date | None = None
) -> None:
    """Add missions to those of a CPTS, chosen on a day if it is known; those it has already stay as they are."""
    wanted = list(chosen)
    name = name_of_cpts(db, commission, cpts_id)
    which = listing(typeset(f"« {mission.label} »") for mission in wanted)
    many = "les missions" if len(wanted) > 1 else "la mission"
    with db.unit_of_work(f"Choisir {many} {which} de la CPTS {name}") as session:
        for mission in wanted:
            if missions.mission_row(session, cpts_id, mission) is None:
                session.add(CptsMissionRow(cpts_id=cpts_id, mission=mission.value, chosen_on=on))


def date_mission(db: Database, commission: Commission, cpts_id: int, state: MissionState, today: date) -> None:
    """Bring the dates of a mission to those given; its plan stays. Raises UserError as `domain.refuse_mission`."""
    if refusals := refuse_mission(state, today):
        raise UserError(refusals[0].words, "Corrigez la date, puis enregistrez de nouveau.")
    name = name_of_cpts(db, commission, cpts_id)
    with db.unit_of_work(typeset(f"Dater la mission « {state.mission.label} » de la CPTS {name}")) as session:
        row = missions.mission_row(session, cpts_id, state.mission)
        if row is None:
            raise _gone(state.mission)
        missions.write_mission(row, state)


def save_plan(db: Database, commission: Commission, cpts_id: int, mission: Mission, plan: str) -> None:
    """Write the action plan of a mission; its former texts stay in the journal. Raises UserError for one too long."""
    text = plan.strip()
    if len(text) > LONGEST_PLAN:
        raise UserError(refuse_mission(MissionState(mission, plan=text), date.max)[0].words, "Raccourcissez-le.")
    name = name_of_cpts(db, commission, cpts_id)
    with db.unit_of_work(typeset(f"Écrire le plan d’action « {mission.label} » de la CPTS {name}")) as session:
        row = missions.mission_row(session, cpts_id, mission)
        if row is None:
            raise _gone(mission)
        row.plan = text


def remove_mission(db: Database, commission: Commission, cpts_id: int, mission: Mission) -> None:
    """Take a mission away. Raises UserError while indicators, rates or payments hang on it."""
    name = name_of_cpts(db, commission, cpts_id)
    with db.unit_of_work(typeset(f"Retirer la mission « {mission.label} » de la CPTS {name}")) as session:
        missions.refuse_hanging(session, cpts_id, mission)
        row = missions.mission_row(session, cpts_id, mission)
        if row is None:
            raise _gone(mission)
        session.delete(row)


def _gone(mission: Mission) -> UserError:
    return UserError(
        typeset(f"La mission « {mission.label} » n’est plus parmi celles de cette CPTS."),
        "Choisissez-la de nouveau, puis recommencez.",
    )
