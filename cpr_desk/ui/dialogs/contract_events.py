"""What happens to a contract: an amendment, a renewal, a suspension and its end, the end of the contract."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.contract_changes import (
    last_day,
    refuse_end,
    refuse_event,
    refuse_resumption,
    renewal_words,
    suspension_words,
)
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import capital, date_digits, since_until, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.services import contracts
from cpr_desk.services.contracts import EndContract
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_change import CptsChangeDialog, chosen_decision, decision_box, text_box
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field

_ONE_DAY = timedelta(days=1)


class _EventDialog(CptsChangeDialog):
    """`event` None records a new one; its own fields stand above the comment and the opinion."""

    kind: EventKind

    def __init__(
        self,
        desk: Desk,
        dossier: Dossier,
        contract: Contract,
        event: ContractEvent | None = None,
        parent: QWidget | None = None,
    ) -> None:
        recorded, corrected, verb = self.names()
        title, does = (corrected, self.tr("Corriger")) if event else (recorded, verb)
        super().__init__(desk, dossier, title, does, parent)
        self.contract = contract
        self.before = event or ContractEvent(self.kind, desk.today())
        self.comment = text_box(self.before.comment, self.inside)
        self.decision = decision_box(desk, dossier.id, self.before.decision_id, self.inside)
        self.add_fields()
        self.form.add(Field(self.tr("Commentaire"), self.comment))
        self.form.add(Field(self.tr("Avis ou décision de la commission"), self.decision))
        self.begin()

    def names(self) -> tuple[str, str, str]:
        """Return the title where a new one is recorded and where one is corrected, then the verb that records it."""
        raise NotImplementedError

    def add_fields(self) -> None:
        """Add the fields of this kind of event to the form."""
        raise NotImplementedError

    def wanted(self) -> ContractEvent | None:
        """Return the event as it is typed, None while a day is missing."""
        raise NotImplementedError

    def refusals(self) -> Sequence[Refusal]:
        wanted = self.wanted()
        return refuse_event(self.contract, wanted, self.desk.today()) if wanted else ()

    def carry_out(self) -> str:
        wanted = self.wanted()
        assert wanted is not None  # noqa: S101 - the days are required
        contracts.record_event(self.desk.db, self.dossier, self.contract, wanted, self.desk.today())
        return self.stored(wanted)

    def stored(self, wanted: ContractEvent) -> str:
        """Return the sentence that says what is stored."""
        raise NotImplementedError

    def told(self, event: ContractEvent, label: str = "") -> ContractEvent:
        """Return an event with its texts and the opinion chosen."""
        comment, decision = self.comment.toPlainText(), chosen_decision(self.decision)
        return replace(event, label=label, comment=comment, decision_id=decision)


class AmendmentDialog(_EventDialog):
    """An avenant: when it was signed, when it takes effect, what it changes."""

    kind = EventKind.AMENDMENT

    def names(self) -> tuple[str, str, str]:
        return self.tr("Ajouter un avenant"), self.tr("Corriger un avenant"), self.tr("Enregistrer l’avenant")

    def add_fields(self) -> None:
        self.signed, self.on = DateEdit(self.inside), DateEdit(self.inside)
        self.label = QLineEdit(self.before.label, self.inside, maxLength=300)
        self.signed.set_day(self.before.signed_on or self.before.on)
        self.on.set_day(self.before.on if self.before.on != self.signed.day() else None)
        signed = self.field(self.tr("Signé le"), self.signed, Fault.SINCE, required=True)
        empty = self.tr("Vide s’il prend effet à sa signature")
        effect = self.field(self.tr("Prend effet le"), self.on, Fault.EFFECT, help_line=empty)
        self.form.add(signed, effect)
        self.form.add(self.field(self.tr("Objet"), self.label, Fault.LABEL, required=True))

    def sentence(self) -> str:
        wanted = self.wanted()
        return self.tr("L’avenant prend effet le {day}.").format(day=date_digits(wanted.on)) if wanted else ""

    def stored(self, wanted: ContractEvent) -> str:
        return self.tr("L’avenant signé le {day} est enregistré.").format(day=date_digits(wanted.known_on))

    def wanted(self) -> ContractEvent | None:
        signed, on = self.signed.day(), self.on.day()
        if signed is None:
            return None
        return self.told(replace(self.before, on=on or signed, signed_on=signed), self.label.text())


class RenewalDialog(_EventDialog):
    """The day on which a renewal is signed: it takes effect at the term."""

    kind = EventKind.RENEWAL

    def names(self) -> tuple[str, str, str]:
        return self.tr("Renouveler le contrat"), self.tr("Corriger un renouvellement"), self.tr("Renouveler")

    def add_fields(self) -> None:
        self.signed = DateEdit(self.inside)
        self.signed.set_day(self.before.signed_on or self.before.on)
        self.form.add(self.field(self.tr("Renouvellement signé le"), self.signed, Fault.SINCE, required=True))

    def sentence(self) -> str:
        signed = self.signed.day()
        earlier = [each for each in self.contract.renewals if not self.before.id or each.on < self.before.on]
        return renewal_words(replace(self.contract, events=tuple(earlier)), signed) if signed else ""

    def stored(self, wanted: ContractEvent) -> str:
        told = self.tr("Le contrat est renouvelé (signature du {day}).")
        return told.format(day=date_digits(wanted.signed_on or wanted.on))

    def wanted(self) -> ContractEvent | None:
        signed = self.signed.day()
        on = self.before.on if self.before.id else self.contract.term
        return self.told(replace(self.before, on=on, signed_on=signed)) if signed else None


class SuspensionDialog(_EventDialog):
    """From when the contract is suspended, until when that is planned, when it was lifted, and why."""

    kind = EventKind.SUSPENSION

    def names(self) -> tuple[str, str, str]:
        return self.tr("Suspendre le contrat"), self.tr("Corriger une suspension"), self.tr("Suspendre")

    def add_fields(self) -> None:
        self.on, self.planned, self.resumed = (DateEdit(self.inside) for _ in range(3))
        self.label = QLineEdit(self.before.label, self.inside, maxLength=300)
        self.on.set_day(self.before.on)
        self.planned.set_day(self.before.planned_until)
        self.resumed.set_day(self.before.until + _ONE_DAY if self.before.until else None)
        since = self.field(self.tr("Suspendu à compter du"), self.on, Fault.SINCE, required=True)
        last = typeset(self.tr("Dernier jour prévu ; vide s’il n’est pas connu"))
        planned = self.field(self.tr("Fin prévue le"), self.planned, Fault.PLANNED, help_line=last)
        lasts = self.tr("Vide tant que la suspension n’est pas levée")
        lifted = typeset(self.tr("Levée : le contrat reprend le"))
        resumed = self.field(lifted, self.resumed, Fault.UNTIL, help_line=lasts)
        self.form.add(since, planned)
        self.form.add(resumed)
        self.form.add(self.field(self.tr("Motif"), self.label, Fault.REASON, required=True))

    def sentence(self) -> str:
        wanted = self.wanted()
        return suspension_words(wanted) if wanted else ""

    def stored(self, wanted: ContractEvent) -> str:
        return self.tr("La suspension {span} est enregistrée.").format(span=since_until(wanted.on, wanted.until))

    def wanted(self) -> ContractEvent | None:
        on, resumed = self.on.day(), self.resumed.day()
        if on is None:
            return None
        until = resumed - _ONE_DAY if resumed else None
        return self.told(replace(self.before, on=on, until=until, planned_until=self.planned.day()), self.label.text())


class ResumeDialog(CptsChangeDialog):
    """The day from which a suspended contract runs again."""

    def __init__(self, desk: Desk, dossier: Dossier, contract: Contract, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, dossier, self.tr("Lever la suspension"), self.tr("Lever la suspension"), parent, width=520
        )
        self._contract = contract
        self.day = DateEdit(self.inside)
        self.day.set_day(desk.today())
        faults = (Fault.SINCE, Fault.UNTIL, Fault.PLANNED, Fault.REASON)
        day = self.field(self.tr("Le contrat reprend le"), self.day, *faults, required=True)
        self.form.add(day)
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        day = self.day.day()
        return refuse_resumption(self._contract, day, self.desk.today()) if day else ()

    def sentence(self) -> str:
        day, running = self.day.day(), self._contract.running_suspension
        if day is None or running is None:
            return ""
        told = self.tr("Le dernier jour de la suspension est le {day}.").format(day=date_digits(day - _ONE_DAY))
        planned = capital(running.planned_words(day))
        return f"{told} {planned}." if planned else told

    def carry_out(self) -> str:
        day = self._day()
        contracts.resume(self.desk.db, self.dossier, self._contract, day, self.desk.today())
        return self.tr("Le contrat reprend le {day}.").format(day=date_digits(day))

    def _day(self) -> date:
        day = self.day.day()
        assert day is not None  # noqa: S101 - the field is required
        return day


class EndDialog(CptsChangeDialog):
    """How, when and why a contract ends, and what the commission said of it."""

    def __init__(self, desk: Desk, dossier: Dossier, contract: Contract, parent: QWidget | None = None) -> None:
        super().__init__(desk, dossier, self.tr("Fin du contrat"), self.tr("Enregistrer la fin"), parent)
        self._contract = contract
        self.kind = QComboBox(self.inside)
        for each in EndKind:
            self.kind.addItem(capital(each.label), each)
        self.kind.setCurrentIndex(self.kind.findData(contract.end_kind or EndKind.BY_CPTS))
        self.day = DateEdit(self.inside)
        self.day.set_day(contract.ended_on or desk.today())
        self.reason = QLineEdit(contract.end_reason, self.inside, maxLength=500)
        self.decision = decision_box(desk, dossier.id, contract.end_decision_id, self.inside)
        day = self.field(self.tr("Dernier jour du contrat"), self.day, Fault.SINCE, Fault.UNTIL, required=True)
        reason = self.field(self.tr("Motif"), self.reason, Fault.REASON)
        self.form.add(Field(self.tr("Fin"), self.kind))
        self.form.add(day)
        self.form.add(reason)
        self.form.add(Field(self.tr("Avis de la commission"), self.decision))
        self.kind.currentIndexChanged.connect(lambda _row: self._propose())
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        day = self.day.day()
        return refuse_end(self._contract, day, self._kind(), self.reason.text()) if day else ()

    def sentence(self) -> str:
        day = self.day.day()
        if day is None:
            return ""
        told = self.tr("« Contrat terminé » à compter du {day}.").format(day=date_digits(day + _ONE_DAY))
        if chosen_decision(self.decision) is None and self._kind() is not EndKind.EXPIRY:
            told += " " + self.tr("Aucun avis de la commission n’est encore lié à cette fin.")
        return told

    def carry_out(self) -> str:
        day = self.day.day()
        assert day is not None  # noqa: S101 - the field is required
        order = EndContract(self._contract, day, self._kind(), self.reason.text(), chosen_decision(self.decision))
        contracts.end(self.desk.db, self.dossier, order, self.desk.today())
        return self.tr("Fin du contrat enregistrée, dernier jour le {day}.").format(day=date_digits(day))

    def _kind(self) -> EndKind:
        return EndKind(self.kind.currentData())

    def _propose(self) -> None:
        """Write the eve of the term, on which a contract ends that arrives there."""
        if self._kind() is EndKind.EXPIRY:
            self.day.set_day(last_day(replace(self._contract, ended_on=None)))
