"""Two commissions in one database: what belongs to one never shows in the other; persons are shared."""

from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.controls import check
from cpr_desk.errors import UserError
from cpr_desk.services import journal, reference
from cpr_desk.services.column_matches import column_matches, remember_columns
from cpr_desk.services.commission import (
    CreateCommission,
    add_commission,
    change_identity,
    change_rules,
    find_commission,
    list_commissions,
    the_commission,
)
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.services.meetings import PlanMeeting, find_meeting, list_meetings, plan_meeting
from cpr_desk.services.overview import overview
from cpr_desk.services.register import adhesions_at, save_adhesion, summary_at
from cpr_desk.services.register_index import index_at
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import PersonRow
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, adhesion, person, seed_states

SARTHE = CreateCommission(CommissionKind.CPL, "52", "Sarthe", date(2022, 3, 1), secretariat=" CPAM –  Sarthe ")
NATIONAL = CreateCommission(CommissionKind.CPN, "", "", date(2019, 10, 1))


@pytest.fixture
def local(db: Database, commission: Commission) -> Commission:  # noqa: ARG001 - the second, beside it
    """Return a CPL beside the CPR of Pays de la Loire."""
    return add_commission(db, SARTHE)


def test_a_further_commission_stands_beside_the_first(db: Database, commission: Commission, local: Commission) -> None:
    assert list_commissions(db) == (commission, local)
    assert (local.name, local.secretariat.name) == ("Commission paritaire locale – Sarthe", "CPAM – Sarthe")
    assert journal.entries(db, 1)[0].label == ("Créer la commission «\u00a0Commission paritaire locale – Sarthe\u00a0»")


def test_the_oldest_commission_is_meant_when_none_is_named(
    db: Database, commission: Commission, local: Commission
) -> None:
    assert find_commission(db) == the_commission(db) == commission
    assert the_commission(db, local.id) == local
    assert find_commission(db, 99) is None


@pytest.mark.usefixtures("local")
def test_a_commission_that_does_not_exist_is_told_with_those_that_do(db: Database) -> None:
    with pytest.raises(UserError, match=r"n° 99 n’existe pas.*n° 1, Commission.* et n° 2, Commission paritaire locale"):
        the_commission(db, 99)


@pytest.mark.usefixtures("local")
@pytest.mark.parametrize("order", [replace(PAYS_DE_LA_LOIRE, name="Une autre"), SARTHE, NATIONAL])
def test_the_same_commission_is_not_created_twice(db: Database, order: CreateCommission) -> None:
    if order is NATIONAL:
        add_commission(db, NATIONAL)
    before = list_commissions(db)

    with pytest.raises(UserError, match="contient déjà cette commission"):
        add_commission(db, order)
    assert list_commissions(db) == before


@pytest.mark.usefixtures("local")
def test_two_caisses_of_a_department_have_their_own_commissions(db: Database) -> None:
    add_commission(db, replace(SARTHE, name="CPL du Nord-Sarthe"))

    assert len(list_commissions(db)) == 3


def test_a_kind_keeps_its_territory(db: Database, commission: Commission, local: Commission) -> None:
    national = add_commission(db, NATIONAL)
    region, department, country = map(reference.territory_of, (commission, local, national))

    assert region
    assert department
    assert country
    assert list(reference.departments_of(local)) == ["72"]
    assert len(region.departments) == 5
    assert len(country.departments) > 100
    assert department.population < region.population < country.population
    assert (national.region_code, national.territory, national.name) == ("", "", "Commission paritaire nationale")


@pytest.mark.usefixtures("commission")
def test_a_local_commission_of_a_whole_region_keeps_it(db: Database) -> None:
    former = add_commission(db, replace(SARTHE, territory="Pays de la Loire"))

    assert len(reference.departments_of(former)) == 5


def test_a_region_that_is_no_more_has_every_department(commission: Commission) -> None:
    gone = replace(commission, region_code="99")

    assert reference.territory_of(gone) is None
    assert len(reference.departments_of(gone)) > 100


def test_seats_belong_to_one_commission_and_persons_to_all(
    db: Database, commission: Commission, local: Commission
) -> None:
    states = seed_states()
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, states))
    again = replace(states[0], votes=1)
    revise_composition(db, ReviseComposition(local.id, local.installed_on, (again,)))
    day = date(2023, 1, 1)
    first, second = (composition_at(db, each.id, day) for each in (commission, local))

    assert (len(first.seats), len(second.seats)) == (54, 1)
    assert (first.seats[0].votes, second.seats[0].votes) == (3, 1)
    assert first.seats[0].titular
    assert second.seats[0].titular
    assert first.seats[0].titular.person.id == second.seats[0].titular.person.id
    with db.reading() as session:
        assert session.query(PersonRow).filter_by(last_name="Tréhorel").count() == 1


def test_a_person_of_two_commissions_holds_one_role_in_each(
    db: Database, commission: Commission, local: Commission
) -> None:
    state = replace(seed_states()[0], titular=person("Aubin Tréhorel"), substitute=None)
    for each in (commission, local):
        revise_composition(db, ReviseComposition(each.id, each.installed_on, (state,)))
    found = [check(composition_at(db, each.id, date(2023, 1, 1)), each.rules) for each in (commission, local)]

    assert not any(problem.rule == "several_roles" for controls in found for problem in controls.problems)


def test_each_commission_numbers_its_own_meetings(db: Database, commission: Commission, local: Commission) -> None:
    day = date(2023, 6, 1)
    first, second = (plan_meeting(db, PlanMeeting(each.id, day)) for each in (commission, local))

    assert (first.number, second.number) == (1, 1)
    assert list_meetings(db, local.id) == (second,)
    with pytest.raises(UserError, match="n’existe pas"):
        find_meeting(db, local.id, first.id)


def test_the_register_of_one_is_not_that_of_the_other(db: Database, commission: Commission, local: Commission) -> None:
    day = date(2023, 1, 1)
    for each, name in ((commission, "CPTS de la région"), (local, "CPTS de la Sarthe")):
        save_adhesion(db, each.id, adhesion("CPTS-001", name=name, population=50_000), day)

    assert [row.name for row in adhesions_at(db, local.id, day)] == ["CPTS de la Sarthe"]
    assert len(index_at(db, commission.id, day).ids()) == 1
    totals = [summary_at(db, each, day) for each in (commission, local)]
    assert [total.total for total in totals] == [1, 1]
    assert (totals[0].population_region or 0) > 5 * (totals[1].population_region or 0)


def test_rules_names_and_columns_are_of_one_commission(db: Database, commission: Commission, local: Commission) -> None:
    change_rules(db, local.id, replace(local.rules, agenda_days=8))
    change_identity(db, local.id, "CPL Sarthe", local.installed_on)
    remember_columns(db, local.id, {"territoire": "name"})

    assert the_commission(db) == commission
    assert (the_commission(db, local.id).name, the_commission(db, local.id).rules.agenda_days) == ("CPL Sarthe", 8)
    assert column_matches(db, commission.id) == {}


def test_each_commission_lacks_its_own_meetings(db: Database, commission: Commission, local: Commission) -> None:
    national = add_commission(db, NATIONAL)
    day = date(2023, 1, 1)
    for each in (local, national):
        plan_meeting(db, PlanMeeting(each.id, date(2023, 6, 1)))

    lacking = {each.kind: overview(db, each, day).lacks_meetings for each in (commission, local, national)}
    assert lacking == {CommissionKind.CPR: True, CommissionKind.CPL: False, CommissionKind.CPN: True}
