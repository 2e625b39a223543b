"""Numbers as agencies write them: a strict grammar, one style per file, exact decimals, the marks of BPS.

Python would accept `٣`, `1_000` and digits of full width; this grammar takes ASCII digits only. Nothing ambiguous is
guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

EXACT = Context(prec=1_000)  # enough for the sum of any two doubles, so no digit is ever rounded away
SIGNIFICANT_DIGITS = 15  # what a numeric cell holds for certain (IEEE 754 double)
WHOLE_DIGITS, FRACTION_DIGITS = 28, 10  # what the data bank holds
_SURE = 10**SIGNIFICANT_DIGITS  # whole numbers below it lose no digit in a cell
TEXT_LENGTH = 50  # characters; a double may be written with more decimals than that
_SPACES = " \u00a0\u2009\u202f"
_GROUP = f"[{_SPACES}]"
_NUMBER = re.compile(r"-?[0-9][0-9.,\u0020\u00a0\u2009\u202f]*")
_FLAGGED = re.compile(rf"(.*?[0-9]){_GROUP}?(\*{{1,3}}|r|e)")


class Locale(StrEnum):
    """The style of numbers in one file: which sign parts the decimals and which the thousands."""

    ID = "id"  # 1.234,56 and 1 234,56
    EN = "en"  # 1,234.56 and 1 234.56
    PLAIN = "plain"  # 1234.56, as machines write it


LOCALES = {"id-ID": Locale.ID, "en-US": Locale.EN}  # by the name that people and programs know it by


class ValueState(StrEnum):
    """What a cell says. Empty, zero (a number), none and not available are four different things."""

    EMPTY = "empty"
    NUMBER = "number"
    NONE = "none"  # – : there is none of it
    NOT_AVAILABLE = "not_available"  # … : it exists, but is not or not yet available
    NOT_SHOWN = "not_shown"  # NA : it cannot be shown
    NEGLIGIBLE = "negligible"  # ~0 : below the smallest unit
    AMBIGUOUS = "ambiguous"  # 1.234 without evidence of the file's style
    UNREADABLE = "unreadable"


class Problem(StrEnum):
    """Why a text is no number, so that the finding can name the remedy."""

    NONE = ""
    WORDS = "words"  # letters, currency, per cent, brackets
    STYLE = "style"  # a number, but not in the style of this file
    LEADING_ZERO = "leading_zero"
    TOO_LONG = "too_long"
    NOT_FINITE = "not_finite"


MARKS: dict[str, tuple[ValueState, str]] = {  # as typed -> what it says, and the mark as BPS prints it
    "-": (ValueState.NONE, "–"),
    "–": (ValueState.NONE, "–"),
    "...": (ValueState.NOT_AVAILABLE, "…"),
    "…": (ValueState.NOT_AVAILABLE, "…"),
    "NA": (ValueState.NOT_SHOWN, "NA"),
    "~0": (ValueState.NEGLIGIBLE, "~0"),
}
FLAGS = ("*", "**", "***", "r", "e")  # provisional to very, very provisional; revised; estimate
OBS_STATUS = {"": "A", "–": "M", "…": "L", "NA": "Q", "~0": "N", "*": "P", "**": "P", "***": "P", "e": "E", "r": "A"}


@dataclass(frozen=True, slots=True)
class CellValue:
    """What one cell says. `number` is exact and set for `NUMBER` alone; `mark` is a mark or, beside a number, a flag.

    `source` is the text as it was found. `is_long` tells that a numeric cell shows more than 15 significant digits,
    so that the program which saved it may have lost some.
    """

    state: ValueState
    source: str = ""
    number: Decimal | None = None
    mark: str = ""
    problem: Problem = Problem.NONE
    is_long: bool = False

    @property
    def text(self) -> str:
        """The canonical decimal text, empty where there is no number."""
        return "" if self.number is None else plain_text(self.number)

    @property
    def status(self) -> str:
        """The nearest SDMX OBS_STATUS of the mark."""
        return OBS_STATUS.get(self.mark, "A")


EMPTY = CellValue(ValueState.EMPTY)
_GROUPED = rf"[1-9][0-9]{{0,2}}(?:(?:%s[0-9]{{3}})+|(?:{_GROUP}[0-9]{{3}})+)|[0-9]+"
_GRAMMAR: dict[Locale, re.Pattern[str]] = {
    Locale.ID: re.compile(rf"(-?)({_GROUPED % '[.]'})(?:,([0-9]+))?"),
    Locale.EN: re.compile(rf"(-?)({_GROUPED % ','})(?:[.]([0-9]+))?"),
    Locale.PLAIN: re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?"),
}


def plain_text(number: Decimal) -> str:
    """Write a number canonically: no exponent, no grouping, no needless zeros, `0` for minus zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def is_long(text: str) -> bool:
    """Whether canonical decimal text has more digits than a double keeps for certain."""
    return len(text.lstrip("-0.").replace(".", "")) > SIGNIFICANT_DIGITS


def grammar(locale: Locale) -> Mapping[str, str]:
    """Give the patterns by which `parse_text` reads a style, in the notation that Python and browsers share; each holds
    for a whole text. `trim` lists the characters taken off both ends first."""
    return {
        "trim": _SPACES + "\t\r\n",
        "flagged": _FLAGGED.pattern,
        "shape": _NUMBER.pattern,
        "number": _GRAMMAR[locale].pattern,
        "leading_zero": r"-?0[0-9].*",
    }


def parse_number(value: float) -> CellValue:
    """Read what a numeric cell stores, as the shortest decimal of the same double; NaN and infinity are none."""
    if -_SURE < value < _SURE and value == int(value):  # most figures there are
        return CellValue(ValueState.NUMBER, str(int(value)), Decimal(int(value)))
    source = repr(value)
    if value - value != 0:
        return CellValue(ValueState.UNREADABLE, source, problem=Problem.NOT_FINITE)
    number = Decimal(source)
    text = plain_text(number)
    if len(text.lstrip("-").partition(".")[0]) > WHOLE_DIGITS or len(text) > TEXT_LENGTH:
        return CellValue(ValueState.UNREADABLE, source, problem=Problem.TOO_LONG)
    if len(text.lstrip("-").replace(".", "").strip("0")) > SIGNIFICANT_DIGITS:
        return CellValue(ValueState.NUMBER, text, number, is_long=True)
    return CellValue(ValueState.NUMBER, text, number)


def parse_text(text: str, locale: Locale | None) -> CellValue:
    """Read what a text cell says in the style of its file; `None` when the style is not known.

    Without a known style only what reads alike in every style is a number, and the rest is `AMBIGUOUS`.
    """
    trimmed = text.strip(_SPACES + "\t\r\n")
    if not trimmed:
        return EMPTY
    if trimmed in MARKS:
        state, mark = MARKS[trimmed]
        return CellValue(state, text, mark=mark)
    flagged = _FLAGGED.fullmatch(trimmed)
    bare, flag = (flagged[1], flagged[2]) if flagged else (trimmed, "")
    if not _NUMBER.fullmatch(bare):
        return CellValue(ValueState.UNREADABLE, text, problem=Problem.WORDS)
    return _read(text, bare, flag, locale)


def decide_locale(texts: Iterable[str]) -> Locale | None:
    """Decide the style of a file from the texts that read in one style only; `None` for no evidence or a quarrel."""
    return evidence(texts).locale


@dataclass(frozen=True, slots=True)
class StyleEvidence:
    """The style of a file's numbers, with a text that shows it. `quarrel` is a text that speaks against `witness`."""

    locale: Locale | None
    witness: str = ""
    quarrel: str = ""


def evidence(texts: Iterable[str]) -> StyleEvidence:
    """Find which style the texts of a file keep to. A text that reads in both styles is no evidence."""
    found: dict[Locale, str] = {}
    for text in texts:
        locale = _only_style(text)
        if locale is not None:
            found.setdefault(locale, text)
            if len(found) > 1:
                return StyleEvidence(None, found[Locale.ID], found[Locale.EN])
    for locale, text in found.items():
        return StyleEvidence(locale, text)
    return StyleEvidence(None)


def render(number: Decimal, locale: Locale) -> str:
    """Write a number in a style, with grouped thousands but for `PLAIN`; `parse_text` reads it back exactly."""
    text = plain_text(number)
    if locale is Locale.PLAIN:
        return text
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = digits.partition(".")
    grouped = f"{int(whole):,}"
    if locale is Locale.ID:
        return sign + grouped.replace(",", ".") + (f",{fraction}" if fraction else "")
    return sign + grouped + (f".{fraction}" if fraction else "")


def _read(source: str, bare: str, flag: str, locale: Locale | None) -> CellValue:
    if locale is None:
        readings = {found for one in (Locale.ID, Locale.EN) if (found := _decimal(bare, one)) is not None}
        if len(readings) > 1:
            return CellValue(ValueState.AMBIGUOUS, source)
        number = next(iter(readings), None)
    else:
        number = _decimal(bare, locale)
    if number is None:
        return CellValue(ValueState.UNREADABLE, source, problem=Problem.STYLE)
    if re.match(r"-?0[0-9]", bare):
        return CellValue(ValueState.UNREADABLE, source, problem=Problem.LEADING_ZERO)
    whole, _, fraction = plain_text(number).lstrip("-").partition(".")
    if len(whole) > WHOLE_DIGITS or len(fraction) > FRACTION_DIGITS:
        return CellValue(ValueState.UNREADABLE, source, problem=Problem.TOO_LONG)
    return CellValue(ValueState.NUMBER, source, number, mark=flag)


def _decimal(bare: str, locale: Locale) -> Decimal | None:
    found = _GRAMMAR[locale].fullmatch(bare)
    if found is None:
        return None
    whole = "".join(character for character in found[2] if character.isdigit())
    return Decimal(f"{found[1]}{whole}.{found[3] or '0'}")


def _only_style(text: str) -> Locale | None:
    """The one style in which a text is a number, if it is one at all and not in both."""
    trimmed = text.strip(_SPACES + "\t\r\n").rstrip("*")
    if not _NUMBER.fullmatch(trimmed):
        return None
    as_id, as_en = _decimal(trimmed, Locale.ID), _decimal(trimmed, Locale.EN)
    if (as_id is None) == (as_en is None):
        return None
    return Locale.EN if as_id is None else Locale.ID
