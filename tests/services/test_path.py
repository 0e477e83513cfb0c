from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.accompaniment import accompaniment_of
from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier, FilePaper
from cpr_desk.domain.path import TACIT_AUTHOR, tacit_validation
from cpr_desk.errors import UserError
from cpr_desk.services import instance, papers, path, reference, undo
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.storage.database import Database
from tests.services.cpts_files import TODAY, at_step, read
from tests.stored import rows_of


def history(dossier: Dossier) -> list[tuple[Step, date]]:
    return [(each.step, each.on) for each in dossier.steps]


@pytest.fixture
def sent(db: Database, commission: Commission) -> Dossier:
    """A project sent on 10/04/2020."""
    return at_step(db, commission, Step.PROJECT_SENT)


def test_a_step_is_recorded_with_who_took_it_and_shows_at_its_day(
    db: Database, commission: Commission, sent: Dossier
) -> None:
    wanted = StepTaken(Step.PROJECT_VALIDATED, date(2020, 5, 10), " ARS  Pays de la Loire ", "Avis favorable\n")
    path.add_step(db, sent, wanted, TODAY)

    step = read(db, commission, sent.id).steps[-1]
    assert (step.author, step.comment) == ("ARS Pays de la Loire", "Avis favorable")
    assert snapshot_at(db, commission, date(2020, 5, 9)).dossiers[0].adhesion.step is Step.PROJECT_SENT
    assert snapshot_at(db, commission, date(2020, 5, 10)).dossiers[0].adhesion.step is Step.PROJECT_VALIDATED


def test_a_refused_order_is_recorded_as_an_exception_with_its_reason(
    db: Database, commission: Commission, sent: Dossier
) -> None:
    wanted = StepTaken(Step.LETTER_VALIDATED, date(2020, 6, 1))
    with pytest.raises(UserError, match="vient avant"):
        path.add_step(db, sent, wanted, TODAY)
    path.add_step(db, sent, replace(wanted, exception="Périmètre modifié"), TODAY)
    assert read(db, commission, sent.id).steps[-1].exception == "Périmètre modifié"


def test_a_step_is_corrected_and_taken_back(db: Database, commission: Commission, sent: Dossier) -> None:
    path.correct_step(db, sent, replace(sent.steps[-1], on=date(2020, 4, 20), author="CPTS"), TODAY)
    now = read(db, commission, sent.id)
    assert (now.steps[-1].on, now.steps[-1].author) == (date(2020, 4, 20), "CPTS")
    with pytest.raises(UserError, match="vient avant"):
        path.correct_step(db, now, replace(now.steps[1], on=date(2020, 4, 25)), TODAY)

    path.remove_step(db, now, now.steps[-1])
    assert read(db, commission, sent.id).adhesion.step is Step.LETTER_VALIDATED


def test_an_old_step_out_of_order_may_be_told_more_of(db: Database, commission: Commission, sent: Dossier) -> None:
    path.add_step(db, sent, StepTaken(Step.LETTER_VALIDATED, date(2020, 6, 1), exception="Ancien classeur"), TODAY)
    last = read(db, commission, sent.id).steps[-1]
    path.correct_step(db, sent, replace(last, exception="", comment="Repris du classeur"), TODAY)
    assert read(db, commission, sent.id).steps[-1].exception == ""


def test_what_is_gone_is_said(db: Database, sent: Dossier) -> None:
    path.remove_step(db, sent, sent.steps[-1])
    with pytest.raises(UserError, match="n’est plus enregistrée"):
        path.remove_step(db, sent, sent.steps[-1])
    with pytest.raises(UserError, match="n’est plus enregistrée"):
        path.correct_step(db, sent, sent.steps[-1], TODAY)
    with pytest.raises(UserError, match="n’est plus au registre"):
        path.name_association(db, replace(sent, adhesion=replace(sent.adhesion, id=999)), "Layon", None, TODAY)


def test_two_months_of_silence_are_recorded_in_one_go(db: Database, commission: Commission, sent: Dossier) -> None:
    scales = tuple(reference.scales(db).values())
    tacit = tacit_validation(sent, scales, TODAY)
    assert tacit is not None
    path.accept_tacitly(db, sent, tacit, TODAY)

    step = read(db, commission, sent.id).steps[-1]
    assert (step.step, step.on, step.author) == (Step.PROJECT_VALIDATED, date(2020, 6, 10), TACIT_AUTHOR)


def test_a_project_is_abandoned_and_taken_up_again(db: Database, commission: Commission, sent: Dossier) -> None:
    path.add_step(db, sent, StepTaken(Step.ABANDONED, date(2020, 5, 1), comment="Porteur parti"), TODAY)
    assert read(db, commission, sent.id).adhesion.step is Step.ABANDONED
    path.add_step(db, sent, StepTaken(Step.LETTER_DEPOSITED, date(2021, 5, 1)), TODAY)
    assert history(read(db, commission, sent.id))[-1] == (Step.LETTER_DEPOSITED, date(2021, 5, 1))


# Papers ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "Statuts.pdf"
    made.write_bytes(b"%PDF-1.7 statuts")
    return made


def test_papers_are_kept_for_a_piece_and_for_a_step(
    db: Database, commission: Commission, sent: Dossier, file: Path
) -> None:
    path.attach(db, sent, FilePaper("statutes", received_on=date(2020, 4, 1)), [file])
    path.attach(db, sent, FilePaper(step_id=sent.steps[-1].id), [file])

    piece, of_step = read(db, commission, sent.id).papers
    assert (piece.code, piece.received_on, of_step.step_id) == ("statutes", date(2020, 4, 1), sent.steps[-1].id)
    assert piece.paper
    assert papers.copy_to_open(db, piece.paper).read_bytes() == file.read_bytes()

    path.remove_step(db, sent, sent.steps[-1])
    assert [each.id for each in read(db, commission, sent.id).papers] == [piece.id]
    path.remove_papers(db, sent, [piece, piece])
    assert read(db, commission, sent.id).papers == ()


def test_a_piece_ticked_off_takes_its_file_later(
    db: Database, commission: Commission, sent: Dossier, file: Path
) -> None:
    path.receive(db, sent, [FilePaper("statutes", received_on=date(2020, 4, 1), label="Statuts signés")], TODAY)
    path.attach(db, sent, FilePaper("statutes", received_on=TODAY), [file])

    (piece,) = read(db, commission, sent.id).papers
    assert (piece.received_on, piece.label) == (date(2020, 4, 1), "Statuts signés")
    assert piece.paper
    assert piece.paper.name == "Statuts.pdf"

    path.receive(db, sent, [replace(piece, received_on=date(2020, 4, 3))], TODAY)
    assert read(db, commission, sent.id).papers[0].received_on == date(2020, 4, 3)
    with pytest.raises(UserError, match="à venir"):
        path.receive(db, sent, [replace(piece, received_on=date(2024, 1, 11))], TODAY)


def test_a_file_that_is_gone_is_attached_again(
    db: Database, commission: Commission, sent: Dossier, file: Path, tmp_path: Path
) -> None:
    path.attach(db, sent, FilePaper("statutes"), [file])
    (piece,) = read(db, commission, sent.id).papers
    assert piece.paper
    kept = papers.file_of(db, piece.paper)
    assert kept
    kept.unlink()
    assert any("Statuts.pdf" in told for told in instance.verify(db.file.parent))
    path.attach_again(db, sent, piece, file)
    assert papers.file_of(db, piece.paper)
    other = tmp_path / "Nouveaux statuts.pdf"
    other.write_bytes(b"%PDF-1.7 autres")
    path.attach_again(db, sent, piece, other)
    (piece,) = read(db, commission, sent.id).papers
    assert piece.paper
    assert piece.paper.name == "Nouveaux statuts.pdf"


# Association and accompaniment -----------------------------------------------------------------------------------


def test_an_association_is_named_with_its_declaration(db: Database, commission: Commission, sent: Dossier) -> None:
    path.name_association(db, sent, " Association  du Layon ", date(2020, 2, 1), TODAY)
    now = read(db, commission, sent.id)
    assert (now.association, now.association_on) == ("Association du Layon", date(2020, 2, 1))
    with pytest.raises(UserError, match="à venir"):
        path.name_association(db, sent, "Layon", date(2024, 1, 11), TODAY)
    with pytest.raises(UserError, match="nom de l’association manque"):
        path.name_association(db, sent, " ", TODAY, TODAY)


def test_the_accompaniment_is_recorded_corrected_and_taken_back(
    db: Database, commission: Commission, sent: Dossier
) -> None:
    scales = tuple(reference.scales(db).values())
    with pytest.raises(UserError, match="pas porté par une association"):
        path.accompany(db, sent, date(2022, 6, 1), "", TODAY)
    path.name_association(db, sent, "Layon", None, TODAY)
    path.accompany(db, sent, date(2022, 6, 1), "", TODAY)
    path.accompany(db, sent, date(2022, 7, 1), "Daté du 1er juillet", TODAY)

    now = read(db, commission, sent.id)
    found = accompaniment_of(now, scales, TODAY)
    assert (found.given and found.given.on, found.limit) == (date(2022, 7, 1), date(2023, 4, 1))
    path.withdraw_accompaniment(db, now, now.grants[0])
    path.withdraw_accompaniment(db, now, now.grants[0])
    assert read(db, commission, sent.id).grants == ()


def test_every_use_case_is_undone_and_done_again(db: Database, sent: Dossier, file: Path) -> None:
    opened = undo.last_entry(db)
    validated = StepTaken(Step.PROJECT_VALIDATED, date(2020, 5, 1))
    works: list[Callable[[], object]] = [
        lambda: path.add_step(db, sent, validated, TODAY),
        lambda: path.correct_step(db, sent, replace(sent.steps[0], author="CPTS"), TODAY),
        lambda: path.attach(db, sent, FilePaper(step_id=sent.steps[-1].id), [file]),
        lambda: path.receive(db, sent, [FilePaper("members", received_on=TODAY)], TODAY),
        lambda: path.name_association(db, sent, "Layon", TODAY, TODAY),
        lambda: path.accompany(db, sent, date(2022, 6, 1), "Association en cours de création", TODAY),
        lambda: path.remove_step(db, sent, sent.steps[-1]),
    ]
    for work in works:
        before = rows_of(db)
        work()
        after = rows_of(db)
        step = undo.history(db, opened).undo
        assert step
        undo.undo(db, step)
        assert rows_of(db) == before
        again = undo.history(db, opened).redo
        assert again
        undo.redo(db, again)
        assert rows_of(db) == after
