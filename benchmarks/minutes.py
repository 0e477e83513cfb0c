"""The minutes of a session on some twenty pages, as a process, against LibreOffice turning the same text into PDF."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.letters import process
from benchmarks.measure import Faster, Line, compare
from cpr_desk.domain.minutes import Part, Place
from cpr_desk.office import demo, meeting_files
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.services import meetings, minutes
from cpr_desk.services.instance import open_data

_WHAT = "minutes of 20 pages, whole process"
_TODAY = date(2026, 11, 22)
_PARAGRAPH = (
    "Les membres échangent sur le calendrier des contrats, les délais de démarrage des missions et les pièces que la "
    "caisse attend des communautés. La section professionnelle souhaite que le renouvellement soit préparé trois mois "
    "avant l’échéance ; la section sociale le soutient."
)


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the one measure; LibreOffice reads the Word version that the program writes of the same minutes."""
    place, out = folder / "data", folder / "out"
    db = open_data(place)
    commission = demo.fill(db, _TODAY)
    meeting = next(
        each for each in meetings.list_meetings(db, commission.id) if minutes.minutes_of(db, each.id).versions
    )
    told: dict[Place, str] = {(item.id, Part.DISCUSSION): "\n\n".join([_PARAGRAPH] * 28) for item in meeting.agenda}
    minutes.save_passages(db, meeting, told)
    request = Request(commission.id, DocumentKind.MINUTES, meeting.on, _TODAY, meeting.id)
    word = meeting_files.write_word(db, request, folder / "minutes.docx")
    db.close()
    soffice = shutil.which("soffice")
    if soffice is None:
        yield Line(_WHAT, "LibreOffice is not installed", Faster(2.5))
        return
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def convert() -> float:
        shutil.rmtree(out, ignore_errors=True)
        start = perf_counter()
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), str(word)]
        subprocess.run(command, capture_output=True, timeout=180, check=False)
        taken = perf_counter() - start
        if not any(out.glob("*.pdf")):
            raise ValueError("no file")
        return taken

    command = ("--data-dir", str(place), "documents", "minutes", "--meeting", str(meeting.id), "--out", str(out))
    own = process(out, "cpr_desk", *command)
    yield compare(_WHAT, "LibreOffice, Word version to PDF", Faster(2.5), min(runs, 5), own, convert)
