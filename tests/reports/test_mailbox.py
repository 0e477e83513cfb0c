import pytest

from cpr_desk.reports.mailbox import Mailbox


@pytest.mark.parametrize("address", ["", "@", "zoe@", "@exemple.fr", "exemple.fr", "a@x..fr", "zoé@exemple.fr"])
def test_what_mail_cannot_carry_is_refused_before_it_is_written(address: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        Mailbox("Zoé Dupont", address)


def test_a_domain_with_accents_is_written_in_punycode() -> None:
    assert Mailbox("Zoé Dupont", "zoe@société.fr").address == "zoe@xn--socit-esab.fr"
