"""The cards of the dashboard: each shows one side of an `Overview` and says what to do when there is nothing."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, date_words, day_words, euros, integer, percent, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.problems import Problem, Severity
from cpr_desk.services.overview import Overview
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.bar_chart import Bar, BarChart
from cpr_desk.ui.widgets.cards import Card, KeyFigure, SectionTitle
from cpr_desk.ui.widgets.deadline_row import DeadlineRow, distance_in_words
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.link_row import LinkRow

_PROBLEMS_SHOWN = 6
_SEVERITIES = {
    Severity.ERROR: (Tone.LATE, "circle-alert"),
    Severity.WARNING: (Tone.URGENT, "triangle-alert"),
    Severity.INFO: (Tone.NEUTRAL, "info"),
}


class DashboardCard(Card):
    """A card that shows an overview and may ask for another page."""

    go_to = Signal(str)

    needed = True
    """Whether it has anything to show; a card that has not takes no place."""

    def show_overview(self, seen: Overview) -> None:
        """Show one side of the overview."""
        raise NotImplementedError

    def _lead_to(self, page: str, verb: str) -> None:
        """Offer, at the top right, the page where this is looked after."""
        self.set_action(CommandSet(self).add(Command(verb, partial(self.go_to.emit, page), "chevron-right")))


class FirstStepsCard(DashboardCard):
    """What to do first in a new commission; gone once all is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Pour commencer"), "circle-help", parent)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        self.body.addLayout(self._steps)
        self.needed = False

    def show_overview(self, seen: Overview) -> None:
        empty = not any(seat.section.votes for seat in seen.controls.composition.seats)
        office = seen.commission.secretariat
        steps = (
            (not empty, "commission/import", self.tr("Importer la composition de la commission"),
             self.tr("Le classeur des sections, tel que vous le tenez aujourd’hui.")),
            (bool(office.name and office.city), "settings", self.tr("Indiquer le nom et l’adresse du secrétariat"),
             self.tr("Ils figurent, avec le logo, en tête des convocations.")),
            (seen.summary.total > 0, "cpts/import", self.tr("Importer le registre des CPTS"),
             self.tr("Le classeur des adhésions à l’ACI.")),
            (bool(seen.meeting or seen.meetings_this_year), "meetings/new", self.tr("Prévoir la première réunion"),
             self.tr("Ses deux délais sont calculés à mesure que vous choisissez la date.")),
        )  # fmt: skip
        self.needed = not all(done for done, *_ in steps)
        clear(self._steps)
        to_do = (State.UPCOMING.tone, State.UPCOMING.icon_name, self.tr("À faire"))
        finished = (State.DONE.tone, State.DONE.icon_name, State.DONE.word)
        for done, page, text, remark in steps:
            row = LinkRow(finished if done else to_do, text, remark, parent=self)
            row.clicked.connect(partial(self.go_to.emit, page.partition("/")[0] if done else page))
            self._steps.addWidget(row)


class MeetingCard(DashboardCard):
    """The next meeting and its two deadlines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Prochaine réunion"), "calendar-days", parent)
        self._lead_to("meetings", self.tr("Réunions"))
        self._day = SectionTitle("", self)
        self._day.setFont(theme.font(theme.TextSize.TITLE))
        self._day.setWordWrap(True)
        self._where = _muted(self)
        self._rows = (DeadlineRow(self), DeadlineRow(self))
        self._year = _muted(self)
        self._missing = StateBadge(self)
        self._planned = QWidget(self)
        column = QVBoxLayout(self._planned)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._day)
        column.addWidget(self._where)
        deadlines = QHBoxLayout()
        deadlines.setSpacing(Space.L)
        for row in self._rows:
            deadlines.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        column.addSpacing(Space.M)
        column.addLayout(deadlines)
        column.addSpacing(Space.S)
        self._empty = EmptyState(
            "calendar-days",
            self.tr("Aucune réunion à venir"),
            self.tr(
                "Prévoyez-la{nbsp}: les dates limites de la convocation et de l’ordre du jour en découlent."
            ).format(nbsp=NBSP),
            parent=self,
        )
        self._late = QVBoxLayout()
        self._late.setSpacing(0)
        year = QHBoxLayout()
        year.setSpacing(Space.S)
        year.addWidget(self._missing)
        year.addWidget(self._year, 1)
        for widget in (self._planned, self._empty):
            self.body.addWidget(widget)
        self.body.addLayout(self._late)
        self.body.addLayout(year)

    def show_overview(self, seen: Overview) -> None:
        self._planned.setVisible(seen.meeting is not None)
        self._empty.setVisible(seen.meeting is None)
        if seen.meeting and seen.course:
            far = distance_in_words((seen.meeting.on - seen.today).days)
            self._day.setText(capital(date_words(seen.meeting.on)))
            self._where.setText(f"{_when_and_where(seen.meeting)} – {far}")
            for row, proof in zip(self._rows, seen.course.proofs, strict=True):
                row.show_deadline(proof.deadline, seen.today)
                row.show_proof(seen.course, proof)
        self._show_late(seen)
        least = seen.commission.kind.meetings_a_year
        self._year.setText(
            self.tr("{meetings} en {year}, pour au moins {least} par année civile (annexe 5, 1.2).").format(
                meetings=plural(seen.meetings_this_year, "réunion"), year=seen.today.year, least=least
            )
        )
        self._missing.setVisible(seen.lacks_meetings)
        self._missing.show_state(State.URGENT, self.tr("Réunion à tenir"))

    def _show_late(self, seen: Overview) -> None:
        """Name what should have left already, of this meeting and of the later ones, and cancellations not told."""
        clear(self._late)
        for course in seen.untold:
            badge = (State.URGENT.tone, State.URGENT.icon_name, self.tr("À faire"))
            text = self.tr("Annulation à envoyer, {meeting}").format(
                meeting=f"{course.meeting.kind.label} du {day_words(course.meeting.on)}"
            )
            whom = plural(course.untold, self.tr("personne convoquée"), self.tr("personnes convoquées"))
            row = LinkRow(badge, text, self.tr("{whom}, pas encore prévenues.").format(whom=whom)
                          if course.untold > 1 else self.tr("{whom}, pas encore prévenue.").format(whom=whom),
                          parent=self)  # fmt: skip
            row.clicked.connect(partial(self.go_to.emit, "meetings"))
            self._late.addWidget(row)
        for pending in seen.minutes:
            task, meeting = pending.task, pending.meeting
            state = State.LATE if task.is_late else State.UPCOMING
            badge = (state.tone, state.icon_name, state.word)
            text = self.tr("Relevé de décisions {state}, {meeting}").format(
                state=task.state.label, meeting=f"{meeting.kind.label} du {day_words(meeting.on)}"
            )
            row = LinkRow(badge, text, task.words, parent=self)
            row.clicked.connect(partial(self.go_to.emit, f"meetings/minutes/{meeting.id}"))
            self._late.addWidget(row)
        for course in seen.late:
            for deadline in course.late:
                days = plural(-deadline.days_left(seen.today), self.tr("jour"))
                badge = (State.LATE.tone, State.LATE.icon_name, State.LATE.word)
                text = f"{deadline.kind.label}, {course.meeting.kind.label} du {day_words(course.meeting.on)}"
                remark = self.tr("{days} après le {latest}, dernier jour pour l’envoyer.").format(
                    days=days, latest=date_words(deadline.latest)
                )
                row = LinkRow(badge, text, remark, parent=self)
                row.clicked.connect(partial(self.go_to.emit, "meetings"))
                self._late.addWidget(row)


class ProblemsCard(DashboardCard):
    """The problems of the composition, the gravest first; each leads to the commission."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Composition de la commission"), "users", parent)
        self._lead_to("commission", self.tr("Commission"))
        self._count = _muted(self)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addWidget(self._count)
        self.body.addLayout(self._rows)

    def show_overview(self, seen: Overview) -> None:
        clear(self._rows)
        problems = seen.controls.problems
        hidden = len(problems) - _PROBLEMS_SHOWN
        self._count.setText(seen.controls.vacancies_line)
        self._count.setVisible(bool(seen.controls.composition.seats))
        for problem in problems[:_PROBLEMS_SHOWN]:
            badge = (*_SEVERITIES[problem.severity], problem.severity.label)
            self._add(LinkRow(badge, problem.message, _remark(problem), problem.source, self))
        if hidden > 0:
            more = plural(hidden, self.tr("autre point"), self.tr("autres points"))
            self._add(LinkRow((Tone.NEUTRAL, "info", self.tr("Et aussi")), more, parent=self))
        if not problems:
            fine = (State.DONE.tone, State.DONE.icon_name, self.tr("Conforme"))
            self._add(LinkRow(fine, self.tr("Tous les contrôles de la composition sont satisfaits."), parent=self))

    def _add(self, row: LinkRow) -> None:
        row.clicked.connect(partial(self.go_to.emit, "commission"))
        self._rows.addWidget(row)


class PresidencyCard(DashboardCard):
    """Who presides this year, and which section the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Présidence"), "landmark", parent)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(Space.L)
        self._lines.setVerticalSpacing(Space.S)
        self._lines.setColumnStretch(1, 1)
        self._why = _muted(self)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._why)

    def show_overview(self, seen: Overview) -> None:
        clear(self._lines)
        chair = seen.chair
        if chair is None:
            first = seen.commission.installed_on
            self._why.setText(
                self.tr("La commission s’installe le {day}. La section sociale préside cette première année.").format(
                    day=date_words(first)
                )
            )
            return
        now, vice = seen.presidency[0], chair.vice_president
        acting = self.tr("{name}, par intérim").format(name=chair.name) if chair.acting else chair.name
        title = self.tr("Présidence {year}").format(year=now.year)
        self._add(title, chair.section, acting, missing=chair.acting)
        self._add(self.tr("Vice-présidence"), chair.section.opposite, vice.name if vice else None)
        self._why.setText("\n".join((now.why, *now.mentions)))
        for later in seen.presidency[1:]:
            title = self.tr("Présidence {year}").format(year=later.year)
            self._add(title, later.president_section, later.president)

    def _add(self, title: str, section: Section, name: str | None, *, missing: bool = False) -> None:
        line = self._lines.count()
        caption = _muted(self)
        caption.setText(title)
        caption.setWordWrap(False)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(SectionTitle(section.label, self))
        if name:
            words.addWidget(QLabel(name, self, wordWrap=True))
        if missing or not name:
            badge = StateBadge(self)
            badge.show_state(State.URGENT, self.tr("À désigner"))
            words.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addLayout(words, line, 1)


class AdhesionsCard(DashboardCard):
    """Where the CPTS of the register stand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Adhésions à l’ACI"), "map-pinned", parent)
        self._lead_to("cpts", self.tr("CPTS"))
        self._total = KeyFigure(self.tr("CPTS suivies"), self)
        self._signed = KeyFigure(self.tr("contrats signés"), self)
        self._coverage = KeyFigure(self.tr("des habitants sous contrat"), self)
        self._chart = BarChart(self.tr("CPTS par étape"), self)
        self._due = KeyFigure(self.tr("dus à ce jour"), self)
        self._paid = KeyFigure(self.tr("versés"), self)
        self._left = KeyFigure(self.tr("restent à verser"), self)
        self._money = QWidget(self)
        self._money.hide()
        self._known = QWidget(self)
        column = QVBoxLayout(self._known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        figures = QHBoxLayout()
        figures.setSpacing(Space.L)
        for figure in (self._total, self._signed, self._coverage):
            figures.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(figures)
        column.addWidget(self._chart)
        amounts = QHBoxLayout(self._money)
        amounts.setContentsMargins(0, 0, 0, 0)
        amounts.setSpacing(Space.L)
        for figure in (self._due, self._paid, self._left):
            figure.set_compact(compact=True)
            amounts.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._money)
        self._empty = EmptyState(
            "map-pinned",
            self.tr("Aucune CPTS au registre"),
            self.tr("Importez le classeur des adhésions, ou ajoutez une première CPTS."),
            parent=self,
        )
        self.body.addWidget(self._known)
        self.body.addWidget(self._empty)

    def show_money(self, due: Decimal, paid: Decimal) -> None:
        """Show the euros that fell due and were paid, once they are computed; nothing while there are none."""
        self._money.setVisible(bool(due or paid))
        for figure, amount in ((self._due, due), (self._paid, paid), (self._left, due - paid)):
            figure.set_value(euros(amount))

    def show_overview(self, seen: Overview) -> None:
        summary = seen.summary
        self._known.setVisible(summary.total > 0)
        self._empty.setVisible(summary.total == 0)
        self._total.set_value(integer(summary.total))
        self._signed.set_value(integer(summary.by_stage[Stage.SIGNED]))
        covered = integer(summary.population_covered)
        if summary.coverage is None:
            self._coverage.set_value("–", self.tr("{covered} habitants").format(covered=covered))
        else:
            self._coverage.set_value(
                percent(summary.coverage),
                self.tr("{covered} sur {region}").format(
                    covered=covered, region=integer(summary.population_region or 0)
                ),
            )
        self._chart.show_bars(
            [Bar(stage.label, number) for stage, number in summary.by_stage.items() if number or stage.is_open]
        )


def _when_and_where(meeting: Meeting) -> str:
    return ", ".join(part for part in (capital(meeting.kind.label), meeting.hours, meeting.place) if part)


def _remark(problem: Problem) -> str:
    """Say how to mend, and that the rule is a default where its source does not say so already."""
    if problem.certainty.is_default and DEFAULT_RULE_NOTICE not in problem.source:
        return f"{problem.mend} ({DEFAULT_RULE_NOTICE})"
    return f"{problem.mend} {problem.source}." if problem.certainty.is_default else problem.mend


def _muted(parent: QWidget) -> QLabel:
    label = QLabel(parent, wordWrap=True)
    label.setProperty("muted", True)
    return label


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and of the window."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
