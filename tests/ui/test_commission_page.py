"""The page of the commission, driven as a secretary drives it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Person, Seat, SeatState, Section
from cpr_desk.office import demo
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database
from cpr_desk.ui import messages
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.dialogs.seat import AddSeatDialog, SeatDialog
from cpr_desk.ui.dialogs.section_president import SectionPresidentDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.factories import PAYS_DE_LA_LOIRE
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def page(db: Database, qtbot: QtBot) -> SeatsSheet:
    demo.fill(db, TODAY)
    return shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats


@pytest.fixture
def empty_page(db: Database, qtbot: QtBot) -> SeatsSheet:
    commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    return shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats


def _seats(page: SeatsSheet, section: Section, on: date = TODAY) -> tuple[Seat, ...]:
    desk = page._desk
    return compositions.composition_at(desk.db, desk.commission.id, on).of(section)


def _table(page: SeatsSheet, section: Section) -> list[list[str]]:
    model = page.tables._models[section]
    return [
        [model.index(row, column).data() for column in range(4 if section is not Section.CONSULTATIVE else 3)]
        for row in range(model.rowCount())
    ]


def _select(page: SeatsSheet, section: Section, row: int) -> Seat:
    page.tables.setCurrentIndex(list(Section).index(section))
    page.tables._panels[section].view.selectRow(row)
    seat = page.tables.selected()
    assert seat
    return seat


def test_the_figures_of_the_official_table_come_out(page: SeatsSheet) -> None:
    said = [
        widget.accessibleName().replace("\u00a0", " ") for widget in page.figures.findChildren(type(page.figures._msa))
    ]

    assert said == [
        "Section sociale : 35 voix. 13 sièges",
        "Régime général : 28 voix. 80 % des voix",
        "MSA : 7 voix. 20 % des voix",
        "Section professionnelle : 35 voix. 35 sièges, 19 désignés",
    ]
    assert page.figures._parity.accessibleName() == "Parité respectée"
    assert page.figures._vacancies.accessibleName() == ("16 titulaires non désignés, 2 professions non représentées")


def test_a_profession_is_written_once_for_its_unions(page: SeatsSheet) -> None:
    rows = _table(page, Section.PROFESSIONAL)

    assert len(rows) == 35
    assert [row[0] for row in rows[:4]] == ["Médecins", "", "", "Infirmiers"]
    assert [row[1] for row in rows[:3]] == ["CSMF", "MG France", "SML"]


def test_sorting_and_copying_still_name_the_profession_of_each_row(page: SeatsSheet) -> None:
    model = page.tables._models[Section.PROFESSIONAL]
    model.sort(1)
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == model.row(1).profession.label  # type: ignore[union-attr]
    assert model.columns[0].copied(model.row(1)) == spoken


def test_a_vacant_place_says_so_with_a_word_and_an_icon(page: SeatsSheet) -> None:
    model = page.tables._models[Section.PROFESSIONAL]
    vacant, held = model.index(2, 2), model.index(0, 2)

    assert vacant.data() == "à désigner"
    assert not vacant.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert vacant.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert held.data(Qt.ItemDataRole.DecorationRole) is None
    assert held.data(Qt.ItemDataRole.ForegroundRole) is None


def test_each_table_has_its_totals(page: SeatsSheet) -> None:
    said = [label.text().replace("\u00a0", " ") for label in page.tables._totals.values()]

    assert said == [
        "Total : 35 voix, dont régime général 28 (80 %) et MSA 7 (20 %)",
        "Total : 35 sièges, 35 voix, 19 titulaires désignés",
        "Total : 6 sièges, sans droit de vote",
    ]


def test_a_problem_selects_its_seats_and_says_how_to_mend_it(page: SeatsSheet) -> None:
    texts = [page.problems.list.item(row).text() for row in range(page.problems.list.count())]
    row = next(number for number, text in enumerate(texts) if "Sages-femmes" in text and "représentée" in text)
    page.problems.list.setCurrentRow(row)
    chosen = page.tables._panels[Section.PROFESSIONAL].view.selected_rows()

    assert texts[row].startswith("À surveiller\n")
    assert page.tables.section() is Section.PROFESSIONAL
    assert [seat.organisation for seat in chosen] == ["ONSSF", "UNSSF"]
    assert "Relancez ses organisations" in page.problems.explanation.toPlainText()
    assert "Source" in page.problems.explanation.toPlainText()


def test_a_default_rule_says_that_it_is_one(page: SeatsSheet) -> None:
    quorum = next(n for n, problem in enumerate(page.problems._problems) if problem.certainty.is_default)
    page.problems.list.setCurrentRow(quorum)

    assert "règle par défaut, à confirmer par le règlement applicable" in page.problems.explanation.toPlainText()


def test_a_filter_gives_way_to_the_seats_of_a_problem(page: SeatsSheet) -> None:
    panel = page.tables._panels[Section.PROFESSIONAL]
    panel.filter.setText("transporteurs")
    page.tables.select_seats({seat.id for seat in _seats(page, Section.PROFESSIONAL)[:2]})

    assert panel.filter.text() == ""
    assert len(panel.view.selected_rows()) == 2


def test_the_composition_is_shown_on_the_day_typed(page: SeatsSheet, qtbot: QtBot) -> None:
    type_in(qtbot, page.at, "3/2/21")

    assert page._stack.currentIndex() == 1
    assert page._empty._title.text() == "Aucun siège au 3 février 2021"
    qtbot.mouseClick(page._today, Qt.MouseButton.LeftButton)
    assert page.at.text() == "22/11/2026"
    assert page._stack.currentIndex() == 0


def test_the_presidency_of_this_year_and_the_next_is_named(page: SeatsSheet) -> None:
    said = "\n".join(label.text() for label in page.presidency.findChildren(QLabel)).replace("\u00a0", " ")

    assert "2026" in said
    assert "Présidence : Lucien Aigrelou (section professionnelle)" in said
    assert "2027" in said
    assert "Vice-présidence : Lucien Aigrelou (section professionnelle)" in said


def test_a_titular_is_replaced_from_a_day_on(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    seat = _select(page, Section.PROFESSIONAL, 0)
    before = seat.titular
    assert before
    view = page.tables._panels[Section.PROFESSIONAL].view
    dialog = open_dialog(dialogs, page, SeatDialog, lambda: qtbot.keyClick(view, Qt.Key.Key_Return))
    type_in(qtbot, dialog.since, "23112026")
    type_in(qtbot, dialog.titular.first_name, "Oriane")
    type_in(qtbot, dialog.titular.last_name, "Castelbrun")
    said = dialog.what_happens.text()

    assert "lundi 23 novembre 2026" in said
    assert f"Oriane Castelbrun remplace {before.person.courteous_name} comme titulaire" in said
    assert dialog.titular.email.text() == ""
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Enregistrer")
    after = _seats(page, Section.PROFESSIONAL, MONDAY)[0].titular
    assert after
    assert (after.person.name, after.since) == ("Oriane Castelbrun", MONDAY)
    still = _seats(page, Section.PROFESSIONAL)[0].titular
    assert still
    assert still.person == before.person
    assert page.messages.text() == "Le siège est modifié."


def test_a_corrected_name_stays_the_same_person(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    seat = _select(page, Section.PROFESSIONAL, 0)
    assert seat.titular
    person = seat.titular.person
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    type_in(qtbot, dialog.titular.last_name, f"{person.last_name}s")

    assert dialog.titular.correction.isChecked()
    assert "Nom corrigé partout" in dialog.what_happens.text()
    assert dialog.titular.email.text() == person.email
    type_in(qtbot, dialog.titular.email, "")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Enregistrer")
    held = _seats(page, Section.PROFESSIONAL)[0].titular
    assert held
    assert held.since == seat.titular.since
    assert held.person == replace(person, last_name=f"{person.last_name}s", email="")


def test_a_place_is_left_vacant_and_votes_change(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    seat = _select(page, Section.SOCIAL, 2)
    assert seat.substitute
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    dialog.votes.setCurrentText("2 voix")
    qtbot.mouseClick(dialog.substitute.leave_vacant, Qt.MouseButton.LeftButton)

    assert "le siège passe de 3 à 2 voix" in dialog.what_happens.text()
    assert "n’est plus suppléant, la place est à désigner" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Enregistrer")
    after = _seats(page, Section.SOCIAL)[2]
    assert (after.votes, after.substitute) == (2, None)
    assert page.figures._parity.accessibleName() == "Parité non respectée"


def test_wrong_fields_are_said_beside_them_and_nothing_is_written(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    seat = _select(page, Section.SOCIAL, 0)
    assert seat.titular
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    type_in(qtbot, dialog.since, "31/02/2026")
    type_in(qtbot, dialog.titular.email, "daphné")
    type_in(qtbot, dialog.titular.postcode, "44")
    type_in(qtbot, dialog.substitute.first_name, seat.titular.person.first_name)
    click(qtbot, dialog, "Enregistrer")

    assert "n’existe pas au calendrier" in dialog._since_field.error()
    errors = [field.error() for field in dialog.titular._form._fields if field.error()]
    assert len(errors) == 2
    assert dialog.substitute.last_name_field.error() == "Indiquez le nom, ou laissez la place à désigner."
    assert _seats(page, Section.SOCIAL)[0] == seat


def test_nobody_substitutes_for_oneself(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    seat = _select(page, Section.SOCIAL, 0)
    assert seat.titular
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    type_in(qtbot, dialog.substitute.first_name, seat.titular.person.first_name.upper())
    type_in(qtbot, dialog.substitute.last_name, seat.titular.person.last_name)
    click(qtbot, dialog, "Enregistrer")

    assert "ne peut pas se suppléer elle-même" in dialog.substitute.last_name_field.error()


def test_a_seat_that_changes_later_is_refused_beside_the_date(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    seat = _seats(page, Section.PROFESSIONAL)[0]
    vacant = replace(SeatState.of(seat), titular=None, substitute=None)
    compositions.revise_composition(
        page._desk.db, ReviseComposition(page._desk.commission.id, date(2027, 1, 1), (vacant,))
    )
    _select(page, Section.PROFESSIONAL, 0)
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    type_in(qtbot, dialog.titular.last_name, "Castelbrun")
    dialog.titular.correction.setChecked(False)
    click(qtbot, dialog, "Enregistrer")

    assert "01/01/2027" in dialog._since_field.error()
    assert dialog.isVisible()


def test_closing_by_mistake_loses_nothing(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(messages, "confirm", lambda *_args, **_more: answers.pop(0))
    _select(page, Section.SOCIAL, 0)
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    type_in(qtbot, dialog.titular.phone, "02 40 00 00 00")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert dialog.titular.phone.text() == "02 40 00 00 00"
    dialog.close()
    assert not answers
    assert not dialog.isVisible()


def test_closing_an_untouched_dialog_asks_nothing(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    _select(page, Section.SOCIAL, 0)
    dialog = open_dialog(dialogs, page, SeatDialog, page._edit)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_a_union_gets_a_seat_in_its_profession(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    page.tables.setCurrentIndex(1)
    dialog = open_dialog(dialogs, page, AddSeatDialog, page._add_seat)
    dialog.profession.setCurrentText("Infirmiers")
    click(qtbot, dialog, "Ajouter")
    assert dialog._organisation_field.error() == "Indiquez l’organisation qui désigne ce siège."
    long = "Union nationale des infirmiers libéraux et des soins de proximité, territoriaux et coordonnés " * 2
    dialog.organisation.setCurrentText(long[:120])
    type_in(qtbot, dialog.titular.last_name, "Castelbrun")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Ajouter")
    rows = [
        seat for seat in _seats(page, Section.PROFESSIONAL) if seat.profession and seat.profession.label == "Infirmiers"
    ]

    assert [seat.organisation for seat in rows] == ["SNIIL", "FNI", "CI", long[:120].strip()]
    assert rows[-1].votes == 1
    assert len(_seats(page, Section.PROFESSIONAL)) == 36


def test_a_line_is_added_to_the_social_section_and_a_seat_to_a_body(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    social = open_dialog(dialogs, page, AddSeatDialog, page._add_seat)
    social.regime.setCurrentText("MSA")
    social.votes.setCurrentText("1 voix")
    with qtbot.waitSignal(social.saved):
        click(qtbot, social, "Ajouter")
    page.tables.setCurrentIndex(2)
    body = open_dialog(dialogs, page, AddSeatDialog, page._add_seat)
    body.organisation.setCurrentText("urps")
    with qtbot.waitSignal(body.saved):
        click(qtbot, body, "Ajouter")

    assert _seats(page, Section.SOCIAL)[-1].label == "MSA, ligne 14"
    assert [seat.rank for seat in _seats(page, Section.CONSULTATIVE) if seat.organisation == "URPS"] == [1, 2, 3, 4]


def test_a_seat_is_closed_from_a_day_on_and_stays_in_the_history(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    assert not page._close.isEnabled()
    seat = _select(page, Section.PROFESSIONAL, 0)
    dialog = open_dialog(dialogs, page, CloseSeatsDialog, page._close.trigger)
    assert "se termine" in dialog._what_happens.text()
    assert dialog._what_happens.text().startswith("La composition n’en tient plus compte à compter du dimanche 22")
    type_in(qtbot, dialog.since, "23/11/2026")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Fermer le siège")
    assert seat.id in {each.id for each in _seats(page, Section.PROFESSIONAL)}
    assert seat.id not in {each.id for each in _seats(page, Section.PROFESSIONAL, MONDAY)}
    assert page.messages.text() == "Le siège est fermé."


def test_several_seats_are_closed_at_once(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    page.tables.select_seats({seat.id for seat in _seats(page, Section.PROFESSIONAL)[1:3]})
    assert not page._modify.isEnabled()
    dialog = open_dialog(dialogs, page, CloseSeatsDialog, page._close.trigger)
    assert dialog._since_field.control.accessibleDescription() == "Premier jour sans ces sièges"
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Fermer 2 sièges")
    assert len(_seats(page, Section.PROFESSIONAL)) == 33
    assert page.figures._parity.accessibleName() == "Parité non respectée"
    assert page.messages.text() == "Les sièges sont fermés."


def test_a_seat_opened_that_day_is_withdrawn_and_one_that_opens_later_refused(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    page.at.set_day(date(2021, 2, 4))
    _select(page, Section.SOCIAL, 0)
    dialog = open_dialog(dialogs, page, CloseSeatsDialog, page._close.trigger)
    assert dialog._what_happens.text() == "Rien ne précède cette date\u00a0: la saisie est retirée, comme une erreur."
    type_in(qtbot, dialog.since, "3/2/2021")
    click(qtbot, dialog, "Fermer le siège")
    assert dialog.isVisible()
    assert dialog._since_field.error()
    assert len(_seats(page, Section.SOCIAL)) == 13


def test_a_section_president_is_named_among_its_members(page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, page, SectionPresidentDialog, page._open_president)
    click(qtbot, dialog, "Désigner")
    assert dialog._person_field.error() == "Ce champ est obligatoire."
    names = [dialog.person.itemText(row) for row in range(dialog.person.count())]
    assert "Mme Daphné Fontabrun (titulaire)" in names
    assert names.index("Mme Daphné Fontabrun (titulaire)") < names.index("M. Hervé Escharlat (suppléant)")
    dialog.person.setCurrentText("Mme Daphné Fontabrun (titulaire)")
    assert "Anne-Gaëlle Rocheboise cesse ses fonctions la veille." in dialog._what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Désigner")
    known = commissions.section_presidents(page._desk.db, page._desk.commission.id)

    assert [president.name for president in known if president.since == TODAY] == ["Daphné Fontabrun"]
    assert page.messages.text() == "Mme Daphné Fontabrun préside sa section."


def test_a_president_before_another_is_refused_beside_the_date(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, page, SectionPresidentDialog, page._open_president)
    type_in(qtbot, dialog.since, "4/2/2020")
    assert "Personne n’est désigné" in dialog._person_field.error()
    later = Person(0, "Lise", "Aubremont")
    commissions.name_section_president(
        page._desk.db, page._desk.commission.id, Section.SOCIAL, later, date(2026, 12, 1)
    )
    dialog.since.set_day(TODAY)
    dialog.person.setCurrentIndex(0)
    click(qtbot, dialog, "Désigner")

    assert "a déjà une présidence enregistrée" in dialog._since_field.error()


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_the_composition_is_exported(
    page: SeatsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    file = tmp_path / f"composition.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page._export.trigger()
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=20_000)
    assert page.messages.text().startswith("Le fichier")

    assert file.stat().st_size > 3000


def test_an_export_that_fails_says_why(
    page: SeatsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path), "Classeur Excel (*.xlsx)"))
    (tmp_path.parent / f"{tmp_path.name}.xlsx").mkdir()
    page._export.trigger()
    qtbot.waitUntil(lambda: bool(page.messages.text()), timeout=10_000)

    assert "est enregistré" not in page.messages.text()


def test_the_import_opens_on_the_composition(page: SeatsSheet, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, page, ImportDialog, page._import.trigger)

    assert dialog.windowTitle() == "Importer la composition"


def test_an_empty_commission_says_what_to_do_first(
    empty_page: SeatsSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Modèle.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    verbs = [button.text() for button in empty_page._empty.findChildren(QPushButton)]

    assert verbs == ["Importer la composition…", "Enregistrer le classeur modèle…", "Ajouter un siège…"]
    assert not empty_page._export.isEnabled()
    assert not empty_page._modify.isEnabled()
    buttons = empty_page._empty.findChildren(QPushButton)
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(file.exists, timeout=10_000)
    qtbot.waitUntil(lambda: "est enregistré" in empty_page.messages.text())


def test_a_commission_installed_later_says_when_it_will_be_presided(db: Database, qtbot: QtBot) -> None:
    later = replace(PAYS_DE_LA_LOIRE, installed_on=date(2030, 1, 15))
    commissions.create_commission(db, later)
    page = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats
    said = [label.text() for label in page.presidency.findChildren(QLabel)]

    assert "La première présidence sera celle de l’année 2030." in said


def test_names_of_120_characters_are_shown_whole_on_hover(page: SeatsSheet) -> None:
    seat = _seats(page, Section.SOCIAL)[0]
    long = Person(0, "Anne", "Œ" + "y" * 119, email="longue@example.org")
    state = replace(SeatState.of(seat), titular=long)
    compositions.revise_composition(page._desk.db, ReviseComposition(page._desk.commission.id, TODAY, (state,)))
    page._desk.refresh()
    index = page.tables._models[Section.SOCIAL].index(0, 2)

    assert index.data() == long.name
    assert index.data(Qt.ItemDataRole.ToolTipRole) == f"{long.name}\nlongue@example.org"
    assert page.minimumSizeHint().width() < 1000


def test_a_long_name_is_read_from_its_beginning(page: SeatsSheet, dialogs: Dialogs) -> None:
    seat = _select(page, Section.SOCIAL, 0)
    assert seat.titular
    dialog = open_dialog(dialogs, page, SeatDialog, page._modify.trigger)
    assert dialog.titular.last_name.text()
    assert dialog.titular.last_name.cursorPosition() == 0
