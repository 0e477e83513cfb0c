"""What a secretary does to one CPTS in its file, from its first line in the register to its money."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.french import euros
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.services import reference
from cpr_desk.ui.dialogs.contract_sign import SignDialog
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.dialogs.cpts_grants import GrantsDialog
from cpr_desk.ui.dialogs.cpts_pieces import ReceivedDialog
from cpr_desk.ui.dialogs.cpts_step import StepDialog
from cpr_desk.ui.dialogs.cpts_support import AssociationDialog
from cpr_desk.ui.dialogs.dialogue import DialogueDialog
from cpr_desk.ui.dialogs.mission_dates import MissionDatesDialog
from cpr_desk.ui.dialogs.mission_rate import RatesDialog
from cpr_desk.ui.dialogs.payment import PaymentDialog
from cpr_desk.ui.dialogs.territory import TerritoryDialog
from cpr_desk.ui.dialogs.territory_paste import PasteDialog
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_dialogues import DialoguesTab
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.pages.cpts_missions import MissionsTab
from cpr_desk.ui.pages.cpts_path import PathTab
from tests.ui.whole.cpts_secretary import CptsSecretary, digits
from tests.ui.whole.secretary import plain

VAL_DE_SARTHE, COEUR_DE_SARTHE, GESNOIS = "247200629", "200068963", "200072684"
CODE, NAME = "72-01", "CPTS Haute-Sarthe et Belinois"


def codes_of(epci: str) -> str:
    """Return the codes of the communes of an EPCI, as they are copied from a workbook."""
    return "\n".join(each.code for each in reference.gazetteer().members(epci))


def people(*epcis: str) -> int:
    known = reference.gazetteer()
    return sum(each.population for epci in epcis for each in known.members(epci))


def enter_the_register(secretary: CptsSecretary) -> None:
    """Open an empty form with Ctrl+N; it says what it lacks, and nothing typed is lost."""
    form = secretary.asked(secretary.page, CptsDialog, "Ajouter une CPTS…")
    secretary.write(form.name, NAME)
    assert secretary.try_to_save(form).keys() >= {"Code", "Département"}
    secretary.write(form.code, CODE)
    secretary.pick(form.department, "72")
    secretary.write(form.contact, "Docteur Brune Vauclair")
    secretary.write(form.email, "contact@cpts-exemple.fr")
    assert form.name.text() == NAME
    secretary.save(form)
    secretary.open_file(CODE)
    assert secretary.file._stage.accessibleName() == "En réflexion"


def fix_territory(secretary: CptsSecretary, epci: str, pasted: str = "") -> str:
    """Add a whole EPCI by its name, then a pasted list of codes; return how the population is explained."""
    tab = secretary.territory()
    dialog = secretary.asked(tab, TerritoryDialog, "Fixer le territoire…")
    secretary.write(dialog.search.line, epci)
    secretary.qtbot.keyClick(dialog.search.line, Qt.Key.Key_Return)
    if pasted:
        paste = secretary.asked(dialog, PasteDialog, "Coller une liste…")
        paste.text.setPlainText(pasted)
        secretary.save(paste)
    secretary.save(dialog)
    return plain(secretary.territory().told.text())


def take_step(secretary: CptsSecretary, step: Step, on: date, author: str = "") -> str:
    """Record the step that comes next on its day, and return what the dialog said of it."""
    secretary.on(on)
    tab = secretary.tab(PathTab)
    dialog = secretary.asked(tab, StepDialog, "Ajouter une étape…")
    assert Step(dialog.step.currentData()) is step
    assert dialog.day.day() == on
    secretary.write(dialog.author, author)
    said = plain(dialog.what_happens.text())
    secretary.save(dialog)
    return said


def receive(secretary: CptsSecretary, piece: str, on: date) -> None:
    tab = secretary.tab(PathTab)
    dialog = secretary.asked(tab, ReceivedDialog, lambda: secretary.press(tab, "Reçue le", piece))
    secretary.write(dialog.day, on)
    secretary.save(dialog)


def name_association(secretary: CptsSecretary, on: date) -> None:
    secretary.on(on)
    tab = secretary.tab(PathTab)
    dialog = secretary.asked(tab, AssociationDialog, lambda: secretary.press(tab, "Modifier", "Association"))
    secretary.write(dialog.day, on)
    assert secretary.try_to_save(dialog).keys() == {"Nom"}
    secretary.write(dialog.name, "Association Haute-Sarthe sante")
    secretary.save(dialog)


def sign(secretary: CptsSecretary, on: date, size: str, last: date) -> None:
    """Sign the contract with its parties and its size; what the file still lacks is said, and stops nothing."""
    secretary.on(on)
    tab = secretary.tab(ContractTab)
    dialog = secretary.asked(tab, SignDialog, "Signer le contrat…")
    assert dialog.signed.day() == on
    assert dialog.retained.size.currentText() == size
    assert "la liste des membres avec leur statut" in plain(dialog.what_happens.text())
    assert f"au {digits(last)}" in plain(dialog.what_happens.text())
    secretary.write(dialog.cpts, "Docteur Brune Vauclair, présidente")
    secretary.write(dialog.ars, "ARS Pays de la Loire")
    secretary.write(dialog.insurance, "CPAM de la Sarthe")
    secretary.save(dialog)


def date_mission(
    secretary: CptsSecretary, mission: Mission, started: date, written: date | None = None, deployed: date | None = None
) -> None:
    tab = secretary.tab(MissionsTab)
    tab.select(mission)
    dialog = secretary.asked(tab, MissionDatesDialog, "Dater…")
    secretary.write(dialog.started, started)
    if written:
        secretary.write(dialog.written, written)
    if deployed:
        secretary.write(dialog.deployed, deployed)
    secretary.save(dialog)


def hold_dialogue(secretary: CptsSecretary, year: int, on: date, rates: dict[Mission, str], revised: str = "") -> None:
    """Hold the yearly dialogue, then retain its rates; a mission left empty keeps the rate of its indicators."""
    secretary.on(on)
    tab = secretary.tab(DialoguesTab)
    tab.panel.select(f"yearly-{year}")
    dialog = secretary.asked(tab, DialogueDialog, "Noter comme tenu…")
    assert dialog.held.day() == on
    dialog.attendees.setPlainText("ARS\nCPAM\nFrance Assos Santé")
    dialog.conclusions.setPlainText(f"Résultats de l’année {year} arrêtés.")
    assert dialog.revise.isVisible() is bool(revised)
    if revised:
        assert dialog.revise.text() == f"&Retenir la {revised}"
        secretary.qtbot.keyClick(dialog.revise, Qt.Key.Key_Space)
    retained = secretary.asked(tab, RatesDialog, lambda: secretary.save(dialog))
    for mission, rate in rates.items():
        secretary.write(retained.rates[mission], rate)
    secretary.save(retained)


def type_payment(secretary: CptsSecretary, amount: Decimal) -> PaymentDialog:
    tab = secretary.tab(FundingTab)
    dialog = secretary.asked(tab, PaymentDialog, "Enregistrer un versement…")
    secretary.write(dialog.amount, str(amount).replace(".", ","))
    secretary.write(dialog.reference, f"VIR {digits(secretary.today)}")
    return dialog


def grant(secretary: CptsSecretary, kind: GrantKind, on: date) -> str:
    """Tick an amount paid once, and return what the dialog says it is."""
    secretary.on(on)
    tab = secretary.tab(FundingTab)
    dialog = secretary.asked(
        tab, GrantsDialog, lambda: secretary.choose(tab, "Cas particuliers", "Montants versés une fois…")
    )
    fields = dialog.grants[kind]
    secretary.qtbot.keyClick(fields.box, Qt.Key.Key_Space)
    assert fields.day.day() == on
    told = plain(fields._rule.text())
    secretary.save(dialog)
    return told


def words(amount: Decimal) -> str:
    """Return an amount as it is shown, with plain blanks."""
    return plain(euros(amount))
