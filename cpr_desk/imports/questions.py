"""What a file leaves open and only a person can tell: which CPTS a name means, whether a payment is there already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpr_desk.domain.french import typeset
from cpr_desk.imports.problems import Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer, and its French words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the file says and where, and what it may mean; `proposed` holds without an answer, empty for nothing.

    `key` names it by what the file says, so that an answer outlives a second reading. `near` says in French what it
    is like, `mend` how to settle it in the file. `free`: any CPTS of the register may be answered, by its id.
    """

    key: str
    typed: str
    sheet: str
    row: int
    near: str
    why: str
    choices: tuple[Choice, ...]
    proposed: str = ""
    mend: str = ""
    free: bool = False

    @property
    def problem(self) -> Problem:
        """The same for those who see no preview and cannot answer."""
        return Problem(self.sheet, self.row, "", self.typed, self.sentence)

    @property
    def sentence(self) -> str:
        """What is asked, and how to settle it in the file."""
        return f"{self.said} {typeset(self.mend)}".strip()

    @property
    def said(self) -> str:
        """What is asked."""
        near = f" : {self.near}" if self.near else ""
        return typeset(f"{self.why}{near}.")


Answers = Mapping[str, str]
"""By key of a question the value of its answer."""
NO_ANSWERS: Answers = {}


def retained(question: Question, answers: Answers) -> str:
    """Return the answer that holds, the proposed one where there is none, empty while open."""
    given = answers.get(question.key, "")
    offered = any(choice.value == given for choice in question.choices) or (question.free and given.isdecimal())
    return given if offered else question.proposed


def still_open(questions: Iterable[Question], answers: Answers) -> tuple[Question, ...]:
    """Return the questions that keep a file from being taken in."""
    return tuple(question for question in questions if not retained(question, answers))
