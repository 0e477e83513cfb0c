"""The register of decisions and opinions on paper and in Excel."""

from dataclasses import replace
from datetime import date

from cpr_desk.domain.decisions import Decision, DecisionKind, Listed
from cpr_desk.reports import pdf, xlsx
from cpr_desk.reports.decisions import decisions_register, decisions_workbook
from tests.reports.conftest import Golden
from tests.reports.reading import pdf_facts, text, typing_faults, xlsx_facts
from tests.reports.sample import COMMISSION

AT = date(2022, 3, 1)
FIRST = Decision(
    DecisionKind.DECISION, 2021, 1, "Le calendrier de 2021 est adopté.", date(2021, 2, 4), 1, done_on=date(2021, 2, 10)
)
OPINION = replace(
    FIRST,
    kind=DecisionKind.OPINION,
    text="Avis favorable à l’avenant au contrat de la CPTS Presqu’île. " * 6,
    done_on=None,
    responsible="Mme Maëlle Tréguier de Kerouartz-Roz",
    due_on=date(2022, 2, 1),
    note="=relance",
)
WITHDRAWN = replace(FIRST, number=2, done_on=None, withdrawn_on=date(2021, 3, 1), withdrawn_reason="vote annulé")
LATER = replace(FIRST, year=2022, taken_on=date(2022, 1, 20), done_on=None)
KNOWN = (
    Listed(OPINION, "2021-1", "CPTS Presqu’île"),
    Listed(FIRST, "2021-1"),
    Listed(WITHDRAWN, "2021-1"),
    Listed(LATER, "2022-1"),
)


def test_the_register_is_as_last_looked_at(golden: Golden) -> None:
    golden("decisions.pdf", pdf_facts(pdf.render([decisions_register(COMMISSION, KNOWN, AT)]).pdf))


def test_the_workbook_is_as_last_looked_at(golden: Golden) -> None:
    golden("decisions.xlsx", xlsx_facts(xlsx.render(decisions_workbook(COMMISSION, KNOWN, AT))))


def test_the_register_names_what_is_late_and_is_typeset_as_french_is() -> None:
    document = decisions_register(COMMISSION, KNOWN, AT)
    told = text(pdf.render([document]).pdf).replace("\xa0", " ")

    assert "En retard : A 2021-01." in told
    assert "Retrait le 01/03/2021 : vote annulé" in told
    assert "Kerouartz-Roz" in told
    assert typing_faults(document) == []
    assert "En retard" not in text(pdf.render([decisions_register(COMMISSION, KNOWN[1:], AT)]).pdf)
