from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.organisations import Indemnity, LetterChannel, Organisation
from cpr_desk.errors import UserError
from cpr_desk.services import journal
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.organisations import (
    change_organisation,
    change_profession_indemnities,
    correspondents,
    profession_indemnities,
    proposed_answer,
    to_remind,
)
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, seed_states
from tests.prepared import seat_members


@pytest.fixture
def seated(db: Database, commission: Commission) -> Commission:
    seat_members(db, commission)
    return commission


def named(db: Database, commission: Commission, name: str) -> Correspondent:
    return next(each for each in correspondents(db, commission.id, INSTALLED) if each.organisation.name == name)


def test_an_empty_commission_has_no_correspondent(db: Database, commission: Commission) -> None:
    assert correspondents(db, commission.id, INSTALLED) == ()


def test_schemes_centres_and_bodies_are_listed_before_anything_is_known_of_them(
    db: Database, seated: Commission
) -> None:
    found = correspondents(db, seated.id, INSTALLED)

    assert [each.organisation.name for each in found][:5] == ["RG", "RG médical", "MSA", "MSA médical", "CSMF"]
    assert named(db, seated, "Centres de santé").organisation.id == 0
    assert named(db, seated, "France Assos Santé").designator.section is Section.CONSULTATIVE


def test_what_is_said_of_an_organisation_is_kept(db: Database, seated: Commission) -> None:
    order = Organisation(
        0, "RG", "Caisse régionale d’essai", "Le directeur", "1 rue des Écluses", "94240", "L’Haÿ-les-Roses",
        "rg@exemple.fr", "01 00 00 00 00", LetterChannel.EMAIL, copied=True, indemnity=Indemnity.NONE,
    )  # fmt: skip
    stored = change_organisation(db, order)

    assert named(db, seated, "RG").organisation == replace(order, id=stored.id) == stored
    assert change_organisation(db, replace(stored, city="Nantes")).id == stored.id
    assert next(iter(journal.entries(db))).label == "Modifier l’organisation RG"


def test_a_spelling_is_corrected_everywhere(db: Database, seated: Commission) -> None:
    wrong = named(db, seated, "SNIIL").organisation
    change_organisation(db, replace(wrong, name="  Sniil "), wrong.name)

    assert named(db, seated, "Sniil").organisation.id == wrong.id
    assert "Sniil" in {seat.organisation for seat in composition_at(db, seated.id, INSTALLED).seats}
    assert next(iter(journal.entries(db))).label == "Renommer l’organisation SNIIL en Sniil"


@pytest.mark.parametrize("name", ["Csmf", "rg médical", "CENTRES DE SANTÉ"])
def test_the_name_of_another_is_refused(db: Database, seated: Commission, name: str) -> None:
    organisation = named(db, seated, "SML").organisation

    with pytest.raises(UserError, match=r"est déjà celui d’une autre organisation"):
        change_organisation(db, replace(organisation, name=name), organisation.name)
    assert named(db, seated, "SML").organisation == organisation


def test_a_name_is_needed(db: Database, seated: Commission) -> None:
    with pytest.raises(UserError, match="nom de l’organisation est vide"):
        change_organisation(db, replace(named(db, seated, "SML").organisation, name=" "), "SML")


def test_twins_by_their_case_stay_apart(db: Database, seated: Commission) -> None:
    twin = replace(seed_states()[13], organisation="Csmf", titular=None, substitute=None, rank=2)
    revise_composition(db, ReviseComposition(seated.id, INSTALLED, (twin,)))
    stored = change_organisation(db, Organisation(0, "Csmf", city="Laval"))

    assert stored.name == "Csmf"
    with pytest.raises(UserError, match="déjà celui d’une autre"):
        change_organisation(db, replace(stored, name="CSMF"), "Csmf")
    assert change_organisation(db, Organisation(0, "CSMF")).id != stored.id


def test_the_indemnity_of_a_profession_reaches_its_organisations(db: Database, seated: Commission) -> None:
    chosen = profession_indemnities(db, seated.id, INSTALLED)
    doctors = chosen[0][0]
    change_profession_indemnities(db, {doctors: Indemnity.ORGANISATION})

    assert len(chosen) == 14
    assert profession_indemnities(db, seated.id, INSTALLED)[0] == (doctors, Indemnity.ORGANISATION)
    assert [each.sentence for each in named(db, seated, "CSMF").indemnities] == [
        "versée à l’organisation (choix fait pour la profession)"
    ]
    assert "Médecins" in next(iter(journal.entries(db))).label


def test_an_organisation_may_choose_otherwise(db: Database, seated: Commission) -> None:
    csmf = named(db, seated, "CSMF")
    change_organisation(db, replace(csmf.organisation, indemnity=Indemnity.NONE))

    assert [each.indemnity for each in named(db, seated, "CSMF").indemnities] == [Indemnity.NONE]
    assert [each.indemnity for each in csmf.inheriting(None)] == [Indemnity.MEMBER]
    assert [each.indemnity for each in named(db, seated, "RG").indemnities] == [Indemnity.NONE]


def test_the_answer_is_proposed_before_the_next_convocation(db: Database, seated: Commission) -> None:
    today = date(2021, 3, 1)
    assert proposed_answer(db, seated, today).on == date(2021, 3, 31)
    plan_meeting(db, PlanMeeting(seated.id, date(2021, 6, 10)))

    assert proposed_answer(db, seated, today).on == date(2021, 5, 25)
    assert proposed_answer(db, seated, date(2021, 6, 11)).meeting is None


def test_who_votes_is_reminded_and_others_where_named(db: Database, seated: Commission) -> None:
    everybody = to_remind(db, seated.id, INSTALLED)

    assert len(everybody) == 15
    assert [each.organisation.name for each in to_remind(db, seated.id, INSTALLED, {"apmsl", "csmf", "sml"})] == [
        "SML",
        "APMSL",
    ]
