from datetime import date
from typing import Any

from cpr_desk.domain.composition import Letter, MandateRole
from cpr_desk.domain.mandates import EndReason, Mandate, SeatLife
from cpr_desk.domain.seat_history import SeatEventKind, Standing, seat_history
from tests.factories import INSTALLED, person

TITULAR, SUBSTITUTE = MandateRole
SUMMER = date(2022, 6, 30)


def mandate(number: int, name: str, role: MandateRole = TITULAR, since: date = INSTALLED, **facts: Any) -> Mandate:
    return Mandate(number, 1, role, person(name, id=sum(map(ord, name))), since, **facts)


def told(*mandates: Mandate, until: date | None = None, standings: tuple[Standing, ...] = ()) -> list[str]:
    life = SeatLife("Médecins – CSMF", INSTALLED, until, mandates)
    return [
        f"{event.on:%d/%m/%Y} {event.kind.label} | {event.what} | {event.detail}".replace("\u00a0", " ")
        for event in seat_history(life, standings).events
    ]


def test_a_seat_opens_with_its_votes_and_its_line() -> None:
    assert told(standings=(Standing(INSTALLED, 3, 4),)) == [
        "04/02/2021 Ouverture du siège | Le siège est ouvert | ",
        "04/02/2021 Voix | Il porte 3 voix | ",
        "04/02/2021 Ordre du tableau | Il prend la ligne 4 du tableau | ",
    ]


def test_a_consultative_seat_has_no_votes_to_tell() -> None:
    assert [line.split(" | ")[1] for line in told(standings=(Standing(INSTALLED, 0, 2),))] == [
        "Le siège est ouvert",
        "Il prend la ligne 2 du tableau",
    ]


def test_votes_and_line_change_apart() -> None:
    standings = (
        Standing(INSTALLED, 3, 4),
        Standing(date(2022, 1, 1), 2, 4),
        Standing(date(2023, 1, 1), 2, 1),
    )

    assert told(standings=standings)[3:] == [
        "01/01/2022 Voix | De 3 à 2 voix | ",
        "01/01/2023 Ordre du tableau | De la ligne 4 à la ligne 1 du tableau | ",
    ]


def test_a_replacement_is_told_on_one_day_the_end_first() -> None:
    letter = Letter(date(2022, 6, 12), "2022-118")
    left = mandate(1, "Basile Abgrall", until=SUMMER, end_reason=EndReason.RESIGNATION, end_note="part en retraite")
    came = mandate(2, "Perrig Lanvaux", since=date(2022, 7, 1), letter=letter)

    assert told(left, came)[1:] == [
        "04/02/2021 Désignation | Basile Abgrall, titulaire | ",
        (
            "01/07/2022 Fin de mandat | Basile Abgrall n’est plus titulaire | "
            "Démission, dernier jour : 30/06/2022, part en retraite"
        ),
        "01/07/2022 Désignation | Perrig Lanvaux, titulaire | Lettre du 12/06/2022, réf. 2022-118",
    ]


def test_a_planned_term_is_told_at_both_ends() -> None:
    planned = mandate(1, "Basile Abgrall", until=SUMMER, letter=Letter(reference="A-1"))

    assert told(planned)[1:] == [
        "04/02/2021 Désignation | Basile Abgrall, titulaire | Lettre, réf. A-1. Terme prévu le 30/06/2022",
        "01/07/2022 Fin de mandat | Basile Abgrall n’est plus titulaire | Fin du mandat, dernier jour : 30/06/2022",
    ]


def test_a_letter_may_have_a_date_and_no_reference() -> None:
    assert told(mandate(1, "Basile Abgrall", letter=Letter(INSTALLED)))[1].endswith("Lettre du 04/02/2021")


def test_titular_and_substitute_who_trade_places_are_one_event() -> None:
    swapped: dict[str, Any] = {"until": SUMMER, "end_reason": EndReason.SWAPPED}
    first = mandate(1, "Basile Abgrall", TITULAR, **swapped)
    second = mandate(2, "Corentin Bessanges", SUBSTITUTE, **swapped)
    after = (
        mandate(3, "Basile Abgrall", SUBSTITUTE, date(2022, 7, 1)),
        mandate(4, "Corentin Bessanges", TITULAR, date(2022, 7, 1)),
    )

    assert told(first, second, *after)[3:] == [
        "01/07/2022 Échange | Corentin Bessanges devient titulaire, Basile Abgrall devient suppléant | ",
    ]


def test_both_places_that_change_hands_on_one_day_are_no_swap() -> None:
    replaced: dict[str, Any] = {"until": SUMMER, "end_reason": EndReason.REPLACED}
    kinds = [
        event.kind
        for event in seat_history(
            SeatLife(
                "Médecins – CSMF",
                INSTALLED,
                None,
                (
                    mandate(1, "Basile Abgrall", TITULAR, **replaced),
                    mandate(2, "Corentin Bessanges", SUBSTITUTE, **replaced),
                    mandate(3, "Perrig Lanvaux", TITULAR, date(2022, 7, 1)),
                ),
            ),
            (),
        ).events
    ]

    assert kinds.count(SeatEventKind.ENDED) == 2
    assert SeatEventKind.SWAPPED not in kinds


def test_a_closing_is_told_the_day_after_the_last_after_the_ends_it_brings() -> None:
    held = mandate(1, "Basile Abgrall", until=SUMMER, end_reason=EndReason.SEAT_CLOSED)

    assert told(held, until=SUMMER)[-2:] == [
        (
            "01/07/2022 Fin de mandat | Basile Abgrall n’est plus titulaire | "
            "Fermeture du siège, dernier jour : 30/06/2022"
        ),
        "01/07/2022 Fermeture du siège | Le siège est fermé | Dernier jour : 30/06/2022",
    ]


def test_a_history_is_named_by_its_seat() -> None:
    assert seat_history(SeatLife("URPS", INSTALLED), ()).label == "URPS"


def test_roles_agree_with_who_has_them() -> None:
    held = Mandate(1, 1, SUBSTITUTE, person("Perrig Lanvaux", id=1, civility="Mme"), INSTALLED, SUMMER)

    assert [line.split(" | ")[1] for line in told(held)[1:]] == [
        "Mme Perrig Lanvaux, suppléante",
        "Mme Perrig Lanvaux n’est plus suppléante",
    ]
