"""Who designates: the organisations of a day, how one writes to them, what they still have to designate."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout

from cpr_desk.domain import french
from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.organisations import LetterChannel, Organisation
from cpr_desk.office import documents, exports
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import organisations
from cpr_desk.ui import files, tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.organisation import OrganisationDialog
from cpr_desk.ui.dialogs.organisation_indemnity import IndemnityDialog
from cpr_desk.ui.dialogs.reminders import RemindersDialog, Wanted
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.pages.commission_time import TimeRow
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.table_panel import TablePanel


def _tr(text: str) -> str:
    return QCoreApplication.translate("OrganisationsSheet", text)


def columns() -> tuple[Column[Correspondent], ...]:
    """Return the columns of the list."""
    return (
        Column("name", _tr("Organisation"), lambda each: each.organisation.name, width=150,
               tooltip=lambda each: each.organisation.full_name or each.organisation.name),
        Column("sphere", _tr("Profession ou section"), lambda each: each.designator.sphere, width=190,
               tooltip=lambda each: each.designator.sphere),
        Column("seats", _tr("Sièges"), lambda each: len(each.designator.seats), Kind.INT, width=66),
        Column("held", _tr("Pourvus"), lambda each: len(each.designator.seats) - len(each.designator.vacant), Kind.INT,
               width=74),
        Column("vacant", _tr("Vacants"), lambda each: len(each.designator.vacant), Kind.INT, icon=_vacant, width=84,
               tooltip=_vacant_words),
        Column("addressee", _tr("Destinataire"), lambda each: each.organisation.addressee or None, width=150,
               tooltip=lambda each: each.organisation.addressee),
        Column("address", _tr("Adresse"), lambda each: _reach(each, LetterChannel.POST), width=210,
               tooltip=lambda each: _address(each.organisation), icon=lambda each: _mark(each, LetterChannel.POST)),
        Column("email", _tr("Courriel"), lambda each: _reach(each, LetterChannel.EMAIL), width=160,
               tooltip=lambda each: each.organisation.email, icon=lambda each: _mark(each, LetterChannel.EMAIL)),
        Column("phone", _tr("Téléphone"), lambda each: each.organisation.phone or None, width=120, shown=False),
        Column("channel", _tr("Envoi"), lambda each: each.organisation.channel.label, width=100),
        Column("copied", _tr("Copie des envois"), lambda each: _tr("oui") if each.organisation.copied else None,
               width=110, shown=False),
        Column("indemnity", _tr("Indemnité"), _indemnity, width=160,
               tooltip=lambda each: "\n".join(indemnity.sentence for indemnity in each.indemnities)),
    )  # fmt: skip


def _vacant(each: Correspondent) -> QIcon | None:
    return icon("triangle-alert", Tone.URGENT) if each.designator.is_reminded else None


def _vacant_words(each: Correspondent) -> str:
    return "\n".join(seat.label for seat in each.designator.vacant)


def _address(organisation: Organisation) -> str:
    return ", ".join(part for part in (*organisation.address.splitlines(), organisation.town) if part)


def _reach(each: Correspondent, channel: LetterChannel) -> str | None:
    """Return the address of a channel; the one that letters need says when it is incomplete."""
    organisation = each.organisation
    known = _address(organisation) if channel is LetterChannel.POST else organisation.email
    missing = _tr("à compléter") if organisation.channel is channel and organisation.missing else ""
    return " – ".join(part for part in (known, missing) if part) or None


def _mark(each: Correspondent, channel: LetterChannel) -> QIcon | None:
    """Return a mark where a letter is to be sent and would not arrive."""
    lacks = each.organisation.channel is channel and each.organisation.missing and each.designator.is_reminded
    return icon("triangle-alert", Tone.URGENT) if lacks else None


def _indemnity(each: Correspondent) -> str:
    return french.listing(indemnity.indemnity.label for indemnity in each.indemnities)


class OrganisationsSheet(Sheet):
    """The organisations that designate, on a day; `begin` takes « reminders » and the key of one to modify."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        self._found: tuple[Correspondent, ...] = ()
        self._model: TableModel[Correspondent] = TableModel(columns(), identity=lambda each: each.key, parent=self)
        empty = EmptyState(
            "users",
            self.tr("Aucune organisation à cette date"),
            self.tr("Les organisations viennent de la composition{nbsp}: importez-la, ou ajoutez des sièges.").format(
                nbsp=NBSP),
            parent=self,
        )  # fmt: skip
        self.panel = TablePanel(
            self._model, state, "organisations", self.tr("organisation"), self.tr("organisations"), empty, self
        )
        self.time = TimeRow(desk, self.commands, self)
        self._declare_commands()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, Space.M, 0, 0)
        body.setSpacing(Space.L)
        body.addWidget(self.time)
        body.addWidget(self.panel, 1)
        self.panel.view.chosen.connect(self.commands.refresh)
        self.panel.view.opened.connect(lambda _each: self._modify())
        self.time.changed.connect(lambda _day: self._read())

    def reload(self) -> None:
        self.time.read()
        self._read()

    def begin(self, work: str) -> None:
        if work == "reminders":
            self._remind()
        elif any(each.key == work for each in self._found):
            self.panel.select(work)
            self._modify()

    def chosen(self) -> Correspondent | None:
        """Return the organisation selected, None unless there is exactly one."""
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _read(self) -> None:
        self._found = organisations.correspondents(self._desk.db, self._desk.commission.id, self.time.day())
        self._model.set_rows(self._found)
        self.commands.refresh()

    def _declare_commands(self) -> None:
        add = self.commands.add
        remind = add(
            Command(self.tr("&Relancer les désignations…"), self._remind, "mail", "Ctrl+R",
                    self.tr("Éditer une lettre pour chaque organisation dont un siège n’a pas de titulaire"),
                    lambda: any(each.designator.vacant for each in self._found))
        )  # fmt: skip
        modify = add(
            Command(self.tr("&Modifier l’organisation…"), self._modify, "pencil", "F2",
                    self.tr("Modifier le nom, l’adresse et l’indemnité de l’organisation choisie"),
                    lambda: self.chosen() is not None)
        )  # fmt: skip
        indemnity = add(
            Command(self.tr("&Indemnité par profession…"), self._open_indemnities, "settings",
                    tip=self.tr("Dire à qui est versée l’indemnité, profession par profession"),
                    enabled=lambda: any(each.professions for each in self._found))
        )  # fmt: skip
        export = add(
            Command(self.tr("E&xporter les adresses…"), self._ask_export, "download", "Ctrl+E",
                    self.tr("Écrire la liste d’adresses des membres et des organisations, pour le publipostage"),
                    lambda: bool(self._found))
        )  # fmt: skip
        self.primary, self.secondary = remind, [modify, indemnity, export]
        self.panel.set_context_actions([modify, remind])

    def _modify(self) -> None:
        if chosen := self.chosen():
            dialog = OrganisationDialog(self._desk, chosen, self)
            dialog.saved.connect(
                lambda stored: self.say_saved(self.tr("{name}{nbsp}: la fiche est enregistrée.").format(
                    name=stored.name, nbsp=NBSP))
            )  # fmt: skip
            dialog.open()

    def _open_indemnities(self) -> None:
        professions = organisations.profession_indemnities(self._desk.db, self._desk.commission.id, self.time.day())
        dialog = IndemnityDialog(self._desk, professions, self)
        dialog.saved.connect(lambda _changed: self.say_saved(self.tr("L’indemnité par profession est enregistrée.")))
        dialog.open()

    def _remind(self) -> None:
        if not any(each.designator.vacant for each in self._found):
            told = self.tr("Aucun siège n’attend de titulaire{nbsp}: il n’y a personne à relancer.")
            self.messages.say(Weight.INFORMATION, told.format(nbsp=NBSP))
            return
        dialog = RemindersDialog(self._desk, self._state, self.time.day(), self)
        dialog.saved.connect(self._write_letters)
        dialog.open()

    def _write_letters(self, wanted: Wanted) -> None:
        db = self._desk.db
        tasks.run(self, self.tr("Édition des lettres"),
                  lambda progress: documents.produce(db, wanted.request, wanted.folder, progress),
                  lambda written: self._say_written(wanted.folder, written), self.say_failure)  # fmt: skip

    def _say_written(self, folder: Path, written: list[Path]) -> None:
        letters = french.plural(len(written) - 1, self.tr("lettre éditée"), self.tr("lettres éditées"))
        sentence = self.tr("{letters} dans le dossier « {folder} ».").format(letters=letters, folder=folder.name)
        self.messages.say(
            Weight.SUCCESS, french.typeset(sentence), self.tr("Ouvrir le dossier"),
            lambda: files.open_with_system(folder),
        )  # fmt: skip

    def _ask_export(self) -> None:
        day = self.time.day()
        name = self.tr("Adresses au {day}.xlsx").format(day=day.isoformat())
        title = self.tr("Exporter les adresses")
        if file := files.choose_to_save(self, self._state, title, name, (files.EXCEL,)):
            self._export_to(file, day)

    def _export_to(self, file: Path, day: date) -> None:
        db = self._desk.db
        wanted = Export(self._desk.commission.id, ExportKind.ADDRESSES, day, self._desk.today())
        tasks.run(self, self.tr("Export des adresses"), lambda progress: exports.export(db, wanted, file, progress),
                  lambda _rows: self.say_written(file), self.say_failure)  # fmt: skip
