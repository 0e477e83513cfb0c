"""What a secretary does to the seats, by the commands of the composition."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Letter, MandateRole, Seat, SeatState, Section
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.domain.problems import Remedy
from cpr_desk.office import demo
from cpr_desk.services import composition as compositions
from cpr_desk.services import mandates
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database
from cpr_desk.ui import messages
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.allocation import AllocationDialog
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.mandate import CorrectMandateDialog, EndMandateDialog, SwapDialog
from cpr_desk.ui.dialogs.seat_order import SeatOrderDialog
from cpr_desk.ui.dialogs.seat_votes import VotesDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.factories import person
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
TITULAR, SUBSTITUTE = MandateRole


@pytest.fixture
def page(db: Database, qtbot: QtBot) -> SeatsSheet:
    demo.fill(db, TODAY)
    return shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats


@pytest.fixture
def opened(page: SeatsSheet, dialogs: Dialogs) -> Callable[..., Any]:
    """Return what runs a command and gives its dialog."""

    def run(kind: type, command: str) -> Any:
        return open_dialog(dialogs, page, kind, action(page, command).trigger)

    return run


def action(page: SeatsSheet, words: str) -> QAction:
    """Return a command by the beginning of its text."""
    return next(each for each in page.actions() if each.text().replace("&", "").startswith(words))


def seats(page: SeatsSheet, section: Section, on: date = TODAY) -> tuple[Seat, ...]:
    return compositions.composition_at(page._desk.db, page._desk.commission.id, on).of(section)


def select(page: SeatsSheet, section: Section, row: int, column: int = 0) -> Seat:
    page.tables.setCurrentIndex(list(Section).index(section))
    view = page.tables._panels[section].view
    view.selectRow(row)
    flag = QItemSelectionModel.SelectionFlag.NoUpdate
    view.selectionModel().setCurrentIndex(view.model().index(row, column), flag)
    seat = page.tables.selected()
    assert seat
    return seat


def names(seat: Seat) -> list[str]:
    return [holding.person.name if (holding := seat.holder(role)) else "" for role in MandateRole]


def test_a_successor_is_designated_by_keyboard_with_the_letter(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    seat = select(page, Section.PROFESSIONAL, 0)
    before = names(seat)[0]
    view = page.tables._panels[Section.PROFESSIONAL].view
    dialog = open_dialog(dialogs, page, DesignateDialog, lambda: qtbot.keyClick(view, Qt.Key.Key_Return))
    assert "Indiquez qui lui succède" in dialog.what_happens.text()
    type_in(qtbot, dialog.since, "23112026")
    type_in(qtbot, dialog.person.first_name, "Oriane")
    type_in(qtbot, dialog.person.last_name, "Castelbrun")
    type_in(qtbot, dialog.letter_on, "12/11/26")
    type_in(qtbot, dialog.letter_reference, "CSMF 2026-114")
    dialog.ending.setCurrentIndex(dialog.ending.findData(EndReason.RESIGNATION))
    said = dialog.what_happens.text()

    assert said.startswith("Oriane Castelbrun devient titulaire à compter du lundi 23 novembre 2026. Le mandat de ")
    assert "se termine la veille (démission)" in said
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Désigner")
    after = seats(page, Section.PROFESSIONAL, MONDAY)[0].titular
    assert after
    assert (after.person.name, after.since, after.letter) == (
        "Oriane Castelbrun",
        MONDAY,
        Letter(date(2026, 11, 12), "CSMF 2026-114"),
    )
    assert names(seats(page, Section.PROFESSIONAL)[0])[0] == before
    assert mandates.seat_life(page._desk.db, seat.id).mandates[0].end_reason is EndReason.RESIGNATION
    assert page.messages.text() == (
        "La désignation est enregistrée. Le tableau affiche le 22/11/2026\u00a0: "
        "ce changement y paraîtra à partir du 23/11/2026."
    )


def test_the_column_in_hand_says_which_place_is_meant(page: SeatsSheet, opened: Callable[..., Any]) -> None:
    select(page, Section.SOCIAL, 0, 3)
    assert opened(DesignateDialog, "Désigner…").role.currentText() == "Suppléant"


def test_an_empty_place_is_meant_before_one_that_is_held(page: SeatsSheet, opened: Callable[..., Any]) -> None:
    alone = next(n for n, s in enumerate(seats(page, Section.PROFESSIONAL)) if s.titular and not s.substitute)
    select(page, Section.PROFESSIONAL, alone)
    dialog = opened(DesignateDialog, "Désigner…")

    assert dialog.role.currentText() == "Suppléant"
    assert dialog.what_happens.text().startswith("La place de suppléant est libre le dimanche 22 novembre 2026")
    assert dialog._ending_field.isHidden()


def test_wrong_fields_are_said_beside_them_and_nothing_is_written(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    seat = select(page, Section.SOCIAL, 0)
    dialog = opened(DesignateDialog, "Désigner…")
    type_in(qtbot, dialog.since, "29/02/2023")
    type_in(qtbot, dialog.person.form.email, "daphné")
    type_in(qtbot, dialog.person.form.address, "3 rue Haute")
    click(qtbot, dialog, "Désigner")

    assert "n’existe pas au calendrier" in dialog.since_field.error()
    assert dialog.person.last_name_field.error()
    assert len([field for field in dialog.person.form._fields if field.error()]) == 3
    assert seats(page, Section.SOCIAL)[0] == seat


def test_a_nameless_designation_is_refused(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    select(page, Section.SOCIAL, 0)
    dialog = opened(DesignateDialog, "Désigner…")
    click(qtbot, dialog, "Désigner")

    assert dialog.person.last_name_field.error() == "Indiquez le nom de la personne désignée."


def test_nobody_substitutes_for_oneself(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    alone = next(s for s in seats(page, Section.PROFESSIONAL) if s.titular and not s.substitute)
    page.tables.select_seats({alone.id})
    dialog = opened(DesignateDialog, "Désigner…")
    assert alone.titular
    type_in(qtbot, dialog.person.first_name, alone.titular.person.first_name.upper())
    type_in(qtbot, dialog.person.last_name, alone.titular.person.last_name)
    click(qtbot, dialog, "Désigner")

    assert "Une personne ne peut pas être titulaire et suppléante du même siège" in (
        dialog.person.last_name_field.error()
    )


def test_an_end_before_the_beginning_is_said_beside_the_end(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    select(page, Section.PROFESSIONAL, 2)
    dialog = opened(DesignateDialog, "Désigner…")
    type_in(qtbot, dialog.person.last_name, "Castelbrun")
    type_in(qtbot, dialog.until, "1/1/2026")
    click(qtbot, dialog, "Désigner")

    assert "avant d’avoir commencé le 22/11/2026" in dialog._until_field.error()


def test_several_roles_and_past_dates_warn_and_go_on(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    known = seats(page, Section.SOCIAL)[0].titular
    assert known
    select(page, Section.PROFESSIONAL, 2)
    dialog = opened(DesignateDialog, "Désigner…")
    type_in(qtbot, dialog.since, "1/3/2024")
    dialog.person.choose(known.person)

    assert "siège aussi à un autre titre (RG, ligne 1)" in dialog.what_happens.text()
    assert "La date est passée" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Désigner")


def test_what_stands_later_is_refused_beside_the_end(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    seat = select(page, Section.PROFESSIONAL, 2)
    later = Designation(TITULAR, person("Luc de La Haÿe"), date(2027, 1, 1))
    mandates.designate(page._desk.db, seat.id, later)
    dialog = opened(DesignateDialog, "Désigner…")
    type_in(qtbot, dialog.person.last_name, "Castelbrun")
    click(qtbot, dialog, "Désigner")

    assert "Luc de La Haÿe est titulaire de ce siège depuis le 01/01/2027" in dialog._until_field.error()
    assert dialog.isVisible()


def test_closing_by_mistake_loses_nothing(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(messages, "confirm", lambda *_args, **_more: answers.pop(0))
    select(page, Section.SOCIAL, 0)
    dialog = opened(DesignateDialog, "Désigner…")
    type_in(qtbot, dialog.person.form.phone, "02 40 00 00 00")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert dialog.person.form.phone.text() == "02 40 00 00 00"
    dialog.close()
    assert not answers
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (DesignateDialog, "Désigner…"),
        (EndMandateDialog, "Mettre fin"),
        (SwapDialog, "Échanger"),
        (CorrectMandateDialog, "Corriger"),
        (VotesDialog, "Changer les voix"),
        (AddSeatDialog, "Ajouter"),
        (AllocationDialog, "Répartir"),
        (SeatOrderDialog, "Changer l’ordre"),
    ],
)
def test_closing_an_untouched_dialog_asks_nothing(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any], kind: type, command: str
) -> None:
    both = next(n for n, s in enumerate(seats(page, Section.SOCIAL)) if s.titular and s.substitute)
    select(page, Section.SOCIAL, both)
    dialog = opened(kind, command)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_a_mandate_ends_with_its_reason(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    row = next(n for n, s in enumerate(seats(page, Section.SOCIAL)) if s.titular and s.substitute)
    seat = select(page, Section.SOCIAL, row, 3)
    dialog = opened(EndMandateDialog, "Mettre fin")
    dialog.reason.setCurrentIndex(dialog.reason.findData(EndReason.WITHDRAWN))
    type_in(qtbot, dialog.note, "Lettre du 3 novembre")

    assert names(seat)[1] in dialog.what_happens.text()
    assert "à compter du lundi 23 novembre 2026 (retrait de la désignation" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Mettre fin au mandat")
    ended = next(m for m in mandates.seat_life(page._desk.db, seat.id).mandates if m.until)
    assert (ended.until, ended.end_reason, ended.end_note) == (TODAY, EndReason.WITHDRAWN, "Lettre du 3 novembre")
    assert seats(page, Section.SOCIAL, MONDAY)[row].substitute is None
    assert page.messages.text().endswith("ce changement y paraîtra à partir du 23/11/2026.")


def test_an_end_before_the_mandate_began_is_refused(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    select(page, Section.SOCIAL, 0)
    dialog = opened(EndMandateDialog, "Mettre fin")
    type_in(qtbot, dialog.since, "3/2/2021")
    click(qtbot, dialog, "Mettre fin au mandat")

    assert "il ne peut pas se terminer avant" in dialog.since_field.error()


def test_titular_and_substitute_change_places(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    row = next(n for n, s in enumerate(seats(page, Section.SOCIAL)) if s.titular and s.substitute)
    seat = select(page, Section.SOCIAL, row)
    dialog = opened(SwapDialog, "Échanger")
    assert "devient titulaire" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Échanger")

    assert names(seats(page, Section.SOCIAL)[row]) == names(seat)[::-1]


def test_a_swap_on_a_day_with_an_empty_place_is_refused(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    row = next(n for n, s in enumerate(seats(page, Section.SOCIAL)) if s.titular and s.substitute)
    select(page, Section.SOCIAL, row)
    dialog = opened(SwapDialog, "Échanger")
    type_in(qtbot, dialog.since, "1/1/2020")
    click(qtbot, dialog, "Échanger")

    assert dialog.what_happens.text() == "Les deux places doivent être pourvues à cette date."
    assert "n’a pas de titulaire et suppléant" in dialog.since_field.error()


def test_a_mandate_is_corrected_or_erased(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    seat = select(page, Section.PROFESSIONAL, 0)
    dialog = opened(CorrectMandateDialog, "Corriger")
    assert dialog.what_happens.text() == "Rien ne change pour l’instant."
    type_in(qtbot, dialog.since, "1/3/2021")
    type_in(qtbot, dialog.letter_reference, "CSMF 12")
    assert "depuis le 01/03/2021" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Corriger")
    held = seats(page, Section.PROFESSIONAL)[0].titular
    assert held
    assert (held.since, held.letter.reference) == (date(2021, 3, 1), "CSMF 12")

    again = opened(CorrectMandateDialog, "Corriger")
    again.mistake.setChecked(True)
    assert "disparaît de l’historique" in again.what_happens.text()
    with qtbot.waitSignal(again.saved):
        click(qtbot, again, "Corriger")
    assert held.mandate_id not in {m.id for m in mandates.seat_life(page._desk.db, seat.id).mandates}


def test_the_reason_a_mandate_ended_for_is_kept_when_it_is_corrected(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    row = next(n for n, s in enumerate(seats(page, Section.SOCIAL)) if s.titular and s.substitute)
    seat = select(page, Section.SOCIAL, row)
    mandates.swap_holders(page._desk.db, seat.id, date(2024, 1, 1))
    page.reload()
    dialog = opened(CorrectMandateDialog, "Corriger")
    ended = next(n for n in range(dialog.mandate.count()) if dialog.mandate.itemData(n).until)
    dialog.mandate.setCurrentIndex(ended)
    type_in(qtbot, dialog.until, "31/12/2022")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Corriger")

    corrected = next(m for m in mandates.seat_life(page._desk.db, seat.id).mandates if m.until == date(2022, 12, 31))
    assert corrected.end_reason is EndReason.SWAPPED


def test_a_correction_that_overlaps_is_said_beside_the_field(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    select(page, Section.PROFESSIONAL, 0)
    dialog = opened(CorrectMandateDialog, "Corriger")
    type_in(qtbot, dialog.since, "1/1/2021")
    click(qtbot, dialog, "Corriger")

    assert "n’existe qu’à compter du 04/02/2021" in dialog.since_field.error()


def test_votes_change_from_a_day_on_and_tell_what_parity_becomes(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    select(page, Section.SOCIAL, 2)
    dialog = opened(VotesDialog, "Changer les voix")
    assert dialog.what_happens.text() == "Rien ne change\u00a0: ce siège porte déjà 3 voix."
    dialog.votes.setValue(4)
    click(qtbot, dialog, "Changer")
    assert dialog.faults[next(f for f in dialog.faults if f == "votes")].error().startswith("Un membre de la section")
    dialog.votes.setValue(2)
    assert "passe de 3 à 2 voix" in dialog.what_happens.text()
    assert "la parité n’est pas respectée" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Changer")

    assert seats(page, Section.SOCIAL)[2].votes == 2
    assert page.figures._parity.accessibleName() == "Parité non respectée"


def test_votes_that_change_later_are_refused_beside_the_date(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    seat = select(page, Section.SOCIAL, 2)
    mandates.change_votes(page._desk.db, seat.id, 1, date(2027, 1, 1), page._desk.commission.rules)
    dialog = opened(VotesDialog, "Changer les voix")
    dialog.votes.setValue(2)
    click(qtbot, dialog, "Changer")

    assert "change déjà le 01/01/2027" in dialog.since_field.error()


def test_a_seat_counts_for_another_regime_from_a_day_on_with_the_same_holders(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    before = select(page, Section.SOCIAL, 0)
    dialog = opened(VotesDialog, "Changer les voix")
    type_in(qtbot, dialog.since, "1/1/2020")
    assert dialog.what_happens.text() == "Ce siège n’existe pas à cette date."
    type_in(qtbot, dialog.since, "23/11/2026")
    dialog.regime.setCurrentText("MSA médical")
    dialog.votes.setValue(2)
    assert "passe du régime RG au régime MSA médical ; le siège passe de 3 à 2 voix" in (
        dialog.what_happens.text().replace("\u00a0", " ")
    )
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Changer")

    after = seats(page, Section.SOCIAL, MONDAY)[0]
    assert (after.represents, after.votes, names(after)) == ("MSA médical", 2, names(before))
    still = seats(page, Section.SOCIAL)[0]
    assert (still.represents, still.votes, names(still)) == ("RG", 3, names(before))


def test_a_union_gets_a_seat_in_its_profession_once(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page.tables.setCurrentIndex(1)
    dialog = opened(AddSeatDialog, "Ajouter")
    dialog.profession.setCurrentText("Infirmiers")
    click(qtbot, dialog, "Ajouter")
    assert dialog._organisation_field.error() == "Indiquez l’organisation qui désigne ce siège."
    assert dialog.what_happens.text() == "Indiquez l’organisation qui désignera ce siège."
    dialog.organisation.setCurrentText("fni")
    click(qtbot, dialog, "Ajouter")
    assert dialog._organisation_field.error().startswith("FNI a déjà un siège dans cette profession")
    dialog.organisation.setCurrentText("UNION")
    assert dialog._organisation_field.error() == ""
    assert dialog.what_happens.text().endswith(
        "Section sociale\u00a0: 35 voix, section professionnelle\u00a0: 36 voix, la parité n’est pas respectée."
    )
    long = "Union nationale des infirmiers libéraux et des soins de proximité, territoriaux et coordonnés " * 2
    dialog.organisation.setCurrentText(long[:120])
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Ajouter")
    rows = [s for s in seats(page, Section.PROFESSIONAL) if s.profession and s.profession.label == "Infirmiers"]

    assert [seat.organisation for seat in rows] == ["SNIIL", "FNI", "CI", long[:120].strip()]
    assert rows[-1].votes == 1
    assert page.tables.selected() == rows[-1]
    assert len(seats(page, Section.PROFESSIONAL)) == 36


def test_a_seat_added_from_another_day_reckons_with_the_seats_of_that_day(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    fni = next(seat for seat in seats(page, Section.PROFESSIONAL) if seat.organisation == "FNI")
    closing = ReviseComposition(page._desk.commission.id, MONDAY, (), (fni.id,))
    compositions.revise_composition(page._desk.db, closing)
    page.tables.setCurrentIndex(1)
    dialog = opened(AddSeatDialog, "Ajouter")
    dialog.profession.setCurrentText("Infirmiers")
    dialog.organisation.setCurrentText("FNI")
    click(qtbot, dialog, "Ajouter")
    assert "a déjà un siège" in dialog._organisation_field.error()
    type_in(qtbot, dialog.since, "23/11/2026")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Ajouter")

    (again,) = (seat for seat in seats(page, Section.PROFESSIONAL, MONDAY) if seat.organisation == "FNI")
    assert (again.rank, again.id == fni.id) == (1, False)


def test_a_line_is_added_to_the_social_section_and_a_seat_to_a_body(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page.tables.setCurrentIndex(0)
    social = opened(AddSeatDialog, "Ajouter")
    social.regime.setCurrentText("MSA")
    social.votes.setCurrentText("1 voix")
    with qtbot.waitSignal(social.saved):
        click(qtbot, social, "Ajouter")
    page.tables.setCurrentIndex(2)
    body = opened(AddSeatDialog, "Ajouter")
    body.organisation.setCurrentText("urps")
    with qtbot.waitSignal(body.saved):
        click(qtbot, body, "Ajouter")

    assert seats(page, Section.SOCIAL)[-1].label == "MSA, ligne 14"
    assert [seat.rank for seat in seats(page, Section.CONSULTATIVE) if seat.organisation == "URPS"] == [1, 2, 3, 4]


def test_a_seat_is_closed_from_a_day_on_and_stays_in_the_history(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    assert not action(page, "Fermer").isEnabled()
    seat = select(page, Section.PROFESSIONAL, 0)
    dialog = opened(CloseSeatsDialog, "Fermer")
    assert dialog._what_happens.text().startswith("La composition n’en tient plus compte à compter du dimanche 22")
    type_in(qtbot, dialog.since, "23/11/2026")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Fermer le siège")
    assert seat.id in {each.id for each in seats(page, Section.PROFESSIONAL)}
    assert seat.id not in {each.id for each in seats(page, Section.PROFESSIONAL, MONDAY)}
    assert page.messages.text().startswith("Le siège est fermé. Le tableau affiche le 22/11/2026")


def test_several_seats_are_closed_at_once(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    page.tables.select_seats({seat.id for seat in seats(page, Section.PROFESSIONAL)[1:3]})
    assert not action(page, "Désigner…").isEnabled()
    dialog = opened(CloseSeatsDialog, "Fermer")
    assert dialog._since_field.control.accessibleDescription() == "Premier jour sans ces sièges"
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Fermer 2 sièges")
    assert len(seats(page, Section.PROFESSIONAL)) == 33
    assert page.messages.text() == "Les sièges sont fermés."


def test_a_seat_opened_that_day_is_withdrawn_and_one_that_opens_later_refused(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page.at.set_day(date(2021, 2, 4))
    select(page, Section.SOCIAL, 0)
    dialog = opened(CloseSeatsDialog, "Fermer")
    assert dialog._what_happens.text() == "Rien ne précède cette date\u00a0: la saisie est retirée, comme une erreur."
    type_in(qtbot, dialog.since, "3/2/2021")
    click(qtbot, dialog, "Fermer le siège")
    assert dialog._since_field.error()
    assert len(seats(page, Section.SOCIAL)) == 13


def test_votes_are_shared_out_after_a_preview(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    dialog = opened(AllocationDialog, "Répartir")
    assert dialog.votes.value() == 35
    click(qtbot, dialog, "Répartir les voix")
    assert "Rien ne change" in dialog._votes_field.error()
    dialog.votes.setValue(31)
    told = [dialog.preview.item(row, 4).text() for row in range(dialog.preview.rowCount())]
    assert sorted(filter(None, told)) == ["ligne fermée", "ligne fermée"]
    assert "11 lignes portent 31 voix\u00a0: régime général 25, régime agricole 6." in dialog.what_happens.text()
    assert "La parité n’est pas respectée avec les 35 voix" in dialog.what_happens.text()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Répartir les voix")

    social = seats(page, Section.SOCIAL)
    assert (len(social), sum(seat.votes for seat in social)) == (11, 31)


def test_lines_that_are_missing_are_added(page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]) -> None:
    dialog = opened(AllocationDialog, "Répartir")
    type_in(qtbot, dialog.since, "1/1/2020")
    assert dialog.votes.value() == 1
    type_in(qtbot, dialog.since, "23/11/2026")
    dialog.votes.setValue(50)
    told = {dialog.preview.item(row, 4).text() for row in range(dialog.preview.rowCount())}
    assert "ligne ajoutée" in told
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Répartir les voix")

    assert sum(seat.votes for seat in seats(page, Section.SOCIAL, MONDAY)) == 50
    assert sum(seat.votes for seat in seats(page, Section.SOCIAL)) == 35


def test_professions_move_from_a_day_on_and_older_tables_keep_their_order(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    page.tables.setCurrentIndex(1)
    dialog = opened(SeatOrderDialog, "Changer l’ordre")
    type_in(qtbot, dialog.since, "23/11/2026")
    dialog.rows.setCurrentRow(1)
    click(qtbot, dialog, "Monter")
    assert [dialog.rows.item(row).text() for row in range(2)] == ["Infirmiers (3 sièges)", "Médecins (3 sièges)"]
    click(qtbot, dialog, "Descendre")
    assert dialog._what_happens.text() == "Rien ne change pour l’instant."
    click(qtbot, dialog, "Monter")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Changer l’ordre")

    def professions(on: date) -> list[str]:
        return list(dict.fromkeys(s.profession.label for s in seats(page, Section.PROFESSIONAL, on) if s.profession))

    assert professions(TODAY)[:2] == ["Médecins", "Infirmiers"]
    assert professions(MONDAY)[:2] == ["Infirmiers", "Médecins"]


def test_an_order_that_changes_later_is_refused_beside_the_date(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    first, *others = (seat.id for seat in seats(page, Section.SOCIAL))
    mandates.arrange_seats(page._desk.db, [*others, first], date(2027, 1, 1))
    page.tables.setCurrentIndex(0)
    dialog = opened(SeatOrderDialog, "Changer l’ordre")
    dialog.rows.setCurrentRow(0)
    click(qtbot, dialog, "Descendre")
    click(qtbot, dialog, "Changer l’ordre")

    assert "change déjà le 01/01/2027" in dialog._since_field.error()


def show(page: SeatsSheet, remedy: Remedy) -> None:
    """Select the first problem that is mended so."""
    row = next(n for n, problem in enumerate(page.problems._problems) if problem.remedy is remedy)
    page.problems.list.setCurrentRow(row)


def test_a_control_goes_where_it_is_mended(
    page: SeatsSheet, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page.page, "begin", asked.append)
    for remedy in (Remedy.REMINDERS, Remedy.PERSON):
        show(page, remedy)
        assert page.problems.go.text() == remedy.label
        qtbot.mouseClick(page.problems.go, Qt.MouseButton.LeftButton)
    show(page, Remedy.DESIGNATE)
    designate = open_dialog(dialogs, page, DesignateDialog, page.problems.go.click)

    assert asked[0] == "organisations/reminders"
    assert asked[1].startswith("persons/")
    assert designate.role.currentText() == "Suppléant"
    designate.done(0)
    show(page, Remedy.MANDATE)
    open_dialog(dialogs, page, CorrectMandateDialog, page.problems.go.click).done(0)


def test_votes_out_of_bounds_lead_to_the_dialogs_that_mend_them(page: SeatsSheet, dialogs: Dialogs) -> None:
    seat = seats(page, Section.SOCIAL)[0]
    state = SeatState.of(seat)
    wrong = ReviseComposition(page._desk.commission.id, TODAY, (replace(state, votes=5),))
    compositions.revise_composition(page._desk.db, wrong)
    page.reload()
    for remedy, kind in ((Remedy.ALLOCATION, AllocationDialog), (Remedy.VOTES, VotesDialog)):
        show(page, remedy)
        open_dialog(dialogs, page, kind, page.problems.go.click).done(0)


def test_seats_too_few_or_too_many_lead_to_the_dialogs_that_mend_them(page: SeatsSheet, dialogs: Dialogs) -> None:
    centres = [s.id for s in seats(page, Section.PROFESSIONAL) if not s.organisation]
    commission = page._desk.commission.id
    close = ReviseComposition(commission, TODAY, (), (centres[-1],))
    compositions.revise_composition(page._desk.db, close)
    page.reload()
    show(page, Remedy.ADD_SEAT)
    open_dialog(dialogs, page, AddSeatDialog, page.problems.go.click).done(0)
    csmf = replace(
        SeatState.of(seats(page, Section.PROFESSIONAL)[0]), seat_id=None, rank=2, titular=None, substitute=None
    )
    compositions.revise_composition(page._desk.db, ReviseComposition(commission, TODAY, (csmf,)))
    page.reload()
    show(page, Remedy.CLOSE_SEATS)
    closing = open_dialog(dialogs, page, CloseSeatsDialog, page.problems.go.click)

    assert [(each.rank, each.titular) for each in closing._seats] == [(2, None)]
    closing.done(0)


def test_the_card_of_who_holds_the_seat_opens(page: SeatsSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page.page, "begin", asked.append)
    seat = select(page, Section.SOCIAL, 0)
    action(page, "Fiche").trigger()

    assert seat.titular
    assert asked == [f"persons/{seat.titular.person.id}"]
