"""The program's own window, opened as a person opens it; with « remember », only to leave it on the register."""

import sys
from collections.abc import Callable

from cpr_desk.cli import main


def _leave_on_the_register() -> None:
    """Open the page of the CPTS as soon as the pages are there, then close the window, which remembers it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from cpr_desk.ui.main_window import MainWindow

    timer = QTimer(QApplication.instance(), interval=20)

    def look() -> None:
        window = next((top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow)), None)
        if window and window.navigation.count():
            timer.stop()
            window.show_page("cpts")
            window.close()

    timer.timeout.connect(look)
    timer.start()


def _watch(rows: int) -> None:
    from PySide6.QtWidgets import QApplication

    from benchmarks.observe import Observer

    app = QApplication.instance()
    if isinstance(app, QApplication):
        Observer(app, rows, "sqlalchemy.orm")


def _before_exec(prepare: Callable[[], None]) -> None:
    """Do something when the program has shown its window and is about to run the event loop."""
    from PySide6.QtWidgets import QApplication

    run = QApplication.exec

    def exec_() -> int:
        prepare()
        return run()

    setattr(QApplication, "exec", staticmethod(exec_))  # noqa: B010 - the types forbid the plain assignment


if __name__ == "__main__":
    folder, what = sys.argv[1:]
    _before_exec(_leave_on_the_register if what == "remember" else lambda: _watch(int(what)))
    sys.exit(main(["--data-dir", folder]))
