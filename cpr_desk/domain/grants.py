"""The amounts paid once beside the yearly ones: the additional fonctionnement, the Covid derogation (avenant 2)."""

from collections.abc import Iterator, Sequence
from datetime import date

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.crises import COVID_YEAR
from cpr_desk.domain.dossier import Dossier, GrantGiven
from cpr_desk.domain.french import NBSP, date_digits, listing, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import Grant, GrantKind, Scale, scale_in_force

BESIDE_CONTRACT = (GrantKind.ADDITIONAL, GrantKind.COVID)
"""Those that a contract opens; the contrat d’accompagnement precedes it."""


def unmet(grant: Grant, signed_on: date | None) -> str:
    """Return the condition on the adhesion that is not met, in French, empty when it is.

    Example: the additional fonctionnement of avenant 2 asks for an adhesion before 30/09/2022.
    """
    if grant.joined_before is None or (signed_on and signed_on < grant.joined_before):
        return ""
    joined = f"adhésion le {date_digits(signed_on)}" if signed_on else "aucun contrat n’est signé"
    return f"{joined}, au lieu d’avant le {date_digits(grant.joined_before)}"


def doubled_words(dossier: Dossier, kind: GrantKind) -> str:
    """Say that the Covid derogation stands in the place of what the crises of its year would pay (our reading, D)."""
    days = [date_digits(each.declared_on) for each in dossier.crises if each.declared_on.year == COVID_YEAR]
    if kind is not GrantKind.COVID or not days:
        return ""
    return typeset(
        f"Cette dérogation verse l’enveloppe de {COVID_YEAR}, une seule fois : rien de plus n’est dû pour ce qui fut "
        f"déclenché cette année-là, le {listing(days)} ({DEFAULT_RULE_NOTICE})."
    )


def refuse_grant(dossier: Dossier, scales: Sequence[Scale], wanted: GrantGiven, today: date) -> tuple[Refusal, ...]:
    """Return every reason not to record an amount paid once; an unmet condition asks for its reason."""
    return tuple(_refusals(dossier, scales, wanted, today))


def _refusals(dossier: Dossier, scales: Sequence[Scale], wanted: GrantGiven, today: date) -> Iterator[Refusal]:
    if wanted.on > today:
        yield Refusal(Fault.SINCE, "Cette date est à venir.", "Un montant s’enregistre une fois accordé.")
    scale = scale_in_force(scales, wanted.on)
    grant = scale.grant(wanted.kind)
    signed_on = dossier.contracts[0].signed_on if dossier.contracts else None
    if grant is None:
        what = f"Le {date_digits(wanted.on)}, le barème «{NBSP}{scale.label}{NBSP}» ne prévoit pas ce montant."
        yield Refusal(Fault.SINCE, what, "Vérifiez la date.")
    elif (reason := unmet(grant, signed_on)) and not wanted.comment.strip():
        what = f"La condition n’est pas remplie{NBSP}: {reason}."
        yield Refusal(Fault.REASON, what, "Dites pourquoi ce montant est tout de même accordé.")
