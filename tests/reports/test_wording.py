from dataclasses import replace
from datetime import date, time

from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.reports.wording import meeting_facts
from tests.reports.sample import MEETING


def _facts(**changes: object) -> list[tuple[str, str]]:
    told = meeting_facts(replace(MEETING, **changes))  # type: ignore[arg-type]
    return [(name.replace("\u00a0", " "), value.replace("\u00a0", " ")) for name, value in told]


def test_both_agreements_to_an_urgent_convocation_are_printed() -> None:
    agreed = date(2021, 1, 25)

    assert _facts(urgent_president_on=agreed, urgent_vice_president_on=agreed)[-2] == (
        "Convocation :",
        (
            "en urgence, avec l’accord de la présidence, donné le 25/01/2021, et celui de la vice-présidence, "
            "donné le 25/01/2021"
        ),
    )
    assert not [name for name, _ in _facts(urgent_president_on=agreed) if name == "Convocation :"]


def test_hours_opening_and_the_other_commission_are_printed() -> None:
    consultation = _facts(kind=MeetingKind.WRITTEN, opens_on=date(2021, 1, 25), starts=None, place="", link="")

    assert ("Horaires :", "de 14 h à 0 h 30, le lendemain") in _facts(ends=time(0, 30))
    assert ("Réunion commune avec :", "CPL Sarthe") in _facts(joint_with="CPL Sarthe")
    assert consultation[:2] == [("Ouverture :", "lundi 25 janvier 2021"), ("Clôture :", "jeudi 4 février 2021")]
