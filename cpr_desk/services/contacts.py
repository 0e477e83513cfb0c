"""Judge what one writes to people with: mail addresses, phone numbers, postcodes. Nothing is asked of a network.

The libraries are imported at the first text to judge: most windows are opened without one.
"""

import re
from collections.abc import Callable

from cpr_desk.domain.french import squeeze, typeset
from cpr_desk.services import reference

_TERRITORIES = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF")
"""Where ten digits (six in the Pacific) may be a French number: each territory has a numbering plan of its own."""
_SEVERAL = re.compile(r"[,;]|\s/\s")
_EXTENSION = re.compile(r"(?P<number>.*\d)\W*\b(?:poste|p\.|ext\.?)\s*(?P<extension>\d{1,6})", re.IGNORECASE)
_BEYOND = frozenset("975 977 978 980 984 986 987 988".split())
"""Postcodes of collectivities that are no département, and of Monaco, which the French post serves."""


def parse_email(text: str) -> str:
    """Return a mail address as it is best written. Raises ValueError with a French sentence.

    Whether the domain exists is not asked: the program works without a network.
    """
    from email_validator import EmailNotValidError, validate_email

    typed = squeeze(text)
    if _SEVERAL.search(typed) or typed.count("@") > 1:
        raise ValueError("Indiquez une seule adresse électronique.")
    try:
        return validate_email(typed, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise ValueError(_email_fault(typed)) from None


def _email_fault(typed: str) -> str:
    if " " in typed or not typed.partition("@")[0].isascii():
        return "Une adresse électronique s’écrit sans espace ni accent, par exemple prenom.nom@exemple.fr."
    return "Cette adresse n’est pas complète. Écrivez par exemple prenom.nom@exemple.fr."


def parse_phone(text: str) -> str:
    """Return a phone number as France writes it: « 02 40 00 00 01 », « 0262 12 34 56 », « +32 2 555 12 12 ».

    Numbers of every French territory, short ones (36 46) and foreign ones with their « + » are read, each with its
    extension (« poste 12 »). Raises ValueError with a French sentence.
    """
    typed = squeeze(text)
    extended = _EXTENSION.fullmatch(typed)
    number = _phone(extended["number"] if extended else typed)
    return f"{number} poste {extended['extension']}" if extended else number


def _phone(typed: str) -> str:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    for territory in _TERRITORIES:
        try:
            number = phonenumbers.parse(typed, territory)
        except phonenumbers.NumberParseException:
            break
        if phonenumbers.is_valid_number(number):
            french = phonenumbers.region_code_for_number(number) in _TERRITORIES
            form = PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
            return phonenumbers.format_number(number, form)
        if phonenumbers.is_valid_short_number_for_region(number, territory):
            return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    if _SEVERAL.search(typed):
        raise ValueError("Indiquez un seul numéro.")
    raise ValueError(
        "Un numéro français a dix chiffres, par exemple 02 40 00 00 01. Un numéro étranger commence par + et "
        "l’indicatif du pays."
    )


def parse_postcode(text: str) -> str:
    """Return the five digits of a French postcode, Monaco and overseas included. Raises ValueError in French."""
    digits = "".join(text.split())
    if not re.fullmatch(r"\d{5}", digits, re.ASCII):
        raise ValueError("Un code postal a cinq chiffres, par exemple 44000.")
    if not _is_served(digits):
        raise ValueError(typeset(f"Aucun département n’a de code postal en {digits[:2]} : vérifiez ce code."))
    return digits


def _is_served(digits: str) -> bool:
    """Return whether a département (« 2A » and « 2B » write 20) or a collectivity has such postcodes."""
    departments = {re.sub("[AB]", "0", code) for code in reference.departments()}
    return digits[:2] in departments or digits[:3] in departments or digits[:3] in _BEYOND


def missing_postcode(address: str, postcode: str, city: str) -> str:
    """Return what to say of an address or a city without its postcode, empty when nothing is missing."""
    if postcode.strip() or not (address.strip() or city.strip()):
        return ""
    return "Indiquez le code postal."


def fault(parse: Callable[[str], str], text: str) -> str:
    """Return why a text is refused, empty when it is not, or when there is none."""
    try:
        parse(text) if text.strip() else ""
    except ValueError as refusal:
        return str(refusal)
    return ""


def normal(parse: Callable[[str], str], text: str) -> str:
    """Return a text in its normal form, or as it was typed when it has none."""
    try:
        return parse(text) if text.strip() else ""
    except ValueError:
        return squeeze(text)
