"""Whether two ways of writing name the same person: a certificate writes capitals, and other titles than a letter."""

import re
import unicodedata

_LONG_NUMBER = re.compile(r"\d{9,}")  # an NIP, an NIK
_BEFORE = frozenset("dr dra drs drg drh ir h hj haji hajah prof apt ns kh".split())
_AFTER = frozenset(
    "se sh sip sap ssos skom st stp sp spd spt ssi sstp skm skep sfarm sked ssit sag si spsi sst "
    "mm msi mkes mkom mt mh map mpd mpa msc mp mag mhum mak mti mstat mba phd amd akt ipm".split()
)


def is_same_name(one: str, other: str) -> bool:
    """This will compare two names without case, accents, punctuation, degrees and titles before and after them."""
    return _bare(one) == _bare(other)


def without_numbers(name: str) -> str:
    """This will strike out of a certificate's name what looks like an NIK or NIP."""
    return _LONG_NUMBER.sub("***", name)


def _bare(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = plain.partition(",")[0].replace("-", " ").split()
    while words and _letters(words[-1]) in _AFTER:
        words.pop()
    words = [found for word in words for part in word.split(".") if (found := _letters(part))]
    while words and words[0] in _BEFORE:
        words.pop(0)
    return words


def _letters(word: str) -> str:
    return "".join(letter for letter in word if letter.isalpha())
