"""What was made of the register for a past day is made again the same, whatever was recorded of later days."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import EndKind, EventKind
from cpr_desk.domain.dossier import DialogueKind
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Kind
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import (
    Base,
    ContractEventRow,
    ContractRow,
    CptsAreaRow,
    CptsCrisisRow,
    CptsFigureRow,
    CptsGrantRow,
    CptsMissionRow,
    CptsPaperRow,
    CptsPaymentRow,
    CptsSizeRow,
    CptsStepRow,
    CrisisRow,
    DialogueRow,
    IndicatorRow,
    IndicatorYearRow,
    MissionRateRow,
)
from tests.factories import adhesion

SIGNED_ON, AT, LATER, NOW = date(2022, 3, 15), date(2023, 6, 1), date(2023, 9, 1), date(2024, 5, 1)
OLD = date(2021, 3, 15)
"""The signature of a contract that the mission crises joined later."""
OF_REGISTER = (
    DocumentKind.ADHESIONS,
    DocumentKind.CPTS_FILE,
    DocumentKind.MAP,
    DocumentKind.DIALOGUE,
    DocumentKind.FUNDING,
    DocumentKind.PAYMENTS,
)
EXPORTED = (ExportKind.ADHESIONS, ExportKind.FUNDING, ExportKind.PAYMENTS)
_WITHOUT_MEASURES = (DocumentKind.ADHESIONS, DocumentKind.MAP, DocumentKind.FUNDING, DocumentKind.PAYMENTS)
CPTS = 1
Fact = Callable[[Session], Base]


@pytest.fixture
def register(db: Database, commission: Commission) -> Commission:
    """Return a commission with a contract, one of whose missions has begun, and a project."""
    known = adhesion(
        "CPTS-001",
        step=Step.SIGNED,
        step_since=SIGNED_ON,
        signed_on=SIGNED_ON,
        population=180_000,
        members=90,
        missions=(("acces", date(2022, 6, 1)), ("crises", date(2023, 4, 1)), ("prevention", None)),
    )
    assert save_adhesion(db, commission.id, known, SIGNED_ON) == CPTS
    project = adhesion(
        "CPTS-002",
        step=Step.LETTER_VALIDATED,
        step_since=date(2023, 2, 1),
        population=30_000,
        missions=(("acces", None),),
    )
    save_adhesion(db, commission.id, project, date(2023, 2, 1))
    old = adhesion(
        "CPTS-003", step=Step.SIGNED, step_since=OLD, signed_on=OLD, population=50_000, missions=(("crises", None),)
    )
    save_adhesion(db, commission.id, old, OLD)
    with db.unit_of_work("Signer") as session:
        contract = ContractRow(cpts_id=CPTS, step_id=_signature(session, CPTS), years=5)
        indicator = IndicatorRow(cpts_id=CPTS, mission=Mission.ACCES, position=1, label="Patients", national=True)
        session.add_all([
            contract, indicator, ContractRow(cpts_id=3, step_id=_signature(session, 3), years=5),
            CrisisRow(commission_id=commission.id, declared_on=LATER, label="Épidémie"),
            DialogueRow(cpts_id=CPTS, kind=DialogueKind.YEARLY, year=1, planned_on=date(2023, 6, 15), notes="Lieu"),
        ])  # fmt: skip
        session.flush()
        session.add(IndicatorYearRow(indicator_id=indicator.id, year=2, start="10", target="20"))
        session.add(ContractEventRow(
            contract_id=2, kind=EventKind.SUSPENSION, since=date(2023, 5, 1), planned_until=date(2023, 8, 1), label="M"
        ))  # fmt: skip
    return commission


def _signature(session: Session, cpts_id: int) -> int:
    return session.query(CptsStepRow).filter_by(cpts_id=cpts_id, step=Step.SIGNED).one().id


def _changed(kind: type[Base], /, **values: object) -> Fact:
    """Change the first row of a kind."""

    def change(session: Session) -> Base:
        row = session.query(kind).order_by(kind.id).first()
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
        return row

    return change


def _added(kind: type[Base], /, **values: object) -> Fact:
    return lambda _session: kind(**values)


def _dated(session: Session, mission: Mission, **days: date) -> Base:
    row = session.query(CptsMissionRow).filter_by(cpts_id=CPTS, mission=mission.value).one()
    for name, day in days.items():
        setattr(row, name, day)
    return row


def _paper_of_later_step(session: Session) -> Base:
    step = CptsStepRow(cpts_id=CPTS, step=Step.TERMINATED, day=LATER)
    session.add(step)
    session.flush()
    return CptsPaperRow(cpts_id=CPTS, step_id=step.id, label="Courrier", name="a.pdf", size=3, sha256="0" * 64)


FACTS: dict[str, Fact] = {
    "a step": _added(CptsStepRow, cpts_id=2, step=Step.PROJECT_SENT, day=LATER),
    "an abandonment": _added(CptsStepRow, cpts_id=2, step=Step.ABANDONED, day=LATER),
    "a figure": _added(CptsFigureRow, cpts_id=CPTS, day=LATER, population=70_000, members=120),
    "a territory": _added(CptsAreaRow, cpts_id=CPTS, since=LATER, year=2026, populations={"44109": 180_000}),
    "a piece": _added(CptsPaperRow, cpts_id=CPTS, code="project", received_on=LATER),
    "a paper of a later step": _paper_of_later_step,
    "an amendment": _added(
        ContractEventRow, contract_id=1, kind=EventKind.AMENDMENT, since=LATER, signed_on=LATER, label="Mission"
    ),
    "an amendment of former effect": _added(
        ContractEventRow, contract_id=1, kind=EventKind.AMENDMENT, since=SIGNED_ON, signed_on=LATER, label="Effet"
    ),
    "a signature of a project that has missions": _added(CptsStepRow, cpts_id=2, step=Step.SIGNED, day=LATER),
    "an amendment that brings a mission": _added(
        ContractEventRow, contract_id=2, kind=EventKind.AMENDMENT, since=LATER, signed_on=LATER, label="Crises"
    ),
    "a suspension lifted": _changed(ContractEventRow, until=LATER - timedelta(days=1)),
    "a renewal": _added(
        ContractEventRow, contract_id=1, kind=EventKind.RENEWAL, since=date(2027, 3, 15), signed_on=LATER
    ),
    "a suspension": _added(ContractEventRow, contract_id=1, kind=EventKind.SUSPENSION, since=LATER, label="Vacance"),
    "an end": _changed(ContractRow, ended_on=LATER, end_kind=EndKind.BY_CPTS, end_reason="Départ"),
    "a size": _added(CptsSizeRow, cpts_id=CPTS, day=LATER, size=2, population=70_000),
    "a mission chosen": _added(CptsMissionRow, cpts_id=CPTS, mission=Mission.QUALITE, chosen_on=LATER),
    "a start": lambda session: _dated(session, Mission.PREVENTION, started_on=LATER, deployed_on=LATER),
    "a plan": lambda session: _dated(session, Mission.CRISES, plan_written_on=LATER),
    "a rate of the year under way": _added(
        MissionRateRow, cpts_id=CPTS, mission=Mission.ACCES, year=2, rate="0.5", comment="Dialogue"
    ),
    "a result of the year under way": _changed(IndicatorYearRow, result="15"),
    "a dialogue held": _changed(DialogueRow, held_on=LATER, attendees="Mme Ysée Marlou", conclusions="Accord."),
    "a dialogue recorded once held": _added(
        DialogueRow, cpts_id=CPTS, kind=DialogueKind.MISSION, mission=Mission.ACCES, held_on=LATER, attendees="Mme"
    ),
    "a crisis": _added(CptsCrisisRow, crisis_id=1, cpts_id=CPTS),
    "an amount paid once": _added(CptsGrantRow, cpts_id=CPTS, kind=GrantKind.ADDITIONAL, day=LATER),
    "a payment": _added(
        CptsPaymentRow, cpts_id=CPTS, paid_on=LATER, cents=9_000_000, due_code="fonctionnement", due_kind=Kind.FULL,
        due_year=1, due_on=SIGNED_ON,
    ),
}  # fmt: skip


MEASURES = "a result of the year under way"
"""Measured before the year is over it is shown, but is no money yet."""


def _made(db: Database, commission: Commission, at: date, what: str) -> Iterator[str]:
    for kind in OF_REGISTER if what != MEASURES else _WITHOUT_MEASURES:
        yield repr(documents.build(db, Request(commission.id, kind, at, NOW)))
    for exported in EXPORTED if what != MEASURES else EXPORTED[1:]:
        yield repr(exports.build(db, Export(commission.id, exported, at, NOW)))


@pytest.mark.parametrize("what", list(FACTS))
def test_what_is_made_of_a_past_day_knows_nothing_of_later(db: Database, register: Commission, what: str) -> None:
    before = list(_made(db, register, AT, what))
    with db.unit_of_work("Plus tard") as session:
        session.add(FACTS[what](session))

    for was, now in zip(before, _made(db, register, AT, what), strict=True):
        assert now == was
