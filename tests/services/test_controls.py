from datetime import date

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import MandateRole, Section
from cpr_desk.domain.mandates import Designation
from cpr_desk.services import mandates
from cpr_desk.services.composition import composition_at
from cpr_desk.services.controls import controls_at
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.presidency import name_section_president
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person
from tests.prepared import seat_members

DAY = date(2022, 6, 1)


@pytest.fixture(autouse=True)
def seated(db: Database, commission: Commission) -> None:
    seat_members(db, commission)


def rules(db: Database, commission: Commission) -> list[str]:
    return [problem.rule for problem in controls_at(db, commission, DAY).problems]


def test_a_term_is_held_against_the_first_meeting_to_come(db: Database, commission: Commission) -> None:
    social = composition_at(db, commission.id, DAY).of(Section.SOCIAL)[0]
    wanted = Designation(MandateRole.TITULAR, person("Luc de La Haÿe"), DAY, date(2022, 9, 29))
    mandates.designate(db, social.id, wanted)
    plan_meeting(db, PlanMeeting(commission.id, date(2022, 5, 31)))
    assert "mandate_ending" not in rules(db, commission)
    plan_meeting(db, PlanMeeting(commission.id, date(2022, 9, 30)))
    assert "mandate_ending" in rules(db, commission)
    successor = Designation(MandateRole.TITULAR, person("Yves N’Guyen"), date(2022, 9, 30))
    mandates.designate(db, social.id, successor)
    assert "mandate_ending" not in rules(db, commission)


def test_a_section_president_who_no_longer_sits_is_told(db: Database, commission: Commission) -> None:
    held = composition_at(db, commission.id, DAY).of(Section.SOCIAL)[0].titular
    assert held
    name_section_president(db, commission.id, Section.SOCIAL, held.person, INSTALLED)
    before = set(rules(db, commission))
    mandates.remove_mandate(db, held.mandate_id)

    assert set(rules(db, commission)) - before
