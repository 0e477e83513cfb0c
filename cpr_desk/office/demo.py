"""The demonstration region: invented names, real structure, every document written out."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from cpr_desk import clock, paths
from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.commission import Commission, CommissionKind, Secretariat
from cpr_desk.domain.composition import Letter, MandateRole, Person, Regime, SeatState, Section
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.mandates import Designation, EndReason
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.errors import UserError
from cpr_desk.office import (
    convening,
    demo_areas,
    demo_contracts,
    demo_meetings,
    demo_missions,
    demo_register,
    documents,
    exports,
    importing,
    meeting_files,
    meeting_mail,
)
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.office.meeting_mail import MailOrder
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition, instance, mandates, meetings, presidency, reference
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import AGENDA_TEMPLATES, PlanMeeting

_SATURDAY = 5


def make(folder: Path, today: date) -> list[Path]:
    """Make the region in an empty folder, write every document and export into it, and return their files.

    Raises UserError when the folder already holds a commission.
    """
    if paths.database_file(folder).exists():
        raise UserError(
            f"Le dossier {folder} contient déjà des données de CPR Desk.",
            "Indiquez un nouveau dossier pour la démonstration.",
        )
    db = instance.open_data(folder)
    try:
        commission = fill(db, today)
        return [
            *_write_documents(db, commission, folder, today),
            *_write_exports(db, commission, folder, today),
        ]
    finally:
        db.close()


_WRITTEN_SINCE = (
    DocumentKind.DISPATCHES,
    DocumentKind.MINUTES,
    DocumentKind.EXTRACT,
    DocumentKind.CERTIFICATE,
    DocumentKind.INDEMNITIES,
)
"""What tells a meeting once it is past; anything else leaves before it."""


def _write_documents(db: Database, commission: Commission, folder: Path, today: date) -> Iterator[Path]:
    for kind in (kind for kind in DocumentKind if not kind.of_meeting):
        request = Request(commission.id, kind, today, today, since=commission.installed_on)
        yield from documents.produce(db, request, folder / "documents")
    for meeting in meetings.list_meetings(db, commission.id):
        target = folder / "documents" / f"réunion du {meeting.on.isoformat()}"
        issued = min(today, meetings.deadlines_of(commission, meeting.on).convocation.advised)
        for kind in (kind for kind in DocumentKind if documents.has(db, kind, commission, meeting)):
            on = today if kind in _WRITTEN_SINCE else issued
            yield from documents.produce(db, Request(commission.id, kind, meeting.on, on, meeting.id), target)
        agenda = Request(commission.id, DocumentKind.AGENDA, meeting.on, issued, meeting.id)
        yield meeting_files.produce_folder(db, agenda, target)[0]
        yield meeting_mail.write_calendar(
            db, commission.id, meeting.id, clock.now(), target / meeting_mail.calendar_name(meeting)
        )
    if following := meetings.next_meeting(db, commission.id, today):
        target = folder / "documents" / f"réunion du {following.on.isoformat()}"
        issued = min(today, meetings.deadlines_of(commission, following.on).convocation.advised)
        yield from write_mails(db, commission, following, issued, target)


def write_mails(db: Database, commission: Commission, meeting: Meeting, issued_on: date, folder: Path) -> list[Path]:
    """Issue the convocations of a meeting into a folder, write the mails that carry them, and return these."""
    order = IssueOrder(commission.id, meeting.id, IssueKind.CONVOCATION, issued_on)
    version = convening.issue(db, order, folder).version
    drafts = meeting_mail.write_drafts(db, MailOrder(commission.id, meeting.id, version, clock.now()), folder)
    return sorted(drafts.folder.iterdir())


def _write_exports(db: Database, commission: Commission, folder: Path, today: date) -> Iterator[Path]:
    for kind in ExportKind:
        file = folder / "exports" / f"{kind.label}.xlsx"
        exports.export(db, Export(commission.id, kind, today, today, commission.installed_on), file)
        yield file
    for what, name in (("composition", "Modèle de composition"), ("adhesions", "Modèle de registre")):
        file = folder / "exports" / f"{name}.xlsx"
        importing.write_template(what, file, commission)
        yield file


def fill(db: Database, today: date) -> Commission:
    """Fill an empty database with the demonstration region."""
    data: Any = json.loads((paths.resources_dir() / "demo" / "region.json").read_text(encoding="utf-8"))
    installed = date.fromisoformat(data["installed_on"])
    region = reference.region(data["region"])
    commission = commissions.create_commission(
        db,
        CreateCommission(
            CommissionKind.CPR, region.code, region.name, installed, holiday_territory=region.holiday_territory
        ),
    )
    commissions.change_secretariat(db, commission.id, Secretariat(**data["secretariat"]))
    states = tuple(_seats(data))
    first = tuple(_as_installed(states, data["successions"]))
    label = "Installer la composition de démonstration"
    composition.revise_composition(db, composition.ReviseComposition(commission.id, installed, first, label=label))
    for succession in data["successions"]:
        _succeed(db, commission, states, succession)
    for president in data["presidents"]:
        section = Section(president["section"])
        person = [state.titular for state in states if state.section is section][president["seat"]]
        if person:
            since = date.fromisoformat(president["since"])
            presidency.name_section_president(db, commission.id, section, person, since)
    demo_meetings.plan(db, commission, today)
    for meeting in data["meetings"]:
        meetings.plan_meeting(db, _meeting(commission.id, meeting, today))
    demo_register.take_in(db, commission, data["adhesions"], today)
    demo_areas.fix(db, commission, data["areas"], today)
    demo_contracts.live(db, commission, today)
    demo_missions.live(db, commission, today)
    demo_contracts.settle(db, commission, today)
    demo_meetings.live(db, commissions.the_commission(db, commission.id), today)
    return commissions.the_commission(db, commission.id)


def _seats(data: Mapping[str, Any]) -> Iterator[SeatState]:
    professions = {profession.code: profession for profession in importing.organisations().professions}
    for section in Section:
        for position, entry in enumerate(data[section.value], start=1):
            yield SeatState(
                section,
                position,
                entry.get("votes", 1 if section.votes else 0),
                regime=Regime(entry["regime"]) if "regime" in entry else None,
                profession=professions.get(entry.get("profession", "")),
                organisation=entry.get("organisation", ""),
                rank=entry.get("rank", 1),
                titular=_person(entry["titular"]),
                substitute=_person(entry["substitute"]),
            )


def _as_installed(states: Sequence[SeatState], successions: Sequence[Mapping[str, Any]]) -> Iterator[SeatState]:
    """Put whoever sat at the installation in the places that changed hands since."""
    former = {(each["section"], each["seat"]): each for each in successions}
    places: Counter[Section] = Counter()
    for state in states:
        succession = former.get((state.section, places[state.section]))
        places[state.section] += 1
        if succession is None:
            yield state
        elif MandateRole(succession["role"]) is MandateRole.TITULAR:
            yield replace(state, titular=_person(succession["former"]))
        else:
            yield replace(state, substitute=_person(succession["former"]))


def _succeed(db: Database, commission: Commission, states: Sequence[SeatState], entry: Mapping[str, Any]) -> None:
    """Designate the present holder of a place, with letter and reason."""
    section, role, since = Section(entry["section"]), MandateRole(entry["role"]), date.fromisoformat(entry["since"])
    seat = composition.composition_at(db, commission.id, since).of(section)[entry["seat"]]
    state = [state for state in states if state.section is section][entry["seat"]]
    person = state.titular if role is MandateRole.TITULAR else state.substitute
    if person:
        letter = Letter(date.fromisoformat(entry["letter"]["on"]), entry["letter"]["reference"])
        wanted = Designation(role, person, since, letter=letter, ending=EndReason(entry["reason"]))
        mandates.designate(db, seat.id, wanted)


def _person(entry: Mapping[str, str] | None) -> Person | None:
    return Person(0, **entry) if entry else None


def _meeting(commission_id: int, entry: Mapping[str, Any], today: date) -> PlanMeeting:
    kind = MeetingKind(entry["kind"])
    return PlanMeeting(
        commission_id,
        date.fromisoformat(entry["on"]) if "on" in entry else _working_day(today + timedelta(days=entry["in_days"])),
        kind,
        MeetingMode(entry["mode"]),
        time.fromisoformat(entry["starts"]),
        entry.get("place", ""),
        entry.get("link", ""),
        from_lines(AGENDA_TEMPLATES[kind]),
    )


def _working_day(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day if day.weekday() < _SATURDAY else day + timedelta(days=7 - day.weekday())
