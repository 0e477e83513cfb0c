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
from cpr_desk.storage.models.dispatch import (
    DispatchRow,
    IssueLetterRow,
    IssueRow,
    LetterTemplateRow,
    RecipientChangeRow,
)
from cpr_desk.storage.models.journal import JournalEntryRow, JournalRow
from cpr_desk.storage.models.meeting import (
    AgendaItemRow,
    AgendaOpinionRow,
    AgendaTemplateRow,
    MeetingMoveRow,
    MeetingRow,
    PaperRow,
)

__all__ = [
    "AgendaItemRow",
    "AgendaOpinionRow",
    "AgendaTemplateRow",
    "Base",
    "ColumnMatchRow",
    "CommissionRow",
    "CptsFigureRow",
    "CptsMissionRow",
    "CptsPaymentRow",
    "CptsRow",
    "CptsStepRow",
    "DispatchRow",
    "DistinctPersonsRow",
    "IssueLetterRow",
    "IssueRow",
    "JournalEntryRow",
    "JournalRow",
    "LetterTemplateRow",
    "MandateRow",
    "MeetingMoveRow",
    "MeetingRow",
    "OrganisationRow",
    "PaperRow",
    "PersonRow",
    "PresidencyExceptionRow",
    "ProfessionRow",
    "RecipientChangeRow",
    "SeatRow",
    "SeatWeightRow",
    "SectionPresidentRow",
]
