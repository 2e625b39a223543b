"""A cube as JSON-stat 2.0 (json-stat.org/format): numbers are written digit by digit, never by way of a double.

Values stand at their position in the cube; a figure of which only a mark is known is null there, and where the bank
holds nothing there is nothing. Marks have no place in the standard: they stand in `extension`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from sektoral.adapters.exchange.break_notes import break_notes
from sektoral.adapters.exchange.sdmx_terms import STATUS_LABELS, updated
from sektoral.domain.cubes import Cube, Dimension, DimensionRole, Figure
from sektoral.domain.numbers import is_long

AT_ONCE = 5_000  # figures in one piece
ROLES = {DimensionRole.AREA: "geo", DimensionRole.MEASURE: "metric", DimensionRole.TIME: "time"}
Json = str | int | bool | None | list["Json"] | Mapping[str, "Json"]


def write(cube: Cube) -> Iterator[bytes]:
    """This will write a `dataset`."""
    placed = sorted(_placed(cube), key=lambda pair: pair[0])
    head = json.dumps(_head(cube), ensure_ascii=False)
    yield head[:-1].encode() + b', "value": {'
    yield from _members(((at, figure.text or "null") for at, figure in placed))
    yield b'}, "status": {'
    yield from _members((at, json.dumps(figure.status)) for at, figure in placed if figure.status != "A")
    yield b'}, "extension": ' + json.dumps(_extension(cube), ensure_ascii=False)[:-1].encode() + b', "mark": {'
    yield from _members((at, json.dumps(figure.mark, ensure_ascii=False)) for at, figure in placed if figure.mark)
    yield b'}, "exact": {'
    yield from _members((at, json.dumps(figure.text)) for at, figure in placed if is_long(figure.text))
    yield b"}}}\n"


def _placed(cube: Cube) -> Iterator[tuple[int, Figure]]:
    """Each figure with its position: the last dimension runs fastest."""
    places = [{member.code: at for at, member in enumerate(one.members)} for one in cube.dimensions]
    for figure in cube.figures:
        position = 0
        for codes, code in zip(places, figure.codes, strict=True):
            position = position * len(codes) + codes[code]
        yield position, figure


def _members(pairs: Iterable[tuple[int, str]]) -> Iterator[bytes]:
    """The members of an object; values are JSON already."""
    pairs, separator = iter(pairs), ""
    while piece := ", ".join(f'"{at}": {text}' for at, text in islice(pairs, AT_ONCE)):
        yield f"{separator}{piece}".encode()
        separator = ", "


def _head(cube: Cube) -> Mapping[str, Json]:
    roles: dict[str, Json] = {}
    for role, name in ROLES.items():
        roles[name] = [one.code for one in cube.dimensions if one.role is role]
    notes = [*filter(None, [cube.note]), *break_notes(cube)]
    return {
        "version": "2.0",
        "class": "dataset",
        "label": cube.title,
        "source": f"{cube.agency_name}, {cube.office_name}",
        "updated": updated(cube).isoformat(timespec="seconds"),
        **({"note": list(notes)} if notes else {}),
        "id": [one.code for one in cube.dimensions],
        "size": [len(one.members) for one in cube.dimensions],
        "role": roles,
        "dimension": {one.code: _dimension(cube, one) for one in cube.dimensions},
    }


def _dimension(cube: Cube, dimension: Dimension) -> Mapping[str, Json]:
    category: dict[str, Json] = {
        "index": [member.code for member in dimension.members],
        "label": {member.code: member.label for member in dimension.members},
    }
    found: dict[str, Json] = {"label": dimension.label, "category": category}
    if dimension.role is DimensionRole.MEASURE:
        category["unit"] = {one.code: {"label": one.unit, "decimals": one.decimals} for one in cube.variables}
    if dimension.role is DimensionRole.AREA:
        found["extension"] = {"bps": {member.code: member.bps_code for member in dimension.members if member.bps_code}}
    return found


def _extension(cube: Cube) -> Mapping[str, Json]:
    used = {figure.status for figure in cube.figures}
    return {
        "office": cube.office,
        "agency": cube.agency,
        "table": cube.table,
        "edition": cube.edition,
        "release": cube.release,
        "periodicity": cube.period_type,
        "classification": cube.classification,
        "status": {"label": {code: label for code, label in STATUS_LABELS.items() if code in used}},
    }
