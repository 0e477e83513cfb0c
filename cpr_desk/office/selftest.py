"""The self-test: the whole programme, once, in a temporary folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cpr_desk import logs
from cpr_desk.errors import UserError
from cpr_desk.office import demo, documents, exports, importing
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import instance, meetings
from cpr_desk.services.instance import Database


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried; `fault` says in French what failed, empty when all went well."""

    name: str
    fault: str = ""


def run(today: date) -> list[Step]:
    """Migrate, write, read and render one of each document; later steps run even when one fails."""
    steps: list[Step] = []
    with TemporaryDirectory(prefix="cpr-desk-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        db = instance.open_data(folder)
        try:
            for label, work in _work(db, folder, today):
                steps.append(_try(label, work))
        finally:
            db.close()
            logs.stop_log()
        steps.append(_try("Vérifier la base de données", lambda: _sound(folder)))
    return steps


def _work(db: Database, folder: Path, today: date) -> list[tuple[str, Callable[[], object]]]:
    def request(kind: DocumentKind) -> Callable[[], object]:
        return lambda: documents.produce(db, _request(db, kind, today), folder)

    def export(kind: ExportKind) -> Callable[[], object]:
        return lambda: exports.export(db, Export(_commission(db), kind, today, today), folder / f"{kind}.xlsx")

    return [
        ("Créer la région de démonstration", lambda: demo.fill(db, today)),
        *((f"Éditer : {kind.label}", request(kind)) for kind in DocumentKind),
        *((f"Exporter : {kind.label}", export(kind)) for kind in ExportKind),
        ("Écrire les courriels de la prochaine réunion", lambda: _write_mails(db, folder, today)),
        ("Relire la composition exportée", lambda: _read_again(db, folder, today)),
    ]


def _commission(db: Database) -> int:
    return commissions.the_commission(db).id


def _request(db: Database, kind: DocumentKind, today: date) -> Request:
    commission_id = _commission(db)
    following = meetings.next_meeting(db, commission_id, today)
    known = (*([following] if following else []), *meetings.list_meetings(db, commission_id))
    commission = commissions.the_commission(db, commission_id)
    found = next((meeting for meeting in known if documents.has(db, kind, commission, meeting)), None)
    return Request(commission_id, kind, today, today, found.id if found else 0)


def _write_mails(db: Database, folder: Path, today: date) -> None:
    commission = commissions.the_commission(db)
    if meeting := meetings.next_meeting(db, commission.id, today):
        demo.write_mails(db, commission, meeting, today, folder / "courriels")


def _read_again(db: Database, folder: Path, today: date) -> None:
    commission = commissions.the_commission(db)
    preview = importing.preview_composition(db, commission, folder / "composition.xlsx", today)
    if preview.proposal.problems or preview.proposal.changes:
        raise UserError("La composition exportée ne se relit pas à l’identique.")


def _sound(folder: Path) -> None:
    if problems := instance.verify(folder):
        raise UserError(" ".join(problems))


def _try(name: str, work: Callable[[], object]) -> Step:
    try:
        work()
    except UserError as fault:
        return Step(name, str(fault))
    except Exception as fault:  # noqa: BLE001 - a self-test reports whatever fails
        logs.record_fault(fault)
        return Step(name, f"Défaut du programme ({type(fault).__name__}).")
    return Step(name)
