"""The paper kit of a vote: a form a named vote, one for a secret ballot, ballot papers to cut out; all by weight."""

from collections import Counter
from collections.abc import Iterator

from cpr_desk.domain.agenda import Item, numbers
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import VOTING, Composition, Seat, Section
from cpr_desk.domain.french import NBSP, capital, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.voting import SECRET_CHOICES, Choice
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Column,
    CutSheet,
    Document,
    Facts,
    Heading,
    Kind,
    Look,
    Row,
    SignatureBox,
    Signatures,
    Slip,
    Table,
    paragraph,
)

_BOX = "☐"
_DOTS = "…" * 48
_HOUR = f"{'…' * 4}{NBSP}h{NBSP}{'…' * 4}"
_NAMED = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.REFUSED, Choice.CONFLICT)
_HEADERS = {
    Choice.FOR: "Pour",
    Choice.AGAINST: "Contre",
    Choice.ABSTAIN: "Abst.",
    Choice.BLANK: "Blancs, nuls",
    Choice.REFUSED: "Refus",
    Choice.CONFLICT: "Déport",
}
_ON_A_SHEET = 10
_ROW_HEIGHT = 8.5
_ELECTOR_HEIGHT = 6
"""Millimetres: room to write a number by hand, to tick a box."""
BLANK = "formulaire vierge"
_SIGNED = Signatures((SignatureBox("Le président de séance"), SignatureBox("Le secrétaire de séance")), compact=True)
_LEGEND = (
    f"Votant{NBSP}: T titulaire, S suppléant, P pouvoir. Refus{NBSP}: refus de prendre part au vote. Déport{NBSP}: "
    "conflit d’intérêts. Les abstentions, refus et déports ne sont pas des voix exprimées."
)


def tally_forms(commission: Commission, meeting: Meeting, composition: Composition) -> tuple[Document, ...]:
    """Return a form for each item to decide and a blank one, by electors; then the one of a secret ballot."""
    numbered = zip(numbers(meeting.agenda), meeting.agenda, strict=True)
    decided = [(number, item) for number, item in numbered if item.kind.is_decided]
    named = [
        *(
            _document(commission, meeting, f"{number} {item.title}", _named(composition, item))
            for number, item in decided
        ),
        _document(commission, meeting, BLANK, _named(composition, None)),
    ]
    return (*named, _document(commission, meeting, "bulletin secret", _secret(composition)))


def ballot_papers(commission: Commission, meeting: Meeting, composition: Composition) -> tuple[Document, ...]:
    """Return sheets of ballot papers: for each section and weight, one paper at least a seat somebody holds."""
    return tuple(
        _sheet(commission, meeting, section, weight, seats)
        for (section, weight), seats in _weights(composition, held=True)
    )


def _weights(composition: Composition, *, held: bool = False) -> list[tuple[tuple[Section, int], int]]:
    """Return how many seats of each section have each weight, the heaviest first; `held`: those that may vote."""
    counted = Counter(
        (seat.section, seat.votes)
        for seat in composition.seats
        if seat.section.votes and seat.votes and (not held or seat.titular or seat.substitute)
    )
    return sorted(counted.items(), key=lambda each: (VOTING.index(each[0][0]), -each[0][1]))


def _sheet(commission: Commission, meeting: Meeting, section: Section, weight: int, seats: int) -> Document:
    worth = plural(weight, "voix", "voix").replace(" ", NBSP)
    boxes = tuple(f"{_BOX}{NBSP}{choice}" for choice in ("Pour", "Contre", "Abstention"))
    slip = Slip(section.label, worth, boxes)
    sheets = -(-seats // _ON_A_SHEET)
    return Document(
        title="Bulletins de vote",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(
                f"Bulletins de {worth}, {section.label.lower()}{NBSP}: "
                f"{plural(seats, 'siège pourvu', 'sièges pourvus')}. "
                f"À découper suivant les traits, pour un seul vote{NBSP}; un bulletin sans croix est blanc.",
                look=Look.SMALL,
            ),
            CutSheet((slip,) * (sheets * _ON_A_SHEET)),
        ),
        addressee=f"{section.label.lower()}, {worth}",
        author=wording.author(commission),
    )


def _document(commission: Commission, meeting: Meeting, about: str, blocks: Iterator[Block]) -> Document:
    return Document(
        title="Feuille de vote",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Feuille de vote", look=Look.TITLE),
            paragraph(f"{capital(meeting.kind.label)} du {wording.meeting_when(meeting)}", look=Look.SUBTITLE),
            Facts(
                (
                    (f"Point{NBSP}:", about if about[0].isdigit() else _DOTS),
                    (f"Question{NBSP}:", f"{_DOTS}\n{_DOTS}"),
                    (
                        f"Heure du vote{NBSP}:",
                        f"{_HOUR}{NBSP * 6}{_BOX}{NBSP}premier tour{NBSP * 4}{_BOX}{NBSP}second tour",
                    ),
                )
            ),
            *blocks,
        ),
        addressee=about,
        author=wording.author(commission),
    )


def _named(composition: Composition, item: Item | None) -> Iterator[Block]:
    """Yield who may vote, section by section, with boxes to tick, then the totals to fill in."""
    if item is None:
        yield paragraph("À remplir pour un vote qui n’est pas prévu à l’ordre du jour.", look=Look.SMALL)
    yield paragraph(_LEGEND, look=Look.SMALL)
    columns = (
        Column("Siège", 2.9),
        Column("Titulaire – suppléant", 3.9),
        Column("Votant", 1.6),
        Column("Voix", 0.6, Kind.INTEGER),
        *(Column(_HEADERS[choice], 0.86, Kind.SIGNATURE) for choice in _NAMED),
    )
    social, professional = (tuple(_electors(composition, section, columns)) for section in VOTING)
    yield from social
    yield Heading("Résultat en voix")
    yield _totals(composition, _NAMED)
    yield _SIGNED
    yield from professional


def _electors(composition: Composition, section: Section, columns: tuple[Column, ...]) -> Iterator[Block]:
    """Yield the seats of a section; the second one has a page of its own, the result stands on the first."""
    if seats := composition.of(section):
        votes = plural(composition.votes(section), "voix", "voix")
        yield Heading(f"{section.label} ({plural(len(seats), 'siège')}, {votes})")
        yield Table(columns, tuple(map(_elector, seats)), compact=True, row_height=_ELECTOR_HEIGHT)


def _elector(seat: Seat) -> Row:
    names = " – ".join(holding.person.name for holding in (seat.titular, seat.substitute) if holding)
    voter = f"{_BOX}{NBSP}T {_BOX}{NBSP}S {_BOX}{NBSP}P"
    return Row((seat.label, names or "siège non pourvu", voter, seat.votes, *[_BOX] * len(_NAMED)))


def _totals(composition: Composition, choices: tuple[Choice, ...]) -> Table:
    empty: list[None] = [None] * (len(choices) + 1)
    every = sum(composition.votes(section) for section in VOTING)
    return Table(
        (
            Column("Section", 2.2),
            Column("Voix de la section", 1, Kind.INTEGER),
            *(Column(_HEADERS[choice], 1, Kind.SIGNATURE) for choice in choices),
            Column("Voix exprimées", 1.1, Kind.SIGNATURE),
        ),
        (
            *(Row((section.label, composition.votes(section), *empty)) for section in VOTING),
            Row(("Ensemble", every, *empty), is_total=True),
        ),
        row_height=_ROW_HEIGHT,
    )


def _secret(composition: Composition) -> Iterator[Block]:
    """Yield the count of ballot papers by section and weight, then the same in votes."""
    yield paragraph(
        f"Vote à bulletin secret{NBSP}: comptez les bulletins de chaque section et de chaque poids, puis multipliez "
        "par le nombre de voix. Il ne peut y avoir plus de bulletins que de votants.",
        look=Look.SMALL,
    )
    yield Heading("Bulletins dépouillés")
    empty: list[None] = [None] * (len(SECRET_CHOICES) + 2)
    yield Table(
        (
            Column("Section", 2.2),
            Column("Voix par bulletin", 1, Kind.INTEGER),
            Column("Sièges", 0.8, Kind.INTEGER),
            Column("Votants", 1, Kind.SIGNATURE),
            *(Column(_HEADERS[choice], 1, Kind.SIGNATURE) for choice in SECRET_CHOICES),
            Column("Bulletins", 1, Kind.SIGNATURE),
        ),
        tuple(Row((section.label, weight, seats, *empty)) for (section, weight), seats in _weights(composition)),
        row_height=_ROW_HEIGHT,
    )
    yield Heading("Résultat en voix (bulletins multipliés par leur poids)")
    yield _totals(composition, SECRET_CHOICES)
    yield Signatures(tuple(SignatureBox(f"Scrutateur, {section.label.lower()}") for section in VOTING))
    yield _SIGNED
