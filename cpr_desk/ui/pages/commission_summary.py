"""What one reads first on the page of the commission: the key figures, and who presides."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Section
from cpr_desk.domain.controls import Controls
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.presidency import PresidencyYear
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.cards import Card, KeyFigure, SectionTitle

_TWO_PARTS = 860
_ABREAST = 640
_NARROW = 460
"""Widths under which the badges go below the figures, then one below the other, then nothing more can be done."""


class Figures(QFrame):
    """Seats, votes, shares and parity of a composition."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", True)
        self.setAccessibleName(self.tr("Chiffres clés"))
        self._social = KeyFigure(self.tr("Section sociale"), self)
        self._general = KeyFigure(self.tr("Régime général"), self)
        self._msa = KeyFigure(self.tr("MSA"), self)
        self._professional = KeyFigure(self.tr("Section professionnelle"), self)
        self._parity = StateBadge(self)
        self._vacancies = StateBadge(self)
        numbers = QHBoxLayout()
        numbers.setSpacing(Space.L)
        for figure in (self._social, self._general, self._msa, self._professional):
            numbers.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._row.setSpacing(Space.L)
        self._row.addLayout(numbers, 1)
        self._states = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._states.setSpacing(Space.S)
        self._states.addWidget(self._parity)
        self._states.addWidget(self._vacancies)
        self._states.addStretch()
        self._row.addLayout(self._states)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), _NARROW), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        direction = QBoxLayout.Direction
        narrow = event.size().width() < _TWO_PARTS
        abreast = narrow and event.size().width() > _ABREAST
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._states.setDirection(direction.LeftToRight if abreast else direction.TopToBottom)
        super().resizeEvent(event)

    def set_compact(self, *, compact: bool) -> None:
        """Take less height, for the sake of the tables."""
        for figure in (self._social, self._general, self._msa, self._professional):
            figure.set_compact(compact=compact)
        across = Space.S if compact else Space.M
        self._row.setContentsMargins(Space.L, across, Space.L, across)
        self._states.setSpacing(Space.XS if compact else Space.S)

    def show_controls(self, controls: Controls) -> None:
        """Show the figures of a composition."""
        social, professional = controls.social, controls.professional
        votes = self.tr("{count} voix")
        share = self.tr("{share} des voix")
        self._social.set_value(votes.format(count=social.votes), french.plural(social.seats, "siège"))
        self._general.set_value(
            votes.format(count=social.general_votes), share.format(share=french.percent(social.general_share))
        )
        self._msa.set_value(
            votes.format(count=social.agricultural_votes),
            share.format(share=french.percent(social.agricultural_share)),
        )
        seats = french.plural(professional.seats, "siège")
        designated = french.plural(professional.designated, "désigné")
        self._professional.set_value(votes.format(count=professional.votes), f"{seats}, {designated}")
        if controls.parity:
            self._parity.show_tone(Tone.DONE, State.DONE.icon_name, self.tr("Parité respectée"))
        else:
            self._parity.show_state(State.LATE, self.tr("Parité non respectée"))
        complete = not controls.vacant and not controls.unrepresented
        self._vacancies.show_state(State.DONE if complete else State.URGENT, controls.vacancies_line)


class PresidencyCard(Card):
    """Who presides this year and the next."""

    def __init__(self, open_sheet: QAction, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Présidence"), "landmark", parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.set_action(open_sheet)

    def show_years(self, years: Sequence[PresidencyYear], first_year: int) -> None:
        """Show one block a year; `first_year` is said when the commission is not installed yet."""
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if not years:
            sentence = self.tr("La première présidence sera celle de l’année {year}.").format(year=first_year)
            self._grid.addWidget(QLabel(sentence, self, wordWrap=True), 0, 0, 1, 2)
        for number, year in enumerate(years):
            title = SectionTitle(str(year.year), self)
            self._grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._words(year), number, 1)

    def _words(self, year: PresidencyYear) -> QLabel:
        nobody = self.tr("à désigner")
        lines = (
            _line(self.tr("Présidence"), year.president_section, year.president or nobody),
            _line(self.tr("Vice-présidence"), year.vice_president_section, year.vice_president or nobody),
        )
        told = ((year.why,) if year.exception else ()) + year.mentions
        label = QLabel("\n".join((*lines, *told)), self, wordWrap=True)
        label.setToolTip(year.why)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(theme.font())
        return label


def _line(office: str, section: Section, name: str) -> str:
    return f"{office}{NBSP}: {name} ({section.label.lower()})"
