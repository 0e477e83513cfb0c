"""Tell which CPTS a list of payments names: by code, else by name, else by asking."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpr_desk.domain.cpts_names import KnownNames, NameLikeness, alike, bare_name
from cpr_desk.domain.french import plural, typeset
from cpr_desk.imports.cells import key
from cpr_desk.imports.payments import NamedRow
from cpr_desk.imports.questions import Answers, Choice, Question, retained

LEFT_OUT = "skip"
_MEND = "Écrivez dans le fichier le code de la CPTS au registre, ou son nom exact."
_CODE_WORDS = 4


@dataclass(frozen=True, slots=True)
class KnownCpts:
    """A CPTS of the register, as far as a file may name it; `place` is its département."""

    id: int
    code: str
    name: str
    place: str = ""

    @property
    def words(self) -> str:
        """« CPTS Nord Estuaire (44-01, Loire-Atlantique) »."""
        beside = ", ".join(part for part in (self.code, self.place) if part)
        return f"{self.name} ({beside})"


@dataclass(frozen=True, slots=True)
class Identified:
    """By number of a line the id of its CPTS, None for one left out; a line still asked about is not in it."""

    ids: Mapping[int, int | None]
    questions: tuple[Question, ...]


def identify(
    lines: Sequence[NamedRow], known: Iterable[KnownCpts], answers: Answers, faulty: Sequence[NamedRow] = ()
) -> Identified:
    """Tell who is paid; each name that is not certain is asked about once, whatever the number of its payments.

    Whom the `faulty` rows name is asked about too: nobody should learn it once the rest is mended.
    """
    register = _Register(known)
    groups: dict[tuple[str, str], list[int]] = {}
    named = (*lines, *faulty)
    for number, line in enumerate(named):
        groups.setdefault((key(line.code), bare_name(line.name)), []).append(number)
    ids: dict[int, int | None] = {}
    questions = []
    for group in groups.values():
        found = register.find(named[group[0]], len(group))
        if isinstance(found, Question):
            questions.append(found)
            answer = retained(found, answers)
            if answer == LEFT_OUT:
                ids |= dict.fromkeys(group)
            elif answer and int(answer) in register.cpts:
                ids |= dict.fromkeys(group, int(answer))
        else:
            ids |= dict.fromkeys(group, found)
    return Identified({number: found for number, found in ids.items() if number < len(lines)}, tuple(questions))


class _Register:
    """The CPTS of the register by code and name."""

    def __init__(self, known: Iterable[KnownCpts]) -> None:
        self.cpts = {each.id: each for each in known}
        self._codes = {key(each.code): each.id for each in self.cpts.values()}
        self._names = KnownNames((each.id, each.name) for each in self.cpts.values())

    def find(self, line: NamedRow, payments: int) -> int | Question:
        """Return the id of the CPTS that a line names, else the question to ask."""
        by_code = self._by_code(line)
        by_name = self._names.same(line.name)
        if by_code and (not line.name or by_code in by_name or self._is_written(line.name, by_code)):
            return by_code
        if not by_code and len(by_name) == 1:
            return by_name[0]
        if by_code:
            others = by_name or [near.id for near in self._names.near(line.name)]
            proposed = "" if by_name else str(by_code)
            why = f"Le code et le nom « {line.typed} » ne désignent pas la même CPTS"
            return self._question(line, payments, [by_code, *others], why, proposed)
        if by_name:
            return self._question(line, payments, by_name, f"Plusieurs CPTS portent le nom « {line.name} »")
        near = self._names.near(line.name)
        if not near:
            return self._question(line, payments, [], f"Aucune CPTS du registre n’est « {line.typed} »")
        reason = near[0].why.label if len(near) == 1 else "plusieurs noms sont proches"
        why = f"« {line.typed} » ressemble à une CPTS du registre ({reason})"
        sure = len(near) == 1 and near[0].why is NameLikeness.WRITING
        proposed = str(near[0].id) if sure else ""
        return self._question(line, payments, [each.id for each in near], why, proposed)

    def _by_code(self, line: NamedRow) -> int:
        """Return the CPTS of the code, of a name that is a code, or of one that begins with it; 0 for none."""
        if line.code:
            return self._codes.get(key(line.code), 0)
        words = key(line.name).split()
        if whole := self._codes.get(" ".join(words)):
            return whole
        for count in range(min(len(words) - 1, _CODE_WORDS), 0, -1):
            found = self._codes.get(" ".join(words[:count]), 0)
            if found and alike(" ".join(words[count:]), self.cpts[found].name):
                return found
        return 0

    def _is_written(self, name: str, cpts_id: int) -> bool:
        """Return whether a name may be that of the CPTS whose code is given, or is its code."""
        own = self.cpts[cpts_id]
        words = key(name)
        return words.startswith(key(own.code)) or alike(name, own.name) is not None

    def _question(
        self, line: NamedRow, payments: int, candidates: Iterable[int], why: str, proposed: str = ""
    ) -> Question:
        near = [self.cpts[each] for each in dict.fromkeys(candidates)]
        choices = [Choice(str(each.id), typeset(f"C’est {each.words}")) for each in near]
        skip = "Ne pas reprendre " + ("ce versement" if payments == 1 else f"ces {plural(payments, 'versement')}")
        return Question(
            f"cpts:{key(line.code)}|{bare_name(line.name)}",
            line.typed,
            line.sheet,
            line.row,
            " ou ".join(each.words for each in near),
            why,
            (*choices, Choice(LEFT_OUT, skip)),
            proposed,
            _MEND,
            free=True,
        )


def everyone(known: Iterable[KnownCpts]) -> Iterator[Choice]:
    """Yield every CPTS of the register, for a name that is like none."""
    for each in sorted(known, key=lambda each: bare_name(each.name)):
        yield Choice(str(each.id), each.words)
