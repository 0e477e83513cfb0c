"""Use cases on who designates: list them with their settings, change these, correct a name, remind them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Profession
from cpr_desk.domain.copies import Copy, copies
from cpr_desk.domain.designations import AnswerBy, Correspondent, answer_by, designators
from cpr_desk.domain.dispatch import Recipient
from cpr_desk.domain.french import NBSP, listing, squeeze
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import Indemnity, Organisation, designator_key
from cpr_desk.errors import UserError
from cpr_desk.services.holidays import holidays_of
from cpr_desk.services.meetings import deadlines_of, list_meetings
from cpr_desk.storage import organisations, seats
from cpr_desk.storage.database import Database


def correspondents(db: Database, commission_id: int, at: date) -> tuple[Correspondent, ...]:
    """Return who designates the seats of a day, in the order of the official tables, known to the database or not."""
    with db.reading() as session:
        composition = seats.composition_at(session, commission_id, at)
        known = organisations.every(session)
        chosen = organisations.profession_indemnities(session)
    return tuple(
        Correspondent(
            each,
            replace(known.get(designator_key(each.name), Organisation(0, each.name)), name=each.name),
            tuple((profession, chosen.get(profession.code)) for profession in each.professions),
        )
        for each in designators(composition)
    )


def copies_of(db: Database, commission_id: int, meeting: Meeting, to: Iterable[Recipient]) -> tuple[Copy, ...]:
    """Return the organisations that receive a copy of what is sent to some recipients of a meeting."""
    return copies(correspondents(db, commission_id, meeting.on), to)


def to_remind(db: Database, commission_id: int, at: date, keys: Collection[str] = ()) -> tuple[Correspondent, ...]:
    """Return who has an empty titular seat on a day: those named by `keys`, else all whose section votes."""
    return tuple(
        each
        for each in correspondents(db, commission_id, at)
        if (each.designator.vacant and each.key in keys if keys else each.designator.is_reminded)
    )


def change_organisation(db: Database, organisation: Organisation, called: str = "") -> Organisation:
    """Store the settings of an organisation; `called` is its name so far, where that is corrected too.

    The correction holds everywhere, past compositions included: it mends a spelling. Raises UserError for an empty
    name, and for one that another organisation, a scheme or a profession bears.
    """
    name, before = squeeze(organisation.name), called or organisation.name
    if not name:
        raise UserError(
            "Le nom de l’organisation est vide.", "Écrivez le nom qui figure dans le tableau de composition."
        )
    label = f"Renommer l’organisation {before} en {name}" if name != before else f"Modifier l’organisation {name}"
    with db.unit_of_work(label) as session:
        row = organisations.find(session, before)
        if name != before and organisations.is_taken(session, name, row):
            raise UserError(
                f"Le nom « {name} » est déjà celui d’une autre organisation, d’un régime ou d’une profession.",
                "Choisissez un autre nom. Pour que celle-ci désigne un siège, fermez le siège de l’une "
                "et ajoutez un siège à l’autre à partir de la même date.",
            )
        row = organisations.write(session, replace(organisation, name=name), row)
        return organisations.organisation_of(row)


def profession_indemnities(
    db: Database, commission_id: int, at: date
) -> tuple[tuple[Profession, Indemnity | None], ...]:
    """Return the professions that sit on a day, in the order of the official table, each with what was chosen."""
    found = (pair for each in correspondents(db, commission_id, at) for pair in each.professions)
    return tuple(dict.fromkeys(found))


def change_profession_indemnities(db: Database, chosen: Mapping[Profession, Indemnity | None]) -> None:
    """Store to whom the indemnity goes in some professions; None gives the default back."""
    names = listing(profession.label for profession in chosen)
    with db.unit_of_work(f"Modifier l’indemnité par profession{NBSP}: {names}") as session:
        organisations.write_profession_indemnities(
            session, {profession.code: indemnity for profession, indemnity in chosen.items()}
        )


def proposed_answer(db: Database, commission: Commission, issued_on: date) -> AnswerBy:
    """Return by when a reminder issued that day asks for its answer, unless another day is chosen."""
    listed = list_meetings(db, commission.id)
    planned = (meeting for meeting in listed if meeting.on >= issued_on and not meeting.is_cancelled)
    dated = [(meeting, deadlines_of(commission, meeting.on).convocation) for meeting in planned]
    return answer_by(issued_on, dated, holidays_of(commission.rules.holiday_territory))
