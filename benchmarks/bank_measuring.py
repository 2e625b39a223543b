"""Measures the filled bank: one series, completeness, pages, and an import of 200,000 figures beside a bare COPY."""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from unittest.mock import patch

from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client

from benchmarks.bank import COLUMNS, IMPORTED, REQUESTS, ROUND, ROWS, TURNS
from sektoral.bank.actions import importing
from sektoral.bank.queries import observations
from sektoral.bank.queries.import_plan import plan_of
from sektoral.domain import canonical
from sektoral.domain.checks.results import Verdict
from sektoral.domain.instruments import ColumnDef, RowDef
from sektoral.domain.roles import Role
from sektoral.intake.histories import ReadHistory
from sektoral.records import pouring
from sektoral.records.actors import actor_for, holder_of
from sektoral.records.models import BulkImport, Holding, Observation, Office, Table
from sektoral.setup.made_up import made_up_table

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 4, 6, 3, tzinfo=UTC)
SEED = 20261129
Call = Callable[[], None]


def measure() -> Iterator[str]:
    """This will yield the lines of the report."""
    office = min(Office.objects.all(), key=lambda one: len(one.slug))  # the copies have a number behind it
    dice, client = random.Random(SEED), Client()
    client.force_login(holder_of(office, Role.JP, NOW).person, backend=BACKEND)
    held = observations(office).values("table")  # the years of the demo fill one table an agency
    tables = list(Table.objects.filter(pk__in=held, is_current=True).order_by("code"))
    figures = list(observations(office).order_by("?")[:REQUESTS])
    pages = [f"/bank-data/tabel/{dice.choice(tables).pk}/" for _ in range(REQUESTS)]
    calls: Mapping[str, Sequence[Call]] = {
        "one series, every version": [partial(_series, one) for one in figures],
        "one cell of a table over all periods": [partial(_cell, one) for one in figures],
        "completeness of a period, by agency": [partial(_completeness, office)] * REQUESTS,
        "page of a table": [partial(_get, client, page) for page in pages],
        "page of a table, as it was": [partial(_get, client, f"{page}?pada=2026-04-07T08:00") for page in pages],
        "pivot of a table": [partial(_get, client, f"{page}jelajah/") for page in pages],
        "page of a figure": [partial(_get, client, f"/bank-data/angka/{one.pk}/") for one in figures],
        "catalogue": [partial(_get, client, "/bank-data/")] * REQUESTS,
    }
    yield "| What | p50 | p95 | worst |"
    yield "|---|---|---|---|"
    for name, some in calls.items():
        yield _timed(name, some)
    yield ""
    yield from _imports(office)


def _timed(name: str, calls: Sequence[Call]) -> str:
    calls[0]()
    times = []
    for call in calls:
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    return f"| {name} | {statistics.median(times):.1f} ms | {p95:.1f} ms | {times[-1]:.1f} ms |"


def _get(client: Client, url: str) -> None:
    answer = client.get(url, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{url}: {answer.status_code}")


def _series(one: Observation) -> None:
    list(Observation.objects.filter(office_id=one.office_id, series=one.series))


def _cell(one: Observation) -> None:
    rows = Observation.objects.filter(office_id=one.office_id, table_id=one.table_id, superseded_at__isnull=True)
    list(rows.filter(row=one.row, column=one.column))


def _completeness(office: Office) -> None:
    rows = Holding.objects.filter(office=office, period=ROUND).values("agency_id")
    list(rows.annotate(figures=Sum("figures"), marks=Sum("marks")))


def _imports(office: Office) -> Iterator[str]:
    """Storing what was read, plan, supersession, summary rows and event included, beside COPY of the same lines."""
    table = _large(office)
    bare, whole = [], []
    for turn in range(TURNS):
        bare.append(_bare(office, table, f"{2000 + 2 * turn}"))
        whole.append(_whole(office, table, f"{2001 + 2 * turn}"))
    raw, ours = statistics.median(bare), statistics.median(whole)
    yield f"{IMPORTED:,} figures, {TURNS} turns each, load {os.getloadavg()[0]:.1f}:"
    yield f"- bare COPY (executemany) of the same rows into the same table, to the commit: {_told(bare)}"
    yield f"- import, from what was read to the commit: {_told(whole)}, **{raw / ours:.0%} of it**"


def _told(seconds: Sequence[float]) -> str:
    middle = statistics.median(seconds)
    return f"{middle:.2f} s ({IMPORTED / middle:,.0f}/s; {', '.join(f'{one:.2f}' for one in seconds)})"


def _large(office: Office) -> Table:
    rows = tuple(RowDef(f"R{n:04}", f"Desa {n}", "", (("desa", f"{n:04}"),)) for n in range(ROWS))
    one = made_up_table(1)
    columns = tuple(
        ColumnDef(f"k{n}", f"Kolom {n}", one.variables[0].code, "", (("kolom", f"{n}"),)) for n in range(COLUMNS)
    )
    definition = replace(one, code="BESAR", rows=rows, columns=columns, row_totals=(), period_type="triwulanan")
    agency = Table.objects.filter(office=office)[0].agency
    return Table.objects.create(
        office=office, agency=agency, code="BESAR", title="Besar", level="desa", definition=canonical.plain(definition)
    )


def _read(year: str) -> ReadHistory:
    """What the sandbox would have read: four quarters of every row and column."""
    periods = [f"{year}-Q{quarter}" for quarter in range(1, 5)]
    places = [(period, row, column) for period in periods for row in range(ROWS) for column in range(COLUMNS)]
    columns = [
        [period for period, _, _ in places],
        [f"R{row:04}" for _, row, _ in places],
        [f"k{column}" for _, _, column in places],
        [str(1000 + row * column) for _, row, column in places],
        [""] * len(places),
        [f"D{at}" for at in range(2, len(places) + 2)],
    ]
    return ReadHistory(Verdict.ACCEPTED, sheet="Data", periods=periods, columns=columns)


def _waiting(office: Office, table: Table, read: ReadHistory) -> BulkImport:
    file = BulkImport.objects.filter(office=office)[0].file
    clerk = holder_of(office, Role.JP, NOW).person
    return BulkImport.objects.create(
        office=office, table=table, file=file, source="Tolok ukur", state="awaiting_decision", received_at=NOW,
        received_by=clerk, periods=list(read.periods), values=read.count, values_sha256=read.sha256,
    )  # fmt: skip


def _whole(office: Office, table: Table, year: str) -> float:
    read = _read(year)
    imported, decider = _waiting(office, table, read), holder_of(office, Role.SUKOR, NOW).person
    by = actor_for(decider, office, NOW)
    with patch.object(importing, "read_history", lambda *_: read):
        began = time.perf_counter()
        made = importing.store_import(imported, by=by, at=NOW)
    took = time.perf_counter() - began
    if made != IMPORTED:
        raise SystemExit(f"{made} figures were stored")
    return took


def _bare(office: Office, table: Table, year: str) -> float:
    """The very rows of an import, made beforehand."""
    read = _read(year)
    imported = _waiting(office, table, read)
    shared = Observation(
        office=office, table=table, imported=imported, file=imported.file, sheet="Data", recorded_at=NOW, event=1
    )
    figures = plan_of(read, table).new
    if connection.vendor == "postgresql":
        data = "".join(pouring.lines_of(shared, figures))
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(pouring.copy_statement()) as copy:
            copy.write(data)
    else:
        rows = list(pouring.rows_of(shared, figures))
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(pouring.insert_statement(), rows)
    return time.perf_counter() - began
