"""The job `propose`: what tables an agency's own spreadsheet holds, for a person to confirm."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.checks.privacy import personal_columns
from sektoral.domain.numbers import LOCALES
from sektoral.domain.softcopies.areas import AreaName, Areas, index_areas
from sektoral.domain.softcopies.hints import Hints, from_json
from sektoral.domain.softcopies.proposals import to_plain
from sektoral.domain.softcopies.reading import propose


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Find the tables of a file; the answer holds the `proposal` as `softcopies.proposals` writes it. Raise
    `FileRefused` when the file is refused, also for personal data.

    Options: `filename`; `delimiter` and `encoding` of a text table and `locale` (`id-ID`, `en-US`), where a person
    knows better; `areas`, the code lists as JSON pairs of code and name; `hints`, what a person puts right in single
    regions, as `softcopies.hints` writes it.
    """
    times = [time.perf_counter()]
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    source, opened = spreadsheets.read_grids(path, found, caps, options)
    grids = list(opened)
    times.append(time.perf_counter())
    personal = personal_columns(grids)
    if personal:
        raise FileRefused("personal_data", columns="; ".join(personal)[:500])
    areas, locale = read_areas(options.get("areas", "")), LOCALES.get(options.get("locale", ""))
    proposal = propose(grids, areas, locale=locale, hints=read_hints(options.get("hints", "")))
    times.append(time.perf_counter())
    return {
        "proposal": to_plain(proposal),
        "format": source.format,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "timings": {
            "read_ms": round((times[1] - times[0]) * 1000, 1),
            "propose_ms": round((times[2] - times[1]) * 1000, 1),
        },
    }


def read_hints(text: str) -> Hints:
    """Read what a person puts right; nothing for no text. Raise `FileRefused` for a bad one."""
    try:
        return from_json(text)
    except (ValueError, TypeError) as error:
        raise FileRefused("context_unreadable") from error


def read_areas(text: str) -> Areas:
    """Read the code lists of areas; none for no text. Raise `FileRefused` for a bad one."""
    try:
        return index_areas(AreaName(str(code), str(name)) for code, name in json.loads(text or "[]"))
    except (ValueError, TypeError) as error:
        raise FileRefused("context_unreadable") from error
