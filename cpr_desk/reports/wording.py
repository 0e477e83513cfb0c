"""Words that several documents share: letterhead, dates and places, the line that names the chair."""

from collections.abc import Iterable
from datetime import date

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Commission
from cpr_desk.domain.composition import Person, Seat
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.french import NBSP, date_words, day_words, listing, time_words
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.organisations import courtesy
from cpr_desk.domain.presidency import Chair
from cpr_desk.reports.document import Block, Letterhead, Look, SignatureBox, Signatures, paragraph

CONFIDENTIAL = "Document de travail réservé aux membres de la commission et à ses invités. Merci de ne pas le diffuser."

SECOND_MEETING = (
    "seconde réunion, la première n’ayant pas atteint le quorum, sur le même ordre du jour\u00a0; elle est valable "
    f"quel que soit le nombre de membres présents ({DEFAULT_RULE_NOTICE})"
)
"""What the documents of a second meeting say of its quorum (domain.md §3.15)."""


def letterhead(commission: Commission) -> Letterhead:
    """Return the letterhead of the commission's secretariat; what is not known takes no line."""
    office = commission.secretariat
    town = " ".join(part for part in (office.postcode, office.city) if part)
    address = ", ".join(part for part in (office.address, town) if part)
    reach = " · ".join(part for part in (office.phone, office.email) if part)
    return Letterhead(commission.name, tuple(line for line in (office.name, address, reach) if line), office.logo)


def author(commission: Commission) -> str:
    """Return who signs the metadata of a document."""
    return commission.secretariat.name or commission.name


def commission_in_words(commission: Commission) -> str:
    """Return « commission paritaire régionale des CPTS », to follow an article in a sentence."""
    return f"{commission.kind.label.lower()} des communautés professionnelles territoriales de santé (CPTS)"


def meeting_when(meeting: Meeting) -> str:
    """Return « jeudi 4 février 2021 à 14 h »."""
    return date_words(meeting.on) + (f" à {time_words(meeting.starts)}" if meeting.starts else "")


def meeting_fields(meeting: Meeting) -> dict[str, str]:
    """Return what the wording of every letter may name of a meeting."""
    return {
        "date": meeting_when(meeting),
        "lieu": meeting.place,
        "nature": meeting.kind.label,
        "reference": meeting.reference,
    }


def meeting_subject(meeting: Meeting) -> str:
    """Return « réunion d’installation du 4 février 2021 »."""
    return f"{meeting.kind.label} du {day_words(meeting.on)}"


def meeting_facts(meeting: Meeting, chair: Chair | None = None) -> tuple[tuple[str, str], ...]:
    """Return when, where and how, and who presides; what is not known is left out."""
    written = meeting.kind is MeetingKind.WRITTEN
    ends = meeting.hours if meeting.ends else ""
    pairs = (
        ("Ouverture", date_words(meeting.opens_on) if meeting.opens_on else ""),
        ("Clôture" if written else "Date", meeting_when(meeting)),
        ("Horaires", ends),
        ("Lieu", meeting.place),
        ("Lien", meeting.link),
        ("Réunion commune avec", meeting.joint_with),
        ("Convocation", meeting.urgency),
        ("Quorum", SECOND_MEETING if meeting.second_of else ""),
        ("Participation", "par écrit" if written else meeting.mode.label),
        ("Présidence", chair_words(chair) if chair else ""),
    )
    return tuple((f"{name}{NBSP}:", value) for name, value in pairs if value)


def answer_part(meeting: Meeting, capacity: Capacity) -> str:
    """Return the part of a letter or a mail that asks for an answer: to come, or in writing before the closing."""
    written = " écrite" if meeting.is_written else ""
    return f"réponse{written}{' du suppléant' if capacity is Capacity.SUBSTITUTE else ''}"


def chair_words(chair: Chair) -> str:
    """Return « Mme Prénom Nom (section sociale) », with what must be told of an exception or a vacancy."""
    return f"{chair.words}. {chair.mention}" if chair.mention else chair.words


def seat_words(seat: Seat) -> str:
    """Return what a seat stands for: « section professionnelle, Médecins – CSMF »."""
    profession = seat.profession.label if seat.profession else ""
    named = " – ".join(dict.fromkeys(part for part in (profession, seat.represents) if part))
    section = seat.section.label.lower() if seat.section.votes else "voix consultative"
    return ", ".join(part for part in (section, named) if part)


def address_lines(person: Person) -> tuple[str, ...]:
    """Return the lines of an envelope."""
    town = f"{person.postcode} {person.city}".strip()
    return tuple(line for line in (person.courteous_name, *person.address.splitlines(), town) if line.strip())


def call(person: Person) -> str:
    """Return how a letter calls its reader: « Madame », « Docteur »; « Madame, Monsieur » when unknown."""
    return courtesy(person.civility)


def place_and_date(commission: Commission, issued_on: date) -> str:
    """Return « Nantes, le 20 janvier 2021 »."""
    city = commission.secretariat.city
    return f"{city}, le {day_words(issued_on)}" if city else f"Le {day_words(issued_on)}"


def signature(commission: Commission) -> Signatures:
    """Return the room where the secretariat signs its letters."""
    office = commission.secretariat
    title = office.signatory_title or "Le secrétariat de la commission"
    return Signatures((SignatureBox(title, office.signatory),))


def copied_line(organisations: Iterable[str]) -> tuple[Block, ...]:
    """Return the line that tells a member who receives a copy, nothing where nobody does."""
    named = listing(organisations)
    return (paragraph(f"Copie à{NBSP}: {named}", look=Look.SMALL),) if named else ()


def contact(commission: Commission) -> str:
    """Return « , par courriel à … ou au … » to end a sentence on the secretariat; empty when nothing is known."""
    office = commission.secretariat
    ways = [
        f"par courriel à {office.email}" if office.email else "",
        f"au {_unbroken(office.phone)}" if office.phone else "",
    ]
    known = " ou ".join(way for way in ways if way)
    return f", {known}" if known else ""


def _unbroken(number: str) -> str:
    return number.replace(" ", NBSP)
