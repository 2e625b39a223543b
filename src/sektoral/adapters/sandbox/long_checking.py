"""The job `check_long`: a long table, such as older series for the data bank, against the definition of its table."""

import time
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.checking import flat_finding
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.checks.long.check import LongResult, check_long
from sektoral.domain.definition_files import from_text
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import LOCALES

DEFINITION_BYTES = 8_000_000
_AS_IT_IS = {one.name for one in fields(LongResult)} - {"findings", "personal_columns"}


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Check a file. Raise `FileRefused` when refused.

    Options: `filename`; `definition`, the path of a definition file; `locale`, `id-ID` or `en-US`, where a person has
    said how numbers are written.
    """
    times = [time.perf_counter()]
    table = load_definition(Path(options.get("definition", "")))
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    times.append(time.perf_counter())
    _, opened = spreadsheets.read_grids(path, found, caps)
    grids = list(opened)
    times.append(time.perf_counter())
    result = check_long(table, grids, locale=LOCALES.get(options.get("locale", "")))
    if result.personal_columns:
        raise FileRefused("personal_data", columns="; ".join(result.personal_columns)[:500])
    times.append(time.perf_counter())
    names = ("preflight_ms", "read_ms", "check_ms")
    timings = {name: round((b - a) * 1000, 1) for name, a, b in zip(names, times, times[1:], strict=False)}
    return {"table": table.code, "version": table.version, **outcome_of(result), "timings": timings}


def load_definition(path: Path) -> TableDef:
    """Read a definition file. Raise `FileRefused` for what is none."""
    try:
        with path.open("rb") as file:
            data = file.read(DEFINITION_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileRefused("definition_missing", name=path.name[:80]) from error
    try:
        if len(data) > DEFINITION_BYTES:
            raise Invalid("definition_unreadable", detail="terlalu besar")
        table = from_text(data.decode())
    except (Invalid, UnicodeDecodeError) as error:
        detail = str(error.facts.get("detail", "")) if isinstance(error, Invalid) else "bukan teks"
        raise FileRefused("definition_unreadable", detail=detail[:80]) from error
    return table


def outcome_of(result: LongResult) -> dict[str, object]:
    """Turn the result of a check into what JSON carries."""
    return {
        **{name: getattr(result, name) for name in sorted(_AS_IT_IS)},
        "findings": [flat_finding(one) for one in result.findings],
        "findings_total": result.findings_total,
    }
