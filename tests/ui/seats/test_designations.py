"""What a secretary does to who holds a seat, by the commands of the composition."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Letter, Section
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.services import mandates
from cpr_desk.ui import messages
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.allocation import AllocationDialog
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.mandate import CorrectMandateDialog, EndMandateDialog, SwapDialog
from cpr_desk.ui.dialogs.seat_order import SeatOrderDialog
from cpr_desk.ui.dialogs.seat_votes import VotesDialog
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.factories import person
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, type_in
from tests.ui.seats.driving import MONDAY, TITULAR, TODAY, names, seats, select


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

    assert dialog.person.last_name_field.error() == "Ce champ est obligatoire."


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

    assert "avant d’avoir commencé le 22/11/2026" in beside(dialog.until)


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

    assert "Luc de La Haÿe est titulaire de ce siège depuis le 01/01/2027" in beside(dialog.until)
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


def test_the_departure_of_a_section_president_is_told(
    page: SeatsSheet, qtbot: QtBot, opened: Callable[..., Any]
) -> None:
    select(page, Section.SOCIAL, 2)
    ending = opened(EndMandateDialog, "Mettre fin")
    warned = "Mme Anne-Gaëlle Rocheboise préside la section sociale\u00a0: vérifiez qui la présidera"
    assert warned in ending.what_happens.text()
    ending.done(0)
    successor = opened(DesignateDialog, "Désigner…")
    successor.role.setCurrentText("Titulaire")
    type_in(qtbot, successor.person.last_name, "Castelbrun")

    assert warned in successor.what_happens.text()


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
