"""Who sits, with how many votes, at a date. Plain values: the controls over them live in `controls`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cpr_desk.domain.french import fold


class Section(StrEnum):
    """The two voting halves of the commission, and those who sit without voting (S3)."""

    SOCIAL = "social"
    PROFESSIONAL = "professional"
    CONSULTATIVE = "consultative"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Section.SOCIAL: "Section sociale",
            Section.PROFESSIONAL: "Section professionnelle",
            Section.CONSULTATIVE: "Voix consultatives",
        }[self]

    @property
    def votes(self) -> bool:
        """Whether members of the section vote."""
        return self is not Section.CONSULTATIVE

    @property
    def opposite(self) -> "Section":
        """The other voting section. Raises KeyError for the consultative voices."""
        return {Section.SOCIAL: Section.PROFESSIONAL, Section.PROFESSIONAL: Section.SOCIAL}[self]


VOTING = (Section.SOCIAL, Section.PROFESSIONAL)
"""The sections that vote."""


class Regime(StrEnum):
    """The schemes of the social section; the medical ones count as their own scheme (domain.md §2.2)."""

    RG = "rg"
    RG_MEDICAL = "rg_medical"
    MSA = "msa"
    MSA_MEDICAL = "msa_medical"

    @property
    def label(self) -> str:
        """The French name as in the official table."""
        return {
            Regime.RG: "RG",
            Regime.RG_MEDICAL: "RG médical",
            Regime.MSA: "MSA",
            Regime.MSA_MEDICAL: "MSA médical",
        }[self]

    @property
    def is_general(self) -> bool:
        """Whether its votes count for the régime général."""
        return self in (Regime.RG, Regime.RG_MEDICAL)


class MandateRole(StrEnum):
    """Titular, or substitute of the same seat."""

    TITULAR = "titular"
    SUBSTITUTE = "substitute"

    @property
    def label(self) -> str:
        """The French name."""
        return {MandateRole.TITULAR: "titulaire", MandateRole.SUBSTITUTE: "suppléant"}[self]

    def said_of(self, person: "Person") -> str:
        """Return the name that agrees with the person, as far as the civility tells: « suppléante »."""
        return "suppléante" if self is MandateRole.SUBSTITUTE and person.is_feminine else self.label


HEALTH_CENTRES = "centres-de-sante"
"""Code of the « profession » that groups the centres de santé, whose seats name no union (S3)."""


NAMESAKE = -1
"""The `id` of a person to be stored who bears the name of somebody known, and is somebody else."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member. Names as typed; `civility` is « M. », « Mme », « Dr »… or empty.

    `id` 0: not stored yet, or not known by number: who has the same name is the same person. `NAMESAKE`: somebody else
    of the same name.
    """

    id: int
    first_name: str
    last_name: str
    civility: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    profession: str = ""

    @property
    def name(self) -> str:
        """« Prénom Nom », as the official tables print it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_feminine(self) -> bool:
        """Whether words that agree with the person take an e, as far as the civility tells."""
        return self.civility.casefold().strip(" .") in ("mme", "mlle", "madame")

    @property
    def courteous_name(self) -> str:
        """« Mme Prénom Nom »."""
        return f"{self.civility} {self.name}".strip()

    def is_taken_for(self, stored: "Person") -> bool:
        """Return whether the person is a stored one: of that id, or of that name where there is no id."""
        return self.id == stored.id or (self.id == 0 and fold(self.name) == fold(stored.name))

    def completed_by(self, other: "Person") -> "Person":
        """Return this person with the details that another record gives; its blanks erase nothing."""
        return replace(self, **{detail: value for detail in PERSON_DETAILS if (value := getattr(other, detail))})


PERSON_DETAILS = ("civility", "email", "phone", "address", "postcode", "city", "profession")
"""What is known of a person besides the name."""


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession of the professional section; `position` is its rank in the official table."""

    code: str
    label: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter by which an organisation designates: its date and reference, as far as they are known."""

    on: date | None = None
    reference: str = ""

    def __bool__(self) -> bool:
        """Return whether anything of it is known."""
        return self.on is not None or bool(self.reference)


NO_LETTER = Letter()


@dataclass(frozen=True, slots=True)
class Holding:
    """A person's mandate on a seat; `until` is the last day, None while it runs. `mandate_id` 0: not stored yet."""

    person: Person
    since: date
    until: date | None = None
    letter: Letter = NO_LETTER
    mandate_id: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat at a date. It exists whether or not somebody is designated to it (domain.md §2.3).

    `votes` is its weight (0 for the consultative voices); `rank` tells apart the seats of one organisation,
    from 1; `position` is the order in the official table of its section.
    """

    id: int
    section: Section
    position: int
    votes: int
    regime: Regime | None = None
    profession: Profession | None = None
    organisation: str = ""
    rank: int = 1
    titular: Holding | None = None
    substitute: Holding | None = None

    @property
    def label(self) -> str:
        """What names the seat to a reader: « Médecins – CSMF », « RG, ligne 4 », « URPS »."""
        return _label(self)

    @property
    def represents(self) -> str:
        """What its holder speaks for, in a document: régime, union, profession or body."""
        if self.section is Section.SOCIAL:
            return self.regime.label if self.regime else ""
        return self.organisation or (self.profession.label if self.profession else "")

    def holder(self, role: MandateRole) -> Holding | None:
        """Return who holds the seat in that role, if anybody does."""
        return self.titular if role is MandateRole.TITULAR else self.substitute


@dataclass(frozen=True, slots=True)
class SeatState:
    """What a seat must be from a date on. `seat_id` None adds it; a person None leaves the place vacant."""

    section: Section
    position: int
    votes: int
    regime: Regime | None = None
    profession: Profession | None = None
    organisation: str = ""
    rank: int = 1
    titular: Person | None = None
    substitute: Person | None = None
    seat_id: int | None = None

    @property
    def label(self) -> str:
        """What names the seat to a reader, as `Seat.label`."""
        return _label(self)

    @classmethod
    def of(cls, seat: Seat) -> "SeatState":
        """Return what leaves a seat as it is."""
        return cls(
            seat.section,
            seat.position,
            seat.votes,
            seat.regime,
            seat.profession,
            seat.organisation,
            seat.rank,
            seat.titular.person if seat.titular else None,
            seat.substitute.person if seat.substitute else None,
            seat.id,
        )


def _label(seat: Seat | SeatState) -> str:
    if seat.section is Section.SOCIAL:
        return f"{seat.regime.label if seat.regime else 'Régime'}, ligne {seat.position}"
    profession = seat.profession.label if seat.profession else ""
    named = " – ".join(part for part in (profession, seat.organisation) if part) or seat.section.label
    return named if seat.organisation and seat.rank == 1 else f"{named}, siège {seat.rank}"


@dataclass(frozen=True, slots=True)
class Composition:
    """The commission as it stands on one day; seats in the order of the official tables."""

    at: date
    seats: tuple[Seat, ...]

    def of(self, section: Section) -> tuple[Seat, ...]:
        """Return the seats of one section, in order."""
        return tuple(seat for seat in self.seats if seat.section is section)

    def votes(self, section: Section) -> int:
        """Return the votes of a section, counted on seats whether held or vacant."""
        return sum(seat.votes for seat in self.of(section))

    def vacant(self) -> tuple[Seat, ...]:
        """Return the voting seats without a titular (« titulaires non désignés »)."""
        return tuple(seat for seat in self.seats if seat.section.votes and seat.titular is None)

    def holdings(self) -> Iterator[tuple[Seat, MandateRole, Holding]]:
        """Yield every mandate, titular before substitute, in seat order."""
        for seat in self.seats:
            for role in MandateRole:
                if holding := seat.holder(role):
                    yield seat, role, holding
