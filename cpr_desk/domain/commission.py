"""The commission itself, its secretariat, and the rules in force for it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cpr_desk.domain.session_rules import Majority, QuorumBase, Rounding


class CommissionKind(StrEnum):
    """The three commissions of the ACI; all follow the règlement of annexe 5.

    A CPR answers for a région, a CPL for a département, the CPN for the whole country.
    """

    CPR = "cpr"
    CPL = "cpl"
    CPN = "cpn"

    @property
    def label(self) -> str:
        """The French name, without the territory."""
        return {
            CommissionKind.CPR: "Commission paritaire régionale",
            CommissionKind.CPL: "Commission paritaire locale",
            CommissionKind.CPN: "Commission paritaire nationale",
        }[self]

    @property
    def meetings_a_year(self) -> int:
        """Least number of meetings a calendar year (annexe 5, 1.2)."""
        return 2 if self is CommissionKind.CPN else 1

    @property
    def of_territory(self) -> str:
        """« de la région », « du département », « de la France »: whose inhabitants its CPTS cover."""
        return {
            CommissionKind.CPR: "de la région",
            CommissionKind.CPL: "du département",
            CommissionKind.CPN: "de la France",
        }[self]

    @property
    def secretariat(self) -> str:
        """Who holds the secretariat (annexe 5, 1.1); of a CPL, one of the two: `secretariats` names them."""
        return {
            CommissionKind.CPR: "Cellule de coordination régionale de gestion du risque",
            CommissionKind.CPL: "CPAM ou CGSS",
            CommissionKind.CPN: "Caisse nationale de l’assurance maladie (Cnam)",
        }[self]

    def secretariats(self, territory: str, *, overseas: bool = False) -> tuple[str, ...]:
        """Return the names to choose the secretariat from, the likeliest first.

        Of a CPL it is the caisse of its département: a CGSS stands for the CPAM overseas.
        Example: « CPAM – Sarthe », « CGSS – Sarthe ».
        """
        if self is not CommissionKind.CPL:
            return (self.secretariat,)
        funds = ("CGSS", "CPAM") if overseas else ("CPAM", "CGSS")
        return tuple(f"{fund} – {territory}" for fund in funds)


class Certainty(StrEnum):
    """How sure a rule is (domain.md): A legal text, B secondary source, C sister convention, D our default."""

    TEXT = "A"
    SECONDARY = "B"
    SISTER = "C"
    DEFAULT = "D"

    @property
    def is_default(self) -> bool:
        """Whether the programme chose the rule, so that it must say so wherever the rule shows."""
        return self in (Certainty.SISTER, Certainty.DEFAULT)


DEFAULT_RULE_NOTICE = "règle par défaut, à confirmer par le règlement applicable"


class Counting(StrEnum):
    """How a delay before the meeting is counted (domain.md §3.10)."""

    CALENDAR = "calendar"
    CLEAR = "clear"

    @property
    def label(self) -> str:
        """The French name of the method."""
        return {Counting.CALENDAR: "jours calendaires", Counting.CLEAR: "jours francs"}[self]


class VacantChair(StrEnum):
    """Who takes the chair while the section that presides has no president (no text says it)."""

    VICE_PRESIDENT = "vice_president"
    SESSION_CHAIR = "session_chair"

    @property
    def label(self) -> str:
        """The French sentence."""
        return {
            VacantChair.VICE_PRESIDENT: "la vice-présidence assure l’intérim",
            VacantChair.SESSION_CHAIR: "la section désigne un président de séance",
        }[self]


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that the law leaves open, with the defaults of domain.md.

    Days and votes are whole numbers; shares are fractions of one.
    """

    counting: Counting = Counting.CALENDAR
    convocation_days: int = 15
    agenda_days: int = 5
    max_social_votes: int = 3
    health_centre_seats: int = 3
    general_share: float = 0.8
    holiday_territory: str = "metropole"
    vacant_chair: VacantChair = VacantChair.VICE_PRESIDENT
    urgent_allowed: bool = False
    proxies_received: int = 1
    quorum_base: QuorumBase = QuorumBase.SEATS
    quorum_rounding: Rounding = Rounding.UP
    proxies_in_quorum: bool = False
    conflict_leaves_quorum: bool = True
    majority: Majority = Majority.CAST
    second_meeting_months: int = 1
    minutes_days: int = 30
    bonus_includes_running: bool = False


@dataclass(frozen=True, slots=True)
class Secretariat:
    """Who writes the letters: the cellule de coordination régionale (CPR), a caisse (CPL) or the Cnam (CPN)."""

    name: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    signatory: str = ""
    signatory_title: str = ""
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Commission:
    """A commission: identity, secretariat and rules.

    `region_code` is the INSEE code (52: Pays de la Loire), empty for the CPN. `territory` is the name of the région
    of a CPR, of the département of a CPL (« Sarthe »), empty for the CPN.
    """

    id: int
    kind: CommissionKind
    name: str
    region_code: str
    territory: str
    installed_on: date
    secretariat: Secretariat = Secretariat()
    rules: Rules = Rules()
