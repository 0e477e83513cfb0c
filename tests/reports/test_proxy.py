"""The proxy forms: one a titular of a seat that votes, then a blank one, each on its page."""

from dataclasses import replace

import pytest

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Secretariat
from cpr_desk.domain.composition import Composition, Section
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.reports import docx, pdf
from cpr_desk.reports.document import Document
from cpr_desk.reports.proxy import BLANK, proxies
from tests.factories import INSTALLED
from tests.reports import reading
from tests.reports.sample import COMMISSION, COMPOSITION, MEETING

FORMS = proxies(COMMISSION, MEETING, COMPOSITION)


def read(document: Document) -> str:
    return reading.text(pdf.render([document]).pdf)


def form_of(name: str) -> Document:
    return next(form for form in FORMS if form.addressee == name)


def test_each_titular_of_a_voting_seat_has_a_page_and_the_last_one_is_blank() -> None:
    voting = [seat for seat in COMPOSITION.seats if seat.section.votes and seat.titular]

    assert [form.addressee for form in FORMS] == [
        *(seat.titular.person.name for seat in voting if seat.titular),
        BLANK,
    ]
    assert [len(pages) for pages in pdf.render(FORMS).pages] == [1] * len(FORMS)
    assert docx.render(FORMS)


def test_a_form_names_member_seat_votes_meeting_rule_and_where_it_goes() -> None:
    words = read(form_of("Odilon Brécourt"))

    assert "Réunion d’installation du jeudi 4 février 2021 à 14 h" in words
    assert "Siège : RG, ligne 3 (titulaire) Section : section sociale Pouvoir pour : 3 voix" in words
    assert "Le membre de la section sociale à qui il est donné Nom et prénom Siège" in words
    assert "qui peut en recevoir un seul et ne peut pas le transmettre" in words
    assert DEFAULT_RULE_NOTICE in words
    assert "« Bon pour pouvoir »" in words
    assert "À retourner avant l’ouverture de la réunion : Cellule de coordination régionale" in words
    assert "secretariat.cpr@exemple.fr · 02 00 00 00 00." in words


def test_the_substitute_comes_before_a_proxy_where_there_is_one() -> None:
    assert "Lubin Castérac, qui vous supplée, siège et vote à votre place" in read(form_of("Odilon Brécourt"))
    assert "suppléance" not in read(form_of("Aubin Tréhorel"))


def test_somebody_with_two_seats_has_a_form_for_each() -> None:
    first, second = COMPOSITION.of(Section.SOCIAL)[:2]
    both = Composition(INSTALLED, (first, replace(second, titular=first.titular)))

    assert [form.addressee for form in proxies(COMMISSION, MEETING, both)] == ["Aubin Tréhorel"] * 2 + [BLANK]


@pytest.mark.parametrize(("received", "said"), [(1, "en recevoir un seul et"), (2, "en recevoir 2 au plus et")])
def test_the_number_of_proxies_comes_from_the_setting(received: int, said: str) -> None:
    commission = replace(COMMISSION, rules=replace(COMMISSION.rules, proxies_received=received))

    assert said in read(proxies(commission, MEETING, COMPOSITION)[-1])


def test_the_blank_form_leaves_everything_to_write() -> None:
    words = read(form_of(BLANK))

    assert (
        "Le membre qui donne pouvoir Nom et prénom Siège Voix Section ☐ section sociale ☐ section professionnelle"
        in words
    )
    assert "Le membre de la même section à qui il est donné" in words


def test_a_bare_commission_and_a_long_name_still_fit_a_page() -> None:
    bare = replace(COMMISSION, secretariat=Secretariat())
    meeting = replace(MEETING, kind=MeetingKind.WRITTEN, starts=None, place="Salle " * 40)
    seat = COMPOSITION.of(Section.SOCIAL)[2]
    assert seat.titular
    assert seat.substitute
    named = replace(seat.titular.person, civility="Mme", first_name="Anne-" * 12, last_name="Kervadec-" * 7)
    supplied = replace(seat.substitute, person=replace(seat.substitute.person, last_name="Castérac " * 12))
    long = Composition(INSTALLED, (replace(seat, titular=replace(seat.titular, person=named), substitute=supplied),))
    made = proxies(bare, meeting, long)

    assert [len(pages) for pages in pdf.render(made).pages] == [1, 1]
    assert "Si vous êtes empêchée, " in read(made[0])
    assert "la ouverture" not in read(made[0])
    assert "Secrétariat de la commission." in read(made[0])


def test_the_typography_of_the_forms_is_french() -> None:
    assert reading.typing_faults(FORMS) == []
