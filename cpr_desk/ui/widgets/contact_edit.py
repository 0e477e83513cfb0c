"""A mail address, a phone number or a postcode: judged beside the field, rewritten in its normal form when left."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.french import squeeze
from cpr_desk.services import contacts


class ContactEdit(QLineEdit):
    """Reads with one of the `parse_…` of `contacts`. What was shown at first and stays as it was is never refused."""

    def __init__(self, parse: Callable[[str], str], longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, maxLength=longest)
        self._parse = parse
        self._shown = ""
        self.editingFinished.connect(self._rewrite)

    @classmethod
    def email(cls, parent: QWidget | None = None) -> "ContactEdit":
        """Return a field for a mail address."""
        return cls(contacts.parse_email, 200, parent)

    @classmethod
    def phone(cls, parent: QWidget | None = None) -> "ContactEdit":
        """Return a field for a phone number."""
        return cls(contacts.parse_phone, 30, parent)

    @classmethod
    def postcode(cls, parent: QWidget | None = None) -> "ContactEdit":
        """Return a field for a postcode."""
        return cls(contacts.parse_postcode, 10, parent)

    def show_stored(self, text: str) -> None:
        """Show what is stored; an old fault in it stops no other change."""
        self._shown = text
        self.setText(text)

    def value(self) -> str:
        """Return what is typed, in its normal form if it has one."""
        return self._shown if self.text() == self._shown else contacts.normal(self._parse, self.text())

    def problem(self) -> str:
        """Return what is wrong with what was typed, in French; empty when nothing is."""
        return "" if squeeze(self.text()) == squeeze(self._shown) else contacts.fault(self._parse, self.text())

    def _rewrite(self) -> None:
        if (written := self.value()) != self.text():
            self.setText(written)
