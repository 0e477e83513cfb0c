"""The register of decisions and opinions: the one to print, and the workbook."""

from collections.abc import Iterator, Sequence
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.decisions import FollowUp, Listed
from cpr_desk.domain.french import NBSP, capital, date_digits, day_words, listing, plural
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Kind,
    Look,
    Row,
    Sheet,
    Table,
    Workbook,
    bold,
    paragraph,
)

_TITLE = "Registre des décisions et avis"
_PRINTED = (
    Column("N°", 1),
    Column("Prise le", 1, Kind.DATE),
    Column("Réunion", 0.8),
    Column("Texte", 4.5),
    Column("CPTS", 1.5),
    Column("Suivi par", 1.7),
    Column("Échéance", 1, Kind.DATE),
    Column("État", 1.7),
)
_LISTED = (
    Column("N°", 1.1),
    Column("Nature", 1),
    Column("Année", 0.8, Kind.TEXT),
    *_PRINTED[1:],
    Column("Faite le", 1, Kind.DATE),
    Column("Observation", 3),
    Column("Retrait le", 1, Kind.DATE),
    Column("Motif du retrait", 3),
)


def decisions_register(commission: Commission, known: Sequence[Listed], at: date) -> Document:
    """Return every decision and opinion, year by year in the order of their numbers, with their follow-up on a day."""
    return Document(
        title=_TITLE,
        subject=f"au {day_words(at)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(_TITLE, look=Look.TITLE),
            paragraph(f"Au {day_words(at)}, {_counted(known)}", look=Look.SUBTITLE),
            *_late(known, at),
            Table(_PRINTED, tuple(_years(known, at)), name="Decisions"),
        ),
        author=wording.author(commission),
        landscape=True,
    )


def _counted(known: Sequence[Listed]) -> str:
    return plural(len(known), "décision ou avis", "décisions et avis")


def _late(known: Sequence[Listed], at: date) -> Iterator[Block]:
    late = [each.decision.reference for each in known if each.decision.follow_up(at) is FollowUp.OVERDUE]
    if late:
        yield paragraph(bold(f"En retard{NBSP}: "), f"{listing(late)}.")


def _years(known: Sequence[Listed], at: date) -> Iterator[Row | Band]:
    year = 0
    for each in known:
        if each.decision.year != year:
            year = each.decision.year
            yield Band(str(year))
        yield Row((each.decision.reference, *_told(each, at)))


def _told(each: Listed, at: date) -> tuple[Cell, ...]:
    decision, state = each.decision, each.decision.follow_up(at)
    ending = decision.words if state in (FollowUp.DONE, FollowUp.WITHDRAWN) else state.label
    return (
        decision.taken_on,
        each.meeting,
        decision.text,
        each.cpts,
        decision.responsible,
        decision.due_on,
        capital(ending),
    )


def decisions_workbook(commission: Commission, known: Sequence[Listed], at: date) -> Workbook:
    """Return the same register, a line each, to filter."""
    rows = tuple(
        Row(
            (
                each.decision.reference,
                capital(each.decision.kind.label),
                str(each.decision.year),
                *_told(each, at)[:-1],
                capital(each.decision.follow_up(at).label),
                each.decision.done_on,
                each.decision.note,
                each.decision.withdrawn_on,
                each.decision.withdrawn_reason,
            )
        )
        for each in known
    )
    intro = (f"{commission.name}, le {date_digits(at)}", f"{_counted(known)}.")
    return Workbook(
        title=f"{_TITLE} – {commission.name}",
        subject=_TITLE,
        author=wording.author(commission),
        issued_on=at,
        sheets=(Sheet("Décisions", _TITLE, intro, (Table(_LISTED, rows, name="Decisions"),)),),
    )
