from datetime import date

import pytest

from cpr_desk.errors import UserError
from cpr_desk.services import reference


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2015, 1, 1), "aci-2019"), (date(2021, 2, 4), "aci-2019"), (date(2026, 1, 1), "avenant-2")],
)
def test_the_scale_of_a_day_is_the_one_in_force(day: date, code: str) -> None:
    assert reference.scale_at(day).code == code


def test_a_scale_is_known_by_its_code() -> None:
    assert reference.scale("avenant-2").code == "avenant-2"
    with pytest.raises(UserError, match="« avenant-9 » est inconnu") as unknown:
        reference.scale("avenant-9")
    assert unknown.value.what_to_do == "Choisissez parmi : aci-2019 et avenant-2."


def test_a_region_has_its_departments() -> None:
    region = reference.region("pays de la loire")

    assert list(reference.department_names(region.code)) == ["44", "49", "53", "72", "85"]
    assert reference.department_names()["2A"] == "Corse-du-Sud"
