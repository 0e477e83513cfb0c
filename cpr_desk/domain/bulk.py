"""The same change to many CPTS at once: each is judged by the rules of its own file, before and after are told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.dialogues import doubt_dialogue, expected, refuse_dialogue
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier, MissionState
from cpr_desk.domain.french import NBSP, date_digits, integer, typeset
from cpr_desk.domain.mission_course import doubt_mission, refuse_mission
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.path import judge_step
from cpr_desk.domain.scale import Scale

LONGEST_CONTACT, LONGEST_COMMENT = 300, 4000
STEPS = tuple(step for step in Step if step not in (Step.RENEWED, Step.TERMINATED))
"""The steps that many CPTS may take at once: a contract is renewed or ended in its own file, which asks for more."""


class BulkKind(StrEnum):
    """What is changed."""

    STEP = "step"
    MISSION_CHOSEN = "mission_chosen"
    MISSION_STARTED = "mission_started"
    DIALOGUE = "dialogue"
    DEPARTMENT = "department"
    CONTACT = "contact"
    COMMENT = "comment"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            BulkKind.STEP: "Étape franchie",
            BulkKind.MISSION_CHOSEN: "Mission choisie",
            BulkKind.MISSION_STARTED: "Mission démarrée",
            BulkKind.DIALOGUE: "Dialogue annuel prévu",
            BulkKind.DEPARTMENT: "Département",
            BulkKind.CONTACT: "Contact",
            BulkKind.COMMENT: "Commentaire ajouté",
        }[self]

    @property
    def is_dated(self) -> bool:
        """Whether it happens on a day."""
        return self in (BulkKind.STEP, BulkKind.MISSION_STARTED, BulkKind.DIALOGUE)

    @property
    def is_of_mission(self) -> bool:
        """Whether it is about a mission."""
        return self in (BulkKind.MISSION_CHOSEN, BulkKind.MISSION_STARTED)


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is changed the same way everywhere: of the other fields, those count that its kind needs.

    `text` is a department's code, a contact, a comment to add, or what is told of a step.
    """

    kind: BulkKind
    on: date = date.min
    step: Step = Step.REFLECTION
    mission: Mission = Mission.ACCES
    text: str = ""
    author: str = ""

    def words(self, departments: Mapping[str, str]) -> str:
        """Say it in French: « étape franchie : Projet de santé validé, le 12/03/2024 »."""
        said = {
            BulkKind.STEP: self.step.label,
            BulkKind.MISSION_CHOSEN: self.mission.label,
            BulkKind.MISSION_STARTED: self.mission.label,
            BulkKind.DIALOGUE: "",
            BulkKind.DEPARTMENT: _department(self.text, departments),
            BulkKind.CONTACT: self.text,
            BulkKind.COMMENT: self.text,
        }[self.kind]
        day = f"le {date_digits(self.on)}" if self.kind.is_dated else ""
        told = ", ".join(part for part in (said, day) if part)
        return f"{self.kind.label[0].lower()}{self.kind.label[1:]}{NBSP}: {told}"


Target = StepTaken | MissionState | Dialogue | str
"""What one CPTS gets."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a change does to one CPTS, in French; with `refusals` it is left as it is. `target` is what is written."""

    dossier: Dossier
    target: Target
    before: str
    after: str
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything is written."""
        return not self.refusals and self.before != self.after


def judge(
    change: BulkChange, dossier: Dossier, scales: Sequence[Scale], departments: Mapping[str, str], today: date
) -> Judged:
    """Return what a change would do to a CPTS; `departments` names them by code."""
    if change.kind is BulkKind.STEP:
        return _step(change, dossier, today)
    if change.kind.is_of_mission:
        return _mission(change, dossier, scales, today)
    if change.kind is BulkKind.DIALOGUE:
        return _dialogue(change, dossier, scales, today)
    return _text(change, dossier, departments)


def _step(change: BulkChange, dossier: Dossier, today: date) -> Judged:
    wanted = StepTaken(change.step, change.on, change.author, change.text)
    verdict = judge_step(dossier.steps, wanted, today)
    shown = dossier.adhesion
    since = f", le {date_digits(shown.step_since)}" if shown.step_since else ""
    return Judged(
        dossier,
        wanted,
        f"{shown.step.label}{since}",
        f"{change.step.label}, le {date_digits(change.on)}",
        tuple(each.what for each in verdict.against(wanted)),
        verdict.warnings,
    )


def _mission(change: BulkChange, dossier: Dossier, scales: Sequence[Scale], today: date) -> Judged:
    known = dossier.mission(change.mission)
    started, begun = change.kind is BulkKind.MISSION_STARTED, known.started_on if known else None
    wanted = known or MissionState(change.mission)
    refusals: list[str] = []
    if started and begun is not None and begun != change.on:
        refusals.append(f"La mission a démarré le {date_digits(begun)}.")
    if started:
        wanted = replace(wanted, started_on=change.on)
        refusals += [each.words for each in refuse_mission(wanted, today)]
    warnings = doubt_mission(wanted, dossier.contract, scales) if started else ()
    return Judged(
        dossier,
        wanted,
        _mission_words(known),
        _mission_words(wanted),
        tuple(refusals),
        tuple(each.words for each in warnings),
    )


def _mission_words(state: MissionState | None) -> str:
    if state is None:
        return "non choisie"
    return f"démarrée le {date_digits(state.started_on)}" if state.started_on else "choisie"


def _dialogue(change: BulkChange, dossier: Dossier, scales: Sequence[Scale], today: date) -> Judged:
    """Plan the first yearly dialogue that is not held."""
    yearly = (each for each in expected(dossier, scales, today) if each.known.kind is DialogueKind.YEARLY)
    due = next((each for each in yearly if each.is_expected and each.known.held_on is None), None)
    if due is None:
        none = "Aucun dialogue annuel n’est attendu : pas de contrat en cours, ou tous sont tenus."
        return Judged(dossier, Dialogue(DialogueKind.YEARLY), "–", "–", (typeset(none),))
    wanted = replace(due.known, planned_on=change.on)
    return Judged(
        dossier,
        wanted,
        _dialogue_words(due.known),
        _dialogue_words(wanted),
        tuple(each.words for each in refuse_dialogue(wanted, today)),
        tuple(each.words for each in doubt_dialogue(replace(due, known=wanted))),
    )


def _dialogue_words(dialogue: Dialogue) -> str:
    planned = f"prévu le {date_digits(dialogue.planned_on)}" if dialogue.planned_on else "non prévu"
    return f"Année {dialogue.year}, {planned}"


def _text(change: BulkChange, dossier: Dossier, departments: Mapping[str, str]) -> Judged:
    shown, text = dossier.adhesion, change.text.strip()
    if change.kind is BulkKind.DEPARTMENT:
        before, after = _department(shown.department, departments), _department(text, departments)
        return Judged(dossier, text, before, after, tuple(_no_department(text, departments)))
    if change.kind is BulkKind.CONTACT:
        return Judged(dossier, text, shown.contact, text, tuple(_too_long(text, LONGEST_CONTACT)))
    told = "\n".join(part for part in (shown.comment, text) if part)
    return Judged(dossier, told, shown.comment, told, tuple(_too_long(told, LONGEST_COMMENT)))


def _department(code: str, departments: Mapping[str, str]) -> str:
    return f"{code} – {departments[code]}" if code in departments else code


def _no_department(code: str, departments: Mapping[str, str]) -> Iterator[str]:
    if code not in departments:
        yield typeset(f"Le département « {code} » n’existe pas.")


def _too_long(text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"Le texte dépasserait {integer(longest)} caractères."
