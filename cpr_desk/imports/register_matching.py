"""Tell which CPTS of the register each line of a file is: by code, else by name, else by asking."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.cpts_names import KnownNames, NameLikeness, bare_name
from cpr_desk.domain.french import typeset
from cpr_desk.imports.cells import key
from cpr_desk.imports.problems import Problem
from cpr_desk.imports.questions import Answers, Choice, Question, retained
from cpr_desk.imports.register_columns import Field
from cpr_desk.imports.register_lines import RegisterLine

NEW = "new"
_RENAMED = "+"
_MEND = (
    "Si c’est elle, écrivez dans le fichier son code ou son nom exact ; sinon, ajoutez-la d’abord à la main (Ctrl+N)."
)


@dataclass(frozen=True, slots=True)
class Matched:
    """By number of a line the CPTS it is, none for a new one; `kept` are lines whose name does not rename theirs."""

    found: Mapping[int, Adhesion]
    kept: frozenset[int]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def match_register(lines: Sequence[RegisterLine], current: Sequence[Adhesion], answers: Answers) -> Matched:
    """Match lines by code, then by département and name; a new one whose name is like one left is asked about."""
    codes = {key(adhesion.code): adhesion for adhesion in current}
    names: defaultdict[tuple[str, str], list[Adhesion]] = defaultdict(list)
    for adhesion in current:
        names[_place(adhesion)].append(adhesion)
    found: dict[int, Adhesion] = {}
    taken: dict[int, int] = {}
    for by_code in (True, False):
        for number, line in enumerate(lines):
            own = line.adhesion
            same = [codes[key(own.code)]] if by_code and key(own.code) in codes else []
            if not by_code and number not in found:
                same = [each for each in names.get(_place(own), ()) if each.id not in taken]
            if number not in found and len(same) == 1 and same[0].id not in taken:
                found[number] = same[0]
                taken[same[0].id] = number
    left = [adhesion for adhesion in current if adhesion.id not in taken]
    questions = list(_questions(lines, found, left))
    problems, kept = [], set()
    by_id = {adhesion.id: adhesion for adhesion in left}
    for number, question in questions:
        answer = retained(question, answers)
        if answer in ("", NEW):
            continue
        chosen = int(answer.removesuffix(_RENAMED))
        if chosen in taken:
            first = lines[taken[chosen]]
            message = f"Cette ligne et la ligne {first.row} sont données comme une seule CPTS. Changez une réponse."
            problems.append(Problem(lines[number].sheet, lines[number].row, "", question.typed, message))
            continue
        found[number], taken[chosen] = by_id[chosen], number
        if not answer.endswith(_RENAMED):
            kept.add(number)
    warnings = tuple(_twins(lines, found))
    return Matched(found, frozenset(kept), tuple(question for _, question in questions), tuple(problems), warnings)


def _place(adhesion: Adhesion) -> tuple[str, str]:
    return adhesion.department, bare_name(adhesion.name)


def _questions(
    lines: Sequence[RegisterLine], found: Mapping[int, Adhesion], left: Sequence[Adhesion]
) -> Iterator[tuple[int, Question]]:
    """Yield what is asked of lines that are nobody yet: the file names none of the CPTS they are like."""
    known = KnownNames((adhesion.id, adhesion.name) for adhesion in left)
    by_id = {adhesion.id: adhesion for adhesion in left}
    for number, line in enumerate(lines):
        if number in found or not left:
            continue
        own = line.adhesion
        same = known.same(own.name)
        near = dict.fromkeys(same, NameLikeness.WRITING)
        near |= {each.id: each.why for each in known.near(own.name) if each.id not in near}
        candidates = [by_id[each] for each in near if each in same or by_id[each].department == own.department]
        if candidates:
            yield number, _question(line, candidates, near[candidates[0].id])


def _question(line: RegisterLine, candidates: Sequence[Adhesion], why: NameLikeness) -> Question:
    own = line.adhesion
    code = own.code if Field.CODE in line.given else ""
    choices = []
    for each in candidates:
        choices.append(Choice(str(each.id), f"C’est {_words(each)}"))
        if bare_name(each.name) != bare_name(own.name):
            renamed = f"C’est {_words(each)}, à renommer comme dans le fichier"
            choices.append(Choice(f"{each.id}{_RENAMED}", renamed))
    choices.append(Choice(NEW, "C’est une autre CPTS : l’ajouter"))
    alone = len(candidates) == 1 and why is NameLikeness.WRITING and candidates[0].department == own.department
    reason = why.label if alone or len(candidates) == 1 else "plusieurs CPTS ont un nom proche"
    return Question(
        f"register:{own.department}|{key(code)}|{bare_name(own.name)}",
        " – ".join(part for part in (code, own.name) if part),
        line.sheet,
        line.row,
        " ou ".join(_words(each) for each in candidates),
        f"« {own.name} » ressemble à une CPTS du registre ({reason})",
        tuple(Choice(choice.value, typeset(choice.words)) for choice in choices),
        str(candidates[0].id) if alone else "",
        _MEND,
    )


def _words(adhesion: Adhesion) -> str:
    return f"{adhesion.name} ({adhesion.code}, {adhesion.department})"


def _twins(lines: Sequence[RegisterLine], found: Mapping[int, Adhesion]) -> Iterator[Problem]:
    """Warn of two new CPTS of a file that have the same words in their names."""
    first: dict[tuple[str, str], RegisterLine] = {}
    for number, line in enumerate(lines):
        if number in found:
            continue
        words = "".join(sorted(word for word in bare_name(line.adhesion.name).split() if len(word) > 2))
        other = first.setdefault((line.adhesion.department, words), line)
        if other is not line:
            message = f"Ce nom ressemble à « {other.adhesion.name} », ligne {other.row} : deux CPTS seront ajoutées."
            yield Problem(line.sheet, line.row, "", line.adhesion.name, typeset(message))
