"""A field for an amount in euros, typed with a decimal comma."""

from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.french import euros_typed, parse_euros

_LONGEST = 16


class EurosEdit(QLineEdit):
    """Holds an amount, or nothing; a negative one where it is `signed`."""

    def __init__(self, parent: QWidget | None = None, *, signed: bool = False) -> None:
        super().__init__(parent, maxLength=_LONGEST)
        self._signed = signed
        self.setPlaceholderText(self.tr("par exemple 45,50"))

    def set_amount(self, amount: Decimal | None) -> None:
        """Show an amount as one would type it."""
        self.setText("" if amount is None else euros_typed(amount))

    def amount(self) -> Decimal | None:
        """Return what is typed, None when that is nothing or no amount."""
        return None if self.problem() or not self.text().strip() else parse_euros(self.text(), signed=self._signed)

    def problem(self) -> str:
        """Return why the text is no amount, in French; empty when it is one, or nothing."""
        if not self.text().strip():
            return ""
        try:
            parse_euros(self.text(), signed=self._signed)
        except ValueError as error:
            return str(error)
        return ""
