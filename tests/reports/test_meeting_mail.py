"""The words of the mails of a meeting, whatever is sent, to whom, and of what kind the meeting is."""

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from cpr_desk.domain.dispatch import Capacity, IssueKind, Recipient
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.reports import templates
from cpr_desk.reports.meeting_mail import Carried, document_name, mail_words
from tests.factories import person
from tests.reports.sample import COMMISSION, MEETING

WRITTEN = replace(MEETING, kind=MeetingKind.WRITTEN, opens_on=date(2021, 1, 20), starts=None, place="", link="")
EVERYTHING = Carried(calendar=True, folder=True, papers_apart=True)


@pytest.mark.parametrize(("kind", "capacity"), list(product(IssueKind, Capacity)))
@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("civility", ["Mme", "M.", ""])
def test_every_mail_is_written_in_full_with_french_typography(
    kind: IssueKind, capacity: Capacity, *, written: bool, civility: str
) -> None:
    held = WRITTEN if written else MEETING
    to = Recipient(person("Maël Kerdoncuff", civility=civility), capacity)
    words = mail_words(COMMISSION, held, kind, to, EVERYTHING)

    for text in (words.subject, words.text, document_name(kind, held, to)):
        assert not re.search(r"[{}*'\[\]]|[ \n][:;!?]|  ", text)
    assert words.subject.endswith(f"(réf. {held.reference})")
    assert "\n" not in words.subject
    assert not re.search(r"invitée|experte|suppléante|appelée", words.text) or civility == "Mme"


def test_no_part_of_the_text_of_mails_is_forgotten() -> None:
    used = {
        name
        for held, kind, capacity in product((MEETING, WRITTEN), IssueKind, Capacity)
        for name, paragraphs in templates.packaged("courriels").items()
        if _begins(paragraphs) in _whole(kind, capacity, written=held is WRITTEN)
    }

    assert used == set(templates.packaged("courriels"))


def _begins(paragraphs: tuple[str, ...]) -> str:
    return paragraphs[0].partition("{")[0]


def _whole(kind: IssueKind, capacity: Capacity, *, written: bool) -> str:
    to = Recipient(person("Maël Kerdoncuff", civility="M."), capacity)
    words = mail_words(COMMISSION, WRITTEN if written else MEETING, kind, to, EVERYTHING)
    return f"{words.subject}\n{words.text}"
