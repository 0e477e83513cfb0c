from dataclasses import replace
from datetime import date

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.region_map import Colouring
from cpr_desk.errors import UserError
from cpr_desk.services import reference, register, undo
from cpr_desk.services.commission import CreateCommission, add_commission, create_commission
from cpr_desk.services.dossiers import dossier_of, snapshot_at
from cpr_desk.services.territories import (
    FixTerritory,
    count_population,
    count_sum,
    plotted_at,
    prepare_search,
    region_view,
    save_territory,
    territory_view,
)
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, adhesion

SINCE = date(2025, 3, 1)
TODAY = date(2026, 11, 22)
NANTES, REZE, SAINT_HERBLAIN, REDON = "44109", "44143", "44162", "35236"


@pytest.fixture
def cpts(db: Database, commission: Commission) -> int:
    return add(db, commission, "44-01")


def add(db: Database, commission: Commission, code: str, step: Step = Step.SIGNED, **more: object) -> int:
    fields = {"name": f"CPTS {code}", "step": step, "step_since": SINCE, "members": 12} | more
    return register.save_adhesion(db, commission.id, adhesion(code, **fields), SINCE)


def inhabitants(*codes: str) -> int:
    return sum(reference.gazetteer().communes[code].population for code in codes)


def read(db: Database, commission: Commission, cpts: int) -> Dossier:
    found = dossier_of(db, commission, cpts, TODAY)
    assert found
    return found


def test_a_territory_makes_the_population_and_the_size(db: Database, commission: Commission, cpts: int) -> None:
    save_territory(db, commission, FixTerritory(cpts, (REZE, NANTES), date(2026, 1, 1), "  avis de  l’ARS "))

    found = read(db, commission, cpts)
    assert found.area
    assert (found.area.since, found.area.year, found.area.comment) == (date(2026, 1, 1), 2026, "avis de l’ARS")
    assert dict(found.area.populations) == {code: inhabitants(code) for code in (NANTES, REZE)}
    own = found.adhesion
    assert (own.population, own.size, own.members) == (inhabitants(NANTES, REZE), 4, 12)
    assert own.population_source == "Insee, populations légales (données de 2026), 2 communes"
    weighed = territory_view(db, commission, found, TODAY).weighed
    assert weighed
    assert weighed.is_counted


def test_a_territory_fixed_again_on_its_day_replaces_it_and_one_of_a_later_day_follows_it(
    db: Database, commission: Commission, cpts: int
) -> None:
    for codes, on in (((NANTES,), SINCE), ((REZE,), SINCE), ((REZE, SAINT_HERBLAIN), TODAY)):
        save_territory(db, commission, FixTerritory(cpts, codes, on))

    found = read(db, commission, cpts)
    assert [(area.since, area.codes) for area in found.areas] == [(SINCE, (REZE,)), (TODAY, (REZE, SAINT_HERBLAIN))]
    (before,) = snapshot_at(db, commission, date(2026, 1, 1)).dossiers
    assert before.adhesion.population == inhabitants(REZE)
    assert [each.codes for each in plotted_at(db, commission, date(2026, 1, 1))] == [(REZE,)]
    assert [each.codes for each in plotted_at(db, commission, TODAY)] == [(REZE, SAINT_HERBLAIN)]


def test_arrondissements_and_old_codes_are_stored_as_they_are_today(
    db: Database, commission: Commission, cpts: int
) -> None:
    save_territory(db, commission, FixTerritory(cpts, ("75056", "75101", "69123", "13201", "94038", "49069"), TODAY))

    area = read(db, commission, cpts).area
    assert area
    assert set(area.codes) == {"75056", "69123", "13201", "94038", "49126"}
    found = territory_view(db, commission, read(db, commission, cpts), TODAY).weighed
    assert found
    assert {each.code for each in found.away} == {"75056", "69123", "13201", "94038"}
    assert "L’Haÿ-les-Roses (94)" in [each.label for each in found.away]


def test_an_epci_that_reaches_into_another_region_is_taken_whole(
    db: Database, commission: Commission, cpts: int
) -> None:
    country = reference.gazetteer()
    redon = next(iter(country.communes[REDON].epcis))
    members = country.members(redon)
    assert {each.department for each in members} == {"35", "44", "56"}

    save_territory(db, commission, FixTerritory(cpts, tuple(each.code for each in members), TODAY))

    view = region_view(db, commission, TODAY)
    assert view.map
    assert view.map.left_out == {cpts: sum(each.department != "44" for each in members)}
    assert read(db, commission, cpts).adhesion.population == sum(each.population for each in members)


def test_an_unknown_code_is_refused_and_nothing_is_written(db: Database, commission: Commission, cpts: int) -> None:
    with pytest.raises(UserError, match="Aucune commune n’a le code 00000 et 44999"):
        save_territory(db, commission, FixTerritory(cpts, (NANTES, "00000", "44999"), TODAY))

    assert read(db, commission, cpts).areas == ()


def test_a_cpts_of_another_register_is_refused(db: Database, commission: Commission) -> None:
    with pytest.raises(UserError, match="n’est plus au registre"):
        save_territory(db, commission, FixTerritory(99, (NANTES,), TODAY))
    with pytest.raises(UserError, match="n’est plus au registre"):
        count_sum(db, commission, 99, TODAY)
    with pytest.raises(UserError, match="n’est plus au registre"):
        count_population(db, commission, 99, 5, "Mairie", TODAY)


def test_a_population_stated_otherwise_goes_on_counting_when_asked_to(
    db: Database, commission: Commission, cpts: int
) -> None:
    count_population(db, commission, cpts, 45_000, " Recensement  communal ", SINCE)
    save_territory(db, commission, FixTerritory(cpts, (REZE,), TODAY, keeps_population=True))

    own = read(db, commission, cpts).adhesion
    assert (own.population, own.population_source, own.members) == (45_000, "Recensement communal", 12)

    count_sum(db, commission, cpts, TODAY)
    assert read(db, commission, cpts).adhesion.population == inhabitants(REZE)


def test_a_population_needs_its_source_and_a_sum_its_territory(db: Database, commission: Commission, cpts: int) -> None:
    with pytest.raises(UserError, match="source"):
        count_population(db, commission, cpts, 45_000, "  ", SINCE)
    with pytest.raises(UserError, match="pas de territoire"):
        count_sum(db, commission, cpts, TODAY)


def test_a_size_stated_without_population_gives_way_to_one(db: Database, commission: Commission) -> None:
    own = add(db, commission, "44-02", size=3)
    save_territory(db, commission, FixTerritory(own, (), TODAY))
    assert read(db, commission, own).adhesion.size == 3

    save_territory(db, commission, FixTerritory(own, (REZE,), TODAY))
    assert read(db, commission, own).adhesion.size == 2


def test_an_emptied_territory_takes_its_sum_away_and_leaves_another_population(
    db: Database, commission: Commission, cpts: int
) -> None:
    save_territory(db, commission, FixTerritory(cpts, (REZE,), SINCE))
    save_territory(db, commission, FixTerritory(cpts, (), TODAY))

    found = read(db, commission, cpts)
    assert (found.adhesion.population, found.adhesion.population_source) == (None, "")
    assert found.area
    assert found.area.codes == ()

    count_population(db, commission, cpts, 45_000, "Mairie", TODAY)
    save_territory(db, commission, FixTerritory(cpts, (), TODAY))
    assert read(db, commission, cpts).adhesion.population == 45_000


def test_a_territory_is_undone_with_its_population(db: Database, commission: Commission, cpts: int) -> None:
    before = read(db, commission, cpts)
    opened = undo.last_entry(db)
    save_territory(db, commission, FixTerritory(cpts, (REZE,), TODAY))
    step = undo.history(db, opened).undo
    assert step
    assert step.label == "fixer le territoire de la CPTS 44-01"

    undo.undo(db, step)

    assert read(db, commission, cpts) == before


def test_the_map_of_a_day_shows_who_was_alive_then(db: Database, commission: Commission, cpts: int) -> None:
    other = add(db, commission, "44-02", Step.LETTER_DEPOSITED)
    add(db, commission, "44-03", Step.REFLECTION)
    save_territory(db, commission, FixTerritory(cpts, (NANTES, REZE), SINCE))
    save_territory(db, commission, FixTerritory(other, (REZE,), SINCE))

    view = region_view(db, commission, TODAY, Colouring.CPTS)

    assert view.map
    assert view.map.drawn[0][:2] in ("44", "49", "53", "72", "85")
    assert [each.cpts.id for each in view.map.cpts] == [cpts, other]
    assert [each.name for each in view.survey.without] == ["CPTS 44-03"]
    assert [each.population for each in view.survey.overlaps] == [inhabitants(REZE)]
    assert "IGN" in view.source
    assert region_view(db, commission, date(2024, 1, 1)).survey.held == ()


def test_a_local_commission_has_the_map_of_its_department_and_the_national_one_none(db: Database) -> None:
    local = create_commission(db, CreateCommission(CommissionKind.CPL, "52", "Mayenne", INSTALLED))
    view = region_view(db, local, TODAY)
    assert view.map
    assert {code[:2] for code in view.map.drawn} == {"53"}
    assert {each.department for each in view.survey.reach.free} == {"53"}

    national = add_commission(db, CreateCommission(CommissionKind.CPN, "", "", INSTALLED))
    whole = region_view(db, national, TODAY)
    assert (whole.map, whole.source) == (None, "")
    assert len(whole.survey.reach.free) > 34_000


def test_a_commission_of_a_region_that_is_no_more_has_no_map(db: Database, commission: Commission) -> None:
    assert region_view(db, replace(commission, region_code="99"), TODAY).map is None


def test_what_names_are_looked_up_in_is_made_once() -> None:
    gazetteer = reference.gazetteer("94")
    prepare_search(gazetteer)
    made = gazetteer.folded
    prepare_search(gazetteer)
    assert gazetteer.folded is made
