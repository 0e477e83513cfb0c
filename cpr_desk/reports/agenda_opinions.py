"""The end of a printed agenda: what both section presidents think of it, or room for them to say so."""

from collections.abc import Iterator, Mapping, Sequence

from cpr_desk.domain.agenda import Item, agenda_hash
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, typeset
from cpr_desk.domain.opinions import RULE, Opinion, readiness
from cpr_desk.reports.document import (
    Block,
    Cell,
    Column,
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

_TO_ASK = "Avis à recueillir"


def opinion_blocks(
    items: Sequence[Item], opinions: Sequence[Opinion], presidents: Mapping[Section, str], without: str = ""
) -> Iterator[Block]:
    """Yield both opinions as they were given, on which version, and room to sign.

    `without` says why the agenda leaves without those it lacks; it is printed while one is lacking.
    """
    known = {opinion.section: opinion for opinion in opinions}
    both = [known.get(section, Opinion(section)) for section in Section if section.votes]
    yield Heading("Avis des présidents de section")
    yield Paragraph((RULE,), Look.SMALL, keep=True)
    version = agenda_hash(items)
    yield Table(
        (
            Column("Section", 2),
            Column("Avis", 2.6),
            Column("Demandé le", 1.1, Kind.DATE),
            Column("Donné le", 1.1, Kind.DATE),
            Column("Porte sur", 1.5),
        ),
        tuple(Row(_cells(opinion, version)) for opinion in both),
    )
    for opinion in both:
        if opinion.comment:
            whose = f"Observations de la présidence de la {opinion.section.label.lower()}{NBSP}: "
            yield paragraph(bold(whose), typeset(opinion.comment))
    if without and readiness(items, both).missing:
        yield paragraph(bold(f"Ordre du jour envoyé sans attendre ces avis. Motif{NBSP}: "), typeset(without))
    yield Heading("Dates et signatures", 2)
    yield Signatures(
        tuple(
            SignatureBox(
                f"Présidence de la {opinion.section.label.lower()}\nAvis, date et signature",
                presidents.get(opinion.section, ""),
            )
            for opinion in both
        )
    )


def _cells(opinion: Opinion, version: str) -> tuple[Cell, ...]:
    if not (opinion.given_on and opinion.verdict):
        return (opinion.section.label, _TO_ASK, opinion.asked_on, None, None)
    on = "cette version" if opinion.agenda_hash == version else "version antérieure"
    return (opinion.section.label, capital(opinion.verdict.label), opinion.asked_on, opinion.given_on, on)
