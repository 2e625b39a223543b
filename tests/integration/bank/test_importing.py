"""Old years come into the bank by a file, through the same checks, decided by somebody else, and never silently."""

from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest

from sektoral.bank.actions.importing import OldYears, decline_import, receive_import, store_import
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.records.actors import actor_for
from sektoral.records.models import BulkImport, Event, Observation, Office, Table
from tests.offices import make_tiny_office, make_two_offices, person_of
from tests.old_years import NOW, YEARS, a_table, brought, rows_of, sheet, stored

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make_tiny_office()


@pytest.fixture
def table(office: Office) -> Table:
    return a_table(office)


def test_every_figure_is_stored_with_its_mark_its_cell_and_one_event(table: Table) -> None:
    imported = brought(table, sheet(rows_of(YEARS)))
    assert (imported.state, imported.values, imported.periods) == ("awaiting_decision", 8, ["2023", "2024"])
    assert stored(imported) == 8
    rows = Observation.objects.order_by("id").values_list("period", "row", "column", "text", "mark", "status", "cell")
    assert list(rows)[:2] == [("2023", "A", "l", "10", "", "A", "D2"), ("2023", "A", "p", "11", "", "A", "E2")]
    assert list(rows)[5:7] == [("2024", "A", "p", "13", "*", "P", "E4"), ("2024", "B", "l", "", "…", "L", "D5")]
    figure = Observation.objects.get(period="2024", row="A", column="p")
    assert (figure.series, figure.variable, figure.dims) == (
        "dinkes|T1|CONTOH.1||jenis_kelamin=P;kelompok=A|2024", "CONTOH.1", "jenis_kelamin=P;kelompok=A",
    )  # fmt: skip
    assert (figure.version, figure.number, figure.sheet, figure.file_id) == (1, Decimal(13), "Data", imported.file_id)
    assert (figure.imported_id, figure.item_id, figure.recorded_at) == (imported.pk, None, LATER)
    event = Event.objects.get(kind="import.stored")
    assert {event.sequence} == set(Observation.objects.values_list("event", flat=True))
    assert (event.facts["values"], event.facts["versions"], event.about_id) == (8, 8, str(imported.pk))


def test_the_preview_tells_each_period_apart_and_beside_the_bank(table: Table) -> None:
    stored(brought(table, sheet(rows_of({"2023": YEARS["2023"]}))))
    imported = brought(table, sheet(rows_of(YEARS)))
    kept = ("period", "figures", "marks", "sum", "new", "same", "changed")
    assert [tuple(one[name] for name in kept) for one in imported.preview] == [
        ("2023", 4, 0, "62", 0, 4, 0),
        ("2024", 3, 1, "48", 4, 0, 0),
    ]
    assert stored(imported) == 4
    assert Observation.objects.filter(version__gt=1).count() == 0


def test_all_faults_are_told_at_once_and_nothing_is_stored(table: Table) -> None:
    rows = rows_of(YEARS)
    rows[0][3], rows[1][1], rows[3][4] = "sepuluh", "Z", -1
    imported = brought(table, sheet(rows))
    assert (imported.state, imported.refusal_code) == ("refused", "import_faulty")
    found = {(one["code"], one["cell"]) for one in imported.findings}
    assert {("not_a_number", "D2"), ("row_unknown", "B3"), ("below_minimum", "E5")} <= found
    with pytest.raises(WrongState, match="import_not_awaiting"):
        stored(imported)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"%PDF-1.4", "not_a_spreadsheet"), (sheet([]), "import_empty"), (sheet([["a"]], ["b"]), "import_faulty")],
)
def test_what_cannot_be_read_is_kept_and_refused(data: bytes, code: str, table: Table) -> None:
    imported = brought(table, data)
    assert (imported.state, imported.refusal_code) == ("refused", code)


def test_a_figure_the_bank_holds_otherwise_is_a_fault_at_its_cell(table: Table) -> None:
    stored(brought(table, sheet(rows_of(YEARS))))
    imported = brought(table, sheet(rows_of({"2023": (10, 11, 20, 99)})))
    assert imported.state == "refused"
    (found,) = imported.findings
    assert (found["code"], found["cell"], found["value"], found["facts"]["held"]) == ("bank_differs", "E3", "99", "21")


def test_a_declared_correction_makes_a_version_with_its_reason(table: Table) -> None:
    stored(brought(table, sheet(rows_of(YEARS))))
    imported = brought(table, sheet(rows_of({"2023": (10, 11, 20, 99)})), correction="Salah ketik di buku lama.")
    assert imported.preview[0]["differences"] == [
        {"period": "2023", "row": "B", "column": "p", "cell": "E3", "held": "21", "read": "99"}
    ]
    later = LATER + timedelta(days=1)
    assert stored(imported, at=later) == 1
    old, new = Observation.objects.filter(period="2023", row="B", column="p").order_by("version")
    assert (old.text, old.superseded_at, old.reason) == ("21", later, "")
    assert (new.text, new.version, new.superseded_at, new.reason) == ("99", 2, None, "Salah ketik di buku lama.")


def test_nobody_decides_about_the_own_file(office: Office, table: Table) -> None:
    imported = brought(table, sheet(rows_of(YEARS)))
    BulkImport.objects.update(received_by=person_of(office, "sukor"))
    imported.refresh_from_db()
    with pytest.raises(Refused, match="maker_is_checker"):
        stored(imported)
    with pytest.raises(Refused, match="not_permitted"):
        store_import(imported, by=actor_for(person_of(office, "jp2"), office, NOW), at=LATER)


def test_a_declined_file_leaves_its_reason_and_no_figure(office: Office, table: Table) -> None:
    imported = brought(table, sheet(rows_of(YEARS)))
    kabid = actor_for(person_of(office, "kabid"), office, NOW)
    with pytest.raises(Invalid, match="reason_missing"):
        decline_import(imported, reason=" ", by=kabid, at=LATER)
    decline_import(imported, reason="Sumbernya tidak jelas.", by=kabid, at=LATER)
    imported.refresh_from_db()
    assert (imported.state, imported.reason, Observation.objects.count()) == ("declined", "Sumbernya tidak jelas.", 0)
    assert brought(table, sheet(rows_of(YEARS))).state == "awaiting_decision"  # the same bytes may come again


def test_a_bank_that_changed_meanwhile_is_never_overwritten(table: Table) -> None:
    first = brought(table, sheet(rows_of(YEARS)))
    second = brought(table, sheet(rows_of({"2023": (10, 11, 20, 99)})))
    stored(first)
    with pytest.raises(WrongState, match="import_outdated"):
        stored(second)
    assert Observation.objects.count() == 8


def test_a_file_that_reads_differently_than_before_is_not_stored(table: Table) -> None:
    imported = brought(table, sheet(rows_of(YEARS)))
    BulkImport.objects.update(values_sha256="0" * 64)
    imported.refresh_from_db()
    with pytest.raises(WrongState, match="import_reads_differently"):
        stored(imported)


def test_the_same_bytes_wait_only_once(table: Table) -> None:
    file = sheet(rows_of(YEARS))
    brought(table, file)
    with pytest.raises(WrongState, match="import_already_received"):
        brought(table, file)


def test_only_who_may_brings_in_and_only_in_the_own_office() -> None:
    here, there = make_two_offices()
    upload = OldYears(a_table(there), "a.xlsx", (b"x",), "Buku", "")
    with pytest.raises(NotFound):
        receive_import(upload, by=actor_for(person_of(here, "jp1"), here, NOW), at=NOW)
    with pytest.raises(Refused):
        receive_import(upload, by=actor_for(person_of(there, "kabid"), there, NOW), at=NOW)
    blank, clerk = OldYears(a_table(here), "a.xlsx", (b"x",), " ", ""), actor_for(person_of(here, "jp1"), here, NOW)
    with pytest.raises(Invalid, match="import_source_missing"):
        receive_import(blank, by=clerk, at=NOW)


def test_an_error_half_way_leaves_the_bank_as_it_was(table: Table) -> None:
    imported = brought(table, sheet(rows_of(YEARS)))
    failing = patch("sektoral.bank.actions.importing.recount", side_effect=ArithmeticError)
    with failing, pytest.raises(ArithmeticError):
        stored(imported)
    imported.refresh_from_db()
    assert (imported.state, Observation.objects.count()) == ("awaiting_decision", 0)
    assert not Event.objects.filter(kind="import.stored").exists()
