import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QDialogButtonBox
from cpr_desk.ui import application, start
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.models.columns import Column
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page, PageSpec
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.table_view import TableView

state = UiState(Path(sys.argv[1]))
app = application.create_application(["cpr-desk"], state)
window = MainWindow(state, application.theme_of(app))


class Register(Page):
    def __init__(self):
        super().__init__("CPTS")
        self.view = TableView(TableModel([Column("name", "Nom", str)], ["Erdre et Loire"]), state, "register")
        self.body.addWidget(self.view)


def ready(name):
    window.name_commission(name)
    window.set_pages([PageSpec("cpts", "CPTS", "map-pinned", Register)])
    window.show_page("cpts").view.copy()
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    cancel = buttons.buttons()[0].text().replace("&", "")
    print(window.windowTitle(), QLocale().name(), cancel, application.theme_of(app).appearance.value, sep="|")
    window.close()


start.show_then_load(window, "Ouverture", lambda progress: "CPR de la région", ready)
QTimer.singleShot(20_000, lambda: app.exit(3))
sys.exit(app.exec())
"""


def opened(folder: Path, memory: str) -> str:
    """Run the window in its own process from its start to its end, and return what it printed."""
    file = folder / "window.json"
    file.write_text(memory, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_the_window_opens_in_french_loads_behind_its_frame_and_ends_cleanly(tmp_path: Path) -> None:
    assert opened(tmp_path, '{"appearance": "dark"}') == "CPR de la région – CPR Desk|fr_FR|Annuler|dark"


def test_an_appearance_that_does_not_exist_is_that_of_the_system(tmp_path: Path) -> None:
    assert opened(tmp_path, '{"appearance": "sepia"}').endswith("|system")
