from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.dossier import Dossier, FilePaper
from cpr_desk.services import contracts, papers, path
from cpr_desk.services.contracts import SignContract
from cpr_desk.services.decisions import record_decisions
from cpr_desk.services.instance import Database
from cpr_desk.ui import files
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.contract_sign import SignDialog
from cpr_desk.ui.dialogs.cpts_pieces import PapersDialog, ReceivedDialog
from cpr_desk.ui.dialogs.cpts_step import StepDialog
from cpr_desk.ui.dialogs.cpts_support import AccompanimentDialog, AssociationDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_path import PathTab
from tests.services.convening import convened_commission
from tests.services.cpts_files import TODAY, at_step, read
from tests.ui.conftest import Dialogs
from tests.ui.cpts_files import open_tab, press, press_in
from tests.ui.driving import beside, click, open_dialog, type_in


@pytest.fixture
def sent(db: Database, commission: Commission) -> Dossier:
    """A project sent on 10/04/2020."""
    return at_step(db, commission, Step.PROJECT_SENT)


@pytest.fixture
def tab(qtbot: QtBot, db: Database, sent: Dossier) -> PathTab:
    return open_tab(qtbot, db, sent.id, "path", PathTab, TODAY)


@pytest.fixture
def now(db: Database, commission: Commission, sent: Dossier) -> Callable[[], Dossier]:
    return lambda: read(db, commission, sent.id)


def choose(dialog: StepDialog, step: Step) -> None:
    dialog.step.setCurrentIndex(dialog.step.findData(step))


def abandon(dialogs: Dialogs, dialog: StepDialog) -> None:
    dialogs.answer(lambda box: press_in(box, "Abandonner"))
    dialog.reject()


def test_the_path_tells_what_is_done_and_what_is_missing_for_the_next_step(tab: PathTab) -> None:
    assert tab.stepper.text().splitlines()[3:5] == [
        "Franchie. Projet de santé transmis 10/04/2020",
        "Prochaine étape. Projet de santé validé",
    ]
    assert "il manque la lettre d’intention et le projet de santé." in tab.next.text()
    assert "Franchie. Lettre d’intention déposée, 10/02/2020" in tab.steps.text()


def test_the_path_takes_more_lines_where_there_is_no_room(qtbot: QtBot, tab: PathTab) -> None:
    whole = tab.stepper.height()
    tab.page.resize(620, 680)
    qtbot.waitUntil(lambda: tab.stepper.height() > whole)


def test_a_step_is_recorded_with_its_author_its_comment_and_a_paper(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opinion = tmp_path / "Avis de l’ARS.pdf"
    opinion.write_bytes(b"%PDF-1.7 avis")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: ([str(opinion)], ""))
    dialog = open_dialog(dialogs, tab, StepDialog, lambda: click(qtbot, tab, "Ajouter une étape…"))
    assert Step(dialog.step.currentData()) is Step.PROJECT_VALIDATED
    type_in(qtbot, dialog.day, "2/5/20")
    type_in(qtbot, dialog.author, "ARS Pays de la Loire")
    dialog.comment.setPlainText("Avis favorable")
    click(qtbot, dialog, "Joindre une pièce…")
    click(qtbot, dialog, "Enregistrer l’étape")

    qtbot.waitUntil(lambda: bool(now().papers))
    step = now().steps[-1]
    assert (step.step, step.on, step.author) == (Step.PROJECT_VALIDATED, date(2020, 5, 2), "ARS Pays de la Loire")
    assert now().papers[0].step_id == step.id
    qtbot.waitUntil(lambda: "1 pièce jointe" in tab.messages.text())
    assert "Décision de l’ARS Pays de la Loire\nAvis favorable" in tab.steps.text()
    assert any(each.text() == "Avis de l’ARS.pdf" for each in tab.steps.buttons())


def test_an_order_that_the_rules_refuse_is_told_at_once_and_needs_its_reason(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, StepDialog, tab.add_step)
    choose(dialog, Step.LETTER_DEPOSITED)
    assert "vient avant" in beside(dialog.step)
    assert dialog.exception.isVisible()
    dialog.accept()
    assert dialog.isVisible()
    type_in(qtbot, dialog.exception, "Nouvelle lettre apres fusion")
    assert "vient avant" not in beside(dialog.step)
    dialog.accept()

    assert now().steps[-1].exception == "Nouvelle lettre apres fusion"
    assert "Exception. Lettre d’intention déposée" in tab.steps.text()
    assert "Exception\u00a0: Nouvelle lettre apres fusion" in tab.steps.text()


def test_a_day_that_makes_stages_overlap_is_told_beside_it(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(
        dialogs, tab, StepDialog, lambda: press(qtbot, tab, "Corriger", "Lettre d’intention déposée, 10/02/2020")
    )
    assert not dialog.step.isEnabled()
    type_in(qtbot, dialog.day, "15/3/2020")
    assert "vient avant «\u00a0Lettre d’intention validée\u00a0»" in beside(dialog.step)
    type_in(qtbot, dialog.day, "11/1/2024")
    assert "Cette date est à venir" in beside(dialog.day)
    type_in(qtbot, dialog.day, "12/2/2020")
    type_in(qtbot, dialog.author, "CPTS")
    click(qtbot, dialog, "Corriger")
    assert (now().steps[1].on, now().steps[1].author) == (date(2020, 2, 12), "CPTS")


def test_a_step_taken_by_mistake_is_taken_back_and_brought_back(
    qtbot: QtBot, tab: PathTab, now: Callable[[], Dossier]
) -> None:
    press(qtbot, tab, "Retirer", "Projet de santé transmis, 10/04/2020")
    assert now().adhesion.step is Step.LETTER_VALIDATED
    assert "est retirée" in tab.messages.text()
    click(qtbot, tab.page, "Annuler")
    assert now().adhesion.step is Step.PROJECT_SENT


def test_the_only_step_stays(qtbot: QtBot, db: Database, commission: Commission) -> None:
    only = at_step(db, commission, Step.REFLECTION)
    tab = open_tab(qtbot, db, only.id, "path", PathTab, TODAY)
    press(qtbot, tab, "Retirer", "En réflexion, 10/01/2020")
    assert "ne serait plus au registre" in tab.messages.text()


def test_two_months_of_silence_are_recorded_by_one_click(
    qtbot: QtBot, tab: PathTab, now: Callable[[], Dossier]
) -> None:
    assert "le silence de l’ARS vaut accord depuis le 10/06/2020" in tab.silence.text()
    click(qtbot, tab, "Enregistrer l’accord tacite")
    assert (now().steps[-1].on, now().steps[-1].author) == (date(2020, 6, 10), "ARS (accord tacite)")
    assert not tab.accept.isVisible()
    assert "a valu accord" in tab.silence.text()


def test_an_express_answer_is_no_tacit_one(qtbot: QtBot, db: Database, commission: Commission) -> None:
    answered = at_step(db, commission, Step.PROJECT_VALIDATED, "CPTS-002")
    tab = open_tab(qtbot, db, answered.id, "path", PathTab, TODAY)

    assert tab.silence_badge.accessibleName() == "Accord exprès"
    assert "avant l’accord tacite du 10/06/2020 (" in tab.silence.text()


def test_before_the_two_months_nothing_is_proposed(qtbot: QtBot, db: Database, sent: Dossier) -> None:
    tab = open_tab(qtbot, db, sent.id, "path", PathTab, date(2020, 6, 9))
    assert "vaudra accord le 10/06/2020" in tab.silence.text()
    assert not tab.accept.isVisible()


def test_a_project_is_abandoned_with_its_reason_and_taken_up_again(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, StepDialog, lambda: click(qtbot, tab, "Abandonner…"))
    type_in(qtbot, dialog.day, "1/9/2020")
    dialog.accept()
    assert "s’enregistre avec son motif" in beside(dialog.comment)
    assert dialog.comment.accessibleName() == "Motif de l’abandon"
    dialog.comment.setPlainText("Porteur parti")
    dialog.accept()
    assert now().adhesion.step is Step.ABANDONED
    assert "Sans suite. Projet de santé validé" in tab.stepper.text()

    dialog = open_dialog(dialogs, tab, StepDialog, lambda: click(qtbot, tab, "Ajouter une étape…"))
    choose(dialog, Step.PROJECT_SENT)
    assert "reprend le parcours" in dialog.what_happens.text()
    dialog.accept()
    assert now().adhesion.step is Step.PROJECT_SENT


def test_a_form_closed_by_mistake_loses_nothing(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, StepDialog, tab.add_step)
    type_in(qtbot, dialog.author, "ARS")
    dialogs.answer(lambda box: press_in(box, "Reprendre la saisie"))
    dialog.reject()
    assert dialog.isVisible()
    abandon(dialogs, dialog)
    assert now().adhesion.step is Step.PROJECT_SENT


# The file --------------------------------------------------------------------------------------------------------


def test_a_piece_is_ticked_off_its_file_joined_opened_and_taken_out(
    qtbot: QtBot, db: Database, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    statutes = tmp_path / "Statuts.pdf"
    statutes.write_bytes(b"%PDF-1.7 statuts")
    title = "Statuts de l’association loi 1901"
    received = open_dialog(dialogs, tab, ReceivedDialog, lambda: press(qtbot, tab, "Reçue le", title))
    type_in(qtbot, received.day, "11/1/2024")
    received.accept()
    assert "à venir" in beside(received.day)
    type_in(qtbot, received.day, "3/4/2020")
    received.accept()
    assert f"Reçue. {title}. Reçue le 03/04/2020" in tab.pieces.text()

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: ([str(statutes)], ""))
    dialog = open_dialog(dialogs, tab, PapersDialog, lambda: press(qtbot, tab, "Pièces", title))
    click(qtbot, dialog, "Joindre…")
    qtbot.waitUntil(lambda: dialog.papers.chosen() is not None)
    opened: list[Path] = []
    monkeypatch.setattr(files, "open_with_system", opened.append)
    click(qtbot, dialog, "Ouvrir")
    assert opened[0].read_bytes() == statutes.read_bytes()

    kept = now().papers[0].paper
    assert kept
    lost = papers.file_of(db, kept)
    assert lost
    lost.unlink()
    dialog.papers.show_place(now(), FilePaper("statutes"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(statutes), ""))
    click(qtbot, dialog, "Joindre à nouveau…")
    qtbot.waitUntil(lambda: papers.file_of(db, kept) is not None)
    qtbot.waitUntil(lambda: "jointe à nouveau" in dialog.messages.text())
    click(qtbot, dialog, "Retirer")
    dialog.accept()
    assert now().papers == ()


def test_a_piece_received_by_mistake_is_missing_again(qtbot: QtBot, db: Database, sent: Dossier) -> None:
    path.receive(db, sent, [FilePaper("members", received_on=TODAY)], TODAY)
    tab = open_tab(qtbot, db, sent.id, "path", PathTab, TODAY)
    press(qtbot, tab, "Retirer", "Liste des membres avec leur statut")
    assert "Manquante. Liste des membres avec leur statut" in tab.pieces.text()


def test_a_paper_of_a_step_opens_at_a_click(
    qtbot: QtBot, db: Database, sent: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "Lettre & annexes.pdf"
    letter.write_bytes(b"%PDF-1.7")
    path.attach(db, sent, FilePaper(step_id=sent.steps[1].id), [letter])
    tab = open_tab(qtbot, db, sent.id, "path", PathTab, TODAY)
    opened: list[Path] = []
    monkeypatch.setattr(files, "open_with_system", opened.append)
    button = next(each for each in tab.steps.buttons() if each.accessibleName().startswith("Ouvrir Lettre & annexes"))
    button.click()
    assert [each.name for each in opened] == ["Lettre & annexes.pdf"]


def test_the_association_and_the_accompaniment_are_recorded_with_their_limit(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    assert "Manquante. Association" in tab.support.text()
    support = "Contrat d’accompagnement"
    first = open_dialog(dialogs, tab, AccompanimentDialog, lambda: press(qtbot, tab, "Enregistrer", support))
    type_in(qtbot, first.day, "1/11/2023")
    assert "pas porté par une association" in first.what_happens.text()
    first.accept()
    assert "Dites pourquoi" in beside(first.comment)
    dialogs.answer(lambda box: press_in(box, "Abandonner"))
    first.reject()

    named = open_dialog(dialogs, tab, AssociationDialog, lambda: press(qtbot, tab, "Modifier", "Association"))
    type_in(qtbot, named.day, "11/1/2024")
    named.accept()
    assert "Indiquez le nom" in beside(named.name)
    assert "à venir" in beside(named.day)
    type_in(qtbot, named.name, "Association du Layon")
    type_in(qtbot, named.day, "2/2/2022")
    named.accept()
    assert "Connue. Association du Layon. Déclarée le 02/02/2022" in tab.support.text()

    again = open_dialog(dialogs, tab, AccompanimentDialog, lambda: press(qtbot, tab, "Enregistrer", support))
    type_in(qtbot, again.day, "1/11/2023")
    assert "15\u202f000\u00a0€" in again.what_happens.text()
    again.accept()
    assert now().grants[0].on == date(2023, 11, 1)
    assert "ACI à signer avant le 01/08/2024\u00a0: reste 204 jours" in tab.support.text()

    press(qtbot, tab, "Retirer", support)
    assert "Non conclu" in tab.support.text()


def test_an_opinion_of_the_commission_offers_the_next_step_on_its_day(
    qtbot: QtBot, db: Database, commission: Commission, dialogs: Dialogs, sent: Dossier, now: Callable[[], Dossier]
) -> None:
    meeting = convened_commission(db, commission)
    opinion = Decision(DecisionKind.OPINION, 0, 0, "Avis favorable au projet.", meeting.on, meeting.id, cpts_id=sent.id)
    record_decisions(db, meeting, [opinion], TODAY)
    tab = open_tab(qtbot, db, sent.id, "path", PathTab, TODAY)
    assert "Avis favorable au projet." in tab.opinions.text()
    title = tab.opinions._facts[0].title
    verb = "Faire passer à «\u00a0Projet de santé validé\u00a0»"
    dialog = open_dialog(dialogs, tab, StepDialog, lambda: press(qtbot, tab, verb, title))
    assert dialog.day.day() == meeting.on
    dialog.accept()
    assert now().steps[-1].on == meeting.on


def test_the_signature_is_recorded_with_its_contract(qtbot: QtBot, tab: PathTab, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Signer le contrat…"))
    assert "Étapes non renseignées" in dialog.what_happens.text()
    dialog.reject()


def test_a_past_day_shows_the_path_as_it_was_and_changes_nothing(tab: PathTab) -> None:
    page = tab.page
    assert isinstance(page, CptsPage)
    page.day.setText("1/4/2020")
    assert "Projet de santé transmis" not in tab.steps.text()
    assert tab.steps.buttons() == []
    assert not any(action.isEnabled() for action in tab.actions())
    page.day.setText("15/6/2020")
    assert not tab.accept.isEnabled()


def test_an_old_step_out_of_order_asks_to_be_looked_at(qtbot: QtBot, db: Database, commission: Commission) -> None:
    odd = at_step(db, commission, Step.NEGOTIATION)
    wanted = StepTaken(Step.LETTER_DEPOSITED, date(2020, 9, 1), exception="x")
    added = path.add_step(db, odd, wanted, TODAY)
    last = next(each for each in read(db, commission, odd.id).steps if each.id == added)
    tab = open_tab(qtbot, db, odd.id, "path", PathTab, TODAY)
    assert isinstance(tab.desk, Desk)
    path.correct_step(db, odd, StepTaken(last.step, last.on, id=last.id), TODAY)
    tab.desk.refresh()
    assert "Ordre à vérifier. Lettre d’intention déposée, 01/09/2020" in tab.steps.text()


def test_an_exception_with_its_reason_settles_the_order_and_what_comes_next(
    qtbot: QtBot, tab: PathTab, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, StepDialog, lambda: click(qtbot, tab, "Ajouter une étape…"))
    type_in(qtbot, dialog.day, "1/2/2020")
    assert "ne peut pas suivre cette étape" in beside(dialog.day)
    type_in(qtbot, dialog.exception, "Projet relu avant la lettre")
    assert "Le registre montrera «\u00a0Projet de santé transmis\u00a0»" in dialog.what_happens.text()
    click(qtbot, dialog, "Enregistrer l’étape")

    assert "Exception. Projet de santé validé, 01/02/2020" in tab.steps.text()
    assert "Ordre à vérifier" not in tab.steps.text()
    assert "Prochaine étape. Négociation de l’ACI" in tab.stepper.text()
    assert tab.silence_badge.accessibleName() == "Accord exprès"


def test_a_step_after_a_contract_signed_by_exception_is_to_be_given_an_earlier_day(
    qtbot: QtBot, db: Database, sent: Dossier, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    contracts.sign(db, sent, SignContract(Contract(date(2021, 3, 15), 5), exception="Lot"), TODAY)
    tab = open_tab(qtbot, db, sent.id, "path", PathTab, TODAY)
    dialog = open_dialog(dialogs, tab, StepDialog, lambda: click(qtbot, tab, "Ajouter une étape…"))
    dialog.step.setCurrentIndex(dialog.step.findData(Step.PROJECT_VALIDATED))
    type_in(qtbot, dialog.day, "1/9/2021")
    assert "Le contrat est signé" in beside(dialog.step)
    assert "Donnez-lui un jour avant le 15/03/2021, celui de l’exception." in beside(dialog.step)
    type_in(qtbot, dialog.day, "1/3/2021")
    assert beside(dialog.step) == ""
    click(qtbot, dialog, "Enregistrer l’étape")
    assert now().adhesion.step is Step.SIGNED
    assert "Prochaine étape" not in tab.stepper.text()


def test_the_day_of_a_contract_is_corrected_with_the_contract(
    qtbot: QtBot, db: Database, commission: Commission, dialogs: Dialogs
) -> None:
    known = at_step(db, commission, Step.NEGOTIATION)
    contracts.sign(db, known, SignContract(Contract(date(2021, 3, 15), 5)), TODAY)
    tab = open_tab(qtbot, db, known.id, "path", PathTab, TODAY)
    title = "Contrat signé, 15/03/2021"
    press(qtbot, tab, "Retirer", title)
    assert "porte ce que l’onglet «\u00a0Contrat\u00a0» en dit" in tab.messages.text()

    dialog = open_dialog(dialogs, tab, StepDialog, lambda: press(qtbot, tab, "Corriger", title))
    type_in(qtbot, dialog.day, "16/3/2021")
    dialog.accept()
    assert "Corrigez-le depuis cet onglet" in dialog.messages.text()
    type_in(qtbot, dialog.day, "15/3/2021")
    type_in(qtbot, dialog.author, "ARS")
    dialog.accept()
    assert read(db, commission, known.id).steps[-1].author == "ARS"
