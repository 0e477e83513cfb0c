"""Scales driven as a secretary drives them: add, correct, see what changes, take in, hand out, go back."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Certainty, Commission, CommissionKind
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Condition, GrantKind, Part
from cpr_desk.domain.schedule import Kind
from cpr_desk.services import reference, scales
from cpr_desk.services.commission import CreateCommission, add_commission
from cpr_desk.services.instance import Database
from cpr_desk.ui import tasks, theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.dialogs.scale import GiveUpScaleDialog, ScaleDialog
from cpr_desk.ui.models.scales import civil_year_columns, effect_columns, year_line_columns
from cpr_desk.ui.pages.settings import SettingsPage
from cpr_desk.ui.pages.settings_scales import ScalesPanel
from cpr_desk.ui.widgets.amounts_table import AmountsTable
from cpr_desk.ui.widgets.progress_panel import ProgressRow
from tests.services.test_scales import further, pay, signed
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

TODAY = date(2024, 6, 1)


@pytest.fixture
def page(db: Database, commission: Commission, qtbot: QtBot) -> SettingsPage:
    """Show the settings, the scales in front, over a register of three contracts."""
    for number in range(3):
        signed(db, commission, f"CPTS-{number:03d}")
    made = shown(SettingsPage, Desk(db, lambda: TODAY), qtbot)
    made.begin("scales")
    return made


@pytest.fixture
def panel(page: SettingsPage) -> ScalesPanel:
    return page.scales


def press(panel: ScalesPanel, verb: str) -> None:
    action = next(each for each in panel.actions() if each.text().replace("&", "").startswith(verb))
    assert action.isEnabled()
    action.trigger()


def can(panel: ScalesPanel, verb: str) -> bool:
    return next(each for each in panel.actions() if each.text().replace("&", "").startswith(verb)).isEnabled()


def opened(dialogs: Dialogs, panel: ScalesPanel, verb: str) -> ScaleDialog:
    return open_dialog(dialogs, panel, ScaleDialog, lambda: press(panel, verb))


def weighed(qtbot: QtBot, dialog: ScaleDialog) -> None:
    """Press the button that weighs what is typed and wait until it is shown."""
    click(qtbot, dialog, "Voir ce qui change")
    qtbot.waitUntil(lambda: dialog.is_weighed)
    assert dialog.tabs.currentWidget() is dialog.effects


def set_amount(table: AmountsTable, line: int, size: int, text: str) -> None:
    item = table.item(line, size)
    assert item is not None
    item.setText(text)


def codes(db: Database) -> list[str]:
    return list(reference.scales(db))


def chosen(panel: ScalesPanel) -> str:
    (row,) = panel.panel.view.selected_rows()
    return str(row.id)


def answer(button: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        next(each for each in dialog.buttons() if each.text() == button).click()

    return act


def test_the_scales_are_listed_and_each_is_shown_as_it_is_printed(panel: ScalesPanel) -> None:
    rows = [panel._model.row(number) for number in range(panel._model.rowCount())]
    assert [row.scale.label for row in rows] == ["ACI 2019", "Avenant 2"]
    assert chosen(panel) == "avenant-2"
    table = panel.table.model()
    texts = [[str(table.index(row, column).data()) for column in range(6)] for row in range(table.rowCount())]
    total = next(line for line in texts if line[0].startswith("Total, plan"))
    assert [text.replace("\u202f", "").replace(NBSP, "") for text in total[1:5]] == [
        "287500€",
        "382500€",
        "487500€",
        "580000€",
    ]
    assert table.index(texts.index(total), 0).data(Qt.ItemDataRole.FontRole) == theme.font(bold=True)
    assert texts[0][5].endswith("lu dans le texte.")
    assert "Tailles" in panel.details.text()
    assert can(panel, "Corriger")
    assert not can(panel, "Rétablir")
    assert not can(panel, "Supprimer")
    panel.panel.select("aci-2019")
    assert "Contrat de 5" in panel.details.text()
    assert table.rowCount() == 19


def test_a_scale_read_again_is_shown_once(panel: ScalesPanel) -> None:
    shown_again: list[None] = []
    panel._table_model.modelReset.connect(lambda: shown_again.append(None))
    panel.reload()
    assert shown_again == [None]


def test_a_scale_is_added_once_what_it_changes_was_seen(
    db: Database, page: SettingsPage, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = opened(dialogs, panel, "Nouveau")
    assert "à partir de « Avenant 2 »".replace(" »", f"{NBSP}»").replace("« ", f"«{NBSP}") in dialog.windowTitle()
    click(qtbot, dialog, "Voir ce qui change")
    assert "obligatoire" in beside(dialog.identity.label)
    assert "obligatoire" in beside(dialog.identity.source)
    type_in(qtbot, dialog.identity.label, "Avenant 3")
    assert dialog.identity.code.text() == "avenant-3"
    type_in(qtbot, dialog.identity.source, "Journal officiel")
    type_in(qtbot, dialog.identity.since, "20/12/2021")
    dialog.identity.thresholds[0].setValue(90_000)
    click(qtbot, dialog, "Voir ce qui change")
    assert "déjà en vigueur ce jour-là" in beside(dialog.identity.since)
    assert "croissants" in beside(dialog.identity.thresholds[0])
    type_in(qtbot, dialog.identity.since, "01/09/2024")
    dialog.identity.thresholds[0].setValue(40_000)
    set_amount(dialog.lines.table, 0, 1, "soixante")
    click(qtbot, dialog, "Voir ce qui change")
    assert dialog.tabs.currentIndex() == 1
    assert "« soixante » n’est pas un montant".replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»") in (
        dialog.lines.problems.text()
    )
    set_amount(dialog.lines.table, 0, 1, "60000")
    for edit, total in zip(dialog.lines.totals, ("287500", "382500", "487500", "580000"), strict=True):
        type_in(qtbot, edit, total)
    click(qtbot, dialog, "Voir ce qui change")
    assert "les lignes font 297" in beside(dialog.lines.totals[0])
    type_in(qtbot, dialog.lines.totals[0], "297 500")
    weighed(qtbot, dialog)

    assert codes(db) == ["aci-2019", "avenant-2"]
    effects = dialog.effects
    assert effects.summary.text().replace(NBSP, " ").startswith("CPTS concernées : 3 sur 3.")
    assert "+" in effects.summary.text()
    assert [effects.lines.row(number).year[:7] for number in range(effects.lines.rowCount())] == ["année 4", "année 5"]
    assert [effects.years.row(number).label for number in range(effects.years.rowCount())] == ["2025", "2026", "2027"]
    differing = [effects.differences.row(number).what for number in range(effects.differences.rowCount())]
    assert differing[:3] == ["Nom", "En vigueur à partir du", "Source"]
    assert "Fonctionnement de la communauté professionnelle, taille 1" in differing
    assert not any("Majoration" in what for what in differing)
    assert "à confirmer" in effects.notice.text()
    click(qtbot, dialog, "Enregistrer le barème")

    added = reference.scale(db, "avenant-3")
    assert (added.source, added.in_force_from, int(added.lines[0].amounts[0])) == (
        "Journal officiel",
        date(2024, 9, 1),
        60_000,
    )
    assert added.lines[1].rule.source == "Journal officiel"
    assert added.lines[0].rule.source.startswith("ACI CPTS")
    assert chosen(panel) == "avenant-3"
    assert can(panel, "Supprimer")
    assert "est enregistré" in page.messages.text()
    click(qtbot, page.messages, "Annuler")
    assert codes(db) == ["aci-2019", "avenant-2"]
    assert panel._model.total == 2


def test_a_code_or_a_day_that_cannot_be_is_told_beside_its_field(
    panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = opened(dialogs, panel, "Nouveau")
    type_in(qtbot, dialog.identity.label, "Avenant 3")
    type_in(qtbot, dialog.identity.source, "Journal officiel")
    type_in(qtbot, dialog.identity.code, "avenant-2")
    type_in(qtbot, dialog.identity.since, "01/01/2019")
    dialog.identity.thresholds[2].setValue(50_000_000)
    click(qtbot, dialog, "Voir ce qui change")
    assert "déjà celui du barème" in beside(dialog.identity.code)
    assert "avant le 25/08/2019" in beside(dialog.identity.since)
    assert "ne dépasse pas 10" in beside(dialog.identity.thresholds[0])
    type_in(qtbot, dialog.identity.label, "Avenant 3 bis")
    assert dialog.identity.code.text() == "avenant-2"
    dialogs.answer(answer("Abandonner"))
    dialog.reject()


def test_what_is_typed_after_it_was_weighed_is_weighed_again(
    db: Database, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    assert dialog.identity.code.isReadOnly()
    click(qtbot, dialog, "Voir ce qui change")
    assert "Rien n’est modifié" in dialog.messages.text()
    dialog.identity.tacit.setValue(3)
    weighed(qtbot, dialog)
    assert "Rien ne change pour les 3" in dialog.effects.summary.text().replace(NBSP, " ")
    dialog.identity.tacit.setValue(2)
    dialog.identity.years.setValue(6)
    assert not dialog.is_weighed
    assert dialog.save_button.text() == "Voir ce qui change"
    weighed(qtbot, dialog)
    assert [dialog.effects.differences.row(0).what] == ["Durée du contrat"]
    rows = [dialog.effects.files.row(number) for number in range(3)]
    ends = next(column for column in effect_columns() if column.key == "ends")
    assert ends.text(rows[0]) == "15/03/2027 → 15/03/2028"
    click(qtbot, dialog, "Enregistrer le barème")

    assert reference.scale(db, "avenant-2").contract.years == 6
    assert scales.known_scales(db)[1].origin is scales.Origin.CORRECTED


def test_a_correction_is_given_up_for_the_packaged_scale(
    db: Database, page: SettingsPage, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    dialog.identity.thresholds[0].setValue(30_000)
    type_in(qtbot, dialog.identity.comment, "Erreur du tableau")
    weighed(qtbot, dialog)
    assert "Changements de taille" in dialog.effects.summary.text()
    click(qtbot, dialog, "Enregistrer le barème")
    known = scales.known_scales(db)[1]
    assert known.comment == "Erreur du tableau"

    back = open_dialog(dialogs, panel, GiveUpScaleDialog, lambda: press(panel, "Rétablir"))
    qtbot.waitUntil(back.save_button.isEnabled)
    assert back.effects.differences.row(0).what == "Seuils des tailles"
    click(qtbot, back, "Rétablir le barème d’origine")
    qtbot.waitUntil(lambda: "rétabli" in page.messages.text())
    assert reference.scale(db, "avenant-2").thresholds[0] == 40_000
    assert not can(panel, "Rétablir")


def test_a_scale_that_was_added_is_removed_unless_payments_keep_it(
    db: Database, page: SettingsPage, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    scales.save_scale(db, further(date(2023, 1, 1)), TODAY, correcting=False)
    pay(db, 1, date(2023, 3, 20), Kind.ADVANCE, 2, date(2023, 3, 15))
    page.reload()
    panel.panel.select("avenant-3")
    gone = open_dialog(dialogs, panel, GiveUpScaleDialog, lambda: press(panel, "Supprimer"))
    qtbot.waitUntil(gone.save_button.isEnabled)
    assert "Lignes payées dont le montant change" in gone.effects.summary.text()
    click(qtbot, gone, "Supprimer le barème")
    qtbot.waitUntil(lambda: "dépendent du barème" in gone.messages.text())
    assert "avenant-3" in codes(db)
    gone.reject()

    desk_step = panel._desk.history.undo
    assert desk_step
    panel._desk.undo(desk_step)
    gone = open_dialog(dialogs, panel, GiveUpScaleDialog, lambda: press(panel, "Supprimer"))
    qtbot.waitUntil(gone.save_button.isEnabled)
    click(qtbot, gone, "Supprimer le barème")
    qtbot.waitUntil(lambda: "supprimé" in page.messages.text())
    assert codes(db) == ["aci-2019", "avenant-2"]


def test_a_scale_is_handed_out_and_taken_in_with_its_faults_told(
    db: Database,
    page: SettingsPage,
    panel: ScalesPanel,
    qtbot: QtBot,
    dialogs: Dialogs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "envoi.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    press(panel, "Exporter")
    assert "exporté" in page.messages.text()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    press(panel, "Importer")
    assert "rien ne change" in page.messages.text()

    content = json.loads(file.read_text(encoding="utf-8"))
    content["lines"][0]["amounts"][0] = -5
    content["in_force_from"] = "demain"
    file.write_text(json.dumps(content), encoding="utf-8")
    told: list[str] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        told.append(dialog.text())
        dialog.close()

    dialogs.answer(read)
    press(panel, "Importer")
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].count("•") == 2

    content |= {"code": "avenant-3", "label": "Avenant 3", "in_force_from": "2024-09-01"}
    content["lines"][0]["amounts"][0] = 60_000
    content["printed_totals"] = []
    file.write_text(json.dumps(content), encoding="utf-8")
    dialog = open_dialog(dialogs, panel, ScaleDialog, lambda: press(panel, "Importer"))
    assert "envoi.json" in dialog.messages.text()
    assert dialog.windowTitle().startswith("Importer le barème")
    assert not dialog.identity.code.isReadOnly()
    weighed(qtbot, dialog)
    click(qtbot, dialog, "Enregistrer le barème")
    assert codes(db) == ["aci-2019", "avenant-2", "avenant-3"]

    content["code"] = "avenant-2"
    content |= {"label": "Avenant 2", "in_force_from": "2021-12-20"}
    file.write_text(json.dumps(content), encoding="utf-8")
    dialog = open_dialog(dialogs, panel, ScaleDialog, lambda: press(panel, "Importer"))
    assert dialog.identity.code.isReadOnly()
    weighed(qtbot, dialog)
    click(qtbot, dialog, "Enregistrer le barème")
    assert reference.scale(db, "avenant-2").lines[0].amounts[0] == 60_000
    file.unlink()
    dialogs.answer(read)
    press(panel, "Importer")
    qtbot.waitUntil(lambda: len(told) == 2)


def test_a_disk_that_refuses_the_file_is_told(
    panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path), ""))
    monkeypatch.setattr("cpr_desk.ui.files.choose_to_save", lambda *_args: tmp_path)
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        said.append(dialog.text())
        dialog.close()

    dialogs.answer(read)
    press(panel, "Exporter")
    qtbot.waitUntil(lambda: bool(said))


def test_lines_are_added_named_moved_and_taken_out(
    db: Database, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    lines = dialog.lines
    for edit in lines.totals:
        edit.clear()
    count = lines.table.rowCount()
    lines.add_line()
    assert lines.table.rowCount() == count + 1
    click(qtbot, dialog, "Voir ce qui change")
    assert "dites la règle" in lines.problems.text()
    assert "obligatoire" in lines.problems.text()
    type_in(qtbot, lines.label, "Accès aux soins, nouvelle ligne")
    type_in(qtbot, lines.rule.text, "Une règle.")
    lines.rule.certainty.setCurrentIndex(lines.rule.certainty.findData(Certainty.DEFAULT))
    lines.rule.certainty.activated.emit(3)
    for size in range(1, 5):
        set_amount(lines.table, 1, size, str(1_000 * size))
    assert "288" in beside(lines.totals[0])
    lines.part.setCurrentIndex(lines.part.findData(Part.VARIABLE))
    lines.condition.setCurrentIndex(lines.condition.findData(Condition.CRISIS))
    lines.condition.activated.emit(0)
    lines._move(1)
    assert [line.code for line in lines.lines()[1:3]] == ["acces-fixe", "acces-aux-soins-nouvelle-ligne"]
    lines.table.setCurrentCell(0, 1)
    assert lines.label.text().startswith("Fonctionnement")
    lines.table.setCurrentCell(3, 1)
    lines.remove_line()
    assert lines.table.rowCount() == count
    type_in(qtbot, lines.totals[0], "douze")
    click(qtbot, dialog, "Voir ce qui change")
    assert "45,50" in beside(lines.totals[0])
    assert "quatre totaux" in beside(lines.totals[1])
    lines.totals[0].clear()
    weighed(qtbot, dialog)
    click(qtbot, dialog, "Enregistrer le barème")

    stored = reference.scale(db, "avenant-2")
    new = stored.lines[2]
    assert (new.label, new.mission, new.part, new.condition) == (
        "Accès aux soins, nouvelle ligne",
        Mission.ACCES,
        Part.VARIABLE,
        Condition.CRISIS,
    )
    assert (new.rule.certainty, new.rule.source, int(new.amounts[3])) == (Certainty.DEFAULT, stored.source, 4_000)
    assert stored.printed == ()


def test_missions_bonus_and_grants_are_corrected(
    db: Database, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    card = dialog.terms.missions[Mission.ACCES]
    card.deployment.setValue(3)
    click(qtbot, dialog, "Voir ce qui change")
    assert dialog.tabs.currentIndex() == 2
    assert "ne précède pas" in beside(card.deployment)
    card.deployment.setValue(24)
    quality = dialog.terms.missions[Mission.QUALITE]
    quality.kind.setCurrentIndex(quality.kind.findData("absent"))
    assert not quality.start.isEnabled()
    click(qtbot, dialog, "Voir ce qui change")
    assert dialog.tabs.currentIndex() == 1
    assert "mission absente" in dialog.lines.problems.text()
    quality.kind.setCurrentIndex(quality.kind.findData("core"))
    grants = dialog.grants
    grants.bonus_card.rate.setValue(0)
    grants.bonus_card.members.setValue(0)
    click(qtbot, dialog, "Voir ce qui change")
    assert dialog.tabs.currentIndex() == 3
    assert "plus grand que 0" in beside(grants.bonus_card.rate)
    assert "combien de membres" in beside(grants.bonus_card.members)
    grants.bonus_card.rate.setValue(12.5)
    grants.bonus_card.members.setValue(150)
    covid = grants.grant_cards[GrantKind.COVID]
    covid.on.setChecked(False)
    additional = grants.grant_cards[GrantKind.ADDITIONAL]
    type_in(qtbot, additional.amounts[0], "999999999")
    click(qtbot, dialog, "Voir ce qui change")
    assert "un montant va de" in beside(additional.amounts[0])
    type_in(qtbot, additional.amounts[0], "")
    additional.rule.text.clear()
    click(qtbot, dialog, "Voir ce qui change")
    assert "obligatoire" in beside(additional.amounts[0])
    type_in(qtbot, additional.amounts[0], "40 000")
    type_in(qtbot, additional.rule.text, "Une fois.")
    type_in(qtbot, additional.joined_before, "01/01/2025")
    grants.grant_cards[GrantKind.ACCOMPANIMENT].months.setValue(0)
    weighed(qtbot, dialog)
    click(qtbot, dialog, "Enregistrer le barème")

    stored = reference.scale(db, "avenant-2")
    terms, kept = stored.terms(Mission.ACCES), stored.terms(Mission.QUALITE)
    assert terms
    assert kept
    assert (terms.deployment_months, kept.core) == (24, True)
    assert stored.bonus
    assert (str(stored.bonus.rate), stored.bonus.members) == ("0.125", 150)
    assert [grant.kind for grant in stored.grants] == [GrantKind.ADDITIONAL, GrantKind.ACCOMPANIMENT]
    assert (stored.grants[0].joined_before, stored.grants[1].months) == (date(2025, 1, 1), None)


def test_amounts_are_typed_in_the_table_key_by_key(panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    dialog.tabs.setCurrentIndex(1)
    table = dialog.lines.table
    table.setFocus()
    table.setCurrentCell(0, 1)
    qtbot.keyClicks(table, "6")
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "1234,5")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert table.texts()[0][0].replace("\u202f", " ") == "61 234,50"
    assert table.currentColumn() == 2
    set_amount(table, 2, 1, "")
    assert "Écrivez un montant" in table.faults()[2, 0]
    set_amount(table, 2, 1, "40000")
    assert "baisse" in dialog.doubts.text()
    dialogs.answer(answer("Reprendre la saisie"))
    dialog.reject()
    assert dialog.isVisible()
    dialogs.answer(answer("Abandonner"))
    dialog.reject()


def test_a_calculation_that_is_given_up_stores_nothing_and_may_begin_again(
    db: Database, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    dialog.identity.tacit.setValue(3)

    def give_up(*_args: object) -> None:
        raise tasks.Cancelled

    with monkeypatch.context() as patched:
        patched.setattr(scales, "effects", give_up)
        click(qtbot, dialog, "Voir ce qui change")
        qtbot.waitUntil(lambda: not dialog.effects.is_busy)
    assert "n’a pas abouti" in dialog.effects.summary.text()
    assert dialog.save_button.text() == "Voir ce qui change"
    assert dialog.save_button.isEnabled()
    weighed(qtbot, dialog)
    dialogs.answer(answer("Abandonner"))
    dialog.reject()
    assert codes(db) == ["aci-2019", "avenant-2"]


def test_the_columns_of_what_changes_show_what_is_before_and_after(db: Database, panel: ScalesPanel) -> None:
    desk = panel._desk
    scale = further()
    found = scales.effects(db, desk.commission, scales.with_scale(db, scale), scale, TODAY, lambda _done, _total: None)
    first = found.changed[0]
    told = {column.key: column.text(first).replace("\u202f", "").replace(NBSP, "") for column in effect_columns()}
    assert (told["size"], told["retained"], told["difference"], told["past"]) == ("1 → 2", "1", "20000€", "")
    line = {column.key: column.text(first.lines[0]) for column in year_line_columns()}
    assert line["difference"].startswith("10")
    assert civil_year_columns()[0].text(found.years[0]) == found.years[0].label


def test_the_scale_in_hand_is_looked_at_before_it_is_printed(
    panel: ScalesPanel,
    page: SettingsPage,
    qtbot: QtBot,
    dialogs: Dialogs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "Barème.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    panel.panel.select("aci-2019")
    seen: list[str] = []

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, PreviewDialog)
        seen.append(dialog.windowTitle())
        click(qtbot, dialog, "Enregistrer…")
        dialog.close()

    dialogs.answer(save)
    press(panel, "Imprimer")
    qtbot.waitUntil(file.exists, timeout=10_000)
    qtbot.waitUntil(lambda: "Barème.pdf" in page.messages.text())
    assert seen
    assert "ACI 2019" in PdfReader(file).pages[0].extract_text()


def test_the_other_commissions_of_the_database_are_named(
    db: Database, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs
) -> None:
    add_commission(db, CreateCommission(CommissionKind.CPN, "", "", TODAY))
    dialog = opened(dialogs, panel, "Corriger")
    dialog.identity.years.setValue(6)
    weighed(qtbot, dialog)
    assert "vaut aussi pour Commission paritaire nationale" in dialog.effects.summary.text()
    dialogs.answer(answer("Abandonner"))
    dialog.reject()


def test_the_dialog_may_be_closed_while_it_weighs(
    db: Database, panel: ScalesPanel, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(dialogs, panel, "Corriger")
    dialog.identity.tacit.setValue(3)
    closed = Event()

    def slow(*told: Callable[[int, int], None]) -> None:
        told[-1](1, 10)
        closed.wait(10)
        told[-1](2, 10)

    monkeypatch.setattr(scales, "effects", slow)
    click(qtbot, dialog, "Voir ce qui change")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(ProgressRow)))
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialogs.answer(answer("Abandonner"))
    dialog.reject()
    qtbot.waitUntil(lambda: bool(gone))
    closed.set()
    tasks.finish_all()
    assert codes(db) == ["aci-2019", "avenant-2"]
