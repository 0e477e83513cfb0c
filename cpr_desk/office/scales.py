"""Take in and hand out scales as files, so that one région can send its own to another."""

import json
from pathlib import Path

from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_content import content_of


def import_scale(file: Path) -> Scale:
    """Return the scale of a file; nothing is stored. Raises UserError with all that is wrong in it."""
    from cpr_desk.imports.scale_file import read_scale

    return read_scale(file)


def export_scale(scale: Scale, file: Path) -> None:
    """Write a scale to a file. Raises EnvironmentFault when the disk refuses."""
    from cpr_desk.reports.files import write_atomically

    write_atomically(file, (json.dumps(content_of(scale), ensure_ascii=False, indent=2) + "\n").encode())


def file_name(scale: Scale) -> str:
    """Return how the file of a scale is called."""
    from cpr_desk.reports.files import safe_name

    return f"{safe_name(f'Barème {scale.label}')}.json"
