"""Who is stored once, and who is stored apart."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from cpr_desk.domain.composition import NAMESAKE, Person
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import PersonRow
from cpr_desk.storage.persons import find_or_add_person, person_of
from tests.factories import person

ANNE = person("Anne Le Moal", civility="Dr", email="anne.lemoal@example.org", profession="Sage-femme")


def store(db: Database, wanted: Person) -> Person:
    with db.unit_of_work("Enregistrer une personne") as session:
        return person_of(find_or_add_person(session, wanted))


def stored(db: Database) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count(PersonRow.id))) or 0


def test_who_has_the_name_of_a_known_person_is_that_person(db: Database) -> None:
    first = store(db, ANNE)
    again = store(db, person("ANNE LE-MOAL", phone="02 40 00 00 01"))

    assert stored(db) == 1
    assert again == replace(first, phone="02 40 00 00 01")


def test_a_namesake_is_somebody_else(db: Database) -> None:
    first = store(db, ANNE)
    other = store(db, replace(person("Anne Le Moal"), id=NAMESAKE))

    assert stored(db) == 2
    assert other.id != first.id
    assert other.email == ""


def test_who_was_read_before_may_lose_details(db: Database) -> None:
    first = store(db, ANNE)
    changed = store(db, replace(first, last_name="Le Moal-Tréhin", email=""))

    assert changed == replace(first, last_name="Le Moal-Tréhin", email="")
    assert stored(db) == 1


def test_a_record_that_is_gone_is_found_by_its_name(db: Database) -> None:
    first = store(db, ANNE)

    assert store(db, replace(ANNE, id=first.id + 7)).id == first.id


@pytest.mark.parametrize("name", ["Éloïse de La Haÿe", "Anh N'Guyen", "Zoé " + "Interminable" * 10])
def test_a_name_is_stored_as_it_is_typed(db: Database, name: str) -> None:
    assert store(db, person(name)).name == name
