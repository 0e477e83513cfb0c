"""Use cases on an agenda: write it, begin from a template, carry items over, record the opinions on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cpr_desk.domain.agenda import Item, ItemKind, agenda_hash, carried_over, from_lines, settled
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, day_words, squeeze, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion, Readiness, given_after, readiness, refuse_opinion
from cpr_desk.errors import UserError
from cpr_desk.services.dispatch import register_of
from cpr_desk.services.meetings import AGENDA_TEMPLATES
from cpr_desk.storage import agenda, meetings
from cpr_desk.storage.database import Database

LONGEST_TITLE, LONGEST_SPEAKER, LONGEST_TEXT = 1000, 200, 20_000
_SECTIONS = (Section.SOCIAL, Section.PROFESSIONAL)


@dataclass(frozen=True, slots=True)
class Template:
    """An agenda to start from; `id` 0 comes with the program."""

    name: str
    items: tuple[Item, ...]
    id: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """The agenda of the last meeting before another; `name` is « réunion ordinaire du 20 novembre 2025 »."""

    name: str
    items: tuple[Item, ...]


def agenda_of(db: Database, meeting_id: int) -> tuple[Item, ...]:
    """Return the items of a meeting, in order."""
    with db.reading() as session:
        return meetings.agenda_of(session, meeting_id)


def save_agenda(
    db: Database, meeting_id: int, items: Sequence[Item], label: str = "Modifier l’ordre du jour"
) -> tuple[Item, ...]:
    """Write a whole agenda and return it as it is stored; items known by their id keep their papers.

    `label` is what was done, as the menu that undoes it says it. Raises UserError for an item without title, or a
    text that is too long.
    """
    wanted = settled([_proper(item) for item in items])
    with db.unit_of_work(label) as session:
        meetings.replace_agenda(session, meeting_id, wanted)
        return meetings.agenda_of(session, meeting_id)


def _proper(item: Item) -> Item:
    title, speaker, text = typeset(squeeze(item.title)), squeeze(item.speaker), item.text.strip()
    if not title:
        raise UserError("Un point de l’ordre du jour n’a pas de titre.", "Écrivez-le, ou retirez ce point.")
    if len(title) > LONGEST_TITLE or len(speaker) > LONGEST_SPEAKER or len(text) > LONGEST_TEXT:
        raise UserError(
            f"Le point «{NBSP}{title[:60]}{NBSP}» est trop long.",
            f"Un titre compte {LONGEST_TITLE} caractères au plus, un intervenant {LONGEST_SPEAKER}, un texte "
            f"{LONGEST_TEXT}{NBSP}; joignez le reste en pièce.",
        )
    return replace(item, title=title, speaker=speaker, text=text)


def templates(db: Database, commission_id: int) -> tuple[Template, ...]:
    """Return the templates of the program, then those of the commission."""
    packaged = [Template(capital(kind.label), from_lines(lines)) for kind, lines in AGENDA_TEMPLATES.items()]
    with db.reading() as session:
        own = agenda.templates(session, commission_id)
    return (*packaged, *(Template(name, items, number) for number, name, items in own))


def save_template(db: Database, commission_id: int, name: str, items: Sequence[Item]) -> None:
    """Keep an agenda as a template of the commission, in the place of one of the same name.

    What belongs to one meeting does not go with it: papers, CPTS, the approval of the last minutes is added anew.
    Raises UserError without name or without item.
    """
    name = squeeze(name)
    items = settled([item for item in items if item.kind is not ItemKind.MINUTES])
    if not name or not items:
        raise UserError(
            "Un modèle a un nom et au moins un point.", "Donnez-lui un nom, et écrivez d’abord l’ordre du jour."
        )
    with db.unit_of_work(f"Enregistrer le modèle d’ordre du jour «{NBSP}{name}{NBSP}»") as session:
        agenda.write_template(session, commission_id, name, items)


def remove_template(db: Database, template: Template) -> None:
    """Remove a template of the commission; the agendas made from it stay."""
    with db.unit_of_work(f"Supprimer le modèle d’ordre du jour «{NBSP}{template.name}{NBSP}»") as session:
        agenda.remove_template(session, template.id)


def earlier_agenda(db: Database, meeting_id: int) -> Earlier | None:
    """Return the agenda of the last meeting before this one, None when there was none."""
    with db.reading() as session:
        row = meetings.before(session, meeting_id)
        if row is None:
            return None
        return Earlier(f"{row.kind.label} du {day_words(row.held_on)}", meetings.agenda_of(session, row.id))


def carry_over(db: Database, meeting_id: int, undecided: Collection[int]) -> tuple[Item, ...]:
    """Take items of the last meeting up again, at the end, with their papers; one that is there already stays alone.

    `undecided` are the ids of the items still to be decided. Who knows them decides: the secretary ticks them, or the
    decisions recorded tell them.
    """
    with db.unit_of_work("Reporter des points de la réunion précédente") as session:
        known = meetings.agenda_of(session, meeting_id)
        row = meetings.before(session, meeting_id)
        there = {item.carried_from for item in known}
        taken = carried_over(meetings.agenda_of(session, row.id) if row else (), set(undecided) - there)
        meetings.replace_agenda(session, meeting_id, (*known, *taken))
        if row:
            agenda.take_papers(session, row.id, meeting_id, there)
        return meetings.agenda_of(session, meeting_id)


def opinions_of(db: Database, meeting_id: int) -> tuple[Opinion, ...]:
    """Return the opinions of both section presidents, the social section first, even where nothing was asked yet."""
    with db.reading() as session:
        known = {opinion.section: opinion for opinion in agenda.opinions(session, meeting_id)}
    return tuple(known.get(section, Opinion(section)) for section in _SECTIONS)


def readiness_of(db: Database, meeting_id: int) -> Readiness:
    """Return whether an agenda is ready to be sent, and what it lacks."""
    return readiness(agenda_of(db, meeting_id), opinions_of(db, meeting_id))


def opinions_given_late(db: Database, meeting: Meeting) -> tuple[str, ...]:
    """Return the opinions given once the agenda in force had left, one French sentence each."""
    proof = register_of(db, meeting).agenda
    first = min((each.sent_on for each in (*proof.in_time, *proof.late)), default=None)
    return given_after(opinions_of(db, meeting.id), first) if first else ()


def record_opinions(
    db: Database, meeting_id: int, wanted: Sequence[Opinion], today: date, confirmed: Collection[Section] = ()
) -> None:
    """Record what the section presidents think of the agenda as it stands.

    An opinion whose days and verdict are known already keeps the version it was given on, unless its section is
    `confirmed`: it then holds for this version too. Raises UserError for what `refuse_opinion` refuses.
    """
    with db.unit_of_work("Enregistrer l’avis des présidents de section sur l’ordre du jour") as session:
        version = agenda_hash(meetings.agenda_of(session, meeting_id))
        known = {opinion.section: opinion for opinion in agenda.opinions(session, meeting_id)}
        for opinion in wanted:
            if refusals := refuse_opinion(opinion, today):
                raise UserError(refusals[0], "Corrigez les dates ou l’avis.")
            earlier = known.get(opinion.section)
            same = earlier and (earlier.asked_on, earlier.given_on, earlier.verdict) == (
                opinion.asked_on, opinion.given_on, opinion.verdict
            )  # fmt: skip
            kept = earlier.agenda_hash if earlier and same and opinion.section not in confirmed else version
            comment = opinion.comment.strip()
            agenda.write_opinion(session, meeting_id, replace(opinion, comment=comment, agenda_hash=kept))
