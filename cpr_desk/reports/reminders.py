"""The letters that remind an organisation of the seats it has not filled (composition rules of S3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Holding, Seat, Section
from cpr_desk.domain.designations import Correspondent, Designator
from cpr_desk.domain.french import NBSP, date_words, day_words, listing, percent, plural
from cpr_desk.domain.letter_kinds import REMINDER
from cpr_desk.domain.letters import Wording
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import LetterChannel, Organisation, courtesy
from cpr_desk.reports import templates, wording
from cpr_desk.reports.document import (
    AddressBlock,
    Block,
    Cell,
    Column,
    Document,
    Look,
    Row,
    Table,
    bold,
    paragraph,
)

NOTICE = (
    "Ce courrier contient des données personnelles. Merci d’en réserver la lecture aux personnes chargées de la "
    "désignation."
)
_SUBJECT = "désignation de vos représentants à la commission"


@dataclass(frozen=True, slots=True)
class Terms:
    """What all letters of an issue share: the day of the composition, of the issue, of the answer, the next meeting."""

    at: date
    issued_on: date
    answer_by: date
    meeting: Meeting | None = None


def reminders(
    commission: Commission, reminded: Sequence[Correspondent], terms: Terms, text: Wording | None = None
) -> tuple[Document, ...]:
    """Return a letter for each organisation, in the order given; `text` as for `reminder`."""
    return tuple(reminder(commission, each, terms, text) for each in reminded)


def reminder(commission: Commission, reminded: Correspondent, terms: Terms, text: Wording | None = None) -> Document:
    """Return the letter to one organisation: its empty seats, what is asked, by when.

    `text` is the commission's own wording, the packaged one unless given.
    """
    organisation = reminded.organisation
    return Document(
        title="Relance de désignation",
        subject=f"composition au {day_words(terms.at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            AddressBlock(address_lines(organisation)),
            paragraph(wording.place_and_date(commission, terms.issued_on), look=Look.ASIDE),
            paragraph(bold(f"Objet{NBSP}: "), _SUBJECT),
            paragraph(f"{courtesy(organisation.addressee)},"),
            *_body(commission, reminded, terms, text or templates.packaged(REMINDER)),
            wording.signature(commission),
        ),
        addressee=organisation.name,
        notice=NOTICE,
        author=wording.author(commission),
    )


def address_lines(organisation: Organisation) -> tuple[str, ...]:
    """Return the lines of an envelope; a letter that leaves by mail says so under them."""
    by_mail = organisation.channel is LetterChannel.EMAIL and organisation.email
    lines = (
        organisation.addressee,
        organisation.full_name or organisation.name,
        *organisation.address.splitlines(),
        organisation.town,
        f"Par courriel{NBSP}: {organisation.email}" if by_mail else "",
    )
    return tuple(line.strip() for line in lines if line.strip())


def _body(commission: Commission, reminded: Correspondent, terms: Terms, text: Wording) -> Iterator[Block]:
    designator = reminded.designator
    fields = _fields(commission, reminded, terms)

    def part(name: str, *, keep: bool = False) -> Iterator[Block]:
        yield from templates.fill(text, name, fields, keep=keep)

    yield from part(_RULES[designator.section] if not designator.is_health_centres else "centres de santé")
    yield from part("constat")
    yield _seats(designator)
    yield from part("demande")
    yield from templates.fill_list(text, "éléments", fields)
    yield from part("enjeu" if designator.section.votes else "enjeu sans voix")
    if terms.meeting:
        yield from part("réunion")
    yield from part("contact")
    yield from part("salutations", keep=True)


_RULES = {
    Section.SOCIAL: "section sociale",
    Section.PROFESSIONAL: "section professionnelle",
    Section.CONSULTATIVE: "voix consultatives",
}


def _seats(designator: Designator) -> Table:
    """Return the places to fill; seats of one profession that lack both holders share a line, for all to fit a page."""
    alike: dict[object, list[Seat]] = {}
    for seat in designator.incomplete:
        empty = seat.titular is None and seat.substitute is None
        alike.setdefault(seat.profession if empty else seat.id, []).append(seat)
    rows = (Row((_named(seats), _place(seats[0].titular), _place(seats[0].substitute))) for seats in alike.values())
    return Table((Column("Siège", 2.6), Column("Titulaire", 2.2), Column("Suppléant", 2.2)), tuple(rows))


def _named(seats: Sequence[Seat]) -> Cell:
    """Return « Médecins – SML », « RG, lignes 1, 2 et 5 (9 voix) »."""
    first, social = seats[0], seats[0].section is Section.SOCIAL
    name = first.label
    if len(seats) > 1:
        profession = first.profession.label if first.profession else ""
        whose = " – ".join(dict.fromkeys(part for part in (profession, first.represents) if part))
        numbers = listing(str(seat.position if social else seat.rank) for seat in seats)
        name = f"{whose}, {'lignes' if social else 'sièges'} {numbers}"
    return f"{name} ({sum(seat.votes for seat in seats)}{NBSP}voix)" if social else name


def _place(holding: Holding | None) -> Cell:
    return holding.person.courteous_name if holding else bold("à désigner")


def _fields(commission: Commission, reminded: Correspondent, terms: Terms) -> dict[str, str]:
    rules, incomplete = commission.rules, reminded.designator.incomplete
    titulars = sum(seat.titular is None for seat in incomplete)
    substitutes = sum(seat.substitute is None for seat in incomplete)
    return {
        "agricole": percent(1 - rules.general_share),
        "appel": courtesy(reminded.organisation.addressee),
        "centres": _counted(rules.health_centre_seats, "siège"),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
        "date": day_words(terms.at),
        "delai": _counted(rules.convocation_days, "jour"),
        "general": percent(rules.general_share),
        "places": listing(
            _counted(number, word) for number, word in ((titulars, "titulaire"), (substitutes, "suppléant")) if number
        ),
        "reponse": date_words(terms.answer_by),
        "reunion": wording.meeting_when(terms.meeting) if terms.meeting else "",
    }


def _counted(number: int, word: str) -> str:
    """Return « 3 sièges », never cut at the end of a line."""
    return plural(number, word).replace(" ", NBSP)
