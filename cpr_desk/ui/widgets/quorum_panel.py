"""Beside the list of a session: the quorum now, by whom it may be completed, its history, the proxies."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.attendance import Floor, Proxy
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, listing, plural, time_words
from cpr_desk.domain.quorum import Count, Quorum
from cpr_desk.domain.rule_sources import RULE_SOURCES
from cpr_desk.domain.session_list import proxy_words
from cpr_desk.domain.sitting import Session
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import Card, SectionTitle
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.quorum_chart import QuorumChart
from cpr_desk.ui.widgets.tall_column import TallColumn

_MOST_NAMES = 6


class _SectionCount(QWidget):
    """The quorum of one section."""

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.badge = StateBadge(self)
        self.figures = PlainLabel(parent=self)
        self.missing = PlainLabel(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for widget in (SectionTitle(section.label, self), self.badge, self.figures, self.missing):
            column.addWidget(widget)

    def show_count(self, count: Count, *, waived: bool) -> None:
        """Show how many are there, and who would complete the quorum."""
        if count.is_reached:
            self.badge.show_tone(Tone.DONE, "circle-check", self.tr("Quorum atteint"))
        elif waived:
            self.badge.show_tone(Tone.NEUTRAL, "info", self.tr("Aucun quorum demandé"))
        else:
            self.badge.show_tone(Tone.LATE, "octagon-alert", self.tr("Quorum non atteint"))
        self.figures.say(capital(count.words.split(f"{NBSP}: ", 1)[1]) + ".")
        names = [person.courteous_name for person in dict.fromkeys(count.callable)]
        more = len(names) - _MOST_NAMES
        told = [*names[:_MOST_NAMES], plural(more, self.tr("autre"))] if more > 0 else names
        self.missing.setVisible(bool(names) and not count.is_reached)
        words = self.tr("Peuvent le compléter{nbsp}: {names}.")
        self.missing.say(words.format(nbsp=NBSP, names=listing(told)))


class QuorumPanel(TallColumn):
    """`revoked` comes with a proxy to take back."""

    revoked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._quorum = Card(QCoreApplication.translate("QuorumPanel", "Quorum"), "scale")
        self._proxies = Card(QCoreApplication.translate("QuorumPanel", "Pouvoirs"), "file-text")
        self._past = Card(QCoreApplication.translate("QuorumPanel", "Quorum au fil de la séance"), "history")
        super().__init__(self._quorum, self._proxies, self._past, parent=parent)
        self.notice = PlainLabel(parent=self)
        self.sections = {section: _SectionCount(section, self) for section in Section if section.votes}
        self.parity = PlainLabel(parent=self)
        self.rules = PlainLabel(parent=self)
        self.chart = QuorumChart(self)
        self.history = PlainLabel(parent=self)
        self._proxy_rows: list[QWidget] = []
        self._told: list[tuple[Proxy, str]] | None = None
        for label in (self.rules, self.history):
            label.setFont(theme.font(TextSize.SMALL))
        self.rules.setProperty("muted", True)
        for widget in (self.notice, *self.sections.values(), self.parity, self.rules):
            self._quorum.body.addWidget(widget)
        self._past.body.addWidget(self.chart)
        self._past.body.addWidget(self.history)

    def show_state(self, session: Session, floor: Floor, quorum: Quorum) -> None:
        """Show the quorum of a moment and the fate of each proxy then."""
        second = self.tr("Seconde réunion, après une première sans quorum{nbsp}: elle est valable quel que soit le "
                         "nombre de présents. {source}")  # fmt: skip
        self.notice.setVisible(session.waived)
        self.notice.say(second.format(nbsp=NBSP, source=RULE_SOURCES["second_meeting_months"].sentence))
        for count in quorum.counts:
            self.sections[count.section].show_count(count, waived=quorum.waived)
        votes = [floor.votes(section) for section in self.sections]
        words = self.tr("Parité des voix{nbsp}: {one} et {other}{nbsp}; {verdict}.")
        verdict = self.tr("parité respectée") if floor.has_parity else self.tr("sans parité")
        one, other = (plural(number, "voix", "voix") for number in votes)
        self.parity.say(words.format(nbsp=NBSP, one=one, other=other, verdict=verdict))
        self.rules.say("\n".join(_rule_lines(session.rules)))
        self._show_proxies(session, floor)

    def show_history(self, steps: Sequence[Quorum], until: datetime) -> None:
        """Show the quorum each time it changed."""
        self.chart.show_steps(steps, until)
        self.history.say("\n".join(_history_lines(steps)) or self.tr("Rien n’a encore changé."))

    def _show_proxies(self, session: Session, floor: Floor) -> None:
        told = [(proxy, floor.lapsed.get(proxy.id, "")) for proxy in session.presence.proxies]
        if told == self._told:
            return
        self._told = told
        for row in self._proxy_rows:
            row.hide()
            row.deleteLater()
        self._proxy_rows = [self._proxy_row(session, proxy, floor) for proxy in session.presence.proxies]
        for row in self._proxy_rows:
            self._proxies.body.addWidget(row)
        self._proxies.setVisible(bool(self._proxy_rows))

    def _proxy_row(self, session: Session, proxy: Proxy, floor: Floor) -> QWidget:
        row = QWidget(self._proxies)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        fate = floor.lapsed.get(proxy.id) or self.tr("en vigueur")
        words = proxy_words(session, proxy)
        column.addWidget(PlainLabel(f"{words}{NBSP}: {fate}.", row))
        if proxy.revoked_at is None:
            button = QPushButton(self.tr("Retirer ce pouvoir"), row)
            button.setAccessibleName(self.tr("Retirer{nbsp}: {words}").format(nbsp=NBSP, words=words))
            button.clicked.connect(lambda _checked: self.revoked.emit(proxy))
            column.addWidget(button)
        return row


def _rule_lines(rules: Rules) -> Iterable[str]:
    """Yield each setting that the figures follow, and what nobody is sure of."""
    counted = "comptés" if rules.proxies_in_quorum else "non comptés"
    told = {
        "quorum_base": f"Base{NBSP}: {rules.quorum_base.label}",
        "quorum_rounding": f"Quorum{NBSP}: {rules.quorum_rounding.label}",
        "proxies_received": f"Pouvoirs{NBSP}: {rules.proxies_received} au plus par membre",
        "proxies_in_quorum": f"Pouvoirs {counted} dans le quorum",
    }
    for name, words in told.items():
        unsure = f" ({DEFAULT_RULE_NOTICE})" if RULE_SOURCES[name].certainty.is_default else ""
        yield f"{words}{unsure}."


def _history_lines(steps: Iterable[Quorum]) -> Iterable[str]:
    for step in steps:
        figures = " · ".join(
            f"{count.section.label.removeprefix('Section ')} {count.counted}/{count.needed}" for count in step.counts
        )
        yield f"{time_words(step.at.time())}{NBSP}: {figures} – {'atteint' if step.is_reached else 'non atteint'}"
