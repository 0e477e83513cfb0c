from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.dossier import Dossier, SizeFixed
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.services import contracts, path
from cpr_desk.services.contracts import EndContract, SignContract
from cpr_desk.services.decisions import record_decisions
from cpr_desk.services.instance import Database
from cpr_desk.services.register import save_adhesion
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.dialogs.contract_events import (
    AmendmentDialog,
    EndDialog,
    RenewalDialog,
    ResumeDialog,
    SuspensionDialog,
)
from cpr_desk.ui.dialogs.contract_sign import SignDialog
from cpr_desk.ui.dialogs.contract_size import SizeDialog
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_contract_facts import of_life
from cpr_desk.ui.pages.cpts_summary import SummaryTab
from cpr_desk.ui.widgets.fact_list import Fact
from tests.factories import adhesion
from tests.services.convening import convened_commission
from tests.services.cpts_files import TODAY, at_step, read
from tests.ui.conftest import Dialogs
from tests.ui.cpts_files import open_tab, press, press_in
from tests.ui.driving import beside, click, open_dialog, type_in

SIGNED_ON = date(2021, 3, 15)


@pytest.fixture
def negotiating(db: Database, commission: Commission) -> Dossier:
    return at_step(db, commission, Step.NEGOTIATION)


@pytest.fixture
def signed(db: Database, commission: Commission, negotiating: Dossier) -> Dossier:
    size = SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999)
    contracts.sign(db, negotiating, SignContract(Contract(SIGNED_ON, 5), size), TODAY)
    return read(db, commission, negotiating.id)


@pytest.fixture
def tab(qtbot: QtBot, db: Database, signed: Dossier) -> ContractTab:
    return open_tab(qtbot, db, signed.id, "contract", ContractTab, TODAY)


@pytest.fixture
def now(db: Database, commission: Commission, negotiating: Dossier) -> Callable[[], Dossier]:
    return lambda: read(db, commission, negotiating.id)


def the_contract(dossier: Dossier) -> Contract:
    assert dossier.contract is not None
    return dossier.contract


def test_a_contract_is_signed_with_its_parties_its_length_and_its_size(
    qtbot: QtBot, db: Database, negotiating: Dossier, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    tab = open_tab(qtbot, db, negotiating.id, "contract", ContractTab, TODAY)
    assert "Aucun contrat n’est signé. Il manque au dossier" in tab.to_sign.text()
    dialog = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Signer le contrat…"))
    type_in(qtbot, dialog.signed, "29/2/2024")
    assert "Cette date est à venir" in beside(dialog.signed)
    type_in(qtbot, dialog.signed, "15/3/2021")
    type_in(qtbot, dialog.effect, "1/1/2020")
    assert "précède la signature de plus de 6 mois" in beside(dialog.effect)
    type_in(qtbot, dialog.effect, "1/4/2021")
    type_in(qtbot, dialog.cpts, "Mme Marlou")
    type_in(qtbot, dialog.ars, "ARS")
    type_in(qtbot, dialog.insurance, "CPAM")
    type_in(qtbot, dialog.retained.population, "beaucoup")
    dialog.accept()
    assert "Écrivez un nombre entier" in beside(dialog.retained.population)
    type_in(qtbot, dialog.retained.population, "40 000")
    assert dialog.retained.size.currentText() == "Taille 2"
    assert "du 01/04/2021 au 31/03/2026" in dialog.what_happens.text()
    dialog.accept()

    contract = the_contract(now())
    assert (contract.signed_on, contract.starts_on, contract.years) == (SIGNED_ON, date(2021, 4, 1), 5)
    assert (contract.cpts_party, contract.ars_party, contract.insurance_party) == ("Mme Marlou", "ARS", "CPAM")
    assert [(each.on, each.size, each.population) for each in now().sizes] == [(SIGNED_ON, SizeClass.SIZE_2, 40_000)]
    assert "En cours. Signé le 15/03/2021 pour 5 ans." in tab.contract.text()
    assert "Prend effet le 01/04/2021" in tab.contract.text()


def test_a_signature_before_the_validation_is_told_and_needs_its_reason(
    qtbot: QtBot, db: Database, negotiating: Dossier, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    tab = open_tab(qtbot, db, negotiating.id, "contract", ContractTab, TODAY)
    dialog = open_dialog(dialogs, tab, SignDialog, tab.sign)
    type_in(qtbot, dialog.signed, "20/4/2020")
    assert "«\u00a0Projet de santé validé\u00a0», du 10/05/2020, ne peut pas suivre" in beside(dialog.signed)
    dialog.accept()
    assert dialog.isVisible()
    type_in(qtbot, dialog.exception, "Regularisation")
    dialog.accept()
    assert next(each for each in now().steps if each.step is Step.SIGNED).exception == "Regularisation"


def test_a_contract_of_29_february_has_its_years_on_28_february(
    qtbot: QtBot, db: Database, negotiating: Dossier, dialogs: Dialogs
) -> None:
    tab = open_tab(qtbot, db, negotiating.id, "contract", ContractTab, date(2025, 3, 1))
    dialog = open_dialog(dialogs, tab, SignDialog, tab.sign)
    type_in(qtbot, dialog.signed, "29/2/2024")
    dialog.accept()
    assert "Terme le 28/02/2029, dernier jour le 27/02/2029" in tab.contract.text()
    told = tab.years.text().splitlines()
    assert told[0] == "Dialogue à tenir. Année 1 (du 29/02/2024 au 27/02/2025). Dialogue à tenir avant le 28/04/2025"
    assert told[3].startswith("À venir. Année 4 (du 28/02/2027 au 28/02/2028). Anniversaire le 29/02/2028")


def test_a_signature_of_the_register_is_completed(
    qtbot: QtBot, db: Database, commission: Commission, dialogs: Dialogs
) -> None:
    row = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=81_000)
    cpts_id = save_adhesion(db, commission.id, row, SIGNED_ON)
    tab = open_tab(qtbot, db, cpts_id, "contract", ContractTab, TODAY)
    assert "Déduite de ce que le registre sait à la signature" in tab.sizes.text()
    dialog = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Corriger…"))
    assert dialog.retained.size.currentText() == "Taille 3"
    type_in(qtbot, dialog.signed, "1/4/2021")
    dialog.accept()
    known = read(db, commission, cpts_id)
    assert the_contract(known).id
    assert (known.steps[-1].on, known.sizes[0].on) == (date(2021, 4, 1), date(2021, 4, 1))


def test_a_length_and_a_reason_are_kept_when_a_contract_is_corrected(
    qtbot: QtBot, tab: ContractTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, SignDialog, lambda: click(qtbot, tab, "Corriger…"))
    dialog.years.setValue(4)
    dialog.comment.setPlainText("Original au coffre")
    dialog.accept()
    assert (the_contract(now()).years, the_contract(now()).comment) == (4, "Original au coffre")


def test_an_amendment_is_linked_to_the_opinion_of_the_commission(
    qtbot: QtBot, db: Database, commission: Commission, signed: Dossier, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    meeting = convened_commission(db, commission)
    text = "Avis favorable à l’avenant. " * 5
    opinion = Decision(DecisionKind.OPINION, 0, 0, text, meeting.on, meeting.id, cpts_id=signed.id)
    record_decisions(db, meeting, [opinion], TODAY)
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, TODAY)
    dialog = open_dialog(dialogs, tab, AmendmentDialog, lambda: click(qtbot, tab, "Avenant…"))
    dialog.accept()
    assert "obligatoire" in beside(dialog.label)
    type_in(qtbot, dialog.label, "Mission crises")
    type_in(qtbot, dialog.signed, "20/12/2021")
    type_in(qtbot, dialog.on, "1/1/2027")
    assert "hors du contrat" in beside(dialog.on)
    type_in(qtbot, dialog.on, "1/1/2022")
    dialog.decision.setCurrentIndex(1)
    dialog.accept()
    assert "Avenant. Avenant du 20/12/2021. Mission crises\nEffet le 01/01/2022\nAvis" in tab.life.text()
    assert the_contract(now()).amendments[0].decision_id

    again = open_dialog(dialogs, tab, AmendmentDialog, lambda: press(qtbot, tab, "Corriger", "Avenant du 20/12/2021"))
    assert again.decision.currentIndex() == 1
    again.on.clear()
    again.accept()
    assert the_contract(now()).amendments[0].on == date(2021, 12, 20)
    press(qtbot, tab, "Retirer", "Avenant du 20/12/2021")
    assert the_contract(now()).amendments == ()


def test_a_contract_is_renewed_before_and_after_its_term(
    qtbot: QtBot, db: Database, commission: Commission, signed: Dossier, dialogs: Dialogs
) -> None:
    later = date(2026, 6, 1)
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, later)
    assert "Terme dépassé" in tab.contract.text()
    dialog = open_dialog(dialogs, tab, RenewalDialog, lambda: click(qtbot, tab, "Renouveler…"))
    assert "arrivé à son terme le 15/03/2026" in dialog.what_happens.text()
    type_in(qtbot, dialog.signed, "1/2/2026")
    assert "sans interruption jusqu’au 14/03/2031" in dialog.what_happens.text()
    dialog.accept()
    assert "Terme le 15/03/2031" in tab.contract.text()
    assert read(db, commission, signed.id, later).steps[-1].step is Step.RENEWED

    title = "Renouvellement du 01/02/2026"
    again = open_dialog(dialogs, tab, RenewalDialog, lambda: press(qtbot, tab, "Corriger", title))
    assert "sans interruption jusqu’au 14/03/2031" in again.what_happens.text()
    again.accept()
    press(qtbot, tab, "Retirer", title)
    assert read(db, commission, signed.id, later).steps[-1].step is Step.SIGNED


def test_a_suspension_runs_until_the_contract_is_taken_up_again(
    qtbot: QtBot, tab: ContractTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, SuspensionDialog, lambda: click(qtbot, tab, "Suspendre…"))
    type_in(qtbot, dialog.on, "1/6/2023")
    type_in(qtbot, dialog.planned, "1/5/2023")
    assert "avant d’avoir commencé" in beside(dialog.planned)
    type_in(qtbot, dialog.resumed, "11/1/2024")
    assert "à venir" in beside(dialog.resumed)
    dialog.resumed.clear()
    type_in(qtbot, dialog.planned, "30/6/2023")
    type_in(qtbot, dialog.label, "Gouvernance vacante")
    assert "L’accord ne fixe pas les effets d’une suspension (règle par défaut" in dialog.what_happens.text()
    dialog.accept()
    assert "Suspendu. Signé le 15/03/2021" in tab.contract.text()
    assert "depuis le 01/06/2023. Gouvernance vacante\nFin prévue le 30/06/2023, passée" in tab.life.text()

    second = open_dialog(dialogs, tab, SuspensionDialog, lambda: click(qtbot, tab, "Suspendre…"))
    assert "les deux se chevauchent" in beside(second.on)
    second.reject()

    resumed = open_dialog(dialogs, tab, ResumeDialog, lambda: click(qtbot, tab, "Lever la suspension…"))
    type_in(qtbot, resumed.day, "1/6/2023")
    assert "n’a commencé que le 01/06/2023" in beside(resumed.day)
    type_in(qtbot, resumed.day, "1/9/2023")
    assert "Fin prévue le 30/06/2023, passée." in resumed.what_happens.text()
    resumed.accept()
    assert the_contract(now()).suspensions[0].until == date(2023, 8, 31)
    assert "Suspension du 01/06/2023 au 31/08/2023" in tab.life.text()
    press(qtbot, tab, "Retirer", "Suspension du 01/06/2023 au 31/08/2023")
    assert the_contract(now()).suspensions == ()


def test_a_planned_end_that_passed_is_a_task_and_the_lift_is_corrected_apart(
    qtbot: QtBot, db: Database, signed: Dossier, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    stopped = ContractEvent(EventKind.SUSPENSION, date(2023, 6, 1), label="Vacance", planned_until=date(2023, 6, 30))
    contracts.record_event(db, signed, the_contract(signed), stopped, TODAY)
    summary = open_tab(qtbot, db, signed.id, "summary", SummaryTab, TODAY)
    asked = " ".join(label.text() for label in summary.todo.findChildren(QLabel))
    assert "Suspension dont la fin prévue est passée (30/06/2023)" in asked

    contracts.resume(db, now(), the_contract(now()), date(2023, 9, 1), TODAY)
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, TODAY)
    title = "Suspension du 01/06/2023 au 31/08/2023"
    dialog = open_dialog(dialogs, tab, SuspensionDialog, lambda: press(qtbot, tab, "Corriger", title))
    assert (dialog.planned.day(), dialog.resumed.day()) == (date(2023, 6, 30), date(2023, 9, 1))
    type_in(qtbot, dialog.resumed, "15/9/2023")
    dialog.accept()
    corrected = the_contract(now()).suspensions[0]
    assert (corrected.planned_until, corrected.until) == (date(2023, 6, 30), date(2023, 9, 14))


def test_a_suspension_is_no_more_urgent_once_the_contract_is_over(
    qtbot: QtBot, db: Database, signed: Dossier, now: Callable[[], Dossier]
) -> None:
    stopped = ContractEvent(EventKind.SUSPENSION, date(2023, 6, 1), label="Vacance", planned_until=date(2023, 6, 30))
    contracts.record_event(db, signed, the_contract(signed), stopped, TODAY)
    running, over = (_suspension_of(now(), on) for on in (date(2023, 6, 15), date(2023, 7, 1)))
    assert (running.badge[0], over.badge[0]) == (Tone.URGENT, Tone.URGENT)
    order = EndContract(the_contract(now()), date(2023, 6, 30), EndKind.BY_CPTS, "Départ")
    contracts.end(db, now(), order, TODAY)
    over = _suspension_of(now(), TODAY)
    assert over.badge[0] is Tone.NEUTRAL
    assert "passée" not in over.words
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, TODAY)
    assert "Fin prévue le 30/06/2023" in tab.life.text()
    assert "passée" not in tab.life.text()


def _suspension_of(dossier: Dossier, at: date) -> Fact:
    return of_life(the_contract(dossier), {}, at, lambda _event: (), ())[0]


def test_the_end_says_plainly_that_no_opinion_is_linked(
    qtbot: QtBot, tab: ContractTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, EndDialog, lambda: click(qtbot, tab, "Mettre fin au contrat…"))
    assert "Aucun avis de la commission n’est encore lié" in dialog.what_happens.text()
    type_in(qtbot, dialog.day, "1/1/2021")
    assert "ne prend effet que le 15/03/2021" in beside(dialog.day)
    type_in(qtbot, dialog.day, "30/6/2023")
    dialog.accept()
    assert "Une résiliation a un motif" in beside(dialog.reason)
    type_in(qtbot, dialog.reason, "Dissolution")
    dialog.accept()
    assert (now().steps[-1].step, now().steps[-1].on) == (Step.TERMINATED, date(2023, 7, 1))
    assert "Terminé. Signé le 15/03/2021" in tab.contract.text()
    assert "Aucun avis de la commission n’est encore lié à cette fin" in tab.life.text()
    assert "Sans dialogue. Année 3" in tab.years.text()

    title = "Fin du contrat, dernier jour le 30/06/2023"
    again = open_dialog(dialogs, tab, EndDialog, lambda: press(qtbot, tab, "Corriger", title))
    assert again.kind.currentText() == "Résilié par la CPTS"
    again.kind.setCurrentIndex(again.kind.findData(EndKind.EXPIRY))
    assert again.day.day() == date(2026, 3, 14)
    again.accept()
    assert the_contract(now()).ended_on == date(2026, 3, 14)
    press(qtbot, tab, "Retirer", "Fin du contrat, dernier jour le 14/03/2026")
    assert the_contract(now()).ended_on is None


def test_an_end_that_only_the_path_tells_asks_to_be_completed(qtbot: QtBot, db: Database, signed: Dossier) -> None:
    path.add_step(db, signed, StepTaken(Step.TERMINATED, date(2023, 7, 1)), TODAY)
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, TODAY)
    assert "Le parcours seul indique cette fin\u00a0: précisez-la." in tab.life.text()


def test_a_renewal_that_only_the_path_tells_is_shown_without_commands(
    qtbot: QtBot, db: Database, signed: Dossier
) -> None:
    later = date(2026, 6, 1)
    path.add_step(db, signed, StepTaken(Step.RENEWED, date(2026, 2, 1)), later)
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, later)
    assert "Le parcours seul l’indique" in tab.life.text()
    assert tab.life.buttons() == []


def test_the_size_is_revised_with_what_it_changes(
    qtbot: QtBot, tab: ContractTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    dialog = open_dialog(dialogs, tab, SizeDialog, lambda: click(qtbot, tab, "Réviser la taille…"))
    dialog.retained.size.setCurrentIndex(0)
    dialog.accept()
    assert "Choisissez une taille" in beside(dialog.retained.size)
    type_in(qtbot, dialog.day, "15/3/2021")
    type_in(qtbot, dialog.retained.population, "175 000")
    assert dialog.retained.size.currentText() == "Taille 4"
    assert "déjà retenue ce jour-là" in beside(dialog.day)
    type_in(qtbot, dialog.day, "1/5/2023")
    assert "anniversaire du 15/03/2024 (règle par défaut" in dialog.what_happens.text()
    dialog.accept()
    assert "Taille 4. Retenue le 01/05/2023" in tab.sizes.text()

    again = open_dialog(dialogs, tab, SizeDialog, lambda: press(qtbot, tab, "Corriger", "Retenue le 01/05/2023"))
    type_in(qtbot, again.retained.population, "174 999")
    again.accept()
    assert now().sizes[-1].size is SizeClass.SIZE_3
    first = open_dialog(dialogs, tab, SignDialog, lambda: press(qtbot, tab, "Corriger", "Retenue le 15/03/2021"))
    first.reject()
    press(qtbot, tab, "Retirer", "Retenue le 01/05/2023")
    assert len(now().sizes) == 1


def test_without_population_the_size_is_asked_for(qtbot: QtBot, db: Database, commission: Commission) -> None:
    row = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON)
    cpts_id = save_adhesion(db, commission.id, row, SIGNED_ON)
    tab = open_tab(qtbot, db, cpts_id, "contract", ContractTab, TODAY)
    assert "Aucune taille n’est connue" in tab.sizes.text()


def test_an_erased_contract_comes_back_by_one_click(qtbot: QtBot, tab: ContractTab, now: Callable[[], Dossier]) -> None:
    click(qtbot, tab, "Effacer le contrat saisi par erreur")
    assert now().contracts == ()
    click(qtbot, tab.page, "Annuler")
    assert the_contract(now()).id
    assert now().sizes


def test_a_refusal_of_a_command_is_said_in_the_page(qtbot: QtBot, db: Database, signed: Dossier) -> None:
    order = EndContract(the_contract(signed), date(2023, 6, 30), EndKind.AGREED, "Fusion")
    contracts.end(db, signed, order, TODAY)
    contracts.sign(db, signed, SignContract(Contract(date(2023, 9, 1), 5)), TODAY)
    tab = open_tab(qtbot, db, signed.id, "contract", ContractTab, TODAY)
    assert tab.which.isVisible()
    assert "Signé le 01/09/2023" in tab.contract.text()
    tab.which.setCurrentIndex(0)
    assert "Terminé. Signé le 15/03/2021" in tab.contract.text()
    press(qtbot, tab, "Retirer", "Fin du contrat, dernier jour le 30/06/2023")
    assert "les deux se chevauchent" in tab.messages.text()
    tab.desk.refresh()
    assert tab.which.currentIndex() == 0


def test_a_past_day_shows_the_contract_as_it_was_and_changes_nothing(
    db: Database, signed: Dossier, tab: ContractTab
) -> None:
    contracts.end(db, signed, EndContract(the_contract(signed), date(2023, 6, 30), EndKind.AGREED, "Fusion"), TODAY)
    page = tab.page
    assert isinstance(page, CptsPage)
    page.day.setText("1/4/2023")
    assert "En cours. Signé le 15/03/2021" in tab.contract.text()
    assert "Fin" not in tab.life.text()
    assert tab.life.buttons() + tab.sizes.buttons() == []
    assert not any(action.isEnabled() for action in tab.actions())


def test_the_form_of_the_register_says_that_a_step_holds_a_contract(
    qtbot: QtBot, tab: ContractTab, dialogs: Dialogs, now: Callable[[], Dossier]
) -> None:
    page = tab.page
    assert isinstance(page, CptsPage)
    form = open_dialog(dialogs, page, CptsDialog, lambda: page.edit(now().adhesion))
    form.step.setCurrentIndex(form.step.findData(Step.NEGOTIATION))
    form.correct.setChecked(True)
    form.days["signed_on"].clear()
    click(qtbot, form, "Enregistrer")
    assert "porte un contrat enregistré" in beside(form.step)
    dialogs.answer(lambda box: press_in(box, "Abandonner"))
    form.reject()
    assert the_contract(now()).id
