from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.areas import survey
from cpr_desk.domain.commission import CommissionKind
from cpr_desk.domain.communes import Commune
from cpr_desk.domain.french import fold
from cpr_desk.reports import docx, pdf
from cpr_desk.reports.document import Document
from cpr_desk.reports.territories import Ground, territories_report
from tests.domain.gazetteers import GAZETTEER, LOIRE
from tests.reports.conftest import Golden
from tests.reports.map_sample import PLOTTED, sample_map
from tests.reports.reading import pages, pdf_facts, text, typing_faults
from tests.reports.sample import COMMISSION, DEPARTMENTS

DAY = date(2026, 11, 22)
SURVEY = survey(DAY, PLOTTED, GAZETTEER, LOIRE)
GROUND = Ground(SURVEY, sample_map(), "Contours\u00a0: IGN, 2024, Licence Ouverte 2.0.", DEPARTMENTS)


def report(ground: Ground = GROUND) -> Document:
    return territories_report(COMMISSION, ground)


def printed(ground: Ground = GROUND) -> str:
    return text(pdf.render([report(ground)]).pdf).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_document_is_as_last_looked_at(golden: Golden) -> None:
    golden("territories.pdf", pdf_facts(pdf.render([report()]).pdf))


def test_the_same_data_print_the_same_file() -> None:
    assert pdf.render([report()]).pdf == pdf.render([report()]).pdf


def test_it_is_typeset() -> None:
    assert typing_faults(report().blocks[:3]) == []
    assert docx.render([report()])


def test_the_map_and_its_figures_hold_on_the_first_page() -> None:
    first = pages(pdf.render([report()]).pdf)[0]
    assert "IGN" in first
    assert "Contrat signé (1 CPTS)" in first


def test_each_cpts_is_listed_under_its_number_with_what_it_holds() -> None:
    told = printed()
    assert "1 CPTS Baugeois Négociation de l’ACI 1 12 000" in told
    assert "3 CPTS Sud-Loire Contrat signé 2 363 000" in told
    assert "CPTS Sud-Loire CPTS Presqu’île Rezé (44), 43 000 habitants" in told


def test_communes_of_no_cpts_are_named_by_departement_the_largest_first() -> None:
    told = printed()
    assert "Loire-Atlantique (44) : 2 communes, 78 000 habitants" in told
    assert told.index("Saint-Herblain") < told.index("Saint-Sébastien-sur-Loire 28 000")


def many(count: int) -> Ground:
    """Return a ground with many communes of no CPTS, of 1 to `count` inhabitants, in two départements."""
    free = tuple(Commune(f"{44 if n % 2 else 49}{n:04}", f"Commune {n}", (), n) for n in range(count, 0, -1))
    return replace(GROUND, survey=replace(SURVEY, reach=replace(SURVEY.reach, free=free)))


@pytest.mark.parametrize(("count", "least"), [(900, ""), (901, "500"), (1_899, "1 000"), (5_899, "5 000")])
def test_of_many_communes_the_small_ones_are_counted(count: int, least: str) -> None:
    told = printed(many(count))
    assert ("autres communes" in told) == bool(least)
    assert (f"Les communes d’au moins {least} habitants" in told) == bool(least)
    assert f"Commune {count} " in told
    assert ("Commune 3 " in told) == (not least)


def test_a_register_without_territories_still_prints() -> None:
    nothing = replace(GROUND, survey=survey(DAY, (), GAZETTEER, LOIRE), drawing=None)
    told = printed(nothing)
    assert "Aucune carte n’est dessinée" in told
    assert "Aucune commune n’est dans plusieurs CPTS." in told
    assert "0 CPTS avec un territoire" in told


def test_a_region_whose_communes_are_all_held_says_so() -> None:
    full = survey(DAY, (replace(PLOTTED[0], codes=tuple(GAZETTEER.communes)),), GAZETTEER, LOIRE)
    assert "Chaque commune est dans une CPTS." in printed(replace(GROUND, survey=full))


def test_a_local_and_the_national_commission_name_their_territory() -> None:
    for kind, words in ((CommissionKind.CPL, "du departement"), (CommissionKind.CPN, "de la france")):
        document = territories_report(replace(COMMISSION, kind=kind), GROUND)
        assert words in fold(text(pdf.render([document]).pdf))
