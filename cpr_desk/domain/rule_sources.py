"""Where each setting of `Rules` comes from, so that a screen can say it beside the value."""

from dataclasses import dataclass

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.deadlines import SOURCE as DEADLINES
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.problems import S3


@dataclass(frozen=True, slots=True)
class RuleSource:
    """The text a rule was read in, and how sure it is."""

    source: str
    certainty: Certainty = Certainty.TEXT

    @property
    def sentence(self) -> str:
        """« Règlement intérieur…, 1.2 – texte applicable », or the notice that the rule is a default."""
        sure = {
            Certainty.TEXT: "lu dans le texte",
            Certainty.SECONDARY: "lu dans une source secondaire, à vérifier",
        }.get(self.certainty, DEFAULT_RULE_NOTICE)
        return f"{self.source} – {sure}."


_C, _D = Certainty.SISTER, Certainty.DEFAULT

RULE_SOURCES: dict[str, RuleSource] = {
    "counting": RuleSource("Aucun texte ne dit comment compter les jours", Certainty.DEFAULT),
    "convocation_days": RuleSource(DEADLINES),
    "agenda_days": RuleSource(DEADLINES),
    "max_social_votes": RuleSource(S3),
    "health_centre_seats": RuleSource(S3),
    "general_share": RuleSource(f"{S3}{NBSP}; part comptée en voix"),
    "holiday_territory": RuleSource("Jours fériés du code du travail, par territoire", Certainty.SECONDARY),
    "vacant_chair": RuleSource(
        "Aucun texte ne dit qui préside pendant la vacance d’un président de section", Certainty.DEFAULT
    ),
    "urgent_allowed": RuleSource(
        "Délai abrégé admis par des conventions voisines, avec l’accord du président et du vice-président",
        Certainty.SISTER,
    ),
    "proxies_received": RuleSource(
        "Un pouvoir au plus par membre, de la même section, dans des conventions voisines", Certainty.SISTER
    ),
    "quorum_base": RuleSource("Quorum de la moitié de chaque section, admis par des conventions voisines", _C),
    "quorum_rounding": RuleSource("Moitié arrondie à l’unité supérieure, comme dans des conventions voisines", _C),
    "proxies_in_quorum": RuleSource("Aucun texte ne compte les pouvoirs dans le quorum", _C),
    "conflict_leaves_quorum": RuleSource("Aucun texte ne dit si le membre intéressé compte dans le quorum", _D),
    "majority": RuleSource("Majorité simple des voix exprimées, comme dans des conventions voisines", _C),
    "second_meeting_months": RuleSource("Seconde réunion dans le mois, comme dans des conventions voisines", _C),
    "minutes_days": RuleSource("Relevé de décisions dans les trente jours, comme dans des conventions voisines", _C),
    "bonus_includes_running": RuleSource("L’avenant 2 ne dit pas si la majoration compte le fonctionnement", _D),
}
"""By field of `Rules` (domain.md §2 and §3)."""
