"""How to reach the members: a directory to print, and a list of addresses for Excel and the mail merges of Word."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, Holding, MandateRole, Person, Seat, Section
from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.french import NBSP, capital, date_digits, day_words, listing, plural, squeeze
from cpr_desk.domain.organisations import Organisation, courtesy
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Look,
    Paragraph,
    Row,
    Sheet,
    Table,
    Workbook,
    italic,
    paragraph,
)

NOTICE = (
    f"Coordonnées personnelles, qui révèlent une appartenance syndicale{NBSP}: réservées au secrétariat et aux membres "
    "de la commission, pour ses seuls besoins. Merci de ne pas les diffuser."
)
_ADDRESS_LINES = 3


def directory(commission: Commission, composition: Composition) -> Document:
    """Return the directory of the members on a day, by section, with mail and phone."""
    subject = f"au {day_words(composition.at)}"
    return Document(
        title="Annuaire de la commission",
        subject=subject,
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Annuaire de la commission", look=Look.TITLE),
            paragraph(capital(subject), look=Look.SUBTITLE),
            *(block for section in Section for block in _section(composition, section)),
        ),
        notice=NOTICE,
        author=wording.author(commission),
    )


_LEAD = {Section.SOCIAL: "Régime", Section.PROFESSIONAL: "Syndicat", Section.CONSULTATIVE: "Organisme"}


def _section(composition: Composition, section: Section) -> Iterator[Block]:
    seats = composition.of(section)
    if not seats:
        return
    held = [holding for seat in seats for role in MandateRole if (holding := seat.holder(role))]
    reachable = sum(bool(holding.person.email or holding.person.phone) for holding in held)
    yield Heading(section.label)
    yield Paragraph((f"{plural(len(held), 'mandat')}, dont {reachable} avec un courriel ou un téléphone.",), Look.SMALL)
    columns = (Column(_LEAD[section], 1.2), Column("Titulaire", 2.4), Column("Suppléant", 2.4))
    yield Table(columns, tuple(_lines(seats)))


def _lines(seats: Sequence[Seat]) -> Iterator[Row | Band]:
    """Yield a line a seat, those of a profession under its name."""
    for profession, own in groupby(seats, lambda seat: seat.profession):
        if profession:
            yield Band(profession.label)
        for seat in own:
            named = seat.represents if seat.organisation or not profession else f"Siège {seat.rank}"
            yield Row((named, _card(seat.titular), _card(seat.substitute)))


def _card(holding: Holding | None) -> Cell:
    if holding is None:
        return italic("non désigné")
    person = holding.person
    return "\n".join(line for line in (person.courteous_name, person.email, person.phone) if line)


_POSTAL = (
    *(Column(f"Adresse {number}", 3) for number in range(1, _ADDRESS_LINES + 1)),
    Column("Code postal"),
    Column("Ville", 2),
    Column("Courriel", 3),
    Column("Téléphone", 2),
)
_MEMBERS = (
    Column("Section", 2),
    Column("Organisation", 2),
    Column("Profession", 2),
    Column("Rôle"),
    Column("Civilité"),
    Column("Prénom", 2),
    Column("Nom", 2),
    Column("Destinataire", 3),
    Column("Appel"),
    *_POSTAL,
)
_ORGANISATIONS = (
    Column("Organisation", 2),
    Column("Nom complet", 3),
    Column("Section", 2),
    Column("Profession", 2),
    Column("Sièges", 1, Kind.INTEGER),
    Column("Titulaires à désigner", 1, Kind.INTEGER),
    Column("Destinataire", 3),
    Column("Appel", 2),
    *_POSTAL,
    Column("Envoi"),
    Column("Copie des envois"),
    Column("Indemnité", 3),
)


def addresses_workbook(
    commission: Commission, composition: Composition, organisations: Sequence[Correspondent], issued_on: date
) -> Workbook:
    """Return the addresses of a day for a mail merge: a line a mandate in force, then a line an organisation.

    Tables begin in the first row, where Word looks for the names of the fields.
    """
    members = tuple(Row(_member(*found)) for found in composition.holdings())
    bodies = tuple(Row(_organisation(each)) for each in organisations)
    return Workbook(
        title=f"Liste d’adresses – {commission.name}",
        subject=f"Adresses au {date_digits(composition.at)}",
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=(
            Sheet("Membres", "", (), (Table(_MEMBERS, members, name="Membres"),)),
            Sheet("Organisations", "", (), (Table(_ORGANISATIONS, bodies, name="Organisations"),)),
        ),
    )


def _member(seat: Seat, role: MandateRole, holding: Holding) -> tuple[Cell, ...]:
    person = holding.person
    return (
        seat.section.label,
        seat.represents,
        seat.profession.label if seat.profession else person.profession,
        role.label,
        person.civility,
        person.first_name,
        person.last_name,
        person.courteous_name,
        wording.call(person),
        *_postal(person),
    )


def _organisation(each: Correspondent) -> tuple[Cell, ...]:
    designator, organisation = each.designator, each.organisation
    return (
        organisation.name,
        organisation.full_name,
        designator.section.label,
        listing(profession.label for profession in designator.professions),
        len(designator.seats),
        len(designator.vacant),
        organisation.addressee,
        courtesy(organisation.addressee),
        *_postal(organisation),
        organisation.channel.label,
        "oui" if organisation.copied else "non",
        f"{NBSP}; ".join(indemnity.sentence for indemnity in each.indemnities),
    )


def _postal(reached: Person | Organisation) -> tuple[Cell, ...]:
    """Return an address on three lines, the last one taking what is left, then town, mail and phone."""
    lines = [line for line in map(squeeze, reached.address.splitlines()) if line]
    first = lines[: _ADDRESS_LINES - 1]
    rest = ", ".join(lines[_ADDRESS_LINES - 1 :])
    padded = [*first, *[""] * (_ADDRESS_LINES - 1 - len(first)), rest]
    return (*padded, reached.postcode, reached.city, reached.email, reached.phone)
