"""The path of a CPTS as one keeps it: which step may be recorded when, what comes next, the silence of the ARS."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpr_desk.domain.adhesion import PATH, Stage, Step, StepTaken, Transition, check_transition
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.file_pieces import PieceCode, received_on
from cpr_desk.domain.french import date_digits, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import Scale, scale_in_force

TACIT_AUTHOR = "ARS (accord tacite)"
"""Who validates a project by saying nothing for two months."""
_ANSWERS = frozenset({Step.LETTER_VALIDATED, Step.PROJECT_VALIDATED})
"""The steps by which somebody answers the CPTS."""
_NAMED = {
    "ARS": "l’ARS",
    "CPAM": "la CPAM",
    "CPL": "la CPL",
    "CPR": "la CPR",
    "CPTS": "la CPTS",
    "Secrétariat": "le secrétariat",
}
"""Those whom one writes without an article, as they are named inside a sentence."""
_EXCEPTION = "Sinon, enregistrez-la comme exception, avec son motif."


def author_words(step: StepTaken) -> str:
    """Say who took a step: « Décision de l’ARS » where it is an answer, else « Par la CPTS »; empty when not known."""
    if step.author == TACIT_AUTHOR:
        return "Accord tacite de l’ARS"
    first, blank, rest = step.author.partition(" ")
    named = _NAMED.get(first)
    if named and step.step in _ANSWERS and first.isupper():
        return f"Décision de {named}{blank}{rest}"
    return f"Par {named or first}{blank}{rest}" if step.author else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a step.

    `refusals` keep it from being recorded, `objections` too unless it is an exception with its reason; `warnings` ask
    to look twice.
    """

    refusals: tuple[Refusal, ...] = ()
    objections: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()

    def against(self, step: StepTaken) -> tuple[Refusal, ...]:
        """Return what keeps a step from being recorded as it is told."""
        return self.refusals if step.exception else (*self.refusals, *self.objections)


def judge_step(history: Sequence[StepTaken], wanted: StepTaken, today: date) -> Verdict:
    """Judge a new step, or one that is corrected (by its `id`), among the others, at its place in time.

    Both what comes before and what follows are looked at (domain.md §4.21). Example: a signature on 01/03/2022 before
    « Projet de santé validé » of 01/06/2022 is an objection to its day. Only the end of a contract may be to come.
    """
    before, after = _around(history, wanted)
    transition = _transition(before, wanted)
    objections = [Refusal(Fault.STEP, refusal, _advice(before)) for refusal in transition.refusals]
    objections += _hindered(before, wanted, after)
    warnings = (*transition.warnings, *_sent_back(before, wanted, after))
    return Verdict(tuple(_refusals(before, wanted, today)), tuple(objections), warnings)


def _transition(before: Sequence[StepTaken], wanted: StepTaken) -> Transition:
    """Judge a step after those before it: an exception with its reason settles the order, so that it hinders nothing.

    Whatever may follow the exception, or what it departed from, has its place. Example: after « Projet de santé
    validé » recorded by exception before the letter, that letter is in order. A signature keeps its own: the register
    shows the last step by its day, and an earlier one after it would take the contract out of it.
    """
    found = told = check_transition(before, wanted.step, wanted.on)
    while not found.allowed and before and before[-1].exception and before[-1].step.stage is not Stage.SIGNED:
        before = before[:-1]
        found = check_transition(before, wanted.step, wanted.on)
    return found if found.allowed else told


def _advice(before: Sequence[StepTaken]) -> str:
    """Return what to do of a step that has no place after those before it."""
    last = before[-1]
    if last.exception and last.step.stage is Stage.SIGNED:
        return f"Donnez-lui un jour avant le {date_digits(last.on)}, celui de l’exception. {_EXCEPTION}"
    return _EXCEPTION


def _sent_back(before: Sequence[StepTaken], wanted: StepTaken, after: Sequence[StepTaken]) -> Iterator[str]:
    """Yield a word on a step that lies behind another: the register shows the last by its day all the same."""
    if wanted.step not in PATH:
        return
    if after:
        last = after[-1]
        if all(each.step in PATH for each in after) and _place(wanted.step) > _place(last.step):
            day = date_digits(last.on)
            yield typeset(f"Le registre montrera « {last.step.label} », du {day}, et non cette étape.")
    elif before and before[-1].step.stage.is_open and _place(wanted.step) < (reached := _reached_place(before)):
        words = f"Le registre montrera cette étape : « {PATH[reached].label} », plus avancée, est déjà enregistrée."
        yield typeset(words)


def _around(history: Sequence[StepTaken], wanted: StepTaken) -> tuple[list[StepTaken], list[StepTaken]]:
    """Return the other steps before and after; of one day, in the order in which they were recorded."""
    others = sorted(
        (each for each in history if not wanted.id or each.id != wanted.id), key=lambda each: (each.on, each.id)
    )
    place = wanted.on, wanted.id or sys.maxsize
    return (
        [each for each in others if (each.on, each.id) < place],
        [each for each in others if (each.on, each.id) > place],
    )


def _refusals(before: Sequence[StepTaken], wanted: StepTaken, today: date) -> Iterator[Refusal]:
    if wanted.on > today and wanted.step is not Step.TERMINATED:
        yield Refusal(Fault.SINCE, "Cette date est à venir.", "Une étape s’enregistre une fois franchie.")
    if any((each.step, each.on) == (wanted.step, wanted.on) for each in before):
        yield Refusal(Fault.SINCE, "Cette étape est déjà enregistrée ce jour-là.", "Corrigez celle qui existe.")
    if wanted.step is Step.ABANDONED and not wanted.comment.strip():
        yield Refusal(Fault.REASON, "Un abandon s’enregistre avec son motif.", "Indiquez-le en quelques mots.")


def _hindered(before: Sequence[StepTaken], wanted: StepTaken, after: Sequence[StepTaken]) -> Iterator[Refusal]:
    """Yield the objection to a day after which the next step known would have no place any more.

    Exceptions have theirs: the one looked at is the first that follows in its order.
    """
    place = next((place for place, each in enumerate(after) if not each.exception), None)
    if place is None:
        return
    between, following = after[:place], after[place]
    held = _transition([*before, *between], following).allowed
    if held and not _transition([*before, wanted, *between], following).allowed:
        what = f"« {following.step.label} », du {date_digits(following.on)}, ne peut pas suivre cette étape."
        yield Refusal(Fault.SINCE, typeset(what), f"Vérifiez la date de cette étape. {_EXCEPTION}")


def refuse_removal(history: Sequence[StepTaken], step: StepTaken) -> tuple[Refusal, ...]:
    """Return every reason not to take back a step: the only one, or one on which the next depends."""
    before, after = _around(history, step)
    if not before and not after:
        what = "C’est la seule étape connue : sans elle, la CPTS ne serait plus au registre."
        return (Refusal(Fault.STEP, typeset(what), "Corrigez-la plutôt."),)
    needs_contract = after and after[0].step in (Step.RENEWED, Step.TERMINATED) and not after[0].exception
    if needs_contract and not _transition(before, after[0]).allowed:
        what = f"« {after[0].step.label} », du {date_digits(after[0].on)}, en dépend."
        return (Refusal(Fault.STEP, typeset(what), "Retirez d’abord cette dernière étape."),)
    return ()


def misplaced(history: Sequence[StepTaken]) -> dict[int, str]:
    """Return, by the id of a step that the rules would not have after those before, what is wrong with it.

    What was recorded as an exception, with its reason, is settled: neither it nor what follows it is out of order.
    """
    found = {}
    for place, each in enumerate(history):
        refusals = () if each.exception else _transition(history[:place], each).refusals
        if refusals:
            found[each.id] = " ".join(refusals)
    return found


class Reached(StrEnum):
    """How a step of the path stands."""

    DONE = "done"
    SKIPPED = "skipped"
    NEXT = "next"
    TO_COME = "to_come"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Reached.DONE: "franchie",
            Reached.SKIPPED: "non renseignée",
            Reached.NEXT: "prochaine étape",
            Reached.TO_COME: "à venir",
            Reached.DROPPED: "sans suite",
        }[self]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the path, and the day on which it was last reached."""

    step: Step
    state: Reached
    on: date | None = None


def milestones(history: Sequence[StepTaken]) -> tuple[Milestone, ...]:
    """Return how each step of the path to the contract stands.

    A CPTS that took the path up again has before it what it had done beyond the step where it stands now; one whose
    order an exception settled has behind it all that it did since then, in whatever order.
    """
    days = {each.step: each.on for each in history}
    reached = _reached_place(history)
    ended = bool(history) and not history[-1].step.stage.is_open
    return tuple(
        Milestone(step, state, days.get(step) if state is Reached.DONE else None)
        for place, step in enumerate(PATH)
        for state in [_reached(place, reached, known=step in days, ended=ended)]
    )


def _reached_place(history: Sequence[StepTaken]) -> int:
    """Return the place on the path of the step where a CPTS stands, -1 before any.

    It is under contract only where its last step is, as the register shows it.
    """
    last = max((place for place, each in enumerate(history) if each.step.stage.is_open), default=-1)
    own = _since_last_end(history[: last + 1])
    places = [_place(each.step) for each in own]
    if not places:
        return -1
    signed = _place(Step.SIGNED)
    if places[-1] == signed or not any(each.exception for each in own):
        return places[-1]
    return max(place for place in places if place != signed)


def _since_last_end(history: Sequence[StepTaken]) -> Sequence[StepTaken]:
    """Return the steps since the project or contract last ended."""
    ends = [place for place, each in enumerate(history) if not each.step.stage.is_open]
    return history[ends[-1] + 1 :] if ends else history


def _place(step: Step) -> int:
    """Return the place of an open step on the path; a contract renewed was signed."""
    return PATH.index(Step.SIGNED if step is Step.RENEWED else step)


def _reached(place: int, reached: int, *, known: bool, ended: bool) -> Reached:
    if place <= reached:
        return Reached.DONE if known else Reached.SKIPPED
    if ended:
        return Reached.DROPPED
    return Reached.NEXT if place == reached + 1 else Reached.TO_COME


def next_step(history: Sequence[StepTaken]) -> Step | None:
    """Return the step of the path that comes next, None under a contract and after an end."""
    return next((each.step for each in milestones(history) if each.state is Reached.NEXT), None)


class Silence(StrEnum):
    """What the silence of the ARS on a project came to."""

    RUNNING = "running"
    ACCEPTED = "accepted"
    RECORDED = "recorded"
    EXPRESS = "express"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class TacitValidation:
    """The two months after a complete project, and what became of them; `answered_on` is when the ARS answered."""

    complete_on: date
    on: date
    state: Silence
    source: str
    answered_on: date | None = None

    @property
    def words(self) -> str:
        """What may be said of it, in French, with how it was counted."""
        silence, limit = f"Projet complet reçu le {date_digits(self.complete_on)}", date_digits(self.on)
        answered = date_digits(self.answered_on) if self.answered_on else ""
        told = {
            Silence.RUNNING: f"{silence} : sans réponse, le silence de l’ARS vaudra accord le {limit}.",
            Silence.ACCEPTED: f"{silence} : le silence de l’ARS vaut accord depuis le {limit}.",
            Silence.RECORDED: f"{silence} : le silence de l’ARS a valu accord le {limit}.",
            Silence.EXPRESS: f"L’ARS a validé le projet le {answered}, avant l’accord tacite du {limit}.",
            Silence.TOO_LATE: f"{silence} : l’accord tacite était acquis le {limit}, avant la réponse du {answered}.",
        }
        return typeset(told[self.state])

    @property
    def step(self) -> StepTaken:
        """The step that records it."""
        comment = f"Projet complet reçu le {date_digits(self.complete_on)}, deux mois sans réponse."
        return StepTaken(Step.PROJECT_VALIDATED, self.on, TACIT_AUTHOR, comment)


def tacit_validation(dossier: Dossier, scales: Sequence[Scale], today: date) -> TacitValidation | None:
    """Return what two months of silence on the project sent last come to (A, S4), None where there is none to judge.

    They count from the complete project: the day it was sent, or a later one on which the file says that the project
    was received complete. Example: complete on 31/12/2021, accepted on 28/02/2022.
    """
    places = [place for place, each in enumerate(dossier.steps) if each.step is Step.PROJECT_SENT]
    if not places:
        return None
    sent = dossier.steps[places[-1]].on
    complete_on = max(sent, received_on(dossier, PieceCode.PROJECT) or sent)
    terms = scale_in_force(scales, complete_on).contract
    limit = terms.tacit_validation(complete_on)
    following = _answers(dossier.steps, places[-1])
    if not following:
        state = Silence.ACCEPTED if limit <= today else Silence.RUNNING
        return TacitValidation(complete_on, limit, state, terms.source)
    answer = following[0]
    if answer.step is not Step.PROJECT_VALIDATED:
        return None
    if answer.author == TACIT_AUTHOR:
        state = Silence.RECORDED
    else:
        state = Silence.EXPRESS if answer.on < limit else Silence.TOO_LATE
    return TacitValidation(complete_on, limit, state, terms.source, answer.on)


def _answers(steps: Sequence[StepTaken], place: int) -> list[StepTaken]:
    """Return what became of the project sent at a place: exceptions beyond it, before it, then what followed.

    An exception that goes back to an earlier step answers nothing: the project is still there to be judged.
    """
    sent = _place(Step.PROJECT_SENT)
    beyond = [each for each in _since_last_end(steps[:place]) if each.exception and _place(each.step) > sent]
    followed = [
        each
        for each in steps[place + 1 :]
        if not (each.exception and each.step.stage.is_open and _place(each.step) < sent)
    ]
    return [*beyond, *followed]
