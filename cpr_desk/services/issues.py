"""Use cases on the versions issued for a meeting: each kept as it left, under its hash, with what it told."""

from collections.abc import Iterable, Mapping
from datetime import date

from cpr_desk.domain.agenda import agenda_hash
from cpr_desk.domain.dispatch import Issue, IssueKind
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, squeeze, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.storage import dispatch, pieces
from cpr_desk.storage.database import Database


def facts_of(meeting: Meeting, kind: IssueKind) -> dict[str, str]:
    """Return what a version tells of a meeting, in words: its day, hours, place, link, mode; of an agenda the hash.

    A cancellation also tells when and why; « rang » is the number of the change: restored, then cancelled again on the
    same day, a meeting is another cancellation.
    """
    facts = {
        "date": date_words(meeting.on),
        "ouverture": date_words(meeting.opens_on) if meeting.opens_on else "",
        "heure": time_words(meeting.starts) if meeting.starts else "",
        "fin": time_words(meeting.ends) if meeting.ends else "",
        "lieu": meeting.place,
        "lien": meeting.link,
        "participation": "" if meeting.is_written else f"réunion {meeting.mode.label}",
    }
    if kind is IssueKind.AGENDA:
        facts["points"] = agenda_hash(meeting.agenda)
    if kind is IssueKind.CANCELLATION and meeting.cancelled_on:
        facts["annulation"], facts["motif"] = date_words(meeting.cancelled_on), meeting.cancel_reason
        facts["rang"] = str(meeting.sequence)
    return facts


def issue(
    db: Database,
    meeting: Meeting,
    kind: IssueKind,
    pdf: bytes,
    issued_on: date,
    facts: Mapping[str, str],
    without_opinions: str = "",
    *,
    letters: Iterable[tuple[int, range]] = (),
) -> Issue:
    """Keep a version as it leaves, and return it; the bytes of the last version make no new one.

    `letters` say which pages, counted from 0, are written to which person; none: it is the same for everybody.
    """
    with db.reading() as session:
        every = dispatch.issues(session, meeting.id)
    known = [each for each in every if each.kind is kind]
    label = f"Conserver {_NAMED[kind]}, version {len(known) + 1}, de la réunion du {date_words(meeting.on)}"
    with db.unit_of_work(label) as session:
        digest = pieces.keep(db.file.parent, pdf)
        same = known and known[-1].sha256 == digest and known[-1].facts == facts
        if same and not _cancelled_since(known[-1], every):
            return known[-1]
        wanted = Issue(kind, 0, issued_on, digest, len(pdf), facts, squeeze(without_opinions))
        kept = dispatch.add_issue(session, meeting.id, wanted)
        dispatch.add_letters(session, kept.id, letters)
        return kept


def issues_of(db: Database, meeting: Meeting) -> tuple[Issue, ...]:
    """Return every version issued for a meeting, by kind, the oldest first."""
    with db.reading() as session:
        return dispatch.issues(session, meeting.id)


def content_of(db: Database, version: Issue) -> bytes:
    """Return the file of a version, byte for byte. Raises UserError when it is gone or was changed."""
    return pieces.read(db.file.parent, version.sha256, f"{capital(version.kind.label)}, version {version.number}")


def letters_of(db: Database, version: Issue) -> dict[int, tuple[int, ...]]:
    """Return the pages of a version, counted from 0, that are written to each person; empty: the same for everybody."""
    with db.reading() as session:
        return dispatch.letters(session, version.id)


def needs_new_convocation(db: Database, meeting: Meeting) -> tuple[str, ...]:
    """Return what changed since the last convocation was issued, « l’heure : 14 h au lieu de 15 h »; empty: nothing.

    Whoever was told that the meeting is cancelled has to be convened again once it is restored.
    """
    every = issues_of(db, meeting)
    last = next((each for each in reversed(every) if each.kind is IssueKind.CONVOCATION), None)
    if last is None:
        return ()
    cancelled = None if meeting.is_cancelled else _cancelled_since(last, every)
    restored = (f"l’annulation éditée le {date_digits(cancelled.issued_on)} est levée",) if cancelled else ()
    return (*restored, *_changes(last, meeting))


def needs_new_agenda(db: Database, meeting: Meeting) -> tuple[str, ...]:
    """Return what changed since the last agenda was issued, « les points inscrits »; empty: nothing, or none was."""
    last = next((each for each in reversed(issues_of(db, meeting)) if each.kind is IssueKind.AGENDA), None)
    return _changes(last, meeting) if last else ()


def _changes(last: Issue, meeting: Meeting) -> tuple[str, ...]:
    told, now = last.facts, facts_of(meeting, last.kind)
    return tuple(
        f"{_NAMES[name]}{NBSP}: {now[name] or 'rien'} au lieu de {told.get(name) or 'rien'}"
        if name in _NAMES
        else "les points inscrits"
        for name in now
        if now[name] != told.get(name, "")
    )


def _cancelled_since(version: Issue, every: Iterable[Issue]) -> Issue | None:
    """Return the cancellation that was issued after a version, if one was."""
    later = (each for each in every if each.kind is IssueKind.CANCELLATION and each.id > version.id)
    return next(later, None)


_NAMES = {
    "date": "la date",
    "ouverture": "l’ouverture",
    "heure": "l’heure",
    "fin": "l’heure de fin",
    "lieu": "le lieu",
    "lien": "le lien",
    "participation": "la participation",
}
_NAMED = {
    IssueKind.CONVOCATION: "la convocation",
    IssueKind.AGENDA: "l’ordre du jour",
    IssueKind.CANCELLATION: "l’annulation",
}
