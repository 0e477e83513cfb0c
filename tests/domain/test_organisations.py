import pytest

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import Section
from cpr_desk.domain.organisations import (
    Indemnity,
    LetterChannel,
    Organisation,
    courtesy,
    designator_key,
    effective_indemnity,
)


def test_each_choice_has_its_french_name() -> None:
    assert [each.label for each in Indemnity] == [
        "versée au membre",
        "versée à l’organisation",
        "pas d’indemnité",
    ]
    assert [each.label for each in LetterChannel] == ["par courrier", "par courriel"]


def test_the_indemnity_of_the_organisation_goes_before_the_one_of_the_profession() -> None:
    found = effective_indemnity(Section.PROFESSIONAL, Indemnity.ORGANISATION, Indemnity.NONE)

    assert found.sentence == "versée à l’organisation (choix fait pour l’organisation)"


def test_the_profession_decides_where_the_organisation_says_nothing() -> None:
    found = effective_indemnity(Section.PROFESSIONAL, None, Indemnity.NONE)

    assert found.sentence == "pas d’indemnité (choix fait pour la profession)"


@pytest.mark.parametrize(
    ("section", "indemnity"),
    [
        (Section.SOCIAL, Indemnity.NONE),
        (Section.PROFESSIONAL, Indemnity.MEMBER),
        (Section.CONSULTATIVE, Indemnity.NONE),
    ],
)
def test_a_default_says_that_it_is_one(section: Section, indemnity: Indemnity) -> None:
    found = effective_indemnity(section)

    assert found.indemnity is indemnity
    assert DEFAULT_RULE_NOTICE in found.sentence


def test_a_profession_decides_in_its_section_only() -> None:
    assert effective_indemnity(Section.CONSULTATIVE, None, Indemnity.MEMBER).indemnity is Indemnity.NONE


def test_what_is_missing_depends_on_the_channel() -> None:
    known = Organisation(1, "SML", address="4 rue des Écluses", postcode="94240", city="L’Haÿ-les-Roses")
    by_mail = Organisation(1, "SML", channel=LetterChannel.EMAIL)

    assert known.town == "94240 L’Haÿ-les-Roses"
    assert (known.missing, Organisation(1, "SML").missing) == ("", "adresse postale")
    assert (by_mail.missing, Organisation(1, "SML", email="a@exemple.fr", channel=LetterChannel.EMAIL).missing) == (
        "courriel",
        "",
    )


def test_an_organisation_is_the_same_however_it_is_typed() -> None:
    assert designator_key("MG France") == designator_key("Mg-France")


@pytest.mark.parametrize(
    ("addressee", "called"),
    [
        ("Madame la présidente", "Madame la Présidente"),
        ("Monsieur le Président national de la CSMF", "Monsieur le Président national"),
        ("Le directeur général, caisse régionale", "Monsieur le Directeur général"),
        ("La présidente", "Madame la Présidente"),
        ("Madame le docteur Capucine Orain", "Madame le Docteur"),
        ("MONSIEUR LE Président", "Monsieur le Président"),
        ("Le président ou la présidente", "Madame, Monsieur"),
        ("M. Le Goff", "Monsieur"),
        ("Le Goff Yann", "Madame, Monsieur"),
        ("Mme Isaure N’Guyen", "Madame"),
        ("Dr Basile de La Haÿe", "Docteur"),
        ("Secrétariat général", "Madame, Monsieur"),
        ("", "Madame, Monsieur"),
    ],
)
def test_a_letter_calls_its_reader_by_the_office_or_the_civility(addressee: str, called: str) -> None:
    assert courtesy(addressee) == called
