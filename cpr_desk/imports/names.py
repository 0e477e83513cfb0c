"""Persons' names as people type them: civility, first name, last name, and the words that mean « nobody »."""

import re

from cpr_desk.imports.cells import key

_VACANT = re.compile(
    r"(poste |siege |membre |titulaire |suppleante? )?"
    r"((vacante?s?|(a|reste a|restant a) (designer|pourvoir|nommer|definir|confirmer)|"
    r"(non|pas) (designee?s?|pourvue?s?|nommee?s?|renseignee?s?)|pas de|en attente|en cours de designation|"
    r"designation en (cours|attente))\b.*|(aucune?|sans)( titulaire| suppleante?)?|neant|n ?[acd])"
)
_CIVILITIES = {
    "m": "M.",
    "mr": "M.",
    "monsieur": "M.",
    "mme": "Mme",
    "madame": "Mme",
    "mlle": "Mlle",
    "mademoiselle": "Mlle",
    "dr": "Dr",
    "docteur": "Dr",
    "docteure": "Dr",
    "pr": "Pr",
    "professeur": "Pr",
    "professeure": "Pr",
}
_GLUED_CIVILITY = re.compile(r"^(m|mr|mme|mlle|dr|pr)\.(?=[^\W\d_]{2})", re.IGNORECASE)
_ARTICLES = ("le", "la")
_PARTICLES = re.compile(r"d|de|du|des|l|la|le|les|v[ao]n|der|den|di|da|dell?a?|dos?|el|al|ben|ap")
_LOWER_PARTICLES = re.compile(r"d|de|du|des|v[ao]n|der|den|di|da|dell?a?|dos?")
_ELISION = re.compile(r"^d['’](?=\w)")
_PIECES = re.compile(r"[^\W\d_]+")
# « Jean Noël Adam »: the second word belongs to the first name although no hyphen says so.
_COMPOUND = re.compile(
    r"(jean|marie|anne|pierre) "
    r"(alain|andre|ange|anne|antoine|baptiste|bernard|catherine|cecile|charles|christian|christine|christophe|claire|"
    r"claude|daniel|denis|dominique|emmanuel|eric|etienne|eve|francois|francoise|france|frederic|gabriel|helene|henri|"
    r"jacques|jose|joseph|joelle|julien|laure|laurent|line|louis|louise|luc|lucie|madeleine|marc|marie|michel|noel|"
    r"noelle|odile|pascal|patrick|paul|paule|philippe|pierre|rene|robert|sebastien|simon|sophie|sylvie|therese|"
    r"victor|vincent|virginie|xavier|yves)"
)


def is_vacant(text: str) -> bool:
    """Return whether a text in a person's cell means that nobody is designated: « vacant », « à désigner », « - »."""
    words = key(text)
    return not words or _VACANT.fullmatch(words) is not None


def split_civility(text: str) -> tuple[str, str]:
    """Take the title off a name: « Mme le Dr Anne Le Gall » gives ("Dr", "Anne Le Gall")."""
    words = _GLUED_CIVILITY.sub(r"\1. ", text).split()
    civility = ""
    while len(words) > 1:
        folded = key(words[0])
        if folded in _CIVILITIES:
            civility = _CIVILITIES[folded]
            words.pop(0)
        elif civility and folded in _ARTICLES and key(words[1]) in _CIVILITIES:
            words.pop(0)
        else:
            break
    return civility, " ".join(words)


def split_name(text: str) -> tuple[str, str]:
    """Return the first and the last name. Capitals mark the last name on whichever side they stand.

    >>> split_name("DE LA HAŸE Jean-Marc"), split_name("Noémie de Brissac-Fontenoy"), split_name("ÈVE N'GUYEN")
    (('Jean-Marc', 'DE LA HAŸE'), ('Noémie', 'de Brissac-Fontenoy'), ('Ève', "N'Guyen"))
    """
    if "," in text:
        last, first = (part.strip() for part in text.split(",", 1))
        return (first, last) if first and last else split_name(text.replace(",", " ").strip())
    words = readable(text).split()
    capitals = [_is_capitals(word) for word in words]
    start, end = _last_name_span(words, capitals)
    return " ".join(words[:start] + words[end:]), " ".join(words[start:end])


def readable(text: str) -> str:
    """Give a text typed wholly in capitals the case people read; any other stays as typed."""
    if any(c.islower() for c in text):
        return text
    return " ".join(_readable(word) for word in text.split())


def person_key(name: str) -> str:
    """Return what tells persons apart: the folded words of the name in alphabetical order."""
    return " ".join(sorted(key(name).split()))


def _is_capitals(word: str) -> bool:
    bare = _ELISION.sub("", word)
    return bare == bare.upper() and sum(c.isalpha() for c in bare) > 1


def _readable(word: str) -> str:
    """Give a word in capitals the case people read: DE → de, LE → Le, N'GUYEN → N'Guyen, D'ARC → d'Arc."""
    if _LOWER_PARTICLES.fullmatch(key(word)):
        return word.lower()
    readable = _PIECES.sub(lambda piece: piece[0].capitalize(), word)
    return readable[0].lower() + readable[1:] if _ELISION.match(readable.lower()) else readable


def _is_particle(word: str) -> bool:
    return _PARTICLES.fullmatch(key(word)) is not None


def _last_name_span(words: list[str], capitals: list[bool]) -> tuple[int, int]:
    """Return where the last name begins and ends among the words."""
    if any(capitals):
        start, end = capitals.index(True), len(words) - capitals[::-1].index(True)
        while start and _is_particle(words[start - 1]):
            start -= 1
        return start, end
    if len(words) < 2:
        return 0, len(words)
    if _is_particle(words[0]):
        end = next((i for i, word in enumerate(words) if not _is_particle(word)), len(words) - 1)
        return 0, end + 1
    compound = len(words) > 2 and _COMPOUND.fullmatch(key(" ".join(words[:2])))
    return (2 if compound else 1), len(words)
