from dataclasses import replace
from datetime import date

from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.composition import Section
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.overview import overview
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, adhesion, seed_states

TODAY = date(2021, 1, 15)


def test_the_overview_gathers_what_the_dashboard_tells(db: Database, commission: Commission) -> None:
    revise_composition(db, ReviseComposition(commission.id, date(2021, 1, 1), seed_states()))
    for day in (date(2022, 3, 1), INSTALLED):
        plan_meeting(db, PlanMeeting(commission.id, day))
    save_adhesion(db, commission.id, adhesion(), TODAY)
    found = overview(db, commission, TODAY)

    assert found.meeting
    assert found.course
    assert (found.meeting.on, found.course.proofs[0].deadline.latest) == (INSTALLED, date(2021, 1, 20))
    assert (found.meetings_this_year, found.lacks_meetings) == (1, False)
    assert [line.president_section for line in found.presidency] == [Section.SOCIAL, Section.PROFESSIONAL]
    assert (len(found.controls.vacant), found.summary.total) == (16, 1)


def test_a_new_commission_lacks_its_first_meeting(db: Database, commission: Commission) -> None:
    found = overview(db, commission, TODAY)

    assert (found.meeting, found.late, found.lacks_meetings) == (None, (), True)
    assert [problem.rule for problem in found.controls.problems] == ["empty"]


def test_a_national_commission_meets_twice_a_year(db: Database, commission: Commission) -> None:
    plan_meeting(db, PlanMeeting(commission.id, INSTALLED))
    national = replace(commission, kind=CommissionKind.CPN)

    assert overview(db, national, TODAY).lacks_meetings
