"""The directory and the addresses for a mail merge."""

from dataclasses import replace
from io import BytesIO

import openpyxl

from cpr_desk.domain.composition import Composition, Person
from cpr_desk.reports import pdf, xlsx
from cpr_desk.reports.contacts import addresses_workbook, directory
from tests.factories import INSTALLED
from tests.reports.reading import text
from tests.reports.sample import COMMISSION, COMPOSITION, CORRESPONDENTS, ISSUED

ADDRESSED = {
    "civility": "Mme", "email": "aubin@exemple.fr", "phone": "02 00 00 00 01", "postcode": "01000", "city": "Bourg",
    "address": "Résidence du Port\n\n Appartement 3 \n12 rue des Carriers\nBoîte 4",
}  # fmt: skip


def reached(**details: str) -> Composition:
    """Return the composition whose first titular is known to the secretariat."""
    first = COMPOSITION.seats[0]
    assert first.titular
    person: Person = replace(first.titular.person, **details)  # type: ignore[arg-type]
    seat = replace(first, titular=replace(first.titular, person=person))
    return replace(COMPOSITION, seats=(seat, *COMPOSITION.seats[1:]))


def test_the_directory_says_how_to_reach_each_member() -> None:
    words = text(pdf.render([directory(COMMISSION, reached(**ADDRESSED))]).pdf)

    assert "Mme Aubin Tréhorel aubin@exemple.fr 02 00 00 00 01" in words
    assert "21 mandats, dont 1 avec un courriel ou un téléphone." in words
    assert "Siège 2 non désigné" in words
    assert "appartenance syndicale : réservées" in words


def test_a_directory_of_nobody_has_no_table() -> None:
    empty = directory(COMMISSION, Composition(INSTALLED, ()))

    assert len(empty.blocks) == 2


def test_a_mail_merge_finds_its_fields_in_the_first_row() -> None:
    book = openpyxl.load_workbook(
        BytesIO(xlsx.render(addresses_workbook(COMMISSION, reached(**ADDRESSED), CORRESPONDENTS, ISSUED)))
    )
    members, bodies = book.worksheets
    fields = [cell.value for cell in members[1]]
    first = dict(zip(fields, (cell.value for cell in members[2]), strict=True))

    assert members.max_row == 1 + sum(1 for _ in COMPOSITION.holdings())
    assert first == {
        "Section": "Section sociale", "Organisation": "RG", "Profession": None, "Rôle": "titulaire", "Civilité": "Mme",
        "Prénom": "Aubin", "Nom": "Tréhorel", "Destinataire": "Mme Aubin Tréhorel", "Appel": "Madame",
        "Adresse 1": "Résidence du Port", "Adresse 2": "Appartement 3", "Adresse 3": "12 rue des Carriers, Boîte 4",
        "Code postal": "01000", "Ville": "Bourg", "Courriel": "aubin@exemple.fr", "Téléphone": "02 00 00 00 01",
    }  # fmt: skip
    assert members["M2"].data_type == "s"
    assert list(members.tables) == ["T_Membres"]
    assert bodies["A1"].value == "Organisation"
    assert bodies.max_row == 1 + len(CORRESPONDENTS)


def test_the_organisations_say_how_they_are_written_to_and_indemnified() -> None:
    book = openpyxl.load_workbook(
        BytesIO(xlsx.render(addresses_workbook(COMMISSION, COMPOSITION, CORRESPONDENTS, ISSUED)))
    )
    header, *lines = book.worksheets[1].iter_rows(values_only=True)
    csmf = next(dict(zip(header, line, strict=True)) for line in lines if line[0] == "CSMF")

    assert (csmf["Profession"], csmf["Sièges"], csmf["Titulaires à désigner"]) == ("Médecins", 1, 0)
    assert (csmf["Appel"], csmf["Envoi"], csmf["Copie des envois"]) == ("Madame la Présidente", "par courrier", "non")
    assert "versée au membre" in csmf["Indemnité"]
    assert "règle par défaut" in csmf["Indemnité"]
