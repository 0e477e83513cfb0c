"""The proxy form (pouvoir): one a seat that votes and has a titular, then one to fill in by hand."""

from collections.abc import Iterator

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, Person, Section
from cpr_desk.domain.french import NBSP, capital, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.proxies import Principal, principals, rule_words
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Kind,
    Look,
    Paragraph,
    Row,
    SignatureBox,
    Signatures,
    Table,
    bold,
    paragraph,
)

BLANK = "formulaire vierge"
_ROW_HEIGHT = 12
"""Millimetres: room to write by hand."""


def proxies(commission: Commission, meeting: Meeting, composition: Composition) -> tuple[Document, ...]:
    """Return a page for each titular of a voting seat, then a blank one."""
    return tuple(_form(commission, meeting, principal) for principal in (*principals(composition), None))


def _form(commission: Commission, meeting: Meeting, principal: Principal | None) -> Document:
    return Document(
        title="Pouvoir",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=tuple(_blocks(commission, meeting, principal)),
        addressee=principal.person.name if principal else BLANK,
        author=wording.author(commission),
    )


def _blocks(commission: Commission, meeting: Meeting, principal: Principal | None) -> Iterator[Block]:
    yield paragraph("Pouvoir", look=Look.TITLE)
    yield paragraph(f"{capital(meeting.kind.label)} du {wording.meeting_when(meeting)}", look=Look.SUBTITLE)
    where = ((f"Lieu{NBSP}:", meeting.place),) if meeting.place else ()
    yield Facts((*where, (f"Référence{NBSP}:", meeting.reference)))
    yield Heading("Le membre qui donne pouvoir")
    yield _giver(principal)
    if principal and principal.substitute:
        yield _substitute_first(principal.person, principal.substitute)
    section = principal.seat.section.label.lower() if principal else "même section"
    yield Heading(f"Le membre de la {section} à qui il est donné")
    yield _to_fill_in(Column("Nom et prénom", 3, Kind.SIGNATURE), Column("Siège", 2, Kind.SIGNATURE))
    yield paragraph(
        f"Je donne pouvoir au membre nommé ci-dessus de me représenter à la {wording.meeting_subject(meeting)} de la "
        f"{wording.commission_in_words(commission)} et d’y voter en mon nom sur les points de l’ordre du jour."
    )
    yield Paragraph((rule_words(commission.rules),), Look.SMALL, keep=True)
    yield Signatures(
        (
            SignatureBox(f"Fait à {'…' * 14}, le {'…' * 10}", ""),
            SignatureBox(
                f"Signature, précédée de la mention manuscrite «{NBSP}Bon pour pouvoir{NBSP}»",
                principal.person.courteous_name if principal else "",
            ),
        )
    )
    yield _return_to(commission)


def _giver(principal: Principal | None) -> Block:
    if principal is None:
        sections = "\n".join(f"☐{NBSP}{section.label.lower()}" for section in Section if section.votes)
        written = Column("Nom et prénom", 3, Kind.SIGNATURE), Column("Siège", 2, Kind.SIGNATURE)
        return _to_fill_in(*written, Column("Voix", 0.7, Kind.SIGNATURE), Column("Section", 1.7), last=sections)
    seat = principal.seat
    return Facts(
        (
            (f"Nom{NBSP}:", principal.person.courteous_name),
            (f"Siège{NBSP}:", f"{seat.label} (titulaire)"),
            (f"Section{NBSP}:", seat.section.label.lower()),
            (f"Pouvoir pour{NBSP}:", plural(seat.votes, "voix", "voix").replace(" ", NBSP)),
        )
    )


def _to_fill_in(*columns: Column, last: Cell = None) -> Table:
    """Return a line with room to write in each column; the last one may be ticked."""
    return Table(columns, (Row((*[None] * (len(columns) - 1), last)),), row_height=_ROW_HEIGHT)


def _substitute_first(titular: Person, substitute: Person) -> Paragraph:
    e = "e" if titular.is_feminine else ""
    return paragraph(
        bold("La suppléance passe avant le pouvoir. "),
        f"Si vous êtes empêché{e}, {substitute.courteous_name}, qui vous supplée, siège et vote à votre place{NBSP}: "
        "ne donnez pouvoir que si cette personne ne peut pas venir non plus.",
    )


def _return_to(commission: Commission) -> Paragraph:
    office = commission.secretariat
    town = f"{office.postcode} {office.city}".strip()
    post = ", ".join(part for part in (office.name or "Secrétariat de la commission", office.address, town) if part)
    ways = [part for part in (post, office.email, office.phone.replace(" ", NBSP)) if part]
    return paragraph(bold(f"À retourner avant l’ouverture de la réunion{NBSP}: "), f"{' · '.join(ways)}.")
