"""The letter that an organisation receives for information, and the line on those of its members."""

from dataclasses import replace
from datetime import date

from cpr_desk.domain.copies import copies
from cpr_desk.domain.dispatch import recipients
from cpr_desk.domain.letter_kinds import COPY
from cpr_desk.reports import docx, pdf, templates
from cpr_desk.reports.convocation import convocation
from cpr_desk.reports.copies import Source, copy_letters
from cpr_desk.reports.document import Document
from tests.reports import reading
from tests.reports.sample import CHAIR, COMMISSION, COMPOSITION, CORRESPONDENTS, DETAILED, ISSUED, MEETING, addressees

COPIED = copies(
    (replace(each, organisation=replace(each.organisation, copied=True)) for each in CORRESPONDENTS),
    recipients(COMPOSITION),
)
SOURCE = Source(DETAILED, ISSUED, templates.packaged(COPY), CHAIR)
CANCELLED = replace(MEETING, cancelled_on=date(2021, 1, 25), cancel_reason="salle prise.")


def csmf(source: Source = SOURCE) -> Document:
    return next(each for each in copy_letters(COMMISSION, COPIED, source) if each.addressee == "CSMF")


def read(document: Document) -> str:
    return reading.text(pdf.render([document]).pdf)


def test_the_organisation_reads_what_its_members_are_convened_to_and_who_they_are() -> None:
    words = read(csmf())

    assert "Madame la présidente Organisation d’essai CSMF 12 rue de la Haÿe" in words
    assert "Objet : copie pour information – convocation – réunion ordinaire du 4 février 2021 (réf. 2021-1)" in words
    assert "Madame la Présidente, Je vous adresse, pour information, copie de la convocation" in words
    assert "jeudi 4 février 2021 à 22 h 30" in words
    assert "Basile Abgrall Titulaire Médecins – CSMF" in words
    assert "Corentin Bessanges Suppléant, pour information Médecins – CSMF" in words
    assert "2.1 Avenant au contrat de la CPTS Presqu’île (pour avis)" in words
    assert "Cette copie n’appelle pas de réponse." in words


def test_an_agenda_to_come_is_announced() -> None:
    assert "L’ordre du jour sera adressé à vos représentants" in read(
        csmf(replace(SOURCE, meeting=replace(MEETING, agenda=())))
    )


def test_a_cancelled_meeting_is_told_with_its_reason() -> None:
    words = read(csmf(replace(SOURCE, meeting=CANCELLED)))
    silent = read(csmf(replace(SOURCE, meeting=replace(CANCELLED, cancel_reason=""))))

    assert "Objet : copie pour information – annulation – réunion d’installation du 4 février 2021" in words
    assert (
        "prévue le jeudi 4 février 2021 à 14 h, est annulée, pour le motif suivant : salle prise. La convocation"
        in words
    )
    assert "Vos représentants en sont prévenus : Personne" in words
    assert "Salle Loire" not in words
    assert "est annulée. La convocation" in silent


def test_a_member_sees_who_receives_a_copy() -> None:
    to = replace(addressees(COMPOSITION)[0], copied=("RG", "URPS"))

    assert "Copie à : RG et URPS" in read(convocation(COMMISSION, MEETING, to, ISSUED))
    assert "Copie à" not in read(convocation(COMMISSION, MEETING, replace(to, copied=()), ISSUED))


def test_every_letter_is_french_and_may_be_edited() -> None:
    for source in (SOURCE, replace(SOURCE, meeting=CANCELLED)):
        made = copy_letters(COMMISSION, COPIED, source)

        assert reading.typing_faults(made) == []
    assert docx.render([csmf()])
