"""The first part of the minutes: who was there, and the quorum that made."""

from collections.abc import Iterator

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.french import NBSP, capital, date_words, plural, time_words
from cpr_desk.domain.quorum import Count, Quorum, rule_words, second_meeting_limit
from cpr_desk.domain.roll import RollLine, guests, roll, turning_points
from cpr_desk.domain.rule_sources import RULE_SOURCES
from cpr_desk.domain.voting import Method
from cpr_desk.reports.document import (
    Block,
    BulletList,
    Cell,
    Column,
    Heading,
    Kind,
    Look,
    Row,
    Table,
    bold,
    paragraph,
)
from cpr_desk.reports.minutes_account import Account

_NOT_NOTED = "Les présences n’ont pas été notées."


def attendance_blocks(account: Account) -> Iterator[Block]:
    """Yield who was there by section and organisation, the guests, then the quorum with its rule."""
    session = account.session
    if session.meeting.is_written:
        yield from _answers(account)
        return
    yield Heading("Présences")
    if session.sitting is None:
        yield paragraph(_NOT_NOTED)
        return
    for section in Section:
        yield from _section(account, section)
    yield from _guests(account)
    yield from _quorum(account)


def _section(account: Account, section: Section) -> Iterator[Block]:
    lines = roll(account.session, section)
    if not lines:
        return
    there = [line for line in lines if line.is_there]
    seen = plural(len(there), "siège représenté", "sièges représentés")
    told = f"{seen} sur {len(lines)} au cours de la séance"
    if section.votes:
        votes = sum(line.seat.votes for line in there)
        told += f", {plural(votes, 'voix', 'voix')} sur {account.session.composition.votes(section)}"
    yield Heading(f"{section.label}{NBSP}: {told}", 2)
    columns = (Column("Siège", 2.3), Column("Titulaire", 2), Column("Présence", 3.2))
    rows = (Row((*_words(line), *((line.seat.votes,) if section.votes else ()))) for line in lines)
    weight = (Column("Voix", 0.5, Kind.INTEGER),) if section.votes else ()
    yield Table((*columns, *weight), tuple(rows), compact=True)


def _words(line: RollLine) -> tuple[Cell, ...]:
    titular = line.seat.titular.person.courteous_name if line.seat.titular else "–"
    return (line.seat.label, titular, capital(line.words))


def _guests(account: Account) -> Iterator[Block]:
    others = guests(account.session)
    if not others:
        return
    yield Heading("Autres personnes présentes, sans droit de vote", 2)
    lines = []
    for person, hours in others:
        capacity = account.capacities.get(person.id, "invité")
        lines.append((", ".join(part for part in (person.courteous_name, capacity, hours) if part),))
    yield BulletList(tuple(lines))


def _quorum(account: Account) -> Iterator[Block]:
    session, rules = account.session, account.session.rules
    sitting, turns = session.sitting, turning_points(session)
    yield Heading("Quorum")
    yield paragraph(rule_words(rules), look=Look.SMALL)
    yield Table(
        (Column("Moment", 1.1), *(Column(section.label, 2.6) for section in VOTING), Column("Quorum", 1.1)),
        tuple(_turn(quorum, opens=not number) for number, quorum in enumerate(turns)),
    )
    if session.waived:
        yield paragraph(
            f"Seconde réunion après un défaut de quorum, valable quel que soit le nombre de présents. "
            f"{RULE_SOURCES['second_meeting_months'].sentence}"
        )
    if sitting and sitting.constat_at:
        limit = second_meeting_limit(session.meeting.on, rules.second_meeting_months)
        yield paragraph(
            bold("Constat de carence. "),
            f"À {time_words(sitting.constat_at.time())}, le quorum n’étant pas atteint, la commission constate qu’elle "
            f"ne peut pas délibérer. Une seconde réunion, valable quel que soit le nombre de présents, est à tenir au "
            f"plus tard le {date_words(limit)} ({DEFAULT_RULE_NOTICE}).",
        )


def _turn(quorum: Quorum, *, opens: bool) -> Row:
    when = f"Ouverture, {time_words(quorum.at.time())}" if opens else capital(f"à {time_words(quorum.at.time())}")
    counts = [
        f"{count.seats_words}, {count.votes}{NBSP}voix sur {count.all_votes} ({_needed(count)})"
        for count in quorum.counts
    ]
    verdict = "sans objet" if quorum.waived else "atteint" if quorum.is_reached else "non atteint"
    return Row((when, *counts, verdict))


def _needed(count: Count) -> str:
    unit = ("voix", "voix") if count.in_votes else ("siège", "sièges")
    return f"quorum{NBSP}: {plural(count.needed, *unit)}"


def _answers(account: Account) -> Iterator[Block]:
    """Yield how many answered a written consultation, by section."""
    yield Heading("Réponses")
    votes = [each for each in account.session.ballots if each.is_valid and each.method is Method.MAIL]
    if not votes:
        yield paragraph("Aucune réponse n’est enregistrée.")
        return
    rows: list[Row] = []
    for section in VOTING:
        asked = {each.seat_id: each for vote in votes for each in vote.electors if each.section is section}
        answered = {seat for vote in votes for seat in vote.in_time}
        heads = [seat for seat in asked if seat in answered]
        rows.append(Row((section.label, len(asked), len(heads), sum(asked[seat].votes for seat in heads))))
    columns = (
        Column("Section", 2.4),
        Column("Sièges consultés", 1.2, Kind.INTEGER),
        Column("Réponses", 1, Kind.INTEGER),
        Column("Voix", 1, Kind.INTEGER),
    )
    yield Table(columns, tuple(rows))
    yield paragraph("Une réponse arrivée après la clôture ne compte pas.", look=Look.SMALL)
