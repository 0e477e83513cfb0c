"""Mail drafts, read back by the parser of `email` that is not of the half which writes them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.reports import ics, pdf
from cpr_desk.reports.eml import Attachment, Draft, render
from cpr_desk.reports.mailbox import Mailbox
from cpr_desk.reports.reminders import reminder
from tests.reports.reading import text
from tests.reports.sample import COMMISSION, TERMS, correspondent

TEXT = "Madame, Monsieur,\n\nLa réunion se tient à L’Haÿ-les-Roses.\nFrom Paris : 1 h.\n.\n--\nLe secrétariat\n"
DRAFT = Draft(
    subject="Convocation à la réunion du 4 février 2021 – L’Haÿ-les-Roses",
    text=TEXT,
    to=(Mailbox("Anh N’Guyen", "anh@exemple.fr"),),
    sender=Mailbox("Secrétariat, CPR d’Anjou", "cpr@exemple.fr"),
)
NAME = "Convocation – L’Haÿ-les-Roses – M. N’Guyen.pdf"


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def people(message: EmailMessage, header: str) -> list[tuple[str, str]]:
    return [(each.display_name, each.addr_spec) for each in message[header].addresses]


def raw(data: bytes, header: str) -> str:
    """Return a header as it is written, its lines joined."""
    found = re.search(rf"^{header}:(.*?)\r\n(?=\S|\r\n)", data.decode("ascii"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1].replace("\r\n", "").strip()


def decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def attached(*files: Attachment) -> list[EmailMessage]:
    return list(read(render(replace(DRAFT, attachments=files))).iter_attachments())


def test_a_draft_opens_as_a_message_to_send() -> None:
    message = read(render(DRAFT))

    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["Message-ID"] is None


def test_names_and_subject_keep_their_accents() -> None:
    message = read(render(replace(DRAFT, cc=(Mailbox("Zoé Dupont", "zoe@exemple.fr"), Mailbox("", "b@exemple.fr")))))

    assert message["Subject"] == DRAFT.subject
    assert people(message, "From") == [("Secrétariat, CPR d’Anjou", "cpr@exemple.fr")]
    assert people(message, "To") == [("Anh N’Guyen", "anh@exemple.fr")]
    assert people(message, "Cc") == [("Zoé Dupont", "zoe@exemple.fr"), ("", "b@exemple.fr")]


def test_who_is_not_known_has_no_header() -> None:
    message = read(render(Draft("Essai", "", to=())))

    assert [message[name] for name in ("From", "To", "Cc")] == [None, None, None]


def test_the_text_is_whole_with_its_long_lines() -> None:
    long = "Le secrétariat vous prie d’agréer ses salutations distinguées." * 20
    body = read(render(replace(DRAFT, text=f"{TEXT}{long}"))).get_body()

    assert isinstance(body, EmailMessage)
    assert body.get_content_type() == "text/plain"
    assert body.get_content_charset() == "utf-8"
    assert body.get_param("format") is None
    assert body.get_content().replace("\r\n", "\n") == f"{TEXT}{long}\n"


def test_control_characters_and_foreign_line_feeds_leave_the_text() -> None:
    assert read(render(replace(DRAFT, text="a\r\nb\rc\x00\x07\td"))).get_content() == "a\r\nb\r\nc\td\r\n"


def test_no_line_ends_with_a_blank_which_would_join_the_next_one_in_thunderbird() -> None:
    assert read(render(replace(DRAFT, text="a \n\nb\t \n-- \nc"))).get_content() == "a\r\n\r\nb\r\n--\r\nc\r\n"


@pytest.mark.parametrize("written", ["", "a", "a\n", "a\r\n\n"])
def test_the_last_line_ends_without_which_thunderbird_crashes(written: str) -> None:
    assert render(replace(DRAFT, text=written)).endswith(b"\r\n\r\na\r\n" if written else b"\r\n\r\n\r\n")


@pytest.mark.parametrize("files", [(), (Attachment(NAME, "application/pdf", b"%PDF"),)])
def test_a_file_is_ascii_in_lines_that_any_server_takes(files: tuple[Attachment, ...]) -> None:
    data = render(replace(DRAFT, text="é" * 5000, attachments=files))

    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) < 998


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "Ordre du jour.pdf",
        "Dossier de séance, « annexes » ; n° 2 (définitif).pdf",
        "œuvre’" * 18 + ".docx",
        "x" * 110 + ".pdf",
        "sans-point-é",
    ],
)
def test_a_file_keeps_its_name_for_readers_of_both_standards(name: str) -> None:
    data = render(replace(DRAFT, attachments=(Attachment(name, "application/pdf", b"%PDF"),)))
    [part] = read(data).iter_attachments()

    assert part.get_filename() == name
    assert part.get_content_disposition() == "attachment"
    assert part["Content-Type"].params["name"] == name
    assert "*0" not in data.decode("ascii")


def test_an_accented_name_is_written_by_the_rule_and_as_older_outlooks_read_it() -> None:
    data = render(replace(DRAFT, attachments=(Attachment("Été.pdf", "application/pdf", b"%PDF"),)))

    assert "\r\nContent-Disposition: attachment; filename*=utf-8''%C3%89t%C3%A9.pdf\r\n" in data.decode("ascii")
    assert '\r\nContent-Type: application/pdf; name="=?utf-8?' in data.decode("ascii")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("C:\\dossier\\été.pdf", "C dossier été.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ('a"b\r\nX-A: 1.pdf', "a b X-A 1.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
        ("", "_"),
    ],
)
def test_a_name_that_a_system_refuses_is_mended(name: str, written: str) -> None:
    [part] = attached(Attachment(name, "application/pdf", b""))

    assert part.get_filename() == written


def test_files_come_out_as_they_went_in_and_in_order() -> None:
    calendar = b"BEGIN:VCALENDAR\r\nSUMMARY:\xc3\xa9t\xc3\xa9\r\nEND:VCALENDAR\r\n"
    files = (
        Attachment(NAME, "application/pdf", bytes(range(256)) * 41),
        Attachment("réunion.ics", ics.MIME_TYPE, calendar),
        Attachment("vide.txt", "text/plain; charset=utf-8", b""),
        Attachment("lignes.txt", "text/plain; charset=utf-8", b"a\nb\rc\r\nFrom d\n--=_CPR_Desk_=\n"),
    )
    found = attached(*files)

    assert [part.get_filename() for part in found] == [file.name for file in files]
    assert [part.get_content_type() for part in found] == [file.mime_type.partition(";")[0] for file in files]
    assert [part.get_payload(decode=True) for part in found] == [file.content for file in files]
    assert found[1].get_content_charset() == "utf-8"
    assert found[1].get_param("method") is None


def test_an_attached_pdf_opens_again_and_says_the_same() -> None:
    letter = pdf.render([reminder(COMMISSION, correspondent("SML"), TERMS)]).pdf
    [part] = attached(Attachment("Relance – SML.pdf", "application/pdf", letter))
    content = part.get_content()

    assert content == letter
    assert "L’Haÿ-les-Roses" in text(content)


def test_an_attached_invitation_is_read_again() -> None:
    when = ics.Hours(
        datetime.fromisoformat("2021-02-04T14:00"), datetime.fromisoformat("2021-02-04T17:00"), "Indian/Reunion"
    )
    entry = ics.Entry("u@cpr", datetime(2021, 1, 15, tzinfo=UTC), when, "Réunion")
    invitation = ics.render(ics.Invitation(entry, DRAFT.to[0]))
    [part] = attached(Attachment("Réunion.ics", ics.MIME_TYPE, invitation))

    assert part.get_payload(decode=True) == invitation
    assert "SUMMARY;LANGUAGE=fr:Réunion" in part.get_content()


def test_no_line_feed_starts_another_header() -> None:
    sneaky = "x\r\nBcc: espion@exemple.fr\n\rSubject: y\x00\u2028z"
    draft = Draft(
        sneaky,
        "texte",
        (Mailbox(sneaky, "a@exemple.fr\r\nBcc: espion@exemple.fr"),),
        attachments=(Attachment(f"{sneaky}.pdf", "application/pdf\r\nX-A: 1", b""),),
    )
    message = read(render(draft))

    assert sorted(message.keys()) == sorted(["Content-Type", "MIME-Version", "To", "Subject", "X-Unsent"])
    assert message["Subject"] == "x Bcc: espion@exemple.fr  Subject: y z"
    assert [part["X-A"] for part in message.walk()] == [None, None, None]


def test_a_domain_with_accents_is_written_as_mail_carries_it() -> None:
    draft = replace(DRAFT, to=(Mailbox("Zoé", "zoe@société.fr"),))

    assert people(read(render(draft)), "To") == [("Zoé", "zoe@xn--socit-esab.fr")]


def test_the_same_draft_makes_the_same_file() -> None:
    files = (Attachment(NAME, "application/pdf", b"%PDF"),)

    assert render(replace(DRAFT, attachments=files)) == render(replace(DRAFT, attachments=files))


WORDS = st.sampled_from(
    "N’Guyen L’Haÿ-les-Roses Zoé Dupont, Jean (CPR) Île-de-France « Société » Œuvre d’Anjou de la Commission 2021 a@b"
    ' secrétariat; "Jo" <x> =?utf-8?q?a?= paritaire régionale'.split()
)
NAMES = st.lists(WORDS, max_size=12).map(" ".join)


@given(st.lists(NAMES, min_size=1, max_size=6), NAMES)
def test_any_number_of_long_names_is_read_as_it_was_written(names: list[str], subject: str) -> None:
    listed = tuple(Mailbox(name, f"p{number}@exemple.fr") for number, name in enumerate(names))
    data = render(Draft(subject, "", listed))
    # Not `policy.default`: up to Python 3.13 it reads a blank between the two halves of a long name.
    found = [(decoded(name), mail) for name, mail in getaddresses([raw(data, "To")])]

    assert found == [(who.name, who.mail) for who in listed]
    assert decoded(raw(data, "Subject")) == subject
    assert b"?==?" not in data
    assert max(len(line) for line in data.split(b"\r\n")) <= 78
