from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.commission import Commission, CommissionKind, Counting, Rules, Secretariat
from cpr_desk.errors import UserError
from cpr_desk.services.commission import (
    change_identity,
    change_rules,
    change_secretariat,
    create_commission,
    find_commission,
    the_commission,
)
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE


def test_an_empty_folder_has_no_commission_and_says_how_to_make_one(db: Database) -> None:
    assert find_commission(db) is None
    with pytest.raises(UserError, match=r"ne contient pas encore de commission\..* « cpr-desk init »"):
        the_commission(db)


def test_a_founded_commission_is_found_again(db: Database, commission: Commission) -> None:
    assert the_commission(db) == find_commission(db) == commission
    assert (commission.kind, commission.region_code, commission.installed_on) == (CommissionKind.CPR, "52", INSTALLED)
    assert commission.rules == Rules()


@pytest.mark.parametrize(
    ("kind", "typed", "name"),
    [
        (CommissionKind.CPR, "", "Commission paritaire régionale – Pays de la Loire"),
        (CommissionKind.CPN, " ", "Commission paritaire nationale"),
        (CommissionKind.CPL, "  CPL   de L’Haÿ-les-Roses ", "CPL de L’Haÿ-les-Roses"),
    ],
)
def test_a_commission_has_a_name_typed_or_not(db: Database, kind: CommissionKind, typed: str, name: str) -> None:
    assert create_commission(db, replace(PAYS_DE_LA_LOIRE, kind=kind, name=typed)).name == name


def test_a_folder_holds_one_commission(db: Database, commission: Commission) -> None:
    with pytest.raises(UserError, match="contient déjà une commission"):
        create_commission(db, PAYS_DE_LA_LOIRE)

    assert the_commission(db) == commission


def test_a_territory_of_holidays_is_a_rule_of_the_commission(db: Database) -> None:
    create_commission(db, replace(PAYS_DE_LA_LOIRE, holiday_territory="reunion"))

    assert the_commission(db).rules == Rules(holiday_territory="reunion")


def test_the_secretariat_is_kept_with_its_logo(db: Database, commission: Commission) -> None:
    secretariat = Secretariat(
        "Cellule", "1 rue X", "44000", "Nantes", "a@exemple.fr", "02", "Maud", "La cheffe", b"PNG"
    )
    change_secretariat(db, commission.id, secretariat)

    assert the_commission(db).secretariat == secretariat


def test_rules_are_kept_and_put_back_to_their_defaults(db: Database, commission: Commission) -> None:
    rules = Rules(Counting.CLEAR, 20, 8, 2, 4, 0.75, "mayotte")
    change_rules(db, commission.id, rules)
    kept = the_commission(db).rules
    change_rules(db, commission.id, Rules())

    assert (kept, the_commission(db).rules) == (rules, Rules())


def test_a_rule_of_a_later_version_is_left_alone(db: Database, commission: Commission) -> None:
    with db.unit_of_work("Version suivante") as session:
        session.get_one(CommissionRow, commission.id).rules = {"agenda_days": 7, "quorum": "votes"}

    assert the_commission(db).rules == Rules(agenda_days=7)


def test_the_identity_can_be_corrected(db: Database, commission: Commission) -> None:
    change_identity(db, commission.id, " CPR  des CPTS ", date(2020, 1, 9))

    assert (the_commission(db).name, the_commission(db).installed_on) == ("CPR des CPTS", date(2020, 1, 9))


def test_a_commission_keeps_a_name(db: Database, commission: Commission) -> None:
    with pytest.raises(UserError, match="Le nom de la commission est vide"):
        change_identity(db, commission.id, " ", INSTALLED)


def test_a_commission_is_not_installed_after_its_first_meeting(db: Database, commission: Commission) -> None:
    plan_meeting(db, PlanMeeting(commission.id, INSTALLED))
    change_identity(db, commission.id, commission.name, date(2021, 12, 31))  # the same year presides the same

    with pytest.raises(UserError, match="Une réunion est enregistrée le 04/02/2021"):
        change_identity(db, commission.id, commission.name, date(2022, 1, 1))
