"""What the dialogs on the presidency share: a sentence that says what will happen, what is doubtful, the source."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, date_digits
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.presidency import SOURCE, Presidency, SectionPresident
from cpr_desk.services import presidency as presidencies
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.icon_label import IconLabel
from cpr_desk.ui.widgets.plain_label import PlainLabel

_SENTENCE_WIDTH = 460


class PresidencyDialog(FormDialog):
    """Add fields to `form`, name those a refusal may concern in `fields`, then call `complete`.

    Override `consequences` (what will happen), `refusals` and, where something may be doubtful, `doubts`.
    """

    def __init__(self, desk: Desk, title: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(title, verb, parent)
        self.desk = desk
        self.known: Presidency = presidencies.presidency_of(desk.db, desk.commission.id)
        self.form = Form(self)
        self.fields: dict[Fault, Field] = {}
        self.what_happens = PlainLabel(parent=self)
        self.what_happens.setMinimumWidth(_SENTENCE_WIDTH)
        self._doubt_mark = IconLabel("triangle-alert", Tone.URGENT, parent=self)
        self.doubt_words = PlainLabel(parent=self)

    def complete(self) -> None:
        """Lay the dialog out and say what it would do as it stands."""
        source = PlainLabel(self.tr("Source{nbsp}: {source}.").format(nbsp=NBSP, source=SOURCE), self)
        source.setProperty("muted", True)
        source.setFont(theme.font(TextSize.SMALL))
        doubt = QHBoxLayout()
        doubt.setSpacing(Space.S)
        doubt.addWidget(self._doubt_mark, 0, Qt.AlignmentFlag.AlignTop)
        doubt.addWidget(self.doubt_words, 1)
        self.body.addWidget(self.form)
        self.body.addWidget(self.what_happens)
        self.body.addLayout(doubt)
        self.body.addWidget(source)
        self.body.addStretch()
        self.announce()
        self.start()

    def typed(self) -> Any:
        return ()

    def is_valid(self) -> bool:
        if not self.form.validate():
            return False
        refused = tuple(self.refusals())
        self._show(refused)
        if refused:
            self._field_of(refused[0]).control.setFocus(Qt.FocusReason.OtherFocusReason)
        return not refused

    def announce(self) -> None:
        """Say what will happen, and what is refused or doubtful, as the fields stand."""
        self.what_happens.say(self.consequences())
        doubts = " ".join(self.doubts())
        self.doubt_words.say(doubts)
        for widget in (self._doubt_mark, self.doubt_words):
            widget.setVisible(bool(doubts))
        self._show(self.refusals())

    def consequences(self) -> str:
        """Return the sentence that says what will happen."""
        raise NotImplementedError

    def refusals(self) -> Iterable[Refusal]:
        """Return why what is typed may not be recorded; nothing while a field is not filled in."""
        return ()

    def doubts(self) -> Iterable[str]:
        """Return what to warn of, and go on."""
        return ()

    def _show(self, refused: Iterable[Refusal]) -> None:
        for field in self.fields.values():
            field.set_error("")
        for refusal in refused:
            self._field_of(refusal).set_error(f"{refusal.what} {refusal.what_to_do}")

    def _field_of(self, refusal: Refusal) -> Field:
        return self.fields.get(refusal.fault) or next(iter(self.fields.values()))


class RemovalDialog(PresidencyDialog):
    """Take back what was recorded by mistake; there is nothing to fill in."""

    def __init__(
        self, desk: Desk, title: str, sentence: str, remove: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, title, self.tr("Retirer"), parent)
        self._sentence = sentence
        self._remove = remove
        self.form.hide()
        self.complete()

    def consequences(self) -> str:
        return self._sentence

    def write(self) -> None:
        self._remove()
        self.desk.refresh()


def with_president(known: Presidency, president: SectionPresident) -> Presidency:
    """Return the presidency as it would be with other dates of a president."""
    others = tuple(each for each in known.presidents if each.id != president.id)
    return replace(known, presidents=(*others, president))


def from_to(since: date, until: date | None) -> str:
    """Return « du 04/02/2021 au 14/03/2024 », « à compter du 04/02/2021 »."""
    if until is None:
        return f"à compter du {date_digits(since)}"
    return f"du {date_digits(since)} au {date_digits(until)}"
