"""The certificate of regularity, on one page where it fits."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Pt

from cpr_desk.domain.certificate import Evidence
from cpr_desk.domain.dispatch import Capacity, RecipientChange, recipients
from cpr_desk.domain.dispatch_register import register
from cpr_desk.reports import docx, pdf
from cpr_desk.reports.certificate import certificate
from tests.factories import person
from tests.reports.certificate_sample import CANCELLED, COMING, COMPOSITION, FULL, LIMITS, WRITTEN, ordinary
from tests.reports.conftest import Golden
from tests.reports.reading import pages, pdf_facts, text, typing_faults
from tests.reports.sample import COMMISSION

KNOWN = {"held": FULL, "coming": COMING, "cancelled": CANCELLED, "written": WRITTEN}


def read(known: Evidence) -> str:
    return text(pdf.render([certificate(COMMISSION, known)]).pdf).replace("\xa0", " ")


@pytest.mark.parametrize("name", KNOWN)
def test_the_certificate_is_as_last_looked_at(name: str, golden: Golden) -> None:
    golden(f"certificate-{name}.pdf", pdf_facts(pdf.render([certificate(COMMISSION, KNOWN[name])]).pdf))


@pytest.mark.parametrize("name", KNOWN)
def test_the_certificate_is_typeset_as_french_is(name: str) -> None:
    assert typing_faults(certificate(COMMISSION, KNOWN[name])) == []


def test_an_ordinary_meeting_holds_on_one_page_a_troubled_one_on_two() -> None:
    assert len(pages(pdf.render([certificate(COMMISSION, ordinary())]).pdf)) == 1
    assert len(pages(pdf.render([certificate(COMMISSION, COMING)]).pdf)) == 1
    assert len(pages(pdf.render([certificate(COMMISSION, FULL)]).pdf)) == 2


@pytest.mark.parametrize(
    "said",
    [
        "lundi 27 mai 2024",
        "du 15/05/2024 au 28/05/2024",
        "Décompte en jours calendaires (règle par défaut, à confirmer par le règlement applicable).",
        "Convocation, hors délai : Ysaline Dorvault.",
        "Convocation, courrier revenu : Nolwenn Kerlidou.",
        "Présidence de la section sociale Avis favorable, le 27/05/2024",
        "Le second avis n’est pas parvenu à temps.",
        "14 h Ouverture 13/13 sièges, 35/35 voix 19/35 sièges, 19/35 voix atteint",
        "non atteint Adopté : 43 voix pour, 3 voix contre, à main levée",
        "quorum par section sur tous les sièges de la section",
        "636f6e766f636174696f6e31" + "0" * 40,
        "Nantes, le 12 juin 2024",
        "Maëlle Tréguier",
    ],
)
def test_the_certificate_tells_what_happened(said: str) -> None:
    assert said in read(FULL)


def test_a_meeting_to_come_is_certified_as_far_as_it_is_known() -> None:
    assert "à la date du 2 mai 2024" in read(COMING)
    assert "Quorum et votes : la séance n’est pas ouverte." in read(COMING)
    assert "aucune n’est encore éditée." in read(COMING)
    assert "Exceptions : aucune." in read(replace(COMING, chair=None))


def test_a_cancelled_meeting_says_who_was_not_told() -> None:
    assert "58 personnes convoquées sans annulation" in read(CANCELLED)
    nothing_sent = replace(CANCELLED, register=replace(COMING.register, is_cancelled=True))
    assert "Sans objet, la réunion est annulée." in read(nothing_sent)


def test_a_second_meeting_asks_for_no_quorum_and_a_consultation_answers_by_mail() -> None:
    second = replace(FULL.session, meeting=replace(FULL.session.meeting, second_of=4))

    assert "non exigé" in read(replace(FULL, session=second))
    assert "par correspondance" in read(WRITTEN)
    silent = replace(WRITTEN, session=replace(WRITTEN.session, ballots=()))
    assert "Quorum et votes : aucun vote enregistré." in read(silent)


def test_a_name_of_any_length_stays_whole() -> None:
    name = "Marie-Philippine " + "de Nampont-Orvès-Kerouartz " * 6
    change = RecipientChange(person(name.strip(), id=901, civility="Mme"), Capacity.GUEST, "invitée " * 30)
    told = read(replace(COMING, register=register(recipients(COMPOSITION, (change,)), (), (), LIMITS)))

    assert name.strip() in told


def test_the_certificate_can_be_had_for_word_in_small_print() -> None:
    document = Document(BytesIO(docx.render([certificate(COMMISSION, FULL)])))
    sizes = {run.font.size for cell in document.tables[-3].rows[0].cells for run in cell.paragraphs[0].runs}

    assert sizes == {Pt(7.5)}
