"""The money of the CPTS chosen: what is due and why, what was paid, simulations, statement."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLabel, QMenu, QTabWidget, QVBoxLayout

from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import NBSP, euros, typeset
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.money import by_civil_year, grand_total
from cpr_desk.domain.statement import Line, LineState, Payment
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import funding
from cpr_desk.services.funding import Account
from cpr_desk.ui import files, previewing, tasks
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_grants import GrantsDialog
from cpr_desk.ui.dialogs.crises import CrisesDialog
from cpr_desk.ui.dialogs.funding_simulation import SimulationDialog
from cpr_desk.ui.dialogs.payment import PaymentDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_funding_dues import DuesPart, GapsPart, TotalsPart
from cpr_desk.ui.pages.cpts_funding_payments import PaymentsPart
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.message_bar import Weight


class FundingTab(CptsTab):
    """Sums and commands above two parts: the lines due, the payments. `go_to` brings a tab to the front."""

    def __init__(self, desk: Desk, state: UiState, page: Page, go_to: Callable[[str], object]) -> None:
        super().__init__(desk, state, page)
        self._go_to = go_to
        self._account: Account | None = None
        self.figures = QLabel(self, wordWrap=True)
        self.commands = CommandSet(self)
        self._declare()
        self.parts = QTabWidget(self)
        self.parts.setDocumentMode(True)
        self.parts.setAccessibleName(self.tr("Financement"))
        self.dues = DuesPart(state, self)
        self.payments = PaymentsPart(desk, state, self)
        self.totals, self.gaps = TotalsPart(state, self), GapsPart(self)
        for part in (self.dues, self.totals, self.payments, self.gaps):
            self.parts.addTab(part, "")
        self.dues.pay.connect(lambda: self._pay(self.dues.chosen()))
        self.gaps.go_to.connect(self._mend)
        self.payments.change.connect(self._change)
        self.payments.done.connect(self.say_saved)
        self.payments.refused.connect(self.messages.say_error)
        self._lay_out()

    def show_dossier(self, dossier: Dossier) -> None:
        account = funding.account_at(self.desk.db, self.desk.commission, dossier.id, self.at)
        if account is None:
            return
        self._account = account
        self._show_figures(account)
        self.dues.editable = self.editable
        self.dues.show_account(account)
        self.totals.show_account(account)
        self.payments.show_account(account, editable=self.editable)
        self.gaps.show_gaps(account.gaps)
        self._name_parts(len(account.statement.unmatched), len(account.gaps))
        self.commands.refresh()

    def _show_figures(self, account: Account) -> None:
        own = account.statement
        total = grand_total(by_civil_year([own]))
        late = sum((line.left for line in own.lines if line.state is LineState.LATE), NOTHING)
        loose = sum((each.amount for each in own.unmatched), NOTHING)
        told = [
            (self.tr("Dus à ce jour"), total.due, self.tr("dont {amount} de résultats attendus"), total.expected),
            (self.tr("versés"), total.paid, self.tr("dont {amount} à rapprocher"), loose),
            (self.tr("restant à verser"), total.left, self.tr("dont {amount} en retard"), late),
            (self.tr("à venir"), total.to_come, "", NOTHING),
        ]
        parts = [
            f"{name}{NBSP}: <b>{euros(amount)}</b>{f' ({remark.format(amount=euros(part))})' if part else ''}"
            for name, amount, remark, part in told
        ]
        self.figures.setText("  ·  ".join(parts))
        self.figures.setAccessibleName("; ".join(parts).replace("<b>", "").replace("</b>", ""))

    def _name_parts(self, loose: int, gaps: int) -> None:
        names = (
            self.tr("Sommes dues"),
            self.tr("Totaux"),
            self.tr("Versements ({count} à rapprocher)").format(count=loose) if loose else self.tr("Versements"),
            self.tr("À compléter ({count})").format(count=gaps) if gaps else self.tr("À compléter"),
        )
        for place, name in enumerate(names):
            self.parts.setTabText(place, name)
        self.parts.setTabIcon(len(names) - 1, icon("triangle-alert", Tone.URGENT) if gaps else QIcon())

    def _lay_out(self) -> None:
        row = ActionRow(self)
        primary, *others = self._actions
        row.set_buttons([ActionButton(primary, self, primary=True), *(ActionButton(each, self) for each in others)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.figures)
        column.addWidget(row)
        column.addWidget(self.parts, 1)

    def _declare(self) -> None:
        add, tr = self.commands.add, self.tr

        def editable() -> bool:
            return self.editable and self._account is not None

        past = tr("Un état passé se lit seulement.")
        rare = QMenu(self)
        rare.addActions([
            add(Command(tr("Montants versés &une fois…"), self._grant, "landmark",
                        tip=tr("Financement additionnel, dérogation Covid-19"), enabled=editable, unless=past)),
            add(Command(tr("Cr&ises sanitaires…"), self._declare_crises, "alarm-clock",
                        tip=tr("Déclarer les crises de la région et les CPTS qu’elles concernent"),
                        enabled=editable, unless=past)),
        ])  # fmt: skip
        more = QAction(tr("Cas particu&liers"), self)
        more.setToolTip(tr("Montants versés une fois, crises sanitaires"))
        more.setMenu(rare)
        self._actions = [
            add(Command(tr("Enregistrer un &versement…"), lambda: self._pay(None), "plus",
                        tip=tr("Enregistrer un versement ou une reprise, et la ligne payée"),
                        enabled=editable, unless=past)),
            add(Command(tr("Si&muler…"), self._simulate, "scale",
                        tip=tr("Comparer à une autre taille, d’autres missions, d’autres résultats{nbsp}: rien n’est "
                               "enregistré").format(nbsp=NBSP),
                        enabled=lambda: self._account is not None)),
            more,
            add(Command(tr("État de &financement…"), self._look, "file-text",
                        tip=tr("Voir l’état de financement, l’imprimer ou l’enregistrer"),
                        enabled=lambda: self._account is not None)),
            add(Command(tr("E&xporter…"), self._export, "file-spreadsheet",
                        tip=tr("Enregistrer les sommes et leurs totaux dans un classeur"),
                        enabled=lambda: self._account is not None)),
        ]  # fmt: skip

    def _shown(self) -> Account:
        assert self._account is not None  # noqa: S101 - commands wait for an account
        return self._account

    def _pay(self, line: Line | None) -> None:
        if self.editable:
            self._open_payment(line=line)

    def _change(self) -> None:
        if (rows := self.payments.chosen()) and self.editable:
            self._open_payment(payment=rows[0].payment)

    def _open_payment(self, line: Line | None = None, payment: Payment | None = None) -> None:
        dialog = PaymentDialog(self.desk, self._shown(), self, line=line, payment=payment)
        dialog.saved.connect(self.say_saved)
        dialog.open()

    def _simulate(self) -> None:
        SimulationDialog(self.desk, self.state, self._shown(), self).open()

    def _grant(self) -> None:
        dialog = GrantsDialog(self.desk, self._shown(), self)
        dialog.saved.connect(lambda _none: self.say_saved(self.tr("Les montants versés une fois sont enregistrés.")))
        dialog.open()

    def _declare_crises(self) -> None:
        CrisesDialog(self.desk, self.state, self).open()

    def _mend(self, tab: str) -> None:
        """Go where a gap is mended: what is due for a crisis is mended here."""
        if tab == "funding":
            self._declare_crises()
        else:
            self._go_to(tab)

    def _look(self) -> None:
        db, account = self.desk.db, self._shown()
        label = DocumentKind.FUNDING.label
        request = Request(
            self.desk.commission.id, DocumentKind.FUNDING, account.at, self.desk.today(), cpts_id=account.dossier.id
        )
        previewing.look_at(
            self, self.state, label, f"{documents.file_name(db, request)}.pdf",
            lambda progress: documents.preview_pages(db, request, progress), self._say_written, self.say_failure,
        )  # fmt: skip

    def _export(self) -> None:
        db, account, today = self.desk.db, self._shown(), self.desk.today()
        wanted = Export(self.desk.commission.id, ExportKind.FUNDING, account.at, today, cpts_id=account.dossier.id)
        title = self.tr("Exporter le financement")
        name = self.tr("Financement {code} {day}.xlsx").format(
            code=account.dossier.adhesion.code, day=account.at.isoformat()
        )
        if file := files.choose_to_save(self, self.state, title, name, (files.EXCEL, files.PDF)):
            tasks.run(self, title, lambda progress: exports.export(db, wanted, file, progress),
                      lambda _rows: self._say_written(file), self.say_failure)  # fmt: skip

    def _say_written(self, file: Path) -> None:
        words = typeset(self.tr("Le fichier « {name} » est enregistré.").format(name=file.name))
        self.messages.say(Weight.SUCCESS, words, self.tr("Ouvrir"), partial(files.open_with_system, file))
