"""The tables, a file per aggregate. Nothing outside `storage` and `services` sees these rows."""

from cpr_desk.storage.models.base import Base
from cpr_desk.storage.models.commission import (
    CommissionRow,
    DistinctPersonsRow,
    MandateRow,
    OrganisationRow,
    PersonRow,
    PresidencyExceptionRow,
    ProfessionRow,
    SeatRow,
    SeatWeightRow,
    SectionPresidentRow,
)
from cpr_desk.storage.models.cpts import (
    ColumnMatchRow,
    CptsFigureRow,
    CptsMissionRow,
    CptsPaymentRow,
    CptsRow,
    CptsStepRow,
)
from cpr_desk.storage.models.journal import JournalEntryRow, JournalRow
from cpr_desk.storage.models.meeting import AgendaItemRow, MeetingRow

__all__ = [
    "AgendaItemRow",
    "Base",
    "ColumnMatchRow",
    "CommissionRow",
    "CptsFigureRow",
    "CptsMissionRow",
    "CptsPaymentRow",
    "CptsRow",
    "CptsStepRow",
    "DistinctPersonsRow",
    "JournalEntryRow",
    "JournalRow",
    "MandateRow",
    "MeetingRow",
    "OrganisationRow",
    "PersonRow",
    "PresidencyExceptionRow",
    "ProfessionRow",
    "SeatRow",
    "SeatWeightRow",
    "SectionPresidentRow",
]
