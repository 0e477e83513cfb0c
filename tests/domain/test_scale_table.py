from dataclasses import replace

from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.scale import Condition
from cpr_desk.domain.scale_table import RowKind, details_of, table_of
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

ACI_2019, AVENANT_2 = load_scales(reference_dir()).values()


def test_the_totals_are_those_that_the_accords_print() -> None:
    for scale, amounts in (
        (ACI_2019, (220_000, 287_000, 370_000, 450_000)),
        (AVENANT_2, (287_500, 382_500, 487_500, 580_000)),
    ):
        total = next(row for row in table_of(scale) if row.kind is RowKind.TOTAL)
        assert [int(total.amount(size)) for size in SizeClass] == [*amounts]
        assert total.is_total
        assert total.label.startswith("Total")


def test_each_mission_has_its_total_after_its_lines() -> None:
    rows = table_of(AVENANT_2)
    labels = [row.label for row in rows if row.kind in (RowKind.LINE, RowKind.SUBTOTAL)]

    assert labels[0] == "Fonctionnement de la communauté professionnelle"
    assert labels[1:4] == ["Accès aux soins, volet fixe", "Accès aux soins, volet variable", "Total Accès aux soins"]
    assert [row.kind for row in rows][-4:] == [RowKind.TOTAL, RowKind.GRANT, RowKind.GRANT, RowKind.GRANT]
    assert rows[0].source
    assert "selon la taille" in rows[0].rule
    assert not rows[0].is_total
    assert len({row.id for row in rows}) == len(rows)


def test_a_mission_of_one_line_has_no_total_of_its_own() -> None:
    alone = replace(AVENANT_2, lines=AVENANT_2.lines[:2], grants=(), printed=())

    assert [row.kind for row in table_of(alone)] == [RowKind.LINE, RowKind.LINE, RowKind.TOTAL]
    assert table_of(alone)[-1].label == "Total"


def test_a_condition_has_its_words() -> None:
    assert [each.label.split()[0] for each in Condition] == ["chaque", "l’année", "les", "quand"]


def test_what_a_scale_fixes_beside_its_table_is_told_in_sentences() -> None:
    told = [each.replace("\xa0", " ").replace("\u202f", " ") for each in details_of(AVENANT_2)]

    assert told[0] == "En vigueur à partir du lundi 20 décembre 2021. Date de signature de l’avenant."
    assert "taille 2 à partir de 40 000 habitants" in told[1]
    assert told[2].startswith("Contrat de 5 ans ; dialogue annuel dans les 2 mois")
    assert told[3].endswith("dans les 6 mois, déploiement complet dans les 18 mois, à compter de la signature.")
    assert any("Qualité et pertinence (optionnelle) : démarrage libre." in each for each in told)
    assert "à confirmer" in told[-2]
    assert "lu dans une source secondaire, à vérifier" in told[-3]
    assert "Le Quotidien du médecin" in told[-1]


def test_delays_of_missions_that_are_our_default_say_so() -> None:
    one, two = AVENANT_2.missions[:2]
    free = (
        replace(one, start_months=None, certainty=Certainty.DEFAULT),
        replace(two, deployment_months=None),
    )
    told = " ".join(details_of(replace(AVENANT_2, missions=free, bonus=None)))

    assert "calendrier de déploiement – règle par défaut, à confirmer" in told
    assert "démarrage libre, déploiement complet dans les 18" in told
    assert "déploiement complet libre" in told
    assert "Majoration" not in told
