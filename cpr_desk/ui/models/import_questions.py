"""The table of what only a person can tell of a file: which CPTS a name means, whether a payment is there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.french import typeset
from cpr_desk.office.importing import Decisions, Preview, retained_by
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question, its choices as (value, words), the answer that holds, and whether a person gave it."""

    id: str
    typed: str
    place: str
    said: str
    choices: tuple[tuple[str, str], ...]
    answer: str
    free: bool
    decided: bool

    @property
    def words(self) -> str:
        """The answer that holds, in French."""
        return next((words for value, words in self.choices if value == self.answer), "")


def question_rows(preview: Preview, made: Decisions, everyone: Sequence[tuple[str, str]]) -> list[QuestionRow]:
    """Return the questions of a file, those answered too: one may think again. `everyone` may be answered to any."""
    others = dict(everyone)
    rows = []
    for question in preview.proposal.questions:
        answer = retained_by(question, made)
        choices = [(choice.value, choice.words) for choice in question.choices]
        if answer and answer not in dict(choices):
            choices.append((answer, others.get(answer, answer)))
        place = f"{question.sheet}, ligne {question.row}"
        decided = question.key in made.replies
        said = question.said
        rows.append(
            QuestionRow(question.key, question.typed, place, said, tuple(choices), answer, question.free, decided)
        )
    return rows


def question_columns() -> tuple[Column[QuestionRow], ...]:
    """Return the columns of the questions."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Import", text)

    looks = {
        True: icon("circle-check", Tone.DONE),
        False: icon("circle-help", Tone.URGENT),
        None: icon("circle-alert", Tone.LATE),
    }

    def decision(row: QuestionRow) -> str:
        if not row.answer:
            return tr("À dire avant d’importer")
        return row.words if row.decided else typeset(tr("Proposé : {words}").format(words=row.words))

    def look(row: QuestionRow) -> bool | None:
        return row.decided if row.answer else None

    return (
        Column("typed", tr("Dans le fichier"), lambda row: row.typed, tooltip=lambda row: row.typed, width=210),
        Column("decision", tr("Réponse"), decision, tooltip=decision, icon=lambda row: looks[look(row)], width=300),
        Column("said", tr("Question"), lambda row: row.said, tooltip=lambda row: row.said, width=360),
        Column("place", tr("Où"), lambda row: row.place, tooltip=lambda row: row.place, width=130),
    )
