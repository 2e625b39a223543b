"""What a file holds, as JSON and back: out of the sandbox, and beside a submission until somebody has confirmed it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sektoral.domain import canonical
from sektoral.domain.numbers import ValueState
from sektoral.domain.softcopies.regions import Proposal, Reading

SCHEMA = "sektoral.softcopy/1"
_STATES = {state.value: state for state in ValueState}


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What is written: the proposal without its cells, under the name of its form."""

    schema: str
    proposal: Proposal


def to_plain(proposal: Proposal) -> Mapping[str, object]:
    """Turn a proposal into what JSON carries. Cells are short lists: row, column, state, then what is not empty."""
    bare = replace(proposal, regions=tuple(replace(region, readings=()) for region in proposal.regions))
    written = canonical.plain(_Envelope(SCHEMA, bare))
    if not isinstance(written, dict):  # a dataclass is always written as one
        raise TypeError(SCHEMA)
    return {**written, "cells": [[_cell(one) for one in region.readings] for region in proposal.regions]}


def from_plain(written: Mapping[str, object]) -> Proposal:
    """Read back what `to_plain` gave. Raise `ValueError` for anything else."""
    envelope = canonical.read(_Envelope, {name: written.get(name) for name in ("schema", "proposal")})
    cells = written.get("cells")
    if envelope.schema != SCHEMA or not isinstance(cells, list) or len(cells) != len(envelope.proposal.regions):
        raise ValueError(SCHEMA)
    pairs = zip(envelope.proposal.regions, cells, strict=True)
    regions = tuple(replace(region, readings=tuple(map(_reading, found))) for region, found in pairs)
    return replace(envelope.proposal, regions=regions)


def to_json(proposal: Proposal) -> str:
    """Write a proposal as JSON; equal proposals give equal text."""
    return json.dumps(to_plain(proposal), separators=(",", ":"), sort_keys=True, ensure_ascii=True)


def from_json(text: str) -> Proposal:
    """Read a proposal back, exactly. Raise `ValueError` for any other text."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(SCHEMA)
    return from_plain(found)


def _cell(one: Reading) -> list[int | str]:
    texts = [one.text, one.mark, one.raw, one.formula, one.error]
    while texts and not texts[-1]:
        texts.pop()
    return [one.row, one.column, one.state.value, *texts]


def _reading(found: list[int | str]) -> Reading:
    try:
        row, column, state, *texts = found
        return Reading(int(row), int(column), _STATES[str(state)], *map(str, texts))
    except (TypeError, KeyError) as error:
        raise ValueError(SCHEMA) from error
