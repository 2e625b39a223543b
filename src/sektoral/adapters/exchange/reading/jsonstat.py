"""JSON-stat 2.0 data sets, and the bundles of JSON-stat 1. Collections that only link elsewhere hold no figures."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from sektoral.adapters.exchange.reading.notation import Json, NotThis, member, shaped, texts
from sektoral.adapters.exchange.reading.tables import MOST_FIGURES, ReadFigure, ReadTable

STATUS = "OBS_STATUS"


def read_jsonstat(found: Json) -> Sequence[ReadTable]:
    """This will read a data set, a version 1 bundle of them, or a collection that holds them itself."""
    tables = [_table(one) for one in _datasets(found)]
    if not tables:
        raise NotThis("no_figures")
    return tables


def _datasets(found: Json) -> Iterator[Json]:
    match member(found, "class"):
        case "dataset":
            yield found
        case "collection":
            items = member(found, "link", "item")
            yield from (one for one in (items if isinstance(items, list) else []) if member(one, "dimension"))
        case None:
            for one in [found, *shaped(found, dict).values()]:
                if member(one, "dimension") and member(one, "value"):
                    yield one


def _table(found: Json) -> ReadTable:
    """Version 1 keeps `id` and `size` among the dimensions."""
    dimensions = shaped(member(found, "dimension"), dict)
    names = texts(member(found, "id") or member(dimensions, "id"))
    sizes = [_whole(text) for text in texts(member(found, "size") or member(dimensions, "size"))]
    codes = [_codes(member(dimensions, name)) for name in names]
    if [len(one) for one in codes] != sizes:
        raise NotThis("wrong_size")
    if prod(sizes) > MOST_FIGURES:
        raise NotThis("too_many_figures")
    values, statuses = _placed(member(found, "value"), prod(sizes)), _placed(member(found, "status"), prod(sizes))
    figures = [
        ReadFigure(
            {**dict(zip(names, key, strict=True)), **({STATUS: statuses[place]} if statuses.get(place) else {})},
            values[place],
        )
        for place, key in enumerate(product(*codes))
        if place in values
    ]
    return ReadTable(names, figures)


def _codes(dimension: Json) -> Sequence[str]:
    """The codes in their order: `index` is a list, or gives each code's place, or is left out of a single code."""
    match member(dimension, "category", "index"):
        case list() as index:
            return texts(index)
        case dict() as index:
            return sorted(index, key=lambda code: _whole(shaped(index[code], str)))
        case None:
            return list(shaped(member(dimension, "category", "label"), dict))
    raise NotThis("wrong_shape")


def _placed(found: Json, count: int) -> Mapping[int, str]:
    """Values by their place: from a list, from an object, or one for all (a status may be)."""
    match found:
        case list():
            return {place: _text(one) for place, one in enumerate(islice(found, count))}
        case dict():
            return {_whole(place): _text(one) for place, one in found.items()}
        case str():
            return dict.fromkeys(range(count), found)
    return {}


def _text(value: Json) -> str:
    return "" if value is None else shaped(value, str)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise NotThis("wrong_place")
    return int(text)
