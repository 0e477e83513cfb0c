"""What one does to seats: one command each, its dialog, and the way from a control to the place that mends it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cpr_desk.domain import french
from cpr_desk.domain.composition import Composition, MandateRole, Seat, SeatState
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.problems import Problem, Remedy
from cpr_desk.ui.actions import Command, separator
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.allocation import AllocationDialog
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.mandate import CorrectMandateDialog, EndMandateDialog, SwapDialog
from cpr_desk.ui.dialogs.seat_order import SeatOrderDialog
from cpr_desk.ui.dialogs.seat_votes import VotesDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.pages.commission_tables import SeatTables


def _tr(text: str) -> str:
    return QCoreApplication.translate("SeatCommands", text)


class SeatCommands:
    """The commands over the seat selected in `tables`, on the `day` shown; `menu` lists all but `designate`."""

    def __init__(
        self, desk: Desk, sheet: Sheet, tables: SeatTables, day: Callable[[], date], seats: Callable[[], Composition]
    ) -> None:
        self._desk = desk
        self._sheet = sheet
        self._tables = tables
        self._day = day
        self._composition = seats
        self.designate = self._add(_tr("&Désigner…"), self._designate, "user-plus", "F2",
            _tr("Désigner quelqu’un au siège choisi, ou remplacer qui l’occupe"), self._one,
            _tr("Choisissez d’abord un siège dans le tableau, puis « Désigner »"))  # fmt: skip
        self.add_seat = self._add(_tr("A&jouter un siège…"), self._add_seat, "plus", "Ctrl+N",
            _tr("Ajouter un siège à la composition"))  # fmt: skip
        changes = [
            self._add(_tr("&Mettre fin au mandat…"), self._end, "log-out", "Ctrl+Shift+Del",
                _tr("Mettre fin au mandat d’un membre, avec son motif"), self._held),
            self._add(_tr("É&changer titulaire et suppléant…"), self._swap, "move-horizontal", None,
                _tr("Le suppléant devient titulaire, et le titulaire suppléant"), self._both),
            self._add(_tr("C&orriger un mandat…"), self._correct, "pencil", "Shift+F2",
                _tr("Corriger les dates ou la lettre d’un mandat, ou effacer une erreur"), self._one),
            self._add(_tr("&Fiche de la personne"), self._open_person, "user", "Ctrl+F2",
                _tr("Voir et compléter les coordonnées de qui occupe le siège"), self._held),
        ]  # fmt: skip
        seats_ = [
            self._add(_tr("Changer les &voix ou le régime…"), self._votes, "scale", None,
                _tr("Changer les voix ou le régime du siège choisi à partir d’une date"), self._one),
            self._add(_tr("Fe&rmer le siège…"), self._close, "x", "Ctrl+Del",
                _tr("Retirer les sièges choisis de la composition à partir d’une date"),
                lambda: bool(self._tables.selected_seats())),
        ]  # fmt: skip
        self.allocate = self._add(_tr("Ré&partir les voix…"), self._allocate, "scale", None,
            _tr("Proposer les lignes de la section sociale pour un nombre de voix"), self._some)  # fmt: skip
        order = self._add(_tr("Changer l’&ordre du tableau…"), self._order, "arrow-down-up", None,
            _tr("Déplacer les professions, les lignes ou les organismes du tableau"), self._some)  # fmt: skip
        self.of_seat: list[QAction] = [self.designate, *changes, separator(sheet), *seats_]
        self.menu = QAction(icon("armchair"), _tr("&Siège"), sheet)
        self.menu.setToolTip(_tr("Ce que l’on peut faire du siège choisi et du tableau"))
        self._menu = QMenu(sheet)
        self._of_table = separator(sheet)
        self._menu.addActions([*self.of_seat[1:], self._of_table, self.add_seat, self.allocate, order])
        self.menu.setMenu(self._menu)

    def add_to_menu(self, action: QAction) -> None:
        """Offer one more action on the selected seat."""
        self.of_seat.append(action)
        self._menu.insertAction(self._of_table, action)

    def mend(self, problem: Problem) -> None:
        """Open the place where a problem is mended, on the first seat concerned that may be."""
        self._tables.select_seats(set(problem.seats))
        seat = self._concerned(problem)
        elsewhere = {
            Remedy.IMPORT: "seats/import",
            Remedy.REMINDERS: "organisations/reminders",
            Remedy.PRESIDENCY: "presidency",
            Remedy.PERSON: f"persons/{problem.persons[0]}" if problem.persons else "persons",
        }
        if problem.remedy in elsewhere:
            self._sheet.page.begin(elsewhere[problem.remedy])
        elif problem.remedy is Remedy.ALLOCATION:
            self._allocate()
        elif problem.remedy is Remedy.ADD_SEAT:
            self._add_seat()
        elif seat and problem.remedy is Remedy.CLOSE_SEATS:
            self._tables.select_seats({self._superfluous(problem).id})
            self._close()
        elif seat and problem.remedy is Remedy.DESIGNATE:
            empty = [role for role in MandateRole if seat.holder(role) is None]
            self._designate(seat, empty[0] if empty else self._role_of(seat, problem))
        elif seat and problem.remedy is Remedy.MANDATE:
            self._correct(seat, self._role_of(seat, problem))
        elif seat and problem.remedy is Remedy.VOTES:
            self._votes(seat)

    def _concerned(self, problem: Problem) -> Seat | None:
        known = {seat.id: seat for seat in self._composition().seats}
        return next((known[seat_id] for seat_id in problem.seats if seat_id in known), None)

    def _superfluous(self, problem: Problem) -> Seat:
        """Return which of the seats concerned to offer for closing: an empty one rather, and the last of them."""
        found = [seat for seat in self._composition().seats if seat.id in problem.seats]
        return max(found, key=lambda seat: (seat.titular is None, seat.substitute is None, seat.position, seat.id))

    def _role_of(self, seat: Seat, problem: Problem) -> MandateRole:
        held = ((role, seat.holder(role)) for role in MandateRole)
        return next((r for r, h in held if h and h.person.id in problem.persons), MandateRole.TITULAR)

    def _add(
        self,
        text: str,
        run: Callable[[], object],
        picture: str,
        keys: str | None,
        tip: str,
        enabled: Callable[[], bool] = lambda: True,
        unless: str = "",
    ) -> QAction:
        return self._sheet.commands.add(Command(text, run, picture, keys, tip, enabled, french.typeset(unless)))

    def _one(self) -> bool:
        return self._tables.selected() is not None

    def _held(self) -> bool:
        seat = self._tables.selected()
        return seat is not None and any(seat.holder(role) for role in MandateRole)

    def _both(self) -> bool:
        seat = self._tables.selected()
        return seat is not None and all(seat.holder(role) for role in MandateRole)

    def _some(self) -> bool:
        return bool(self._composition().seats)

    def _target(self, seat: Seat | None, role: MandateRole | None) -> tuple[Seat, MandateRole]:
        chosen = seat or self._tables.selected()
        assert chosen is not None  # noqa: S101 - the commands need one seat selected
        return chosen, role or self._tables.role()

    def _open(self, dialog: FormDialog, told: str) -> None:
        dialog.saved.connect(lambda _what: self._sheet.say_saved(self._dated(told, dialog.first_day())))
        dialog.open()

    def _dated(self, told: str, first: date | None) -> str:
        """Add from when the table shows a change that it does not show yet: it would seem not to be stored."""
        day = self._day()
        if first is None or first <= day:
            return told
        words = _tr("Le tableau affiche le {shown}{nbsp}: ce changement y paraîtra à partir du {first}.")
        dates = {"shown": french.date_digits(day), "first": french.date_digits(first)}
        return f"{told} {words.format(**dates, nbsp=NBSP)}"

    def _designate(self, seat: Seat | None = None, role: MandateRole | None = None) -> None:
        where, place = self._target(seat, role)
        dialog = DesignateDialog(self._desk, where, place, self._day(), self._sheet)
        self._open(dialog, _tr("La désignation est enregistrée."))

    def _end(self) -> None:
        seat, role = self._target(None, None)
        dialog = EndMandateDialog(self._desk, seat, role, self._day(), self._sheet)
        self._open(dialog, _tr("La fin du mandat est enregistrée."))

    def _swap(self) -> None:
        seat, _role = self._target(None, None)
        self._open(SwapDialog(self._desk, seat, self._day(), self._sheet), _tr("L’échange est enregistré."))

    def _correct(self, seat: Seat | None = None, role: MandateRole | None = None) -> None:
        where, place = self._target(seat, role)
        dialog = CorrectMandateDialog(self._desk, where, place, self._day(), self._sheet)
        self._open(dialog, _tr("Le mandat est corrigé."))

    def _open_person(self) -> None:
        seat, role = self._target(None, None)
        held = seat.holder(role) or seat.titular or seat.substitute
        if held:
            self._sheet.page.begin(f"persons/{held.person.id}")

    def _votes(self, seat: Seat | None = None) -> None:
        where, _role = self._target(seat, None)
        self._open(VotesDialog(self._desk, where, self._day(), self._sheet), _tr("Le siège est changé."))

    def _add_seat(self) -> None:
        section = self._tables.section()
        dialog = AddSeatDialog(self._desk, self._composition(), section, self._day(), self._sheet)
        self._open(dialog, _tr("Le siège est ajouté."))
        dialog.saved.connect(self._select_added)

    def _select_added(self, state: SeatState) -> None:
        alike = [
            seat.id
            for seat in self._composition().of(state.section)
            if (seat.profession, seat.organisation, seat.regime) == (state.profession, state.organisation, state.regime)
        ]
        self._tables.select_seats({max(alike)} if alike else set())

    def _close(self) -> None:
        seats = self._tables.selected_seats()
        dialog = CloseSeatsDialog(self._desk, seats, self._day(), self._sheet)
        self._open(dialog, _tr("Le siège est fermé.") if len(seats) == 1 else _tr("Les sièges sont fermés."))

    def _allocate(self) -> None:
        self._open(AllocationDialog(self._desk, self._day(), self._sheet), _tr("Les voix sont réparties."))

    def _order(self) -> None:
        dialog = SeatOrderDialog(self._desk, self._tables.section(), self._day(), self._sheet)
        self._open(dialog, _tr("L’ordre du tableau est changé."))
