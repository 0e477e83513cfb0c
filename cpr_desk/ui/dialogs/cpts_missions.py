"""The missions of a CPTS: which it has chosen, and the day each one started."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Scale
from cpr_desk.ui import theme
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.date_edit import DateEdit


class MissionRows(QWidget):
    """A line each mission: a box, the day it started (empty: planned), and by when it is expected to start."""

    def __init__(self, scale: Scale, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._today = today
        self._signed_on: date | None = None
        self._others: tuple[tuple[str, date | None], ...] = ()
        self.boxes: dict[Mission, QCheckBox] = {}
        self.days: dict[Mission, DateEdit] = {}
        self._notes: dict[Mission, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(2, 1)
        for row, mission in enumerate(Mission):
            box, day, note = QCheckBox(mission.label, self), DateEdit(self), QLabel(self, wordWrap=True)
            box.setToolTip(mission.full_label)
            day.setAccessibleName(self.tr("Démarrage de la mission {mission}").format(mission=mission.label))
            day.setPlaceholderText(self.tr("prévue"))
            keeps = day.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)
            day.setSizePolicy(keeps)
            note.setFont(theme.font(TextSize.SMALL))
            self.boxes[mission], self.days[mission], self._notes[mission] = box, day, note
            for column, widget in enumerate((box, day, note)):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
            box.toggled.connect(partial(self._explain, mission))
            day.changed.connect(partial(self._explain, mission))

    def fill(self, missions: Iterable[tuple[str, date | None]], signed_on: date | None) -> None:
        """Show these missions of a contract signed on that day."""
        given = dict(missions)
        known = {mission.value for mission in Mission}
        self._others = tuple((code, day) for code, day in given.items() if code not in known)
        for mission in Mission:
            self.boxes[mission].setChecked(mission in given)
            self.days[mission].set_day(given.get(mission))
        self.set_signature(signed_on)

    def set_signature(self, signed_on: date | None) -> None:
        """Count the expected starts from another signature."""
        self._signed_on = signed_on
        for mission in Mission:
            self._explain(mission)

    def chosen(self) -> tuple[tuple[str, date | None], ...]:
        """Return the code and the start of each mission chosen, None while it is planned."""
        own = ((mission.value, self.days[mission].day()) for mission in Mission if self.boxes[mission].isChecked())
        return (*own, *self._others)

    def validate(self) -> bool:
        """Show what is wrong with a day beside it, and return whether all is well."""
        wrong = [mission for mission in Mission if self._problem(mission)]
        for mission in Mission:
            self._explain(mission)
        if wrong:
            self.days[wrong[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def _problem(self, mission: Mission) -> str:
        edit = self.days[mission]
        if not self.boxes[mission].isChecked():
            return ""
        if wrong := edit.problem():
            return wrong
        day = edit.day()
        if day and day > self._today:
            return self.tr("Cette date est à venir : laissez-la vide tant que la mission est prévue.")
        return ""

    def _explain(self, mission: Mission, *_told: object) -> None:
        """Write the problem, else by when the accord expects the mission to start."""
        chosen = self.boxes[mission].isChecked()
        self.days[mission].setVisible(chosen)
        note, problem = self._notes[mission], self._problem(mission)
        note.setText(french.typeset(problem or self._expected(mission)))
        for name, value in (("error", bool(problem)), ("muted", not problem)):
            note.setProperty(name, value)
        note.style().unpolish(note)
        note.style().polish(note)

    def _expected(self, mission: Mission) -> str:
        terms, started = self._scale.terms(mission), self.days[mission].day()
        if terms is None:
            return ""
        limit = terms.limits(self._signed_on).start if self._signed_on else None
        if not self.boxes[mission].isChecked() or limit is None:
            return self.tr("mission {kind}").format(kind=terms.kind_label)
        words = french.date_digits(limit)
        if started and started > limit:
            return self.tr("démarrée après le {day}, limite de l’accord").format(day=words)
        if not started and self._today > limit:
            return self.tr("démarrage attendu au plus tard le {day} : en retard").format(day=words)
        return self.tr("démarrage attendu au plus tard le {day}").format(day=words)
