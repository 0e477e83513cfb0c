"""Texts with the little markup of the agenda, as blocks of a document."""

from collections.abc import Iterator

from cpr_desk.domain import markup
from cpr_desk.domain.french import typeset
from cpr_desk.reports.document import BulletList, Inline, Paragraph, Run


def marked(text: str) -> Iterator[Paragraph | BulletList]:
    """Yield the paragraphs and lists of a text; a link is followed by its address, which paper does not open."""
    for block in markup.read(typeset(text)):
        if isinstance(block, markup.Bullets):
            yield BulletList(tuple(tuple(_inlines(line)) for line in block.items))
        else:
            feeds = [[*_inlines(line), "\n"] for line in block.lines]
            yield Paragraph(tuple(inline for line in feeds for inline in line)[:-1])


def _inlines(line: markup.Line) -> Iterator[Inline]:
    for span in line:
        yield Run(span.text, span.bold)
        address = span.link.removeprefix("mailto:")
        if span.link and address != span.text:
            yield f" ({address})"
