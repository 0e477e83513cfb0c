"""The missions of a CPTS, and by when each must have started (domain.md §4.26)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.french import plural, typeset
from cpr_desk.domain.record import Record


class Mission(StrEnum):
    """The missions, in the order of the accord; the values are the codes of the command line."""

    ACCES = "acces"
    PARCOURS = "parcours"
    PREVENTION = "prevention"
    CRISES = "crises"
    QUALITE = "qualite"
    ACCOMPAGNEMENT = "accompagnement"

    @property
    def label(self) -> str:
        """The short French name, for columns and lists."""
        return {
            Mission.ACCES: "Accès aux soins",
            Mission.PARCOURS: "Parcours pluriprofessionnels",
            Mission.PREVENTION: "Prévention",
            Mission.CRISES: "Crises sanitaires graves",
            Mission.QUALITE: "Qualité et pertinence",
            Mission.ACCOMPAGNEMENT: "Accompagnement des professionnels",
        }[self]

    @property
    def full_label(self) -> str:
        """The name in the words of the accord."""
        return {
            Mission.ACCES: "Amélioration de l’accès aux soins",
            Mission.PARCOURS: "Organisation de parcours pluriprofessionnels autour du patient",
            Mission.PREVENTION: "Développement d’actions territoriales de prévention",
            Mission.CRISES: "Réponse aux crises sanitaires graves",
            Mission.QUALITE: "Développement de la qualité et de la pertinence des soins",
            Mission.ACCOMPAGNEMENT: "Accompagnement des professionnels de santé sur le territoire",
        }[self]


def mission_of(code: str) -> Mission:
    """Return the mission of a code. Raises ValueError with a French sentence that lists the codes."""
    try:
        return Mission(code)
    except ValueError:
        known = ", ".join(Mission)
        raise ValueError(typeset(f"La mission « {code} » n’existe pas. Choisissez parmi : {known}.")) from None


@dataclass(frozen=True, slots=True)
class MissionLimits:
    """The days by which a mission must have started and be fully deployed; None: free."""

    start: date | None
    deployment: date | None
    rule: str


@dataclass(frozen=True, slots=True)
class MissionTerms:
    """What a scale says of one mission: socle or optional, and months after signature (None: free)."""

    mission: Mission
    core: bool
    start_months: int | None
    deployment_months: int | None
    source: str
    certainty: Certainty

    @classmethod
    def parse(cls, record: Record) -> "MissionTerms":
        """Read one entry of a scale's « missions ». Raises ValueError with a French sentence."""
        return cls(
            record.choice("code", Mission),
            record.flag("core"),
            record.optional_whole("start_months"),
            record.optional_whole("deployment_months"),
            record.text("source"),
            record.choice("certainty", Certainty),
        )

    @property
    def kind_label(self) -> str:
        """« socle » or « optionnelle »."""
        return "socle" if self.core else "optionnelle"

    def limits(self, signed_on: date) -> MissionLimits:
        """Return the limits for a contract signed on that day; they raise alerts and block nothing.

        Example: accès aux soins (6 and 18 months) signed on 31/08/2022 starts by 28/02/2023.
        """
        start, deployment = (
            None if months is None else add_months(signed_on, months)
            for months in (self.start_months, self.deployment_months)
        )
        return MissionLimits(start, deployment, _rule(self.mission, self.start_months, self.deployment_months))


@cache
def _rule(mission: Mission, start_months: int | None, deployment_months: int | None) -> str:
    parts = []
    if start_months is not None:
        parts.append(f"démarrage dans les {plural(start_months, 'mois', 'mois')} de la signature")
    if deployment_months is not None:
        parts.append(f"déploiement complet dans les {plural(deployment_months, 'mois', 'mois')}")
    rule = ", ".join(parts) or "pas de délai particulier"
    return typeset(f"{mission.label} : {rule}")
