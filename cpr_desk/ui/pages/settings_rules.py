"""Paramètres › Règles: what the law leaves open, each value with its source and how sure it is."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from cpr_desk.domain.commission import Counting, Rules, VacantChair
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.domain.rule_sources import RULE_SOURCES
from cpr_desk.domain.session_rules import Majority, QuorumBase, Rounding
from cpr_desk.services import commission as commissions
from cpr_desk.services import reference
from cpr_desk.services.holidays import TERRITORIES
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.pages.settings_form import SettingsForm
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.form import Field, Form

_CONTROL_WIDTH = 300
_CHOICES: dict[str, type[Counting | VacantChair | QuorumBase | Rounding | Majority]] = {
    "counting": Counting,
    "vacant_chair": VacantChair,
    "quorum_base": QuorumBase,
    "quorum_rounding": Rounding,
    "majority": Majority,
}
"""The settings that are one of a few named ones."""


class RulesForm(SettingsForm):
    """A control for each field of `Rules`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        choices: dict[str, Mapping[Any, str]] = {
            **{key: {each.value: capital(each.label) for each in kind} for key, kind in _CHOICES.items()},
            "holiday_territory": {code: name for code, (name, _) in TERRITORIES.items()},
            "urgent_allowed": {False: self.tr("Non admise"), True: self.tr("Admise, avec deux accords datés")},
            "proxies_received": {0: self.tr("Aucun"), 1: self.tr("Un pouvoir"), 2: self.tr("Deux pouvoirs")},
            "proxies_in_quorum": {False: self.tr("Non comptés"), True: self.tr("Comptés")},
            "conflict_leaves_quorum": {True: self.tr("Retiré du quorum et du vote"), False: self.tr("Retiré du vote")},
            "bonus_includes_running": {False: self.tr("Missions seules"), True: self.tr("Missions et fonctionnement")},
        }
        self.choices = {key: _choice(items, self) for key, items in choices.items()}
        self.numbers = {
            "convocation_days": _number(1, 90, self.tr("jours"), self),
            "agenda_days": _number(1, 90, self.tr("jours"), self),
            "max_social_votes": _number(1, 99, self.tr("voix"), self),
            "health_centre_seats": _number(0, 99, self.tr("sièges"), self),
            "general_share": _number(0, 100, "%", self),
            "second_meeting_months": _number(1, 12, self.tr("mois"), self),
            "minutes_days": _number(1, 120, self.tr("jours"), self),
        }
        self._controls: dict[str, QComboBox | QSpinBox] = {**self.choices, **self.numbers}
        self._labels = {
            "convocation_days": self.tr("Convocation avant la réunion"),
            "agenda_days": self.tr("Ordre du jour avant la réunion"),
            "counting": self.tr("Décompte des jours"),
            "holiday_territory": self.tr("Jours fériés"),
            "max_social_votes": self.tr("Voix par membre de la section sociale, au plus"),
            "general_share": self.tr("Part du régime général dans la section sociale"),
            "health_centre_seats": self.tr("Sièges des centres de santé"),
            "vacant_chair": self.tr("Pendant la vacance du président de la section qui préside"),
            "urgent_allowed": self.tr("Convocation en urgence"),
            "proxies_received": self.tr("Pouvoirs qu’un membre peut recevoir"),
            "quorum_base": self.tr("Le quorum de chaque section se compte sur"),
            "quorum_rounding": self.tr("Part à atteindre"),
            "proxies_in_quorum": self.tr("Pouvoirs dans le quorum"),
            "conflict_leaves_quorum": self.tr("Membre qui se déporte pour conflit d’intérêts"),
            "majority": self.tr("Un vote est acquis à la"),
            "second_meeting_months": self.tr("Seconde réunion après un défaut de quorum, au plus"),
            "minutes_days": self.tr("Relevé de décisions après la réunion, au plus"),
            "bonus_includes_running": self.tr("La majoration de 10 % se calcule sur"),
        }
        self._fields = {key: Field(label, self._controls[key]) for key, label in self._labels.items()}
        self.restore_button = QPushButton(icon("history"), self.tr("Rétablir les règles d’origine"), self)
        self.restore_button.clicked.connect(lambda: self._show(self._original()))
        self._lay_out()
        for control in self._controls.values():
            signal = control.valueChanged if isinstance(control, QSpinBox) else control.currentIndexChanged
            signal.connect(lambda _new: self._tell())

    def show_commission(self) -> None:
        self._show(self.commission.rules)
        self._tell()

    def typed(self) -> Rules:
        typed: dict[str, Any] = {key: spin.value() for key, spin in self.numbers.items()}
        typed["general_share"] /= 100
        for key, box in self.choices.items():
            typed[key] = _CHOICES[key](box.currentData()) if key in _CHOICES else box.currentData()
        return Rules(**typed)

    def stored(self) -> Rules:
        return self.commission.rules

    def save(self) -> None:
        commissions.change_rules(self.desk.db, self.commission.id, self.typed())

    def _show(self, rules: Rules) -> None:
        for key, box in self.choices.items():
            box.setCurrentIndex(box.findData(getattr(rules, key)))
        for key, spin in self.numbers.items():
            spin.setValue(round(rules.general_share * 100) if key == "general_share" else getattr(rules, key))

    def _original(self) -> Rules:
        """Return the rules of a new commission: the defaults, with the holidays of its territory."""
        territory = reference.territory_of(self.commission)
        return Rules(holiday_territory=territory.holiday_territory) if territory else Rules()

    def _tell(self) -> None:
        """Say under each control where its rule comes from and, where it was changed, what it was."""
        original, typed = self._original(), self.typed()
        for rule in fields(Rules):
            source = RULE_SOURCES[rule.name].sentence
            first = getattr(original, rule.name)
            if first != getattr(typed, rule.name):
                changed = self.tr("Modifiée, {value} à l’origine.").format(value=self._written(rule.name, first))
                source = f"{changed} {source}"
            self._fields[rule.name].set_help(source)
        self.restore_button.setEnabled(original != typed)
        self.edited.emit()

    def _written(self, key: str, value: object) -> str:
        control = self._controls[key]
        if isinstance(control, QComboBox):
            return f"«{NBSP}{control.itemText(control.findData(value))}{NBSP}»"
        number = round(value * 100) if isinstance(value, float) else value
        return f"{number}{control.suffix()}"

    def _lay_out(self) -> None:
        deadlines = Card(self.tr("Délais des réunions"), "alarm-clock", self)
        votes = Card(self.tr("Sièges et voix"), "users", self)
        presidency = Card(self.tr("Présidence"), "landmark", self)
        session = Card(self.tr("Séance"), "scale", self)
        money = Card(self.tr("Financement des CPTS"), "landmark", self)
        groups = {
            deadlines: (("convocation_days", "agenda_days"), ("counting", "holiday_territory"), ("urgent_allowed",)),
            votes: (("max_social_votes", "general_share"), ("health_centre_seats", "proxies_received")),
            presidency: (("vacant_chair",),),
            session: (
                ("quorum_base", "quorum_rounding"),
                ("proxies_in_quorum", "conflict_leaves_quorum"),
                ("majority",),
                ("second_meeting_months", "minutes_days"),
            ),
            money: (("bonus_includes_running",),),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.L, Space.S, Space.L)
        column.setSpacing(Space.L)
        why = QLabel(
            self.tr(
                "Ces valeurs viennent de l’accord et de son règlement intérieur. Changez-les seulement si le règlement "
                "de votre commission en dispose autrement{nbsp}; les réunions déjà prévues sont recalculées."
            ).format(nbsp=NBSP),
            self,
            wordWrap=True,
        )
        why.setProperty("muted", True)
        column.addWidget(why)
        for card, keys in groups.items():
            form = Form(card)
            for pair in keys:
                form.add(*(self._fields[key] for key in pair))
            card.body.addWidget(form)
            column.addWidget(card)
        foot = QHBoxLayout()
        foot.addWidget(self.restore_button)
        foot.addStretch()
        column.addLayout(foot)
        column.addStretch(1)


def _choice(items: Mapping[Any, str], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for code, name in items.items():
        box.addItem(name, code)
    box.setMaximumWidth(_CONTROL_WIDTH)
    return box


def _number(least: int, most: int, unit: str, parent: QWidget) -> QSpinBox:
    spin = QSpinBox(parent)
    spin.setRange(least, most)
    spin.setSuffix(f"{NBSP}{unit}")
    spin.setMaximumWidth(_CONTROL_WIDTH)
    return spin
