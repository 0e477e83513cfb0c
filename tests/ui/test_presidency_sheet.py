"""The sheet of the presidency, driven as a secretary drives it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.presidency import Presidency, PresidencyException, PresidencyYear
from cpr_desk.services import commission as commissions
from cpr_desk.services import presidency as presidencies
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.presidency_exception import PresidencyExceptionDialog
from cpr_desk.ui.dialogs.presidency_form import RemovalDialog
from cpr_desk.ui.dialogs.president_dates import CorrectPresidentDialog, EndPresidentDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.dialogs.section_president import SectionPresidentDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_presidency import PresidencySheet
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, person
from tests.prepared import seat_members
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

TODAY = date(2023, 6, 12)
SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL


@pytest.fixture
def desk(db: Database) -> Desk:
    """Return a desk on the seeds' composition, both sections presided since the installation."""
    commission = commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    seat_members(db, commission)
    for section, name in ((SOCIAL, "Aubin Tréhorel"), (PROFESSIONAL, "Basile Abgrall")):
        presidencies.name_section_president(db, commission.id, section, person(name), INSTALLED)
    return Desk(db, lambda: TODAY)


@pytest.fixture
def sheet(desk: Desk, qtbot: QtBot) -> PresidencySheet:
    page = shown(CommissionPage, desk, qtbot)
    front = page.show_sheet("presidency")
    assert isinstance(front, PresidencySheet)
    return front


def known(sheet: PresidencySheet) -> Presidency:
    return presidencies.presidency_of(sheet._desk.db, sheet._desk.commission.id)


def rows(sheet: PresidencySheet) -> list[list[str]]:
    model = sheet._presidents
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


def choose_president(sheet: PresidencySheet, name: str) -> None:
    sheet.presidents.view.select_identities({p.id for p in known(sheet).presidents if p.name == name})


def choose_year(sheet: PresidencySheet, year: int) -> None:
    sheet.ledger.view.select_identities({year})


def line(sheet: PresidencySheet, year: int) -> list[str]:
    model = sheet._years
    (row,) = model.lines_of({year})
    return [str(model.index(row, column).data() or "").replace(NBSP, " ") for column in range(5)]


def plain(label: QLabel) -> str:
    return label.text().replace(NBSP, " ")


def text_of(file: Path) -> str:
    with pdfium.PdfDocument(file) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_a_year_of_presidency_with_a_vacancy_an_exception_and_the_printed_ledger(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_president(sheet, "Aubin Tréhorel")
    ending = open_dialog(dialogs, sheet, EndPresidentDialog, sheet._end.trigger)
    type_in(qtbot, ending.last_day, "14/03/2023")
    assert "préside la section sociale jusqu’au mardi 14 mars 2023 inclus" in plain(ending.what_happens)
    assert "la vice-présidence assure l’intérim, Basile Abgrall (règle par défaut" in plain(ending.what_happens)
    click(qtbot, ending, "Mettre fin")
    assert sheet.messages.text().replace(NBSP, " ") == "Fin de présidence enregistrée : Aubin Tréhorel."
    assert plain(sheet.today_words) == (
        "Ce lundi 12 juin 2023, la présidence est assurée par Basile Abgrall (section professionnelle), par intérim."
    )
    assert sheet.badge.accessibleName() == "Vacance"
    assert "est vacante depuis le 15/03/2023" in sheet.mention.text()

    naming = open_dialog(dialogs, sheet, SectionPresidentDialog, sheet._name.trigger)
    type_in(qtbot, naming.since, "1/5/23")
    naming.person.setCurrentText("Solène Marzac (titulaire)")
    assert plain(naming.what_happens) == "Solène Marzac préside la section sociale à compter du lundi 1er mai 2023."
    assert naming.doubt_words.isHidden()
    click(qtbot, naming, "Désigner")
    assert sheet.messages.text() == "Solène Marzac préside sa section."
    assert not sheet.badge.isVisible()
    assert rows(sheet)[0] == ["Section sociale", "Solène Marzac", "01/05/2023", "", "En fonction"]

    choose_year(sheet, 2024)
    adding = open_dialog(dialogs, sheet, PresidencyExceptionDialog, sheet._add.trigger)
    assert adding.year.value() == 2024
    assert plain(adding.what_happens) == (
        "En 2024, la section sociale préside au lieu de la section professionnelle. L’alternance des autres années "
        "n’est pas décalée : en 2025, la présidence revient à la section sociale."
    )
    click(qtbot, adding, "Ajouter")
    assert adding.isVisible()
    type_in(qtbot, adding.reason, "accord des deux sections")
    type_in(qtbot, adding.decided_on, "05/06/2023")
    click(qtbot, adding, "Ajouter")

    vacancy = "Présidence (section sociale) vacante du 15 mars au 30 avril 2023"
    assert line(sheet, 2023) == [
        "2023 (en cours)",
        "Aubin Tréhorel jusqu’au 14 mars, vacance du 15 mars au 30 avril, puis Solène Marzac (section sociale)",
        "Basile Abgrall (section professionnelle)",
        "Alternance",
        f"{vacancy} : la vice-présidence assure l’intérim, Basile Abgrall ({DEFAULT_RULE_NOTICE}).",
    ]
    assert line(sheet, 2024)[1:] == [
        "Solène Marzac (section sociale)",
        "Basile Abgrall (section professionnelle)",
        "Exception",
        "Motif : accord des deux sections (décision du 05/06/2023).",
    ]
    assert line(sheet, 2025)[1] == "Solène Marzac (section sociale)"
    assert sheet._years.total == 8

    file = tmp_path / "registre.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    dialogs.answer(lambda _dialog: None)
    sheet.secondary[0].trigger()
    qtbot.waitUntil(lambda: bool(sheet.findChildren(PreviewDialog)), timeout=20_000)
    (preview,) = sheet.findChildren(PreviewDialog)
    click(qtbot, preview, "Enregistrer…")
    qtbot.waitUntil(lambda: "Le fichier" in sheet.messages.text(), timeout=20_000)
    preview.reject()
    printed = text_of(file)
    assert "Années 2021 à 2028" in printed
    assert "vacance du 15 mars au 30 avril, puis Solène Marzac" in printed
    assert "accord des deux sections (décision du 05/06/2023)" in printed
    assert "Présidents de section" in printed


def test_a_refusal_stands_beside_its_field_and_a_past_presidency_gets_an_end(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    presidencies.remove_section_president(sheet._desk.db, known(sheet).presidents[0])
    presidencies.name_section_president(
        sheet._desk.db, sheet._desk.commission.id, SOCIAL, person("Solène Marzac"), date(2023, 5, 1)
    )
    naming = open_dialog(dialogs, sheet, SectionPresidentDialog, sheet._name.trigger)
    type_in(qtbot, naming.since, "04022021")
    click(qtbot, naming, "Désigner")
    assert naming.fields[Fault.PERSON].error() == "Ce champ est obligatoire."
    naming.person.setCurrentText("Aubin Tréhorel (titulaire)")
    click(qtbot, naming, "Désigner")
    until = naming.fields[Fault.UNTIL]
    assert until.error().startswith("Solène Marzac préside la section sociale à compter du 01/05/2023.")
    type_in(qtbot, naming.until, "14/3/23")
    assert until.error() == ""
    assert "du jeudi 4 février 2021 au mardi 14 mars 2023" in plain(naming.what_happens)
    click(qtbot, naming, "Désigner")
    assert [p.name for p in known(sheet).presidents if p.section is SOCIAL] == ["Aubin Tréhorel", "Solène Marzac"]


def test_somebody_who_does_not_sit_is_warned_of_and_recorded(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    naming = open_dialog(dialogs, sheet, SectionPresidentDialog, sheet._name.trigger)
    naming.person.setCurrentText("Diane Crozanne (ne siège pas dans la section ce jour-là)")
    assert naming.doubt_words.text().startswith("Diane Crozanne ne siège pas dans la section sociale le 12/06/2023")
    naming.person.setCurrentIndex(naming.person.count() - 1)
    click(qtbot, naming, "Désigner")
    assert naming._other[2].error() == "Ce champ est obligatoire."
    naming.civility.setCurrentText("Mme")
    type_in(qtbot, naming.first_name, "Oriane")
    type_in(qtbot, naming.last_name, "de La Haÿe")
    type_in(qtbot, naming.since, "13/06/2023")
    assert "Mme Oriane de La Haÿe préside la section sociale" in naming.what_happens.text()
    assert "Aubin Tréhorel cesse ses fonctions la veille." in naming.what_happens.text()
    naming.section.setCurrentIndex(1)
    assert "Basile Abgrall cesse ses fonctions la veille." in naming.what_happens.text()
    naming.section.setCurrentIndex(0)
    click(qtbot, naming, "Désigner")
    assert rows(sheet)[0][1:] == ["Mme Oriane de La Haÿe", "13/06/2023", "", "À venir"]
    problems = presidencies.problems_on(sheet._desk.db, sheet._desk.commission.id, date(2023, 6, 13))
    assert [p.message for p in problems] == [
        "Mme Oriane de La Haÿe préside la section sociale mais n’y a pas de siège."
    ]


def test_a_president_named_for_the_same_day_is_said_to_be_replaced(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    naming = open_dialog(dialogs, sheet, SectionPresidentDialog, sheet._name.trigger)
    assert naming.what_happens.text() == "Choisissez la personne que la section a désignée."
    type_in(qtbot, naming.since, "4/2/2021")
    naming.person.setCurrentText("Solène Marzac (titulaire)")
    assert "Aubin Tréhorel, dont la présidence commence le même jour, est retiré du registre." in (
        naming.what_happens.text()
    )
    click(qtbot, naming, "Désigner")
    assert [p.name for p in known(sheet).presidents if p.section is SOCIAL] == ["Solène Marzac"]


def test_dates_are_corrected_and_an_overlap_is_refused_beside_the_date(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    db, commission = sheet._desk.db, sheet._desk.commission
    presidencies.name_section_president(db, commission.id, SOCIAL, person("Solène Marzac"), date(2023, 5, 1))
    sheet._desk.refresh()
    choose_president(sheet, "Solène Marzac")
    correcting = open_dialog(dialogs, sheet, CorrectPresidentDialog, sheet._correct.trigger)
    assert correcting.what_happens.text() == "Rien ne change pour l’instant."
    type_in(qtbot, correcting.since, "")
    assert plain(correcting.what_happens) == "Solène Marzac : indiquez le premier jour des fonctions."
    type_in(qtbot, correcting.since, "29/02/2023")
    assert "n’existe pas au calendrier" in correcting.fields[Fault.SINCE].error()
    type_in(qtbot, correcting.since, "15/04/2023")
    click(qtbot, correcting, "Corriger")
    assert "les deux présidences se chevauchent" in correcting.fields[Fault.SINCE].error()
    type_in(qtbot, correcting.since, "02/05/2023")
    assert "à compter du 02/05/2023, et non à compter du 01/05/2023" in correcting.what_happens.text()
    type_in(qtbot, correcting.until, "31/12/2023")
    click(qtbot, correcting, "Corriger")
    assert rows(sheet)[0][1:4] == ["Solène Marzac", "02/05/2023", "31/12/2023"]


def test_an_end_before_the_beginning_is_refused_and_a_follower_is_named(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    db, commission = sheet._desk.db, sheet._desk.commission
    presidencies.name_section_president(db, commission.id, PROFESSIONAL, person("Diane Crozanne"), date(2023, 9, 1))
    sheet._desk.refresh()
    choose_president(sheet, "Basile Abgrall")
    ending = open_dialog(dialogs, sheet, EndPresidentDialog, sheet._end.trigger)
    type_in(qtbot, ending.last_day, "")
    assert plain(ending.what_happens) == "Basile Abgrall : indiquez le dernier jour des fonctions."
    type_in(qtbot, ending.last_day, "1/1/2021")
    click(qtbot, ending, "Mettre fin")
    assert "avant d’avoir commencé" in ending.fields[Fault.UNTIL].error()
    type_in(qtbot, ending.last_day, "31/8/2023")
    assert "Diane Crozanne lui succède le lendemain." in ending.what_happens.text()
    type_in(qtbot, ending.last_day, "30/6/2023")
    assert ending.what_happens.text().endswith("La présidence de la section est vacante à compter du lendemain.")
    click(qtbot, ending, "Mettre fin")
    assert "30/06/2023" in [row[3] for row in rows(sheet)]


def test_what_was_recorded_by_mistake_is_taken_back(sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    db, commission = sheet._desk.db, sheet._desk.commission
    presidencies.write_exception(db, commission.id, PresidencyException(2024, SOCIAL, "accord"))
    sheet._desk.refresh()
    choose_year(sheet, 2024)
    modifying = open_dialog(dialogs, sheet, PresidencyExceptionDialog, sheet._modify.trigger)
    modifying.year.setValue(2026)
    modifying.year.setValue(2024)
    type_in(qtbot, modifying.reason, "vote en séance")
    click(qtbot, modifying, "Enregistrer")
    assert line(sheet, 2024)[4] == "Motif : vote en séance."
    removing = open_dialog(dialogs, sheet, RemovalDialog, sheet._restore.trigger)
    assert "l’alternance s’applique de nouveau : la présidence revient à la section professionnelle" in plain(
        removing.what_happens
    )
    click(qtbot, removing, "Retirer")
    assert line(sheet, 2024)[3] == "Alternance"
    assert not sheet._restore.isEnabled()
    choose_president(sheet, "Aubin Tréhorel")
    removing = open_dialog(dialogs, sheet, RemovalDialog, sheet._remove.trigger)
    assert "La présidence de la section sociale par Aubin Tréhorel à compter du 04/02/2021 est retirée" in plain(
        removing.what_happens
    )
    click(qtbot, removing, "Retirer")
    assert [row[1] for row in rows(sheet)] == ["Basile Abgrall"]


def test_a_second_exception_in_a_year_is_refused_beside_the_year(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    db, commission = sheet._desk.db, sheet._desk.commission
    presidencies.write_exception(db, commission.id, PresidencyException(2023, PROFESSIONAL, "accord"))
    sheet._desk.refresh()
    assert sheet.badge.accessibleName() == "Exception"
    choose_year(sheet, 2025)
    adding = open_dialog(dialogs, sheet, PresidencyExceptionDialog, sheet._add.trigger)
    adding.year.setValue(2023)
    type_in(qtbot, adding.reason, "autre accord")
    click(qtbot, adding, "Ajouter")
    assert "Une exception est déjà enregistrée pour 2023." in adding.fields[Fault.YEAR].error()
    adding.reason.clear()
    adding.year.setValue(2025)
    adding.reject()


def test_a_double_click_opens_what_the_line_is_about(sheet: PresidencySheet, dialogs: Dialogs) -> None:
    view = sheet.presidents.view
    choose_president(sheet, "Aubin Tréhorel")
    (president,) = view.selected_rows()
    correcting = open_dialog(dialogs, sheet, CorrectPresidentDialog, lambda: view.opened.emit(president))
    correcting.reject()
    choose_year(sheet, 2025)
    year: PresidencyYear = sheet.ledger.view.selected_rows()[0]
    adding = open_dialog(dialogs, sheet, PresidencyExceptionDialog, lambda: sheet.ledger.view.opened.emit(year))
    assert adding.year.value() == 2025
    adding.reject()


def test_the_card_beside_the_composition_tells_an_exception_and_leads_to_the_sheet(
    sheet: PresidencySheet,
) -> None:
    db, commission = sheet._desk.db, sheet._desk.commission
    presidencies.write_exception(db, commission.id, PresidencyException(2024, SOCIAL, "accord"))
    page = sheet.page
    assert isinstance(page, CommissionPage)
    page.show_sheet("seats").reload()
    said = " ".join(plain(label) for label in page.seats.presidency.findChildren(QLabel))
    assert "Présidence : Aubin Tréhorel (section sociale)" in said
    assert "Exception à l’alternance, qui donne 2024 à la section professionnelle. Motif : accord." in said
    page.seats._open_presidency.trigger()
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Présidence"


def test_a_commission_installed_later_says_when_it_will_be_presided(db: Database, qtbot: QtBot) -> None:
    commissions.create_commission(db, replace(PAYS_DE_LA_LOIRE, installed_on=date(2030, 1, 15)))
    sheet = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).show_sheet("presidency")

    assert isinstance(sheet, PresidencySheet)
    assert sheet.today_words.text() == "La première présidence sera celle de l’année 2030."
    assert sheet._years.total == 6
    assert not sheet._end.isEnabled()


def test_a_commission_without_presidents_says_that_the_chair_is_vacant(db: Database, qtbot: QtBot) -> None:
    commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    sheet = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).show_sheet("presidency")

    assert isinstance(sheet, PresidencySheet)
    assert plain(sheet.today_words) == (
        "Ce lundi 12 juin 2023, la présidence n’est pas pourvue : section sociale, président à désigner."
    )
    assert sheet.presidents.findChildren(QLabel)


def test_a_page_may_ask_to_designate_a_president(sheet: PresidencySheet, dialogs: Dialogs) -> None:
    naming = open_dialog(dialogs, sheet, SectionPresidentDialog, lambda: sheet.begin("name"))
    naming.reject()
    sheet.begin("")
    assert sheet.presidents.view.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_a_president_to_come_is_found_by_the_beginning_of_the_name(
    sheet: PresidencySheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    naming = open_dialog(dialogs, sheet, SectionPresidentDialog, sheet._name.trigger)
    naming.section.setCurrentIndex(naming.section.findData(Section.SOCIAL))
    type_in(qtbot, naming.since, "1/1/24")
    naming.person.setFocus()
    qtbot.keyClicks(naming.person, "marz")
    assert naming.person.currentText() == "Solène Marzac (titulaire)"
    click(qtbot, naming, "Désigner")
    assert sheet.messages.text() == "Solène Marzac présidera sa section à compter du 01/01/2024."
