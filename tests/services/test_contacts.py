"""Mail addresses, phone numbers and postcodes as people type them."""

import subprocess
import sys

import pytest

import dev
from cpr_desk.services import contacts
from cpr_desk.services.contacts import fault, missing_postcode, normal, parse_email, parse_phone, parse_postcode


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anne.lemoal@exemple.fr", "anne.lemoal@exemple.fr"),
        (" anne.lemoal@EXEMPLE.fr ", "anne.lemoal@exemple.fr"),
        ("d'hautefontaine+cpr@ars.sante.fr", "d'hautefontaine+cpr@ars.sante.fr"),
        ("contact@l-haÿ-les-roses.example.org", "contact@l-haÿ-les-roses.example.org"),
    ],
)
def test_a_mail_address_is_read(typed: str, kept: str) -> None:
    assert parse_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("anne.lemoal", "n’est pas complète"),
        ("anne@exemple", "n’est pas complète"),
        ("anne@exemple..fr", "n’est pas complète"),
        ("anne lemoal@exemple.fr", "sans espace ni accent"),
        ("anné@exemple.fr", "sans espace ni accent"),
        ("anne@exemple.fr ; lea@exemple.fr", "une seule adresse"),
        ("anne@exemple.fr lea@exemple.fr", "une seule adresse"),
    ],
)
def test_a_wrong_mail_address_is_told_in_french(typed: str, told: str) -> None:
    assert told in fault(parse_email, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0240000001", "02 40 00 00 01"),
        ("02.40.00.00.01", "02 40 00 00 01"),
        ("+33 (0)2 40 00 00 01", "02 40 00 00 01"),
        ("0033240000001", "02 40 00 00 01"),
        ("02 62 12 34 56", "0262 12 34 56"),
        ("0590123456", "0590 12 34 56"),
        ("+594 594 30 12 34", "0594 30 12 34"),
        ("0696 12 34 56", "0696 12 34 56"),
        ("3646", "3646"),
        ("+32 2 555 12 12", "+32 2 555 12 12"),
        ("02 40 00 00 01 Poste 12", "02 40 00 00 01 poste 12"),
        ("02 40 00 00 01, poste 12", "02 40 00 00 01 poste 12"),
    ],
)
def test_a_phone_number_is_written_as_france_writes_it(typed: str, kept: str) -> None:
    assert parse_phone(typed) == kept
    assert parse_phone(kept) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("02 40 00 00", "dix chiffres"),
        ("à demander", "dix chiffres"),
        ("07 00 00 00 01", "dix chiffres"),
        ("02 40 00 00 01 / 06 00 00 00 01", "un seul numéro"),
    ],
)
def test_a_wrong_phone_number_is_told_in_french(typed: str, told: str) -> None:
    assert told in fault(parse_phone, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("44000", "44000"), ("94 240", "94240"), ("20000", "20000"), ("97410", "97410"), ("98000", "98000")],
)
def test_a_postcode_is_five_digits_of_a_place_the_post_serves(typed: str, kept: str) -> None:
    assert parse_postcode(typed) == kept


@pytest.mark.parametrize(
    ("typed", "told"), [("4400", "cinq chiffres"), ("L-1234", "cinq chiffres"), ("00123", "en 00"), ("99000", "en 99")]
)
def test_a_wrong_postcode_is_told_in_french(typed: str, told: str) -> None:
    assert told in fault(parse_postcode, typed)


def test_an_address_or_a_city_asks_for_its_postcode() -> None:
    assert "Indiquez le code postal" in missing_postcode("12 rue des Tilleuls", " ", "")
    assert "Indiquez le code postal" in missing_postcode("", "", "L'Haÿ-les-Roses")
    assert missing_postcode("", "", "") == ""
    assert missing_postcode("12 rue des Tilleuls", "94240", "L'Haÿ-les-Roses") == ""


def test_nothing_typed_is_no_fault_and_a_fault_is_kept_as_typed() -> None:
    assert fault(parse_phone, " ") == ""
    assert normal(parse_phone, " ") == ""
    assert normal(parse_phone, "à  demander") == "à demander"
    assert normal(parse_postcode, "44 000") == "44000"


def test_the_libraries_wait_for_a_text_to_judge() -> None:
    libraries = {"email_validator", "phonenumbers"}
    code = f"import sys; import {contacts.__name__}; print(sorted({libraries} & {{*sys.modules}}))"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=dev.ROOT, env=dev.environment(), check=True, capture_output=True, text=True
    )

    assert told.stdout.strip() == "[]"
