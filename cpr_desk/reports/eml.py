"""Mail drafts (`.eml`): « X-Unsent » makes Outlook and Thunderbird open them as messages to complete and send.

They have no date and no Message-ID: whoever sends one gives it both. Output depends on the draft alone.

Headers are made by the older half of `email`: where the newer one (`EmailMessage`, `policy.SMTP`) folds French names,
it encodes the comma between two addresses or loses a blank, as the Python that runs will have it (docs/adr/0006).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr

from cpr_desk.reports.files import safe_name
from cpr_desk.reports.mailbox import Mailbox, lines, one_line

_POLICY = compat32.clone(linesep="\r\n", mangle_from_=False)
_BOUNDARY = "=_CPR_Desk_="
"""Neither base64 nor quoted-printable can hold « =_ » (RFC 2045, 6.7)."""
_LONGEST_NAME = 120
"""Characters of the name of an attachment, which lies in no folder."""
_TEXT = Charset("utf-8")
# A paragraph is one line, cut by the encoding alone, and wraps in the reader's window. Not format=flowed: Outlook does
# not read it, and RFC 2646 advises against it where the text is encoded.
_TEXT.body_encoding = QP


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file; `mime_type` as in « application/pdf », parameters allowed (« ; charset=utf-8 »)."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A message not yet sent, in plain text. Outlook puts its own account in the place of `sender`."""

    subject: str
    text: str
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    sender: Mailbox | None = None
    attachments: tuple[Attachment, ...] = ()


def render(draft: Draft) -> bytes:
    """Render a draft, to be saved as `.eml`."""
    # Thunderbird (153 ESR) crashes on a draft without attachments whose last line does not end.
    text = lines(draft.text).rstrip("\n") + "\n"
    message: Message = MIMEText(text, "plain", _TEXT, policy=_POLICY)  # type: ignore[arg-type]
    if draft.attachments:
        body, message = message, MIMEMultipart("mixed", _BOUNDARY, policy=_POLICY)
        del body["MIME-Version"]
        message.attach(body)
        for attachment in draft.attachments:
            message.attach(_part(attachment))
    for name, people in (("From", (draft.sender,) if draft.sender else ()), ("To", draft.to), ("Cc", draft.cc)):
        if people:
            message[name] = _people(name, people)
    subject = one_line(draft.subject)
    message["Subject"] = Header(subject, _charset(subject), header_name="Subject").encode()
    message["X-Unsent"] = "1"
    return message.as_bytes(policy=_POLICY)


def _charset(text: str) -> str:
    """Return how a text is written in a header; one that looks encoded has to be."""
    return "us-ascii" if text.isascii() and "=?" not in text else "utf-8"


def _people(header: str, people: Sequence[Mailbox]) -> str:
    """Return addresses with their names, each encoded apart from the address and the comma that follow."""
    line = Header(header_name=header)
    for number, who in enumerate(people, 1):
        name, comma = one_line(who.name), "," if number < len(people) else ""
        address = formataddr((name, who.address))
        if _charset(name) == "utf-8":
            line.append(name, "utf-8")
            address = f"<{who.address}>"
        line.append(address + comma, "us-ascii")
    return line.encode()


def _part(attachment: Attachment) -> Message:
    """Return a file with its name twice: by the rule (RFC 2231), and as older Outlooks read it (RFC 2047 in `name`)."""
    part = MIMEBase("application", "octet-stream", policy=_POLICY)
    del part["MIME-Version"]
    part.replace_header("Content-Type", one_line(attachment.mime_type))
    name = _file_name(attachment.name)
    plain = _charset(name) == "us-ascii"
    part.set_param("name", name if plain else Charset("utf-8").header_encode(name))
    part.add_header("Content-Disposition", "attachment", filename=name if plain else ("utf-8", "", name))
    part.set_payload(attachment.content)
    encode_base64(part)
    return part


def _file_name(name: str) -> str:
    """Return a name that every system accepts, its ending kept."""
    stem, _, ending = name.rpartition(".")
    if stem and ending.isalnum():
        return f"{safe_name(stem, _LONGEST_NAME)}.{ending}"
    return safe_name(name, _LONGEST_NAME)
