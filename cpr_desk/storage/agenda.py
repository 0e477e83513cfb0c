"""Templates of agendas, opinions on them and papers of their items, row by row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.papers import Paper
from cpr_desk.storage.models import AgendaItemRow, AgendaOpinionRow, AgendaTemplateRow, PaperRow

_KEPT = ("title", "level", "kind", "speaker", "minutes", "text")
"""What a template keeps of an item: neither ids nor what belongs to one meeting."""


def opinions(session: Session, meeting_id: int) -> tuple[Opinion, ...]:
    """Return the opinions on an agenda that were asked or given."""
    rows = session.scalars(select(AgendaOpinionRow).where(AgendaOpinionRow.meeting_id == meeting_id))
    return tuple(
        Opinion(row.section, row.asked_on, row.given_on, row.verdict, row.comment, row.agenda_hash) for row in rows
    )


def write_opinion(session: Session, meeting_id: int, opinion: Opinion) -> None:
    """Write the opinion of one section president; one that was neither asked nor given leaves no row."""
    row = session.scalar(
        select(AgendaOpinionRow).where(
            AgendaOpinionRow.meeting_id == meeting_id, AgendaOpinionRow.section == opinion.section
        )
    )
    if not (opinion.asked_on or opinion.given_on):
        if row:
            session.delete(row)
        return
    row = row or AgendaOpinionRow(meeting_id=meeting_id, section=opinion.section)
    row.asked_on, row.given_on, row.verdict = opinion.asked_on, opinion.given_on, opinion.verdict
    row.comment, row.agenda_hash = opinion.comment, opinion.agenda_hash
    session.add(row)


def templates(session: Session, commission_id: int) -> Sequence[tuple[int, str, tuple[Item, ...]]]:
    """Return (id, name, items) of each template of a commission, by name."""
    query = select(AgendaTemplateRow).where(AgendaTemplateRow.commission_id == commission_id)
    rows = session.scalars(query.order_by(AgendaTemplateRow.name))
    return [(row.id, row.name, tuple(map(_item, row.items))) for row in rows]


def _item(kept: Mapping[str, Any]) -> Item:
    return Item(**{**kept, "kind": ItemKind(kept["kind"])})


def write_template(session: Session, commission_id: int, name: str, items: Sequence[Item]) -> None:
    """Write a template, in the place of one of the same name."""
    row = session.scalar(
        select(AgendaTemplateRow).where(
            AgendaTemplateRow.commission_id == commission_id, AgendaTemplateRow.name == name
        )
    ) or AgendaTemplateRow(commission_id=commission_id, name=name)
    row.items = [{key: value for key, value in asdict(item).items() if key in _KEPT} for item in items]
    session.add(row)


def remove_template(session: Session, template_id: int) -> None:
    """Remove a template; the agendas made from it stay."""
    session.delete(session.get_one(AgendaTemplateRow, template_id))


def papers(session: Session, meeting_id: int) -> Sequence[Paper]:
    """Return the papers of an agenda, in the order of its items."""
    query = (
        select(PaperRow)
        .join(AgendaItemRow, AgendaItemRow.id == PaperRow.item_id)
        .where(AgendaItemRow.meeting_id == meeting_id)
        .order_by(AgendaItemRow.position, PaperRow.position)
    )
    return [
        Paper(row.name, row.media_type, row.size, row.sha256, row.item_id or 0, row.id)
        for row in session.scalars(query)
    ]


def take_papers(session: Session, from_id: int, to_id: int, but: Collection[int | None] = ()) -> None:
    """Hang the papers of a meeting on the items of another that take its items up, `but` these."""
    rows = session.scalars(select(AgendaItemRow).where(AgendaItemRow.meeting_id == to_id))
    heirs = {row.carried_from: row.id for row in rows if row.carried_from not in but}
    for paper in papers(session, from_id):
        if paper.item_id in heirs:
            add_paper(session, replace(paper, item_id=heirs[paper.item_id]))


def add_paper(session: Session, paper: Paper) -> None:
    """Add a paper after those that its item has."""
    last = session.scalar(select(func.max(PaperRow.position)).where(PaperRow.item_id == paper.item_id))
    session.add(
        PaperRow(
            item_id=paper.item_id,
            position=(last or 0) + 1,
            name=paper.name,
            media_type=paper.media_type,
            size=paper.size,
            sha256=paper.sha256,
        )
    )
    session.flush()


def replace_paper(session: Session, paper: Paper) -> None:
    """Let a paper, known by its id, hold another content; its item and its place stay."""
    row = session.get_one(PaperRow, paper.id)
    row.name, row.media_type, row.size, row.sha256 = paper.name, paper.media_type, paper.size, paper.sha256


def remove_paper(session: Session, paper_id: int) -> None:
    """Remove a paper from its item; its content stays in the data folder."""
    session.delete(session.get_one(PaperRow, paper_id))
