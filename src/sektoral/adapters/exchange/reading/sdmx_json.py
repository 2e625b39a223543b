"""SDMX-JSON data: the draft that central banks still send, 1.0 and 2.0; flat, as series, or both."""

from collections.abc import Iterator, Mapping, Sequence

from sektoral.adapters.exchange.reading.notation import Json, NotThis, at, member, shaped
from sektoral.adapters.exchange.reading.tables import MOST_FIGURES, ReadFigure, ReadTable

LEVELS = ("dataSet", "series", "observation")
Component = tuple[str, Sequence[str]]  # id, its values


def read_sdmx_json(found: Json) -> Sequence[ReadTable]:
    """This will read the data sets that say what is so; what is to be deleted is refused."""
    body = member(found, "data") or found
    structures = member(body, "structures") or [member(body, "structure")]
    datasets = shaped(member(body, "dataSets") or [], list)
    if not datasets:
        raise NotThis("no_figures")
    if any(member(one, "action") == "Delete" for one in datasets):
        raise NotThis("deletes")
    return [_table(one, shaped(structures, list)) for one in datasets]


def _table(dataset: Json, structures: Sequence[Json]) -> ReadTable:
    place = member(dataset, "structure") or "0"
    structure = structures[int(at([str(one) for one in range(len(structures))], place))]
    if len(shaped(member(structure, "measures", "observation") or [], list)) > 1:
        raise NotThis("several_measures")
    dimensions = {level: _components(structure, "dimensions", level) for level in LEVELS}
    attributes = {level: _components(structure, "attributes", level) for level in LEVELS}
    fixed = {name: values[0] for name, values in dimensions["dataSet"] if values}
    figures: list[ReadFigure] = []
    for key, observations in _series(dataset, dimensions["series"], attributes["series"]):
        for place_of, observation in shaped(observations, dict).items():
            value, *places = shaped(observation, list)
            cells = _cells(dimensions["observation"], place_of) | _said(attributes["observation"], places)
            figures.append(ReadFigure({**fixed, **key, **cells}, "" if value is None else shaped(value, str)))
            if len(figures) > MOST_FIGURES:
                raise NotThis("too_many_figures")
    names = [name for level in LEVELS for name, _ in dimensions[level]]
    return ReadTable(names, figures)


def _series(
    dataset: Json, dimensions: Sequence[Component], attributes: Sequence[Component]
) -> Iterator[tuple[Mapping[str, str], Json]]:
    """The observations under each series key, and those that stand without one."""
    for place, series in shaped(member(dataset, "series") or {}, dict).items():
        said = _said(attributes, shaped(member(series, "attributes") or [], list))
        yield _cells(dimensions, place) | said, member(series, "observations") or {}
    yield {}, member(dataset, "observations") or {}


def _components(structure: Json, kind: str, level: str) -> Sequence[Component]:
    found = shaped(member(structure, kind, level) or [], list)
    return [
        (shaped(member(one, "id"), str), [_value(each) for each in shaped(member(one, "values") or [], list)])
        for one in found
    ]


def _value(value: Json) -> str:
    """A code, else a value that has none; of a text in languages its first."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    for name in ("id", "value", "start", "name"):
        text = member(value, name)
        if isinstance(text, str):
            return text
    raise NotThis("several_languages")


def _cells(components: Sequence[Component], places: str) -> dict[str, str]:
    parts = places.split(":")
    if len(parts) != len(components):
        raise NotThis("wrong_key")
    return {name: at(values, place) for (name, values), place in zip(components, parts, strict=True)}


def _said(components: Sequence[Component], places: Sequence[Json]) -> dict[str, str]:
    """The attributes that have a value; a value may stand there itself instead of a place."""
    said = {}
    for (name, values), place in zip(components, places, strict=False):
        if place is not None:
            said[name] = at(values, place) if values else _value(place)
    return said
