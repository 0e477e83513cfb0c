from dataclasses import fields

from cpr_desk.domain.commission import Certainty, Rules
from cpr_desk.domain.rule_sources import RULE_SOURCES, RuleSource


def test_every_setting_says_where_it_comes_from() -> None:
    assert list(RULE_SOURCES) == [field.name for field in fields(Rules)]


def test_a_rule_read_in_the_text_says_so() -> None:
    assert RULE_SOURCES["agenda_days"].sentence == (
        "Règlement intérieur, annexe 5 de l’ACI, 1.2 (arrêté du 21 août 2019) – lu dans le texte."
    )


def test_a_default_asks_to_be_confirmed() -> None:
    assert RULE_SOURCES["counting"].sentence.endswith("– règle par défaut, à confirmer par le règlement applicable.")
    assert RuleSource("Convention voisine", Certainty.SISTER).sentence == (
        "Convention voisine – règle par défaut, à confirmer par le règlement applicable."
    )
