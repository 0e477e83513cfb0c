"""The statement that a session had no quorum: filled in from what was noted, or a form."""

from dataclasses import replace
from datetime import date, datetime

from cpr_desk.domain.attendance import Presence, Stay
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import Section
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.reports import docx, pdf
from cpr_desk.reports.document import Document
from cpr_desk.reports.no_quorum import no_quorum
from tests.reports import reading
from tests.reports.sample import COMMISSION, COMPOSITION, MEETING

OPENED, STATED = datetime(2021, 2, 4, 14), datetime(2021, 2, 4, 14, 30)  # noqa: DTZ001 - the clock on the wall
PLANNED = Session(MEETING, COMPOSITION, COMMISSION.rules)


def page(session: Session) -> Document:
    presidents = {Section.SOCIAL: "Mme Aude Marzin"}
    return no_quorum(COMMISSION, session, date(2021, 3, 4), None, presidents)


def read(session: Session) -> str:
    return reading.text(pdf.render([page(session)]).pdf)


def test_it_tells_the_hour_the_figures_who_was_there_and_the_second_meeting() -> None:
    titular = next(seat.titular for seat in COMPOSITION.of(Section.SOCIAL) if seat.titular)
    held = replace(
        PLANNED,
        sitting=Sitting(OPENED, constat_at=STATED),
        presence=Presence((Stay(titular.person.id, OPENED),)),
    )
    words = read(held)

    assert "Constat d’absence de quorum" in words
    assert "Constaté à : 14 h 30" in words
    assert "Section sociale 13 35 7 1 6 3" in words
    assert f"Section sociale : {titular.person.courteous_name}." in words
    assert "Section professionnelle : personne." in words
    assert "au plus tard le jeudi 4 mars 2021" in words
    assert "valable quel que soit le nombre de membres présents" in words
    assert words.count(DEFAULT_RULE_NOTICE) == 2
    assert "Mme Aude Marzin" in words
    assert [len(pages) for pages in pdf.render([page(held)]).pages] == [1]


def test_where_none_was_recorded_it_is_a_form_to_fill_in_by_hand() -> None:
    words = read(PLANNED)
    assert "ouverte à …" in words
    assert "Section sociale 13 35 7" in words
    assert "personne." not in words
    assert docx.render([page(PLANNED)])
