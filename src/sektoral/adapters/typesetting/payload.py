"""Papers as the JSON that the templates read: dates and times written out, QR and emblem as SVG text."""

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import cast

import segno

from sektoral.adapters.typesetting.coverage import drawable
from sektoral.domain import wording
from sektoral.domain.corrections import CorrectedCell, CorrectionNote, SignedCorrection
from sektoral.domain.errors import Invalid
from sektoral.domain.letter_texts import fill, text_of
from sektoral.domain.letters import Document, Receipt, TransmittedTable
from sektoral.domain.papers import Letterhead, SentFile, SignatureBlock
from sektoral.domain.report_parts import AgedTable, CorrectedTable, Quality
from sektoral.domain.reports import (
    AgencyOutcome,
    Contradicted,
    MovedTable,
    Report,
    StepTime,
    TableOutcome,
    days_of,
    recap,
    tally,
)

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

_VERIFICATION = re.compile(r"https?://[^/]+/v/[0-9A-Z]+")
_PNG = b"\x89PNG\r\n\x1a\n"

# Records that hold what was typed long before, by agencies or as a ruling: no character of it may keep a receipt or
# the report from being made. In the letter's own words an undrawable character is refused: a person can mend it.
_WRITTEN_BEFORE = (
    SentFile,
    TransmittedTable,
    TableOutcome,
    Receipt,
    MovedTable,
    Contradicted,
    AgedTable,
    CorrectedTable,
    CorrectedCell,
    CorrectionNote,
    SignedCorrection,
)


def payload_of(document: Document) -> dict[str, Json]:
    """This will give a paper's data as its template reads them; a report carries its counts as `recap`.

    What a letter says stands filled under `prose`: part -> paragraphs -> runs of text, none of it markup.
    """
    prose = fill(document, text_of(document))
    return _record(document) | {"prose": {part: encode(tuple(runs)) for part, runs in prose.items()}}


def encode(value: object) -> Json:
    """This will turn a value of a paper into JSON.

    A date becomes its long form, a moment `{day, date, clock, seconds}`, a record an object by field names.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case datetime():
            return _moment(value)
        case date():
            return wording.long_date(value)
        case tuple():
            return [encode(part) for part in cast("tuple[object, ...]", value)]
        case _:
            return _record(value)


def _record(value: object) -> dict[str, Json]:
    """A record by its fields, with what its template needs beside them: drawings and counts."""
    data = _fields_of(value)
    if isinstance(value, _WRITTEN_BEFORE):
        data = {name: drawable(field) if isinstance(field, str) else field for name, field in data.items()}
    match value:
        case Letterhead():
            data["emblem"] = _emblem_svg(value.emblem)
        case SignatureBlock():
            data["qr"] = qr_svg(scannable(value.link)) if value.link else None
        case AgencyOutcome():
            data["tally"] = encode(tally(value.tables))
        case StepTime():
            data["late"] = value.is_late
        case Quality():
            data["total"], data["asking"] = encode(value.total), encode(value.asking)
        case Report():
            data["recap"] = encode(recap(value.agencies))
            data["days"] = encode(days_of(value))
        case _:
            pass
    return data


def scannable(link: str) -> str:
    """This will write a verification link in capitals, which a QR code holds in fewer and so larger dots.

    Scheme and host know no case, `/V/` leads where `/v/` does, and a token is of capitals anyway. Other links stay.
    """
    return link.upper() if _VERIFICATION.fullmatch(link) else link


def qr_svg(link: str) -> str:
    """This will draw a link as a QR code: SVG text without a border, error level M or better.

    The mask is given: a link ends in random characters, which need no search for the best of eight.
    """
    drawing = io.BytesIO()
    segno.make(link, error="m", micro=False, mask=0).save(drawing, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()


def _fields_of(record: object) -> dict[str, Json]:
    if not is_dataclass(record):
        raise TypeError(f"a paper cannot hold a {type(record).__name__}")
    values: Mapping[str, object] = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: encode(value) for name, value in values.items() if not isinstance(value, bytes | Mapping)}


def _moment(moment: datetime) -> dict[str, Json]:
    return {
        "day": wording.day_name(moment),
        "date": wording.long_date(moment),
        "clock": wording.clock(moment),
        "seconds": wording.clock_to_the_second(moment),
    }


def _emblem_svg(emblem: bytes) -> str | None:
    """The templates draw SVG only, so a PNG is wrapped in one of the same proportions."""
    if not emblem:
        return None
    if not emblem.startswith(_PNG):
        return _as_text(emblem)
    width, height = int.from_bytes(emblem[16:20]), int.from_bytes(emblem[20:24])
    picture = base64.b64encode(emblem).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{picture}"/></svg>'
    )


def _as_text(emblem: bytes) -> str:
    try:
        return emblem.decode()
    except UnicodeDecodeError as error:
        raise Invalid("emblem_unreadable") from error
