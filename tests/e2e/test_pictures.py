"""The pictures of the pages, by which an installed program is judged (`scripts/installer/prove.py`)."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def test_each_page_of_the_demonstration_is_pictured_and_the_option_is_not_offered(tmp_path: Path) -> None:
    folder = tmp_path / "images d’Hélène"
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def self_test(*options: str) -> str:
        command = [sys.executable, "-m", "cpr_desk", "self-test", *options]
        return subprocess.run(command, env=variables, capture_output=True, encoding="utf-8", check=True).stdout

    self_test("--pictures", str(folder))

    pictures = sorted(folder.iterdir())
    assert len(pictures) == 6
    assert all((image := QImage(str(file))).width() == 1240 and image.height() == 680 for file in pictures)
    assert "pictures" not in self_test("--help")
