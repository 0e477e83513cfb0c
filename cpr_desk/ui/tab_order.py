"""Tab goes through a window as one reads it, whatever the order in which its widgets were made."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QRadioButton, QScrollArea, QSplitter, QTabWidget, QWidget

from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow


def reading_order(root: QWidget) -> list[QWidget]:
    """Return what Tab may reach in `root` now, in the order of its layouts. What only scrolls is no stop."""
    return [widget for widget in _walk(root) if _is_stop(widget)]


def move_focus(root: QWidget, *, forward: bool, before: Iterable[QWidget] = ()) -> bool:
    """Give the focus to the next or the previous stop in `root`, round and round; False when there is none.

    `before` are read before `root`, though they are not inside it.
    """
    stops = [stop for part in (*before, root) for stop in reading_order(part)]
    if not stops:
        return False
    step = 1 if forward else -1
    place = _place(stops, QApplication.focusWidget())
    if place is None:
        place = -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    following = stops[(place + step) % len(stops)]
    following.setFocus(reason)
    reveal(following)
    return True


def reveal(widget: QWidget) -> None:
    """Scroll what is around a widget until it is in view, with the label and the note of its field."""
    from cpr_desk.ui.widgets.form import Field  # the first frame has none

    parent = widget.parentWidget()
    seen = parent if isinstance(parent, Field) else widget
    around = seen.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(seen, 0, Space.S)
        around = around.parentWidget()


def _place(stops: list[QWidget], focused: QWidget | None) -> int | None:
    """Return where the focus is among the stops; the inside of a stop counts for it."""
    while focused is not None and focused not in stops:
        focused = focused.parentWidget()
    return stops.index(focused) if focused is not None else None


def _is_stop(widget: QWidget) -> bool:
    wanted = Qt.FocusPolicy.TabFocus
    return (
        widget.focusPolicy() & wanted == wanted
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollArea)
        and not (isinstance(widget, QRadioButton) and _stands_back(widget))
    )


def _stands_back(choice: QRadioButton) -> bool:
    """Tell whether another of its group is chosen: Tab stops once in a group, the arrows go on from there."""
    parent = choice.parentWidget()
    others = parent.findChildren(QRadioButton) if parent else []
    chosen = any(other.isChecked() and other.group() == choice.group() for other in others)
    return chosen and not choice.isChecked()


def _walk(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    layout = widget.layout()
    if isinstance(widget, QSplitter):
        parts = [widget.widget(number) for number in range(widget.count())]
    elif isinstance(widget, QScrollArea):
        parts = [widget.widget()]
    elif isinstance(widget, QTabWidget):
        parts = [widget.tabBar(), widget.currentWidget()]
    elif isinstance(widget, ActionRow):
        parts = widget.buttons
    elif layout is not None:
        parts = list(_laid_out(layout))
    else:
        return
    for part in parts:
        if part is not None:
            yield from _walk(part)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)
