"""The columns of the persons, of the roles of one, and of the records that may be one person's."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.domain.persons import Double, KnownPerson, Role, missing_details
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the list shows them, seen from a day."""

    known: KnownPerson
    today: date

    @property
    def id(self) -> int:
        """The identity of the person."""
        return self.known.id

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.known.person

    @property
    def current(self) -> str:
        """The roles held today, « ; » between them."""
        return f"{NBSP}; ".join(role.said_of(self.person) for role in self.known.current(self.today))

    @property
    def missing(self) -> str:
        """What a letter to the person would lack."""
        return ", ".join(missing_details(self.person))


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role, said of the person who has it."""

    role: Role
    label: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("persons", text)


def person_columns() -> tuple[Column[PersonLine], ...]:
    """Return the columns of the list of persons."""

    def mark(line: PersonLine) -> QIcon | None:
        return icon("triangle-alert", Tone.URGENT) if line.missing and line.current else None

    return (
        Column("last_name", _tr("Nom"), lambda line: line.person.last_name, width=150,
               tooltip=lambda line: line.person.courteous_name),
        Column("first_name", _tr("Prénom"), lambda line: line.person.first_name or None, width=110),
        Column("civility", _tr("Civilité"), lambda line: line.person.civility or None, width=76),
        Column("profession", _tr("Profession"), lambda line: line.person.profession or None, width=140, shown=False),
        Column("roles", _tr("Rôles actuels"), lambda line: line.current or None, width=220,
               tooltip=lambda line: line.current),
        Column("email", _tr("Courriel"), lambda line: line.person.email or None, width=190,
               tooltip=lambda line: line.person.email),
        Column("phone", _tr("Téléphone"), lambda line: line.person.phone or None, width=112),
        Column("postcode", _tr("Code postal"), lambda line: line.person.postcode or None, width=96),
        Column("city", _tr("Ville"), lambda line: line.person.city or None, width=120),
        Column("missing", _tr("À compléter"), lambda line: line.missing or None, width=160, icon=mark,
               tooltip=lambda line: line.missing),
    )  # fmt: skip


def role_lines(known: KnownPerson) -> list[RoleLine]:
    """Return what a person did and does, in order of date."""
    return [RoleLine(role, capital(role.said_of(known.person))) for role in known.roles]


def role_columns(today: date) -> tuple[Column[RoleLine], ...]:
    """Return the columns of what a person did and does, in every commission."""

    def mark(line: RoleLine) -> QIcon | None:
        return icon("circle-check", Tone.DONE) if line.role.covers(today) else None

    return (
        Column("since", _tr("Du"), lambda line: line.role.since, Kind.DATE, width=104, icon=mark),
        Column("until", _tr("Au"), lambda line: line.role.until, Kind.DATE, width=88),
        Column("role", _tr("Rôle"), lambda line: line.label, width=230, tooltip=lambda line: line.label),
        Column("ended", _tr("Fin"), lambda line: line.role.ended or None, width=130,
               tooltip=lambda line: line.role.ended),
        Column("letter", _tr("Lettre"), lambda line: line.role.letter_words or None, width=130,
               tooltip=lambda line: line.role.letter_words),
        Column("commission", _tr("Commission"), lambda line: line.role.commission, width=220,
               tooltip=lambda line: line.role.commission),
    )  # fmt: skip


def double_columns(today: date) -> tuple[Column[Double], ...]:
    """Return the columns of the pairs of records that may be one person's."""
    return (
        Column("one", _tr("Fiche"), lambda double: double.one.person.courteous_name, width=170),
        Column("other", _tr("Autre fiche"), lambda double: double.other.person.courteous_name, width=170),
        Column("why", _tr("Ressemblance"), lambda double: capital(double.likeness.label), width=230,
               tooltip=lambda double: double.likeness.label),
        Column("one_is", _tr("Ce que dit la fiche"), lambda double: double.one.hint(today), width=210,
               tooltip=lambda double: double.one.hint(today)),
        Column("other_is", _tr("Ce que dit l’autre"), lambda double: double.other.hint(today), width=210,
               tooltip=lambda double: double.other.hint(today)),
    )  # fmt: skip
