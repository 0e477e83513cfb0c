from pytestqt.qtbot import QtBot

from cpr_desk.domain.papers import Paper
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.widgets.fact_list import Act, Fact, FactList

DONE = (Tone.DONE, "circle-check", "Fait")
LONG = "Projet de santé de la communauté professionnelle.pdf"


def fact(title: str, *acts: Act, words: str = "", papers: tuple[Paper, ...] = ()) -> Fact:
    return Fact(DONE, title, words, papers, acts)


def listed(qtbot: QtBot, *facts: Fact) -> FactList:
    made = FactList()
    qtbot.addWidget(made)
    made.show_facts(facts)
    made.show()
    return made


def test_what_is_done_follows_the_facts_shown_last(qtbot: QtBot) -> None:
    told: list[str] = []
    shown = listed(qtbot, fact("Lettre", Act("Corriger…", lambda: told.append("first"))))
    (button,) = shown.buttons()

    shown.show_facts([fact("Lettre", Act("Corriger…", lambda: told.append("second")))])
    assert shown.buttons() == [button]
    button.click()
    assert told == ["second"]


def test_focus_stays_on_the_same_command_when_other_words_come(qtbot: QtBot) -> None:
    act = Act("Corriger…", lambda: None)
    shown = listed(qtbot, fact("Lettre", act), fact("Projet", act))
    shown.activateWindow()
    shown.buttons()[1].setFocus()
    qtbot.waitUntil(shown.buttons()[1].hasFocus)

    shown.show_facts([fact("Lettre", act, words="Par l’ARS"), fact("Projet", act)])
    assert shown.buttons()[1].hasFocus()
    assert shown.text() == "Fait. Lettre. Par l’ARS\nFait. Projet."


def test_a_long_name_of_a_file_is_cut_and_whole_in_its_tooltip(qtbot: QtBot) -> None:
    paper = Paper(LONG, "application/pdf", 2048, "0" * 64)
    shown = listed(qtbot, fact("Projet", papers=(paper,)))
    (button,) = shown.buttons()
    assert button.text().endswith("…")
    assert button.toolTip() == f"Ouvrir {LONG} (2\u00a0Ko)"
    with qtbot.waitSignal(shown.opened) as opened:
        button.click()
    assert opened.args == [paper]
