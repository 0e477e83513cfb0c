"""The organisations of the commission and their reminders, driven as a secretary drives them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Section
from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.organisations import Indemnity, LetterChannel, Organisation
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.services import organisations
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.organisation import OrganisationDialog
from cpr_desk.ui.dialogs.organisation_indemnity import IndemnityDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.dialogs.reminders import RemindersDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_organisations import OrganisationsSheet
from tests.factories import PAYS_DE_LA_LOIRE, state_of
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import TODAY, desk_on_demonstration
from tests.ui.driving import beside, click, open_dialog, run, shown, type_in


def _sheet(desk: Desk, qtbot: QtBot) -> OrganisationsSheet:
    sheet = shown(CommissionPage, desk, qtbot).show_sheet("organisations")
    assert isinstance(sheet, OrganisationsSheet)
    return sheet


@pytest.fixture
def sheet(db: Database, qtbot: QtBot) -> OrganisationsSheet:
    return _sheet(desk_on_demonstration(db), qtbot)


def _cell(sheet: OrganisationsSheet, name: str, key: str) -> str:
    model = sheet._model
    column = next(column for column in model.columns if column.key == key)
    return column.text(_one(sheet, name))


def _one(sheet: OrganisationsSheet, name: str) -> Correspondent:
    return next(each for each in sheet._found if each.organisation.name == name)


def _modify(sheet: OrganisationsSheet, dialogs: Dialogs, name: str) -> OrganisationDialog:
    sheet.panel.select(_one(sheet, name).key)
    return open_dialog(dialogs, sheet, OrganisationDialog, lambda: run(sheet, "Modifier l’organisation…"))


def _remind(sheet: OrganisationsSheet, dialogs: Dialogs) -> RemindersDialog:
    return open_dialog(dialogs, sheet, RemindersDialog, lambda: sheet.begin("reminders"))


def _said(sheet: OrganisationsSheet) -> str:
    return sheet.messages.text().replace("\u00a0", " ")


def test_every_organisation_of_the_day_is_listed_with_its_seats(sheet: OrganisationsSheet) -> None:
    assert [_cell(sheet, "RG", key) for key in ("sphere", "seats", "held", "vacant")] == [
        "Section sociale",
        "8",
        "8",
        "0",
    ]
    assert [_cell(sheet, "Centres de santé", key) for key in ("seats", "held", "vacant")] == ["3", "1", "2"]
    assert _cell(sheet, "URPS", "sphere") == "Voix consultatives"
    assert _cell(sheet, "CSMF", "indemnity") == "versée au membre"
    assert _cell(sheet, "RG", "indemnity") == "pas d’indemnité"


def test_what_a_letter_would_lack_is_said_in_words(sheet: OrganisationsSheet) -> None:
    columns = {column.key: column for column in sheet._model.columns}

    assert _cell(sheet, "SML", "address") == "à compléter"
    assert columns["address"].icon
    assert columns["address"].icon(_one(sheet, "SML"))
    assert columns["address"].icon(_one(sheet, "CSMF")) is None
    assert columns["vacant"].tooltip
    assert columns["vacant"].tooltip(_one(sheet, "SML")) == "Médecins – SML"


def test_without_a_composition_the_sheet_says_where_organisations_come_from(db: Database, qtbot: QtBot) -> None:
    commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    sheet = _sheet(Desk(db, lambda: TODAY), qtbot)

    assert sheet.panel._stack.currentWidget() is sheet.panel._empty
    assert sheet.primary
    assert not sheet.primary.isEnabled()
    sheet.begin("reminders")
    assert _said(sheet) == "Aucun siège n’attend de titulaire : il n’y a personne à relancer."


def test_an_organisation_is_completed(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = _modify(sheet, dialogs, "SML")
    type_in(qtbot, dialog.full_name, "Syndicat d’essai")
    type_in(qtbot, dialog.addressee, "Madame la présidente")
    dialog.address.setPlainText("  12 rue de la Haÿe \n\nBâtiment C")
    type_in(qtbot, dialog.postcode, "94240")
    type_in(qtbot, dialog.city, "L’Haÿ-les-Roses")
    dialog.indemnity.setCurrentIndex(2)
    help_line = beside(dialog.addressee)
    click(qtbot, dialog, "Enregistrer")

    assert "Madame la Présidente," in help_line
    assert _cell(sheet, "SML", "address") == "12 rue de la Haÿe, Bâtiment C, 94240 L’Haÿ-les-Roses"
    assert _one(sheet, "SML").organisation.indemnity is Indemnity.ORGANISATION
    assert _said(sheet) == "SML : la fiche est enregistrée."


def test_a_spelling_is_corrected_in_every_sheet(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = _modify(sheet, dialogs, "MG France")
    type_in(qtbot, dialog.name, "MG-France")
    click(qtbot, dialog, "Enregistrer")
    desk = sheet._desk
    seats = compositions.composition_at(desk.db, desk.commission.id, TODAY).of(Section.PROFESSIONAL)

    assert seats[1].organisation == "MG-France"
    assert sheet.chosen()


def test_each_wrong_detail_is_said_beside_its_field(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = _modify(sheet, dialogs, "SML")
    type_in(qtbot, dialog.name, "csmf")
    dialog.address.setPlainText("12 rue de la Haÿe" * 20)
    type_in(qtbot, dialog.city, "Nantes")
    dialog.channel.setCurrentIndex(1)
    click(qtbot, dialog, "Enregistrer")

    assert dialog.isVisible()
    assert "caractères" in beside(dialog.address)
    assert "code postal" in beside(dialog.postcode)
    assert beside(dialog.email) == "Indiquez le courriel, ou choisissez l’envoi par courrier."
    dialog.address.setPlainText("12 rue de la Haÿe")
    type_in(qtbot, dialog.postcode, "44000")
    dialog.channel.setCurrentIndex(0)
    assert beside(dialog.email) == ""
    click(qtbot, dialog, "Enregistrer")
    assert "est déjà celui d’une autre organisation" in beside(dialog.name)
    dialogs.answer(lambda box: box.accept())
    dialog.reject()


def test_the_name_of_a_scheme_stays_the_one_of_the_table(sheet: OrganisationsSheet, dialogs: Dialogs) -> None:
    dialog = _modify(sheet, dialogs, "RG médical")

    assert dialog.name.isReadOnly()
    dialog.reject()


def test_the_professions_of_an_organisation_may_differ(sheet: OrganisationsSheet, dialogs: Dialogs) -> None:
    desk = sheet._desk
    seats = compositions.composition_at(desk.db, desk.commission.id, TODAY).of(Section.PROFESSIONAL)
    merged = state_of(seats[3], organisation="CSMF")
    compositions.revise_composition(desk.db, ReviseComposition(desk.commission.id, TODAY, (merged,)))
    doctors = seats[0].profession
    assert doctors
    organisations.change_profession_indemnities(desk.db, {doctors: Indemnity.NONE})
    desk.refresh()
    dialog = _modify(sheet, dialogs, "CSMF")

    assert dialog.indemnity.currentText() == "Comme pour chacune de ses professions"
    assert _cell(sheet, "CSMF", "indemnity") == "pas d’indemnité et versée au membre"
    dialog.reject()


def test_the_indemnity_is_chosen_by_profession(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = open_dialog(dialogs, sheet, IndemnityDialog, lambda: run(sheet, "Indemnité par profession…"))
    dialog.choices[0].setCurrentIndex(2)
    click(qtbot, dialog, "Enregistrer")

    assert _cell(sheet, "CSMF", "indemnity") == "versée à l’organisation"
    assert _said(sheet) == "L’indemnité par profession est enregistrée."


def test_without_a_change_nothing_is_written(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = open_dialog(dialogs, sheet, IndemnityDialog, lambda: run(sheet, "Indemnité par profession…"))
    before = len(sheet._desk.db.carried_out)
    click(qtbot, dialog, "Enregistrer")

    assert len(sheet._desk.db.carried_out) == before


def test_those_who_vote_are_ticked_and_what_is_missing_is_named(sheet: OrganisationsSheet, dialogs: Dialogs) -> None:
    dialog = _remind(sheet, dialogs)

    assert len(dialog.request().organisations) == 15
    assert dialog.list.topLevelItemCount() == 16
    assert dialog.missing.text().replace("\u00a0", " ").startswith("Adresse à compléter : SML, FNI, CI")
    assert "règle par défaut" in beside(dialog.answer_by)
    dialog.reject()


def test_the_day_of_the_answer_is_judged(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = _remind(sheet, dialogs)
    type_in(qtbot, dialog.answer_by, "22/11/2026")
    click(qtbot, dialog, "Éditer les lettres…")
    assert beside(dialog.answer_by) == "Choisissez un jour après celui de l’envoi, aujourd’hui."
    type_in(qtbot, dialog.answer_by, "30/11/2026")
    assert beside(dialog.answer_by) == "lundi 30 novembre 2026"
    type_in(qtbot, dialog.answer_by, "30/12/2027")
    assert "Trop tard pour convoquer" in beside(dialog.answer_by)
    dialogs.answer(lambda box: box.accept())
    dialog.reject()


def test_nobody_ticked_is_said(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = _remind(sheet, dialogs)
    click(qtbot, dialog, "Tout décocher")
    click(qtbot, dialog, "Aperçu")

    assert "Aucune organisation n’est cochée" in dialog.messages.text()
    click(qtbot, dialog, "Tout cocher")
    assert len(dialog.request().organisations) == 16
    dialogs.answer(lambda box: box.accept())
    dialog.reject()


def test_an_address_is_completed_on_the_way(sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot) -> None:
    dialog = _remind(sheet, dialogs)
    dialog.list.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)  # type: ignore[union-attr]
    form = open_dialog(dialogs, dialog, OrganisationDialog, lambda: click(qtbot, dialog, "Compléter…"))
    type_in(qtbot, form.email, "bureau@exemple.fr")
    form.channel.setCurrentIndex(1)
    click(qtbot, form, "Enregistrer")

    assert _one(sheet, "SML").organisation.channel is LetterChannel.EMAIL
    assert len(dialog.request().organisations) == 14
    assert "SML" not in dialog.missing.text()
    dialogs.answer(lambda box: box.accept())
    dialog.reject()


def test_the_letters_are_looked_at_then_written(
    sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisations.change_organisation(
        sheet._desk.db,
        Organisation(
            0, "SML", "Syndicat d’essai", "Madame la présidente", "12 rue de la Haÿe", "94240", "L’Haÿ-les-Roses"
        ),
    )
    sheet._desk.refresh()
    opened: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog = _remind(sheet, dialogs)
    dialogs.answer(lambda _preview: None)
    click(qtbot, dialog, "Aperçu")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PreviewDialog)), timeout=20_000)
    click(qtbot, dialog.findChildren(PreviewDialog)[0], "Enregistrer…")
    qtbot.waitUntil(lambda: "éditées" in sheet.messages.text(), timeout=20_000)
    letters = sorted((tmp_path / "Relances de désignation 2026-11-22 - une par organisation").glob("*.pdf"))
    first = reading.text(letters[0].read_bytes())

    assert (tmp_path / "Relances de désignation 2026-11-22.pdf").exists()
    assert (len(letters), letters[0].name) == (15, "001 SML.pdf")
    assert "Madame la Présidente," in first
    assert "94240 L’Haÿ-les-Roses" in first
    assert _said(sheet).startswith("15 lettres éditées dans le dossier")
    next(button for button in sheet.messages.findChildren(QPushButton) if button.isVisible()).click()
    assert opened == [str(tmp_path)]


def test_giving_up_the_folder_keeps_the_dialog(
    sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: "")
    dialog = _remind(sheet, dialogs)
    click(qtbot, dialog, "Éditer les lettres…")

    assert dialog.isVisible()
    dialog.reject()


def test_a_coming_composition_is_reminded_before_its_day(
    sheet: OrganisationsSheet, dialogs: Dialogs, qtbot: QtBot
) -> None:
    desk = sheet._desk
    day = TODAY.replace(year=2027)
    seats = compositions.composition_at(desk.db, desk.commission.id, TODAY).of(Section.SOCIAL)
    compositions.revise_composition(
        desk.db, ReviseComposition(desk.commission.id, day, (state_of(seats[0], titular=None),))
    )
    desk.refresh()
    assert _cell(sheet, "RG", "vacant") == "0"
    type_in(qtbot, sheet.time.at, "22/11/2027")
    dialog = _remind(sheet, dialogs)

    assert _cell(sheet, "RG", "vacant") == "1"
    assert dialog.request().organisations[0] == "rg"
    assert dialog.request().at == day
    dialog.reject()


def test_the_addresses_are_exported(
    sheet: OrganisationsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Adresses.xlsx"
    opened: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    run(sheet, "Exporter les adresses…")
    qtbot.waitUntil(lambda: "est enregistré" in sheet.messages.text(), timeout=20_000)
    members = load_workbook(file).worksheets[0]

    assert members["A1"].value == "Section"
    next(button for button in sheet.messages.findChildren(QPushButton) if button.isVisible()).click()
    assert opened == [str(file)]


def test_another_page_may_ask_for_one_organisation(sheet: OrganisationsSheet, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, sheet, OrganisationDialog, lambda: sheet.begin("sml"))
    sheet.begin("nobody")

    assert dialog.name.text() == "SML"
    dialog.reject()
