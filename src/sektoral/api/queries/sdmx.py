"""Released tables as the dataflows of an SDMX service, and the figures that a data query asks for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sektoral.adapters.exchange.identifiers import sdmx_id
from sektoral.adapters.exchange.sdmx_registry import FlowName, owner_of
from sektoral.adapters.exchange.sdmx_terms import FREQ, dimension_ids, frequency_of
from sektoral.api.queries.released import Asked, all_released_tables, editions_of, fetch_table
from sektoral.bank.queries.released import released_cube
from sektoral.domain.cube_parts import Part, joined, part_of
from sektoral.domain.cubes import TIME_PERIOD, Cube
from sektoral.domain.errors import Invalid, NotFound
from sektoral.domain.periods import read_period
from sektoral.records.models import Office, Release

MOST_PERIODS = 40  # of one answer: the newest
LATEST = frozenset({"*", "+", "~", "latest", "all"})


@dataclass(frozen=True, slots=True)
class DataQuery:
    """A data query: `keys` by position, a star or nothing for any code; `components` by the id of a dimension."""

    keys: Sequence[Sequence[Collection[str]]] = ()
    components: Mapping[str, Collection[str]] | None = None
    first: date | None = None
    last: date | None = None


def list_flows(owner: str, *, at: datetime) -> Sequence[FlowName]:
    """This will list the dataflows of an office by its id in SDMX, or of all. Raises `NotFound` for an unknown one."""
    offices = [one for one in Office.objects.order_by("slug") if owner in ("*", "all", owner_of(one.slug))]
    if not offices:
        raise NotFound("sdmx_no_results", error=100)
    tables = all_released_tables(Asked(), at=at).filter(office__in=offices)
    by_office = tables.order_by("office__slug", "agency__code", "code")
    return [FlowName(*row) for row in by_office.values_list("office__slug", "agency__code", "code", "version", "title")]


def find_flow(owner: str, id: str, version: str, *, at: datetime) -> FlowName:  # noqa: A002  the standard's word
    """This will find a dataflow; an id may also be one of its code lists or its concept scheme. Raises `NotFound`."""
    for flow in list_flows(owner, at=at):
        is_named = id in (flow.id, f"CS_{flow.id}") or id.startswith(f"CL_{flow.id}_")
        versions = LATEST | {f"{flow.edition}.0", f"{flow.edition}.0.0", str(flow.edition)}
        if is_named and version in versions:
            return flow
    raise NotFound("sdmx_no_results", error=100)


def cube_of_flow(flow: FlowName, *, at: datetime, query: DataQuery | None = None) -> Cube:
    """This will read the newest edition of each period of a dataflow. Raises `NotFound` where nothing is left."""
    office = Office.objects.get(slug=flow.office)
    table = fetch_table(office, flow.agency, flow.table, at=at)
    newest: dict[str, Release] = {}
    for one in editions_of([table], at=at)[table.agency_id, table.code]:
        newest[one.period] = one
    periods = sorted((read_period(code).first_day, code) for code in newest if _is_wanted(code, query))
    if not periods:
        raise NotFound("sdmx_no_results", error=100)
    cube = joined([released_cube(newest[code], at=at) for _, code in periods[-MOST_PERIODS:]])
    if query is None:
        return cube
    found = part_of(cube, _part(cube, query))
    if not found.figures:
        raise NotFound("sdmx_no_results", error=100)
    return found


def _is_wanted(period: str, query: DataQuery | None) -> bool:
    """Periods out of bounds are not read at all."""
    if query is None:
        return True
    days = read_period(period)
    return not ((query.first and days.first_day < query.first) or (query.last and days.last_day > query.last))


def _part(cube: Cube, query: DataQuery) -> Part:
    """The query in the cube's own codes. Raises `Invalid` (`sdmx_syntax`) for a key of another length."""
    ids, frequency = dimension_ids(cube)[:-1], frequency_of(cube)
    keys = []
    for key in query.keys:
        if len(key) != len(ids):
            raise Invalid("sdmx_syntax", error=140, what=f"kunci memiliki {len(key)} bagian, dimensinya {len(ids)}")
        wanted = {name: codes for name, codes in zip(ids, key, strict=True) if codes}
        if FREQ not in wanted or frequency in wanted.pop(FREQ):
            keys.append({_own(cube, name): _own_codes(cube, name, codes) for name, codes in wanted.items()})
    if query.keys and not keys:
        raise NotFound("sdmx_no_results", error=100)
    components = dict(query.components or {})
    if FREQ in components and frequency not in components.pop(FREQ):
        raise NotFound("sdmx_no_results", error=100)
    if unknown := set(components) - set(ids):
        raise Invalid("sdmx_syntax", error=140, what=f"komponen {min(unknown)} bukan dimensi")
    codes = {_own(cube, name): _own_codes(cube, name, wanted) for name, wanted in components.items()}
    return Part(keys, query.first, query.last, codes)


def _own(cube: Cube, id: str) -> str:  # noqa: A002
    names = [one.code for one in cube.dimensions if one.code != TIME_PERIOD]
    return names[dimension_ids(cube).index(id) - 1]


def _own_codes(cube: Cube, id: str, ids: Collection[str]) -> Collection[str]:  # noqa: A002
    return {one.code for one in cube.dimension(_own(cube, id)).members if sdmx_id(one.code) in ids}
