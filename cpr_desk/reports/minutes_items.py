"""The items in the minutes: exchanges, votes with their counts, decisions, what is to be done."""

from collections.abc import Iterable, Iterator
from datetime import date

from cpr_desk.domain.agenda import Item, ItemKind, numbers
from cpr_desk.domain.attendance import Exercise
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import VOTING
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import NBSP, capital, plural, typeset
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.voting import Choice, Elector, Method, Share
from cpr_desk.reports.document import (
    Band,
    Block,
    Cell,
    Column,
    Heading,
    Kind,
    Look,
    PageBreak,
    Paragraph,
    Row,
    Table,
    bold,
    paragraph,
)
from cpr_desk.reports.marked import marked
from cpr_desk.reports.minutes_account import Account

_ALWAYS = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
_NAMED = (Method.NAMED, Method.MAIL)


def item_blocks(account: Account) -> Iterator[Block]:
    """Yield every item of the agenda in order, under its number and title."""
    items = account.session.meeting.agenda
    for number, item in zip(numbers(items), items, strict=True):
        yield Heading(f"{number}. {typeset(item.title)}", 1 if not item.level else 2)
        yield from one_item(account, item)


def one_item(account: Account, item: Item, *, in_extract: bool = False) -> Iterator[Block]:
    """Yield what was said, voted and decided on an item; one without anything says that nothing was noted.

    An extract tells what was decided, not who said what.
    """
    if note := _note(account, item):
        yield Paragraph((note,), Look.SMALL, keep=True)
    exchanges, decided = account.text(item.id, Part.DISCUSSION), account.text(item.id, Part.DECISION)
    actions, taken = account.text(item.id, Part.ACTION), account.decisions_on(item.id)
    ballots = account.ballots_on(item.id)
    if exchanges and not in_extract:
        yield from _entitled(Part.DISCUSSION.label, exchanges)
    for ballot in ballots:
        yield from vote_blocks(ballot, account.issued_on)
    if decided or taken:
        yield from _entitled(Part.DECISION.label, decided)
        yield from decision_blocks(taken)
    if actions:
        yield from _entitled(Part.ACTION.label, actions)
    if not (exchanges or ballots or decided or taken or actions) and not _leads(account, item):
        yield paragraph("Sans observation consignée.", look=Look.SMALL)


def _leads(account: Account, item: Item) -> bool:
    """Return whether sub-items follow, under which all is told."""
    items = account.session.meeting.agenda
    place = items.index(item) + 1
    return place < len(items) and items[place].level > item.level


def _note(account: Account, item: Item) -> str:
    kind = "" if item.kind is ItemKind.MINUTES else capital(item.kind.label)
    about = account.cpts.get(item.cpts_id or 0, "")
    return " · ".join(part for part in (kind, item.speaker, about and f"CPTS concernée{NBSP}: {about}") if part)


def _entitled(label: str, text: str) -> Iterator[Block]:
    yield Paragraph((bold(label),), keep=True)
    yield from marked(text)


def decision_blocks(taken: Iterable[Decision]) -> Iterator[Block]:
    """Yield decisions under their numbers, with what follows from them."""
    for decision in taken:
        told = f"{capital(decision.kind.label)} n°{NBSP}{decision.reference}{NBSP}: "
        follow = f" ({decision.words})" if decision.words else ""
        yield paragraph(bold(told), typeset(decision.text.strip()), follow)


def vote_blocks(ballot: Ballot, today: date) -> Iterator[Block]:
    """Yield a vote as it stands on a day: question, count by section, result in words, rule, quorum at that moment."""
    which = "Vote" if ballot.is_valid else "Vote annulé"
    again = ", second tour" if ballot.round > 1 else ""
    yield Paragraph((bold(f"{which}{again}{NBSP}: "), typeset(ballot.question)), keep=True)
    result = ballot.result
    chosen = [each for each in Choice if each in _ALWAYS or result.of(each).heads]
    rows = [Row((section.label, *(_share(result.of(each, section)) for each in chosen))) for section in VOTING]
    rows.append(Row(("Total", *(_share(result.of(each)) for each in chosen)), is_total=True))
    yield Table((Column("Section", 1.7), *(Column(_header(each), 1.3) for each in chosen)), tuple(rows))
    yield paragraph(ballot.words_on(today))
    told = f"Quorum au moment du vote. {ballot.quorum} Majorité et quorum{NBSP}: {DEFAULT_RULE_NOTICE}."
    yield paragraph(told, look=Look.SMALL)


def _share(share: Share) -> Cell:
    return f"{plural(share.votes, 'voix', 'voix')} ({share.heads})" if share.heads else "–"


def _header(choice: Choice) -> str:
    short = {Choice.REFUSED: "Refus de vote", Choice.CONFLICT: "Déport"}
    return f"{short.get(choice) or capital(choice.label)}, voix (membres)"


def named_votes(account: Account) -> Iterator[Block]:
    """Yield the annex of the named votes: who voted what, for which seat, with how many votes."""
    told = [each for each in account.session.ballots if each.method in _NAMED and each.is_valid]
    if not told:
        return
    titles = {item.id: typeset(item.title) for item in account.session.meeting.agenda}
    yield PageBreak()
    yield Heading("Annexe – Votes nominatifs")
    for ballot in told:
        yield Heading(f"{titles.get(ballot.item_id, '')}{NBSP}: {typeset(ballot.question)}", 2)
        yield Table(
            (Column("Siège", 2.6), Column("Votant", 2.6), Column("Vote", 1.5), Column("Voix", 0.5, Kind.INTEGER)),
            tuple(_named_rows(ballot)),
            compact=True,
        )


def _named_rows(ballot: Ballot) -> Iterator[Band | Row]:
    for section in VOTING:
        yield Band(section.label)
        yield from (_named_row(ballot, each) for each in ballot.electors if each.section is section)


def _named_row(ballot: Ballot, elector: Elector) -> Row:
    counted = ballot.in_time
    choice = counted.get(elector.seat_id)
    late = " (réponse tardive)" if elector.seat_id in ballot.choices and not choice else ""
    said = capital(choice.label) if choice else f"N’a pas voté{late}"
    how = "" if elector.exercise is Exercise.TITULAR else f" ({elector.exercise.label})"
    return Row((elector.seat, f"{elector.name}{how}", said, elector.votes))
