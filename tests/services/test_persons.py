"""Records of persons: corrected, removed, made one without losing history."""

from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import NAMESAKE, Letter, MandateRole, Person, Section
from cpr_desk.domain.likeness import Likeness
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.domain.persons import Double, KnownPerson
from cpr_desk.errors import UserError
from cpr_desk.services import journal, mandates, persons, presidency, undo
from cpr_desk.services.composition import composition_at
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.prepared import seat_members

TITULAR, SUBSTITUTE = MandateRole
JUNE = date(2022, 6, 1)
ANNE = person("Anne Le Moal", civility="Dr", email="anne@example.org")


@pytest.fixture(autouse=True)
def seated(db: Database, commission: Commission) -> None:
    seat_members(db, commission)


def seat(db: Database, organisation: str) -> int:
    seats = composition_at(db, 1, JUNE).seats
    return next(seat.id for seat in seats if seat.organisation == organisation)


def designate(db: Database, organisation: str, role: MandateRole, who: Person, since: date = JUNE) -> None:
    letter = Letter(since, "2022-41")
    mandates.designate(db, seat(db, organisation), Designation(role, who, since, letter=letter))


def found(db: Database, name: str) -> list[KnownPerson]:
    return [known for known in persons.known_persons(db) if known.person.name == name]


def test_everybody_is_known_by_last_name_with_every_role(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    presidency.name_section_president(db, 1, Section.PROFESSIONAL, ANNE, JUNE)
    known = persons.known_persons(db)
    (anne,) = found(db, "Anne Le Moal")

    assert [each.person.last_name for each in known[:2]] == ["Abgrall", "Argelès"]
    assert [role.label for role in anne.roles] == ["titulaire, Médecins – SML", "préside la section professionnelle"]
    assert anne.roles[0].letter == Letter(JUNE, "2022-41")
    assert anne.roles[0].commission == "Commission paritaire régionale – Pays de la Loire"
    assert [role.label for role in found(db, "Fulbert Estuaire")[0].roles] == [
        "titulaire, Infirmiers – SNIIL",
        "titulaire, URPS",
    ]


def test_the_directory_says_what_each_does_on_a_day(db: Database) -> None:
    directory = persons.directory(db, JUNE)

    assert [directory.introduce(each) for each in directory.find("abg")] == [
        "Basile Abgrall – titulaire, Médecins – CSMF"
    ]


def test_a_record_is_corrected(db: Database) -> None:
    (known,) = found(db, "Basile Abgrall")
    persons.correct_person(db, replace(known.person, last_name="Abgrall-N'Guyen", city="L'Haÿ-les-Roses"))

    assert found(db, "Basile Abgrall-N'Guyen")[0].person.city == "L'Haÿ-les-Roses"
    assert persons.directory(db, JUNE).named("basile abgrall n’guyen")
    assert journal.entries(db)[0].label == "Modifier la fiche de Basile Abgrall-N'Guyen"


def test_a_record_without_a_name_or_that_is_gone_is_refused(db: Database) -> None:
    (known,) = found(db, "Basile Abgrall")

    with pytest.raises(UserError, match="Le nom est vide"):
        persons.correct_person(db, replace(known.person, last_name=""))
    with pytest.raises(UserError, match="n’existe plus"):
        persons.correct_person(db, replace(known.person, id=9999))
    with pytest.raises(UserError, match="n’existe plus"):
        persons.remove_person(db, 9999)


def test_only_who_never_had_a_role_is_removed_and_undo_brings_them_back(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    (anne,) = found(db, "Anne Le Moal")

    with pytest.raises(UserError, match="a, ou a eu, un rôle"):
        persons.remove_person(db, anne.id)

    mandates.remove_mandate(db, mandates.seat_life(db, seat(db, "SML")).mandates[0].id)
    persons.remove_person(db, anne.id)

    assert not found(db, "Anne Le Moal")
    assert journal.entries(db)[0].label == "Supprimer la fiche de Dr Anne Le Moal"

    step = undo.history(db).undo
    assert step
    undo.undo(db, step)

    assert [known.person for known in found(db, "Anne Le Moal")] == [anne.person]


def test_two_records_become_one_with_the_history_of_both(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    designate(db, "FNI", TITULAR, person("A. Lemoal", phone="02 40 00 00 01"))
    presidency.name_section_president(db, 1, Section.PROFESSIONAL, person("A. Lemoal"), JUNE)
    (anne,), (other,) = found(db, "Anne Le Moal"), found(db, "A. Lemoal")
    before = journal.entries(db)
    persons.merge_persons(db, anne.id, other.id, replace(anne.person, phone="02 40 00 00 01"))
    (merged,) = found(db, "Anne Le Moal")

    assert not found(db, "A. Lemoal")
    assert merged.person == replace(anne.person, phone="02 40 00 00 01")
    assert [role.label for role in merged.roles] == [
        "titulaire, Médecins – SML",
        "titulaire, Infirmiers – FNI",
        "préside la section professionnelle",
    ]
    assert len(journal.entries(db)) == len(before) + 1
    assert journal.entries(db)[0].label == "Fusionner les deux fiches de Dr Anne Le Moal"

    step = undo.history(db).undo
    assert step
    undo.undo(db, step)

    assert (found(db, "Anne Le Moal"), found(db, "A. Lemoal")) == ([anne], [other])


def test_the_titular_and_the_substitute_of_a_seat_are_not_merged(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    designate(db, "SML", SUBSTITUTE, person("A. Lemoal"))
    (anne,), (other,) = found(db, "Anne Le Moal"), found(db, "A. Lemoal")

    with pytest.raises(UserError, match="même siège"):
        persons.merge_persons(db, anne.id, other.id, anne.person)

    assert (found(db, "Anne Le Moal"), found(db, "A. Lemoal")) == ([anne], [other])


def test_two_persons_said_to_be_two_are_proposed_no_more_until_undone(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    designate(db, "FNI", TITULAR, person("Anne Lemoal"))
    (double,) = persons.doubles(db, persons.known_persons(db))
    persons.keep_apart(db, double)
    entries = len(journal.entries(db))
    persons.keep_apart(db, double)

    assert persons.doubles(db, persons.known_persons(db)) == ()
    assert journal.entries(db)[0].label == "Distinguer Dr Anne Le Moal et Anne Lemoal"
    assert len(journal.entries(db)) == entries

    step = undo.history(db).undo
    assert step
    undo.undo(db, step)

    assert len(persons.doubles(db, persons.known_persons(db))) == 1


def test_whom_somebody_was_told_from_survives_a_merge_and_hinders_no_removal(db: Database) -> None:
    for union, name in (("SML", "Anne Le Moal"), ("FNI", "Anne Lemoal"), ("CI", "Anne Le-Moâl-Bis")):
        designate(db, union, TITULAR, person(name))
    (anne,), (twin,), (other,) = (found(db, n) for n in ("Anne Le Moal", "Anne Lemoal", "Anne Le-Moâl-Bis"))
    for one, two in ((anne, twin), (twin, other)):
        persons.keep_apart(db, Double(one, two, Likeness.JOINED))
    persons.merge_persons(db, anne.id, twin.id, anne.person)

    assert not [each for each in persons.doubles(db, persons.known_persons(db)) if each.ids == (anne.id, other.id)]

    mandates.remove_mandate(db, mandates.seat_life(db, seat(db, "CI")).mandates[0].id)
    persons.remove_person(db, other.id)

    assert not found(db, "Anne Le-Moâl-Bis")


def test_a_record_is_not_merged_with_itself(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    (anne,) = found(db, "Anne Le Moal")

    with pytest.raises(UserError, match="deux fiches différentes"):
        persons.merge_persons(db, anne.id, anne.id, anne.person)


def test_a_successor_of_the_same_name_merged_keeps_both_mandates(db: Database) -> None:
    designate(db, "SML", TITULAR, ANNE)
    namesake = replace(ANNE, id=NAMESAKE, email="")
    wanted = Designation(TITULAR, namesake, date(2023, 1, 1), ending=EndReason.OTHER)
    mandates.designate(db, seat(db, "SML"), wanted)
    one, other = found(db, "Anne Le Moal")
    persons.merge_persons(db, one.id, other.id, one.person)
    (merged,) = found(db, "Anne Le Moal")

    assert [(role.since, role.until) for role in merged.roles] == [(JUNE, date(2022, 12, 31)), (date(2023, 1, 1), None)]
