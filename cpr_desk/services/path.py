"""Use cases on the path of a CPTS: its steps, the papers of its file, its association, its accompaniment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from cpr_desk.domain import path as rules
from cpr_desk.domain.accompaniment import refuse_accompaniment
from cpr_desk.domain.adhesion import StepTaken, the_cpts
from cpr_desk.domain.dossier import Dossier, FilePaper, GrantGiven
from cpr_desk.domain.french import date_digits, squeeze, typeset
from cpr_desk.domain.mandates import obey
from cpr_desk.domain.path import TacitValidation
from cpr_desk.domain.scale import GrantKind
from cpr_desk.errors import UserError
from cpr_desk.services import papers, reference
from cpr_desk.services.dossiers import read_again
from cpr_desk.storage import contracts
from cpr_desk.storage import path as storage
from cpr_desk.storage.database import Database
from cpr_desk.storage.dossiers import work_on

Progress = Callable[[int, int], None]
"""Told (done, total) in bytes; may raise to cancel."""


def add_step(db: Database, dossier: Dossier, wanted: StepTaken, today: date) -> int:
    """Record a step and return its id.

    Raises UserError as `domain.path.judge_step`: an objection stands unless the step is an exception.
    """
    tidy, scales = _tidy(wanted), tuple(reference.scales(db).values())
    with work_on(db, dossier.id, _label("Enregistrer", tidy, dossier)) as (session, known):
        history = read_again(dossier, known, scales).steps
        obey(rules.judge_step(history, tidy, today).against(tidy))
        return storage.add_step(session, dossier.id, tidy).id


def correct_step(db: Database, dossier: Dossier, right: StepTaken, today: date) -> None:
    """Record what a step should have been: its day and what is told of it. Raises UserError when refused.

    The day of a signature, renewal or end that a contract tells is corrected there. What keeps its day and stays an
    objection without a reason, as taken from an old workbook, may still be told more of.
    """
    tidy, scales = _tidy(right), tuple(reference.scales(db).values())
    with work_on(db, dossier.id, _label("Corriger", tidy, dossier)) as (session, known):
        now = read_again(dossier, known, scales)
        row = storage.step_row(session, dossier.id, tidy.id)
        if row is None:
            raise _gone()
        if row.day != tidy.on and contracts.hangs_on(session, row):
            raise UserError(
                typeset(f"Le jour de l’étape « {tidy.step.label} » est celui que l’onglet « Contrat » enregistre."),
                "Corrigez-le depuis cet onglet.",
            )
        verdict = rules.judge_step(now.steps, tidy, today)
        obey(verdict.refusals if row.day == tidy.on else verdict.against(tidy))
        storage.write_step(session, row, tidy)


def remove_step(db: Database, dossier: Dossier, step: StepTaken) -> None:
    """Take back a step recorded by mistake, with its papers.

    Raises UserError for the only step, one on which another depends, and one that holds a contract.
    """
    scales = tuple(reference.scales(db).values())
    with work_on(db, dossier.id, _label("Retirer", step, dossier)) as (session, known):
        now = read_again(dossier, known, scales)
        row = storage.step_row(session, dossier.id, step.id)
        if row is None:
            raise _gone()
        obey(rules.refuse_removal(now.steps, step))
        if contracts.hangs_on(session, row):
            raise UserError(
                typeset(f"L’étape « {step.step.label} » porte ce que l’onglet « Contrat » en dit."),
                "Effacez-la depuis cet onglet, s’il s’agit d’une erreur.",
            )
        storage.remove_step(session, row)


def accept_tacitly(db: Database, dossier: Dossier, tacit: TacitValidation, today: date) -> None:
    """Record that two months of silence validated the project. Raises UserError when the step is refused."""
    add_step(db, dossier, tacit.step, today)


# The papers of the file ------------------------------------------------------------------------------------------


def attach(
    db: Database,
    dossier: Dossier,
    wanted: FilePaper,
    files: Sequence[Path],
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Copy files into the data folder and put them into the file of a CPTS, for a piece or a step; all or none.

    `wanted` says which piece or step, and when they were received. A piece ticked off without a file takes the first.
    Raises what `papers.taken_in` raises.
    """
    copied = papers.taken_in(db, files, progress)
    label = f"Joindre {papers.named(files, 'pièce')} au dossier {whose(dossier)}"
    with work_on(db, dossier.id, typeset(label)) as (session, known):
        ticked = [each for each in known.papers.get(dossier.id, ()) if _same_place(each, wanted) and not each.paper]
        left = list(copied)
        for each, paper in zip(ticked, copied, strict=False):
            row = storage.paper_row(session, dossier.id, each.id)
            if row is not None:
                storage.write_paper(row, replace(each, paper=paper))
                left.remove(paper)
        storage.add_papers(session, dossier.id, [replace(wanted, paper=each) for each in left])


def _same_place(known: FilePaper, wanted: FilePaper) -> bool:
    return (known.code, known.step_id) == (wanted.code, wanted.step_id)


def receive(db: Database, dossier: Dossier, pieces: Sequence[FilePaper], today: date) -> None:
    """Note on which day a piece was received: its papers, or a piece ticked off without a file (`id` 0).

    Raises UserError for a day to come.
    """
    if any(each.received_on and each.received_on > today for each in pieces):
        raise UserError("Cette date est à venir.", "Indiquez le jour où la pièce a été reçue.")
    with work_on(db, dossier.id, f"Noter une pièce reçue au dossier {whose(dossier)}") as (session, _known):
        storage.add_papers(session, dossier.id, [each for each in pieces if not each.id])
        for each in pieces:
            if each.id and (row := storage.paper_row(session, dossier.id, each.id)):
                storage.write_paper(row, replace(each, comment=squeeze(each.comment)))


def remove_papers(db: Database, dossier: Dossier, wanted: Sequence[FilePaper]) -> None:
    """Take papers out of the file. Their content stays in the data folder: an undo may want it."""
    with work_on(db, dossier.id, f"Retirer une pièce du dossier {whose(dossier)}") as (session, _known):
        for each in wanted:
            if row := storage.paper_row(session, dossier.id, each.id):
                session.delete(row)


def attach_again(
    db: Database, dossier: Dossier, lost: FilePaper, file: Path, progress: Progress = lambda _done, _total: None
) -> None:
    """Put a file in the place of a paper whose own is gone; one with the same content mends it as it was.

    Raises what `papers.taken_in` raises.
    """
    (copied,) = papers.taken_in(db, (file,), progress)
    if lost.paper and copied.sha256 == lost.paper.sha256:
        return
    with work_on(db, dossier.id, f"Joindre à nouveau une pièce au dossier {whose(dossier)}") as (session, _known):
        if row := storage.paper_row(session, dossier.id, lost.id):
            storage.write_paper(row, replace(lost, paper=copied))


# Association and accompaniment -----------------------------------------------------------------------------------


def name_association(db: Database, dossier: Dossier, name: str, on: date | None, today: date) -> None:
    """Name the association that carries a CPTS and the day of its declaration. Raises UserError for a day to come."""
    if on and on > today:
        raise UserError("Cette date est à venir.", "Une association se déclare avant d’être enregistrée ici.")
    if on and not squeeze(name):
        raise UserError("Le nom de l’association manque.", "Indiquez-le, ou effacez la date de sa déclaration.")
    with work_on(db, dossier.id, f"Nommer l’association {whose(dossier)}") as (session, _known):
        storage.write_association(session, dossier.id, squeeze(name), on)


def accompany(db: Database, dossier: Dossier, on: date, comment: str, today: date) -> None:
    """Record or correct the contrat d’accompagnement. Raises UserError as `domain.accompaniment` refuses it."""
    wanted = GrantGiven(GrantKind.ACCOMPANIMENT, on, squeeze(comment))
    scales = tuple(reference.scales(db).values())
    label = f"Enregistrer le contrat d’accompagnement {whose(dossier)}"
    with work_on(db, dossier.id, label) as (session, known):
        obey(refuse_accompaniment(read_again(dossier, known, scales), scales, wanted, today))
        storage.write_grant(session, dossier.id, wanted)


def withdraw_accompaniment(db: Database, dossier: Dossier, given: GrantGiven) -> None:
    """Take back a contrat d’accompagnement recorded by mistake."""
    with work_on(db, dossier.id, f"Retirer le contrat d’accompagnement {whose(dossier)}") as (session, _known):
        if row := storage.grant_row(session, dossier.id, given):
            session.delete(row)


def whose(dossier: Dossier) -> str:
    """Return « de la CPTS du Layon »."""
    return f"de {the_cpts(dossier.name)}"


def _label(verb: str, step: StepTaken, dossier: Dossier) -> str:
    return typeset(f"{verb} l’étape « {step.step.label} » du {date_digits(step.on)} {whose(dossier)}")


def _tidy(step: StepTaken) -> StepTaken:
    return replace(step, author=squeeze(step.author), comment=step.comment.strip(), exception=squeeze(step.exception))


def _gone() -> UserError:
    return UserError("Cette étape n’est plus enregistrée.", "Actualisez la page (F5) pour le voir.")
