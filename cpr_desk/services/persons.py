"""Use cases on persons: who is known, a record corrected, two records of one person made one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import typeset
from cpr_desk.domain.persons import Directory, Double, KnownPerson, find_doubles, refuse_merge
from cpr_desk.errors import UserError
from cpr_desk.storage import persons, roles, session_persons
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import PersonRow


def known_persons(db: Database) -> tuple[KnownPerson, ...]:
    """Return every person of the database with all their roles, by last name."""
    with db.reading() as session:
        held = roles.roles_by_person(session)
        return tuple(KnownPerson(person, held.get(person.id, ())) for person in persons.persons(session))


def directory(db: Database, on: date) -> Directory:
    """Return everybody known, to be found as one types, with what each does on a day."""
    return Directory(on, known_persons(db))


def doubles(db: Database, known: Iterable[KnownPerson]) -> tuple[Double, ...]:
    """Return the pairs of records that may be one person's, but for those said to be two persons."""
    with db.reading() as session:
        return find_doubles(known, persons.kept_apart(session))


def keep_apart(db: Database, double: Double) -> None:
    """Remember that two records whose names are alike are two persons."""
    names = f"{_named(double.one.person)} et {_named(double.other.person)}"
    with db.unit_of_work(f"Distinguer {names}") as session:
        for each in double.ids:
            _found(session.get(PersonRow, each))
        persons.keep_apart(session, *double.ids)


def correct_person(db: Database, person: Person) -> None:
    """Replace the name and details of a stored person. Raises UserError for an empty name, or who is gone."""
    with db.unit_of_work(f"Modifier la fiche de {_named(person)}") as session:
        _refuse_blank(person)
        row = _found(session.get(PersonRow, person.id))
        persons.write_person(row, person)


def remove_person(db: Database, person_id: int) -> None:
    """Remove the record of a person who never held a role. Raises UserError for any other."""
    with db.reading() as session:
        name = _named(persons.person_of(_found(session.get(PersonRow, person_id))))
    with db.unit_of_work(f"Supprimer la fiche de {name}") as session:
        if persons.is_mentioned(session, person_id):
            raise UserError(
                f"{name} a, ou a eu, un rôle dans la commission.",
                typeset("Mettez fin à ses mandats : sa fiche reste, parce que les anciens documents la nomment."),
            )
        persons.remove(session, session.get_one(PersonRow, person_id))


def merge_persons(db: Database, keep_id: int, other_id: int, person: Person) -> None:
    """Make two records of one person one: `keep_id` takes every role of both, and the details of `person`.

    Raises UserError when the two cannot be one person, saying why.
    """
    with db.unit_of_work(f"Fusionner les deux fiches de {_named(person)}") as session:
        _refuse_blank(person)
        kept, other = (_found(session.get(PersonRow, each)) for each in (keep_id, other_id))
        held = roles.roles_by_person(session)
        both = [KnownPerson(persons.person_of(row), held.get(row.id, ())) for row in (kept, other)]
        if keep_id == other_id or (reasons := refuse_merge(*both)):
            raise UserError(
                "Ces deux fiches ne peuvent pas être celles d’une même personne.",
                "Choisissez deux fiches différentes." if keep_id == other_id else " ".join(reasons),
            )
        if session_persons.paid_twice(session, keep_id, other_id):
            raise UserError(
                "Ces deux fiches ont chacune une indemnité pour une même réunion.",
                "Retirez celle qui est en trop dans l’onglet « Suites » de cette réunion, puis fusionnez.",
            )
        persons.repoint(session, other_id, keep_id)
        persons.write_person(kept, replace(person, id=keep_id))
        session.flush()
        session.delete(other)


def _named(person: Person) -> str:
    return person.courteous_name


def _found(row: PersonRow | None) -> PersonRow:
    if row is None:
        raise UserError("Cette fiche n’existe plus.", "Elle a été supprimée ou fusionnée. Choisissez-en une autre.")
    return row


def _refuse_blank(person: Person) -> None:
    if not person.last_name:
        raise UserError("Le nom est vide.", "Indiquez le nom de la personne.")
