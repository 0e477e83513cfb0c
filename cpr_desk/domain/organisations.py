"""The unions, federations, schemes and bodies that designate: how one writes to them, who is indemnified."""

from dataclasses import dataclass
from enum import StrEnum


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

    `copied` asks for a copy of what is sent to its members; `indemnity` None follows the profession.
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
