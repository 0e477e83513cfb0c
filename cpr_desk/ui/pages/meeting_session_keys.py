"""What each key does to the lines in hand of a session."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.composition import MandateRole
from cpr_desk.domain.french import NBSP, plural, time_words, typeset
from cpr_desk.domain.meetings import MeetingMode
from cpr_desk.domain.session_list import Place, SessionLine, proxy_words, substitute_expected
from cpr_desk.services import session as sessions
from cpr_desk.ui import messages
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.session_proxy import ProxyDialog
from cpr_desk.ui.dialogs.session_stays import StaysDialog
from cpr_desk.ui.session_keeper import SessionKeeper

_Lines = Sequence[SessionLine]


class SessionKeys(QObject):
    """`said` tells quietly what was noted, `blocked` why a key did nothing."""

    said = Signal(str)
    blocked = Signal(str)

    def __init__(self, desk: Desk, keeper: SessionKeeper, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._keeper, self._owner = desk, keeper, owner

    def press(self, letter: str, lines: _Lines, *, for_substitute: bool = False) -> bool:
        """Do what a letter says to lines; return whether the next line comes in hand."""
        if not lines:
            return False
        if self.unheld:
            self.blocked.emit(self.unheld)
            return False
        role = MandateRole.SUBSTITUTE if for_substitute else MandateRole.TITULAR
        acts: dict[str, Callable[[], bool]] = {
            "P": lambda: self._come(lines, MandateRole.TITULAR),
            "S": lambda: self._come(lines, MandateRole.SUBSTITUTE),
            "V": lambda: self._toggle_remote(lines),
            "O": lambda: self._give_proxy(lines[0]),
            "E": lambda: self._excuse(lines, role, excused=True),
            "A": lambda: self._excuse(lines, role, excused=False),
            "D": lambda: self._leave(lines, for_substitute=for_substitute),
        }
        return acts[letter]()

    @property
    def unheld(self) -> str:
        """Why a meeting has no session, empty where it may have one."""
        meeting = self._keeper.session.meeting
        if meeting.is_written:
            words = self.tr("Une consultation écrite ne tient pas de séance{nbsp}: les voix arrivent par courrier.")
            return words.format(nbsp=NBSP)
        return self.tr("La réunion est annulée.") if meeting.is_cancelled else ""

    def offers(self, lines: _Lines) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield what a menu offers for the lines in hand: words with their key, and what they do."""
        words = {
            "P": self.tr("Titulaire présent"),
            "S": self.tr("Suppléant présent"),
            "V": self.tr("À distance, ou sur place"),
            "O": self.tr("Pouvoir…"),
            "E": self.tr("Excusé"),
            "A": self.tr("Absent"),
            "D": self.tr("Départ"),
        }
        for letter, told in words.items():
            yield f"{told}\t{letter}", partial(self.press, letter, lines)
        yield self.tr("Retirer ce qui est noté\tSuppr"), partial(self.withdraw, lines)
        for place in lines[0].places if len(lines) == 1 else ():
            told = self.tr("Heures de {name}…").format(name=place.person.courteous_name)
            yield told, partial(self._open_stays, place)

    def withdraw(self, lines: _Lines) -> None:
        """Take back what the lines show."""
        for line in lines:
            if noted := line.last_noted:
                act = partial(self._take_back, line)
                if self._keeper.carry_out(act):
                    self.said.emit(self.tr("Retiré{nbsp}: {what}.").format(nbsp=NBSP, what=_what(noted, line)))

    def _take_back(self, line: SessionLine) -> None:
        if noted := line.last_noted:
            sessions.take_back(self._desk.db, self._keeper.session, noted)

    def revoke(self, proxy: Proxy) -> None:
        """Take a proxy back from the hour of entry on."""
        keeper = self._keeper
        if keeper.carry_out(lambda: sessions.revoke_proxy(self._desk.db, keeper.session, proxy, keeper.at)):
            words = self.tr("{proxy}{nbsp}: retiré.")
            self.said.emit(words.format(proxy=proxy_words(keeper.session, proxy), nbsp=NBSP))

    def change_hours(self, lines: _Lines) -> None:
        """Open every coming and going of whom the line is about."""
        if lines and (place := lines[0].main):
            self._open_stays(place)

    def _open_stays(self, place: Place) -> None:
        if self._is_closed_to_entry(corrects=True):
            return
        dialog = StaysDialog(self._desk, self._keeper, place.person, self._owner)
        dialog.rejected.connect(self._keeper.follow)  # refused: another window noted something
        dialog.saved.connect(lambda _person: self._follow(place))
        dialog.open()

    def _follow(self, place: Place) -> None:
        self._keeper.follow()
        self._say(self.tr("heures corrigées"), [place])

    def _come(self, lines: _Lines, role: MandateRole) -> bool:
        if self._is_closed_to_entry():
            return False
        places = [place for line in lines if (place := line.place(role))]
        if not places:
            missing = self.tr("Aucun suppléant n’est désigné pour ce siège.")
            vacant = self.tr("Aucun titulaire n’est désigné pour ce siège.")
            self.blocked.emit(missing if role is MandateRole.SUBSTITUTE else vacant)
            return False
        coming = [place for place in places if not place.is_present]
        seat_id = self._chosen_seat(lines, role)
        if not coming:
            return self._change_seat(lines[0], places[0], seat_id)
        people = dict.fromkeys(place.person.id for place in coming)
        return self._arrive(coming, list(people), seat_id, remote=False)

    def _arrive(self, coming: Sequence[Place], people: list[int], seat_id: int | None, *, remote: bool) -> bool:
        keeper = self._keeper
        at, far = keeper.at, remote or keeper.session.meeting.mode is MeetingMode.VIDEO
        done = keeper.carry_out(
            lambda: sessions.arrive(self._desk.db, keeper.session, people, at, remote=far, seat_id=seat_id)
        )
        if done:
            self._say(self.tr("arrivée à {hour}").format(hour=time_words(at.time())), coming)
        return done

    def _chosen_seat(self, lines: _Lines, role: MandateRole) -> int | None:
        """Return the seat that a substitute of several is noted on; None leaves it to the rule."""
        place, seat = lines[0].substitute, lines[0].seat
        if role is not MandateRole.SUBSTITUTE or len(lines) > 1 or place is None or seat is None:
            return None
        held = [
            each
            for each in self._keeper.session.composition.seats
            if each.substitute and each.substitute.person.id == place.person.id
        ]
        return seat.id if len(held) > 1 else None

    def _change_seat(self, line: SessionLine, place: Place, seat_id: int | None) -> bool:
        """Let a substitute who is there sit for this line; whoever is there on it already stays so."""
        keeper = self._keeper
        sits = line.voice and line.voice.person and line.voice.person.id == place.person.id
        if seat_id is None or sits:
            words = self.tr("{name} est déjà en séance.").format(name=place.person.courteous_name)
            self.said.emit(words)
            return True
        done = keeper.carry_out(
            lambda: sessions.sit_for(self._desk.db, keeper.session, place.person.id, seat_id, keeper.at)
        )
        if done:
            self._say(self.tr("siège à présent ici"), [place])
        return done

    def _toggle_remote(self, lines: _Lines) -> bool:
        """Turn who is there from the room to the screen, or back; who is not arrives on screen."""
        if self._is_closed_to_entry():
            return False
        keeper, place = self._keeper, lines[0].main
        if place is None:
            return False
        stay = keeper.session.presence.stay_of(place.person.id, keeper.at)
        if stay is None:
            return self._arrive([place], [place.person.id], None, remote=True)
        wanted = replace(stay, remote=not stay.remote)
        done = keeper.carry_out(lambda: sessions.correct_stay(self._desk.db, keeper.session, wanted))
        if done:
            self._say(self.tr("à distance") if wanted.remote else self.tr("sur place"), [place])
        return done

    def _excuse(self, lines: _Lines, role: MandateRole, *, excused: bool) -> bool:
        keeper = self._keeper
        places = [place for line in lines if (place := line.place(role) or line.main)]
        here = [place for place in places if place.is_present]
        if here:
            words = self.tr("{name} est en séance{nbsp}: notez d’abord son départ (D), ou retirez son arrivée (Suppr).")
            self.blocked.emit(words.format(name=here[0].person.courteous_name, nbsp=NBSP))
            return False
        people = [place.person.id for place in places]
        done = bool(people) and keeper.carry_out(
            lambda: sessions.excuse(self._desk.db, keeper.session, people, excused)
        )
        if done:
            self._say(self.tr("excusé") if excused else self.tr("absent"), places, agree=True)
        return done

    def _leave(self, lines: _Lines, *, for_substitute: bool) -> bool:
        if self._is_closed_to_entry():
            return False
        keeper = self._keeper
        wanted = [line.substitute if for_substitute else line.main for line in lines]
        leaving = [place for place in wanted if place and place.is_present]
        if not leaving:
            self.blocked.emit(self.tr("Personne n’est noté en séance pour ce siège."))
            return False
        at, people = keeper.at, [place.person.id for place in leaving]
        done = keeper.carry_out(lambda: sessions.leave(self._desk.db, keeper.session, people, at))
        if done:
            self._say(self.tr("départ à {hour}").format(hour=time_words(at.time())), leaving)
        return done

    def _give_proxy(self, line: SessionLine) -> bool:
        if line.seat is None or not line.seat.section.votes:
            self.blocked.emit(self.tr("Sans voix délibérative, il n’y a pas de pouvoir à donner."))
            return False
        if not line.places:
            self.blocked.emit(
                self.tr("Ce siège est vacant{nbsp}: personne ne peut en donner pouvoir.").format(nbsp=NBSP)
            )
            return False
        if line.voice and line.voice.in_person:
            words = self.tr("Ce siège est représenté en séance{nbsp}: un pouvoir n’aurait pas d’effet.")
            self.blocked.emit(words.format(nbsp=NBSP))
            return False
        if (expected := substitute_expected(line)) and not self._go_on_without(expected.courteous_name):
            return False
        dialog = ProxyDialog(self._desk, self._keeper, line, self._owner)
        dialog.saved.connect(self._say_proxy)
        dialog.open()
        return False

    def _go_on_without(self, name: str) -> bool:
        question = self.tr("Le suppléant, {name}, siège à sa place s’il est là.").format(name=name)
        detail = self.tr("La suppléance passe avant le pouvoir. Notez le suppléant présent (S), excusé ou absent "
                         "(Maj+E, Maj+A), ou enregistrez tout de même un pouvoir{nbsp}: il n’a d’effet que si le "
                         "suppléant n’est pas là.")  # fmt: skip
        verb = self.tr("Enregistrer un pouvoir")
        return messages.confirm(self._owner, question, verb, typeset(detail.format(nbsp=NBSP)))

    def _say_proxy(self, proxy: Proxy) -> None:
        self._keeper.follow()
        self.said.emit(f"{proxy_words(self._keeper.session, proxy)}.")

    def _is_closed_to_entry(self, *, corrects: bool = False) -> bool:
        sitting = self._keeper.session.sitting
        if sitting is None:
            self.blocked.emit(self.tr("Ouvrez d’abord la séance{nbsp}: les arrivées ont une heure.").format(nbsp=NBSP))
            return True
        if sitting.closed_at and self._keeper.hour is None and not corrects:
            self.blocked.emit(self.tr("La séance est close{nbsp}: fixez l’heure de saisie pour compléter les présences."
                                      ).format(nbsp=NBSP))  # fmt: skip
            return True
        return False

    def _say(self, what: str, places: Sequence[Place], *, agree: bool = False) -> None:
        """Say « Mme Le Goff : arrivée à 14 h 05 », « 12 personnes : excusées »."""
        if len(places) == 1:
            e = "e" if agree and places[0].person.is_feminine else ""
            self.said.emit(f"{places[0].person.courteous_name}{NBSP}: {what}{e}.")
        else:
            self.said.emit(f"{plural(len(places), self.tr('personne'))}{NBSP}: {what}{'es' if agree else ''}.")


def _what(noted: object, line: SessionLine) -> str:
    return "pouvoir" if isinstance(noted, Proxy) else f"{line.words} ({line.seat.label})" if line.seat else line.words
