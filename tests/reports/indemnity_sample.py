"""What was paid for the installation meeting: two members present, one of them repaid a journey."""

from datetime import datetime
from decimal import Decimal

from cpr_desk.domain.attendance import Presence, Stay
from cpr_desk.domain.claims import ClaimLine, ClaimSheet, attendees
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.indemnities import Basis, Claim, YearTotal
from cpr_desk.domain.organisations import effective_indemnity
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.reports.presences import Held
from tests.factories import INSTALLED
from tests.reports.sample import COMPOSITION, MEETING

_OPENED, _CLOSED = datetime(2021, 2, 4, 14), datetime(2021, 2, 4, 16, 30)  # noqa: DTZ001 - the clock on the wall
_IDS = [
    seat.titular.person.id
    for section in (Section.SOCIAL, Section.PROFESSIONAL)
    for seat in COMPOSITION.of(section)[:1]
    if seat.titular
]
SESSION = Session(
    MEETING, COMPOSITION, Rules(), Sitting(_OPENED, _CLOSED),
    Presence(tuple(Stay(number, _OPENED, id=number) for number in _IDS)),
)  # fmt: skip
_SOCIAL, _DOCTOR = attendees(SESSION)
SHEET = ClaimSheet(
    (
        ClaimLine(
            _SOCIAL.person,
            Claim(1, _SOCIAL.person.id, INSTALLED, Basis.NONE, Decimal(0), Decimal("18.20"), "=train", id=1),
            effective_indemnity(Section.SOCIAL), YearTotal(2021, Decimal(0), Decimal("18.20"), Decimal(41136)),
            _SOCIAL, "", "RG",
        ),
        ClaimLine(
            _DOCTOR.person, Claim(1, _DOCTOR.person.id, INSTALLED, Basis.SESSION, Decimal("150.50"), id=2),
            effective_indemnity(Section.PROFESSIONAL),
            YearTotal(2021, Decimal("41150.50"), Decimal(0), Decimal(41136)), _DOCTOR, "Médecins", "CSMF",
            "avenant d’essai",
        ),
    )
)  # fmt: skip
HELD = Held(SESSION, SHEET)
