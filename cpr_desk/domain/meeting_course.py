"""The course of a meeting, step after step: planned, convened, agenda sent, held; what is done, late, missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpr_desk.domain.deadlines import Deadline, DeadlineKind
from cpr_desk.domain.dispatch import Proof
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, listing, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes_course import MinutesTask

_MINUTES = "Relevé de décisions"


class StepState(StrEnum):
    """How a step stands."""

    DONE = "done"
    LATE = "late"
    NEXT = "next"
    TO_COME = "to_come"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            StepState.DONE: "Fait",
            StepState.LATE: "En retard",
            StepState.NEXT: "À faire",
            StepState.TO_COME: "À venir",
            StepState.DROPPED: "Sans objet",
        }[self]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how it stands, French sentences, and its deadline if it has one."""

    title: str
    state: StepState
    sentences: tuple[str, ...]
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A meeting on a day, with what the register of dispatches proves of it.

    `changed` says what the last convocation tells that is no longer so, `agenda_changed` what the last agenda tells;
    `untold` counts those who were convened and not yet told that the meeting is cancelled; `minutes` tell what is left
    to do on them, once the meeting was held.
    """

    meeting: Meeting
    today: date
    proofs: tuple[Proof, Proof]
    changed: tuple[str, ...] = ()
    agenda_changed: tuple[str, ...] = ()
    untold: int = 0
    minutes: MinutesTask | None = None

    @property
    def is_open(self) -> bool:
        """Whether something can still be sent for it in time or late: it is neither past nor cancelled."""
        return not self.meeting.is_cancelled and self.meeting.on >= self.today

    @property
    def pending(self) -> tuple[Deadline, ...]:
        """The deadlines of what is still to be sent, the first one first; none once the meeting is past."""
        left = [proof.deadline for proof in self.proofs if self.is_open and not self._is_sent(proof)]
        return tuple(sorted(left, key=lambda each: each.latest))

    @property
    def late(self) -> tuple[Deadline, ...]:
        """The deadlines that passed while something is still to be sent."""
        return tuple(each for each in self.pending if each.days_left(self.today) < 0 and not self.shortens(each))

    def shortens(self, deadline: Deadline) -> bool:
        """Return whether both presidents agreed to a delay shorter than this one."""
        return bool(self.meeting.urgency) and deadline.kind is DeadlineKind.CONVOCATION

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in order; the first that is not done is the next one."""
        return tuple(self._steps())

    @property
    def missing(self) -> tuple[str, ...]:
        """What is to be done next, in French; empty when nothing is."""
        return tuple(
            f"{step.title}{NBSP}: {step.sentences[-1]}"
            for step in self.steps
            if step.state in (StepState.NEXT, StepState.LATE)
            and (self.untold or (step.deadline and self.is_open) or step.title == _MINUTES)
        )

    def _steps(self) -> Iterator[Step]:
        yield Step("Prévue", StepState.DONE, self._planned())
        known = False
        for proof in self.proofs:
            step = self._sending(proof, waits=known)
            known = known or step.state is not StepState.DONE
            yield step
        yield self._session()
        if self.minutes:
            pending = StepState.LATE if self.minutes.is_late else StepState.NEXT
            yield Step(_MINUTES, StepState.DONE if self.minutes.is_done else pending, (self.minutes.words,))

    def _planned(self) -> tuple[str, ...]:
        meeting = self.meeting
        opens = f"du {date_words(meeting.opens_on)} au " if meeting.opens_on else ""
        hours = f", {meeting.hours}" if meeting.hours else ""
        urgent = (f"Convocation {meeting.urgency}.",) if meeting.urgency else ()
        when = f"{capital(opens)}{date_words(meeting.on)}" if opens else capital(date_words(meeting.on))
        return (f"{when}{hours}.", *(move.words for move in meeting.moves), *urgent)

    def _is_sent(self, proof: Proof) -> bool:
        if self._changes(proof):
            return False
        sent = proof.in_time or proof.late
        return bool(sent) and not any(each.capacity.is_convened for each in proof.missing)

    def _changes(self, proof: Proof) -> tuple[str, ...]:
        """Return what was told and is no longer so; an agenda may change once the meeting is over."""
        if proof.deadline.kind is DeadlineKind.CONVOCATION:
            return self.changed
        return self.agenda_changed if self.is_open else ()

    def _sending(self, proof: Proof, *, waits: bool) -> Step:
        title, deadline = proof.deadline.kind.label, proof.deadline
        begun = bool(proof.in_time or proof.late)
        if self._is_sent(proof):
            state = StepState.DONE if proof.is_regular or not proof.overdue else StepState.LATE
            return Step(title, state, (proof.words,), deadline)
        if not self.is_open:
            unknown = proof.words if begun else "Aucun envoi n’est enregistré."
            return Step(title, StepState.DROPPED, (unknown,), deadline)
        return Step(title, self._waiting(deadline, waits=waits), tuple(self._to_send(proof)), deadline)

    def _waiting(self, deadline: Deadline, *, waits: bool) -> StepState:
        if deadline.days_left(self.today) < 0 and not self.shortens(deadline):
            return StepState.LATE
        return StepState.TO_COME if waits else StepState.NEXT

    def _to_send(self, proof: Proof) -> Iterator[str]:
        convocation, convened = proof.deadline.kind is DeadlineKind.CONVOCATION, self.meeting.convened_on
        if convocation and convened:
            yield f"Éditée le {date_digits(convened)}."
        if changes := self._changes(proof):
            it = "elle" if convocation else "il"
            yield f"À envoyer de nouveau, car ce qu’{it} annonce a changé{NBSP}: {listing(changes)}."
        else:
            yield proof.words

    def _session(self) -> Step:
        meeting = self.meeting
        if meeting.cancelled_on:
            reason = f" Motif{NBSP}: {meeting.cancel_reason.rstrip('.')}." if meeting.cancel_reason else ""
            told = f"Annulée le {date_words(meeting.cancelled_on)}.{reason}"
            if not self.untold:
                return Step("Annulation", StepState.DONE, (told,))
            whom = plural(self.untold, "personne convoquée", "personnes convoquées")
            return Step("Annulation", StepState.NEXT, (told, f"Annulation à envoyer à {whom}."))
        name, verb = ("Close", "Elle se clôt") if meeting.is_written else ("Tenue", "Elle se tient")
        if meeting.on < self.today:
            return Step(name, StepState.DONE, (f"Le {date_words(meeting.on)}.",))
        return Step(name, StepState.TO_COME, (f"{verb} le {date_words(meeting.on)}.",))
