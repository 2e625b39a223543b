"""The spreadsheet formulas of an instrument: what a cell accepts, and totals with four answers besides a number.

Only functions of Excel 2007. Criteria are written `"<"&0.5`, because text such as `"<0.5"` is not understood where
the decimal sign is a comma.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sektoral.domain.instruments import VariableDef
from sektoral.domain.validations import TYPED_MARKS, WHOLE

MISSING_MARKS = ("…", "...", "NA")
FAULTY, UNKNOWN, NONE = "?", "…", "–"  # what a total says when it cannot be a number


def accepts(variable: VariableDef, cell: str) -> str:
    """Whether a cell holds a number within the variable's bounds, or a mark. At most 255 characters, Excel's limit."""
    low, high = variable.bounds
    terms = [f"{cell}>={_plain(low)}"] if low is not None else []
    terms += [f"{cell}<={_plain(high)}"] if high is not None else []
    terms += [f"{cell}=INT({cell})"] if variable.kind in WHOLE else []
    number = f"AND({','.join(terms)})" if terms else "TRUE"
    marks = ",".join(f'{cell}="{mark}"' for mark in TYPED_MARKS)
    return f"IF(ISNUMBER({cell}),{number},OR({marks}))"


def count_faulty(block: str, variable: VariableDef | None = None) -> str:
    """How many cells of a block hold text that is no mark, or (given the variable) a number outside its bounds."""
    marks = "".join(f'-COUNTIF({block},"{mark.replace("~", "~~")}")' for mark in TYPED_MARKS)
    count = f"COUNTA({block})-COUNT({block}){marks}"
    if variable is None:
        return count
    low, high = variable.bounds
    count += f'+COUNTIF({block},"<"&{_plain(low)})' if low is not None else ""
    count += f'+COUNTIF({block},">"&{_plain(high)})' if high is not None else ""
    if variable.kind in WHOLE:  # a decimal sign in a whole number
        count += f"+SUMPRODUCT(ISNUMBER({block})*ISNUMBER(FIND(MID(1/2,2,1),{block})))"
    return count


def total(blocks: Sequence[str]) -> str:
    """Add up, but never over a missing part: empty while a cell is empty, `?` while one is faulty, `…` when a part is
    not available, `–` when all are nil."""
    empty = _each(blocks, "COUNTBLANK({})")
    faulty = "+".join(count_faulty(block) for block in blocks)
    missing = "+".join(f'COUNTIF({block},"{mark}")' for block in blocks for mark in MISSING_MARKS)
    count, add = f"COUNT({','.join(blocks)})", f"SUM({','.join(blocks)})"
    answers = f'IF({missing}>0,"{UNKNOWN}",IF({count}=0,"{NONE}",{add}))'
    return f'=IF({empty}>0,"",IF({faulty}>0,"{FAULTY}",{answers}))'


def total_before(blocks: Sequence[str], cells: int) -> str:
    """Add up last period's values; empty unless all of the `cells` are numbers."""
    names = ",".join(blocks)
    return f'=IF(COUNT({names})<{cells},"",SUM({names}))'


def change(now: str, before: Sequence[str], cells: int) -> str:
    """The relative change from a positive sum of `cells` values before; empty where anything is no number."""
    names = ",".join(before)
    return f'=IF(AND(ISNUMBER({now}),COUNT({names})={cells}),IF(SUM({names})>0,{now}/SUM({names})-1,""),"")'


def matches(own: str, reckoned: str) -> str:
    """Whether the agency's own total agrees with ours; empty while it gives none."""
    same = f"IF(AND(ISNUMBER({own}),ISNUMBER({reckoned})),ROUND({own}-{reckoned},6)=0,{own}={reckoned})"
    return f'=IF({own}="","",IF({same},"cocok","beda"))'


def _each(blocks: Iterable[str], pattern: str) -> str:
    return "+".join(pattern.format(block) for block in blocks)


def _plain(bound: Decimal) -> str:
    return format(bound, "f")
