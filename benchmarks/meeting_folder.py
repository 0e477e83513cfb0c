"""A large meeting: 200 recipients, a folder of 300 pages, and the silences in which giving up is not heard yet."""

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from benchmarks import data
from benchmarks.canvas import draw, runs_of
from benchmarks.measure import AtMost, Line, Measure, compare, timed
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.office import convening, documents, meeting_files
from cpr_desk.office.convening import IssueOrder
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.reports import pdf
from cpr_desk.services import papers
from cpr_desk.services.instance import Database

RECIPIENTS, PAGES, PAPERS = 200, 300, 6

_Progress = Callable[[int, int], None]


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the letters, their version with its files, the folder, and the longest silence of each."""
    db, commission, meeting = data.meeting_in(folder / "data", RECIPIENTS)
    few = min(runs, 3)
    order = IssueOrder(commission.id, meeting.id, IssueKind.CONVOCATION, data.ISSUED)
    letters = documents.build(db, order.request)
    pages = runs_of(pdf.render(letters).pdf)
    out = folder / "out"

    def issue(progress: _Progress = lambda _done, _total: None) -> None:
        shutil.rmtree(out, ignore_errors=True)
        convening.issue(db, order, out, progress)

    yield compare(
        f"{RECIPIENTS} convocations, rendering",
        "bare canvas drawing the same text",
        AtMost(1.3),
        few,
        timed(lambda: pdf.render(letters)),
        timed(lambda: draw(pages)),
    )
    yield compare(
        f"{RECIPIENTS} convocations issued, one file each, kept", "rendering them", None, few, timed(issue),
        timed(lambda: pdf.render(letters)),
    )  # fmt: skip
    yield _silence(f"{RECIPIENTS} convocations issued, longest silence", issue, few)
    joined = _join(db, folder, [item.id for item in meeting.agenda])
    request = Request(commission.id, DocumentKind.AGENDA, meeting.on, data.ISSUED, meeting.id)

    def bind(progress: _Progress = lambda _done, _total: None) -> None:
        meeting_files.write_folder(db, request, out / "folder.pdf", progress)

    yield compare(
        f"folder of {PAGES} pages, numbered, with bookmarks", "pypdf appending the same papers", None, few,
        timed(bind), timed(lambda: _append(joined)),
    )  # fmt: skip
    yield _silence(f"folder of {PAGES} pages, longest silence", bind, few)
    db.close()


def _join(db: Database, folder: Path, items: list[int]) -> list[Path]:
    """Attach papers of text, pages as a register prints them, and return their files."""
    letters = data.meeting_in(folder / "papers", PAGES // PAPERS)
    source, commission, meeting = letters
    request = Request(commission.id, DocumentKind.CONVOCATIONS, meeting.on, data.ISSUED, meeting.id)
    content = pdf.render(documents.build(source, request)).pdf
    source.close()
    joined = []
    for number, item in enumerate(items[:PAPERS], start=1):
        file = folder / f"paper {number}.pdf"
        file.write_bytes(content)
        papers.attach(db, item, [file])
        joined.append(file)
    return joined


def _append(files: list[Path]) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for file in files:
        writer.append(file)
    writer.write(BytesIO())


def _silence(what: str, work: Callable[[_Progress], None], runs: int) -> Line:
    """Return the longest time without a word of progress, after which giving up is heard, beside the whole work."""
    return compare(what, "the whole of it", None, runs, _longest(work), timed(lambda: work(_unheard)))


def _longest(work: Callable[[_Progress], None]) -> Measure:
    def measure() -> float:
        heard = [perf_counter()]
        work(lambda _done, _total: heard.append(perf_counter()))
        heard.append(perf_counter())
        return max(later - earlier for earlier, later in pairwise(heard))

    return measure


def _unheard(_done: int, _total: int) -> None:
    """Take in a word of progress that nobody waits for."""
