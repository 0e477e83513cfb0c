"""Who may give a proxy, and under which rule."""

from dataclasses import replace

import pytest

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Rules
from cpr_desk.domain.composition import Composition, Section
from cpr_desk.domain.proxies import principals, rule_words
from tests.factories import INSTALLED, seed_composition

COMPOSITION = seed_composition()


def test_whoever_holds_votes_may_give_a_proxy() -> None:
    found = principals(COMPOSITION)

    assert len(found) == 13 + 19
    assert {each.seat.section for each in found} == {Section.SOCIAL, Section.PROFESSIONAL}
    assert [each.substitute.name if each.substitute else "" for each in found[:3]] == ["", "", "Lubin Castérac"]


def test_somebody_with_two_seats_gives_two_proxies() -> None:
    first, second = COMPOSITION.seats[:2]
    both = Composition(INSTALLED, (first, replace(second, titular=first.titular)))

    assert len(principals(both)) == 2


@pytest.mark.parametrize(("received", "said"), [(1, "en recevoir un seul et"), (2, "en recevoir 2 au plus et")])
def test_the_rule_tells_its_number_and_that_it_is_a_default(received: int, said: str) -> None:
    words = rule_words(Rules(proxies_received=received)).replace("\u00a0", " ")

    assert said in words
    assert DEFAULT_RULE_NOTICE in words


def test_the_rule_tells_whether_a_proxy_counts_in_the_quorum() -> None:
    assert "Il ne compte pas dans le quorum" in rule_words(Rules())
    assert "Il compte dans le quorum" in rule_words(Rules(proxies_in_quorum=True))
