"""Use cases on the papers of an agenda: attach files, open them, remove them."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cpr_desk.domain.french import NBSP, plural
from cpr_desk.domain.papers import LARGEST, Paper, media_type_of, size_words
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.storage import agenda, pieces
from cpr_desk.storage.database import Database

Progress = Callable[[int, int], None]
"""Told (done, total) in bytes; may raise to cancel."""

_LONGEST_NAME = 300


def papers_of(db: Database, meeting_id: int) -> dict[int, tuple[Paper, ...]]:
    """Return the papers of an agenda by the id of their item."""
    found: defaultdict[int, list[Paper]] = defaultdict(list)
    with db.reading() as session:
        for paper in agenda.papers(session, meeting_id):
            found[paper.item_id].append(paper)
    return {item: tuple(papers) for item, papers in found.items()}


def attach(db: Database, item_id: int, files: Sequence[Path], progress: Progress = lambda _done, _total: None) -> None:
    """Copy files into the data folder and attach them to an item, all or none; the same content is stored once.

    Raises what `taken_in` raises.
    """
    wanted = taken_in(db, files, progress)
    with db.unit_of_work(f"Joindre {named(files, 'pièce')} à un point de l’ordre du jour") as session:
        for paper in wanted:
            agenda.add_paper(session, replace(paper, item_id=item_id))


def attach_again(db: Database, paper: Paper, file: Path, progress: Progress = lambda _done, _total: None) -> None:
    """Put a file in the place of a paper whose own is gone; one with the same content mends it as it was.

    Raises what `taken_in` raises.
    """
    (copied,) = taken_in(db, (file,), progress)
    if copied.sha256 == paper.sha256:
        return
    with db.unit_of_work(f"Joindre à nouveau la pièce «{NBSP}{paper.name}{NBSP}»") as session:
        agenda.replace_paper(session, replace(copied, id=paper.id))


def named(files: Sequence[Path], what: str) -> str:
    """Return « « Bilan.pdf » », or « 3 pièces » where there are several."""
    return f"«{NBSP}{files[0].name}{NBSP}»" if len(files) == 1 else plural(len(files), what)


def taken_in(db: Database, files: Sequence[Path], progress: Progress = lambda _done, _total: None) -> tuple[Paper, ...]:
    """Copy files into the data folder, all checked before the first is copied, and return what is to be attached.

    Raises UserError for a folder, an empty, too large or unreadable file, or one of a kind that is not attached;
    EnvironmentFault where the data folder refuses the copy.
    """
    total = sum(_checked_size(file) for file in files)
    done = 0
    copied = []
    for file in files:
        digest, size = _take_in(db, file, partial(_tell, progress, done, total))
        copied.append(Paper(file.name, media_type_of(file.name) or "", size, digest))
        done += size
    return tuple(copied)


def _checked_size(file: Path) -> int:
    name = f"«{NBSP}{file.name}{NBSP}»"
    if file.is_dir():
        raise UserError(f"{name} est un dossier, pas un fichier.", "Joignez les fichiers qu’il contient.")
    if len(file.name) > _LONGEST_NAME or media_type_of(file.name) is None:
        raise UserError(
            f"{name} n’est ni un PDF, ni un document bureautique, ni une image.",
            "Enregistrez-le en PDF, puis joignez ce PDF.",
        )
    try:
        size = file.stat().st_size
        with file.open("rb"):
            pass
    except OSError as error:
        raise _unreadable(file) from error
    if not size:
        raise UserError(f"Le fichier {name} est vide.", "Vérifiez-le, puis joignez-le de nouveau.")
    if size > LARGEST:
        raise UserError(
            f"Le fichier {name} est trop volumineux ({size_words(size)}).",
            f"Une pièce pèse {size_words(LARGEST)} au plus{NBSP}: réduisez-la, ou remettez-la à part.",
        )
    return size


def _take_in(db: Database, file: Path, told: Callable[[int], None]) -> tuple[str, int]:
    try:
        return pieces.take_in(db.file.parent, file, told)
    except OSError as error:
        if error.filename is not None and Path(error.filename) == file:
            raise _unreadable(file) from error
        raise EnvironmentFault(
            f"Le fichier «{NBSP}{file.name}{NBSP}» n’a pas pu être copié dans le dossier de données.",
            "Vérifiez que le disque a de la place et que vous pouvez y écrire, puis recommencez.",
        ) from error


def _tell(progress: Progress, before: int, total: int, read: int) -> None:
    progress(before + read, total)


def _unreadable(file: Path) -> UserError:
    return UserError(
        f"Le fichier «{NBSP}{file.name}{NBSP}» n’a pas pu être lu.",
        "Vérifiez qu’il existe encore, et qu’il n’est pas ouvert dans un autre programme.",
    )


def remove_paper(db: Database, paper: Paper) -> None:
    """Remove a paper from its item. Its content stays in the data folder: an undo or an old version may want it."""
    with db.unit_of_work(f"Retirer la pièce «{NBSP}{paper.name}{NBSP}»") as session:
        agenda.remove_paper(session, paper.id)


def file_of(db: Database, paper: Paper) -> Path | None:
    """Return where the content of a paper is kept, None when it is no longer there."""
    return pieces.find(db.file.parent, paper.sha256)


def copy_to_open(db: Database, paper: Paper) -> Path:
    """Return a copy of a paper under its own name, to be opened: what is kept is never handed out.

    It is removed when the database is closed.

    Raises UserError when the file is no longer there.
    """
    kept = file_of(db, paper)
    if kept is None:
        raise UserError(
            f"Fichier introuvable dans le dossier des pièces{NBSP}: «{NBSP}{paper.name}{NBSP}».",
            "Joignez-le de nouveau, ou remettez-le depuis une sauvegarde du dossier de données.",
        )
    return Path(shutil.copyfile(kept, db.copies_folder() / Path(paper.name).name))
