"""The little markup of agenda texts: **bold**, « - » before the lines of a list, [words](https://…) for links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_ADDRESS = r"(?:https?://|mailto:)(?:[^\s()]|\([^\s()]*\))+"
_TOKEN = re.compile(rf"(\*\*)|\[([^\]\n]+)\]\(({_ADDRESS})\)")
_BULLET = re.compile(r"\s*[-–•]\s+(.*)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `link` is the address it leads to, if any."""

    text: str
    bold: bool = False
    link: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that follow one another."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, one line an entry."""

    items: tuple[Line, ...]


Block = Paragraph | Bullets


def read(text: str) -> tuple[Block, ...]:
    """Read a text into blocks; an empty line ends one.

    What is no markup stays as it is typed: a ** without its fellow, a link to anything but http, https or mailto.

    >>> read("Voir **la note**")
    (Paragraph(lines=((Span(text='Voir ', bold=False, link=''), Span(text='la note', bold=True, link='')),)),)
    """
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    lines: list[Line] = []
    bullets: list[Line] = []
    for line in [*text.splitlines(), ""]:
        bullet = _BULLET.fullmatch(line)
        if lines and (bullet or not line.strip()):
            yield Paragraph(tuple(lines))
            lines = []
        if bullets and not bullet:
            yield Bullets(tuple(bullets))
            bullets = []
        if bullet:
            bullets.append(spans(bullet[1]))
        elif line.strip():
            lines.append(spans(line.strip()))


def spans(line: str) -> Line:
    """Read one line."""
    marks = sum(bool(found[1]) for found in _TOKEN.finditer(line))
    told: list[Span] = []
    bold, at, seen = False, 0, 0
    for found in _TOKEN.finditer(line):
        _add(told, Span(line[at : found.start()], bold))
        at = found.end()
        if found[2]:
            _add(told, Span(found[2].replace("**", ""), bold, found[3]))
            continue
        seen += 1
        if seen == marks and marks % 2:
            _add(told, Span("**", bold))
        else:
            bold = not bold
    _add(told, Span(line[at:], bold))
    return tuple(told)


def _add(told: list[Span], span: Span) -> None:
    """Add a stretch, to the one before it where nothing tells them apart."""
    last = told[-1] if told else None
    if last and not span.link and not last.link and last.bold == span.bold:
        told[-1] = replace(last, text=last.text + span.text)
    elif span.text:
        told.append(span)
