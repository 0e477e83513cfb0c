"""What cannot be, typed into the file of a CPTS: told beside its field in French, and nothing typed is lost."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.missions import Mission
from cpr_desk.services import missions
from cpr_desk.services.instance import Database
from cpr_desk.services.register import save_adhesion
from cpr_desk.ui.dialogs.contract_sign import SignDialog
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.dialogs.cpts_step import StepDialog
from cpr_desk.ui.dialogs.payment import PaymentDialog
from cpr_desk.ui.dialogs.territory import TerritoryDialog
from cpr_desk.ui.dialogs.territory_paste import PasteDialog
from cpr_desk.ui.dialogs.territory_population import PopulationDialog
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_dialogues import DialoguesTab
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.pages.cpts_missions import MissionsTab
from cpr_desk.ui.pages.cpts_path import PathTab
from cpr_desk.ui.widgets.indicator_grid import LABEL, RATE, RESULT, START, TARGET, WEIGHT, IndicatorGrid
from tests.factories import adhesion
from tests.services.cpts_files import TODAY, at_step, read
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside
from tests.ui.whole.cpts_secretary import CptsSecretary, type_cell
from tests.ui.whole.secretary import plain

CODE = "CPTS-001"
SIGNED_ON = date(2022, 3, 15)
ACCES = Mission.ACCES


@pytest.fixture
def secretary(
    db: Database,
    commission: Commission,
    qtbot: QtBot,
    dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> CptsSecretary:
    """Sit before a register that may still be empty, on 10/01/2024."""
    assert commission.id
    return CptsSecretary(db, qtbot, dialogs, monkeypatch, tmp_path / "sorties", TODAY)


def negotiating(secretary: CptsSecretary) -> Dossier:
    """Open the file of a CPTS that negotiates, its steps on the tenth of each month of 2020."""
    found = at_step(secretary.db, secretary.desk.commission, Step.NEGOTIATION)
    secretary.desk.refresh()
    secretary.open_file(CODE)
    return found


def signed(secretary: CptsSecretary) -> int:
    """Open the file of a CPTS of taille 1, signed on 15/03/2022, accès begun that day."""
    known = adhesion(
        CODE, step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999,
        missions=((ACCES.value, SIGNED_ON),),
    )  # fmt: skip
    own = save_adhesion(secretary.db, secretary.desk.commission.id, known, SIGNED_ON)
    missions.choose_missions(secretary.db, secretary.desk.commission, own, [Mission.PREVENTION])
    secretary.desk.refresh()
    secretary.open_file(CODE)
    return own


def test_stages_that_overlap_are_told_and_recorded_only_with_their_reason(secretary: CptsSecretary) -> None:
    own = negotiating(secretary)
    tab = secretary.tab(PathTab)
    correct = lambda: secretary.press(tab, "Corriger", "Projet de santé transmis, 10/04/2020")  # noqa: E731
    dialog = secretary.asked(tab, StepDialog, correct)
    secretary.write(dialog.author, "ARS")
    for typed, said in (
        ("11/05/2020", "vient avant « Projet de santé validé »"),
        ("31/04/2020", "n’existe pas"),
        ("11/01/2024", "à venir"),
    ):
        secretary.write(dialog.day, typed)
        told = secretary.try_to_save(dialog)
        assert said in " ".join(told.values())
        assert (dialog.day.text(), dialog.author.text()) == (typed, "ARS")
    secretary.give_up(dialog)
    assert read(secretary.db, secretary.desk.commission, own.id).steps == own.steps

    again = secretary.asked(tab, StepDialog, "Ajouter une étape…")
    secretary.pick(again.step, "Lettre d’intention déposée")
    told = secretary.try_to_save(again)
    assert "vient avant" in told["Étape"]
    secretary.write(again.exception, "Fusion de deux projets")
    secretary.save(again)
    assert "Exception. Lettre d’intention déposée" in plain(tab.steps.text())
    assert "Fusion de deux projets" in plain(tab.steps.text())


def test_a_signature_before_the_validation_is_told_then_taken_as_an_exception(secretary: CptsSecretary) -> None:
    negotiating(secretary)
    tab = secretary.tab(ContractTab)
    dialog = secretary.asked(tab, SignDialog, "Signer le contrat…")
    secretary.write(dialog.cpts, "Docteur Vauclair")
    secretary.write(dialog.signed, date(2020, 4, 20))
    told = secretary.try_to_save(dialog)
    assert "« Projet de santé validé », du 10/05/2020, ne peut pas suivre cette étape" in told["Signé le"]
    assert dialog.cpts.text() == "Docteur Vauclair"
    secretary.write(dialog.exception, "Accord anticipé des parties")
    secretary.save(dialog)
    steps = plain(secretary.tab(PathTab).steps.text())
    assert "Exception. Contrat signé, 20/04/2020" in steps
    assert "Exception : Accord anticipé des parties" in steps


def test_a_contract_of_29_february_has_its_anniversaries_on_28_february(secretary: CptsSecretary) -> None:
    negotiating(secretary)
    secretary.on(date(2025, 3, 1))
    dialog = secretary.asked(secretary.tab(ContractTab), SignDialog, "Signer le contrat…")
    secretary.write(dialog.signed, "29/2/2023")
    assert "n’existe pas" in secretary.try_to_save(dialog)["Signé le"]
    secretary.write(dialog.signed, "29/2/24")
    assert "du 29/02/2024 au 27/02/2029" in plain(dialog.what_happens.text())
    secretary.save(dialog)
    years = plain(secretary.tab(ContractTab).years.text())
    assert "Année 1 (du 29/02/2024 au 27/02/2025)" in years
    assert "Année 4 (du 28/02/2027 au 28/02/2028)" in years
    tab = secretary.tab(DialoguesTab)
    tab.panel.select("yearly-1")
    assert "entre le 28/02/2025 et le 28/04/2025" in plain(tab.words.text())
    due = [line.due for line in secretary.account().statement.lines]
    assert [each.due_on for each in due][:2] == [date(2024, 2, 29), date(2025, 2, 28)]


SIZES = {39_999: 1, 40_000: 2, 79_999: 2, 80_000: 3, 174_999: 3, 175_000: 4}


def test_the_size_turns_at_each_threshold_wherever_a_population_is_typed(secretary: CptsSecretary) -> None:
    negotiating(secretary)
    tab = secretary.territory()
    for day, (people, size) in enumerate(SIZES.items(), 1):
        secretary.on(date(2024, 2, day))
        dialog = secretary.asked(secretary.territory(), PopulationDialog, "Saisir une population…")
        secretary.write(dialog.population, people)
        assert beside(dialog.population).startswith(f"Taille {size}")
        secretary.write(dialog.source, "ARS, courrier")
        secretary.save(dialog)
        row = secretary.stored(CODE)
        assert (row.population, row.size) == (people, size)
        secretary.qtbot.waitUntil(lambda: "ARS, courrier" in tab.told.text(), timeout=20_000)
    form = secretary.asked(secretary.page, CptsDialog, "Modifier…")
    for people, size in SIZES.items():
        secretary.write(form.population, f"{people:,}".replace(",", " "))
        assert plain(form._population._note.text()).startswith(f"Taille {size} : ")
    for wrong in ("-5", "1e5", "1234567890", "beaucoup"):
        secretary.write(form.population, wrong)
        assert "Écrivez un nombre entier" in secretary.try_to_save(form)["Population (habitants)"]
        assert form.population.text() == wrong
    secretary.give_up(form)


def test_the_size_of_a_contract_follows_the_population_retained(secretary: CptsSecretary) -> None:
    negotiating(secretary)
    dialog = secretary.asked(secretary.tab(ContractTab), SignDialog, "Signer le contrat…")
    for people, size in SIZES.items():
        secretary.write(dialog.retained.population, people)
        assert dialog.retained.size.currentText() == f"Taille {size}"
    secretary.write(dialog.retained.population, "-40000")
    assert "nombre entier" in secretary.try_to_save(dialog)["Population retenue"]
    secretary.give_up(dialog)


def test_a_commune_that_is_no_more_is_told_and_leads_to_the_one_of_today(secretary: CptsSecretary) -> None:
    negotiating(secretary)
    dialog = secretary.asked(secretary.territory(), TerritoryDialog, "Fixer le territoire…")
    paste = secretary.asked(dialog, PasteDialog, "Coller une liste…")
    assert secretary.try_to_save(paste), "an empty list is told"
    paste.text.setPlainText("44109\n49069\n99999\nAtlantis")
    paste.read()
    said = plain(paste.told.text())
    assert "Orée d’Anjou (49) porte un autre numéro depuis 2025 : 49126." in said
    assert "2 lignes à regarder" in said
    secretary.give_up(paste)
    again = secretary.asked(dialog, PasteDialog, "Coller une liste…")
    again.text.setPlainText("49069")
    secretary.save(again)
    assert plain(dialog.told.text()).startswith("Liste collée : 1 commune ajoutée.")
    secretary.save(dialog)
    secretary.qtbot.waitUntil(lambda: secretary.territory().panel.view.model().rowCount() == 1, timeout=20_000)
    tab = secretary.territory()
    model = tab.panel.view.model()
    assert [model.index(0, column).data() for column in range(2)] == ["49126", "Orée d’Anjou"]


def test_negative_and_enormous_amounts_are_told_a_recovery_is_taken(secretary: CptsSecretary) -> None:
    signed(secretary)
    tab = secretary.tab(FundingTab)
    dialog = secretary.asked(tab, PaymentDialog, "Enregistrer un versement…")
    secretary.write(dialog.reference, "VIR 12")
    for typed, said in (
        ("", "obligatoire"),
        ("0", "Indiquez le montant"),
        ("-10 000 000,01", "vérifiez"),
        ("999999999999", "vérifiez"),
        ("1,234", "45,50"),
        ("cent euros", "45,50"),
    ):
        secretary.write(dialog.amount, typed)
        assert said in secretary.try_to_save(dialog)["Montant, en euros"], typed
        assert (dialog.amount.text(), dialog.reference.text()) == (typed, "VIR 12")
    secretary.write(dialog.amount, "-1 200")
    secretary.save(dialog)
    assert secretary.account().statement.paid == -1200
    assert "1 à rapprocher" in plain(tab.parts.tabText(2))


def cell(grid: IndicatorGrid, column: int) -> str:
    found = grid.item(0, column)
    assert found
    return plain(found.text())


def test_a_negative_weight_is_told_in_its_cell_and_a_weight_of_nothing_makes_no_rate(secretary: CptsSecretary) -> None:
    own = signed(secretary)
    tab = secretary.tab(MissionsTab)
    tab.select(ACCES)
    grid, bot = tab.indicators.grid, secretary.qtbot
    type_cell(bot, grid, 0, LABEL, "Délai moyen")
    for column, text in ((WEIGHT, "0"), (START, "20"), (TARGET, "10"), (RESULT, "10")):
        type_cell(bot, grid, 0, column, text)
    assert cell(grid, RATE) == "100 %"
    assert "Tous les poids sont à 0" in plain(tab.indicators.rate.text())
    type_cell(bot, grid, 0, WEIGHT, "-1")
    assert plain(tab.indicators.fault.text()) == "Un poids ne peut pas être négatif."
    secretary.tab(PathTab)
    secretary.tab(MissionsTab)
    assert cell(grid, WEIGHT) == "-1", "what was typed is still there"
    (stored,) = read(secretary.db, secretary.desk.commission, own).indicators_of(ACCES, 2)
    assert stored.weight == 0
    expected = [line.due for line in secretary.account().statement.lines if line.due.of_year.number == 2]
    assert [each.expected for each in expected if each.code == "acces-variable"] == [True]
    secretary.tab(MissionsTab)
    type_cell(bot, grid, 0, WEIGHT, "1")
    assert tab.indicators.fault.text() == ""
    assert "100 %" in plain(tab.indicators.rate.text())
