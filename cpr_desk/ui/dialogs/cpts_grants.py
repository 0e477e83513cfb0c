"""The amounts paid once beside a contract: the additional fonctionnement, the Covid derogation."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from cpr_desk.domain.dossier import GrantGiven
from cpr_desk.domain.french import NBSP, euros
from cpr_desk.domain.grants import BESIDE_CONTRACT, doubled_words, refuse_grant
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.scale import GrantKind, scale_in_force
from cpr_desk.domain.signed import size_paid
from cpr_desk.services import funding
from cpr_desk.services.funding import Account
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LONGEST = 500


class _GrantFields:
    """The box, the day and the reason of one amount, with what it pays."""

    def __init__(self, account: Account, kind: GrantKind, form: Form, desk: Desk) -> None:
        self._account, self._kind, self._desk = account, kind, desk
        given = next((each for each in account.dossier.grants if each.kind is kind), None)
        self.box = QCheckBox(kind.label, form)
        self.box.setChecked(given is not None)
        self.day, self.comment = DateEdit(form), QLineEdit(form, maxLength=_LONGEST)
        self.day.set_day(given.on if given else None)
        self.comment.setText(given.comment if given else "")
        self.day_field = Field(form.tr("Accordé le"), self.day, required=True, check=partial(self._fault, Fault.SINCE))
        self.comment_field = Field(
            form.tr("Commentaire ou motif"), self.comment, check=partial(self._fault, Fault.REASON)
        )
        form.add_widget(self.box)
        self._rule = PlainLabel(parent=form)
        self._rule.setProperty("muted", True)
        form.add_widget(self._rule)
        form.add(self.day_field, self.comment_field, stretches=(1, 3))
        self.box.toggled.connect(self._toggled)
        self.day.changed.connect(lambda _day: self._explain())
        self._toggled(self.box.isChecked())

    def wanted(self) -> GrantGiven | None:
        """Return what is typed, None when the amount is not given."""
        day = self.day.day()
        return GrantGiven(self._kind, day, self.comment.text()) if self.box.isChecked() and day else None

    def _toggled(self, checked: bool) -> None:
        for field in (self.day_field, self.comment_field):
            field.setVisible(checked)
        if checked and self.day.day() is None:
            self.day.set_day(self._desk.today())
        self._explain()

    def _explain(self) -> None:
        day = self.day.day() or self._desk.today()
        grant = scale_in_force(self._account.scales, day).grant(self._kind)
        signed = self._account.signed
        if grant is None:
            self._rule.say("")
        elif signed is None:
            self._rule.say(grant.rule.words)
        else:
            size = size_paid(signed, day)
            doubled = doubled_words(self._account.dossier, self._kind) if self.box.isChecked() else ""
            told = f"{euros(grant.amount(size))} pour la {size.label.lower()}{NBSP}: {grant.rule.words}"
            self._rule.say(" ".join(filter(None, (told, doubled))))

    def _fault(self, fault: Fault) -> str:
        wanted = self.wanted()
        if wanted is None:
            return ""
        refusals = refuse_grant(self._account.dossier, self._account.scales, wanted, self._desk.today())
        return " ".join(f"{each.what} {each.what_to_do}" for each in refusals if each.fault is fault)


class GrantsDialog(FormDialog):
    """Tick what is granted. `saved` carries nothing."""

    def __init__(self, desk: Desk, account: Account, parent: QWidget | None = None) -> None:
        title = self.tr("Montants versés une fois – {name}").format(name=account.dossier.name)
        super().__init__(title, self.tr("Enregistrer les montants"), parent, width=640)
        self._desk, self._account = desk, account
        intro = PlainLabel(
            self.tr("Le contrat d’accompagnement s’enregistre dans l’onglet Parcours. La majoration des CPTS de "
                    "taille 4 d’au moins 100 membres se calcule d’elle-même{nbsp}; sa base se choisit dans Paramètres, "
                    "Règles.").format(nbsp=NBSP), self,
        )  # fmt: skip
        intro.setProperty("muted", True)
        self.body.addWidget(intro)
        self._form = Form(self)
        self.grants = {kind: _GrantFields(account, kind, self._form, desk) for kind in BESIDE_CONTRACT}
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return tuple(
            (each.box.isChecked(), each.day.text() if each.box.isChecked() else "", each.comment.text())
            for each in self.grants.values()
        )

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> None:
        wanted = [grant for each in self.grants.values() if (grant := each.wanted())]
        funding.save_grants(self._desk.db, self._account.dossier, wanted, self._desk.today())
        self._desk.refresh()
