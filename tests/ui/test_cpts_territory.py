from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.region_map import Colouring
from cpr_desk.services import reference, register, territories
from cpr_desk.services.commission import CreateCommission, add_commission
from cpr_desk.services.instance import Database
from cpr_desk.services.territories import FixTerritory
from cpr_desk.storage.models import CptsAreaRow
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.territory import TerritoryDialog
from cpr_desk.ui.dialogs.territory_paste import PasteDialog
from cpr_desk.ui.dialogs.territory_population import PopulationDialog
from cpr_desk.ui.dialogs.territory_renewal import RenewalDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_territory import TerritoryTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.form import Field
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.factories import INSTALLED, adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

SINCE = date(2025, 3, 1)
TODAY = date(2026, 11, 22)
NANTES, REZE, BOUGUENAIS = "44109", "44143", "44020"
Opened = Callable[..., TerritoryTab]


def people(*codes: str) -> str:
    """Return the inhabitants of some communes as a sentence tells them."""
    known = reference.gazetteer().communes
    return f"{sum(known[code].population for code in codes):,}".replace(",", "\u202f")


def add(db: Database, commission: Commission, code: str, *codes: str, step: Step = Step.SIGNED) -> int:
    row = adhesion(code, name=f"CPTS {code}", step=step, step_since=SINCE)
    own = register.save_adhesion(db, commission.id, row, SINCE)
    if codes:
        territories.save_territory(db, commission, FixTerritory(own, codes, SINCE))
    return own


@pytest.fixture
def opened(qtbot: QtBot, db: Database) -> Opened:
    """Return what opens the tab of a CPTS in the page, once it was read."""
    pages: list[CptsPage] = []

    def open_tab(cpts_id: int) -> TerritoryTab:
        if not pages:
            pages.append(shown(CptsPage, Desk(db, lambda: TODAY), qtbot))
        pages[0].open_file(cpts_id, "area")
        return read(qtbot, pages[0])

    return open_tab


def read(qtbot: QtBot, page: CptsPage) -> TerritoryTab:
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    tab = file.tabs.tab("area")
    assert isinstance(tab, TerritoryTab)
    qtbot.waitUntil(lambda: is_read(tab), timeout=20_000)
    return tab


def is_read(tab: TerritoryTab) -> bool:
    return tab._known is not None and tab._known.dossier is tab._wanted


def page_of(tab: TerritoryTab) -> CptsPage:
    assert isinstance(tab.page, CptsPage)
    return tab.page


def listed(tab: TerritoryTab) -> list[str]:
    model = tab.panel.view.model()
    return [model.index(line, 1).data() for line in range(model.rowCount())]


def editor(qtbot: QtBot, tab: TerritoryTab, dialogs: Dialogs) -> TerritoryDialog:
    dialog = open_dialog(dialogs, tab, TerritoryDialog, tab.fix_action.trigger)
    qtbot.waitExposed(dialog)
    return dialog


def chosen(dialog: TerritoryDialog) -> list[str]:
    model = dialog.chosen.model()
    return [model.index(line, 0).data() for line in range(model.rowCount())]


def test_a_territory_is_found_by_name_and_stored(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    tab = opened(add(db, commission, "44-01"))
    assert "pas encore de territoire" in " ".join(label.text() for label in tab.panel.findChildren(QLabel))
    dialog = editor(qtbot, tab, dialogs)

    type_in(qtbot, dialog.search.line, "reze")
    QTest.keyClick(dialog.search.line, Qt.Key.Key_Return)
    type_in(qtbot, dialog.search.line, "44340")
    QTest.keyClick(dialog.search.line, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert chosen(dialog) == [BOUGUENAIS, REZE]
    assert dialog.told.text().startswith(
        f"Bouguenais (44)\u00a0: 1 commune ajoutée.\n{people(REZE, BOUGUENAIS)} habitants"
    )
    click(qtbot, dialog, "Enregistrer le territoire")
    qtbot.waitUntil(lambda: listed(tab) == ["Bouguenais", "Rezé"], timeout=20_000)
    assert "La population qui compte est cette somme." in tab.told.text()
    assert "Taille 2" in tab.told.text()
    assert page_of(tab).messages.text() == "Le territoire de la CPTS 44-01 est enregistré\u00a0: 2 communes."
    assert tab.map.view.current == tab._wanted.id if tab._wanted else False


def test_a_whole_epci_is_added_though_it_reaches_into_another_region(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    dialog = editor(qtbot, opened(add(db, commission, "44-01")), dialogs)
    type_in(qtbot, dialog.search.line, "redon aggl")
    assert dialog.search.list.item(0).text().startswith("CA Redon Agglomération, 31 communes")
    QTest.keyClick(dialog.search.line, Qt.Key.Key_Down)
    dialog.search.list.setCurrentRow(0)
    QTest.keyClick(dialog.search.list, Qt.Key.Key_Return)

    assert len(chosen(dialog)) == 31
    assert "Hors du territoire de la commission\u00a0: " in dialog.told.text()
    assert "Allaire (56)" in dialog.told.text()
    abandon(dialog, dialogs)


def abandon(dialog: TerritoryDialog | PasteDialog, dialogs: Dialogs) -> None:
    def give_up(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == "Abandonner").click()

    dialogs.answer(give_up)
    dialog.reject()


def test_namesakes_arrondissements_and_accents_are_found(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    dialog = editor(qtbot, opened(add(db, commission, "44-01")), dialogs)
    for typed in ("l'hay les roses", "lyon 3", "75056", "orvault"):
        type_in(qtbot, dialog.search.line, typed)
        dialog.search.take()
    assert chosen(dialog) == ["94038", "69383", "44114", "75056"]
    type_in(qtbot, dialog.search.line, "paris 1er")
    dialog.search.take()
    assert dialog.told.text().startswith("Paris 1er Arrondissement (75)\u00a0: déjà choisi.")
    type_in(qtbot, dialog.search.line, "x")
    assert dialog.search.list.count() == 0
    dialog.search.take()
    abandon(dialog, dialogs)


def test_communes_are_taken_out_and_what_others_hold_is_told(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    add(db, commission, "44-02", NANTES)
    tab = opened(add(db, commission, "44-01", NANTES, REZE))
    dialog = editor(qtbot, tab, dialogs)
    assert f"Déjà dans la CPTS 44-02\u00a0: Nantes (44), {people(NANTES)} habitants." in dialog.told.text()
    assert not dialog.remove_button.isEnabled()
    dialog.chosen.selectRow(0)
    dialog.chosen.setFocus()
    QTest.keyClick(dialog.chosen, Qt.Key.Key_Delete)

    assert chosen(dialog) == [REZE]
    assert "Déjà dans" not in dialog.told.text()
    dialog.chosen.selectAll()
    click(qtbot, dialog, "&Retirer")
    assert "la CPTS n’aura pas de territoire" in dialog.told.text()
    dialog.accept()
    qtbot.waitUntil(lambda: listed(tab) == [], timeout=20_000)
    assert tab.told.text() == "La population se calcule du territoire, ou se saisit à la main avec sa source."


def test_a_day_to_come_or_that_does_not_exist_is_refused(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    dialog = editor(qtbot, opened(add(db, commission, "44-01", REZE)), dialogs)
    assert beside(dialog.since) == "Un territoire est enregistré depuis le 01/03/2025"
    for typed, said in (("1/1/2027", "Cette date est à venir."), ("31/2/26", "n’existe pas au calendrier")):
        dialog.since.setText(typed)
        dialog.accept()
        assert said in beside(dialog.since)
    abandon(dialog, dialogs)


def test_a_pasted_list_tells_each_line_it_does_not_understand(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    dialog = editor(qtbot, opened(add(db, commission, "44-01")), dialogs)
    paste = open_dialog(dialogs, dialog, PasteDialog, lambda: click(qtbot, dialog, "&Coller une liste…"))
    paste.accept()
    assert paste.isVisible()
    paste.text.setPlainText("44109\n49069\n44650\nNantse\nAtlantis")
    qtbot.waitUntil(lambda: len(paste._lines) == 3)

    merged = "Orée d’Anjou (49) porte un autre numéro depuis 2025\u00a0: 49126."
    assert paste.told.text() == f"2 communes reconnues. {merged} 3 lignes à regarder\u00a0:"
    several, near, unknown = (choice for _, choice in paste._lines)
    assert several.accessibleName() == "Ligne 3, 44650"
    assert not unknown.isEnabled()
    several.setCurrentIndex(several.count() - 1)
    near.setCurrentIndex(1)
    assert paste.told.text().startswith("5 communes reconnues.")
    paste.text.appendPlainText("Rezé")
    paste.read()
    assert len(paste.communes()) == 6
    click(qtbot, paste, "Ajouter ces communes")
    assert len(chosen(dialog)) == 6
    assert dialog.told.text().startswith("Liste collée\u00a0: 6 communes ajoutées.")
    abandon(dialog, dialogs)


def test_a_long_list_of_strange_lines_is_told_in_part(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    dialog = editor(qtbot, opened(add(db, commission, "44-01")), dialogs)
    paste = open_dialog(dialogs, dialog, PasteDialog, dialog.paste)
    paste.text.setPlainText("\n".join(f"Xq{number}zzw" for number in range(45)))
    paste.postcodes.setChecked(True)
    assert paste.told.text() == (
        "0 commune reconnue. 45 lignes à regarder\u00a0: seules les 40 premières sont montrées, "
        "corrigez d’abord la liste."
    )
    paste.accept()
    assert beside(paste.text) == "Aucune commune n’est reconnue dans cette liste."
    abandon(paste, dialogs)
    dialog.reject()


def test_a_population_typed_by_hand_counts_until_the_sum_does(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    tab = opened(add(db, commission, "44-01", REZE))
    assert not tab.sum_action.isEnabled()
    dialog = open_dialog(dialogs, tab, PopulationDialog, tab.population_action.trigger)
    said = []
    for typed in ("39 999", "40000", "79 999", "80 000", "174999", "175 000", "beaucoup", ""):
        dialog.population.setText(typed)
        said.append(beside(dialog.population).partition("\u00a0")[0])
    assert said == ["Taille 1", "Taille 2", "Taille 2", "Taille 3", "Taille 3", "Taille 4", "", ""]
    dialog.population.setText("-5")
    dialog.accept()
    assert beside(dialog.population) == "Écrivez un nombre entier, par exemple 86\u202f000."
    assert [field.error() for field in dialog.findChildren(Field)][-1] == "Ce champ est obligatoire."
    dialog.population.setText("50 000")
    dialog.source.setText("ARS, courrier")
    dialog.since.setText("1/1/2027")
    dialog.accept()
    assert beside(dialog.since) == "Cette date est à venir."
    dialog.since.setText("1/10/26")
    click(qtbot, dialog, "Retenir cette population")

    qtbot.waitUntil(lambda: "ARS, courrier" in tab.told.text(), timeout=20_000)
    assert "50\u202f000 habitants (ARS, courrier), depuis le 01/10/2026, " in tab.told.text()
    assert "de plus que la somme des communes" in tab.told.text()
    edit = editor(qtbot, tab, dialogs)
    assert edit.keeps.isVisible()
    assert edit.keeps.isChecked()
    edit.reject()

    tab.sum_action.trigger()
    qtbot.waitUntil(lambda: "La population qui compte est cette somme." in tab.told.text(), timeout=20_000)


def test_communes_that_merged_are_brought_up_to_date_after_a_preview(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    own = add(db, commission, "49-01")
    with db.unit_of_work("Un territoire de 2024") as session:
        session.add(CptsAreaRow(cpts_id=own, since=SINCE, year=2024, populations={"49069": 16_000, "49018": 11_000}))
    tab = opened(own)
    assert listed(tab) == ["Baugé-en-Anjou", "Orée d’Anjou"]
    assert "Avec les données de 2026\u00a0:" in tab.told.text()
    assert "Orée d’Anjou (49) porte un autre numéro depuis 2025\u00a0: 49126." in tab.told.text()
    dialog = open_dialog(dialogs, tab, RenewalDialog, tab.renew_action.trigger)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Le territoire est enregistré avec les données de 2024." in told
    assert "1 commune change de population." in told
    for typed, said in (("1/1/2027", "Cette date est à venir."), ("1/1/2024", "n’existe pas encore à cette date")):
        dialog.since.setText(typed)
        dialog.accept()
        assert said in beside(dialog.since)
    dialog.since.setText("22/11/2026")
    click(qtbot, dialog, "Mettre à jour")

    qtbot.waitUntil(lambda: not tab.renew_action.isEnabled(), timeout=20_000)
    assert page_of(tab).messages.text() == "Le territoire de la CPTS 49-01 suit les données de 2026."
    assert "données de 2026" in tab.told.text()


def test_what_two_cpts_share_leads_from_one_to_the_other(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened
) -> None:
    other = add(db, commission, "44-02", NANTES)
    tab = opened(add(db, commission, "44-01", NANTES, REZE))
    (link,) = tab.shared.findChildren(LinkRow)
    assert link.accessibleName() == "Partagé. CPTS 44-02"
    assert tab.shared.isVisible()
    link.click()
    qtbot.waitUntil(lambda: listed(tab) == ["Nantes"], timeout=20_000)
    assert tab._wanted
    assert tab._wanted.id == other
    tab.map.view.opened.emit(other)
    assert tab._wanted.id == other


def test_a_past_day_shows_the_territory_of_then_and_changes_nothing(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened
) -> None:
    own = add(db, commission, "44-01", REZE)
    territories.save_territory(db, commission, FixTerritory(own, (NANTES,), TODAY))
    tab = opened(own)
    page_of(tab).day.setText("1/1/2026")
    qtbot.waitUntil(lambda: listed(tab) == ["Rezé"], timeout=20_000)
    assert not any(
        action.isEnabled() for action in (tab.fix_action, tab.renew_action, tab.population_action, tab.sum_action)
    )
    page_of(tab).day.setText("22/11/2026")
    qtbot.waitUntil(lambda: listed(tab) == ["Nantes"], timeout=20_000)


def test_the_map_is_coloured_as_one_chooses_and_its_legend_leads_to_a_cpts(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened
) -> None:
    add(db, commission, "44-02", NANTES)
    tab = opened(add(db, commission, "44-01", REZE, BOUGUENAIS))
    assert tab.map.legend.words()[0] == "Contrat signé (2 CPTS)"
    tab.map.choice.setCurrentIndex(tab.map.choice.findData(Colouring.CPTS))
    qtbot.waitUntil(lambda: tab.map.legend.words()[:2] == ["1. CPTS 44-01", "2. CPTS 44-02"], timeout=20_000)
    legend = tab.map.legend
    legend.itemActivated.emit(legend.item(legend.count() - 1))
    before = tab.map.view.current
    legend.itemActivated.emit(legend.item(1))
    assert tab.map.view.current not in (before, None)


@pytest.mark.usefixtures("commission")
def test_the_national_commission_fixes_territories_without_a_map(qtbot: QtBot, db: Database) -> None:
    national = add_commission(db, CreateCommission(CommissionKind.CPN, "", "", INSTALLED))
    own = add(db, national, "44-01", NANTES, "75056")
    page = shown(CptsPage, Desk(db, lambda: TODAY, commission_id=national.id), qtbot)
    page.open_file(own, "area")
    tab = read(qtbot, page)
    assert listed(tab) == ["Nantes", "Paris"]
    assert "Pas de carte" in [label.text() for label in tab.map.findChildren(QLabel)]


def test_a_population_without_territory_is_told_with_its_source(
    db: Database, commission: Commission, opened: Opened
) -> None:
    row = adhesion("44-01", step=Step.SIGNED, population=86_000, population_source="INSEE 2018")
    tab = opened(register.save_adhesion(db, commission.id, row, SINCE))
    assert tab.told.text() == "Population saisie\u00a0: 86\u202f000 habitants (INSEE 2018)."


def test_a_refusal_of_the_disk_is_told_in_the_page(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = opened(add(db, commission, "44-01", REZE))

    def fail(*_given: object) -> None:
        raise OSError("disque")

    monkeypatch.setattr("cpr_desk.ui.pages.cpts_territory.territories.territory_view", fail)
    tab._read()
    qtbot.waitUntil(lambda: bool(page_of(tab).messages.text()), timeout=20_000)


def test_no_letter_is_asked_twice(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, dialogs: Dialogs
) -> None:
    tab = opened(add(db, commission, "44-01", REZE))
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    menus = [action.text() for action in window.menuBar().actions()]
    labels = [label.text() for label in tab.findChildren(QLabel) if label.isVisibleTo(tab)]
    assert shared_letters([*menus, *labels], page_of(tab)) == []
    dialog = editor(qtbot, tab, dialogs)
    assert shared_letters([], dialog) == []
    dialog.reject()


def shared_letters(others: list[str], owner: QWidget) -> list[str]:
    buttons = [each.text() for each in owner.findChildren(QAbstractButton) if each.isVisibleTo(owner)]
    letters = Counter(QKeySequence.mnemonic(text).toString() for text in [*others, *buttons] if "&" in text)
    return [letter for letter, count in letters.items() if count > 1]


def test_searches_are_made_ready_while_one_reads(
    qtbot: QtBot, db: Database, commission: Commission, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr("cpr_desk.ui.pages.cpts_territory.territories.prepare_search", made.append)
    monkeypatch.setattr("cpr_desk.ui.pages.cpts_territory._READING_MS", 0)
    opened(add(db, commission, "44-01", REZE))
    qtbot.waitUntil(lambda: made == [reference.gazetteer()])
