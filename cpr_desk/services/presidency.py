"""Use cases on the presidency: who presides a section and from when, exceptions to the alternation, the ledger."""

from dataclasses import dataclass, replace
from datetime import date

from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.french import squeeze
from cpr_desk.domain.mandates import obey
from cpr_desk.domain.presidency import (
    Chair,
    Presidency,
    PresidencyException,
    PresidencyYear,
    SectionPresident,
    chair_at,
    ledger,
)
from cpr_desk.domain.presidency_changes import Membership, president_problems, refuse_exception, refuse_president
from cpr_desk.domain.problems import Problem
from cpr_desk.storage import presidency
from cpr_desk.storage.database import Database


def presidency_of(db: Database, commission_id: int) -> Presidency:
    """Return all that decides who presides a commission."""
    with db.reading() as session:
        return presidency.presidency_of(session, commission_id)


def ledger_of(db: Database, commission_id: int, from_year: int, to_year: int) -> tuple[PresidencyYear, ...]:
    """Return the ledger of the presidency by calendar year."""
    return ledger(presidency_of(db, commission_id), from_year, to_year)


def chair_on(db: Database, commission_id: int, day: date) -> Chair | None:
    """Return who takes the chair on a day, None before the year of the installation."""
    return chair_at(presidency_of(db, commission_id), day)


def problems_on(db: Database, commission_id: int, at: date) -> tuple[Problem, ...]:
    """Return the controls on the section presidents on a day."""
    with db.reading() as session:
        known = presidency.presidency_of(session, commission_id)
        sat = presidency.memberships(session, commission_id, of_presidents=True)
        return president_problems(known, sat, at)


@dataclass(frozen=True, slots=True)
class Electorate:
    """Whom a section may designate: everybody who ever sat in the commission, and when in which section."""

    persons: tuple[Person, ...]
    memberships: tuple[Membership, ...]


def electorate(db: Database, commission_id: int) -> Electorate:
    """Return whom the sections of a commission may designate."""
    with db.reading() as session:
        return Electorate(presidency.persons(session, commission_id), presidency.memberships(session, commission_id))


def name_section_president(
    db: Database, commission_id: int, section: Section, person: Person, since: date, until: date | None = None
) -> None:
    """Record who presides a section from a day on; the predecessor's mandate ends the day before.

    Raises UserError when the person presides already, or a later president is recorded and `until` is not before.
    """
    wanted = SectionPresident(section, person, since, until)
    with db.unit_of_work(f"Désigner {person.name} à la présidence de la {section.label.lower()}") as session:
        obey(refuse_president(presidency.presidency_of(session, commission_id), wanted))
        presidency.add_president(session, commission_id, wanted)


def end_section_president(db: Database, commission_id: int, president: SectionPresident, last_day: date) -> None:
    """End a section president's office on a day, the last one. Raises UserError when that day is before the first."""
    _date(db, commission_id, replace(president, until=last_day), "Mettre fin à")


def date_section_president(
    db: Database, commission_id: int, president: SectionPresident, since: date, until: date | None
) -> None:
    """Correct the dates of a section president. Raises UserError for an overlap or an end before the beginning."""
    _date(db, commission_id, replace(president, since=since, until=until), "Corriger les dates de")


def _date(db: Database, commission_id: int, wanted: SectionPresident, doing: str) -> None:
    label = f"{doing} la présidence de la {wanted.section.label.lower()} par {wanted.person.name}"
    with db.unit_of_work(label) as session:
        obey(refuse_president(presidency.presidency_of(session, commission_id), wanted))
        presidency.date_president(session, wanted.id, wanted.since, wanted.until)


def remove_section_president(db: Database, president: SectionPresident) -> None:
    """Remove a section president recorded by mistake."""
    label = f"Retirer la présidence de la {president.section.label.lower()} par {president.person.name}"
    with db.unit_of_work(label) as session:
        presidency.remove_president(session, president.id)


def write_exception(db: Database, commission_id: int, wanted: PresidencyException) -> None:
    """Record an exception to the alternation, or correct the one of that id.

    Raises UserError for a year before the installation, a second exception in a year, an empty reason.
    """
    wanted = replace(wanted, reason=squeeze(wanted.reason))
    doing = "Modifier" if wanted.id else "Enregistrer"
    with db.unit_of_work(f"{doing} l’exception à l’alternance pour {wanted.year}") as session:
        obey(refuse_exception(presidency.presidency_of(session, commission_id), wanted))
        presidency.write_exception(session, commission_id, wanted)


def remove_exception(db: Database, exception: PresidencyException) -> None:
    """Remove an exception: the alternation holds again for its year."""
    with db.unit_of_work(f"Retirer l’exception à l’alternance pour {exception.year}") as session:
        presidency.remove_exception(session, exception.id)
