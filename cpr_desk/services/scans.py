"""Use cases on the proofs of what was sent: scanned slips, lists of deposits, envelopes that came back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from cpr_desk.domain.dispatch import Dispatch
from cpr_desk.domain.french import NBSP, date_digits, plural, typeset
from cpr_desk.domain.papers import Paper
from cpr_desk.errors import UserError
from cpr_desk.services.papers import Progress, named, taken_in
from cpr_desk.storage import agenda, dispatch
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import DispatchRow


def attach(
    db: Database, sent: Sequence[Dispatch], files: Sequence[Path], progress: Progress = lambda _done, _total: None
) -> None:
    """Keep files with each of some sendings: the scan of one list of deposits proves them all, and is stored once.

    A file that a sending has already is not attached to it again. Raises what `papers.taken_in` raises, and UserError
    when a sending is no longer registered.
    """
    copied = taken_in(db, files, progress)
    with db.unit_of_work(typeset(f"Joindre {named(files, 'preuve')} à {_whose(sent)}")) as session:
        for each in sent:
            if session.get(DispatchRow, each.id) is None:
                raise UserError(
                    "Cet envoi n’est plus au registre.", "Il a été retiré ou annulé. Choisissez-en un autre."
                )
            held = {(row.name, row.sha256) for row in dispatch.scans_of(session, each.id)}
            for scan in copied:
                if (scan.name, scan.sha256) not in held:
                    dispatch.add_scan(session, each.id, scan)


def common(sent: Iterable[Dispatch]) -> tuple[tuple[Paper, int], ...]:
    """Return the proofs of some sendings, each once, with the number of those that have it."""
    found: dict[tuple[str, str], tuple[Paper, int]] = {}
    for scan in (scan for each in sent for scan in each.scans):
        first, count = found.get((scan.name, scan.sha256), (scan, 0))
        found[scan.name, scan.sha256] = first, count + 1
    return tuple(found.values())


def remove(db: Database, sent: Collection[Dispatch], scan: Paper) -> None:
    """Take a proof off the sendings that have it. Its content stays in the data folder: an undo may want it."""
    with db.unit_of_work(f"Retirer la preuve «{NBSP}{scan.name}{NBSP}» de {_whose(sent)}") as session:
        for row in dispatch.rows_of_scan(session, [each.id for each in sent], scan):
            session.delete(row)


def attach_again(
    db: Database, sent: Collection[Dispatch], scan: Paper, file: Path, progress: Progress = lambda _done, _total: None
) -> None:
    """Put a file in the place of a proof whose own is gone; one with the same content mends it as it was.

    Raises what `papers.taken_in` raises.
    """
    (copied,) = taken_in(db, (file,), progress)
    if copied.sha256 == scan.sha256:
        return
    with db.unit_of_work(f"Joindre à nouveau la preuve «{NBSP}{scan.name}{NBSP}» à {_whose(sent)}") as session:
        for row in dispatch.rows_of_scan(session, [each.id for each in sent], scan):
            agenda.replace_paper(session, replace(copied, id=row.id))


def _whose(sent: Collection[Dispatch]) -> str:
    if len(sent) > 1:
        return plural(len(sent), "envoi")
    (only,) = sent
    return f"l’envoi du {date_digits(only.sent_on)} à {only.recipient.person.courteous_name}"
