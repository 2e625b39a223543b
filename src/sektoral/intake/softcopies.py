"""Having the sandbox look into an agency's own spreadsheet: what tables it holds, and the rows around them.

What the child answers is kept for a day by the file's SHA-256 and how it was to be read, so that a page with many
small corrections does not have the same file read at each of them.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import TypedDict, cast

from django.core.cache import cache

from sektoral.adapters.sandbox.client import run
from sektoral.domain.errors import Invalid, Unavailable
from sektoral.domain.numbers import LOCALES
from sektoral.domain.softcopies.hints import Hints, from_json, to_json
from sektoral.domain.softcopies.proposals import from_plain
from sektoral.domain.softcopies.regions import Proposal
from sektoral.intake import files
from sektoral.intake.reading import NOT_LOOKED_AT
from sektoral.records.models import Code, Office, StoredFile

REGIONS = "wilayah"  # the office's list of areas
KEPT_FOR = 24 * 60 * 60  # seconds
KEPT_AT_MOST = 8 * 1024 * 1024  # letters of an answer; a larger one is asked for anew


DELIMITERS: Mapping[str, str] = {";": "titik koma", ",": "koma", "\t": "tabulator", "|": "garis tegak"}
ENCODINGS = ("utf-8", "utf-16", "cp1252")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a person says that the file is to be read; empty for what it shows by itself."""

    locale: str = ""  # id-ID or en-US
    delimiter: str = ""
    encoding: str = ""


def read_manner(said: Mapping[str, str]) -> Manner:
    """This will read what a person said in the fields `gaya`, `pemisah` and `penyandian`; the unknown is left out."""
    return Manner(
        locale=_one_of(LOCALES, said.get("gaya", "")),
        delimiter=_one_of(DELIMITERS, said.get("pemisah", "")),
        encoding=_one_of(ENCODINGS, said.get("penyandian", "")),
    )


def written_manner(manner: Manner) -> dict[str, str]:
    """This will write down what was said, as `read_manner` reads it."""
    said = {"gaya": manner.locale, "pemisah": manner.delimiter, "penyandian": manner.encoding}
    return {name: value for name, value in said.items() if value}


def read_said_hints(said: Mapping[str, str]) -> Hints:
    """This will read what a person puts right in the field `pembetulan`; nothing where it is none."""
    try:
        return from_json(said.get("pembetulan", ""))
    except ValueError:
        return {}


def _one_of(known: Collection[str], value: str) -> str:
    return value if value in known else ""


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows of a sheet as texts, beginning at row `first` and column A; with how a text table was read."""

    sheet: str
    first: int
    rows: tuple[tuple[str, ...], ...]
    last_row: int
    last_column: int
    format: str
    delimiter: str
    encoding: str


class _Window(TypedDict):
    sheet: str
    first: int
    rows: list[list[str]]
    last_row: int
    last_column: int
    format: str
    delimiter: str
    encoding: str


def proposal_of(file: StoredFile, manner: Manner, office: Office, hints: Hints | None = None) -> Proposal:
    """This will give what tables the file holds, by the office's list of areas and what a person puts right.

    Raises `Invalid` (`softcopy_refused`) where the sandbox refuses the file, and `Unavailable`.
    """
    areas = Code.objects.filter(codelist__office=office, codelist__code=REGIONS).values_list("code", "label")
    said = {"hints": to_json(hints)} if hints else {}
    answer = _asked("propose", file, {**asdict(manner), "areas": json.dumps(list(areas)), **said})
    return from_plain(cast("Mapping[str, object]", answer["proposal"]))


def window_of(file: StoredFile, manner: Manner, *, sheet: str, row: int, rows: int) -> Window:
    """This will give some rows of a sheet. Raises as `proposal_of`."""
    place = {"sheet": sheet, "row": str(row), "rows": str(rows)}
    found = cast("_Window", _asked("window", file, {**asdict(manner), **place}))
    return Window(
        sheet=found["sheet"],
        first=found["first"],
        rows=tuple(map(tuple, found["rows"])),
        last_row=found["last_row"],
        last_column=found["last_column"],
        format=found["format"],
        delimiter=found["delimiter"],
        encoding=found["encoding"],
    )


def _asked(job: str, file: StoredFile, options: Mapping[str, str]) -> Mapping[str, object]:
    """The child's answer, from the cache where it was asked before.

    A text table is a sheet with the name of its file, so that name is an option like any other.
    """
    options = {**options, "filename": file.name}
    said = hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()
    key = f"softcopy:{job}:{file.sha256}:{said}"
    known = cache.get(key)
    if isinstance(known, str):
        return cast("Mapping[str, object]", json.loads(known))
    answer = run(job, files.path_of(file), options=options)
    if answer.code in NOT_LOOKED_AT:
        raise Unavailable(answer.code)
    if not answer.ok:
        raise Invalid("softcopy_refused", reason=answer.message)
    text = json.dumps(answer.content)
    if len(text) <= KEPT_AT_MOST:
        cache.set(key, text, KEPT_FOR)
    return answer.content
