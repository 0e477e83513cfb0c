"""The opinions of both section presidents on an agenda, and whether it is ready to be sent (annexe 5, 1.2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpr_desk.domain.agenda import Item, Verdict, agenda_hash
from cpr_desk.domain.composition import Section
from cpr_desk.domain.deadlines import SOURCE, DeadlineKind
from cpr_desk.domain.french import NBSP, date_digits

RULE = f"{DeadlineKind.AGENDA.rule}{NBSP}: {SOURCE}."
"""Why both opinions are wanted, with its source."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The opinion of one section president; `agenda_hash` is the version it was given on, or else asked on."""

    section: Section
    asked_on: date | None = None
    given_on: date | None = None
    verdict: Verdict | None = None
    comment: str = ""
    agenda_hash: str = ""

    @property
    def words(self) -> str:
        """« avis favorable, le 20/01/2021 », « demandé le 18/01/2021 », « à demander »."""
        if self.given_on and self.verdict:
            return f"{self.verdict.label}, le {date_digits(self.given_on)}"
        return f"demandé le {date_digits(self.asked_on)}" if self.asked_on else "à demander"


def refuse_opinion(opinion: Opinion, today: date) -> tuple[str, ...]:
    """Return every reason why an opinion may not be recorded as it is, in French."""
    return tuple(_refusals(opinion, today))


def _refusals(opinion: Opinion, today: date) -> Iterator[str]:
    if opinion.verdict and not opinion.given_on:
        yield "Indiquez le jour où l’avis a été donné."
    if opinion.given_on and not opinion.verdict:
        yield "Indiquez l’avis donné."
    if opinion.asked_on and opinion.given_on and opinion.given_on < opinion.asked_on:
        yield "L’avis ne peut pas être donné avant d’avoir été demandé."
    if any(day and day > today for day in (opinion.asked_on, opinion.given_on)):
        yield "Cette date est à venir."


def given_after(opinions: Iterable[Opinion], sent_on: date) -> tuple[str, ...]:
    """Return the opinions given once the agenda had left, one French sentence each: it leaves « après avis »."""
    return tuple(
        f"Présidence de la {opinion.section.label.lower()}{NBSP}: avis daté du {date_digits(opinion.given_on)}, après "
        f"l’envoi de l’ordre du jour, le {date_digits(sent_on)}."
        for opinion in opinions
        if opinion.given_on and opinion.given_on > sent_on
    )


class AgendaState(StrEnum):
    """Whether an agenda may be sent as the règlement wants it."""

    TO_VALIDATE = "to_validate"
    READY = "ready"

    @property
    def label(self) -> str:
        """The French name."""
        return {AgendaState.TO_VALIDATE: "à valider", AgendaState.READY: "prêt"}[self]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of an agenda, and what it lacks, one French sentence each."""

    state: AgendaState
    missing: tuple[str, ...] = ()


def readiness(items: Sequence[Item], opinions: Iterable[Opinion]) -> Readiness:
    """Return whether an agenda is ready: it has items, and both section presidents gave their opinion on this version.

    « Ordre du jour […] après avis des présidents de chaque section » (annexe 5, 1.2): the opinion is wanted, whatever
    it is; that it must be given on the very version sent is our prudence (certainty D).
    Example: an item added after the opinion of 20/01/2021 sets the agenda back to « à valider ».
    """
    known = {opinion.section: opinion for opinion in opinions}
    missing = tuple(_missing(items, known))
    return Readiness(AgendaState.TO_VALIDATE if missing else AgendaState.READY, missing)


def _missing(items: Sequence[Item], known: dict[Section, Opinion]) -> Iterator[str]:
    if not items:
        yield "L’ordre du jour ne compte encore aucun point."
    version = agenda_hash(items)
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        opinion = known.get(section, Opinion(section))
        whose = f"Présidence de la {section.label.lower()}{NBSP}:"
        if not opinion.given_on:
            yield f"{whose} avis {opinion.words}."
        elif opinion.agenda_hash != version:
            yield f"{whose} avis du {date_digits(opinion.given_on)}, sur une version antérieure."
