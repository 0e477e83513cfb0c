from pytestqt.qtbot import QtBot

from cpr_desk.ui.widgets.plain_label import PlainLabel, breakable

LONG = "Interminable" * 10


def test_a_name_of_120_letters_takes_several_lines(qtbot: QtBot) -> None:
    label = PlainLabel(f"Mme {LONG}")
    qtbot.addWidget(label)

    assert label.minimumSizeHint().width() < 300
    assert label.accessibleName() == f"Mme {LONG}"
    assert label.text().replace("\u200b", "") == f"Mme {LONG}"


def test_what_may_be_copied_is_what_is_stored(qtbot: QtBot) -> None:
    label = PlainLabel(LONG, selectable=True)
    qtbot.addWidget(label)

    assert (label.text(), label.toolTip()) == (LONG, LONG)

    label.say("<b>N'Guyen</b>")

    assert (label.text(), label.toolTip()) == ("<b>N'Guyen</b>", "")


def test_words_of_a_common_length_stay_whole() -> None:
    assert breakable("Éloïse de La Haÿe") == "Éloïse de La Haÿe"
