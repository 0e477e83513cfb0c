"""The contrat d’accompagnement of a CPTS before its ACI: what it pays, by when the ACI must follow (avenant 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpr_desk.domain.adhesion import PATH, Step
from cpr_desk.domain.dossier import Dossier, GrantGiven
from cpr_desk.domain.french import NBSP, date_digits, plural
from cpr_desk.domain.funding import FundingLine, accompaniment, accompaniment_limit, accompaniment_unmet
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import GrantKind, Scale, scale_in_force
from cpr_desk.domain.sizes import SizeClass


class Support(StrEnum):
    """Where the contrat d’accompagnement stands."""

    NONE = "none"
    RUNNING = "running"
    FOLLOWED = "followed"
    LATE = "late"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Support.NONE: "non conclu",
            Support.RUNNING: "en cours",
            Support.FOLLOWED: "suivi de l’ACI",
            Support.LATE: "délai dépassé",
        }[self]


@dataclass(frozen=True, slots=True)
class Accompaniment:
    """The contract given or not, its limit, and what is not met on its day (today while there is none).

    `line` is its amount for the size with its rule, None while no size is known.
    """

    state: Support
    given: GrantGiven | None
    limit: date | None
    signed_on: date | None
    unmet: tuple[str, ...]
    line: FundingLine | None

    def words(self, today: date) -> str:
        """Say where it stands in one sentence, days left counted from a day."""
        if self.given is None:
            return "Aucun contrat d’accompagnement n’est enregistré."
        since = f"Conclu le {date_digits(self.given.on)}"
        if self.limit is None:
            return f"{since}. Le barème de ce jour n’en prévoit pas."
        limit = f"ACI à signer avant le {date_digits(self.limit)}"
        if self.signed_on:
            late = " (après ce délai)" if self.state is Support.LATE else ""
            return f"{since}, {limit}{NBSP}: signé le {date_digits(self.signed_on)}{late}."
        left = (self.limit - today).days
        if left < 0:
            return f"{since}, {limit}{NBSP}: délai dépassé de {plural(-left, 'jour')}."
        rest = f"reste {plural(left, 'jour')}" if left else "dernier jour"
        return f"{since}, {limit}{NBSP}: {rest}."


def accompaniment_of(dossier: Dossier, scales: Sequence[Scale], today: date) -> Accompaniment:
    """Return the contrat d’accompagnement of a CPTS: nine months from it to the ACI (avenant 2, A).

    Example: given on 31/05/2022, the ACI is to be signed by 28/02/2023.
    """
    given = next((each for each in dossier.grants if each.kind is GrantKind.ACCOMPANIMENT), None)
    day = given.on if given else today
    scale = scale_in_force(scales, day)
    limit = accompaniment_limit(scale, given.on) if given else None
    signed_on = next((each.on for each in dossier.steps if each.step is Step.SIGNED and each.on >= day), None)
    size = _size(dossier, scale, day)
    conditions = _conditions(dossier, day)
    line = accompaniment(scale, size, **conditions) if size else None
    if given is None:
        state = Support.NONE
    elif limit and (signed_on or today) > limit:
        state = Support.LATE
    else:
        state = Support.FOLLOWED if signed_on else Support.RUNNING
    unmet = accompaniment_unmet(**conditions)
    return Accompaniment(state, given, limit, signed_on, unmet, line)


def refuse_accompaniment(
    dossier: Dossier, scales: Sequence[Scale], wanted: GrantGiven, today: date
) -> tuple[Refusal, ...]:
    """Return every reason not to record a contrat d’accompagnement; an unmet condition asks for its reason."""
    return tuple(_refusals(dossier, scales, wanted, today))


def _refusals(dossier: Dossier, scales: Sequence[Scale], wanted: GrantGiven, today: date) -> Iterator[Refusal]:
    if wanted.on > today:
        yield Refusal(Fault.SINCE, "Cette date est à venir.", "Un contrat s’enregistre une fois signé.")
    if scale_in_force(scales, wanted.on).grant(GrantKind.ACCOMPANIMENT) is None:
        label = scale_in_force(scales, wanted.on).label
        what = f"Le {date_digits(wanted.on)}, le barème «{NBSP}{label}{NBSP}» ne prévoit pas ce contrat."
        yield Refusal(Fault.SINCE, what, "Vérifiez la date.")
    unmet = accompaniment_unmet(**_conditions(dossier, wanted.on))
    if unmet and not wanted.comment.strip():
        what = f"Ce jour-là, {', et '.join(unmet)}."
        yield Refusal(Fault.REASON, what, "Dites pourquoi le contrat a tout de même été conclu.")


def _conditions(dossier: Dossier, day: date) -> dict[str, bool]:
    past = [each.step for each in dossier.steps if each.on <= day]
    validated = PATH.index(Step.LETTER_VALIDATED)
    declared = bool(dossier.association) and not (dossier.association_on and dossier.association_on > day)
    return {
        "association": declared,
        "letter_validated": any(each in PATH and PATH.index(each) >= validated for each in past),
        "signed": Step.SIGNED in past,
    }


def _size(dossier: Dossier, scale: Scale, day: date) -> SizeClass | None:
    population = dossier.population_on(day)
    return dossier.adhesion.size if population is None else scale.size_of(population)
