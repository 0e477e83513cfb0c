"""A person's mandate on a seat through time: by which letter, why it ended, and what may not be recorded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Rules
from cpr_desk.domain.composition import NO_LETTER, Letter, MandateRole, Person, Section
from cpr_desk.domain.french import NBSP, date_digits, listing, typeset
from cpr_desk.domain.term import Term
from cpr_desk.errors import UserError

_ONE_DAY = timedelta(days=1)


class EndReason(StrEnum):
    """Why a mandate ended."""

    RESIGNATION = "resignation"
    REPLACED = "replaced"
    TERM = "term"
    WITHDRAWN = "withdrawn"
    DEATH = "death"
    SWAPPED = "swapped"
    SEAT_CLOSED = "seat_closed"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            EndReason.RESIGNATION: "démission",
            EndReason.REPLACED: "remplacement",
            EndReason.TERM: "fin du mandat",
            EndReason.WITHDRAWN: "retrait de la désignation par l’organisation",
            EndReason.DEATH: "décès",
            EndReason.SWAPPED: "échange du titulaire et du suppléant",
            EndReason.SEAT_CLOSED: "fermeture du siège",
            EndReason.OTHER: "autre motif",
        }[self]


GIVEN_REASONS = tuple(reason for reason in EndReason if reason not in (EndReason.SWAPPED, EndReason.SEAT_CLOSED))
"""Those that a person may give; the others are told by what was done."""


@dataclass(frozen=True, slots=True)
class Mandate(Term):
    """A person on a seat from `since` to `until`, both included; `until` without `end_reason` is a planned term."""

    id: int
    seat_id: int
    role: MandateRole
    person: Person
    since: date
    until: date | None = None
    letter: Letter = NO_LETTER
    end_reason: EndReason | None = None
    end_note: str = ""

    @property
    def role_words(self) -> str:
        """« suppléante », as far as the civility tells."""
        return self.role.said_of(self.person)


@dataclass(frozen=True, slots=True)
class SeatLife:
    """A seat's first and last day, and every mandate it ever had."""

    label: str
    since: date
    until: date | None = None
    mandates: tuple[Mandate, ...] = ()

    def holder(self, role: MandateRole, day: date) -> Mandate | None:
        """Return who holds the seat in that role on a day, if anybody does."""
        return next((m for m in self.mandates if m.role is role and m.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Designation:
    """Seat a person from a day on, to a planned last day if any; `ending` says why the predecessor leaves."""

    role: MandateRole
    person: Person
    since: date
    until: date | None = None
    letter: Letter = NO_LETTER
    ending: EndReason = EndReason.REPLACED
    end_note: str = ""


class Fault(StrEnum):
    """Which field of a dialog a refusal belongs to."""

    SINCE = "since"
    UNTIL = "until"
    PERSON = "person"
    VOTES = "votes"
    YEAR = "year"
    REASON = "reason"
    STEP = "step"
    EFFECT = "effect"
    LABEL = "label"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What may not be recorded: the field at fault, what happens and what to do, in French."""

    fault: Fault
    what: str
    what_to_do: str


def obey(refusals: Sequence[Refusal]) -> None:
    """Raise UserError for the first refusal, if there is any; a dialog has shown all of them beside their fields."""
    if refusals:
        raise UserError(refusals[0].what, refusals[0].what_to_do)


def refuse_designation(life: SeatLife, wanted: Designation, *, besides: int = 0) -> tuple[Refusal, ...]:
    """Return every reason not to record a designation; `besides` is the mandate it corrects, left out of account.

    Overlaps, an end before the beginning, a seat that is not open, and a person who would be the titular and the
    substitute of one seat (domain.md §2.7) are refused. The holder in office on the first day gives way.
    """
    others = [mandate for mandate in life.mandates if mandate.id != besides]
    return (
        *_refuse_span(life, wanted.since, wanted.until),
        *_refuse_person(others, wanted),
        *_refuse_overlap(others, wanted, gives_way=not besides),
    )


def _refuse_span(life: SeatLife, since: date, until: date | None) -> Iterator[Refusal]:
    if until is not None and until < since:
        yield Refusal(
            Fault.UNTIL,
            f"Le mandat se terminerait le {date_digits(until)}, avant d’avoir commencé le {date_digits(since)}.",
            "Corrigez l’une des deux dates, ou laissez la fin vide.",
        )
    if since < life.since:
        yield Refusal(
            Fault.SINCE,
            f"Ce siège n’existe qu’à compter du {date_digits(life.since)}.",
            "Choisissez cette date ou une date postérieure.",
        )
    if life.until is not None and (until or date.max) > life.until:
        closing = date_digits(life.until + _ONE_DAY)
        yield Refusal(
            Fault.SINCE if since > life.until else Fault.UNTIL,
            f"Ce siège est fermé depuis le {closing}."
            if since > life.until
            else f"Ce siège ferme le {closing}, le mandat ne peut pas durer au-delà de la veille.",
            f"Terminez le mandat au plus tard le {date_digits(life.until)}, ou ajoutez un siège.",
        )


def _refuse_person(others: Sequence[Mandate], wanted: Designation) -> Iterator[Refusal]:
    for mandate in others:
        if not wanted.person.is_taken_for(mandate.person) or not mandate.meets(wanted.since, wanted.until):
            continue
        if mandate.role is not wanted.role:
            yield Refusal(
                Fault.PERSON,
                f"{mandate.person.name} est {mandate.role_words} de ce siège {mandate.dates}. Une personne ne "
                f"peut pas être titulaire et suppléante du même siège ({DEFAULT_RULE_NOTICE}).",
                "Mettez d’abord fin à ce mandat, échangez le titulaire et le suppléant, ou désignez quelqu’un d’autre.",
            )
        elif mandate.covers(wanted.since):
            yield Refusal(
                Fault.PERSON,
                f"{mandate.person.name} est déjà {mandate.role_words} de ce siège {mandate.dates}.",
                "Désignez une autre personne, ou corrigez les dates de ce mandat.",
            )


def _refuse_overlap(others: Sequence[Mandate], wanted: Designation, *, gives_way: bool) -> Iterator[Refusal]:
    for mandate in sorted(others, key=lambda each: each.since):
        if mandate.role is not wanted.role or not mandate.meets(wanted.since, wanted.until):
            continue
        if gives_way and mandate.covers(wanted.since):
            continue
        yield Refusal(
            Fault.SINCE if mandate.covers(wanted.since) else Fault.UNTIL,
            f"{mandate.person.name} est {mandate.role_words} de ce siège {mandate.dates}{NBSP}: "
            "les deux mandats se chevauchent.",
            f"Terminez le mandat au plus tard le {date_digits(mandate.since - _ONE_DAY)}, ou corrigez l’autre.",
        )


def refuse_end(life: SeatLife, mandate: Mandate, last_day: date) -> tuple[Refusal, ...]:
    """Return every reason not to end a mandate of a seat on a day.

    Before its beginning it was an error to be removed; after the end recorded so far it would last longer, which a
    successor or the closing of the seat may forbid.
    """
    if last_day < mandate.since:
        return (
            Refusal(
                Fault.UNTIL,
                f"Ce mandat a commencé le {date_digits(mandate.since)}, il ne peut pas se terminer avant.",
                typeset("S’il a été saisi par erreur, corrigez-le ou effacez-le (« Corriger le mandat »)."),
            ),
        )
    if mandate.until is None or last_day <= mandate.until:
        return ()
    longer = Designation(mandate.role, mandate.person, mandate.until + _ONE_DAY, last_day)
    return refuse_designation(life, longer, besides=mandate.id)


def refuse_swap(life: SeatLife, on: date) -> tuple[Refusal, ...]:
    """Return every reason not to swap the titular and the substitute of a seat from a day on."""
    held = [life.holder(role, on) for role in MandateRole]
    if None in held:
        missing = listing(role.label for role, mandate in zip(MandateRole, held, strict=True) if mandate is None)
        return (
            Refusal(
                Fault.SINCE,
                f"Le {date_digits(on)}, ce siège n’a pas de {missing}.",
                "Choisissez une date où les deux places sont pourvues.",
            ),
        )
    later = [m for m in life.mandates if m.since > on]
    return tuple(
        Refusal(
            Fault.SINCE,
            f"{mandate.person.name} devient {mandate.role_words} de ce siège le {date_digits(mandate.since)}, "
            f"après le {date_digits(on)}.",
            "Choisissez une date égale ou postérieure.",
        )
        for mandate in later
    )


def refuse_votes(section: Section, votes: int, rules: Rules) -> tuple[Refusal, ...]:
    """Return the reason not to give a seat these votes: 1 to 3 in the social section, one in the professional (S3)."""
    least, most = {
        Section.SOCIAL: (1, rules.max_social_votes),
        Section.PROFESSIONAL: (1, 1),
        Section.CONSULTATIVE: (0, 0),
    }[section]
    if least <= votes <= most:
        return ()
    what = {
        Section.SOCIAL: f"Un membre de la section sociale porte de 1 à {most} voix, pas {votes}.",
        Section.PROFESSIONAL: f"Un siège de la section professionnelle porte une voix, pas {votes}.",
        Section.CONSULTATIVE: "Une voix consultative siège sans voter.",
    }[section]
    return (Refusal(Fault.VOTES, what, "Corrigez le nombre de voix."),)


def doubts(wanted: Designation, other_roles: Iterable[str], today: date, installed_on: date) -> tuple[str, ...]:
    """Return what to warn of before a designation, and go on: several roles, a past date, an early letter.

    `other_roles` are the seats that the person holds elsewhere at that time.
    """
    told = []
    roles = listing(other_roles)
    if roles:
        told.append(f"{wanted.person.name} siège aussi à un autre titre ({roles}).")
    if wanted.since < installed_on:
        told.append(f"La commission n’a été installée que le {date_digits(installed_on)}.")
    elif wanted.since < today:
        told.append(typeset("La date est passée : les documents de cette période en tiendront compte."))
    if wanted.letter.on and wanted.letter.on > wanted.since:
        told.append(f"La lettre de désignation est datée du {date_digits(wanted.letter.on)}, après le début du mandat.")
    return tuple(told)
