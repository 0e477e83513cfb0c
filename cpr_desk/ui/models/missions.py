"""The missions of a CPTS and its dialogues de gestion as tables show them."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.dialogues import Expected, Standing
from cpr_desk.domain.french import capital
from cpr_desk.domain.mission_course import MissionCourse, Progress, chosen_words
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.widgets.badges import State

PROGRESS_LOOKS: Mapping[Progress, State] = {
    Progress.TO_COME: State.UPCOMING,
    Progress.TO_START: State.UPCOMING,
    Progress.LATE: State.LATE,
    Progress.STARTED: State.DONE,
    Progress.DEPLOYMENT_LATE: State.LATE,
    Progress.DEPLOYED: State.DONE,
}
"""Tone and icon of each progress; the word always stands beside them."""
STANDING_LOOKS: Mapping[Standing, State] = {
    Standing.TO_COME: State.UPCOMING,
    Standing.DUE: State.URGENT,
    Standing.PLANNED: State.UPCOMING,
    Standing.LATE: State.LATE,
    Standing.HELD: State.DONE,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("MissionColumns", text)


def mission_columns() -> tuple[Column[MissionCourse], ...]:
    """Return the columns of the missions."""
    return (
        Column("mission", _tr("Mission"), lambda line: line.mission.label, width=176, grows=True,
               sort_key=lambda line: list(type(line.mission)).index(line.mission),
               tooltip=lambda line: line.mission.full_label),
        Column("state", _tr("État"), lambda line: capital(line.short), width=217, tooltip=lambda line: line.words,
               icon=lambda line: icon(PROGRESS_LOOKS[line.progress].icon_name, PROGRESS_LOOKS[line.progress].tone)),
        Column("kind", _tr("Nature"), lambda line: line.expected.terms.kind_label if line.expected else None, width=90,
               shown=False),
        Column("chosen", _tr("Choisie"), lambda line: line.state.known_on, Kind.DATE, width=90, shown=False,
               tooltip=lambda line: chosen_words(line.state)),
        Column("planned", _tr("Prévue"), lambda line: line.state.planned_on, Kind.DATE, width=90, shown=False),
        Column("started", _tr("Démarrée"), lambda line: line.state.started_on, Kind.DATE, width=90, shown=False),
        Column("start_limit", _tr("Limite de démarrage"), lambda line: line.start_limit, Kind.DATE, width=130,
               shown=False),
        Column("deployed", _tr("Déployée"), lambda line: line.state.deployed_on, Kind.DATE, width=90, shown=False),
        Column("deployment_limit", _tr("Limite de déploiement"), lambda line: line.deployment_limit, Kind.DATE,
               width=140, shown=False),
    )  # fmt: skip


def dialogue_columns(today: date) -> tuple[Column[Expected], ...]:
    """Return the columns of the dialogues, as they stand on a day."""

    def look(line: Expected) -> State:
        return STANDING_LOOKS[line.standing(today)]

    return (
        Column("dialogue", _tr("Dialogue"), lambda line: line.label, width=340, tooltip=lambda line: line.rule),
        Column("state", _tr("État"), lambda line: capital(line.standing(today).label), width=110,
               icon=lambda line: icon(look(line).icon_name, look(line).tone), tooltip=lambda line: line.words(today)),
        Column("opens", _tr("À tenir dès le"), lambda line: line.opens_on, Kind.DATE, width=104),
        Column("limit", _tr("Au plus tard le"), lambda line: line.limit, Kind.DATE, width=108),
        Column("planned", _tr("Prévu le"), lambda line: line.known.planned_on, Kind.DATE, width=92),
        Column("held", _tr("Tenu le"), lambda line: line.known.held_on, Kind.DATE, width=92),
        Column("conclusions", _tr("Conclusions"), lambda line: line.known.conclusions or None, width=240, grows=True,
               tooltip=lambda line: line.known.conclusions),
        Column("attendees", _tr("Participants"), lambda line: line.known.attendees or None, width=180, shown=False,
               tooltip=lambda line: line.known.attendees),
    )  # fmt: skip
