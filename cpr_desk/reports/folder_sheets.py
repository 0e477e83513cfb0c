"""Our own sheets in the folder of a meeting: the title sheet of each item, and the sheet in the place of a paper."""

from collections.abc import Sequence
from dataclasses import replace

from cpr_desk.domain.french import NBSP, capital
from cpr_desk.reports.document import Block, Column, Document, Facts, Heading, Look, Row, Table, bold, paragraph
from cpr_desk.reports.folder_binding import About
from cpr_desk.reports.folder_parts import Paper, Parts, Point, Reason

MISSING = "Pièce non réunie"
_COLUMNS = (Column("Pièce", 5), Column("Dans ce dossier", 2))


def about(parts: Parts) -> About:
    """Return what names the folder."""
    agenda = parts.agenda
    return About(
        title=f"Dossier de réunion – {agenda.subject}",
        subject=agenda.subject,
        author=agenda.author,
        language=agenda.language,
        mention=f"Réunion {parts.reference}",
    )


def title_sheet(agenda: Document, point: Point, listed: Sequence[tuple[Paper, range, bool]]) -> Document:
    """Return the sheet that opens an item; `listed`: its papers, their pages from 1, and whether each is missing."""
    papers: tuple[Block, ...] = (paragraph("Aucune pièce n’est jointe à ce point."),)
    if listed:
        rows = tuple(Row((paper.name, _where(pages, missing=missing))) for paper, pages, missing in listed)
        papers = (Heading("Pièces jointes"), Table(_COLUMNS, rows))
    return _sheet(agenda, point, (paragraph(point.label, look=Look.TITLE), _meeting(agenda), *papers))


def _where(pages: range, *, missing: bool) -> str:
    if missing:
        return "à consulter à part"
    first, last = pages[0] if pages else 0, pages[-1] if pages else 0
    return f"page {first}" if first == last else f"pages {first} à {last}"


def missing_sheet(agenda: Document, point: Point, paper: Paper, reason: Reason) -> Document:
    """Return the sheet in the place of a paper that could not be bound."""
    blocks = (
        paragraph(MISSING, look=Look.TITLE),
        _meeting(agenda),
        Facts(
            (
                (f"Point{NBSP}:", f"{point.number} – {point.title}"),
                (f"Pièce{NBSP}:", paper.name),
                (f"Motif{NBSP}:", reason.words),
            )
        ),
        paragraph(bold("Cette pièce est à consulter à part."), " Demandez-la au secrétariat de la commission."),
    )
    return _sheet(agenda, point, blocks)


def _meeting(agenda: Document) -> Block:
    return paragraph(capital(agenda.subject), look=Look.SUBTITLE)


def _sheet(agenda: Document, point: Point, blocks: tuple[Block, ...]) -> Document:
    return replace(agenda, title=f"Point{NBSP}{point.number}", blocks=blocks, addressee="", landscape=False)
