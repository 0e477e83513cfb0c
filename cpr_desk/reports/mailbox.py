"""Whom a message or an invitation names, and text that cannot break out of its line."""

import re
from dataclasses import dataclass

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name, possibly empty, and a mail address whose part before the @ is ASCII.

    Raises ValueError for what mail cannot carry: a part that is empty, or a domain that has no form in Punycode.
    """

    name: str
    mail: str

    def __post_init__(self) -> None:
        try:
            local, at, domain = self.address.rpartition("@")
        except UnicodeError as error:
            raise ValueError(f"no mail address: {self.mail!r}") from error
        if not (local and at and domain and local.isascii()):
            raise ValueError(f"no mail address: {self.mail!r}")

    @property
    def address(self) -> str:
        """The address in ASCII, as mail carries it: a domain with accents is written in Punycode."""
        local, _, domain = one_line(self.mail).rpartition("@")
        return f"{local}@{domain.encode('idna').decode('ascii')}"


def one_line(text: str) -> str:
    """Join the lines of a text and drop its control characters, so that it starts no other header or property."""
    return _CONTROL.sub("", " ".join(line.strip(" \t") for line in text.splitlines())).strip(" \t")


def lines(text: str) -> str:
    """Keep line feeds and tabs alone of the control characters of a text, and no blank at the end of a line.

    Thunderbird takes such a blank for the mark of a line that goes on, and joins the next one to it.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip(" \t") for line in _CONTROL.sub("", unified).split("\n"))
