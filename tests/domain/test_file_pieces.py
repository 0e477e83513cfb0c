from dataclasses import replace
from datetime import date

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Area, Dossier, FilePaper
from cpr_desk.domain.file_pieces import PIECES, PieceCode, Standing, checklist, missing_for, received_on
from tests.factories import adhesion

TODAY = date(2023, 1, 1)


def dossier(**facts: object) -> Dossier:
    return replace(Dossier(adhesion()), **facts)  # type: ignore[arg-type]


def paper(code: PieceCode, day: date | None = TODAY) -> FilePaper:
    return FilePaper(code, received_on=day)


def standings(known: Dossier, at: date = TODAY) -> dict[str, Standing]:
    return {each.piece.code: each.standing for each in checklist(known, at)}


def test_an_empty_file_lacks_every_piece_of_the_contract() -> None:
    assert missing_for(dossier(), Step.SIGNED, TODAY) == (
        "la lettre d’intention",
        "le projet de santé",
        "les statuts de l’association loi 1901",
        "le territoire",
        "la liste des membres avec leur statut",
        "le nom de l’association qui porte la CPTS",
    )
    assert {state.label for state in Standing} == {"reçue", "manquante", "non exigée"}


def test_each_step_asks_for_what_the_path_had_to_bring_by_then() -> None:
    assert missing_for(dossier(), Step.REFLECTION, TODAY) == ()
    assert missing_for(dossier(), Step.LETTER_VALIDATED, TODAY) == ("la lettre d’intention",)
    letter = dossier(papers=(paper(PieceCode.LETTER),))
    assert missing_for(letter, Step.PROJECT_SENT, TODAY) == ("le projet de santé",)
    assert missing_for(dossier(), Step.ABANDONED, TODAY) == ()


def test_a_piece_received_says_since_when() -> None:
    known = dossier(papers=(paper(PieceCode.LETTER, date(2022, 2, 1)), paper(PieceCode.MEMBERS, None)))
    told = {each.piece.code: each.words for each in checklist(known, TODAY)}
    assert told[PieceCode.LETTER] == "reçue le 01/02/2022"
    assert told[PieceCode.MEMBERS] == "reçue, sans date"


def test_a_piece_completed_later_counts_from_its_last_paper() -> None:
    known = dossier(papers=(paper(PieceCode.PROJECT, date(2022, 2, 1)), paper(PieceCode.PROJECT, date(2022, 3, 1))))
    assert received_on(known, PieceCode.PROJECT) == date(2022, 3, 1)
    assert received_on(dossier(), PieceCode.PROJECT) is None


def test_a_territory_of_the_register_needs_no_paper() -> None:
    known = dossier(areas=(Area(date(2022, 1, 1), 2022, (("49007", 1), ("49020", 2))),))
    state = next(each for each in checklist(known, TODAY) if each.piece.code is PieceCode.AREA)
    assert (state.standing, state.words) == (Standing.RECEIVED, "au registre depuis le 01/01/2022\u00a0: 2 communes")


def test_statutes_are_asked_for_since_the_14_of_may_2022() -> None:
    assert standings(dossier(), date(2022, 5, 13))[PieceCode.STATUTES] is Standing.NOT_REQUIRED
    assert standings(dossier(), date(2022, 5, 14))[PieceCode.STATUTES] is Standing.MISSING
    old = dossier(contracts=(Contract(date(2021, 3, 15), 5),))
    assert standings(old)[PieceCode.STATUTES] is Standing.NOT_REQUIRED
    assert "nom de l’association" not in " ".join(missing_for(dossier(), Step.SIGNED, date(2022, 5, 13)))
    assert "nom de l’association" not in " ".join(missing_for(dossier(association="Layon"), Step.SIGNED, TODAY))


def test_each_piece_has_its_source() -> None:
    assert all(piece.source for piece in PIECES)
