from dataclasses import replace
from datetime import date

import pytest

from cpr_desk import paths
from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.bulk import BulkChange, BulkKind, Judged, judge
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier, MissionState
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.missions import Mission
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(paths.reference_dir()).values())
NAMES = {"44": "Loire-Atlantique", "49": "Maine-et-Loire"}
SIGNED_ON, TODAY = date(2022, 3, 15), date(2023, 6, 1)


def project(step: Step = Step.LETTER_VALIDATED, **shown: object) -> Dossier:
    known = adhesion(step=step, step_since=SIGNED_ON, department="44")
    return Dossier(replace(known, **shown), steps=(StepTaken(step, SIGNED_ON),))  # type: ignore[arg-type]


def contract(*missions: MissionState, dialogues: tuple[Dialogue, ...] = ()) -> Dossier:
    return replace(
        project(Step.SIGNED), contracts=(Contract(SIGNED_ON, 5),), missions=missions, dialogues=dialogues
    )  # fmt: skip


def judged(kind: BulkKind, dossier: Dossier, **told: object) -> Judged:
    change = replace(BulkChange(kind, on=TODAY), **told)  # type: ignore[arg-type]
    return judge(change, dossier, SCALES, NAMES, TODAY)


def test_a_step_is_taken_where_the_rules_of_the_file_allow_it() -> None:
    good = judged(BulkKind.STEP, project(), step=Step.PROJECT_VALIDATED, author="ARS")
    assert (good.before, good.after) == (
        "Lettre d’intention validée, le 15/03/2022",
        "Projet de santé validé, le 01/06/2023",
    )
    assert good.target == StepTaken(Step.PROJECT_VALIDATED, TODAY, "ARS")
    assert good.changes
    assert "Étapes non renseignées" in good.warnings[0]

    bad = judged(BulkKind.STEP, project(Step.SIGNED, step_since=None), step=Step.NEGOTIATION)
    assert bad.before == "Contrat signé"
    assert "Le contrat est signé" in bad.refusals[0]
    assert not bad.changes


def test_a_mission_is_chosen_once() -> None:
    chosen = judged(BulkKind.MISSION_CHOSEN, project(), mission=Mission.PREVENTION)
    assert (chosen.before, chosen.after, chosen.target) == (
        "non choisie",
        "choisie",
        MissionState(Mission.PREVENTION),
    )
    again = judged(BulkKind.MISSION_CHOSEN, contract(MissionState(Mission.PREVENTION)), mission=Mission.PREVENTION)
    assert not again.changes
    assert again.refusals == ()


def test_a_mission_that_starts_is_chosen_with_it_and_starts_once() -> None:
    started = judged(BulkKind.MISSION_STARTED, project(), mission=Mission.ACCES)
    assert started.target == MissionState(Mission.ACCES, started_on=TODAY)
    assert "Aucun contrat n’est encore signé" in started.warnings[0]

    known = MissionState(Mission.ACCES, started_on=SIGNED_ON)
    other = judged(BulkKind.MISSION_STARTED, contract(known), mission=Mission.ACCES)
    assert other.refusals == ("La mission a démarré le 15/03/2022.",)
    same = judged(BulkKind.MISSION_STARTED, contract(known), mission=Mission.ACCES, on=SIGNED_ON)
    assert not same.changes
    assert same.refusals == ()
    to_come = judged(BulkKind.MISSION_STARTED, contract(), mission=Mission.ACCES, on=date(2024, 1, 1))
    assert "est à venir" in to_come.refusals[0]


def test_the_first_yearly_dialogue_not_held_is_planned() -> None:
    held = Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2023, 4, 1), id=7)
    planned = judged(BulkKind.DIALOGUE, contract(dialogues=(held,)), on=date(2024, 4, 2))
    assert (planned.before, planned.after) == ("Année 2, non prévu", "Année 2, prévu le 02/04/2024")
    assert planned.target == Dialogue(DialogueKind.YEARLY, year=2, planned_on=date(2024, 4, 2))

    known = Dialogue(DialogueKind.YEARLY, year=1, planned_on=date(2023, 5, 1), id=7)
    late = judged(BulkKind.DIALOGUE, contract(dialogues=(known,)))
    assert late.target == replace(known, planned_on=TODAY)
    assert "suit la limite" in late.warnings[0]


def test_no_dialogue_is_planned_without_a_contract() -> None:
    assert "Aucun dialogue annuel n’est attendu" in judged(BulkKind.DIALOGUE, project()).refusals[0]


def test_a_department_must_exist() -> None:
    moved = judged(BulkKind.DEPARTMENT, project(), text="49")
    assert (moved.before, moved.after, moved.target) == ("44 – Loire-Atlantique", "49 – Maine-et-Loire", "49")
    assert judged(BulkKind.DEPARTMENT, project(), text="00").refusals == (
        f"Le département «{NBSP}00{NBSP}» n’existe pas.",
    )


def test_a_contact_replaces_and_a_comment_is_added() -> None:
    known = project(contact="Ysée Marlou", comment="Relancée en mai.")
    assert judged(BulkKind.CONTACT, known, text=" Odon Vareil ").target == "Odon Vareil"
    assert judged(BulkKind.COMMENT, known, text="Réponse reçue.").after == "Relancée en mai.\nRéponse reçue."
    assert not judged(BulkKind.COMMENT, known, text=" ").changes
    assert judged(BulkKind.CONTACT, known, text="x" * 301).refusals
    assert judged(BulkKind.COMMENT, known, text="x" * 4000).refusals


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (BulkChange(BulkKind.STEP, TODAY, Step.NEGOTIATION), "étape franchie : Négociation de l’ACI, le 01/06/2023"),
        (BulkChange(BulkKind.MISSION_CHOSEN, mission=Mission.CRISES), "mission choisie : Crises sanitaires graves"),
        (BulkChange(BulkKind.MISSION_STARTED, TODAY), "mission démarrée : Accès aux soins, le 01/06/2023"),
        (BulkChange(BulkKind.DIALOGUE, TODAY), "dialogue annuel prévu : le 01/06/2023"),
        (BulkChange(BulkKind.DEPARTMENT, text="49"), "département : 49 – Maine-et-Loire"),
        (BulkChange(BulkKind.CONTACT, text="Ysée Marlou"), "contact : Ysée Marlou"),
        (BulkChange(BulkKind.COMMENT, text="Vu."), "commentaire ajouté : Vu."),
    ],
)
def test_a_change_is_said_in_french(change: BulkChange, words: str) -> None:
    assert change.words(NAMES).replace(NBSP, " ") == words
