"""Take items of the last meeting up again: the secretary ticks those that were not decided."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from cpr_desk.domain.agenda import numbers
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import agenda
from cpr_desk.services.agenda import Earlier
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.plain_label import PlainLabel


class CarryOverDialog(FormDialog):
    """One box an item; the secretary knows what was decided. `saved` carries how many were taken up."""

    def __init__(self, desk: Desk, meeting: Meeting, earlier: Earlier, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Reporter des points"), self.tr("Reporter les points cochés"), parent, width=560)
        self._desk = desk
        self._meeting = meeting
        words = self.tr("Cochez les points de la {name} qui restent à décider{nbsp}: ils s’ajoutent à la fin de cet "
                        "ordre du jour, avec leur texte et leurs pièces.")  # fmt: skip
        self.body.addWidget(PlainLabel(words.format(name=earlier.name, nbsp=NBSP), self))
        there = {item.carried_from for item in meeting.agenda}
        self.boxes: dict[int, QCheckBox] = {}
        for number, item in zip(numbers(earlier.items), earlier.items, strict=True):
            box = QCheckBox(f"{number}. {item.title}".replace("&", "&&"), self)
            box.setEnabled(item.id not in there)
            if item.id in there:
                box.setToolTip(self.tr("Ce point est déjà reporté"))
            self.boxes[item.id] = box
            self.body.addWidget(box)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return self._ticked()

    def is_valid(self) -> bool:
        return True

    def write(self) -> int:
        ticked = self._ticked()
        agenda.carry_over(self._desk.db, self._meeting.id, ticked)
        self._desk.refresh()
        return len(ticked)

    def _ticked(self) -> list[int]:
        return [item_id for item_id, box in self.boxes.items() if box.isChecked()]
