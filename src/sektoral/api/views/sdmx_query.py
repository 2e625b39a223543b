"""A data query as SDMX REST 2.1 writes it, and as 1.5 does: the key in the path, components and periods behind it."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sektoral.api.queries.sdmx import DataQuery
from sektoral.domain.errors import Invalid, Refused
from sektoral.domain.periods import read_period

ANY = frozenset({"*", "all", ""})
PARAMETERS: Mapping[str, Sequence[str]] = {  # with the only values that are served; none where any is
    "dimensionAtObservation": ("TIME_PERIOD", "AllDimensions"),
    "attributes": ("dsd", "all"),
    "measures": ("all",),
    "includeHistory": ("false",),
    "detail": ("full",),
    "startPeriod": (),
    "endPeriod": (),
}
TIME = "TIME_PERIOD"
_COMPONENT = re.compile(r"c\[([A-Za-z][A-Za-z0-9_-]*)\]")
_OPERATOR = re.compile(r"(eq|ne|gt|ge|lt|le|sw|ew|co|nc|nd):")
_BETWEEN = re.compile(r"[+ ]")  # a plus is a space once it stood behind the question mark


def read_query(given: Mapping[str, str], key: str) -> DataQuery:
    """This will read a data query. Raises `Invalid` (`sdmx_syntax`) and `Refused` (`sdmx_not_implemented`)."""
    components = {found[1]: value for name, value in given.items() if (found := _COMPONENT.fullmatch(name))}
    plain = {name: value for name, value in given.items() if not _COMPONENT.fullmatch(name)}
    check_parameters(plain, PARAMETERS)
    bounds = dict(_bounds(components.pop(TIME, "")))
    first = bounds.get("ge") or plain.get("startPeriod", "")
    last = bounds.get("le") or plain.get("endPeriod", "")
    wanted = {name: _codes(value) for name, value in components.items()}
    return DataQuery(_keys(key), wanted, _day(first, is_end=False), _day(last, is_end=True))


def check_parameters(given: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> None:
    """This will refuse a parameter that is unknown, and a value of a known one that is not served."""
    for name, value in given.items():
        if name not in known:
            raise Invalid("sdmx_syntax", error=140, what=f"parameter {name[:60]} tidak dikenal")
        if known[name] and value not in known[name]:
            raise Refused("sdmx_not_implemented", error=501, what=f"{name}={value}"[:60])


def _bounds(value: str) -> Sequence[tuple[str, str]]:
    """The first and last period that `ge:2024+le:2025` names, or the one of `2025`."""
    found: list[tuple[str, str]] = []
    for bound in filter(None, _BETWEEN.split(value)):
        operator = _OPERATOR.match(bound)
        name, period = (operator[1], bound[operator.end() :]) if operator else ("eq", bound)
        if name not in ("eq", "ge", "le"):
            raise Refused("sdmx_not_implemented", error=501, what=f"{name}:")
        found += [(side, period) for side in ("ge", "le") if name in (side, "eq")]
    return found


def _codes(value: str) -> Collection[str]:
    """Codes any of which is wanted. Raises `Refused` for an operator other than *equals*."""
    codes = [one.removeprefix("eq:") for one in value.split(",")]
    if any(_OPERATOR.match(one) for one in codes):
        raise Refused("sdmx_not_implemented", error=501, what=value[:60])
    return codes


def _keys(key: str) -> Sequence[Sequence[Collection[str]]]:
    """Each key by position; an empty place or a star is any code."""
    if key in ANY:
        return ()
    return [[() if codes in ANY else _BETWEEN.split(codes) for codes in one.split(".")] for one in key.split(",")]


def _day(text: str, *, is_end: bool) -> date | None:
    """The first or last day of a period, or the day itself. Raises `Invalid` (`sdmx_syntax`)."""
    if not text:
        return None
    try:
        if len(text) == len("2025-01-01"):
            return date.fromisoformat(text)
        period = read_period(text)
    except (Invalid, ValueError):
        raise Invalid("sdmx_syntax", error=140, what=f"periode {text[:20]} tidak terbaca") from None
    return period.last_day if is_end else period.first_day
