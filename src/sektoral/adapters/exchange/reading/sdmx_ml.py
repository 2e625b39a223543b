"""SDMX-ML data of SDMX 2.1 and 3.0, generic and structure-specific: flat, as series, with groups.

XML is read by defusedxml: no entities, no external documents.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sektoral.adapters.exchange.reading.notation import NotThis
from sektoral.adapters.exchange.reading.tables import MOST_FIGURES, ReadFigure, ReadTable

VALUE = "OBS_VALUE"
Cells = Mapping[str, str]


def read_sdmx_ml(data: bytes) -> Sequence[ReadTable]:
    """This will read the data sets of one message."""
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotThis("not_xml") from error
    if "SDMX-ML" not in root.tag.upper() and "/sdmxml/" not in root.tag:
        raise NotThis("not_sdmx")
    if not _local(root.tag).endswith("Data"):
        raise NotThis("no_figures")
    observed = _observation_dimensions(root)
    sets = [each for each in root if _local(each.tag) == "DataSet"]
    if not sets:
        raise NotThis("no_figures")
    return [_table(each, observed) for each in sets]


def _observation_dimensions(root: Element) -> Mapping[str, str]:
    """The dimension that stands at each observation, by the id of the structure that a data set refers to."""
    found = {}
    for element in root.iter():
        if _local(element.tag) == "Structure" and "structureID" in element.attrib:
            if element.get("explicitMeasures") == "true":
                raise NotThis("explicit_measures")
            found[element.attrib["structureID"]] = element.get("dimensionAtObservation", "TIME_PERIOD")
    return found


def _table(dataset: Element, observed: Mapping[str, str]) -> ReadTable:
    references = [value for name, value in dataset.attrib.items() if _local(name) == "structureRef"]
    dimension = observed.get(references[0], "TIME_PERIOD") if references else "TIME_PERIOD"
    figures: list[ReadFigure] = []
    groups: list[tuple[Cells, Cells]] = []
    for figure in _figures(dataset, dimension, groups):
        figures.append(figure)
        if len(figures) > MOST_FIGURES:
            raise NotThis("too_many_figures")
    return ReadTable((), [_with_groups(figure, groups) for figure in figures] if groups else figures)


def _figures(dataset: Element, dimension: str, groups: list[tuple[Cells, Cells]]) -> Iterator[ReadFigure]:
    for element in dataset:
        match _local(element.tag):
            case "Group":
                groups.append(_group(element))
            case "Series":
                key = _cells(element)
                for each in element:
                    if _local(each.tag) == "Obs":
                        yield _figure(each, key, dimension)
            case "Obs":
                yield _figure(element, {}, dimension)


def _figure(element: Element, key: Cells, dimension: str) -> ReadFigure:
    cells = {**key, **_cells(element)}
    for child in element:
        match _local(child.tag):
            case "ObsDimension":
                cells[child.get("id", dimension)] = child.get("value", "")
            case "ObsValue":
                cells[VALUE] = child.get("value", "")
            case "Comp":
                raise NotThis("several_values")
    return ReadFigure({name: cell for name, cell in cells.items() if name != VALUE}, cells.get(VALUE, ""))


def _cells(element: Element) -> Cells:
    """Codes are XML attributes in structure-specific data, and `Value` elements below a key in generic data."""
    if any(_local(child.tag) == "Comp" for child in element):
        raise NotThis("several_values")
    found = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
    for part in element:
        if _local(part.tag) in ("SeriesKey", "ObsKey", "Attributes", "GroupKey"):
            found |= {each.get("id", ""): each.get("value", "") for each in part}
    return found


def _group(element: Element) -> tuple[Cells, Cells]:
    """What a group is of, and what is said of it. Structure-specific data does not tell the two apart."""
    if any(_local(part.tag) == "GroupKey" for part in element):
        key = next(part for part in element if _local(part.tag) == "GroupKey")
        of = {each.get("id", ""): each.get("value", "") for each in key}
        return of, {name: cell for name, cell in _cells(element).items() if name not in of and name != "type"}
    return {}, _cells(element)


def _with_groups(figure: ReadFigure, groups: Sequence[tuple[Cells, Cells]]) -> ReadFigure:
    """What is said of a group holds for each of its figures: those that do not contradict its key."""
    cells = dict(figure.cells)
    for of, said in groups:
        shared = of or {name: cell for name, cell in said.items() if name in figure.cells}
        if shared and all(figure.cells.get(name) == cell for name, cell in shared.items()):
            cells |= {name: cell for name, cell in said.items() if name not in cells}
    return ReadFigure(cells, figure.value)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
