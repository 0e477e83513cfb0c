from datetime import date

import pytest

from cpr_desk.domain.register_filter import EVERYTHING, Facet
from cpr_desk.domain.register_view import ViewSettings


def test_a_view_stored_comes_back_as_it_was() -> None:
    asked = EVERYTHING.choosing(Facet.SIZE, ["3"])
    view = ViewSettings("sarthe", asked, ("name", "due"), "due", descending=True, day=date(2020, 12, 31))
    assert ViewSettings.of_json(view.as_json()) == view
    assert ViewSettings.of_json(ViewSettings().as_json()) == ViewSettings()


@pytest.mark.parametrize(
    "stored",
    [None, "x", {}, {"text": 1, "columns": "name", "sort": None, "descending": 1, "day": "hier"}, {"columns": [None]}],
)
def test_what_is_stored_and_makes_no_sense_shows_the_whole_register(stored: object) -> None:
    assert ViewSettings.of_json(stored) == ViewSettings()
