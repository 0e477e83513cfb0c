"""70 convocations: the rendering against a bare canvas, the whole process against a mail merge of LibreOffice."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks import data
from benchmarks.canvas import draw, runs_of
from benchmarks.mail_merge import MailMerge
from benchmarks.measure import AtMost, Faster, Line, Measure, compare, timed
from cpr_desk.office import documents
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.reports import pdf

_ONE_FILE = "70 convocations in one file, whole process"
_EACH = "70 convocations, one file and one a person"
_RIVAL = "LibreOffice mail merge"


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the rendering, then the two ways to write the letters."""
    place = folder / "data"
    db, commission, meeting = data.meeting_in(place)
    request = Request(commission.id, DocumentKind.CONVOCATIONS, meeting.on, data.ISSUED, meeting.id)
    letters = documents.build(db, request)
    db.close()
    pages = runs_of(pdf.render(letters).pdf)
    yield compare(
        "70 convocations, rendering",
        "bare canvas drawing the same text",
        AtMost(1.3),
        runs,
        timed(lambda: pdf.render(letters)),
        timed(lambda: draw(pages)),
    )
    soffice = shutil.which("soffice")
    if soffice is None:
        for what, limit in ((_ONE_FILE, 7.0), (_EACH, 3.5)):
            yield Line(what, "LibreOffice is not installed", Faster(limit))
        return
    merge = MailMerge(soffice, folder / "merge", letters)
    out = folder / "out"
    one = process(out, "benchmarks.letters_once", str(place), str(meeting.id), str(out / "letters.pdf"))
    rival = merge.measure(out, one_file=True)
    yield compare(_ONE_FILE, f"{_RIVAL}, one file", Faster(7.0), min(runs, 3), one, rival)
    command = ("--data-dir", str(place), "documents", "convocations", "--meeting", str(meeting.id), "--out", str(out))
    each = process(out, "cpr_desk", *command)
    rival = merge.measure(out, one_file=False)
    yield compare(_EACH, f"{_RIVAL}, 70 files", Faster(3.5), min(runs, 3), each, rival)


def process(out: Path, *command: str) -> Measure:
    """Measure a Python process that writes into an empty folder."""

    def measure() -> float:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        start = perf_counter()
        subprocess.run([sys.executable, "-m", *command], env=os.environ, capture_output=True, check=True)
        taken = perf_counter() - start
        if not any(out.rglob("*.pdf")):
            raise ValueError("no file")
        return taken

    return measure
