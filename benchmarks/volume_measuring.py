"""Measures one office among many: its pages, the worker's ticks, its invariants, and what the public opens."""

import os
import time
from collections.abc import Callable, Iterator, Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sektoral.project.clock_watch import ClockWatch
from sektoral.project.invariants.listing import INVARIANTS
from sektoral.project.metrics import text as measures
from sektoral.project.reactions import ALL_TICKS
from sektoral.project.worker import work_off
from tests.own_pages import addresses_of, visits
from tests.rounds import Scene
from tests.visits import visiting

MOST_QUERIES, LONGEST = 30, 500.0  # of a page; milliseconds at p95
SHOWN = 12  # of the slowest
PUBLIC = ("/", "/data/", "/api/v1/offices", "/api/v1/sdmx/structure/dataflow/all/all/latest", "/v/titik-periksa/")


def measure(scene: Scene, turns: int) -> int:
    """This will print everything; gives 1 where a page is over its budget."""
    addresses, load = addresses_of(scene), os.getloadavg()[0]
    timed = [(visit.seconds * 1000, visit) for _ in range(turns + 1) for visit in visits(scene, addresses)]
    timed = timed[len(timed) // (turns + 1) :]  # the first turn warms up
    pages = [(took, visit) for took, visit in timed if visit.is_page]
    p50, p95, p99, worst = _quantiles([took for took, _ in pages])
    most = max(len(visit.queries) for _, visit in timed)
    seen = len({visit.address for _, visit in pages})
    print(f"\nStaff pages: {seen} addresses, {len(pages)} visits, load {load:.1f} before: p50 {p50:.0f} ms, ", end="")
    print(f"p95 {p95:.0f} ms, p99 {p99:.0f} ms, worst {worst:.0f} ms; at most {most} queries\n")
    print("| Slowest | Queries | ms |\n|---|---|---|")
    for took, visit in sorted(timed, key=lambda pair: -pair[0])[:SHOWN]:
        print(f"| {visit.address} | {len(visit.queries)} | {took:.0f} |")
    over = {visit.address: len(visit.queries) for _, visit in timed if len(visit.queries) > MOST_QUERIES}
    print(f"\nOver {MOST_QUERIES} queries: {over or 'none'}\n", flush=True)
    _print("Worker, everything due", _ticks(scene))
    _print("The public", _public(scene))
    _print("Invariants of the one office", _invariants(scene))
    return int(bool(over) or p95 > LONGEST)


def _quantiles(values: Sequence[float]) -> Sequence[float]:
    ordered = sorted(values)
    return [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99, 1)]


def _print(title: str, deeds: Iterator[tuple[str, Callable[[], object]]]) -> None:
    print(f"| {title} | Queries | ms |\n|---|---|---|")
    for name, deed in deeds:
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            deed()
            took = (time.perf_counter() - began) * 1000
        print(f"| {name} | {len(asked)} | {took:.0f} |", flush=True)
    print()


def _ticks(scene: Scene) -> Iterator[tuple[str, Callable[[], object]]]:
    scene.later(days=1)  # a morning: all rounds and checkpoints are due
    for turn in (1, 2):
        for tick in (*ALL_TICKS, ClockWatch()):
            name = getattr(tick, "__name__", type(tick).__name__)
            yield f"{name}, {turn}", lambda tick=tick: tick(at=scene.now)  # type: ignore[misc]
    yield "a look for work", lambda: work_off(lambda: scene.now, ticks=())
    yield "measures", lambda: measures(at=scene.now)


def _invariants(scene: Scene) -> Iterator[tuple[str, Callable[[], object]]]:
    for one in INVARIANTS:
        yield f"{one.code} {one.title}", lambda one=one: list(one.check(scene.office, scene.now))  # type: ignore[misc]


def _public(scene: Scene) -> Iterator[tuple[str, Callable[[], object]]]:
    with visiting(scene) as client:
        for address in PUBLIC:
            yield address, lambda address=address: _get(client, address)  # type: ignore[misc]


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code not in (200, 302):
        raise SystemExit(f"{address}: {answer.status_code}")
    b"".join(answer) if answer.streaming else answer.content
