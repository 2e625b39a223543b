"""Knows a file of a standard by its first signs and gives it to its reader."""

import json
from collections.abc import Callable, Sequence

from sektoral.adapters.exchange.reading.jsonstat import read_jsonstat
from sektoral.adapters.exchange.reading.notation import Json, NotThis, member, shaped
from sektoral.adapters.exchange.reading.sdmx_csv import read_sdmx_csv
from sektoral.adapters.exchange.reading.sdmx_json import read_sdmx_json
from sektoral.adapters.exchange.reading.sdmx_ml import read_sdmx_ml
from sektoral.adapters.exchange.reading.tables import MOST_BYTES, ReadTable, unreadable

MARK = "\ufeff".encode()


def read(data: bytes) -> Sequence[ReadTable]:
    """This will read the data sets of a file. Raises `Invalid("exchange_unreadable", why=…)` for any other file."""
    if len(data) > MOST_BYTES:
        raise unreadable("too_large")
    start = data.removeprefix(MARK).lstrip()[:1]
    reader: Callable[[bytes], Sequence[ReadTable]] = {b"<": read_sdmx_ml, b"{": _read_json}.get(start, read_sdmx_csv)
    try:
        return reader(data.removeprefix(MARK))
    except NotThis as error:
        raise unreadable(error.why) from error


def _read_json(data: bytes) -> Sequence[ReadTable]:
    """Numbers stay the texts they are."""
    try:
        found: Json = json.loads(data, parse_float=str, parse_int=str, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise NotThis("not_json") from error
    is_sdmx = "dataSets" in shaped(found, dict) or "data" in shaped(found, dict)
    return read_sdmx_json(found) if is_sdmx and not member(found, "version") else read_jsonstat(found)


def _refused(constant: str) -> Json:
    raise ValueError(constant)
