"""To whom the indemnity of a meeting goes, profession by profession; the amounts come with the session."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from cpr_desk.domain.composition import Profession, Section
from cpr_desk.domain.french import capital
from cpr_desk.domain.organisations import S3_INDEMNITY, Indemnity, effective_indemnity
from cpr_desk.services import organisations
from cpr_desk.ui import theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import TextSize
from cpr_desk.ui.widgets.form import Field, Form

_COLUMNS = 2


def indemnity_choice(inherited: str, chosen: Indemnity | None, parent: QWidget) -> QComboBox:
    """Return the list of choices; the first one, None, is what happens without a choice."""
    made = QComboBox(parent)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(24)
    made.addItem(inherited, None)
    for each in Indemnity:
        made.addItem(capital(each.label), each)
    made.setCurrentIndex(list(Indemnity).index(chosen) + 1 if chosen else 0)
    return made


def source_label(parent: QWidget) -> QLabel:
    """Return the words of the règlement on the indemnity, small."""
    text = QCoreApplication.translate("Indemnity", "Source\u00a0: {source}.").format(source=S3_INDEMNITY)
    made = QLabel(text, parent, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("muted", True)
    made.setFont(theme.font(TextSize.SMALL))
    return made


class IndemnityDialog(FormDialog):
    """A choice for each profession that sits; `saved` carries the choices that changed."""

    def __init__(
        self, desk: Desk, professions: tuple[tuple[Profession, Indemnity | None], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Indemnité par profession"), self.tr("Enregistrer"), parent, width=640)
        self._desk = desk
        self._professions = professions
        default = effective_indemnity(Section.PROFESSIONAL)
        intro = QLabel(
            self.tr("À qui est versée l’indemnité d’une réunion, pour les membres de chaque profession. Sans choix, "
                    "elle est {default}. Une organisation peut en décider autrement, dans sa fiche.").format(
                default=default.sentence),
            self, wordWrap=True,
        )  # fmt: skip
        intro.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(intro)
        inherited = self.tr("Par défaut\u00a0: {indemnity}").format(indemnity=default.indemnity.label)
        self.choices = [indemnity_choice(inherited, chosen, self) for _, chosen in professions]
        fields = [
            Field(profession.label, choice) for (profession, _), choice in zip(professions, self.choices, strict=True)
        ]
        self._form = Form(self)
        for start in range(0, len(fields), _COLUMNS):
            self._form.add(*fields[start : start + _COLUMNS])
        self.body.addWidget(self._form)
        self.body.addWidget(source_label(self))
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return tuple(choice.currentIndex() for choice in self.choices)

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> dict[Profession, Indemnity | None]:
        changed: dict[Profession, Indemnity | None] = {}
        for (profession, before), choice in zip(self._professions, self.choices, strict=True):
            if choice.currentData() != before:
                changed[profession] = Indemnity(choice.currentData()) if choice.currentData() else None
        if changed:
            organisations.change_profession_indemnities(self._desk.db, changed)
            self._desk.refresh()
        return changed
