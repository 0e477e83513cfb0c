import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Secretariat
from cpr_desk.domain.composition import Composition, MandateRole, Section
from cpr_desk.domain.dispatch import Capacity, RecipientChange, recipients
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.domain.presidency import Presidency, chair_at, ledger
from cpr_desk.reports import pdf, wording, xlsx
from cpr_desk.reports.adhesions import adhesions_report
from cpr_desk.reports.agenda import agenda
from cpr_desk.reports.attendance import attendance_sheet
from cpr_desk.reports.composition import composition_report, composition_workbook
from cpr_desk.reports.convocation import convocation, convocations
from cpr_desk.reports.differences import differences_report, differences_workbook
from cpr_desk.reports.document import Document, Table
from cpr_desk.reports.presidency import presidency_ledger
from tests.factories import INSTALLED, person, regional_state
from tests.reports.history_sample import UNCHANGED
from tests.reports.reading import text
from tests.reports.sample import (
    CHAIR,
    COMMISSION,
    COMPOSITION,
    ISSUED,
    MEETING,
    PRESIDENCY,
    YEARS,
    addressees,
    recipient,
)

EMPTY = Composition(INSTALLED, ())


def read(document: Document) -> str:
    return text(pdf.render([document]).pdf).replace("\xa0", " ")


def letter(
    section: Section, role: MandateRole = MandateRole.TITULAR, *, civility: str = "Mme", agenda_known: bool = True
) -> str:
    meeting = MEETING if agenda_known else replace(MEETING, agenda=())
    return read(convocation(COMMISSION, meeting, recipient(section, role, civility), ISSUED, CHAIR))


def test_a_titular_is_convened_with_date_place_and_agenda() -> None:
    words = letter(Section.SOCIAL)
    assert "convoquer, en qualité de titulaire (section sociale, RG)" in words
    assert "jeudi 4 février 2021 à 14 h" in words
    assert "Salle Loire, 9 rue des Écluses" in words
    assert "1.1 Composition" in words
    assert "confirmer votre participation" in words
    assert "Mme Solène Kervadec (section sociale)" in words
    assert "Nantes, le 18 janvier 2021" in words
    assert "Résidence du Port 12 rue des Carriers 49000 Angers" in words


def test_a_substitute_is_informed_and_sits_when_the_titular_cannot() -> None:
    words = letter(Section.PROFESSIONAL, MandateRole.SUBSTITUTE)
    assert "à titre d’information" in words
    assert "suppléante (section professionnelle, Médecins – CSMF)" in words
    assert "appelée à siéger en cas d’empêchement du titulaire" in words
    assert "confirmer votre participation" in words


def test_a_consultative_voice_is_invited_without_a_vote() -> None:
    words = letter(Section.CONSULTATIVE)
    assert "inviter à participer, avec voix consultative (URPS)" in words
    assert "convoquer" not in words


def test_an_agenda_to_come_is_promised_in_time() -> None:
    words = letter(Section.SOCIAL, agenda_known=False)
    assert "L’ordre du jour vous sera adressé, après avis des présidents des deux sections, au moins 5 jours" in words


@pytest.mark.parametrize(
    ("civility", "call"),
    [("M.", "Monsieur,"), ("Mme", "Madame,"), ("Dr", "Docteur,"), ("", "Madame, Monsieur,")],
)
def test_the_letter_calls_its_reader_by_the_civility(civility: str, call: str) -> None:
    assert f" {call} J’ai l’honneur" in letter(Section.SOCIAL, civility=civility)


def test_an_absent_titular_tells_the_substitute_or_whoever_designates() -> None:
    told = {
        seat.substitute is None: read(
            convocation(COMMISSION, MEETING, addressees(Composition(INSTALLED, (seat,)))[0], ISSUED, CHAIR)
        )
        for seat in COMPOSITION.of(Section.SOCIAL)
    }
    assert "prévenir sans délai Hortense Vaudreville Yonnet, qui vous supplée" in told[False]
    assert "Aucun suppléant n’étant désigné" in told[True]


@pytest.mark.parametrize(("civility", "agreed"), [("Mme", "qui vous a désignée."), ("M.", "qui vous a désigné.")])
def test_words_agree_with_a_titular_who_has_no_substitute(civility: str, agreed: str) -> None:
    assert agreed in letter(Section.SOCIAL, civility=civility)


def test_each_person_gets_one_letter() -> None:
    letters = convocations(COMMISSION, MEETING, addressees(COMPOSITION), ISSUED)
    assert [one.addressee for one in letters] == [each.person.name for each in recipients(COMPOSITION)]
    assert len({one.addressee for one in letters}) == len(letters)


def test_somebody_with_several_seats_gets_one_letter_that_names_them() -> None:
    fno, snao = (next(seat for seat in COMPOSITION.seats if seat.organisation == name) for name in ("FNO", "SNAO"))
    urps = COMPOSITION.of(Section.CONSULTATIVE)[0]
    assert fno.titular
    assert snao.titular
    assert fno.substitute
    known = replace(fno.titular, person=replace(fno.titular.person, civility="Mme"))
    both = Composition(
        INSTALLED,
        (
            replace(fno, titular=known),
            replace(snao, titular=known, substitute=snao.titular),
            replace(urps, titular=known, substitute=known),
        ),
    )
    words = read(convocation(COMMISSION, MEETING, addressees(both)[0], ISSUED))

    named = "section professionnelle, Orthophonistes – FNO et section professionnelle, Orthoptistes – SNAO"
    assert f"en qualité de titulaire ({named})" in words
    assert "en votre qualité de voix consultative (URPS) et suppléante (voix consultative, URPS)." in words
    assert (
        f"prévenir sans délai {fno.substitute.person.name} et {snao.titular.person.name}, qui vous suppléent" in words
    )


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        (Capacity.GUEST, "inviter à assister, en qualité d’invitée et sans prendre part aux votes"),
        (Capacity.EXPERT, "inviter à apporter votre concours, en qualité d’experte et sans prendre part aux votes"),
        (Capacity.CONSULTATIVE, "inviter à assister, en qualité d’invitée"),
    ],
)
def test_somebody_added_by_hand_is_invited_in_that_capacity(capacity: Capacity, said: str) -> None:
    added = RecipientChange(person("Perrig Lanvaux", id=999, civility="Mme"), capacity, "point 3")
    to = addressees(COMPOSITION, (added,))[-1]
    letter_to = convocation(COMMISSION, MEETING, to, ISSUED)

    assert said in read(letter_to)
    assert "point 3" not in read(letter_to)
    assert letter_to.title == "Invitation"


def test_a_member_received_as_a_guest_is_written_to_as_one() -> None:
    who = recipients(COMPOSITION)[0].person
    to = addressees(COMPOSITION, (RecipientChange(who, Capacity.GUEST, "à sa demande"),))[-1]

    assert (to.person, to.capacity, to.seats) == (who, Capacity.GUEST, ())


def test_a_written_consultation_has_a_closing_date() -> None:
    written = replace(MEETING, kind=MeetingKind.WRITTEN, place="", link="")
    words = read(convocation(COMMISSION, written, recipient(Section.SOCIAL), ISSUED))
    assert "consultation écrite de la commission paritaire régionale" in words
    assert "ouverte jusqu’à la date indiquée ci-dessous : Clôture : jeudi 4 février 2021" in words
    assert "en présence" not in words
    assert "confirmer votre participation" not in words
    assert "faire parvenir votre réponse par écrit, au plus tard le jeudi 4 février 2021" in words
    without_agenda = read(convocation(COMMISSION, replace(written, agenda=()), recipient(Section.SOCIAL), ISSUED))
    assert "avant la clôture de la consultation (règlement" in without_agenda
    informed = recipient(Section.PROFESSIONAL, MandateRole.SUBSTITUTE)
    assert "de faire parvenir votre réponse par écrit" in read(convocation(COMMISSION, written, informed, ISSUED))


def test_a_bare_secretariat_still_makes_a_letter() -> None:
    bare = replace(COMMISSION, secretariat=Secretariat())
    words = read(convocation(bare, MEETING, recipient(Section.SOCIAL), ISSUED))
    assert "Le 18 janvier 2021" in words
    assert "Le secrétariat de la commission" in words
    assert "au secrétariat de la commission." in words


def test_the_address_keeps_the_lines_as_typed() -> None:
    known = person(
        "Anaïs Œuvray", civility="Dr", address="Bâtiment B\n3 rue du Puits", postcode="72000", city="Le Mans"
    )
    assert wording.address_lines(known) == ("Dr Anaïs Œuvray", "Bâtiment B", "3 rue du Puits", "72000 Le Mans")
    assert wording.address_lines(person("Anaïs Œuvray")) == ("Anaïs Œuvray",)


def test_the_agenda_leaves_room_for_both_opinions_even_when_empty() -> None:
    words = read(agenda(COMMISSION, replace(MEETING, agenda=()), None))
    assert "n’est pas encore établi" in words
    assert "Présidence de la section sociale" in words
    assert "Présidence de la section professionnelle" in words


def test_the_attendance_sheet_counts_seats_and_votes_and_says_that_the_quorum_is_a_default() -> None:
    words = read(attendance_sheet(COMMISSION, MEETING, COMPOSITION, CHAIR))
    assert "Section sociale (13 sièges, 35 voix)" in words
    assert "Section professionnelle (35 sièges, 35 voix)" in words
    assert "Voix consultatives (6 sièges)" in words
    assert DEFAULT_RULE_NOTICE in words
    assert "Section professionnelle 35 35 19" in words


def test_the_composition_says_what_is_vacant() -> None:
    words = read(composition_report(COMMISSION, COMPOSITION))
    assert "16 titulaires non désignés, 2 professions non représentées" in words
    assert "régime général 28 (80 %), régime agricole 7 (20 %)" in words
    assert words.count("non désigné ") == 17  # APMSL too, which does not vote


@pytest.mark.parametrize(
    "document",
    [
        composition_report(COMMISSION, EMPTY),
        attendance_sheet(COMMISSION, replace(MEETING, place="", starts=None), EMPTY),
        presidency_ledger(COMMISSION, ()),
        adhesions_report(COMMISSION, regional_state((), INSTALLED)),
    ],
    ids=lambda document: document.title,
)
def test_an_empty_commission_still_prints(document: Document) -> None:
    assert document.title in read(document) or "adhésions" in read(document)


def test_an_empty_composition_gives_the_three_headers() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx.render(composition_workbook(COMMISSION, EMPTY, ISSUED))))
    assert [[cell.value for cell in sheet[4]] for sheet in book.worksheets] == [
        ["Voix", "Régime", "Titulaire", "Suppléant"],
        ["Profession", "Syndicat", "Titulaire", "Suppléant"],
        ["Organisme", "Titulaire", "Suppléant"],
    ]


def test_the_workbook_of_the_composition_repeats_each_profession_and_leaves_vacant_seats_empty() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx.render(composition_workbook(COMMISSION, COMPOSITION, ISSUED))))
    rows = list(book["Section professionnelle"].iter_rows(min_row=5, values_only=True))
    assert len(rows) == 35
    assert all(row[0] for row in rows)
    assert sum(row[2] is None for row in rows) == 16


def test_the_ledger_names_both_sections_and_who_is_missing() -> None:
    words = read(presidency_ledger(COMMISSION, ledger(Presidency(INSTALLED), 2021, 2021)))
    assert "Année 2021" in words
    assert "Section sociale président à désigner Section professionnelle président à désigner" in words


def test_the_ledger_prints_exceptions_with_their_reason_vacancies_and_who_acts() -> None:
    words = read(presidency_ledger(COMMISSION, YEARS, PRESIDENCY.presidents))
    assert "Mme Solène Kervadec jusqu’au 14 mars, vacance du 15 mars au 30 avril, puis Mme Maud Esnault" in words
    assert "la vice-présidence assure l’intérim, M. Titouan Brossard (règle par défaut, à confirmer par le" in words
    assert "Motif : accord des deux sections en séance (décision du 11/12/2023)." in words
    assert "Présidents de section" in words
    assert "Section sociale Mme Maud Esnault 01/05/2023" in words


def test_documents_of_a_vacancy_name_who_acts_and_say_why() -> None:
    day = date(2023, 4, 3)
    chair = chair_at(PRESIDENCY, day)
    for document in (
        agenda(COMMISSION, replace(MEETING, on=day), chair),
        attendance_sheet(COMMISSION, replace(MEETING, on=day), COMPOSITION, chair),
        convocation(COMMISSION, replace(MEETING, on=day), recipient(Section.SOCIAL), ISSUED, chair),
    ):
        words = read(document)
        assert "M. Titouan Brossard (section professionnelle), par intérim. La présidence de la section" in words
        assert "est vacante depuis le 15/03/2023" in words


def test_building_a_document_loads_no_renderer() -> None:
    code = (
        "import sys, cpr_desk.reports.convocation, cpr_desk.reports.adhesions\n"
        "sys.exit(bool({'reportlab', 'openpyxl', 'pypdfium2', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_composition_that_did_not_change_says_so_without_a_table() -> None:
    report = differences_report(COMMISSION, UNCHANGED)

    assert "aucun changement" in read(report)
    assert not [block for block in report.blocks if isinstance(block, Table)]
    book = openpyxl.load_workbook(BytesIO(xlsx.render(differences_workbook(COMMISSION, UNCHANGED, ISSUED))))
    assert book.sheetnames == ["Évolution"]
