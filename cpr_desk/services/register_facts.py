"""The facts of every CPTS of a register, computed away from the window and kept until the data change."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.cpts_facts import CptsFacts, facts_of
from cpr_desk.domain.dossier import Dossier
from cpr_desk.services.dossiers import Snapshot, snapshot_at
from cpr_desk.services.register import Progress
from cpr_desk.services.register_index import RegisterIndex, index_at
from cpr_desk.storage import cpts_journal
from cpr_desk.storage.database import Database

_BATCH = 100
"""CPTS read between two tellings of the progress."""


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a register on a day, as they were after a journal entry; the rules may have changed since."""

    commission: Commission
    at: date
    entry: int
    facts: Mapping[int, CptsFacts]
    is_whole: bool = True
    """False when somebody gave the computation up: the next one goes on from there."""


@dataclass(frozen=True, slots=True)
class _KnownIndex:
    """The index of a register on a day, as it was after a journal entry."""

    commission_id: int
    at: date
    entry: int
    index: RegisterIndex


class RegisterFacts:
    """Keeps the index and the facts of the last day asked: the journal tells what changed since and is read again."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index: _KnownIndex | None = None
        self._known: Known | None = None
        self._lock = Lock()

    def index(self, commission_id: int, at: date) -> RegisterIndex:
        """Return the index of a day: the one returned last, unless something of any CPTS was written since."""
        known = self._index
        with self._db.reading() as session:
            entry = cpts_journal.last_entry(session)
            is_it = known and (known.commission_id, known.at) == (commission_id, at)
            same = known and is_it and not cpts_journal.may_touch(session, known.entry)
        index = known.index if known and same else index_at(self._db, commission_id, at)
        self._index = _KnownIndex(commission_id, at, entry, index)
        return index

    def latest(self, commission_id: int, at: date) -> Mapping[int, CptsFacts] | None:
        """Return what was computed last for a day, current or not; None when nothing was."""
        known = self._known
        is_it = known and known.is_whole and (known.commission.id, known.at) == (commission_id, at)
        return known.facts if known and is_it else None

    def current(self, commission: Commission, at: date) -> Mapping[int, CptsFacts] | None:
        """Return the facts if nothing was written since they were computed."""
        known = self._known
        if known is None or not known.is_whole or (known.commission, known.at) != (commission, at):
            return None
        with self._db.reading() as session:
            return known.facts if cpts_journal.last_entry(session) == known.entry else None

    def read(self, commission: Commission, at: date, progress: Progress) -> Mapping[int, CptsFacts]:
        """Compute what is not known yet. For a thread of its own: a register of thousands takes seconds."""
        with self._lock:
            with self._db.reading() as session:
                entry = cpts_journal.last_entry(session)
            everybody = self.index(commission.id, at).everybody
            kept = self._kept(commission, at)
            missing = sorted(everybody - kept.keys())
            found = {each: facts for each, facts in kept.items() if each in everybody}
            try:
                for start in range(0, len(missing), _BATCH):
                    progress(start, len(missing))
                    found.update(facts_at(self._db, commission, at, missing[start : start + _BATCH]))
            finally:
                self._known = Known(commission, at, entry, found, is_whole=found.keys() == everybody)
            return found

    def _kept(self, commission: Commission, at: date) -> Mapping[int, CptsFacts]:
        known = self._known
        if known is None or (known.commission, known.at) != (commission, at):
            return {}
        with self._db.reading() as session:
            touched = cpts_journal.touched_since(session, known.entry)
        return {} if touched is None else {each: own for each, own in known.facts.items() if each not in touched}


def facts_at(db: Database, commission: Commission, at: date, ids: Collection[int]) -> dict[int, CptsFacts]:
    """Return the facts of some CPTS on a day."""
    snapshot = snapshot_at(db, commission, at, ids)
    return {dossier.id: _facts(snapshot, dossier) for dossier in snapshot.dossiers}


def _facts(snapshot: Snapshot, dossier: Dossier) -> CptsFacts:
    account = snapshot.account(dossier)
    known = account if account.lines or account.unmatched else None
    return facts_of(dossier, snapshot.signed(dossier), known, snapshot.tasks(dossier, account), snapshot.at)
