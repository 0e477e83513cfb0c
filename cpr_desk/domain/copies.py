"""The organisations that asked for a copy of what is sent to their members (« copie des courriers »)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cpr_desk.domain.composition import Seat
from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.dispatch import Capacity, Recipient
from cpr_desk.domain.french import listing, plural
from cpr_desk.domain.organisations import Organisation

_FEW = 4


@dataclass(frozen=True, slots=True)
class Copy:
    """An organisation that receives a copy, and the recipients that it designated."""

    organisation: Organisation
    members: tuple[Recipient, ...]

    @property
    def words(self) -> str:
        """« CSMF (par courrier) », « FNO (par courriel, courriel à compléter) »."""
        missing = f", {self.organisation.missing} à compléter" if self.organisation.missing else ""
        return f"{self.organisation.name} ({self.organisation.channel.label}{missing})"


def copies_words(copied: Sequence[Copy]) -> str:
    """Return « CSMF (par courrier) et FNO (par courriel) »; more than a few are counted.

    Example: « 12 organisations, dont 3 à compléter d’une adresse ».
    """
    if len(copied) <= _FEW:
        return listing(copy.words for copy in copied)
    lacking = sum(bool(copy.organisation.missing) for copy in copied)
    more = f", dont {lacking} à compléter d’une adresse" if lacking else ""
    return plural(len(copied), "organisation") + more


def copies(designating: Iterable[Correspondent], to: Iterable[Recipient]) -> tuple[Copy, ...]:
    """Return who receives a copy, in the order of the official tables; none without a member among the recipients.

    A guest or an expert represents no organisation. No text asks for copies: each organisation chooses.
    """
    members = [each for each in to if each.capacity not in (Capacity.GUEST, Capacity.EXPERT)]
    listed = (
        Copy(each.organisation, tuple(member for member in members if _sits(member, each.designator.seats)))
        for each in designating
        if each.organisation.copied
    )
    return tuple(copy for copy in listed if copy.members)


def _sits(member: Recipient, seats: Iterable[Seat]) -> bool:
    """Return whether somebody holds one of the seats, as titular or as substitute."""
    held = (holding for seat in seats for holding in (seat.titular, seat.substitute))
    return any(holding.person.id == member.person.id for holding in held if holding)
