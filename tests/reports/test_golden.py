"""Each document of the first release, as it was last looked at. Mended on purpose? Run with --update-golden."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.claims import ClaimSheet
from cpr_desk.domain.composition import MandateRole, Section
from cpr_desk.reports import pdf, xlsx
from cpr_desk.reports.adhesions import adhesions_report
from cpr_desk.reports.agenda import agenda
from cpr_desk.reports.attendance import attendance_sheet
from cpr_desk.reports.cancellation import Informed, cancellations
from cpr_desk.reports.composition import composition_report, composition_workbook
from cpr_desk.reports.contacts import addresses_workbook, directory
from cpr_desk.reports.convocation import convocation
from cpr_desk.reports.cpts_file import cpts_file
from cpr_desk.reports.differences import differences_report, differences_workbook
from cpr_desk.reports.document import Document, Workbook
from cpr_desk.reports.histories import seat_history_report
from cpr_desk.reports.indemnities import payment_workbook, statements
from cpr_desk.reports.minutes import extract, minutes_report
from cpr_desk.reports.presences import presences_report, presences_workbook
from cpr_desk.reports.presidency import presidency_ledger
from cpr_desk.reports.proxy import proxies
from cpr_desk.reports.register_book import adhesions_workbook
from cpr_desk.reports.reminders import reminder
from cpr_desk.reports.tally import ballot_papers, tally_forms
from tests.reports.conftest import Golden
from tests.reports.history_sample import DIFFERENCES, SEAT_HISTORY
from tests.reports.indemnity_sample import HELD, SHEET
from tests.reports.minutes_sample import PROJECT, SIGNED
from tests.reports.reading import pdf_facts, xlsx_facts
from tests.reports.register_sample import AT, SIGNED_ON, TASKS, alone
from tests.reports.register_sample import DECISIONS as CPTS_DECISIONS
from tests.reports.register_sample import WHOLE as WHOLE_CPTS
from tests.reports.sample import (
    AROUND,
    CHAIR,
    COMMISSION,
    COMPOSITION,
    CORRESPONDENTS,
    ISSUED,
    MEETING,
    PRESIDENCY,
    STATE,
    TERMS,
    WHOLE,
    YEARS,
    correspondent,
    recipient,
)

CALLED_OFF = replace(MEETING, cancelled_on=ISSUED, cancel_reason="salle inondée.")
NEXT = replace(MEETING, on=date(2021, 4, 8))
INFORMED = Informed(recipient(Section.PROFESSIONAL).person, date(2021, 1, 12))

DOCUMENTS: dict[str, Callable[[], Document]] = {
    "convocation-titular": lambda: convocation(COMMISSION, MEETING, recipient(Section.PROFESSIONAL), ISSUED, CHAIR),
    "convocation-substitute": lambda: convocation(
        COMMISSION, MEETING, recipient(Section.SOCIAL, MandateRole.SUBSTITUTE, "M."), ISSUED, CHAIR
    ),
    "convocation-consultative": lambda: convocation(
        COMMISSION, MEETING, recipient(Section.CONSULTATIVE), ISSUED, CHAIR
    ),
    "agenda": lambda: agenda(COMMISSION, MEETING, CHAIR),
    "agenda-detailed": lambda: agenda(COMMISSION, WHOLE, CHAIR, AROUND),
    "proxy": lambda: proxies(COMMISSION, MEETING, COMPOSITION)[2],
    "proxy-blank": lambda: proxies(COMMISSION, MEETING, COMPOSITION)[-1],
    "attendance": lambda: attendance_sheet(COMMISSION, MEETING, COMPOSITION, CHAIR),
    "tally": lambda: tally_forms(COMMISSION, WHOLE, COMPOSITION)[1],
    "tally-secret": lambda: tally_forms(COMMISSION, WHOLE, COMPOSITION)[-1],
    "ballot-papers": lambda: ballot_papers(COMMISSION, WHOLE, COMPOSITION)[0],
    "indemnity": lambda: statements(COMMISSION, MEETING, SHEET, ISSUED)[1],
    "indemnity-blank": lambda: statements(COMMISSION, MEETING, ClaimSheet(()), ISSUED)[0],
    "presences": lambda: presences_report(COMMISSION, [HELD], ISSUED),
    "composition": lambda: composition_report(COMMISSION, COMPOSITION),
    "presidency": lambda: presidency_ledger(COMMISSION, YEARS, PRESIDENCY.presidents),
    "cancellation": lambda: cancellations(COMMISSION, CALLED_OFF, [INFORMED], ISSUED, NEXT)[0],
    "reminder-union": lambda: reminder(COMMISSION, correspondent("SML"), TERMS),
    "reminder-health-centres": lambda: reminder(COMMISSION, correspondent("Centres de santé"), TERMS),
    "directory": lambda: directory(COMMISSION, COMPOSITION),
    "differences": lambda: differences_report(COMMISSION, DIFFERENCES),
    "seat-history": lambda: seat_history_report(COMMISSION, SEAT_HISTORY, ISSUED),
    "adhesions": lambda: adhesions_report(COMMISSION, STATE),
    "adhesions-compared": lambda: adhesions_report(COMMISSION, alone(WHOLE_CPTS), alone(WHOLE_CPTS, SIGNED_ON)),
    "cpts-file": lambda: cpts_file(COMMISSION, alone(WHOLE_CPTS, AT, *TASKS), CPTS_DECISIONS),
    "minutes": lambda: minutes_report(COMMISSION, SIGNED),
    "minutes-extract": lambda: extract(COMMISSION, PROJECT, WHOLE.agenda[2]),
}
WORKBOOKS: dict[str, Callable[[], Workbook]] = {
    "composition": lambda: composition_workbook(COMMISSION, COMPOSITION, ISSUED),
    "addresses": lambda: addresses_workbook(COMMISSION, COMPOSITION, CORRESPONDENTS, ISSUED),
    "indemnities": lambda: payment_workbook(COMMISSION, MEETING, SHEET, ISSUED),
    "presences": lambda: presences_workbook(COMMISSION, [HELD], ISSUED),
    "differences": lambda: differences_workbook(COMMISSION, DIFFERENCES, ISSUED),
    "adhesions": lambda: adhesions_workbook(COMMISSION, STATE, ISSUED),
    "adhesions-compared": lambda: adhesions_workbook(COMMISSION, alone(WHOLE_CPTS), AT, alone(WHOLE_CPTS, SIGNED_ON)),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pdf_is_as_last_looked_at(name: str, golden: Golden) -> None:
    golden(f"{name}.pdf", pdf_facts(pdf.render([DOCUMENTS[name]()]).pdf))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_is_as_last_looked_at(name: str, golden: Golden) -> None:
    golden(f"{name}.xlsx", xlsx_facts(xlsx.render(WORKBOOKS[name]())))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_data_print_the_same_file(name: str) -> None:
    assert pdf.render([DOCUMENTS[name]()]).pdf == pdf.render([DOCUMENTS[name]()]).pdf


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_same_data_make_the_same_workbook(name: str) -> None:
    assert xlsx.render(WORKBOOKS[name]()) == xlsx.render(WORKBOOKS[name]())
