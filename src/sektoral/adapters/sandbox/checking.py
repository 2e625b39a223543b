"""The job `check`: a filled instrument against the definition that it carries, signed, in its hidden sheet."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sektoral.adapters import manifest
from sektoral.adapters.keys import key_id, load_public
from sektoral.adapters.sandbox import preflight, spreadsheets
from sektoral.adapters.sandbox.caps import MEGABYTE, Caps
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.checks.context import NOTHING_KNOWN, CheckContext, read_context
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.privacy import personal_columns
from sektoral.domain.checks.results import CellResult, CheckResult, Correction, Declaration, TableResult, Verdict
from sektoral.domain.checks.sentences import finding, finding_sentence
from sektoral.domain.findings import Finding
from sektoral.domain.google_forms.responses import is_form
from sektoral.domain.grids import Grid
from sektoral.domain.instruments import SCHEMA, InstrumentDef
from sektoral.domain.layout import MANIFEST
from sektoral.domain.numbers import LOCALES, parse_text

CONTEXT_BYTES = 32 * MEGABYTE

_FIELDS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(kind)) for kind in (CellResult, Correction, Declaration)
}


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Check a file. Raise `FileRefused` when refused.

    Options: `filename`; `keys`, a folder of public manifest keys; `locale`, `id-ID` or `en-US`, where a person has
    answered the `question` that an earlier check put; `context`, a file of what is known beside the workbook.
    """
    times = [time.perf_counter()]
    found = preflight.inspect(path, filename=options.get("filename", path.name), caps=caps)
    times.append(time.perf_counter())
    _, opened = spreadsheets.read_grids(path, found, caps)
    grids = list(opened)
    times.append(time.perf_counter())
    stated = read_manifest(grids, load_keys(options.get("keys", "")))
    definition = _trusted(stated)
    sheets = [grid for grid in grids if grid.name != MANIFEST]
    known = load_context(options.get("context", ""))
    result = check_instrument(definition, sheets, known, locale=LOCALES.get(options.get("locale", "")))
    refuse_personal(result.personal_columns)
    times.append(time.perf_counter())
    names = ("preflight_ms", "read_ms", "check_ms")
    timings = {name: round((b - a) * 1000, 1) for name, a, b in zip(names, times, times[1:], strict=False)}
    return {**_identity(stated, definition), **outcome_of(result, stated), "timings": timings}


def refuse_personal(columns: Sequence[str]) -> None:
    """Raise `FileRefused` where columns with personal data were found."""
    if columns:
        raise FileRefused("personal_data", columns="; ".join(columns)[:500])


def read_manifest(grids: list[Grid], keys: Mapping[str, Ed25519PublicKey]) -> manifest.Manifest:
    """Read the definition from its hidden sheet. Raise `FileRefused` when there is none."""
    grid = next((grid for grid in grids if grid.name == MANIFEST), None)
    if grid is None:
        refuse_personal(personal_columns(grids))
        raise FileRefused("instrument_missing", form=int(is_form(grids)))
    rows = [(grid.text(row, 1), str(grid.raw(row, 2))) for row in range(1, grid.last_row + 1)]
    return manifest.decode(rows, keys)


def load_context(path: str) -> CheckContext:
    """Read what is known beside the workbook; nothing where no file is named. Raise `FileRefused` for a bad one."""
    if not path:
        return NOTHING_KNOWN
    try:
        with Path(path).open("rb") as file:
            data = file.read(CONTEXT_BYTES + 1)
        if len(data) > CONTEXT_BYTES:
            raise FileRefused("context_unreadable")
        return read_context(data.decode("ascii"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused("context_unreadable") from error


def load_keys(folder: str) -> dict[str, Ed25519PublicKey]:
    """Load the public manifest keys of a folder by their id; what is no such key is passed over."""
    found: dict[str, Ed25519PublicKey] = {}
    for path in sorted(Path(folder).glob("manifest.*.pub")) if folder else ():
        try:
            public = load_public(path.read_bytes())
        except (OSError, ValueError):
            continue
        found[key_id(public)] = public
    return found


def _trusted(stated: manifest.Manifest) -> InstrumentDef:
    """The definition, unless what carries it is damaged, of another schema, or signed by nobody we know."""
    if stated.state is manifest.SignatureState.MISSING and stated.definition is None:
        raise FileRefused("instrument_missing")
    if stated.definition is None:
        if stated.problem == "instrument_schema_unknown":
            raise FileRefused("instrument_schema")
        raise FileRefused("instrument_broken", detail=stated.problem[:80])
    if stated.state in (manifest.SignatureState.BAD, manifest.SignatureState.MISSING):
        raise FileRefused("instrument_forged")
    return stated.definition


def asked_of(definition: InstrumentDef) -> dict[str, object]:
    """Which instrument was answered."""
    return {
        "instrument": definition.id,
        "office": definition.office,
        "agency": definition.agency,
        "round": definition.round,
        "period": definition.period,
        "schema": SCHEMA,
    }


def _identity(stated: manifest.Manifest, definition: InstrumentDef) -> dict[str, object]:
    return {
        **asked_of(definition),
        "signature": stated.state.value,
        "key": stated.key_id,
        "manifest_sha256": stated.sha256,
    }


def outcome_of(result: CheckResult, stated: manifest.Manifest | None = None) -> dict[str, object]:
    """What a check found, as the answer carries it."""
    findings, totals = list(result.findings), dict(result.totals)
    if stated is not None and stated.state is manifest.SignatureState.UNKNOWN_KEY:
        findings.insert(0, finding("manifest_unverified", sheet=MANIFEST, cell="B6", value=stated.key_id))
        totals["manifest_unverified"] = 1
    return {
        "verdict": Verdict(result.verdict).value,
        "tables": [table_of(table) for table in result.tables],
        "corrections": [flat(one) for one in result.corrections],
        "findings": [flat_finding(one) for one in findings],
        "findings_total": sum(totals.values()),
        "totals": totals,
        "observations": result.observations,
        "locale": result.locale,
        "question": _question(result),
    }


def _question(result: CheckResult) -> dict[str, object] | None:
    """What only the sender can settle: what the dots and commas of this file mean. Answered by the option `locale`."""
    doubtful = next((one for one in result.findings if one.code == "number_ambiguous"), None)
    if doubtful is None:
        return None
    meanings = {name: parse_text(doubtful.value, locale).text for name, locale in LOCALES.items()}
    where = {"sheet": doubtful.sheet, "cell": doubtful.cell, "value": doubtful.value}
    return {"option": "locale", **where, "count": result.totals["number_ambiguous"], "choices": meanings}


def table_of(table: TableResult) -> dict[str, object]:
    """What one table says, as the answer carries it."""
    return {
        "sheet": table.sheet,
        "state": table.state.value,
        "declaration": flat(table.declaration),
        "filled": table.filled,
        "expected": table.expected,
        "cells": [flat(cell) for cell in table.cells],
    }


def flat(value: CellResult | Correction | Declaration) -> dict[str, object]:
    """A dataclass without dataclasses inside; `asdict` copies deeply and costs as much as the check itself."""
    return {name: getattr(value, name) for name in _FIELDS[type(value)]}


def flat_finding(one: Finding) -> dict[str, object]:
    """A finding with its sentence, as the answer carries it."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "sheet": one.sheet,
        "cell": one.cell,
        "value": one.value,
        "message": finding_sentence(one),
        "table": one.table,
        "facts": dict(one.facts),
    }
