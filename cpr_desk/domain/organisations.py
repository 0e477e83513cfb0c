"""The unions, federations, schemes and bodies that designate: how one writes to them, who is indemnified."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, fold


class Indemnity(StrEnum):
    """To whom the indemnity of a meeting goes; rates are settings by profession (domain.md §3.19)."""

    MEMBER = "member"
    ORGANISATION = "organisation"
    NONE = "none"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Indemnity.MEMBER: "versée au membre",
            Indemnity.ORGANISATION: "versée à l’organisation",
            Indemnity.NONE: "pas d’indemnité",
        }[self]


class LetterChannel(StrEnum):
    """How letters leave for an organisation."""

    POST = "post"
    EMAIL = "email"

    @property
    def label(self) -> str:
        """The French name."""
        return {LetterChannel.POST: "par courrier", LetterChannel.EMAIL: "par courriel"}[self]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who designates. `name` is what the official table prints; `addressee` opens the address of its letters.

    `copied` asks for a copy of what is sent to its members; `indemnity` None follows the profession. `id` 0: nothing
    is stored of it yet.
    """

    id: int
    name: str
    full_name: str = ""
    addressee: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    channel: LetterChannel = LetterChannel.POST
    copied: bool = False
    indemnity: Indemnity | None = None

    @property
    def town(self) -> str:
        """« 94240 L’Haÿ-les-Roses »."""
        return f"{self.postcode} {self.city}".strip()

    @property
    def missing(self) -> str:
        """What is missing for a letter to reach it by its channel, empty when nothing is."""
        if self.channel is LetterChannel.EMAIL:
            return "" if self.email else "courriel"
        return "" if self.address and self.postcode and self.city else "adresse postale"


def designator_key(name: str) -> str:
    """Return what makes two spellings of a name one organisation: case, accents and hyphens do not count."""
    return fold(name)


S3_INDEMNITY = (
    "Règlement intérieur (annexe 5 de l’accord), présenté à l’installation de la CPR des Pays de la Loire, 04/02/2021"
    f"{NBSP}: «{NBSP}Indemnisation{NBSP}: identique à celle fixée par la Convention du professionnel de santé{NBSP}»"
)
"""That there is an indemnity, and how much (A); to whom it is paid, and the other sections, are our defaults (D)."""


@dataclass(frozen=True, slots=True)
class EffectiveIndemnity:
    """To whom the indemnity goes in the end, and why; `certainty` TEXT when the secretariat has chosen it."""

    indemnity: Indemnity
    why: str
    certainty: Certainty = Certainty.TEXT

    @property
    def sentence(self) -> str:
        """« versée au membre (comme…, règle par défaut, à confirmer par le règlement applicable) »."""
        notice = f", {DEFAULT_RULE_NOTICE}" if self.certainty.is_default else ""
        return f"{self.indemnity.label} ({self.why}{notice})"


_DEFAULTS = {
    Section.SOCIAL: EffectiveIndemnity(Indemnity.NONE, "section sociale", Certainty.DEFAULT),
    Section.PROFESSIONAL: EffectiveIndemnity(
        Indemnity.MEMBER, "comme dans la convention de sa profession", Certainty.DEFAULT
    ),
    Section.CONSULTATIVE: EffectiveIndemnity(Indemnity.NONE, "voix consultative", Certainty.DEFAULT),
}


def effective_indemnity(
    section: Section, organisation: Indemnity | None = None, profession: Indemnity | None = None
) -> EffectiveIndemnity:
    """Return to whom the indemnity goes: as set for the organisation, else for the profession, else our default.

    The règlement only says that the indemnity is the one of the professional's own convention (S3, certainty A): paid
    to the member in the professional section, none elsewhere, is our default (D). Example: a union that receives the
    indemnities of its members has ORGANISATION, whatever its profession says.
    """
    if organisation is not None:
        return EffectiveIndemnity(organisation, "choix fait pour l’organisation")
    if profession is not None and section is Section.PROFESSIONAL:
        return EffectiveIndemnity(profession, "choix fait pour la profession")
    return _DEFAULTS[section]


_UNKNOWN = "Madame, Monsieur"
_CIVILITIES = {
    "m": "Monsieur", "mr": "Monsieur", "monsieur": "Monsieur", "mme": "Madame", "mlle": "Madame", "madame": "Madame",
    "dr": "Docteur", "docteur": "Docteur", "pr": "Professeur", "professeur": "Professeur",
}  # fmt: skip
_OFFICE = re.compile(r"(?:(madame|monsieur)\s+)?(le|la)\s+(\S.*)", re.IGNORECASE)
_TITLES = frozenset(
    "administrateur administratrice coordinateur coordinatrice coordonnateur coordonnatrice delegue deleguee directeur "
    "directrice docteur medecin president presidente professeur responsable secretaire tresorier tresoriere "
    "vice".split()
)
"""Offices that one names to who holds them; what else follows an article is a name: « M. Le Goff »."""
_QUALIFIERS = frozenset(
    "adjoint adjointe administratif administrative delegue deleguee departemental departementale executif "
    "executive federal federale general generale honoraire national nationale regional regionale".split()
)


def courtesy(addressee: str) -> str:
    """Return how a letter calls the person or the office that opens its address.

    >>> courtesy("Madame la présidente de la CSMF"), courtesy("Le directeur général"), courtesy("M. Yann Le Goff")
    ('Madame la Présidente', 'Monsieur le Directeur général', 'Monsieur')
    """
    words = fold(addressee).split()
    if "ou" in words:
        return _UNKNOWN
    office = _OFFICE.fullmatch(addressee.strip())
    if office and fold(office[3]).split()[0] in _TITLES:
        article = office[2].lower()
        civility = (office[1] or {"le": "Monsieur", "la": "Madame"}[article]).capitalize()
        title, *others = (word.strip(",;") for word in office[3].split())
        titles = [capital(title)]
        titles += (word.lower() for word in takewhile(lambda word: fold(word) in _QUALIFIERS, others))
        return " ".join([civility, article, *titles])
    return _CIVILITIES.get(words[0] if words else "", _UNKNOWN)
