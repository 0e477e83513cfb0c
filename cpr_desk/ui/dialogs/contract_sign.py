"""Sign the contract of a CPTS, or correct one: its days, its length, who signed, the size at the signature."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.contract_changes import last_day, refuse_signature, size_words, sizes_of
from cpr_desk.domain.dossier import Dossier, SizeFixed
from cpr_desk.domain.file_pieces import missing_for
from cpr_desk.domain.french import date_digits, listing
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.path import Verdict, judge_step
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.services import contracts, reference
from cpr_desk.services.contracts import SignContract
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.contract_size import SizeFields
from cpr_desk.ui.dialogs.cpts_change import CptsChangeDialog, text_box
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field


class SignDialog(CptsChangeDialog):
    """`contract` None signs a new one, else it is corrected with the day of its signature."""

    def __init__(self, desk: Desk, dossier: Dossier, contract: Contract | None, parent: QWidget | None = None) -> None:
        title = self.tr("Corriger le contrat") if contract else self.tr("Signer le contrat")
        verb = self.tr("Corriger") if contract else self.tr("Signer le contrat")
        super().__init__(desk, dossier, title, verb, parent, width=680)
        self._scales = tuple(reference.scales(desk.db).values())
        self._before = contract
        self._step = next((each for each in dossier.steps if contract and each.id == contract.step_id), None)
        day = contract.signed_on if contract else desk.today()
        self._base = contract or Contract(day, scale_in_force(self._scales, day).contract.years)
        self.signed, self.effect = DateEdit(self.inside), DateEdit(self.inside)
        self.signed.set_day(day)
        self.effect.set_day(self._base.effect_on)
        self.years = QSpinBox(self.inside, minimum=1, maximum=20, value=self._base.years)
        self.cpts = QLineEdit(self._base.cpts_party, self.inside, maxLength=300)
        own = (self._base.ars_party, self._base.insurance_party)
        ars, insurance = own if contract else contracts.usual_parties(desk.db, desk.commission.id)
        self.ars = QLineEdit(ars, self.inside, maxLength=300)
        self.insurance = QLineEdit(insurance, self.inside, maxLength=300)
        self.comment = text_box(self._base.comment, self.inside)
        self.exception = QLineEdit(self._step.exception if self._step else "", self.inside, maxLength=500)
        known = next((each for each in dossier.sizes if contract and each.on == contract.signed_on), None)
        self.retained = SizeFields(self._scales, self.signed, known, self.inside)
        if known is None:
            self.retained.propose(dossier.population_on(day), dossier.adhesion.size)
        self._lay_out()
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        wanted = self._wanted()
        if wanted is None:
            return ()
        others = [each for each in self.dossier.contracts if not self._before or each.step_id != self._before.step_id]
        revised: list[SizeFixed] = []
        if before := self._before:
            own = sizes_of(before, self.dossier.contracts, self.dossier.sizes)
            revised = [each for each in own if each.on != before.signed_on]
        step, verdict = self._judged(wanted)
        stays = self._step is not None and self._step.on == step.on
        return (
            *refuse_signature(others, wanted, self.desk.today(), revised),
            *(verdict.refusals if stays else verdict.against(step)),
        )

    def announce(self) -> None:
        """Ask for the reason of an exception where the path would not have the signature."""
        wanted = self._wanted()
        objected = wanted is not None and bool(self._judged(wanted)[1].objections)
        self._exception.setVisible(objected or bool(self.exception.text()))
        self.retained.explain()
        super().announce()

    def sentence(self) -> str:
        wanted = self._wanted()
        if wanted is None:
            return ""
        told = [
            self.tr("Le contrat court du {first} au {last}, anniversaire le {anniversary}.").format(
                first=date_digits(wanted.starts_on), last=date_digits(last_day(wanted)),
                anniversary=date_digits(wanted.starts_on)[:5],
            )
        ]  # fmt: skip
        told += self._judged(wanted)[1].warnings
        if lacking := missing_for(self.dossier, Step.SIGNED, wanted.signed_on):
            told.append(self.tr("Il manque au dossier {pieces}.").format(pieces=listing(lacking)))
        if size := self.retained.fixed():
            scale = scale_in_force(self._scales, wanted.signed_on)
            told.append(size_words(wanted, scale, None, replace(size, on=wanted.signed_on)))
        else:
            told.append(self.tr("Sans taille, le financement ne peut pas se calculer."))
        return " ".join(told)

    def carry_out(self) -> str:
        wanted = self._wanted()
        assert wanted is not None  # noqa: S101 - the day is required
        author = self._step.author if self._step else ""
        order = SignContract(wanted, self.retained.fixed(), author, self.exception.text())
        contracts.sign(self.desk.db, self.dossier, order, self.desk.today())
        told = (
            self.tr("Le contrat du {day} est corrigé.") if self._before else self.tr("Le contrat est signé le {day}.")
        )
        return told.format(day=date_digits(wanted.signed_on))

    def _lay_out(self) -> None:
        owns = (Fault.SINCE, Fault.STEP, Fault.REASON)
        signed = self.field(self.tr("Signé le"), self.signed, *owns, required=True)
        empty = self.tr("Vide s’il prend effet à sa signature")
        effect = self.field(self.tr("Prend effet le"), self.effect, Fault.EFFECT, help_line=empty)
        length = self.tr("5 ans selon l’accord")
        years = self.field(self.tr("Durée (ans)"), self.years, Fault.YEAR, help_line=length)
        reason = self.tr("Une signature que l’ordre habituel ne permet pas s’enregistre avec son motif")
        self._exception = Field(self.tr("Motif de l’exception"), self.exception, help_line=reason)
        self.form.add(signed, effect, years)
        self.form.add(self._exception)
        self.form.add_widget(SectionTitle(self.tr("Signataires")))
        self.form.add(Field(self.tr("Pour la CPTS"), self.cpts))
        self.form.add(
            Field(self.tr("Pour l’ARS"), self.ars), Field(self.tr("Pour l’Assurance maladie"), self.insurance)
        )
        self.form.add_widget(SectionTitle(self.tr("Taille à la signature")))
        self.form.add(*self.retained.fields)
        self.form.add(Field(self.tr("Commentaire"), self.comment))

    def _judged(self, wanted: Contract) -> tuple[StepTaken, Verdict]:
        step = StepTaken(Step.SIGNED, wanted.signed_on, exception=self.exception.text())
        if self._step:
            step = replace(step, id=self._step.id)
        return step, judge_step(self.dossier.steps, step, self.desk.today())

    def _wanted(self) -> Contract | None:
        day = self.signed.day()
        if day is None:
            return None
        return replace(
            self._base,
            signed_on=day,
            effect_on=self.effect.day(),
            years=self.years.value(),
            cpts_party=self.cpts.text(),
            ars_party=self.ars.text(),
            insurance_party=self.insurance.text(),
            comment=self.comment.toPlainText(),
        )
