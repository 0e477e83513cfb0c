from dataclasses import replace
from datetime import date

from cpr_desk.domain.composition import Letter, MandateRole, Person, Section
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.persons import KnownPerson, Role
from cpr_desk.reports import pdf
from cpr_desk.reports.histories import person_history_report
from tests.reports.reading import text
from tests.reports.sample import COMMISSION, ISSUED

SEAT = Role(
    1, COMMISSION.name, Section.PROFESSIONAL, date(2021, 2, 4), date(2022, 5, 31), 5, MandateRole.SUBSTITUTE,
    "Médecins – CSMF", Letter(date(2021, 1, 12), "2021-4"), EndReason.RESIGNATION, "par lettre",
)  # fmt: skip
PRESIDENT = Role(1, COMMISSION.name, Section.PROFESSIONAL, date(2022, 6, 1))
ANNE = KnownPerson(Person(1, "Anne", "de La Haÿe", "Mme"), (SEAT, PRESIDENT))


def test_every_role_of_a_person_is_printed_with_dates_letter_and_end() -> None:
    words = text(pdf.render([person_history_report(COMMISSION, ANNE, ISSUED)]).pdf).replace("\xa0", " ")

    assert "Mandats et fonctions Mme Anne de La Haÿe" in words
    assert "04/02/2021 31/05/2022 Suppléante, Médecins – CSMF Démission, par lettre 12/01/2021, réf. 2021-4" in words
    assert "01/06/2022 Préside la section professionnelle" in words


def test_a_name_of_120_letters_and_no_role_is_printed_too() -> None:
    known = KnownPerson(replace(ANNE.person, last_name="Interminable" * 10))
    words = text(pdf.render([person_history_report(COMMISSION, known, ISSUED)]).pdf)

    assert "Interminable" * 3 in words.replace(" ", "")
