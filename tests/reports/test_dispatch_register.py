"""The register of dispatches on paper and in Excel."""

from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.deadlines import meeting_deadlines
from cpr_desk.domain.dispatch import (
    Capacity,
    Channel,
    Dispatch,
    Issue,
    IssueKind,
    Recipient,
    RecipientChange,
    recipients,
)
from cpr_desk.domain.dispatch_register import Register, register
from cpr_desk.domain.papers import Paper
from cpr_desk.reports import pdf, xlsx
from cpr_desk.reports.dispatch_register import dispatch_register, dispatches_workbook
from tests.factories import INSTALLED, person
from tests.reports.conftest import Golden
from tests.reports.reading import pdf_facts, text, xlsx_facts
from tests.reports.sample import COMMISSION, COMPOSITION, MEETING

CONVOCATION, AGENDA, _ = IssueKind
LAST_DAY, TOO_LATE, ISSUED = date(2021, 1, 20), date(2021, 1, 21), date(2021, 1, 11)
GUEST = RecipientChange(person("Perrig Lanvaux", id=900, civility="Mme"), Capacity.EXPERT, "présente le point 3")
LEFT_OUT = RecipientChange(person("Aubin Tréhorel", id=1), None, "mandat contesté")
FORMER = Recipient(person("Ewen Quélénec", id=901, civility="M."), Capacity.TITULAR, ("Médecins – SML",))

DEPOSITS = Paper("Bordereau de dépôt.pdf", "application/pdf", 82_114, "d" * 64, id=1)
SLIP = Paper("Récépissé 1A 123 456 7890 1.jpg", "image/jpeg", 211_007, "e" * 64, id=2)


def issue(number: int, hour: str, kind: IssueKind = CONVOCATION) -> Issue:
    return Issue(kind, number, ISSUED, f"{number}{kind.value}".encode().hex().ljust(64, "0"), 48_213, {"heure": hour})


def sample() -> Register:
    """A register with everything there may be: late, returned and sent again, a former member, another version."""
    to = recipients(COMPOSITION, (GUEST, LEFT_OUT))
    issues = (issue(1, "10 h"), issue(2, "14 h"), replace(issue(1, "14 h", AGENDA), without_opinions="urgence"))
    sent = [
        Dispatch(each, 2, LAST_DAY, Channel.EMAIL, id=number, scans=(DEPOSITS,))
        for number, each in enumerate(to[3:], start=10)
    ]
    sent[1] = replace(sent[1], returned_on=date(2021, 1, 22), channel=Channel.LETTER, note="n’habite plus à l’adresse")
    again = replace(sent[1], sent_on=date(2021, 1, 23), returned_on=None, channel=Channel.REGISTERED, id=100, note="")
    sent += [
        replace(again, reference="1A 123 456 7890 1", acknowledged_on=date(2021, 1, 26), scans=(SLIP,)),
        Dispatch(to[0], 2, TOO_LATE, Channel.HAND, id=1),
        Dispatch(to[1], 1, date(2021, 1, 12), Channel.EMAIL, id=2),
        Dispatch(to[1], 1, date(2021, 1, 28), Channel.EMAIL, id=3, kind=AGENDA),
        Dispatch(FORMER, 1, date(2021, 1, 12), Channel.EMAIL, id=4),
    ]
    return register(to, sent, issues, meeting_deadlines(INSTALLED, Rules(), lambda _day: None))


def read() -> str:
    document = dispatch_register(COMMISSION, MEETING, sample(), (LEFT_OUT,), ISSUED)
    return text(pdf.render([document]).pdf).replace("\xa0", " ")


def test_the_register_is_as_last_looked_at(golden: Golden) -> None:
    document = dispatch_register(COMMISSION, MEETING, sample(), (LEFT_OUT,), ISSUED)
    golden("dispatches.pdf", pdf_facts(pdf.render([document]).pdf))


def test_the_workbook_is_as_last_looked_at(golden: Golden) -> None:
    _, book = dispatches_workbook(COMMISSION, [(MEETING, sample())], ISSUED)
    golden("dispatches.xlsx", xlsx_facts(xlsx.render(book)))


@pytest.mark.parametrize(
    "said",
    [
        "Convocation : Envoi à",
        "2 envois hors délai (limite le 20/01/2021)",
        "21/01/2021 remise en main propre hors délai",
        "lettre recommandée 1A 123 456",
        "Titulaire, n’est plus destinataire",
        "Convocation, version 1 12/01/2021 courriel version remplacée",
        "Mme Perrig Lanvaux ajoutée : expert présente le point 3",
        "Aubin Tréhorel retiré mandat contesté",
        "Ordre du jour, version 1",
        "urgence",
        "Bordereau de dépôt.pdf 82 114",
        "Récépissé 1A 123 456 7890",
    ],
)
def test_the_register_tells_what_happened(said: str) -> None:
    assert said in read()


def test_both_forms_have_a_line_a_sending_and_one_for_whoever_received_nothing() -> None:
    found = sample()
    rows, book = dispatches_workbook(COMMISSION, [(MEETING, found)], ISSUED)
    listed = book.sheets[0].tables[0].rows

    assert rows == len(listed) == sum(max(len(line.sent), 1) for line in found.lines)
    assert read().count("rien d’envoyé") == sum(not line.sent for line in found.lines)


def test_a_register_without_versions_says_so() -> None:
    empty = register((), (), (), meeting_deadlines(INSTALLED, Rules(), lambda _day: None))
    words = text(pdf.render([dispatch_register(COMMISSION, MEETING, empty, (), ISSUED)]).pdf).replace("\xa0", " ")

    assert "Aucune version n’est encore éditée." in words
    assert "Aucun envoi n’est enregistré ; limite le 20/01/2021." in words
