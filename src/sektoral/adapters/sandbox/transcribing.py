"""The job `check_transcript`: what a transcript takes from a file, or holds as it was typed, against its instrument."""

from collections.abc import Collection, Mapping
from pathlib import Path

from sektoral.adapters import manifest
from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.checking import asked_of, flat, load_context, outcome_of, refuse_personal, table_of
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain import instruments, transcripts
from sektoral.domain.checks.results import CellResult, TableResult
from sektoral.domain.checks.transcribed import TranscribedResult, check_transcribed
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import Grid
from sektoral.domain.numbers import LOCALES
from sektoral.domain.transcripts import Statement, Transcript

Answered = tuple[str, str, str, str]  # table, row, column, period


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Check a transcript. `path` is the file it takes cells from; where all is typed it is not opened.

    Options: `transcript` and `definition`, the files that hold both; `filename`, `locale` and `context` as for `check`.
    Raise `FileRefused` when refused.
    """
    transcript, definition = _read(options)
    grids = _sources(path, options.get("filename", path.name), transcript, caps) if transcript.is_taken else []
    settled = LOCALES.get(options.get("locale", "") or transcript.locale)
    known = load_context(options.get("context", ""))
    found = check_transcribed(definition, transcript, grids, known, locale=settled)
    refuse_personal(found.result.personal_columns)
    said = {one.table: one for one in transcript.statements}
    typed = frozenset((one.table, one.row, one.column, one.period) for one in transcript.answers if not one.is_taken)
    tables = [_table(one, found, typed, said.get(one.sheet)) for one in found.result.tables]
    trusted = manifest.SignatureState.GOOD.value  # the definition is the one that the office keeps
    return {**asked_of(definition), "signature": trusted, **outcome_of(found.result), "tables": tables}


def _read(options: Mapping[str, str]) -> tuple[Transcript, instruments.InstrumentDef]:
    try:
        definition = instruments.from_json(_text(options.get("definition", "")))
        transcript = transcripts.from_json(_text(options.get("transcript", "")))
        transcripts.check_transcript(transcript, definition)
    except (Invalid, UnicodeDecodeError) as error:
        why = error.facts.get("what") or error.facts.get("why") if isinstance(error, Invalid) else "bukan ASCII"
        raise FileRefused("transcript_broken", detail=str(why)[:80]) from error
    return transcript, definition


def _text(path: str) -> str:
    with Path(path).open("rb") as file:
        return file.read(transcripts.BYTES_AT_MOST).decode("ascii")


def _sources(path: Path, filename: str, transcript: Transcript, caps: Caps) -> list[Grid]:
    found = preflight.inspect(path, filename=filename, caps=caps)
    said = {"delimiter": transcript.delimiter, "encoding": transcript.encoding, "filename": filename}
    _, opened = spreadsheets.read_grids(path, found, caps, said)
    return list(opened)


def _table(
    table: TableResult, found: TranscribedResult, typed: Collection[Answered], said: Statement | None
) -> dict[str, object]:
    """What one table says. `typed` tells of a cell that its address is the transcript's and not the file's."""

    def cell(one: CellResult, period: str = "") -> dict[str, object]:
        return {**flat(one), "typed": (table.sheet, one.row, one.column, period) in typed}

    cells = [cell(one) for one in table.cells]
    earlier = [{**cell(one.cell, one.period), "period": one.period} for one in found.earlier.get(table.sheet, ())]
    stated = {"expected_on": said.expected_on, "held_by": said.held_by} if said else {}
    return {**table_of(table), "cells": cells, "earlier": earlier, **stated}
