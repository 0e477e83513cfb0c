"""The two kinds of failure that may reach a person; every layer raises them, none imports anything here."""


class UserError(Exception):
    """Say in French what is wrong with the data or the request, and what to do about it."""

    def __init__(self, what: str, what_to_do: str = "") -> None:
        self.what = what
        self.what_to_do = what_to_do
        super().__init__(f"{what} {what_to_do}".strip())


class EnvironmentFault(UserError):
    """Say in French what the machine refused (disk full, file locked, read-only folder) and what to do."""
