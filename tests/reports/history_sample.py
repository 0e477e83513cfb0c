"""The official table two years later, and the life of one of its seats, as the reports of changes take them."""

from dataclasses import replace
from datetime import date

from cpr_desk.domain.composition import Composition, Holding, Letter, MandateRole, Seat, Section
from cpr_desk.domain.differences import differences
from cpr_desk.domain.mandates import EndReason, Mandate, SeatLife
from cpr_desk.domain.seat_history import Standing, seat_history
from tests.factories import INSTALLED, person
from tests.reports.sample import COMPOSITION, PRESIDENCY

LATER = date(2023, 6, 1)
_NEWCOMER = person("Perrig Lanvaux", id=900, civility="Mme")
_LONG = person(
    "Anne-Sophie-Gwenaëlle de La Haÿe-Jousselin d’Estrées de Montmorency-Laval du Plessis-Bellière",
    id=901,
    civility="Dr",
)


def _changed() -> Composition:
    """Return a table with a change of every kind."""
    social, professional = COMPOSITION.of(Section.SOCIAL), COMPOSITION.of(Section.PROFESSIONAL)
    by_union = {seat.organisation: seat for seat in professional}
    csmf, fno = by_union["CSMF"], by_union["FNO"]
    new = {
        social[0].id: replace(social[0], votes=2),
        csmf.id: replace(csmf, titular=Holding(_NEWCOMER, LATER)),
        by_union["SML"].id: replace(by_union["SML"], titular=csmf.titular, substitute=Holding(_LONG, LATER)),
        fno.id: replace(fno, titular=fno.substitute, substitute=fno.titular),
        by_union["SNAO"].id: replace(by_union["SNAO"], titular=None),
    }
    union = Seat(800, Section.PROFESSIONAL, 2, 1, profession=csmf.profession, organisation="UFML")
    seats: list[Seat] = []
    for seat in COMPOSITION.seats:
        if seat.organisation != "FNAA":
            seats.append(new.get(seat.id, seat))
        if seat is csmf:
            seats.append(union)
    return Composition(LATER, tuple(seats))


DIFFERENCES = differences(COMPOSITION, _changed(), PRESIDENCY.presidents)
UNCHANGED = differences(COMPOSITION, replace(COMPOSITION, at=LATER))

SEAT_HISTORY = seat_history(
    SeatLife(
        "Médecins – CSMF",
        INSTALLED,
        None,
        (
            Mandate(
                1,
                1,
                MandateRole.TITULAR,
                person("Basile Abgrall", id=1, civility="M."),
                INSTALLED,
                date(2022, 6, 30),
                end_reason=EndReason.RESIGNATION,
                end_note="départ en retraite",
            ),
            Mandate(2, 1, MandateRole.SUBSTITUTE, _LONG, INSTALLED),
            Mandate(
                3,
                1,
                MandateRole.TITULAR,
                _NEWCOMER,
                date(2022, 7, 1),
                date(2025, 6, 30),
                Letter(date(2022, 6, 12), "2022-118"),
            ),
        ),
    ),
    (Standing(INSTALLED, 1, 1), Standing(date(2023, 1, 1), 1, 3)),
)
