"""The folder of a meeting: its agenda and the papers of each item in one PDF, numbered throughout, with bookmarks.

First the papers are read one by one, which tells those to leave out; then come the sheets, which name the pages of the
papers; then all is bound. A foreign file never stops the work: it is left out, and a sheet in its place says why.
"""

from collections.abc import Callable, Iterator
from functools import partial

from cpr_desk.reports import folder_binding, folder_sheets, pdf
from cpr_desk.reports.document import Document
from cpr_desk.reports.folder_papers import as_pdf, count_pages
from cpr_desk.reports.folder_parts import Folder, LeftOut, Paper, Parts, Point, Reason, Unreadable

__all__ = ["Folder", "LeftOut", "Paper", "Parts", "Point", "Progress", "Reason", "merge"]

Progress = Callable[[int, int], None]
"""Called with steps done and in all, about two a page; an exception from it cancels."""

_PASSES = 3
"""Sheets name pages, so that a sheet that grows moves them: two passes do, a third where a longer number wraps."""

Content = bytes | Reason
"""A paper read: its PDF, or why it is left out."""


def merge(parts: Parts, progress: Progress | None = None) -> Folder:
    """Bind the agenda, a title sheet for each item and its papers into one PDF.

    Raises UserError when the logo is no image, and whatever `progress` raises; the papers raise nothing.
    """
    steps = _Steps(parts, progress or (lambda _done, _total: None))
    contents = [[_read(paper, steps) for paper in point.papers] for point in parts.points]
    quires = _laid_out(parts, contents)
    left_out = tuple(
        LeftOut(point, paper, content)
        for point, read in zip(parts.points, contents, strict=True)
        for paper, content in zip(point.papers, read, strict=True)
        if isinstance(content, Reason)
    )
    bound = folder_binding.bind(quires, folder_sheets.about(parts), steps.bound)
    return Folder(bound, left_out)


class _Steps:
    """How far the work is: one step for each page that the papers announce, and as many while they are bound."""

    def __init__(self, parts: Parts, progress: Progress) -> None:
        self.progress, self.done, self.read = progress, 0, 0
        self.planned = {}
        for paper in (paper for point in parts.points for paper in point.papers):
            progress(0, 0)  # nothing to say yet, and already something to cancel
            self.planned[paper] = _announced(paper)
        self.total = 2 * sum(self.planned[paper] for point in parts.points for paper in point.papers) + 1
        progress(0, self.total)

    def step(self, limit: int) -> None:
        """Tell that a page was read; a file that grew meanwhile counts no further than it announced."""
        self.done = min(self.done + 1, limit)
        self.progress(self.done, self.total)

    def bound(self, page: int, pages: int) -> None:
        """Tell that a page was bound."""
        self.progress(self.read + (self.total - self.read) * page // pages, self.total)


def _announced(paper: Paper) -> int:
    try:
        return count_pages(paper)
    except Unreadable:
        return 1


def _read(paper: Paper, steps: _Steps) -> Content:
    end = steps.read + steps.planned[paper]
    content: Content
    try:
        content = as_pdf(paper, partial(steps.step, end))
    except Unreadable as unreadable:
        content = unreadable.reason
    steps.read = steps.done = end
    steps.progress(end, steps.total)
    return content


def _laid_out(parts: Parts, contents: list[list[Content]]) -> list[folder_binding.Quire]:
    """Return what follows what, the sheets written with the pages that they name."""
    lengths = [[folder_binding.length(content) for content in read if isinstance(content, bytes)] for read in contents]
    places: list[list[range]] = [[range(0)] * len(read) for read in contents]
    for _ in range(_PASSES):
        sheets = list(_sheets(parts, contents, places))
        rendered = pdf.render(sheets)
        before, places = places, list(_places(contents, lengths, iter(rendered.pages)))
        if places == before:
            break
    return list(_quires(parts, contents, folder_binding.own_pages(rendered)))


def _sheets(parts: Parts, contents: list[list[Content]], places: list[list[range]]) -> Iterator[Document]:
    """Yield our own documents in the order of the folder."""
    yield parts.agenda
    for point, read, pages in zip(parts.points, contents, places, strict=True):
        listed = [
            (paper, where, isinstance(content, Reason))
            for paper, content, where in zip(point.papers, read, pages, strict=True)
        ]
        yield folder_sheets.title_sheet(parts.agenda, point, listed)
        for paper, content in zip(point.papers, read, strict=True):
            if isinstance(content, Reason):
                yield folder_sheets.missing_sheet(parts.agenda, point, paper, content)


def _places(contents: list[list[Content]], lengths: list[list[int]], sheets: Iterator[range]) -> Iterator[list[range]]:
    """Yield the pages of the papers of each item, counted from 1."""
    page = 1 + len(next(sheets))
    for read, counts in zip(contents, lengths, strict=True):
        page += len(next(sheets))
        count = iter(counts)
        places = []
        for content in read:
            length = len(next(sheets)) if isinstance(content, Reason) else next(count)
            places.append(range(page, page + length))
            page += length
        yield places


def _quires(
    parts: Parts, contents: list[list[Content]], own: Iterator[folder_binding.Pages]
) -> Iterator[folder_binding.Quire]:
    yield folder_binding.Quire(parts.agenda.title, 0, next(own))
    for point, read in zip(parts.points, contents, strict=True):
        yield folder_binding.Quire(point.label, 0, next(own))
        for paper, content in zip(point.papers, read, strict=True):
            if isinstance(content, Reason):
                yield folder_binding.Quire(f"{paper.name} ({folder_sheets.MISSING.lower()})", 1, next(own))
            else:
                yield folder_binding.Quire(paper.name, 1, folder_binding.foreign_pages(content))
