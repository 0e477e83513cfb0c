"""The printed agenda: items whole, what hangs on them, and the opinions as they were recorded."""

from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.agenda import Item, ItemKind, Verdict, agenda_hash
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.papers import Paper
from cpr_desk.reports import docx, pdf
from cpr_desk.reports.agenda import Surroundings, agenda, agenda_lines
from cpr_desk.reports.document import Document
from tests.reports import reading
from tests.reports.sample import AROUND, CHAIR, COMMISSION, DETAILED, MEETING, WHOLE

ASKED, GIVEN = date(2021, 1, 10), date(2021, 1, 12)


def read(document: Document) -> str:
    return reading.text(pdf.render([document]).pdf)


def printed(around: Surroundings = AROUND, meeting: Meeting = WHOLE) -> str:
    return read(agenda(COMMISSION, meeting, CHAIR, around))


def test_an_item_tells_hour_kind_speaker_and_duration_under_its_title() -> None:
    words = printed()

    assert "2.1 Avenant au contrat de la CPTS Presqu’île à 22 h 55 · pour avis · M. Titouan Brossard · 45 min" in words
    assert "Accès aux soins à 0 h le lendemain · pour information" in words
    assert "État des lieux des adhésions à 22 h 40 · Mme Maud Esnault · 15 min" in words, "it leads others"
    assert "3 Calendrier de 2022 pour décision · 5 min" in words


def test_an_item_names_its_cpts_and_its_papers_with_their_sizes() -> None:
    words = printed()

    assert "CPTS concernée : CPTS Presqu’île (Loire-Atlantique)" in words
    assert "Pièces jointes : • Avenant.pdf (338 Ko) • Note d’analyse.docx (34 Ko)" in words
    assert "Pièce jointe : Bilan 2021.pdf (1,2 Mo)" in words
    assert "CPTS concernée" not in printed(replace(AROUND, cpts={}))


def test_opinions_are_printed_as_recorded_and_those_to_come_are_said_to_be() -> None:
    words = printed()

    assert "Section sociale Avis favorable avec remarques 10/01/2021 12/01/2021 cette version" in words
    assert "Section professionnelle Avis à recueillir 10/01/2021" in words
    assert "Observations de la présidence de la section sociale : Un point manque : les délais ?" in words
    assert "Mme Solène Kervadec Dr Yann Le Goff" in words


def test_an_opinion_on_another_version_says_so() -> None:
    earlier = replace(AROUND.opinions[0], agenda_hash="autre")

    assert "12/01/2021 version antérieure" in printed(replace(AROUND, opinions=(earlier,)))


def test_the_reason_is_printed_only_while_an_opinion_is_lacking() -> None:
    version = agenda_hash(WHOLE.agenda)
    both = tuple(
        Opinion(section, ASKED, GIVEN, Verdict.REFUSED, agenda_hash=version) for section in Section if section.votes
    )
    said = "sans attendre ces avis. Motif : le second avis n’est pas parvenu à temps"

    assert said in printed()
    assert "Motif" not in printed(replace(AROUND, without_opinions=""))
    assert "Motif" not in printed(replace(AROUND, opinions=both))
    assert printed(replace(AROUND, opinions=both)).count("Avis défavorable 10/01/2021 12/01/2021 cette version") == 2


def test_a_letter_shows_titles_and_what_is_asked_of_the_commission() -> None:
    assert [line.text for line in agenda_lines(DETAILED.agenda).items][2:] == [
        "Avenant au contrat de la CPTS Presqu’île (pour avis)",
        "Bilan par mission",
        "Accès aux soins",
        "Calendrier de 2022 (pour décision)",
    ]


def test_the_typography_of_a_whole_agenda_is_french() -> None:
    assert reading.typing_faults(agenda(COMMISSION, WHOLE, CHAIR, AROUND)) == []


@pytest.mark.parametrize("together", [True, False], ids=["one paragraph", "many lines"])
def test_texts_and_names_of_any_length_are_printed_whole(*, together: bool) -> None:
    words = [f"mot{number}" for number in range(2000)]
    text = " ".join(words) if together else "\n- ".join(words)
    speaker, name = "Mme " + "Kervadec-" * 13, "Pièce " + "très-longue-" * 15 + ".pdf"
    items = (
        Item("Titre " * 160 + "fin", kind=ItemKind.VOTE, speaker=speaker, minutes=30, text=text, id=1),
        Item("insécable" * 40, 1, id=2),
    )
    papers = {1: tuple(Paper(f"{n} {name}", "application/pdf", 2048, "0" * 64, 1) for n in range(40))}
    opinions = (Opinion(Section.SOCIAL, ASKED, GIVEN, Verdict.REMARKS, "Observation. " * 150 + "Terminée."),)
    around = Surroundings(papers, {}, opinions, {Section.SOCIAL: speaker})
    document = agenda(COMMISSION, replace(MEETING, agenda=items), CHAIR, around)
    found = "".join("".join(page.split()) for page in reading.pages(pdf.render([document]).pdf)).replace("\ufffe", "-")

    assert all(word in found for word in (*words, "fin", "insécable" * 3, "Terminée."))
    assert found.count("(2Ko)") == 40
    assert docx.render([document])
