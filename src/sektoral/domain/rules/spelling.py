"""The words of a rule: only signs on the list, and codes such as `1.02.904` spelled as names of the same length.

Since lengths stay, a place in the spelled text is the place in the author's text.
"""

import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sektoral.domain.rules.unreadable import RuleUnreadable

_FIRST_SIGN = 0x4E00  # ideographs are letters to Python's grammar, and nothing else in a rule may hold one
_SIGNS_AT_MOST = 20_000
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_TOKEN = re.compile(
    r"""(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<number>[0-9][\w.]*|\.[0-9][\w.]*)|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?!\w))
    |(?P<sign>[=!<>]=|[-+*/<>=(),]|\ )""",
    re.VERBOSE,
)
ALLOWED_SIGNS = "kolom, angka, teks dalam tanda kutip, ( ) , + - * / == != < <= > >="


@dataclass(frozen=True, slots=True)
class Spelling:
    """A rule whose codes Python's grammar takes. `original` is the author's text, `codes` the code of each name."""

    original: str
    text: str
    codes: dict[str, str] = field(default_factory=dict)

    def code_of(self, name: str) -> str:
        """The code that a name stands for; a name that is no code stands for itself."""
        return self.codes.get(name, name)


def spell(text: str, names: Iterable[str]) -> Spelling:
    """Spell a rule over these codes. Raise `RuleUnreadable` for a sign that no rule holds."""
    original = re.sub(r"[\t\r\n]", " ", text).strip(" ")
    usable = sorted((one for one in names if is_usable(one)), key=len, reverse=True)
    code = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, usable))})(?![\w.])(?! *\()") if usable else None
    codes: dict[str, str] = {}
    return Spelling(original, "".join(_pieces(original, code, codes)), codes)


def is_usable(code: str) -> bool:
    """Whether a rule can name this code: it is neither a number nor a word of the grammar, nor does it hold quotes."""
    return bool(code) and not (_NUMBER.fullmatch(code) or keyword.iskeyword(code) or set(code) & set("\"'\\\n"))


def _pieces(original: str, code: re.Pattern[str] | None, codes: dict[str, str]) -> Iterator[str]:
    position = 0
    while position < len(original):
        found = (code and code.match(original, position)) or _TOKEN.match(original, position)
        if found is None:
            raise RuleUnreadable("sign", original[position], position + 1, ALLOWED_SIGNS)
        position = found.end()
        if found.re is code:
            yield _sign_for(found[0], codes)
        elif found.lastgroup == "number" and not _NUMBER.fullmatch(found[0]):
            raise RuleUnreadable("number", found[0], found.start() + 1)
        else:
            yield found[0]


def _sign_for(code: str, codes: dict[str, str]) -> str:
    for name, known in codes.items():
        if known == code:
            return name
    name = chr(_FIRST_SIGN + len(codes) % _SIGNS_AT_MOST) * len(code)
    codes[name] = code
    return name
